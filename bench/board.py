"""What the coordinator's board costs for 200 units, beside the dashboard and the smallest page. CPU time, in one run.

The board belongs to a ward of 200 units, each with an indicator, a part of a task and three quarters of rows; the
dashboard is that of the printed plan, the floor the page of bench/save_row.py. All go through Django's own handler in
this process, on SQLite with a file, in turns, so that a busy machine slows them alike. Exit status 1 where the board
costs more than the dashboard may: `LIMIT` floors. The year of the same units is printed beside it, without a limit.
"""

import statistics
import sys
import tempfile
import time

from bench.save_row import prepare

LIMIT = 7.0
UNITS = 200
BOARD = f"board of {UNITS} units"
ROUNDS, WARM_UP = 40, 5


def signed_in(user):
    from django.test import Client

    client = Client()
    client.force_login(user, backend="units.accounts.AccountBackend")
    return client


def pages():
    """Name → what gets it."""
    from django.urls import reverse
    from django.utils import timezone

    from tests.crowd import a_ward, join
    from units.models import User

    plan, coordinator = a_ward("dong", now=timezone.now())
    join(plan, coordinator, UNITS, now=timezone.now())
    leader = signed_in(User.objects.get(username="lanhdao"))
    crowd = signed_in(coordinator)
    return {
        "floor": lambda: leader.get(reverse("floor")),
        "dashboard": lambda: leader.get(reverse("dashboard"), {"ky": "2026-Q3"}),
        BOARD: lambda: crowd.get(reverse("board"), {"ky": "2026-Q3"}),
        f"year of {UNITS} units": lambda: crowd.get(reverse("year_board")),
    }


def measure(asked) -> dict[str, float]:
    """Medians in milliseconds."""
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(ROUNDS + WARM_UP):
        for name, ask in asked.items():
            begin = time.process_time()
            answer = ask()
            took = time.process_time() - begin
            assert answer.status_code == 200, name
            if number >= WARM_UP:
                spent[name].append(took)
    return {name: statistics.median(found) * 1000 for name, found in spent.items()}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        found = measure(pages())
    floor = found["floor"]
    for name, median in found.items():
        print(f"{name}: {median:.2f} ms, ratio {median / floor:.2f}")
    ratio = found[BOARD] / floor
    print(f"limit of the board {LIMIT}: {'kept' if ratio <= LIMIT else 'EXCEEDED'}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
