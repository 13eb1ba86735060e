"""Writes of directions: give, answer, ask for more, end, hand over. Nothing else writes them.

Each is atomic, writes the journal (a line for every unit that is meant, so that each unit's people find theirs) and
tells the people whom it concerns. A double click has one effect: the request's key is unique.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from kpis.models import Indicator
from plans.actions import Hand
from plans.evidence import Document
from plans.models import Evidence, Period, document_words
from plans.refusals import NotAllowed
from reports.models import Direction, DirectionAbout, DirectionMessage, DirectionState, DirectionUnit, MessageKind
from tasks.models import Task
from units import journal
from units.dates import local_date, short_date, short_datetime
from units.models import Channel, NoticeKind, Unit, User
from units.notices import notify, people_of
from units.permissions import can_enter_for, directs, enters_on_behalf, writes_directions

NO_TEXT = "Hãy ghi nội dung chỉ đạo."
NO_ANSWER = "Hãy ghi câu trả lời."
NO_WORD = "Hãy ghi điều chưa đạt và việc cần làm tiếp."
NO_UNIT = "Hãy chọn ít nhất một đơn vị thực hiện."
PAST_DAY = "Hạn không được trước hôm nay."
NO_MINUTES = "Hãy ghi số và ngày của văn bản (biên bản, thông báo kết luận) có ý kiến này."
NOTHING_TO_HAND_BACK = "Chưa có đơn vị nào trả lời nên chưa có gì để yêu cầu làm tiếp."
NOT_YOURS = "Tài khoản của bạn không ghi ý kiến chỉ đạo."
SHORT = 120  # characters of a direction that a notice quotes
Thing = Indicator | Task | Unit | None


class DirectionMoved(NotAllowed):
    """The direction was ended, answered or handed back after the page was drawn."""

    def __init__(self, direction: Direction) -> None:
        sentence = "Ý kiến chỉ đạo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi gửi lần nữa."
        if direction.closed_at:
            when = f"lúc {short_datetime(direction.closed_at)} ({direction.closed_by})"
            sentence = f"Ý kiến chỉ đạo này đã kết thúc {when} nên chưa ghi thêm gì."
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The posted page: its key, and the version of the direction that it showed."""

    key: UUID
    seen: int


@transaction.atomic
def give_direction(
    *,
    period: Period,
    thing: Thing,
    units: Collection[Unit],
    text: str,
    due_on: date,
    leader: User,
    document: Document | None,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
) -> Direction:
    """Ghi ý kiến chỉ đạo. `thing`: what it is about, None for the period as a whole. The same request again gives
    the direction that it made. Raises NotAllowed."""
    _require_giver(by, leader, period.plan.ward_id, document)
    if not text or not units or due_on < local_date(now):
        raise NotAllowed(NO_TEXT if not text else NO_UNIT if not units else PAST_DAY)
    hand = Hand(by=by, channel=channel, now=now)
    try:
        with transaction.atomic():
            made = Direction.objects.create(
                plan=period.plan, period=period, **_about(thing), text=text, due_on=due_on, leader=leader,
                followed_by=leader, written_by=by, given_at=now, **_document(document), key=key,
                illustrative=by.is_demo,
            )  # fmt: skip
    except IntegrityError:
        return Direction.objects.get(key=key, written_by=by)
    DirectionUnit.objects.bulk_create(DirectionUnit(direction=made, unit=unit) for unit in units)
    words = {"chỉ đạo": text, "hạn": short_date(due_on), "lãnh đạo": str(leader), "văn bản": made.document}
    _record(made, "direct", units, hand, after=words, on_behalf=made.on_behalf)
    _tell_units(made, units, hand, f"Ý kiến chỉ đạo, hạn {short_date(due_on)}: {_quoted(text)}")
    if made.on_behalf:
        _tell(made, [leader], NoticeKind.DIRECTION, hand, f"Ghi theo biên bản ý kiến chỉ đạo của bạn: {_quoted(text)}")
    return made


@transaction.atomic
def answer_direction(
    *,
    direction: Direction,
    unit: Unit,
    text: str,
    document: Document | None,
    evidence: Evidence | None,
    request: Request,
    by: User,
    channel: Channel,
    now: datetime,
) -> bool:
    """Trả lời for one of the units. False when this very request was done before. Raises NotAllowed, DirectionMoved."""
    if not can_enter_for(by, unit) or not direction.parts.filter(unit=unit).exists():
        raise NotAllowed(f"Tài khoản của bạn không trả lời thay {unit.name}.")
    if not text:
        raise NotAllowed(NO_ANSWER)
    if not _step(direction, request):
        return False
    hand, on_behalf = Hand(by=by, channel=channel, now=now), enters_on_behalf(by, unit)
    columns = {"unit": unit, "text": text, "evidence": evidence, "on_behalf": on_behalf, **_document(document)}
    _say(direction, MessageKind.ANSWER, request, hand, **columns)
    direction.parts.filter(unit=unit).update(answered_at=now)
    named = document_words(document.number, document.day) if document else ""
    words = {"trả lời": text, "văn bản": named, "minh chứng": str(evidence) if evidence else ""}
    _record(direction, "answer", [unit], hand, after=words, on_behalf=on_behalf)
    told = f"{unit.short_name} trả lời ý kiến chỉ đạo ({direction.subject_words}): {_quoted(text)}"
    _tell(direction, [direction.followed_by], NoticeKind.ANSWERED, hand, told)
    return True


