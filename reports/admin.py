"""The journal ("Nhật ký"): search and filter, nothing else."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.dashboard.history import changes, history_line
from units.admin_base import ReadOnlyAdmin
from units.journal_words import ACTION_LABELS, KIND_LABELS, action_word, kind_word
from units.models import Event
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


class KindFilter(WordFilter):
    title, parameter_name, words = "loại", "subject_type", dict(KIND_LABELS)


class ActionFilter(WordFilter):
    title, parameter_name, words = "việc", "action", dict(ACTION_LABELS)


@admin.register(Event)
class JournalAdmin(ReadOnlyAdmin):
    fields = (
        "at", "actor_name", "action_word", "kind_word", "subject_code", "period_word", "unit_code", "all_changes",
        "reason", "channel", "on_behalf",
    )  # fmt: skip
    list_display = (
        "at", "actor_name", "action_word", "kind_word", "subject_code", "period_word", "unit_code", "changed",
        "reason", "channel",
    )  # fmt: skip
    list_filter = (KindFilter, ActionFilter, "channel", "period_code", "unit_code", "on_behalf")
    date_hierarchy = "at"
    search_texts = ("search",)
    search_help_text = "Tìm theo mã, người thực hiện, lý do"
    sortable_by = ("at",)

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
