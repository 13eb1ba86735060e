"""What somebody looks for, and what is said about a text that nothing can be found by."""

from collections.abc import Mapping

from django import forms

from units.forms import CleanText
from units.text import search_key

SHORTEST, LONGEST = 2, 100
EMPTY = "Gõ tên, mã hay vài từ cần tìm; không cần dấu, ví dụ “chu ky so” hoặc “PL1.6”."
TOO_SHORT = f"Hãy gõ ít nhất {SHORTEST} ký tự."
TOO_LONG = f"Nội dung tìm dài quá {LONGEST} ký tự; hãy gõ vài từ chính."


class SearchForm(forms.Form):
    """`q` of the address. `words`: what is looked for, as a search key; "" where nothing can be."""

    q = CleanText(longest=LONGEST)

    def __init__(self, params: Mapping[str, str]) -> None:
        super().__init__(params)

    @property
    def words(self) -> str:
        typed = search_key(self.cleaned_data["q"]) if self.is_valid() else ""
        return typed if len(typed) >= SHORTEST else ""

    @property
    def shown(self) -> str:
        """What stands in the field again; a text that is too long for it is cut."""
        return str(self.data.get("q") or "").replace("\0", "")[:LONGEST]

    @property
    def sentence(self) -> str:
        """Why nothing was looked for; "" where something was."""
        if self.words:
            return ""
        if len(str(self.data.get("q") or "")) > LONGEST:
            return TOO_LONG
        if not self.is_valid():
            return str(self.errors["q"][0])
        return TOO_SHORT if self.cleaned_data["q"] else EMPTY
