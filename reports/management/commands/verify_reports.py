"""Compare every file of every issued report with the hash that was taken when it was issued; Sở's forms beside them."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from plans.file_store import Damaged, StoreFailed
from reports.documents.issued_store import ISSUED
from reports.documents.verification import problems
from reports.models import IssuedFile, IssuedReport, OwnForm
from reports.own_form.actions import read_form
from units.command import SpokenCommand


class Command(SpokenCommand):
    help = "Kiểm tra từng tệp báo cáo đã phát hành và biểu mẫu của Sở: còn đó, đúng SHA-256, không thiếu bản nào."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="dựng lại tệp từ dữ liệu đã lưu và so từng ô")
        parser.add_argument("--clean", action="store_true", help="xóa tệp trong kho mà không ai dùng")

    def handle(self, *args: Any, **options: Any) -> None:
        self.look_for_strays(clean=options["clean"])
        reports = list(IssuedReport.objects.select_related("period").prefetch_related("files").order_by("pk"))
        forms = list(OwnForm.objects.order_by("pk"))
        found = problems(reports, rebuild=options["rebuild"], tell=self.progress) + list(form_problems(forms))
        if found:
            raise CommandError("\n".join(found))
        files = sum(len(report.files.all()) for report in reports)
        of_forms = f"; {len(forms)} biểu mẫu của Sở" if forms else ""
        self.stdout.write(f"{len(reports)} báo cáo đã phát hành, {files} tệp{of_forms}: đều còn nguyên.")

    def look_for_strays(self, *, clean: bool) -> None:
        try:
            known = [each.objects.values_list("stored_name", flat=True) for each in (IssuedFile, OwnForm)]
            strays = ISSUED.strays(set(chain(*known)), timezone.now())
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


def form_problems(forms: Iterable[OwnForm]) -> Iterator[str]:
    """One sentence for each form that is not as it came; those taken out of use too, for the journal names them."""
    for form in forms:
        try:
            read_form(form)
        except (Damaged, StoreFailed) as failed:
            yield f"Biểu mẫu {form} ({form.file_name}): {failed.sentence}"
