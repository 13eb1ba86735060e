"""Whether a file may be kept as evidence: by its name and by its content, before anything is stored. Pure.

Source of the rules: trust.md "Taking in". What is refused gets one sentence that says what to do instead. This keeps
out the wrong kinds of file and what carries code in plain sight; a virus hidden in a right kind of file is the
business of the scanner (plans/evidence_scanner.py).
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Final

from plans.evidence_office import refuse_office
from plans.evidence_pdf import refuse_pdf
from plans.evidence_pictures import refuse_jpeg, refuse_png
from plans.evidence_rules import FileRefused
from units.text import visible

MAX_MEGABYTES: Final = 20
MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024
MAX_NAME: Final = 120
KINDS: Final = "PDF, Word (.docx), Excel (.xlsx) hoặc ảnh (.png, .jpg)"
CONTENT_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
ACCEPT: Final = ",".join(f".{ending}" for ending in CONTENT_TYPES)  # what a browser's file dialog offers
OTHER_ENDINGS: Final = {
    **dict.fromkeys(("doc", "rtf", "odt"), "hãy mở bằng Word và lưu thành .docx"),
    **dict.fromkeys(("xls", "csv", "ods"), "hãy mở bằng Excel và lưu thành .xlsx"),
    **dict.fromkeys(("docm", "dotm"), "tệp Word có macro; hãy lưu lại thành .docx"),
    **dict.fromkeys(("xlsm", "xlsb", "xltm", "xlam"), "tệp Excel có macro; hãy lưu lại thành .xlsx"),
    **dict.fromkeys(("zip", "rar", "7z"), "hãy giải nén rồi thêm từng tệp"),
    **dict.fromkeys(("heic", "webp", "gif", "bmp", "tif", "tiff"), "hãy lưu ảnh thành .jpg hoặc .png"),
    **dict.fromkeys(("svg", "htm", "html", "mht", "xhtml"), "hãy in trang đó thành tệp PDF"),
}
MARKUP: Final = re.compile(rb"\A[\x00\s\xef\xbb\xbf\xfe\xff]*<\x00?[!?a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: the name it is shown under, and the content type that its content proves."""

    name: str
    content_type: str


def inspect(raw_name: str, content: bytes) -> Inspected:
    """Raises FileRefused."""
    name = clean_name(raw_name)
    ending = _ending(name)
    if not content:
        raise FileRefused(f"{name}: tệp rỗng; hãy kiểm tra lại tệp trên máy.")
    if len(content) > MAX_BYTES:
        raise FileRefused(f"{name}: tệp lớn hơn {MAX_MEGABYTES} MB; hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ.")
    if MARKUP.match(content):
        raise FileRefused(f"{name}: bên trong là trang web (HTML, XML); hãy in trang đó thành tệp PDF.")
    _refuse_content(name, ending, content)
    return Inspected(name, CONTENT_TYPES[ending])


def clean_name(raw: str) -> str:
    """NFC, without path, control and invisible characters; cut in the middle where it is too long."""
    last = visible(raw).replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", " ".join(kept.split())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not stem.strip(" .") or not dot:
        raise FileRefused(f"{name or 'Tệp không tên'}: tên tệp cần có đuôi; chỉ nhận {KINDS}.")
    return f"{stem[: MAX_NAME - len(ending) - 1].rstrip()}.{ending}"


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].casefold()
    if ending in CONTENT_TYPES:
        return ending
    advice = OTHER_ENDINGS.get(ending)
    if advice:
        raise FileRefused(f"{name}: không nhận tệp .{ending}; {advice}.")
    raise FileRefused(f"{name}: chỉ nhận {KINDS}.")


def _refuse_content(name: str, ending: str, content: bytes) -> None:
    if ending in {"docx", "xlsx"}:
        refuse_office(name, ending, content)
        return
    if ending == "pdf":
        refuse_pdf(name, content)
    elif ending == "png":
        refuse_png(name, content)
    else:
        refuse_jpeg(name, content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused(f"{name}: có tệp nén giấu ở cuối; hãy mở ra và lưu lại thành tệp mới.")
