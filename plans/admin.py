"""The plan and its frame; tables in and out for units and leaders."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from plans.calendar import schedule_faults
from plans.forms import NumberCell
from plans.models import Correction, Evidence, Period, Plan, PlanClause, Receipt, Reopening, Section, UnitReport
from plans.quantities import Measure, NumberRule
from plans.resources import ClauseResource, SectionResource
from plans.scheduling import DATES, dates_of, make_periods, overlaps, set_schedule, window_frozen
from plans.sheet_admin import PlanSheetAdmin, SheetAdmin
from units import journal
from units.admin import LeaderAdmin, UnitAdmin
from units.admin_base import ReadOnlyAdmin, WardAdmin
from units.admin_forms import SeenForm
from units.admin_scope import Right, ScopedFilter, reader
from units.models import Channel, Leader, Unit
from units.permissions import edits_people
from units.resources import LeaderResource, UnitResource

SHARE = NumberRule(Measure.INDEX)


@admin.register(Unit)
class UnitTableAdmin(SheetAdmin, UnitAdmin):
    resource = UnitResource
    imports: Right = staticmethod(edits_people)


@admin.register(Leader)
class LeaderTableAdmin(SheetAdmin, LeaderAdmin):
    resource = LeaderResource
    imports: Right = staticmethod(edits_people)


class PlanForm(SeenForm):
    tolerance = NumberCell(
        lambda: SHARE,
        label="Ngưỡng cần chú ý",
        initial=Plan._meta.get_field("tolerance").default,
        help_text="Phần của 1, ví dụ 0,1 là 10%.",
    )
    jump_threshold = NumberCell(
        lambda: SHARE,
        label="Ngưỡng thay đổi so với quý trước",
        initial=Plan._meta.get_field("jump_threshold").default,
        help_text="Phần của 1: đổi nhiều hơn mức này thì trang nhập hỏi lý do, ví dụ 0,3 là 30%.",
    )


@admin.register(Plan)
class PlanAdmin(WardAdmin):
    kind = "plan"
    form = PlanForm
    fields = ("number", "title", "issued_on", "year", "tolerance", "jump_threshold", "coordinator")
    list_display = ("number", "title", "year", "issued_on", "coordinator")
    list_select_related = ("coordinator",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("year",) if obj else ()

    def code_of(self, row: Plan) -> str:
        return row.number

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            make_periods(plan=obj, by=reader(request), channel=Channel.ADMIN, now=timezone.now())


class PlanRowAdmin(WardAdmin):
    """A row of one plan. It does not move to another."""

    ward_path = "plan__ward"
    list_filter: ClassVar[Any] = (("plan", ScopedFilter),)
    list_select_related: ClassVar[Any] = ("plan",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("plan",) if obj else ()


@admin.register(Section)
class SectionAdmin(PlanSheetAdmin, PlanRowAdmin):
    kind, resource = "section", SectionResource
    can_delete_rows = True
    fields = (
        "plan", "code", "appendix", "numeral", "numeral_printed", "title", "title_printed", "line", "order",
        "money_source",
    )  # fmt: skip
    list_display = ("code", "appendix", "numeral", "title", "order")
    list_filter = (("plan", ScopedFilter), "appendix")
    search_texts = ("code", "title")


@admin.register(PlanClause)
class ClauseAdmin(PlanSheetAdmin, PlanRowAdmin):
    kind, resource = "clause", ClauseResource
    can_delete_rows = True
    fields = ("plan", "number", "kind", "text", "text_printed", "first_line", "last_line", "order")
    list_display = ("number", "kind", "text", "first_line")
    list_filter = (("plan", ScopedFilter), "kind")
    search_texts = ("number", "text")

    def code_of(self, row: PlanClause) -> str:
        return row.number


@admin.register(Correction)
class CorrectionAdmin(PlanRowAdmin):
    """The register: where the text used differs from the printed one, and why."""

    kind = "correction"
    can_delete_rows = True
    fields = ("plan", "order", "lines", "place", "printed", "used", "reason", "kind")
    list_display = ("lines", "place", "printed", "used", "reason", "kind")
    list_display_links = ("lines", "printed")
    list_filter = (("plan", ScopedFilter), "kind")
    search_texts = ("lines", "place", "printed", "used", "reason")

    def code_of(self, row: Correction) -> str:
        return f"dòng {row.lines}"


class PeriodForm(SeenForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, sentence in schedule_faults(**{name: data.get(name) for name in DATES}):
            self.add_error(name, sentence)
        for name, sentence in overlaps(self.instance, data.get("starts_on"), data.get("ends_on")):
            self.add_error(name, sentence)
        if refusal := window_frozen(self.instance, data, timezone.now()):  # which is as stored until the form is valid
            self.add_error(None, refusal)
        return data


@admin.register(Period)
class PeriodAdmin(PlanRowAdmin):
    """Dates and deadlines. Opening and closing are actions of their own ("Tình hình gửi")."""

    kind = "period"
    form = PeriodForm
    can_add = False
    fields = (
        "plan", "label", "starts_on", "ends_on", "unit_due_at", "review_due_at", "send_due_on", "opened_at",
        "closed_at", "closed_by", "close_reason",
    )  # fmt: skip
    readonly_fields = ("plan", "label", "opened_at", "closed_at", "closed_by", "close_reason")
    list_display = ("label", "plan", "starts_on", "ends_on", "unit_due_at", "review_due_at", "send_due_on", "closed_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """By the action that the calendar's page uses, so that the same is asked, written down and told."""
        stored = Period.objects.select_related("plan__ward").get(pk=obj.pk)
        set_schedule(period=stored, dates=dates_of(obj), by=reader(request), channel=Channel.ADMIN, now=timezone.now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing stands beneath a period, and its line of the journal is the action's."""

    @admin.display(description="kỳ", ordering="ends_on")
    def label(self, row: Period) -> str:
        return row.label

    def subject(self, row: Any) -> Any:
        return journal.Subject(self.kind, row.pk, row.code, period=row.code)


@admin.register(UnitReport)
class ReportAdmin(ReadOnlyAdmin):
    """Written by the desk's actions only."""

    kind, ward_path = "report", "unit__ward"
    fields = ("unit", "period", "content_version", "sent_at", "sent_by", "last_activity_at", "last_activity_by")
    list_display = ("unit", "period", "sent_at", "sent_by", "last_activity_at")
    list_filter = (("period", ScopedFilter), ("unit", ScopedFilter))
    list_select_related = ("unit", "period", "sent_by")
    search_texts = ("unit__name", "unit__code")

    def journal_lines(self, row: Any) -> dict[str, Any]:
        return {"period_code": row.period.code, "unit_code": row.unit.code}


@admin.register(Reopening)
class ReopeningAdmin(ReadOnlyAdmin):
    """Which rows were opened after they were accepted, why and until when."""

    kind, ward_path = "reopening", "unit__ward"
    fields = (
        *("unit", "period", "code", "state", "reason", "evidence", "asked_by", "asked_at"),
        *("decided_by", "decided_at", "until", "answer", "ended_at"),
    )
    list_display = ("code", "unit", "period", "state", "decided_by", "until")
    list_filter = (("period", ScopedFilter), ("unit", ScopedFilter), "state")
    list_select_related = ("unit", "period", "decided_by")
    search_texts = ("code", "reason")

    def journal_lines(self, row: Any) -> dict[str, Any]:
        return {"period_code": row.period.code, "unit_code": row.unit.code, "subject_code": row.code}


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """What proves the figures; the file itself is read on the unit's pages, which ask for the reader's right."""

    kind = "evidence"
    fields = (
        *("unit", "period", "kind", "original_name", "size", "sha256", "document_number", "document_date"),
        *("illustrative", "uploaded_by", "uploaded_at", "removed_at", "removed_by", "removal_reason"),
    )
    list_display = ("__str__", "unit", "period", "uploaded_by", "uploaded_at", "removed_at")
    list_filter = (("period", ScopedFilter), ("unit", ScopedFilter), "kind")
    list_select_related = ("unit", "period", "uploaded_by")
    search_texts = ("original_name", "document_number")


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """What was sent, as it was sent."""

    kind, ward_path = "report", "report__unit__ward"
    fields = ("code", "report", "sent_at", "sent_by", "illustrative")
    list_display = ("code", "report", "sent_at", "sent_by")
    list_filter = (("report__period", ScopedFilter), ("report__unit", ScopedFilter))
    list_select_related = ("report__unit", "report__period", "sent_by")
    search_texts = ("code", "report__unit__name")

    def journal_lines(self, row: Any) -> dict[str, Any]:
        return {"period_code": row.report.period.code, "unit_code": row.report.unit.code}
