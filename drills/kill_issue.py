"""The server is killed at random moments while coordinators issue a report. A version is whole or it is not there.

    python -m drills.kill_issue --kills 50 [--postgres postgres://…]

A real server on a fresh database and a fresh folder of files. Two coordinators press "Phát hành" of the same period
again and again, the same request twice now and then, as a double click does. Again and again all processes of the
server are ended with SIGKILL. After each kill the database and the folder are read:

- the versions run 1, 2, 3 … without a gap, none twice, and none is lost that was acknowledged;
- every version has all its files, each with the bytes that its hash names, and one line in the journal;
- no request made two versions, nobody was told of a version that is not there;
- what lies in the folder beside them are files that no version names, which `verify_reports --clean` takes away.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from drills.kill_save import PATIENCE, Broken, Writer, database
from tests.site import Server

PERIOD = "2026-Q3"
COORDINATORS = ("daumoi", "daumoi2")
FIELD = re.compile(r'name="(key|version|digest)"[^>]*value="([^"]*)"')
MADE = re.compile(r"/bao-cao-da-phat-hanh/(\d+)/so/")


@dataclass
class Coordinator(Writer):
    """Presses "Phát hành" over HTTP as the page does. `acknowledged`: ids of the versions that were answered."""

    acknowledged: set[int] = field(default_factory=set)
    pressing: threading.Event = field(default_factory=threading.Event)
    told: int = 0

    def work(self, ready: threading.Barrier, stop: threading.Event) -> None:
        try:
            ready.wait(PATIENCE)
            while not stop.is_set():
                self.issue()
        except (OSError, HTTPException):  # gone, perhaps in the middle of an answer
            return

    def issue(self) -> None:
        self.count += 1
        page = self.ask(f"/bao-cao/{PERIOD}/phat-hanh/")
        data = dict(FIELD.findall(page)) | {"signer": "", "reason": f"Lần {self.count}"}
        if len(data) != 5:
            raise Broken(f"the page of issuing asks for {sorted(data)}: {page[:300]}")
        made = self.press(data)
        if made and self.count % 3 == 0 and self.press(data) != made:
            raise Broken(f"a double click on {data['key']} did not give version {made} again")

    def press(self, data: dict[str, str]) -> int | None:
        """The id of the version that was made; None where another coordinator was first."""
        self.pressing.set()
        try:
            answer = self.ask(f"/bao-cao/{PERIOD}/phat-hanh/", data)
        except urllib.error.HTTPError as refused:
            if refused.code not in {409, 503}:
                raise Broken(f"{refused.code} {refused.read().decode()[:600]}") from refused
            self.told += 1
            return None
        made = int(MADE.findall(answer)[0])
        self.acknowledged.add(made)
        return made


def check(coordinators: list[Coordinator], folder: Path) -> None:
    """Compare database and folder with what the coordinators know."""
    from django.db import connection

    from reports.documents.verification import problems
    from reports.models import IssuedReport
    from units.models import Event

    reports = list(IssuedReport.objects.prefetch_related("files").select_related("period").order_by("version"))
    versions = [report.version for report in reports]
    if versions != list(range(1, len(versions) + 1)):
        raise Broken(f"versions {versions}")
    for coordinator in coordinators:
        if lost := coordinator.acknowledged - {report.pk for report in reports}:
            raise Broken(f"{coordinator.username} was told of versions that are not there: {lost}")
    if found := problems(reports):
        raise Broken("; ".join(found))
    lines = Event.objects.filter(action="issue").count()
    if lines != len(reports):
        raise Broken(f"{len(reports)} versions, {lines} lines in the journal")
    if partial := [report for report in reports if {file.kind for file in report.files.all()} != kinds()]:
        raise Broken(f"without all files: {partial}")
    named = {file.stored_name for report in reports for file in report.files.all()}
    if lacking := named - {path.name for path in folder.iterdir()}:
        raise Broken(f"not in the folder: {lacking}")
    connection.close()


def kinds() -> set[str]:
    from reports.documents.export import FROZEN

    return {*FROZEN, "json"}


def wait_for_the_moment(folder: Path, chance: random.Random, press: float) -> None:
    """Any moment of a press (`press`: how long one takes here), or one just after a file of it was stored."""
    if chance.random() < 0.4:
        time.sleep(chance.uniform(0.0, 2 * press))
        return
    there, until = len(list(folder.iterdir())), time.monotonic() + PATIENCE
    while len(list(folder.iterdir())) <= there and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(chance.uniform(0.0, press / 2))


def kill_once(
    server: Server, coordinators: list[Coordinator], folder: Path, chance: random.Random, press: float
) -> None:
    """All press at once; at a random moment of that the server is gone; what stands is read; the server comes back."""
    ready, stop, troubles = threading.Barrier(len(coordinators) + 1), threading.Event(), []

    def run(coordinator: Coordinator) -> None:
        try:
            coordinator.work(ready, stop)
        except Broken as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(coordinator,)) for coordinator in coordinators]
    for thread in threads:
        thread.start()
    chosen = chance.choice(coordinators)
    chosen.pressing.clear()
    ready.wait(PATIENCE)
    chosen.pressing.wait(PATIENCE)
    wait_for_the_moment(folder, chance, press)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join(PATIENCE * 2)
    if troubles:
        raise troubles[0]
    check(coordinators, folder)
    server.start()


@contextmanager
def issuing_site(postgres: str) -> Iterator[tuple[Server, Path]]:
    """A prepared server with a second coordinator, and the folder of its files; Django is set up on its database."""
    with tempfile.TemporaryDirectory() as place, database(postgres, place) as url:
        folder = Path(place) / "issued"
        folder.mkdir()
        own = {"DATABASE_URL": url, "ISSUED_DIR": str(folder)}
        os.environ |= own | {"DJANGO_SETTINGS_MODULE": "haian_plan.settings", "PROFILE": "demo"}
        import django

        django.setup()
        server = Server(url, Path(place) / "server.log")
        server.prepare()
        second_coordinator()
        server.start()
        try:
            yield server, folder
        finally:
            server.stop()


def second_coordinator() -> None:
    from django.db import connection

    from haian_plan.demonstration import PASSWORD
    from units.models import User

    first = User.objects.get(username=COORDINATORS[0])
    words = {"ward": first.ward, "unit": first.unit, "role": first.role, "is_demo": True, "must_change_password": False}
    User.objects.create_user(COORDINATORS[1], PASSWORD, full_name="Lê Thị Hoa", **words)
    connection.close()


def drill(kills: int, postgres: str, seed: int) -> str:
    """The sentence that sums it up. Raises Broken."""
    chance, begin = random.Random(seed), time.monotonic()  # noqa: S311
    with issuing_site(postgres) as (server, folder):
        from django.core.management import call_command

        from haian_plan.demonstration import PASSWORD
        from reports.documents.issued_store import ISSUED
        from reports.models import IssuedFile, IssuedReport

        coordinators = [Coordinator(server.address, name, "", ()) for name in COORDINATORS]
        for coordinator in coordinators:
            coordinator.sign_in(PASSWORD)
        started = time.monotonic()
        coordinators[0].issue()
        press = time.monotonic() - started
        for number in range(1, kills + 1):
            kill_once(server, coordinators, folder, chance, press)
            if number % 10 == 0:
                print(f"{number} kills", flush=True)
        strays = len(list(folder.iterdir())) - IssuedFile.objects.count()
        for path in folder.iterdir():
            os.utime(path, (0, 0))
        call_command("verify_reports", clean=True, rebuild=True, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        if ISSUED.storage and len(list(folder.iterdir())) != IssuedFile.objects.count():
            raise Broken("verify_reports --clean left strays or took files that are needed")
        made = IssuedReport.objects.count()
    told = sum(coordinator.told for coordinator in coordinators)
    minutes = (time.monotonic() - begin) / 60
    whole = f"{kills} kills: {made} versions all whole, {told} times told"
    return f"{whole}, {strays} strays taken away; {minutes:.1f} minutes"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=50)
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
