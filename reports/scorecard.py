"""The one read model. Dashboard, Excel, Word, API and the meeting sheet are faces of it and calculate nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from kpis.evaluation import Status, Verdict
from kpis.promised import read_promised
from plans.calendar import quarter_words
from plans.models import Period, Plan, Section
from reports.evidence_rows import EvidenceRow, evidence_rows
from reports.goal_rows import GoalRow, goal_rows
from reports.indicator_rows import IndicatorRow, indicator_rows
from reports.ledger import Scope, ledger_as_of, read_ledger
from reports.task_rows import TaskRow, task_rows
from units.dates import end_of_day
from units.models import User
from units.permissions import sees_entered

__all__ = [
    "EvidenceRow",
    "GoalRow",
    "IndicatorRow",
    "Scope",
    "Scorecard",
    "Summary",
    "TaskRow",
    "build_scorecard",
    "grouped",
]


class InSection(Protocol):
    @property
    def section(self) -> Section: ...


T = TypeVar("T", bound=InSection)
ON_TRACK = (Status.PASSED, Status.MET, Status.ON_TRACK)
LATE = (Status.LATE, Status.FAILED)
UNJUDGED = (Status.WATCHED, Status.NOT_DUE, Status.NOTHING, Status.MISSING)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many indicators stand where.

    `judged`: how many have a target; `compared`: how many could be compared with the quarter before, which
    `previous_label` names ("" in quý I).
    """

    counts: Counter[Status]
    judged: int
    compared: int
    better: int
    worse: int
    previous_label: str

    @property
    def on_track(self) -> int:
        return sum(self.counts[status] for status in ON_TRACK)

    @property
    def late(self) -> int:
        return sum(self.counts[status] for status in LATE)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A plan in one period, as one scope shows it. `as_of`: what had been accepted by the end of that day.

    `evidence` is read on demand: what proves the rows of the period.
    """

    plan: Plan
    period: Period
    scope: Scope
    indicators: tuple[IndicatorRow, ...]
    goals: tuple[GoalRow, ...]
    tasks: tuple[TaskRow, ...]
    summary: Summary
    evidence: tuple[EvidenceRow, ...] = ()
    as_of: date | None = None

    @property
    def illustrative(self) -> bool:
        """Whether any number on it is "số liệu minh họa"."""
        cells = (cell for row in self.indicators for cell in (row.cell, *row.quarters))
        parts = (part for row in self.tasks for part in row.parts)
        return any(cell.illustrative for cell in cells) or any(part.illustrative for part in parts)

    @property
    def official_words(self) -> str:
        """How much of the year, once it is opened, are official figures; what the rest is. "" for other periods."""
        if self.period.as_code.is_quarter or not self.period.collects:
            return ""
        official = sum(row.official for row in self.indicators)
        return f"Số chính thức của năm: {official}/{len(self.indicators)} chỉ tiêu; chỉ tiêu khác theo số liệu các quý."

    @property
    def horizon(self) -> int:
        """The year of the goals: 2030; the plan's own year where it has none."""
        return max((row.horizon_year for row in self.goals), default=self.plan.year)

    def by_section(self) -> list[tuple[Section, list[IndicatorRow]]]:
        return grouped(self.indicators)


def grouped(rows: Iterable[T]) -> list[tuple[Section, list[T]]]:
    """Neighbouring rows of one section together, in the order given (which is the printed one)."""
    return [(section, list(group)) for section, group in groupby(rows, key=attrgetter("section"))]


def scope_for(user: User, wanted: Scope = Scope.ENTERED) -> Scope:
    """A viewer sees accepted figures only, whatever was asked for."""
    return wanted if sees_entered(user) else Scope.ACCEPTED


def build_scorecard(
    plan: Plan,
    periods: Iterable[Period],
    period: Period,
    *,
    scope: Scope,
    now: datetime,
    with_tasks: bool = True,
    with_evidence: bool = False,
    as_of: date | None = None,
) -> Scorecard:
    """Read and judge everything once: three queries for the indicators, three more with the tasks, three with the
    evidence, however much there is; a few more for an earlier day.

    `periods` are all periods of the plan; `period` is one of them. Nothing is rounded here. `as_of` asks for the
    accepted scope: only what was accepted is kept as it stood.
    """
    if as_of is not None and scope is not Scope.ACCEPTED:
        raise ValueError("what was entered on an earlier day is not kept")
    periods, listed = list(periods), read_promised(plan, period.ends_on)
    moment = now if as_of is None else min(now, end_of_day(as_of))
    past = moment < now
    ledger = ledger_as_of(plan, periods, moment) if past else read_ledger(plan, periods, scope, now)
    indicators = indicator_rows(listed, ledger, period)
    goals = goal_rows([one for one in listed if one.indicator.horizon_year != plan.year], indicators)
    tasks = task_rows(plan, periods, period, scope, moment, past=past) if with_tasks else ()
    evidence = evidence_rows(plan, periods, period, scope, moment) if with_evidence else ()
    summary = summarise(indicators, period)
    return Scorecard(plan, period, scope, indicators, goals, tasks, summary, evidence, as_of)


def summarise(rows: Iterable[IndicatorRow], period: Period) -> Summary:
    """Counts by status, and what moved since the quarter before."""
    rows = list(rows)
    quarter = period.as_code.quarter
    moves = [move for row in rows if (move := movement(row)) is not None]
    return Summary(
        counts=Counter(row.verdict.status for row in rows),
        judged=sum(row.target.is_number for row in rows),
        compared=len(moves),
        better=sum(move > 0 for move in moves),
        worse=sum(move < 0 for move in moves),
        previous_label=quarter_words(quarter - 1) if quarter > 1 else "",
    )


def movement(row: IndicatorRow) -> int | None:
    """+1 when the status is better than a quarter ago, -1 when worse, 0 when the same.

    None where there is no quarter before, or where one of the two could not be judged.
    """
    quarter = row.cell.quarter
    if quarter == 1:
        return None
    return moved(row.judged(quarter - 1), row.verdict)


def moved(before: Verdict, after: Verdict) -> int | None:
    """+1 when the later status is better, -1 when worse, 0 when the same; None where one could not be judged."""
    if before.status in UNJUDGED or after.status in UNJUDGED:
        return None
    change = before.face.severity - after.face.severity
    return (change > 0) - (change < 0)
