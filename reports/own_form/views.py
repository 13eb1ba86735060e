"""Biểu mẫu của Sở: the coordinator's alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.evidence_rules import FileRefused
from plans.file_store import Damaged, StoreFailed
from plans.models import Period
from plans.refusals import NotAllowed
from plans.table import WorkbookRefused
from plans.workbook_zip import MAX_BYTES
from reports.desk import Desk, desk_of
from reports.documents.archive_views import SANDBOX
from reports.models import OwnForm
from reports.own_form.actions import FormMoved, add_form, map_form, read_form, remove_form
from reports.own_form.form import Form
from reports.own_form.page import FormPage, FormsPage
from reports.own_form.posted import READ_AGAIN, Incomplete, Posted, read_posted
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.forms import CleanText
from units.permissions import writes_reports

OK, BAD_REQUEST, CONFLICT, REFUSED, DAMAGED, UNAVAILABLE = 200, 400, 409, 422, 500, 503
INCOMPLETE = "Trang gửi lên không đầy đủ nên chưa ghi gì; hãy xem lại rồi bấm lần nữa."
NO_FILE = "Hãy chọn tệp biểu mẫu của Sở (.xlsx)."
NOT_MAPPED = "Biểu này chưa lưu cách nối nên chưa điền được; hãy xem lại rồi lưu."
form_page = require_http_methods(["GET", "HEAD", "POST"])


class NewForm(forms.Form):
    file = forms.FileField(
        label=f"Tệp Sở gửi, .xlsx không quá {MAX_BYTES // 1024 // 1024} MB",
        error_messages={"required": NO_FILE, "empty": "Tệp rỗng; hãy kiểm tra lại tệp trên máy."},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )
    name = CleanText(
        label="Tên biểu (để trống thì lấy tên tệp)",
        max_length=OwnForm._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


def _asked(request: HttpRequest, period: str | None = None) -> tuple[Desk, Period]:
    """The period, else 404; then the right, else 403."""
    desk = desk_of(request)
    found = desk.period(period or request.GET.get("ky"))
    if not writes_reports(desk.user, desk.plan.ward_id):
        raise PermissionDenied
    return desk, found


def _find(desk: Desk, pk: int, *, also_removed: bool = False) -> OwnForm:
    """One of the plan's forms, else 404."""
    rows = OwnForm.objects.select_related("plan__ward", "added_by", "mapped_by", "follows")
    known = rows.filter(pk=pk, plan=desk.plan)
    found = (known if also_removed else known.filter(removed_at=None)).first()
    if found is None:
        raise Http404("Không có biểu mẫu này.")
    return found


@form_page
def own_forms(request: HttpRequest) -> HttpResponse:
    """The forms that are known, and a field for another one."""
    desk, period = _asked(request)
    if request.method != "POST":
        return _listed(request, desk, period, NewForm())
    form = NewForm(request.POST, request.FILES)
    if not form.is_valid():
        return _listed(request, desk, period, form, status=REFUSED)
    file = form.cleaned_data["file"]
    words = {"name": form.cleaned_data["name"], "file_name": file.name or "", "content": file.read()}
    try:
        made, new = add_form(plan=desk.plan, **words, **desk.hand)
    except (NotAllowed, WorkbookRefused, FileRefused) as refused:
        return _listed(request, desk, period, form, refused.sentence, REFUSED)
    except StoreFailed as failed:
        return _listed(request, desk, period, form, failed.sentence, UNAVAILABLE)
    messages.success(request, _welcome(made, new))
    return redirect(_address(made, period))


def _welcome(made: OwnForm, new: bool) -> str:
    if not new:
        return "Đúng tệp này đã có sẵn; không thêm lần nữa."
    if made.is_mapped:
        return f"Đã thêm biểu và lấy cách nối của biểu “{made.follows}”; hãy xem lại trước khi tải."
    return "Đã thêm biểu. Hãy xem các gợi ý bên dưới, sửa chỗ chưa đúng rồi lưu."


