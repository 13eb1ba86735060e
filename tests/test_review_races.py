"""Decisions that meet at the same moment: one wins, the other is told, and nothing is half done."""

from uuid import uuid4

import pytest
from django.urls import reverse

from kpis.models import AcceptedFigure, Figure
from plans.models import Plan
from tests import desk
from tests.page import posts, read
from tests.races import at_once, on_disk, signed_in
from units.models import Event, User

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


def test_two_presses_on_a_remark_say_it_once(sent):
    client, url = signed_in("daumoi"), reverse("remark", args=(*PLACE, "PL1.26"))
    data = posts(read(client.get(url)).one("form", cls="say")) | {"text": "Vì sao?"}
    assert at_once([lambda: client.post(url, data).status_code] * 2) == [OK, OK]
    assert Event.objects.filter(action="remark").count() == 1
