"""The columns of the printed tables: heading, width, value and number format of each in one place.

Order and words are domain.md's ("The report to Sở KH-CN") and the plan's. A number goes into the file as a number
whose format shows exactly what the page shows; the four states of a figure stay apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

from kpis.models import LinkKind
from plans.calendar import ROMAN, PeriodKind
from plans.quantities import Quantity, format_exact
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow
from reports.scorecard import Scorecard
from reports.task_rows import TaskPart, TaskRow, unit_names
from units.dates import short_date

Row = TypeVar("Row")
VIETNAMESE = "[$-42A]"  # LibreOffice writes 1.234,5 anywhere; Excel follows the computer it runs on
BASELINE, TARGET, RESULT = "baseline", "target", "result"  # the columns that formulas speak of
NUMBER, NAME, UNIT_OF_MEASURE, SHARE, VERDICT = "number", "name", "measure_unit", "share", "verdict"
LEADS, LEADER, REMARKS, LINKED = "leads", "leader", "remarks", "linked"
COUNTERPART, COORDINATING, PRODUCT, DEADLINE, HARDSHIPS = (
    "counterpart", "coordinating", "product", "deadline", "hardships",
)  # fmt: skip
SIGNS = ("", "≥", "≤")
ROLLED_UP = {PeriodKind.H1: "6 tháng", PeriodKind.M9: "9 tháng", PeriodKind.Y: "cả năm"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a file keeps. `value` is a number (then `number_format` says how it shows) or a text.

    `words`: how a number shows, for faces without number formats; `decimals` how many of them. `formula`: how a
    workbook comes to the value, with the keys of the row's columns in braces; `value` is what it gives.
    """

    value: int | float | str
    number_format: str = ""
    words: str = ""
    formula: str = ""
    decimals: int = 0

    @property
    def shown(self) -> str:
        """What a reader sees in the cell."""
        return self.words or str(self.value)

    @property
    def is_number(self) -> bool:
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`width` in characters of the body type; `centred` for short values. `key` names it: in formulas, and where a form
    of somebody else asks for it (reports/own_form)."""

    header: str
    width: float
    cell: Callable[[Row], Cell]
    centred: bool = False
    key: str = ""


def number_cell(amount: Fraction, shown: str, label: str = "", before: str = "") -> Cell:
    """The exact number, with a format that gives `shown` (its unit sign stands in the column ĐVT instead).

    `before` and `label` stand before and after it: "≥ 60", "45,5 (ước)".
    """
    number = shown.rstrip("%")
    decimals = len(number.partition(",")[2])
    places = f".{'0' * decimals}" if decimals else ""
    first, last = (f'"{before} "' if before else ""), (f'" {label}"' if label else "")
    value = int(amount) if amount.denominator == 1 else float(amount)
    words = " ".join(word for word in (before, number, label) if word)
    return Cell(value, f"{VIETNAMESE}{first}#,##0{places}{last}", words, decimals=decimals)


def ordinal(number: str) -> Cell:
    """A plain number where it is one, so that Excel does not point at "a number stored as text"."""
    return Cell(int(number), "0") if number.isdecimal() else Cell(number)


def quantity_cell(quantity: Quantity) -> Cell:
    """A cell of the plan: a number that shows as printed ("60", "≥ 60"), or the words ("phấn đấu ít nhất 3", "-", "?").

    Words stay text because they wrap: a number that is too long for its column is not shown at all.
    """
    label = quantity.label.removesuffix("%").strip()
    if quantity.value is None:
        return Cell(label)
    number = format_exact(quantity.value)
    before = label.removesuffix(number).strip()
    if not label.endswith(number) or before not in SIGNS:
        return Cell(label)
    return number_cell(Fraction(quantity.value), number, before=before)


def indicator_columns(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    """Phụ lục 1. Quarters up to the reported one; the rolled-up value where it is not the last quarter's."""
    year = card.plan.year
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True, key=NUMBER),
        Column("Chỉ tiêu", 37.5, lambda row: Cell(row.name), key=NAME),
        Column("ĐVT", 8, lambda row: Cell(row.measure_unit), centred=True, key=UNIT_OF_MEASURE),
        Column(f"Kết quả năm {year - 1}", 10, lambda row: quantity_cell(row.baseline), centred=True, key=BASELINE),
        Column(f"Mục tiêu năm {year}", 10, lambda row: quantity_cell(row.target), centred=True, key=TARGET),
        *result_columns(card),
        Column("Tỷ lệ hoàn thành (%)", 9.5, achievement_cell, centred=True, key=SHARE),
        Column("Đánh giá", 14, lambda row: Cell(row.verdict.words), centred=True, key=VERDICT),
        Column("Cơ quan chủ trì", 23, lambda row: Cell(unit_names(row.leads)), key=LEADS),
        Column("Phân công chỉ đạo", 13, lambda row: Cell(row.leader.full_name if row.leader else ""), key=LEADER),
        Column("Ghi chú", 21, lambda row: Cell(remarks(row)), key=REMARKS),
    )


