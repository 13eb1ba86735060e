"""What each unit reports and each leader directs: how it stands, what of it is late; counts of the scorecard's rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kpis.evaluation import Status
from reports.indicator_rows import IndicatorRow
from reports.scorecard import LATE, ON_TRACK
from reports.task_rows import TaskPart, TaskRow
from units.models import Leader, Unit
from units.text import sort_key


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task and the holder's own part of it."""

    row: TaskRow
    part: TaskPart


@dataclass(slots=True)
class Holding:
    """`code` and `name` are the unit's or the leader's; "" and "Chưa phân công" for rows that nobody holds."""

    code: str
    name: str
    indicators: list[IndicatorRow] = field(default_factory=list)
    tasks: list[HeldTask] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Status]:
        return Counter(row.verdict.status for row in self.indicators)

    @property
    def judged(self) -> int:
        """How many have a target."""
        return sum(row.target.is_number for row in self.indicators)

    @property
    def on_track(self) -> int:
        return sum(self.counts[status] for status in ON_TRACK)

    @property
    def late(self) -> list[IndicatorRow]:
        return [row for row in self.indicators if row.verdict.status in LATE]

    @property
    def attention(self) -> int:
        return self.counts[Status.ATTENTION]

    @property
    def missing(self) -> list[IndicatorRow]:
        return [row for row in self.indicators if row.verdict.status is Status.MISSING]

    @property
    def overdue(self) -> list[HeldTask]:
        """Tasks past their day of which the holder's own part is not done."""
        return [held for held in self.tasks if held.row.verdict.overdue and not held.part.done]


def by_unit(indicators: Iterable[IndicatorRow], tasks: Iterable[TaskRow]) -> list[Holding]:
    """Units that report anything, in the ward's order; a task of several units is held by each."""
    found: dict[str, tuple[int, Holding]] = {}

    def of(unit: Unit | None) -> Holding:
        code, name, order = (unit.code, unit.name, unit.order) if unit else ("", "Chưa phân công", 10**6)
        return found.setdefault(code, (order, Holding(code, name)))[1]

    for row in indicators:
        of(row.unit).indicators.append(row)
    for task in tasks:
        for part in task.parts:
            of(part.unit).tasks.append(HeldTask(task, part))
    return [holding for _, holding in sorted(found.values(), key=lambda pair: (pair[0], sort_key(pair[1].name)))]


def by_leader(indicators: Iterable[IndicatorRow]) -> list[Holding]:
    """Leaders who direct anything, who directs most first. The plan names no leader for a task."""
    found: dict[str, Holding] = {}
    for row in indicators:
        leader: Leader | None = row.leader
        code, name = (leader.code, leader.full_name) if leader else ("", "Chưa phân công")
        found.setdefault(code, Holding(code, name)).indicators.append(row)
    return sorted(
        found.values(), key=lambda holding: (not holding.code, -len(holding.indicators), sort_key(holding.name))
    )
