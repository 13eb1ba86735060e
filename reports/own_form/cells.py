"""One sheet of a form as XML: what stands in a place, how it is formatted, what may be written there, and writing it.

Only the cells that are named change. A formula is never touched, but for the result that Excel kept of it: it was
worked out before the form was filled, so it goes, and every program works it out anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

from plans.table import MAX_COLUMNS, MAX_ROWS
from reports.own_form.package import MAIN, Package, Tree

Place = tuple[int, int]  # row and column, from 1
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TRUE = {"1", "true"}
GENERAL = "General"
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def name_of(place: Place) -> str:
    """ "E12"."""
    return f"{get_column_letter(place[1])}{place[0]}"


@dataclass(frozen=True, slots=True)
class Format:
    """How cells of one style show a number, and whether they are closed on a protected sheet."""

    code: str = GENERAL
    locked: bool = True

    @property
    def bare(self) -> str:
        """Without words and colours."""
        return QUOTED.sub("", self.code)

    @property
    def is_percent(self) -> bool:
        return "%" in self.bare

    @property
    def is_date(self) -> bool:
        return any(letter in self.bare.casefold() for letter in "dmyhs") and not self.is_general

    @property
    def is_general(self) -> bool:
        """Shows a number with as many decimals as there is room for."""
        return self.code.casefold() in {"", GENERAL.casefold(), "@"}


def read_formats(package: Package) -> list[Format]:
    """By the number that a cell names ("s")."""
    part = package.styles()
    if not part:
        return []
    root = package.tree(part)
    codes = dict(BUILTIN_FORMATS) | {
        int(each.get("numFmtId")): each.get("formatCode", "") for each in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    return [_format(xf, codes) for xf in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]


def _format(xf: Tree, codes: dict[int, str]) -> Format:
    protection = xf.find(f"{MAIN}protection")
    locked = protection is None or protection.get("locked", "1") in TRUE
    return Format(codes.get(int(xf.get("numFmtId", "0")), GENERAL), locked)


@dataclass
class SheetXml:
    """A sheet's part, parsed. To be used once: writing changes it."""

    root: Tree
    formats: list[Format]
    formulas: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows: dict[int, Tree] = {}
        self.cells: dict[Place, Tree] = {}
        for number, row in self._numbered_rows():
            self.rows[number] = row
            self._take_row(number, row)

    def _numbered_rows(self) -> Iterator[tuple[int, Tree]]:
        """A row that does not say its number follows the one before."""
        number = 0
        for row in self.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
            number = int(row.get("r", number + 1))
            yield number, row

    def _take_row(self, number: int, row: Tree) -> None:
        column = 0
        for cell in row.iterfind(f"{MAIN}c"):
            column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
            self.cells[number, column] = cell
            self._take_formula((number, column), cell.find(f"{MAIN}f"))

    def _take_formula(self, place: Place, formula: Tree) -> None:
        """Its own place, and those that an array or a data table fills from there."""
        if formula is None:
            return
        self.formulas.add(place)
        if formula.get("t") in {"array", "dataTable"} and formula.get("ref"):
            left, top, right, bottom = (int(side or 1) for side in range_boundaries(formula.get("ref")))
            rows, columns = range(top, min(bottom, MAX_ROWS) + 1), range(left, min(right, MAX_COLUMNS) + 1)
            self.formulas |= {(row, column) for row in rows for column in columns}

    @cached_property
    def protected(self) -> bool:
        guard = self.root.find(f"{MAIN}sheetProtection")
        return guard is not None and guard.get("sheet") in TRUE

    def format(self, place: Place) -> Format:
        style = int(self._style(place) or 0)
        return self.formats[style] if style < len(self.formats) else Format()

    def locked(self, place: Place) -> bool:
        return self.protected and self.format(place).locked

    def _style(self, place: Place) -> str:
        """Of the cell; of its row or column where the cell is not there."""
        cell, row = self.cells.get(place), self.rows.get(place[0])
        if cell is not None:
            return str(cell.get("s", ""))
        if row is not None and row.get("customFormat") in TRUE:
            return str(row.get("s", ""))
        return self._column_style(place[1])

    def _column_style(self, column: int) -> str:
        for group in self.root.iterfind(f"{MAIN}cols/{MAIN}col"):
            if int(group.get("min")) <= column <= int(group.get("max")):
                return str(group.get("style", ""))
        return ""

    def write(self, place: Place, value: float | str) -> None:
        """A number as a number, a text as text whatever it begins with; "" empties the cell. Its style stays."""
        cell = self._cell(place)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str) and value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            text.set(SPACE, "preserve")
            text.text = value
        elif not isinstance(value, str):
            etree.SubElement(cell, f"{MAIN}v").text = repr(value)

    def _cell(self, place: Place) -> Tree:
        return self.cells[place] if place in self.cells else self._new_cell(place)

    def _new_cell(self, place: Place) -> Tree:
        number, column = place
        row = self.rows[number]
        before = sorted(c for r, c in self.cells if r == number and c < column)
        for r, c in self.cells:
            if r == number:
                self.cells[r, c].set("r", name_of((r, c)))  # one that said nothing would move on
        style = self._style(place)
        cell = etree.Element(f"{MAIN}c", {"r": name_of(place)} | ({"s": style} if style else {}))
        row.insert(row.index(self.cells[number, before[-1]]) + 1 if before else 0, cell)
        row.attrib.pop("spans", None)
        self.cells[place] = cell
        return cell

    def forget_results(self) -> int:
        """Take away what was kept of the formulas' results; of how many."""
        found = 0
        for cell in self.cells.values():
            value: Any = cell.find(f"{MAIN}v") if cell.find(f"{MAIN}f") is not None else None
            if value is not None:
                cell.remove(value)
                cell.attrib.pop("t", None)
                found += 1
        return found
