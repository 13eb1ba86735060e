"""Where the year ends if the present pace holds, and how that was worked out. Exact: nothing is rounded before it is
shown.

A forecast judges nothing and goes into no report: it is a line on the page of one indicator, named for what it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kpis.evaluation import Accumulation, Promise
from kpis.explanation import POINTS
from plans.calendar import quarter_words
from plans.quantities import Measure, format_amount, format_number, places_to_distinguish

NAME = "Dự báo theo nhịp hiện nay"
LAST = 4
# What a measure cannot pass: a ratio 100 %, an index 1.
FULL: Mapping[Measure, Fraction] = MappingProxyType({Measure.PERCENT: Fraction(100), Measure.INDEX: Fraction(1)})


@dataclass(frozen=True, slots=True)
class Forecast:
    """The amount at the end of quarter IV, in the indicator's own unit.

    `pace` is what one quarter adds (negative where the amount falls), taken from the end of quarter `since` (0: the
    first of January, when what accumulates starts at 0) to the end of quarter `until`. `limit`: where the line was
    held, because the measure ends there.
    """

    amount: Fraction
    pace: Fraction
    since: int
    until: int
    start: Fraction
    now: Fraction
    limit: Fraction | None


def forecast(promise: Promise, amounts: Sequence[Fraction | None]) -> Forecast | None:
    """`amounts`: quarters I to IV, each as it stands at the quarter's end (trong kỳ: the sum so far; kpis/rollup.py).

    None with fewer than two amounts, or once quarter IV has its own.
    """
    known = [(quarter, amount) for quarter, amount in enumerate(amounts, 1) if amount is not None]
    if len(known) < 2 or known[-1][0] == LAST:
        return None
    since, start = (0, Fraction(0)) if promise.accumulation is not Accumulation.POINT else known[0]
    until, now = known[-1]
    pace = (now - start) / (until - since)
    straight = now + pace * (LAST - until)
    held = max(Fraction(0), min(straight, FULL.get(promise.measure, straight)))
    return Forecast(held, pace, since, until, start, now, held if held != straight else None)


def forecast_words(found: Forecast, promise: Promise, places: int) -> str:
    """How it is computed, in one sentence; `places` are those of the page, so that its numbers read alike."""

    def show(amount: Fraction) -> str:
        return format_amount(amount, promise.measure, places=places)

    if found.since:
        way = f"Từ hết {quarter_words(found.since)} ({show(found.start)}) đến hết {quarter_words(found.until)}"
        way += f" ({show(found.now)}), bình quân mỗi quý {_change(found, promise, places)}"
    else:
        way = f"Từ đầu năm đến hết {quarter_words(found.until)} được {show(found.now)}, "
        way += f"bình quân mỗi quý {_size(found.pace, promise, places)}"
    held = "" if found.limit is None else f" (tính thẳng thì ra ngoài mức có thể, nên lấy {show(found.limit)})"
    end = f"giữ nhịp đó thì hết {quarter_words(LAST)} là {show(found.amount)}{held}"
    return f"{way}; {end}{_against_target(found, promise, places)}."


def _change(found: Forecast, promise: Promise, places: int) -> str:
    if not found.pace:
        return "không đổi"
    return f"{'tăng' if found.pace > 0 else 'giảm'} {_size(abs(found.pace), promise, places)}"


def _size(difference: Fraction, promise: Promise, places: int) -> str:
    """A difference with its unit, never rounded down to 0."""
    shown = places_to_distinguish([difference, Fraction(0)], places)
    return f"{format_number(difference, shown)}{POINTS[promise.measure]}"


def _against_target(found: Forecast, promise: Promise, places: int) -> str:
    if promise.target is None:
        return ""
    target = format_amount(promise.target, promise.measure, places=places)
    ahead = promise.ahead(found.amount, promise.target)
    if ahead >= 0:
        return f", {'trong' if promise.lower else 'đạt'} mục tiêu năm ({target})"
    return f", {'cao hơn' if promise.lower else 'còn kém'} mục tiêu năm ({target}) {_size(-ahead, promise, places)}"
