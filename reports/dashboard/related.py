"""What a row of the plan is linked to: clauses of its text, a task's indicators, an indicator's tasks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from kpis.models import Indicator
from plans.models import PlanClause
from reports.dashboard.frame import Frame
from reports.dashboard.task_page import rows_of
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow
from reports.task_rows import TaskRow
from tasks.models import Task

OPENING = 45  # words of a clause: enough to know it again


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A linked row with its status in the page's period; a goal of a later year has none ("" for all three)."""

    code: str
    title: str
    address: str
    shape: str = ""
    tone: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    number: str
    opening: str
    address: str


@dataclass(frozen=True, slots=True)
class Related:
    indicators: list[Neighbour]
    tasks: list[Neighbour]
    clauses: list[Passage]

    def __bool__(self) -> bool:
        return bool(self.indicators or self.tasks or self.clauses)


def related_to_task(frame: Frame, row: TaskRow) -> Related:
    """Two queries, and those of the scorecard where the task has indicators."""
    ids = set(Indicator.objects.filter(tasks=row.id).values_list("pk", flat=True))
    return Related(_measures(frame, ids) if ids else [], [], passages(PlanClause.objects.filter(tasks=row.id)))


def _measures(frame: Frame, ids: Collection[int]) -> list[Neighbour]:
    card = frame.scorecard
    return [
        *(_of_indicator(frame, row) for row in card.indicators if row.id in ids),
        *(_of_goal(frame, row) for row in card.goals if row.id in ids),
    ]


def related_to_indicator(frame: Frame, row: IndicatorRow) -> Related:
    """Two queries, and those of the tasks where the indicator has some."""
    ids = set(Task.objects.filter(indicators=row.id).values_list("pk", flat=True))
    found = [_of_task(frame, one) for one in rows_of(frame) if one.id in ids] if ids else []
    return Related([], found, passages(PlanClause.objects.filter(indicators=row.id)))


def passages(clauses: QuerySet[PlanClause]) -> list[Passage]:
    text = reverse("plan_text")
    return [
        Passage(one.number, Truncator(one.text).words(OPENING, truncate=" …"), f"{text}#muc-{one.number}")
        for one in clauses
    ]


def _of_indicator(frame: Frame, row: IndicatorRow) -> Neighbour:
    face, address = row.verdict.face, reverse("indicator", args=(row.code,)) + frame.query
    return Neighbour(row.code, row.name, address, face.shape, face.tone, row.verdict.status.value)


def _of_goal(frame: Frame, row: GoalRow) -> Neighbour:
    return Neighbour(row.code, row.name, f"{reverse('dashboard_goals')}{frame.query}#{row.code}")


def _of_task(frame: Frame, row: TaskRow) -> Neighbour:
    verdict, address = row.verdict, reverse("task", args=(row.code,)) + frame.query
    return Neighbour(row.code, row.title, address, verdict.shape, verdict.tone, verdict.words)
