"""Figures in admin: read-only rows, and their table in and out through the one reader and the one action."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kpis.actions import describe
from kpis.figure_import import FigureImport, RowOutcome, import_table
from kpis.figure_table import LABELS, figure_cells
from kpis.models import AcceptedFigure, Figure, FigureEvidence
from kpis.querysets import figures_in
from plans.collecting import require_some_open
from plans.models import Period
from plans.quantities import Measure
from plans.refusals import NotAllowed
from plans.reported_admin import AcceptedRowAdmin, EvidenceLinkAdmin, ReportedRowAdmin
from plans.table import Table, WorkbookRefused
from plans.table_admin import Line, Preview, TableAdmin
from units.admin_scope import Right, reader
from units.models import Channel
from units.permissions import enters_figures

WORDS = {"new": "mới", "changed": "sửa"}
VALUES = ("value", "numerator", "denominator", "nothing_reason", "estimate", "source", "explanation")
MARKS = ("state", "version", "on_behalf", "illustrative", "entered_by", "entered_at", "return_reason")


class FigureWords:
    """How a figure is shown in a list."""

    @admin.display(description="số liệu")
    def said(self, row: Any) -> str:
        return describe(row, Measure(row.indicator.measure))["số liệu"]

    def code_of(self, row: Any) -> str:
        return str(row.indicator.code)


@admin.register(Figure)
class FigureAdmin(FigureWords, TableAdmin, ReportedRowAdmin):
    """An import needs the right to enter figures; the administrator by itself has none."""

    kind = "figure"
    imports: Right = staticmethod(enters_figures)
    scope_label = "Kỳ báo cáo"
    fields = ("indicator", "period", "unit_name", *VALUES, *MARKS)
    list_display = ("indicator", "period", "said", "unit_name", "state", "marks", "entered_by")
    ordering = ("-period__ends_on", "indicator__order")
    list_select_related = ("indicator", "period", "entered_by", "report__unit", "report__period")
    search_texts = ("indicator__search", "entered_by__full_name", "source")

    def scopes(self, request: HttpRequest) -> QuerySet[Any]:
        """Periods that take figures, the latest that has begun first."""
        periods = Period.objects.filter(plan__ward_id=reader(request).ward_id).select_related("plan__ward")
        quarters = [period.pk for period in periods if period.collects]
        begun = periods.filter(pk__in=quarters, starts_on__lte=timezone.localdate())
        return (begun if begun.exists() else periods.filter(pk__in=quarters)).order_by("-ends_on")

    def file_stem(self) -> str:
        return "so-lieu"

    def columns(self, request: HttpRequest) -> Sequence[str]:
        return list(LABELS.values())

    def take_in(self, request: HttpRequest, scope: Any, table: Table) -> Preview:
        now = timezone.now()
        work = FigureImport(period=scope, by=reader(request), channel=Channel.ADMIN, now=now)
        try:
            require_some_open(scope, now)
            outcome = import_table(table, work, dry_run=False)
        except (WorkbookRefused, NotAllowed) as refused:
            return Preview(problems=[refused.sentence])
        lines = [line_of(row) for row in outcome.rows if row.kind in WORDS]
        same = outcome.count("same") + outcome.count("empty")
        return Preview(lines, outcome.problems, outcome.warnings, same)

    def table_out(self, request: HttpRequest, scope: Any, *, native: bool) -> tuple[Sequence[str], Sequence[Any]]:
        figures = figures_in(scope).order_by("indicator__order")
        return list(LABELS.values()), [figure_cells(figure, native=native) for figure in figures]


def line_of(row: RowOutcome) -> Line:
    """What changes in the figure, its source and its note, as the journal will say it."""
    figure: Any = row.figure  # stands in every row that is new or changed
    measure = Measure(figure.indicator.measure)
    before, after = (describe(row.stored, measure) if row.stored else {}), describe(figure, measure)
    names = [name for name in {**after, **before} if before.get(name, "") != after.get(name, "")]
    changes = tuple((name.capitalize(), before.get(name, ""), after.get(name, "")) for name in names)
    return Line(row.number, row.code, WORDS[row.kind], changes)


@admin.register(AcceptedFigure)
class AcceptedFigureAdmin(FigureWords, AcceptedRowAdmin):
    kind = "figure"
    fields = (
        "indicator", "period", "unit", *VALUES, "on_behalf", "illustrative", "row_version", "content_version",
        "accepted_by", "accepted_at", "self_accepted",
    )  # fmt: skip
    list_display = ("indicator", "period", "said", "unit", "accepted_by", "accepted_at", "marks")
    list_select_related = ("indicator", "period", "unit", "accepted_by")
    search_texts = ("indicator__search", "accepted_by__full_name", "source")


@admin.register(FigureEvidence)
class FigureEvidenceAdmin(EvidenceLinkAdmin):
    fields = ("evidence", "indicator")
    list_display = ("evidence", "indicator")
    list_select_related = ("evidence", "indicator")
    search_texts = ("indicator__code", "evidence__original_name", "evidence__document_number")
