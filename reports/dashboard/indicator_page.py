"""What the page of one indicator shows beside its row of the scorecard."""

from dataclasses import dataclass

from kpis.evaluation import LABELS, Accumulation
from plans.models import Correction, Plan
from plans.quantities import Measure, QuantityKind, format_amount
from reports.indicator_rows import IndicatorRow

ADDING_UP = {
    Accumulation.POINT: "số liệu là mức đạt được ở cuối kỳ",
    Accumulation.CUMULATIVE: "số liệu là lũy kế từ đầu năm, đã gồm các quý trước",
    Accumulation.WITHIN: "số liệu của riêng quý, cả năm là tổng các quý",
}
FORMULA = {
    Measure.PERCENT: ("tử số : mẫu số × 100", "nhập cặp số hoặc tỷ lệ đã tính, không quá 100%"),
    Measure.INDEX: ("điểm của chỉ số", "từ 0 đến 1"),
    Measure.COUNT: ("đếm", "số nguyên, không âm"),
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
        Fact("Công thức", *FORMULA[row.measure]),
        Fact("Cách tính trong năm", LABELS[row.accumulation], ADDING_UP[row.accumulation]),
        Fact("Tần suất báo cáo", LABELS[row.frequency]),
        Fact("Chiều tốt", LABELS[row.direction]),
        Fact(f"Kết quả năm {year}", printed_words(row, "baseline")),
        Fact(f"Mục tiêu năm {year + 1}", printed_words(row, "target")),
        Fact("Nguồn số liệu kỳ này", row.cell.source or "đơn vị chưa ghi"),
    ]


def printed_name(row: IndicatorRow) -> str:
    """The name as the plan prints it, where it differs from the one used here; the register says why."""
    printed = row.indicator.name_printed
    return printed if printed and printed != row.name else ""


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


def corrections_of(plan: Plan, code: str) -> list[Correction]:
    """Entries of the register that name this indicator or task (one query); "PL1.1" is not "PL1.13"."""
    near = Correction.objects.filter(plan=plan, place__contains=code).order_by("order")
    return [row for row in near if code in [part.strip() for part in row.place.split(";")]]
