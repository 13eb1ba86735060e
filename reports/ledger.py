"""All that was entered and accepted in a plan, read once, and one indicator's figure in one period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kpis.breakdown import Item
from kpis.models import AcceptedFigure, Figure
from kpis.presence import Presence
from kpis.querysets import indicators_of, newest_accepted
from kpis.told import ToldFigure, read_told
from plans.calendar import PeriodState
from plans.models import Period, Plan
from plans.quantities import Reading, format_typed
from plans.reopenings import opened_at
from plans.workflow import RowState


class Scope(StrEnum):
    """`ENTERED`: all that was typed, for readers inside the ward. `ACCEPTED`: what may go out."""

    ENTERED = "entered"
    ACCEPTED = "accepted"


class QuarterCell(NamedTuple):
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


EMPTY = QuarterCell(
    quarter=0,
    period_code="",
    amount=None,
    reading=None,
    nothing_reason="",
    estimate=False,
    unaccepted=False,
    adjusting=False,
    on_behalf=False,
    illustrative=False,
    source="",
    explanation="",
    state=None,
)
Place = tuple[int, int]  # indicator id, period id


@dataclass(frozen=True, slots=True)
class Ledger:
    """`periods` holds the quarters by number, `states` how they stand; figures and snapshots are keyed by (indicator
    id, period id). `reopened`: of an earlier day, the accepted rows that were open again then; None today, when the
    rows tell.
    """

    plan: Plan
    periods: Mapping[int, Period]
    states: Mapping[int, PeriodState]
    scope: Scope
    figures: Mapping[Place, Figure | ToldFigure]
    accepted: Mapping[Place, AcceptedFigure | ToldFigure]
    reopened: frozenset[Place] | None = None

    def closed(self, quarter: int) -> bool:
        return self.states[quarter] == PeriodState.CLOSED

    def begun(self, quarter: int) -> bool:
        return self.states[quarter] != PeriodState.NOT_OPEN

    def with_figure(self, indicator_id: int, period: Period, figure: Figure | None) -> "Ledger":
        """The ledger after one write: nothing is read again."""
        key = (indicator_id, period.pk)
        others = {place: row for place, row in self.figures.items() if place != key}
        return replace(self, figures=others if figure is None else others | {key: figure})

    def cell(self, indicator_id: int, period: Period) -> QuarterCell:
        """What this scope shows of the indicator in the period."""
        live = self.figures.get((indicator_id, period.pk))
        accepted = self.accepted.get((indicator_id, period.pk))
        settled = live is not None and live.state == RowState.ACCEPTED
        open_again = not settled if self.reopened is None else (indicator_id, period.pk) in self.reopened
        adjusting = accepted is not None and open_again
        entered = self.scope == Scope.ENTERED
        shown = live if entered else accepted
        if shown is None:
            return EMPTY._replace(quarter=period.as_code.quarter, period_code=period.code, adjusting=adjusting)
        reading = shown.reading
        return QuarterCell(
            quarter=period.as_code.quarter,
            period_code=period.code,
            amount=reading.amount if reading else None,
            reading=reading,
            nothing_reason=shown.nothing_reason,
            estimate=shown.estimate,
            unaccepted=entered and not settled,
            adjusting=adjusting,
            on_behalf=shown.on_behalf,
            illustrative=shown.illustrative,
            source=shown.source,
            explanation=shown.explanation,
            items=shown.items,
            state=RowState(live.state) if entered and live else RowState.ACCEPTED,
        )


def read_ledger(plan: Plan, periods: Iterable[Period], scope: Scope, now: datetime) -> Ledger:
    """One query, however many figures there are."""
    return make_ledger(plan, periods, scope, now, *read_told(plan))


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
    figures: Mapping[Place, Figure | ToldFigure],
    accepted: Mapping[Place, AcceptedFigure | ToldFigure],
) -> Ledger:
    quarters = {period.as_code.quarter: period for period in periods if period.as_code.is_quarter}
    states = {quarter: period.state(now) for quarter, period in quarters.items()}
    return Ledger(plan, quarters, states, scope, figures, accepted)
