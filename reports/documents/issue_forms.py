"""What the pages of issuing post back, and what the address of the archive says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from plans.document_form import DocumentForm
from plans.evidence_scan import MAX_MEGABYTES
from reports.addresses import AddressForm
from reports.documents.issuing import WHY_AGAIN, Asked
from reports.documents.signing import NO_NUMBER
from units.forms import LONGEST_REASON, CleanText
from units.models import Leader
from units.text import search_key

AREA = {"class": "form-control", "rows": 2}
STATES = [("chua-so", "Chưa có số văn bản"), ("chua-ban-ky", "Chưa có bản ký")]


class IssueForm(forms.Form):
    """`key` names this one request, `version` and `digest` are the report as it was read."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    digest = forms.RegexField(r"[0-9a-f]{64}", widget=forms.HiddenInput)
    signer = forms.ChoiceField(required=False, label="Người ký", widget=forms.Select(attrs={"class": "form-select"}))
    reason = CleanText(longest=LONGEST_REASON, label="Lý do ra bản mới", widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args: Any, signers: Iterable[Leader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signer = self.fields["signer"]
        assert isinstance(signer, forms.ChoiceField)  # noqa: S101 - it is declared so above
        signer.choices = [(leader.code, f"{leader.full_name} ({leader.signs_as})") for leader in signers]

    def clean(self) -> dict[str, Any]:
        """A reason where the page showed an earlier version."""
        data = super().clean() or self.cleaned_data
        if data.get("version") and "reason" in data and not data["reason"]:
            self.add_error("reason", WHY_AGAIN)
        return data

    @property
    def incomplete(self) -> bool:
        return any(name in self.errors for name in ("key", "version", "digest"))

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            key=data["key"], version=data["version"], digest=data["digest"], signer=data["signer"],
            reason=data["reason"],
        )  # fmt: skip


class NumberForm(DocumentForm):
    """Number and day of the signed paper; a reason where it has one already."""

    reason = CleanText(longest=LONGEST_REASON, label="Lý do ghi lại", widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args: Any, today: date, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["day"].label = "Ngày ký"
        if not again:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data["number"]:
            self.add_error("number", NO_NUMBER)
        return data


class ScanForm(forms.Form):
    scan = forms.FileField(
        label=f"Bản ký, tệp PDF không quá {MAX_MEGABYTES} MB",
        error_messages={"required": "Hãy chọn tệp PDF của bản đã ký.", "empty": "Tệp rỗng; hãy quét lại."},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".pdf"}),
    )


class ArchiveForm(AddressForm):
    """Which of the issued reports, in an address that can be kept."""

    carried = ()
    search_label = "Tìm: kỳ, số văn bản, người ký (không cần dấu)"
    names = ("ky", "tinh-trang", "moi-ban", "q")

    def __init__(self, params: Mapping[str, str], periods: Iterable[tuple[str, str]]) -> None:
        super().__init__(params)
        self.add_choice("ky", "Kỳ", list(periods), every="Mọi kỳ")
        self.add_choice("tinh-trang", "Tình trạng", STATES, every="Mọi tình trạng")
        self.add_choice("moi-ban", "Bản", [("moi-nhat", "Chỉ bản mới nhất")], every="Mọi bản")
        self.order_fields(self.names)

    @property
    def is_filtering(self) -> bool:
        return any(self.told(name) for name in self.names)

    @property
    def address(self) -> str:
        return self.query(*self.names)

    @property
    def words(self) -> list[str]:
        return search_key(self.told("q")).split()
