"""The review page of one unit's report: every row as the scorecard judges it, and what its review needs besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from kpis.models import AcceptedFigure
from plans.calendar import PeriodState
from plans.models import AcceptedRow, Period, Reopening, ReopeningState, ReportedRow, Section, UnitReport
from plans.remarks import Thread, Threads, threads_of, unanswered
from plans.reopenings import open_in
from plans.workflow import RowState
from reports.actions import ReportRows, rows_of, second_people
from reports.dashboard.history import HistoryLine, history_line
from reports.desk import Desk
from reports.entry.places import first_url
from reports.ledger import Scope
from reports.proofs import Proof, proofs_of_report
from reports.review.board import collecting_period
from reports.review.lines import IndicatorLine, Stand, TaskLine
from reports.review.trace import Returned, returned_before, sent_before
from reports.scorecard import Scorecard, build_scorecard, grouped
from reports.tally import Tally, tallies
from tasks.models import AcceptedProgress
from units.dates import short_datetime
from units.journal import events_of_report
from units.models import Event, Unit, User
from units.permissions import works_for

HISTORY_LIMIT = 100
BEYOND_THE_UNIT = frozenset({RowState.SENT, RowState.ACCEPTED, RowState.RETURNED, RowState.REOPENED})


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

    @cached_property
    def second_people(self) -> list[User]:
        """Who else must accept what the reader entered or sent (one query on the own unit's page)."""
        sent = self.rows.where(lambda row: row.state == RowState.SENT)
        return second_people(self.report, sent, self.desk.user, self.desk.now) if self.report and len(sent) else []

    @property
    def is_closed(self) -> bool:
        return self.period.state(self.desk.now) is PeriodState.CLOSED

    @property
    def entry_url(self) -> str:
        """Where the unit's rows are entered."""
        return first_url(self.tally)

    @property
    def timing(self) -> str:
        return self.tally.timing(self.desk.now)

    @property
    def can_begin(self) -> bool:
        """Rows wait and the unit could still take them back."""
        return bool(self.waiting) and self.report is not None and self.report.review_began_at is None

    @property
    def sent_words(self) -> str:
        report = self.report
        if report is None or report.sent_at is None:
            return ""
        if not len(self.rows.where(lambda row: row.state in BEYOND_THE_UNIT)):
            return f"Đã rút lại lần gửi {short_datetime(report.sent_at)}"
        return f"Gửi {short_datetime(report.sent_at)}{f', {report.sent_by}' if report.sent_by else ''}"

    @cached_property
    def card(self) -> Scorecard:
        """What was entered, judged (twelve queries)."""
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

    @cached_property
    def sent_before(self) -> Mapping[str, str]:
        """Plan's code → how the row stood when it was sent the time before (one query)."""
        return sent_before(list(self.report.receipts.all())) if self.report else {}

    @cached_property
    def threads(self) -> Threads:
        """Remarks by the plan's code of the row (one query)."""
        return threads_of([self.report]).get(self.report.pk, {}) if self.report else {}

    @property
    def open_threads(self) -> list[tuple[str, Thread]]:
        """What the unit has not answered yet, each with the name of its row."""
        return [(self.tally.label(thread.code), thread) for thread in unanswered(self.threads)]

    def _stand(self, code: str, row: ReportedRow | None, accepted: AcceptedRow | None) -> Stand:
        returned, before = self.returned.get(code), self.sent_before.get(code, "")
        return Stand(row, accepted, returned, before, self.threads.get(code))

    @cached_property
    def reopenings(self) -> Mapping[str, Reopening]:
        """Plan's code → what is asked or granted (one query)."""
        return open_in(self.period, self.unit)

    @property
    def asked(self) -> list[Reopening]:
        return [row for row in self.reopenings.values() if row.state == ReopeningState.ASKED]

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
                stand=self._stand(row.code, figures.get(row.id), snapshots.get(row.id)),
                previous=row.previous,
                proofs=self.proofs.get(row.code, ()),
            )
            for row in self.card.indicators
            if row.id in owed or row.id in figures
        ]

    @property
    def doubtful(self) -> list[IndicatorLine]:
        """Waiting rows with something to look at before they are accepted: named on top of the page."""
        return [line for line in self.indicator_lines if line.stand.waiting and line.row.cautions]

    @property
    def sections(self) -> list[tuple[Section, list[IndicatorLine]]]:
        return grouped(self.indicator_lines)

    @cached_property
    def task_lines(self) -> list[TaskLine]:
        told = {row.task_id: row for row in self.rows.progress}
        snapshots = newest(AcceptedProgress, self.period, self.unit, "task_id")
        settled = self.tally.done_before - told.keys()
        return [
            TaskLine(
                row=row,
                part=part,
                stand=self._stand(row.code, told.get(row.id), snapshots.get(row.id)),
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
