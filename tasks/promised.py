"""The tasks of a plan, read for a whole page at once with the units that lead, help and report."""

from dataclasses import dataclass, field
from datetime import date

from plans.models import Plan, Section
from plans.statement import Joined, Rows
from tasks.models import Task
from units.models import Unit

# Texts that no table of tasks shows.
NOT_SHOWN = (
    "search",
    "name_printed",
    "leads_printed",
    "counterpart_printed",
    "coordination_printed",
    "product_printed",
    "deadline_printed",
)
TASKS = Joined(
    """
    SELECT {task}, {section} FROM tasks_task task
    JOIN plans_section section ON section.id = task.section_id
    WHERE task.plan_id = %s AND (%s = '' OR task.code = %s)
    ORDER BY task."order"
    """,
    task=Rows(Task, without=NOT_SHOWN),
    section=Rows(Section),
)
# Who leads and who helps in printed order, who reports in the ward's.
PEOPLE = Joined(
    """
    SELECT {unit}, lead.task_id, 'leads' AS kind, lead."order" AS place
    FROM tasks_tasklead lead JOIN tasks_task task ON task.id = lead.task_id
    JOIN units_unit unit ON unit.id = lead.unit_id
    WHERE task.plan_id = %s AND (%s = '' OR task.code = %s)
    UNION ALL
    SELECT {unit}, help.task_id, 'coordinating', help."order"
    FROM tasks_taskcoordination help JOIN tasks_task task ON task.id = help.task_id
    JOIN units_unit unit ON unit.id = help.unit_id
    WHERE task.plan_id = %s AND (%s = '' OR task.code = %s)
    UNION ALL
    SELECT {unit}, held.task_id, 'reporters', unit."order"
    FROM tasks_taskassignment held JOIN tasks_task task ON task.id = held.task_id
    JOIN units_unit unit ON unit.id = held.unit_id
    WHERE task.plan_id = %s AND (%s = '' OR task.code = %s)
        AND held.from_day <= %s AND (held.until_day IS NULL OR held.until_day >= %s)
    ORDER BY place
    """,
    unit=Rows(Unit),
)


@dataclass(frozen=True, slots=True)
class Promised:
    task: Task
    leads: list[Unit] = field(default_factory=list)
    coordinating: list[Unit] = field(default_factory=list)
    reporters: list[Unit] = field(default_factory=list)


def read_promised(plan: Plan, day: date, code: str = "") -> list[Promised]:
    """The tasks that stand on the day, in printed order; one where its code is given (two queries)."""
    chosen = [plan.pk, code, code]
    found: dict[int, Promised] = {}
    for task, section in TASKS.rows(chosen):
        if task.stands_on(day):
            task.section = section
            found[task.pk] = Promised(task)
    for unit, task, kind, _ in PEOPLE.rows([*chosen * 3, day, day]):
        if task in found:
            getattr(found[task], kind).append(unit)
    return list(found.values())
