"""Cells as a spreadsheet puts them on the clipboard: tab-separated text, read into rows of equal length. Pure."""

import csv
import io
from typing import Final

from units.text import TextRefused

MAX_CHARACTERS: Final = 100_000
MAX_ROWS: Final = 200
MAX_COLUMNS: Final = 30
NOTHING_THERE = "Chưa có ô nào để dán; hãy chép một cột hay một vùng ô trong bảng tính rồi dán vào đây."

Cells = list[list[str]]


def read_clipboard(text: str) -> Cells:
    """The copied cells, the place of each kept: empty rows at the end are dropped, and columns that are empty all the
    way down (merged cells leave them). Raises TextRefused.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextRefused("Vùng dán quá lớn; hãy chỉ chép các ô số liệu của quý này.")
    rows = [[_tidy(cell) for cell in row] for row in _split(text)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TextRefused(NOTHING_THERE)
    width = max(map(len, rows))
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise TextRefused(
            f"Vùng dán có {len(rows)} hàng, {width} cột, quá mức {MAX_ROWS} hàng, {MAX_COLUMNS} cột; "
            "hãy chỉ chép các ô số liệu của quý này."
        )
    columns = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    return [list(row) for row in zip(*filter(any, columns), strict=True)]


def _split(text: str) -> Cells:
    """Rows and cells. Excel, LibreOffice and Google Sheets quote a cell that holds a line end, a tab or a quote."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), "excel-tab", strict=True))
    except csv.Error:
        # A quotation mark that nobody closed is part of the text; otherwise it would swallow the rows beneath it.
        return list(csv.reader(io.StringIO(text, newline=""), "excel-tab", quoting=csv.QUOTE_NONE))


def _tidy(cell: str) -> str:
    return cell.replace("\r\n", "\n").strip()
