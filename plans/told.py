"""What everyone at a unit hears of the calendar: a period is closed or taken up again, its deadline has moved."""

from datetime import datetime

from django.urls import reverse

from plans.models import Period
from units.dates import short_datetime
from units.models import NoticeKind, User
from units.notices import everyone_at_a_unit, notify

LONGEST = 300  # of a reason inside a sentence; the page has it whole


def shortened(reason: str) -> str:
    text = " ".join(reason.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def closed(period: Period, reason: str, *, by: User, now: datetime) -> None:
    _tell(period, f"{period.label} đã chốt số liệu: {shortened(reason)}", by, now)


def reopened(period: Period, *, by: User, now: datetime) -> None:
    _tell(period, f"{period.label} được mở lại để nhập số liệu, hạn gửi {short_datetime(period.unit_due)}.", by, now)


def due_moved(period: Period, before: datetime, *, by: User, now: datetime) -> None:
    moved = f"từ {short_datetime(before)} thành {short_datetime(period.unit_due)}"
    _tell(period, f"{period.label}: hạn gửi số liệu đổi {moved}.", by, now)


def _tell(period: Period, sentence: str, by: User, now: datetime) -> None:
    people = everyone_at_a_unit(period.plan.ward, now)
    notify(people, NoticeKind.CALENDAR, sentence, path=reverse("my_work"), now=now, by=by)
