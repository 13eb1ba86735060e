"""What the page of one row's reopening posts."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reports.entry.paper_form import PaperForm
from reports.reopening.actions import WHY_ASKED, WHY_CLOSED, WHY_OPENED, WHY_REFUSED
from units.dates import DATE_HINT, short_date
from units.forms import CleanText, ReasonText, typed_day

LONGEST_DAYS = 92  # a quarter: who needs longer asks again


class KeyForm(forms.Form):
    """`key` names this one request: a double click has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class AskForm(KeyForm, PaperForm):
    reason = ReasonText(WHY_ASKED)


class UntilForm(KeyForm):
    """Until which day the row is open; `asked`: the unit's own reason stands already."""

    until = CleanText(label="Mở đến hết ngày", longest=20, widget=forms.TextInput(attrs={"class": "form-control"}))
    reason = CleanText(label="Ý kiến", longest=1000, widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}))

    def __init__(self, *args: Any, today: date, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].widget.attrs |= {"placeholder": DATE_HINT, "autocomplete": "off"}
        if not asked:
            self.fields["reason"] = ReasonText(WHY_OPENED)

    def clean_until(self) -> date:
        day: date | None = typed_day(self.cleaned_data["until"])
        if day is None:
            raise ValidationError(f"Hãy ghi ngày cuối cùng được sửa, theo {DATE_HINT}.")
        if not 0 <= (day - self.today).days < LONGEST_DAYS:
            raise ValidationError(
                f"Ngày cuối phải từ hôm nay ({short_date(self.today)}) và trong vòng {LONGEST_DAYS} ngày."
            )
        return day


class RefuseForm(KeyForm):
    reason = ReasonText(WHY_REFUSED, label="Lý do từ chối")


class CloseForm(KeyForm):
    reason = ReasonText(WHY_CLOSED, label="Lý do khép lại")
