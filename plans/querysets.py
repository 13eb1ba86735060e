"""Reads of many rows in plans: what a reader may see, and the plan that is meant."""

from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from plans.models import Period, Plan
from units.models import User, Ward

Row = TypeVar("Row", bound=Model)


def current_plan(user: User) -> Plan | None:
    """The plan that the reader's pages show (one query)."""
    return newest_plan(user.ward)


def newest_plan(ward: Ward) -> Plan | None:
    """The ward's newest plan (one query). Its printed text, the longest column of all, is read where it is shown."""
    plan = Plan.objects.filter(ward=ward).defer("source_text").order_by("-year", "-pk").first()
    if plan is not None:
        plan.ward = ward
    return plan


def the_one(rows: QuerySet[Row]) -> Row | None:
    """The row that a unique condition finds. No order, so no joins of a default order (one query)."""
    try:
        return rows.get()
    except ObjectDoesNotExist:
        return None


def periods_of(plan: Plan) -> QuerySet[Period]:
    return Period.objects.filter(plan=plan).order_by("ends_on", "starts_on")
