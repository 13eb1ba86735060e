"""Nhật ký: the page, and what it shows as a file. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reports.desk import desk_of
from reports.journal.files import MOST, as_csv, as_xlsx
from reports.journal.filters import JournalFilterForm
from reports.journal.lines import Line, acts_of, lines_of, visible_events
from units.dates import local_date, short_datetime
from units.models import Event, User
from units.permissions import sees_history_of, sees_journal

A_PAGE = 60
OK, REFUSED = 200, 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass
class Found:
    """What the address asks for, of what the reader sees."""

    reader: User
    form: JournalFilterForm
    events: QuerySet[Event]

    @property
    def whole_ward(self) -> bool:
        return sees_history_of(self.reader, None)


def found_for(request: HttpRequest) -> Found:
    reader = desk_of(request).user
    if not sees_journal(reader):
        raise PermissionDenied
    form = JournalFilterForm(request.GET, reader)
    return Found(reader, form, form.filter(visible_events(reader)))


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    return _draw(request, found_for(request))


def _draw(request: HttpRequest, found: Found, sentence: str = "", status: int = OK) -> HttpResponse:
    """Some nine queries, however many lines there are."""
    page: Page[Event] = Paginator(found.events, A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "found": found,
        "form": found.form,
        "page": page,
        "acts": acts_of(found.events, list(page.object_list), found.form.units),
        "total": visible_events(found.reader).order_by().count(),
        "most": MOST,
        "fits": page.paginator.count <= MOST,
        "printed": short_datetime(desk_of(request).now),
        "sentence": sentence,
    }
    return render(request, "journal/journal.html", context, status=status)


@require_safe
def journal_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, "xlsx", XLSX, as_xlsx)


@require_safe
def journal_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv", CSV, as_csv)


def _file(request: HttpRequest, extension: str, kind: str, write: Callable[[list[Line]], bytes]) -> HttpResponse:
    """All that was found, or nothing where it is more than a file takes: never a part without a word."""
    found = found_for(request)
    events = list(found.events[: MOST + 1])
    if len(events) > MOST:
        return _draw(request, found, too_many(), REFUSED)
    content = write(lines_of(events, found.form.units))
    name = f"nhat-ky-{local_date(desk_of(request).now):%Y-%m-%d}.{extension}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": str(disposition)})


def too_many() -> str:
    return (
        f"Mỗi tệp chứa nhiều nhất {MOST:,} dòng".replace(",", ".")
        + "; hãy lọc hẹp lại (theo kỳ, đơn vị, ngày) rồi xuất."
    )
