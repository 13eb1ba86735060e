"""Decisions on a unit's report as a whole: send, take back, review, accept, return. Whole or not at all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kpis.actions import FigureEntry, accept_figures, move_figures, save_figure
from kpis.actions import describe as describe_figure
from kpis.models import Figure
from kpis.querysets import figures_in
from plans.actions import (
    Hand,
    NotAllowed,
    claim_key,
    hold_collecting,
    require_entry_right,
    touch_seen_report,
)
from plans.models import Receipt, ReportedRow, UnitReport
from plans.quantities import Measure
from plans.receipts import check_code, receipt_content
from plans.workflow import EDITABLE, RowEvent, RowState
from reports.indicator_rows import IndicatorRow, Scope, indicator_rows, plan_indicators, read_ledger
from tasks.actions import accept_progress, move_progress
from tasks.actions import describe as describe_progress
from tasks.models import Progress
from tasks.querysets import progress_in
from units import journal
from units.models import Channel, User
from units.notices import coordinators_of
from units.permissions import can_review, can_withdraw, enters_on_behalf

REVIEW_BEGAN = "Cơ quan đầu mối đã bắt đầu xem xét nên không rút lại được; hãy đề nghị trả lại."
WHY_RETURNED = "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."
NONE_WAITS = "Không có dòng nào đang chờ xem xét trong số đã chọn."
SECOND_PERSON = "Số liệu này do chính bạn nhập hoặc gửi cho đơn vị mình; hãy để người khác chấp nhận: {}."
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


class Unexplained(NotAllowed):
    """Figures with cautions and no sentence about them: nothing is sent. `codes` are their indicators'."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"{len(codes)} dòng có cảnh báo mà chưa giải trình; hãy ghi một câu cho mỗi dòng rồi gửi.")
        self.codes = codes


def unexplained_rows(report: UnitReport, now: datetime) -> list[IndicatorRow]:
    """The figures that could be sent now but for the sentence that they ask for (eight queries)."""
    figures = report.figure_rows.filter(explanation="", state__in=EDITABLE)
    wanted = set(figures.values_list("indicator_id", flat=True))
    if not wanted:
        return []
    plan = report.period.plan
    ledger = read_ledger(plan, plan.periods.all(), Scope.ENTERED, now)
    rows = indicator_rows(plan_indicators(plan, report.period), ledger, report.period)
    return [row for row in rows if row.id in wanted and row.unexplained]


