"""What the evidence pages post back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.document_form import DocumentForm
from plans.evidence_scan import ACCEPT, KINDS, MAX_MEGABYTES
from plans.forms import text_cell

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


class EvidenceForm(RowsForm, DocumentForm):
    """Files, or number and date of a document, or evidence that is there already; and the rows they serve."""

    uploads = FilesField(
        label=f"Tệp: {KINDS}; mỗi tệp không quá {MAX_MEGABYTES} MB",
        required=False,
        widget=ManyFiles(attrs={"class": "form-control", "accept": ACCEPT}),
    )
    existing = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Minh chứng đã chọn (mã %(value)s) không còn ở đơn vị này."}
    )

    def __init__(self, *args: Any, existing: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pieces = self.fields["existing"]
        assert isinstance(pieces, forms.MultipleChoiceField)  # noqa: S101 - it is declared so above
        pieces.choices = [(str(key), str(key)) for key in existing]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not (data["uploads"] or data["number"] or data["existing"]):
            self.add_error("uploads", "Hãy chọn tệp, hoặc ghi số và ngày của văn bản.")
        return data


class RemovalForm(RowsForm):
    reason = text_cell(label="Lý do gỡ (không bắt buộc)", longest=300)
