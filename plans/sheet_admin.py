"""Admin of the models whose tables are resources (units/sheets.py)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from plans.models import Plan
from plans.resources import PlanSheetResource
from plans.sheet_import import as_dataset, problems
from plans.table import Table, WorkbookRefused
from plans.table_admin import Line, Preview, TableAdmin
from units.admin_scope import reader
from units.models import Channel
from units.sheets import Change, Errand, SheetResource


class SheetAdmin(TableAdmin):
    resource: ClassVar[type[SheetResource]]

    def file_stem(self) -> str:
        return self.resource.sheet

    def built(self, request: HttpRequest, scope: Any) -> SheetResource:
        return self.resource(errand=self.errand(request), labelled=True)

    def errand(self, request: HttpRequest) -> Errand:
        by = reader(request)
        return Errand(ward=by.ward, by=by, channel=Channel.ADMIN, now=timezone.now())

    def columns(self, request: HttpRequest) -> Sequence[str]:
        return [column.label for column in self.resource.fields.values()]

    def take_in(self, request: HttpRequest, scope: Any, table: Table) -> Preview:
        resource = self.built(request, scope)
        wrong = [f"{table.name}: {sentence}" for sentence in resource.heading_problems(table.headers)]
        wrong += table.problems()
        if wrong:
            return Preview(problems=wrong)
        try:
            table.need_rows()
        except WorkbookRefused as refused:
            return Preview(problems=[refused.sentence])
        result = resource.import_data(as_dataset(table), use_transactions=True, rollback_on_validation_errors=True)
        lines = [line_of(table, change) for change in resource.written]
        return Preview(lines, problems(result, resource, table), same=len(table.rows) - len(lines))

    def table_out(self, request: HttpRequest, scope: Any, *, native: bool) -> tuple[Sequence[str], Sequence[Any]]:
        rows = self.built(request, scope).export(force_native_type=native)
        return rows.headers, list(rows)


def line_of(table: Table, change: Change) -> Line:
    changes = tuple((name, before, after) for name, (before, after) in change.columns.items())
    return Line(table.rows[change.row - 1].number, change.code, "mới" if change.new else "sửa", changes)


class PlanSheetAdmin(SheetAdmin):
    """Rows of one plan."""

    resource: ClassVar[type[PlanSheetResource]]

    def scopes(self, request: HttpRequest) -> QuerySet[Any]:
        return Plan.objects.filter(ward_id=reader(request).ward_id).select_related("ward").order_by("-year", "-pk")

    def built(self, request: HttpRequest, scope: Any) -> PlanSheetResource:
        return self.resource(errand=self.errand(request), plan=scope, labelled=True)
