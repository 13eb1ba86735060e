"""What a plan promises, read for a whole page at once: every indicator, what it is judged by and who answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpis.evaluation import Promise
from kpis.models import Indicator, Milestone
from kpis.promises import promise_of
from plans.models import Plan, Section
from plans.statement import Joined, Rows, Values
from units.models import Leader, Unit

# Texts that no table of indicators shows.
NOT_SHOWN = ("search", "name_printed", "leads_printed", "baseline_printed", "target_printed", "leader_printed")
INDICATORS = Joined(
    """
    SELECT {indicator}, {section}, {first}, {second}, {third}
    FROM kpis_indicator indicator
    JOIN plans_section section ON section.id = indicator.section_id
    LEFT JOIN kpis_milestone first ON first.indicator_id = indicator.id AND first.quarter = 1
    LEFT JOIN kpis_milestone second ON second.indicator_id = indicator.id AND second.quarter = 2
    LEFT JOIN kpis_milestone third ON third.indicator_id = indicator.id AND third.quarter = 3
    WHERE indicator.plan_id = %s
    ORDER BY indicator.horizon_year, indicator."order"
    """,
    indicator=Rows(Indicator, without=NOT_SHOWN),
    section=Rows(Section),
    first=Values(Milestone, "value"),
    second=Values(Milestone, "value"),
    third=Values(Milestone, "value"),
)
# The units that lead, in printed order, then who was responsible, the newest last.
PEOPLE = Joined(
    """
    SELECT {unit}, {leader}, lead.indicator_id AS indicator, 1 AS leads, lead."order" AS place, NULL AS day
    FROM kpis_indicatorlead lead
    JOIN kpis_indicator indicator ON indicator.id = lead.indicator_id
    JOIN units_unit unit ON unit.id = lead.unit_id
    LEFT JOIN units_leader leader ON 1 = 0
    WHERE indicator.plan_id = %s
    UNION ALL
    SELECT {unit}, {leader}, held.indicator_id, 0, 0, held.from_day
    FROM kpis_assignment held
    JOIN kpis_indicator indicator ON indicator.id = held.indicator_id
    JOIN units_unit unit ON unit.id = held.unit_id
    LEFT JOIN units_leader leader ON leader.id = held.leader_id
    WHERE indicator.plan_id = %s AND held.from_day <= %s
    ORDER BY place, day
    """,
    unit=Rows(Unit),
    leader=Rows(Leader),
)


@dataclass(frozen=True, slots=True)
class Promised:
    """An indicator, what it is judged against, and who answers for it on the day that was asked for.

    `goal`: the goal to 2030 that it leads to. `leads` in printed order.
    """

    indicator: Indicator
    promise: Promise
    unit: Unit | None = None
    leader: Leader | None = None
    leads: tuple[Unit, ...] = ()
    goal: Indicator | None = None


def read_promised(plan: Plan, day: date) -> list[Promised]:
    """Indicators and goals that stand on the day, in printed order (two queries)."""
    rows = INDICATORS.rows([plan.pk])
    people, known = _people(plan, day), {indicator.pk: indicator for indicator, *_ in rows}
    found = []
    for indicator, section, *marks in rows:
        if indicator.stands_on(day):
            indicator.section = section
            milestones = {quarter: value for quarter, (value,) in enumerate(marks, 1) if value is not None}
            goal = known.get(indicator.linked_goal_id)
            found.append(
                Promised(indicator, promise_of(indicator, plan, milestones), **people.get(indicator.pk, {}), goal=goal)
            )
    return found


def _people(plan: Plan, day: date) -> Mapping[int, dict[str, Any]]:
    """Indicator id → `unit`, `leader` and `leads` of the day (one query)."""
    found: dict[int, dict[str, Any]] = {}
    for unit, leader, indicator, leads, *_ in PEOPLE.rows([plan.pk, plan.pk, day]):
        known = found.setdefault(indicator, {})
        if leads:
            known["leads"] = (*known.get("leads", ()), unit)
        else:
            known |= {"unit": unit, "leader": leader}
    return found
