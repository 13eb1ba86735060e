"""How a unit's report goes to the coordinator: sent, confirmed or given back by the unit's head, taken back."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from kpis.actions import FigureEntry, FigurePlace, save_figure
from kpis.promised import read_promised
from plans.actions import Hand, head_confirms, parts_of, require_entry_right, touch_seen_report
from plans.collecting import collects_now
from plans.evidence import attach
from plans.models import Evidence, ReportedRow, UnitReport
from plans.paper import Paper, Stored, in_store
from plans.refusals import NotAllowed
from plans.requests import claim_key
from plans.workflow import EDITABLE, WHO, RowEvent, RowState, next_state, states_before
from reports import told
from reports.actions import WHY_RETURNED, ReportRows, move_rows, row_key, rows_of
from reports.handed_in import keep_receipt
from reports.indicator_rows import IndicatorRow, Scope, indicator_rows, read_ledger
from tasks.actions import ProgressPlace
from units.dates import local_date
from units.models import Channel, User
from units.permissions import can_withdraw, enters_on_behalf

REVIEW_BEGAN = "Cơ quan đầu mối đã bắt đầu xem xét nên không rút lại được; hãy đề nghị trả lại."
NOTHING_TO_SEND = "Chưa có dòng nào để gửi; hãy nhập ít nhất một số liệu."
NOTHING_WAITS = "Không có dòng nào đang chờ lãnh đạo đơn vị xác nhận trong số đã chọn."
PAPER_ASKED = "Gửi thay phải kèm bản giấy của đơn vị: hãy chọn tệp, hoặc ghi số và ngày của văn bản."


class Unexplained(NotAllowed):
    """Figures with cautions and no sentence about them: nothing is sent. `codes` are their indicators'."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(f"{len(codes)} dòng có cảnh báo mà chưa giải trình; hãy ghi một câu cho mỗi dòng rồi gửi.")
        self.codes = codes


def unexplained_rows(report: UnitReport, now: datetime) -> list[IndicatorRow]:
    """The figures that could be sent now but for the sentence that they ask for (five queries)."""
    collects, today = report.period.takes_figures(now), local_date(now)
    figures = report.figure_rows.filter(explanation="", state__in=EDITABLE)
    wanted = {row.indicator_id for row in figures if row.takes_writing(collects, today)}
    if not wanted:
        return []
    plan = report.period.plan
    ledger = read_ledger(plan, plan.periods.all(), Scope.ENTERED, now)
    rows = indicator_rows(read_promised(plan, report.period.ends_on), ledger, report.period)
    return [row for row in rows if row.id in wanted and row.unexplained]


def send_report(
    *,
    report: UnitReport,
    seen: int,
    key: UUID,
    by: User,
    channel: Channel,
    now: datetime,
    explanations: Mapping[str, str] = MappingProxyType({}),
    paper: Paper | None = None,
) -> int:
    """Gửi báo cáo: every row that takes writing goes to review, or to the unit's head where the head confirms.

    Returns how many; 0 when this very request was done before. `explanations` by indicator code are saved first, each
    as a change of its figure. `paper`: what the unit sent, where the coordinator sends for it. Raises Unexplained where
    a figure still lacks its sentence; then nothing is saved.
    """
    require_entry_right(by, report.unit)
    if paper is None and enters_on_behalf(by, report.unit):
        raise NotAllowed(PAPER_ASKED)
    hand = Hand(by=by, channel=channel, now=now, confirmed=head_confirms(report.unit, local_date(now)))
    with _stored(paper) as stored, transaction.atomic():
        refusal = collects_now(report.period, now)
        if not claim_key(key, "send", by=by, now=now):
            return 0
        touch_seen_report(report, seen=seen, by=by, now=now)
        _explain(report, explanations, hand)
        if lacking := [row.code for row in unexplained_rows(report, now)]:
            raise Unexplained(lacking)
        rows = rows_of(report).where(_sendable(refusal, hand))
        if not len(rows):
            raise NotAllowed(refusal or NOTHING_TO_SEND)
        _hand_in(report, rows, hand, _proved(report, rows, stored, hand))
        return len(rows)


@contextmanager
def _stored(paper: Paper | None) -> Iterator[Stored | None]:
    if paper is None:
        yield None
    else:
        with in_store(paper) as stored:
            yield stored


def _sendable(refusal: str, hand: Hand) -> Callable[[ReportedRow], bool]:
    today = local_date(hand.now)
    return lambda row: row.takes_writing(not refusal, today)


def _proved(report: UnitReport, rows: ReportRows, stored: Stored | None, hand: Hand) -> Evidence | None:
    """The paper as evidence of every row that is sent with it."""
    if stored is None:
        return None
    evidence = stored.keep(report.unit, report.period, hand)
    attach(evidence, places_of(report, rows), report, hand)
    return evidence


def places_of(report: UnitReport, rows: ReportRows) -> list[FigurePlace | ProgressPlace]:
    figures = [FigurePlace(row.indicator, report.period) for row in rows.figures]
    return [*figures, *(ProgressPlace(row.task, report.unit, report.period) for row in rows.progress)]


