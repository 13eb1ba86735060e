"""The page "Báo cáo" and the files that it hands out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.models import Period
from reports.desk import Desk, desk_of
from reports.documents.contents import Contents
from reports.documents.export import FORMATS, file_name, scope_of
from reports.documents.material import read_material
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
def report_json(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "json")


def _file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """Accepted figures; with `?ban-nhap=1` all that was entered, marked. `?nguoi-ky=` chooses who signs."""
    desk, period = _asked(request, code)
    scope = scope_of(draft=request.GET.get("ban-nhap") == "1")
    signer = request.GET.get("nguoi-ky", "")
    material = read_material(desk.plan, desk.periods, period, scope=scope, signer=signer, now=desk.now)
    made, name = FORMATS[extension], file_name(material.card, extension)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made.write(material), content_type=made.content_type, headers=headers)
