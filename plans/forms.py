"""One row of an entry page as a form. A page posts many rows; each is saved, refused or left alone by itself."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from plans.models import ReportedRow
from plans.quantities import NumberRefused, NumberRule, format_exact, read_figure
from plans.widgets import HiddenInput, Textarea, TextInput
from units.dates import short_date, short_datetime
from units.forms import CleanText, typed_day

Row = TypeVar("Row", bound=ReportedRow)
UNDONE = "hoàn tác"
VERSION = re.compile(r"[0-9]{1,9}")


def in_sentence(label: str) -> str:
    """The label of a field as static/js/drafts.js names it: "nguồn số liệu"."""
    return label[0].lower() + label[1:]


def typed_cell(*, label: str, **attrs: str) -> forms.Field:
    """A cell that one of our own parsers reads: the text reaches it, and the page again, as it was typed."""
    attrs = {
        "class": "form-control form-control-sm",
        "autocomplete": "off",
        "spellcheck": "false",
        "data-called": in_sentence(label),
    } | attrs
    return forms.Field(label=label, required=False, widget=TextInput(attrs=attrs))


def text_cell(*, label: str, longest: int, rows: int = 1) -> CleanText:
    """Free text: one line, or an area of `rows` lines."""
    attrs: dict[str, Any] = {
        "class": "form-control form-control-sm",
        "autocomplete": "off",
        "data-called": in_sentence(label),
    }
    widget = Textarea(attrs=attrs | {"rows": rows}) if rows > 1 else TextInput(attrs=attrs)
    return CleanText(label=label, longest=longest, widget=widget)


class NumberCell(forms.Field):
    """A number as officers type it, read by the one parser. `rule` is asked for when the number is read."""

    def __init__(self, rule: Callable[[], NumberRule], **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"autocomplete": "off"}), **kwargs})
        self.rule = rule

    def clean(self, value: Any) -> Any:
        typed = super().clean(str(value or "").strip())
        try:
            reading = read_figure(typed, self.rule()) if typed else None
        except NumberRefused as refused:
            raise forms.ValidationError(refused.sentence) from refused
        if reading is not None and reading.value is None:
            raise forms.ValidationError("Chỗ này cần một số, không phải phân số.")
        return reading.value if reading else None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else format_exact(value).replace(".", "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != (data or None))


def past_day(typed: object, *, name: str, today: date) -> date | None:
    """The day typed into a cell, today at the latest; None for an empty cell. `name` begins the refusal."""
    day: date | None = typed_day(typed)
    if day and day > today:
        raise ValidationError(f"{name} không thể sau hôm nay ({short_date(today)}).")
    return day


class RowForm(forms.Form, Generic[Row]):
    """A row of the page, named by the plan's code of what it reports: `PL1.6-value`, `PL1.6-version`.

    `version` is the row's version when the page was drawn (0: no row), `shown` a digest of what it showed. A row
    that comes back as it was shown is left alone, so that one page open in two rooms makes no conflicts of its
    own. A field that does not come back keeps what is stored: an absent field never blanks a value.
    """

    version = forms.Field(required=False, widget=HiddenInput)
    shown = forms.Field(required=False, widget=HiddenInput)
    content: ClassVar[tuple[str, ...]] = ()
    cell: ClassVar[str] = ""

    told = ""  # what saving the valid row does beside the obvious, in a sentence

    def __init__(self, code: str, row: Row | None, posted: Mapping[str, str] | None = None) -> None:
        self.code, self.row, self.standing, self.standing_by = code, row, "", ""
        self.stored = self.texts(row)
        data = None if posted is None else self._complete(posted)
        super().__init__(data, prefix=code, initial=self.stored | self._seen(row))
        if self.is_bound:
            self._keep_stored_texts()

    def _keep_stored_texts(self) -> None:
        """Where a cell shows what was typed, the page still knows what is stored: Esc takes it back."""
        for name in self.content:
            self.fields[name].widget.attrs["data-saved"] = self.stored[name]

    @staticmethod
    def texts(row: Any) -> dict[str, str]:
        """The row as the page shows it, field by field."""
        raise NotImplementedError

    def words(self, row: Row | None) -> Mapping[str, str]:
        """The row as users read it, for the officer who has to choose."""
        raise NotImplementedError

    def _seen(self, row: Row | None) -> dict[str, str]:
        return {"version": str(row.version if row else 0), "shown": digest(self.texts(row))}

    def _complete(self, posted: Mapping[str, str]) -> dict[str, str]:
        own = {name: text for name, text in posted.items() if name.startswith(f"{self.code}-")}
        return {f"{self.code}-{name}": text for name, text in self.stored.items()} | own

    @classmethod
    def is_posted(cls, code: str, posted: Mapping[str, str]) -> bool:
        return any(f"{code}-{name}" in posted for name in cls.content)

    @property
    def left_alone(self) -> bool:
        """Whether the officer dropped what was typed ("Giữ số đang có"), or typed nothing new."""
        typed = {name: self.typed(name) for name in self.content}
        return f"{self.code}-leave" in self.data or self.typed("shown") == digest(typed)

    def typed(self, name: str) -> str:
        return str(self.data.get(f"{self.code}-{name}", ""))

    @property
    def reason(self) -> str:
        """What the way of writing says by itself, for the journal."""
        return UNDONE if f"{self.code}-undo" in self.data else ""

    @property
    def locked(self) -> bool:
        """Whether the row takes no writing any more, so that there is nothing to choose between."""
        return self.row is not None and not self.row.editable

    @property
    def seen_version(self) -> int | None:
        """The version that the page showed; None where it did not come back, which is never "up to date"."""
        typed = self.typed("version")
        return int(typed) if VERSION.fullmatch(typed) else None

    def refuse(self, sentence: str) -> None:
        """Say beside the cell why the row was not saved; what was typed stays."""
        self.add_error(self.cell, sentence)

    def meet(self, row: Row | None) -> None:
        """Take notice of the row that stands now: the next save of this form is a deliberate choice."""
        self.row, self.stored = row, self.texts(row)
        self._keep_stored_texts()
        seen = {f"{self.code}-{name}": text for name, text in self._seen(row).items()}
        self.data = dict(self.data) | seen
        self.standing = "; ".join(f"{name}: {text}" for name, text in self.words(row).items())
        self.standing_by = f"{row.entered_by}, {short_datetime(row.entered_at)}" if row else ""

    def take_focus(self) -> None:
        """Put the cursor at the first field that has to be mended."""
        for name in self.content:
            if name in self.errors:
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def errs_in(self, names: Iterable[str]) -> bool:
        return any(name in self.errors for name in names)


def digest(texts: Mapping[str, str]) -> str:
    """A short name for the content of a row."""
    lines = (f"{name}={even(texts[name])}" for name in sorted(texts))
    return sha256("\x1f".join(lines).encode(errors="replace")).hexdigest()[:16]


def even(text: str) -> str:
    """The text without what a browser changes on the way: line ends, spaces around."""
    return text.replace("\r\n", "\n").strip()
