"""How much of what a unit owes in a period is there. The one place that counts it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpis.evaluation import Frequency, owed_in
from kpis.models import Figure, Indicator
from kpis.querysets import responsible, yearly_indicators
from plans.calendar import days_late, time_left
from plans.models import Period, Plan, ReportedRow, UnitReport
from plans.workflow import EDITABLE, UNDER_WAY, ReportState, RowState, envelope_state
from tasks.models import Progress, Task
from tasks.querysets import reporters, tasks_of
from tasks.timeliness import TaskStatus
from units.models import Unit

Key = tuple[int, int]  # period id, unit id


@dataclass(frozen=True, slots=True)
class Tally:
    """One unit in one period. `figures` and `progress` are keyed by indicator and task id.

    `indicators` are all that the unit reports, `done_before` the tasks that it reported as finished in
    an earlier quarter: they owe no new word (docs/decisions/0005).
    """

    period: Period
    unit: Unit
    report: UnitReport | None
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    figures: Mapping[int, Figure]
    progress: Mapping[int, Progress]
    done_before: frozenset[int]

    @property
    def owed_indicators(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators if self.owes(indicator)]

    def owes(self, indicator: Indicator) -> bool:
        return owed_in(Frequency(indicator.frequency), self.period.as_code.quarter)

    @property
    def missing_indicators(self) -> list[Indicator]:
        return [indicator for indicator in self.owed_indicators if indicator.pk not in self.figures]

    @property
    def missing_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.pk not in self.progress and task.pk not in self.done_before]

    @property
    def indicator_count(self) -> str:
        """How many of the owed ones are there: "4/6"."""
        owed = len(self.owed_indicators)
        return f"{owed - len(self.missing_indicators)}/{owed}"

    @property
    def task_count(self) -> str:
        return f"{len(self.tasks) - len(self.missing_tasks)}/{len(self.tasks)}"

    @property
    def counts(self) -> str:
        """Both kinds, "0/18 chỉ tiêu, 1/15 nhiệm vụ"; one that the unit does not owe is left out."""
        kinds = ((self.indicators, f"{self.indicator_count} chỉ tiêu"), (self.tasks, f"{self.task_count} nhiệm vụ"))
        return ", ".join(words for owed, words in kinds if owed)

    @property
    def rows(self) -> list[ReportedRow]:
        return [*self.figures.values(), *self.progress.values()]

    def rows_in(self, states: Collection[RowState]) -> list[ReportedRow]:
        return [row for row in self.rows if RowState(row.state) in states]

    @property
    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)

    @property
    def sendable(self) -> list[ReportedRow]:
        return self.rows_in(EDITABLE)

    @property
    def waiting(self) -> list[ReportedRow]:
        return self.rows_in({RowState.SENT})

    @property
    def with_head(self) -> list[ReportedRow]:
        """Waiting for the unit's head."""
        return self.rows_in({RowState.WAITING})

    @property
    def returned(self) -> list[ReportedRow]:
        return self.rows_in({RowState.RETURNED})

    @property
    def figures_wait(self) -> bool:
        """Figures are being reviewed: no new one may slip in beside them (plans/actions.py, `siblings_sent`)."""
        return any(RowState(row.state) in UNDER_WAY for row in self.figures.values())

    @property
    def progress_waits(self) -> bool:
        return any(RowState(row.state) in UNDER_WAY for row in self.progress.values())

    @property
    def first_gap(self) -> Indicator | Task | None:
        """The first missing row that takes writing now."""
        if self.missing_indicators and not self.figures_wait:
            return self.missing_indicators[0]
        if self.missing_tasks and not self.progress_waits:
            return self.missing_tasks[0]
        return None

    @property
    def missing(self) -> int:
        return len(self.missing_indicators) + len(self.missing_tasks)

    @property
    def handed_in(self) -> bool:
        """All that is owed is with the reviewer or accepted: nothing is left to be late with."""
        return not self.missing and not self.sendable and not self.with_head

    def is_late(self, now: datetime) -> bool:
        return days_late(self.period.unit_due_at, now) > 0 and not self.handed_in

    def time_left(self, now: datetime) -> str:
        """ "còn 3 ngày 4 giờ", "quá hạn 2 ngày"; after the deadline "đã gửi đủ" where that is so."""
        due = self.period.unit_due_at
        return "đã gửi đủ" if now > due and self.handed_in else time_left(due, now)

    @property
    def state(self) -> ReportState:
        """A report with a gap never reads as complete, whatever was entered early."""
        rows = self.rows
        return envelope_state([RowState(row.state) for row in rows], len(rows) + self.missing)

    @property
    def all_accepted(self) -> bool:
        """Every row that is owed is there and accepted."""
        return self.state is ReportState.ACCEPTED


