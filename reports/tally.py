"""What a unit owes in a period and what of it is there, row by row; who owes what is told by reports/rota.py."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kpis.evaluation import Frequency, owed_in
from kpis.models import Figure, Indicator
from kpis.querysets import yearly_indicators
from plans.models import Period, Plan, ReportedRow, UnitReport
from plans.workflow import EDITABLE, UNDER_WAY, RowState
from reports.rota import Duty, Told, read_rota
from reports.standing import Counted, Key, Part, RowMark, part
from tasks.models import Progress, Task
from tasks.querysets import tasks_of
from units.dates import local_date
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Tally(Counted):
    """One unit in one period. `figures` and `progress` are keyed by indicator and task id.

    `indicators` are all that the unit reports, `done_before` the tasks that it reported as finished in
    an earlier quarter: they owe no new word (docs/decisions/0005).
    """

    period: Period
    due: datetime
    unit: Unit
    report: UnitReport | None
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    figures: Mapping[int, Figure]
    progress: Mapping[int, Progress]
    done_before: frozenset[int]

    def label(self, code: str) -> str:
        """How a row is named in a sentence: "chỉ tiêu 26", "nhiệm vụ PL4.I.1"."""
        numbers = {indicator.code: indicator.number for indicator in self.indicators}
        return f"chỉ tiêu {numbers[code]}" if code in numbers else f"nhiệm vụ {code}"

    @property
    def figure_part(self) -> Part:
        owed, lacking = len(self.owed_indicators), len(self.missing_indicators)
        return part(owed, lacking, marks_of(self.figures.values()))

    @property
    def task_part(self) -> Part:
        return part(len(self.tasks), len(self.missing_tasks), marks_of(self.progress.values()))

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
        return str(self.figure_part)

    @property
    def task_count(self) -> str:
        return str(self.task_part)

    @property
    def counts(self) -> str:
        """Both kinds, "0/18 chỉ tiêu, 1/15 nhiệm vụ"; one that the unit does not owe is left out."""
        kinds = ((self.indicators, f"{self.indicator_count} chỉ tiêu"), (self.tasks, f"{self.task_count} nhiệm vụ"))
        return ", ".join(words for owed, words in kinds if owed)

    @property
    def rows(self) -> list[ReportedRow]:
        return [*self.figures.values(), *self.progress.values()]

    @property
    def coded_rows(self) -> list[tuple[str, ReportedRow]]:
        """What is there, each with the plan's code, in printed order."""
        figures = [(one.code, self.figures.get(one.pk)) for one in self.indicators]
        progress = [(one.code, self.progress.get(one.pk)) for one in self.tasks]
        return [(code, row) for code, row in (*figures, *progress) if row is not None]

    def rows_in(self, states: Collection[RowState]) -> list[ReportedRow]:
        return [row for row in self.rows if RowState(row.state) in states]

    @property
    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)

    @property
    def editable(self) -> list[ReportedRow]:
        """What lies with the unit's officers; whether it can be sent today is `sendable`."""
        return self.rows_in(EDITABLE)

    def sendable(self, now: datetime) -> list[ReportedRow]:
        """What would go now, as `send_report` chooses it: by the period, or by the day of a reopening."""
        collects, today = self.period.takes_figures(now), local_date(now)
        return [row for row in self.editable if row.takes_writing(collects, today)]

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
        """Figures are being reviewed: no new one may slip in beside them (plans/places.py, `siblings_sent`)."""
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


def marks_of(rows: Iterable[ReportedRow]) -> list[RowMark]:
    return [RowMark(row.state, row.first_sent_at) for row in rows]


def tallies(plan: Plan, periods: Iterable[Period], wanted: Iterable[Period]) -> dict[Key, Tally]:
    """Every reporting unit in every wanted period, in the ward's order; `periods` are all of the plan.

    Eight queries, however many units, rows and periods.
    """
    rota, register = read_rota(plan), read_register(plan, periods)
    words, ends = register.words, {key: period.ends_on for key, period in register.periods.items()}
    units = Unit.objects.filter(ward_id=plan.ward_id, pk__in=rota.units).order_by("order", "code")
    reporting = list(units)
    found: dict[Key, Tally] = {}
    for period in wanted:
        duties, done = rota.duties(period), rota.done_before(period, words, ends)
        for unit in reporting:
            if unit.pk in duties:
                finished = frozenset(task for by, task in done if by == unit.pk)
                found[period.pk, unit.pk] = register.tally(period, unit, duties[unit.pk], finished)
    return found


@dataclass(frozen=True)
class Register:
    """All rows of a plan, read once."""

    periods: Mapping[int, Period]
    indicators: Mapping[int, Indicator]
    tasks: Mapping[int, Task]
    figures: Mapping[Key, Figure]  # by period and indicator
    progress: list[Progress]
    reports: Mapping[Key, UnitReport]

    @cached_property
    def told(self) -> Mapping[Key, dict[int, Progress]]:
        """(period id, unit id) → task id → progress."""
        found: dict[Key, dict[int, Progress]] = {}
        for row in self.progress:
            found.setdefault((row.report.period_id, row.report.unit_id), {})[row.task_id] = row
        return found

    @property
    def words(self) -> list[Told]:
        return [
            Told(row.report.period_id, row.report.unit_id, row.task_id, row.status, row.state, row.first_sent_at)
            for row in self.progress
        ]

    def tally(self, period: Period, unit: Unit, duty: Duty, done: frozenset[int]) -> Tally:
        entered = ((key, self.figures.get((period.pk, key))) for key in duty.indicators)
        return Tally(
            period=period,
            due=period.unit_due,
            unit=unit,
            report=self.reports.get((period.pk, unit.pk)),
            indicators=tuple(self.indicators[key] for key in duty.indicators),
            tasks=tuple(self.tasks[key] for key in duty.tasks),
            figures={key: figure for key, figure in entered if figure is not None},
            progress=self.told.get((period.pk, unit.pk), {}),
            done_before=done,
        )


def read_register(plan: Plan, periods: Iterable[Period]) -> Register:
    """Five queries."""
    reports = UnitReport.objects.filter(period__plan=plan).select_related("unit__ward", "sent_by", "asked_by")
    figures = Figure.objects.filter(period__plan=plan).select_related("entered_by")
    progress = Progress.objects.filter(report__period__plan=plan).select_related("report", "entered_by")
    return Register(
        periods={period.pk: period for period in periods},
        indicators={row.pk: row for row in yearly_indicators(plan).select_related("section")},
        tasks={row.pk: row for row in tasks_of(plan).select_related("section")},
        figures={(row.period_id, row.indicator_id): row for row in figures},
        progress=list(progress),
        reports={(report.period_id, report.unit_id): report for report in reports},
    )
