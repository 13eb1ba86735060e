"""What stands beside the quarters on the page of one indicator: the year before, the forecast, the goal of 2030."""

from dataclasses import dataclass
from fractions import Fraction

from kpis.forecast import NAME, Forecast, forecast, forecast_words
from kpis.models import LinkKind
from kpis.promises import as_amount
from plans.quantities import format_amount, places_to_distinguish
from reports.dashboard.quarter_lines import page_places
from reports.dashboard.table import short_target
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow


@dataclass(frozen=True, slots=True)
class YearLine:
    """A number of the chart that is no quarter's: its line in the table under it."""

    label: str
    value: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the year ends at the present pace, as the page shows it."""

    found: Forecast
    value: str
    words: str


def outlook_of(row: IndicatorRow) -> Outlook | None:
    """None with fewer than two figures, and once the year's last is there."""
    found = forecast(row.promise, row.sums)
    if found is None:
        return None
    named = [found.amount, found.now, *(number for number in (row.promise.target,) if number is not None)]
    places = places_to_distinguish(named, page_places(row))
    value = format_amount(found.amount, row.measure, places=places)
    return Outlook(found, value, forecast_words(found, row.promise, places))


def goal_amount(goal: GoalRow | None) -> Fraction | None:
    """The target to 2030 where it is the same measure; another measure's number has no place on this axis."""
    same = goal is not None and goal.link_kind == LinkKind.SAME
    return as_amount(goal.target) if goal is not None and same else None


def year_lines(row: IndicatorRow, outlook: Outlook | None, goal: GoalRow | None) -> list[YearLine]:
    """The numbers of the chart that are no quarter's."""
    year, found = row.promise.baseline_year, list[YearLine]()
    if row.baseline.is_number:
        found.append(YearLine(f"Kết quả năm {year}", row.baseline.label, "theo kế hoạch", "before"))
    if row.target.is_number:
        number, printed = short_target(row.target), row.target.label
        words = "theo kế hoạch" if printed == number else printed
        found.append(YearLine(f"Mục tiêu năm {year + 1}", number, words, "target"))
    if outlook:
        found.append(YearLine(NAME, outlook.value, outlook.words, "forecast"))
    if goal is not None and goal_amount(goal) is not None:
        found.append(YearLine(f"Mục tiêu năm {goal.horizon_year}", short_target(goal.target), goal.link_words, "goal"))
    return found
