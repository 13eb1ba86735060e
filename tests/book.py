"""A report's workbook as its reader has it: the table of each sheet, what a cell shows, the words around the table."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

NUMBER_FORMAT = re.compile(r'\[\$-42A\](?:"(?P<sign>[≥≤] )")?#,##0(?:\.(?P<places>0+))?(?:" (?P<label>[^"]+)")?|0')
SHEETS = [
    "Tổng hợp",
    "Phụ lục 1",
    "Phụ lục 2",
    "Nhiệm vụ",
    "Khó khăn, kiến nghị",
    "Tài liệu minh chứng",
    "Thay đổi so với lần gửi trước",
]
FIRST_HEADINGS = ("STT", "Số, mã")


def opened(source: bytes | Path, *, formulas: bool = False) -> Workbook:
    """As a viewer that computes nothing shows it; with `formulas` as Excel computes it."""
    return load_workbook(BytesIO(source) if isinstance(source, bytes) else source, data_only=not formulas)


@dataclass(frozen=True)
class Table:
    """`rows`: heading → cell of every numbered row, section rows left out."""

    ws: Worksheet
    header_row: int
    headings: list[str]
    rows: list[dict[str, Any]]

    def column(self, heading: str) -> list[Any]:
        return [row[heading].value for row in self.rows]

    def row(self, number: int | str) -> dict[str, str]:
        """What the first row of that STT shows, by heading."""
        found = next(row for row in self.rows if str(row["STT"].value) == str(number))
        return {heading: shown(cell) for heading, cell in found.items()}


def table_of(ws: Worksheet) -> Table:
    header_row = next(row for row in range(1, ws.max_row + 1) if ws.cell(row, 1).value in FIRST_HEADINGS)
    headings = [str(cell.value) for cell in ws[header_row]]
    rows: list[dict[str, Any]] = []
    for row in ws.iter_rows(min_row=header_row + 1):
        if not isinstance(row[1], MergedCell) and row[0].border.left.style:
            rows.append(dict(zip(headings, row, strict=True)))
    return Table(ws, header_row, headings, rows)


def shown(cell: Cell) -> str:
    """What a Vietnamese Excel shows: "1.234,5 (ước)"."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    found = NUMBER_FORMAT.fullmatch(cell.number_format)
    assert found, f"{cell.coordinate}: {cell.number_format}"
    step = Decimal(1).scaleb(-len(found["places"] or ""))
    number = f"{Decimal(repr(cell.value)).quantize(step, ROUND_HALF_UP):,f}".translate(str.maketrans(",.", ".,"))
    number = f"{found['sign'] or ''}{number}"
    return f"{number} {found['label']}" if found["label"] else number


def texts(ws: Worksheet) -> list[str]:
    """Every text of the sheet, in reading order."""
    return [cell.value for row in ws.iter_rows() for cell in row if isinstance(cell.value, str)]


def above(table: Table) -> list[str]:
    """The texts above the table."""
    return [text for row in table.ws.iter_rows(max_row=table.header_row - 1) for text in row_texts(row)]


def below(table: Table) -> list[str]:
    """The texts under the table: recipients left, signature right, row by row."""
    last = max(row["STT"].row for row in table.rows)
    return [text for row in table.ws.iter_rows(min_row=last + 1) for text in row_texts(row)]


def row_texts(row: tuple[Any, ...]) -> list[str]:
    return [cell.value for cell in row if isinstance(cell.value, str)]
