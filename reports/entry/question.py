"""The question before a report is sent, and what waits for the unit's head on the same page."""

from collections.abc import Sequence
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.entry.forms import GiveBackForm, QuestionForm
from reports.entry.paper_form import PaperForm
from reports.entry.saving import OK, REFUSED
from reports.entry.sheet import Sheet
from reports.entry.waiting import leaving_lines, waiting_lines

INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa gửi gì; hãy xem lại rồi bấm “Gửi báo cáo”."


def ask(
    request: HttpRequest,
    sheet: Sheet,
    sentence: str = "",
    status: int = OK,
    lacking: Sequence[str] = (),
    *,
    paper: PaperForm | None = None,
    back: GiveBackForm | None = None,
) -> HttpResponse:
    """The question, with what was typed into it where it is asked again. `paper`, `back`: other forms."""
    report = sheet.tally.report
    fresh = {"key": str(uuid4()), "seen": str(report.content_version if report else 0)}
    form = QuestionForm(sheet.unexplained, request.POST.dict() if status != OK else None, fresh=fresh)
    form.refuse(lacking)
    context = {"sheet": sheet, "form": form, "sentence": sentence, "chosen": request.POST.getlist("row")}
    context["leaving"] = leaving_lines(sheet)
    context |= {"paper": paper or paper_form_of(sheet, request, status), "waiting": waiting_lines(sheet)}
    context["back"] = GiveBackForm(request.POST.dict() | fresh) if back else GiveBackForm(initial=fresh)
    return render(request, "entry/send_report.html", context, status=status)


def paper_form_of(sheet: Sheet, request: HttpRequest, status: int = REFUSED) -> PaperForm | None:
    """What a coordinator brings who sends for another unit; nobody else is asked."""
    if not sheet.on_behalf:
        return None
    posted = request.method == "POST" and status != OK
    return PaperForm(*((request.POST, request.FILES) if posted else ()), today=sheet.today)
