"""What the admin of indicators and of tasks share: a row of a plan with printed texts, and who reports it from when."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from plans.admin import PlanRowAdmin
from plans.models import Period, ReportedRow
from plans.resources import PlanItemResource
from plans.sheet_admin import PlanSheetAdmin
from units.admin_base import WardInline
from units.admin_forms import InlineFormSet, ModelForm, SeenForm
from units.admin_scope import reader
from units.dates import START, short_date
from units.models import SILENT_KINDS, Unit

START_WORDS = "từ đầu kế hoạch"


class PlanItemForm(SeenForm):
    """The section is the plan's own, and so is what the row is linked to; what is frozen once reported stays
    (PlanItemResource.frozen)."""

    resource: ClassVar[type[PlanItemResource]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.relations():
                field: Any = self.fields[name]
                field.queryset = field.queryset.filter(plan=self.instance.plan_id)

    def relations(self) -> list[str]:
        """The fields of what the row is linked to (a reader of the page has none)."""
        return [field.name for field in self._meta.model._meta.many_to_many if field.name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        plan = data.get("plan") or (self.instance.plan if self.instance.plan_id else None)
        section = data.get("section")
        if plan and section and section.plan_id != plan.pk:
            self.add_error("section", f"Nhóm này không thuộc {plan}.")
        for name in self.relations():
            strange = [other.code for other in data.get(name) or [] if plan and other.plan_id != plan.pk]
            if strange:
                self.add_error(name, f"Không thuộc {plan}: {', '.join(strange)}.")
        if self.instance.pk:
            for name, sentence in self.resource.frozen_changes(self.instance.plan, self.changed_data).items():
                self.add_error(name, sentence)
        return data


class PlanItemAdmin(PlanSheetAdmin, PlanRowAdmin):
    """Withdrawn from a date, never deleted or renumbered."""

    fieldsets: ClassVar[Any]
    derived: ClassVar[Any] = ("search",)
    search_texts = ("search",)
    list_select_related = ("plan", "section")


class UnitRowsInline(WardInline):
    """Units of a printed column, in its order."""

    fields = ("unit", "order")

    def told_row(self, row: Any) -> str:
        return str(row.unit)


class StartInput(forms.DateInput):
    """The day of a row that stands, in words where it is the start of the plan."""

    def format_value(self, value: Any) -> str | None:
        return START_WORDS if value == START else super().format_value(value)


class AssignmentForm(ModelForm):
    """A row that stands keeps who and from when: a change is a new row from its day on."""

    kept: ClassVar[tuple[str, ...]] = ("unit", "from_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.kept:
                self.fields[name].disabled = True
            self.fields["from_day"].widget = StartInput()
        else:
            self.initial.pop("from_day", None)
            self.fields["from_day"].initial = None
            self.fields["from_day"].required = False
            self.fields["from_day"].help_text = f"Để trống: {START_WORDS}."

    def clean_from_day(self) -> date:
        day: date | None = self.cleaned_data.get("from_day")
        return day or START


class AssignmentFormSet(InlineFormSet):
    """Somebody reports from the start; what was reported under a row keeps it as it is."""

    def reported(self) -> QuerySet[Any]:
        """Figures or progress of the parent, with the unit and the period of their report."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form for form in self.forms if form.cleaned_data.get("unit")]
        kept = [form for form in rows if not form.cleaned_data.get("DELETE")]
        if not any(form.cleaned_data["from_day"] == START for form in kept):
            raise forms.ValidationError(f"Cần một đơn vị báo cáo {START_WORDS}.")
        if self.instance.pk:
            self.keep_what_was_reported(rows)

    def keep_what_was_reported(self, rows: Iterable[Any]) -> None:
        reported = list(self.reported().select_related("report__unit", "report__period"))
        for form in rows:
            removed = form.cleaned_data.get("DELETE")
            if form.instance.pk and not removed and not form.has_changed():
                continue
            held = [row for row in reported if self.touches(form, row)]
            if held:
                form.add_error(None if removed else "from_day", held_sentence(held))

    def touches(self, form: Any, row: ReportedRow) -> bool:
        """Whether the change would leave a reported row with a unit that did not report it."""
        raise NotImplementedError


def held_sentence(rows: Iterable[ReportedRow]) -> str:
    last: Period = max((row.report.period for row in rows), key=lambda period: period.ends_on)
    unit = next(row.report.unit for row in rows if row.report.period == last)
    return f"{last.label} đã có số của {unit}; hãy chọn ngày sau {short_date(last.ends_on)}."


class AssignmentInline(WardInline):
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Collectives and outside bodies report nothing."""
        if db_field.name == "unit":
            units = Unit.objects.filter(ward_id=reader(request).ward_id).exclude(kind__in=SILENT_KINDS)
            kwargs["queryset"] = units
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def told_since(assignment: Any) -> str:
    day = assignment.from_day
    return START_WORDS if day == START else f"từ {short_date(day)}"
