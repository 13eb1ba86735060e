"""The page of one row's reopening. URL → visible sheet (404) → permission (403) → form → action → redirect."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from plans.evidence_rules import FileRefused
from plans.evidence_store import StoreFailed
from plans.refusals import Conflict, NotAllowed
from plans.requests import DONE_BEFORE
from reports.desk import desk_of
from reports.entry.sheet import sheet_of
from reports.reopening import actions
from reports.reopening.forms import AskForm, CloseForm, KeyForm, RefuseForm, UntilForm
from reports.reopening.page import ReopeningPage, reopening_page
from units.dates import local_date, short_date
from units.models import Channel
from units.permissions import can_review, works_for

OK, BAD_REQUEST, CONFLICT, REFUSED, UNAVAILABLE = 200, 400, 409, 422, 503
USUAL = timedelta(days=7)  # offered: a row is put right within the week
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa làm gì; hãy xem lại rồi bấm lần nữa."


@require_safe
def reopening(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    return _draw(request, _page(request, period, unit, code))


@require_POST
def ask_reopening(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    """Đề nghị mở lại: the unit's own people, with the paper."""
    page = _page(request, period, unit, code)
    if not works_for(page.sheet.desk.user, page.sheet.unit):
        raise PermissionDenied
    form = AskForm(request.POST, request.FILES, today=_today(page))
    words = {"paper": form.paper, "reason": form.cleaned_data["reason"]} if form.is_valid() else {}
    return _do(request, page, "ask", form, actions.ask_reopening, words, "Đã gửi đề nghị mở lại đến cơ quan đầu mối.")


@require_POST
def grant_reopening(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    """Mở lại until a day: what was asked, or at once; again: a new day."""
    page = _reviewed(request, period, unit, code)
    form = UntilForm(request.POST, today=_today(page), asked=page.open is not None)
    words = {name: form.cleaned_data[name] for name in ("until", "reason")} if form.is_valid() else {}
    return _do(request, page, "until", form, actions.grant_reopening, words, f"Đã mở lại {page.name}.")


@require_POST
def refuse_reopening(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    page, form = _reviewed(request, period, unit, code), RefuseForm(request.POST)
    words = {"reason": form.cleaned_data["reason"]} if form.is_valid() else {}
    return _do(request, page, "refuse", form, actions.refuse_reopening, words, "Đã từ chối đề nghị mở lại.")


@require_POST
def close_reopening(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    """Khép lại: the row is its accepted snapshot again."""
    page, form = _reviewed(request, period, unit, code), CloseForm(request.POST)
    words = {"reason": form.cleaned_data["reason"]} if form.is_valid() else {}
    return _do(request, page, "close", form, actions.close_reopening, words, f"Đã khép lại {page.name}.")


def _page(request: HttpRequest, period: str, unit: str, code: str) -> ReopeningPage:
    return reopening_page(sheet_of(request, period, unit), code)


def _reviewed(request: HttpRequest, period: str, unit: str, code: str) -> ReopeningPage:
    """The right is asked first: who has none hears the same of every unit and row."""
    user = desk_of(request).user
    if not can_review(user, user.ward_id):
        raise PermissionDenied
    return _page(request, period, unit, code)


def _today(page: ReopeningPage) -> Any:
    return local_date(page.sheet.desk.now)


def _do(
    request: HttpRequest,
    page: ReopeningPage,
    name: str,
    form: Form,
    act: Callable[..., bool],
    words: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Carry it out and go back; or draw the page as it is now, with the sentence and what was typed."""
    if not form.is_valid():
        incomplete = "key" in form.errors
        sentence = INCOMPLETE if incomplete else "" if page.shows(name) else str(next(iter(form.errors.values()))[0])
        return _draw(request, page, {name: form}, sentence, _status(incomplete))
    desk, sheet = page.sheet.desk, page.sheet
    hand = {"by": desk.user, "channel": Channel.SCREEN, "now": desk.now, "key": form.cleaned_data["key"]}
    try:
        first = act(place=page.place, unit=sheet.unit, **hand, **words)
    except (NotAllowed, FileRefused, Conflict, StoreFailed) as refused:
        status = {Conflict: CONFLICT, StoreFailed: UNAVAILABLE}.get(type(refused), REFUSED)
        fresh = ReopeningPage(sheet.again(), page.place, page.name)
        return _draw(request, fresh, {name: form}, refused.sentence, status)
    messages.success(request, done if first else DONE_BEFORE)
    return redirect("reopening", sheet.period.code, sheet.unit.code, page.code)


def _status(incomplete: bool) -> int:
    return BAD_REQUEST if incomplete else REFUSED


def _draw(
    request: HttpRequest, page: ReopeningPage, held: dict[str, Form] | None = None, sentence: str = "", status: int = OK
) -> HttpResponse:
    """`held`: the form that was not carried out, with what was typed in it."""
    today = _today(page)
    fresh = {"key": uuid4(), "until": short_date(max(today, page.open_until or today) + USUAL)}
    forms: dict[str, Form] = {
        "ask": AskForm(initial=fresh, today=today),
        "until": UntilForm(initial=fresh, today=today, asked=page.open is not None),
        "refuse": RefuseForm(initial=fresh),
        "close": CloseForm(initial=fresh),
    } | (held or {})
    context = {"page": page, "sheet": page.sheet, "forms": forms, "sentence": sentence, "key": KeyForm(initial=fresh)}
    return render(request, "reopening/reopening.html", context, status=status)
