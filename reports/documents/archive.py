"""The archive of issued reports as its pages show it. A ward issues some dozen a year: one list, read whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from reports.documents.issue_forms import ArchiveForm
from reports.documents.verification import Checked, check
from reports.models import FileKind, IssuedFile, IssuedNumber, IssuedReport
from units.dates import local_date, short_date
from units.models import User
from units.permissions import sees_snapshots
from units.text import search_key


@dataclass
class Issued:
    """One version with all that was added to it, for one reader."""

    report: IssuedReport
    reader: User
    newest: bool

    @property
    def name(self) -> str:
        return f"{self.report.period.label}, bản {self.report.version}"

    @property
    def version_before(self) -> int:
        return self.report.version - 1

    @cached_property
    def number(self) -> IssuedNumber | None:
        """As last written."""
        return max(self.report.numbers.all(), key=lambda row: row.pk, default=None)

    @cached_property
    def earlier_numbers(self) -> list[IssuedNumber]:
        return [row for row in self.report.numbers.all() if row != self.number]

    @cached_property
    def files(self) -> list[IssuedFile]:
        """What the reader may take: documents, the standing scan first, the data for those who make reports."""
        shown = [file for file in self.report.files.all() if may_read(self.reader, file)]
        scans = [file for file in shown if file.kind == FileKind.SCAN]
        return [*reversed(scans), *(file for file in shown if file.kind != FileKind.SCAN)]

    @property
    def scan(self) -> IssuedFile | None:
        return next((file for file in self.files if file.kind == FileKind.SCAN), None)

    @property
    def documents(self) -> list[IssuedFile]:
        return [file for file in self.files if file.kind not in {FileKind.SCAN, FileKind.SNAPSHOT}]

    @cached_property
    def checked(self) -> list[Checked]:
        """Each file read from the store and compared with its hash."""
        return [check(file) for file in self.files]

    @property
    def damaged(self) -> list[Checked]:
        return [one for one in self.checked if not one.good]

    @property
    def key(self) -> str:
        """What a search looks in."""
        report, number = self.report, self.number
        said = (report.period.code, self.name, short_date(local_date(report.issued_at)), report.period.plan.number,
                report.signer, str(report.issued_by), report.reason, str(number or ""))  # fmt: skip
        return search_key(" ".join(said))


def may_read(reader: User, file: IssuedFile) -> bool:
    return file.kind != FileKind.SNAPSHOT or sees_snapshots(reader)


def reports_of(reader: User) -> QuerySet[IssuedReport]:
    """All of the ward's, the newest first, with what hangs on them (three queries)."""
    found = IssuedReport.objects.filter(period__plan__ward_id=reader.ward_id)
    return found.select_related("period__plan__ward", "issued_by").prefetch_related("files", "numbers__by")


def archive_for(reader: User) -> list[Issued]:
    return issued_from(reports_of(reader), reader)


def issued_from(reports: Iterable[IssuedReport], reader: User) -> list[Issued]:
    """`reports`: every version of the periods that are among them."""
    reports = list(reports)
    newest = {report.period_id: report.version for report in sorted(reports, key=lambda report: report.version)}
    return [Issued(report, reader, newest[report.period_id] == report.version) for report in reports]


def versions_of(issued: IssuedReport, reader: User) -> list[Issued]:
    """All versions of the same period, the newest first."""
    return issued_from(reports_of(reader).filter(period=issued.period_id).order_by("-version"), reader)


def filtered(archive: list[Issued], form: ArchiveForm) -> list[Issued]:
    period, state, newest = (form.told(name) for name in ("ky", "tinh-trang", "moi-ban"))
    keeps = (
        lambda one: not period or one.report.period.code == period,
        lambda one: state != "chua-so" or one.number is None,
        lambda one: state != "chua-ban-ky" or one.scan is None,
        lambda one: not newest or one.newest,
        lambda one: all(word in one.key for word in form.words),
    )
    return [one for one in archive if all(keep(one) for keep in keeps)]


def periods_in(archive: list[Issued]) -> list[tuple[str, str]]:
    found = {one.report.period.code: one.report.period for one in archive}
    listed = sorted(found.values(), key=lambda period: (period.ends_on, period.code), reverse=True)
    return [(period.code, period.label) for period in listed]
