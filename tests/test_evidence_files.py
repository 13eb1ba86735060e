"""Which files are taken in as evidence, and the sentence with which every other one is refused."""

import os
import sys
import time
import unicodedata
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.evidence_pdf import MAX_UNPACKED
from plans.evidence_pictures import MAX_PARTS
from plans.evidence_rules import FileRefused
from plans.evidence_scan import MAX_BYTES, MAX_NAME, clean_name, inspect
from plans.evidence_scanner import refuse_infected
from plans.workbook_zip import OLE
from tests.papers import (
    CONTENT_TYPES,
    JFIF,
    PNG_START,
    RELS,
    TABLES,
    archive,
    chunk,
    docx,
    jpeg_frame,
    jpeg_scan,
    jpg,
    packed_objects,
    pdf,
    png,
    png_header,
    segment,
    xlsx,
)

PICTURES = Path(__file__).parent / "pictures"  # made by pdftoppm (libpng, libjpeg)

GOOD = {
    "bien-ban.pdf": (pdf(), "application/pdf"),
    "BÁO CÁO.PDF": (pdf(), "application/pdf"),
    "don-vi.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bang-ke.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "man-hinh.png": (png(), "image/png"),
    "anh.jpg": (jpg(), "image/jpeg"),
    "ảnh chụp.JPEG": (jpg(), "image/jpeg"),
    "co-lien-ket.docx": (docx({"word/_rels/document.xml.rels": RELS % b"hyperlink"}), None),
    "ban-ve.pdf": (pdf(packed_objects(b"1 0 << /Type /Page >>")), "application/pdf"),
}


