"""Decisions that meet at the same moment: one wins, the other is told, and nothing is half done."""

from datetime import timedelta
from threading import Event as ThreadEvent
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kpis.models import AcceptedFigure, Figure
from plans.actions import write_row
from plans.models import Plan
from plans.opening import close_period
from tests import desk
from tests.page import errors, posts, read
from tests.races import at_once, on_disk, signed_in
from units.models import Event, StandIn, User

__all__ = ["on_disk"]
pytestmark = pytest.mark.usefixtures("on_disk")
PLACE = ("2026-Q1", "KTHTDT")
OK, CONFLICT, REFUSED = 302, 409, 422


@pytest.fixture
def sent() -> Plan:
    """Two figures wait for review."""
    plan = Plan.objects.select_related("ward").get()
    officer = User.objects.select_related("unit", "ward").get(username="kthtdt")
    desk.enter(plan, "PL1.6", "0,9", officer)
    desk.enter(plan, "PL1.26", "45,5", officer)
    desk.send(plan, "KTHTDT", officer)
    return plan


@pytest.fixture
def second(sent) -> str:
    """Another coordinator."""
    User.objects.create_user(
        "daumoi2",
        "Hoa.Phuong.Do.2026",
        full_name="Lê Thị Hoa",
        ward=sent.ward,
        unit=sent.coordinator,
        role="coordinator",
        must_change_password=False,
    )
    return "daumoi2"


def decision(client) -> dict[str, str]:
    """What the review page posts: the whole report, seen as it is."""
    page = read(client.get(reverse("review", args=PLACE)))
    form = next(form for form in page.all("form") if form.attributes.get("action", "").endswith("/chap-nhan/"))
    return posts(form) | {"which": "all", "reason": "Sai mẫu số"}


def press(client, name, data):
    return lambda: client.post(reverse(name, args=PLACE), data).status_code


def states() -> set[str]:
    return set(Figure.objects.values_list("state", flat=True))


def test_accepting_and_taking_back_at_once(sent):
    coordinator, officer = signed_in("daumoi"), signed_in("kthtdt")
    page = read(officer.get(reverse("entry", args=PLACE)))
    form = next(form for form in page.all("form") if form.attributes.get("action", "").endswith("/rut-lai/"))
    accepted, told = at_once(
        [
            press(coordinator, "accept_report", decision(coordinator)),
            lambda: read(officer.post(reverse("withdraw_report", args=PLACE), posts(form), follow=True)).text,
        ]
    )
    won = "accepted" if accepted == OK else "entering"
    assert accepted in {OK, CONFLICT, REFUSED}
    assert ("Đã rút lại 2 dòng" in told) == (won == "entering")
    assert states() == {won}
    assert AcceptedFigure.objects.count() == (2 if won == "accepted" else 0)


def test_one_accepts_while_another_returns(sent, second):
    first, other = signed_in("daumoi"), signed_in(second)
    results = at_once([press(first, "accept_report", decision(first)), press(other, "return_report", decision(other))])
    assert sorted(results) == [OK, CONFLICT]
    won = "accepted" if results[0] == OK else "returned"
    assert states() == {won}
    assert AcceptedFigure.objects.count() == (2 if won == "accepted" else 0)


def test_two_presses_on_accept_are_one(sent):
    client = signed_in("daumoi")
    data = decision(client)
    assert at_once([press(client, "accept_report", data)] * 2) == [OK, OK]
    assert AcceptedFigure.objects.count() == 2
    assert Event.objects.filter(action="accept").count() == 2


def test_two_presses_on_accepting_many_are_one(sent):
    client, url = signed_in("daumoi"), reverse("accept_many", args=PLACE[:1])
    seen = read(client.get(url)).one("input", name="seen-KTHTDT").attributes["value"]
    data = {"key": str(uuid4()), "unit": "KTHTDT", "seen-KTHTDT": seen}
    results = at_once([lambda: client.post(url, data).status_code] * 2)
    assert OK in results
    assert AcceptedFigure.objects.count() == 2


class TestALateRow:
    """One that was never entered, opened by itself in a closed period."""

    LATE = (*PLACE, "PL1.26")

    @pytest.fixture
    def opened(self):
        plan, coordinator = Plan.objects.select_related("ward").get(), signed_in("daumoi")
        period = desk.period_of(plan)
        by = User.objects.select_related("unit", "ward").get(username="daumoi")
        close_period(period=period, reason="Đủ", by=by, channel=desk.SCREEN, now=timezone.now())
        until = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
        data = {"key": str(uuid4()), "reason": "Đồng ý", "until": until}
        assert coordinator.post(reverse("grant_reopening", args=self.LATE), data).status_code == OK
        return coordinator

    def test_that_is_taken_back_between_the_reading_and_the_writing_is_refused(self, opened, monkeypatch):
        read_before, taken_back = ThreadEvent(), ThreadEvent()

        def write_after_it(*args):
            read_before.set()
            assert taken_back.wait(timeout=20)
            return write_row(*args)

        def take_back():
            data = {"key": str(uuid4()), "reason": "Thôi"}
            assert read_before.wait(timeout=20)
            answer = opened.post(reverse("close_reopening", args=self.LATE), data)
            taken_back.set()
            return answer.status_code

        monkeypatch.setattr("kpis.actions.write_row", write_after_it)
        officer, typed = signed_in("kthtdt"), {"PL1.26-value": "45", "PL1.26-version": "0"}
        saved, closed = at_once([lambda: officer.post(reverse("entry_row", args=self.LATE), typed), take_back])
        sentence = "Quý I/2026 đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
        assert (saved.status_code, closed, errors(read(saved), "id_PL1.26-value")) == (REFUSED, OK, sentence)
        assert not Figure.objects.filter(indicator__code="PL1.26").exists()


def test_two_presses_on_a_remark_say_it_once(sent):
    client, url = signed_in("daumoi"), reverse("remark", args=(*PLACE, "PL1.26"))
    data = posts(read(client.get(url)).one("form", cls="say")) | {"text": "Vì sao?"}
    assert at_once([lambda: client.post(url, data).status_code] * 2) == [OK, OK]
    assert Event.objects.filter(action="remark").count() == 1


def test_two_clicks_name_one_stand_in():
    head, person = signed_in("kthtdt.lanhdao"), User.objects.get(username="cap")
    today = timezone.localdate()
    data = {
        "person": str(person.pk),
        "starts_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + timedelta(days=5):%d/%m/%Y}",
        "reason": "Nghỉ phép",
    }
    answers = at_once([lambda: head.post(reverse("stand_ins"), data)] * 2)
    assert sorted(answer.status_code for answer in answers) == [OK, REFUSED]
    told = next(answer for answer in answers if answer.status_code == REFUSED)
    assert errors(read(told), "id_person") == "Người này đã được cử thay trong những ngày đó."
    assert (StandIn.objects.count(), Event.objects.filter(action="stand_in").count()) == (1, 1)
