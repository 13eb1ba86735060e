"""Ý kiến về một dòng: the reviewer and the unit talk about one row of a report, on one page for both."""

from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.actions import Hand
from plans.models import Period, UnitReport
from plans.remarks import LONGEST, SAY_SOMETHING, Thread, threads_of, write_remark
from reports.desk import Desk, desk_of
from reports.entry.places import row_url
from reports.review.board import collecting_period
from reports.tally import Tally, tallies
from units.forms import CleanText
from units.models import Channel, NoticeKind, Unit, User
from units.notices import coordinators_of, notify, people_of
from units.permissions import can_enter_for, can_review

OK, REFUSED = 200, 422


class RemarkForm(forms.Form):
    """`key` names this one request: a double click says it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SAY_SOMETHING})
    text = CleanText(
        longest=LONGEST,
        label="Nội dung",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3, "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(SAY_SOMETHING)
        return text


@dataclass(frozen=True)
class RemarkPage:
    """The thread of one row, as the reviewer or the unit's people see it."""

    desk: Desk
    tally: Tally
    report: UnitReport
    code: str
    label: str
    thread: Thread | None

    @property
    def reviewing(self) -> bool:
        return can_review(self.desk.user, self.desk.plan.ward_id)

    @property
    def row_url(self) -> str:
        """Where the row stands: in the review, or where the unit enters it."""
        if self.reviewing:
            return reverse("review", args=(self.tally.period.code, self.tally.unit.code)) + f"#row-{self.code}"
        return row_url(self.tally, self.code)


def remark_page(request: HttpRequest, period_code: str, unit_code: str, code: str) -> RemarkPage:
    """404 for a row that the unit does not report, and for who neither reviews nor works for the unit."""
    desk = desk_of(request)
    period, unit = collecting_period(desk, period_code), desk.unit(unit_code)
    if not can_enter_for(desk.user, unit):
        raise Http404("Không có trang này.")
    return _page(desk, period, unit, code)


def _page(desk: Desk, period: Period, unit: Unit, code: str) -> RemarkPage:
    tally = tallies(desk.plan, desk.periods, [period]).get((period.pk, unit.pk))
    report = tally.report if tally else None
    if tally is None or report is None:
        raise Http404("Đơn vị chưa nhập gì trong kỳ này.")
    names = {row.code: f"Chỉ tiêu {row.number}. {row.short_name}" for row in tally.indicators}
    names |= {task.code: f"Nhiệm vụ {task.code}. {task.title}" for task in tally.tasks}
    if code not in names:
        raise Http404("Không có dòng này.")
    report.period, report.unit = period, unit
    return RemarkPage(desk, tally, report, code, names[code], threads_of([report]).get(report.pk, {}).get(code))


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, period: str, unit: str, code: str) -> HttpResponse:
    page = remark_page(request, period, unit, code)
    form = RemarkForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if form.is_valid():
        _say(page, form)
        messages.success(request, "Đã gửi ý kiến." if page.reviewing else "Đã trả lời.")
        return redirect("remark", period, unit, code)
    return render(request, "review/remark.html", {"page": page, "form": form}, status=REFUSED if form.errors else OK)


def _say(page: RemarkPage, form: RemarkForm) -> None:
    desk, report = page.desk, page.report
    hand = Hand(by=desk.user, channel=Channel.SCREEN, now=desk.now)
    said = write_remark(report=report, code=page.code, hand=hand, **form.cleaned_data)
    if said is None:
        return
    people = coordinators_of(report.unit.ward, desk.now) if said.from_unit else people_of(report.unit, desk.now)
    path = reverse("remark", args=(report.period.code, report.unit.code, page.code))
    notify(people, NoticeKind.REMARK, _sentence(page, desk.user), path=path, now=desk.now, by=desk.user)


def _sentence(page: RemarkPage, by: User) -> str:
    verb = "có ý kiến về" if page.reviewing else "trả lời về"
    return f"{by} {verb} {page.label[:200]} ({page.tally.period.label}, {page.tally.unit.name})."