@transaction.atomic
def send_report(
    *,
    report: UnitReport,
    seen: int,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
    explanations: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Gửi báo cáo: every editable row goes to review. Returns how many; 0 when this very request was done before.

    `explanations` by indicator code are saved first, each as a change of its figure. Raises Unexplained where a
    figure still lacks its sentence; then nothing is saved.
    """
    require_entry_right(by, report.unit)
    hold_collecting(report.period, now)
    if not claim_key(key, "send", by=by, now=now):
        return 0
    touch_seen_report(report, seen=seen, by=by, now=now)
    hand = Hand(by=by, channel=channel, now=now)
    _explain(report, explanations, hand)
    if lacking := [row.code for row in unexplained_rows(report, now)]:
        raise Unexplained(lacking)
    rows = rows_of(report).where(lambda row: RowState(row.state) in EDITABLE)
    if not len(rows):
        raise NotAllowed(NOTHING_TO_SEND)
    keep_receipt(report, rows, by=by, now=now)
    _move(rows, RowEvent.SEND, hand)
    UnitReport.objects.filter(pk=report.pk).update(sent_at=now, sent_by=by, review_began_at=None)
    return len(rows)


def _explain(report: UnitReport, explanations: Mapping[str, str], hand: Hand) -> None:
    """Save the sentences of figures that have none; nobody's sentence is replaced."""
    for figure in rows_of(report).figures if explanations else []:
        sentence = explanations.get(figure.indicator.code)
        if sentence and figure.editable and not figure.explanation:
            save_figure(
                indicator=figure.indicator,
                period=report.period,
                unit=report.unit,
                entry=replace(FigureEntry.of(figure), explanation=sentence),
                version=figure.version,
                by=hand.by,
                channel=hand.channel,
                now=hand.now,
                illustrative=figure.illustrative,
            )
    report.refresh_from_db(fields=["content_version"])


def keep_receipt(report: UnitReport, rows: ReportRows, *, by: User, now: datetime) -> Receipt:
    """The paper of this submission: what is sent, as it reads now."""
    content = receipt_content(
        unit=report.unit.name,
        period=report.period.label,
        by=str(by),
        on_behalf=enters_on_behalf(by, report.unit),
        at=now,
        due=report.period.unit_due,
        rows=[
            *((row.indicator.code, row.indicator.short_name, figure_words(row)) for row in rows.figures),
            *((row.task.code, row.task.title, progress_words(row)) for row in rows.progress),
        ],
    )
    illustrative = by.is_demo or any(row.illustrative for row in [*rows.figures, *rows.progress])
    return Receipt.objects.create(
        report=report, code=check_code(content), sent_at=now, sent_by=by, illustrative=illustrative, content=content
    )


def figure_words(figure: Figure) -> str:
    return in_words(describe_figure(figure, Measure(figure.indicator.measure)))


def progress_words(progress: Progress) -> str:
    """ "Hoàn thành, 100%, ngày 04/09/2026; sản phẩm: Kế hoạch": how far and when need no names beside the status."""
    told = dict(describe_progress(progress))
    day = told.pop("ngày hoàn thành", "")
    far = [told.pop("tình trạng"), told.pop("hoàn thành", ""), day and f"ngày {day}"]
    return in_words({"tình trạng": ", ".join(text for text in far if text)} | told)


def in_words(told: Mapping[str, str]) -> str:
    """ "43/45 (95,6%); nguồn: Phòng GD": the number or the state first, without its name."""
    first, *others = told.items()
    return "; ".join([first[1], *(f"{name}: {text}" for name, text in others)])


@transaction.atomic
def withdraw_report(*, report: UnitReport, seen: int, key: UUID, by: User, channel: Channel, now: datetime) -> int:
    """Rút lại: every sent row is being entered again, as long as the review has not begun. Returns how many."""
    if not can_withdraw(by, report.unit):
        raise NotAllowed(f"Chỉ {report.unit.name} rút lại được báo cáo của mình.")
    hold_collecting(report.period, now)
    if not claim_key(key, "withdraw", by=by, now=now):
        return 0
    touch_seen_report(report, seen=seen, by=by, now=now)
    if report.review_began_at:
        raise NotAllowed(REVIEW_BEGAN)
    rows = rows_of(report).where(lambda row: row.state == RowState.SENT)
    if not len(rows):
        raise NotAllowed("Không có dòng nào đang chờ xem xét để rút lại.")
    _move(rows, RowEvent.WITHDRAW, Hand(by=by, channel=channel, now=now))
    return len(rows)


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
        raise NotAllowed("Chỉ cơ quan đầu mối chấp nhận hoặc trả lại số liệu.")


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
    _require_second_person(report, rows, hand.by)
    accept_figures(rows.figures, hand=hand)
    accept_progress(rows.progress, hand=hand)


def second_people(report: UnitReport, rows: ReportRows, by: User) -> list[User]:
    """Who else must accept what this person entered or sent for the own unit; none where nobody else could (one query).

    Then it is accepted by the same person and marked so (domain.md, Review state of a row).
    """
    own = by.unit_id == report.unit_id
    mine = report.sent_by_id == by.pk or any(row.entered_by_id == by.pk for row in [*rows.figures, *rows.progress])
    return list(coordinators_of(report.unit.ward).exclude(pk=by.pk)) if own and mine else []


def _require_second_person(report: UnitReport, rows: ReportRows, by: User) -> None:
    others = second_people(report, rows, by)
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
    _move(back, RowEvent.RETURN, hand, reason)
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
    _move(rows, RowEvent.RETURN, Hand(by=by, channel=channel, now=now), reason)
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


def _move(rows: ReportRows, event: RowEvent, hand: Hand, reason: str = "") -> None:
    move_figures(rows.figures, event, hand=hand, reason=reason)
    move_progress(rows.progress, event, hand=hand, reason=reason)
