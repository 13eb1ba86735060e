"""One worksheet, written from the top down: safe cells, row heights, the set-up of the paper.

Text is always text (a cell that begins with = + - @ is no formula), a number always a number.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from math import ceil, floor

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.spreadsheet.pages import Span, page_breaks
from reports.spreadsheet.wrapping import CHARACTER_POINTS, INDENT_POINTS, lines_in

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"  # on every sheet of paper with figures of the demonstration

FONT = "Times New Roman"
A4 = 9
MM = 1 / 25.4
POINTS = 72 * MM  # in a millimetre
PAPER_WIDTH, PAPER_HEIGHT = 297, 210  # millimetres, lying
TOP, BOTTOM, LEFT, RIGHT, OF_THE_EDGE = 20, 20, 30, 15, 10
ROOM_ACROSS, ROOM_DOWN = (PAPER_WIDTH - LEFT - RIGHT) * POINTS, (PAPER_HEIGHT - TOP - BOTTOM) * POINTS
# What one character of a column's width takes, and how much of the page's height is sure: Excel rounds a digit to the
# pixels of a screen and heights to its printer's dots, LibreOffice does neither.
PRINTERS = ((CHARACTER_POINTS, 0.97), (CHARACTER_POINTS, 1.0), (5.5, 0.99), (5.5, 1.0))
ROW_POINTS = 15.0  # of a row that nothing was written into
MAX_ROW_POINTS = 409  # Excel's own limit
EMU = 360_000  # the unit of drawings, in a centimetre
DRAWING_DOWN = 0.15  # centimetres
LONGEST_TEXT = 32767  # Excel's own limit of a cell
CUT = " … (còn nữa, xem trên hệ thống)"
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CELL_SPACE = 4


@dataclass(frozen=True, slots=True)
class Style:
    """How a text stands in its cell; `points` is the type size. `indent`: free of the line at its left.

    `shrunk`: a number, which cannot wrap, made small enough to be seen.
    """

    points: float = 11
    bold: bool = False
    italic: bool = False
    underline: bool = False
    horizontal: str = "left"
    vertical: str = "top"
    indent: bool = False
    shrunk: bool = False

    @property
    def font(self) -> Font:
        return Font(
            name=FONT,
            size=self.points,
            bold=self.bold,
            italic=self.italic,
            underline="single" if self.underline else None,
        )

    @property
    def alignment(self) -> Alignment:
        return Alignment(
            horizontal=self.horizontal,
            vertical=self.vertical,
            wrap_text=not self.shrunk,
            shrink_to_fit=self.shrunk,
            indent=1 if self.indent else 0,
        )

    @property
    def line(self) -> float:
        """Height of one line in points."""
        return self.points * 1.3


def set_body_font(book: Workbook) -> None:
    """Column widths count the digits of this type."""
    book._named_styles["Normal"].font = Style().font  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Look:
    """All that a cell's appearance is made of. `quoted`: it shows that it is text."""

    style: Style
    boxed: bool = False
    number_format: str = ""
    quoted: bool = False


Looks = dict[Look, StyleArray]


def safe_text(text: str) -> str:
    """Without what XML has no place for; line ends as Excel keeps them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return ILLEGAL_CHARACTERS_RE.sub("", plain).replace("\ufffe", "").replace("\uffff", "")


def put(cell: Cell, value: int | float | str, number_format: str = "") -> None:
    """Write a number as a number, anything else as text; an empty text leaves the cell empty."""
    if not isinstance(value, str):
        cell.value = value
        if number_format:
            cell.number_format = number_format
        return
    text = shortened(safe_text(value))
    if text:
        cell.value = text
        cell.data_type = "s"
        if text.startswith(LOOKS_LIKE_FORMULA):
            cell.quotePrefix = True  # stays text when somebody edits it


def shortened(text: str) -> str:
    """What a cell can hold; Excel cuts the rest without a word, so the words say it."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