def sentence(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        inspect(name, content)
    return refused.value.sentence


@pytest.mark.parametrize("name", GOOD)
def test_what_offices_use_is_taken_in_with_the_type_that_its_content_proves(name):
    content, content_type = GOOD[name]
    found = inspect(name, content)
    assert found.name == name
    assert content_type in {None, found.content_type}


def bomb() -> bytes:
    return docx({"word/media/image1.bin": bytes(40 * 1024 * 1024)})


def cut(content: bytes, share: float = 0.6) -> bytes:
    return content[: int(len(content) * share)]


def locked_zip() -> bytes:
    """A zip whose entries say that they are encrypted."""
    content = bytearray(docx())
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    return bytes(content)


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return xlsx({"xl/workbook.xml": b"<workbook/>"})


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
HOSTILE = {
    "an empty file": ("a.pdf", b"", "tệp rỗng"),
    "more than 20 MB": ("a.pdf", pdf() + bytes(MAX_BYTES), "lớn hơn 20 MB"),
    "a program": ("hoadon.exe", b"MZ\x90\x00", "chỉ nhận PDF, Word (.docx), Excel (.xlsx) hoặc ảnh (.png, .jpg)"),
    "a program behind a second ending": ("bien-ban.pdf.exe", pdf(), "chỉ nhận PDF"),
    "a program named .pdf": ("bien-ban.pdf", b"MZ\x90\x00" + pdf(), "bên trong không phải PDF"),
    "no ending": ("bienban", pdf(), "cần có đuôi"),
    "an svg": ("hinh.svg", b"<svg onload='alert(1)'/>", "hãy in trang đó thành tệp PDF"),
    "an svg named .png": ("hinh.png", b"<svg onload='alert(1)'/>", "trang web"),
    "a web page": ("trang.html", HTML, "không nhận tệp .html"),
    "a web page named .pdf": ("trang.pdf", HTML, "trang web"),
    "a web page named .xlsx": ("bang.xlsx", b"\xef\xbb\xbf\r\n <table><tr><td>1</td></tr></table>", "trang web"),
    "a web page named .jpg": ("anh.jpg", b"\x00\x00<html>", "trang web"),
    "a web page in UTF-16": ("anh.jpg", "\ufeff<html>".encode("utf-16-le"), "trang web"),
    "a pdf that begins as a web page": ("a.pdf", HTML + pdf(), "trang web"),
    "a pdf behind other bytes": ("a.pdf", b"GIF89a" + pdf(), "bên trong không phải PDF"),
    "a pdf cut short": ("a.pdf", pdf()[:-20], "cắt cụt"),
    "a pdf with JavaScript": ("a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "mã lệnh"),
    "a pdf with JavaScript in disguise": ("a.pdf", pdf(b"<< /S /J#61vaScript >>"), "mã lệnh"),
    "a pdf with JavaScript in a packed object": ("a.pdf", pdf(packed_objects(b"<< /JS (1) >>")), "mã lệnh"),
    "a pdf that starts a program": ("a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "mã lệnh"),
    "a locked pdf": ("a.pdf", pdf(b"<< /Encrypt 5 0 R >>"), "khóa hoặc mật khẩu"),
    "a pdf that unpacks without end": ("a.pdf", pdf(packed_objects(bytes(MAX_UNPACKED + 1))), "quá lớn khi mở ra"),
    "a pdf with a zip behind it": ("a.pdf", pdf() + archive({"a.js": b"1"}) + b"%%EOF", "tệp nén giấu"),
    "an old Word file": ("a.doc", OLE, "lưu thành .docx"),
    "an old Word file named .docx": ("a.docx", OLE + bytes(600), "kiểu cũ; hãy lưu lại bằng Word thành .docx"),
    "a Word file with a password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "a workbook with a password": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "a Word file with macros": ("a.docx", docx({"word/vbaProject.bin": b"x"}), "có macro"),
    "macros under another name": ("a.xlsx", xlsx({"xl/VBAPROJECT2.bin": b"x"}), "có macro"),
    "macros of the nineties": ("a.xlsx", xlsx({"xl/macrosheets/sheet1.xml": b"<a/>"}), "có macro"),
    "an ActiveX control": ("a.docx", docx({"word/activeX/activeX1.xml": b"<a/>"}), "có macro"),
    "a macro file by its content type": (
        "a.docx",
        archive(
            {"[Content_Types].xml": b"<Types a='ms-word.document.macroEnabled.main'/>", "word/document.xml": b"<a/>"}
        ),
        "có macro",
    ),
    "a macro file by its name": ("a.xlsm", xlsx(), "có macro"),
    "a template from elsewhere": (
        "a.docx",
        docx({"word/_rels/settings.xml.rels": RELS % b"attachedTemplate"}),
        "tự tải nội dung từ nơi khác",
    ),
    "an object from elsewhere": ("a.xlsx", xlsx({"xl/_rels/x.rels": RELS % b"oleObject"}), "tự tải nội dung"),
    "parts with a document type": ("a.docx", docx({"_rels/.rels": b"<!DOCTYPE x [<!ENTITY a 'b'>]><a/>"}), "tệp hỏng"),
    "a workbook named .docx": ("a.docx", xlsx(), "đây là tệp Excel đặt đuôi .docx"),
    "a Word file named .xlsx": ("a.xlsx", docx(), "đây là tệp Word đặt đuôi .xlsx"),
    "some zip named .docx": ("a.docx", archive({"a.txt": b"1"}), "không phải tệp Word"),
    "a zip": ("a.zip", archive({"a.txt": b"1"}), "hãy giải nén"),
    "a text named .xlsx": ("a.xlsx", b"1;2;3", "không phải tệp Excel"),
    "a cut Word file": ("a.docx", cut(docx()), "tệp hỏng"),
    "a zip bomb": ("a.docx", bomb(), "quá lớn khi mở ra"),
    "ten thousand parts": ("a.docx", docx({f"word/{n}.xml": b"" for n in range(3001)}), "quá lớn khi mở ra"),
    "a part that climbs out": ("a.docx", docx({"../../etc/cron.d/x": b"1"}), "cấu trúc lạ"),
    "a part that is there twice": ("a.xlsx", doubled(), "cấu trúc lạ"),
    "a zip with a password": ("a.docx", locked_zip(), "mật khẩu"),
    "a jpg named .png": ("a.png", jpg(), "không phải ảnh PNG"),
    "a png named .jpg": ("a.jpg", png(), "không phải ảnh JPEG"),
    "a picture with a zip in it": ("a.png", png(chunk(b"zipf", archive({"a.js": b"1"}))), "tệp nén giấu"),
    "a picture of a phone's own kind": ("a.heic", b"ftypheic", "lưu ảnh thành .jpg"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_everything_else_gets_one_sentence_that_names_the_file(kind):
    name, content, words = HOSTILE[kind]
    started = time.monotonic()
    said = sentence(name, content)
    assert words in said
    assert said.startswith(f"{name}: ")
    assert said.endswith(".")
    assert time.monotonic() - started < 5


VIDEO = b"\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00" + b"\x00\x00\x00\x0cmdatabcd"
HOUR = b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1774000000000"
SAMSUNG = HOUR + b"SEFH\x6a\x00\x00\x00\x01\x00\x00\x00" + HOUR[:4] + bytes(8) + b"\x18\x00\x00\x00SEFT"
FRAME, SCAN = jpeg_frame(), jpeg_scan()
EXIF = segment(0xE1, b"Exif\x00\x00II*\x00" + jpg())  # its thumbnail is a picture of its own
THREE = (jpeg_frame(marker=0xC2, colours=3), jpeg_scan(colours=3), TABLES, jpeg_scan(), jpeg_scan())
TAKEN = {
    "a palette and what the writer says of itself": png(
        chunk(b"tEXt", b"Software\x00x"), chunk(b"PLTE", bytes(3)), header=png_header(depth=4, colour=3)
    ),
    "interlaced, in sixteen bits": png(header=png_header(depth=16, colour=6, interlaced=1)),
    "pixels in many chunks": png(pixels=chunk(b"IDAT", b"ab") * 40),
    "a plan on A0": png(header=png_header(28_087, 19_866)),
    "a camera's": jpg(EXIF, segment(0xE2, b"ICC_PROFILE\x00"), TABLES, FRAME, SCAN),
    "progressive, of several scans": jpg(JFIF, TABLES, *THREE),
    "four inks": jpg(segment(0xEE, b"Adobe\x00d\x00"), TABLES, jpeg_frame(colours=4), jpeg_scan(colours=4)),
    "with restarts and a comment": jpg(JFIF, segment(0xDD, b"\x00\x04"), segment(0xFE, b"Lan"), FRAME, SCAN),
    "bytes of filling before a marker": jpg(JFIF, TABLES, FRAME, SCAN, b"\xff\xff\xff", segment(0xFE, b""), b"\xff"),
    "padded": jpg() + bytes(900) + b"\r\n",
    "a gap and the second view of a phone": jpg() + bytes(20) + jpg() + bytes(4),
    "a Samsung's": jpg() + SAMSUNG,
    "a vivo's": jpg() + b'vivo{"mask":1}' + b"\xff\xff\xff\xff\x1b*9HWfu\x84\x93\xa2\xb1",
    "an OPPO's": jpg() + b'[{"a":1}]jxrs\x0f\x00\x00\x00',
    "a moving picture": jpg() + VIDEO,
    "a moving picture of hours": jpg() + VIDEO + b"\x00\x00\x00\x01mdat" + (20).to_bytes(8, "big") + b"abcd",
}


class TestAPicture:
    @pytest.mark.parametrize("kind", TAKEN)
    def test_of_a_camera_a_phone_or_a_scanner_is_taken_in(self, kind):
        content = TAKEN[kind]
        ending = "png" if content.startswith(PNG_START) else "jpg"
        assert inspect(f"a.{ending}", content).content_type in {"image/png", "image/jpeg"}

    @pytest.mark.parametrize("file", sorted(PICTURES.iterdir()), ids=lambda file: file.name)
    def test_of_a_real_writer_is_taken_in_and_cut_anywhere_it_is_not(self, file):
        content = file.read_bytes()
        assert inspect(file.name, content).name == file.name
        for length in range(12, len(content) - 1, 7):
            assert "cắt cụt" in sentence(file.name, content[:length])

    @pytest.mark.parametrize(
        "content",
        [
            PNG_START + HTML + b"IEND\xaeB`\x82",
            PNG_START + chunk(b"IEND"),
            PNG_START + chunk(b"IDAT", b"a") + png_header() + chunk(b"IEND"),
            png(pixels=chunk(b"tEXt", HTML)),
            png(png_header()),
            png(header=chunk(b"IHDR", bytes(9))),
            png(header=png_header(0)),
            png(header=png_header(1, 70_000)),
            png(header=png_header(depth=3)),
            png(header=png_header(colour=5)),
            png(header=png_header(interlaced=2)),
            png(b"\x7f\xff\xff\xfftEXt"),
            png(chunk(b"<b>!", b"")),
            png()[:-12] + chunk(b"IEND", HTML),
            png(chunk(b"tEXt") * MAX_PARTS),
        ],
        ids=range(15),
    )
    def test_that_only_begins_and_ends_as_a_png_is_refused(self, content):
        assert "ảnh bị hỏng hoặc bị cắt cụt" in sentence("a.png", content)

    @pytest.mark.parametrize(
        "content",
        [
            b"\xff\xd8\xff<html><script>alert(1)</script>\xff\xd9",
            b"\xff\xd8\xff\xfe\x00\x30" + HTML + b"\xff\xd9",
            jpg(JFIF),
            jpg(JFIF, FRAME),
            jpg(JFIF, SCAN),
            jpg(FRAME, JFIF[:-2]),
            jpg(segment(0xC0, b"\x08\x00\x01\x00\x00\x01\x01\x11\x00"), SCAN),
            jpg(segment(0xC0, b"\x08\x00\x01\x00\x01\x09"), SCAN),
            jpg(FRAME, segment(0xDA, HTML)),
            jpg(FRAME, HTML, SCAN),
            jpg(FRAME, SCAN, b"\xff\xd8"),
            jpg(FRAME, b"\xff\x01", SCAN),
            jpg(FRAME, b"\xff\xfe\x00\x01", SCAN),
            jpg(FRAME, SCAN)[:-2],
            jpg(FRAME, SCAN) + b"\xff\xd8\xff" + HTML,
            jpg(FRAME, SCAN, segment(0xFE, b"") * MAX_PARTS),
            jpg() * (MAX_PARTS // 5),
        ],
        ids=range(17),
    )
    def test_that_only_begins_and_ends_as_a_jpeg_is_refused(self, content):
        assert "ảnh bị hỏng hoặc bị cắt cụt" in sentence("a.jpg", content)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.png", png() + b"<script>alert(1)</script>"),
            ("a.png", png() + bytes(1)),
            ("a.png", png() + png()),
            ("a.jpg", jpg() + HTML),
            ("a.jpg", jpg() + bytes(40) + b"MZ\x90\x00"),
            ("a.jpg", jpg() + archive({"a.js": b"1"})),
            ("a.jpg", jpg() + pdf()),
            ("a.jpg", jpg() + HTML + SAMSUNG),
            ("a.jpg", jpg() + SAMSUNG[:-4] + b"<SCRIPT src=//a>" + SAMSUNG),
            ("a.jpg", jpg() + VIDEO[:-1]),
            ("a.jpg", jpg() + VIDEO[16:]),
            ("a.jpg", jpg() + VIDEO + b"\x00\x00\x00\x04mdat"),
            ("a.jpg", jpg() + VIDEO + b"\x00\x00\x00\x16mdat< iframe src=x>"),
        ],
    )
    def test_with_anything_else_behind_it_is_refused(self, name, content):
        said = f"{name}: có dữ liệu lạ ở sau ảnh; hãy mở ảnh và lưu lại thành tệp mới."
        assert sentence(name, content) == said


SLOW = {
    "words that begin streams": ("a.pdf", b"%PDF-1.7\n" + b"stream\n" * 2_000_000 + b"%%EOF"),
    "words that look like streams": ("a.pdf", b"%PDF-1.7\n" + b"streams " * 2_000_000 + b"endstream %%EOF"),
    "names without end": ("a.pdf", b"%PDF-1.7\n" + b"#4a" * 5_000_000 + b"%%EOF"),
    "chunks without end": ("a.png", png(chunk(b"tEXt") * 1_600_000)),
    "segments without end": ("a.jpg", jpg(JFIF, segment(0xFE, b"") * 4_900_000, FRAME, SCAN)),
    "filling without end": ("a.jpg", jpg(JFIF, FRAME, SCAN) + b"\xff" * 19_000_000),
    "scans without end": ("a.jpg", jpg(JFIF, FRAME, jpeg_scan(b"\xff" * 200) * 90_000)),
    "pictures without end": ("a.jpg", jpg(FRAME, SCAN) * 450_000),
    "relations that never close": ("a.docx", docx({"_rels/.rels": b"<Relationship " * 70_000})),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_file_made_to_take_long_takes_a_moment(kind):
    started = time.monotonic()
    with suppress(FileRefused):
        inspect(*SLOW[kind])
    assert time.monotonic() - started < 5


class TestTheName:
    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("C:\\Users\\Lan\\Biên bản.pdf", "Biên bản.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ("hoa\u202efdp.don.pdf", "hoafdp.don.pdf"),
            ('báo "cáo" <1>.docx', "báo _cáo_ _1_.docx"),
            ("  nhiều   dấu cách .pdf. ", "nhiều dấu cách.pdf"),
            (unicodedata.normalize("NFD", "Quyết định.pdf"), "Quyết định.pdf"),
        ],
    )
    def test_is_composed_and_without_path_and_control_characters(self, raw, kept):
        assert clean_name(raw) == kept

    def test_is_cut_before_its_ending(self):
        name = clean_name("x" * 400 + ".pdf")
        assert (len(name), name[-5:]) == (MAX_NAME, "x.pdf")

    @pytest.mark.parametrize("raw", ["", ".pdf", "...", "  .docx", "///", "ten"])
    def test_must_be_one(self, raw):
        with pytest.raises(FileRefused, match="tên tệp cần có đuôi"):
            clean_name(raw)

    @given(st.text(max_size=300))
    def test_once_clean_stays_as_it_is(self, raw):
        try:
            name = clean_name(raw)
        except FileRefused:
            return
        assert clean_name(name) == name == unicodedata.normalize("NFC", name)
        assert len(name) <= MAX_NAME
        assert not set(name) & set('/\\\r\n\0"<>')


class TestTheScanner:
    def script(self, tmp_path, code: str) -> list[str]:
        file = tmp_path / "scanner.py"
        file.write_text(code, encoding="utf-8")
        return [sys.executable, str(file)]

    def refusal(self, command: list[str], content: bytes = b"x") -> str:
        with pytest.raises(FileRefused) as refused:
            refuse_infected("a.pdf", content, command)
        return refused.value.sentence

    def test_gets_the_bytes_and_lets_a_clean_file_pass(self, tmp_path):
        wanted = self.script(tmp_path, "import sys; sys.exit(open(sys.argv[-1],'rb').read() != b'sach')")
        refuse_infected("a.pdf", b"sach", wanted)
        assert "có mã độc" in self.refusal(wanted, b"ban")

    def test_leaves_no_copy_behind(self, tmp_path):
        trace = tmp_path / "trace"
        code = f"import sys; open({str(trace)!r}, 'w').write(sys.argv[-1])"
        refuse_infected("a.pdf", b"x", self.script(tmp_path, code))
        assert trace.read_text()
        assert not os.path.exists(trace.read_text())

    @pytest.mark.parametrize(
        "code", ["import sys; sys.exit(2)", "raise SystemExit(77)", "import os; os.kill(os.getpid(), 9)"]
    )
    def test_that_breaks_lets_nothing_pass(self, tmp_path, code):
        assert "chưa quét được vi-rút nên chưa nhận tệp" in self.refusal(self.script(tmp_path, code))

    def test_that_hangs_lets_nothing_pass(self, tmp_path, monkeypatch):
        monkeypatch.setattr("plans.evidence_scanner.MAX_SECONDS", 0.5)
        assert "chưa quét được" in self.refusal(self.script(tmp_path, "import time; time.sleep(30)"))

    def test_that_is_gone_lets_nothing_pass(self, tmp_path):
        assert "chưa quét được" in self.refusal([str(tmp_path / "khong-co")])

    def test_is_not_missed_where_the_ward_has_none(self):
        refuse_infected("a.pdf", b"x", [])


def test_the_files_of_these_tests_are_what_they_seem(tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(docx())
    assert zipfile.ZipFile(file).read("[Content_Types].xml") == CONTENT_TYPES
