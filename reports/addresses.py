"""Forms that are read from the address of a page, and the addresses that its links lead to."""

from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import urlencode

from django import forms

Choices = list[tuple[str, str]]


def address(params: Mapping[str, str]) -> str:
    """ "?ky=2026-Q3&don-vi=CAP"; what is empty is left out."""
    return "?" + urlencode({name: value for name, value in params.items() if value})


class AddressForm(forms.Form):
    """A form read from the address. A wrong choice in it is left out and named, it never hides the page."""

    carried: ClassVar[tuple[str, ...]] = ("ky", "pham-vi")
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

    def told(self, name: str) -> str:
        """What the address says and the form understands; "" for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def query(self, *kept: str, **changes: str) -> str:
        """The address with these parameters as they are and those changed (`trang_thai` for "trang-thai")."""
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        return address({name: self.told(name) for name in kept} | changed)
