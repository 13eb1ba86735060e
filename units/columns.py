"""Columns of a table that goes in and out: what each is called, how its cell is read and shown.

A reader takes a cell as the file gives it (text, or a number or date of a workbook) and raises ValueError with one
Vietnamese sentence. Showing is its inverse, so that a row that was exported and read again is unchanged.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from import_export.fields import Field
from import_export.widgets import Widget

from units.dates import parse_date
from units.text import NO, YES, clean_text, normalise_alias, search_key

Reader = Callable[[object], Any]
Writer = Callable[[Any], str]
JOINT = "; "
PENDING = "_linked_values"


def as_text(cell: object) -> str:
    """The cell as text; a whole number of a workbook loses its ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | time | timedelta):
        raise ValueError("Ô này là ngày giờ; hãy đổi định dạng ô sang Text rồi nhập lại.")
    return str(cell)


def words(max_length: int) -> Reader:
    return lambda cell: clean_text(as_text(cell), max_length=max_length)


def whole_number(cell: object) -> int | None:
    """A whole number from 0; None for an empty cell."""
    typed = as_text(cell).strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise ValueError(f"“{typed}” không phải là số nguyên.")
    return int(typed)


def day(cell: object) -> date | None:
    """A date, day first; None for an empty cell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    typed = as_text(cell).strip()
    return parse_date(typed) if typed else None


def flag(cell: object, *, yes: Collection[str] = YES) -> bool:
    """1, x, ✓, có, true (or the column's own words); 0, không, false or empty."""
    typed = search_key(as_text(cell))
    if typed and typed not in yes and typed not in NO:
        raise ValueError(f"“{as_text(cell)}” không rõ là có hay không; hãy ghi 1 hoặc để trống.")
    return typed in yes


def show_flag(value: bool) -> str:
    return "1" if value else "0"


def choice(labels: Mapping[str, str]) -> Reader:
    """A stored value by itself or by its label, without regard to case and diacritics."""
    known = {search_key(label): value for value, label in labels.items()}
    known |= {search_key(value): value for value in labels}

    def read(cell: object) -> str:
        typed = as_text(cell).strip()
        try:
            return known[search_key(typed)]
        except KeyError:
            allowed = ", ".join(label for label in labels.values() if label)
            raise ValueError(f"“{typed}” không có trong danh sách: {allowed}.") from None

    return read


class Cell(Widget):  # type: ignore[misc]  # the library is untyped
    """The library's widget made of a reader and its inverse."""

    def __init__(self, read: Reader, show: Writer) -> None:
        super().__init__()
        self.read, self.show = read, show

    def clean(self, value: object, row: object = None, **kwargs: object) -> Any:
        return self.read(value)

    def render(self, value: Any, obj: object = None, **kwargs: object) -> Any:
        """A text; for a workbook numbers and dates stay what they are."""
        if kwargs.get("force_native_type") and isinstance(value, int | Decimal | date) and not isinstance(value, bool):
            return value
        return "" if value is None else self.show(value)


class Column(Field):  # type: ignore[misc]  # the library is untyped
    """One attribute of the row. `column_name` is its heading in the plan's files, `label` the one on screen."""

    resource: object  # the table's resource; it sets itself

    def __init__(self, attribute: str, column_name: str, label: str, read: Reader, show: Writer = str) -> None:
        super().__init__(attribute, column_name, Cell(read, show))
        self.file_name, self.label = column_name, label


class Pick(Column):
    """One of several stored values; a table for people shows its label."""

    def __init__(self, attribute: str, column_name: str, label: str, choices: Iterable[tuple[str, str]]) -> None:
        self.labels = dict(choices)
        super().__init__(attribute, column_name, label, choice(self.labels))

    def speak(self) -> None:
        """Show labels from now on; a row that is not filled in yet has none."""
        self.widget.show = lambda value: self.labels.get(value, value)


class Reference(Column):
    """Another row of the same ward or plan. `among` names the resource's table code → row."""

    def __init__(self, attribute: str, column_name: str, label: str, among: str) -> None:
        super().__init__(attribute, column_name, label, self.find, lambda row: str(row.code))
        self.among = among

    def find(self, cell: object) -> Any:
        typed = as_text(cell).strip()
        return self.find_one(typed) if typed else None

    def find_one(self, typed: str) -> Any:
        table: Mapping[str, Any] = getattr(self.resource, self.among)
        found = table.get(typed) or table.get(normalise_alias(typed))
        if found is None:
            raise ValueError(f"Không có “{typed}” trong dữ liệu của phường.")
        return found


class Linked(Column):
    """A column kept in rows of another table: read with the row, written after it.

    `load(row)` gives what is stored, `store(row, value)` replaces it.
    """

    def __init__(
        self,
        attribute: str,
        column_name: str,
        label: str,
        *,
        load: Callable[[Any], Any],
        store: Callable[[Any, Any], None],
        read: Reader,
        show: Writer = str,
    ) -> None:
        super().__init__(attribute, column_name, label, read, show)
        self.load, self.store = load, store

    def get_value(self, instance: Model) -> Any:
        pending = vars(instance).get(PENDING, {})
        if self.attribute in pending:
            return pending[self.attribute]
        return self.load(instance) if instance.pk else None

    def save(self, instance: Model, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        vars(instance).setdefault(PENDING, {})[self.attribute] = self.clean(row)

    def store_pending(self, instance: Model) -> None:
        """Write what the row said, if it said anything new."""
        pending = vars(instance).get(PENDING, {})
        if self.attribute in pending and pending[self.attribute] != self.load(instance):
            self.store(instance, pending[self.attribute])


class LinkedRows(Linked):
    """Rows named by their codes, joined with "; ", in order (`many`), or one of them."""

    def __init__(
        self,
        attribute: str,
        column_name: str,
        label: str,
        *,
        among: str,
        load: Callable[[Any], Any],
        store: Callable[[Any, Any], None],
        many: bool = False,
    ) -> None:
        self.among, self.many = among, many
        read = self.find_all if many else self.find
        super().__init__(attribute, column_name, label, load=load, store=store, read=read, show=self.names)

    find, find_one = Reference.find, Reference.find_one

    def find_all(self, cell: object) -> list[Any]:
        typed = [part.strip() for part in as_text(cell).split(JOINT.strip())]
        found = [self.find_one(part) for part in typed if part]
        if len(found) != len(set(found)):
            raise ValueError("Có tên ghi hai lần trong một ô.")
        return found

    def names(self, value: Any) -> str:
        return JOINT.join(row.code for row in value) if self.many else str(value.code)


class LinkedSet(LinkedRows):
    """Rows of a many-to-many relation, always in their own order however they were written."""

    def __init__(self, attribute: str, column_name: str, label: str, *, among: str) -> None:
        super().__init__(
            attribute,
            column_name,
            label,
            among=among,
            load=lambda row: list(getattr(row, attribute).order_by("order")),
            store=lambda row, others: getattr(row, attribute).set(others),
            many=True,
        )

    def find_all(self, cell: object) -> list[Any]:
        return sorted(super().find_all(cell), key=lambda row: row.order)
