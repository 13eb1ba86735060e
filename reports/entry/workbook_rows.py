"""What stands in the rows of the unit's workbook: keys, printed cells, cells to fill in."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.calendar import ROMAN
from plans.forms import digest
from plans.models import Section
from reports.entry.indicator_page import IndicatorLine, indicator_page
from reports.entry.sheet import Sheet
from reports.entry.task_page import TaskLine, task_page
from reports.entry.workbook import FIGURES, FILLED, HIDDEN, NOTHING, NUMBER, PROGRESS, STATE, TableLayout
from reports.ledger import QuarterCell
from tasks.timeliness import TaskStatus

FIRST = len(HIDDEN) + 1  # the first column that is seen
NOTES = "Ghi chú"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its keys, what is printed in it, what stands in the cells to fill in."""

    section: Section
    keys: tuple[str, str, str]
    number: str
    title: str
    printed: tuple[str, ...]
    filled: dict[str, str]
    editable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet. `printed`: heading and width of the columns between the title and the cells to fill in."""

    layout: TableLayout
    name: str
    printed: tuple[tuple[str, float], ...]
    lines: list[Line]
    illustrative: bool

    @property
    def columns(self) -> list[tuple[str, float]]:
        keys = [(key, 8.0) for key in HIDDEN]
        inputs = [(column.heading, column.width) for column in self.layout.inputs]
        return [*keys, (NUMBER, 5), (self.layout.title, 32), *self.printed, *inputs, (NOTES, 12)]


def figures_part(sheet: Sheet) -> Part:
    page, year = indicator_page(sheet, {}), sheet.desk.plan.year
    quarters = range(1, sheet.period.as_code.quarter) if sheet.period.as_code.is_quarter else range(1, 5)
    printed = [("ĐVT", 7.0), (f"Kết quả {year - 1}", 9.0), (f"Mục tiêu {year}", 10.0)]
    printed += [(f"Quý {ROMAN[quarter]}", 9.0) for quarter in quarters]
    lines = [figure_line(line, quarters) for line in page.lines]
    return Part(FIGURES, "CHỈ TIÊU", tuple(printed), lines, page.illustrative)


def figure_line(line: IndicatorLine, quarters: Iterable[int]) -> Line:
    row, stored = line.row, line.form.stored
    state = FILLED if stored["value"] else NOTHING if stored["nothing_reason"] else ""
    filled = FIGURES.held(stored) | {STATE: state, "estimate": "x" if stored["estimate"] == "on" else ""}
    return Line(
        section=line.section,
        keys=(row.code, str(line.figure.version if line.figure else 0), digest(FIGURES.held(stored))),
        number=row.number,
        title=row.name,
        printed=(
            row.measure_unit,
            row.baseline.label,
            row.target.label,
            *(past(row.quarters[q - 1]) for q in quarters),
        ),
        filled=filled,
        editable=line.editable,
        note=line.remarks if line.figure is None else note(line.figure.state_label, line.figure.to_mend),
    )


def past(cell: QuarterCell) -> str:
    """An earlier quarter, with its pair: the denominator is wanted again."""
    return f"{cell.text} ({cell.pair_text})" if cell.pair_text else cell.shown


def note(state: str, reason: str) -> str:
    return f"{state}: {reason}" if reason else state


def progress_part(sheet: Sheet) -> Part:
    page = task_page(sheet, {})
    printed = (("Thời hạn", 12.0), ("Sản phẩm cần đạt", 18.0), ("Báo gần nhất", 17.0))
    return Part(PROGRESS, "NHIỆM VỤ", printed, [progress_line(line) for line in page.lines], page.illustrative)


def progress_line(line: TaskLine) -> Line:
    row, stored = line.row, line.form.stored
    status = TaskStatus[stored["status"].upper()].value if stored["status"] else ""
    finished = "đã hoàn thành, không cần báo lại" if line.done_before else ""
    return Line(
        section=line.section,
        keys=(row.code, str(line.progress.version if line.progress else 0), digest(PROGRESS.held(stored))),
        number=row.number,
        title=row.title,
        printed=(row.deadline_text, row.product, line.earlier.removeprefix("Báo gần nhất, ")),
        filled=PROGRESS.held(stored) | {"status": status},
        editable=line.editable,
        note=note(line.progress.state_label, line.progress.to_mend) if line.progress else finished,
    )
