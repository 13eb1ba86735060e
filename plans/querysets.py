"""Reads of many rows in plans: what a reader may see, and the plan that is meant."""

from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from plans.models import Period, Plan
from units.models import User

Row = TypeVar("Row", bound=Model)


def plans_of(user: User) -> QuerySet[Plan]:
    return Plan.objects.filter(ward_id=user.ward_id)


def current_plan(user: User) -> Plan | None:
    """The ward's newest plan (one query). Its printed text, the longest column of all, is read where it is shown."""
    plan = plans_of(user).defer("source_text").order_by("-year", "-pk").first()
    if plan is not None:
        plan.ward = user.ward
    return plan


def the_one(rows: QuerySet[Row]) -> Row | None:
    """The row that a unique condition finds. No order, so no joins of a default order (one query)."""
    try:
        return rows.get()
    except ObjectDoesNotExist:
        return None


def periods_of(plan: Plan) -> QuerySet[Period]:
    """With who closed it, which every page of a closed period says."""
    return Period.objects.filter(plan=plan).select_related("closed_by").order_by("ends_on", "starts_on")
