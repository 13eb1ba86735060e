"""The fields for a paper: one file, or number and date of a document, or both."""

from datetime import date
from typing import Any

from django import forms

from plans.evidence import Document
from plans.evidence_scan import ACCEPT, KINDS, MAX_BYTES, MAX_MEGABYTES
from plans.forms import past_day, text_cell, typed_cell
from plans.paper import Paper
from units.dates import DATE_HINT


class PaperForm(forms.Form):
    """`missing`: the sentence where neither is there. What the file is worth is asked when it is stored."""

    missing = "Hãy chọn tệp, hoặc ghi số và ngày của văn bản."

    upload = forms.FileField(
        label=f"Tệp: {KINDS}; không quá {MAX_MEGABYTES} MB",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPT}),
    )
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
            self.add_error("day" if data["number"] else "number", "Hãy ghi cả số và ngày của văn bản.")
        elif "number" in data and "day" in data and not (data["number"] or data.get("upload")):
            self.add_error("upload", self.missing)
        return data

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        document = Document(data["number"], data["day"]) if data["number"] else None
        file = data["upload"]
        return Paper(document, file.name, file.read(MAX_BYTES + 1)) if file else Paper(document)
