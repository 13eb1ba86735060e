"""Reads of many rows in plans: what a reader may see, and the plan that is meant."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from plans.models import Period, Plan
from plans.statement import Statement
from units.models import User, Ward

Row = TypeVar("Row", bound=Model)


PLAN = Statement(
    Plan,
    "SELECT {columns} FROM plans_plan WHERE ward_id = %s ORDER BY year DESC, id DESC LIMIT 1",
    without=["source_text"],
)
PERIODS = Statement(Period, "SELECT {columns} FROM plans_period WHERE plan_id = %s ORDER BY ends_on, starts_on")


def current_plan(user: User) -> Plan | None:
    """The plan that the reader's pages show (one query)."""
    return newest_plan(user.ward)


def newest_plan(ward: Ward) -> Plan | None:
    """The ward's newest plan (one query). Its printed text, the longest column of all, is read where it is shown."""
    plan = PLAN.first([ward.pk])
    if plan is not None:
        plan.ward = ward
    return plan


def read_periods(plan: Plan) -> list[Period]:
    """All periods of the plan, the earlier end first (one query)."""
    periods = PERIODS.rows([plan.pk])
    for period in periods:
        period.plan = plan
    return periods


def the_one(rows: QuerySet[Row]) -> Row | None:
    """The row that a unique condition finds. No order, so no joins of a default order (one query)."""
    try:
        return rows.get()
    except ObjectDoesNotExist:
        return None


def accepted_by(moment: datetime | None) -> dict[str, datetime]:
    """The condition on accepted rows that they were accepted by the moment; none where all of them are meant."""
    return {} if moment is None else {"accepted_at__lte": moment}
