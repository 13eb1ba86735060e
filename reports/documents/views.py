"""The page "Báo cáo" and the files that it hands out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.models import Period
from reports.desk import Desk, desk_of
from reports.documents.contents import Contents
from reports.documents.export import FORMATS, file_name, scope_of
from reports.documents.paper import chosen_signer, signers
from reports.narrative.reading import read_edits
from reports.scorecard import build_scorecard
from units.dates import local_date
from units.permissions import sees_reports


def _asked(request: HttpRequest, code: str | None) -> tuple[Desk, Period]:
    """The period, else 404; then the right to read reports, else 403."""
    desk = desk_of(request)
    period = desk.period(code)
    if not sees_reports(desk.user):
        raise PermissionDenied
    return desk, period


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    desk, period = _asked(request, request.GET.get("ky"))
    return render(request, "documents/documents.html", {"contents": Contents(desk, period)})


@require_safe
def report_xlsx(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "xlsx")


@require_safe
def report_docx(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "docx")


@require_safe
def report_json(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "json")


def _file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """Accepted figures; with `?ban-nhap=1` all that was entered, marked. `?nguoi-ky=` chooses who signs."""
    desk, period = _asked(request, code)
    scope = scope_of(draft=request.GET.get("ban-nhap") == "1")
    card = build_scorecard(desk.plan, desk.periods, period, scope=scope, now=desk.now)
    signer = chosen_signer(signers(desk.plan.ward, local_date(desk.now)), request.GET.get("nguoi-ky", ""))
    made = FORMATS[extension]
    name = file_name(card, extension)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made.write(card, signer, read_edits(period)), content_type=made.content_type, headers=headers)
