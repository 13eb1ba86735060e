"""Admin of what units report: seen, searched and filtered here, written by the actions only."""

from typing import Any

from django.contrib import admin

from units.admin_base import ReadOnlyAdmin
from units.admin_scope import ScopedFilter
from units.journal import Subject


class Marks:
    """What is special about a row, in words: a column of crosses and ticks reads like a list of errors."""

    words = (
        ("estimate", "ước"),
        ("on_behalf", "nhập thay"),
        ("self_accepted", "tự chấp nhận"),
        ("illustrative", "minh họa"),
    )

    @admin.display(description="ghi chú", empty_value="")
    def marks(self, row: Any) -> str:
        return ", ".join(word for name, word in self.words if getattr(row, name, False))


class ReportedRowAdmin(Marks, ReadOnlyAdmin):
    """Figures and progress as entered."""

    ward_path = "report__unit__ward"
    ordering = ("-report__period__ends_on", "pk")
    list_filter = (("report__period", ScopedFilter), ("report__unit", ScopedFilter), "state", "illustrative")

    def subject(self, row: Any) -> Subject:
        return Subject(self.kind, row.pk, self.code_of(row), row.report.period.code, row.report.unit.code)

    def journal_lines(self, row: Any) -> dict[str, Any]:
        """By place, not by id: a row that was emptied and entered anew has one history."""
        place = self.subject(row)
        return {"subject_type": self.kind, "subject_code": place.code, "period_code": place.period}

    @admin.display(description="kỳ", ordering="report__period__ends_on")
    def period_label(self, row: Any) -> str:
        return str(row.report.period)

    @admin.display(description="đơn vị", ordering="report__unit__name")
    def unit_name(self, row: Any) -> str:
        return str(row.report.unit)


class AcceptedRowAdmin(Marks, ReadOnlyAdmin):
    """Accepted snapshots; triggers in the database refuse every change."""

    ward_path = "unit__ward"
    ordering = ("-period__ends_on", "-pk")
    list_filter = (("period", ScopedFilter), ("unit", ScopedFilter), "illustrative")

    def journal_lines(self, row: Any) -> dict[str, Any]:
        return {"subject_type": self.kind, "subject_code": self.code_of(row), "period_code": row.period.code}


class EvidenceLinkAdmin(ReadOnlyAdmin):
    """On which rows evidence stands; its history is the evidence's."""

    kind, ward_path = "evidence", "evidence__ward"
    ordering = ("-evidence__uploaded_at", "pk")
    list_filter = (("evidence__period", ScopedFilter), ("evidence__unit", ScopedFilter))

    def journal_lines(self, row: Any) -> dict[str, Any]:
        return {"subject_type": self.kind, "subject_id": row.evidence_id}
