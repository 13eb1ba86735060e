"""The site with a clock of its own, so that a browser test plays a year in minutes.

    python -m tests.clocked PORT FILE          serve the demonstration; the clock runs on from the moment in FILE
    python -m tests.clocked FILE COMMAND …     run a command of manage.py at that moment

The process is a real one on a real database; only its clock is set.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine


def clock_of(file: Path) -> time_machine.Traveller:
    return time_machine.travel(file.read_text(encoding="ascii"), tick=True).start()


def serve(port: int, file: Path) -> None:
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    clock, since = clock_of(file), file.read_text(encoding="ascii")
    from haian_plan.wsgi import application

    def at_its_moment(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        nonlocal since
        wanted = file.read_text(encoding="ascii")
        if wanted != since:  # else it runs on: what was done a moment ago lies in the past
            clock.move_to(wanted)
            since = wanted
        return application(environ, start_response)

    server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
    server.set_app(at_its_moment)
    server.serve_forever()


def command(file: Path, *words: str) -> None:
    from django.core.management import execute_from_command_line

    clock_of(file)
    execute_from_command_line(["manage.py", *words])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haian_plan.settings")
    first, *others = sys.argv[1:]
    if first.isdigit():
        serve(int(first), Path(others[0]))
    else:
        command(Path(first), *others)
