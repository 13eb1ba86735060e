"""The aid for nq57.vn: the coordinator's alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.refusals import NotAllowed
from reports.desk import Desk, desk_of
from reports.nq57.actions import TypedMoved, set_order, tick, untick
from reports.nq57.page import LAST_PLACE, Nq57Page, is_number, posted_order
from units.permissions import writes_reports

OK, BAD_REQUEST, CONFLICT, REFUSED = 200, 400, 409, 422
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa ghi gì; hãy xem lại rồi bấm lần nữa."
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _page_of(request: HttpRequest, period: str | None) -> Nq57Page:
    desk: Desk = desk_of(request)
    page = Nq57Page(desk, desk.period(period))
    if not writes_reports(desk.user, desk.plan.ward_id):
        raise PermissionDenied
    return page


@form_page
def nq57(request: HttpRequest, period: str) -> HttpResponse:
    page = _page_of(request, period)
    if request.method != "POST":
        return _shown(request, page)
    asked = request.POST
    indicator, version, value = page.indicator(asked.get("code", "")), asked.get("version", ""), asked.get("value", "")
    if indicator is None or not version.isdecimal() or asked.get("do") not in ("tick", "untick"):
        return _refused(request, page, INCOMPLETE, BAD_REQUEST)
    written = {"period": page.period, "indicator": indicator, "seen": int(version), **page.desk.hand}
    try:
        if asked["do"] == "untick":
            untick(**written)
        else:
            tick(value=value if is_number(value) else "", **written)
    except NotAllowed as refused:
        return _refused(request, page, refused.sentence, CONFLICT if isinstance(refused, TypedMoved) else REFUSED)
    return redirect(f"{reverse('nq57', args=[page.period.code])}#row-{indicator.code}")


def _refused(request: HttpRequest, page: Nq57Page, sentence: str, status: int) -> HttpResponse:
    messages.error(request, sentence)
    return _shown(request, Nq57Page(page.desk, page.period), status)


def _shown(request: HttpRequest, page: Nq57Page, status: int = OK) -> HttpResponse:
    return render(request, "nq57/nq57.html", {"page": page}, status=status)


@form_page
def nq57_order(request: HttpRequest) -> HttpResponse:
    """Thứ tự màn hình: one place for each indicator, saved whole."""
    page = _page_of(request, request.GET.get("ky"))
    if request.method != "POST":
        return _order(request, page)
    codes, version = posted_order(page, request.POST.dict()), request.POST.get("version", "")
    if codes is None or not version.isdecimal():
        sentence = f"Thứ tự là số từ 1 đến {LAST_PLACE}; chưa ghi gì." if codes is None else INCOMPLETE
        messages.error(request, sentence)
        return _order(request, page, REFUSED if codes is None else BAD_REQUEST)
    try:
        changed = set_order(plan=page.desk.plan, codes=codes, seen=int(version), **page.desk.hand)
    except TypedMoved as moved:
        messages.error(request, moved.sentence)
        return _order(request, page, CONFLICT)
    messages.success(request, "Đã lưu thứ tự màn hình." if changed else "Không có gì thay đổi.")
    return redirect(f"{reverse('nq57_order')}?ky={page.period.code}")


def _order(request: HttpRequest, page: Nq57Page, status: int = OK) -> HttpResponse:
    return render(request, "nq57/order.html", {"page": page}, status=status)
