"""Thông báo: the reader's own inbox, and what of it goes by mail. Opening a page marks nothing; a press does."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units.mail import mail_is_set_up
from units.mail_kinds import chosen_kinds, kinds_for
from units.models import Channel, Notice, NoticeKind, User
from units.notice_forms import MailChoicesForm, NoticeFilterForm, SeenNoticesForm
from units.notices import choose_mail, read_all, read_one, unread_count

OK, REFUSED = 200, 422
PER_PAGE = 30


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware has let nobody else in
    return request.user


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first: five queries, however many there are."""
    reader = _reader(request)
    form = NoticeFilterForm(request.GET)
    rows = form.filter(Notice.objects.filter(person=reader))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "units/notices.html", _inbox(reader, page, form))


def _inbox(reader: User, page: "Page[Notice]", form: NoticeFilterForm) -> dict[str, Any]:
    newest = Notice.objects.filter(person=reader).order_by("-pk").values_list("pk", flat=True).first()
    return {
        "page": page,
        "form": form,
        "query": f"?{form.query(None)}",
        "unread": unread_count(reader),
        "newest": newest or 0,
        "mail": mail_is_set_up(),
    }


@require_POST
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Đã đọc. With `mo` the reader goes on to the page of the notice, else back to the list."""
    notice = get_object_or_404(Notice, pk=pk, person=_reader(request))
    read_one(notice, now=timezone.now())
    return redirect(notice.path if "mo" in request.POST else _list(request))


@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    """Đánh dấu đã đọc tất cả: those that were there when the page was drawn."""
    form = SeenNoticesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Trang gửi lên không đầy đủ nên chưa đánh dấu thông báo nào; hãy thử lại.")
        return redirect("notices")
    count = read_all(_reader(request), newest=form.cleaned_data["newest"], now=timezone.now())
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc." if count else "Không có thông báo chưa đọc.")
    return redirect("notices")


def _list(request: HttpRequest) -> str:
    """The list as the reader had it: its filter and page come back in the form."""
    return f"{reverse('notices')}?{NoticeFilterForm(request.POST).query(request.POST.get('trang'))}"


@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Thông báo qua thư điện tử: the kinds that concern the reader's role."""
    reader = _reader(request)
    chosen = chosen_kinds(reader)
    posted = request.POST if request.method == "POST" else None
    form = MailChoicesForm(posted, kinds=kinds_for(reader), chosen=chosen)
    if form.is_valid():
        kinds = [NoticeKind(kind) for kind in form.cleaned_data["kinds"]]
        choose_mail(person=reader, kinds=kinds, channel=Channel.SCREEN, now=timezone.now())
        messages.success(request, "Đã lưu lựa chọn nhận thư.")
        return redirect("mail_choices")
    context = {"form": form, "mail": mail_is_set_up()}
    return render(request, "units/mail_choices.html", context, status=REFUSED if form.errors else OK)
