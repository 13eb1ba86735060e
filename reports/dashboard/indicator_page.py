"""What the page of one indicator shows beside its row of the scorecard."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kpis.evaluation import LABELS, Accumulation, Promise, owed_in, path_of, starting_point
from kpis.explanation import Path, path_words
from plans.calendar import ROMAN
from plans.models import Correction, Plan
from plans.quantities import Measure, QuantityKind, format_amount, places_to_distinguish
from plans.workflow import LABELS as STATE_LABELS
from reports.dashboard.charts import PathChart, Segment, path_chart
from reports.dashboard.table import target_words
from reports.indicator_rows import IndicatorRow
from reports.ledger import QuarterCell

ADDING_UP = {
    Accumulation.POINT: "số liệu là mức đạt được ở cuối kỳ",
    Accumulation.CUMULATIVE: "số liệu là lũy kế từ đầu năm, đã gồm các quý trước",
    Accumulation.WITHIN: "số liệu của riêng quý, cả năm là tổng các quý",
}
NO_NUMBER = {
    (QuantityKind.NOT_ASSIGNED, "baseline"): "- (không có)",
    (QuantityKind.NOT_ASSIGNED, "target"): "- (không giao mục tiêu)",
    (QuantityKind.UNKNOWN, "baseline"): "? (chưa rõ, như bản in)",
    (QuantityKind.UNKNOWN, "target"): "? (chưa rõ, như bản in)",
}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str
    rest: str = ""


def facts_of(row: IndicatorRow) -> list[Fact]:
    """How it is measured and what was promised."""
    year = row.promise.baseline_year
    return [
        Fact("Đơn vị tính", row.measure_unit),
        Fact("Cách tính trong năm", LABELS[row.accumulation], ADDING_UP[row.accumulation]),
        Fact("Tần suất báo cáo", LABELS[row.frequency]),
        Fact("Chiều tốt", LABELS[row.direction]),
        Fact(f"Kết quả năm {year}", printed_words(row, "baseline")),
        Fact(f"Mục tiêu năm {year + 1}", printed_words(row, "target")),
    ]


def printed_words(row: IndicatorRow, cell: str) -> str:
    quantity = row.baseline if cell == "baseline" else row.target
    return quantity.label if quantity.is_number else NO_NUMBER[quantity.kind, cell]


def distance_words(row: IndicatorRow) -> str:
    """How much of the way from last year to the target is covered; "" where there is no such way."""
    way = row.verdict.distance
    if way is None or way < 0:
        return ""
    at_most = "nhiều nhất " if row.verdict.distance_at_most else ""
    share = format_amount(way, Measure.PERCENT)
    return f"Đã đi được {at_most}{share} quãng đường từ kết quả {row.promise.baseline_year} đến mục tiêu."


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter of the table: what was reported, what was needed, and what came of it."""

    label: str
    cell: QuarterCell
    value: str
    sum_text: str
    expected: str
    path: str
    status: str
    shape: str
    tone: str
    markers: str
    state: str
    chosen: bool


def quarter_lines(row: IndicatorRow) -> list[QuarterLine]:
    places = _page_places(row)
    return [_quarter_line(row, quarter, places) for quarter in (1, 2, 3, 4)]


def _page_places(row: IndicatorRow) -> int:
    """Decimals at which all numbers of the page that differ look different: it shows every quarter's need."""
    needs = [verdict.expected for verdict in row.quarter_verdicts]
    numbers = (*needs, *row.sums, row.promise.target, row.promise.baseline)
    return max(row.places, places_to_distinguish([n for n in numbers if n is not None], row.promise.places))


def _quarter_line(row: IndicatorRow, quarter: int, places: int) -> QuarterLine:
    cell, verdict = row.quarters[quarter - 1], row.quarter_verdicts[quarter - 1]
    total = row.sums[quarter - 1]

    def show(amount: Fraction | None) -> str:
        return "" if amount is None else format_amount(amount, row.measure, places=places)

    adds_up = row.accumulation is Accumulation.WITHIN and quarter > 1
    return QuarterLine(
        label=f"Quý {ROMAN[quarter]}",
        cell=cell,
        value=show(cell.amount) or cell.text,
        sum_text=show(total) if adds_up else "",
        expected=show(verdict.expected),
        path=need_words(row.promise, quarter),
        status=verdict.status.value,
        shape=verdict.face.shape,
        tone=verdict.face.tone,
        markers=" · ".join(marker.lower() for marker in verdict.markers),
        state=STATE_LABELS[cell.state] if cell.state else "",
        chosen=quarter == row.cell.quarter,
    )


def need_words(promise: Promise, quarter: int) -> str:
    """Where the quarter's need comes from; of a computed one, whether it is asked for at all."""
    if promise.target is None:
        return ""
    path = path_of(promise, quarter)
    words = path_words(path, promise.baseline_year)
    asked = path in {Path.TARGET, Path.MILESTONE} or owed_in(promise.frequency, quarter)
    return words if asked else f"{words}, quý này chưa phải báo cáo"


LIFT, DROP, LINE_HEIGHT = 10, 20, 24


def label_height(dot: float, target: float | None) -> float:
    """Over its dot, or under it where the line of the target would cross the number."""
    crossed = target is not None and 0 < dot - target < LINE_HEIGHT
    return dot + DROP if crossed else dot - LIFT


@dataclass(frozen=True, slots=True)
class Label:
    """A word in the drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class QuarterChart:
    """The drawing with its words: values over the dots, last year and the target at its sides."""

    drawing: PathChart
    lines: tuple[Segment, ...]
    values: tuple[Label, ...]
    columns: tuple[Label, ...]
    baseline: Label | None
    target_text: str
    words: str


def chart_of(row: IndicatorRow, quarters: Iterable[QuarterLine]) -> QuarterChart | None:
    """None where neither a target nor a figure is there to be drawn."""
    promise, shown = row.promise, list(quarters)
    needs = [verdict.expected for verdict in row.quarter_verdicts]
    drawing = path_chart(
        row.sums, needs, start=starting_point(promise), target=promise.target, baseline=promise.baseline
    )
    if drawing is None:
        return None
    texts = [line.sum_text or line.value or line.cell.shown for line in shown]
    names = (str(promise.baseline_year), *(line.label for line in shown))
    return QuarterChart(
        drawing=drawing,
        lines=drawing.segments,
        values=tuple(
            Label(dot.x, label_height(dot.y, drawing.target), texts[dot.quarter - 1])
            for dot in drawing.dots
            if dot.y is not None
        ),
        columns=tuple(Label(x, drawing.floor + 22, name) for x, name in zip(drawing.columns, names, strict=True)),
        baseline=None
        if drawing.baseline is None
        else Label(drawing.columns[0], drawing.baseline - LIFT, row.baseline.label),
        target_text=target_words(row.target) if row.target.is_number else "",
        words="; ".join(f"{line.label}: {text}" for line, text in zip(shown, texts, strict=True)),
    )


def corrections_of(plan: Plan, code: str) -> list[Correction]:
    """Entries of the register that name this indicator or task (one query); "PL1.1" is not "PL1.13"."""
    near = Correction.objects.filter(plan=plan, place__contains=code).order_by("order")
    return [row for row in near if code in [part.strip() for part in row.place.split(";")]]
