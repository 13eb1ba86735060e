"""Telling people: who is meant, the one way to write a notice, and what its reader does with it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from units import journal
from units.mail import mail_is_set_up
from units.mail_kinds import chosen_kinds, kinds_for, wanted_by_mail
from units.models import UNIT_ROLES, Channel, MailChoice, Notice, NoticeKind, Role, Unit, User, Ward
from units.people import at_work_on
from units.postman import postman


def people_of(unit: Unit, now: datetime) -> QuerySet[User]:
    """Who works for the unit today: its own people, and who stands in for them (one query)."""
    today = timezone.localdate(now)
    standing_in = Q(stand_ins__unit=unit, stand_ins__starts_on__lte=today, stand_ins__ends_on__gte=today)
    return User.objects.filter(Q(unit=unit) | standing_in, at_work_on(today), role__in=UNIT_ROLES).distinct()


def heads_of(unit: Unit, day: date) -> QuerySet[User]:
    """Who confirms for the unit on the day (units/permissions.py, `heads`)."""
    return User.objects.filter(at_work_on(day), unit=unit, role=Role.UNIT_HEAD)


def everyone_at_a_unit(ward: Ward, now: datetime) -> QuerySet[User]:
    """Who works for any unit of the ward today (one query)."""
    return User.objects.filter(at_work_on(timezone.localdate(now)), ward=ward, role__in=UNIT_ROLES)


def coordinators_of(ward: Ward, now: datetime) -> QuerySet[User]:
    return _of_role(ward, Role.COORDINATOR, now)


def leaders_of(ward: Ward, now: datetime) -> QuerySet[User]:
    return _of_role(ward, Role.WARD_LEADER, now)


def viewers_of(ward: Ward, now: datetime) -> QuerySet[User]:
    return _of_role(ward, Role.VIEWER, now)


def _of_role(ward: Ward, role: Role, now: datetime) -> QuerySet[User]:
    return User.objects.filter(at_work_on(timezone.localdate(now)), ward=ward, role=role)


def notify(
    people: Iterable[User],
    kind: NoticeKind,
    sentence: str,
    *,
    path: str,
    now: datetime,
    by: User | None = None,
    once: str = "",
    details: str = "",
) -> None:
    """Tell each of them once, inside the caller's transaction; who did it (`by`) is not told of it.

    `sentence` is whole and Vietnamese, `details` are lines below it; `path` is the page where it is dealt with. With
    `once`, who was told under that key before is not told again, also by a process that runs at the same time.
    Whoever takes the kind by mail gets it by mail too: after the commit, by a thread, so that no write waits for a
    mail server (units/postman.py).
    """
    told = [person for person in people if person != by]
    mailed = wanted_by_mail(told, kind) if mail_is_set_up() else frozenset()
    words = {"kind": kind, "sentence": sentence, "details": details, "path": path, "at": now, "once": once}
    rows = [Notice(person=person, by_mail=person.pk in mailed, **words) for person in told]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(once))
    if mailed:
        transaction.on_commit(postman.call, robust=True)


def unread_count(person: User) -> int:
    """One query, answered by the index notice_unread alone."""
    return Notice.objects.filter(person=person, read_at=None).count()


def settle(people: Iterable[User], kind: NoticeKind, *, path: str, now: datetime) -> None:
    """What was asked of them on that page is done or no longer asked: their notices of it are read (one query)."""
    Notice.objects.filter(person__in=people, kind=kind, path=path, read_at=None).update(read_at=now)


def read_one(notice: Notice, *, now: datetime) -> None:
    """The first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)


def read_all(person: User, *, newest: int, now: datetime) -> int:
    """Mark all that the page showed as read: nothing newer than the id `newest`. Returns how many."""
    return Notice.objects.filter(person=person, read_at=None, pk__lte=newest).update(read_at=now)


@transaction.atomic
def choose_mail(*, person: User, kinds: Collection[NoticeKind], channel: Channel, now: datetime) -> None:
    """Of the kinds that concern the person, these go by mail and the others do not."""
    before = chosen_kinds(person)
    for kind in kinds_for(person):
        MailChoice.objects.update_or_create(person=person, kind=kind, defaults={"wanted": kind in kinds})
    after = chosen_kinds(person)
    if after != before:
        journal.record(
            journal.Subject("user", person.pk, person.username),
            "change",
            ward=person.ward,
            by=person,
            channel=channel,
            now=now,
            before={"nhận qua thư": _words(before)},
            after={"nhận qua thư": _words(after)},
        )


def _words(kinds: Collection[NoticeKind]) -> str:
    return ", ".join(kind.label for kind in NoticeKind if kind in kinds) or "không loại nào"
