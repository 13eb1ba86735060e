"""What the address of the journal says: which lines. Choices show words; their values are the codes of the lines."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet

from plans.calendar import PeriodCode
from plans.models import Period
from reports.addresses import AddressForm
from reports.journal.lines import own_codes, visible_events
from units.dates import DATE_HINT, LOCAL_ZONE
from units.forms import DayField
from units.journal_words import ACTION_LABELS, KIND_LABELS
from units.models import Channel, Event, Unit, User
from units.permissions import sees_history_of
from units.text import search_key

NAMES = ("ma", "don-vi", "nguoi", "ky", "viec", "loai", "cach", "thay", "tu", "den", "q")
EXACT = {"don-vi": "unit_code", "nguoi": "actor_name", "ky": "period_code", "viec": "action", "loai": "subject_type",
         "cach": "channel"}  # fmt: skip

REVERSED = "“Từ ngày” đứng sau “Đến ngày” nên không có dòng nào; hãy đổi lại hai ngày."


def day_field(label: str) -> DayField:
    attrs = {"placeholder": f"{label} ({DATE_HINT})", "autocomplete": "off", "size": 22}
    return DayField(required=False, label=label, widget=forms.TextInput(attrs=attrs))


class JournalFilterForm(AddressForm):
    """Three queries for the choices."""

    carried, typed = (), ("tu", "den")
    search_label = "Tìm: mã, người, lý do (không cần dấu)"

    def __init__(self, params: Mapping[str, str], reader: User) -> None:
        super().__init__(params)
        self.reader = reader
        self.units = units_of_ward(reader)
        if not sees_history_of(reader, None):
            self.units = {code: self.units[code] for code in own_codes(reader) if code in self.units}
        self.fields["ma"] = forms.CharField(
            required=False, max_length=60, label="Mã chỉ tiêu, nhiệm vụ",
            widget=forms.TextInput(attrs={"placeholder": "Mã, ví dụ PL1.6", "autocomplete": "off", "size": 14}),
        )  # fmt: skip
        self.add_choice("don-vi", "Đơn vị", list(self.units.items()), every="Mọi đơn vị")
        self.add_choice("nguoi", "Người thực hiện", _people(reader), every="Mọi người")
        self.add_choice("ky", "Kỳ", periods_of_ward(reader), every="Mọi kỳ")
        self.add_choice("viec", "Việc", list(ACTION_LABELS.items()), every="Mọi việc")
        self.add_choice("loai", "Loại", list(KIND_LABELS.items()), every="Mọi loại")
        self.add_choice("cach", "Cách", list(Channel.choices), every="Mọi cách ghi")
        self.add_choice("thay", "Nhập thay", [("1", "Chỉ nhập thay")], every="Nhập thay hay không")
        self.fields["tu"], self.fields["den"] = day_field("Từ ngày"), day_field("Đến ngày")
        self.order_fields(NAMES)

    @property
    def is_filtering(self) -> bool:
        return any(self.told(name) for name in NAMES)

    @property
    def address(self) -> str:
        """The filters alone, for the links to other pages and to the files."""
        return self.query(*NAMES)

    @property
    def wrong_days(self) -> list[str]:
        wrong = [str(sentence) for name in ("tu", "den") for sentence in self.errors.get(name, [])]
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        return [*wrong, REVERSED] if first and last and first > last else wrong

    def filter(self, lines: QuerySet[Event]) -> QuerySet[Event]:
        asked = {column: self.told(name) for name, column in EXACT.items()}
        found = lines.filter(**{column: value for column, value in asked.items() if value})
        if code := self.told("ma").strip():
            found = found.filter(Q(subject_code__iexact=code) | Q(subject_code__istartswith=f"{code}."))
        if self.told("thay"):
            found = found.filter(on_behalf=True)
        for word in search_key(self.told("q")).split():
            found = found.filter(search__contains=word)
        return self._between(found)

    def _between(self, found: QuerySet[Event]) -> QuerySet[Event]:
        """From the first day to the last, both included, in the ward's own time."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first:
            found = found.filter(at__gte=midnight(first))
        return found.filter(at__lt=midnight(last + timedelta(days=1))) if last else found


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)


def _people(reader: User) -> list[tuple[str, str]]:
    """Everybody who wrote a line that the reader sees, as the lines name them, also when the account is gone."""
    names = visible_events(reader).order_by("actor_name").values_list("actor_name", flat=True).distinct()
    return [(name, name) for name in names]


def units_of_ward(reader: User) -> dict[str, str]:
    """Code → name, in the ward's order."""
    units = Unit.objects.filter(ward_id=reader.ward_id).order_by("order", "code")
    return dict(units.values_list("code", "name"))


def periods_of_ward(reader: User) -> list[tuple[str, str]]:
    """Periods of all the ward's plans, the newest first."""
    found = Period.objects.filter(plan__ward_id=reader.ward_id).order_by("-ends_on", "starts_on")
    return [(code, PeriodCode.parse(code).label) for code in found.values_list("code", flat=True)]
