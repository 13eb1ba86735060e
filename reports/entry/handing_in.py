"""What follows "Gửi báo cáo": taking it back, the receipt, and the paper form for who works with signatures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plans.refusals import NotAllowed
from reports.desk import desk_of
from reports.entry.forms import SendForm
from reports.entry.paper import paper_form as paper_of
from reports.entry.receipts import found_receipts
from reports.entry.receipts import receipt_page as page_of
from reports.entry.sheet import Sheet, sheet_of
from reports.sending import withdraw_report as take_back
from units.models import Channel

NOT_TAKEN_BACK = "Trang gửi lên không đầy đủ nên chưa rút lại gì; hãy bấm “Rút lại” lần nữa."

TO_CHANGE = "cần sửa dòng chưa mở lại thì đề nghị mở lại dòng đó."


@require_http_methods(["POST"])
def withdraw_report(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """Rút lại: one press on the entry page; a refusal is said there."""
    sheet = sheet_of(request, period, unit)
    form, report = SendForm(request.POST), sheet.tally.report
    if not form.is_valid() or report is None:
        messages.error(request, NOT_TAKEN_BACK)
        return redirect("entry", period, unit)
    report.period, report.unit = sheet.period, sheet.unit
    try:
        count = take_back(
            report=report, by=sheet.desk.user, channel=Channel.SCREEN, now=sheet.desk.now, **form.cleaned_data
        )
    except NotAllowed as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _taken_back(count, sheet) if count else "Báo cáo đã được rút lại trước đó.")
    return redirect("entry", period, unit)


def _taken_back(count: int, sheet: Sheet) -> str:
    if sheet.is_closed:
        return f"Đã rút lại {count} dòng; {sheet.period.label} đã chốt số liệu, {TO_CHANGE}"
    return f"Đã rút lại {count} dòng; sửa xong hãy gửi lại."


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "entry/receipt.html", {"page": page_of(desk_of(request), code)})


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Find a receipt again, by the code on the paper or in the list."""
    desk, typed = desk_of(request), request.GET.get("ma", "").strip()
    return render(request, "entry/receipts.html", {"pages": found_receipts(desk, typed), "typed": typed})


@require_safe
def paper_form(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    return render(request, "entry/paper_form.html", {"paper": paper_of(sheet_of(request, period, unit))})
