"""What the inbox and its settings post back."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode

from units.mail_kinds import WHEN
from units.models import Notice, NoticeKind


class NoticeFilterForm(forms.Form):
    """The filter lives in the address; what it does not know counts as not asked."""

    UNREAD = "chua-doc"

    loc = forms.ChoiceField(choices=[(UNREAD, "Chưa đọc")], required=False)

    @property
    def unread_only(self) -> bool:
        return self.is_valid() and self.cleaned_data["loc"] == self.UNREAD

    def filter(self, rows: QuerySet[Notice]) -> QuerySet[Notice]:
        return rows.filter(read_at=None) if self.unread_only else rows

    def query(self, page: str | None) -> str:
        asked = {"loc": self.UNREAD if self.unread_only else "", "trang": page if page and page.isdecimal() else ""}
        return urlencode({name: text for name, text in asked.items() if text})


class SeenNoticesForm(forms.Form):
    """`newest`: the id of the newest notice that the page knew of."""

    newest = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class MailChoicesForm(forms.Form):
    """`whole` tells the form in which nothing is ticked from a body that was lost on the way."""

    whole = forms.BooleanField(
        widget=forms.HiddenInput,
        initial=True,
        error_messages={"required": "Trang gửi lên không đầy đủ nên chưa lưu gì; hãy chọn lại."},
    )
    kinds = forms.MultipleChoiceField(
        label="Gửi qua thư",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "Có loại thông báo không thuộc vai trò của bạn; hãy chọn lại."},
    )

    def __init__(
        self, *args: Any, kinds: Collection[NoticeKind], chosen: Collection[NoticeKind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, words) for kind, words in WHEN.items() if kind in kinds]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind.value for kind in chosen]
