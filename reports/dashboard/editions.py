"""A page of the dashboard is drawn once: for one edition of the ward's data, one kind of reader, one address, one day.

What is kept is the page without its frame: the bar on top, with the reader's name and unread notices, and messages are
drawn anew each time. An answer carries a mark (ETag) of all that it shows; who sends it back is told that nothing
changed (304). docs/decisions/0021.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString

from plans.calendar import DAY, days_late
from plans.models import Period
from reports.dashboard.frame import Frame, frame_of
from reports.desk import Desk, desk_of
from units.dates import local_date
from units.models import User
from units.notices import unread_count
from units.permissions import enters_figures, sees_entered, sees_history_of

SOURCES = ("templates", "static", "haian_plan", "reports", "tasks", "kpis", "plans", "units")


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, before it is drawn: `title` for the browser's tab, `template` and what it asks for."""

    title: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`until`: the last moment at which it is still true, should nothing be written."""

    title: str
    body: SafeString
    until: datetime


def answer(request: HttpRequest, content_of: Callable[[Frame], Content]) -> HttpResponse:
    """The page, drawn or as it was kept; 304 where the reader has it already."""
    desk = desk_of(request)
    page = drawn(request, desk, content_of)
    unread = unread_count(desk.user)
    mark = "" if len(get_messages(request)) else mark_of(request, desk, page, unread)
    unchanged = get_conditional_response(request, etag=mark) if mark else None
    response = unchanged or render(request, "dashboard/page.html", {"page": page, "unread_notices": unread})
    if mark:
        response["ETag"] = mark
        response["Cache-Control"] = "private, no-cache"
    return response


def drawn(request: HttpRequest, desk: Desk, content_of: Callable[[Frame], Content]) -> Drawn:
    kept, key = caches["pages"], key_of(request, desk)
    page: Drawn | None = kept.get(key) if key else None
    if page is None or desk.now > page.until:
        frame = frame_of(request)
        content = content_of(frame)
        body = render_to_string(content.template, {"frame": frame, **content.context})
        page = Drawn(content.title, body, still_true_until(frame.desk.periods, desk.now))
        if key:
            kept.set(key, page, timeout=24 * 3600)
    return page


def key_of(request: HttpRequest, desk: Desk) -> str:
    """ "" where the data have no edition yet."""
    stamp = desk.user.ward.stamp
    parts = (stamp, reader_kind(desk.user), str(local_date(desk.now)), request.get_full_path())
    return _digest(parts) if stamp else ""


def reader_kind(user: User) -> str:
    """Readers of one kind see one page. A unit's people see the directions of their own units in it."""
    if sees_history_of(user, None):
        return "ward"
    return f"{'unit' if enters_figures(user) else 'reader'} {user.pk}" if sees_entered(user) else "viewer"


def still_true_until(periods: Iterable[Period], now: datetime) -> datetime:
    """When the next deadline passes, or is a whole day further past. That the day is the same is in the key."""
    return min((period.unit_due + days_late(period.unit_due, now) * DAY for period in periods), default=now)


def mark_of(request: HttpRequest, desk: Desk, page: Drawn, unread: int) -> str:
    """Of all that the answer shows: the page, the edition of the names in its frame, the reader, the unread notices;
    and of what its form needs to be taken: the secret of this browser."""
    user = desk.user
    shown = (page.title, page.body, user.ward.stamp, str(user.pk), user.role, str(unread))
    return f'"{_digest((*shown, request.META.get("CSRF_COOKIE", ""), version_of_the_program()))}"'


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def version_of_the_program() -> str:
    """Changes with any template, style or line of code: a page of the version before is never taken for this one's."""
    files = (path for name in SOURCES for path in sorted(Path(settings.BASE_DIR, name).rglob("*")) if path.is_file())
    wanted = (path for path in files if "__pycache__" not in path.parts)
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in wanted)).hexdigest()
