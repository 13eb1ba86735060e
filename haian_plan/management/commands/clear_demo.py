"""Remove illustrative figures and demonstration accounts."""

from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from haian_plan import demonstration
from units.command import SpokenCommand
from units.models import Ward


class Command(SpokenCommand):
    help = "Xóa số liệu minh họa và tài khoản trình diễn."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            removed = sum(demonstration.clear(ward, now) for ward in Ward.objects.all())
        except demonstration.StillNamed as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"Đã xóa {removed} dòng minh họa và mọi tài khoản trình diễn.")
