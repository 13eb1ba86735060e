"""Take a table of figures into a period: columns chi_tieu, gia_tri [, tu_so, mau_so, uoc, nguon, ghi_chu]."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from kpis.figure_import import FigureImport, ImportOutcome, import_table
from plans.calendar import PeriodCode, PeriodRefused
from plans.collecting import require_some_open
from plans.models import Period
from plans.refusals import NotAllowed
from plans.table import Table, WorkbookRefused
from plans.workbook import read_table
from units.command import SpokenCommand
from units.dates import local_date
from units.models import Channel, User
from units.people import at_work_on
from units.permissions import enters_figures

TELL_EVERY = 100


class Command(SpokenCommand):
    help = "Nhập số liệu của một kỳ từ tệp .csv hoặc .xlsx: tất cả các hàng, hoặc không hàng nào."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", metavar="KỲ", help="ví dụ 2026-Q1")
        parser.add_argument("file", metavar="TỆP", type=Path, help="tệp .csv hoặc .xlsx")
        parser.add_argument("--by", metavar="TÀI_KHOẢN", required=True, help="tên đăng nhập của người nhập")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--plan", metavar="SỐ", help="số kế hoạch, khi kỳ này có ở nhiều kế hoạch")
        parser.add_argument("--ward", metavar="MÃ", help="mã phường của tài khoản")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            user = chosen_user(options["by"], options["ward"])
            period = chosen_period(user, options["period"], options["plan"])
            require_some_open(period, now)
            table = read_table(options["file"])
            work = FigureImport(period=period, by=user, channel=Channel.COMMAND, now=now)
            outcome = import_table(table, work, dry_run=options["dry_run"], told=self.teller(table))
        except (WorkbookRefused, NotAllowed, PeriodRefused) as refused:
            raise CommandError(refused.sentence) from None
        if outcome.problems:
            raise CommandError("\n".join(outcome.problems))
        self.report(period, outcome, dry_run=options["dry_run"])

    def teller(self, table: Table) -> Any:
        """Says how far it is, for files that take a while."""

        def tell(done: int) -> None:
            if done % TELL_EVERY == 0:
                self.stdout.write(f"Đã đọc {done}/{len(table.rows)} hàng…")
                self.stdout.flush()

        return tell

    def report(self, period: Period, outcome: ImportOutcome, *, dry_run: bool) -> None:
        for warning in outcome.warnings:
            self.stdout.write(f"Lưu ý: {warning}")
        verb = "Kiểm tra xong, chưa ghi gì" if dry_run else "Đã nhập"
        self.stdout.write(
            f"{verb} ({period.label}): {outcome.count('new')} số liệu mới, {outcome.count('changed')} sửa, "
            f"{outcome.count('same')} không đổi, {outcome.count('empty')} hàng để trống."
        )


def chosen_user(username: str, ward: str | None) -> User:
    """The account whose rights apply."""
    users = User.objects.select_related("unit", "ward").filter(at_work_on(local_date(timezone.now())))
    user = users.filter(username=username.strip().casefold()).first()
    if user is None:
        raise CommandError(f"Không có tài khoản “{username}” đang dùng.")
    if ward and user.ward.code != ward:
        raise CommandError(f"Tài khoản “{username}” không thuộc phường có mã “{ward}”.")
    if not enters_figures(user):
        raise CommandError(f"Tài khoản “{username}” ({user.get_role_display()}) không có quyền nhập số liệu.")
    return user


def chosen_period(user: User, code: str, number: str | None) -> Period:
    """The period of that code in the account's ward. Raises PeriodRefused or CommandError."""
    wanted = str(PeriodCode.parse(code))
    periods = Period.objects.select_related("plan__ward").filter(plan__ward_id=user.ward_id, code=wanted)
    found = list((periods.filter(plan__number=number) if number else periods)[:2])
    if not found:
        raise CommandError(f"Không có kỳ {wanted} trong kế hoạch {number or f'nào của {user.ward}'}.")
    if len(found) > 1:
        raise CommandError(f"Có nhiều kế hoạch có kỳ {wanted}; hãy thêm --plan SỐ.")
    return found[0]
