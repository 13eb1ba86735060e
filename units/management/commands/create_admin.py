"""Create the first administrator of a ward; the password comes from the terminal, never from the command line."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from units.accounts import create_administrator
from units.command import SpokenCommand
from units.models import Channel, Ward


class Command(SpokenCommand):
    help = "Tạo tài khoản quản trị đầu tiên của phường."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--name", default="Quản trị hệ thống", help="họ và tên")
        parser.add_argument("--ward", help="mã phường, khi có nhiều phường")

    def handle(self, *args: Any, **options: Any) -> None:
        ward = chosen_ward(options["ward"])
        password = read_password()
        try:
            create_administrator(
                username=options["username"],
                password=password,
                full_name=options["name"],
                ward=ward,
                channel=Channel.COMMAND,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Đã tạo tài khoản quản trị {options['username']} của {ward}.")


def chosen_ward(code: str | None) -> Ward:
    wards = Ward.objects.filter(code=code) if code else Ward.objects.all()
    found = list(wards[:2])
    if len(found) != 1:
        raise CommandError("Không có phường này." if not found else "Có nhiều phường, hãy thêm --ward MÃ.")
    return found[0]


def read_password() -> str:
    """From the terminal without echo, or one line of standard input where that is no terminal."""
    return getpass.getpass("Mật khẩu: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
