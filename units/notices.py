"""Telling people: who is meant, and the one way to write a notice. What is told by mail is decided here too."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from units.models import UNIT_ROLES, Notice, NoticeKind, Role, Unit, User, Ward


def people_of(unit: Unit, now: datetime) -> QuerySet[User]:
    """Who works for the unit today: its own people, and who stands in for them (one query)."""
    today = timezone.localdate(now)
    standing_in = Q(stand_ins__unit=unit, stand_ins__starts_on__lte=today, stand_ins__ends_on__gte=today)
    return User.objects.filter(Q(unit=unit) | standing_in, role__in=UNIT_ROLES, is_active=True).distinct()


def heads_of(unit: Unit) -> QuerySet[User]:
    """Who confirms for the unit (units/permissions.py, `heads`)."""
    return User.objects.filter(unit=unit, role=Role.UNIT_HEAD, is_active=True)


def coordinators_of(ward: Ward) -> QuerySet[User]:
    return User.objects.filter(ward=ward, role=Role.COORDINATOR, is_active=True)


def leaders_of(ward: Ward) -> QuerySet[User]:
    return User.objects.filter(ward=ward, role=Role.WARD_LEADER, is_active=True)


def notify(
    people: Iterable[User],
    kind: NoticeKind,
    sentence: str,
    *,
    path: str,
    now: datetime,
    by: User | None = None,
    once: str = "",
) -> None:
    """Tell each of them once, inside the caller's transaction; who did it (`by`) is not told of it.

    `sentence` is whole and Vietnamese; `path` is the page where it is dealt with. With `once`, who was told under
    that key before is not told again, also by a process that runs at the same time.
    """
    rows = [
        Notice(person=person, kind=kind, sentence=sentence, path=path, at=now, once=once)
        for person in people
        if person != by
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(once))
