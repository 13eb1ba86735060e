"""What the unit's head does with rows that wait: confirm them, or give them back to the officer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from plans.refusals import Conflict, NotAllowed, ReportMoved
from plans.requests import DONE_BEFORE
from reports.entry.forms import GiveBackForm, SendForm
from reports.entry.question import INCOMPLETE, ask
from reports.entry.saving import BAD_REQUEST, CONFLICT, REFUSED
from reports.entry.sheet import Sheet, sheet_of
from reports.sending import NOTHING_WAITS
from reports.sending import confirm_report as confirm
from reports.sending import give_back as to_officer
from units.models import Channel
from units.permissions import heads


@require_POST
def confirm_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """Xác nhận: the unit's head sends on what the officer gave."""
    return _by_head(request, sheet_of(request, period, unit), SendForm(request.POST), confirm, {}, "Đã xác nhận và gửi")


@require_POST
def give_back(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """Trả lại cán bộ, with the reason."""
    form = GiveBackForm(request.POST)
    words = {"reason": form.cleaned_data["reason"]} if form.is_valid() and "reason" in form.cleaned_data else {}
    words["chosen"] = request.POST.getlist("row")
    return _by_head(request, sheet_of(request, period, unit), form, to_officer, words, "Đã trả lại cán bộ")


def _by_head(
    request: HttpRequest, sheet: Sheet, form: SendForm, act: Callable[..., int], words: dict[str, Any], done: str
) -> HttpResponse:
    if not heads(sheet.desk.user, sheet.unit):
        raise PermissionDenied
    report, back = sheet.tally.report, form if isinstance(form, GiveBackForm) else None
    if not form.is_valid():
        incomplete = "key" in form.errors or "seen" in form.errors
        return ask(request, sheet, INCOMPLETE if incomplete else "", BAD_REQUEST if incomplete else REFUSED, back=back)
    if report is None:
        return ask(request, sheet, NOTHING_WAITS, REFUSED, back=back)
    report.period, report.unit = sheet.period, sheet.unit
    request_key = {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
    hand = {"by": sheet.desk.user, "channel": Channel.SCREEN, "now": sheet.desk.now}
    try:
        count = act(report=report, **request_key, **hand, **words)
    except (ReportMoved, Conflict) as moved:
        return ask(request, sheet.again(), moved.sentence, CONFLICT, back=back)
    except NotAllowed as refused:
        return ask(request, sheet.again(), refused.sentence, REFUSED, back=back)
    where = sheet.period.label
    messages.success(request, f"{done} {count} dòng của {where}." if count else DONE_BEFORE)
    return redirect("send_report", sheet.period.code, sheet.unit.code)
