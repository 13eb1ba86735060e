"""Short words for tests of issued reports: issue as the page does, read what was frozen."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reports.documents.issued_store import read_file
from reports.documents.issuing import Asked, fresh_material, issue_report
from reports.documents.snapshot import digest, said_in
from reports.issued import newest_issued
from reports.models import IssuedReport
from tests import desk
from tests.page import posts, read
from units.models import User

Q1 = "2026-Q1"


def seen(plan: Plan, period: str = Q1, *, now: datetime | None = None, **words) -> dict[str, Any]:
    """What a page that is drawn now would post: `period` and `asked` of the action."""
    found = desk.period_of(plan, period)
    newest = newest_issued(found)
    asked: dict[str, Any] = {
        "key": uuid4(),
        "version": newest.version if newest else 0,
        "digest": digest(fresh_material(found, signer="", now=now or timezone.now())),
        "reason": "Điều chỉnh số liệu" if newest else "",
    }
    return {"period": found, "asked": Asked(**(asked | words))}


def issue(plan: Plan, by: User, period: str = Q1, *, now: datetime | None = None, **words) -> IssuedReport:
    now = now or timezone.now()
    return issue_report(**seen(plan, period, now=now, **words), by=by, channel=desk.SCREEN, now=now)


def frozen(report: IssuedReport, kind: str) -> bytes:
    return read_file(report.files.get(kind=kind))


def told(report: IssuedReport, code: str) -> dict[str, Any]:
    """An indicator's row in the data of the report."""
    rows = said_in(frozen(report, "json"))["report"]["indicators"]
    return next(row for row in rows if row["code"] == code)


def issue_form(client, period: str = Q1) -> dict[str, str]:
    """What the page of issuing posts."""
    page = read(client.get(reverse("issue", args=(period,))))
    return posts(next(form for form in page.one("main").all("form") if form.attributes["method"] == "post"))
