"""What every admin page of this house shares: it reads the ward's rows and writes one line of the journal a change.

Django's own log of admin actions stays empty: the journal is the one history.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from units import journal
from units.admin_forms import SEEN, InlineFormSet, SeenForm, told
from units.admin_scope import ModelAdmin, Right, Scoped, TabularInline, nobody, reader
from units.columns import JOINT
from units.models import Channel
from units.text import search_key


class WardInline(Scoped, TabularInline):
    """Rows beneath a row. `fk_name` is set, and `told_row` says one of them in the journal."""

    extra = 0
    formset = InlineFormSet
    can_delete_rows = True

    def told_row(self, row: Any) -> str:
        return str(row)

    def told_rows(self, parent: Model) -> str:
        rows = self.model._default_manager.filter(**{str(self.fk_name): parent})
        return "; ".join(self.told_row(row) for row in rows)


class WardAdmin(Scoped, ModelAdmin):
    """`kind` and `code_of` name the row in the journal; `search_texts` are found without diacritics."""

    kind: ClassVar[str] = ""
    search_texts: ClassVar[Sequence[str]] = ()
    fields: ClassVar[Any] = None
    fieldsets: ClassVar[Any] = None
    inlines: ClassVar[Any] = ()
    list_display_links: Any = ()
    list_filter: ClassVar[Any] = ()
    list_select_related: ClassVar[Any] = False
    derived: ClassVar[Sequence[str]] = ()  # columns that follow from the form's own and are saved with them
    form = SeenForm
    actions = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    save_on_top = False

    # --- reading

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.sees(reader(request))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No writes over many rows at once."""
        return {}

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.search_texts

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word somewhere in the texts, without case and diacritics; a ward's tables are small."""
        words = search_key(search_term).split()
        if not words or not self.search_texts:
            return queryset, False
        rows = queryset.order_by().values_list("pk", *self.search_texts)
        keys = {pk: search_key(" ".join(str(text or "") for text in texts)) for pk, *texts in rows}
        return queryset.filter(pk__in=[pk for pk, key in keys.items() if all(word in key for word in words)]), False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The row's lines in the journal."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(f"{reverse('admin:units_event_changelist')}?{urlencode(self.journal_lines(row))}")

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Unknown or another ward's: there is no such page."""
        raise Http404

    def journal_lines(self, row: Any) -> dict[str, Any]:
        """The filter that finds the row's lines."""
        return {"subject_type": self.kind, "subject_id": row.pk}

    # --- writing

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the hidden field that tells whether the row moved under the page."""
        name, options = (groups := list(super().get_fieldsets(request, obj)))[-1]
        if obj is None or not self.has_change_permission(request, obj) or SEEN in options["fields"]:
            return groups
        return [*groups[:-1], (name, {**options, "fields": [*options["fields"], SEEN]})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.describe = staticmethod(self.describe)
        if self.ward_path == "ward":
            form.given = {"ward": reader(request).ward}
        return form

    def describe(self, row: Any) -> dict[str, str]:
        """The row and what stands beneath it as users read it, for the journal and for the comparison."""
        own = {
            str(field.verbose_name): told(row, field)
            for field in row._meta.fields
            if field.editable and not field.primary_key and field.name in self.told_fields()
        } | {
            str(field.verbose_name): JOINT.join(other.code for other in getattr(row, field.name).all())
            for field in row._meta.many_to_many
            if field.name in self.told_fields()
        }
        beneath = [inline(self.model, self.admin_site) for inline in self.inlines]
        return own | {str(i.verbose_name_plural): i.told_rows(row) for i in beneath if isinstance(i, WardInline)}

    def told_fields(self) -> set[str]:
        groups = self.fieldsets or [(None, {"fields": self.fields or ()})]
        return {str(name) for _, options in groups for name in options["fields"]}

    def code_of(self, row: Any) -> str:
        return str(row.code)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only the columns that were changed: what others wrote beside them meanwhile stays."""
        if not change:
            obj.save()
            return
        own = {field.name for field in obj._meta.concrete_fields}
        names = [name for name in form.changed_data if name in own]
        if names:
            obj.save(update_fields=[*names, *self.derived])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        row = self.model._default_manager.get(pk=form.instance.pk)
        before, after = (form.before if change else {}), self.describe(row)
        changed = [name for name, text in after.items() if before.get(name, "") != text]
        if not change:
            self.write_line(request, row, "add", {}, {name: after[name] for name in changed})
        elif changed:
            self.write_line(
                request, row, "change", *({name: texts[name] for name in changed} for texts in (before, after))
            )

    def write_line(
        self, request: HttpRequest, row: Any, action: str, before: Mapping[str, str], after: Mapping[str, str]
    ) -> None:
        by = reader(request)
        journal.record(
            self.subject(row),
            action,
            ward=by.ward,
            by=by,
            channel=Channel.ADMIN,
            now=timezone.now(),
            before=before,
            after=after,
        )

    def subject(self, row: Any) -> journal.Subject:
        return journal.Subject(self.kind, row.pk, self.code_of(row)[:60])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.write_line(request, obj, "delete", self.describe(obj), {})
        obj.delete()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The journal is the one history."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The journal is the one history."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The journal is the one history."""


class ReadOnlyAdmin(WardAdmin):
    """Rows that only the actions write: seen here, never changed."""

    edits: Right = staticmethod(nobody)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or [field.name for field in self.opts.fields if not field.primary_key]