def result_columns(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    """The quarters; the sum so far or the year's official figure where the last quarter does not say the same.

    The last of them is what the period is judged by.
    """
    last = card.period.as_code.quarter
    rolled_up = any(row.amount != row.quarters[row.cell.quarter - 1].amount for row in card.indicators)
    quarters = [quarter_column(n, RESULT if n == last and not rolled_up else "") for n in range(1, last + 1)]
    return (*quarters, rolled_up_column(card)) if rolled_up else tuple(quarters)


def quarter_column(quarter: int, key: str = "") -> Column[IndicatorRow]:
    heading = f"Kết quả thực hiện Quý {ROMAN[quarter]}"
    return Column(heading, 10, lambda row: quarter_cell(row, quarter), centred=True, key=key)


def quarter_cell(row: IndicatorRow, quarter: int) -> Cell:
    cell = row.quarters[quarter - 1]
    if cell.amount is not None:
        return number_cell(cell.amount, cell.text, "(ước)" if cell.estimate else "")
    return Cell(cell.shown)


def rolled_up_column(card: Scorecard) -> Column[IndicatorRow]:
    words = ROLLED_UP.get(card.period.as_code.kind, "cộng từ đầu năm")
    return Column(f"Kết quả thực hiện {words}", 10, result_cell, centred=True, key=RESULT)


def result_cell(row: IndicatorRow) -> Cell:
    """What the period is judged by, or which of the states without a number it is."""
    if row.amount is None:
        return Cell(row.gap)
    return number_cell(row.amount, row.value_text, "(ước)" if "ước" in row.verdict.markers else "")


def achievement_cell(row: IndicatorRow) -> Cell:
    return share_cell(row.verdict.achievement, row.achievement_text, share_formula(row.target, row.promise.lower))


def share_cell(share: Fraction | None, shown: str, formula: str) -> Cell:
    """A ratio that the workbook computes: `formula` gives it, or an empty text where there is none."""
    empty = replace(number_cell(Fraction(0), "0,0"), value="", words="")
    return replace(empty if share is None else number_cell(share, shown), formula=formula)


def share_formula(target: Quantity, lower: bool, of: str = RESULT) -> str:
    """Tỷ lệ hoàn thành as a workbook computes it from the row's cells (kpis.evaluation.achievement); "" without a
    target to compute it from. Words in the place of a number give no ratio."""
    if target.value is None or (not lower and not target.value):
        return ""
    whole = f"{{{TARGET}}}" if quantity_cell(target).is_number else f"{target.value.normalize():f}"
    if lower:
        return f'IF(N({{{of}}})=0,"",{whole}/{{{of}}}*100)'
    return f'IF(ISNUMBER({{{of}}}),{{{of}}}/{whole}*100,"")'


def remarks(row: IndicatorRow, *, reason: bool = True) -> str:
    """Markers (the estimate stands at the number itself), the pair behind a percentage, what the unit explains.

    `reason`: also why there is nothing to measure, which another face says beside the state itself.
    """
    markers = ["số chính thức"] * row.official + [marker for marker in row.verdict.markers if marker != "ước"]
    cell = row.cell
    said = [", ".join(markers), cell.pair_text, cell.nothing_reason * reason, cell.explanation]
    return "; ".join(text for text in said if text)


def goal_columns(card: Scorecard) -> tuple[Column[GoalRow], ...]:
    """Phụ lục 2. A result only where the indicator of the year is the same measure; near ones are named."""
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True, key=NUMBER),
        Column("Chỉ tiêu", 45, lambda row: Cell(row.name), key=NAME),
        Column("ĐVT", 11, lambda row: Cell(row.measure_unit), centred=True, key=UNIT_OF_MEASURE),
        Column(f"Mục tiêu đến năm {card.horizon}", 13, lambda row: quantity_cell(row.target), centred=True, key=TARGET),
        Column(f"Kết quả {card.period.as_code.words}", 12, goal_value_cell, centred=True, key=RESULT),
        Column("Tỷ lệ hoàn thành (%)", 10, goal_achievement_cell, centred=True, key=SHARE),
        Column("Cơ quan chủ trì", 25, lambda row: Cell(unit_names(row.leads)), key=LEADS),
        Column(f"Chỉ tiêu năm {card.plan.year} liên quan", 40, lambda row: Cell(linked_words(row)), key=LINKED),
    )


def goal_value_cell(row: GoalRow) -> Cell:
    return Cell("") if row.amount is None else number_cell(row.amount, row.value_text)


def goal_achievement_cell(row: GoalRow) -> Cell:
    same = row.link_kind is LinkKind.SAME
    return share_cell(row.achievement, row.achievement_text, share_formula(row.target, row.lower) if same else "")


def linked_words(row: GoalRow) -> str:
    if row.linked is None:
        return row.link_words
    return f"Chỉ tiêu {row.linked.number}, {row.linked.short_name} ({row.link_words})"


def task_columns() -> tuple[Column[TaskRow], ...]:
    """Phụ lục 3, 4 and 5 in one set of columns; Phụ lục 5 calls the lead "Đơn vị thực hiện"."""
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True, key=NUMBER),
        Column("Nhiệm vụ", 36, lambda row: Cell(row.name), key=NAME),
        Column("Nhiệm vụ tương ứng (Nghị quyết 71)", 28, lambda row: Cell(counterpart(row)), key=COUNTERPART),
        Column("Cơ quan chủ trì (Phụ lục 5: Đơn vị thực hiện)", 19, lambda row: Cell(unit_names(row.leads)), key=LEADS),
        Column("Cơ quan phối hợp", 18, lambda row: Cell(unit_names(row.coordinating)), key=COORDINATING),
        Column("Sản phẩm, kết quả cần đạt", 15, lambda row: Cell(row.product), key=PRODUCT),
        Column("Thời hạn", 12, lambda row: Cell(deadline(row)), centred=True, key=DEADLINE),
        Column("Kết quả thực hiện", 19, lambda row: Cell(told(row, result)), key=RESULT),
        Column("Đánh giá", 12, lambda row: Cell(row.verdict.words), centred=True, key=VERDICT),
        Column("Khó khăn, vướng mắc; kiến nghị", 20, lambda row: Cell(told(row, difficulties)), key=HARDSHIPS),
        Column("Ghi chú", 14, lambda row: Cell(told(row, part_marks)), key=REMARKS),
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
