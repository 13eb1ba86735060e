"""The report as a printable workbook: Phụ lục 1, Phụ lục 2, tasks. A face of the scorecard; it calculates nothing."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.models import Section
from reports.documents.columns import Column, goal_columns, indicator_columns, task_columns
from reports.documents.paper import COUNTRY, MOTTO, NUMBER, Paper
from reports.scorecard import GoalRow, IndicatorRow, Scorecard, TaskRow, grouped
from reports.spreadsheet.sheet import BOX, Sheet, Style, put, set_body_font, set_up_paper
from units.models import Leader

Row = TypeVar("Row", IndicatorRow, GoalRow, TaskRow)
BODY = Style(indent=True)
BODY_CENTRED = Style(horizontal="center")
HEADING = Style(bold=True, horizontal="center", vertical="center")
SECTION = Style(bold=True, indent=True)
MARK = Style(points=14, bold=True, horizontal="center")
STRONG = Style(points=13, bold=True, horizontal="center")
PLAIN = Style(points=13, horizontal="center")
SLANTED = Style(points=13, italic=True, horizontal="center")
MOTTO_STYLE = Style(points=13, bold=True, underline=True, horizontal="center")
RULE = Style(points=6, bold=True, horizontal="center")
RECIPIENTS_HEAD = Style(points=12, bold=True, italic=True)
RECIPIENTS = Style(points=11)
LEFT_SHARE = 0.38
ROWS_FOR_THE_HAND = 7  # from "TM. ỦY BAN NHÂN DÂN" to the name


def report_workbook(card: Scorecard, signer: Leader | None) -> bytes:
    """The file's bytes. What is accepted or entered, and "BẢN NHÁP", follow the scorecard's scope."""
    paper, book = Paper(card, signer), Workbook()
    book.properties.creator = paper.ward_words
    book.properties.title = paper.subject
    set_body_font(book)
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one
    write_indicators(first, paper)
    write_goals(book.create_sheet(), paper)
    write_tasks(book.create_sheet(), paper)
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def write_indicators(ws: Worksheet, paper: Paper) -> None:
    ws.title = "Phụ lục 1"
    columns = indicator_columns(paper.card)
    sheet = Sheet(ws, [column.width for column in columns])
    write_letterhead(sheet, paper)
    sheet.text("BÁO CÁO", MARK)
    sheet.next()
    sheet.text(paper.subject, STRONG)
    sheet.next()
    sheet.text(paper.data_days, SLANTED)
    sheet.next(2)
    sheet.text(paper.addressed_to, PLAIN)
    sheet.next(2)
    write_title(sheet, paper, "Phụ lục 1", "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")
    header_row = write_header_row(sheet, columns)
    write_sections(sheet, columns, grouped(paper.card.indicators))
    finish(sheet, paper, header_row, addressed=True)


def write_goals(ws: Worksheet, paper: Paper) -> None:
    ws.title = "Phụ lục 2"
    columns = goal_columns(paper.card)
    sheet = Sheet(ws, [column.width for column in columns])
    write_letterhead(sheet, paper)
    write_title(sheet, paper, "Phụ lục 2", f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU ĐẾN NĂM {paper.card.horizon} TÍNH ĐẾN")
    header_row = write_header_row(sheet, columns)
    write_sections(sheet, columns, grouped(paper.card.goals))
    finish(sheet, paper, header_row)


def write_tasks(ws: Worksheet, paper: Paper) -> None:
    ws.title = "Nhiệm vụ"
    columns = task_columns()
    sheet = Sheet(ws, [column.width for column in columns])
    write_letterhead(sheet, paper)
    appendices = sorted({row.section.appendix for row in paper.card.tasks})
    write_title(sheet, paper, f"Phụ lục {', '.join(map(str, appendices))}", "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ")
    header_row = write_header_row(sheet, columns)
    for appendix in appendices:
        write_heading(sheet, f"Phụ lục {appendix}")
        own = [row for row in paper.card.tasks if row.section.appendix == appendix]
        write_sections(sheet, columns, grouped(own))
    finish(sheet, paper, header_row)


def write_letterhead(sheet: Sheet, paper: Paper) -> None:
    """Who issues it, left; the country, right (Nghị định 30/2020/NĐ-CP, Phụ lục I). Marks of a draft on top."""
    if paper.marks:
        sheet.text(" · ".join(paper.marks), MARK)
        sheet.next()
    middle, last = sheet.split(LEFT_SHARE), sheet.last_column
    authority, ward = paper.authority
    for left, left_style, right, right_style in (
        (authority, STRONG, COUNTRY, STRONG),
        (ward, STRONG, MOTTO, MOTTO_STYLE),
        ("_" * 16, RULE, "", RULE),
        (NUMBER, PLAIN, paper.place_and_day, SLANTED),
    ):
        sheet.text(left, left_style, 1, middle)
        sheet.text(right, right_style, middle + 1, last)
        sheet.next()
    sheet.next()


def write_title(sheet: Sheet, paper: Paper, appendix: str, title: str) -> None:
    sheet.text(appendix, STRONG)
    sheet.next()
    sheet.text(f"{title} {paper.period_words.upper()}", STRONG)
    sheet.next()
    sheet.text(paper.attached_to, SLANTED)
    sheet.next(2)


def write_header_row(sheet: Sheet, columns: Sequence[Column[Row]]) -> int:
    """The headings; returns their row, which every printed page repeats."""
    for number, column in enumerate(columns, start=1):
        sheet.text(column.header, HEADING, number, number, boxed=True)
    written = sheet.row
    sheet.next()
    return written


def write_sections(
    sheet: Sheet, columns: Sequence[Column[Row]], sections: Iterable[tuple[Section, Sequence[Row]]]
) -> None:
    for section, rows in sections:
        write_heading(sheet, str(section))
        for row in rows:
            write_row(sheet, columns, row)


def write_heading(sheet: Sheet, text: str) -> None:
    """It never stands alone at the foot of a page."""
    sheet.text(text, SECTION, boxed=True)
    sheet.keep(sheet.row, sheet.row + 1)
    sheet.next()


def write_row(sheet: Sheet, columns: Sequence[Column[Row]], row: Row) -> None:
    for number, column in enumerate(columns, start=1):
        wanted, cell = column.cell(row), sheet.cell(number)
        style = BODY_CENTRED if column.centred else BODY
        cell.font, cell.alignment, cell.border = style.font, style.alignment, BOX
        put(cell, wanted.value, wanted.number_format)
        sheet.grow(str(wanted.value), column.width, style)
    sheet.next()


def finish(sheet: Sheet, paper: Paper, header_row: int, *, addressed: bool = False) -> None:
    """What follows the table, and the paper. `addressed`: the sheet says "Kính gửi".

    Recipients and signature stay on one page with the last row of the table, so that nothing is signed by itself.
    """
    last_of_table = sheet.row - 1
    write_signature(sheet, paper, addressed=addressed)
    sheet.keep(last_of_table, sheet.row)
    sheet.turn_pages(header_row)
    set_up_paper(
        sheet.ws,
        header_row=header_row,
        last_row=sheet.row,
        last_column=sheet.last_column,
        marks=paper.marks,
    )


def write_signature(sheet: Sheet, paper: Paper, *, addressed: bool) -> None:
    """Recipients, left; who signs, right. Ends on the row of the name."""
    sheet.next()
    middle, top = sheet.split(0.5), sheet.row
    left = [("Nơi nhận:", RECIPIENTS_HEAD), *((line, RECIPIENTS) for line in paper.recipients(addressed=addressed))]
    right = [(line, STRONG) for line in paper.signature]
    for offset in range(max(len(left), len(right))):
        if offset < len(left):
            sheet.text(*left[offset], 1, middle)
        if offset < len(right):
            sheet.text(*right[offset], middle + 1, sheet.last_column)
        sheet.next()
    sheet.row = top + ROWS_FOR_THE_HAND
    sheet.text(paper.signer_name, STRONG, middle + 1, sheet.last_column)
