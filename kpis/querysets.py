"""Reads of many rows in kpis: who answers for what, and the figures of a report."""

from datetime import date

from django.db.models import QuerySet

from kpis.models import Assignment, Figure, Indicator
from plans.models import Period, Plan, standing_on
from plans.workflow import UNDER_WAY
from units.models import Unit


def indicators_of(plan: Plan) -> QuerySet[Indicator]:
    return Indicator.objects.filter(plan=plan).order_by("horizon_year", "order")


def yearly_indicators(plan: Plan) -> QuerySet[Indicator]:
    """The indicators of the plan's own year, not the 2030 goals: what is reported as long as it stands."""
    return indicators_of(plan).filter(horizon_year=plan.year)


def responsible(plan: Plan, day: date) -> dict[int, Assignment]:
    """Indicator id → the assignment that holds on the day (one query)."""
    rows = Assignment.objects.filter(indicator__plan=plan, from_day__lte=day)
    rows = rows.select_related("unit", "leader").order_by("indicator_id", "from_day")
    return {row.indicator_id: row for row in rows}


def indicators_reported_by(unit: Unit, period: Period) -> list[Indicator]:
    """The unit's rows of a period, in printed order, with section, leads and milestones (four queries)."""
    held = {key for key, row in responsible(period.plan, period.ends_on).items() if row.unit_id == unit.pk}
    rows = yearly_indicators(period.plan).filter(standing_on(period.ends_on))
    rows = rows.select_related("section").prefetch_related("milestones")
    return [indicator for indicator in rows if indicator.pk in held]


def has_figures(plan: Plan) -> bool:
    """Whether anything was reported: from then on the way of counting cannot change."""
    return Figure.objects.filter(indicator__plan=plan).exists()


def figures_wait(period: Period, unit: Unit) -> bool:
    """Whether figures of the unit are under way to head or coordinator in the period (one query)."""
    return Figure.objects.filter(period=period, report__unit=unit, state__in=UNDER_WAY).exists()


def figures_in(period: Period) -> QuerySet[Figure]:
    return Figure.objects.filter(period=period).select_related(
        "indicator", "report__unit__ward", "report__period", "entered_by"
    )
