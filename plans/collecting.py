"""Whether a period, or a row that was opened by itself, takes figures; asked again under the lock of a write."""

from datetime import date, datetime

from django.db import connection

from plans.calendar import PeriodState
from plans.models import Period, ReportedRow
from plans.refusals import NotAllowed
from plans.reopenings import any_granted
from plans.statement import Statement
from units.dates import local_date, short_date

HOLD = Statement(Period, "SELECT {columns} FROM plans_period WHERE id = %s")


def require_collecting(period: Period, now: datetime) -> None:
    """Refuse a write in a period that takes no figures now."""
    if not period.collects:
        raise NotAllowed(f"{period.label} là kỳ tổng hợp, không nhập số liệu trực tiếp.")
    state = period.state(now)
    if state == PeriodState.NOT_OPEN:
        raise NotAllowed(f"{period.label} chưa mở; bắt đầu nhập từ {short_date(period.starts_on)}.")
    if state == PeriodState.CLOSED:
        raise NotAllowed(
            f"{period.label} đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
        )


def require_writable(period: Period, current: ReportedRow | None, late: date | None, now: datetime) -> bool:
    """Refuse a write of the row where neither the period nor a reopening takes it. True where a reopening does.

    `late`: until when a row that was never entered is open in a closed period (`plans/reopenings.py`).
    """
    until = current.reopened_until if current else late
    if until is None:
        require_collecting(period, now)
        return False
    if local_date(now) > until:
        raise NotAllowed(f"Dòng này chỉ mở lại đến hết ngày {short_date(until)}; đề nghị cơ quan đầu mối gia hạn.")
    return True


def collects_now(period: Period, now: datetime) -> str:
    """Why the held period takes no figures; empty where it does (`hold_collecting`)."""
    try:
        hold_collecting(period, now)
    except NotAllowed as refused:
        return refused.sentence
    return ""


def require_some_open(period: Period, now: datetime) -> None:
    """Refuse a table for a period none of whose rows can be written: it takes no figures, and no row is open by itself.

    Each row is then asked by its own action (one query, in a period that takes no figures only).
    """
    try:
        require_collecting(period, now)
    except NotAllowed:
        if not any_granted(period, now):
            raise


def hold_collecting(period: Period, now: datetime, *, reopened: bool = False) -> None:
    """The same for the period as it stands, which nobody closes or opens before the transaction ends (one query).

    Shared: writers do not wait for each other, only for a closing. One that is there counts, though the clock of its
    request may read later than this one's. SQLite lets one transaction write at a time, so reading again is enough.
    A row that was opened by itself (`reopened`) is written whatever the period does.
    """
    if reopened:
        return
    shared = " FOR SHARE" if connection.features.has_select_for_update else ""
    held = HOLD.rows([period.pk], suffix=shared)[0]
    require_collecting(held, max(now, held.closed_at or now))
