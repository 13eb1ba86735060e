"""Who leaves, when, who takes over, why."""

from typing import Any

from django import forms
from django.utils import timezone

from reports.people.leaving import Leaving, refusal
from reports.review.forms import ReasonForm
from units.dates import short_date
from units.forms import DATE_ATTRS, WRONG_DATE
from units.models import Leader, User
from units.people import at_work_on

Groups = list[tuple[str, list[tuple[str, str]]]]


def _select(label: str, sentence: str, *, required: bool) -> forms.ChoiceField:
    messages = {"required": sentence, "invalid_choice": "Người đã chọn không còn trong danh sách; hãy chọn lại."}
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, widget=widget, required=required, error_messages=messages)


class LeavingForm(ReasonForm):
    """Leaders and accounts of the reader's ward, named `lanh-dao-12` and `tai-khoan-7`."""

    who = _select("Người nghỉ, chuyển công tác", "Hãy chọn người nghỉ.", required=True)
    last_day = forms.DateField(
        label="Ngày làm việc cuối cùng", widget=forms.DateInput(attrs=DATE_ATTRS), error_messages=WRONG_DATE
    )
    successor = _select("Người tiếp nhận (để trống nếu chưa có)", "", required=False)
    field_order = ("who", "last_day", "successor", "reason")

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward, self.today = reader.ward, timezone.localdate()
        leaders = Leader.objects.filter(ward=self.ward).order_by("full_name")
        accounts = User.objects.filter(at_work_on(self.today), ward=self.ward).select_related("unit")
        in_office = [row for row in leaders if row.ends_on is None or row.ends_on >= self.today]
        at_work = list(accounts.order_by("unit__order", "full_name"))
        self.people: dict[str, Leader | User] = {f"lanh-dao-{row.pk}": row for row in in_office}
        self.people |= {f"tai-khoan-{row.pk}": row for row in at_work}
        groups = self._groups()
        stays = [key for key, row in self.people.items() if isinstance(row, User) and (row == reader or row.ends_on)]
        self.fields["who"].choices = _without(groups, stays)  # type: ignore[attr-defined]
        self.fields["successor"].choices = [("", "Chưa có người tiếp nhận"), *groups]  # type: ignore[attr-defined]

    def _groups(self) -> Groups:
        leaders = [(key, _leader_label(row)) for key, row in self.people.items() if isinstance(row, Leader)]
        accounts = [(key, _account_label(row)) for key, row in self.people.items() if isinstance(row, User)]
        return [("Lãnh đạo", leaders), ("Tài khoản", accounts)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("who") and data.get("last_day") and "successor" in data:
            self.leaving = self._leaving(data)
            if refused := refusal(self.leaving, self.today):
                self.add_error(*refused)
        return data

    def _leaving(self, data: dict[str, Any]) -> Leaving:
        who, new = self.people[data["who"]], self.people.get(data["successor"])
        return Leaving(
            ward=self.ward,
            last_day=data["last_day"],
            account=who if isinstance(who, User) else None,
            leader=who if isinstance(who, Leader) else None,
            next_account=new if isinstance(new, User) else None,
            next_leader=new if isinstance(new, Leader) else None,
        )


class SeenForm(forms.Form):
    """The second step: `seen` is the mark of what the page showed, `key` names this one request."""

    seen = forms.CharField(max_length=64)
    key = forms.UUIDField()


def _without(groups: Groups, keys: list[str]) -> list[Any]:
    kept = [(title, [pair for pair in rows if pair[0] not in keys]) for title, rows in groups]
    return [("", "Chọn…"), *kept]


def _leader_label(leader: Leader) -> str:
    until = f" (đến hết {short_date(leader.ends_on)})" if leader.ends_on else ""
    return f"{leader.full_name}, {leader.title}{until}"


def _account_label(user: User) -> str:
    where = f"{user.unit.short_name}, " if user.unit else ""
    until = f", đến hết {short_date(user.ends_on)}" if user.ends_on else ""
    return f"{user.full_name} ({user.username}), {where}{user.get_role_display()}{until}"
