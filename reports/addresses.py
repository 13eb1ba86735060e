"""Forms that are read from the address of a page, and the addresses that its links lead to."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import ClassVar, cast
from urllib.parse import quote, urlencode

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

Choices = list[tuple[str, str]]


def address(params: Mapping[str, str]) -> str:
    """ "?ky=2026-Q3&don-vi=CAP"; what is empty is left out."""
    return "?" + urlencode({name: value for name, value in params.items() if value})


quoted = lru_cache(maxsize=4096)(quote)  # a board says the codes of its units again and again
CODE = "MA-SO"  # stands for a code in an address until it is known


class Way:
    """The address of a page of each of many things, reversed once. `before`: what stands in it before their code."""

    def __init__(self, name: str, *before: str, query: str = "") -> None:
        self.before, _, after = reverse(name, args=(*before, CODE)).rpartition(CODE)
        self.after = after + escape(query)

    def to(self, code: str) -> str:
        """As it stands in HTML."""
        return f"{self.before}{quoted(code)}{self.after}"


class AddressForm(forms.Form):
    """A form read from the address. A wrong choice in it is left out and named, it never hides the page."""

    carried: ClassVar[tuple[str, ...]] = ("ky", "pham-vi")
    typed: ClassVar[tuple[str, ...]] = ()  # fields whose own sentence the page shows
    search_label = "Tìm (không cần dấu)"

    def __init__(self, params: Mapping[str, str]) -> None:
        super().__init__(params)
        for name in self.carried:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["q"] = forms.CharField(
            required=False,
            max_length=100,
            label=self.search_label,
            widget=forms.TextInput(attrs={"type": "search", "placeholder": self.search_label}),
        )

    def add_choice(self, name: str, label: str, choices: Choices, *, every: str = "") -> None:
        offered = [("", every), *choices] if every else choices
        self.fields[name] = forms.ChoiceField(required=False, label=label, choices=offered)

    @property
    def is_lost(self) -> bool:
        """Whether the address names a choice that there is not."""
        return bool(set(self.errors) - set(self.typed))

    @property
    def controls(self) -> SafeString:
        """What stands in the form: as Django's widgets draw it, but lists of choices written at once."""
        hidden = [str(field) for field in self.hidden_fields() if field.value()]
        shown = [
            f'<label><span class="visually-hidden">{escape(str(field.label))}</span>{self._control(field)}</label>'
            for field in self.visible_fields()
        ]
        return mark_safe("".join(hidden + shown))  # noqa: S308 - every text in it is escaped

    def _control(self, field: forms.BoundField) -> str:
        if not isinstance(field.field, forms.ChoiceField):
            return str(field)
        chosen, offered = str(field.value() or ""), cast(Choices, field.field.choices)
        options = [
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
            for value, label in offered
        ]
        return f'<select name="{field.name}" id="{field.id_for_label}">{"".join(options)}</select>'

    def told(self, name: str) -> str:
        """What the address says and the form understands; "" for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def query(self, *kept: str, **changes: str) -> str:
        """The address with these parameters as they are and those changed (`trang_thai` for "trang-thai")."""
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        return address({name: self.told(name) for name in kept} | changed)
