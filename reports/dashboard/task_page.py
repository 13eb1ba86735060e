"""The tasks as the tab and the page of one task show them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from plans.workflow import LABELS as STATE_LABELS
from reports.dashboard.filters import STATUS_KEYS
from reports.dashboard.frame import Frame
from reports.dashboard.indicator_page import Fact
from reports.dashboard.summary import Part
from reports.task_rows import TaskPart, TaskRow, task_rows, unit_names
from tasks.timeliness import TaskStatus
from units.dates import short_date


def rows_of(frame: Frame) -> tuple[TaskRow, ...]:
    """The tasks in the page's period and scope (six queries)."""
    return task_rows(frame.desk.plan, frame.desk.periods, frame.period, frame.scope, frame.desk.now)


def is_illustrative(rows: Iterable[TaskRow]) -> bool:
    return any(part.illustrative for row in rows for part in row.parts)


def standing(rows: Iterable[TaskRow], to: Callable[[str], str]) -> list[Part]:
    """ "3 hoàn thành; 15 đang thực hiện; 1 chưa triển khai; 1 quá hạn", each a link to its rows.

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
    return [*parts, Part(f"{overdue} quá hạn", "", to("qua-han"), "late") if overdue else none]


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
