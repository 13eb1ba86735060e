"""Geometry of the bullet bar, the sparkline and the chart of quarters: numbers in, positions out.

Pure: no framework, no words of the screen. Lengths are pixels of the drawing, from its top left corner, rounded to a
tenth; amounts are exact, in the indicator's own unit. The templates draw what is returned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from plans.quantities import Measure

Amounts = Sequence[Fraction | None]
FULL = {Measure.PERCENT: Fraction(100), Measure.INDEX: Fraction(1)}
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
    low, high = _range([amount for amount in amounts if amount is not None])
    floor, scale = float(low), (SPARK_BOTTOM - SPARK_TOP) / float(high - low)

    def height(amount: Fraction | None) -> float | None:
        return None if amount is None else round(SPARK_BOTTOM - (float(amount) - floor) * scale, 1)

    dots = tuple(Dot(i + 1, SPARK_X[i], height(amount)) for i, amount in enumerate(amounts))
    return Sparkline(dots, segments_between(dots))


def _range(known: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Low and high end of a drawing; never equal."""
    if not known:
        return Fraction(0), Fraction(1)
    low, high = min(known), max(known)
    least = max(abs(high), abs(low)) * LEAST_SPAN or Fraction(1)
    missing = max(Fraction(0), least - (high - low)) / 2
    return low - missing, high + missing


def segments_between(dots: Sequence[Dot]) -> tuple[Segment, ...]:
    return tuple(Segment(a.x, a.y, b.x, b.y) for a, b in pairwise(dots) if a.y is not None and b.y is not None)


@dataclass(frozen=True, slots=True)
class PathChart:
    """Quarters against the path to the target. `start` is where the path begins: last year's result, or 0."""

    width: int
    height: int
    columns: tuple[float, ...]
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]
    path: tuple[Dot, ...]
    path_segments: tuple[Segment, ...]
    target: float | None
    baseline: float | None
    floor: float


PATH_WIDTH, PATH_HEIGHT = 620, 210
PATH_COLUMNS = (60.0, 160.0, 260.0, 360.0, 460.0)
PATH_TOP, PATH_FLOOR = 28.0, 172.0
# With the largest number more than twice the smallest the axis begins at 0; else it would hide every difference.
FROM_ZERO = 2
# Else the smallest number stands clear of the bottom line, which then is no zero.
BELOW = Fraction(1, 5)


def path_chart(
    amounts: Amounts,
    expected: Amounts,
    *,
    start: Fraction | None,
    target: Fraction | None,
    baseline: Fraction | None,
) -> PathChart | None:
    """Column 0 is last year, 1–4 the quarters; None where there is no number at all to draw."""
    numbers = [*amounts, *expected, start, target, baseline]
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    low, high = _range(known)
    low = Fraction(0) if high > FROM_ZERO * low else low - (high - low) * BELOW

    def height(amount: Fraction | None) -> float | None:
        if amount is None:
            return None
        return round(PATH_FLOOR - float((amount - low) / (high - low)) * (PATH_FLOOR - PATH_TOP), 1)

    dots = tuple(Dot(q, PATH_COLUMNS[q], height(amount)) for q, amount in enumerate(amounts, 1))
    path = tuple(Dot(q, PATH_COLUMNS[q], height(amount)) for q, amount in enumerate([start, *expected]))
    return PathChart(
        width=PATH_WIDTH,
        height=PATH_HEIGHT,
        columns=PATH_COLUMNS,
        dots=dots,
        segments=segments_between(dots),
        path=path,
        path_segments=segments_between(path),
        target=height(target),
        baseline=height(baseline),
        floor=PATH_FLOOR,
    )
