"""One sheet of a form with its select boxes: what is chosen, what is suggested, how sure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import get_column_letter

from reports.documents.columns import NAME, NUMBER, UNIT_OF_MEASURE
from reports.own_form.headings import Guess, Sure, guess_columns
from reports.own_form.layout import MOST_LABELS, FormSheet
from reports.own_form.likeness import Line, Thing, guess_rows
from reports.own_form.mapping import SheetMap, column_of, linked

NOTHING = ""
Choices = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A column or row of the form with its select box. `hint`: what is suggested where something else is chosen."""

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
    `rows`: what is chosen (None: what is suggested); `typed`: what its field holds, where somebody filled it in."""

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
        return self.sheet.labels(self.head, column) if column else {}

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
        return guess_rows(self.lines, self.things)

    @cached_property
    def chosen_rows(self) -> Choices:
        return self.rows if self.rows is not None else _whats(self.guessed_rows)

    @property
    def lacks_names(self) -> bool:
        return bool(self.head) and not column_of(NAME, self.chosen_columns)

    @property
    def cut(self) -> bool:
        return len(self.row_labels) >= MOST_LABELS

    @property
    def column_choices(self) -> Iterator[Choice]:
        for at, said in self.headings.items():
            chosen, guess = self.chosen_columns.get(at, NOTHING), self.guessed_columns.get(at)
            name = f"{self.place}-cot-{get_column_letter(at)}"
            yield Choice(name, get_column_letter(at), said, chosen, *self._said(chosen, guess, self.labels))

    @property
    def row_choices(self) -> Iterator[Choice]:
        names = {thing.code: thing.label for thing in self.things}
        for at, line in self.lines.items():
            chosen, guess = self.chosen_rows.get(at, NOTHING), self.guessed_rows.get(at)
            said = self._said(chosen, guess, names)
            yield Choice(f"{self.place}-dong-{at}", str(at), line.name, chosen, *said, line.number, line.unit)

    def _said(self, chosen: str, guess: Guess | None, names: Mapping[str, str]) -> tuple[str, str]:
        """How sure the chosen one is; what is suggested instead."""
        if self.from_before and chosen:
            return Sure.AS_BEFORE, ""
        if guess is None:
            return "", ""
        return (guess.sure, "") if guess.what == chosen else ("", names.get(guess.what, ""))

    @property
    def mapped(self) -> SheetMap:
        columns = tuple(link for link in linked(self.headings, self.chosen_columns) if link.what)
        rows = tuple(link for link in linked(self.row_labels, self.chosen_rows) if link.what)
        return SheetMap(self.sheet.title, self.head, columns, rows)


def _whats(guesses: Mapping[int, Guess]) -> dict[int, str]:
    return {at: guess.what for at, guess in guesses.items()}
