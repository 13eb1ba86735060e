"""Tasks with who leads, coordinates and reports them; progress to look at."""

from typing import Any

from django import forms
from django.contrib import admin

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
from plans.reported_admin import AcceptedRowAdmin, EvidenceLinkAdmin, ReportedRowAdmin
from tasks.models import AcceptedProgress, Progress, ProgressEvidence, Task, TaskAssignment, TaskCoordination, TaskLead
from tasks.resources import TaskResource
from tasks.timeliness import DeadlineKind
from units.admin_scope import ScopedFilter
from units.dates import DATE_HINT, short_date

SAID = ("status", "percent", "done_on", "product", "difficulties", "proposals")


class TaskForm(PlanItemForm):
    resource = TaskResource

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        dated = data.get("deadline_kind") == DeadlineKind.DATE
        if dated and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", f"Nhiệm vụ có hạn thì cần ngày; hãy ghi {DATE_HINT}.")
        if not dated and data.get("due_on"):
            self.add_error("due_on", "Loại thời hạn này không có ngày; hãy xóa ngày hoặc chọn “có hạn”.")
        return data


class LeadInline(UnitRowsInline):
    model, fk_name, ward_path = TaskLead, "task", "task__plan__ward"


class CoordinationInline(UnitRowsInline):
    model, fk_name, ward_path = TaskCoordination, "task", "task__plan__ward"


class TaskAssignmentForm(AssignmentForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until_day") and data.get("from_day") and data["until_day"] < data["from_day"]:
            self.add_error("until_day", "Ngày kết thúc không được trước ngày bắt đầu.")
        return data


class TaskAssignmentFormSet(AssignmentFormSet):
    held_field = "until_day"

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("unit")]
        if not any(not row.get("DELETE") and row.get("until_day") is None for row in rows):
            raise forms.ValidationError("Cần ít nhất một đơn vị báo cáo đến hết kế hoạch.")

    def reported(self) -> Any:
        return Progress.objects.filter(task=self.instance)

    def touches(self, form: Any, row: ReportedRow) -> bool:
        """The unit's own progress after the day on which its part would end, or under a row that is taken back."""
        data, day = form.cleaned_data, row.report.period.ends_on
        if row.report.unit_id != data["unit"].pk or day < data["from_day"]:
            return False
        return bool(data.get("DELETE") or (data.get("until_day") and day > data["until_day"]))


class TaskAssignmentInline(AssignmentInline):
    model, fk_name, ward_path = TaskAssignment, "task", "task__plan__ward"
    form, formset = TaskAssignmentForm, TaskAssignmentFormSet
    fields = ("unit", "from_day", "until_day")

    def told_row(self, row: TaskAssignment) -> str:
        return f"{row.unit}, {told_since(row)}{f' đến {short_date(row.until_day)}' if row.until_day else ''}"


@admin.register(Task)
class TaskAdmin(PlanItemAdmin):
    kind, resource, form = "task", TaskResource, TaskForm
    fieldsets = (
        (None, {"fields": ("plan", "section", "code", "number", "order", "name", "product", "note")}),
        ("Liên quan", {"fields": ("indicators", "clauses")}),
        ("Nghị quyết 71", {"fields": ("counterpart", "counterpart_number")}),
        (
            "Thời hạn và kinh phí",
            {"fields": ("deadline_kind", "due_on", "deadline_text", "money_source", "withdrawn_from")},
        ),
        (
            "Như in trong kế hoạch",
            {
                "classes": ("collapse",),
                "fields": (
                    "name_printed",
                    "counterpart_printed",
                    "leads_printed",
                    "coordination_printed",
                    "product_printed",
                    "deadline_printed",
                    "line",
                ),
            },
        ),
    )
    inlines = (TaskAssignmentInline, LeadInline, CoordinationInline)
    list_display = ("code", "title_line", "deadline_text", "deadline_kind", "due_on", "section")
    list_display_links = ("code", "title_line")
    list_filter = (("plan", ScopedFilter), ("section", ScopedFilter), "deadline_kind")

    @admin.display(description="nhiệm vụ")
    def title_line(self, row: Task) -> str:
        return row.title


@admin.register(Progress)
class ProgressAdmin(ReportedRowAdmin):
    kind = "progress"
    fields = (
        "task", "unit_name", "period_label", *SAID, "state", "version", "on_behalf", "illustrative", "entered_by",
        "entered_at", "return_reason",
    )  # fmt: skip
    list_display = ("task", "unit_name", "period_label", "status", "percent", "state", "marks", "entered_by")
    list_select_related = ("task", "report__unit", "report__period", "entered_by")
    search_texts = ("task__search", "report__unit__name", "product", "difficulties", "proposals")

    def code_of(self, row: Progress) -> str:
        return row.task.code


@admin.register(AcceptedProgress)
class AcceptedProgressAdmin(AcceptedRowAdmin):
    kind = "progress"
    fields = (
        "task", "period", "unit", *SAID, "on_behalf", "illustrative", "row_version", "content_version",
        "accepted_by", "accepted_at", "self_accepted",
    )  # fmt: skip
    list_display = ("task", "period", "unit", "status", "percent", "accepted_by", "accepted_at", "marks")
    list_select_related = ("task", "period", "unit", "accepted_by")
    search_texts = ("task__search", "unit__name", "product", "difficulties", "proposals")

    def code_of(self, row: AcceptedProgress) -> str:
        return row.task.code


@admin.register(ProgressEvidence)
class ProgressEvidenceAdmin(EvidenceLinkAdmin):
    fields = ("evidence", "task")
    list_display = ("evidence", "task")
    list_select_related = ("evidence", "task")
    search_texts = ("task__code", "evidence__original_name", "evidence__document_number")
