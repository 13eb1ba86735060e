"""Remove illustrative figures and demonstration accounts."""

from typing import Any

from django.core.management.base import BaseCommand

from haian_plan import demonstration
from units.models import Ward


class Command(BaseCommand):
    help = "Xóa số liệu minh họa và tài khoản trình diễn."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = sum(demonstration.clear(ward) for ward in Ward.objects.all())
        self.stdout.write(f"Đã xóa {removed} dòng minh họa và mọi tài khoản trình diễn.")
