"""Reads of many rows in tasks: who reports what, progress of a report."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet

from plans.models import Period, Plan, standing_on
from plans.workflow import UNDER_WAY
from tasks.models import Progress, Task, TaskAssignment
from units.models import Unit


def tasks_of(plan: Plan | int) -> QuerySet[Task]:
    return Task.objects.filter(plan=plan).order_by("order")


def tasks_in(period: Period) -> QuerySet[Task]:
    """The tasks that stand at the end of the period."""
    return tasks_of(period.plan_id).filter(standing_on(period.ends_on))


def reporters(plan: Plan, day: date) -> dict[int, list[Unit]]:
    """Task id → the units that report a part of it on the day, in the ward's order (one query)."""
    rows = TaskAssignment.objects.filter(task__plan=plan, from_day__lte=day)
    rows = rows.filter(Q(until_day__isnull=True) | Q(until_day__gte=day)).select_related("unit")
    found: dict[int, list[Unit]] = defaultdict(list)
    for row in rows.order_by("task_id", "unit__order"):
        found[row.task_id].append(row.unit)
    return dict(found)


def tasks_reported_by(unit: Unit, period: Period) -> list[Task]:
    """The unit's tasks of a period in printed order (two queries)."""
    held = {key for key, units in reporters(period.plan, period.ends_on).items() if unit in units}
    return [task for task in tasks_in(period).select_related("section") if task.pk in held]


def has_progress(plan: Plan) -> bool:
    return Progress.objects.filter(task__plan=plan).exists()


def progress_waits(period: Period, unit: Unit) -> bool:
    """Whether progress of the unit is under way to head or coordinator in the period (one query)."""
    return Progress.objects.filter(report__period=period, report__unit=unit, state__in=UNDER_WAY).exists()


def progress_in(period: Period) -> QuerySet[Progress]:
    return Progress.objects.filter(report__period=period).select_related(
        "task", "report__unit__ward", "report__period", "entered_by"
    )
