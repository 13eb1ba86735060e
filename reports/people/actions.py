"""A leader or an account leaves and the work goes on: all of it or nothing; taken back before the last day is over."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from plans.refusals import NotAllowed
from plans.requests import claim_key
from reports.people.leaving import Leaving
from reports.people.works import Moved, Piece, pieces_of, work_of
from units import journal
from units.dates import short_date
from units.models import Channel, Departure, NoticeKind, User, Ward
from units.notices import coordinators_of, notify
from units.permissions import edits_people

NOT_THE_ADMINISTRATOR = "Chỉ người quản trị ghi việc nghỉ, chuyển công tác."
ONESELF = "Không tự ghi ngày nghỉ của chính mình; hãy nhờ người quản trị khác."
TOO_LATE = (
    "Ngày làm việc cuối cùng đã qua nên không hủy được nữa: số liệu từ ngày sau đó đã thuộc về người tiếp nhận. "
    "Muốn người này làm việc lại, sửa ngày ở trang quản trị."
)


def seen_of(pieces: Iterable[Piece]) -> str:
    """A mark of what the page showed, so that exactly that is handed over."""
    return hashlib.sha256("\n".join(piece.words for piece in pieces).encode()).hexdigest()


@transaction.atomic
def leave(
    *, leaving: Leaving, reason: str, seen: str, key: UUID, by: User, channel: Channel, now: datetime
) -> Departure | None:
    """Hand over what was `seen`, each with a line of the journal. None when this very request was done before.

    Raises NotAllowed (Moved where there is other work than was seen); then nothing is written.
    """
    require_administrator(leaving.ward.pk, by)
    if by in leaving.accounts:
        raise NotAllowed(ONESELF)
    if not claim_key(key, "leave", by=by, now=now):
        return None
    pieces = pieces_of(leaving)
    if not pieces or seen_of(pieces) != seen:
        raise Moved
    handed = [_hand(piece, leaving, reason, by=by, channel=channel, now=now) for piece in pieces]
    _tell(leaving, pieces, by=by, now=now)
    return Departure.objects.create(
        ward=leaving.ward,
        account=leaving.account,
        leader=leaving.leader,
        last_day=leaving.last_day,
        next_account=leaving.next_account,
        next_leader=leaving.next_leader,
        reason=reason,
        handed=handed,
        made_by=by,
        made_at=now,
    )


def require_administrator(ward_id: int, by: User) -> None:
    if not edits_people(by) or by.ward_id != ward_id:
        raise NotAllowed(NOT_THE_ADMINISTRATOR)


def _hand(piece: Piece, leaving: Leaving, reason: str, *, by: User, channel: Channel, now: datetime) -> dict[str, Any]:
    """What Departure.handed keeps of the piece: what it said, how the journal names it, what undoing needs."""
    kept = work_of(piece.kind).hand(piece, leaving)
    words: dict[str, Any] = {"ward": leaving.ward, "by": by, "channel": channel, "now": now, "reason": reason}
    journal.record(piece.subject, piece.action, before=piece.before, after=piece.after, **words)
    subject = [piece.subject.kind, piece.subject.id, piece.subject.code, piece.subject.unit]
    told = {"before": dict(piece.before), "after": dict(piece.after)}
    return {"kind": piece.kind, "words": piece.words, "subject": subject, "kept": kept, **told}


def _tell(leaving: Leaving, pieces: Sequence[Piece], *, by: User, now: datetime) -> None:
    """The successor, and for a leader the coordinators, whose report names the new one."""
    if leaving.successor is None:
        return
    details = "\n".join(f"- {piece.words}" for piece in pieces if piece.action == "hand_over")
    sentence = f"Từ {short_date(leaving.first_day)}, {leaving.successor} tiếp nhận công việc của {leaving.who}."
    people = list(leaving.next_leader.users.filter(is_active=True)) if leaving.next_leader else []
    people += [leaving.next_account] if leaving.next_account else []
    people += list(coordinators_of(leaving.ward, now)) if leaving.leader else []
    path = reverse("dashboard" if leaving.leader else "my_work")
    notify(dict.fromkeys(people), NoticeKind.HANDED_OVER, sentence, path=path, now=now, by=by, details=details)


def undo_refusal(departure: Departure, now: datetime) -> str:
    """Why it cannot be undone any more; "" where it can."""
    return TOO_LATE if departure.last_day < timezone.localdate(now) else ""


@transaction.atomic
def undo(*, departure: Departure, reason: str, by: User, channel: Channel, now: datetime) -> bool:
    """Hủy: all as it was before, each with a line of the journal. False where it was undone before.

    Raises NotAllowed where the last day is over or something was changed since; then nothing is written.
    """
    require_administrator(departure.ward_id, by)
    if refused := undo_refusal(departure, now):
        raise NotAllowed(refused)
    if not Departure.objects.filter(pk=departure.pk, undone_at=None).update(undone_at=now, undone_by=by):
        return False
    for piece in reversed(departure.handed):
        work = work_of(piece["kind"])
        if not work.take_back(piece["kept"]):
            continue
        kind, pk, code, unit = piece["subject"]
        journal.record(
            journal.Subject(kind, pk, code, unit=unit),
            work.undo_action,
            ward=departure.ward,
            by=by,
            channel=channel,
            now=now,
            before=piece["after"],
            after=piece["before"],
            reason=reason,
        )
    return True


@transaction.atomic
def forget_departures(ward: Ward, people: QuerySet[User]) -> None:
    """For clear_demo: take back what these accounts recorded, and forget every departure that names one of them."""
    names = ("account", "next_account", "made_by", "undone_by")
    named = reduce(or_, (Q(**{f"{name}__in": people}) for name in names))
    for departure in Departure.objects.filter(named, ward=ward).order_by("-pk"):
        if departure.undone_at is None:
            with suppress(NotAllowed), transaction.atomic():  # what somebody changed since stays as they made it
                for piece in reversed(departure.handed):
                    work_of(piece["kind"]).take_back(piece["kept"])
        departure.delete()
