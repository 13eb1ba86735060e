"""Compare the evidence that the database names with the files in the store; with --clean, drop files nobody names."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from plans.evidence_store import EVIDENCE, Damaged, StoreFailed, drop_all, read
from plans.models import Evidence
from units.command import SpokenCommand


class Command(SpokenCommand):
    help = "Kiểm tra từng tệp minh chứng trong kho: còn đó, đúng SHA-256; --clean xóa tệp thừa không dòng nào dùng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clean", action="store_true", help="xóa tệp trong kho mà cơ sở dữ liệu không nhắc đến")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            strays = _strays()
        except StoreFailed as failed:
            raise CommandError(failed.sentence) from failed
        if options["clean"]:
            drop_all(strays)
            self.stdout.write(f"Đã xóa {len(strays)} tệp thừa trong kho.")
        elif strays:
            self.stdout.write(f"Kho có {len(strays)} tệp thừa; thêm --clean để xóa.")
        problems = _problems()
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Mọi tệp minh chứng đều còn nguyên.")


def _strays() -> list[str]:
    """Files that no row names."""
    known = set(Evidence.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    return EVIDENCE.strays(known, timezone.now())


def _problems() -> list[str]:
    """One line for each file that is not what it was; removed evidence too, for snapshots name it."""
    found = []
    for piece in Evidence.objects.exclude(stored_name="").order_by("pk").iterator():
        try:
            read(piece.stored_name, size=piece.size, digest=piece.sha256)
        except (Damaged, StoreFailed) as failed:
            found.append(f"{piece.pk} {piece.original_name} ({piece.stored_name}): {failed.sentence}")
    return found
