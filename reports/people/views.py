"""Người nghỉ, chuyển công tác: the administrator's pages. First what would be handed over, then the button."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans.refusals import NotAllowed
from plans.requests import DONE_BEFORE
from reports.people.actions import leave, seen_of, undo, undo_refusal
from reports.people.forms import LeavingForm, SeenForm
from reports.people.leaving import Leaving, warnings
from reports.people.works import WORKS, Moved, Piece, pieces_of
from reports.review.forms import ReasonForm
from units.dates import short_date
from units.models import Channel, Departure, User
from units.permissions import edits_people

OK, CONFLICT, REFUSED = 200, 409, 422


def _administrator(request: HttpRequest) -> User:
    """403 for everybody else."""
    if not isinstance(request.user, User) or not edits_people(request.user):
        raise PermissionDenied
    return request.user


@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """Who left and who will; two queries, however many there are."""
    reader = _administrator(request)
    people = ("account__unit", "leader", "next_account", "next_leader", "made_by", "undone_by")
    rows = Departure.objects.filter(ward=reader.ward).select_related(*people)
    now = timezone.now()
    shown = [(row, not row.undone_at and not undo_refusal(row, now)) for row in rows]
    return render(request, "people/departures.html", {"rows": shown, "today": timezone.localdate(now)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_departure(request: HttpRequest) -> HttpResponse:
    """Ghi ngày nghỉ. The first POST shows what will be handed over, the second (with `seen`) does it."""
    reader = _administrator(request)
    form = LeavingForm(request.POST if request.method == "POST" else None, reader=reader)
    if not form.is_valid():
        return _draw(request, form, status=REFUSED if form.is_bound else OK)
    second = SeenForm(request.POST)
    if "seen" not in request.POST or "change" in request.POST or not second.is_valid():
        return _draw(request, form, None if "change" in request.POST else form.leaving)
    hand: dict[str, Any] = {"by": reader, "channel": Channel.SCREEN, "now": timezone.now()}
    try:
        made = leave(leaving=form.leaving, reason=form.cleaned_data["reason"], **second.cleaned_data, **hand)
    except NotAllowed as refused:
        status = CONFLICT if isinstance(refused, Moved) else REFUSED
        return _draw(request, form, form.leaving, sentence=refused.sentence, status=status)
    day = short_date(form.leaving.last_day)
    messages.success(request, f"Đã ghi {form.leaving.who} nghỉ sau ngày {day}." if made else DONE_BEFORE)
    return redirect("departures")


def _draw(
    request: HttpRequest, form: LeavingForm, leaving: Leaving | None = None, *, sentence: str = "", status: int = OK
) -> HttpResponse:
    """The form; with `leaving` what would be handed over, and the button that does it."""
    pieces = pieces_of(leaving) if leaving else []
    context: dict[str, Any] = {
        "form": form,
        "leaving": leaving,
        "groups": _by_work(pieces),
        "warnings": warnings(leaving) if leaving else [],
        "seen": seen_of(pieces),
        "key": uuid4(),
        "sentence": sentence,
    }
    return render(request, "people/new_departure.html", context, status=status)


def _by_work(pieces: list[Piece]) -> list[tuple[str, list[Piece]]]:
    found = [(work.title, [piece for piece in pieces if piece.kind == work.name]) for work in WORKS]
    return [(title, group) for title, group in found if group]


@require_http_methods(["GET", "HEAD", "POST"])
def undo_departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy, as long as the last day is not over."""
    known = Departure.objects.select_related("ward", "account", "leader")
    departure = get_object_or_404(known, pk=pk, ward_id=getattr(request.user, "ward_id", None))
    reader, now = _administrator(request), timezone.now()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    sentence = undo_refusal(departure, now)
    if form.is_valid():
        words: dict[str, Any] = {"by": reader, "channel": Channel.SCREEN, "now": now}
        try:
            done = undo(departure=departure, reason=form.cleaned_data["reason"], **words)
        except NotAllowed as refused:
            sentence = refused.sentence
        else:
            messages.success(request, f"Đã hủy: {departure.account or departure.leader}." if done else DONE_BEFORE)
            return redirect("departures")
    context = {"departure": departure, "form": form, "sentence": sentence}
    return render(request, "people/undo_departure.html", context, status=REFUSED if form.is_bound else OK)
