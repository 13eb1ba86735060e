"""The form of an admin page: what the page showed goes with it, and what it says of a row in words."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Field, Model

from units.dates import short_date, short_datetime

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    BaseFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:  # neither is generic at run time
    ModelForm, BaseFormSet = forms.ModelForm, forms.BaseInlineFormSet

SEEN = "seen"
MOVED = "Người khác vừa sửa mục này sau khi bạn mở trang."


class InlineFormSet(BaseFormSet):
    """A table has its labels in the head alone; who hears the page hears them at each field."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", str(field.label))


class SeenForm(ModelForm):
    """Carries what the page showed, so that two people on one row do not overwrite each other unseen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    describe: ClassVar[Any]  # the admin page's: row → texts, without self
    given: ClassVar[Mapping[str, Any]] = {}  # what a new row has without being asked: its ward

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            for name, value in self.given.items():
                setattr(self.instance, name, value)
        self.before: dict[str, str] = {}
        if self.instance.pk:
            self.before = self.describe(self.instance)
            self.initial[SEEN] = fingerprint(self.before)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.refuse_second_code()
        if self.instance.pk and self.cleaned_data.get(SEEN) != fingerprint(self.standing()):
            self.refuse_stale()
        return self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        """What the row stands under takes part in "once a ward", "once a plan" though it is no field of the form."""
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return left_out - ({"ward", "plan"} - set(self.errors))

    def refuse_second_code(self) -> None:
        """The code is the key within the ward or plan: say so at its field."""
        code = self.cleaned_data.get("code")
        parent = "plan" if hasattr(self.instance, "plan_id") else "ward"
        within = self.cleaned_data.get(parent) or getattr(self.instance, f"{parent}_id", None)
        rows = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if code and within and rows.filter(code=code, **{parent: within}).exists():
            self.add_error("code", "Mã này đã có; hãy chọn mã khác.")

    def standing(self) -> dict[str, str]:
        """The row as it stands, locked until it is written."""
        rows = type(self.instance)._default_manager.select_for_update()
        self.before = self.describe(rows.get(pk=self.instance.pk))
        return self.before

    def refuse_stale(self) -> None:
        """Both are shown: what stands, and what was typed. Saving again is a deliberate choice."""
        labels = {str(field.label).casefold() for name, field in self.fields.items() if name in self.changed_data}
        stands = "; ".join(f"{name}: {text or '(trống)'}" for name, text in self.before.items() if name in labels)
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix(SEEN)] = fingerprint(self.before)
        self.add_error(None, f"{MOVED} Đang có: {stands or 'nội dung khác'}. Bấm Lưu lần nữa để ghi nội dung của bạn.")


def fingerprint(texts: Mapping[str, str]) -> str:
    lines = "\x1f".join(f"{name}={texts[name]}" for name in sorted(texts))
    return sha256(lines.encode()).hexdigest()[:16]


def told(row: Model, field: "Field[Any, Any]") -> str:
    """A stored value as users read it."""
    value = getattr(row, field.name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return told_value(value)


def told_value(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return short_datetime(value)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)
