"""The unit's workbook as it comes back: every row found by its key, every cell turned into what one would type.

Nothing is judged here but the file itself; the texts go through the forms of the entry page (reports/entry/upload.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils import get_column_letter

from kpis.figure_table import estimate_flag
from kpis.presence import Presence, says_nothing
from plans.forms import VERSION as VERSION_NUMBER
from plans.forms import digest
from plans.quantities import NumberRule, format_typed, read_cell
from plans.table import EMPTY, Cell, Row, WorkbookRefused
from plans.workbook import Grid, read_grids
from plans.workbook_scan import SheetScan, refuse_layout, within
from reports.entry.sheet import Sheet
from reports.entry.workbook import (
    CODE,
    DIGEST,
    FIGURES,
    FILLED,
    HIDDEN,
    MARKS,
    MISSING,
    NEW_ONE,
    NOTHING,
    PROGRESS,
    STATE,
    VERSION,
    TableLayout,
    refuse_other,
)
from tasks.forms import PERCENT
from tasks.timeliness import TaskStatus
from units.columns import as_text, choice
from units.dates import short_date
from units.text import nfc, search_key

STATES = choice({name: name for name in ("", FILLED, NOTHING, MISSING)})
STATUSES = choice({"": ""} | {status.name.lower(): status.value for status in TaskStatus})
NO_VERSION = f"Ô ẩn ghi phiên bản của hàng này bị mất; {NEW_ONE}."
BOTH_WAYS = "Hàng này vừa ghi số liệu hoặc lý do vừa chọn “{}”; hãy sửa cho khớp."
NO_NUMBER = f"“{FILLED}” thì cần một số; muốn xóa số đang lưu, hãy chọn “{MISSING}”."
NO_ROWS = f"Biểu này không có hàng số liệu nào; {NEW_ONE}."
TO_EMPTY = f"Muốn xóa số đang lưu, hãy chọn “{MISSING}” ở cột Trạng thái."


@dataclass
class FileRow:
    """`texts`: by field, as typed; `places`: the cell of each, "trang Chỉ tiêu, ô K8"; `problems`: (field, sentence).

    `version` is what the file was made of, None where that is lost. `changed`: not as the file went out.
    """

    code: str
    version: int | None
    texts: dict[str, str]
    places: Mapping[str, str]
    changed: bool = True
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class FilledIn:
    """`rows` by code; `problems`: sentences about the file as a whole, each with its place."""

    rows: dict[str, FileRow] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """A row that the unit owns: its words in the file, and how a figure of it is typed."""

    code: str
    title: str
    rule: NumberRule = PERCENT


def read_filled_in(name: str, content: bytes, sheet: Sheet) -> FilledIn:
    """Raises WorkbookRefused where nothing of the file can be used."""
    grids = read_grids(name, content)
    refuse_other(marks_in(grids[MARKS].rows if MARKS in grids else []), sheet)
    found = FilledIn()
    figures = [Item(row.code, row.name, row.number_rule) for row in sheet.tally.indicators]
    tasks = [Item(row.code, row.title) for row in sheet.tally.tasks]
    for layout, items in ((FIGURES, figures), (PROGRESS, tasks)):
        if layout.sheet in grids:
            read_part(layout, items, grids[layout.sheet], found)
        found.absent += [item.code for item in items if item.code not in found.rows]
    if not found.rows and not found.problems:
        raise WorkbookRefused(NO_ROWS)
    return found


def marks_in(rows: Iterable[Row]) -> dict[str, tuple[str, str]]:
    lines = [[as_plain(cell) for cell in (*row.cells, EMPTY, EMPTY, EMPTY)[:3]] for row in rows]
    return {key: (code, words) for key, code, words in lines if key}


def as_plain(cell: Cell) -> str:
    """A key or a title: whatever cannot be read is none."""
    try:
        return "" if cell.problem else nfc(as_text(cell.value)).strip()
    except ValueError:
        return ""


def read_part(layout: TableLayout, items: Sequence[Item], grid: Grid, found: FilledIn) -> None:
    """Raises WorkbookRefused where the sheet is not laid out as it went out."""
    head, columns = headings_in(layout, grid.rows)
    below = grid.rows[head + 1 :]
    refuse_moved(layout, columns, below, grid.scan)
    known = {item.code: item for item in items}
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in below:
        by_code[as_plain(cell_of(row, columns[CODE]))].append(row)
    found.problems += lost_rows(layout, columns, by_code.pop("", []))
    for code, lines in by_code.items():
        if code not in known:
            found.problems.append(
                f"Trang {layout.sheet}, hàng {numbers(lines)}: “{code[:20]}” không phải dòng của biểu này."
            )
        elif len(lines) > 1:
            found.problems.append(f"Trang {layout.sheet}, hàng {numbers(lines)}: cùng là {code}; không lấy hàng nào.")
            found.rows[code] = FileRow(code, None, {}, {}, changed=False)
        else:
            found.rows[code] = read_row(layout, known, code, lines[0], columns)


def numbers(rows: Iterable[Row]) -> str:
    return ", ".join(str(row.number) for row in rows)


def headings_in(layout: TableLayout, rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Where the headings stand, and the column of each, by what it is to us."""
    lines = [[as_plain(cell) for cell in row.cells] for row in rows]
    place = next((number for number, texts in enumerate(lines) if CODE in texts), None)
    if place is None:
        raise WorkbookRefused(f"Trang {layout.sheet}: không thấy hàng tiêu đề; {NEW_ONE}.")
    texts = lines[place]
    count = Counter(texts)
    for heading in layout.headings:
        if count[heading] != 1:
            wrong = "thiếu cột" if not count[heading] else "có hai cột"
            raise WorkbookRefused(f"Trang {layout.sheet}: {wrong} “{heading}”; {NEW_ONE}.")
    columns = {name: texts.index(heading) for heading, name in layout.headings.items()}
    if list(columns.values()) != sorted(columns.values()):
        raise WorkbookRefused(f"Trang {layout.sheet}: các cột không còn đúng thứ tự; {NEW_ONE}.")
    return place, columns


