"""What the demonstration's accounts decided on real rows, taken back: they accepted them, they opened them again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kpis.actions import figure_subject
from kpis.models import AcceptedFigure, Figure
from plans.actions import row_subject
from plans.models import Reopening, ReopeningState, ReportedRow, UnitReport
from plans.places import Place
from plans.workflow import RowState
from reports.actions import code_of, rows_of
from reports.reopening.actions import snapshot_of
from reports.sending import places_of
from tasks.actions import progress_subject
from tasks.models import AcceptedProgress, Progress
from units import journal
from units.models import Channel, User, Ward

CLEARED = "Xóa dữ liệu trình diễn: người chấp nhận là tài khoản trình diễn"
CLOSED = "Xóa dữ liệu trình diễn: việc mở lại là của tài khoản trình diễn"
Row = TypeVar("Row", bound=ReportedRow)


def wait_for_review_again(ward: Ward, now: datetime) -> None:
    """Real rows whose acceptance was only played: the newest snapshot of their place goes with the demonstration.

    Not by the row's version: a row that was opened and closed again is its old snapshot at a new version.
    """
    period = {"period": OuterRef("report__period")}
    figures = AcceptedFigure.objects.filter(indicator=OuterRef("indicator"), **period)
    parts = AcceptedProgress.objects.filter(task=OuterRef("task"), unit=OuterRef("report__unit"), **period)
    _take_back(Figure.objects.select_related("indicator").filter(_newest_played(figures)), figure_subject, ward, now)
    _take_back(Progress.objects.select_related("task").filter(_newest_played(parts)), progress_subject, ward, now)


def _newest_played(snapshots: QuerySet[Any]) -> Q:
    return Q(Subquery(snapshots.order_by("-pk").values("illustrative")[:1]))


def _take_back(rows: QuerySet[Row], subject_of: Callable[[Row], journal.Subject], ward: Ward, now: datetime) -> None:
    played = rows.filter(report__unit__ward=ward, state=RowState.ACCEPTED, illustrative=False)
    for row in played.select_related("report__unit", "report__period"):
        before = {"trạng thái": row.state_label}
        type(row)._default_manager.filter(pk=row.pk).update(state=RowState.SENT)
        row.state = RowState.SENT
        _record(subject_of(row), ward, now, before, {"trạng thái": row.state_label}, CLEARED)


def close_reopenings(ward: Ward, people: QuerySet[User], now: datetime) -> None:
    """Delete what they asked for or opened; the real rows that stood open by it are closed first.

    Called when the demonstration's own rows and snapshots are gone, so that what stands is real.
    """
    played = Reopening.objects.filter(Q(asked_by__in=people) | Q(decided_by__in=people), unit__ward=ward)
    for reopening in played.filter(state=ReopeningState.GRANTED).select_related("unit"):
        _close_rows(reopening, ward, now)
    played.delete()


def _close_rows(reopening: Reopening, ward: Ward, now: datetime) -> None:
    reports = UnitReport.objects.select_related("unit", "period__plan")
    report = reports.filter(unit=reopening.unit, period=reopening.period).first()
    if report is None:
        return
    rows = rows_of(report).where(lambda row: row.reopened_until is not None and code_of(row) == reopening.code)
    for place, row in zip(places_of(report, rows), [*rows.figures, *rows.progress], strict=True):
        UnitReport.objects.filter(pk=report.pk).update(content_version=F("content_version") + 1)
        report.refresh_from_db(fields=["content_version"])
        _close(place, row, report.content_version, ward, now)


def _close(place: Place[Any], row: ReportedRow, version: int, ward: Ward, now: datetime) -> None:
    before = {"trạng thái": row.state_label, **place.describe(row)}
    columns = {"reopened_until": None, "version": version, **_closed_columns(place, row)}
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    subject = row_subject(row, kind=place.kind, code=place.code())
    _record(subject, ward, now, before, {"trạng thái": row.state_label, **place.describe(row)}, CLOSED)


def _closed_columns(place: Place[Any], row: ReportedRow) -> dict[str, Any]:
    """As by "Khép lại": the accepted figure again. Without one it is being entered; what is under way goes on."""
    if not row.editable:
        return {}
    snapshot = snapshot_of(place, row.report.unit)
    if snapshot is None:
        return {"state": RowState.ENTERING}
    values = {name: getattr(snapshot, name) for name in place.value_names}
    return {"state": RowState.ACCEPTED, "return_reason": "", "on_behalf": snapshot.on_behalf, **values}


def _record(
    subject: journal.Subject, ward: Ward, now: datetime, before: dict[str, str], after: dict[str, str], reason: str
) -> None:
    journal.record(
        subject, "change", ward=ward, by=None, channel=Channel.COMMAND, now=now, before=before, after=after,
        reason=reason,
    )  # fmt: skip
