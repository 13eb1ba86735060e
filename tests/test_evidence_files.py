"""Which files are taken in as evidence, and the sentence with which every other one is refused."""

import os
import sys
import time
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.evidence_pdf import MAX_UNPACKED
from plans.evidence_rules import FileRefused
from plans.evidence_scan import MAX_BYTES, MAX_NAME, clean_name, inspect
from plans.evidence_scanner import refuse_infected
from plans.workbook_zip import OLE
from tests.papers import CONTENT_TYPES, RELS, archive, docx, jpg, packed_objects, pdf, png, xlsx

GOOD = {
    "bien-ban.pdf": (pdf(), "application/pdf"),
    "BÁO CÁO.PDF": (pdf(), "application/pdf"),
    "don-vi.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bang-ke.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "man-hinh.png": (png(), "image/png"),
    "anh.jpg": (jpg(), "image/jpeg"),
    "ảnh chụp.JPEG": (jpg(), "image/jpeg"),
    "anh-dien-thoai.jpg": (jpg() + b"SEFT" + bytes(40), "image/jpeg"),
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
    "a png cut short": ("a.png", png()[:-8], "cắt cụt"),
    "a jpg cut short": ("a.jpg", jpg()[:-2], "cắt cụt"),
    "a jpg named .png": ("a.png", jpg(), "không phải ảnh PNG"),
    "a png named .jpg": ("a.jpg", png(), "không phải ảnh JPEG"),
    "a picture with a zip behind it": ("a.jpg", jpg() + archive({"a.js": b"1"}), "tệp nén giấu"),
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


SLOW = {
    "words that begin streams": ("a.pdf", b"%PDF-1.7\n" + b"stream\n" * 2_000_000 + b"%%EOF"),
    "words that look like streams": ("a.pdf", b"%PDF-1.7\n" + b"streams " * 2_000_000 + b"endstream %%EOF"),
    "names without end": ("a.pdf", b"%PDF-1.7\n" + b"#4a" * 5_000_000 + b"%%EOF"),
    "relations that never close": ("a.docx", docx({"_rels/.rels": b"<Relationship " * 70_000})),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_file_made_to_take_long_takes_a_moment(kind):
    started = time.monotonic()
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
