"""The annual comparison: last year's result, the target, this year's, and the baseline that next year could take.

A proposal is the year's own result, never a guess: where there is none, or an estimate, the table says what to do.
"""

from dataclasses import replace

from plans.quantities import format_number, places_to_distinguish
from reports.documents.columns import (
    BASELINE,
    RESULT,
    TARGET,
    Cell,
    Column,
    achievement_cell,
    number_cell,
    ordinal,
    quantity_cell,
    result_cell,
)
from reports.scorecard import IndicatorRow, Scorecard

AWAIT_FIGURE = "chưa có: bổ sung kết quả năm"
CONFIRM = "số ước: thay bằng số chính thức khi có"
AS_IS = "lấy kết quả năm"


def year_columns(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    year = card.plan.year
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True),
        Column("Chỉ tiêu", 42, lambda row: Cell(row.name)),
        Column("ĐVT", 8, lambda row: Cell(row.measure_unit), centred=True),
        Column(f"Kết quả năm {year - 1}", 12, lambda row: quantity_cell(row.baseline), centred=True, key=BASELINE),
        Column(f"Mục tiêu năm {year}", 12, lambda row: quantity_cell(row.target), centred=True, key=TARGET),
        Column(f"Kết quả năm {year}", 13, result_cell, centred=True, key=RESULT),
        Column(f"Tăng, giảm so với {year - 1}", 12, change_cell, centred=True),
        Column("Tỷ lệ hoàn thành (%)", 11, achievement_cell, centred=True),
        Column("Đánh giá", 16, lambda row: Cell(row.verdict.words), centred=True),
        Column(f"Đề xuất số gốc cho kế hoạch {year + 1}", 14, proposal_cell, centred=True),
        Column("Căn cứ", 24, lambda row: Cell(grounds(row))),
    )


def change_cell(row: IndicatorRow) -> Cell:
    """A difference of two numbers of the row; none beside a baseline that is "-" or "?"."""
    if not quantity_cell(row.baseline).is_number:
        return Cell("")
    formula = f'IF(ISNUMBER({{{RESULT}}}),{{{RESULT}}}-{{{BASELINE}}},"")'
    if row.change is None:
        return Cell("", formula=formula)
    places = places_to_distinguish([row.change], row.places)
    return replace(number_cell(row.change, format_number(row.change, places)), formula=formula)


def proposal_cell(row: IndicatorRow) -> Cell:
    return Cell("") if row.amount is None else replace(result_cell(row), formula=f"{{{RESULT}}}")


def grounds(row: IndicatorRow) -> str:
    if row.amount is None:
        return AWAIT_FIGURE
    return CONFIRM if "ước" in row.verdict.markers else AS_IS
