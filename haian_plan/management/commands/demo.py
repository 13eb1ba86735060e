"""Prepare the demonstration: database, plan 33, accounts, illustrative figures. A second time it keeps the data."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from haian_plan import demonstration
from plans.models import Plan, UnitReport
from units.command import SpokenCommand


class Command(SpokenCommand):
    help = "Chuẩn bị bản trình diễn: dữ liệu, tài khoản, số liệu minh họa."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PROFILE != "demo":
            raise CommandError("Lệnh demo chỉ chạy với PROFILE=demo.")
        call_command("migrate", verbosity=0, interactive=False)
        if not Plan.objects.exists():
            self.stdout.write("Đang nạp Kế hoạch 33/KH-UBND…")
            call_command("load_plan", str(settings.PLAN_DIR), stdout=self.stdout)
        plan = Plan.objects.select_related("ward", "coordinator").order_by("-year").first()
        if plan is None:
            raise CommandError("Chưa nạp được kế hoạch.")
        self.print_accounts(demonstration.make_accounts(plan))
        if not UnitReport.objects.exists():
            self.stdout.write("Đang tạo số liệu minh họa cho các quý trước…")
            period = demonstration.play(plan, timezone.now())
            self.stdout.write(f"{period.label} để trống cho bạn nhập thử.")

    def print_accounts(self, accounts: list[demonstration.Account]) -> None:
        self.stdout.write(f"Tài khoản trình diễn, mật khẩu chung: {demonstration.PASSWORD}")
        for account in accounts:
            where = account.unit.name if account.unit else ""
            self.stdout.write(f"  {account.username:<18} {account.role.label:<18} {where}")
