"""Tables in and out on an admin page: upload, preview of every change, confirm; download as .xlsx or .csv.

The file is read once, safely (plans/workbook.py). What was read travels through the preview in the page itself,
signed, so that nothing is kept on the server and a GET changes nothing; the confirmation runs the same writes again
and keeps them only where they come out as they were shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from plans.table import Cell, Row, Table, WorkbookRefused
from plans.table_files import write_csv, write_xlsx
from plans.workbook import parse_table
from units.admin_scope import ModelAdmin, Right, reader
from units.dates import short_date
from units.permissions import edits_plan

SALT = "table-preview"
MAX_AGE = 3600
MAX_TOKEN = 2_000_000
EXPIRED = "Bản xem trước đã cũ hoặc không đúng; hãy chọn lại tệp."
MOVED = "Dữ liệu vừa thay đổi sau khi bạn xem trước; hãy xem lại rồi xác nhận."
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row that will be written: (column, before, after) for each cell that changes."""

    number: int
    code: str
    what: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass
class Preview:
    """Every line of `problems` and `warnings` is for the reader. Nothing is written while there are problems."""

    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def digest(self) -> str:
        return sha256(repr(self.lines).encode()).hexdigest()

    def count(self, what: str) -> int:
        return sum(line.what == what for line in self.lines)

    @property
    def summary(self) -> str:
        return f"{self.count('mới')} dòng mới, {self.count('sửa')} dòng sửa, {self.same} dòng không đổi"


class UploadForm(forms.Form):
    """The file is read here, so that what is wrong with it is said at its field."""

    import_file = forms.FileField(label="Tệp .xlsx hoặc .csv", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))
    table: Table | None = None

    def clean_import_file(self) -> Any:
        sent = self.cleaned_data["import_file"]
        try:
            self.table = parse_table(sent.name or "", sent.read())
        except WorkbookRefused as refused:
            raise ValidationError(refused.sentence) from refused
        return sent


class DownloadForm(forms.Form):
    format = forms.ChoiceField(
        label="Loại tệp",
        choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv)")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )


