"""Which directions a reader sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from reports.directions.lines import DirectionLine
from reports.models import Direction, DirectionMessage, DirectionState, DirectionUnit
from units.dates import local_date
from units.models import User
from units.permissions import (
    directs,
    enters_figures,
    sees_history_of,
    sees_journal,
    units_worked_for,
)

OWED = Exists(DirectionUnit.objects.filter(direction=OuterRef("pk"), answered_at=None))
IS_OPEN = Q(state=DirectionState.OPEN)


def directions_for(user: User) -> QuerySet[Direction]:
    """The ward's for who leads, reviews or administers; those to the own units for their people; none for a viewer.

    With all that a page says of them (four queries).
    """
    parts = DirectionUnit.objects.select_related("unit").order_by("unit__order", "pk")
    messages = DirectionMessage.objects.select_related("unit", "by", "evidence").order_by("at", "pk")
    found = seen_by(user).select_related(
        "plan__ward", "period", "indicator", "task", "unit", "leader", "followed_by", "written_by", "closed_by"
    )
    return found.prefetch_related(Prefetch("parts", parts), Prefetch("messages", messages))


def seen_by(user: User) -> QuerySet[Direction]:
    found = Direction.objects.filter(plan__ward_id=user.ward_id)
    if sees_history_of(user, None):
        return found
    own = DirectionUnit.objects.filter(direction=OuterRef("pk"), unit_id__in=units_worked_for(user))
    return found.filter(Exists(own))


def overdue(today: date) -> Q:
    """Open, the day is over, and a unit still owes its answer."""
    return IS_OPEN & Q(OWED) & Q(due_on__lt=today)


def lines(found: Iterable[Direction], reader: User, now: datetime) -> list[DirectionLine]:
    return [DirectionLine(direction, reader, now) for direction in found]


def lines_about(reader: User, now: datetime, *, indicator_id: int = 0, task_id: int = 0) -> list[DirectionLine]:
    """Directions about one indicator or task that the reader may see, newest first (four queries)."""
    about = {"indicator_id": indicator_id} if indicator_id else {"task_id": task_id}
    return lines(directions_for(reader).filter(**about), reader, now)


def open_lines(reader: User, now: datetime) -> list[DirectionLine]:
    """The open directions that the reader may see, the nearest day first (four queries, none for a viewer)."""
    if not sees_journal(reader):
        return []
    return lines(directions_for(reader).filter(IS_OPEN).order_by("due_on", "pk"), reader, now)


def my_directions(reader: User, now: datetime) -> list[DirectionLine]:
    """What waits on "Việc của tôi", the nearest day first: for a unit's people what it was asked, answered or not,
    for a leader what is theirs to follow (four queries)."""
    if not directs(reader, reader.ward_id) and not enters_figures(reader):
        return []
    found = directions_for(reader).filter(IS_OPEN).order_by("due_on", "pk")
    if directs(reader, reader.ward_id):
        return lines(found.filter(followed_by=reader), reader, now)
    own = DirectionUnit.objects.filter(direction=OuterRef("pk"), unit_id__in=units_worked_for(reader))
    mine = lines(found.filter(Exists(own)), reader, now)
    return sorted(mine, key=lambda line: not line.waits_for_reader)


@dataclass(frozen=True, slots=True)
class OpenOnes:
    """How many open directions the reader sees, and how many of those are overdue."""

    total: int
    late: int


def open_ones(reader: User, now: datetime) -> OpenOnes:
    """One query; none for a reader who sees no directions."""
    if not sees_journal(reader):
        return OpenOnes(0, 0)
    late = Count("pk", filter=overdue(local_date(now)))
    return OpenOnes(**seen_by(reader).filter(IS_OPEN).aggregate(total=Count("pk"), late=late))
