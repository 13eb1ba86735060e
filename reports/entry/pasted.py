"""A pasted block over the rows of the page: which row of it belongs to which row of the page. Touches no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpis.figure_table import ESTIMATED, INDICATOR, VALUE
from kpis.presence import says_absent, says_nothing
from plans.clipboard import read_clipboard
from reports.entry.pasted_columns import (
    ABOVE,
    BELOW,
    ESTIMATE,
    UNUSED,
    Keys,
    columns_by_content,
    columns_by_heading,
    has_heading,
    in_words,
)
from units.text import NO, search_key


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the page: its code, its printed number and its names."""

    code: str
    number: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastedRow:
    """`number` counts from the top of the block, a heading included; `cells` by column (kpis/figure_table.py)."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.values())

    @property
    def value(self) -> str:
        """As it would be typed into the cell; a numerator and a denominator go before a value."""
        pair = (self.get(ABOVE), self.get(BELOW))
        told = "/".join(pair) if any(pair) else self.get(VALUE)
        return "" if says_absent(told) else told

    @property
    def says_nothing(self) -> bool:
        return says_nothing(self.value)

    @property
    def tick(self) -> str:
        """The estimate as its input takes it; empty where the block does not say so clearly."""
        said = search_key(self.get(ESTIMATE))
        if said in ESTIMATED:
            return "on"
        return "false" if said in NO else ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """`laid`: code → row. `strays`: sentences about rows that no row of the page takes. `columns`: what each was
    taken for, in words. `by_key`: laid by code, name or STT, not by position."""

    laid: Mapping[str, PastedRow]
    strays: tuple[str, ...]
    columns: tuple[str, ...]
    by_key: bool


def understand(text: str, targets: Sequence[Target], first: str) -> Pasted:
    """Lay the copied cells over the page: by the codes, names or STT among them, else from the row `first` down.

    Raises TextRefused.
    """
    cells = read_clipboard(text)
    keys = Keys(
        {search_key(word): target.code for target in targets for word in (target.code, *target.names)},
        {target.number: target.code for target in targets},
    )
    headed = has_heading(cells)
    headings, body = (cells[0], cells[1:]) if headed else ([""] * len(cells[0]), cells)
    kinds = columns_by_heading(headings, body) if headed else columns_by_content(body, keys)
    by_key = INDICATOR in kinds
    codes = _codes_by_key(body, kinds, keys) if by_key else _codes_by_place(body, targets, first)
    laid, strays = _lay(body, kinds, codes, 2 if headed else 1)
    return Pasted(laid, strays, tuple(in_words(headings, kinds)), by_key)


def _codes_by_key(body: Sequence[Sequence[str]], kinds: Sequence[str], keys: Keys) -> list[tuple[str, str]]:
    """For each row its code, or why it has none."""
    found = []
    for row in body:
        named = [keys.find(cell) for cell, kind in zip(row, kinds, strict=True) if kind == INDICATOR]
        found.append((next(filter(None, named), ""), "không có chỉ tiêu này trên trang."))
    return found


def _codes_by_place(body: Sequence[Sequence[str]], targets: Sequence[Target], first: str) -> list[tuple[str, str]]:
    codes = [target.code for target in targets]
    left = codes[codes.index(first) if first in codes else 0 :]
    missing = len(body) - len(left)
    return [(code, "") for code in left[: len(body)]] + [
        ("", "dưới dòng cuối của trang không còn chỉ tiêu nào.")
    ] * missing


def _lay(
    body: Sequence[Sequence[str]], kinds: Sequence[str], codes: Sequence[tuple[str, str]], top: int
) -> tuple[dict[str, PastedRow], tuple[str, ...]]:
    laid: dict[str, PastedRow] = {}
    strays = []
    for number, (row, (code, missing)) in enumerate(zip(body, codes, strict=True), top):
        told = {kind: cell for kind, cell in zip(kinds, row, strict=True) if kind not in (UNUSED, INDICATOR)}
        pasted = PastedRow(number, told)
        if code and code not in laid:
            laid[code] = pasted
        elif not pasted.is_empty:
            why = f"{code} đã có ở hàng {laid[code].number}." if code else missing
            strays.append(f"Hàng {number} (“{' | '.join(filter(None, row))[:80]}”): {why}")
    return laid, tuple(strays)
