"""What the page of a form posts back: for each sheet the row of its heading, and what its columns and rows are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from reports.own_form.blocks import Block
from reports.own_form.layout import FormSheet
from reports.own_form.page import FormPage

NO_SHEET = "Chưa có trang nào được điền; hãy ghi số hàng tiêu đề của trang cần điền."
NO_NAMES = "Trang {}: hãy chọn cột nào là tên chỉ tiêu hoặc nhiệm vụ; trang không cần điền thì để trống hàng tiêu đề."
NO_HEAD = "Trang {}: hàng tiêu đề là số từ 1 đến {}; trang không cần điền thì để trống."
TWICE = "Trang {}: các cột {} cùng nối với “{}”; hãy giữ một cột."
SAME = "{} đang nối với nhiều hàng ({}); hãy giữ một hàng."
READ_AGAIN = "Hàng tiêu đề hoặc cột tên đã đổi nên danh sách bên dưới đã đọc lại; hãy xem lại rồi lưu."


class Incomplete(ValueError):
    """The page that was posted is not the one that was drawn."""


@dataclass
class Posted:
    """`page`: as it is chosen now. `unread`: heading rows that cannot be read; `problems`: what else keeps it from
    being saved; `moved`: the lists are other ones now."""

    page: FormPage
    seen: int
    unread: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    moved: bool = False


def read_posted(page: FormPage, data: Mapping[str, str]) -> Posted:
    """Raises Incomplete where a field is missing or says what the page never offered."""
    seen = data.get("version", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        raise Incomplete
    posted = Posted(page, int(seen))
    page.overwrite = data.get("de") == "on"
    page.posted = {
        sheet.title: _of_sheet(posted, place, sheet, data) for place, sheet in enumerate(page.form.sheets.values())
    }
    for block in page.blocks:
        _overlay_rows(posted, block, data)
    posted.unread += [block.full for block in page.blocks if block.crowded]
    posted.problems += _problems(page)
    return posted


def _of_sheet(posted: Posted, place: int, sheet: FormSheet, data: Mapping[str, str]) -> dict[str, Any]:
    """What makes its block: under another heading the columns are suggested anew."""
    shown, typed = _number(data.get(f"{place}-xem")), data.get(f"{place}-hang", "").strip()
    if shown is None or shown > sheet.last_row:
        raise Incomplete
    head = _head(posted, sheet, typed, shown)
    if head != shown:
        posted.moved |= head > 0
        return {"head": head, "typed": typed}
    columns = {at: _field(data, f"{place}-cot-{get_column_letter(at)}") for at in sheet.headings(head)}
    if set(columns.values()) - set(posted.page.fields) - {""}:
        raise Incomplete
    return {"head": head, "typed": typed, "columns": {at: what for at, what in columns.items() if what}}


def _head(posted: Posted, sheet: FormSheet, typed: str, shown: int) -> int:
    """The heading row that was typed; the one that was shown where there is no such row."""
    head = _number(typed or "0")
    if head is None or head > sheet.last_row:
        posted.unread.append(NO_HEAD.format(sheet.title, sheet.last_row))
        return shown
    return head


def _overlay_rows(posted: Posted, block: Block, data: Mapping[str, str]) -> None:
    """What was chosen for the rows that were shown; suggestions for those that were not."""
    if block.columns is None:
        return
    names = {row: f"{block.place}-dong-{row}" for row in block.row_labels}
    chosen = {row: data[name] for row, name in names.items() if name in data}
    if set(chosen.values()) - {thing.code for thing in block.things} - {""}:
        raise Incomplete
    new = {row: guess.what for row, guess in block.guessed_rows.items() if row not in chosen}
    posted.moved |= len(chosen) < len(names)
    block.rows = {row: what for row, what in (new | chosen).items() if what}


def _field(data: Mapping[str, str], name: str) -> str:
    if name not in data:
        raise Incomplete
    return data[name]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def _problems(page: FormPage) -> Iterator[str]:
    filled = [block for block in page.blocks if block.head]
    if not filled:
        yield NO_SHEET
    for block in filled:
        if block.lacks_names:
            yield NO_NAMES.format(block.sheet.title)
        counts = Counter(block.chosen_columns.values())
        for what in (what for what, count in counts.items() if count > 1):
            places = [get_column_letter(at) for at, one in block.chosen_columns.items() if one == what]
            yield TWICE.format(block.sheet.title, ", ".join(places), page.labels[what])
    yield from _same_rows(page, filled)


def _same_rows(page: FormPage, filled: list[Block]) -> Iterator[str]:
    """An indicator in two rows would be filled twice, one of them wrongly."""
    places: dict[str, list[str]] = {}
    for block in filled:
        for row, code in block.chosen_rows.items():
            places.setdefault(code, []).append(f"{block.sheet.title}, hàng {row}")
    names = {thing.code: thing.label for thing in page.things}
    for code, found in places.items():
        if len(found) > 1:
            yield SAME.format(f"“{names[code]}”", "; ".join(found))
