"""What the remarks of a row say of its own cells: which number is an estimate (a form has no format of ours that would
show "(ước)" at it), which of the states an empty one is."""

from dataclasses import dataclass, field

from kpis.evaluation import Accumulation
from kpis.models import LinkKind
from kpis.presence import Presence
from plans.models import parsed_code
from reports.documents.columns import REMARKS, RESULT, SHARE, Cell
from reports.documents.columns import remarks as remarks_of
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
    """`figures`: by period, those behind the row's cells of which something is to be said; `state`: of a task, which
    has no figures."""

    row: Row
    figures: dict[str, QuarterCell] = field(default_factory=dict)
    state: str = ""
    said: bool = False

    def take(self, one: Field, gap: str) -> None:
        """A cell that holds now what we have for it; `gap`: why that is nothing."""
        self.said |= one.key == REMARKS
        if isinstance(self.row, TaskRow):
            self.state = self.state or gap
        cell = one.cell(self.row)
        number = cell is not None and cell.is_number
        for figure in figures_behind(self.row, one.key):
            if figure.presence.value == gap or (number and figure.estimate):
                self.figures[figure.period_code] = figure

    def cell(self, remarks: Cell | None) -> Cell | None:
        """With the remarks of the report."""
        told = [self.state, *(f"{_label(each)}: {_state(each)}" for each in self._in_order)]
        texts = [text for text in (*told, self._remarks(remarks)) if text]
        return Cell("; ".join(texts)) if remarks or texts else None

    def _remarks(self, remarks: Cell | None) -> str:
        """A reason that stands beside its quarter is not said again."""
        row = self.row
        if isinstance(row, IndicatorRow):
            return remarks_of(row, reason=row.cell.period_code not in self.figures)
        return str(remarks.value) if remarks else ""

    @property
    def unsaid(self) -> str:
        """Whose estimates no column says: "Quý I/2026, Quý II/2026"."""
        estimates = (_label(each) for each in self._in_order if _is_estimate(each))
        return "" if self.said else ", ".join(estimates)

    @property
    def _in_order(self) -> list[QuarterCell]:
        return sorted(self.figures.values(), key=lambda figure: figure.quarter)


def _label(figure: QuarterCell) -> str:
    return parsed_code(figure.period_code).label


def _is_estimate(figure: QuarterCell) -> bool:
    return figure.estimate and figure.presence is Presence.VALUE


def _state(figure: QuarterCell) -> str:
    """ "số ước", "chưa có số liệu", "không phát sinh (Chưa có hồ sơ nào)"."""
    if _is_estimate(figure):
        return ESTIMATE
    return f"{figure.presence}{f' ({figure.nothing_reason})' if figure.nothing_reason else ''}"