def _hand_in(report: UnitReport, rows: ReportRows, hand: Hand, evidence: Evidence | None) -> None:
    """To the head, or to the coordinator with a receipt: the table of states says which."""
    after = next_state(RowState.ENTERING, RowEvent.SEND, parts_of(hand.by, report.unit, confirmed=hand.confirmed))
    paper = str(evidence or "")
    if after is RowState.SENT:
        keep_receipt(report, rows, by=hand.by, now=hand.now, paper=paper)
    move_rows(rows, RowEvent.SEND, hand, f"Theo bản giấy: {paper}" if paper else "")
    if after is RowState.WAITING:
        UnitReport.objects.filter(pk=report.pk).update(asked_at=hand.now, asked_by=hand.by)
        told.waits_for_head(report, len(rows), hand)
    else:
        _is_sent(report, rows, hand)
        told.sent(report, len(rows), hand)


def _is_sent(report: UnitReport, rows: ReportRows, hand: Hand) -> None:
    """It is with the coordinator from now on. The review begins anew, unless it is under way with other rows: those
    cannot be taken back by sending more."""
    marks: dict[str, Any] = {"sent_at": hand.now, "sent_by": hand.by}
    under_review = rows_of(report).where(lambda row: row.state == RowState.SENT)
    if len(under_review) == len(rows):
        marks["review_began_at"] = None
    UnitReport.objects.filter(pk=report.pk).update(**marks)


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


@transaction.atomic
def confirm_report(*, report: UnitReport, seen: int, key: UUID, by: User, channel: Channel, now: datetime) -> int:
    """Xác nhận: what waits for the unit's head goes to the coordinator, with a receipt that names both. How many."""
    hand = Hand(by=by, channel=channel, now=now)
    rows = _with_head(report, (), RowEvent.CONFIRM, seen, key, hand)
    if not len(rows):
        return 0
    keep_receipt(report, rows, by=report.asked_by or by, now=now, confirmed_by=by, asked_at=report.asked_at)
    move_rows(rows, RowEvent.CONFIRM, hand)
    _is_sent(report, rows, hand)
    told.off_the_heads_desk(report, now)
    told.sent(report, len(rows), hand)
    return len(rows)


@transaction.atomic
def give_back(
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
    """Trả lại cán bộ: the unit's head wants the chosen rows (none: all that wait) changed first. How many."""
    if not reason:
        raise NotAllowed(WHY_RETURNED)
    hand = Hand(by=by, channel=channel, now=now)
    rows = _with_head(report, chosen, RowEvent.GIVE_BACK, seen, key, hand)
    if len(rows):
        move_rows(rows, RowEvent.GIVE_BACK, hand, reason)
        told.off_the_heads_desk(report, now)
        told.returned(report, len(rows.figures), len(rows.progress), reason, hand, by_head=True)
    return len(rows)


def _with_head(
    report: UnitReport, chosen: Collection[str], event: RowEvent, seen: int, key: UUID, hand: Hand
) -> ReportRows:
    """The rows that the unit's head decides on, the report locked; empty when the request was done before."""
    before = states_before(event, parts_of(hand.by, report.unit))
    if RowState.WAITING not in before:
        raise NotAllowed(WHO[RowEvent.CONFIRM])
    if not claim_key(key, event.value, by=hand.by, now=hand.now):
        return ReportRows([], [])
    touch_seen_report(report, seen=seen, by=hand.by, now=hand.now)
    rows = rows_of(report).where(lambda row: row.state == RowState.WAITING and (not chosen or row_key(row) in chosen))
    refusal = collects_now(report.period, hand.now)
    if refusal and event == RowEvent.CONFIRM:
        rows = rows.where(lambda row: row.reopened_until is not None)
    if not len(rows):
        raise NotAllowed(refusal or NOTHING_WAITS)
    return rows


@transaction.atomic
def withdraw_report(*, report: UnitReport, seen: int, key: UUID, by: User, channel: Channel, now: datetime) -> int:
    """Rút lại: what waits for the head, and what was sent as long as its review has not begun, is being entered again.

    Also in a closed period what waits for the head, which nobody could confirm or change there: the period freezes it
    afterwards, and it can be asked to be opened. Returns how many; 0 when this very request was done before.
    """
    if not can_withdraw(by, report.unit):
        raise NotAllowed(f"Chỉ {report.unit.name} rút lại được báo cáo của mình.")
    hand = Hand(by=by, channel=channel, now=now)
    refusal = collects_now(report.period, now)
    if not claim_key(key, "withdraw", by=by, now=now):
        return 0
    touch_seen_report(report, seen=seen, by=by, now=now)
    before = states_before(RowEvent.WITHDRAW, parts_of(by, report.unit))
    under_way = rows_of(report).where(lambda row: RowState(row.state) in before)
    rows = under_way.where(lambda row: row.state == RowState.WAITING or report.review_began_at is None)
    if len(under_way) and not len(rows):
        raise NotAllowed(REVIEW_BEGAN)
    if refusal:
        rows = rows.where(lambda row: row.state == RowState.WAITING or row.reopened_until is not None)
    if not len(rows):
        raise NotAllowed(refusal or "Không có dòng nào đang chờ xác nhận hoặc xem xét để rút lại.")
    move_rows(rows, RowEvent.WITHDRAW, hand)
    told.off_the_heads_desk(report, now)
    told.off_the_coordinators_desk(report, now)
    return len(rows)
