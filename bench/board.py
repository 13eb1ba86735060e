"""What the dashboard and the coordinator's board for 200 units cost beside the smallest page. CPU time, in one run.

The board belongs to a ward of 200 units, each with an indicator, a part of a task and three quarters of rows; the
dashboard is that of the printed plan, the floor the page of bench/save_row.py. All go through Django's own handler in
this process, on SQLite with a file, in turns, so that a busy machine slows them alike. The dashboard is asked for drawn
anew (nothing kept), unchanged (kept from before) and by a reader who has it already (304). Exit status 1 where one
costs more floors than LIMITS allow, by the median. The year of the same units is printed beside it, without a limit.
"""

import statistics
import sys
import tempfile
import time

from bench.save_row import prepare

UNITS = 200
BOARD = f"board of {UNITS} units"
LIMITS = {"dashboard, uncached": 7.0, "dashboard, unchanged": 1.7, "dashboard, 304": 1.3, BOARD: 7.0}
ROUNDS, WARM_UP = 40, 5


def signed_in(user):
    from django.test import Client

    client = Client(headers={"Accept-Encoding": "gzip"})  # as every browser
    client.force_login(user, backend="units.accounts.AccountBackend")
    return client


def pages():
    """Name → what gets it."""
    from django.core.cache import caches
    from django.urls import reverse
    from django.utils import timezone

    from tests.crowd import a_ward, join
    from units.models import User

    plan, coordinator = a_ward("dong", now=timezone.now())
    join(plan, coordinator, UNITS, now=timezone.now())
    leader = signed_in(User.objects.get(username="lanhdao"))
    crowd = signed_in(coordinator)

    def dashboard(mark=""):
        headers = {"If-None-Match": mark} if mark else {}
        return leader.get(reverse("dashboard"), {"ky": "2026-Q3"}, headers=headers)

    def uncached():
        caches["pages"].clear()
        return dashboard()

    uncached()
    mark = dashboard()["ETag"]
    return {
        "floor": lambda: leader.get(reverse("floor")),
        "dashboard, uncached": uncached,
        "dashboard, unchanged": dashboard,
        "dashboard, 304": lambda: dashboard(mark),
        BOARD: lambda: crowd.get(reverse("board"), {"ky": "2026-Q3"}),
        f"year of {UNITS} units": lambda: crowd.get(reverse("year_board")),
    }


def measure(asked) -> dict[str, list[float]]:
    """Seconds of every round."""
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(ROUNDS + WARM_UP):
        for name, ask in asked.items():
            begin = time.process_time()
            answer = ask()
            took = time.process_time() - begin
            assert answer.status_code == (304 if name.endswith("304") else 200), name
            if number >= WARM_UP:
                spent[name].append(took)
    return spent


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        spent = measure(pages())
    kept = True
    for name, took in spent.items():
        ratio = statistics.median(took) / statistics.median(spent["floor"])
        least = min(took) / min(spent["floor"])
        limit = LIMITS.get(name)
        kept &= limit is None or ratio <= limit
        words = "" if limit is None else f", limit {limit} {'kept' if ratio <= limit else 'EXCEEDED'}"
        print(f"{name}: {statistics.median(took) * 1000:.2f} ms, ratio {ratio:.2f} (least {least:.2f}){words}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
