"""Which rows are open by themselves, or asked to be: read here, written by reports/reopening/actions.py only."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from plans.calendar import PeriodState
from plans.models import Period, Plan, Reopening, ReopeningState, ReportedRow
from plans.places import Place
from units.dates import local_date
from units.models import Unit

OPEN = (ReopeningState.ASKED, ReopeningState.GRANTED)


def late_until(place: Place[Any], unit: Unit, current: ReportedRow | None, now: datetime) -> date | None:
    """Until when a row that is not there may still be entered in a closed period (one query, in such a period only)."""
    if current is not None or place.period.state(now) is not PeriodState.CLOSED:
        return None
    granted = Reopening.objects.filter(
        unit=unit, period=place.period, code=place.code(), state=ReopeningState.GRANTED
    ).order_by()
    return granted.values_list("until", flat=True).first()


def any_granted(period: Period, now: datetime) -> bool:
    """Whether some row of the period is open by itself today (one query)."""
    return _told(period=period, state=ReopeningState.GRANTED, until__gte=local_date(now)).exists()


def open_in(period: Period, unit: Unit) -> Mapping[str, Reopening]:
    """Plan's code → what is asked or granted of the unit's rows (one query)."""
    return {row.code: row for row in _told(period=period, unit=unit)}


def asked_in(period: Period) -> list[Reopening]:
    """What waits for the coordinator, the oldest first (one query)."""
    return list(_told(period=period, state=ReopeningState.ASKED).order_by("asked_at", "pk"))


def granted_for(plan: Plan, code: str) -> list[Reopening]:
    """The reopenings under which figures of one indicator or task are being changed, by period (one query)."""
    rows = _told(period__plan=plan, code=code, state=ReopeningState.GRANTED)
    return list(rows.order_by("period__ends_on", "unit__order"))


def with_snapshot(rows: Iterable[Reopening], accepted: QuerySet[Any]) -> set[int]:
    """Ids of the reopenings beside which an accepted row stands; `accepted`: those of the code (at most one query)."""
    listed = list(rows)
    standing = set(accepted.order_by().values_list("period_id", "unit_id")) if listed else set()
    return {row.pk for row in listed if (row.period_id, row.unit_id) in standing}


def granted_in(periods: Iterable[Period]) -> dict[tuple[int, int], list[Reopening]]:
    """(period id, unit id) → the rows that are open by themselves, by code (one query)."""
    found: dict[tuple[int, int], list[Reopening]] = {}
    for row in _told(period__in=list(periods), state=ReopeningState.GRANTED).order_by("code"):
        found.setdefault((row.period_id, row.unit_id), []).append(row)
    return found


def opened_at(plan: Plan, moment: datetime) -> set[tuple[str, int, int]]:
    """(code, unit id, period id) of the rows that were open by themselves at an earlier moment (one query)."""
    rows = Reopening.objects.filter(period__plan=plan, decided_at__lte=moment).exclude(state=ReopeningState.REFUSED)
    still = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment)).order_by()
    return set(still.values_list("code", "unit_id", "period_id"))


def _told(**wanted: Any) -> QuerySet[Reopening]:
    rows = Reopening.objects.filter(**{"state__in": OPEN} | wanted)
    return rows.select_related("unit", "period", "asked_by", "decided_by", "evidence")
