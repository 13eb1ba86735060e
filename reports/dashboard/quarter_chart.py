"""The chart of quarters with its words: what stands in the drawing, under it, in its description and in the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.evaluation import path_of, starting_point
from kpis.explanation import Path
from kpis.forecast import NAME
from reports.dashboard.outlook import Outlook, YearLine, goal_amount, year_lines
from reports.dashboard.path_chart import PathChart, path_chart
from reports.dashboard.quarter_lines import QuarterLine
from reports.dashboard.table import short_target
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow

LIFT, DROP, LINE_HEIGHT = 10, 20, 24
UNDER = 22  # of the names of the columns


@dataclass(frozen=True, slots=True)
class Label:
    """A word in the drawing; `y` is its foot."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class QuarterChart:
    """The drawing with its words. `milestones` are the points of the path that somebody set."""

    drawing: PathChart
    values: tuple[Label, ...]
    columns: tuple[Label, ...]
    milestones: tuple[Label, ...]
    baseline: Label | None
    forecast: Label | None
    goal: Label | None
    target_text: str
    legend: str
    title: str
    words: str


def chart_of(
    row: IndicatorRow, lines: Sequence[QuarterLine], outlook: Outlook | None = None, goal: GoalRow | None = None
) -> QuarterChart | None:
    """None where neither a target nor a figure is there to be drawn."""
    drawing = _drawing(row, outlook, goal)
    if drawing is None:
        return None
    texts = [line.sum_text or line.value or line.cell.shown for line in lines]
    marks = _milestones(row, drawing)
    return QuarterChart(
        drawing=drawing,
        values=_values(drawing, texts),
        columns=_columns(row, drawing, lines, goal),
        milestones=marks,
        baseline=None if drawing.baseline is None else _above(drawing.columns[0], drawing.baseline, row.baseline.label),
        forecast=_forecast_label(drawing, outlook),
        goal=_goal_label(drawing, goal),
        target_text=short_target(row.target) if row.target.is_number else "",
        legend=" · ".join(_legend(row, drawing, marks)),
        title=f"{row.short_name}: các quý năm {row.promise.baseline_year + 1} so với mức cần và mục tiêu",
        words=_words(lines, texts, year_lines(row, outlook, goal)),
    )


def _drawing(row: IndicatorRow, outlook: Outlook | None, goal: GoalRow | None) -> PathChart | None:
    return path_chart(
        row.sums,
        [verdict.expected for verdict in row.quarter_verdicts],
        start=starting_point(row.promise),
        target=row.promise.target,
        baseline=row.promise.baseline,
        forecast=outlook.found.amount if outlook else None,
        goal=goal_amount(goal),
    )


def _values(drawing: PathChart, texts: Sequence[str]) -> tuple[Label, ...]:
    dots = [(dot, dot.y) for dot in drawing.dots if dot.y is not None]
    return tuple(Label(dot.x, label_height(y, drawing.target), texts[dot.quarter - 1]) for dot, y in dots)


def _columns(
    row: IndicatorRow, drawing: PathChart, lines: Sequence[QuarterLine], goal: GoalRow | None
) -> tuple[Label, ...]:
    """What stands under each column, the goal's year last where it is drawn."""
    named = list(zip(drawing.columns, [str(row.promise.baseline_year), *(line.label for line in lines)], strict=True))
    if drawing.goal is not None and goal is not None:
        named.append((drawing.goal_column, str(goal.horizon_year)))
    return tuple(Label(x, drawing.floor + UNDER, name) for x, name in named)


def _goal_label(drawing: PathChart, goal: GoalRow | None) -> Label | None:
    if drawing.goal is None or goal is None:
        return None
    return _above(drawing.goal_column, drawing.goal, short_target(goal.target))


def label_height(dot: float, target: float | None) -> float:
    """Over its dot, or under it where the line of the target would cross the number."""
    crossed = target is not None and 0 < dot - target < LINE_HEIGHT
    return dot + DROP if crossed else dot - LIFT


def _above(x: float, y: float, text: str) -> Label:
    return Label(x, y - LIFT, text)


def _forecast_label(drawing: PathChart, outlook: Outlook | None) -> Label | None:
    if drawing.forecast is None or outlook is None:
        return None
    return Label(drawing.forecast.x2, label_height(drawing.forecast.y2, drawing.target), outlook.value)


def _milestones(row: IndicatorRow, drawing: PathChart) -> tuple[Label, ...]:
    """The points of the path that were set, not computed; their numbers stand in the table."""
    points = [(dot, dot.y) for dot in drawing.path[1:] if dot.y is not None]
    return tuple(Label(dot.x, y, "") for dot, y in points if path_of(row.promise, dot.quarter) is Path.MILESTONE)


def _legend(row: IndicatorRow, drawing: PathChart, marks: Sequence[Label]) -> list[str]:
    """What the signs mean, of those that are drawn."""
    year = row.promise.baseline_year
    told = [
        ("đường gạch: mức cần từng quý", bool(drawing.path_segments)),
        ("◇ mốc quý đã đặt", bool(marks)),
        (f"đường ngang: mục tiêu năm {year + 1}", drawing.target is not None),
        (f"▴ kết quả {year}", drawing.baseline is not None),
        ("● thực hiện", any(dot.y is not None for dot in drawing.dots)),
        (f"○ {NAME[0].lower()}{NAME[1:]}", drawing.forecast is not None),
        ("■ mục tiêu dài hạn, cùng thước đo", drawing.goal is not None),
    ]
    return [words for words, holds in told if holds]


def _words(lines: Sequence[QuarterLine], texts: Sequence[str], years: Sequence[YearLine]) -> str:
    """The chart for who does not see it."""
    quarters = [
        f"{line.label}: {text}{f', cần {line.expected}' if line.expected else ''}"
        for line, text in zip(lines, texts, strict=True)
    ]
    before = [f"{line.label}: {line.value}" for line in years if line.kind == "before"]
    after = [f"{line.label}: {line.value}" for line in years if line.kind != "before"]
    return "; ".join([*before, *quarters, *after]) + "."
