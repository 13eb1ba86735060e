"""The journal's lines of one indicator or task, for those who may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.calendar import PeriodCode
from plans.models import Plan
from reports.indicator_rows import IndicatorRow
from reports.task_rows import TaskRow
from units.dates import short_datetime
from units.journal import events_about
from units.journal_words import action_word
from units.models import Event, Unit, User
from units.permissions import sees_history_of
from units.text import sort_key

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Who did what, when, from what to what, why, by which way; all in words."""

    at: str
    who: str
    action: str
    code: str
    period: str
    unit: str
    changes: tuple[Change, ...]
    reason: str
    channel: str
    on_behalf: bool


def history_of(
    reader: User, plan: Plan, row: IndicatorRow | TaskRow, units: Iterable[Unit]
) -> list[HistoryLine] | None:
    """The newest lines first, LIMIT at most; None for a reader who may not see any (one query).

    `units` answer for the indicator or task. Who works for some of them sees the lines of those only.
    """
    whole_ward = sees_history_of(reader, None)
    seen = [unit.code for unit in units if sees_history_of(reader, unit)]
    if not whole_ward and not seen:
        return None
    codes = None if whole_ward else seen
    events = events_about(plan.ward, row.code, subject_id=row.id, year=plan.year, unit_codes=codes)
    return [history_line(event) for event in events[:LIMIT]]


def history_line(event: Event) -> HistoryLine:
    return HistoryLine(
        at=short_datetime(event.at),
        who=event.actor_name,
        action=action_word(event.action),
        code=event.subject_code,
        period=PeriodCode.parse(event.period_code).label if event.period_code else "",
        unit=event.unit_code,
        changes=changes(event.before, event.after),
        reason=event.reason,
        channel=event.get_channel_display(),
        on_behalf=event.on_behalf,
    )


# What a reader looks for first. A JSON column of PostgreSQL keeps no order, so the page has one of its own.
FIRST = ("số liệu", "tình trạng", "trạng thái")


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs, the number or state first, then by name; "" where a side says nothing."""
    names = sorted({*after, *before}, key=lambda name: (name not in FIRST, sort_key(name)))
    pairs = [Change(name, str(before.get(name, "")), str(after.get(name, ""))) for name in names]
    return tuple(pair for pair in pairs if pair.before != pair.after)
