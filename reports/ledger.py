"""All that was entered and accepted in a plan, read once, and one indicator's figure in one period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from kpis.breakdown import Item
from kpis.models import AcceptedFigure, Figure
from kpis.presence import Presence
from kpis.querysets import indicators_of, newest_accepted
from plans.calendar import PeriodState
from plans.models import Period, Plan
from plans.quantities import Reading, format_typed
from plans.reopenings import opened_at
from plans.workflow import RowState


class Scope(StrEnum):
    """`ENTERED`: all that was typed, for readers inside the ward. `ACCEPTED`: what may go out."""

    ENTERED = "entered"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class QuarterCell:
    """One quarter of one indicator. `amount` is exact, in the indicator's unit (99,5% is 99.5).

    In the accepted scope nothing tells of a draft but `adjusting`: the accepted row was opened again.
    `presence` and the texts are given by the indicator (reports/indicator_rows.py).
    """

    quarter: int
    period_code: str
    amount: Fraction | None
    reading: Reading | None
    nothing_reason: str
    estimate: bool
    unaccepted: bool
    adjusting: bool
    on_behalf: bool
    illustrative: bool
    source: str
    explanation: str
    state: RowState | None
    items: tuple[Item, ...] = ()
    presence: Presence = Presence.MISSING
    text: str = ""
    items_text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.amount is None and not self.nothing_reason

    @property
    def shown(self) -> str:
        """What stands where the number stands: the number, or which of the other three states it is."""
        return self.text or self.presence.value

    @property
    def pair_text(self) -> str:
        """`43/45` where the figure was given as a pair, else empty."""
        reading = self.reading
        return format_typed(reading) if reading is not None and reading.numerator is not None else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """`periods` holds the quarters by number; figures and snapshots are keyed by (indicator id, period id).

    `reopened`: of an earlier day, the accepted rows that were open again then; None today, when the rows tell.
    """

    plan: Plan
    periods: Mapping[int, Period]
    scope: Scope
    now: datetime
    figures: Mapping[tuple[int, int], Figure]
    accepted: Mapping[tuple[int, int], AcceptedFigure]
    reopened: frozenset[tuple[int, int]] | None = None

    def closed(self, quarter: int) -> bool:
        return self.periods[quarter].state(self.now) == PeriodState.CLOSED

    def begun(self, quarter: int) -> bool:
        return self.periods[quarter].state(self.now) != PeriodState.NOT_OPEN

    def with_figure(self, indicator_id: int, period: Period, figure: Figure | None) -> "Ledger":
        """The ledger after one write: nothing is read again."""
        key = (indicator_id, period.pk)
        others = {place: row for place, row in self.figures.items() if place != key}
        return replace(self, figures=others if figure is None else others | {key: figure})

    def _is_open(self, key: tuple[int, int], live: RowState | None) -> bool:
        """Whether an accepted row is being adjusted."""
        return live != RowState.ACCEPTED if self.reopened is None else key in self.reopened

    def cell(self, indicator_id: int, period: Period) -> QuarterCell:
        """What this scope shows of the indicator in the period."""
        live = self.figures.get((indicator_id, period.pk))
        accepted = self.accepted.get((indicator_id, period.pk))
        live_state = RowState(live.state) if live else None
        shown = accepted if self.scope == Scope.ACCEPTED else live
        reading = shown.reading if shown else None
        return QuarterCell(
            quarter=period.as_code.quarter,
            period_code=period.code,
            amount=reading.amount if reading else None,
            reading=reading,
            nothing_reason=shown.nothing_reason if shown else "",
            estimate=shown is not None and shown.estimate,
            unaccepted=isinstance(shown, Figure) and live_state != RowState.ACCEPTED,
            adjusting=accepted is not None and self._is_open((indicator_id, period.pk), live_state),
            on_behalf=shown is not None and shown.on_behalf,
            illustrative=shown is not None and shown.illustrative,
            source=shown.source if shown else "",
            explanation=shown.explanation if shown else "",
            items=shown.items if shown else (),
            state=live_state if isinstance(shown, Figure) else RowState.ACCEPTED if shown else None,
        )


def read_ledger(plan: Plan, periods: Iterable[Period], scope: Scope, now: datetime) -> Ledger:
    """Two queries, however many figures there are."""
    figures = {(row.indicator_id, row.period_id): row for row in Figure.objects.filter(period__plan=plan)}
    return make_ledger(plan, periods, scope, now, figures, newest_accepted(plan))


def ledger_as_of(plan: Plan, periods: Iterable[Period], moment: datetime) -> Ledger:
    """What had been accepted by an earlier moment, as it stood then (three queries). Drafts of then are not kept."""
    accepted = newest_accepted(plan, until=moment)
    ledger = make_ledger(plan, periods, Scope.ACCEPTED, moment, {}, accepted)
    ids = dict(indicators_of(plan).values_list("code", "pk"))
    opened = opened_at(plan, moment)
    return replace(ledger, reopened=frozenset((ids[code], period) for code, _, period in opened if code in ids))


def make_ledger(
    plan: Plan,
    periods: Iterable[Period],
    scope: Scope,
    now: datetime,
    figures: Mapping[tuple[int, int], Figure],
    accepted: Mapping[tuple[int, int], AcceptedFigure],
) -> Ledger:
    quarters = {period.as_code.quarter: period for period in periods if period.as_code.is_quarter}
    return Ledger(plan, quarters, scope, now, figures, accepted)
