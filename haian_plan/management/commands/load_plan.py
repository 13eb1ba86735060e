"""Load a plan from a directory of CSV files or a workbook (fixtures/ke-hoach-33/README.md says which columns)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from haian_plan.plan_files import FilesRefused, read_plan
from haian_plan.plan_loader import Outcome, load_plan
from units.command import SpokenCommand

TO_OVERWRITE = "Không ghi gì. Thêm --overwrite để lấy theo tệp."
KEPT = "Hàng chỉ có trong cơ sở dữ liệu được giữ nguyên, cả khi có --overwrite; muốn thôi dùng, sửa ở trang quản trị."


class Command(SpokenCommand):
    help = "Nạp kế hoạch từ thư mục tệp CSV hoặc sổ tính .xlsx; nạp lại lần nữa không làm thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="DIR|WORKBOOK", help="thư mục hoặc tệp .xlsx")
        parser.add_argument("--overwrite", action="store_true", help="ghi đè những gì đã sửa trong cơ sở dữ liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_plan(read_plan(Path(options["source"])), overwrite=options["overwrite"], now=timezone.now())
        except FilesRefused as refused:
            raise CommandError("\n".join(refused.problems)) from None
        self.report(outcome, overwrite=options["overwrite"])

    def report(self, outcome: Outcome, *, overwrite: bool) -> None:
        if outcome.problems:
            raise CommandError("\n".join(outcome.problems))
        if not overwrite and (outcome.differences or outcome.added):
            raise CommandError("\n".join([*outcome.differences, *outcome.added, *advice(outcome)]))
        for line in outcome.added:
            self.stdout.write(f"Giữ nguyên: {line}")
        self.stdout.write(f"Đã ghi {outcome.written} hàng." if outcome.written else "Không có gì thay đổi.")


def advice(outcome: Outcome) -> list[str]:
    """What the reader can do about differences."""
    return [TO_OVERWRITE] * bool(outcome.differences) + [KEPT] * bool(outcome.added)
