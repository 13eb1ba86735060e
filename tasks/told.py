"""All that units said of a plan's tasks and its newest snapshots in one reading, for pages that show many."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from plans.models import Plan
from plans.statement import Joined, Values
from tasks.models import Progress, ProgressValue
from tasks.timeliness import TaskStatus

COLUMNS = ("status", "percent", "done_on", "product", "difficulties", "proposals", "on_behalf", "illustrative")
ACCEPTED = ", ".join(f'accepted."{name}"' for name in COLUMNS)
# Snapshots in the order in which they were made: the newest of a place comes last.
PROGRESS = Joined(
    f"""
    SELECT {{progress}}, progress.task_id, report.unit_id, report.period_id, progress.state AS state, 0 AS snapshot
    FROM tasks_progress progress
    JOIN plans_unitreport report ON report.id = progress.report_id
    JOIN plans_period period ON period.id = report.period_id
    JOIN tasks_task task ON task.id = progress.task_id
    WHERE period.plan_id = %s AND (%s = '' OR task.code = %s)
    UNION ALL
    SELECT {ACCEPTED}, accepted.task_id, accepted.unit_id, accepted.period_id, '', accepted.id
    FROM tasks_acceptedprogress accepted
    JOIN plans_period period ON period.id = accepted.period_id
    JOIN tasks_task task ON task.id = accepted.task_id
    WHERE period.plan_id = %s AND (%s = '' OR task.code = %s)
    ORDER BY snapshot
    """,  # noqa: S608 - constants of ours
    progress=Values(Progress, *COLUMNS),
)
Place = tuple[int, int, int]  # task id, unit id, period id


class ToldProgress(NamedTuple):
    """What a progress or a snapshot says. `state` is that of the row under review, "" for a snapshot."""

    state: str
    status: str
    percent: int | None
    done_on: date | None
    product: str
    difficulties: str
    proposals: str
    on_behalf: bool
    illustrative: bool

    @property
    def task_status(self) -> TaskStatus:
        return TaskStatus[self.status.upper()]


Told = Mapping[Place, ToldProgress]


def told_of(row: ProgressValue) -> ToldProgress:
    """The same of a snapshot that was read as a row."""
    return ToldProgress("", *(getattr(row, name) for name in COLUMNS))


def read_told(plan: Plan, code: str = "") -> tuple[Told, Told]:
    """What was said, and what goes out of it; of one task where its code is given (one query)."""
    entered: dict[Place, ToldProgress] = {}
    accepted: dict[Place, ToldProgress] = {}
    for values, task, unit, period, state, snapshot in PROGRESS.rows([plan.pk, code, code] * 2):
        told = ToldProgress(state, *values)
        (accepted if snapshot else entered)[task, unit, period] = told
    return entered, accepted
