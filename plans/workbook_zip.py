"""What is looked at before a workbook is opened: its kind, its size packed and unpacked, and what its parts hold.

The reading library takes 10 to 50 microseconds an element and cannot be interrupted, so elements are counted first:
a file of 7 KB may hold 100,000 shared strings (4 s), one of 6 KB 20,000 fonts (1 s). A sheet without its dimension
tag is parsed once for each time that the workbook names it.
"""

import io
import re
import zipfile
import zlib
from typing import Final

from plans.table import WorkbookRefused

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ENTRIES: Final = 500
MAX_UNPACKED: Final = 25 * 1024 * 1024
MAX_RATIO: Final = 200
RATIO_FROM: Final = 1024 * 1024  # small parts may be as repetitive as they like
MAX_TABLE_TAGS: Final = 500_000  # in sheets and shared strings; a cell has four
MAX_OTHER_TAGS: Final = 40_000
MAX_SHEET_PASSES: Final = 1_500_000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
WORKBOOK: Final = "xl/workbook.xml"
TABLES: Final = ("xl/worksheets/", "xl/sharedStrings")
PACKED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # other ways may ask for gigabytes to unpack
MACROS: Final = re.compile(r"vbaproject\.bin$|^xl/macrosheets/", re.IGNORECASE)
SHEET_TAG: Final = re.compile(rb"<(?:\w+:)?sheet[\s/>]")
OTHER_ENCODING: Final = re.compile(rb"""\A<\?xml[^>]*\sencoding=["'](?!utf-?8["'])""", re.IGNORECASE)
BOM: Final = b"\xef\xbb\xbf"
BROKEN: Final = (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, OSError, EOFError)
TOO_LARGE: Final = "sổ tính quá lớn khi mở ra; hãy chép riêng bảng cần nhập sang một tệp mới."


def refuse_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise WorkbookRefused(f"{name}: tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB.")
    if size == 0:
        raise WorkbookRefused(f"{name}: tệp rỗng.")


def refuse_foreign(name: str, content: bytes) -> None:
    """Files that only bear the name of a workbook."""
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(OLE):
        reason = (
            "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại"
            if ENCRYPTED in content
            else "tệp Excel kiểu cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx"
        )
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        reason = "đây là trang web (HTML) đặt tên .xlsx; hãy mở bằng Excel và lưu thành .xlsx"
    else:
        reason = "đây không phải là sổ tính Excel; hãy mở bằng Excel và lưu thành .xlsx"
    raise WorkbookRefused(f"{name}: {reason}.")


def refuse_zip(name: str, content: bytes) -> None:
    """A zip that is too much, or holds something else, or brings macros or document types."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_amount(name, archive.infolist())
            _refuse_kind(name, archive.namelist())
            _refuse_parts(name, archive)
    except BROKEN:
        raise WorkbookRefused(f"{name}: tệp hỏng, không mở được.") from None


def _refuse_amount(name: str, entries: list[zipfile.ZipInfo]) -> None:
    packed_too_well = any(
        entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or packed_too_well:
        raise WorkbookRefused(f"{name}: {TOO_LARGE}")


def _refuse_kind(name: str, parts: list[str]) -> None:
    if WORKBOOK not in parts:
        raise WorkbookRefused(f"{name}: đây không phải là sổ tính Excel (.xlsx).")
    if any(MACROS.search(part) for part in parts):
        raise WorkbookRefused(f"{name}: sổ tính có macro; hãy lưu lại thành “Excel Workbook (.xlsx)”.")
    if len(set(parts)) < len(parts):
        raise zipfile.BadZipFile("two parts of one name")


def _refuse_parts(name: str, archive: zipfile.ZipFile) -> None:
    tags = {True: 0, False: 0}
    sheets = 1
    for entry in archive.infolist():
        if entry.compress_type not in PACKED:
            raise zipfile.BadZipFile("an unusual way of packing")
        xml = archive.read(entry).removeprefix(BOM)
        if b"<" not in xml.lstrip()[:4]:  # a picture or the like; in UTF-16 the sign is not the first byte
            continue
        _refuse_xml(name, xml)
        is_table = entry.filename.startswith(TABLES)
        tags[is_table] += xml.count(b"<")
        sheets += 0 if is_table else len(SHEET_TAG.findall(xml))
    passes = sheets * tags[True]
    if tags[True] > MAX_TABLE_TAGS or tags[False] > MAX_OTHER_TAGS or passes > MAX_SHEET_PASSES:
        raise WorkbookRefused(f"{name}: {TOO_LARGE}")


def _refuse_xml(name: str, xml: bytes) -> None:
    """Entities may grow without end; Excel writes neither them nor any encoding but UTF-8."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml or OTHER_ENCODING.match(xml):
        raise WorkbookRefused(f"{name}: tệp có phần XML không được phép.")
    if b"http://purl.oclc.org/ooxml/" in xml[:4096]:
        raise WorkbookRefused(f"{name}: tệp lưu kiểu “Strict Open XML”; hãy lưu lại thành “Excel Workbook (.xlsx)”.")
