"""Files as people send them: small .csv and .xlsx written for one test."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

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