class Sheet:
    """A worksheet and the row that is written next. `widths` are those of its columns, in characters.

    `values`: place of a formula → what it gives (reports/spreadsheet/cached.py writes them).
    """

    def __init__(self, ws: Worksheet, widths: list[float], looks: "Looks | None" = None) -> None:
        """`looks`: those that the sheets of one workbook share."""
        self.ws, self.widths, self.row = ws, widths, 1
        self.kept: list[Span] = []
        self.heights: dict[int, float] = {}
        self.values: dict[str, int | float | str] = {}
        self.looks: Looks = {} if looks is None else looks
        for number, width in enumerate(widths, start=1):
            ws.column_dimensions[get_column_letter(number)].width = width

    @property
    def last_column(self) -> int:
        return len(self.widths)

    def cell(self, column: int) -> Cell:
        found = self.ws.cell(self.row, column)
        assert isinstance(found, Cell)  # noqa: S101 - merged ranges are written by their first cell
        return found

    def split(self, share: float) -> int:
        """The column where the left part of that share of the width ends."""
        wanted, covered = sum(self.widths) * share, 0.0
        for number, width in enumerate(self.widths, start=1):
            covered += width
            if covered >= wanted:
                return number
        return self.last_column

    def text(self, text: str, style: Style, first: int = 1, last: int | None = None, *, boxed: bool = False) -> None:
        """A text across columns `first` to `last` of the current row, which grows to hold it."""
        last = last or self.last_column
        self.write(first, text, style, boxed=boxed)
        for column in range(first + 1, last + 1) if boxed else ():
            self.write(column, "", style, boxed=True)
        if last > first:
            place = f"{get_column_letter(first)}{self.row}:{get_column_letter(last)}{self.row}"
            self.ws.merged_cells.add(place)  # its cells are dressed: `merge_cells` would copy the borders once more
        self.grow(text, sum(self.widths[first - 1 : last]), style)

    def write(
        self,
        column: int,
        value: int | float | str,
        style: Style,
        *,
        boxed: bool = False,
        number_format: str = "",
        formula: str = "",
    ) -> None:
        """One cell of the current row. With a formula the cell computes, and `value` is what it gives."""
        cell = self.cell(column)
        quoted = False
        if formula:
            cell.value = f"={formula}"
            self.values[cell.coordinate] = safe_text(value) if isinstance(value, str) else value
        elif value != "":
            put(cell, value)
            quoted = cell.has_style and bool(cell.quotePrefix)
        self.dress(cell, Look(style, boxed, number_format, quoted))

    def dress(self, cell: Cell, look: "Look") -> None:
        """Give a cell its look. The first of a look is made by openpyxl, the others share what came of it: comparing
        fonts and borders for every cell would cost more than all the rest."""
        known = self.looks.get(look)
        if known is not None:
            cell._style = copy(known)  # type: ignore[attr-defined]
            return
        cell.font, cell.alignment = look.style.font, look.style.alignment
        if look.boxed:
            cell.border = BOX
        if look.number_format:
            cell.number_format = look.number_format
        cell.quotePrefix = look.quoted
        self.looks[look] = copy(cell._style)  # type: ignore[attr-defined]

    def grow(self, text: str, width: float, style: Style) -> None:
        """Make the current row high enough for a text in `width` characters; never lower than it is."""
        free = width - INDENT_POINTS / CHARACTER_POINTS if style.indent else width
        points = lines_in(text, free, style.points, bold=style.bold) * style.line + CELL_SPACE
        height = min(ceil(points), MAX_ROW_POINTS)
        if height > self.heights.get(self.row, 0):
            self.heights[self.row] = height
            self.ws.row_dimensions[self.row].height = height

    def places(self, keys: Mapping[str, int]) -> dict[str, str]:
        """Key → column becomes key → cell of the current row, "K12"."""
        return {key: f"{get_column_letter(column)}{self.row}" for key, column in keys.items()}

    def skip_row(self, height: float) -> int:
        """An empty row that is so many points high, for a drawing; its number."""
        self.heights[self.row] = self.ws.row_dimensions[self.row].height = min(ceil(height), MAX_ROW_POINTS)
        self.row += 1
        return self.row - 1

    def draw(self, chart: ChartBase, row: int) -> None:
        """A chart in an empty row. A little below its top: where the page turns there, its frame is not torn."""
        top_left = AnchorMarker(col=0, row=row - 1, rowOff=int(DRAWING_DOWN * EMU))
        size = XDRPositiveSize2D(int(chart.width * EMU), int(chart.height * EMU))
        chart.anchor = OneCellAnchor(_from=top_left, ext=size)  # type: ignore[assignment]  # it takes both
        self.ws.add_chart(chart)

    def next(self, count: int = 1) -> None:
        self.row += count

    def keep(self, first: int, last: int) -> None:
        """These rows stand on one page."""
        self.kept.append((first, last))

    def scale(self, character: float) -> float:
        """To what the program shrinks the sheet, in whole percent, so that it is one page wide."""
        return min(100, floor(100 * ROOM_ACROSS / (sum(self.widths) * character))) / 100

    def turn_pages(self, header_row: int) -> None:
        """Break the page before what would be torn. To be asked when the last row is written."""
        heights = [self.heights.get(row, ROW_POINTS) for row in range(1, self.row + 1)]
        rooms = [ROOM_DOWN * share / self.scale(character) for character, share in PRINTERS]
        for row in page_breaks(heights, self.kept, header_row=header_row, rooms=rooms):
            self.ws.row_breaks.append(Break(id=row - 1))  # below that row


def set_up_paper(ws: Worksheet, *, header_row: int, last_row: int, last_column: int, marks: tuple[str, ...]) -> None:
    """A4 landscape, margins of Nghị định 30/2020/NĐ-CP, one page wide, the header row on every page.

    The page number stands at the top centre from page 2 on; `marks` stand at the foot of every page.
    """
    ws.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    ws.print_title_rows = f"{header_row}:{header_row}"
    ws.freeze_panes = f"A{header_row + 1}"
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_options.horizontalCentered = True
    margins = ws.page_margins
    margins.top, margins.bottom, margins.left, margins.right = TOP * MM, BOTTOM * MM, LEFT * MM, RIGHT * MM
    margins.header = margins.footer = OF_THE_EDGE * MM
    _number_pages(ws, marks)


def _number_pages(ws: Worksheet, marks: tuple[str, ...]) -> None:
    ws.HeaderFooter.differentFirst = True
    _print_at_centre(ws.oddHeader, "&P", 13, "Regular")
    for footer in (ws.oddFooter, ws.firstFooter):
        _print_at_centre(footer, " · ".join(marks), 11, "Bold")


def _print_at_centre(place: HeaderFooterItem | None, text: str, points: int, weight: str) -> None:
    if place is not None and text:
        place.center.text, place.center.size, place.center.font = text, points, f"{FONT},{weight}"
