"""Who hears of what becomes of a report: one sentence each, and the page where it is dealt with."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from plans.actions import Hand
from plans.models import Reopening, UnitReport
from plans.told import shortened
from plans.workflow import RowState
from units.dates import local_date, short_date
from units.models import NoticeKind, User
from units.notices import coordinators_of, heads_of, notify, people_of, settle


def _tell(people: Iterable[User], kind: NoticeKind, sentence: str, path: str, hand: Hand) -> None:
    notify(people, kind, sentence, path=path, now=hand.now, by=hand.by)


def _place(report: UnitReport, name: str) -> str:
    return reverse(name, args=(report.period.code, report.unit.code))


def _holds(report: UnitReport, state: RowState) -> bool:
    """Whether a row of it is in that state (two queries)."""
    return report.figure_rows.filter(state=state).exists() or report.progress_rows.filter(state=state).exists()


def waits_for_head(report: UnitReport, count: int, hand: Hand) -> None:
    sentence = f"{report.period.label}: {hand.by} trình {count} dòng, chờ bạn xác nhận."
    _tell(
        heads_of(report.unit, local_date(hand.now)), NoticeKind.CONFIRM, sentence, _place(report, "send_report"), hand
    )


def off_the_heads_desk(report: UnitReport, now: datetime) -> None:
    """Confirmed, given back or taken back: the notice is done with, unless more of it waits for the unit's head."""
    if _holds(report, RowState.WAITING):
        return
    settle(heads_of(report.unit, local_date(now)), NoticeKind.CONFIRM, path=_place(report, "send_report"), now=now)


def off_the_coordinators_desk(report: UnitReport, now: datetime) -> None:
    """Taken back or decided on: the notice is done with, unless more of it waits for review."""
    if _holds(report, RowState.SENT):
        return
    settle(coordinators_of(report.unit.ward, now), NoticeKind.SENT, path=_place(report, "review"), now=now)


def sent(report: UnitReport, count: int, hand: Hand) -> None:
    sentence = f"{report.unit.name} gửi {count} dòng của {report.period.label}, chờ xem xét."
    _tell(coordinators_of(report.unit.ward, hand.now), NoticeKind.SENT, sentence, _place(report, "review"), hand)


def returned(report: UnitReport, figures: int, tasks: int, reason: str, hand: Hand, *, by_head: bool = False) -> None:
    """To the tab where the first of the rows is put right."""
    who = "lãnh đạo đơn vị" if by_head else "cơ quan đầu mối"
    sentence = f"{report.period.label}: {who} trả lại {figures + tasks} dòng, lý do: {shortened(reason)}"
    page = _place(report, "entry" if figures else "entry_tasks")
    _tell(people_of(report.unit, hand.now), NoticeKind.RETURNED, sentence, page, hand)
    if not by_head:
        off_the_coordinators_desk(report, hand.now)


def accepted(report: UnitReport, count: int, hand: Hand) -> None:
    sentence = f"{report.period.label}: đã chấp nhận {count} dòng của {report.unit.name}."
    _tell(people_of(report.unit, hand.now), NoticeKind.ACCEPTED, sentence, _place(report, "entry"), hand)
    off_the_coordinators_desk(report, hand.now)


def reopening_asked(reopening: Reopening, hand: Hand) -> None:
    where = f"{reopening.code}, {reopening.period.label}"
    sentence = f"{reopening.unit.name} đề nghị mở lại {where}: {shortened(reopening.reason)}"
    _about(reopening, coordinators_of(reopening.unit.ward, hand.now), NoticeKind.REOPEN_ASKED, sentence, hand)


def reopening_granted(reopening: Reopening, hand: Hand) -> None:
    until = f" đến hết ngày {short_date(reopening.until)}" if reopening.until else ""
    sentence = f"{reopening.code}, {reopening.period.label}: được mở lại{until}."
    _to_unit(reopening, sentence, hand)


def reopening_refused(reopening: Reopening, hand: Hand) -> None:
    sentence = f"{reopening.code}, {reopening.period.label}: không mở lại, lý do: {shortened(reopening.answer)}"
    _to_unit(reopening, sentence, hand)


def reopening_closed(reopening: Reopening, reason: str, hand: Hand) -> None:
    _to_unit(reopening, f"{reopening.code}, {reopening.period.label}: đã khép lại, lý do: {shortened(reason)}", hand)


def _to_unit(reopening: Reopening, sentence: str, hand: Hand) -> None:
    _about(reopening, people_of(reopening.unit, hand.now), NoticeKind.REOPENED, sentence, hand)


def _about(reopening: Reopening, people: Iterable[User], kind: NoticeKind, sentence: str, hand: Hand) -> None:
    path = reverse("reopening", args=(reopening.period.code, reopening.unit.code, reopening.code))
    _tell(people, kind, sentence, path, hand)
