"""The columns of the printed tables: heading, width, value and number format of each in one place.

Order and words are domain.md's ("The report to Sở KH-CN") and the plan's. A number goes into the file as a number
whose format shows exactly what the page shows; the four states of a figure stay apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from plans.calendar import ROMAN, PeriodKind
from plans.quantities import Quantity, format_exact
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow
from reports.scorecard import Scorecard
from reports.task_rows import TaskPart, TaskRow, unit_names
from units.dates import short_date

Row = TypeVar("Row")
VIETNAMESE = "[$-42A]"  # LibreOffice writes 1.234,5 anywhere; Excel follows the computer it runs on
ROLLED_UP = {PeriodKind.H1: "6 tháng", PeriodKind.M9: "9 tháng", PeriodKind.Y: "cả năm"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a file keeps. `value` is a number (then `number_format` says how it shows) or a text."""

    value: int | float | str
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`width` in characters of the body type; `centred` for short values."""

    header: str
    width: float
    cell: Callable[[Row], Cell]
    centred: bool = False


def number_cell(amount: Fraction, shown: str, label: str = "") -> Cell:
    """The exact number, with a format that gives `shown` (its unit sign stands in the column ĐVT instead)."""
    decimals = len(shown.rstrip("%").partition(",")[2])
    places = f".{'0' * decimals}" if decimals else ""
    words = f'" {label}"' if label else ""
    value = int(amount) if amount.denominator == 1 else float(amount)
    return Cell(value, f"{VIETNAMESE}#,##0{places}{words}")


def ordinal(number: str) -> Cell:
    """A plain number where it is one, so that Excel does not point at "a number stored as text"."""
    return Cell(int(number), "0") if number.isdecimal() else Cell(number)


def quantity_cell(quantity: Quantity) -> Cell:
    """A cell of the plan: a plain number, or the printed words ("≥ 60", "phấn đấu ít nhất 3", "-", "?")."""
    label = quantity.label.removesuffix("%").strip()
    if quantity.value is not None and label == format_exact(quantity.value):
        return number_cell(Fraction(quantity.value), label)
    return Cell(label)


def indicator_columns(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    """Phụ lục 1. Quarters up to the reported one; the rolled-up value where it is not the last quarter's."""
    year = card.plan.year
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True),
        Column("Chỉ tiêu", 37.5, lambda row: Cell(row.name)),
        Column("ĐVT", 8, lambda row: Cell(row.measure_unit), centred=True),
        Column(f"Kết quả năm {year - 1}", 10, lambda row: quantity_cell(row.baseline), centred=True),
        Column(f"Mục tiêu năm {year}", 10, lambda row: quantity_cell(row.target), centred=True),
        *(quarter_column(quarter) for quarter in range(1, card.period.as_code.quarter + 1)),
        *rolled_up_column(card),
        Column("Tỷ lệ hoàn thành (%)", 9.5, achievement_cell, centred=True),
        Column("Đánh giá", 14, lambda row: Cell(row.verdict.words), centred=True),
        Column("Cơ quan chủ trì", 23, lambda row: Cell(unit_names(row.leads))),
        Column("Phân công chỉ đạo", 13, lambda row: Cell(row.leader.full_name if row.leader else "")),
        Column("Ghi chú", 21, lambda row: Cell(remarks(row))),
    )


def quarter_column(quarter: int) -> Column[IndicatorRow]:
    return Column(f"Kết quả thực hiện Quý {ROMAN[quarter]}", 10, lambda row: quarter_cell(row, quarter), centred=True)


def quarter_cell(row: IndicatorRow, quarter: int) -> Cell:
    cell = row.quarters[quarter - 1]
    if cell.amount is not None:
        return number_cell(cell.amount, cell.text, "(ước)" if cell.estimate else "")
    return Cell(cell.shown)


