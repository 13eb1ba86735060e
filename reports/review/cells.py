"""The lines of the board and of the year, written straight to HTML: a ward may have two hundred units.

A template takes 0.4 ms a line, most of it to look names up; this takes a twentieth (bench/board.py). A new column is
a place in ROW, what fills it in `_cells`, and its heading in the template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports.addresses import Way, quoted
from reports.entry.places import entry_tab
from reports.marks import NONE, STATUS
from reports.review.board import Board, BoardRow, Phone
from reports.review.year import YearBoard, YearCell, YearRow

UNIT = "DON-VI"  # stands for a unit's code in an address until it is known
ROW = (
    '<th scope="row">{0}</th>'
    '<td data-label="Trạng thái">{1}</td>'
    '<td class="num" data-label="Chỉ tiêu">{2}</td>'
    '<td class="num" data-label="Nhiệm vụ">{3}</td>'
    '<td class="num" data-label="Chờ xem xét">{4}</td>'
    '<td data-label="Trả lại">{5}</td>'
    '<td data-label="Thời hạn" class="timing{6}">{7}</td>'
    '<td data-label="Hoạt động gần nhất">{8}</td>'
    '<td data-label="Điện thoại">{9}</td>'
)
LINE = '<tr>{0}<td class="actions nowrap no-print"><span class="links">{1}</span></td></tr>\n'
BUTTON = ' class="btn btn-sm btn-primary"'
LINK = '<a{0} href="{1}">{2}<span class="visually-hidden"> {3}</span></a>'
CELL = '<td data-label="{0}"><a href="{1}">{2}<span class="visually-hidden"> {3}</span></a></td>'


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the links of a line lead; nothing where there is nothing to do there. `entry`: by tab."""

    review: Way
    entry: Mapping[str, Way]
    urge: str | None
    journal: str

    @classmethod
    def of(cls, board: Board) -> "Ways":
        period, is_open = board.period, board.is_open
        return cls(
            review=Way("review", period.code),
            entry={tab: Way(tab, period.code) for tab in ("entry", "entry_tasks")} if is_open else {},
            urge=reverse("urge_units", args=(period.code,)) if is_open else None,
            journal=escape(f"{reverse('journal')}?don-vi={UNIT}&ky={period.code}"),
        )


def board_lines(board: Board, own_unit: int | None) -> SafeString:
    """`own_unit`: the reader's, who enters for it and on behalf of the others."""
    ways = Ways.of(board)
    named = ((row, escape(row.unit.name)) for row in board.rows)
    lines = (LINE.format(_cells(row, name), _links(row, name, ways, own_unit)) for row, name in named)
    return mark_safe("".join(lines))  # noqa: S308 - every text in it is escaped


def _links(row: BoardRow, name: str, ways: Ways, own_unit: int | None) -> str:
    code, said = row.unit.code, quoted(row.unit.code)
    look, words = (BUTTON, "Xem xét") if row.waiting else ("", "Xem")
    links = [LINK.format(look, ways.review.to(code), words, name)]
    if ways.entry and not row.all_accepted:
        way = ways.entry[entry_tab(bool(row.figures.owed), bool(row.tasks.owed))]
        links.append(LINK.format("", way.to(code), "Nhập" if row.unit.pk == own_unit else "Nhập thay", name))
    if ways.urge and row.outstanding:
        links.append(LINK.format("", f"{ways.urge}?don-vi={said}", "Đôn đốc", name))
    links.append(LINK.format("", ways.journal.replace(UNIT, said), "Nhật ký", name))
    return "".join(links)


def _cells(row: BoardRow, name: str) -> str:
    return ROW.format(
        name,
        STATUS.format(row.tone, row.shape, row.state.value),
        row.figures if row.figures.owed else NONE,
        row.tasks if row.tasks.owed else NONE,
        f"<strong>{row.waiting}</strong>" if row.waiting else NONE,
        row.returned or NONE,
        " tone-late" if row.late else "",
        row.timing,
        _last(row),
        "".join(map(_phone, row.phones)) or '<span class="quiet">chưa ghi</span>',
    )


def _last(row: BoardRow) -> str:
    if not row.last_activity:
        return '<span class="quiet">chưa có</span>'
    return f'{row.last_activity} <span class="quiet">{escape(row.last_by)}</span>'


def _phone(phone: Phone) -> str:
    name = f' <span class="quiet">{escape(phone.name)}</span>' if phone.name else ""
    return f'<div><a class="nowrap" href="tel:{phone.dialled}">{escape(phone.number)}</a>{name}</div>'


def year_lines(year: YearBoard) -> SafeString:
    """Of each unit its name, one cell a period, each a link to the review page, and the sum."""
    ways = [(Way("review", period.code), label) for label, period in year.periods]
    lines = (f"<tr>{_year_cells(row, ways)}</tr>\n" for row in year.rows)
    return mark_safe("".join(lines))  # noqa: S308 - every text in it is escaped


def _year_cells(row: YearRow, ways: list[tuple[Way, str]]) -> str:
    name, code = escape(row.unit.name), row.unit.code
    cells = [_year_cell(cell, way, label, code, name) for cell, (way, label) in zip(row.cells, ways, strict=True)]
    return f'<th scope="row">{name}</th>{"".join(cells)}<td data-label="Cả năm">{row.summary or NONE}</td>'


def _year_cell(cell: YearCell | None, way: Way, label: str, code: str, name: str) -> str:
    if cell is None:
        return f'<td data-label="{label}">{NONE}</td>'
    return CELL.format(label, way.to(code), STATUS.format(cell.tone, cell.shape, cell.words), name)
