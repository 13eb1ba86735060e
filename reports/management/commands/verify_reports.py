"""Compare every file of every issued report with the hash that was taken when it was issued."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from plans.file_store import StoreFailed
from reports.documents.issued_store import ISSUED
from reports.documents.verification import problems
from reports.models import IssuedFile, IssuedReport
from units.command import SpokenCommand


class Command(SpokenCommand):
    help = "Kiểm tra từng tệp báo cáo đã phát hành: còn đó, đúng SHA-256, không thiếu bản nào."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="dựng lại tệp từ dữ liệu đã lưu và so từng ô")
        parser.add_argument("--clean", action="store_true", help="xóa tệp trong kho mà không báo cáo nào dùng")

    def handle(self, *args: Any, **options: Any) -> None:
        self.look_for_strays(clean=options["clean"])
        reports = list(IssuedReport.objects.select_related("period").prefetch_related("files").order_by("pk"))
        found = problems(reports, rebuild=options["rebuild"], tell=self.progress)
        if found:
            raise CommandError("\n".join(found))
        files = sum(len(report.files.all()) for report in reports)
        self.stdout.write(f"{len(reports)} báo cáo đã phát hành, {files} tệp: đều còn nguyên.")

    def look_for_strays(self, *, clean: bool) -> None:
        try:
            known = set(IssuedFile.objects.values_list("stored_name", flat=True))
            strays = ISSUED.strays(known, timezone.now())
        except StoreFailed as failed:
            raise CommandError(failed.sentence) from failed
        if clean:
            ISSUED.drop_all(strays)
            self.stdout.write(f"Đã xóa {len(strays)} tệp thừa trong kho.")
        elif strays:
            self.stdout.write(f"Kho có {len(strays)} tệp thừa; thêm --clean để xóa.")

    def progress(self, done: int, total: int) -> None:
        """One line that grows, for a person who waits at a terminal; a log gets none."""
        if self.stderr.isatty():
            end = "\n" if done == total else ""
            plain = str  # not in the red of a problem
            self.stderr.write(f"\rĐã kiểm tra {done}/{total} báo cáo…", plain, ending=end)
            self.stderr.flush()
