"""Tables from files that come from outside: .xlsx and .csv, checked before anything is believed."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from plans.csv_table import read_csv
from plans.table import EMPTY, MAX_CELL, TOO_LONG, Cell, Row, Table, WorkbookRefused, build_table
from plans.workbook_scan import BROKEN, SheetScan, refuse_extent, refuse_layout, scan_sheet
from plans.workbook_zip import refuse_foreign, refuse_size, refuse_zip
from units.command import unreadable
from units.text import nfc

UNCOUNTED = "Ô này là công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại, hoặc thay bằng một số."
TITLE = 31  # characters, as Excel allows
ERROR = "Ô này đang báo lỗi công thức của Excel; hãy sửa công thức hoặc thay bằng một số."
OTHER_KINDS = {
    ".xls": "tệp Excel kiểu cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx",
    ".xlsm": "sổ tính có macro (.xlsm); hãy lưu lại thành “Excel Workbook (.xlsx)”",
}


# The library remarks on odd files on stderr, where a command has one line for each problem and nothing else.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


def read_table(path: Path) -> Table:
    """The table of a CSV file, or of the first visible sheet of a workbook. Raises WorkbookRefused."""
    try:
        size = path.stat().st_size
        refuse_size(path.name, size)
        return parse_table(path.name, path.read_bytes())
    except OSError as error:
        raise WorkbookRefused(unreadable(path.name, error)) from None


def parse_table(name: str, content: bytes) -> Table:
    """The same for a file that was sent: its name and what it holds."""
    refuse_size(name, len(content))
    if Path(name).suffix.casefold() == ".csv":
        return read_csv(name, content)
    _refuse_name(name, "chỉ nhận tệp .xlsx hoặc .csv")
    return next(_tables(name, content))[1]


def _refuse_name(name: str, wanted: str) -> None:
    kind = Path(name).suffix.casefold()
    if kind != ".xlsx":
        raise WorkbookRefused(f"{name}: {OTHER_KINDS.get(kind, wanted)}.")


def read_sheets(path: Path) -> dict[str, Table]:
    """Every visible sheet of a workbook by its name. Raises WorkbookRefused."""
    try:
        refuse_size(path.name, path.stat().st_size)
        return dict(_tables(path.name, path.read_bytes()))
    except OSError as error:
        raise WorkbookRefused(unreadable(path.name, error)) from None


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet cell by cell, and what was found of its layout."""

    rows: list[Row]
    scan: SheetScan


def read_grids(name: str, content: bytes) -> dict[str, Grid]:
    """Every sheet by its name, the hidden ones too, cell by cell: for a form of ours, whose layout we know."""
    _refuse_name(name, "chỉ nhận tệp .xlsx")
    refuse_size(name, len(content))
    found = {}
    for sheet in _sheets(name, content):
        place = _place(name, sheet)
        scan = _scanned(place, sheet, content)
        found[nfc(sheet.title)] = Grid(_rows(place, sheet, scan), scan)
    return found


def _tables(name: str, content: bytes) -> Iterator[tuple[str, Table]]:
    sheets = [sheet for sheet in _sheets(name, content) if sheet.sheet_state == "visible"]
    if not sheets:
        raise WorkbookRefused(f"{name}: sổ tính không có trang tính nào.")
    found = False
    for sheet in sheets:
        place = _place(name, sheet)
        scan = _scanned(place, sheet, content)
        refuse_layout(place, scan)
        rows = _rows(place, sheet, scan)
        if rows:
            found = True
            yield sheet.title, build_table(place, rows)
    if not found:
        raise WorkbookRefused(f"{name}: sổ tính rỗng, không có ô nào được ghi.")


def _sheets(name: str, content: bytes) -> list[Any]:
    refuse_foreign(name, content)
    refuse_zip(name, content)
    return list(_opened(name, content).worksheets)


def _place(name: str, sheet: Any) -> str:
    return f"{name}, trang {sheet.title[:TITLE]}"


def _opened(name: str, content: bytes) -> Any:
    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:  # a broken part makes the library raise anything
        raise WorkbookRefused(f"{name}: tệp hỏng, không mở được.") from None


def _scanned(place: str, sheet: Any, content: bytes) -> SheetScan:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        scan = scan_sheet(place, archive.read(sheet._worksheet_path))
    refuse_extent(place, scan)
    return scan


def _rows(place: str, sheet: Any, scan: SheetScan) -> list[Row]:
    if not scan.last_row:
        return []
    sheet.reset_dimensions()  # the file's own dimension tag may lie
    lines = islice(sheet.iter_rows(max_col=scan.last_column), scan.last_row)  # what follows them is not parsed
    try:
        return [Row(number, _cells(number, line, scan)) for number, line in enumerate(lines, 1)]
    except Exception:  # the same for a broken cell
        raise WorkbookRefused(f"{place}: {BROKEN}") from None


def _cells(number: int, line: tuple[Any, ...], scan: SheetScan) -> tuple[Cell, ...]:
    return tuple(
        Cell(None, problem=UNCOUNTED) if (number, place) in scan.uncounted else _cell(cell)
        for place, cell in enumerate(line, 1)
    )


def _cell(cell: Any) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "e":
        return Cell(cell.value, problem=ERROR)
    if isinstance(cell.value, str) and len(cell.value) > MAX_CELL:
        return Cell(None, problem=TOO_LONG)
    return Cell(cell.value, cell.number_format or "General")
