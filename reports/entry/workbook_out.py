"""The unit's workbook as it goes out: prefilled, everything locked but the cells to fill in, ready to print."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.entry.sheet import Sheet
from reports.entry.workbook import FILL_HINT, GUIDANCE, GUIDE, MARKS, Input, marks_of
from reports.entry.workbook_rows import FIRST, Line, Part, figures_part, progress_part
from reports.scorecard import grouped
from reports.spreadsheet.sheet import ILLUSTRATIVE, Style, put, set_body_font, set_up_paper
from reports.spreadsheet.sheet import Sheet as Paper

BODY, CENTRED = Style(), Style(horizontal="center")
HEADING = Style(bold=True, horizontal="center", vertical="center")
TITLE, SUBTITLE, NOTE, SECTION = Style(points=14, bold=True), Style(points=12), Style(italic=True), Style(bold=True)
TO_FILL, SHUT, HEAD = (PatternFill("solid", fgColor=colour) for colour in ("FFF8DC", "ECEFF2", "DCE6EC"))
TEXT = "@"
SHORT = 20  # characters of a printed cell that looks better in the middle


def unit_workbook(sheet: Sheet) -> bytes:
    """The file's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_body_font(book)
    for part in (figures_part(sheet), progress_part(sheet)):
        if part.lines:
            write_part(book.create_sheet(part.layout.sheet), sheet, part)
    write_guide(book.create_sheet(GUIDE), sheet)
    write_marks(book.create_sheet(MARKS), sheet)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = f"Biểu nhập số liệu {sheet.period.label}, {sheet.unit.name}"
    book.properties.creator = sheet.unit.ward.name
    stored = BytesIO()
    book.save(stored)
    return stored.getvalue()


def write_part(ws: Worksheet, sheet: Sheet, part: Part) -> None:
    paper = Paper(ws, [width for _, width in part.columns])
    for text, style in (
        (f"BIỂU NHẬP SỐ LIỆU {part.name} {sheet.period.label.upper()}", TITLE),
        (f"{sheet.unit.name}, {sheet.unit.ward.name}. Hạn gửi: {sheet.due}.", SUBTITLE),
        (f"{sheet.data_window} {FILL_HINT}", NOTE),
    ):
        paper.text(text, style, FIRST)
        paper.next()
    header = write_headings(paper, part)
    open_rows = [write_line(paper, part, line) for line in headed(paper, part)]
    check_inputs(ws, part, [row for row in open_rows if row])
    shut(ws)
    marks = (ILLUSTRATIVE,) if part.illustrative else ()
    set_up_paper(ws, header_row=header, last_row=paper.row - 1, last_column=paper.last_column, marks=marks)
    ws.print_area = f"{get_column_letter(FIRST)}1:{get_column_letter(paper.last_column)}{paper.row - 1}"
    ws.freeze_panes = f"{get_column_letter(FIRST + 2)}{header + 1}"
    for number in range(1, FIRST):
        ws.column_dimensions[get_column_letter(number)].hidden = True


def headed(paper: Paper, part: Part) -> Iterable[Line]:
    """The lines, each section's title written before them."""
    for section, lines in grouped(part.lines):
        paper.text(str(section), SECTION, FIRST, boxed=True)
        paper.next()
        yield from lines


def write_headings(paper: Paper, part: Part) -> int:
    for number, (heading, _) in enumerate(part.columns, 1):
        paper.text(heading, HEADING, number, number, boxed=True)
        paper.cell(number).fill = HEAD
    paper.next()
    return paper.row - 1


def write_line(paper: Paper, part: Part, line: Line) -> int:
    """The row that was written where it can be filled in, else 0."""
    before = [*line.keys, line.number, line.title, *line.printed]
    for number, text in enumerate([*before, *["" for _ in part.layout.inputs], line.note], 1):
        if number < FIRST:
            put(paper.cell(number), text)  # hidden: asks for no height
            continue
        style = CENTRED if FIRST + 1 < number <= len(before) and len(text) <= SHORT else BODY
        paper.text(text, style, number, number, boxed=True)
    for number, column in enumerate(part.layout.inputs, len(before) + 1):
        write_input(paper, number, column, line)
    paper.next()
    return paper.row - 1 if line.editable else 0


def write_input(paper: Paper, number: int, column: Input, line: Line) -> None:
    cell, style = paper.cell(number), CENTRED if column.centred else BODY
    cell.alignment = style.alignment
    put(cell, line.filled[column.name])
    cell.number_format = TEXT
    cell.fill = TO_FILL if line.editable else SHUT
    cell.protection = Protection(locked=not line.editable)
    paper.grow(line.filled[column.name], column.width, style)


def check_inputs(ws: Worksheet, part: Part, rows: Sequence[int]) -> None:
    """What the spreadsheet itself refuses, in Vietnamese; the server checks everything again."""
    first = len(part.columns) - len(part.layout.inputs)
    for number, column in enumerate(part.layout.inputs, first):
        check = check_of(column)
        for row in rows:
            check.add(f"{get_column_letter(number)}{row}")
        if rows:
            ws.add_data_validation(check)


def check_of(column: Input) -> DataValidation:
    check = DataValidation(allow_blank=True, showErrorMessage=True, errorTitle=column.heading)
    if column.choices:
        check.type, check.formula1 = "list", f'"{",".join(column.choices)}"'
        check.error = f"Hãy chọn trong danh sách: {', '.join(column.choices)}."
    else:
        check.type, check.operator, check.formula1 = "textLength", "lessThanOrEqual", str(column.longest)
        check.error = f"Nhiều nhất {column.longest} ký tự."
    if column.hint:
        check.promptTitle, check.prompt, check.showInputMessage = column.heading, column.hint, True
    return check


def shut(ws: Worksheet) -> None:
    """Without a password: against slips, not against people. Widths and heights may be changed."""
    ws.protection.sheet = True
    ws.protection.formatColumns = ws.protection.formatRows = False


def write_guide(ws: Worksheet, sheet: Sheet) -> None:
    paper = Paper(ws, [4.0, 100.0])
    paper.text(f"HƯỚNG DẪN ĐIỀN BIỂU {sheet.period.label.upper()}", TITLE)
    paper.next()
    paper.text(f"{sheet.unit.name}, {sheet.unit.ward.name}. Hạn gửi: {sheet.due}.", SUBTITLE)
    paper.next(2)
    for number, text in enumerate(GUIDANCE, 1):
        paper.text(f"{number}.", BODY, 1, 1)
        paper.text(text, BODY, 2, 2)
        paper.next()
    shut(ws)
    set_up_paper(ws, header_row=1, last_row=paper.row, last_column=2, marks=())
    ws.freeze_panes = None


def write_marks(ws: Worksheet, sheet: Sheet) -> None:
    for row, (key, (code, words)) in enumerate(marks_of(sheet).items(), 1):
        for column, text in enumerate((key, code, words), 1):
            ws.cell(row, column, text).data_type = "s"
    ws.sheet_state = "veryHidden"
