"""What a column of a form may be: the columns of the report's own tables, by their keys, the same in every period."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kpis.models import LinkKind
from kpis.presence import Presence
from plans.calendar import ROMAN
from plans.quantities import Measure, Quantity, format_exact
from reports.documents.columns import (
    BASELINE,
    NAME,
    NUMBER,
    RESULT,
    SHARE,
    TARGET,
    UNIT_OF_MEASURE,
    Cell,
    Column,
    goal_columns,
    indicator_columns,
    number_cell,
    quantity_cell,
    quarter_cell,
    result_cell,
    task_columns,
)
from reports.scorecard import GoalRow, IndicatorRow, Scorecard, TaskRow

Row = IndicatorRow | GoalRow | TaskRow
QUARTER = "quarter"  # the quarter reported, by itself
QUARTERS = {n: f"quarter-{n}" for n in (1, 2, 3, 4)}
BY_WHICH_ROWS_ARE_KNOWN = {NUMBER, NAME, UNIT_OF_MEASURE}  # these columns are read, never filled
FIGURES = {RESULT, QUARTER, *QUARTERS.values()}  # where a text in the report says that there is no number
IN_PERCENT = {BASELINE, TARGET, SHARE} | FIGURES
MISSING = Presence.MISSING.value


@dataclass(frozen=True, slots=True)
class Field:
    """One of our columns. `cells`: what it holds in a row, by the row's kind; a kind that is not there has no such
    column."""

    key: str
    label: str
    cells: Mapping[type, Callable[[Any], Cell]]

    @property
    def fills(self) -> bool:
        return self.key not in BY_WHICH_ROWS_ARE_KNOWN

    @property
    def is_figure(self) -> bool:
        return self.key in FIGURES

    def cell(self, row: Row) -> Cell | None:
        """None where rows of this kind have no such column."""
        read = self.cells.get(type(row))
        return read(row) if read else None

    def in_percent(self, row: Row) -> bool:
        """Whether the number is one of percent (99,5 is 99,5%)."""
        if self.key == SHARE or self.key not in IN_PERCENT:
            return self.key == SHARE
        if isinstance(row, IndicatorRow):
            return row.measure is Measure.PERCENT
        return isinstance(row, GoalRow) and row.measure_unit.startswith("%")


def fields_of(card: Scorecard) -> dict[str, Field]:
    """By key, in the order in which a reader is offered them."""
    tables: dict[type, tuple[Column[Any], ...]] = {
        IndicatorRow: (*period_columns(card), *indicator_columns(card)),
        GoalRow: goal_columns(card),
        TaskRow: task_columns(),
    }
    cells: dict[str, dict[type, Callable[[Any], Cell]]] = {}
    labels: dict[str, str] = {}
    for kind, columns in tables.items():
        for column in columns:
            if column.key:
                labels.setdefault(column.key, column.header)
                cells.setdefault(column.key, {}).setdefault(kind, PROMISED.get(column.key, column.cell))
    order = [NUMBER, NAME, UNIT_OF_MEASURE, BASELINE, TARGET]
    listed = [*order, *(key for key in cells if key not in order)]
    return {key: Field(key, labels[key], cells[key]) for key in listed}


def promised_cell(quantity: Quantity) -> Cell:
    """The number wherever the plan means one: a form reckons with "phấn đấu ít nhất 3" too. Else "-" or "?"."""
    if quantity.value is None:
        return quantity_cell(quantity)
    return number_cell(Fraction(quantity.value), format_exact(quantity.value))


# Instead of the report's own cells, which show the plan's words.
PROMISED: Mapping[str, Callable[[Any], Cell]] = {
    BASELINE: lambda row: promised_cell(row.baseline),
    TARGET: lambda row: promised_cell(row.target),
}


def period_columns(card: Scorecard) -> Iterator[Column[IndicatorRow]]:
    """What Phụ lục 1 shows of the quarters, in words that hold for any period."""
    last = card.period.as_code.quarter
    yield Column("Kết quả kỳ báo cáo (tính đến hết kỳ)", 10, result_cell, key=RESULT)
    yield Column("Kết quả riêng quý báo cáo", 10, lambda row: quarter_cell(row, last), key=QUARTER)
    for n, key in QUARTERS.items():
        yield Column(f"Kết quả thực hiện Quý {ROMAN[n]}", 10, _of_quarter(n, last), key=key)


def _of_quarter(number: int, last: int) -> Callable[[IndicatorRow], Cell]:
    """A quarter after the reported one is left empty, and nothing is missing there."""
    return lambda row: quarter_cell(row, number) if number <= last else Cell("")


def gap_of(field: Field, row: Row, cell: Cell) -> str:
    """Why the row has no number there, in the words of the report; "" where nothing is missing."""
    if cell.is_number or not (field.is_figure or field.key == SHARE):
        return ""
    if isinstance(row, TaskRow):
        return "" if any(part.status for part in row.parts) else MISSING
    if isinstance(row, GoalRow):
        return _gap_of_goal(row)
    if field.key == SHARE:
        return row.gap if row.target.is_number else "không giao mục tiêu"
    return str(cell.value)


def _gap_of_goal(row: GoalRow) -> str:
    """Of the same measure in the year, whose state it is."""
    same = row.linked if row.link_kind is LinkKind.SAME else None
    return row.link_words if same is None else same.gap
