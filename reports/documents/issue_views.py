"""Phát hành: the page that shows what will be frozen and what is missing, and asks once."""

from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans.file_store import Damaged, StoreFailed
from plans.refusals import NotAllowed
from reports.desk import desk_of
from reports.documents.contents import Contents
from reports.documents.issue_forms import IssueForm
from reports.documents.issuing import IssueMoved, changes_since, issue_report, not_issuable
from reports.documents.material import Change
from reports.documents.packing import Unreadable
from reports.documents.snapshot import digest
from units.permissions import issues_reports

OK, BAD_REQUEST, CONFLICT, REFUSED, UNAVAILABLE = 200, 400, 409, 422, 503
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa phát hành gì; hãy xem lại rồi bấm lần nữa."
BEFORE_DAMAGED = "Không đọc được dữ liệu của bản trước nên chưa liệt kê được thay đổi: {}"


@dataclass
class IssuePage(Contents):
    """What would go out of the period, beside the version that stands."""

    @property
    def next_version(self) -> int:
        return self.newest.version + 1 if self.newest else 1

    @cached_property
    def digest(self) -> str:
        return digest(self.material)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return changes_since(self.newest, self.material)

    @property
    def unreadable_before(self) -> str:
        """Why the changes cannot be listed, and so nothing be issued; "" where they can."""
        try:
            len(self.changes)
        except (Damaged, StoreFailed) as failed:
            return BEFORE_DAMAGED.format(failed.sentence)
        except Unreadable:
            return BEFORE_DAMAGED.format("phiên bản phần mềm này không đọc được.")
        return ""

    @property
    def adjusting(self) -> list[str]:
        """Rows that are open again: they go out with the accepted number, marked so."""
        found = [f"Chỉ tiêu {row.number}" for row in self.card.indicators if "đang điều chỉnh" in row.verdict.markers]
        return found + [f"Nhiệm vụ {row.code}" for row in self.card.tasks if any(part.adjusting for part in row.parts)]

    @cached_property
    def refusal(self) -> str:
        return not_issuable(self.desk.periods, self.period, self.desk.now)

    def form(self, posted: object = None) -> IssueForm:
        initial = {"key": uuid4(), "version": self.next_version - 1, "digest": self.digest}
        return IssueForm(posted, initial=initial, signers=self.signers)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, period: str) -> HttpResponse:
    desk = desk_of(request)
    page = IssuePage(desk, desk.period(period))
    if not issues_reports(desk.user, desk.plan.ward_id):
        raise PermissionDenied
    if request.method != "POST":
        return _draw(request, page, page.form())
    form = page.form(request.POST)
    if not form.is_valid():
        return _draw(request, page, form, *((INCOMPLETE, BAD_REQUEST) if form.incomplete else ("", REFUSED)))
    try:
        made = issue_report(period=page.period, asked=form.asked, **desk.hand)
    except IssueMoved as moved:
        return _draw(request, page, form, moved.sentence, CONFLICT)
    except NotAllowed as refused:
        return _draw(request, page, form, refused.sentence, REFUSED)
    except (StoreFailed, Damaged) as failed:
        return _draw(request, page, form, failed.sentence, UNAVAILABLE)
    messages.success(request, f"Đã phát hành báo cáo {made.period.label}, bản {made.version}.")
    return redirect("issued", made.pk)


def _draw(request: HttpRequest, page: IssuePage, held: IssueForm, sentence: str = "", status: int = OK) -> HttpResponse:
    """The page as it stands now; what was typed stays, the key and what was seen are new."""
    form = held
    if held.is_bound:
        page = IssuePage(page.desk, page.period)
        form = page.form()
        form.initial.update({name: held[name].value() for name in ("signer", "reason")})
    context = {"contents": page, "form": form, "errors": held.errors.get("reason", []), "sentence": sentence}
    return render(request, "documents/issue.html", context, status=status)
