"""What văn thư adds to an issued report once it is signed: number and day, the scan. The frozen files stay."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from plans.evidence import file_columns
from plans.evidence_rules import FileRefused
from plans.evidence_scan import CONTENT_TYPES
from plans.refusals import NotAllowed
from reports.documents.issued_store import columns_of, in_store
from reports.documents.issuing import subject_of
from reports.issued import standing_number
from reports.models import FileKind, IssuedFile, IssuedNumber, IssuedReport
from units import journal
from units.dates import short_date
from units.models import Channel, User
from units.permissions import issues_reports

NOT_YOURS = "Chỉ cơ quan đầu mối ghi số văn bản và thêm bản ký."
NO_NUMBER = "Hãy ghi số, ký hiệu và ngày của văn bản."
WHY_ANEW = "Báo cáo đã có số văn bản: hãy ghi lý do ghi lại."
TOO_EARLY = "Ngày ký {} trước khi {} bắt đầu; hãy xem lại ngày trên văn bản."
ONLY_PDF = "{}: bản ký là một tệp PDF; hãy quét bản có chữ ký và dấu thành PDF."


@transaction.atomic
def number_report(
    *, report: IssuedReport, number: str, signed_on: date, reason: str, by: User, channel: Channel, now: datetime
) -> bool:
    """Ghi số văn bản. False where it has that number and day already. Another number needs a reason. NotAllowed."""
    _require_right(report, by)
    if not number:
        raise NotAllowed(NO_NUMBER)
    if signed_on < report.period.starts_on:
        raise NotAllowed(TOO_EARLY.format(short_date(signed_on), report.period.label))
    _hold(report)
    standing = standing_number(report)
    if standing is not None and (standing.number, standing.signed_on) == (number, signed_on):
        return False
    if standing is not None and not reason:
        raise NotAllowed(WHY_ANEW)
    IssuedNumber.objects.create(
        report=report, number=number, signed_on=signed_on, reason=reason if standing else "", by=by, at=now,
        illustrative=report.illustrative,
    )  # fmt: skip
    before = _number_words(standing.number, standing.signed_on) if standing else {}
    words: dict[str, Any] = {"before": before, "after": _number_words(number, signed_on), "reason": reason}
    _record(report, "number", by, channel, now, **words)
    return True


def add_scan(*, report: IssuedReport, name: str, content: bytes, by: User, channel: Channel, now: datetime) -> bool:
    """Thêm bản ký: a PDF, by the rules of evidence. False where this very file stands already; another one is put
    beside it and stands instead. Raises NotAllowed, FileRefused, StoreFailed."""
    _require_right(report, by)
    columns = file_columns(name, content)
    if columns["content_type"] != CONTENT_TYPES["pdf"]:
        raise FileRefused(ONLY_PDF.format(columns["original_name"]))
    with in_store({FileKind.SCAN.value: content}) as stored, transaction.atomic():
        _hold(report)
        standing = standing_scan(report)
        if standing is not None and standing.sha256 == columns_of(content)["sha256"]:
            return False
        made = IssuedFile.objects.create(
            report=report, kind=FileKind.SCAN, file_name=columns["original_name"],
            content_type=columns["content_type"], added_by=by, added_at=now, illustrative=report.illustrative,
            **stored[FileKind.SCAN.value],
        )  # fmt: skip
        _record(
            report, "scan", by, channel, now, before=_scan_words(standing) if standing else {}, after=_scan_words(made)
        )
        return True


def standing_scan(report: IssuedReport) -> IssuedFile | None:
    """The newest scan (one query)."""
    return report.files.filter(kind=FileKind.SCAN).order_by("-pk").first()


def _require_right(report: IssuedReport, by: User) -> None:
    if not issues_reports(by, report.period.plan.ward_id):
        raise NotAllowed(NOT_YOURS)


def _hold(report: IssuedReport) -> None:
    """Two who write at once: the second sees what the first wrote."""
    IssuedReport.objects.select_for_update(no_key=True).get(pk=report.pk)


def _number_words(number: str, signed_on: date) -> dict[str, str]:
    return {"số, ký hiệu": number, "ngày ký": short_date(signed_on)}


def _scan_words(file: IssuedFile) -> dict[str, str]:
    return {"bản ký": file.file_name, "SHA-256": file.sha256}


def _record(report: IssuedReport, action: str, by: User, channel: Channel, now: datetime, **words: Any) -> None:
    journal.record(subject_of(report), action, ward=report.period.plan.ward, by=by, channel=channel, now=now, **words)
