"""The review page of one unit's report: every row as the scorecard judges it, and what its review needs besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from kpis.evaluation import Accumulation
from kpis.models import AcceptedFigure, Figure
from plans.calendar import PeriodState, short_datetime
from plans.models import AcceptedRow, Period, ReportedRow, Section, UnitReport
from plans.quantities import NumberRefused, format_typed, read_figure
from plans.workflow import LABELS, RowState
from reports.actions import ReportRows, row_key, rows_of
from reports.dashboard.history import HistoryLine, history_line
from reports.desk import Desk
from reports.entry.sheet import by_section
from reports.entry.tally import Tally, tallies
from reports.evidence.proofs import Proof, proofs_of_report
from reports.ledger import QuarterCell, Scope
from reports.review.board import BoardRow, collecting_period
from reports.review.trace import Returned, returned_before
from reports.scorecard import IndicatorRow, Scorecard, TaskRow, build_scorecard
from reports.task_rows import TaskPart
from tasks.models import AcceptedProgress
from units.journal import events_of_report
from units.models import Event, Unit
from units.permissions import works_for

HISTORY_LIMIT = 100
NOTHING_YET = "chưa nhập"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one row of the report stands in its review. `key` names it in the form, "" where no row is there."""

    row: ReportedRow | None
    accepted: AcceptedRow | None
    returned: Returned | None

    @property
    def key(self) -> str:
        return row_key(self.row) if self.row else ""

    @property
    def state(self) -> str:
        return LABELS[RowState(self.row.state)] if self.row else NOTHING_YET

    @property
    def waiting(self) -> bool:
        return self.row is not None and self.row.state == RowState.SENT

    @property
    def entered(self) -> str:
        """ "Cán bộ KTHTĐT, 10:32 12/03/2026"."""
        return f"{self.row.entered_by}, {short_datetime(self.row.entered_at)}" if self.row else ""

    @property
    def accepted_words(self) -> str:
        """Who accepted what stands, and that it was the own unit's."""
        if self.accepted is None or self.row is None or self.row.state != RowState.ACCEPTED:
            return ""
        own = ", tự chấp nhận" if self.accepted.by_own_unit else ""
        return f"{self.accepted.accepted_by}, {short_datetime(self.accepted.accepted_at)}{own}"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    row: IndicatorRow
    stand: Stand
    figure: Figure | None
    previous: QuarterCell | None
    proofs: tuple[Proof, ...]

    @property
    def section(self) -> Section:
        return self.row.section

    @property
    def hints(self) -> list[str]:
        """What to look at before accepting; none of them blocks."""
        found = [self._worse_than_before, self._other_denominator, self._doubtful_typing]
        return [hint for hint in found if hint]

    @property
    def _worse_than_before(self) -> str:
        now, before = self.row.cell.amount, self.previous.amount if self.previous else None
        if now is None or before is None or self.row.accumulation is Accumulation.WITHIN:
            return ""
        if self.row.promise.ahead(now, before) >= 0:
            return ""
        return "Cao hơn quý trước" if self.row.promise.lower else "Thấp hơn quý trước"

    @property
    def _other_denominator(self) -> str:
        now, before = self.row.cell.reading, self.previous.reading if self.previous else None
        if now is None or before is None or now.denominator is None or before.denominator is None:
            return ""
        return "" if now.denominator == before.denominator else f"Quý trước: {format_typed(before)}"

    @property
    def _doubtful_typing(self) -> str:
        """The parser's own question, "0,95 % hay 95 %?"."""
        if self.figure is None or self.figure.reading is None:
            return ""
        try:
            read = read_figure(format_typed(self.figure.reading), self.figure.indicator.number_rule)
        except NumberRefused as refused:
            return refused.sentence
        return (read.warning or "") if read else ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`done_before`: reported as finished in an earlier quarter, owes no new word."""

    row: TaskRow
    part: TaskPart
    stand: Stand
    done_before: bool
    proofs: tuple[Proof, ...]


@dataclass
class ReviewPage:
    """One unit in one period, for the coordinator."""

    desk: Desk
    period: Period
    unit: Unit
    tally: Tally

    @property
    def report(self) -> UnitReport | None:
        """The envelope with what the actions ask of it already read."""
        report = self.tally.report
        if report is not None:
            report.period, report.unit = self.period, self.unit
        return report

    @property
    def seen(self) -> int:
        return self.report.content_version if self.report else 0

    @property
    def own_unit(self) -> bool:
        return works_for(self.desk.user, self.unit)

    @property
    def is_closed(self) -> bool:
        return self.period.state(self.desk.now) is PeriodState.CLOSED

    @property
    def standing(self) -> BoardRow:
        return BoardRow(self.tally, self.period.unit_due_at, self.desk.now, "")

    @property
    def sent_words(self) -> str:
        report = self.report
        if report is None or report.sent_at is None:
            return ""
        return f"Gửi {short_datetime(report.sent_at)}{f', {report.sent_by}' if report.sent_by else ''}"

    @cached_property
    def card(self) -> Scorecard:
        """What was entered, judged (ten queries)."""
        desk = self.desk
        return build_scorecard(desk.plan, desk.periods, self.period, scope=Scope.ENTERED, now=desk.now)

    @cached_property
    def rows(self) -> ReportRows:
        return rows_of(self.report) if self.report else ReportRows([], [])

    @cached_property
    def proofs(self) -> Mapping[str, tuple[Proof, ...]]:
        return proofs_of_report(self.unit, self.period)

    @cached_property
    def events(self) -> list[Event]:
        return list(events_of_report(self.unit.ward, self.period.code, self.unit.code))

    @property
    def history(self) -> list[HistoryLine]:
        return [history_line(event) for event in self.events[:HISTORY_LIMIT]]

    @property
    def history_is_cut(self) -> bool:
        return len(self.events) > HISTORY_LIMIT

    @cached_property
    def returned(self) -> Mapping[str, Returned]:
        return returned_before(self.events)

    @property
    def waiting(self) -> int:
        return len(self.rows.where(lambda row: row.state == RowState.SENT))

    @property
    def illustrative(self) -> bool:
        rows: Iterable[ReportedRow] = [*self.rows.figures, *self.rows.progress]
        return any(row.illustrative for row in rows)

    @cached_property
    def indicator_lines(self) -> list[IndicatorLine]:
        """What the unit answers for, and what stands in its report besides."""
        figures = {row.indicator_id: row for row in self.rows.figures}
        owed = {indicator.pk for indicator in self.tally.indicators}
        snapshots = newest(AcceptedFigure, self.period, self.unit, "indicator_id")
        return [
            IndicatorLine(
                row=row,
                stand=Stand(figures.get(row.id), snapshots.get(row.id), self.returned.get(row.code)),
                figure=figures.get(row.id),
                previous=row.quarters[row.cell.quarter - 2] if row.cell.quarter > 1 else None,
                proofs=self.proofs.get(row.code, ()),
            )
            for row in self.card.indicators
            if row.id in owed or row.id in figures
        ]

    @property
    def sections(self) -> list[tuple[Section, list[IndicatorLine]]]:
        return by_section(self.indicator_lines)

    @cached_property
    def task_lines(self) -> list[TaskLine]:
        told = {row.task_id: row for row in self.rows.progress}
        snapshots = newest(AcceptedProgress, self.period, self.unit, "task_id")
        settled = self.tally.done_before - told.keys()
        return [
            TaskLine(
                row=row,
                part=part,
                stand=Stand(told.get(row.id), snapshots.get(row.id), self.returned.get(row.code)),
                done_before=row.id in settled,
                proofs=self.proofs.get(row.code, ()),
            )
            for row in self.card.tasks
            for part in row.parts
            if part.unit == self.unit
        ]

    def again(self) -> "ReviewPage":
        """The same page with nothing read yet: after a write."""
        return page_of(self.desk, self.period, self.unit)


def newest(model: type[AcceptedRow], period: Period, unit: Unit, place: str) -> dict[int, AcceptedRow]:
    """Indicator or task id → the snapshot that stands (one query)."""
    rows = model._default_manager.filter(period=period, unit=unit).select_related("accepted_by").order_by("pk")
    return {getattr(row, place): row for row in rows}


def review_page(desk: Desk, period_code: str, unit_code: str) -> ReviewPage:
    """404 for a period without reports of units and for a unit that reports nothing in it."""
    return page_of(desk, collecting_period(desk, period_code), desk.unit(unit_code))


def page_of(desk: Desk, period: Period, unit: Unit) -> ReviewPage:
    tally = tallies(desk.plan, desk.periods, [period]).get((period.pk, unit.pk))
    if tally is None:
        raise Http404(f"{unit.name} không báo cáo trong {period.label}.")
    return ReviewPage(desk, period, unit, tally)
