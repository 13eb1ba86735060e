"""Đôn đốc: choose units, read what they will be told, send it, or copy it into the group chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.calendar import PeriodState
from plans.models import Period
from plans.refusals import NotAllowed
from plans.requests import DONE_BEFORE
from reports.desk import Desk, desk_of
from reports.owing import Owing, owing_in
from reports.reminders.forms import NOTHING_CHOSEN, UnitsForm, UrgeForm
from reports.reminders.urging import UrgedToday, sentence_of, text_to_copy, urge, urged_in
from reports.review.board import collecting_period
from reports.tally import tallies
from units.dates import local_date, short_datetime
from units.mail import mail_is_set_up
from units.models import UNIT_ROLES, Channel, Event, User
from units.notices import people_of
from units.people import at_work_on
from units.permissions import can_review

OK, BAD_REQUEST, REFUSED = 200, 400, 422
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa gửi gì; hãy xem lại rồi bấm gửi."


@dataclass(frozen=True, slots=True)
class Line:
    """One unit on the page. `urged`: when and by whom last in this period, "" where never."""

    row: Owing
    chosen: bool
    people: int
    urged: str
    urged_today: bool

    @property
    def sentence(self) -> str:
        return sentence_of(self.row)


@require_http_methods(["GET", "HEAD", "POST"])
def urge_units(request: HttpRequest, period: str) -> HttpResponse:
    desk = desk_of(request)
    found = collecting_period(desk, period)
    if not can_review(desk.user, desk.plan.ward_id):
        raise PermissionDenied
    owing = owing_in(tallies(desk.plan, desk.periods, [found]).values(), desk.now)
    if request.method != "POST":
        return _draw(request, desk, found, UnitsForm(request.GET, owing=owing))
    if "look" in request.POST:
        picked = UnitsForm(request.POST, owing=owing, ticked=True)
        return _draw(request, desk, found, picked, sentence="" if picked.chosen else NOTHING_CHOSEN)
    form = UrgeForm(request.POST, owing=owing, ticked=True)
    if not form.is_valid():
        return _refused(request, desk, found, form)
    return _send(request, desk, found, form)


def _send(request: HttpRequest, desk: Desk, period: Period, form: UrgeForm) -> HttpResponse:
    words: dict[str, Any] = {"again": form.cleaned_data["again"], "key": form.cleaned_data["key"]}
    hand: dict[str, Any] = {"by": desk.user, "channel": Channel.SCREEN, "now": desk.now}
    try:
        count = urge(period=period, rows=form.chosen, **words, **hand)
    except NotAllowed as refused:
        confirm = isinstance(refused, UrgedToday)
        return _draw(request, desk, period, form, sentence=refused.sentence, confirm=confirm, status=REFUSED)
    _tell(request, form.chosen, desk) if count else messages.success(request, DONE_BEFORE)
    return redirect(f"{reverse('board')}?ky={period.code}")


def _tell(request: HttpRequest, rows: Sequence[Owing], desk: Desk) -> None:
    """Who was told; and where nobody was, because the unit has no account that could read it (one query a unit)."""
    silent = [row for row in rows if not people_of(row.unit, desk.now).exists()]
    reached = [row.unit.name for row in rows if row not in silent]
    if reached:
        messages.success(request, f"Đã đôn đốc {', '.join(reached)}.")
    if silent:
        names = ", ".join(row.unit.name for row in silent)
        messages.warning(request, f"{names} chưa có tài khoản nên không ai nhận được; hãy gọi điện hoặc nhắn Zalo.")


def _refused(request: HttpRequest, desk: Desk, period: Period, form: UrgeForm) -> HttpResponse:
    lost = "key" in form.errors
    sentence = INCOMPLETE if lost else " ".join(str(error) for error in form.errors["don-vi"])
    return _draw(request, desk, period, form, sentence=sentence, status=BAD_REQUEST if lost else REFUSED)


def _draw(
    request: HttpRequest,
    desk: Desk,
    period: Period,
    form: UnitsForm,
    *,
    sentence: str = "",
    confirm: bool = False,
    status: int = OK,
) -> HttpResponse:
    chosen = form.chosen
    lines = _lines(desk, period, form.owing, {row.unit.code for row in chosen})
    context: dict[str, Any] = {
        "period": period,
        "is_open": period.state(desk.now) is PeriodState.OPEN,
        "lines": lines,
        "chosen": [line for line in lines if line.chosen],
        "to_copy": text_to_copy(chosen),
        "key": uuid4(),
        "sentence": sentence,
        "confirm": confirm or any(line.chosen and line.urged_today for line in lines),
        "mail": mail_is_set_up(),
    }
    return render(request, "reminders/urge.html", context, status=status)


def _lines(desk: Desk, period: Period, owing: Iterable[Owing], chosen: set[str]) -> list[Line]:
    """Two queries beside what is read already."""
    last, today = urged_in(period), local_date(desk.now)
    at_work = User.objects.filter(at_work_on(today), ward=desk.plan.ward, role__in=UNIT_ROLES)
    units = list(at_work.values_list("unit_id", flat=True))
    return [
        Line(
            row=row,
            chosen=row.unit.code in chosen,
            people=units.count(row.unit.pk),
            urged=_when(last.get(row.unit.code)),
            urged_today=row.unit.code in last and local_date(last[row.unit.code].at) == today,
        )
        for row in owing
    ]


def _when(line: Event | None) -> str:
    return f"{short_datetime(line.at)}, {line.actor_name}" if line else ""
