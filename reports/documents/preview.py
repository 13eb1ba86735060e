"""The tables of the workbook as the page "Báo cáo" shows them before anybody downloads a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.tables import Group, Table


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` as a reader sees them; a heading has none."""

    heading: str
    cells: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """One sheet: how many rows it has, its headings, its lines."""

    table: Table

    @property
    def title(self) -> str:
        return self.table.sheet

    @property
    def headings(self) -> list[str]:
        return [column.header for column in self.table.columns]

    @property
    def lines(self) -> Iterator[Line]:
        for group in self.table.groups:
            yield from self._lines(group)

    def _lines(self, group: Group) -> Iterator[Line]:
        heading, rows = group
        if heading:
            yield Line(heading)
        for row in rows:
            yield Line("", tuple((column.cell(row).shown, column.centred) for column in self.table.columns))
