"""The table in which figures come in: its columns, and how one row of it is read. One home for command and admin."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from kpis.actions import FigureEntry
from kpis.forms import NOTE_LENGTH, SOURCE_LENGTH
from kpis.models import Figure, Indicator
from kpis.presence import Presence, says_nothing
from plans.quantities import Reading, format_typed, read_cell, read_pair
from plans.table import EMPTY, Cell, WorkbookRefused
from units.columns import as_text, flag, show_flag, words
from units.text import YES, search_key

INDICATOR: Final = "chi_tieu"
VALUE: Final = "gia_tri"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        INDICATOR: "Chỉ tiêu",
        VALUE: "Giá trị",
        "tu_so": "Tử số",
        "mau_so": "Mẫu số",
        "uoc": "Ước",
        "nguon": "Nguồn",
        "ghi_chu": "Ghi chú",
    }
)
REQUIRED: Final = (INDICATOR, VALUE)
# Columns that may stand beside the figures for the reader's eye; anything else unknown would be lost unseen.
DESCRIPTIVE: Final = {"tt", "stt", "ten", "tenchitieu", "dvt", "donvitinh", "donvi", "nhom", "ky", "kybaocao"}
NO_VALUE = "Chưa ghi giá trị; hãy ghi một số, “không phát sinh” kèm lý do, hoặc xóa cả hàng này."
NO_REASON = "“Không phát sinh” thì cần lý do; hãy ghi lý do ở cột ghi_chu."
TWO_VALUES = "Hàng này vừa có giá trị vừa có tử số, mẫu số; hãy chỉ ghi một cách."


ESTIMATED: Final = YES | {search_key("ước")}  # in a column of estimates its own name says yes


def estimate_flag(cell: object) -> bool:
    return flag(cell, yes=ESTIMATED)


def heading_key(heading: str) -> str:
    """Headings are compared without case, diacritics, spaces and signs: "Chỉ tiêu" is "chi_tieu"."""
    return re.sub(r"[^a-z0-9]", "", search_key(heading))


_KNOWN = {heading_key(name): name for name in LABELS}


def columns_of(name: str, headers: Sequence[str]) -> list[str]:
    """The column of each heading, "" for one that only describes. Raises WorkbookRefused."""
    keys = [heading_key(header) for header in headers]
    headers = [" ".join(header.split())[:40] for header in headers]
    found = [_KNOWN.get(key, "") for key in keys]
    missing = [f"“{column}” ({LABELS[column]})" for column in REQUIRED if column not in found]
    if missing:
        raise WorkbookRefused(f"{name}: thiếu cột {', '.join(missing)} ở hàng tiêu đề.")
    for header, key in zip(headers, keys, strict=True):
        if key and key not in _KNOWN and key not in DESCRIPTIVE:
            raise WorkbookRefused(f"{name}: không có cột “{header}”; các cột nhận là {', '.join(LABELS)}.")
        if key in _KNOWN and keys.count(key) > 1:
            raise WorkbookRefused(f"{name}: cột “{header}” có hai lần.")
    return found


def cells_by_column(columns: Iterable[str], cells: Iterable[Cell]) -> dict[str, Cell]:
    return {column: cell for column, cell in zip(columns, cells, strict=True) if column}


class RowReader:
    """Reads one row for its indicator. `problems` collects (column, sentence); all of a row are found at once."""

    def __init__(self, cells: Mapping[str, Cell], indicator: Indicator, stored: Figure | None) -> None:
        self.cells, self.indicator, self.stored = cells, indicator, stored
        self.problems: list[tuple[str, str]] = []

    def cell(self, column: str) -> Cell:
        return self.cells.get(column, EMPTY)

    def read(self) -> FigureEntry | None:
        """What the row says; None where it says nothing at all, or where `problems` say why it cannot be read."""
        estimate = self.take("uoc", estimate_flag, bool(self.stored and self.stored.estimate))
        source = self.take("nguon", words(SOURCE_LENGTH), self.stored.source if self.stored else "")
        note = self.take("ghi_chu", words(NOTE_LENGTH), self.stored.explanation if self.stored else "")
        if self.is_blank():
            return None
        if self.says_nothing():
            return self._nothing(source)
        reading = self._number()
        if self.problems:
            return None
        return FigureEntry(reading=reading, estimate=estimate, source=source, explanation=note)

    def take(self, column: str, read: Callable[[object], Any], absent: Any) -> Any:
        """A column that the file does not have keeps what is stored: an absent field never blanks a value."""
        if column not in self.cells:
            return absent
        return self.attempt(column, lambda: read(self.checked(column).value))

    def checked(self, column: str) -> Cell:
        cell = self.cell(column)
        if cell.problem:
            raise ValueError(cell.problem)
        return cell

    def attempt(self, column: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except ValueError as error:
            self.problems.append((column, str(error)))
            return None

    def is_blank(self) -> bool:
        """Nothing beside the code: a row of a form that was not filled in."""
        said = [self.cell(name) for name in (VALUE, "tu_so", "mau_so", "nguon", "ghi_chu")]
        return not self.problems and all(cell.is_empty for cell in said)

    def says_nothing(self) -> bool:
        value = self.cell(VALUE).value
        return isinstance(value, str) and says_nothing(value)

    def _nothing(self, source: str) -> FigureEntry | None:
        reason = self.attempt("ghi_chu", lambda: words(NOTE_LENGTH)(self.checked("ghi_chu").value))
        if not reason and not self.problems:
            self.problems.append(("ghi_chu", NO_REASON))
        if self.problems:
            return None
        kept = self.stored.explanation if self.stored else ""
        return FigureEntry(nothing_reason=reason, source=source, explanation=kept)

    def _number(self) -> Reading | None:
        has_pair = not (self.cell("tu_so").is_empty and self.cell("mau_so").is_empty)
        if has_pair and not self.cell(VALUE).is_empty:
            self.problems.append((VALUE, TWO_VALUES))
            return None
        read = self._pair if has_pair else self._value
        column = "tu_so" if has_pair else VALUE
        reading: Reading | None = self.attempt(column, read)
        if reading is None and not self.problems:
            self.problems.append((column, NO_VALUE))
        return reading

    def _value(self) -> Reading | None:
        cell = self.checked(VALUE)
        return read_cell(cell.value, cell.number_format, self.indicator.number_rule)

    def _pair(self) -> Reading | None:
        above, below = (side_text(self.checked(column).value) for column in ("tu_so", "mau_so"))
        return read_pair(above, below, self.indicator.number_rule)


def side_text(value: object) -> str:
    """A side of a pair as it would be typed. A number cell is exact, so its decimals are never taken for thousands."""
    if isinstance(value, bool):
        raise ValueError("Ô này không chứa số; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45.")
    if not isinstance(value, float) or value.is_integer():
        return as_text(value)
    typed = f"{Decimal(repr(value)):f}".replace(".", ",")
    return f"{typed}0" if len(typed.partition(",")[2]) == 3 else typed


def figure_cells(figure: Figure, *, native: bool) -> list[Any]:
    """One row of the table as it goes out, in the order of LABELS; read back it says the same."""
    value, above, below = (exported(number, native) for number in (figure.value, figure.numerator, figure.denominator))
    note = figure.nothing_reason or figure.explanation
    shown = Presence.NOTHING.value if figure.nothing_reason else value
    return [figure.indicator.code, shown, above, below, show_flag(figure.estimate), figure.source, note]


def exported(number: Decimal | None, native: bool) -> Decimal | str:
    if number is None:
        return ""
    return number if native else format_typed(Reading(value=number))
