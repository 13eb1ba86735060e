"""Reading CSV as people save it: UTF-8 with or without a mark, comma or semicolon (Vietnamese Excel) or tab."""

import csv
import io

from plans.table import Cell, Row, Table, WorkbookRefused, build_table

MAX_CELL = 32_767  # what a cell of Excel holds
DELIMITERS = ",;\t"


def read_csv(name: str, content: bytes) -> Table:
    """Raises WorkbookRefused."""
    text = _decoded(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = [Row(number, tuple(map(Cell, cells))) for number, cells in enumerate(reader, 1)]
    except csv.Error:
        raise WorkbookRefused(f"{name}: dấu ngoặc kép trong tệp CSV không khớp; hãy lưu lại tệp từ Excel.") from None
    return build_table(name, rows)


def _decoded(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
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
