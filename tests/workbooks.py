"""Files as people send them: small .csv and .xlsx written for one test."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("chi_tieu", "gia_tri")


def csv_file(folder: Path, text: str, *, name: str = "so-lieu.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(
    folder: Path, rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, name: str = "so-lieu.xlsx"
) -> Path:
    """A value may come as (value, number format)."""
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate([headings, *rows], 1):
        for place, value in enumerate(row, 1):
            if isinstance(value, tuple):
                sheet.cell(number, place, value[0]).number_format = value[1]
            else:
                sheet.cell(number, place, value)
    path = folder / name
    book.save(path)
    return path


class UnitBook:
    """A unit's workbook as the officer has it open: cells by the row's code and the column's heading."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content))

    def sheet(self, code: str) -> Worksheet:
        found = self.book["Chỉ tiêu" if code.startswith("PL1.") else "Nhiệm vụ"]
        assert isinstance(found, Worksheet)
        return found

    def row(self, code: str) -> int:
        return next(cell.row for (cell,) in self.sheet(code).iter_rows(max_col=1) if cell.value == code)

    def column(self, code: str, heading: str) -> int:
        return next(c.column for row in self.sheet(code).iter_rows() for c in row if c.value == heading)

    def cell(self, code: str, heading: str) -> Cell:
        found = self.sheet(code).cell(self.row(code), self.column(code, heading))
        assert isinstance(found, Cell)
        return found

    def place(self, code: str, heading: str) -> str:
        return f"trang {self.sheet(code).title}, ô {self.cell(code, heading).coordinate}"

    def type(self, code: str, others: Mapping[str, Any] | None = None, **values: Any) -> "UnitBook":
        """Fill in cells, as `Thực_hiện="1,2"`; `others` for headings with other signs than spaces."""
        plain = {name.replace("_", " "): value for name, value in values.items()}
        for heading, value in (plain | dict(others or {})).items():
            cell = self.cell(code, heading)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        return self

    def file(self, name: str = "bieu.xlsx") -> SimpleUploadedFile:
        stored = BytesIO()
        self.book.save(stored)
        return SimpleUploadedFile(name, stored.getvalue())
