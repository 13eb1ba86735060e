"""What was issued of a period, for the pages below the reports: the newest version, and how a closing names it."""

from plans.models import Period
from reports.models import IssuedNumber, IssuedReport


def newest_issued(period: Period) -> IssuedReport | None:
    """The standing version (one query)."""
    return IssuedReport.objects.filter(period=period).select_related("issued_by").order_by("-version").first()


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
