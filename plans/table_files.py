"""Tables going out as .xlsx and .csv, so that what comes back reads equal (plans/workbook.py).

Text stays text: a cell that begins like a formula is stored as text in a workbook and prefixed in CSV.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from plans.csv_table import guarded

WIDEST, NARROWEST = 60, 8


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a mark, which Excel needs to see that it is."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(headings)
    writer.writerows([guarded("" if value is None else str(value)) for value in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with the headings kept in sight; numbers and dates are numbers and dates."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    lines = [list(headings), *[list(row) for row in rows]]
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            put(sheet.cell(number, place), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(zip(*lines, strict=True), 1):
        longest = max((len(str(value)) for value in column if value is not None), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, NARROWEST), WIDEST)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put(cell: Any, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
