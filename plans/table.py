"""What was read from a file: a heading row and the rows beneath it, each with the number that the reader sees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from units.text import search_key

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 32_767  # characters that a cell of Excel holds
TOO_LONG: Final = f"Ô này dài hơn {MAX_CELL} ký tự; hãy viết gọn lại."


class WorkbookRefused(ValueError):
    """A file that is not taken in. `sentence` tells the user why, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the file holds it and, in a workbook, how it is displayed ("0%").

    `problem` is the sentence that refuses the cell whatever stands in its column: an error, an uncounted formula.
    """

    value: object
    number_format: str = "General"
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        if self.problem:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from the top of the file, the heading row included, as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """`headers` as written; empty rows are left out; every row has as many cells as there are headings."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def need_rows(self, of: str = "dữ liệu") -> None:
        """Raises WorkbookRefused where nothing stands beneath the headings: a file that says nothing is a mistake."""
        if not self.rows:
            raise WorkbookRefused(f"{self.name}: chỉ có hàng tiêu đề, không có hàng {of} nào.")

    def problems(self) -> Iterator[str]:
        """One line for each cell that cannot be taken whatever is asked of it."""
        for row in self.rows:
            for header, cell in zip(self.headers, row.cells, strict=True):
                if cell.problem:
                    yield f"{self.name}, hàng {row.number}, cột {header}: {cell.problem}"


def build_table(name: str, lines: Sequence[Row]) -> Table:
    """The first row that is not empty is the heading. Raises WorkbookRefused."""
    filled = [line for line in lines if not line.is_empty]
    if not filled:
        raise WorkbookRefused(f"{name}: tệp rỗng, không có hàng nào.")
    headers = tuple("" if cell.value is None else str(cell.value).strip() for cell in filled[0].cells)
    while headers and not headers[-1]:
        headers = headers[:-1]
    _refuse_twins(name, headers)
    return Table(name, headers, tuple(_fitted(name, row, headers) for row in filled[1:]))


def _refuse_twins(name: str, headers: Sequence[str]) -> None:
    seen: set[str] = set()
    for header in headers:
        key = search_key(header)
        if key and key in seen:
            raise WorkbookRefused(f"{name}: cột “{header}” có hai lần.")
        seen.add(key)


def _fitted(name: str, row: Row, headers: Sequence[str]) -> Row:
    """The cells beneath the headings; anything else is no part of the table, and is not dropped silently."""
    for place, cell in enumerate(row.cells):
        if not cell.is_empty and (place >= len(headers) or not headers[place]):
            raise WorkbookRefused(f"{name}, hàng {row.number}: có ô nằm ngoài các cột có tên.")
    return Row(row.number, (*row.cells, *[EMPTY] * len(headers))[: len(headers)])
