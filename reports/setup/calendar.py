"""The page "Lịch báo cáo": the periods of the plan's year with their dates, and the days on which nobody works."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.forms import BoundField

from plans.calendar import PeriodKind, PeriodState, quarter_faults
from plans.models import Period
from plans.scheduling import DATES, MOMENTS, set_schedule
from reports.desk import Desk
from reports.setup.forms import DaysOffForm, ScheduleForm
from units.dates import DaysOff, local_date, short_date
from units.days_off import add_holidays, remove_holiday, set_moving
from units.models import Holiday
from units.permissions import can_review, edits_plan

DEADLINES = ("unit_due_at", "review_due_at", "send_due_on")


@dataclass(frozen=True, slots=True)
class Cell:
    """One date of one period. `note`: that it is no working day, and where the deadline goes."""

    field: BoundField
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    period: Period
    form: ScheduleForm
    state: PeriodState
    days_off: DaysOff

    @property
    def cells(self) -> list[Cell]:
        return [Cell(self.form[name], self.form.stored[name], self._note(name)) for name in DATES]

    def _note(self, name: str) -> str:
        if name not in DEADLINES:
            return ""
        stored = getattr(self.period, name)
        return self.days_off.words(local_date(stored) if name in MOMENTS else stored)

    @property
    def begins_early(self) -> bool:
        """What is said of quý I is not said again of 6 tháng, 9 tháng and the year."""
        return self.period.as_code.is_quarter and self.period.begins_before_plan

    @property
    def is_year(self) -> bool:
        return self.period.kind == PeriodKind.Y

    @property
    def state_words(self) -> str:
        """Whether units enter in it now; 6 tháng and 9 tháng are made from the quarters."""
        if not (self.period.as_code.is_quarter or self.is_year):
            return "tổng hợp từ các quý"
        if not self.period.collects:
            return "chưa mở nhập số chính thức"
        if self.state is PeriodState.CLOSED and self.period.closed_at:
            return f"đã chốt {short_date(local_date(self.period.closed_at))}"
        return self.state.value

    @property
    def opens(self) -> bool:
        """The year takes official figures once the coordinator opens it; a quarter may be opened early."""
        return (self.is_year and not self.period.collects) or (
            self.period.as_code.is_quarter and self.state is PeriodState.NOT_OPEN
        )


@dataclass
class CalendarPage:
    """`posted`: the dates that came back; `held`: the form of days off that was not carried out."""

    desk: Desk
    posted: Mapping[str, str] | None = None
    held: DaysOffForm | None = None

    @property
    def edits(self) -> bool:
        return edits_plan(self.desk.user)

    @property
    def opens_periods(self) -> bool:
        return can_review(self.desk.user, self.desk.plan.ward_id)

    @cached_property
    def holidays(self) -> list[Holiday]:
        """From the plan's year on (one query)."""
        return list(self.desk.plan.ward.holidays.filter(day__gte=date(self.desk.plan.year, 1, 1)))

    @property
    def days_off(self) -> DaysOff:
        """With the names of the days also while deadlines do not move."""
        return DaysOff(self.desk.plan.ward.moves_deadlines, {holiday.day: holiday.name for holiday in self.holidays})

    @cached_property
    def forms(self) -> list[ScheduleForm]:
        return [ScheduleForm(period, self.posted) for period in self.desk.periods]

    @property
    def rows(self) -> list[Row]:
        """The quarters, then what is made from them."""
        rows = [Row(form.period, form, form.period.state(self.desk.now), self.days_off) for form in self.forms]
        return sorted(rows, key=lambda row: not row.period.as_code.is_quarter)

    @cached_property
    def days_off_form(self) -> DaysOffForm:
        initial = {"moves": "yes" if self.desk.plan.ward.moves_deadlines else "no"}
        return self.held or DaysOffForm(initial=initial, **self.form_words)

    @property
    def form_words(self) -> dict[str, Any]:
        return {"known": self.holidays, "year": self.desk.plan.year}

    def is_valid(self) -> bool:
        """Every row by itself, then the quarters among each other; all that is wrong is said at once."""
        changed = [form for form in self.forms if not form.left_alone]
        for form in changed:
            form.full_clean()
        windows = {form.period.as_code.quarter: form.window for form in self._quarters(self.forms)}
        faults = dict(quarter_faults({quarter: days for quarter, days in windows.items() if days}))
        for form in self._quarters(changed):
            form.refuse_overlap(faults)
        return not any(form.errors for form in changed)

    @staticmethod
    def _quarters(forms: Iterable[ScheduleForm]) -> list[ScheduleForm]:
        return [form for form in forms if form.period.as_code.is_quarter]

    @transaction.atomic
    def save(self) -> list[Period]:
        """The periods whose dates moved. Whole or not at all."""
        changed = [form for form in self.forms if not form.left_alone]
        return [form.period for form in changed if set_schedule(period=form.period, dates=form.dates, **self.desk.hand)]


@transaction.atomic
def save_days_off(desk: Desk, form: DaysOffForm) -> bool:
    """Whether anything changed."""
    ward, hand = desk.plan.ward, desk.hand
    moved = set_moving(ward=ward, moves=form.cleaned_data["moves"] == "yes", **hand)
    gone = [holiday for holiday in form.gone if remove_holiday(holiday=holiday, **hand)]
    return bool(add_holidays(ward=ward, days=form.added, **hand)) or moved or bool(gone)
