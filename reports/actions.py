"""Decisions on a unit's report as a whole: send, accept, return. Whole or not at all."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kpis.actions import accept_figures, move_figures
from kpis.models import Figure
from kpis.querysets import figures_in
from plans.actions import (
    Hand,
    NotAllowed,
    claim_key,
    require_collecting,
    require_entry_right,
    touch_seen_report,
)
from plans.models import ReportedRow, UnitReport
from plans.workflow import EDITABLE, RowEvent, RowState
from tasks.actions import accept_progress, move_progress
from tasks.models import Progress
from tasks.querysets import progress_in
from units.models import Channel, User
from units.permissions import can_review

NOTHING_TO_SEND = "Chưa có dòng nào để gửi; hãy nhập ít nhất một số liệu."


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
def send_report(*, report: UnitReport, seen: int, key: UUID, by: User, channel: Channel, now: datetime) -> int:
    """Gửi báo cáo: every editable row goes to review. Returns how many; 0 when this very request was done before."""
    require_entry_right(by, report.unit)
    require_collecting(report.period, now)
    if not claim_key(key, "send", by=by, now=now):
        return 0
    touch_seen_report(report, seen=seen, by=by, now=now)
    rows = rows_of(report).where(lambda row: RowState(row.state) in EDITABLE)
    if not len(rows):
        raise NotAllowed(NOTHING_TO_SEND)
    _move(rows, RowEvent.SEND, Hand(by=by, channel=channel, now=now))
    UnitReport.objects.filter(pk=report.pk).update(sent_at=now, sent_by=by)
    return len(rows)


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
    hand = Hand(by=by, channel=channel, now=now)
    accept_figures(rows.figures, hand=hand)
    accept_progress(rows.progress, hand=hand)
    return len(rows)


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
        raise NotAllowed("Hãy ghi lý do trả lại để đơn vị biết cần sửa gì.")
    rows = _reviewed(report, chosen, seen, "return", key, by, now)
    _move(rows, RowEvent.RETURN, Hand(by=by, channel=channel, now=now), reason)
    return len(rows)


def _reviewed(
    report: UnitReport, chosen: Collection[str], seen: int, action: str, key: UUID, by: User, now: datetime
) -> ReportRows:
    """The sent rows that a reviewer decides on, the report locked; empty when the request was done before."""
    if not can_review(by, report.unit.ward_id):
        raise NotAllowed("Chỉ cơ quan đầu mối chấp nhận hoặc trả lại số liệu.")
    if not claim_key(key, action, by=by, now=now):
        return ReportRows([], [])
    touch_seen_report(report, seen=seen, by=by, now=now)
    sent = rows_of(report).where(lambda row: row.state == RowState.SENT)
    rows = sent.where(lambda row: row_key(row) in chosen) if chosen else sent
    if not len(rows):
        raise NotAllowed("Không có dòng nào đang chờ xem xét trong số đã chọn.")
    return rows


def _move(rows: ReportRows, event: RowEvent, hand: Hand, reason: str = "") -> None:
    move_figures(rows.figures, event, hand=hand, reason=reason)
    move_progress(rows.progress, event, hand=hand, reason=reason)
