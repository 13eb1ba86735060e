"""What the page "Lịch báo cáo" posts back: the dates of a period, the ward's days off."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from plans.calendar import schedule_faults
from plans.forms import digest
from plans.models import Period
from plans.scheduling import DATES, ScheduleMoved, dates_of, told
from units.dates import fixed_holidays, short_date
from units.days_off import MOVES
from units.forms import CleanText, DayField, MomentField
from units.models import Holiday

CELL = {"class": "form-control form-control-sm", "autocomplete": "off", "spellcheck": "false"}
LONGEST_HOLIDAY = 31  # days; Tết is the longest, and a year typed wrong would fill the list


def cell(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs=CELL | more)


def lower_first(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


class SeenRow(forms.Form):
    """A row of a page that is saved whole. `shown` is a digest of what the page showed: a row that comes back as it was
    shown, or does not come back at all, is left alone; one that does not say what it showed is never "up to date".
    """

    moved: str = ""  # what is said where somebody else was faster
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, prefix: str, stored: Mapping[str, str], posted: Mapping[str, str] | None) -> None:
        """`stored`: the cells as the page shows them; `posted`: all that came back, None where nothing did."""
        self.stored = dict(stored)
        seen = self.stored | {"shown": digest(stored)}
        super().__init__(None if posted is None else self._complete(prefix, seen, posted), prefix=prefix, initial=seen)

    @staticmethod
    def _complete(prefix: str, seen: dict[str, str], posted: Mapping[str, str]) -> dict[str, str]:
        """An absent field never blanks a value."""
        own = {name: posted[key] for name in seen if (key := f"{prefix}-{name}") in posted}
        whole = seen | {"shown": ""} | own if own else seen
        return {f"{prefix}-{name}": text for name, text in whole.items()}

    def typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()

    @property
    def left_alone(self) -> bool:
        texts = {name: self.typed(name) for name in self.stored}
        return texts == self.stored or digest(texts) == self.typed("shown")

    def refuse_stale(self) -> None:
        """Somebody was faster: both are on the page, and saving again is a deliberate choice."""
        if self.typed("shown") == digest(self.stored):
            return
        self.data = dict(self.data) | {self.add_prefix("shown"): digest(self.stored)}
        names = {name: lower_first(str(self.fields[name].label)) for name in self.stored}
        standing = "; ".join(f"{names[name]}: {text or '(trống)'}" for name, text in self.stored.items())
        self.add_error(None, f"{self.moved} Đang có: {standing}.")


class ScheduleForm(SeenRow):
    """The dates of one period."""

    starts_on = DayField(label="Số liệu từ ngày", widget=cell())
    ends_on = DayField(label="Đến ngày", widget=cell())
    unit_due_at = MomentField(label="Hạn đơn vị gửi", widget=cell())
    review_due_at = MomentField(label="Hạn xem xét", widget=cell())
    send_due_on = DayField(label="Hạn gửi cấp trên", widget=cell())

    def __init__(self, period: Period, posted: Mapping[str, str] | None = None) -> None:
        self.period, self.moved = period, ScheduleMoved(period).sentence
        super().__init__(period.code, {name: told(name, value) for name, value in dates_of(period).items()}, posted)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in schedule_faults(**{name: data.get(name) for name in DATES}):
            self.add_error(name, sentence)
        self.refuse_stale()
        return data

    @property
    def dates(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DATES}

    def refuse_overlap(self, faults: Mapping[int, str]) -> None:
        """`faults` by the later quarter (plans/calendar.py); said at the end that this row has a hand in."""
        quarter = self.period.as_code.quarter
        for name, place in (("starts_on", quarter), ("ends_on", quarter + 1)):
            if place in faults:
                self.add_error(name, faults[place])

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day of the data as typed, or as stored where the row is left alone; None where unreadable."""
        if not self.is_bound or self.left_alone:
            return self.period.starts_on, self.period.ends_on
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        return (starts, ends) if starts and ends else None


class DaysOffForm(forms.Form):
    """The ward's days off: whether deadlines move, what is taken from the list, what is put on it.

    `moves` must come back: an absent field never blanks a value.
    """

    moves = forms.ChoiceField(
        label="Hạn rơi vào ngày nghỉ",
        choices=[("no", MOVES[False]), ("yes", MOVES[True])],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Hãy chọn có dời hạn hay không."},
    )
    proposed = forms.MultipleChoiceField(required=False)
    first = DayField(label="Ngày nghỉ", required=False, widget=cell(placeholder="ngày/tháng/năm"))
    last = DayField(label="Đến hết ngày (nếu nhiều ngày)", required=False, widget=cell(placeholder="ngày/tháng/năm"))
    name = CleanText(label="Tên", longest=80, widget=cell(placeholder="Tết Nguyên đán"))

    def __init__(self, *args: Any, known: list[Holiday], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {holiday.day: holiday for holiday in known}
        self.offered = [(day, name) for day, name in fixed_holidays(year) if day not in self.known]
        days = [(day.isoformat(), name) for day, name in fixed_holidays(year)]
        self.fields["proposed"].choices = days  # type: ignore[attr-defined]
        self.names = {date.fromisoformat(text): name for text, name in days}

    @property
    def typed_cells(self) -> list[forms.BoundField]:
        return [self[name] for name in ("first", "last", "name")]

    @property
    def ticked(self) -> list[str]:
        return self.data.getlist("proposed") if self.is_bound else []  # type: ignore[attr-defined]

    @property
    def gone(self) -> list[Holiday]:
        """What is taken from the list; one that is gone already is no matter."""
        asked = set(self.data.getlist("remove")) if self.is_bound else set()  # type: ignore[attr-defined]
        return [holiday for holiday in self.known.values() if str(holiday.pk) in asked]

    @property
    def added(self) -> dict[date, str]:
        """Day → name: what was ticked and what was typed."""
        ticked = {date.fromisoformat(text) for text in self.cleaned_data["proposed"]}
        return {day: self.names[day] for day in ticked} | self._typed()

    def _typed(self) -> dict[date, str]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if not first:
            return {}
        length = ((last or first) - first).days + 1
        return {first + timedelta(days=number): self.cleaned_data["name"] for number in range(length)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last, name = data.get("first"), data.get("last"), data.get("name")
        if not first and (last or name) and "first" not in self.errors:
            self.add_error("first", "Hãy ghi ngày nghỉ.")
        elif first and not name and "name" not in self.errors:
            self.add_error("name", "Hãy ghi tên ngày nghỉ, ví dụ Tết Nguyên đán.")
        elif first and last and last < first:
            self.add_error("last", "Ngày cuối không được trước ngày đầu.")
        elif first and last and (last - first).days >= LONGEST_HOLIDAY:
            self.add_error("last", f"Mỗi lần ghi nhiều nhất {LONGEST_HOLIDAY} ngày nghỉ; hãy kiểm tra lại năm.")
        elif first and name and "last" not in self.errors:
            self._refuse_second_name()
        return data

    def _refuse_second_name(self) -> None:
        gone = {holiday.day for holiday in self.gone}
        for day, name in self._typed().items():
            if day in self.known and day not in gone and self.known[day].name != name:
                self.add_error("first", f"{short_date(day)} đã có trong danh sách: {self.known[day].name}.")
                return
