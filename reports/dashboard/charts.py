"""Geometry of the bullet bar and the sparkline (the chart of quarters: path_chart.py): numbers in, positions out.

Pure: no framework, no words of the screen. Lengths are pixels of the drawing, from its top left corner, rounded to a
tenth; amounts are exact, in the indicator's own unit. The templates draw what is returned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kpis.forecast import FULL
from plans.quantities import Measure

Amounts = Sequence[Fraction | None]
HEADROOM = Fraction(4, 3)


def axis_end(measure: Measure, target: Fraction, others: Sequence[Fraction]) -> Fraction:
    """Where a bar's axis from 0 ends.

    The whole range (100 %, 1) for a target in its upper half, so that such rows compare by eye; for a small target
    (3 %) and for counts a third beyond the largest number, so that the way there can be seen.
    """
    full = FULL.get(measure)
    largest = max([target, *others])
    if full is not None and (target * 2 >= full or largest * HEADROOM > full):
        return max(full, largest)
    return largest * HEADROOM or Fraction(1)


@dataclass(frozen=True, slots=True)
class Bullet:
    """The bar of one row. `fill` is None without a figure; `hook` is +1 for "≥" (to the right), -1 for "≤", else 0.

    `baseline` and `expected` are None where there is none. `wanted` is the stretch that lower-is-better allows: from
    the left end to the target, 0 wide for the others.
    """

    width: int
    left: float
    track: float
    fill: float | None
    baseline: float | None
    expected: float | None
    target: float
    hook: int
    wanted: float


BULLET_WIDTH = 120
MARGIN = 6


def bullet(
    measure: Measure,
    *,
    target: Fraction | None,
    at_least: bool = False,
    lower: bool = False,
    baseline: Fraction | None = None,
    expected: Fraction | None = None,
    value: Fraction | None = None,
) -> Bullet | None:
    """The bar from 2025 through now to the target; None where the plan sets no target."""
    if target is None:
        return None
    end = axis_end(measure, target, [n for n in (baseline, expected, value) if n is not None])
    track = BULLET_WIDTH - 2 * MARGIN
    scale = track / float(end)

    def at(amount: Fraction) -> float:
        return round(MARGIN + float(amount) * scale, 1)

    return Bullet(
        width=BULLET_WIDTH,
        left=float(MARGIN),
        track=float(track),
        fill=None if value is None else round(at(value) - MARGIN, 1),
        baseline=None if baseline is None else at(baseline),
        expected=None if expected is None else at(expected),
        target=at(target),
        hook=-1 if lower else int(at_least),
        wanted=round(at(target) - MARGIN, 1) if lower else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Dot:
    """A quarter of the sparkline; `y` is None where there is no amount."""

    quarter: int
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between two neighbouring quarters that both have an amount."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]


SPARK_X = (9.0, 31.0, 53.0, 75.0)
SPARK_TOP, SPARK_BOTTOM = 5.0, 17.0
# A range narrower than a tenth of its largest number is drawn as a tenth: noise does not look like a mountain.
LEAST_SPAN = Fraction(1, 10)


def sparkline(amounts: Amounts) -> Sparkline:
    """Quarters I–IV from left to right; a gap breaks the line."""
    low, high = range_of([amount for amount in amounts if amount is not None])
    floor, scale = float(low), (SPARK_BOTTOM - SPARK_TOP) / float(high - low)

    def height(amount: Fraction | None) -> float | None:
        return None if amount is None else round(SPARK_BOTTOM - (float(amount) - floor) * scale, 1)

    dots = tuple(Dot(i + 1, SPARK_X[i], height(amount)) for i, amount in enumerate(amounts))
    return Sparkline(dots, segments_between(dots))


def range_of(known: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Low and high end of a drawing; never equal."""
    if not known:
        return Fraction(0), Fraction(1)
    low, high = min(known), max(known)
    least = max(abs(high), abs(low)) * LEAST_SPAN or Fraction(1)
    missing = max(Fraction(0), least - (high - low)) / 2
    return low - missing, high + missing


PERCENT_WIDTH = 60


def percent_bar(percent: int | None) -> float:
    """How much of a bar of PERCENT_WIDTH is filled."""
    return round((percent or 0) * PERCENT_WIDTH / 100, 1)


def segments_between(dots: Sequence[Dot]) -> tuple[Segment, ...]:
    return tuple(Segment(a.x, a.y, b.x, b.y) for a, b in pairwise(dots) if a.y is not None and b.y is not None)
