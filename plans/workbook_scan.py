"""What is looked at before a workbook is opened: the zip, and the bare structure of each sheet.

Facts behind the limits (trust.md "Taking in"): one cell at XFD1048576 costs 40 s and a million empty rows 520 MB in
the reading library; the dimension tag of a sheet lies; a read-only sheet knows no merged cells and no hidden rows.
"""

import io
import re
import time
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from plans.table import WorkbookRefused

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ENTRIES: Final = 500
MAX_UNPACKED: Final = 25 * 1024 * 1024
MAX_RATIO: Final = 200
RATIO_FROM: Final = 1024 * 1024  # small parts may be as repetitive as they like
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
MAX_SECONDS: Final = 10
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


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
            entries = archive.infolist()
            _refuse_amount(name, entries)
            _refuse_contents(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise WorkbookRefused(f"{name}: tệp hỏng, không mở được.") from None


def _refuse_amount(name: str, entries: list[zipfile.ZipInfo]) -> None:
    packed_too_well = any(
        entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or packed_too_well:
        raise WorkbookRefused(f"{name}: sổ tính quá lớn khi mở ra; hãy chép riêng bảng cần nhập sang một tệp mới.")


def _refuse_contents(name: str, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused(f"{name}: đây không phải là sổ tính Excel (.xlsx).")
    if any(part.endswith("vbaProject.bin") for part in names):
        raise WorkbookRefused(f"{name}: sổ tính có macro; hãy lưu lại thành “Excel Workbook (.xlsx)”.")
    for part in names:
        if part.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(2048):
                    raise WorkbookRefused(f"{name}: tệp có phần XML không được phép.")


@dataclass
class SheetScan:
    """What one sheet holds beside its values; rows and references as a spreadsheet names them."""

    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: bool = False
    uncounted: set[tuple[int, int]] = field(default_factory=set)  # (row, column) of formulas without a result
    last_row: int = 0  # with something in it
    last_column: int = 0


class _Scanner:
    """Callbacks of one pass over a sheet's XML."""

    def __init__(self, name: str) -> None:
        self.name, self.found = name, SheetScan()
        self.row = self.column = 0
        self.hidden = self.formula = self.value = self.text = self.in_value = False
        self.deadline = time.monotonic() + MAX_SECONDS
        self.elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements % 10_000 == 0 and time.monotonic() > self.deadline:
            raise WorkbookRefused(f"{self.name}: đọc quá lâu; hãy chép riêng bảng cần nhập sang một tệp mới.")
        opened = getattr(self, f"open_{tag.rpartition(':')[2]}", None)
        if opened:
            opened(attributes)

    def open_row(self, attributes: dict[str, str]) -> None:
        self.row = _small(attributes.get("r"), self.row + 1)
        self.hidden = attributes.get("hidden") in {"1", "true"}
        self.column = 0

    def open_col(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"} and _small(attributes.get("min"), 1) <= MAX_COLUMNS:
            self.found.hidden_columns = True

    def open_c(self, attributes: dict[str, str]) -> None:
        place = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(place[1]) if place else self.column + 1
        self.formula = self.value = self.in_value = False
        self.text = attributes.get("t") == "str"  # a formula whose result is a text, the empty one included

    def open_f(self, attributes: dict[str, str]) -> None:
        self.formula = True

    def open_v(self, attributes: dict[str, str]) -> None:
        self.in_value = True

    open_t = open_v  # inline text

    def open_mergeCell(self, attributes: dict[str, str]) -> None:
        self.found.merged.append(attributes.get("ref", ""))

    def characters(self, text: str) -> None:
        if self.in_value and text.strip():
            self.value = True

    def end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in {"v", "t"}:
            self.in_value = False
        elif local == "c" and (self.value or self.formula):
            self.close_cell()

    def close_cell(self) -> None:
        if self.formula and not self.value and not self.text:
            self.found.uncounted.add((self.row, self.column))
        self.found.last_row = max(self.found.last_row, self.row)
        self.found.last_column = max(self.found.last_column, self.column)
        if self.hidden and self.row not in self.found.hidden_rows[-1:]:
            self.found.hidden_rows.append(self.row)


def _small(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def scan_sheet(name: str, xml: bytes) -> SheetScan:
    """Raises WorkbookRefused where the sheet cannot be read."""
    scanner = _Scanner(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise WorkbookRefused(f"{name}: tệp hỏng, không đọc được.") from None
    return scanner.found


def refuse_shape(name: str, scan: SheetScan) -> None:
    """What a table must not have, each with its sentence."""
    if scan.last_row > MAX_ROWS:
        raise WorkbookRefused(f"{name}: có dữ liệu ở hàng {scan.last_row}, quá mức {MAX_ROWS} hàng.")
    if scan.last_column > MAX_COLUMNS:
        raise WorkbookRefused(f"{name}: có dữ liệu ngoài cột thứ {MAX_COLUMNS}.")
    if scan.merged:
        raise WorkbookRefused(f"{name}: có ô gộp ({', '.join(scan.merged[:3])}); hãy bỏ gộp ô rồi nhập lại.")
    if scan.hidden_rows:
        numbers = ", ".join(map(str, scan.hidden_rows[:5]))
        raise WorkbookRefused(f"{name}: có hàng đang ẩn ({numbers}); hãy bỏ ẩn hoặc bỏ lọc để thấy hết dữ liệu.")
    if scan.hidden_columns:
        raise WorkbookRefused(f"{name}: có cột đang ẩn; hãy bỏ ẩn để thấy hết dữ liệu.")
