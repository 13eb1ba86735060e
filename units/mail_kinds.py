"""Which notices concern a role, in words for the settings, and which go by mail before the person has chosen."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from units.models import MailChoice, NoticeKind, Role, User

AT_A_UNIT = (
    NoticeKind.OPENED,
    NoticeKind.CALENDAR,
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
            NoticeKind.ISSUED,
        ),
        Role.WARD_LEADER: (
            NoticeKind.DIGEST,
            NoticeKind.DIRECTION,
            NoticeKind.ANSWERED,
            NoticeKind.HANDED_OVER,
            NoticeKind.ISSUED,
        ),
        Role.VIEWER: (NoticeKind.ISSUED,),
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
WHEN: Mapping[NoticeKind, str] = MappingProxyType(
    {
        NoticeKind.OPENED: "Kỳ báo cáo mở",
        NoticeKind.CALENDAR: "Đổi hạn gửi, chốt hoặc mở lại kỳ báo cáo",
        NoticeKind.DUE_SOON: "Còn 3 ngày đến hạn gửi",
        NoticeKind.DUE_TODAY: "Hôm nay là hạn gửi",
        NoticeKind.LATE: "Đã quá hạn gửi",
        NoticeKind.REMINDED: "Cơ quan đầu mối đôn đốc",
        NoticeKind.CONFIRM: "Báo cáo chờ lãnh đạo đơn vị xác nhận",
        NoticeKind.SENT: "Một đơn vị gửi báo cáo",
        NoticeKind.RETURNED: "Số liệu bị trả lại",
        NoticeKind.ACCEPTED: "Số liệu được chấp nhận",
        NoticeKind.REMARK: "Có ý kiến xem xét hoặc trả lời ý kiến ở một dòng",
        NoticeKind.REOPEN_ASKED: "Một đơn vị đề nghị mở lại số liệu",
        NoticeKind.REOPENED: "Số liệu được mở lại",
        NoticeKind.DIRECTION: "Lãnh đạo có ý kiến chỉ đạo",
        NoticeKind.ANSWERED: "Ý kiến chỉ đạo được trả lời",
        NoticeKind.DIGEST: "Tổng hợp tình hình mỗi tuần",
        NoticeKind.HANDED_OVER: "Tiếp nhận công việc được bàn giao",
        NoticeKind.ISSUED: "Một báo cáo được phát hành",
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