def rolled_up_column(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    """The sum so far or the year's official figure; no column where the last quarter says the same."""
    if all(row.amount == row.quarters[row.cell.quarter - 1].amount for row in card.indicators):
        return ()
    words = ROLLED_UP.get(card.period.as_code.kind, "cộng từ đầu năm")
    return (Column(f"Kết quả thực hiện {words}", 10, rolled_up_cell, centred=True),)


def rolled_up_cell(row: IndicatorRow) -> Cell:
    if row.amount is None:
        return Cell(row.gap)
    return number_cell(row.amount, row.value_text, "(ước)" if "ước" in row.verdict.markers else "")


def achievement_cell(row: IndicatorRow | GoalRow) -> Cell:
    achievement = row.verdict.achievement if isinstance(row, IndicatorRow) else row.achievement
    return Cell("") if achievement is None else number_cell(achievement, row.achievement_text)


def remarks(row: IndicatorRow) -> str:
    """Markers (the estimate stands at the number itself), the pair behind a percentage, what the unit explains."""
    markers = ["số chính thức"] * row.official + [marker for marker in row.verdict.markers if marker != "ước"]
    cell = row.cell
    said = [", ".join(markers), cell.pair_text, cell.nothing_reason, cell.explanation]
    return "; ".join(text for text in said if text)


def goal_columns(card: Scorecard) -> tuple[Column[GoalRow], ...]:
    """Phụ lục 2. A result only where the indicator of the year is the same measure; near ones are named."""
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True),
        Column("Chỉ tiêu", 45, lambda row: Cell(row.name)),
        Column("ĐVT", 11, lambda row: Cell(row.measure_unit), centred=True),
        Column(f"Mục tiêu đến năm {card.horizon}", 13, lambda row: quantity_cell(row.target), centred=True),
        Column(f"Kết quả {card.period.as_code.words}", 12, goal_value_cell, centred=True),
        Column("Tỷ lệ hoàn thành (%)", 10, achievement_cell, centred=True),
        Column("Cơ quan chủ trì", 25, lambda row: Cell(unit_names(row.leads))),
        Column(f"Chỉ tiêu năm {card.plan.year} liên quan", 40, lambda row: Cell(linked_words(row))),
    )


def goal_value_cell(row: GoalRow) -> Cell:
    return Cell("") if row.amount is None else number_cell(row.amount, row.value_text)


def linked_words(row: GoalRow) -> str:
    if row.linked is None:
        return row.link_words
    return f"Chỉ tiêu {row.linked.number}, {row.linked.short_name} ({row.link_words})"


def task_columns() -> tuple[Column[TaskRow], ...]:
    """Phụ lục 3, 4 and 5 in one set of columns; Phụ lục 5 calls the lead "Đơn vị thực hiện"."""
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True),
        Column("Nhiệm vụ", 36, lambda row: Cell(row.name)),
        Column("Nhiệm vụ tương ứng (Nghị quyết 71)", 28, lambda row: Cell(counterpart(row))),
        Column("Cơ quan chủ trì (Phụ lục 5: Đơn vị thực hiện)", 19, lambda row: Cell(unit_names(row.leads))),
        Column("Cơ quan phối hợp", 18, lambda row: Cell(unit_names(row.coordinating))),
        Column("Sản phẩm, kết quả cần đạt", 15, lambda row: Cell(row.product)),
        Column("Thời hạn", 12, lambda row: Cell(deadline(row)), centred=True),
        Column("Kết quả thực hiện", 19, lambda row: Cell(told(row, result))),
        Column("Đánh giá", 12, lambda row: Cell(row.verdict.words), centred=True),
        Column("Khó khăn, vướng mắc; kiến nghị", 20, lambda row: Cell(told(row, difficulties))),
        Column("Ghi chú", 14, lambda row: Cell(told(row, part_marks))),
    )


def counterpart(row: TaskRow) -> str:
    number = f" (TT {row.counterpart_number})" if row.counterpart_number else ""
    return f"{row.counterpart}{number}"


def deadline(row: TaskRow) -> str:
    """The printed words, and the day that they mean."""
    day = short_date(row.due_on) if row.due_on else ""
    return f"{row.deadline_text}\n({day})" if day and day not in row.deadline_text else row.deadline_text


def told(row: TaskRow, of: Callable[[TaskPart], str]) -> str:
    """What each reporting unit says, one line a unit; the name only where there are several."""
    said = [(part.unit.short_name, of(part)) for part in row.parts]
    if len(said) == 1:
        return said[0][1]
    return "\n".join(f"{name}: {text}" for name, text in said if text)


def result(part: TaskPart) -> str:
    done = f"ngày {short_date(part.done_on)}" if part.done_on else ""
    return "; ".join(text for text in (part.shown, part.percent_text, done, part.product) if text)


def difficulties(part: TaskPart) -> str:
    proposals = f"Kiến nghị: {part.proposals}" if part.proposals else ""
    return "; ".join(text for text in (part.difficulties, proposals) if text)


def part_marks(part: TaskPart) -> str:
    return ", ".join(part.markers)
