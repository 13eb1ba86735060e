"""Bảng kê: the list under a figure (schools, enterprises, tổ dân phố) that adds up to it. Pure.

One line a row: name ; có, không or a number ; note. Cells may be parted by tabs instead, so that a table copied from a
spreadsheet can be pasted as it is. `12/15` is a number with its own denominator.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from plans.quantities import (
    Measure,
    NumberRefused,
    NumberRule,
    Reading,
    decimals_of,
    format_number,
    format_typed,
    read_figure,
    read_part,
)
from units.text import SAYS_NO, SAYS_YES, nfc, search_key, visible

MAX_ROWS: Final = 300
NAME_LENGTH: Final = 200
NOTE_LENGTH: Final = 300
TEXT_LENGTH: Final = MAX_ROWS * (NAME_LENGTH + NOTE_LENGTH + 70)
YES: Final = SAYS_YES | {"dat", "da co"}
NO: Final = SAYS_NO | {"chua", "chua dat", "khong dat", "chua co"}
NUMBERING: Final = {"tt", "stt", "so tt"}
HEADINGS: Final = NUMBERING | {"ten", "don vi", "truong", "danh sach"}
NAMED_AT_MOST: Final = 5  # in the short description
_HAS_DIGIT: Final = re.compile(r"[0-9０-９]")
_HOW: Final = "mỗi dòng ghi tên; có, không hoặc một số; ghi chú, ví dụ: Trường Tiểu học Đằng Hải; có"


class BreakdownRefused(ValueError):
    """A list that is not taken in; `sentence` names the line and says what to type."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Answer(Enum):
    """What kind of answer a row gives; the value says it in words."""

    OPEN = "chưa ghi kết quả"
    YES_NO = "có hoặc không"
    NUMBER = "một số"
    PAIR = "tử số/mẫu số"


@dataclass(frozen=True, slots=True)
class Item:
    """One row. At most one of `met` (có, không) and `reading` (12, or 12/15); none of them: not answered yet."""

    name: str
    met: bool | None = None
    reading: Reading | None = None
    note: str = ""

    @property
    def kind(self) -> Answer:
        if self.met is not None:
            return Answer.YES_NO
        if self.reading is None:
            return Answer.OPEN
        return Answer.NUMBER if self.reading.value is not None else Answer.PAIR

    @property
    def answer(self) -> str:
        """As it is typed: "có", "không", "12", "12/15", or ""."""
        if self.met is not None:
            return "có" if self.met else "không"
        return format_typed(self.reading) if self.reading else ""


@dataclass(frozen=True, slots=True)
class Total:
    """What a list adds up to. Plain numbers add up to a numerator alone."""

    numerator: Decimal
    denominator: Decimal | None = None

    def typed(self, measure: Measure) -> str:
        """What is typed into the figure's cell for it: "43/45"; a count has no denominator."""
        if self.denominator is None or measure is not Measure.PERCENT:
            return format_typed(Reading(value=self.numerator))
        return format_typed(Reading(numerator=self.numerator, denominator=self.denominator))


# --- In: a text area, or a pasted table


