"""What a stored indicator is judged against, as the pure rules take it (kpis/evaluation.py)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kpis.evaluation import Accumulation, Direction, Frequency, Promise
from kpis.models import Indicator
from plans.models import Plan
from plans.quantities import Measure, Quantity, as_fraction


def promise_of(indicator: Indicator, plan: Plan, milestones: Mapping[int, Decimal | Fraction] | None = None) -> Promise:
    """What the indicator is judged against; with the given milestones, else the stored ones (a query)."""
    if milestones is None:
        milestones = {row.quarter: row.value for row in indicator.milestones.all()}
    measure, bound = Measure(indicator.measure), indicator.baseline
    target, baseline = as_amount(indicator.target), as_amount(bound)
    return Promise(
        measure=measure,
        direction=Direction(indicator.direction),
        accumulation=Accumulation(indicator.accumulation),
        frequency=Frequency(indicator.frequency),
        target=target,
        baseline=baseline,
        baseline_is_bound=bound.is_number and bound.comparator != "=",
        milestones={quarter: as_fraction(value) for quarter, value in milestones.items()},
        tolerance=as_fraction(plan.tolerance),
        places=base_places(measure, target, baseline),
        baseline_year=plan.year - 1,
    )


def as_amount(quantity: Quantity) -> Fraction | None:
    return None if quantity.value is None else as_fraction(quantity.value)


def base_places(measure: Measure, *printed: Fraction | None) -> int:
    """One decimal; two for the index, and where the plan prints two (0,47%)."""
    two = any(number is not None and 10 % number.denominator for number in printed)
    return 2 if measure == Measure.INDEX or two else 1
