"""What the evidence pages post back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.evidence import Document
from plans.evidence_scan import ACCEPT, KINDS, MAX_MEGABYTES
from plans.forms import past_day, text_cell, typed_cell
from units.dates import DATE_HINT

MOST_FILES = 10


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each one is worth is the action's question."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in data or [] if file]
        if len(files) > MOST_FILES:
            raise ValidationError(f"Mỗi lần thêm được nhiều nhất {MOST_FILES} tệp; bạn đã chọn {len(files)} tệp.")
        return files


class RowsForm(forms.Form):
    """`dong`: the plan's codes of the rows."""

    dong = forms.MultipleChoiceField(
        error_messages={
            "required": "Hãy chọn ít nhất một dòng mà minh chứng này phục vụ.",
            "invalid_choice": "Dòng %(value)s không nhận minh chứng: đã gửi, đã chấp nhận hoặc không thuộc đơn vị.",
        }
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["dong"]
        assert isinstance(rows, forms.MultipleChoiceField)  # noqa: S101 - it is declared so above
        rows.choices = [(code, code) for code in codes]


class EvidenceForm(RowsForm):
    """Files, or number and date of a document, or evidence that is there already; and the rows they serve."""

    uploads = FilesField(
        label=f"Tệp: {KINDS}; mỗi tệp không quá {MAX_MEGABYTES} MB",
        required=False,
        widget=ManyFiles(attrs={"class": "form-control", "accept": ACCEPT}),
    )
    number = text_cell(label="Số, ký hiệu văn bản", longest=60)
    day = typed_cell(label="Ngày văn bản", placeholder=DATE_HINT)
    existing = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Minh chứng đã chọn (mã %(value)s) không còn ở đơn vị này."}
    )

    def __init__(self, *args: Any, existing: Iterable[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        pieces = self.fields["existing"]
        assert isinstance(pieces, forms.MultipleChoiceField)  # noqa: S101 - it is declared so above
        pieces.choices = [(str(key), str(key)) for key in existing]

    def clean_day(self) -> date | None:
        return past_day(self.cleaned_data.get("day"), name="Ngày văn bản", today=self.today)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "number" in data and "day" in data and bool(data["number"]) != bool(data["day"]):
            missing = "day" if data["number"] else "number"
            self.add_error(missing, "Hãy ghi cả số và ngày của văn bản.")
        if not self.errors and not (data["uploads"] or data["number"] or data["existing"]):
            self.add_error("uploads", "Hãy chọn tệp, hoặc ghi số và ngày của văn bản.")
        return data

    @property
    def document(self) -> Document | None:
        data = self.cleaned_data
        return Document(data["number"], data["day"]) if data["number"] else None


class RemovalForm(RowsForm):
    reason = text_cell(label="Lý do gỡ (không bắt buộc)", longest=300)
