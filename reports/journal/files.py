"""The lines that were found, as a workbook and as CSV. What begins like a formula stays text (plans/table_files.py)."""

import re
from collections.abc import Iterable
from typing import Any

from plans.table_files import write_csv, write_xlsx
from reports.journal.lines import HEADINGS, Line

MOST = 5_000  # lines in one file: some years of one ward; a workbook of them takes three seconds
LONGEST = 32_000  # characters of a cell; Excel cuts at 32,767 and says nothing
CUT = " … (cắt bớt, xem trên trang)"
NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TITLE = "Nhật ký"


def as_xlsx(lines: Iterable[Line]) -> bytes:
    return write_xlsx(TITLE, HEADINGS, _rows(lines))


def as_csv(lines: Iterable[Line]) -> bytes:
    return write_csv(HEADINGS, _rows(lines))


def _rows(lines: Iterable[Line]) -> Iterable[tuple[Any, ...]]:
    return [tuple(cell(value) for value in line.row) for line in lines]


def cell(text: str) -> str:
    """The text as a cell can hold it."""
    clean = NOT_IN_A_CELL.sub("\ufffd", text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - len(CUT)] + CUT
