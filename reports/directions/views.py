"""Pages of directions. URL → visible (404) → permission (403) → form → action → redirect."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.refusals import NotAllowed
from plans.requests import DONE_BEFORE
from reports.desk import Desk, desk_of
from reports.directions import actions
from reports.directions.filters import DirectionFilterForm
from reports.directions.forms import AnswerForm, ContinueForm, FinishForm, NewDirectionForm, SeenForm
from reports.directions.lines import DirectionLine
from reports.directions.reading import directions_for, lines, seen_by
from reports.directions.subjects import Subjects
from reports.models import Direction
from units.dates import local_date, short_date, short_datetime
from units.models import Channel
from units.notices import leaders_of, people_of
from units.permissions import directs, sees_journal, writes_directions

OK, BAD_REQUEST, CONFLICT, REFUSED = 200, 400, 409, 422
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa ghi gì; hãy xem lại rồi gửi lần nữa."
A_PAGE = 50
FIRST_DAYS = 7  # the day that the form proposes


@require_safe
def directions(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    if not sees_journal(desk.user):
        raise PermissionDenied
    form = DirectionFilterForm(request.GET, desk.user)
    found = form.filter(directions_for(desk.user), local_date(desk.now))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "total": seen_by(desk.user).count(),
        "printed": short_datetime(desk.now),
        "lines": lines(page.object_list, desk.user, desk.now),
        "writes": writes_directions(desk.user, desk.user.ward_id),
    }
    return render(request, "directions/directions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_direction(request: HttpRequest) -> HttpResponse:
    """Ghi ý kiến chỉ đạo. The address may name what it is about: ?chi-tieu=PL1.6, ?nhiem-vu=, ?don-vi=, ?ky=."""
    desk = desk_of(request)
    subjects = Subjects(desk, desk.period(request.GET.get("ky")))
    if not writes_directions(desk.user, desk.plan.ward_id):
        raise PermissionDenied
    form = _new_form(request, subjects)
    if request.method != "POST":
        return _ask(request, subjects, form)
    if not form.is_valid():
        return _ask(request, subjects, form, *((INCOMPLETE, BAD_REQUEST) if form.incomplete else ("", REFUSED)))
    try:
        made = actions.give_direction(**_given(form, subjects))
    except NotAllowed as refused:
        return _ask(request, subjects, form, refused.sentence, REFUSED)
    _tell(request, made)
    return redirect("direction", made.pk)


def _tell(request: HttpRequest, made: Direction) -> None:
    """That it stands, and which unit has nobody who could read it (one query a unit)."""
    units = [row.unit for row in made.parts.select_related("unit")]
    silent = [unit.name for unit in units if not people_of(unit, made.given_at).exists()]
    told = " và báo cho đơn vị" if len(silent) < len(units) else ""
    messages.success(request, f"Đã ghi ý kiến chỉ đạo{told}; hạn {short_date(made.due_on)}.")
    if silent:
        names = ", ".join(silent)
        messages.warning(request, f"{names} chưa có tài khoản nên không ai đọc và trả lời được; hãy báo trực tiếp.")


def _new_form(request: HttpRequest, subjects: Subjects) -> NewDirectionForm:
    desk, today = subjects.desk, local_date(subjects.desk.now)
    leads = directs(desk.user, desk.plan.ward_id)
    leaders = None if leads else leaders_of(desk.plan.ward, desk.now).order_by("full_name")
    about = subjects.named(request.GET)
    initial = {
        "key": uuid4(),
        "about": about,
        "units": subjects.answering(subjects.thing(about)),
        "due_on": short_date(today + timedelta(days=FIRST_DAYS)),
        "leader": leaders.first() if leaders is not None and leaders.count() == 1 else None,
    }
    data = request.POST if request.method == "POST" else None
    return NewDirectionForm(
        data, initial=initial, today=today, choices=subjects.choices, units=subjects.units, leaders=leaders
    )


def _given(form: NewDirectionForm, subjects: Subjects) -> dict[str, Any]:
    data, desk = form.cleaned_data, subjects.desk
    return {
        "period": subjects.period,
        "thing": subjects.thing(data["about"]),
        "units": list(data["units"]),
        "text": data["text"],
        "due_on": data["due_on"],
        "leader": data["leader"] if form.on_behalf else desk.user,
        "document": form.document if form.on_behalf else None,
        "key": data["key"],
        "by": desk.user,
        "channel": Channel.SCREEN,
        "now": desk.now,
    }


def _ask(
    request: HttpRequest, subjects: Subjects, form: NewDirectionForm, sentence: str = "", status: int = OK
) -> HttpResponse:
    context = {"subjects": subjects, "form": form, "sentence": sentence}
    return render(request, "directions/new.html", context, status=status)


@require_safe
def direction(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, _line(desk_of(request), pk), {})


@require_POST
def answer_direction(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(desk_of(request), pk)
    if not line.represented:
        raise PermissionDenied
    form = AnswerForm(request.POST, **_answer_words(line))

    def act(words: Mapping[str, Any]) -> bool:
        data = form.cleaned_data
        told = {"unit": data["unit"], "evidence": data["evidence"], "document": form.document}
        return actions.answer_direction(**told, **words)

    return _carry_out(request, line, "answer", form, act, "Đã ghi câu trả lời và báo cho lãnh đạo.")


@require_POST
def continue_direction(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(desk_of(request), pk)
    _require_leader(line)
    form = ContinueForm(request.POST, today=line.today)

    def act(words: Mapping[str, Any]) -> bool:
        return actions.continue_direction(due_on=form.cleaned_data["due_on"], **words)

    return _carry_out(request, line, "again", form, act, "Đã yêu cầu đơn vị làm tiếp.")


@require_POST
def finish_direction(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(desk_of(request), pk)
    _require_leader(line)

    def act(words: Mapping[str, Any]) -> bool:
        return actions.finish_direction(**words)

    return _carry_out(request, line, "finish", FinishForm(request.POST), act, "Đã kết thúc ý kiến chỉ đạo.")


def _line(desk: Desk, pk: int) -> DirectionLine:
    found = directions_for(desk.user).filter(pk=pk).first()
    if found is None:
        raise Http404("Không có ý kiến chỉ đạo này.")
    return DirectionLine(found, desk.user, desk.now)


def _require_leader(line: DirectionLine) -> None:
    if not directs(line.reader, line.direction.plan.ward_id):
        raise PermissionDenied


def _carry_out(
    request: HttpRequest,
    line: DirectionLine,
    name: str,
    form: SeenForm,
    act: Callable[[Mapping[str, Any]], bool],
    done: str,
) -> HttpResponse:
    """Do it and go back; or draw the page as it is now, with the sentence and what was typed."""
    if not form.is_valid():
        return _draw(request, line, {name: form}, *((INCOMPLETE, BAD_REQUEST) if form.incomplete else ("", REFUSED)))
    hand = {"by": line.reader, "channel": Channel.SCREEN, "now": line.now}
    try:
        first = act({"direction": line.direction, "text": form.cleaned_data["text"], "request": form.request, **hand})
    except NotAllowed as refused:
        status = CONFLICT if isinstance(refused, actions.DirectionMoved) else REFUSED
        fresh = _line(desk_of(request), line.direction.pk)
        return _draw(request, fresh, {name: _again(form, fresh)}, refused.sentence, status)
    messages.success(request, done if first else DONE_BEFORE)
    return redirect("direction", line.direction.pk)


def _again(form: SeenForm, line: DirectionLine) -> SeenForm:
    """The same form as a new request on the direction as it stands: what was typed stays."""
    form.data = {**form.data.dict(), "key": str(uuid4()), "seen": str(line.direction.version)}  # type: ignore[attr-defined]
    return form


def _answer_words(line: DirectionLine) -> dict[str, Any]:
    return {"direction": line.direction, "units": line.represented, "today": line.today}


def _draw(
    request: HttpRequest, line: DirectionLine, held: Mapping[str, SeenForm], sentence: str = "", status: int = OK
) -> HttpResponse:
    """The page as it stands, with the forms that the reader may use now."""
    initial = {"key": uuid4(), "seen": line.direction.version}
    forms: dict[str, SeenForm] = {}
    if line.answerable:
        first = {"unit": line.answerable[0]}
        forms["answer"] = AnswerForm(initial=initial | first, auto_id="answer_%s", **_answer_words(line))
    if line.can_continue:
        forms["again"] = ContinueForm(initial=initial | {"key": uuid4()}, auto_id="again_%s", today=line.today)
    if line.can_decide:
        forms["finish"] = FinishForm(initial=initial | {"key": uuid4()}, auto_id="finish_%s")
    for name, form in held.items():
        form.auto_id = f"{name}_%s"
    # What was typed into a form that is not there any more is still shown, to be copied.
    lost = next((form["text"].value() for name, form in held.items() if name not in forms), "")
    context = {"line": line, "forms": forms | {k: v for k, v in held.items() if k in forms}}
    context |= {"sentence": sentence, "lost": lost}
    return render(request, "directions/direction.html", context, status=status)
