"""The officer's pages. URL → visible sheet (404) → form → action → redirect."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.evidence_rules import FileRefused
from plans.evidence_store import StoreFailed
from plans.forms import RowForm
from plans.models import UnitReport
from plans.refusals import NotAllowed, ReportMoved
from reports.desk import Desk, desk_of
from reports.directions.reading import my_directions
from reports.entry.forms import QuestionForm
from reports.entry.indicator_page import IndicatorPage, indicator_page, save_indicators
from reports.entry.my_work import my_work as work_of
from reports.entry.one_row import save_row
from reports.entry.question import INCOMPLETE, ask, paper_form_of
from reports.entry.saving import BAD_REQUEST, CONFLICT, OK, REFUSED, Outcome
from reports.entry.sheet import Sheet, sheet_of
from reports.entry.task_page import TaskPage, save_tasks, task_page
from reports.sending import NOTHING_TO_SEND, Unexplained
from reports.sending import send_report as send
from units.models import Channel

Draw = Callable[[Sheet, Mapping[str, RowForm[Any]]], IndicatorPage | TaskPage]
Save = Callable[[Sheet, Mapping[str, str]], Outcome]
page_that_saves = require_http_methods(["GET", "HEAD", "POST"])
TOO_MUCH = "Chưa gửi: có câu giải trình chưa hợp lệ, xem tại dòng đó."
PAPER_WRONG = "Chưa gửi: thiếu bản giấy của đơn vị, xem bên dưới."


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect("my_work")


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    return render(request, "entry/my_work.html", _my_work_words(desk))


def _my_work_words(desk: Desk) -> dict[str, Any]:
    directions = my_directions(desk.user, desk.now)
    return {"work": work_of(desk), "current": desk.current_period, "directions": directions}


@page_that_saves
def entry(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    return _grid(request, "entry", sheet_of(request, period, unit), save_indicators, indicator_page)


@page_that_saves
def entry_tasks(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    return _grid(request, "entry_tasks", sheet_of(request, period, unit), save_tasks, task_page)


def _grid(request: HttpRequest, tab: str, sheet: Sheet, save: Save, draw: Draw) -> HttpResponse:
    """A tab of the entry page. Redirects when all is saved; else draws it again with what could not be saved."""
    outcome = save(sheet, request.POST.dict()) if request.method == "POST" else None
    if outcome and outcome.status == OK:
        messages.success(request, outcome.sentence)
        return redirect(tab, sheet.period.code, sheet.unit.code)
    fresh = sheet.again() if outcome else sheet
    page = draw(fresh, outcome.held if outcome else {})
    context = {"sheet": fresh, "page": page, "outcome": outcome, "tab": tab}
    return render(request, f"entry/{tab}.html", context, status=outcome.status if outcome else OK)


@require_POST
def entry_row(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    """One row, saved by itself: answers the row as the page draws it, never a redirect."""
    answer = save_row(sheet_of(request, period, unit), code, request.POST.dict())
    return HttpResponse(render_to_string(answer.template, dict(answer.context)), status=answer.status)


@page_that_saves
def send_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """GET asks once and lists what is missing; POST sends."""
    sheet = sheet_of(request, period, unit)
    return _send(request, sheet) if request.method == "POST" else ask(request, sheet)


def _send(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form, report = QuestionForm(sheet.unexplained, request.POST.dict(), fresh={}), sheet.tally.report
    if not form.is_valid():
        return ask(request, sheet, *((INCOMPLETE, BAD_REQUEST) if form.incomplete else (TOO_MUCH, REFUSED)))
    if report is None:
        return ask(request, sheet, NOTHING_TO_SEND, REFUSED)
    report.period, report.unit = sheet.period, sheet.unit
    paper_form = paper_form_of(sheet, request)
    if paper_form is not None and not paper_form.is_valid():
        return ask(request, sheet, PAPER_WRONG, REFUSED, paper=paper_form)
    words = form.request | {"paper": paper_form.paper if paper_form else None}
    try:
        count = send(report=report, by=sheet.desk.user, channel=Channel.SCREEN, now=sheet.desk.now, **words)
    except ReportMoved as moved:
        return ask(request, sheet.again(), moved.sentence, CONFLICT)
    except NotAllowed as refused:
        lacking = refused.codes if isinstance(refused, Unexplained) else ()
        return ask(request, sheet.again(), refused.sentence, REFUSED, lacking)
    except (FileRefused, StoreFailed) as not_kept:
        return ask(request, sheet.again(), not_kept.sentence, REFUSED)
    return _after(request, sheet, report, count)


def _after(request: HttpRequest, sheet: Sheet, report: UnitReport, count: int) -> HttpResponse:
    """To the receipt; where the head is asked first there is none yet."""
    label = sheet.period.label
    if sheet.waits_for_head:
        done = f"Đã trình {count} dòng của {label}, chờ lãnh đạo đơn vị xác nhận."
        messages.success(request, done if count else f"Báo cáo {label} đã được trình.")
        return redirect("entry", sheet.period.code, sheet.unit.code)
    sent = f"Đã gửi {count} dòng của {label}, đang chờ xem xét." if count else f"Báo cáo {label} đã được gửi."
    messages.success(request, sent)
    return redirect("receipt", report.receipt_code)
