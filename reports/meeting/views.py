"""The pages of the meeting: what everybody gets on paper, and what stands on the wall."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.meeting.sheet import meeting_of
from reports.meeting.slides import ITEM, Slide


@require_safe
def meeting(request: HttpRequest) -> HttpResponse:
    found = meeting_of(request)
    return render(request, "meeting/meeting.html", {"meeting": found, "frame": found.frame, "card": found.card})


@require_safe
def slide(request: HttpRequest) -> HttpResponse:
    found = meeting_of(request)
    shown = Slide(found, request.GET.get(ITEM, ""))
    words = {"slide": shown, "meeting": found, "frame": found.frame, "card": found.card, "row": shown.row}
    return render(request, "meeting/slide.html", words)