def read_items(text: str, rule: NumberRule) -> tuple[Item, ...]:
    """The rows of the list, empty lines left out. `rule` is the figure's own. Raises BreakdownRefused."""
    lines = _body([(number, _cells(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()])
    if len(lines) > MAX_ROWS:
        raise BreakdownRefused(f"Bảng kê có {len(lines)} dòng, quá {MAX_ROWS} dòng; hãy gộp bớt hoặc đính kèm tệp.")
    numbers = [number for number, _ in lines]
    items = tuple(_item(number, cells, rule) for number, cells in lines)
    _refuse_twice(zip(numbers, items, strict=True))
    _refuse_mixture(list(zip(numbers, items, strict=True)))
    return items


def _cells(line: str) -> list[str]:
    """Cells without the spaces around. A note may hold semicolons; in a pasted name they become commas."""
    if "\t" not in line:
        return [_even(cell) for cell in line.split(";", 2)]
    cells = [_even(_unquoted(cell)) for cell in line.split("\t")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return [cells[0].replace(";", ","), *cells[1:]]


def _even(cell: str) -> str:
    return " ".join(visible(cell).split())


def _unquoted(cell: str) -> str:
    """A spreadsheet puts a cell that holds quotation marks between such marks."""
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _body(lines: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Without a heading row and without a column of running numbers."""
    heading = search_key(lines[0][1][0]) if lines and len(lines[0][1]) > 1 else ""
    is_heading = heading in HEADINGS or heading.startswith("ten ")
    rows = lines[1:] if is_heading else lines
    if heading in NUMBERING or _runs(rows):
        return [(number, cells[1:] or [""]) for number, cells in rows]
    return rows


def _runs(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the first column only counts: 1, 2, 3 before what is no answer (tổ dân phố 1, 2, 3 have answers)."""
    return len(rows) > 1 and all(
        cells[0] == str(place) and len(cells) > 1 and cells[1] != "" and not _is_answer(cells[1])
        for place, (_, cells) in enumerate(rows, 1)
    )


def _is_answer(cell: str) -> bool:
    return search_key(cell) in YES | NO or _HAS_DIGIT.match(cell) is not None


def _item(number: int, cells: list[str], rule: NumberRule) -> Item:
    if len(cells) > 3:
        raise BreakdownRefused(f"Dòng {number} có {len(cells)} cột; {_HOW}.")
    name, answer, note = (*cells, "", "")[:3]
    if not name:
        raise BreakdownRefused(f"Dòng {number} chưa ghi tên; {_HOW}.")
    for text, longest, what in ((name, NAME_LENGTH, "Tên"), (note, NOTE_LENGTH, "Ghi chú")):
        if len(text) > longest:
            raise BreakdownRefused(f"Dòng {number}: {what.lower()} dài quá {longest} ký tự; hãy viết gọn lại.")
    met, reading = _read_answer(number, answer, rule)
    return Item(name, met, reading, note)


def _read_answer(number: int, answer: str, rule: NumberRule) -> tuple[bool | None, Reading | None]:
    key = search_key(answer)
    if not key or key in YES | NO:
        return (key in YES if key else None), None
    if not _HAS_DIGIT.search(answer):
        raise BreakdownRefused(f"Dòng {number}: “{answer[:40]}” không phải là có, không hay một số; {_HOW}.")
    try:
        if "/" in answer:
            return None, read_figure(answer, rule)
        return None, Reading(value=read_part(answer, rule))
    except NumberRefused as refused:
        raise BreakdownRefused(f"Dòng {number}: {refused.sentence}") from refused


def _refuse_twice(rows: Iterable[tuple[int, Item]]) -> None:
    """One name twice would be counted twice."""
    seen: dict[str, int] = {}
    for number, item in rows:
        first = seen.setdefault(nfc(item.name.casefold()), number)
        if first != number:
            raise BreakdownRefused(f"Dòng {number}: “{item.name[:60]}” đã có ở dòng {first}; hãy xóa một dòng.")


def _refuse_mixture(rows: Sequence[tuple[int, Item]]) -> None:
    answered = [(number, item.kind) for number, item in rows if item.kind is not Answer.OPEN]
    for number, kind in answered:
        first, way = answered[0]
        if kind is not way:
            raise BreakdownRefused(
                f"Dòng {number} ghi {kind.value} còn dòng {first} ghi {way.value}; hãy ghi cả bảng một cách."
            )


# --- Out: the text area, the database, the sum


def format_items(items: Iterable[Item]) -> str:
    """What is typed to get the items back."""
    return "\n".join(_line(item) for item in items)


def _line(item: Item) -> str:
    cells = [item.name, item.answer, item.note]
    while not cells[-1]:
        cells.pop()
    return "; ".join(cells)


def to_json(items: Iterable[Item]) -> list[dict[str, str]]:
    return [{"name": item.name, "answer": item.answer, "note": item.note} for item in items]


_STORED: Final = NumberRule(Measure.PERCENT, money_pair=True)  # reads whatever any rule let in


def from_json(rows: Iterable[Mapping[str, str]]) -> tuple[Item, ...]:
    return tuple(_stored(number, row) for number, row in enumerate(rows, 1))


def _stored(number: int, row: Mapping[str, str]) -> Item:
    met, reading = _read_answer(number, row["answer"], _STORED)
    return Item(row["name"], met, reading, row["note"])


def without_answers(items: Iterable[Item]) -> tuple[Item, ...]:
    """The names alone: the starting list of the next quarter."""
    return tuple(Item(item.name) for item in items)


def total_of(items: Sequence[Item]) -> Total | None:
    """How many có of how many rows, or the sums; None for no list and for one with rows not answered yet."""
    kinds = {item.kind for item in items}
    if len(kinds) != 1 or Answer.OPEN in kinds:
        return None
    if Answer.YES_NO in kinds:
        return Total(Decimal(sum(item.met is True for item in items)), Decimal(len(items)))
    readings = [item.reading for item in items if item.reading]
    if Answer.NUMBER in kinds:
        return Total(sum((reading.value or Decimal(0) for reading in readings), Decimal(0)))
    pairs = [reading.pair for reading in readings]
    return Total(sum((pair[0] for pair in pairs), Decimal(0)), sum((pair[1] for pair in pairs), Decimal(0)))


def not_answered(items: Iterable[Item]) -> int:
    return sum(item.kind is Answer.OPEN for item in items)


def summary(items: Sequence[Item], measure: Measure) -> str:
    """ "43/45, 45 dòng; chưa đạt: Trường A, Trường B": short, and telling which rows say không. "" for no list."""
    if not items:
        return ""
    total, left = total_of(items), not_answered(items)
    words = [total.typed(measure) if total else "", f"{len(items)} dòng", f"{left} dòng chưa ghi" if left else ""]
    unmet = [item.name for item in items if item.met is False]
    told = ", ".join(unmet[:NAMED_AT_MOST])
    more = f" và {len(unmet) - NAMED_AT_MOST} dòng nữa" if len(unmet) > NAMED_AT_MOST else ""
    return ", ".join(word for word in words if word) + (f"; không: {told}{more}" if unmet else "")


def mismatch(items: Sequence[Item], reading: Reading | None, measure: Measure) -> str:
    """One sentence where list and figure are both complete and differ, else ""."""
    total = total_of(items)
    if total is None or reading is None or all(_agrees(total, reading, measure)):
        return ""
    typed = total.typed(measure)
    part = "tử số " if measure is Measure.PERCENT and total.denominator is None else ""
    return f"Bảng kê cộng được {part}{typed} nhưng ô số liệu ghi {format_typed(reading)}; hãy sửa một trong hai."


def _agrees(total: Total, reading: Reading, measure: Measure) -> Iterator[bool]:
    """What can be compared, compared. A percentage typed as 95,6 agrees with 43/45: it was rounded by hand."""
    if reading.value is None:
        numerator, denominator = reading.pair
        yield total.numerator == numerator
        yield total.denominator in (None, denominator)
    elif measure is Measure.COUNT:
        yield total.numerator == reading.value
    elif measure is Measure.PERCENT and total.denominator is not None:
        exact = Fraction(total.numerator) * 100 / Fraction(total.denominator)
        places = decimals_of(reading.value)
        yield format_number(exact, places) == format_number(reading.value, places)
