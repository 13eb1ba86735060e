"""The fields for a paper: one file, or number and date of a document, or both."""

from typing import Any

from django import forms

from plans.document_form import DocumentForm
from plans.evidence_scan import ACCEPT, KINDS, MAX_BYTES, MAX_MEGABYTES
from plans.paper import Paper


class PaperForm(DocumentForm):
    """`missing`: the sentence where neither is there. What the file is worth is asked when it is stored."""

    missing = "Hãy chọn tệp, hoặc ghi số và ngày của văn bản."

    upload = forms.FileField(
        label=f"Tệp: {KINDS}; không quá {MAX_MEGABYTES} MB",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPT}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "number" in data and "day" in data and not (data["number"] or data.get("upload")):
            self.add_error("upload", self.missing)
        return data

    @property
    def paper(self) -> Paper:
        file = self.cleaned_data["upload"]
        return Paper(self.document, file.name, file.read(MAX_BYTES + 1)) if file else Paper(self.document)
