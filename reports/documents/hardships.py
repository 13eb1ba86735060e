"""Khó khăn, vướng mắc, kiến nghị (IV.3 of the plan): what the units say, of the indicators behind and of the tasks."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpis.evaluation import Status
from reports.documents.columns import Cell, Column, ordinal
from reports.scorecard import IndicatorRow, Scorecard, TaskRow

BEHIND = (Status.ATTENTION, Status.LATE, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Hardship:
    """What one unit says of one row."""

    number: str
    subject: str
    standing: str
    unit: str
    difficulties: str
    proposals: str
    note: str = ""


def hardships(card: Scorecard) -> tuple[tuple[str, tuple[Hardship, ...]], ...]:
    """Under a heading each: explanations of indicators that are behind; difficulties and proposals of tasks."""
    groups = (
        ("Chỉ tiêu cần chú ý, chậm tiến độ: giải trình của đơn vị", tuple(of_indicators(card.indicators))),
        ("Nhiệm vụ: khó khăn, vướng mắc và kiến nghị của đơn vị", tuple(of_tasks(card.tasks))),
    )
    return tuple((heading, rows) for heading, rows in groups if rows)


def of_indicators(rows: tuple[IndicatorRow, ...]) -> Iterator[Hardship]:
    for row in rows:
        if row.verdict.status in BEHIND and row.cell.explanation:
            unit = row.unit.name if row.unit else ""
            yield Hardship(row.number, row.name, row.verdict.words, unit, row.cell.explanation, "")


def of_tasks(rows: tuple[TaskRow, ...]) -> Iterator[Hardship]:
    for row in rows:
        for part in row.parts:
            if part.difficulties or part.proposals:
                yield Hardship(
                    number=row.code,
                    subject=row.title,
                    standing=row.verdict.words,
                    unit=part.unit.name,
                    difficulties=part.difficulties,
                    proposals=part.proposals,
                    note=", ".join(part.markers),
                )


def hardship_columns() -> tuple[Column[Hardship], ...]:
    return (
        Column("Số, mã", 9, lambda row: ordinal(row.number), centred=True),
        Column("Chỉ tiêu, nhiệm vụ", 34, lambda row: Cell(row.subject)),
        Column("Đánh giá", 15, lambda row: Cell(row.standing), centred=True),
        Column("Đơn vị", 22, lambda row: Cell(row.unit)),
        Column("Khó khăn, vướng mắc, giải trình", 42, lambda row: Cell(row.difficulties)),
        Column("Kiến nghị", 34, lambda row: Cell(row.proposals)),
        Column("Ghi chú", 14, lambda row: Cell(row.note)),
    )
