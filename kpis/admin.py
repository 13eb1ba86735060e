"""Indicators with their milestones and who answers for them; figures are in kpis/figure_admin.py."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin

from kpis.evaluation import milestone_faults
from kpis.figure_admin import AcceptedFigureAdmin, FigureAdmin
from kpis.models import Assignment, Figure, Indicator, IndicatorLead, Milestone
from kpis.promises import promise_of
from kpis.resources import IndicatorResource, read_quantity, set_quantity
from plans.calendar import quarter_words
from plans.forms import NumberCell
from plans.item_admin import (
    AssignmentForm,
    AssignmentFormSet,
    AssignmentInline,
    PlanItemAdmin,
    PlanItemForm,
    UnitRowsInline,
    told_since,
)
from plans.models import ReportedRow
from plans.quantities import Measure, NumberRule, Quantity, format_exact
from units.admin_base import WardInline
from units.admin_forms import InlineFormSet, ModelForm
from units.admin_scope import ScopedFilter

__all__ = ["AcceptedFigureAdmin", "FigureAdmin", "IndicatorAdmin"]

PARTS = ("kind", "comparator", "value")


class IndicatorForm(PlanItemForm):
    resource = IndicatorResource

    def clean_baseline_text(self) -> str:
        return self.clean_quantity("baseline")

    def clean_target_text(self) -> str:
        return self.clean_quantity("target")

    def clean_quantity(self, cell: str) -> str:
        """Read as the plan's own cells are; the parts follow from the text and are never entered apart."""
        try:
            quantity: Quantity = read_quantity(self.cleaned_data[f"{cell}_text"])
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from refused
        set_quantity(self.instance, cell, quantity)
        return quantity.raw

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        goal, plan_id = data.get("linked_goal"), getattr(data.get("plan"), "pk", self.instance.plan_id)
        if goal and goal.plan_id != plan_id:
            self.add_error("linked_goal", "Chỉ tiêu đến 2030 phải thuộc cùng kế hoạch.")
        return data


def rule_of(indicator: Indicator) -> NumberRule:
    """How a milestone is typed; for a new indicator whose measure is refused itself, as a ratio."""
    return indicator.number_rule if indicator.measure else NumberRule(Measure.PERCENT)


class MilestoneForm(ModelForm):
    quarter = forms.TypedChoiceField(
        label="Quý", coerce=int, choices=[(number, f"Q{quarter_words(number)[1:]}") for number in (1, 2, 3)]
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = NumberCell(lambda: rule_of(indicator), label="Mốc")


class MilestoneFormSet(InlineFormSet):
    """Milestones lie between the baseline and the target and never turn back (kpis/evaluation.py)."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "indicator": self.instance}

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not getattr(self.instance, "plan_id", None) or self.instance.target_kind == "":
            return
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        places = {form.cleaned_data["quarter"]: form for form in kept}
        values: Mapping[int, Decimal] = {quarter: form.cleaned_data["value"] for quarter, form in places.items()}
        for quarter, sentence in milestone_faults(promise_of(self.instance, self.instance.plan, values)):
            if quarter in places:
                places[quarter].add_error("value", sentence)
            elif places:
                next(iter(places.values())).add_error("value", sentence)


class MilestoneInline(WardInline):
    model, fk_name, ward_path = Milestone, "indicator", "indicator__plan__ward"
    form, formset = MilestoneForm, MilestoneFormSet
    fields = ("quarter", "value")
    max_num = 3

    def told_row(self, row: Milestone) -> str:
        return f"{quarter_words(row.quarter)}: {format_exact(row.value)}"


class LeadInline(UnitRowsInline):
    model, fk_name, ward_path = IndicatorLead, "indicator", "indicator__plan__ward"


class IndicatorAssignmentForm(AssignmentForm):
    kept = ("unit", "leader", "from_day")


class IndicatorAssignmentFormSet(AssignmentFormSet):
    def reported(self) -> Any:
        return Figure.objects.filter(indicator=self.instance)

    def touches(self, form: Any, row: ReportedRow) -> bool:
        """A row that is taken back, or a new one before a day that another unit has reported."""
        if row.report.period.ends_on < form.cleaned_data["from_day"]:
            return False
        same = row.report.unit_id == form.cleaned_data["unit"].pk
        return same if form.cleaned_data.get("DELETE") else not same


class IndicatorAssignmentInline(AssignmentInline):
    model, fk_name, ward_path = Assignment, "indicator", "indicator__plan__ward"
    form, formset = IndicatorAssignmentForm, IndicatorAssignmentFormSet
    fields = ("unit", "leader", "from_day")

    def told_row(self, row: Assignment) -> str:
        leader = f", chỉ đạo: {row.leader}" if row.leader else ""
        return f"{row.unit}{leader}, {told_since(row)}"


@admin.register(Indicator)
class IndicatorAdmin(PlanItemAdmin):
    kind, resource, form = "indicator", IndicatorResource, IndicatorForm
    derived = (
        "search", "target_aspirational", *(f"{cell}_{part}" for cell in ("baseline", "target") for part in PARTS),
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("plan", "section", "code", "number", "order", "horizon_year", "name", "short_name")}),
        ("Cách đo", {"fields": ("measure", "measure_unit", "money_pair", "direction", "accumulation", "frequency")}),
        ("Đã hứa", {"fields": ("baseline_text", "target_text", "linked_goal", "link_kind", "withdrawn_from", "note")}),
        ("Liên quan", {"fields": ("clauses",)}),
        (
            "Như in trong kế hoạch",
            {
                "classes": ("collapse",),
                "fields": (
                    "name_printed",
                    "baseline_printed",
                    "target_printed",
                    "leads_printed",
                    "leader_printed",
                    "line",
                ),
            },
        ),
    )
    inlines = (MilestoneInline, IndicatorAssignmentInline, LeadInline)
    list_display = ("code", "short_name", "baseline_text", "target_text", "accumulation", "frequency", "horizon_year")
    list_display_links = ("code", "short_name")
    list_filter = (("plan", ScopedFilter), "horizon_year", ("section", ScopedFilter), "accumulation", "frequency")
