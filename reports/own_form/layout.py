"""A sheet of a form as a person sees it: words in places, merged cells, headings of one or more rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from openpyxl.utils import range_boundaries

from plans.table import WorkbookRefused
from plans.workbook import Grid
from reports.own_form.cells import Place
from units.text import nfc

MOST_COVERED = 100_000  # places under merged cells
MOST_HEADING_ROWS = 4
MOST_LABELS = 300  # rows of a sheet that a reader is asked about
GROUP_COLUMNS = 2  # a name that stands over more columns than this one and another heads a group of rows
LONGEST = 300  # characters of a heading or a label as it is kept
JOIN = " / "
ONLY_NUMBERS = re.compile(r"[\d\s.,()%/=+*:-]*")
ONLY_PLACEHOLDER = re.compile(r"[\s.…_-]*")
# Dates, numbers of documents, the beginning of a span of years: not what a sheet is about.
NOT_ITS_YEAR = re.compile(
    r"\d+[/.-]\d+[/.-]20\d\d|20\d\d-\d\d-\d\d|ngày \S+ tháng \S+ năm 20\d\d|\d+/20\d\d/|20\d\d ?[-–—] ?(?=20\d\d)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Area:
    """A merged cell; its words stand in its first place."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def spans_rows(self) -> bool:
        return self.bottom > self.top


@dataclass(frozen=True)
class FormSheet:
    """`values`: what stands in a place, as the file holds it; empty ones are left out."""

    title: str
    values: Mapping[Place, object]
    areas: tuple[Area, ...]
    last_row: int
    last_column: int

    @cached_property
    def covered(self) -> dict[Place, Area]:
        """Every place under a merged cell that lies where the sheet is written on."""
        found: dict[Place, Area] = {}
        for area in self.areas:
            rows = range(area.top, min(area.bottom, self.last_row) + 1)
            columns = range(area.left, min(area.right, self.last_column) + 1)
            if len(found) + len(rows) * len(columns) > MOST_COVERED:
                raise WorkbookRefused(f"Trang {self.title}: quá nhiều ô gộp; hãy xin Sở biểu gọn hơn.")
            found |= {(row, column): area for row in rows for column in columns}
        return found

    def anchor(self, place: Place) -> Place:
        """The place itself, or the first one of the merged cell that covers it."""
        area = self.covered.get(place)
        return (area.top, area.left) if area else place

    def text(self, place: Place) -> str:
        """What a reader sees there, on one line."""
        value = self.values.get(self.anchor(place))
        if value is None:
            return ""
        whole = isinstance(value, float) and value.is_integer()
        return " ".join(nfc(str(int(value) if isinstance(value, float) and whole else value)).split())[:LONGEST]

    def filled_in(self, place: Place) -> str:
        """What the form itself says there; dots and dashes to be written over say nothing."""
        text = self.text(place)
        return "" if ONLY_PLACEHOLDER.fullmatch(text) else text

    def own_places(self, row: int) -> list[Place]:
        """The places of the row that are no later part of a merged cell, from the left."""
        return [(row, c) for c in range(1, self.last_column + 1) if self.anchor((row, c))[1] == c]

    def heading_top(self, head: int) -> int:
        """The first of the heading's rows, whose last one is `head`."""
        top = head
        while top > max(1, head - MOST_HEADING_ROWS + 1) and self._goes_on_above(top, head):
            top -= 1
        return top

    def _goes_on_above(self, top: int, head: int) -> bool:
        """A cell merged over both rows; or cells above that each stand over several columns, beside others."""
        above = self.own_places(top - 1)
        if any((area := self.covered.get((top, column))) and area.top < top for _, column in above):
            return True
        said = [place for place in above if self.text(place)]
        wide = [place for place in said if (area := self.covered.get(place)) and area.right > area.left]
        return bool(wide) and len(said) > 1

    def headings(self, head: int) -> dict[int, str]:
        """Column → its heading, upper rows first: "Kết quả thực hiện / Quý I"."""
        if not 1 <= head <= self.last_row:
            return {}
        top = self.heading_top(head)
        found = {column: self._heading(column, top, head) for _, column in self.own_places(head)}
        return {column: heading for column, heading in found.items() if heading}

    def _heading(self, column: int, top: int, head: int) -> str:
        texts = [self.text((row, column)) for row in range(top, head + 1)]
        return JOIN.join(dict.fromkeys(text for text in texts if text))[:LONGEST]

    def years(self, head: int) -> set[int]:
        """Those that its name, its title and its heading speak of."""
        said = (self.text(place) for place in self.values if place[0] <= head)
        return {int(year) for text in (self.title, *said) for year in YEAR.findall(NOT_ITS_YEAR.sub(" ", text))}

    def labels(self, head: int, name_column: int, most: int = MOST_LABELS) -> dict[int, str]:
        """Row under the heading → what it is called there; rows of column numbers are none."""
        return dict(islice(self._labels(head, name_column), most))

    def _labels(self, head: int, name_column: int) -> Iterator[tuple[int, str]]:
        for row in range(head + 1, self.last_row + 1):
            text = self.text((row, name_column))
            if self._is_row((row, name_column)) and not ONLY_NUMBERS.fullmatch(text) and len(text) > 1:
                yield row, text

    def _is_row(self, place: Place) -> bool:
        """No later row of a merged cell, and no words across the table: those head a group."""
        area = self.covered.get(place)
        return area is None or (area.top == place[0] and area.right - area.left < GROUP_COLUMNS)


def form_sheet(title: str, grid: Grid) -> FormSheet:
    values = {
        (row.number, column): cell.value
        for row in grid.rows
        for column, cell in enumerate(row.cells, start=1)
        if not cell.is_empty and cell.value is not None
    }
    areas = tuple(_area(text) for text in grid.scan.merged)
    return FormSheet(nfc(title), values, areas, grid.scan.last_row, grid.scan.last_column)


def _area(text: str) -> Area:
    left, top, right, bottom = range_boundaries(text)
    return Area(int(top or 1), int(left or 1), int(bottom or 1), int(right or 1))
