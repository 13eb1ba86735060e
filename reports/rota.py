"""Who owes what: the indicators and the parts of tasks of every unit in a period, by id. The one place that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from kpis.evaluation import Frequency, owed_in
from kpis.models import Assignment
from plans.models import Period, Plan
from tasks.models import TaskAssignment
from tasks.timeliness import DeadlineKind, TaskStatus

DONE = TaskStatus.DONE.name.lower()  # as it is stored


class Held(NamedTuple):
    """An indicator's assignment from a day on."""

    indicator: int
    unit: int
    from_day: date
    frequency: str
    withdrawn_from: date | None


class PartHeld(NamedTuple):
    """A unit's part of a task, from a day on, until another."""

    task: int
    unit: int
    from_day: date
    until_day: date | None
    withdrawn_from: date | None
    deadline_kind: str


class Told(NamedTuple):
    """One word on a unit's part of a task."""

    period: int
    unit: int
    task: int
    status: str
    state: str
    first_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit reports: `indicators` all of them, `owed` those that its frequency asks for in the period."""

    indicators: list[int]
    owed: list[int]
    tasks: list[int]


@dataclass(frozen=True)
class Rota:
    """In printed order, an indicator's later assignments after its earlier ones."""

    indicators: list[Held]
    parts: list[PartHeld]

    def duties(self, period: Period) -> dict[int, Duty]:
        """Unit id → what it reports at the end of the period; who reports nothing is not there."""
        day, quarter, found = period.ends_on, period.as_code.quarter, dict[int, Duty]()
        asked = {frequency.value: owed_in(frequency, quarter) for frequency in Frequency}
        newest = {row.indicator: row for row in self.indicators if row.from_day <= day}
        for row in newest.values():
            duty = found.setdefault(row.unit, Duty([], [], []))
            if stands(row.withdrawn_from, day):
                duty.indicators.append(row.indicator)
                if asked[row.frequency]:
                    duty.owed.append(row.indicator)
        for part in self.parts:
            if part.from_day <= day and (part.until_day is None or part.until_day >= day):
                duty = found.setdefault(part.unit, Duty([], [], []))
                if stands(part.withdrawn_from, day):
                    duty.tasks.append(part.task)
        return found

    def done_before(self, period: Period, words: Iterable[Told], ends: Mapping[int, date]) -> set[tuple[int, int]]:
        """(unit id, task id) of the parts whose newest word before the period is Hoàn thành: they owe no new one
        (docs/decisions/0005). `ends`: period id → its last day.

        A word that was never handed in ends no duty, and what is "Thường xuyên" asks for one every quarter.
        """
        earlier = [word for word in words if word.first_sent_at and ends[word.period] < period.ends_on]
        earlier.sort(key=lambda word: ends[word.period])
        newest = {(word.unit, word.task): word.status for word in earlier}
        return {key for key, status in newest.items() if status == DONE and key[1] not in self.recurring}

    @cached_property
    def recurring(self) -> set[int]:
        return {part.task for part in self.parts if part.deadline_kind == DeadlineKind.RECURRING}

    @cached_property
    def units(self) -> set[int]:
        return {row.unit for row in self.indicators} | {part.unit for part in self.parts}


def stands(withdrawn_from: date | None, day: date) -> bool:
    """The rule of plans.models.standing_on."""
    return withdrawn_from is None or withdrawn_from > day


def read_rota(plan: Plan) -> Rota:
    """Two queries, however many periods are asked for afterwards."""
    indicators = Assignment.objects.filter(indicator__plan=plan, indicator__horizon_year=plan.year)
    columns = ("indicator_id", "unit_id", "from_day", "indicator__frequency", "indicator__withdrawn_from")
    held = indicators.order_by("indicator__order", "indicator_id", "from_day").values_list(*columns)
    parts = TaskAssignment.objects.filter(task__plan=plan).order_by("task__order", "task_id", "from_day")
    shares = parts.values_list(
        "task_id", "unit_id", "from_day", "until_day", "task__withdrawn_from", "task__deadline_kind"
    )
    return Rota([Held._make(row) for row in held], [PartHeld._make(row) for row in shares])
