"""The coordinator's decisions on a unit's report: review, accept, return. Whole or not at all (sending: sending.py)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kpis.actions import accept_figures, move_figures
from kpis.models import Figure
from kpis.querysets import figures_in
from plans.actions import Hand, touch_seen_report
from plans.models import Reopening, ReopeningState, ReportedRow, UnitReport
from plans.refusals import NotAllowed
from plans.requests import claim_key
from plans.workflow import WHO, RowEvent, RowState
from reports import told
from tasks.actions import accept_progress, move_progress
from tasks.models import Progress
from tasks.querysets import progress_in
from units import journal
from units.models import Channel, User
from units.notices import coordinators_of
from units.permissions import can_review

WHY_RETURNED = "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."
NONE_WAITS = "Không có dòng nào đang chờ xem xét trong số đã chọn."
SECOND_PERSON = "Số liệu này do chính bạn nhập hoặc gửi cho đơn vị mình; hãy để người khác chấp nhận: {}."


@dataclass(frozen=True, slots=True)
class ReportRows:
    """The figures and the progress of one unit's report."""

    figures: list[Figure]
    progress: list[Progress]

    def __len__(self) -> int:
        return len(self.figures) + len(self.progress)

    def where(self, wanted: Callable[[ReportedRow], bool]) -> "ReportRows":
        return ReportRows([row for row in self.figures if wanted(row)], [row for row in self.progress if wanted(row)])


def row_key(row: ReportedRow) -> str:
    """How a page names a row: `figure-12`, `progress-3`."""
    return f"{type(row).__name__.lower()}-{row.pk}"


def rows_of(report: UnitReport) -> ReportRows:
    """Two queries, in printed order."""
    return ReportRows(
        list(figures_in(report.period).filter(report=report).order_by("indicator__order")),
        list(progress_in(report.period).filter(report=report).order_by("task__order")),
    )


@transaction.atomic
def begin_review(*, report: UnitReport, by: User, channel: Channel, now: datetime) -> bool:
    """Bắt đầu xem xét: from now on the unit cannot take the report back. False where it had begun before."""
    require_reviewer(report, by)
    hit = UnitReport.objects.filter(pk=report.pk, review_began_at=None).update(
        review_began_at=now, content_version=F("content_version") + 1, last_activity_at=now, last_activity_by=by
    )
    if not hit:
        return False
    journal.record(
        journal.Subject("report", report.pk, report.unit.code, period=report.period.code, unit=report.unit.code),
        "begin",
        ward=report.unit.ward,
        by=by,
        channel=channel,
        now=now,
    )
    return True


def require_reviewer(report: UnitReport, by: User) -> None:
    if not can_review(by, report.unit.ward_id):
        raise NotAllowed(WHO[RowEvent.ACCEPT])


@transaction.atomic
def accept_report(
    *,
    report: UnitReport,
    chosen: Collection[str],
    seen: int,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
) -> int:
    """Chấp nhận số liệu: the chosen sent rows (none chosen: all of them). Returns how many."""
    rows = _reviewed(report, chosen, seen, "accept", key, by, now)
    _accept(report, rows, Hand(by=by, channel=channel, now=now))
    return len(rows)


def _accept(report: UnitReport, rows: ReportRows, hand: Hand) -> None:
    _require_second_person(report, rows, hand)
    codes = [code_of(row) for row in [*rows.figures, *rows.progress]]
    accept_figures(rows.figures, hand=hand)
    accept_progress(rows.progress, hand=hand)
    end_reopenings(report, codes, hand.now)
    if len(rows):
        told.accepted(report, len(rows), hand)


def second_people(report: UnitReport, rows: ReportRows, by: User, now: datetime) -> list[User]:
    """Who else must accept what this person entered, handed to the head or sent for the own unit (one query).

    None where nobody else could.

    Then it is accepted by the same person and marked so (domain.md, Review state of a row).
    """
    own = by.unit_id == report.unit_id
    handed = by.pk in {report.sent_by_id, report.asked_by_id}
    mine = handed or any(row.entered_by_id == by.pk for row in [*rows.figures, *rows.progress])
    return list(coordinators_of(report.unit.ward, now).exclude(pk=by.pk)) if own and mine else []


def _require_second_person(report: UnitReport, rows: ReportRows, hand: Hand) -> None:
    others = second_people(report, rows, hand.by, hand.now)
    if others:
        raise NotAllowed(SECOND_PERSON.format(", ".join(map(str, others))))


@transaction.atomic
def split_report(
    *,
    report: UnitReport,
    chosen: Collection[str],
    reason: str,
    seen: int,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
) -> tuple[int, int]:
    """Trả lại the chosen sent rows with the reason and accept the others. How many of each; (0, 0) when done before."""
    if not reason:
        raise NotAllowed(WHY_RETURNED)
    sent = _reviewed(report, (), seen, "split", key, by, now)
    hand = Hand(by=by, channel=channel, now=now)
    back, good = sent.where(lambda row: row_key(row) in chosen), sent.where(lambda row: row_key(row) not in chosen)
    if len(sent) and not len(back):
        raise NotAllowed(NONE_WAITS)
    move_rows(back, RowEvent.RETURN, hand, reason)
    if len(back):
        told.returned(report, len(back.figures), len(back.progress), reason, hand)
    _accept(report, good, hand)
    return len(back), len(good)


@transaction.atomic
def return_report(
    *,
    report: UnitReport,
    chosen: Collection[str],
    reason: str,
    seen: int,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
) -> int:
    """Trả lại: the chosen sent rows (none chosen: all of them), with the reason that the officer will read."""
    if not reason:
        raise NotAllowed(WHY_RETURNED)
    rows = _reviewed(report, chosen, seen, "return", key, by, now)
    hand = Hand(by=by, channel=channel, now=now)
    move_rows(rows, RowEvent.RETURN, hand, reason)
    if len(rows):
        told.returned(report, len(rows.figures), len(rows.progress), reason, hand)
    return len(rows)


def _reviewed(
    report: UnitReport, chosen: Collection[str], seen: int, action: str, key: UUID, by: User, now: datetime
) -> ReportRows:
    """The sent rows that a reviewer decides on, the report locked; empty when the request was done before."""
    require_reviewer(report, by)
    if not claim_key(key, action, by=by, now=now):
        return ReportRows([], [])
    touch_seen_report(report, seen=seen, by=by, now=now)
    sent = rows_of(report).where(lambda row: row.state == RowState.SENT)
    rows = sent.where(lambda row: row_key(row) in chosen) if chosen else sent
    if not len(rows):
        raise NotAllowed(NONE_WAITS)
    UnitReport.objects.filter(pk=report.pk, review_began_at=None).update(review_began_at=now)
    return rows


def code_of(row: ReportedRow) -> str:
    """The plan's code of what the row reports."""
    return str(row.indicator.code if isinstance(row, Figure) else row.task.code)  # type: ignore[attr-defined]


def end_reopenings(report: UnitReport, codes: Collection[str], now: datetime) -> None:
    """What was opened by itself has run through the same acceptance (one query where a row is accepted).

    Also a late row that was entered after its period was opened again, and so never carried the reopening's day.
    """
    if codes:
        granted = Reopening.objects.filter(period=report.period, unit=report.unit, state=ReopeningState.GRANTED)
        granted.filter(code__in=codes).update(state=ReopeningState.DONE, ended_at=now)


def move_rows(rows: ReportRows, event: RowEvent, hand: Hand, reason: str = "") -> None:
    move_figures(rows.figures, event, hand=hand, reason=reason)
    move_progress(rows.progress, event, hand=hand, reason=reason)
