"""Punctuality asks when a row was first sent: what comes back, or is opened again, met its deadline then."""

from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.before_columns import fill_first_sent
from plans.models import Receipt, UnitReport
from plans.opening import close_period
from plans.workflow import RowState
from reports.reminders.due import tell_what_is_due
from reports.sending import withdraw_report
from tests import desk
from tests.page import posts, read
from tests.test_reopening import grant, save, send
from units.models import Channel, Notice, NoticeKind

pytestmark = pytest.mark.django_db
Q1, UNIT, ROW = "2026-Q1", "Phòng Kinh tế, Hạ tầng và Đô thị", ("2026-Q1", "KTHTDT", "PL1.26")
IN_TIME, LATE = "2026-03-10T08:30:00+07:00", "2026-04-23T08:30:00+07:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(IN_TIME, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sent(plan, person):
    """All that KTHTDT owes, sent before the deadline (17:00 14/03)."""
    for code, typed in (("PL1.6", "1,2"), ("PL1.26", "46")):
        desk.enter(plan, code, typed, person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))


@pytest.fixture
def accepted(plan, person, sent):
    desk.accept(plan, "KTHTDT", person("daumoi"))


@pytest.fixture(params=["open", "closed"])
def period(request, plan, person, accepted, clock):
    """Quý I six weeks after its deadline."""
    clock.move_to(LATE)
    found = desk.period_of(plan)
    if request.param == "closed":
        close_period(period=found, reason="Đã gửi", by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now())
    return found


@pytest.fixture
def said(plan, browser_of):
    """What the board and the year say of the unit."""

    def look() -> tuple[str, ...]:
        pages = [f"{reverse('board')}?ky={Q1}", reverse("year_board")]
        found = [read(browser_of("daumoi").get(page)).one("tbody").all("tr") for page in pages]
        board, year = (next(row for row in rows if UNIT in row.text).text for rows in found)
        return board, year

    return look


def late_notices(plan):
    tell_what_is_due(plan.ward, timezone.now())
    return Notice.objects.filter(kind=NoticeKind.LATE, person__username="kthtdt").count()


class TestAReopening:
    def test_makes_nobody_late_who_was_in_time(self, plan, period, browser_of, said):
        grant(browser_of("daumoi"))
        assert Figure.objects.get(indicator__code="PL1.26").state == RowState.REOPENED
        board, year = said()
        assert "gửi đúng hạn" in board
        assert "mở lại" in board
        assert "quá hạn" not in board
        assert "■đúng hạn" in year
        assert late_notices(plan) == 0

    def test_nor_does_sending_the_changed_row(self, plan, person, period, browser_of, said):
        grant(browser_of("daumoi"))
        save(browser_of("kthtdt"), "47")
        assert send(browser_of("kthtdt")).status_code == 302
        for state in (RowState.SENT, RowState.ACCEPTED):
            assert Figure.objects.get(indicator__code="PL1.26").state == state
            board, year = said()
            assert "gửi đúng hạn" in board
            assert "■đúng hạn" in year
            if state == RowState.SENT:
                desk.accept(plan, "KTHTDT", person("daumoi"))
        assert late_notices(plan) == 0

    def test_nor_while_the_changed_row_waits_for_the_head(self, plan, period, browser_of, said):
        plan.ward.head_confirms = True
        plan.ward.save()
        grant(browser_of("daumoi"))
        save(browser_of("kthtdt"), "47")
        send(browser_of("kthtdt"))
        assert Figure.objects.get(indicator__code="PL1.26").state == RowState.WAITING
        board, year = said()
        assert "gửi đúng hạn" in board
        assert "■đúng hạn" in year

    def test_nor_does_taking_the_changed_row_back(self, period, browser_of, said):
        grant(browser_of("daumoi"))
        save(browser_of("kthtdt"), "47")
        send(browser_of("kthtdt"))
        page = read(browser_of("kthtdt").get(reverse("entry", args=ROW[:2])))
        form = next(f for f in page.all("form") if f.attributes["action"] == reverse("withdraw_report", args=ROW[:2]))
        browser_of("kthtdt").post(reverse("withdraw_report", args=ROW[:2]), posts(form))
        assert Figure.objects.get(indicator__code="PL1.26").state == RowState.ENTERING
        assert "■đúng hạn" in said()[1]

    def test_the_unit_may_still_be_urged_for_it_without_being_called_late(self, plan, accepted, browser_of, clock):
        clock.move_to(LATE)
        grant(browser_of("daumoi"))
        row = next(
            tr for tr in read(browser_of("daumoi").get(reverse("urge_units", args=(Q1,)))).all("tr") if UNIT in tr.text
        )
        assert "1 dòng đang mở lại" in row.text
        assert "có dòng phải gửi lại" in row.text
        assert "quá hạn" not in row.text


