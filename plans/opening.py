"""Opening and closing a period, by the coordinator; its dates: plans/scheduling.py."""

from datetime import datetime

from django.db import transaction

from plans import told
from plans.calendar import PeriodState
from plans.models import Period
from plans.refusals import NotAllowed, PeriodMoved
from units import journal
from units.models import Channel, User
from units.permissions import can_review

NOT_OPENED = "chưa mở nên chưa có gì để chốt"


def set_period_times(
    period: Period,
    action: str,
    *,
    by: User,
    channel: Channel,
    now: datetime,
    reason: str = "",
    **times: datetime | None,
) -> None:
    """Write `opened_at` or `closed_at` of a period and say so in the journal, where nobody did it since it was read."""
    if not can_review(by, period.plan.ward_id):
        raise NotAllowed("Chỉ cơ quan đầu mối mở hoặc chốt kỳ báo cáo.")
    before = period.state(now)
    seen = Period.objects.filter(pk=period.pk, opened_at=period.opened_at, closed_at=period.closed_at)
    closes = times["closed_at"] is not None
    written = {"closed_by": by if closes else None, "close_reason": reason if closes else "", **times}
    if not seen.update(**written):
        raise PeriodMoved(period)
    for name, value in written.items():
        setattr(period, name, value)
    journal.record(
        journal.Subject("period", period.pk, period.code, period=period.code),
        action,
        ward=period.plan.ward,
        by=by,
        channel=channel,
        now=now,
        before={"trạng thái": before.value},
        after={"trạng thái": period.state(now).value},
        reason=reason,
    )


@transaction.atomic
def open_period(*, period: Period, by: User, channel: Channel, now: datetime, reason: str = "") -> None:
    """Open by hand before the window begins, or again after closing ("Mở kỳ")."""
    again = period.closed_at is not None
    if again and not reason:
        raise NotAllowed("Hãy ghi lý do mở lại kỳ.")
    set_period_times(period, "open", by=by, channel=channel, now=now, reason=reason, opened_at=now, closed_at=None)
    if again:
        told.reopened(period, by=by, now=now)


@transaction.atomic
def close_period(*, period: Period, by: User, channel: Channel, now: datetime, reason: str) -> None:
    """Chốt số liệu: no more entries until it is opened again. The reason stands on every page of the period."""
    if not reason:
        raise NotAllowed("Hãy ghi lý do chốt số liệu.")
    if period.state(now) is PeriodState.NOT_OPEN or not period.collects:
        raise NotAllowed(f"{period.label} {NOT_OPENED}.")
    set_period_times(period, "close", by=by, channel=channel, now=now, reason=reason, closed_at=now)
    told.closed(period, reason, by=by, now=now)