def refuse_moved(layout: TableLayout, columns: Mapping[str, int], lines: Iterable[Row], scan: SheetScan) -> None:
    """Merged cells, hidden rows and columns, where lines stand: what is hidden from the officer is not taken in."""
    of_lines = (row for row in lines if as_plain(cell_of(row, columns[CODE])) or holds_input(layout, columns, row))
    rows = {row.number for row in of_lines}
    seen = {at + 1 for name, at in columns.items() if name not in HIDDEN}
    refuse_layout(f"Trang {layout.sheet}", within(scan, rows, seen))


def cell_of(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else EMPTY


def lost_rows(layout: TableLayout, columns: Mapping[str, int], rows: Iterable[Row]) -> list[str]:
    """Rows that hold something to take in, but no key: added by hand, or their key was deleted."""
    return [
        f"Trang {layout.sheet}, hàng {row.number}: có nội dung nhưng không có mã dòng nên không đọc."
        for row in rows
        if holds_input(layout, columns, row)
    ]


def holds_input(layout: TableLayout, columns: Mapping[str, int], row: Row) -> bool:
    return any(not cell_of(row, columns[column.name]).is_empty for column in layout.inputs)


def read_row(
    layout: TableLayout, known: Mapping[str, Item], code: str, row: Row, columns: Mapping[str, int]
) -> FileRow:
    places = {name: f"trang {layout.sheet}, ô {get_column_letter(at + 1)}{row.number}" for name, at in columns.items()}
    version = as_plain(cell_of(row, columns[VERSION]))
    found = FileRow(code, int(version) if VERSION_NUMBER.fullmatch(version) else None, {}, places)
    for column in layout.inputs:
        cell = cell_of(row, columns[column.name])
        try:
            found.texts[column.name] = read_text(column.name, cell, known[code].rule)
        except ValueError as error:
            found.problems.append((column.name, str(error)))
            found.texts[column.name] = str(cell.value if cell.value is not None else "")[:60]
    state = found.texts.pop(STATE, None)
    seen = as_plain(cell_of(row, columns[DIGEST]))
    found.changed = bool(found.problems) or digest(found.texts) != seen or not agrees(state, found.texts)
    if found.changed:
        found.problems += row_problems(known, found, state, as_plain(cell_of(row, columns["title"])))
    return found


def read_text(name: str, cell: Cell, rule: NumberRule) -> str:
    """What one would type to say what the cell says. Raises ValueError with one sentence."""
    if cell.problem:
        raise ValueError(cell.problem)
    reader = READERS.get(name)
    return reader(cell, rule) if reader else as_text(cell.value).strip()


def read_number(cell: Cell, rule: NumberRule) -> str:
    """A typed text stays as it was typed, for the form to read; a number cell is the number."""
    if cell.value is None or isinstance(cell.value, str):
        return (cell.value or "").strip()
    reading = read_cell(cell.value, cell.number_format, rule)
    return format_typed(reading) if reading else ""


def read_day(cell: Cell, rule: NumberRule) -> str:
    return short_date(cell.value.date()) if isinstance(cell.value, datetime) else as_text(cell.value).strip()


READERS: Mapping[str, Callable[[Cell, NumberRule], str]] = {
    STATE: lambda cell, rule: STATES(cell.value),
    "value": read_number,
    "estimate": lambda cell, rule: "on" if estimate_flag(cell.value) else "false",
    "status": lambda cell, rule: STATUSES(cell.value),
    "percent": read_number,
    "done_on": read_day,
}


def agrees(state: str | None, texts: Mapping[str, str]) -> bool:
    """Whether the list says the same as the cells beside it; no word agrees with everything but an emptied row."""
    if state is None:
        return True
    said = FILLED if texts["value"] else NOTHING if texts["nothing_reason"] else MISSING
    return state in ("", said)


def row_problems(known: Mapping[str, Item], row: FileRow, state: str | None, title: str) -> list[tuple[str, str]]:
    """What is wrong with a changed row beside the contents of its cells."""
    problems = []
    if row.version is None:
        problems.append((VERSION, NO_VERSION))
    other = next((item.code for item in known.values() if search_key(item.title) == search_key(title)), row.code)
    if other != row.code and search_key(known[row.code].title) != search_key(title):
        problems.append(
            ("title", f"Hàng này mang mã {row.code} nhưng ghi nội dung của {other}: ô bị xê dịch; {NEW_ONE}.")
        )
    if state is not None and not row.problems:
        problems += state_problems(state, row)
    return problems


def state_problems(state: str, row: FileRow) -> list[tuple[str, str]]:
    texts = row.texts
    if says_nothing(texts["value"]):
        texts["value"], state = "", NOTHING
    has_number, has_reason = bool(texts["value"]), bool(texts["nothing_reason"])
    if state == NOTHING and not has_reason and not has_number:
        texts["value"] = Presence.NOTHING.value  # the form asks for the reason
    if (state == NOTHING and has_number) or (state == MISSING and (has_number or has_reason)):
        return [(STATE, BOTH_WAYS.format(state))]
    if state == FILLED and not has_number:
        return [("value", NO_NUMBER)]
    if not state and not has_number and not has_reason and row.version:
        return [(STATE, TO_EMPTY)]
    return []
