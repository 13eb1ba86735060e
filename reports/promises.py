"""From an indicator's cells to the promise that its figures are judged against."""

from fractions import Fraction

from kpis.evaluation import Accumulation, Direction, Frequency, Promise
from kpis.models import Indicator
from plans.models import Plan
from plans.quantities import Measure, Quantity, as_fraction


def promise_of(indicator: Indicator, plan: Plan) -> Promise:
    """What the indicator is judged against."""
    measure = Measure(indicator.measure)
    target, baseline = as_amount(indicator.target), as_amount(indicator.baseline)
    return Promise(
        measure=measure,
        direction=Direction(indicator.direction),
        accumulation=Accumulation(indicator.accumulation),
        frequency=Frequency(indicator.frequency),
        target=target,
        baseline=baseline,
        baseline_is_bound=indicator.baseline.is_number and indicator.baseline.comparator != "=",
        milestones={row.quarter: as_fraction(row.value) for row in indicator.milestones.all()},
        tolerance=as_fraction(plan.tolerance),
        places=base_places(measure, target, baseline),
        baseline_year=plan.year - 1,
    )


def as_amount(quantity: Quantity) -> Fraction | None:
    return None if quantity.value is None else as_fraction(quantity.value)


def base_places(measure: Measure, *printed: Fraction | None) -> int:
    """One decimal; two for the index, and where the plan prints two (0,47%)."""
    two = any(number is not None and (number * 10).denominator != 1 for number in printed)
    return 2 if measure == Measure.INDEX or two else 1
