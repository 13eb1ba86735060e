"""What the remarks of a row say of its own numbers: a form has no format of ours that would show "(ước)" at them."""

from dataclasses import dataclass, field

from kpis.evaluation import Accumulation
from kpis.models import LinkKind
from plans.models import parsed_code
from reports.documents.columns import REMARKS, RESULT, SHARE, Cell
from reports.ledger import QuarterCell
from reports.own_form.fields import QUARTER, QUARTERS, Field, Row
from reports.scorecard import GoalRow, IndicatorRow, TaskRow

ESTIMATE = "số ước"


def figures_behind(row: Row, key: str) -> tuple[QuarterCell, ...]:
    """The figures that the number in a column is made of; none of a quarter after the reported one."""
    if isinstance(row, TaskRow):
        return ()
    if isinstance(row, GoalRow):
        same = row.linked is not None and row.link_kind is LinkKind.SAME
        return figures_behind(row.linked, key) if row.linked is not None and same else ()
    reported = row.quarters[: row.cell.quarter]
    if key in (RESULT, SHARE):
        return _behind_result(row, reported)
    number = {QUARTER: row.cell.quarter} | {own: n for n, own in QUARTERS.items()}
    return reported[number[key] - 1 : number[key]] if key in number else ()


def _behind_result(row: IndicatorRow, reported: tuple[QuarterCell, ...]) -> tuple[QuarterCell, ...]:
    if row.official:
        return (row.cell,)
    return reported if row.accumulation is Accumulation.WITHIN else reported[-1:]


@dataclass
class Notes:
    """`figures`: by period, those behind the row's cells of which something is to be said."""

    row: Row
    figures: dict[str, QuarterCell] = field(default_factory=dict)
    said: bool = False

    def take(self, one: Field) -> None:
        """A cell that holds now what we have for it."""
        cell = one.cell(self.row)
        self.said |= one.key == REMARKS
        if cell is not None and cell.is_number:
            self.figures |= {each.period_code: each for each in figures_behind(self.row, one.key) if each.estimate}

    def cell(self, remarks: Cell | None) -> Cell | None:
        """With the remarks of the report."""
        told = [f"{_label(each)}: {ESTIMATE}" for each in self._in_order]
        texts = [*told, str(remarks.value) if remarks else ""]
        return Cell("; ".join(text for text in texts if text)) if remarks or told else None

    @property
    def unsaid(self) -> str:
        """Whose estimates no column says: "Quý I/2026, Quý II/2026"."""
        return "" if self.said else ", ".join(_label(each) for each in self._in_order)

    @property
    def _in_order(self) -> list[QuarterCell]:
        return sorted(self.figures.values(), key=lambda figure: figure.quarter)


def _label(figure: QuarterCell) -> str:
    return parsed_code(figure.period_code).label
