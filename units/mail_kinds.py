"""Which notices concern a role, and which of them go by mail before the person has chosen."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from units.models import MailChoice, NoticeKind, Role, User

AT_A_UNIT = (
    NoticeKind.OPENED,
    NoticeKind.DUE_SOON,
    NoticeKind.DUE_TODAY,
    NoticeKind.LATE,
    NoticeKind.REMINDED,
    NoticeKind.RETURNED,
    NoticeKind.ACCEPTED,
    NoticeKind.REMARK,
    NoticeKind.REOPENED,
    NoticeKind.DIRECTION,
    NoticeKind.HANDED_OVER,
)
KINDS_OF_ROLE: Mapping[Role, tuple[NoticeKind, ...]] = MappingProxyType(
    {
        Role.OFFICER: AT_A_UNIT,
        Role.UNIT_HEAD: (*AT_A_UNIT, NoticeKind.CONFIRM),
        Role.COORDINATOR: (
            *AT_A_UNIT,
            NoticeKind.CONFIRM,
            NoticeKind.SENT,
            NoticeKind.REOPEN_ASKED,
            NoticeKind.ANSWERED,
        ),
        Role.WARD_LEADER: (NoticeKind.DIGEST, NoticeKind.ANSWERED, NoticeKind.HANDED_OVER),
        Role.VIEWER: (),
        Role.ADMINISTRATOR: (NoticeKind.HANDED_OVER,),
    }
)
BY_MAIL_AT_FIRST = frozenset(
    {
        NoticeKind.DUE_SOON,
        NoticeKind.DUE_TODAY,
        NoticeKind.LATE,
        NoticeKind.REMINDED,
        NoticeKind.RETURNED,
        NoticeKind.DIRECTION,
        NoticeKind.DIGEST,
    }
)


def kinds_for(person: User) -> tuple[NoticeKind, ...]:
    return KINDS_OF_ROLE[Role(person.role)]


def wanted_by_mail(people: Iterable[User], kind: NoticeKind) -> frozenset[int]:
    """Ids of those with an address who take this kind by mail (one query)."""
    reachable = [person.pk for person in people if person.email]
    choices = MailChoice.objects.filter(person__in=reachable, kind=kind)
    chosen = dict(choices.values_list("person_id", "wanted"))
    return frozenset(key for key in reachable if chosen.get(key, kind in BY_MAIL_AT_FIRST))


def chosen_kinds(person: User) -> frozenset[NoticeKind]:
    """The kinds of the person's role that go by mail now (one query)."""
    chosen = dict(person.mail_choices.values_list("kind", "wanted"))
    return frozenset(kind for kind in kinds_for(person) if chosen.get(kind, kind in BY_MAIL_AT_FIRST))
