"""What was issued of a period, for the pages below the reports: the newest version, and how a closing names it."""

from collections.abc import Iterable
from datetime import date, timedelta

from plans.models import Period
from reports.models import IssuedNumber, IssuedReport

SOON = timedelta(days=7)


def newest_issued(period: Period) -> IssuedReport | None:
    """The standing version (one query)."""
    return IssuedReport.objects.filter(period=period).select_related("issued_by").order_by("-version").first()


def to_issue(periods: Iterable[Period], today: date) -> list[Period]:
    """Whose report is to be sent within a week, or should have been, and was never issued (one query)."""
    due = [period for period in periods if period.send_due <= today + SOON]
    done = set(IssuedReport.objects.filter(period__in=due).order_by().values_list("period_id", flat=True).distinct())
    return sorted((period for period in due if period.pk not in done), key=lambda period: period.send_due)


def standing_number(report: IssuedReport) -> IssuedNumber | None:
    """Number and day of the signed paper, as last written (one query)."""
    return report.numbers.select_related("by").order_by("-pk").first()


def closing_reason(period: Period) -> str:
    """ "đã phát hành báo cáo số 12/BC-UBND ngày 20/04/2026"; "" where nothing was issued (two queries)."""
    report = newest_issued(period)
    if report is None:
        return ""
    number = standing_number(report)
    return f"đã phát hành báo cáo {number}" if number else f"đã phát hành báo cáo {period.label} (bản {report.version})"
