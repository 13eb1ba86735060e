"""Evidence beside a reopening: what "Khép lại" gives back, and the paper behind a request, which stays."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from kpis.models import FigureEvidence
from plans.models import Evidence
from tests import desk
from tests.page import read
from units.models import Event

pytestmark = pytest.mark.django_db
PLACE = ("2026-Q1", "KTHTDT")
CODE = "PL1.26"
OLD = {"number": "10/BC-KTHT", "day": "05/03/2026"}
NEW = {"number": "11/BC-KTHT", "day": "20/04/2026"}


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2026-04-25T08:30:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(plan, browser_of):
    desk.period_of(plan)
    return browser_of("kthtdt")


@pytest.fixture
def accepted(plan, person, officer):
    """PL1.26 accepted as 46% on the proof of OLD."""
    desk.enter(plan, CODE, "46", person("kthtdt"))
    add(officer, OLD)
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))


def add(client, document):
    answer = client.post(reverse("evidence", args=PLACE), {"dong": [CODE], **document})
    assert answer.status_code == 302
    return Evidence.objects.get(document_number=document["number"])


def take_off(client, evidence):
    data = {"dong": [CODE], "reason": "Nhầm văn bản"}
    return client.post(reverse("remove_evidence", args=(evidence.pk,)), data)


def decide(client, name, **data):
    data = {"key": str(uuid4()), "reason": "Cộng nhầm", "until": "30/04/2026"} | data
    assert client.post(reverse(name, args=(*PLACE, CODE)), data).status_code == 302


def standing():
    links = FigureEvidence.objects.filter(indicator__code=CODE, evidence__removed_at=None)
    return sorted(links.values_list("evidence__document_number", flat=True))


def test_closing_a_reopening_gives_the_row_its_accepted_evidence_back(accepted, officer, browser_of):
    coordinator = browser_of("daumoi")
    decide(coordinator, "grant_reopening")
    add(officer, NEW)
    assert take_off(officer, Evidence.objects.get(document_number=OLD["number"])).status_code == 302
    assert standing() == [NEW["number"]]
    decide(coordinator, "close_reopening", reason="Không cần điều chỉnh nữa")
    assert standing() == [OLD["number"]]
    assert Evidence.objects.get(document_number=NEW["number"]).removed_at is not None
    lines = Event.objects.filter(subject_type="evidence").order_by("-pk")[:2]
    assert {(line.action, line.reason) for line in lines} == {
        ("attach", "Không cần điều chỉnh nữa"),
        ("detach", "Không cần điều chỉnh nữa"),
    }
    assert f"Văn bản {OLD['number']}" in read(officer.get(reverse("evidence", args=PLACE))).text


def test_evidence_that_was_left_alone_stays_without_a_line(accepted, officer, browser_of):
    coordinator = browser_of("daumoi")
    decide(coordinator, "grant_reopening")
    before = Event.objects.filter(subject_type="evidence").count()
    decide(coordinator, "close_reopening")
    assert standing() == [OLD["number"]]
    assert Event.objects.filter(subject_type="evidence").count() == before


def test_the_paper_of_a_request_is_kept_when_it_is_taken_off_its_row(accepted, officer, browser_of):
    decide(officer, "ask_reopening", **NEW)
    decide(browser_of("daumoi"), "grant_reopening")
    paper = add(officer, NEW)
    assert standing() == [OLD["number"], NEW["number"]]
    assert take_off(officer, paper).status_code == 302
    assert standing() == [OLD["number"]]
    paper.refresh_from_db()
    assert paper.removed_at is None
    assert f"Văn bản {NEW['number']}" in read(officer.get(reverse("reopening", args=(*PLACE, CODE)))).text
