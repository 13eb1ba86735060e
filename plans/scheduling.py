"""Writes on the calendar of a plan: making its periods, moving their dates. Opening and closing: plans/opening.py."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from plans.calendar import (
    Fault,
    PeriodCode,
    PeriodKind,
    PeriodState,
    default_deadlines,
    quarter_faults,
    schedule_faults,
    window,
)
from plans.models import Period, Plan, ReportedRow
from plans.refusals import NotAllowed
from plans.told import due_moved
from units import journal
from units.dates import short_date, short_datetime
from units.models import Channel, User
from units.permissions import edits_plan

DATES = ("starts_on", "ends_on", "unit_due_at", "review_due_at", "send_due_on")
MOMENTS = ("unit_due_at", "review_due_at")
WINDOW = frozenset({"starts_on", "ends_on"})  # they decide who owed what, and which leader is named


class ScheduleMoved(NotAllowed):
    """Somebody else moved a date of the period since it was read."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            f"Người khác vừa sửa lịch {period.label}; hãy xem ngày đang có rồi quyết định, bấm Lưu lần nữa để ghi đè."
        )


def dates_of(period: Period) -> dict[str, Any]:
    """The stored dates, by field; what counts where the ward moves deadlines is `unit_due` and its like."""
    return {name: getattr(period, name) for name in DATES}


def told(name: str, value: Any) -> str:
    """A date of the period as people write it."""
    return short_datetime(value) if name in MOMENTS else short_date(value)


def overlaps(period: Period, starts_on: date | None, ends_on: date | None) -> list[Fault]:
    """What would be wrong between the quarters of the plan with these days for this one (one query)."""
    if not (period.as_code.is_quarter and starts_on and ends_on):
        return []
    quarter, quarters = period.as_code.quarter, [one for one in period.plan.periods.all() if one.as_code.is_quarter]
    windows = {one.as_code.quarter: (one.starts_on, one.ends_on) for one in quarters}
    faults = dict(quarter_faults(windows | {quarter: (starts_on, ends_on)}))
    places = (("starts_on", quarter), ("ends_on", quarter + 1))
    return [(name, faults[place]) for name, place in places if place in faults]


def window_frozen(period: Period, dates: Mapping[str, Any], now: datetime) -> str:
    """Why first and last day of the stored period do not become those of `dates`; empty where they may."""
    changed = {name for name in WINDOW if dates.get(name) not in {None, getattr(period, name)}}
    if changed and period.state(now) is PeriodState.CLOSED:
        return f"{period.label} đã chốt số liệu nên không đổi ngày đầu, ngày cuối của số liệu được nữa."
    codes = _orphaned(period, dates["ends_on"]) if "ends_on" in changed else []
    if codes:
        return (
            f"{period.label} đã có số của {', '.join(codes)}, mà đến ngày cuối mới thì đơn vị đã nhập không còn "
            "báo cáo (đổi đơn vị, rút khỏi kế hoạch): hãy chọn ngày khác, hoặc sửa ngày phân công, ngày rút trước."
        )
    return ""


def _orphaned(period: Period, ends_on: date) -> list[str]:
    """The codes of rows that the new last day would take from the unit that reported them."""
    found: set[str] = set()
    for kind in ReportedRow.__subclasses__():
        found |= kind.strangers_on(period, ends_on) - kind.strangers_on(period, period.ends_on)
    return sorted(found)


@transaction.atomic
def make_periods(*, plan: Plan, by: User | None, channel: Channel, now: datetime) -> list[Period]:
    """Those of the plan's seven periods that are not there, with the decree's windows and the default deadlines."""
    known = set(plan.periods.values_list("kind", flat=True))
    made = [_make_period(plan, kind) for kind in PeriodKind if kind not in known]
    if made:
        journal.record(
            journal.Subject("plan", plan.pk, plan.number),
            "make_periods",
            ward=plan.ward,
            by=by,
            channel=channel,
            now=now,
            after={period.label: told("unit_due_at", period.unit_due_at) for period in made},
        )
    return made


def _make_period(plan: Plan, kind: PeriodKind) -> Period:
    code = PeriodCode(plan.year, kind)
    starts_on, ends_on = window(code)
    due = default_deadlines(code)
    return Period.objects.create(
        plan=plan,
        code=str(code),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        unit_due_at=due.unit_due_at,
        review_due_at=due.review_due_at,
        send_due_on=due.send_due_on,
    )


@transaction.atomic
def set_schedule(
    *, period: Period, dates: Mapping[str, date | datetime], by: User, channel: Channel, now: datetime
) -> bool:
    """Move dates of the period, on condition that they still are as they were read. False where nothing differs.

    `dates` by field, all five. Raises NotAllowed where their order is wrong, ScheduleMoved where somebody was faster.
    """
    if not edits_plan(by) or by.ward_id != period.plan.ward_id:
        raise NotAllowed("Chỉ cơ quan đầu mối và người quản trị sửa lịch báo cáo.")
    before, due = dates_of(period), period.unit_due
    changed = {name: dates[name] for name in DATES if dates[name] != before[name]}
    if not changed:
        return False
    if refusal := window_frozen(period, dates, now):
        raise NotAllowed(refusal)
    if faults := schedule_faults(**dates):  # type: ignore[arg-type]  # by field, each of its own type
        raise NotAllowed(" ".join(sentence for _, sentence in faults))
    if not Period.objects.filter(pk=period.pk, **before).update(**changed):
        raise ScheduleMoved(period)
    for name, value in changed.items():
        setattr(period, name, value)
    titles = {name: str(Period._meta.get_field(name).verbose_name) for name in changed}  # type: ignore[union-attr]
    journal.record(
        journal.Subject("period", period.pk, period.code, period=period.code),
        "change",
        ward=period.plan.ward,
        by=by,
        channel=channel,
        now=now,
        before={titles[name]: told(name, before[name]) for name in changed},
        after={titles[name]: told(name, value) for name, value in changed.items()},
    )
    if period.unit_due != due:
        due_moved(period, due, by=by, now=now)
    return True
