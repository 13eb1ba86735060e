"""The tasks' part of the scorecard: one frozen row each, standing as its worst part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kpis.evaluation import Status
from plans.models import Period, Plan, Section
from plans.reopenings import opened_at
from plans.workflow import RowState
from reports.ledger import Scope
from tasks.promised import Promised, read_promised
from tasks.querysets import newest_accepted_progress, tasks_of
from tasks.timeliness import DeadlineKind, TaskStatus, TaskVerdict, judge_task, overall
from tasks.told import Place, ToldProgress, read_told, told_of
from units.models import Unit


@dataclass(frozen=True, slots=True)
class TaskPart:
    """What one unit says of its part. `earlier` names the quarter where a standing state was last reported.

    In the accepted scope nothing tells of a draft but `adjusting`: the accepted row was opened again.
    """

    unit: Unit
    status: TaskStatus | None = None
    percent: int | None = None
    done_on: date | None = None
    product: str = ""
    difficulties: str = ""
    proposals: str = ""
    earlier: str = ""
    state: RowState | None = None
    unaccepted: bool = False
    adjusting: bool = False
    on_behalf: bool = False
    illustrative: bool = False

    @property
    def shown(self) -> str:
        """How the part stands, or that nothing is known of it, in the words of every face."""
        return self.status.value if self.status else Status.MISSING.value

    @property
    def done(self) -> bool:
        return self.status is TaskStatus.DONE

    @property
    def percent_text(self) -> str:
        return "" if self.percent is None else f"{self.percent}%"

    @property
    def markers(self) -> tuple[str, ...]:
        """The markers of an indicator's figure that a part can have, and whose word it stands on."""
        held = {
            "chưa chấp nhận": self.unaccepted,
            "đang điều chỉnh": self.adjusting,
            "nhập thay": self.on_behalf,
            f"theo báo cáo {self.earlier}": bool(self.earlier),
        }
        return tuple(word for word, holds in held.items() if holds)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """All that a face shows of one task in one period."""

    id: int
    code: str
    number: str
    name: str
    title: str
    counterpart: str
    counterpart_number: str
    section: Section
    leads: tuple[Unit, ...]
    coordinating: tuple[Unit, ...]
    product: str
    deadline_text: str
    due_on: date | None
    money_source: str
    note: str
    parts: tuple[TaskPart, ...]
    verdict: TaskVerdict

    @property
    def slowest(self) -> tuple[TaskPart, ...]:
        """The parts that the task stands as; empty where all parts stand alike, for then none is the slowest."""
        found = tuple(part for part in self.parts if overall([part.status]) is self.verdict.status)
        return found if len(found) < len(self.parts) else ()


def unit_names(units: Iterable[Unit]) -> str:
    """Names hold commas, so a semicolon parts them."""
    return "; ".join(unit.name for unit in units)


def task_rows(
    plan: Plan,
    periods: Iterable[Period],
    period: Period,
    scope: Scope,
    now: datetime,
    only: str = "",
    *,
    past: bool = False,
) -> tuple[TaskRow, ...]:
    """All tasks in printed order (three queries); the one of a code where it is named.

    `past`: `now` is an earlier moment, and the accepted words are those of then.
    """
    quarters = [p for p in periods if p.as_code.is_quarter and p.as_code.quarter <= period.as_code.quarter]
    told, today = _told_by(plan, now) if past else _told(plan, scope, only), timezone.localdate(now)
    return tuple(_row(one, quarters, told, today) for one in read_promised(plan, period.ends_on, only))


def task_course(plan: Plan, quarters: Iterable[Period], scope: Scope, row: TaskRow) -> list[tuple[TaskPart, ...]]:
    """The parts of one task as they stood at the end of each of the quarters, quý I first (two queries).

    It is no field of the row: the row is frozen into issued reports, which never show it.
    """
    quarters, told = list(quarters), _told(plan, scope, row.code)
    known = [quarters[:count] for count in range(1, len(quarters) + 1)]
    return [tuple(_part(row.id, part.unit, so_far, told) for part in row.parts) for so_far in known]


@dataclass(frozen=True, slots=True)
class Told:
    """All that was said of tasks: what counts in this scope, and which accepted rows are open again."""

    rows: Mapping[Place, ToldProgress]
    adjusting: frozenset[Place]


def _told(plan: Plan, scope: Scope, only: str) -> Told:
    """One query."""
    entered, accepted = read_told(plan, only)
    settled = {key for key, row in entered.items() if row.state == RowState.ACCEPTED}
    return Told(accepted if scope == Scope.ACCEPTED else entered, frozenset(accepted.keys() - settled))


def _told_by(plan: Plan, moment: datetime) -> Told:
    """What had been accepted by an earlier moment (three queries)."""
    ids = dict(tasks_of(plan).values_list("code", "pk"))
    opened = opened_at(plan, moment)
    adjusting = frozenset((ids[code], unit, period) for code, unit, period in opened if code in ids)
    accepted = {key: told_of(row) for key, row in newest_accepted_progress(plan, until=moment).items()}
    return Told(accepted, adjusting & accepted.keys())


def _row(one: Promised, quarters: list[Period], told: Told, today: date) -> TaskRow:
    task = one.task
    parts = tuple(_part(task.pk, unit, quarters, told) for unit in one.reporters)
    status = overall([part.status for part in parts])
    days = [part.done_on for part in parts]
    return TaskRow(
        id=task.pk,
        code=task.code,
        number=task.number,
        name=task.name,
        title=task.title,
        counterpart=task.counterpart,
        counterpart_number=task.counterpart_number,
        section=task.section,
        leads=tuple(one.leads),
        coordinating=tuple(one.coordinating),
        product=task.product,
        deadline_text=task.deadline_text,
        due_on=task.due_on,
        money_source=task.money_source,
        note=task.note,
        parts=parts,
        verdict=judge_task(
            status=status,
            due_on=task.due_on,
            done_on=_done_on(days, task.due_on),
            today=today,
            recurring=task.deadline_kind == DeadlineKind.RECURRING,
            has_progress=any(part.status and not part.earlier for part in parts),
        ),
    )


def _done_on(days: list[date | None], due_on: date | None) -> date | None:
    """The last part's day. With a part that names none nobody can tell it, unless another was late anyway."""
    known = max((day for day in days if day), default=None)
    is_late = known is not None and due_on is not None and known > due_on
    return known if all(days) or is_late else None


def _part(task: int, unit: Unit, quarters: list[Period], told: Told) -> TaskPart:
    """The unit's newest word up to the period; a word from an earlier quarter says which one."""
    found = [(period, told.rows[key]) for period in quarters if (key := (task, unit.pk, period.pk)) in told.rows]
    if not found:
        return TaskPart(unit)
    period, row = found[-1]
    state = RowState(row.state) if row.state else None
    return TaskPart(
        unit=unit,
        status=row.task_status,
        percent=row.percent,
        done_on=row.done_on,
        product=row.product,
        difficulties=row.difficulties,
        proposals=row.proposals,
        earlier="" if period == quarters[-1] else period.label,
        state=state,
        unaccepted=state is not None and state != RowState.ACCEPTED,
        adjusting=(task, unit.pk, period.pk) in told.adjusting,
        on_behalf=row.on_behalf,
        illustrative=row.illustrative,
    )
