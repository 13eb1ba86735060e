"""Reading CSV as people save it: UTF-8 with or without a mark, comma or semicolon (Vietnamese Excel) or tab.

"Unicode Text" of Excel is UTF-16 and tells so by its mark; encodings of one byte cannot be told apart.
"""

import codecs
import csv
import io
import re

from plans.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Cell, Row, Table, WorkbookRefused, build_table

DELIMITERS = ",;\t"
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front; `unguarded` takes it away."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def read_csv(name: str, content: bytes) -> Table:
    """Raises WorkbookRefused."""
    text = _decoded(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(reader, 1):
            if any(cells):
                _refuse_excess(name, number, cells, len(rows))
                rows.append(Row(number, tuple(Cell(unguarded(cell)) for cell in cells)))
    except csv.Error:
        raise WorkbookRefused(f"{name}: dấu ngoặc kép trong tệp CSV không khớp; hãy lưu lại tệp từ Excel.") from None
    return build_table(name, rows)


def _refuse_excess(name: str, number: int, cells: list[str], before: int) -> None:
    """The same limits as for a workbook (plans/table.py)."""
    if before > MAX_ROWS:
        raise WorkbookRefused(f"{name}: có hơn {MAX_ROWS} hàng.")
    if len(cells) > MAX_COLUMNS:
        raise WorkbookRefused(f"{name}, hàng {number}: có dữ liệu ngoài cột thứ {MAX_COLUMNS}.")
    if max(map(len, cells)) > MAX_CELL:
        raise WorkbookRefused(f"{name}, hàng {number}: có ô dài hơn {MAX_CELL} ký tự.")


def _decoded(name: str, content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbookRefused(
            f"{name}: tệp không phải mã UTF-8; trong Excel hãy chọn Lưu thành “CSV UTF-8”, hoặc gửi tệp .xlsx."
        ) from None
    if "\0" in text:
        raise WorkbookRefused(f"{name}: đây không phải là tệp CSV.")
    return text


def _delimiter(text: str) -> str:
    """The sign that stands most often in the heading line, outside quotes."""
    heading = "".join(text.lstrip("\r\n").splitlines()[:1])
    outside = "".join(heading.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
