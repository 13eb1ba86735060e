"""Number and date of an official document, as every form asks for them."""

from datetime import date
from typing import Any

from django import forms

from plans.evidence import Document
from plans.forms import past_day, text_cell, typed_cell
from units.dates import DATE_HINT

BOTH = "Hãy ghi cả số và ngày của văn bản."


class DocumentForm(forms.Form):
    """Both or neither. `today`: no document has a later date."""

    number = text_cell(label="Số, ký hiệu văn bản", longest=60)
    day = typed_cell(label="Ngày văn bản", placeholder=DATE_HINT)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date | None:
        return past_day(self.cleaned_data.get("day"), name="Ngày văn bản", today=self.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "number" in data and "day" in data and bool(data["number"]) != bool(data["day"]):
            self.add_error("day" if data["number"] else "number", BOTH)
        return data

    @property
    def document(self) -> Document | None:
        data = self.cleaned_data
        return Document(data["number"], data["day"]) if data["number"] else None
