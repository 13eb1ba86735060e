"""The page "Lời văn báo cáo": read by who reads reports, written by the coordinator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.desk import desk_of
from reports.narrative.page import NarrativePage
from units.permissions import sees_reports, writes_reports

OK, CONFLICT, REFUSED = 200, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def narrative(request: HttpRequest, period: str) -> HttpResponse:
    desk = desk_of(request)
    found = desk.period(period)
    allowed = writes_reports(desk.user, desk.plan.ward_id) if request.method == "POST" else sees_reports(desk.user)
    if not allowed:
        raise PermissionDenied
    page = NarrativePage(desk, found, request.POST.dict() if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, page)
    written = page.save()
    if written:
        messages.success(request, f"Đã lưu: {'; '.join(written)}.")
    if page.refused:
        return _page(request, page, CONFLICT if page.conflict else REFUSED)
    if not written:
        messages.info(request, "Không có gì thay đổi.")
    return redirect("narrative", found.code)


def _page(request: HttpRequest, page: NarrativePage, status: int = OK) -> HttpResponse:
    return render(request, "narrative/narrative.html", {"page": page}, status=status)
