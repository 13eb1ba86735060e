"""The archive of issued reports: the list, one version, its files, and what văn thư adds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from plans.calendar import PeriodKind, PeriodState
from plans.evidence_rules import FileRefused
from plans.file_store import Damaged, StoreFailed
from plans.refusals import NotAllowed
from reports.desk import Desk, desk_of
from reports.documents.archive import Issued, archive_for, filtered, may_read, periods_in, versions_of
from reports.documents.issue_forms import ArchiveForm, NumberForm, ScanForm
from reports.documents.issued_store import read_file
from reports.documents.signing import add_scan, number_report
from reports.models import IssuedFile, IssuedReport
from units.dates import local_date, short_datetime
from units.permissions import issues_reports, sees_issued

OK, REFUSED, DAMAGED, UNAVAILABLE = 200, 422, 500, 503
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
SAME_NUMBER = "Báo cáo đã có đúng số và ngày này; không có gì thay đổi thêm."
SAME_SCAN = "Bản ký này đã có trong báo cáo; không có gì thay đổi thêm."


def _reader(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    if not sees_issued(desk.user):
        raise PermissionDenied
    return desk


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    desk = _reader(request)
    every = archive_for(desk.user)
    form = ArchiveForm(request.GET, periods_in(every))
    found = filtered(every, form)
    context = {"form": form, "found": found, "total": len(every), "printed": short_datetime(desk.now)}
    return render(request, "documents/archive.html", context)


def _find(request: HttpRequest, pk: int) -> tuple[Desk, list[Issued], Issued]:
    """The version and all of its period; 404 where it is not there or another ward's."""
    desk = _reader(request)
    report = IssuedReport.objects.filter(pk=pk, period__plan__ward=desk.user.ward_id).first()
    if report is None:
        raise Http404("Không có báo cáo này.")
    versions = versions_of(report, desk.user)
    return desk, versions, next(one for one in versions if one.report.pk == pk)


@require_safe
def issued(request: HttpRequest, pk: int) -> HttpResponse:
    desk, versions, one = _find(request, pk)
    return _draw(request, desk, versions, one)


def _draw(
    request: HttpRequest,
    desk: Desk,
    versions: list[Issued],
    one: Issued,
    *,
    number: NumberForm | None = None,
    scan: ScanForm | None = None,
    sentence: str = "",
    status: int = OK,
) -> HttpResponse:
    period = one.report.period
    coordinates = issues_reports(desk.user, desk.user.ward_id)
    closable = period.as_code.is_quarter or period.kind == PeriodKind.Y
    context: dict[str, Any] = {
        "one": one,
        "versions": versions,
        "coordinates": coordinates,
        "closable": coordinates and closable and period.state(desk.now) is not PeriodState.CLOSED,
        "number_form": number or _number_form(desk, one),
        "scan_form": scan or ScanForm(),
        "sentence": sentence,
    }
    return render(request, "documents/issued.html", context, status=status)


def _number_form(desk: Desk, one: Issued, posted: object = None) -> NumberForm:
    return NumberForm(posted, today=local_date(desk.now), again=one.number is not None)


def _coordinator(request: HttpRequest, pk: int) -> tuple[Desk, list[Issued], Issued]:
    desk, versions, one = _find(request, pk)
    if not issues_reports(desk.user, desk.user.ward_id):
        raise PermissionDenied
    return desk, versions, one


@require_POST
def number_issued(request: HttpRequest, pk: int) -> HttpResponse:
    desk, versions, one = _coordinator(request, pk)
    form = _number_form(desk, one, request.POST)
    if not form.is_valid():
        return _draw(request, desk, versions, one, number=form, status=REFUSED)
    data = form.cleaned_data
    words = {"number": data["number"], "signed_on": data["day"], "reason": data.get("reason", "")}
    try:
        new = number_report(report=one.report, **words, **desk.hand)
    except NotAllowed as refused:
        return _draw(request, desk, versions, one, number=form, sentence=refused.sentence, status=REFUSED)
    messages.success(request, f"Đã ghi số {data['number']}." if new else SAME_NUMBER)
    return redirect("issued", pk)


@require_POST
def scan_issued(request: HttpRequest, pk: int) -> HttpResponse:
    desk, versions, one = _coordinator(request, pk)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, desk, versions, one, scan=form, status=REFUSED)
    file = form.cleaned_data["scan"]
    try:
        new = add_scan(report=one.report, name=file.name, content=file.read(), **desk.hand)
    except (NotAllowed, FileRefused) as refused:
        return _draw(request, desk, versions, one, sentence=refused.sentence, status=REFUSED)
    except StoreFailed as failed:
        return _draw(request, desk, versions, one, sentence=failed.sentence, status=UNAVAILABLE)
    messages.success(request, "Đã thêm bản ký." if new else SAME_SCAN)
    return redirect("issued", pk)


@require_safe
def issued_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes that were issued, or the page that says why they cannot be had."""
    desk = _reader(request)
    files = IssuedFile.objects.filter(pk=pk, report__period__plan__ward=desk.user.ward_id)
    file = files.select_related("report__period__plan").first()
    if file is None or not may_read(desk.user, file):
        raise Http404("Không có tệp này.")
    try:
        content = read_file(file)
    except (Damaged, StoreFailed) as failed:
        status = DAMAGED if isinstance(failed, Damaged) else UNAVAILABLE
        context = {"file": file, "sentence": failed.sentence}
        return render(request, "documents/unreadable.html", context, status=status)
    disposition = content_disposition_header(True, file.file_name) or "attachment"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
    return HttpResponse(content, content_type=file.content_type, headers=headers)
