"""The server is killed at random moments while officers save rows. What was acknowledged must be there.

    python -m drills.kill_save --kills 100 [--postgres postgres://…]

A real server (the one `make run` starts) on a fresh database, on SQLite or on a database of its own on the PostgreSQL
server that is named. A few writers sign in over HTTP and save their rows without pause, each value another one. Again
and again all processes of the server are ended with SIGKILL and started anew. After each kill the database is read:

- every acknowledged save is in the journal, in its order, and nothing is there that was not sent;
- a save whose answer never came was either stored whole or not at all;
- each row holds what its last line of the journal says, at the version that this line gave it;
- each report counts as many changes as its figures have lines in the journal;
- SQLite's own integrity check finds nothing.

Exit status 1 at the first thing that is not so. Only processes that were started here are ended.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

from tests.site import Server, postgres_database

PERIOD = "2026-Q4"
WRITERS = {
    "vhxh": ("VHXH", ("PL1.1", "PL1.2", "PL1.3", "PL1.7", "PL1.8")),
    "ttpvhcc": ("TTPVHCC", ("PL1.20", "PL1.21", "PL1.22", "PL1.23")),
    "kthtdt": ("KTHTDT", ("PL1.26",)),
    "cap": ("CAP", ("PL1.27", "PL1.28")),
}
PATIENCE = 30


class Broken(Exception):
    """A promise that did not hold."""


@dataclass
class Sent:
    """One save as its writer knows it. It stays unacknowledged while no answer came."""

    text: str
    acknowledged: bool = False


@dataclass
class Writer:
    """An officer who saves the rows of a unit in turns, over HTTP, as the page does."""

    site: str
    username: str
    unit: str
    codes: tuple[str, ...]
    sent: dict[str, list[Sent]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.sent = {code: [] for code in self.codes}
        self.jar = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, data: dict[str, str] | None = None) -> str:
        token = next((cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"), "")
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        asked = urllib.request.Request(self.site + path, body, {"X-CSRFToken": token})  # noqa: S310 - our own site
        with self.browser.open(asked, timeout=PATIENCE) as answer:
            return str(answer.read(), "utf-8")

    def sign_in(self, password: str) -> None:
        self.ask("/dang-nhap/")
        self.ask("/dang-nhap/", {"username": self.username, "password": password})

    def open_page(self) -> None:
        """Read the versions of all rows, as an officer who loads the page."""
        page = self.ask(f"/nhap/{PERIOD}/{self.unit}/")
        self.versions = {code: version_in(page, code) for code in self.codes}

    def work(self, ready: threading.Barrier, stop: threading.Event) -> None:
        """Save until told to stop or until the server is gone. A save without an answer stays unacknowledged."""
        try:
            self.open_page()
            ready.wait(PATIENCE)
            while not stop.is_set():
                self.save(self.codes[self.count % len(self.codes)])
        except urllib.error.HTTPError as refused:
            raise Broken(f"{self.username}: {refused.code} {refused.read().decode()[:600]}") from refused
        except (OSError, HTTPException):  # gone, perhaps in the middle of an answer
            return

    def save(self, code: str) -> None:
        self.count += 1
        typed = f"{self.count % 99},{self.count // 99 % 9 + 1}{self.count // 891 % 9 + 1}"
        self.sent[code].append(Sent(f"{typed}%"))
        answer = self.ask(
            f"/nhap/{PERIOD}/{self.unit}/dong/{code}/",
            {f"{code}-value": typed, f"{code}-version": self.versions[code]},
        )
        self.versions[code] = version_in(answer, code)
        self.sent[code][-1].acknowledged = True


def version_in(html: str, code: str) -> str:
    found = re.search(rf'name="{re.escape(code)}-version" value="(\d+)"', html)
    if found is None:
        raise Broken(f"no version of {code} in the answer: {html[:300]}")
    return found[1]


def check(writers: list[Writer]) -> None:
    """Compare the database with what the writers know."""
    from django.db import connection

    for writer in writers:
        for code in writer.codes:
            check_row(writer, code)
        check_report(writer)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (found := cursor.fetchall()) != [("ok",)]:
                raise Broken(f"integrity_check: {found}")
    connection.close()


def check_row(writer: Writer, code: str) -> None:
    from kpis.actions import describe
    from kpis.models import Figure
    from plans.quantities import Measure
    from units.models import Event

    lines = Event.objects.filter(subject_type="figure", subject_code=code, period_code=PERIOD).order_by("pk")
    stored = [line.after["số liệu"] for line in lines]
    rest = iter(stored)
    now = next(rest, None)
    for sent in writer.sent[code]:
        if sent.text == now:
            now = next(rest, None)
        elif sent.acknowledged:
            raise Broken(f"{code}: {sent.text} was acknowledged and is not in the journal: {stored[-5:]}")
    if now is not None:
        raise Broken(f"{code}: the journal holds {now}, which nobody sent there")
    figure = Figure.objects.select_related("indicator").filter(indicator__code=code, period__code=PERIOD).first()
    holds = describe(figure, Measure(figure.indicator.measure))["số liệu"] if figure else None
    if holds != (stored[-1] if stored else None):
        raise Broken(f"{code}: the row holds {holds}, its last line says {stored[-1:]}")


def check_report(writer: Writer) -> None:
    from plans.models import UnitReport
    from units.models import Event

    report = UnitReport.objects.filter(unit__code=writer.unit, period__code=PERIOD).first()
    changes = report.content_version if report else 0
    lines = Event.objects.filter(subject_type="figure", period_code=PERIOD, unit_code=writer.unit).count()
    if changes != lines:
        raise Broken(f"{writer.unit}: {changes} changes, {lines} lines in the journal")
    versions = report.figure_rows.values_list("version", flat=True) if report else []
    if versions and max(versions) != changes:
        raise Broken(f"{writer.unit}: the newest row is at {max(versions)}, the report at {changes}")


def kill_once(server: Server, writers: list[Writer], chance: random.Random) -> None:
    """All write at once; at a random moment the server is gone; what stands is read; the server comes back."""
    ready, stop, troubles = threading.Barrier(len(writers) + 1), threading.Event(), []

    def run(writer: Writer) -> None:
        try:
            writer.work(ready, stop)
        except Broken as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    ready.wait(PATIENCE)
    time.sleep(chance.uniform(0.01, 1.0))
    server.kill()
    stop.set()
    for thread in threads:
        thread.join(PATIENCE * 2)
    if troubles:
        raise troubles[0]
    check(writers)
    server.start()


@contextmanager
def database(postgres: str, folder: str) -> Iterator[str]:
    """The address of a fresh database."""
    if not postgres:
        yield f"sqlite:///{folder}/drill.sqlite3"
        return
    with postgres_database(postgres, f"haian_drill_{os.getpid()}") as url:
        yield url


def drill(kills: int, postgres: str, seed: int) -> str:
    """The sentence that sums it up. Raises Broken."""
    with tempfile.TemporaryDirectory() as folder, database(postgres, folder) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "haian_plan.settings", "PROFILE": "demo"}
        import django

        django.setup()
        from haian_plan.demonstration import PASSWORD

        server, chance, begin = Server(url, Path(folder) / "server.log"), random.Random(seed), time.monotonic()  # noqa: S311
        server.prepare()
        server.start()
        try:
            writers = [Writer(server.address, name, unit, codes) for name, (unit, codes) in WRITERS.items()]
            for writer in writers:
                writer.sign_in(PASSWORD)
            for number in range(1, kills + 1):
                kill_once(server, writers, chance)
                if number % 10 == 0:
                    print(f"{number} kills", flush=True)
        finally:
            server.stop()
        sent = [save for writer in writers for saves in writer.sent.values() for save in saves]
        kept = sum(save.acknowledged for save in sent)
        minutes = (time.monotonic() - begin) / 60
        return f"{kills} kills: {kept} acknowledged saves all there, {len(sent) - kept} cut off; {minutes:.1f} minutes"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--postgres", default="", help="server on which a database of the drill's own is made")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    given = parser.parse_args()
    print(f"{'PostgreSQL' if given.postgres else 'SQLite'}, seed {given.seed}", flush=True)
    try:
        print(drill(given.kills, given.postgres, given.seed))
    except Broken as broken:
        print(f"BROKEN: {broken}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
