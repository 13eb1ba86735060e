"""The one way to write a line of the journal, and how the lines of one subject are read; words: journal_words.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from units.models import Channel, Event, User, Ward


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about, by code and soft id. `period` and `unit` are codes, empty where they do not apply."""

    kind: str
    id: int | None
    code: str
    period: str = ""
    unit: str = ""


def record(
    subject: Subject,
    action: str,
    *,
    ward: Ward,
    by: User | None,
    channel: Channel,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    on_behalf: bool = False,
) -> Event:
    """Write one event inside the caller's transaction.

    `before` and `after` hold texts as users read them (JSON). `by=None` is the system itself (a command).
    """
    return Event.objects.create(
        ward=ward,
        at=now,
        actor=by,
        actor_name=str(by) if by else "Hệ thống",
        channel=channel,
        action=action,
        subject_type=subject.kind,
        subject_id=subject.id,
        subject_code=subject.code,
        period_code=subject.period,
        unit_code=subject.unit,
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        on_behalf=on_behalf,
    )


def events_about(
    ward: Ward, code: str, *, subject_id: int, year: int, unit_codes: Collection[str] | None = None
) -> QuerySet[Event]:
    """Lines about one indicator or task, newest first: its figures or progress, and changes of its plan data.

    A plan's code returns the year after, so a line's period decides, or the id where it names no period.
    `unit_codes` leaves the lines of these units, and those that name none.
    """
    of_this_year = Q(period_code__startswith=f"{year}-") | Q(period_code="", subject_id=subject_id)
    lines = Event.objects.filter(of_this_year, ward=ward, subject_code=code)
    if unit_codes is not None:
        lines = lines.filter(unit_code__in=["", *unit_codes])
    return lines.order_by("-at", "-pk")


def events_of_report(ward: Ward, period_code: str, unit_code: str) -> QuerySet[Event]:
    """Lines about one unit's report in one period, newest first."""
    lines = Event.objects.filter(ward=ward, period_code=period_code, unit_code=unit_code)
    return lines.order_by("-at", "-pk")


def events_of_reports(
    ward: Ward, *, periods: Collection[str], units: Collection[str], actions: Collection[str]
) -> QuerySet[Event]:
    """Lines of those kinds about the reports of several units and periods."""
    return Event.objects.filter(ward=ward, period_code__in=periods, unit_code__in=units, action__in=actions)
