"""What the sheets of a printable workbook are written from: letterhead, title, table, signature, paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.columns import Cell, Column
from reports.documents.paper import COUNTRY, MOTTO, NUMBER, Paper
from reports.documents.tables import Table
from reports.spreadsheet.cached import Value, saved
from reports.spreadsheet.sheet import Looks, Sheet, Style, safe_text, set_body_font, set_up_paper

BODY = Style(indent=True)
BODY_CENTRED = Style(horizontal="center")
LEAD = Style(points=13)
FIGURE = Style(horizontal="center", shrunk=True)
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
Places = Mapping[str, str]  # key of a column → its cell in a row, "K12"


class Book:
    """A workbook that is being written, its sheets in the order in which they are asked for."""

    def __init__(self, paper: Paper, title: str) -> None:
        self.paper, self.book = paper, Workbook()
        self.book.properties.creator, self.book.properties.title = safe_text(paper.ward_words), safe_text(title)
        set_body_font(self.book)
        self.unused: Worksheet | None = self.book.worksheets[0]
        self.sheets: list[Sheet] = []
        self.looks: Looks = {}

    def add(self, title: str, widths: Sequence[float]) -> Sheet:
        ws = self.unused or self.book.create_sheet()
        self.unused, ws.title = None, title
        self.sheets.append(Sheet(ws, list(widths), self.looks))
        return self.sheets[-1]

    def content(self) -> bytes:
        values: dict[str, Mapping[str, Value]] = {sheet.ws.title: sheet.values for sheet in self.sheets}
        return saved(self.book, values)


def write_table(book: Book, table: Table) -> dict[str, Places]:
    """A sheet of its own for an appendix. Where its rows stand: code → places (tables whose rows have codes)."""
    sheet = book.add(table.sheet, [column.width for column in table.columns])
    write_marks(sheet, book.paper)
    write_title(sheet, book.paper, table)
    if table.lead:
        sheet.text(table.lead, LEAD)
        sheet.next(2)
    header_row = write_header_row(sheet, table.columns)
    places = write_groups(sheet, table)
    if not table.count:
        sheet.text(table.empty, BODY, boxed=True)
        sheet.next()
    end_sheet(sheet, book.paper, header_row, sheet.row - 1)
    return places


def write_marks(sheet: Sheet, paper: Paper) -> None:
    if paper.marks:
        sheet.text(" · ".join(paper.marks), MARK)
        sheet.next()


def write_letterhead(sheet: Sheet, paper: Paper) -> None:
    """Who issues it, left; the country, right (Nghị định 30/2020/NĐ-CP, Phụ lục I). Marks of a draft on top."""
    write_marks(sheet, paper)
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


def write_title(sheet: Sheet, paper: Paper, table: Table) -> None:
    """Of an appendix (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III): its number, its name, to what it is attached."""
    lines = ((table.appendix, STRONG), (table.heading.upper(), STRONG), (paper.as_of_words, SLANTED))
    for text, style in lines:
        if text:
            sheet.text(text, style)
            sheet.next()
    sheet.text(paper.attached_to, SLANTED)
    sheet.next(2)


def write_header_row(sheet: Sheet, columns: Sequence[Column[Any]]) -> int:
    """The headings; returns their row, which every printed page repeats."""
    for number, column in enumerate(columns, start=1):
        sheet.text(column.header, HEADING, number, number, boxed=True)
    written = sheet.row
    sheet.next()
    return written


def write_groups(sheet: Sheet, table: Table) -> dict[str, Places]:
    places: dict[str, Places] = {}
    for heading, rows in table.groups:
        if heading:
            write_heading(sheet, heading)
        for row in rows:
            written = write_row(sheet, table.columns, row)
            if (code := getattr(row, "code", "")) and written:
                places[code] = written
    return places


def write_heading(sheet: Sheet, text: str) -> None:
    """It never stands alone at the foot of a page."""
    sheet.text(text, SECTION, boxed=True)
    sheet.keep(sheet.row, sheet.row + 1)
    sheet.next()


def write_row(sheet: Sheet, columns: Sequence[Column[Any]], row: Any, others: Places | None = None) -> Places:
    """One row of a table; returns where its named cells stand. `others`: cells elsewhere that its formulas speak of."""
    places = sheet.places({column.key: number for number, column in enumerate(columns, start=1) if column.key})
    for number, column in enumerate(columns, start=1):
        write_cell(sheet, number, column, column.cell(row), {**places, **(others or {})})
    sheet.next()
    return places


def write_cell(sheet: Sheet, number: int, column: Column[Any], cell: Cell, places: Places) -> None:
    words = BODY_CENTRED if column.centred else BODY
    style = FIGURE if cell.is_number else words
    formula = cell.formula.format_map(places) if cell.formula else ""
    sheet.write(number, cell.value, style, boxed=True, number_format=cell.number_format, formula=formula)
    if not cell.is_number:
        sheet.grow(cell.shown, column.width, style)


def sign(sheet: Sheet, paper: Paper) -> None:
    """Recipients and signature, on one page with the last row above them: nothing is signed by itself."""
    last_of_table = sheet.row - 1
    write_signature(sheet, paper)
    sheet.keep(last_of_table, sheet.row)


def end_sheet(sheet: Sheet, paper: Paper, header_row: int, last_row: int) -> None:
    """The paper. To be asked when the last row is written."""
    sheet.turn_pages(header_row)
    set_up_paper(sheet.ws, header_row=header_row, last_row=last_row, last_column=sheet.last_column, marks=paper.marks)


def write_signature(sheet: Sheet, paper: Paper) -> None:
    """Recipients, left; who signs, right. Ends on the row of the name."""
    sheet.next()
    middle, top = sheet.split(0.5), sheet.row
    left = [("Nơi nhận:", RECIPIENTS_HEAD), *((line, RECIPIENTS) for line in paper.recipients(addressed=True))]
    right = [(line, STRONG) for line in paper.signature]
    for offset in range(max(len(left), len(right))):
        if offset < len(left):
            sheet.text(*left[offset], 1, middle)
        if offset < len(right):
            sheet.text(*right[offset], middle + 1, sheet.last_column)
        sheet.next()
    sheet.row = top + ROWS_FOR_THE_HAND
    sheet.text(paper.signer_name, STRONG, middle + 1, sheet.last_column)