def _address(form: OwnForm, period: Period) -> str:
    return f"{reverse('own_form', args=[form.pk])}?ky={period.code}"


def _listed(
    request: HttpRequest, desk: Desk, period: Period, form: NewForm, sentence: str = "", status: int = OK
) -> HttpResponse:
    context = {"page": FormsPage(desk, period), "form": form, "sentence": sentence}
    return render(request, "own_form/forms.html", context, status=status)


def _page(request: HttpRequest, pk: int, period: str | None = None) -> FormPage:
    """Raises Damaged, StoreFailed and WorkbookRefused, where the kept file cannot be read."""
    desk, found = _asked(request, period)
    kept = _find(desk, pk)
    return FormPage(desk, found, kept, Form(kept.file_name, read_form(kept)), request.GET.get("ban-nhap") == "1")


def _unreadable(request: HttpRequest, pk: int, problem: Damaged | StoreFailed | WorkbookRefused) -> HttpResponse:
    kept = _find(desk_of(request), pk)
    status = UNAVAILABLE if isinstance(problem, StoreFailed) else DAMAGED
    return render(request, "own_form/unreadable.html", {"kept": kept, "sentence": problem.sentence}, status=status)


@form_page
def own_form(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        page = _page(request, pk)
    except (Damaged, StoreFailed, WorkbookRefused) as problem:
        return _unreadable(request, pk, problem)
    if request.method != "POST":
        return _draw(request, page)
    try:
        posted = read_posted(page, request.POST.dict())
    except Incomplete:
        return _draw(request, FormPage(page.desk, page.period, page.kept, page.form), [INCOMPLETE], BAD_REQUEST)
    if request.POST.get("do") == "doc-lai":
        return _draw(request, page, posted.unread, REFUSED if posted.unread else OK)
    return _save(request, page, posted)


def _save(request: HttpRequest, page: FormPage, posted: Posted) -> HttpResponse:
    problems = posted.unread + posted.problems + ([READ_AGAIN] if posted.moved else [])
    if problems:
        return _draw(request, page, problems, REFUSED)
    words: dict[str, Any] = {"mapping": page.mapping, "labels": page.labels, "seen": posted.seen}
    try:
        changed = map_form(form=page.kept, **words, **page.desk.hand)
    except NotAllowed as refused:
        status = CONFLICT if isinstance(refused, FormMoved) else REFUSED
        page.kept = _find(page.desk, page.kept.pk)
        return _draw(request, page, [refused.sentence], status)
    messages.success(request, "Đã lưu cách nối." if changed else "Không có gì thay đổi.")
    return redirect(_address(page.kept, page.period))


def _draw(request: HttpRequest, page: FormPage, sentences: list[str] | None = None, status: int = OK) -> HttpResponse:
    return render(request, "own_form/form.html", {"page": page, "sentences": sentences or []}, status=status)


@require_safe
def own_form_xlsx(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """The form filled with what has been accepted; with `?ban-nhap=1` with all that was entered."""
    try:
        page = _page(request, pk, period)
    except (Damaged, StoreFailed, WorkbookRefused) as problem:
        return _unreadable(request, pk, problem)
    if not page.kept.is_mapped:
        messages.error(request, NOT_MAPPED)
        return redirect(_address(page.kept, page.period))
    return _download(page.content, page.file_name)


@require_safe
def own_form_empty(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes that came."""
    desk, _ = _asked(request)
    kept = _find(desk, pk)
    try:
        return _download(read_form(kept), kept.file_name)
    except (Damaged, StoreFailed) as problem:
        return _unreadable(request, pk, problem)


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


@require_POST
def remove_own_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The second of a double click finds the form removed, is told so and comes to the list as the first does."""
    desk, period = _asked(request)
    kept = _find(desk, pk, also_removed=True)
    try:
        remove_form(form=kept, **desk.hand)
    except NotAllowed as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"Đã bỏ biểu “{kept.name}”.")
    return redirect(f"{reverse('own_forms')}?ky={period.code}")
