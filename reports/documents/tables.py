"""The tables of a report, in the order of the workbook: every face that shows them asks here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plans.calendar import PeriodKind
from reports.documents.columns import Cell, Column, goal_columns, indicator_columns, task_columns
from reports.documents.hardships import hardship_columns, hardships
from reports.documents.material import Change
from reports.documents.year import year_columns
from reports.scorecard import EvidenceRow, Scorecard, grouped

PHU_LUC_1 = "Phụ lục 1"
Group = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """One printed table on a sheet of its own. `groups`: heading ("" for none) → rows under it, which the columns read;
    `empty` stands where there is no row at all, `lead` above the table."""

    sheet: str
    appendix: str
    heading: str
    columns: tuple[Column[Any], ...]
    groups: tuple[Group, ...]
    empty: str = "Không có."
    lead: str = ""

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def report_tables(card: Scorecard, changes: Iterable[Change] = (), version: int = 0) -> list[Table]:
    """What follows the first sheet. `changes`: since the version before; `version` 0: a file that is not issued."""
    annual = [year_table(card)] if card.period.kind == PeriodKind.Y else []
    others = [hardship_table(card), evidence_table(card), change_table(changes, version)]
    return [indicator_table(card), goal_table(card), task_table(card), *annual, *others]


def indicator_table(card: Scorecard) -> Table:
    return Table(
        sheet=PHU_LUC_1,
        appendix=PHU_LUC_1,
        heading=f"Kết quả thực hiện các chỉ tiêu {card.period.as_code.words}",
        columns=indicator_columns(card),
        groups=_by_section(card.indicators),
    )


def goal_table(card: Scorecard) -> Table:
    words = f"Kết quả thực hiện các chỉ tiêu đến năm {card.horizon} tính đến {card.period.as_code.words}"
    return Table(
        sheet="Phụ lục 2",
        appendix="Phụ lục 2",
        heading=words,
        columns=goal_columns(card),
        groups=_by_section(card.goals),
    )


def task_table(card: Scorecard) -> Table:
    appendices = sorted({row.section.appendix for row in card.tasks})
    return Table(
        sheet="Nhiệm vụ",
        appendix=f"Phụ lục {', '.join(map(str, appendices))}" if appendices else "",
        heading=f"Kết quả thực hiện các nhiệm vụ {card.period.as_code.words}",
        columns=task_columns(),
        groups=tuple(_by_appendix(card, appendices)),
    )


def year_table(card: Scorecard) -> Table:
    year = card.plan.year
    return Table(
        sheet=f"So sánh năm, đề xuất {year + 1}",
        appendix="",
        heading=f"So sánh kết quả năm {year - 1}, mục tiêu và kết quả năm {year}; đề xuất số gốc năm {year + 1}",
        columns=year_columns(card),
        groups=_by_section(card.indicators),
    )


def hardship_table(card: Scorecard) -> Table:
    return Table(
        sheet="Khó khăn, kiến nghị",
        appendix="",
        heading=f"Khó khăn, vướng mắc và kiến nghị {card.period.as_code.words}",
        columns=hardship_columns(),
        groups=hardships(card),
        empty="Các đơn vị không nêu khó khăn, vướng mắc hay kiến nghị.",
    )


def evidence_table(card: Scorecard) -> Table:
    return Table(
        sheet="Tài liệu minh chứng",
        appendix="",
        heading=f"Danh mục tài liệu minh chứng {card.period.as_code.words}",
        columns=evidence_columns(),
        groups=(("", tuple(enumerate(card.evidence, 1))),) if card.evidence else (),
        empty="Không có tài liệu minh chứng kèm số liệu của kỳ.",
    )


def evidence_columns() -> tuple[Column[tuple[int, EvidenceRow]], ...]:
    """Of the evidence with its ordinal number."""
    return (
        Column("STT", 5.5, lambda row: Cell(row[0], "0"), centred=True),
        Column("Tài liệu", 44, lambda row: Cell(row[1].name or row[1].document)),
        Column("Văn bản", 30, lambda row: Cell(row[1].document if row[1].name else "")),
        Column("Minh chứng cho", 32, lambda row: Cell(", ".join(row[1].subjects))),
        Column("Đơn vị", 28, lambda row: Cell(row[1].unit.name)),
        Column("Kỳ", 13, lambda row: Cell(row[1].period), centred=True),
    )


def change_table(changes: Iterable[Change], version: int) -> Table:
    listed = list(changes)
    empty = {0: "Danh sách thay đổi được lập khi phát hành.", 1: "Đây là lần gửi đầu tiên của kỳ này."}
    return Table(
        sheet="Thay đổi so với lần gửi trước",
        appendix="",
        heading="Thay đổi so với lần gửi trước",
        columns=change_columns(),
        groups=(("", tuple(enumerate(listed, 1))),) if listed else (),
        empty=empty.get(version, "Không có thay đổi so với lần gửi trước."),
    )


def change_columns() -> tuple[Column[tuple[int, Change]], ...]:
    """Of the changes with their ordinal number."""
    return (
        Column("STT", 5.5, lambda row: Cell(row[0], "0"), centred=True),
        Column("Chỉ tiêu, nhiệm vụ", 44, lambda row: Cell(row[1].where)),
        Column("Nội dung", 30, lambda row: Cell(row[1].what)),
        Column("Lần gửi trước", 38, lambda row: Cell(row[1].before)),
        Column("Lần này", 38, lambda row: Cell(row[1].after)),
    )


def _by_section(rows: Iterable[Any]) -> tuple[Group, ...]:
    return tuple((str(section), found) for section, found in grouped(rows))


def _by_appendix(card: Scorecard, appendices: Iterable[int]) -> Iterator[Group]:
    for appendix in appendices:
        yield f"Phụ lục {appendix}", ()
        yield from _by_section(row for row in card.tasks if row.section.appendix == appendix)
