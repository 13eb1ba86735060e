"""One sheet of a form with its select boxes: what is chosen, what is suggested, how sure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from openpyxl.utils import get_column_letter

from reports.documents.columns import NAME, NUMBER, UNIT_OF_MEASURE
from reports.own_form.headings import Guess, Sure, guess_columns
from reports.own_form.layout import MOST_LABELS, FormSheet
from reports.own_form.likeness import Line, Thing, guess_rows
from reports.own_form.mapping import SheetMap, column_of, linked

NOTHING = ""
FIELDS, FIELDS_OF_A_SHEET = 4, 2  # besides the boxes: token, version, "Ghi đè", button; heading row typed and shown
FULL = (
    "Trang {}: chưa xét được, vì cả biểu nối được nhiều nhất {} cột và hàng; "
    "hãy để trống hàng tiêu đề của trang không cần điền."
)
CUT = (
    "Trang này chỉ xét {} hàng đầu: cả biểu nối được nhiều nhất {} cột và hàng, mỗi trang nhiều nhất {} hàng. "
    "Trang không cần điền thì để trống hàng tiêu đề rồi bấm “Đọc lại theo hàng tiêu đề”."
)
Choices = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A column or row of the form with its select box. `hint`: what is suggested where something else is chosen, or
    what is as near as a suggestion that is not sure."""

    name: str
    at: str
    said: str
    chosen: str
    sure: str
    hint: str = ""
    number: str = ""
    unit: str = ""

    @property
    def words(self) -> str:
        """ "D (Mục tiêu năm 2026)"."""
        return f"{self.at} ({self.said})"


@dataclass
class Block:
    """One sheet of the form on the page. `head`: the last row of its heading, 0 where it is not filled; `columns` and
    `rows`: what is chosen (None: what is suggested); `typed`: what its field holds, where somebody filled it in.
    `room`: how many select boxes it may have, of `most` that the form has; `crowded`: it would have had a heading."""

    place: int
    sheet: FormSheet
    year: int
    things: list[Thing]
    labels: Mapping[str, str]
    head: int
    columns: Choices | None = None
    rows: Choices | None = None
    from_before: bool = False
    typed: str | None = None
    room: int = MOST_LABELS
    most: int = MOST_LABELS
    crowded: bool = False

    def __post_init__(self) -> None:
        if self.head and len(self.sheet.headings(self.head)) >= self.room:
            self.head, self.crowded = 0, True

    @property
    def head_field(self) -> str:
        return str(self.head or "") if self.typed is None else self.typed

    @cached_property
    def headings(self) -> dict[int, str]:
        return self.sheet.headings(self.head) if self.head else {}

    @cached_property
    def guessed_columns(self) -> dict[int, Guess]:
        return guess_columns(self.headings, self.year)

    @cached_property
    def chosen_columns(self) -> Choices:
        return self.columns if self.columns is not None else _whats(self.guessed_columns)

    @cached_property
    def row_labels(self) -> dict[int, str]:
        """Rows that have a name; none before somebody says which column holds the names."""
        column = column_of(NAME, self.chosen_columns)
        return self.sheet.labels(self.head, column, self.most_rows) if column and self.head else {}

    @property
    def most_rows(self) -> int:
        return min(MOST_LABELS, self.room - len(self.headings))

    @property
    def boxes(self) -> int:
        return len(self.headings) + len(self.row_labels)

    @property
    def full(self) -> str:
        """Why the sheet cannot be filled though it has a heading; "" where it can."""
        return FULL.format(self.sheet.title, self.most) if self.crowded else ""

    @cached_property
    def lines(self) -> dict[int, Line]:
        number, unit = column_of(NUMBER, self.chosen_columns), column_of(UNIT_OF_MEASURE, self.chosen_columns)
        return {
            row: Line(name, self._told(row, number), self._told(row, unit)) for row, name in self.row_labels.items()
        }

    def _told(self, row: int, column: int) -> str:
        return self.sheet.text((row, column)) if column else ""

    @cached_property
    def guessed_rows(self) -> dict[int, Guess]:
        return guess_rows(self.lines, self.things, self.wanted_year)

    @property
    def wanted_year(self) -> int:
        """The goals' where the sheet speaks of it and not of the plan's own."""
        spoken = self.sheet.years(self.head)
        later = spoken & {thing.year for thing in self.things} - {self.year}
        return max(later, default=self.year) if self.year not in spoken else self.year

    @cached_property
    def chosen_rows(self) -> Choices:
        return self.rows if self.rows is not None else _whats(self.guessed_rows)

    @property
    def lacks_names(self) -> bool:
        return bool(self.head) and not column_of(NAME, self.chosen_columns)

    @property
    def cut(self) -> str:
        """That rows may be left over, of which nobody is asked."""
        shown = len(self.row_labels)
        return CUT.format(shown, self.most, MOST_LABELS) if self.head and shown >= self.most_rows else ""

    @property
    def column_choices(self) -> Iterator[Choice]:
        for at, said in self.headings.items():
            chosen, guess = self.chosen_columns.get(at, NOTHING), self.guessed_columns.get(at)
            name = f"{self.place}-cot-{get_column_letter(at)}"
            yield Choice(name, get_column_letter(at), said, chosen, *self._said(chosen, guess, self.labels))

    @property
    def row_choices(self) -> Iterator[Choice]:
        names = {thing.code: thing.full_label for thing in self.things}
        for at, line in self.lines.items():
            chosen, guess = self.chosen_rows.get(at, NOTHING), self.guessed_rows.get(at)
            said = self._said(chosen, guess, names)
            yield Choice(f"{self.place}-dong-{at}", str(at), line.name, chosen, *said, line.number, line.unit)

    def _said(self, chosen: str, guess: Guess | None, names: Mapping[str, str]) -> tuple[str, str]:
        """How sure the chosen one is; what is suggested instead, or may be meant as well."""
        if self.from_before and chosen:
            return Sure.AS_BEFORE, ""
        if guess is None:
            return "", ""
        if guess.what == chosen:
            return guess.sure, names.get(guess.other, "")
        return "", names.get(guess.what, "")

    @property
    def mapped(self) -> SheetMap:
        columns = tuple(link for link in linked(self.headings, self.chosen_columns) if link.what)
        rows = tuple(link for link in linked(self.row_labels, self.chosen_rows) if link.what)
        return SheetMap(self.sheet.title, self.head, columns, rows)


def room_for(sheets: int) -> int:
    """How many select boxes a form of so many sheets may have, so that its page can always be posted."""
    return int(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS) - FIELDS - FIELDS_OF_A_SHEET * sheets


def _whats(guesses: Mapping[int, Guess]) -> dict[int, str]:
    return {at: guess.what for at, guess in guesses.items()}