class TestWhatCameBack:
    def test_was_in_time_when_it_was_first_sent(self, plan, person, sent, said, clock):
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Sai")
        clock.move_to(LATE)
        board, year = said()
        assert "trả lại" in board
        assert "gửi đúng hạn" in board
        assert "■đúng hạn" in year
        assert late_notices(plan) == 0
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert "■đúng hạn" in said()[1]

    def test_was_never_sent_where_the_head_gave_it_back(self, plan, person, browser_of, said, clock):
        plan.ward.head_confirms = True
        plan.ward.save()
        for code, typed in (("PL1.6", "1,2"), ("PL1.26", "46")):
            desk.enter(plan, code, typed, person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        clock.move_to(LATE)
        assert "quá hạn" in said()[0]


class TestTheLastRowDecides:
    def test_half_a_report_in_time_is_late(self, plan, person, said, clock):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.accept(plan, "KTHTDT", person("daumoi"))
        clock.move_to(LATE)
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert "muộn 40 ngày" in said()[1]

    def test_who_takes_a_report_back_hands_it_in_anew(self, plan, person, sent, said, clock):
        report = desk.report_of(plan, "KTHTDT")
        words = {"key": desk.uuid4(), "seen": report.content_version, "by": person("kthtdt")}
        withdraw_report(report=report, channel=Channel.SCREEN, now=timezone.now(), **words)
        clock.move_to(LATE)
        assert "quá hạn" in said()[0]
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert "gửi muộn 40 ngày" in said()[0]


def test_the_migration_reads_the_first_receipt_of_each_row(plan, person, sent, clock):
    first = Receipt.objects.get().sent_at
    desk.give_back(
        plan, "KTHTDT", person("daumoi"), "Sai", chosen=[f"figure-{Figure.objects.get(indicator__code='PL1.6').pk}"]
    )
    clock.move_to(LATE)
    desk.send(plan, "KTHTDT", person("kthtdt"))
    Figure.objects.update(first_sent_at=None)
    import_module("kpis.migrations.0008_first_sent_at").fill(apps, None)
    assert list(Figure.objects.values_list("first_sent_at", flat=True)) == [first, first]


def test_the_migration_says_of_what_came_back_that_it_was_handed_in(plan, person, sent, clock):
    desk.give_back(plan, "KTHTDT", person("daumoi"), "Sai")
    assert {row.came_back_at for row in Figure.objects.all()} == {timezone.now()}
    Figure.objects.update(came_back_at=None)
    import_module("kpis.migrations.0010_came_back_at").fill(apps, None)
    assert {row.came_back_at for row in Figure.objects.all()} == {UnitReport.objects.get().sent_at}
    assert all(row.decided_on and not row.mended for row in Figure.objects.all())


def test_the_migration_says_nothing_of_what_was_entered_late(plan, person, sent):
    Figure.objects.update(reopened_until=timezone.localdate())
    import_module("kpis.migrations.0010_came_back_at").fill(apps, None)
    assert {row.came_back_at for row in Figure.objects.all()} == {None}


def test_the_migration_takes_the_report_where_there_was_no_receipt_yet(plan, person, sent):
    Figure.objects.update(first_sent_at=None)

    class WithoutReceipts:
        @staticmethod
        def get_model(app, name):
            return type("Nothing", (), {"objects": Receipt.objects.none()})

    fill_first_sent(WithoutReceipts, Figure, "indicator__code")
    assert set(Figure.objects.values_list("first_sent_at", flat=True)) == {UnitReport.objects.get().sent_at}
