"""The page "Báo cáo" and the files that it hands out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from plans.models import Period
from reports.addresses import address
from reports.desk import Desk, desk_of
from reports.documents.as_of import read_as_of
from reports.documents.contents import Contents
from reports.documents.export import FORMATS, file_name
from reports.documents.leaders import leaders_workbook
from reports.documents.material import Material, read_material
from reports.documents.pdf import PdfFailed, to_pdf
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.dates import DateRefused, local_date
from units.permissions import sees_reports

DAY = "den-ngay"


def _asked(request: HttpRequest, code: str | None) -> tuple[Desk, Period]:
    """The period, else 404; then the right to read reports, else 403."""
    desk = desk_of(request)
    period = desk.period(code)
    if not sees_reports(desk.user):
        raise PermissionDenied
    return desk, period


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """With `?den-ngay=` what had been accepted by that day."""
    desk, period = _asked(request, request.GET.get("ky"))
    typed = request.GET.get(DAY, "")
    try:
        contents = Contents(desk, period, read_as_of(typed, period, local_date(desk.now)))
    except DateRefused as refused:
        contents = Contents(desk, period)
        return _page(request, contents, refused_day=refused.sentence, typed=typed)
    return _page(request, contents, typed=typed)


def _page(request: HttpRequest, contents: Contents, status: int = 200, **words: str) -> HttpResponse:
    return render(request, "documents/documents.html", {"contents": contents, **words}, status=status)


@require_safe
def report_xlsx(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "xlsx")


@require_safe
def report_docx(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "docx")


@require_safe
def report_json(request: HttpRequest, period: str) -> HttpResponse:
    return _file(request, period, "json")


@require_safe
def report_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """What `?tu=` names, xlsx or docx, as LibreOffice prints it."""
    desk, found = _asked(request, period)
    source = request.GET.get("tu", "xlsx")
    if source not in FORMATS or source == "json":
        return redirect("documents")
    try:
        material = _material(request, desk, found)
        content = b"" if request.method == "HEAD" else to_pdf(FORMATS[source].write(material), source)
    except DateRefused:
        return _back(request, found)
    except PdfFailed as failed:
        return _page(request, Contents(desk, found), status=503, failed=failed.sentence)
    part = "-bang-so-lieu" if source == "xlsx" else ""  # else both would have one name
    return _download(content, file_name(material.card, "pdf", part=part), "application/pdf")


@require_safe
def leaders_xlsx(request: HttpRequest, period: str) -> HttpResponse:
    """What each leader directs, on a sheet of its own."""
    desk, found = _asked(request, period)
    try:
        card = _material(request, desk, found).card
    except DateRefused:
        return _back(request, found)
    return _download(leaders_workbook(card), file_name(card, "xlsx", part="-lanh-dao"), CONTENT_TYPE)


def _file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    desk, period = _asked(request, code)
    try:
        material = _material(request, desk, period)
    except DateRefused:
        return _back(request, period)
    made = FORMATS[extension]
    return _download(made.write(material), file_name(material.card, extension), made.content_type)


def _material(request: HttpRequest, desk: Desk, period: Period) -> Material:
    """Accepted figures, with `?den-ngay=` those of that day; with `?ban-nhap=1` all that was entered, marked.

    `?nguoi-ky=` chooses who signs. Raises DateRefused.
    """
    draft = request.GET.get("ban-nhap") == "1"
    as_of = None if draft else read_as_of(request.GET.get(DAY, ""), period, local_date(desk.now))
    signer = request.GET.get("nguoi-ky", "")
    return read_material(desk.plan, desk.periods, period, now=desk.now, signer=signer, draft=draft, as_of=as_of)


def _back(request: HttpRequest, period: Period) -> HttpResponse:
    """To the page, which says what is wrong with the day."""
    return redirect(reverse("documents") + address({"ky": period.code, DAY: request.GET.get(DAY, "")}))


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
