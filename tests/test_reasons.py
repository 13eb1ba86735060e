"""Who undoes another's work says why: an empty, a blank and an endless reason get their sentence, nothing moves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.models import Period, Reopening
from plans.opening import close_period, open_period
from plans.refusals import NotAllowed
from tests import desk
from tests.page import read
from units.dates import short_date
from units.models import Event

pytestmark = pytest.mark.django_db
PLACE = ("2026-Q1", "TTPVHCC")
ROW = (*PLACE, "PL1.20")
BLANK = ["", "   ", "\u00a0\u200b\n"]
ENDLESS = "dài " * 2500
MISSING, TOO_LONG = ("Hãy ghi", "hãy ghi"), ("quá mức", "dài quá")


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def head(officer):
    return desk.head_of(officer)


@pytest.fixture
def press(plan, browser_of):
    """Post the form as its page does, with this reason."""

    def posted(username, name, args, reason, **data):
        report = desk.report_of(plan, PLACE[1])
        words = {"key": str(uuid4()), "seen": str(report.content_version), "which": "all", "reason": reason}
        return browser_of(username).post(reverse(name, args=args), words | data)

    return posted


def moved():
    """All that a refused press must leave as it is."""
    return (
        list(Figure.objects.values_list("state", "version")),
        list(Period.objects.values_list("closed_at", "opened_at")),
        list(Reopening.objects.values_list("state", "until")),
        Event.objects.count(),
    )


def refused(press, *where, **data):
    before = moved()
    for reason, sentences in [*((blank, MISSING) for blank in BLANK), (ENDLESS, TOO_LONG)]:
        answer = press(*where, reason, **data)
        text = read(answer).one("main").text
        assert (answer.status_code, where) == (422, where)
        assert any(sentence in text for sentence in sentences), (where, reason[:9], text)
        assert moved() == before
        if reason is ENDLESS:
            kept = [area.text for area in read(answer).all("textarea") if area.text.startswith("dài dài")]
            assert kept, "what was typed is kept"


def test_of_the_head_who_gives_back(plan, officer, head, press):
    desk.enter(plan, "PL1.20", "78,3", officer)
    desk.send(plan, PLACE[1], officer)
    refused(press, "sep", "give_back", PLACE)


def test_of_the_coordinator_who_returns_all_or_some(plan, officer, press):
    row = desk.enter(plan, "PL1.20", "78,3", officer)
    desk.enter(plan, "PL1.23", "43/45", officer)
    desk.send(plan, PLACE[1], officer)
    refused(press, "daumoi", "return_report", PLACE)
    refused(press, "daumoi", "split_report", PLACE, which="chosen", row=f"figure-{row.pk}")


def test_of_who_closes_and_opens_a_period(plan, officer, press):
    desk.enter(plan, "PL1.20", "78,3", officer)
    refused(press, "daumoi", "close_period", PLACE[:1])
    assert press("daumoi", "close_period", PLACE[:1], "Đủ").status_code == 302
    refused(press, "daumoi", "open_period", PLACE[:1])


def test_of_a_reopening_asked_granted_refused_and_closed(plan, officer, person, press):
    desk.enter(plan, "PL1.20", "78,3", officer)
    desk.send(plan, PLACE[1], officer)
    desk.accept(plan, PLACE[1], person("daumoi"))
    until = short_date(timezone.localdate() + timedelta(days=3))
    paper = {"number": "12/CV", "day": short_date(timezone.localdate())}
    refused(press, "ttpvhcc", "ask_reopening", ROW, **paper)
    refused(press, "daumoi", "grant_reopening", ROW, until=until)
    assert press("ttpvhcc", "ask_reopening", ROW, "Cộng nhầm", **paper).status_code == 302
    refused(press, "daumoi", "refuse_reopening", ROW)
    assert press("daumoi", "grant_reopening", ROW, "Đồng ý", until=until).status_code == 302
    refused(press, "daumoi", "close_reopening", ROW)


def test_of_a_closed_period_that_is_opened_again_by_any_way_in(plan, person):
    words = {"by": person("daumoi"), "channel": desk.SCREEN, "now": timezone.now()}
    period = desk.period_of(plan)
    close_period(period=period, reason="Đủ", **words)
    with pytest.raises(NotAllowed, match="Hãy ghi lý do mở lại kỳ"):
        open_period(period=period, **words)
    assert Period.objects.get(pk=period.pk).closed_at
