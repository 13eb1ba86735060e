"""Pasting from a spreadsheet: show what would change, write what is accepted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.entry.difference import difference_left, difference_of, save_chosen, targets_of
from reports.entry.saving import OK, REFUSED
from reports.entry.sheet import Sheet, sheet_of
from units.text import TextRefused

NONE_CHOSEN = "Chưa chọn dòng nào nên chưa lưu gì; hãy đánh dấu các dòng muốn lưu."


@require_http_methods(["GET", "HEAD", "POST"])
def entry_paste(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """GET asks for the cells, POST of `pasted` shows the difference, POST of the difference saves the chosen rows."""
    sheet = sheet_of(request, period, unit)
    if request.method != "POST":
        return _draw(request, sheet, first=request.GET.get("tu", ""))
    return _compare(request, sheet) if "pasted" in request.POST else _accept(request, sheet)


def _compare(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    text, first = request.POST["pasted"], request.POST.get("first", "")
    try:
        difference = difference_of(sheet, text, first)
    except TextRefused as refused:
        return _draw(request, sheet, REFUSED, text=text, first=first, sentence=refused.sentence)
    return _draw(request, sheet, difference=difference, first=first)


def _accept(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    posted = request.POST.dict()
    if not any(name.endswith("-chosen") for name in posted):
        left = difference_left(sheet, posted, {})
        return _draw(request, sheet, REFUSED, difference=left if left.lines else None, sentence=NONE_CHOSEN)
    outcome = save_chosen(sheet, posted)
    if outcome.status == OK:
        messages.success(request, outcome.sentence)
        return redirect("entry", sheet.period.code, sheet.unit.code)
    fresh = sheet.again()
    left = difference_left(fresh, posted, outcome.held)
    return _draw(request, fresh, outcome.status, difference=left, outcome=outcome)


def _draw(request: HttpRequest, sheet: Sheet, status: int = OK, **context: Any) -> HttpResponse:
    context |= {"sheet": sheet, "targets": targets_of(sheet)}
    return render(request, "entry/paste.html", context, status=status)
