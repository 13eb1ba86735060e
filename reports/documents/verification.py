"""Whether the archive still is what was issued: each file by its hash, the versions without a gap."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from plans.file_store import Damaged, StoreFailed
from reports.documents.comparing import differing
from reports.documents.export import FROZEN
from reports.documents.issued_store import read_file
from reports.documents.issuing import build
from reports.documents.packing import Unreadable
from reports.documents.snapshot import read_snapshot
from reports.models import FileKind, IssuedFile, IssuedReport
from reports.proofs import size_words

REBUILDS = "{}: dựng lại từ dữ liệu thì khác bản đã phát hành ở {} ô, chỗ đầu tiên là {}."


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, and what is wrong with it: "" where its bytes are the ones that were issued."""

    file: IssuedFile
    problem: str

    @property
    def good(self) -> bool:
        return not self.problem

    @property
    def size_words(self) -> str:
        return size_words(self.file.size)


def check(file: IssuedFile) -> Checked:
    try:
        read_file(file)
    except (Damaged, StoreFailed) as failed:
        return Checked(file, failed.sentence)
    return Checked(file, "")


def problems_of(report: IssuedReport, files: Iterable[IssuedFile], *, rebuild: bool) -> Iterator[str]:
    """One sentence for each thing that is not as it was issued."""
    checked = [check(file) for file in files]
    yield from (f"{report}: {one.file.file_name}: {one.problem}" for one in checked if one.problem)
    there = {one.file.kind for one in checked}
    if lacking := [str(kind.label) for kind in (FileKind.XLSX, FileKind.SNAPSHOT) if kind not in there]:
        yield f"{report}: thiếu tệp {', '.join(lacking)}."
    if rebuild and all(one.good for one in checked) and not lacking:
        yield from rebuilt_otherwise(report, [one.file for one in checked])


def rebuilt_otherwise(report: IssuedReport, files: Iterable[IssuedFile]) -> Iterator[str]:
    """The documents that this version of the software builds otherwise from the same data. The stored one counts."""
    by_kind = {file.kind: file for file in files}
    try:
        material = read_snapshot(read_file(by_kind[FileKind.SNAPSHOT]))
    except Unreadable:
        yield f"{report}: phiên bản phần mềm này không đọc được dữ liệu đã lưu; các tệp đã phát hành vẫn dùng được."
        return
    for name, made in FROZEN.items():
        if name in by_kind and made.places:
            places = differing(read_file(by_kind[name]), build(name, material), made.places)
            if places:
                yield REBUILDS.format(f"{report}: {by_kind[name].file_name}", len(places), places[0])


def missing_versions(reports: Iterable[IssuedReport]) -> Iterator[str]:
    """Versions of a period run 1, 2, 3 …; the database holds that none is there twice."""
    newest: dict[int, tuple[IssuedReport, set[int]]] = {}
    for report in reports:
        newest.setdefault(report.period_id, (report, set()))[1].add(report.version)
    for report, versions in newest.values():
        gaps = sorted(set(range(1, max(versions) + 1)) - versions)
        yield from (f"Báo cáo {report.period}: thiếu bản {gap}." for gap in gaps)


Tell = Callable[[int, int], None]  # how many of how many are done


def problems(reports: list[IssuedReport], *, rebuild: bool = False, tell: Tell = lambda done, of: None) -> list[str]:
    """Of reports with their files and period read; `tell` hears of each that is done."""
    found = list(missing_versions(reports))
    for done, report in enumerate(reports, start=1):
        found += problems_of(report, report.files.all(), rebuild=rebuild)
        tell(done, len(reports))
    return found
