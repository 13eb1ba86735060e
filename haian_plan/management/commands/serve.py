"""Serve the site: gunicorn, or waitress on Windows. `PORT` says where; the demonstration listens on 127.0.0.1 only."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from units.command import SpokenCommand


class Command(SpokenCommand):
    help = "Chạy máy chủ web."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe (mặc định 127.0.0.1)")

    def handle(self, *args: Any, **options: Any) -> None:
        host = "127.0.0.1" if settings.PROFILE == "demo" else options["host"]
        refuse_taken_port(host, settings.PORT)
        self.stdout.write(f"Mở trình duyệt tại http://{host}:{settings.PORT} (Ctrl+C để dừng)")
        self.stdout.flush()
        if sys.platform == "win32":
            serve_with_waitress(host, settings.PORT)
        else:
            serve_with_gunicorn(host, settings.PORT)


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cổng {port} đang có chương trình khác dùng; chạy lại với cổng khác, ví dụ PORT=8001."
            ) from error


def serve_with_gunicorn(host: str, port: int) -> None:
    """Replace this process, so that a signal reaches the server itself."""
    program = [sys.executable, "-m", "gunicorn", "haian_plan.wsgi", "--bind", f"{host}:{port}"]
    os.execv(sys.executable, [*program, "--workers", "2", "--threads", "4", "--log-level", "warning"])  # noqa: S606


def serve_with_waitress(host: str, port: int) -> None:
    from waitress import serve  # only installed on Windows

    from haian_plan.wsgi import application

    serve(application, host=host, port=port)
