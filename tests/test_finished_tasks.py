"""Hoàn thành asks for no new word in later quarters: once it was handed in, and where the task is no recurring one."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reports.scorecard import Scope, build_scorecard
from tests import desk
from tests.page import read
from tests.test_reopening import grant

pytestmark = pytest.mark.django_db
YEARLY, RECURRING = "PL4.I.1", "PL3.II.1"  # "Hàng năm" with a day, "Thường xuyên"


@pytest.fixture(autouse=True)
def in_spring():
    """Quý II is being reported, quý I was."""
    with time_machine.travel("2026-05-04T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def lines(plan, browser_of):
    """What the tab of the tasks and the board say of quý II."""

    def look(username, unit, code):
        desk.period_of(plan, "2026-Q2")
        tab = read(browser_of(username).get(reverse("entry_tasks", args=("2026-Q2", unit))))
        board = read(browser_of("daumoi").get(reverse("board"), {"ky": "2026-Q2"}))
        name = desk.unit_of(plan, unit).name
        row = next(row for row in board.one("tbody").all("tr") if name in row.text)
        return tab.one("section", id=f"row-{code}").text, tab.one("p", cls="aside").text, row.text

    return look


def done(plan, code, by):
    desk.tell(plan, code, by, status="done", percent=100, done_on=date(2026, 3, 1))


def test_what_was_handed_in_asks_for_nothing(plan, person, lines):
    officer = person("ttdvsnc")
    done(plan, YEARLY, officer)
    desk.send(plan, "TTDVSNC", officer)
    line, owed, board = lines("ttdvsnc", "TTDVSNC", YEARLY)
    assert "Báo gần nhất, Quý I/2026: Hoàn thành, 100%; đã hoàn thành nên không cần báo lại" in line
    assert "1/3 nhiệm vụ" in owed
    assert "1/3" in board


def test_a_word_that_was_never_sent_ends_nothing(plan, person, lines):
    officer = person("ttdvsnc")
    done(plan, YEARLY, officer)
    line, owed, board = lines("ttdvsnc", "TTDVSNC", YEARLY)
    assert "Báo gần nhất, Quý I/2026: Hoàn thành, 100%" in line
    assert "không cần báo lại" not in line
    assert "0/3 nhiệm vụ" in owed
    assert "0/3" in board


def test_a_late_word_that_was_taken_back_ends_nothing(plan, person, browser_of, lines):
    """Quý I is closed, the row open by itself: nobody ever decided on what was sent and taken back."""
    desk.period_of(plan)
    coordinator, officer, place = browser_of("daumoi"), person("ttdvsnc"), ("2026-Q1", "TTDVSNC")
    coordinator.post(reverse("close_period", args=place[:1]), {"reason": "Đã gửi"})
    grant(coordinator, (*place, YEARLY), reason="Nhập bù", until="31/05/2026")
    done(plan, YEARLY, officer)
    desk.send(plan, "TTDVSNC", officer)
    assert "đã hoàn thành nên không cần báo lại" in lines("ttdvsnc", "TTDVSNC", YEARLY)[0]
    desk.withdraw(plan, "TTDVSNC", officer)
    line, owed, board = lines("ttdvsnc", "TTDVSNC", YEARLY)
    assert "không cần báo lại" not in line
    assert "0/3 nhiệm vụ" in owed
    assert "0/3" in board


def test_what_recurs_is_owed_every_quarter_as_it_is_judged_every_quarter(plan, person, lines):
    officer = person("ttpvhcc")
    done(plan, RECURRING, officer)
    desk.send(plan, "TTPVHCC", officer)
    line, owed, _ = lines("ttpvhcc", "TTPVHCC", RECURRING)
    assert "không cần báo lại" not in line
    assert "0/2 nhiệm vụ" in owed
    assert "chưa có tiến độ" in line


def test_a_part_without_a_day_leaves_the_whole_without_one(plan, person):
    """Its other part names a day in time; nobody can tell whether the whole was."""
    desk.tell(plan, YEARLY, person("vhxh"), period="2026-Q4", status="done", done_on=date(2026, 12, 30))
    desk.tell(plan, YEARLY, person("ttdvsnc"), period="2026-Q4", status="done")
    with time_machine.travel("2027-02-01T08:00:00+07:00", tick=False):
        assert verdict(plan) == ("Hoàn thành, chưa ghi ngày", "Hoàn thành, hạn 31/12/2026; chưa ghi ngày hoàn thành.")
        current = desk.Progress.objects.get(report__unit__code="TTDVSNC")
        current.done_on = date(2026, 12, 31)
        current.save()
        assert verdict(plan) == ("Hoàn thành, đúng hạn", "Hoàn thành ngày 31/12/2026, hạn 31/12/2026; đúng hạn.")


def test_a_part_that_was_late_makes_the_whole_late_whatever_day_the_other_had(plan, person):
    desk.tell(plan, YEARLY, person("vhxh"), period="2026-Q4", status="done", done_on=date(2027, 1, 20))
    desk.tell(plan, YEARLY, person("ttdvsnc"), period="2026-Q4", status="done")
    with time_machine.travel("2027-02-01T08:00:00+07:00", tick=False):
        assert verdict(plan) == ("Hoàn thành, quá hạn", "Hoàn thành ngày 20/01/2027, hạn 31/12/2026; quá hạn 20 ngày.")


def verdict(plan):
    periods = list(plan.periods.all())
    period = next(one for one in periods if one.code == "2026-Q4")
    card = build_scorecard(plan, periods, period, scope=Scope.ENTERED, now=timezone.now())
    row = next(row for row in card.tasks if row.code == YEARLY)
    return row.verdict.words, row.verdict.explanation
