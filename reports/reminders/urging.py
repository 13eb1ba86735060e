"""Đôn đốc: the coordinator reminds units that owe something; once a unit and day unless it is confirmed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plans.calendar import PeriodState
from plans.models import Period
from plans.refusals import NotAllowed
from plans.requests import claim_key
from reports.owing import Owing
from units import journal
from units.dates import local_date
from units.mail import site_address
from units.models import Channel, Event, NoticeKind, Unit, User
from units.notices import notify, people_of
from units.permissions import can_review

NOT_THE_COORDINATOR = "Chỉ cơ quan đầu mối đôn đốc các đơn vị."
NOT_OPEN = "{} không còn mở nên không đôn đốc được."


class UrgedToday(NotAllowed):
    """Some of the units were urged on this day already; nothing was sent. `units` are these."""

    def __init__(self, units: Sequence[Unit]) -> None:
        names = ", ".join(unit.name for unit in units)
        super().__init__(f"Hôm nay đã đôn đốc {names}; đánh dấu “Gửi thêm lần nữa” nếu vẫn muốn gửi.")
        self.units = units


def sentence_of(row: Owing) -> str:
    return f"Đề nghị {row.unit.name} gửi báo cáo {row.period.label} (hạn {row.deadline}, {row.timing}): {row.lack}."


def text_to_copy(rows: Iterable[Owing]) -> str:
    """For a group chat: the sentence, what is missing, the address; one block a unit."""
    blocks = [[sentence_of(row), row.lines, f"Nhập và gửi tại: {site_address(row.path)}"] for row in rows]
    return "\n\n".join("\n".join(part for part in block if part) for block in blocks)


def urged_in(period: Period) -> dict[str, Event]:
    """Unit code → the last time that it was urged in the period (one query)."""
    lines = Event.objects.filter(ward_id=period.plan.ward_id, period_code=period.code, action="urge")
    return {line.unit_code: line for line in lines.order_by("at", "pk")}


def urged_today(period: Period, now: datetime) -> frozenset[str]:
    """Codes of the units that were urged on this day."""
    return frozenset(code for code, line in urged_in(period).items() if local_date(line.at) == local_date(now))


@transaction.atomic
def urge(
    *, period: Period, rows: Collection[Owing], again: bool, key: UUID, by: User, channel: Channel, now: datetime
) -> int:
    """Tell the people of each unit, in the application and by mail, and write a line for each. Returns how many
    units; 0 when this very request was done before. Raises UrgedToday, or NotAllowed; then nothing was sent.

    The period is locked, so that two coordinators at once are one after the other.
    """
    if not can_review(by, period.plan.ward_id):
        raise NotAllowed(NOT_THE_COORDINATOR)
    held = Period.objects.select_for_update().get(pk=period.pk)
    if held.state(now) is not PeriodState.OPEN:
        raise NotAllowed(NOT_OPEN.format(period.label))
    if not claim_key(key, "urge", by=by, now=now):
        return 0
    before = urged_today(period, now)
    repeated = [row.unit for row in rows if row.unit.code in before]
    if repeated and not again:
        raise UrgedToday(repeated)
    for row in rows:
        _urge_one(row, by=by, channel=channel, now=now)
    return len(rows)


def _urge_one(row: Owing, *, by: User, channel: Channel, now: datetime) -> None:
    people = list(people_of(row.unit, now))
    notify(people, NoticeKind.REMINDED, sentence_of(row), path=row.path, now=now, by=by, details=row.lines)
    report = row.tally.report
    journal.record(
        journal.Subject("report", report.pk if report else None, row.unit.code, row.period.code, row.unit.code),
        "urge",
        ward=row.period.plan.ward,
        by=by,
        channel=channel,
        now=now,
        after={
            "nội dung": sentence_of(row),
            "người nhận": ", ".join(str(person) for person in people if person != by) or "không có tài khoản nào",
        },
    )