def tallies(plan: Plan, periods: Iterable[Period], wanted: Iterable[Period]) -> dict[Key, Tally]:
    """Every reporting unit in every wanted period, in the ward's order; `periods` are all of the plan.

    Five queries and two more a wanted period, however many units and rows.
    """
    register = read_register(plan, periods)
    found: dict[Key, Tally] = {}
    for period in wanted:
        held = {key: row.unit for key, row in responsible(plan, period.ends_on).items()}
        parts = reporters(plan, period.ends_on)
        units = {*held.values(), *(unit for units in parts.values() for unit in units)}
        for unit in sorted(units, key=lambda unit: (unit.order, unit.code)):
            indicators = tuple(i for i in register.indicators_in(period) if held.get(i.pk) == unit)
            tasks = tuple(task for task in register.tasks_in(period) if unit in parts.get(task.pk, ()))
            found[period.pk, unit.pk] = register.tally(period, unit, indicators, tasks)
    return found


@dataclass(frozen=True, slots=True)
class Register:
    """All rows of a plan, read once."""

    periods: Mapping[int, Period]
    indicators: list[Indicator]
    tasks: list[Task]
    figures: list[Figure]
    progress: list[Progress]
    reports: Mapping[Key, UnitReport]

    def indicators_in(self, period: Period) -> list[Indicator]:
        return [indicator for indicator in self.indicators if indicator.stands_on(period.ends_on)]

    def tasks_in(self, period: Period) -> list[Task]:
        return [task for task in self.tasks if task.stands_on(period.ends_on)]

    def tally(self, period: Period, unit: Unit, indicators: tuple[Indicator, ...], tasks: tuple[Task, ...]) -> Tally:
        own = {indicator.pk for indicator in indicators}
        mine = [row for row in self.progress if row.report.unit_id == unit.pk]
        return Tally(
            period=period,
            unit=unit,
            report=self.reports.get((period.pk, unit.pk)),
            indicators=indicators,
            tasks=tasks,
            figures={
                row.indicator_id: row for row in self.figures if row.period_id == period.pk and row.indicator_id in own
            },
            progress={row.task_id: row for row in mine if row.report.period_id == period.pk},
            done_before=self._done_before(period, mine),
        )

    def _done_before(self, period: Period, mine: Iterable[Progress]) -> frozenset[int]:
        """Tasks whose newest word before the period is Hoàn thành."""
        earlier = [row for row in mine if self.periods[row.report.period_id].ends_on < period.ends_on]
        earlier.sort(key=lambda row: self.periods[row.report.period_id].ends_on)
        newest = {row.task_id: row.task_status for row in earlier}
        return frozenset(key for key, status in newest.items() if status is TaskStatus.DONE)


def read_register(plan: Plan, periods: Iterable[Period]) -> Register:
    """Five queries."""
    reports = UnitReport.objects.filter(period__plan=plan).select_related("unit__ward", "sent_by", "asked_by")
    figures = Figure.objects.filter(period__plan=plan).select_related("entered_by")
    progress = Progress.objects.filter(report__period__plan=plan).select_related("report", "entered_by")
    return Register(
        periods={period.pk: period for period in periods},
        indicators=list(yearly_indicators(plan).select_related("section")),
        tasks=list(tasks_of(plan).select_related("section")),
        figures=list(figures),
        progress=list(progress),
        reports={(report.period_id, report.unit_id): report for report in reports},
    )