class TableAdmin(ModelAdmin):
    """Subclasses say what a table is read into (`take_in`) and made of (`table_out`)."""

    imports: Right = staticmethod(edits_plan)
    scope_label: ClassVar[str] = "Kế hoạch"
    change_list_template = "admin/tables/change_list.html"

    def file_stem(self) -> str:
        """How a downloaded file is called, in ASCII."""
        raise NotImplementedError

    def take_in(self, request: HttpRequest, scope: Any, table: Table) -> Preview:
        """Write the table inside the caller's transaction and say what was written."""
        raise NotImplementedError

    def table_out(self, request: HttpRequest, scope: Any, *, native: bool) -> tuple[Sequence[str], Sequence[Any]]:
        """Headings and rows; `native`: numbers and dates as such."""
        raise NotImplementedError

    def columns(self, request: HttpRequest) -> Sequence[str]:
        """The headings that an import knows."""
        raise NotImplementedError

    def scopes(self, request: HttpRequest) -> QuerySet[Any] | None:
        """What a table belongs to (a plan, a period), newest first; None where it is the ward itself."""
        return None

    def get_urls(self) -> list[Any]:
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("export/", view(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        rights = {"may_import": self.imports(reader(request))}
        return super().changelist_view(request, {**(extra_context or {}), **rights})

    # --- in

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.imports(reader(request)):
            raise PermissionDenied
        if request.method == "POST" and "table" in request.POST:
            return self.confirm(request)
        form = self.scoped(UploadForm, request)
        if not form.is_bound or not form.is_valid():
            return self.page(request, "import", form=form, columns=self.columns(request))
        scope, table = form.cleaned_data.get("scope"), form.table
        preview = self.run(request, scope, table, lambda found: False)
        return self.preview_page(request, scope, table, preview)

    def scoped(self, base: type[Any], request: HttpRequest) -> Any:
        """The form with a choice of what the table belongs to, where there is something to choose."""
        form = base(request.POST, request.FILES) if request.method == "POST" else base()
        scopes = self.scopes(request)
        if scopes is not None:
            chosen = forms.ModelChoiceField(scopes, label=self.scope_label, empty_label=None, initial=scopes.first())
            form.fields = {"scope": chosen, **form.fields}
        return form

    def run(self, request: HttpRequest, scope: Any, table: Table, keep: Callable[[Preview], bool]) -> Preview:
        """Write everything, look at it, and keep it or take it all back."""
        with transaction.atomic():
            preview = self.take_in(request, scope, table)
            if preview.problems or not keep(preview):
                transaction.set_rollback(True)
        return preview

    def preview_page(
        self, request: HttpRequest, scope: Any, table: Table, preview: Preview, notice: str = ""
    ) -> HttpResponse:
        token = "" if preview.problems or not preview.lines else self.sealed(request, scope, table, preview)
        if len(token) > MAX_TOKEN:
            token, preview.problems = "", [f"{table.name}: bảng quá lớn; hãy chia thành nhiều tệp."]
        return self.page(request, "import", preview=preview, token=token, name=table.name, scope=scope, notice=notice)

    def confirm(self, request: HttpRequest) -> HttpResponse:
        try:
            sealed = signing.loads(request.POST["table"], salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature:
            sealed = {}
        if sealed.get("for") != self.seal_owner(request):
            self.message_user(request, EXPIRED, level="error")
            return redirect(request.path)
        scopes, table = self.scopes(request), unsealed(sealed)
        scope = None if scopes is None else scopes.filter(pk=sealed["scope"]).first()
        if scopes is not None and scope is None:
            self.message_user(request, EXPIRED, level="error")
            return redirect(request.path)
        preview = self.run(request, scope, table, lambda found: found.digest == sealed["digest"])
        if preview.problems or preview.digest != sealed["digest"]:
            return self.preview_page(request, scope, table, preview, MOVED)
        self.message_user(request, f"Đã nhập {table.name}: {preview.summary}.", level="success")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def seal_owner(self, request: HttpRequest) -> list[Any]:
        return [reader(request).pk, self.opts.label]

    def sealed(self, request: HttpRequest, scope: Any, table: Table, preview: Preview) -> str:
        content = {
            "for": self.seal_owner(request),
            "scope": scope.pk if scope else None,
            "name": table.name,
            "headers": table.headers,
            "rows": [[row.number, [sealed_cell(cell) for cell in row.cells]] for row in table.rows],
            "digest": preview.digest,
        }
        return signing.dumps(content, salt=SALT, compress=True)

    # --- out

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = self.scoped(DownloadForm, request)
        if not form.is_bound or not form.is_valid():
            return self.page(request, "export", form=form)
        kind, scope = form.cleaned_data["format"], form.cleaned_data.get("scope")
        headings, rows = self.table_out(request, scope, native=kind == "xlsx")
        title = str(self.opts.verbose_name_plural).capitalize()
        content = write_xlsx(title, headings, rows) if kind == "xlsx" else write_csv(headings, rows)
        answer = HttpResponse(content, content_type=TYPES[kind])
        name = f"{self.file_stem()}-{reader(request).ward.code}-{timezone.localdate():%Y-%m-%d}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def page(self, request: HttpRequest, template: str, /, **context: Any) -> HttpResponse:
        what = {"import": "Nhập từ tệp", "export": "Xuất ra tệp"}[template]
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "what": what}
        title = f"{what}: {self.opts.verbose_name_plural}"
        return TemplateResponse(request, f"admin/tables/{template}.html", {**shared, "title": title, **context})


def sealed_cell(cell: Cell) -> list[object]:
    """A date stands in a column of dates, or the preview has refused it: there its text says the same. So does the
    text of anything else that the page cannot carry, which no column takes."""
    value = cell.value
    if isinstance(value, date):
        value = short_date(value)
    elif not isinstance(value, str | int | float | None):
        value = str(value)
    return [value, cell.number_format]


def unsealed(content: dict[str, Any]) -> Table:
    rows = tuple(Row(number, tuple(Cell(*cell) for cell in cells)) for number, cells in content["rows"])
    return Table(content["name"], tuple(content["headers"]), rows)
