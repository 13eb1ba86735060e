"""The journal ("Nhật ký"): search and filter, nothing else. Directions and issued reports as their pages write them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.dashboard.history import changes, history_line
from reports.journal.filters import periods_of_ward, units_of_ward
from reports.models import (
    Direction,
    DirectionMessage,
    DirectionUnit,
    IssuedFile,
    IssuedNumber,
    IssuedReport,
    NarrativeText,
    OwnForm,
    ScreenOrder,
    TypedFigure,
)
from units.admin_base import ReadOnlyAdmin, WardInline
from units.admin_scope import Right, ScopedFilter, nobody, reader
from units.journal_words import ACTION_LABELS, KIND_LABELS, action_word, kind_word
from units.models import Event, Unit
from units.text import search_key

LONGEST = 160  # characters of a text in the list


class WordFilter(admin.SimpleListFilter):
    """A filter by a stored code that shows its word."""

    words: dict[str, str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return list(self.words.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{str(self.parameter_name): value}) if value else queryset


class PeriodFilter(WordFilter):
    title, parameter_name = "kỳ", "period_code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return periods_of_ward(reader(request))


class UnitFilter(WordFilter):
    title, parameter_name = "đơn vị", "unit_code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return list(units_of_ward(reader(request)).items())


class OnBehalfFilter(WordFilter):
    title, parameter_name = "nhập thay", "on_behalf"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [("1", "có"), ("0", "không")]


class KindFilter(WordFilter):
    title, parameter_name, words = "loại", "subject_type", dict(KIND_LABELS)


class ActionFilter(WordFilter):
    title, parameter_name, words = "việc", "action", dict(ACTION_LABELS)


@admin.register(Event)
class JournalAdmin(ReadOnlyAdmin):
    fields = (
        "at", "actor_name", "action_word", "kind_word", "subject_code", "period_word", "unit_word", "all_changes",
        "reason", "channel", "on_behalf",
    )  # fmt: skip
    list_display = (
        "at", "actor_name", "action_word", "kind_word", "subject_code", "period_word", "unit_word", "changed",
        "reason", "channel",
    )  # fmt: skip
    list_filter = (KindFilter, ActionFilter, "channel", PeriodFilter, UnitFilter, OnBehalfFilter)
    date_hierarchy = "at"
    search_texts = ("search",)
    search_help_text = "Tìm theo mã, người thực hiện, lý do"
    sortable_by = ("at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        named = Unit.objects.filter(ward=OuterRef("ward"), code=OuterRef("unit_code")).values("name")
        lines: QuerySet[Any] = super().get_queryset(request).annotate(unit_name=Subquery(named))
        return lines

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word somewhere in the stored key, without case and diacritics: the journal grows without end."""
        for word in search_key(search_term).split():
            queryset = queryset.filter(search__contains=word)
        return queryset, False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A line of history has none of its own."""
        raise Http404

    @admin.display(description="việc", ordering="action")
    def action_word(self, row: Event) -> str:
        return action_word(row.action)

    @admin.display(description="loại")
    def kind_word(self, row: Event) -> str:
        return kind_word(row.subject_type)

    @admin.display(description="kỳ", ordering="period_code")
    def period_word(self, row: Event) -> str:
        return history_line(row).period

    @admin.display(description="đơn vị", ordering="unit_code")
    def unit_word(self, row: Event) -> str:
        """Its name, read with the line; the code where the unit is gone."""
        return str(getattr(row, "unit_name", None) or row.unit_code)

    @admin.display(description="từ → đến")
    def changed(self, row: Event) -> SafeString:
        return told_changes(row, LONGEST)

    @admin.display(description="từ → đến")
    def all_changes(self, row: Event) -> SafeString:
        return told_changes(row, None)


def told_changes(row: Event, longest: int | None) -> SafeString:
    told = changes(row.before, row.after)
    lines = ((one.name, gone(one.before, longest), shortened(one.after, longest)) for one in told)
    return format_html(
        '<ul class="changes">{}</ul>',
        format_html_join("", "<li>{}: {}<ins>{}</ins></li>", lines),
    )


def gone(text: str, longest: int | None) -> SafeString:
    return format_html("<del>{}</del> → ", shortened(text, longest)) if text else mark_safe("")


def shortened(text: str, longest: int | None) -> str:
    cut = text if longest is None or len(text) <= longest else f"{text[: longest - 1]}…"
    return cut or "(trống)"


class ReadOnlyInline(WardInline):
    edits: Right = staticmethod(nobody)


class OfDirection(ReadOnlyInline):
    fk_name, ward_path = "direction", "direction__plan__ward"


class PartInline(OfDirection):
    model, fields = DirectionUnit, ("unit", "answered_at")


class MessageInline(OfDirection):
    model = DirectionMessage
    fields = (
        "kind", "unit", "text", "due_on", "document_number", "document_date", "evidence", "by", "at", "on_behalf",
    )  # fmt: skip


@admin.register(Direction)
class DirectionAdmin(ReadOnlyAdmin):
    """Written on the pages of reports/directions only."""

    kind, ward_path = "direction", "plan__ward"
    fields = (
        "period", "about", "indicator", "task", "unit", "text", "due_on", "leader", "followed_by", "written_by",
        "given_at", "document_number", "document_date", "state", "closed_at", "closed_by", "illustrative",
    )  # fmt: skip
    inlines = (PartInline, MessageInline)
    list_display = ("subject_words", "text", "leader", "due_on", "state", "given_at")
    list_filter = ("state", "about", ("leader", ScopedFilter))
    list_select_related = ("indicator", "task", "unit", "period", "leader")
    search_texts = ("text", "document_number", "leader__full_name")

    @admin.display(description="về")
    def subject_words(self, row: Direction) -> str:
        return row.subject_words

    def code_of(self, row: Direction) -> str:
        return row.subject_code


class OfIssued(ReadOnlyInline):
    fk_name, ward_path = "report", "report__period__plan__ward"


class FileInline(OfIssued):
    model, fields = IssuedFile, ("kind", "file_name", "size", "sha256", "added_by", "added_at")


class NumberInline(OfIssued):
    model, fields = IssuedNumber, ("number", "signed_on", "reason", "by", "at")


@admin.register(IssuedReport)
class IssuedReportAdmin(ReadOnlyAdmin):
    """Written by reports/documents/issuing.py and signing.py only; the files are taken from the archive's own page."""

    kind, ward_path = "issued", "period__plan__ward"
    fields = ("period", "version", "issued_at", "issued_by", "signer", "reason", "illustrative")
    inlines = (NumberInline, FileInline)
    list_display = ("period", "version", "issued_at", "issued_by", "signer")
    list_filter = (("period", ScopedFilter),)
    list_select_related = ("period", "issued_by")
    search_texts = ("period__code", "signer", "reason", "issued_by__full_name")

    def code_of(self, row: IssuedReport) -> str:
        return f"{row.period.code} bản {row.version}"


