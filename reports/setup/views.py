"""The pages that set the year up: "Lịch báo cáo" and "Mốc quý". Everyone in the ward but viewers reads them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from plans.refusals import NotAllowed
from reports.desk import Desk, desk_of
from reports.setup.calendar import CalendarPage, save_days_off
from reports.setup.forms import DaysOffForm
from reports.setup.milestones import MilestonePage
from units.permissions import edits_plan, sees_calendar

OK, CONFLICT, REFUSED = 200, 409, 422
NOTHING_CHANGED = "Không có gì thay đổi."
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _desk(request: HttpRequest) -> Desk:
    """The plan is there (404), the reader may see the page, and write where they do (403)."""
    desk = desk_of(request)
    allowed = edits_plan if request.method == "POST" else sees_calendar
    if not (desk.plan and allowed(desk.user)):
        raise PermissionDenied
    return desk


@form_page
def calendar(request: HttpRequest) -> HttpResponse:
    """Lịch báo cáo: all the dates at once, saved whole."""
    desk = _desk(request)
    if request.method != "POST":
        return _calendar(request, CalendarPage(desk))
    page = CalendarPage(desk, posted=request.POST.dict())
    if not page.is_valid():
        return _calendar(request, page, REFUSED)
    try:
        moved = page.save()
    except NotAllowed as refused:
        messages.error(request, refused.sentence)
        return _calendar(request, page, CONFLICT)
    names = ", ".join(period.label for period in moved)
    messages.success(request, f"Đã lưu lịch {names}." if moved else NOTHING_CHANGED)
    return redirect("calendar")


@require_POST
def days_off(request: HttpRequest) -> HttpResponse:
    """Ngày nghỉ: the list, and whether a deadline on one moves."""
    desk = _desk(request)
    form = DaysOffForm(request.POST, **CalendarPage(desk).form_words)
    if not form.is_valid():
        return _calendar(request, CalendarPage(desk, held=form), REFUSED)
    messages.success(request, "Đã lưu ngày nghỉ." if save_days_off(desk, form) else NOTHING_CHANGED)
    return redirect("calendar")


def _calendar(request: HttpRequest, page: CalendarPage, status: int = OK) -> HttpResponse:
    return render(request, "setup/calendar.html", {"page": page}, status=status)


@form_page
def milestones(request: HttpRequest) -> HttpResponse:
    """Mốc quý: what is expected at the end of quarters I to III, saved whole."""
    desk = _desk(request)
    page = MilestonePage(desk, posted=request.POST.dict() if request.method == "POST" else None)
    if request.method != "POST":
        return _milestones(request, page)
    if not page.is_valid():
        return _milestones(request, page, REFUSED)
    try:
        count = page.save()
    except NotAllowed as refused:
        messages.error(request, refused.sentence)
        return _milestones(request, page, CONFLICT)
    messages.success(request, f"Đã lưu mốc quý của {count} chỉ tiêu." if count else NOTHING_CHANGED)
    for sentence in page.advice:
        messages.warning(request, sentence)
    return redirect("milestones")


def _milestones(request: HttpRequest, page: MilestonePage, status: int = OK) -> HttpResponse:
    return render(request, "setup/milestones.html", {"page": page}, status=status)
