"""What every template may ask for."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from reports.desk import Desk, desk_of
from units.accounts import locked_for
from units.models import User
from units.notices import unread_count
from units.permissions import can_review, edits_people, sees_issued, sees_journal, sees_reports

SITE = "Theo dõi kế hoạch"


def site(request: HttpRequest) -> dict[str, Any]:
    """The navigation of the signed-in reader. Costs no query: the account is already read.

    `unread_notices` is counted where a template names it, so only where the topbar is drawn (one query).
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "locked_for": locked_for(), "title_end": SITE}
    name = request.resolver_match.url_name if request.resolver_match else ""
    items = [
        ("my_work", "Việc của tôi", True),
        ("dashboard", "Bảng điều khiển", True),
        ("meeting", "Giao ban", True),
        ("board", "Tình hình gửi", can_review(user, user.ward_id)),
        ("documents", "Báo cáo", sees_reports(user)),
        ("archive", "Báo cáo đã phát hành", sees_issued(user) and not sees_reports(user)),  # else a link of the above
        ("directions", "Ý kiến chỉ đạo", sees_journal(user)),
        ("journal", "Nhật ký", sees_journal(user)),
        ("plan_text", "Kế hoạch", True),
        ("departures", "Nhân sự", edits_people(user)),
        ("admin:index", "Quản trị", user.is_staff),
    ]
    shown = [{"url": url, "label": label, "active": url == name} for url, label, visible in items if visible]
    unread = partial(unread_count, user)
    return {
        "navigation": shown,
        "desk": desk_of(request),
        "unread_notices": unread,
        "title_end": partial(_title_end, desk_of(request)),
    }


def _title_end(desk: Desk) -> str:
    """ "Kế hoạch 33" where the page has read its plan; a title alone is worth no query."""
    plan = vars(desk).get("plan")
    return plan.short_name if plan else SITE