@admin.register(NarrativeText)
class NarrativeAdmin(ReadOnlyAdmin):
    """Written on the page "Lời văn báo cáo" only."""

    kind, ward_path = "narrative", "period__plan__ward"
    fields = ("period", "section", "text", "version", "edited_by", "edited_at")
    list_display = ("period", "section", "edited_by", "edited_at")
    list_filter = (("period", ScopedFilter), "section")
    list_select_related = ("period", "edited_by")
    search_texts = ("text",)

    def code_of(self, row: NarrativeText) -> str:
        return row.period.code

    def journal_lines(self, row: NarrativeText) -> dict[str, Any]:
        """They name the period: its sections are one text."""
        return {"subject_type": self.kind, "subject_id": row.period_id}


@admin.register(TypedFigure)
class TypedFigureAdmin(ReadOnlyAdmin):
    """Ticked on the page "Nhập sang nq57.vn" only."""

    kind, ward_path = "typed_figure", "period__plan__ward"
    fields = ("period", "indicator", "value", "version", "typed_by", "typed_at")
    list_display = ("period", "indicator", "value", "typed_by", "typed_at")
    list_filter = (("period", ScopedFilter),)
    list_select_related = ("period", "indicator", "typed_by")
    search_texts = ("indicator__code", "indicator__name")

    def code_of(self, row: TypedFigure) -> str:
        return row.indicator.code


@admin.register(ScreenOrder)
class ScreenOrderAdmin(ReadOnlyAdmin):
    """Changed on its page only."""

    kind, ward_path = "screen_order", "plan__ward"
    fields = ("plan", "codes", "version")
    list_display = ("plan",)
    list_select_related = ("plan",)

    def code_of(self, row: ScreenOrder) -> str:
        return row.plan.number


@admin.register(OwnForm)
class OwnFormAdmin(ReadOnlyAdmin):
    """Brought and mapped on the pages "Biểu mẫu của Sở" only."""

    kind, ward_path = "own_form", "plan__ward"
    fields = (
        "plan",
        "name",
        "file_name",
        "size",
        "sha256",
        "added_by",
        "added_at",
        "mapped_by",
        "mapped_at",
        "version",
    )
    list_display = ("name", "plan", "added_by", "added_at", "mapped_at")
    list_select_related = ("plan", "added_by")
    search_texts = ("name", "file_name")

    def code_of(self, row: OwnForm) -> str:
        return row.name
