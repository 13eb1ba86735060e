"""What saving one row costs, beside the smallest page that a signed-in reader can get. CPU time, in one run.

The floor is an empty page of this project: the whole middleware, the session out of its cookie, the account out of
the database, and `base.html` with its navigation and account menu. The save is what the entry page does as the officer
leaves a row: another value each time, so that report, figure and journal are written and the row is judged and drawn.

Both go through Django's own handler in this process, on SQLite with files, in turns, so that a busy machine slows both.
Beside it stands the same for an answer of a few bytes without any page, for who takes that for the smallest view:
printed, not judged.

It is measured twice: with the database connection kept between requests (the floor is then at its lowest), and with a
new one for every request. Exit status 1 where a save costs more than `LIMIT` floors.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 3.5
ROUNDS, WARM_UP = 400, 40
FORM = "application/x-www-form-urlencoded"


def prepare(folder: str) -> None:
    """Settings of the demonstration on a database of its own, before anything of Django is read."""
    sys.path.insert(0, str(ROOT))
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ |= {"PROFILE": "demo", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "haian_plan.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench.urls"
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115


class Desk:
    """A signed-in officer, the smallest page, and the row that is saved again and again."""

    def __init__(self) -> None:
        from django.test import Client
        from django.urls import reverse

        from kpis.models import Figure
        from reports.desk import Desk as ReaderDesk
        from units.models import User

        user = User.objects.select_related("unit", "ward").get(username="kthtdt")
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(user, backend="units.accounts.AccountBackend")
        period = ReaderDesk(user, self.now()).current_period
        self.url = reverse("entry_row", args=(period.code, "KTHTDT", "PL1.26"))
        self.floor_url, self.bare_url = reverse("floor"), reverse("bare")
        self.client.get(self.floor_url)
        self.token = self.client.cookies["csrftoken"].value
        self.figures = Figure.objects.filter(indicator__code="PL1.26", period=period)
        self.count = 0

    @staticmethod
    def now():
        from django.utils import timezone

        return timezone.now()

    def floor(self) -> float:
        begin = time.process_time()
        answer = self.client.get(self.floor_url)
        spent = time.process_time() - begin
        assert answer.status_code == 200
        assert b"topbar" in answer.content
        return spent

    def bare(self) -> float:
        begin = time.process_time()
        answer = self.client.get(self.bare_url)
        spent = time.process_time() - begin
        assert answer.status_code == 200
        return spent

    def save(self) -> float:
        self.count += 1
        typed = f"{40 + self.count % 50},{self.count % 9 + 1}"
        version = self.figures.values_list("version", flat=True).first() or 0
        names = {"value": typed, "nothing_reason": "", "estimate": "false", "source": "Sổ theo dõi", "explanation": ""}
        fields = {f"PL1.26-{name}": text for name, text in (names | {"version": str(version), "shown": "x"}).items()}
        body = urlencode(fields)
        begin = time.process_time()
        answer = self.client.post(self.url, body, FORM, headers={"X-CSRFToken": self.token})
        spent = time.process_time() - begin
        assert answer.status_code == 200, answer.content.decode()
        assert f"= {typed}%" in answer.content.decode()
        return spent


def measure(desk: Desk, kept: bool) -> dict[str, float]:
    """Medians in milliseconds, by what was asked for."""
    from django.db import connection

    asked = {"floor": desk.floor, "bare": desk.bare, "save": desk.save}
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(ROUNDS + WARM_UP):
        for name, run in asked.items():
            if not kept:
                connection.close()
            took = run()
            if number >= WARM_UP:
                spent[name].append(took)
    return {name: statistics.median(times) * 1000 for name, times in spent.items()}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        desk, worst = Desk(), 0.0
        for kept, words in ((True, "connection kept"), (False, "connection opened for each request")):
            took = measure(desk, kept)
            ratio, beside = took["save"] / took["floor"], took["save"] / took["bare"]
            worst = max(worst, ratio)
            print(
                f"{words}: smallest page {took['floor']:.2f} ms, save of a row {took['save']:.2f} ms, ratio {ratio:.2f}"
            )
            print(f"    an answer without a page {took['bare']:.2f} ms, ratio {beside:.2f}")
        print(f"limit {LIMIT}: {'kept' if worst <= LIMIT else 'EXCEEDED'}")
        return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
