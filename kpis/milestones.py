"""Mốc quý: which indicators lack them, and the one way to set them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kpis.evaluation import is_provisional, milestone_faults, owed_in
from kpis.models import Indicator, Milestone
from kpis.promises import promise_of
from kpis.querysets import yearly_indicators
from plans.calendar import quarter_words
from plans.models import Plan, standing_on
from plans.quantities import QuantityKind, format_exact
from plans.refusals import NotAllowed
from units import journal
from units.models import Channel, User

QUARTERS = (1, 2, 3)  # quarter IV is the target itself
MOVED = "Người khác vừa sửa mốc của chỉ tiêu này; bấm Lưu lần nữa để ghi mốc của bạn."


class MilestonesMoved(NotAllowed):
    """Somebody else set a milestone of the indicator since it was read."""

    def __init__(self) -> None:
        super().__init__(MOVED)


def judged_indicators(plan: Plan, day: date) -> list[Indicator]:
    """Those of the plan's year with a target that stand on the day, milestones and section read (two queries)."""
    rows = yearly_indicators(plan).filter(standing_on(day), target_kind=QuantityKind.NUMBER)
    return list(rows.select_related("section").prefetch_related("milestones"))


def provisional_quarters(indicator: Indicator, plan: Plan) -> list[int]:
    """The quarters in which a figure is owed and judged by "mốc tạm tính": nobody said yet what is expected."""
    promise = promise_of(indicator, plan)
    return [q for q in QUARTERS if owed_in(promise.frequency, q) and is_provisional(promise, q)]


def without_milestones(plan: Plan, day: date) -> list[Indicator]:
    """What the coordinator is asked to set milestones for (two queries)."""
    return [indicator for indicator in judged_indicators(plan, day) if provisional_quarters(indicator, plan)]


def marks_of(indicator: Indicator) -> dict[int, Decimal]:
    return {row.quarter: row.value for row in indicator.milestones.all()}


@transaction.atomic
def set_milestones(
    *,
    indicator: Indicator,
    values: Mapping[int, Decimal],
    seen: Mapping[int, Decimal],
    by: User,
    channel: Channel,
    now: datetime,
) -> bool:
    """Make the milestones of quarters I–III what `values` says (a quarter that is not in it has none). False where
    they are so already.

    Raises MilestonesMoved where they are not what the writer saw, NotAllowed where they break the rule.
    """
    held = Indicator.objects.select_for_update().select_related("plan__ward").get(pk=indicator.pk)
    before = marks_of(held)
    if before == dict(values):
        return False
    if before != dict(seen):
        raise MilestonesMoved
    if faults := milestone_faults(promise_of(held, held.plan, values)):
        raise NotAllowed(" ".join(sentence for _, sentence in faults))
    held.milestones.exclude(quarter__in=values).delete()
    for quarter, value in values.items():
        Milestone.objects.update_or_create(indicator=held, quarter=quarter, defaults={"value": value})
    _journal(held, before, values, by=by, channel=channel, now=now)
    return True


def _journal(
    indicator: Indicator,
    before: Mapping[int, Decimal],
    after: Mapping[int, Decimal],
    *,
    by: User,
    channel: Channel,
    now: datetime,
) -> None:
    changed = [q for q in QUARTERS if before.get(q) != after.get(q)]
    journal.record(
        journal.Subject("indicator", indicator.pk, indicator.code),
        "change",
        ward=indicator.plan.ward,
        by=by,
        channel=channel,
        now=now,
        before={f"mốc {quarter_words(q)}": _told(before.get(q)) for q in changed},
        after={f"mốc {quarter_words(q)}": _told(after.get(q)) for q in changed},
    )


def _told(value: Decimal | None) -> str:
    return "" if value is None else format_exact(value)
