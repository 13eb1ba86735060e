"""The goals to 2030 in the scorecard: one frozen row each, beside the 2026 indicator that leads to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kpis.evaluation import achievement, share_text
from kpis.models import LinkKind
from kpis.promised import Promised
from plans.models import Section
from plans.quantities import Quantity, format_amount, places_to_distinguish
from reports.indicator_rows import IndicatorRow
from units.models import Unit

LINK_WORDS = {
    LinkKind.NONE: "không có chỉ tiêu tương ứng trong năm",
    LinkKind.SAME: "cùng thước đo",
    LinkKind.NEAR: "gần nhau, khác cách đo: không lấy số",
}


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One row of Phụ lục 2. A value is there only where the linked indicator of the year is the same measure."""

    id: int
    code: str
    number: str
    name: str
    short_name: str
    horizon_year: int
    section: Section
    leads: tuple[Unit, ...]
    measure_unit: str
    target: Quantity
    linked: IndicatorRow | None
    link_kind: LinkKind
    amount: Fraction | None
    achievement: Fraction | None
    value_text: str
    achievement_text: str
    lower: bool = False

    @property
    def linked_code(self) -> str:
        return self.linked.code if self.linked else ""

    @property
    def link_words(self) -> str:
        return LINK_WORDS[self.link_kind]


def goal_rows(goals: Iterable[Promised], rows: Iterable[IndicatorRow]) -> tuple[GoalRow, ...]:
    """Goals in the order given; `rows` are the indicators of the year."""
    linked = {row.goal.pk: row for row in rows if row.goal}
    return tuple(_goal(promised, linked.get(promised.indicator.pk)) for promised in goals)


def _goal(promised: Promised, row: IndicatorRow | None) -> GoalRow:
    """Where the goal stands by the year's amount of the same measure, in the words of Phụ lục 1."""
    goal, promise = promised.indicator, promised.promise
    same = row is not None and row.goal_kind == LinkKind.SAME
    amount = row.amount if row is not None and same else None
    share = achievement(promise, amount)
    numbers = [number for number in (amount, promise.target) if number is not None]
    places = places_to_distinguish(numbers, promise.places)
    return GoalRow(
        id=goal.pk,
        code=goal.code,
        number=goal.number,
        name=goal.name,
        short_name=goal.short_name,
        horizon_year=goal.horizon_year,
        section=goal.section,
        leads=promised.leads,
        measure_unit=goal.measure_unit,
        target=goal.target,
        linked=row,
        link_kind=row.goal_kind if row else LinkKind.NONE,
        amount=amount,
        achievement=share,
        value_text="" if amount is None else format_amount(amount, promise.measure, places=places),
        achievement_text=share_text(share),
        lower=promise.lower,
    )
