"""The page that accepts many clean reports at once."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.desk import desk_of
from reports.review.board import collecting_period
from reports.review.many import ManyPage, Result
from reports.review.many import accept_many as accept
from reports.review.views import CONFLICT, INCOMPLETE, OK, REFUSED, require_reviewer

NOTHING_CHOSEN = "Chưa chọn đơn vị nào."


@require_http_methods(["GET", "HEAD", "POST"])
def accept_many(request: HttpRequest, period: str) -> HttpResponse:
    """GET lists what waits and what was checked; POST accepts the chosen clean ones."""
    desk = desk_of(request)
    require_reviewer(desk)
    page = ManyPage(desk, collecting_period(desk, period))
    if request.method != "POST":
        return _draw(request, page)
    units, key = request.POST.getlist("unit"), _key(request.POST.get("key", ""))
    if key is None or not units:
        return _draw(request, page, sentence=INCOMPLETE if key is None else NOTHING_CHOSEN, status=REFUSED)
    results = accept(page, units, {unit: _number(request.POST.get(f"seen-{unit}", "")) for unit in units}, key)
    _say(request, page, results)
    if not any(result.refused for result in results):
        return redirect("accept_many", period)
    return _draw(request, ManyPage(desk, page.period), results=results, status=CONFLICT)


def _say(request: HttpRequest, page: ManyPage, results: list[Result]) -> None:
    done = ", ".join(f"{result.short_name} ({result.count} dòng)" for result in results if result.count)
    before = ", ".join(result.short_name for result in results if result.done_before)
    if done:
        messages.success(request, f"Đã chấp nhận số liệu {page.period.label} của {done}.")
    if before:
        messages.info(request, f"Số liệu {page.period.label} của {before} đã được chấp nhận trước đó.")


def _draw(
    request: HttpRequest, page: ManyPage, *, sentence: str = "", results: list[Result] | None = None, status: int = OK
) -> HttpResponse:
    context = {"page": page, "key": uuid4(), "sentence": sentence, "results": results or []}
    return render(request, "review/many.html", context, status=status)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """A version as the page showed it; one that no report ever has where it cannot be read."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
