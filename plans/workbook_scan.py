"""The bare structure of a sheet, looked at before it is read.

Facts behind the limits (trust.md "Taking in"): one cell at XFD1048576 costs 40 s and a million empty rows 520 MB in
the reading library; the dimension tag of a sheet lies; a read-only sheet knows no merged cells and no hidden rows, and
drops rows and cells that come out of order.
"""

import re
import time
from collections.abc import Container
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Final
from xml.parsers import expat

from plans.table import MAX_COLUMNS, MAX_ROWS, WorkbookRefused

MAX_SECONDS: Final = 10
MAX_OTHER: Final = 20_000  # elements that are no cells: merged ranges, rules of formatting, links
REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
CELLS: Final = {"row", "c", "v", "f", "is", "t", "r", "rPr"}
HIDDEN: Final = {"1", "true"}
BROKEN: Final = "tệp hỏng, không đọc được."


@dataclass
class SheetScan:
    """What one sheet holds beside its values; rows and references as a spreadsheet names them."""

    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
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
        self.elements = self.others = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        self.elements += 1
        self.others += local not in CELLS
        slow = self.elements % 10_000 == 0 and time.monotonic() > self.deadline
        if slow or self.others > MAX_OTHER:
            raise WorkbookRefused(f"{self.name}: đọc quá lâu; hãy chép riêng bảng cần nhập sang một tệp mới.")
        opened = getattr(self, f"open_{local}", None)
        if opened:
            opened(attributes)

    def open_row(self, attributes: dict[str, str]) -> None:
        self.row = self.later(attributes.get("r"), self.row)
        self.hidden = attributes.get("hidden") in HIDDEN or attributes.get("ht") == "0"
        self.column = 0

    def later(self, text: str | None, before: int) -> int:
        """The number of a row or column, which only grows: the library would drop what comes out of order."""
        number = before + 1 if text is None else _small(text, 0)
        if number <= before:
            raise WorkbookRefused(f"{self.name}: {BROKEN}")
        return number

    def open_col(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("hidden") in HIDDEN or attributes.get("width") == "0"
        if hidden:
            first, last = (_small(attributes.get(name), 1) for name in ("min", "max"))
            self.found.hidden_columns |= set(range(first, min(last, MAX_COLUMNS) + 1))

    def open_c(self, attributes: dict[str, str]) -> None:
        self.column = self.later(self.column_of(attributes.get("r")), self.column)
        self.formula = self.value = self.in_value = False
        self.text = attributes.get("t") == "str"  # a formula whose result is a text, the empty one included

    def column_of(self, reference: str | None) -> str | None:
        if reference is None:
            return None
        place = REFERENCE.fullmatch(reference)
        return str(column_number(place[1])) if place and int(place[2]) == self.row else ""

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
        raise WorkbookRefused(f"{name}: {BROKEN}") from None
    return scanner.found


def refuse_extent(name: str, scan: SheetScan) -> None:
    """More than any table of ours."""
    if scan.last_row > MAX_ROWS:
        raise WorkbookRefused(f"{name}: có dữ liệu ở hàng {scan.last_row}, quá mức {MAX_ROWS} hàng.")
    if scan.last_column > MAX_COLUMNS:
        raise WorkbookRefused(f"{name}: có dữ liệu ngoài cột thứ {MAX_COLUMNS}.")


def within(scan: SheetScan, rows: Container[int], columns: Container[int]) -> SheetScan:
    """The part of what was found that lies in these rows and columns."""
    return SheetScan(
        merged=[area for area in scan.merged if any(row in rows for row in _rows_of(area))],
        hidden_rows=[row for row in scan.hidden_rows if row in rows],
        hidden_columns={column for column in scan.hidden_columns if column in columns},
    )


def _rows_of(area: str) -> range:
    """The rows of "M6:M7"; none where it is no area."""
    ends = [_small(end.lstrip(ascii_uppercase), 0) for end in area.replace("$", "").split(":")]
    return range(ends[0], min(ends[-1], MAX_ROWS) + 1)


def refuse_layout(name: str, scan: SheetScan) -> None:
    """What a plain table must not have, each with its sentence."""
    if scan.merged:
        raise WorkbookRefused(f"{name}: có ô gộp ({', '.join(scan.merged[:3])}); hãy bỏ gộp ô rồi nhập lại.")
    if scan.hidden_rows:
        numbers = ", ".join(map(str, scan.hidden_rows[:5]))
        raise WorkbookRefused(f"{name}: có hàng đang ẩn ({numbers}); hãy bỏ ẩn hoặc bỏ lọc để thấy hết dữ liệu.")
    if scan.hidden_columns:
        raise WorkbookRefused(f"{name}: có cột đang ẩn; hãy bỏ ẩn để thấy hết dữ liệu.")
