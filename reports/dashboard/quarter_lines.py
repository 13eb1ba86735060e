"""The table of quarters on the page of one indicator: what was reported, what was needed, what came of it."""

from dataclasses import dataclass
from fractions import Fraction

from kpis.evaluation import Accumulation, Promise, owed_in, path_of
from kpis.explanation import Path, path_words
from plans.calendar import ROMAN
from plans.quantities import format_amount, places_to_distinguish
from plans.workflow import LABELS as STATE_LABELS
from reports.indicator_rows import IndicatorRow
from reports.ledger import QuarterCell


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter of the table: what was reported, what was needed, and what came of it."""

    label: str
    cell: QuarterCell
    value: str
    sum_text: str
    expected: str
    path: str
    status: str
    shape: str
    tone: str
    markers: str
    state: str
    chosen: bool


def quarter_lines(row: IndicatorRow) -> list[QuarterLine]:
    places = page_places(row)
    return [_quarter_line(row, quarter, places) for quarter in (1, 2, 3, 4)]


def page_places(row: IndicatorRow) -> int:
    """Decimals at which all numbers of the page that differ look different: it shows every quarter's need."""
    needs = [verdict.expected for verdict in row.quarter_verdicts]
    numbers = (*needs, *row.sums, row.promise.target, row.promise.baseline)
    return max(row.places, places_to_distinguish([n for n in numbers if n is not None], row.promise.places))


def _quarter_line(row: IndicatorRow, quarter: int, places: int) -> QuarterLine:
    cell, verdict = row.quarters[quarter - 1], row.quarter_verdicts[quarter - 1]
    total = row.sums[quarter - 1]

    def show(amount: Fraction | None) -> str:
        return "" if amount is None else format_amount(amount, row.measure, places=places)

    adds_up = row.accumulation is Accumulation.WITHIN and quarter > 1
    return QuarterLine(
        label=f"Quý {ROMAN[quarter]}",
        cell=cell,
        value=show(cell.amount) or cell.text,
        sum_text=show(total) if adds_up else "",
        expected=show(verdict.expected),
        path=need_words(row.promise, quarter),
        status=verdict.status.value,
        shape=verdict.face.shape,
        tone=verdict.face.tone,
        markers=" · ".join(marker.lower() for marker in verdict.markers),
        state=STATE_LABELS[cell.state] if cell.state else "",
        chosen=quarter == row.cell.quarter,
    )


def need_words(promise: Promise, quarter: int) -> str:
    """Where the quarter's need comes from; of a computed one, whether it is asked for at all."""
    if promise.target is None:
        return ""
    path = path_of(promise, quarter)
    words = path_words(path, promise.baseline_year)
    asked = path in {Path.TARGET, Path.MILESTONE} or owed_in(promise.frequency, quarter)
    return words if asked else f"{words}, quý này chưa phải báo cáo"
