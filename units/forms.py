"""The field for text as it is stored, and forms on people: signing in, who stands in for a unit's own people."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from units.dates import DATE_HINT, DateRefused, parse_date, parse_moment, short_date, short_datetime
from units.models import UNIT_ROLES, StandIn, Unit, User
from units.people import at_work_on
from units.text import TextRefused, clean_text

LONGEST = 30_000  # what a cell of a workbook holds, with room
LONGEST_REASON = 1000
LONGEST_DAYS = 92  # a quarter; a longer absence is a change of people, made by the administrator
DATE_ATTRS = {"class": "form-control", "placeholder": DATE_HINT, "autocomplete": "off"}
WRONG_DATE = {"required": "Hãy ghi ngày.", "invalid": f"Ngày ghi theo {DATE_HINT}, ví dụ 05/12/2026."}


class CleanText(forms.CharField):
    """Text as it is stored (units/text.py); its refusal is the sentence beside the field.

    No `maxlength` on the input: a browser would cut a pasted text without a word.
    """

    def __init__(
        self, *, longest: int | None = None, max_length: int | None = None, required: bool = False, **kwargs: Any
    ) -> None:
        self.longest = longest or max_length or LONGEST
        super().__init__(required=required, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(value or "", max_length=self.longest)
        except TextRefused as refused:
            raise ValidationError(refused.sentence) from refused


class SignInForm(AuthenticationForm):
    """Who has left and still knows the password is told so (units/accounts.py)."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng; chữ hoa, chữ thường khác nhau. "
        f"Sai {settings.AXES_FAILURE_LIMIT} lần liền thì tài khoản tạm khóa.",
    }

    def get_invalid_login_error(self) -> ValidationError:
        left_on: date | None = getattr(self.request, "left_on", None)
        if left_on is None:
            return super().get_invalid_login_error()
        sentence = f"Tài khoản này đã thôi dùng sau ngày {short_date(left_on)}; nếu bạn vẫn làm việc, hãy báo quản trị."
        return ValidationError(sentence, code="left")


def typed_day(typed: object, read: Callable[[str], Any] = parse_date) -> Any:
    """The day (or moment, by `read`) typed into a cell; None for an empty one. A refusal is our reader's sentence."""
    text = str(typed or "").strip()
    try:
        return read(text) if text else None
    except DateRefused as refused:
        raise ValidationError(refused.sentence) from refused


class DayField(forms.Field):
    """A day as people write it; its refusal is our reader's own sentence (units/dates.py)."""

    read: Callable[[str], Any] = staticmethod(parse_date)
    show: Callable[[Any], str] = staticmethod(short_date)
    missing = WRONG_DATE["required"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs=DATE_ATTRS), **kwargs})
        self.error_messages["required"] = self.missing

    def clean(self, value: Any) -> Any:
        return typed_day(super().clean(str(value or "").strip()), self.read)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.show(value)


class MomentField(DayField):
    """Hour and day in one cell: 17:00 14/03/2026."""

    read = staticmethod(parse_moment)
    show = staticmethod(short_datetime)
    missing = "Hãy ghi giờ và ngày, ví dụ 17:00 14/03/2026."


class ReasonText(CleanText):
    """Why something is done that somebody else will ask about: never empty. `missing`: its sentence."""

    def __init__(self, missing: str, *, label: str = "Lý do") -> None:
        self.missing = missing
        area = forms.Textarea(attrs={"class": "form-control", "rows": 2})
        super().__init__(longest=LONGEST_REASON, label=label, widget=area)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            raise ValidationError(self.missing)
        return text


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes no argument at run time
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({obj.unit.name if obj.unit else ''})"


class StandInForm(forms.Form):
    """A person of another unit of the ward, from the first to the last day, both included."""

    person = PersonField(
        queryset=User.objects.none(),
        label="Người thay",
        empty_label="Chọn…",
        error_messages={"required": "Hãy chọn người thay.", "invalid_choice": "Hãy chọn một người trong danh sách."},
    )
    starts_on = forms.DateField(label="Từ ngày", widget=forms.DateInput(attrs=DATE_ATTRS), error_messages=WRONG_DATE)
    ends_on = forms.DateField(label="Đến hết ngày", widget=forms.DateInput(attrs=DATE_ATTRS), error_messages=WRONG_DATE)

    reason = CleanText(
        label="Lý do",
        longest=StandIn._meta.get_field("reason").max_length,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, unit: Unit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.today = unit, today
        people = User.objects.filter(at_work_on(today), ward_id=unit.ward_id, role__in=UNIT_ROLES)
        others = people.exclude(unit=unit).select_related("unit").order_by("unit__order", "full_name")
        self.fields["person"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if not starts_on or not ends_on:
            return data
        if ends_on < starts_on:
            self.add_error("ends_on", "Ngày cuối không được trước ngày đầu.")
        elif ends_on < self.today:
            self.add_error("ends_on", "Thời gian thay đã qua; hãy chọn ngày cuối từ hôm nay trở đi.")
        elif ends_on - starts_on >= timedelta(days=LONGEST_DAYS):
            self.add_error("ends_on", f"Mỗi lần thay nhiều nhất {LONGEST_DAYS} ngày.")
        return data
