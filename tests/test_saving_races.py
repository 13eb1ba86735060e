"""People who save at the same moment: one is stored, the other is told, nothing is lost."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpis.actions import FigureEntry, save_figure
from kpis.models import Figure, Indicator
from kpis.querysets import indicators_reported_by
from plans.actions import touch_report, write_row
from plans.models import Evidence, Period, Plan, UnitReport
from plans.opening import close_period
from plans.quantities import read_figure
from plans.refusals import Conflict, NotAllowed
from reports.sending import send_report
from tests import desk
from tests.page import errors, posts, read
from tests.races import at_once, on_disk, signed_in
from units.models import Channel, Event, Unit, User

__all__ = ["on_disk"]
pytestmark = pytest.mark.usefixtures("on_disk")
Q1 = "2026-Q1"


@pytest.fixture
def quarter() -> Period:
    return desk.period_of(Plan.objects.select_related("ward").get())


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


def close(period: Period) -> None:
    by = User.objects.select_related("unit", "ward").get(username="daumoi")
    close_period(period=period, by=by, channel=Channel.SCREEN, now=timezone.now(), reason="Đủ")


def fresh(period: Period) -> Period:
    return Period.objects.select_related("plan__ward").get(pk=period.pk)


class TestClosing:
    """After "Chốt số liệu" nothing is written, whatever the writer's request had read before."""

    def test_between_the_reading_and_the_writing_of_a_posted_row_refuses_it(self, quarter, monkeypatch):

        def closed_just_before(*args):
            close(fresh(quarter))
            return write_row(*args)

        monkeypatch.setattr("kpis.actions.write_row", closed_just_before)
        answer = signed_in("kthtdt").post(
            reverse("entry_row", args=(Q1, "KTHTDT", "PL1.26")), {"PL1.26-value": "45", "PL1.26-version": "0"}
        )
        sentence = "Quý I/2026 đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
        assert (answer.status_code, errors(read(answer), "id_PL1.26-value")) == (422, sentence)
        assert (Figure.objects.count(), UnitReport.objects.count()) == (0, 0)

    def test_between_the_reading_and_the_sending_of_a_report_refuses_it(self, quarter, monkeypatch):
        save(Indicator.objects.get(code="PL1.26"), quarter, "kthtdt", "40", 0)

        def closed_just_before(**words):
            close(fresh(quarter))
            return send_report(**words)

        monkeypatch.setattr("reports.entry.views.send", closed_just_before)
        client = signed_in("kthtdt")
        url = reverse("send_report", args=(Q1, "KTHTDT"))
        answer = client.post(url, posts(read(client.get(url)).one("form", cls="send")))
        assert (answer.status_code, Figure.objects.get().state) == (422, "entering")

    def test_between_the_reading_and_the_keeping_of_evidence_refuses_it(self, quarter, monkeypatch):
        def closed_just_before(*args):
            close(fresh(quarter))
            return touch_report(unit=args[0], period=args[1], by=args[2], now=args[3])

        monkeypatch.setattr("plans.evidence._lock", closed_just_before)
        sent = {"number": "12/BC-KTHT", "day": "05/03/2026", "dong": ["PL1.6"]}
        answer = signed_in("kthtdt").post(reverse("evidence", args=(Q1, "KTHTDT")), sent)
        assert answer.status_code == 422
        assert "Quý I/2026 đã chốt số liệu" in read(answer).text
        assert not Evidence.objects.exists()

    def test_waits_for_who_writes_and_lets_nobody_write_after_it(self, quarter):
        rows = [i for i in indicators_reported_by(Unit.objects.get(code="VHXH"), quarter) if i.measure == "percent"]
        seen = fresh(quarter)

        def saver(row: Indicator) -> Callable[[], object]:
            def run() -> int:
                version = 0
                for number in range(1000):
                    version = save(row, seen, "vhxh", str(10 + number % 80), version).version
                    time.sleep(0.005)  # somebody types: writers without any pause would keep a closing waiting
                return version

            return run

        def closer() -> None:
            while Event.objects.filter(action="save").count() < 6:
                pass
            close(fresh(quarter))

        *saved, closed = at_once([*(saver(row) for row in rows[:3]), closer])
        assert [type(result) for result in saved] == [NotAllowed] * 3
        assert closed is None
        last = Event.objects.filter(action="save").order_by("pk").last()
        assert last.pk < Event.objects.get(action="close").pk

    def test_twice_at_once_is_one_closing(self, quarter):
        url = reverse("close_period", args=(Q1,))
        clients = [signed_in("daumoi") for _ in range(2)]
        results = at_once([lambda client=c: client.post(url, {"reason": "Đủ"}).status_code for c in clients])
        assert results == [302, 302]
        assert Event.objects.filter(action="close").count() == 1

    def test_by_somebody_else_meanwhile_is_told_on_the_board(self, quarter, monkeypatch):

        def closed_just_before(**words):
            close(fresh(quarter))
            close_period(**words)

        monkeypatch.setattr("plans.opening.close_period", closed_just_before)
        answer = signed_in("daumoi").post(reverse("close_period", args=(Q1,)), {"reason": "Đủ"}, follow=True)
        assert "Quý I/2026 vừa được người khác chốt hoặc mở lại" in read(answer).text
        assert Event.objects.filter(action="close").count() == 1
