"""From the figures of single quarters to the amount that a quarter's end is judged by."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from kpis.evaluation import Accumulation
from plans.quantities import Measure


def roll_up(
    accumulation: Accumulation,
    measure: Measure,
    quarter: int,
    per_quarter: Mapping[int, Fraction | None],
    *,
    nothing: Collection[int] = (),
) -> Fraction | None:
    """The amount that stands at the end of `quarter` (1–4); in `per_quarter` absent or None means missing.

    Thời điểm and lũy kế: the quarter's own amount, never an earlier one's. Trong kỳ: the sum of quarters
    1 … q, and one missing quarter means no sum. Quarters in `nothing` said "không phát sinh" or owed nothing:
    they are not missing and add nothing; where all are such there is no amount. Raises ValueError for percentages
    and indexes, which are never added.
    """
    if accumulation is not Accumulation.WITHIN:
        return per_quarter.get(quarter)
    if measure is not Measure.COUNT:
        raise ValueError(f"only counts add up over quarters, not {measure}")
    reported = [number for number in range(1, quarter + 1) if number not in nothing]
    amounts = [per_quarter.get(number) for number in reported]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(reported) else None
