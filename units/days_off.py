"""Writes on a ward's days off: the list of holidays, and whether a deadline on a day off moves."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from units import journal
from units.dates import short_date
from units.models import Channel, Holiday, User, Ward

MOVES = {True: "dời sang ngày làm việc tiếp theo", False: "giữ nguyên"}


@transaction.atomic
def add_holidays(*, ward: Ward, days: Mapping[date, str], by: User, channel: Channel, now: datetime) -> list[Holiday]:
    """Those of the days that are not there yet; one that is keeps its name. Day → its name."""
    made = []
    for day, name in sorted(days.items()):
        holiday, new = Holiday.objects.get_or_create(ward=ward, day=day, defaults={"name": name})
        if new:
            made.append(holiday)
            _journal(holiday, "add", by=by, channel=channel, now=now)
    return made


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: User, channel: Channel, now: datetime) -> bool:
    """False where it was gone already."""
    gone, _ = Holiday.objects.filter(pk=holiday.pk).delete()
    if gone:
        _journal(holiday, "delete", by=by, channel=channel, now=now)
    return bool(gone)


def _journal(holiday: Holiday, action: str, *, by: User, channel: Channel, now: datetime) -> None:
    words = {"ngày nghỉ": holiday.name}
    journal.record(
        journal.Subject("holiday", holiday.pk, short_date(holiday.day)),
        action,
        ward=holiday.ward,
        by=by,
        channel=channel,
        now=now,
        before=words if action == "delete" else {},
        after=words if action == "add" else {},
    )


@transaction.atomic
def set_moving(*, ward: Ward, moves: bool, by: User, channel: Channel, now: datetime) -> bool:
    """Whether deadlines on days off move, for every period of the ward. False where it was so already."""
    if not Ward.objects.filter(pk=ward.pk, moves_deadlines=not moves).update(moves_deadlines=moves):
        return False
    journal.record(
        journal.Subject("ward", ward.pk, ward.code),
        "change",
        ward=ward,
        by=by,
        channel=channel,
        now=now,
        before={"hạn rơi vào ngày nghỉ": MOVES[not moves]},
        after={"hạn rơi vào ngày nghỉ": MOVES[moves]},
    )
    return True
