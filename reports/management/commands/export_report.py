"""Write a period's report to a file, as the page "Báo cáo" gives it."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from plans.calendar import PeriodCode, PeriodRefused
from plans.models import Period
from plans.querysets import read_periods
from reports.documents.as_of import read_as_of
from reports.documents.export import FORMATS
from reports.documents.material import read_material
from units.command import SpokenCommand, cause, telling
from units.dates import DateRefused


def report_format(text: str) -> str:
    """A format that there is; wrong usage otherwise."""
    if text not in FORMATS:
        raise ArgumentTypeError(f"không có định dạng “{text}”; hãy dùng {', '.join(FORMATS)}.")
    return text


class Command(SpokenCommand):
    help = "Xuất báo cáo của một kỳ ra tệp. Mặc định chỉ có số liệu đã chấp nhận."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="PERIOD", help="kỳ báo cáo: 2026-Q1 … 2026-Q4, 2026-H1, 2026-9M, 2026-Y")
        parser.add_argument(
            "--format", required=True, type=report_format, metavar="|".join(FORMATS), help="định dạng tệp"
        )
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="tệp ghi ra")
        parser.add_argument("--draft", action="store_true", help="bản nháp: mọi số liệu đã nhập, ghi BẢN NHÁP")
        parser.add_argument(
            "--as-of", default="", metavar="NGÀY", help="báo cáo đột xuất: số liệu đã chấp nhận đến hết ngày này"
        )
        parser.add_argument("--plan", default="", metavar="SỐ", help="số kế hoạch, khi có nhiều kế hoạch")
        parser.add_argument("--ward", default="", metavar="MÃ", help="mã phường/xã, khi có nhiều phường/xã")

    def handle(self, *args: Any, **options: Any) -> None:
        period = find_period(options["period"], plan=options["plan"], ward=options["ward"])
        said = self.stdout.write if options["verbosity"] else None
        with telling(f"Đang lập báo cáo {period.label}…", said):
            content = make_report(period, options["format"], draft=options["draft"], as_of=options["as_of"])
        write_whole(options["output"], content)
        if options["verbosity"]:
            self.stdout.write(f"Đã ghi {options['output']} ({len(content) // 1024 + 1} KB).")


def find_period(code: str, *, plan: str, ward: str) -> Period:
    """The one period of that code among the plans asked for."""
    try:
        wanted = str(PeriodCode.parse(code))
    except PeriodRefused as refused:
        raise CommandError(refused.sentence) from None
    found = Period.objects.filter(code=wanted).select_related("plan__ward", "plan__coordinator").order_by("plan")
    if plan:
        found = found.filter(plan__number=plan)
    if ward:
        found = found.filter(plan__ward__code=ward)
    return the_only(list(found), wanted)


def the_only(found: list[Period], code: str) -> Period:
    if not found:
        raise CommandError(f"Không có kế hoạch nào có kỳ {code}; hãy xem lại kỳ, --plan và --ward.")
    if len(found) > 1:
        fitting = ", ".join(f"{period.plan.number} ({period.plan.ward.code})" for period in found)
        raise CommandError(f"Có {len(found)} kế hoạch có kỳ {code}: {fitting}; hãy thêm --plan hoặc --ward.")
    return found[0]


def make_report(period: Period, name: str, *, draft: bool, as_of: str) -> bytes:
    now, plan = timezone.now(), period.plan
    today = timezone.localdate(now)
    if draft and as_of:
        raise CommandError("Bản nháp chỉ có của hôm nay: hãy bỏ --draft hoặc --as-of.")
    try:
        upto = read_as_of(as_of, period, today)
    except DateRefused as refused:
        raise CommandError(refused.sentence) from None
    return FORMATS[name].write(read_material(plan, read_periods(plan), period, now=now, draft=draft, as_of=upto))


def write_whole(path: Path, content: bytes) -> None:
    """The whole file or none: written beside its place, then renamed."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as half:
            temporary = Path(half.name)
            half.write(content)
            half.flush()
            os.fsync(half.fileno())
    except OSError as error:
        raise CommandError(f"Không ghi được vào thư mục {path.parent}: {cause(error)}.") from error
    try:
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CommandError(f"Không ghi được tệp {path}: {cause(error)}.") from error
