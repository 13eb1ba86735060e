"""The one way to write a line of the journal, its words, and how the lines of one subject are read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from units.models import Channel, Event, User, Ward

# The word that every page shows for the code in `Event.action`.
ACTION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "save": "lưu",
        "empty": "xóa trống",
        "send": "gửi",
        "withdraw": "rút lại",
        "begin": "bắt đầu xem xét",
        "stand_in": "cử người thay",
        "end_stand_in": "thôi người thay",
        "accept": "chấp nhận",
        "return": "trả lại",
        "reopen": "mở lại",
        "open": "mở kỳ",
        "close": "chốt số liệu",
        "attach": "thêm minh chứng",
        "detach": "gỡ minh chứng",
        "password": "đổi mật khẩu",
        "reset_password": "đặt lại mật khẩu",
        "unlock": "mở khóa đăng nhập",
        "load": "nạp",
        "add": "thêm",
        "change": "sửa",
        "delete": "xóa",
    }
)


# What a line is about, by `Event.subject_type`.
KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "ward": "phường/xã",
        "unit": "đơn vị",
        "leader": "lãnh đạo",
        "user": "tài khoản",
        "stand_in": "người thay",
        "plan": "kế hoạch",
        "section": "nhóm",
        "clause": "nội dung kế hoạch",
        "correction": "đính chính",
        "period": "kỳ báo cáo",
        "report": "báo cáo của đơn vị",
        "indicator": "chỉ tiêu",
        "figure": "số liệu",
        "task": "nhiệm vụ",
        "progress": "tiến độ",
    }
)


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


def events_about(ward: Ward, code: str, *, subject_id: int, year: int, unit_code: str = "") -> QuerySet[Event]:
    """Lines about one indicator or task, newest first: its figures or progress, and changes of its plan data.

    A plan's code returns the year after, so a line's period decides, or the id where it names no period.
    `unit_code` leaves the lines of one unit, and those that name none.
    """
    of_this_year = Q(period_code__startswith=f"{year}-") | Q(period_code="", subject_id=subject_id)
    lines = Event.objects.filter(of_this_year, ward=ward, subject_code=code)
    if unit_code:
        lines = lines.filter(unit_code__in=["", unit_code])
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
