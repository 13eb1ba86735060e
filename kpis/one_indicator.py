"""Reads of one indicator, for the row that is saved by itself: dozens of times an hour by every officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from kpis.models import AcceptedFigure, Figure, Indicator, Milestone
from plans.models import STANDING_ON, Period
from plans.quantities import as_fraction
from plans.statement import Statement

INDICATOR = Statement(
    Indicator,
    f"SELECT {{columns}} FROM kpis_indicator WHERE plan_id = %s AND code = %s AND horizon_year = %s AND {STANDING_ON}",  # noqa: S608 - a constant of ours
)
MILESTONES = Statement(Milestone, "SELECT {columns} FROM kpis_milestone WHERE indicator_id = %s")
FIGURES = Statement(Figure, "SELECT {columns} FROM kpis_figure WHERE indicator_id = %s")
ACCEPTED = Statement(AcceptedFigure, "SELECT {columns} FROM kpis_acceptedfigure WHERE indicator_id = %s ORDER BY id")
REPORTER = """
    SELECT unit_id FROM kpis_assignment
    WHERE indicator_id = %s AND from_day <= %s ORDER BY from_day DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class History:
    """All that the plan knows of one indicator: figures and newest snapshots by (indicator id, period id)."""

    milestones: Mapping[int, Fraction]
    figures: Mapping[tuple[int, int], Figure]
    accepted: Mapping[tuple[int, int], AcceptedFigure]


def yearly_indicator(period: Period, code: str) -> Indicator | None:
    """The indicator of the plan's own year that carries the code and stands in the period (one query)."""
    values = [period.plan_id, code, period.plan.year, period.ends_on]
    return INDICATOR.first(values)


def history_of(indicator: Indicator) -> History:
    """Three queries."""
    key = [indicator.pk]
    return History(
        milestones={row.quarter: as_fraction(row.value) for row in MILESTONES.rows(key)},
        figures={(row.indicator_id, row.period_id): row for row in FIGURES.rows(key)},
        accepted={(row.indicator_id, row.period_id): row for row in ACCEPTED.rows(key)},
    )


def reporting_unit(indicator: Indicator, day: date) -> int | None:
    """Id of the unit that reports the indicator on the day (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(REPORTER, [indicator.pk, day])
        found = cursor.fetchone()
    return found[0] if found else None