@transaction.atomic
def continue_direction(
    *, direction: Direction, text: str, due_on: date | None, request: Request, by: User, channel: Channel, now: datetime
) -> bool:
    """Chưa đạt, làm tiếp: the units answer again, by the new day where one is given. As `answer_direction`."""
    _require_leader(direction, by)
    if not text or (due_on and due_on < local_date(now)):
        raise NotAllowed(PAST_DAY if text else NO_WORD)
    before = {"hạn": short_date(direction.due_on)}
    changes = {"due_on": due_on} if due_on else {}
    if not _step(direction, request, **changes):
        return False
    answered = direction.parts.filter(answered_at__isnull=False)
    units = [part.unit for part in answered.select_related("unit")]
    if not units:
        raise NotAllowed(NOTHING_TO_HAND_BACK)
    answered.update(answered_at=None)
    hand = Hand(by=by, channel=channel, now=now)
    _say(direction, MessageKind.CONTINUE, request, hand, text=text, due_on=due_on)
    after = {"hạn": short_date(due_on or direction.due_on)}
    _record(direction, "continue", units, hand, before=before, after=after, reason=text)
    _tell_units(direction, units, hand, f"Chưa đạt, làm tiếp, hạn {after['hạn']}: {_quoted(text)}")
    return True


@transaction.atomic
def finish_direction(
    *, direction: Direction, text: str, request: Request, by: User, channel: Channel, now: datetime
) -> bool:
    """Kết thúc, with a word or without. As `answer_direction`."""
    _require_leader(direction, by)
    if not _step(direction, request, state=DirectionState.CLOSED, closed_at=now, closed_by=by):
        return False
    hand = Hand(by=by, channel=channel, now=now)
    _say(direction, MessageKind.FINISH, request, hand, text=text)
    states = {"before": {"tình trạng": DirectionState.OPEN.label}, "after": {"tình trạng": DirectionState.CLOSED.label}}
    units = _units_of(direction)
    _record(direction, "finish", units, hand, reason=text, **states)
    _tell_units(direction, units, hand, f"Ý kiến chỉ đạo ({direction.subject_words}) đã kết thúc.")
    return True


def _require_giver(by: User, leader: User, ward_id: int, document: Document | None) -> None:
    if not writes_directions(by, ward_id) or not directs(leader, ward_id) or (directs(by, ward_id) and by != leader):
        raise NotAllowed(NOT_YOURS)
    if by != leader and document is None:
        raise NotAllowed(NO_MINUTES)


def _require_leader(direction: Direction, by: User) -> None:
    if not directs(by, direction.plan.ward_id):
        raise NotAllowed("Chỉ lãnh đạo phường kết thúc hoặc yêu cầu làm tiếp ý kiến chỉ đạo.")


def _about(thing: Thing) -> dict[str, Any]:
    names = {Indicator: DirectionAbout.INDICATOR, Task: DirectionAbout.TASK, Unit: DirectionAbout.UNIT}
    if thing is None:
        return {"about": DirectionAbout.PERIOD}
    about = names[type(thing)]
    return {"about": about, about.value: thing}


def _document(document: Document | None) -> dict[str, Any]:
    return document.fields() if document else {}


def _step(direction: Direction, request: Request, **changes: Any) -> bool:
    """Take the direction from the version that was read to the next, which locks it until the transaction ends.

    False when the request was carried out before. Raises DirectionMoved.
    """
    seen = Direction.objects.filter(pk=direction.pk, version=request.seen, state=DirectionState.OPEN)
    if seen.update(version=F("version") + 1, **changes):
        return True
    if DirectionMessage.objects.filter(key=request.key).exists():
        return False
    raise DirectionMoved(Direction.objects.select_related("closed_by").get(pk=direction.pk))


def _say(direction: Direction, kind: MessageKind, request: Request, hand: Hand, **columns: Any) -> None:
    DirectionMessage.objects.create(direction=direction, kind=kind, key=request.key, by=hand.by, at=hand.now, **columns)


def _units_of(direction: Direction) -> list[Unit]:
    return [part.unit for part in direction.parts.select_related("unit")]


def _record(
    direction: Direction,
    action: str,
    units: Iterable[Unit],
    hand: Hand,
    *,
    before: Mapping[str, str] | None = None,
    after: Mapping[str, str],
    **words: Any,
) -> None:
    for unit in units:
        subject = journal.Subject("direction", direction.pk, direction.subject_code, direction.period.code, unit.code)
        journal.record(
            subject,
            action,
            ward=direction.plan.ward,
            by=hand.by,
            channel=hand.channel,
            now=hand.now,
            before=before,
            after={name: text for name, text in after.items() if text},
            **words,
        )


def _tell_units(direction: Direction, units: Iterable[Unit], hand: Hand, sentence: str) -> None:
    people = {person for unit in units for person in people_of(unit, hand.now)}
    _tell(direction, people, NoticeKind.DIRECTION, hand, sentence)


def _tell(direction: Direction, people: Iterable[User], kind: NoticeKind, hand: Hand, sentence: str) -> None:
    path = reverse("direction", args=(direction.pk,))
    notify(people, kind, sentence, path=path, now=hand.now, by=hand.by)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= SHORT else line[: SHORT - 1] + '…'}”"
