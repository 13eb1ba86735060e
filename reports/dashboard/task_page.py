"""The tasks as the tab and the page of one task show them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from plans.calendar import ROMAN
from plans.workflow import LABELS as STATE_LABELS
from reports.dashboard.charts import PERCENT_WIDTH, percent_bar
from reports.dashboard.filters import STATUS_KEYS
from reports.dashboard.frame import Frame
from reports.dashboard.indicator_page import Fact
from reports.dashboard.summary import Part
from reports.task_rows import TaskPart, TaskRow, task_course, task_rows, unit_names
from tasks.timeliness import TaskStatus, overall
from units.dates import short_date


def rows_of(frame: Frame) -> tuple[TaskRow, ...]:
    """The tasks in the page's period and scope (six queries)."""
    return task_rows(frame.desk.plan, frame.desk.periods, frame.period, frame.scope, frame.desk.now)


def is_illustrative(rows: Iterable[TaskRow]) -> bool:
    return any(part.illustrative for row in rows for part in row.parts)


def standing(rows: Iterable[TaskRow], to: Callable[[str], str]) -> list[Part]:
    """ "3 hoàn thành; 15 đang thực hiện; 1 chưa triển khai; trong đó 1 quá hạn", each a link to its rows: those
    overdue are counted by their status too.

    `to` gives the address that shows the tasks of a status.
    """
    rows = list(rows)
    counts = Counter(row.verdict.status for row in rows)
    parts = [
        Part(f"{counts[status]} {status.lower()}", "", to(STATUS_KEYS[status]), "none")
        for status in reversed(TaskStatus)
        if counts[status]
    ]
    overdue = sum(row.verdict.overdue for row in rows)
    none = Part("", "không có nhiệm vụ quá hạn", "", "")
    return [*parts, Part(f"trong đó {overdue} quá hạn", "", to("qua-han"), "late") if overdue else none]


def sentence_case(title: str) -> str:
    """A title printed in capitals, in small letters so that it can be read; abbreviations stay."""
    if not title.isupper():
        return title
    words = [word if word.strip(",.;") in ABBREVIATIONS else word.lower() for word in title.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


ABBREVIATIONS = {"KHCN", "ĐMST", "CĐS", "UBND", "HĐND"}


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one unit says of its part, in words."""

    part: TaskPart
    done_on: str
    state: str
    marks: str


def parts_of(row: TaskRow) -> list[PartLine]:
    return [part_line(part) for part in row.parts]


def part_line(part: TaskPart) -> PartLine:
    return PartLine(
        part=part,
        done_on=short_date(part.done_on) if part.done_on else "",
        state=STATE_LABELS[part.state] if part.state else "",
        marks=" · ".join(part.markers),
    )


@dataclass(frozen=True, slots=True)
class CourseCell:
    """One quarter of one unit. `repeated`: nothing was said in the quarter, the earlier word stands. `width` is that of
    the bar, None without a percentage."""

    quarter: str
    status: str
    percent: str
    width: float | None
    product: str
    marks: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class CourseLine:
    unit: str
    cells: list[CourseCell]


@dataclass(frozen=True, slots=True)
class Course:
    """Progress over time: a line a unit, and what the whole task came to where it has several."""

    quarters: list[str]
    lines: list[CourseLine]
    overall: list[tuple[str, str]]
    slowest: str
    bar_width: int = PERCENT_WIDTH


def course_of(frame: Frame, row: TaskRow) -> Course:
    """From quý I to the period (two queries)."""
    quarters = frame.desk.quarters[: frame.period.as_code.quarter]
    columns = task_course(frame.desk.plan, quarters, frame.scope, row)
    names, several = [f"Quý {ROMAN[quarter.as_code.quarter]}" for quarter in quarters], len(row.parts) > 1
    return Course(
        quarters=names,
        lines=[
            CourseLine(
                part.unit.name, [_course_cell(q, column[place]) for q, column in zip(names, columns, strict=True)]
            )
            for place, part in enumerate(row.parts)
        ],
        overall=[(q, overall([part.status for part in column])) for q, column in zip(names, columns, strict=True)]
        if several
        else [],
        slowest="; ".join(f"{part.unit.name}: {part.shown.lower()}" for part in row.slowest),
    )


def _course_cell(quarter: str, part: TaskPart) -> CourseCell:
    return CourseCell(
        quarter=quarter,
        status=part.shown,
        percent=part.percent_text,
        width=None if part.percent is None else percent_bar(part.percent),
        product="" if part.earlier else part.product,
        marks=" · ".join(part.markers),
        repeated=bool(part.earlier),
    )


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One row of the tab."""

    row: TaskRow
    parts: list[PartLine]
    late: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under a heading; `note` is the long printed title of the section."""

    title: str
    note: str
    lines: list[TaskLine]


def groups_of(rows: Iterable[TaskRow], *, overdue_first: bool) -> list[TaskGroup]:
    """Neighbouring rows of an appendix and section together; those past their day in a group of their own, on top."""
    lines = [_line(row) for row in rows]
    late = [line for line in lines if line.row.verdict.overdue] if overdue_first else []
    rest = [line for line in lines if line not in late]
    on_top = [TaskGroup("Quá hạn", f"{len(late)} nhiệm vụ", late)] if late else []
    return on_top + [
        TaskGroup(f"Phụ lục {section.appendix} · {section.numeral}", sentence_case(section.title), list(found))
        for section, found in groupby(rest, key=lambda line: line.row.section)
    ]


def _line(row: TaskRow) -> TaskLine:
    late = row.verdict.days_late
    return TaskLine(row, parts_of(row), f"{late} ngày" if late else "")


def deadline_words(row: TaskRow) -> str:
    """The day of the printed words, where they name one."""
    return short_date(row.due_on) if row.due_on else "không quy định ngày"


def facts_of(row: TaskRow) -> list[Fact]:
    """What is printed of the task; empty cells are left out."""
    counterpart = f"số {row.counterpart_number} của Nghị quyết 71" if row.counterpart_number else ""
    facts = [
        Fact("Nhiệm vụ tương ứng", row.counterpart, counterpart),
        Fact("Chủ trì", unit_names(row.leads)),
        Fact("Phối hợp", unit_names(row.coordinating)),
        Fact("Sản phẩm, kết quả cần đạt", row.product),
        Fact("Nguồn kinh phí", row.money_source),
        Fact("Thời hạn", row.deadline_text, deadline_words(row)),
    ]
    return [fact for fact in facts if fact.words]
