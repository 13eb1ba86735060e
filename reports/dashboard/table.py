"""The rows of the dashboard as the template draws them: the scorecard's row, its two drawings, and what they say."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from kpis.evaluation import FACES, Status
from kpis.presence import Presence
from plans.calendar import PeriodState, days_late, quarter_words
from plans.models import Period
from plans.quantities import Comparator, Quantity, format_number
from reports.dashboard.charts import Bullet, Segment, Sparkline, bullet, sparkline
from reports.dashboard.drawings import Mark
from reports.indicator_rows import IndicatorRow
from units.dates import local_date, short_date
from units.text import sort_key

SPARK_EMPTY = 20.0
EMPTY_MARKS = {Presence.NOTHING: "nothing", Presence.NOT_DUE: "empty"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. `note` is the small print beside the status."""

    row: IndicatorRow
    bar: Bullet | None
    bar_words: str
    marks: tuple[Mark, ...]
    segments: tuple[Segment, ...]
    spark_words: str
    target: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    counts: str
    lines: list[Line]


def groups_of(rows: Iterable[IndicatorRow], order: str, *, missing_note: str, sort: str = "") -> list[Group]:
    """The rows under headings, by one of the keys of ORDERINGS; under each sorted by a column (SORTINGS)."""
    key, title = ORDERINGS[order]
    found = groupby(sorted(sorted_rows(rows, sort), key=key), key=title)
    return [
        _group(heading, list(group), counted=order in {"trang-thai", "khong"}, missing_note=missing_note)
        for heading, group in found
    ]


def _group(title: str, rows: list[IndicatorRow], *, counted: bool, missing_note: str) -> Group:
    counts = f"{len(rows)} chỉ tiêu" if counted else counts_in_words(rows)
    return Group(title, counts, [line_of(row, missing_note=missing_note) for row in rows])


def sorted_rows(rows: Iterable[IndicatorRow], sort: str) -> list[IndicatorRow]:
    """By a column, "-" before its name for the other way round; a row with nothing there comes last both ways."""
    rows = list(rows)
    if not sort:
        return rows
    key = SORTINGS[sort.removeprefix("-")]
    known, unknown = ([row for row in rows if (key(row) is None) == empty] for empty in (False, True))
    return sorted(known, key=key, reverse=sort.startswith("-")) + unknown


def _by_unit(row: IndicatorRow) -> tuple[int, str] | None:
    return (row.unit.order, row.unit.name) if row.unit else None


def _leader_name(row: IndicatorRow) -> str:
    return row.leader.full_name if row.leader else "Chưa phân công"


# As printed, by the ward's order of units, by name, by what needs attention first; or one list.
ORDERINGS: Mapping[str, tuple[Callable[[IndicatorRow], Any], Callable[[IndicatorRow], str]]] = {
    "nhom": (lambda row: 0, lambda row: f"{row.section.numeral}. {row.section.title}"),
    "don-vi": (lambda row: _by_unit(row) or (9999, ""), lambda row: row.unit.name if row.unit else "Chưa phân công"),
    "lanh-dao": (lambda row: sort_key(_leader_name(row)), _leader_name),
    "trang-thai": (lambda row: -row.verdict.face.severity, lambda row: row.verdict.status.value),
    "khong": (lambda row: 0, lambda row: "Không chia nhóm"),
}
# Columns that a press on their heading sorts by; None where the row has nothing there.
SORTINGS: Mapping[str, Callable[[IndicatorRow], Any]] = {
    "stt": lambda row: 0,
    "ten": lambda row: sort_key(row.short_name),
    "hoan-thanh": lambda row: row.verdict.achievement,
    "danh-gia": lambda row: row.verdict.face.severity,
    "don-vi": _by_unit,
    "lanh-dao": lambda row: sort_key(row.leader.full_name) if row.leader else None,
}


def counts_in_words(rows: Iterable[IndicatorRow]) -> str:
    """ "2 cần chú ý · 1 đúng tiến độ", what needs attention first."""
    counts = Counter(row.verdict.status for row in rows)
    ordered = sorted(counts, key=lambda status: -FACES[status].severity)
    return " · ".join(f"{counts[status]} {_lower_words(status)}" for status in ordered)


def _lower_words(status: Status) -> str:
    return "không giao mục tiêu" if status is Status.WATCHED else status.lower()


def missing_note(due: Period, now: datetime) -> str:
    """What stands beside "Chưa có số liệu": until when the figure is owed, or for how long it has been."""
    if due.state(now) == PeriodState.CLOSED:
        return "kỳ đã chốt"
    late = days_late(due.unit_due, now)
    return f"quá hạn {late} ngày" if late else f"hạn {short_date(local_date(due.unit_due))}"


def line_of(row: IndicatorRow, *, missing_note: str) -> Line:
    spark = sparkline(row.sums)
    return Line(
        row=row,
        bar=bar_of(row),
        bar_words=bar_words(row),
        marks=tuple(_mark(row, spark, quarter) for quarter in (1, 2, 3, 4)),
        segments=spark.segments,
        spark_words=spark_words(row),
        target=target_words(row.target),
        note=_note(row, missing_note),
    )


def _note(row: IndicatorRow, missing_note: str) -> str:
    """Beside the status of a watched indicator nothing: the column of the value says what is there."""
    if row.verdict.status is Status.WATCHED:
        return ""
    return missing_note if row.verdict.status is Status.MISSING else row.status_note


def target_words(target: Quantity) -> str:
    """The target in a narrow column: "phấn đấu ≥ 3%" for "phấn đấu ít nhất 3%"."""
    return f"phấn đấu {short_target(target)}" if target.aspirational else target.label


def short_target(target: Quantity) -> str:
    """The number alone, for a drawing: "≥ 3%"; the printed text where there is none."""
    if target.value is None:
        return target.label
    sign = "" if target.comparator is Comparator.EQUAL else f"{target.comparator} "
    return f"{sign}{format_number(target.value)}{target.unit}"


def bar_of(row: IndicatorRow) -> Bullet | None:
    promise = row.promise
    return bullet(
        row.measure,
        target=promise.target,
        at_least=row.target.comparator == Comparator.AT_LEAST,
        lower=promise.lower,
        baseline=promise.baseline,
        expected=row.verdict.expected,
        value=row.amount,
    )


def bar_words(row: IndicatorRow) -> str:
    """The bar for who does not see it."""
    now = row.value_text or row.gap
    before = row.baseline.label if row.baseline.is_number else "không có số"
    lower = "; càng thấp càng tốt" if row.promise.lower else ""
    return (
        f"Năm {row.promise.baseline_year}: {before}; nay: {now}; "
        f"cần: {row.expected_text}; mục tiêu: {row.target.label}{lower}"
    )


def _mark(row: IndicatorRow, spark: Sparkline, quarter: int) -> Mark:
    dot, cell = spark.dots[quarter - 1], row.quarters[quarter - 1]
    chosen = quarter == row.cell.quarter
    if dot.y is not None:
        return Mark(dot.x, dot.y, "value", chosen)
    return Mark(dot.x, SPARK_EMPTY, EMPTY_MARKS.get(cell.presence, "missing"), chosen)


def spark_words(row: IndicatorRow) -> str:
    """The quarters that say anything, in words; "" where none does."""
    told = []
    for cell, amount in zip(row.quarters, row.sums, strict=True):
        words = cell.shown if amount is None else row.show(amount)
        if amount is not None or cell.presence is not Presence.NOT_DUE:
            told.append(f"{quarter_words(cell.quarter)}: {words}")
    return "; ".join(told)
