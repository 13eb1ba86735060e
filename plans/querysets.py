"""Reads of many rows in plans: what a reader may see, and the plan that is meant."""

from django.db.models import QuerySet

from plans.models import Period, Plan
from units.models import User


def plans_of(user: User) -> QuerySet[Plan]:
    return Plan.objects.filter(ward_id=user.ward_id)


def current_plan(user: User) -> Plan | None:
    """The ward's newest plan (one query)."""
    return plans_of(user).select_related("ward", "coordinator").order_by("-year", "-pk").first()


def periods_of(plan: Plan) -> QuerySet[Period]:
    return Period.objects.filter(plan=plan).order_by("ends_on", "starts_on")
