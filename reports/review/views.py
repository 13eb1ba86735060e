"""The coordinator's pages: board, review of a unit's report, closing and opening of a period."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import opening as periods
from plans.calendar import PeriodKind, PeriodState
from plans.models import Period
from plans.refusals import Conflict, NotAllowed, PeriodMoved, ReportMoved
from plans.requests import DONE_BEFORE
from reports import actions
from reports.desk import Desk, desk_of
from reports.issued import closing_reason
from reports.review.board import board_of, collecting_period, collecting_periods
from reports.review.cells import board_lines, year_lines
from reports.review.forms import DecisionForm, ReasonForm, ReturnForm
from reports.review.page import ReviewPage, review_page
from reports.review.year import year_of
from units.models import Channel
from units.permissions import can_review

OK, BAD_REQUEST, CONFLICT, REFUSED = 200, 400, 409, 422
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa làm gì; hãy xem lại rồi quyết định."
NOTHING_SENT = "Đơn vị chưa gửi gì trong kỳ này."
DONE = {"close_period": "Đã chốt số liệu", "open_period": "Đã mở"}
form_page = require_http_methods(["GET", "HEAD", "POST"])


Act = Callable[[DecisionForm, dict[str, Any]], str]  # what was done, "" where it had been done before


def require_reviewer(desk: Desk) -> None:
    if not can_review(desk.user, desk.plan.ward_id):
        raise PermissionDenied


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    period = collecting_period(desk, request.GET.get("ky"))
    require_reviewer(desk)
    found = board_of(desk, period)
    return render(request, "review/board.html", {"board": found, "lines": board_lines(found, desk.user.unit_id)})


@require_safe
def year_board(request: HttpRequest) -> HttpResponse:
    """Cả năm: unit × period."""
    desk = desk_of(request)
    wanted = collecting_periods(desk)
    require_reviewer(desk)
    found = year_of(desk, wanted)
    return render(request, "review/year.html", {"year": found, "lines": year_lines(found)})


@require_safe
def review(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    return _draw(request, _page(request, period, unit))


@require_POST
def begin_review(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """Bắt đầu xem xét: the unit cannot take the report back any more."""
    page = _page(request, period, unit)
    if page.report is None:
        return _draw(request, page, None, NOTHING_SENT, REFUSED)
    if actions.begin_review(report=page.report, by=page.desk.user, channel=Channel.SCREEN, now=page.desk.now):
        messages.success(
            request, f"Đã bắt đầu xem xét {page.period.label}, {page.unit.name}; đơn vị không rút lại được."
        )
    return redirect("review", period, unit)


@require_POST
def accept_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    page = _page(request, period, unit)
    form = DecisionForm(request.POST, chosen=request.POST.getlist("row"))
    return _decide(request, page, form, _accept)


@require_POST
def return_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    page = _page(request, period, unit)
    form = ReturnForm(request.POST, chosen=request.POST.getlist("row"))
    return _decide(request, page, form, _give_back)


@require_POST
def split_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """Trả lại the chosen rows, and accept the others."""
    page = _page(request, period, unit)
    form = ReturnForm(request.POST, chosen=request.POST.getlist("row"))
    return _decide(request, page, form, _split)


def _page(request: HttpRequest, period: str, unit: str) -> ReviewPage:
    """The right is asked first: who has none hears the same of every unit, whether it is there or not."""
    desk = desk_of(request)
    require_reviewer(desk)
    return review_page(desk, period, unit)


def _accept(form: DecisionForm, words: dict[str, Any]) -> str:
    count = actions.accept_report(chosen=form.rows, **words)
    return f"Đã chấp nhận {count} dòng" if count else ""


def _give_back(form: DecisionForm, words: dict[str, Any]) -> str:
    count = actions.return_report(chosen=form.rows, reason=form.cleaned_data["reason"], **words)
    return f"Đã trả lại {count} dòng" if count else ""


def _split(form: DecisionForm, words: dict[str, Any]) -> str:
    back, good = actions.split_report(chosen=form.rows, reason=form.cleaned_data["reason"], **words)
    accepted = f", chấp nhận {good} dòng còn lại" if good else ""
    return f"Đã trả lại {back} dòng{accepted}" if back else ""


def _decide(request: HttpRequest, page: ReviewPage, form: DecisionForm, act: Act) -> HttpResponse:
    """Carry the decision out and go back; or draw the page as it is now, with the sentence and what was typed."""
    if not form.is_valid():
        known = "key" not in form.errors and "seen" not in form.errors
        return _draw(request, page, form, "" if known else INCOMPLETE, REFUSED if known else BAD_REQUEST)
    if page.report is None:
        return _draw(request, page, form, NOTHING_SENT, REFUSED)
    seen = {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
    hand = {"by": page.desk.user, "channel": Channel.SCREEN, "now": page.desk.now}
    try:
        done = act(form, {"report": page.report, **seen, **hand})
    except (ReportMoved, Conflict) as moved:
        return _draw(request, page.again(), form, moved.sentence, CONFLICT)
    except NotAllowed as refused:
        return _draw(request, page.again(), form, refused.sentence, REFUSED)
    where = f"{page.period.label}, {page.unit.name}"
    messages.success(request, f"{done} của {where}." if done else DONE_BEFORE)
    return redirect("review", page.period.code, page.unit.code)


def _draw(
    request: HttpRequest, page: ReviewPage, held: DecisionForm | None = None, sentence: str = "", status: int = OK
) -> HttpResponse:
    """The page as it stands. `held`: a decision that was not carried out; what was typed stays, the ticks only
    where the report is still the one that was seen."""
    fresh = DecisionForm(initial={"key": uuid4(), "seen": page.seen}, chosen=[])
    chosen = held.chosen if held and status == REFUSED else []
    reason = (held or fresh)["reason"]
    context = {"page": page, "form": fresh, "reason": reason, "held": held, "chosen": chosen, "sentence": sentence}
    return render(request, "review/review.html", context, status=status)


@form_page
def close_period(request: HttpRequest, period: str) -> HttpResponse:
    """Chốt số liệu."""
    desk, found = _period(request, period)
    already = "đã chốt số liệu" if found.state(desk.now) is PeriodState.CLOSED else ""
    if not found.collects or found.state(desk.now) is PeriodState.NOT_OPEN:
        already = periods.NOT_OPENED
    offered = "" if already else closing_reason(found)
    return _with_reason(request, desk, found, periods.close_period, "close_period", already, offered)


@form_page
def open_period(request: HttpRequest, period: str) -> HttpResponse:
    """Mở kỳ: before its first day, or again after closing."""
    desk, found = _period(request, period)
    already = "đang mở" if found.collects and found.state(desk.now) is PeriodState.OPEN else ""
    return _with_reason(request, desk, found, periods.open_period, "open_period", already)


def _period(request: HttpRequest, code: str) -> tuple[Desk, Period]:
    desk = desk_of(request)
    period = desk.period(code)
    if not (period.as_code.is_quarter or period.kind == PeriodKind.Y):
        raise Http404(f"{period.label} là kỳ tổng hợp, không mở hay chốt riêng.")
    require_reviewer(desk)
    return desk, period


def _with_reason(
    request: HttpRequest,
    desk: Desk,
    period: Period,
    act: Callable[..., None],
    name: str,
    already: str,
    offered: str = "",
) -> HttpResponse:
    """Ask for the reason, then act. `already`: the period is so, and a second click changes nothing. `offered`: the
    reason that is there already, to be kept or changed."""
    posted = request.method == "POST"
    form = ReasonForm(request.POST if posted and not already else None, initial={"reason": offered})
    if form.is_valid():
        try:
            act(period=period, by=desk.user, channel=Channel.SCREEN, now=desk.now, reason=form.cleaned_data["reason"])
        except PeriodMoved as moved:
            messages.error(request, moved.sentence)
        else:
            messages.success(request, f"{DONE[name]} {period.label}.")
    if posted and (already or form.is_valid()):
        return redirect(f"{reverse('board')}?ky={period.code}" if period.collects else "calendar")
    context = {"board": board_of(desk, period), "form": form, "already": already}
    return render(request, f"review/{name}.html", context, status=REFUSED if form.is_bound else OK)
