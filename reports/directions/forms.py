"""What the pages of directions post back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.document_form import DocumentForm
from plans.models import Evidence
from reports.directions.actions import NO_ANSWER, NO_MINUTES, NO_TEXT, NO_UNIT, NO_WORD, PAST_DAY, Request
from reports.directions.subjects import Choice
from reports.models import LONGEST, Direction
from units.dates import DATE_HINT, short_date
from units.forms import CleanText, typed_day
from units.models import Unit, User

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}
TICK = {"class": "form-check-input"}
LONGEST_DAYS = 366
UNKNOWN = "Lựa chọn này không có trong danh sách; hãy chọn lại."


def text_area(label: str, *, missing: str = "", rows: int = 4) -> CleanText:
    widget = forms.Textarea(attrs=CONTROL | {"rows": rows})
    return CleanText(
        label=label, longest=LONGEST, required=bool(missing), widget=widget, error_messages={"required": missing}
    )


def coming_day(typed: object, today: date) -> date | None:
    """A day from today on, within a year; None for an empty cell."""
    day: date | None = typed_day(typed)
    if day is None:
        return None
    if day < today:
        raise ValidationError(f"{PAST_DAY[:-1]} ({short_date(today)}).")
    if day > (latest := today + timedelta(days=LONGEST_DAYS)):
        raise ValidationError(f"Hạn xa nhất là {short_date(latest)}; hãy xem lại năm.")
    return day


def day_cell(label: str) -> forms.Field:
    attrs = CONTROL | {"placeholder": DATE_HINT, "inputmode": "numeric"}
    return forms.CharField(label=label, required=False, strip=True, widget=forms.TextInput(attrs=attrs))


class KeyedForm(forms.Form):
    """`key` names this one request, so that a double click has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def incomplete(self) -> bool:
        return bool({"key", "seen"} & set(self.errors))


class SeenForm(KeyedForm):
    """`seen`: the version of the direction that the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    @property
    def request(self) -> Request:
        return Request(key=self.cleaned_data["key"], seen=self.cleaned_data["seen"])


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes no argument at run time
    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class NewDirectionForm(KeyedForm, DocumentForm):
    """`about` names what it is about ("chi-tieu:PL1.6"); `leaders`: whom the coordinator may write for, None for a
    leader, who writes for themself and needs no minutes."""

    about = forms.ChoiceField(
        label="Về", widget=forms.Select(attrs=SELECT), error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN}
    )
    text = text_area("Nội dung chỉ đạo", missing=NO_TEXT)
    units = UnitChoices(
        queryset=Unit.objects.none(), label="Đơn vị thực hiện", widget=forms.CheckboxSelectMultiple(attrs=TICK),
        error_messages={"required": NO_UNIT, "invalid_choice": UNKNOWN, "invalid_pk_value": UNKNOWN},
    )  # fmt: skip
    due_on = day_cell("Hạn thực hiện")
    leader = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Lãnh đạo chỉ đạo", empty_label="Chọn…", required=False,
        widget=forms.Select(attrs=SELECT), error_messages={"invalid_choice": UNKNOWN},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[Choice], units: Any, leaders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(group, list(options)) for group, options in choices]  # type: ignore[attr-defined]
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.on_behalf = leaders is not None
        if self.on_behalf:
            self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        else:
            for name in ("leader", "number", "day"):
                del self.fields[name]

    def clean_due_on(self) -> date:
        day = coming_day(self.cleaned_data["due_on"], self.today)
        if day is None:
            raise ValidationError("Hãy ghi hạn thực hiện.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.on_behalf:
            if not data.get("leader") and "leader" not in self.errors:
                self.add_error("leader", "Hãy chọn lãnh đạo có ý kiến chỉ đạo này.")
            if not {"number", "day"} & set(self.errors) and not data.get("number"):
                self.add_error("number", NO_MINUTES)
        return data


class AnswerForm(SeenForm, DocumentForm):
    """A unit's answer, with a document or a piece of the unit's own evidence where it has one."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), label="Trả lời của", empty_label=None, to_field_name="code",
        widget=forms.Select(attrs=SELECT), error_messages={"required": UNKNOWN, "invalid_choice": UNKNOWN},
    )  # fmt: skip
    text = text_area("Kết quả thực hiện", missing=NO_ANSWER)
    evidence = forms.ModelChoiceField(
        queryset=Evidence.objects.none(), label="Minh chứng đã nộp (không bắt buộc)", required=False,
        empty_label="Không kèm", widget=forms.Select(attrs=SELECT), error_messages={"invalid_choice": UNKNOWN},
    )  # fmt: skip

    def __init__(self, *args: Any, direction: Direction, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [unit.pk for unit in units]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=mine)  # type: ignore[attr-defined]
        pieces = Evidence.objects.filter(unit__in=mine, period__plan=direction.plan_id, removed_at=None)
        self.fields["evidence"].queryset = pieces.order_by("-uploaded_at", "-pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        piece, unit = data.get("evidence"), data.get("unit")
        if piece and unit and piece.unit_id != unit.pk:
            self.add_error("evidence", "Minh chứng này không phải của đơn vị trả lời.")
        return data


class ContinueForm(SeenForm):
    """Chưa đạt, làm tiếp."""

    text = text_area("Điều chưa đạt, việc cần làm tiếp", missing=NO_WORD, rows=3)
    due_on = day_cell("Hạn mới (bỏ trống: giữ hạn cũ)")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date | None:
        return coming_day(self.cleaned_data["due_on"], self.today)


class FinishForm(SeenForm):
    """Kết thúc."""

    text = text_area("Nhận xét (không bắt buộc)", rows=2)
