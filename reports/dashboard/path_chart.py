"""Geometry of the chart of quarters: last year, the four quarters against the path, the forecast, the goal of 2030.

Pure, as charts.py: no words of the screen; lengths are pixels from the top left corner, rounded to a tenth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.dashboard.charts import Amounts, Dot, Segment, range_of, segments_between

HEIGHT = 210
COLUMNS = (60.0, 165.0, 270.0, 375.0, 480.0)  # last year, quarters I to IV
RIGHT_END = 515.0  # of the lines; the words of the target stand beside it
WIDTH = 610
GOAL_COLUMN, WIDTH_WITH_GOAL = 665.0, 710
TOP, FLOOR = 28.0, 172.0
# With the largest number more than twice the smallest the axis begins at 0; else it would hide every difference.
FROM_ZERO = 2
# Else the smallest number stands clear of the bottom line, which then is no zero.
BELOW = Fraction(1, 5)


@dataclass(frozen=True, slots=True)
class PathChart:
    """`path` begins at last year's result, or 0. `forecast` is the way from the last amount to the end of the year.

    `goal` stands in a column of its own, beside the year: None where nothing is linked.
    """

    width: int
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]
    path: tuple[Dot, ...]
    path_segments: tuple[Segment, ...]
    forecast: Segment | None
    target: float | None
    baseline: float | None
    goal: float | None
    columns: tuple[float, ...] = COLUMNS
    height: int = HEIGHT
    floor: float = FLOOR
    right_end: float = RIGHT_END
    goal_column: float = GOAL_COLUMN


@dataclass(frozen=True, slots=True)
class Scale:
    """From amounts to heights."""

    low: Fraction
    high: Fraction

    def height(self, amount: Fraction | None) -> float | None:
        if amount is None:
            return None
        return round(FLOOR - float((amount - self.low) / (self.high - self.low)) * (FLOOR - TOP), 1)


def scale_of(known: Sequence[Fraction]) -> Scale:
    low, high = range_of(known)
    return Scale(Fraction(0) if high > FROM_ZERO * low else low - (high - low) * BELOW, high)


def path_chart(
    amounts: Amounts,
    expected: Amounts,
    *,
    start: Fraction | None,
    target: Fraction | None,
    baseline: Fraction | None,
    forecast: Fraction | None = None,
    goal: Fraction | None = None,
) -> PathChart | None:
    """Column 0 is last year, 1–4 the quarters; None where the year has no number at all to draw.

    `forecast` needs an amount to start from.
    """
    year = [number for number in (*amounts, *expected, start, target, baseline) if number is not None]
    if not year:
        return None
    scale = scale_of([*year, *(number for number in (forecast, goal) if number is not None)])
    dots = tuple(Dot(q, COLUMNS[q], scale.height(amount)) for q, amount in enumerate(amounts, 1))
    path = tuple(Dot(q, COLUMNS[q], scale.height(amount)) for q, amount in enumerate([start, *expected]))
    return PathChart(
        width=WIDTH if goal is None else WIDTH_WITH_GOAL,
        dots=dots,
        segments=segments_between(dots),
        path=path,
        path_segments=segments_between(path),
        forecast=_way_on(dots, scale.height(forecast)),
        target=scale.height(target),
        baseline=scale.height(baseline),
        goal=scale.height(goal),
    )


def _way_on(dots: Sequence[Dot], end: float | None) -> Segment | None:
    drawn = [(dot.x, dot.y) for dot in dots if dot.y is not None]
    return Segment(*drawn[-1], COLUMNS[-1], end) if drawn and end is not None else None
