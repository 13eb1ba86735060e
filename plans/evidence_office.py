"""What a Word or Excel file must not be: something else by that name, locked, with macros or calls outside, a bomb."""

import io
import re
import zipfile
from typing import Final

from plans.evidence_rules import FileRefused
from plans.workbook_zip import ENCRYPTED, MAX_RATIO, OLE, RATIO_FROM

PROGRAMS: Final = {"docx": "Word", "xlsx": "Excel"}
MAIN_PARTS: Final = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
CODE: Final = re.compile(r"(?:vbaproject[^/]*\.bin|vbadata\.xml)$|(?:^|/)(?:activex|macrosheets)/", re.IGNORECASE)
MAX_ENTRIES: Final = 3000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_PART: Final = 4 * 1024 * 1024  # of the small parts that are read
RELATION: Final = re.compile(rb"<[\w:]*Relationship\s[^<>]*>")
CALLS_OUT: Final = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|control)[\"']")


def refuse_office(name: str, ending: str, content: bytes) -> None:
    program = PROGRAMS[ending]
    if content.startswith(OLE):
        reason = "tệp có mật khẩu; hãy bỏ mật khẩu rồi" if ENCRYPTED in content else "tệp kiểu cũ; hãy"
        raise FileRefused(f"{name}: {reason} lưu lại bằng {program} thành .{ending}.")
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused(f"{name}: đuôi là .{ending} nhưng bên trong không phải tệp {program}; hãy lưu lại đúng kiểu.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_amount(name, archive.infolist())
            _refuse_kind(name, ending, archive.namelist())
            _refuse_code(name, ending, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(f"{name}: tệp hỏng, không mở được; hãy chép lại tệp rồi thêm lần nữa.") from None


def _refuse_amount(name: str, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(part.startswith("/") or ".." in part.split("/") for part in names):
        raise FileRefused(f"{name}: tệp có cấu trúc lạ; hãy mở ra và lưu lại thành tệp mới.")
    bomb = any(e.file_size > RATIO_FROM and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    if bomb or len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileRefused(f"{name}: tệp quá lớn khi mở ra; hãy lưu lại gọn hơn hoặc in thành PDF.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(f"{name}: tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")


def _refuse_kind(name: str, ending: str, parts: list[str]) -> None:
    if MAIN_PARTS[ending] in parts and "[Content_Types].xml" in parts:
        return
    for other, main in MAIN_PARTS.items():
        if other != ending and main in parts:
            raise FileRefused(f"{name}: đây là tệp {PROGRAMS[other]} đặt đuôi .{ending}; hãy đổi lại đuôi .{other}.")
    raise FileRefused(f"{name}: bên trong không phải tệp {PROGRAMS[ending]}; hãy lưu lại đúng kiểu.")


def _refuse_code(name: str, ending: str, archive: zipfile.ZipFile) -> None:
    types = _part(archive, "[Content_Types].xml")
    if b"macroenabled" in types.lower() or any(CODE.search(part) for part in archive.namelist()):
        raise FileRefused(f"{name}: tệp có macro; hãy lưu lại thành .{ending} không có macro.")
    for part in archive.namelist():
        if part.endswith(".rels"):
            _refuse_calls(name, _part(archive, part))


def _refuse_calls(name: str, relations: bytes) -> None:
    """Templates and objects that would be fetched from elsewhere when the file is opened; plain links may stay."""
    for relation in RELATION.findall(relations):
        if b"External" in relation and CALLS_OUT.search(relation):
            raise FileRefused(f"{name}: tệp tự tải nội dung từ nơi khác khi mở; hãy in thành PDF rồi thêm bản in.")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(MAX_PART)
    if b"<!DOCTYPE" in content or b"\x00" in content:
        raise ValueError(name)  # UTF-16 or a document type: no office program writes these parts so
    return content
