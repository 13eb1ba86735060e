"""People who save at the same moment: one is stored, the other is told, nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpis.actions import FigureEntry, save_figure
from kpis.models import Figure, Indicator
from kpis.querysets import indicators_reported_by
from plans.actions import Conflict
from plans.models import Period, Plan, UnitReport
from plans.quantities import read_figure
from tests import desk
from tests.page import posts, read
from units.models import Channel, Event, User

pytestmark = pytest.mark.usefixtures("on_disk")
Q1 = "2026-Q1"


@pytest.fixture
def on_disk(committed, tmp_path) -> Iterator[None]:
    """The tests' SQLite database lives in memory, where a lock is an error at once; a real one is a file and waits."""
    if connection.vendor != "sqlite":
        yield
        return
    file, settings, in_memory = tmp_path / "race.sqlite3", connections.settings["default"], connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    name, settings["NAME"] = settings["NAME"], str(file)
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"], settings["NAME"] = in_memory, name


@pytest.fixture
def quarter() -> Period:
    return desk.period_of(Plan.objects.select_related("ward").get())


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Run all at the same moment, each on a connection of its own; an exception is a result too."""
    gate = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=20)
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def save(indicator: Indicator, period: Period, username: str, typed: str, version: int) -> Figure:
    by = User.objects.select_related("unit", "ward").get(username=username)
    assert by.unit is not None
    saved = save_figure(
        indicator=indicator,
        period=period,
        unit=by.unit,
        entry=FigureEntry(reading=read_figure(typed, indicator.number_rule)),
        version=version,
        by=by,
        channel=Channel.SCREEN,
        now=timezone.now(),
    )
    assert saved is not None
    return saved


def test_two_first_saves_of_one_row_store_one_and_tell_the_other(quarter):
    indicator = Indicator.objects.get(code="PL1.26")
    results = at_once(
        [
            lambda: save(indicator, quarter, "kthtdt", "40", 0),
            lambda: save(indicator, quarter, "kthtdt.lanhdao", "50", 0),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Figure"]
    stored = Figure.objects.get()
    conflict = next(result for result in results if isinstance(result, Conflict))
    assert conflict.row == stored
    assert Event.objects.filter(action="save").count() == 1


def test_two_changes_of_one_row_store_one_and_tell_the_other(quarter):
    indicator = Indicator.objects.get(code="PL1.26")
    first = save(indicator, quarter, "kthtdt", "40", 0)
    results = at_once(
        [
            lambda: save(indicator, quarter, "kthtdt", "41", first.version),
            lambda: save(indicator, quarter, "kthtdt.lanhdao", "42", first.version),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Figure"]
    saved = next(result for result in results if isinstance(result, Figure))
    assert Figure.objects.get().value == saved.value
    assert Event.objects.filter(action="save").count() == 2


def test_two_pages_posted_at_once_answer_saved_and_conflict(quarter):
    url = reverse("entry", args=(Q1, "KTHTDT"))
    clients = []
    for username in ("kthtdt", "kthtdt.lanhdao"):
        client = Client()
        client.force_login(User.objects.get(username=username), backend="units.accounts.AccountBackend")
        clients.append((client, posts(read(client.get(url)).one("form", cls="sheet"))))

    def post(client: Client, page: dict[str, str], typed: str) -> Callable[[], object]:
        return lambda: client.post(url, page | {"PL1.26-value": typed}).status_code

    results = at_once([post(client, page, str(40 + n)) for n, (client, page) in enumerate(clients)])
    assert sorted(results) == [302, 409]
    assert Figure.objects.count() == 1


def test_forty_saves_in_eight_threads_lose_nothing(quarter):
    plan = Plan.objects.select_related("ward").get()
    period = Period.objects.select_related("plan").get(pk=quarter.pk)
    indicators = indicators_reported_by(desk.unit_of(plan, "VHXH"), period)
    mine = [[i for i in indicators if i.measure == "percent"][thread * 2 : thread * 2 + 2] for thread in range(8)]

    def five_saves(rows: list[Indicator]) -> Callable[[], object]:
        def run() -> int:
            versions = dict.fromkeys(rows, 0)
            for number in range(5):
                row = rows[number % len(rows)]
                versions[row] = save(row, period, "vhxh", str(10 + number), versions[row]).version
            return len(versions)

        return run

    results = at_once([five_saves(rows) for rows in mine])
    assert results == [len(rows) for rows in mine]
    assert Event.objects.filter(action="save").count() == 40
    assert UnitReport.objects.get(unit__code="VHXH").content_version == 40
    last = {row.indicator_id: row.value for row in Figure.objects.all()}
    assert last == {row.pk: 14 - number for rows in mine for number, row in enumerate(rows)}
    assert len(set(Figure.objects.values_list("version", flat=True))) == len(last)


def test_a_double_click_on_send_sends_once(quarter):
    plan = Plan.objects.select_related("ward").get()
    desk.enter(plan, "PL1.26", "40", User.objects.select_related("unit").get(username="kthtdt"))
    url = reverse("send_report", args=(Q1, "KTHTDT"))
    client = Client()
    client.force_login(User.objects.get(username="kthtdt"), backend="units.accounts.AccountBackend")
    data = posts(read(client.get(url)).one("form", cls="send"))
    assert at_once([lambda: client.post(url, data).status_code] * 2) == [302, 302]
    assert Event.objects.filter(action="send").count() == 1
