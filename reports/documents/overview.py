"""The first sheet in words and numbers: where the year stands, how many stand where, who has not told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpis.evaluation import Status, share_text
from kpis.presence import Presence
from reports.dashboard.summary import movements, standing
from reports.documents.columns import (
    BASELINE,
    NAME,
    RESULT,
    SHARE,
    TARGET,
    Cell,
    Column,
    achievement_cell,
    ordinal,
    quantity_cell,
    result_cell,
    share_cell,
    share_formula,
)
from reports.scorecard import IndicatorRow, Scorecard
from units.models import Unit

BASELINE_SHARE, GOAL_SHARE = "baseline_share", "goal_share"  # with NAME and SHARE what the chart is drawn from
GOAL_IS = 100  # the target of every indicator, in percent of itself
OF_PHU_LUC_1 = "source_"  # before the key of a column: the same row in Phụ lục 1


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many indicators stand so, and which."""

    status: Status
    count: int
    numbers: str


STATUS_ORDER = (
    Status.PASSED,
    Status.MET,
    Status.ON_TRACK,
    Status.ATTENTION,
    Status.LATE,
    Status.FAILED,
    Status.MISSING,
    Status.NOTHING,
    Status.NOT_DUE,
    Status.WATCHED,
)


def status_counts(card: Scorecard) -> tuple[StatusCount, ...]:
    """Every status in the order in which a report names them, 0 where nobody stands so; together all indicators."""
    found = {status: [row.number for row in card.indicators if row.verdict.status is status] for status in STATUS_ORDER}
    return tuple(StatusCount(status, len(numbers), ", ".join(numbers)) for status, numbers in found.items())


def overview_columns(card: Scorecard) -> tuple[Column[IndicatorRow], ...]:
    """From last year's result to now and the target. What stands in Phụ lục 1 is taken from there."""
    year = card.plan.year
    return (
        Column("STT", 5.5, lambda row: ordinal(row.number), centred=True),
        Column("Chỉ tiêu", 40, lambda row: Cell(row.short_name), key=NAME),
        Column("ĐVT", 13, lambda row: Cell(row.measure_unit), centred=True),
        Column(
            f"Kết quả năm {year - 1}", 13, lambda row: _taken(quantity_cell(row.baseline), BASELINE), True, BASELINE
        ),
        Column("Thực hiện đến nay", 15, lambda row: _taken(result_cell(row), RESULT), True, RESULT),
        Column(f"Mục tiêu năm {year}", 15, lambda row: _taken(quantity_cell(row.target), TARGET), True, TARGET),
        Column(f"{year - 1} so với mục tiêu (%)", 11, baseline_share_cell, True, BASELINE_SHARE),
        Column("Tỷ lệ hoàn thành (%)", 11, achievement_cell, True, SHARE),
        Column("Mục tiêu (%)", 9, lambda row: Cell(GOAL_IS, "0") if has_goal(row) else Cell(""), True, GOAL_SHARE),
        Column("Đánh giá", 25, lambda row: Cell(row.verdict.words), centred=True),
    )


def has_goal(row: IndicatorRow) -> bool:
    """Whether there is a target that results can be measured in."""
    return bool(row.target.value)


def _taken(cell: Cell, key: str) -> Cell:
    """The same cell of Phụ lục 1, so that a correction there is one here."""
    return replace(cell, formula=f"{{{OF_PHU_LUC_1}{key}}}") if cell.shown else cell


def baseline_share_cell(row: IndicatorRow) -> Cell:
    """ "≥ 60" of 100 is at least so much: the number is shown without the sign, as the chart draws it."""
    if not quantity_cell(row.baseline).is_number:
        return Cell("")
    formula = share_formula(row.target, row.promise.lower, BASELINE)
    return share_cell(row.baseline_share, share_text(row.baseline_share), formula)


def sentences(card: Scorecard) -> tuple[str, ...]:
    """Indicators, tasks, and who has not told: one paragraph each."""
    found = (indicators_words(card), tasks_words(card), lacking_words(card), card.official_words)
    return tuple(text for text in found if text)


def indicators_words(card: Scorecard) -> str:
    if not card.indicators:
        return "Kế hoạch không có chỉ tiêu nào trong kỳ."
    stands = "; ".join(part.linked + part.rest for part in standing(card.summary, str))
    moved = ", ".join(part.linked + part.rest for part in movements(card.summary, str))
    since = f" So với {card.summary.previous_label}: {moved}." if moved else ""
    return f"Chỉ tiêu: {stands}.{since}"


def tasks_words(card: Scorecard) -> str:
    if not card.tasks:
        return ""
    counts = Counter(row.verdict.words for row in card.tasks)
    stands = "; ".join(f"{count} {words[:1].lower()}{words[1:]}" for words, count in counts.most_common())
    return f"Nhiệm vụ: {len(card.tasks)} nhiệm vụ, trong đó {stands}."


def lacking_words(card: Scorecard) -> str:
    """The units without figures or words by name: a late unit never blocks the report, and is never hidden."""
    found = list(lacking(card))
    if not found:
        return "Các đơn vị đã báo cáo đủ số liệu và tiến độ được giao."
    units = "; ".join(f"{unit.name} ({', '.join(rows)})" for unit, rows in found)
    return f"Chưa có số liệu của {len(found)} đơn vị: {units}."


def lacking(card: Scorecard) -> Iterator[tuple[Unit, list[str]]]:
    """Unit → "chỉ tiêu 27, 28", "nhiệm vụ PL3.I.2", in the ward's order."""
    indicators: dict[int, list[str]] = {}
    tasks: dict[int, list[str]] = {}
    units: dict[int, Unit] = {}
    for row in card.indicators:
        if row.unit is not None and row.gap == Presence.MISSING:
            units[row.unit.pk] = row.unit
            indicators.setdefault(row.unit.pk, []).append(row.number)
    for task in card.tasks:
        for part in task.parts:
            if part.status is None:
                units[part.unit.pk] = part.unit
                tasks.setdefault(part.unit.pk, []).append(task.code)
    for unit in sorted(units.values(), key=lambda unit: (unit.order, unit.code)):
        kinds = (("chỉ tiêu", indicators.get(unit.pk)), ("nhiệm vụ", tasks.get(unit.pk)))
        yield unit, [f"{word} {', '.join(rows)}" for word, rows in kinds if rows]
