"""The appendices of the report: what each is called, its columns and its rows under their headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reports.documents.columns import Column, goal_columns, indicator_columns, task_columns
from reports.documents.paper import Paper
from reports.scorecard import grouped


@dataclass(frozen=True, slots=True)
class Appendix:
    """`rows`: a heading across the table (str), or a row of the scorecard."""

    name: str
    title: str
    columns: Sequence[Column[Any]]
    rows: Sequence[Any]

    def texts(self, row: Any) -> list[str]:
        return [column.cell(row).shown for column in self.columns]


def appendices(paper: Paper) -> tuple[Appendix, ...]:
    """In the order of the plan."""
    card, period = paper.card, paper.period_words.upper()
    numbers = ", ".join(str(number) for number in sorted({row.section.appendix for row in card.tasks}))
    goals = f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU ĐẾN NĂM {card.horizon} TÍNH ĐẾN {period}"
    return (
        Appendix(
            "Phụ lục 1",
            f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU {period}",
            indicator_columns(card),
            with_headings(card.indicators),
        ),
        Appendix("Phụ lục 2", goals, goal_columns(card), with_headings(card.goals)),
        Appendix(
            f"Phụ lục {numbers}".rstrip(),
            f"KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ {period}",
            task_columns(),
            list(task_lines(card.tasks)),
        ),
    )


def with_headings(rows: Sequence[Any]) -> list[Any]:
    return [line for section, own in grouped(rows) for line in (str(section), *own)]


def task_lines(rows: Sequence[Any]) -> Iterator[Any]:
    """Three appendices of the plan in one table, each under its name."""
    for appendix, own in groupby(rows, key=lambda row: row.section.appendix):
        yield f"Phụ lục {appendix}"
        yield from with_headings(list(own))
