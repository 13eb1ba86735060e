"""What the review page and the period pages post back."""

from typing import Any, ClassVar

from django import forms

from reports.actions import WHY_RETURNED
from units.forms import LONGEST_REASON, CleanText, ReasonText

AREA = {"class": "form-control", "rows": 2}


class DecisionForm(forms.Form):
    """`key` names this one request (a double click has one effect), `seen` is the report as it was read.

    `which` says whether the ticked rows are meant or all that wait: an empty choice is never taken for all.
    """

    ALL, CHOSEN = "all", "chosen"
    nothing_chosen: ClassVar[str] = "Chưa chọn dòng nào: hãy đánh dấu các dòng cần xử lý, hoặc bấm nút “tất cả”."

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    which = forms.ChoiceField(choices=[(ALL, ALL), (CHOSEN, CHOSEN)])
    reason = CleanText(longest=LONGEST_REASON, label="Lý do trả lại", widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args: Any, chosen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("which") == self.CHOSEN and not self.chosen:
            raise forms.ValidationError(self.nothing_chosen)
        return cleaned

    @property
    def rows(self) -> list[str]:
        """The chosen rows; none of them named means all that wait (reports/actions.py)."""
        return self.chosen if self.cleaned_data["which"] == self.CHOSEN else []


class ReturnForm(DecisionForm):
    reason = ReasonText(WHY_RETURNED, label="Lý do trả lại")


class ReasonForm(forms.Form):
    """Why a period is closed or opened: it stands in the journal."""

    reason = ReasonText("Hãy ghi lý do; lý do được lưu trong nhật ký.")
