"""Mốc quý: what is computed, what the coordinator sets, and who is asked for it."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.milestones import MilestonesMoved, set_milestones, without_milestones
from kpis.models import Indicator, Milestone
from plans.refusals import NotAllowed
from tests import desk
from tests.page import Element, errors, posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
# No number for 2025 and a target: nobody said where the way begins.
UNSET = ["PL1.12", "PL1.13", "PL1.15", "PL1.16", "PL1.17", "PL1.27"]


@pytest.fixture
def client(browser_of):
    with time_machine.travel("2026-02-10T08:00:00+07:00", tick=False):
        yield browser_of("daumoi")


def page_of(client) -> Element:
    return read(client.get(reverse("milestones")))


def form_of(page: Element) -> Element:
    return page.one("main").one("form", method="post")


def save(client, changes: dict[str, str]):
    """The cells as the page has them, with these typed over: {"PL1.12-q1": "30"}."""
    data = posts(form_of(page_of(client)))
    assert set(changes) <= set(data)
    return client.post(reverse("milestones"), data | changes)


def row(page: Element, code: str) -> Element:
    return next(row for row in page.all("tr") if [link for link in row.all("a") if link.text == code])


def marks(code: str) -> dict[int, Decimal]:
    return {mark.quarter: mark.value for mark in Milestone.objects.filter(indicator__code=code)}


def set_all(client, codes) -> None:
    ways = {"PL1.27": ("2", "5", "8")}
    typed = {code: ways.get(code, ("20", "40", "60")) for code in codes}
    answer = save(client, {f"{code}-q{q}": cells[q - 1] for code, cells in typed.items() for q in (1, 2, 3)})
    assert answer.status_code == 302


class TestThePage:
    def test_those_without_a_place_to_start_come_first_and_are_marked(self, client):
        page = page_of(client)
        first, others = page.one("main").one("table").all("tbody")
        assert [row.one("a").text for row in first.all("tr")[1:]] == UNSET
        assert all("mốc tạm tính" in row.text for row in first.all("tr")[1:])
        assert "mốc tạm tính" not in others.text
        assert "6 chỉ tiêu chưa có mốc quý" in page.text

    def test_every_indicator_with_a_target_and_no_other(self, client):
        codes = {link.text for link in page_of(client).one("main").one("table").all("a")}
        assert len(codes) == 25
        assert not codes & {"PL1.4", "PL1.5", "PL1.10", "PL1.18"}

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("PL1.1", ["tính: 70%", "tính: 80%", "tính: 90%"]),
            ("PL1.16", ["tính: 23,75%", "tính: 47,5%", "tính: 71,25%"]),  # nothing is rounded away
            ("PL1.6", ["tính: 0,75%", "tính: 1,5%", "tính: 2,25%"]),
            ("PL1.19", ["tính: 0,7775, chưa đến kỳ", "tính: 0,785, chưa đến kỳ", "tính: 0,7925, chưa đến kỳ"]),
        ],
    )
    def test_the_computed_line_of_the_domain(self, client, code, words):
        text = row(page_of(client), code).text
        for word in words:
            assert word.replace("0,785,", "0,7850,") in text or word in text

    @pytest.mark.parametrize("username", ["kthtdt", "lanhdao"])
    def test_others_inside_read_it(self, browser_of, username):
        page = page_of(browser_of(username))
        assert page.one("main").all("input") == []
        assert "tính: 70%" in page.text


class TestSetting:
    @pytest.mark.parametrize("username", ["daumoi", "quantri"])
    def test_is_read_by_the_one_parser_and_told_in_the_indicators_history(self, browser_of, person, username):
        answer = save(browser_of(username), {"PL1.12-q1": " 22,5 % ", "PL1.12-q2": "50", "PL1.12-q3": "７５"})
        assert (answer.status_code, answer["Location"]) == (302, reverse("milestones"))
        assert marks("PL1.12") == {1: Decimal("22.5"), 2: Decimal(50), 3: Decimal(75)}
        event = Event.objects.get(subject_code="PL1.12")
        assert (event.actor, event.action, event.subject_type) == (person(username), "change", "indicator")
        assert event.before == {"mốc quý I": "", "mốc quý II": "", "mốc quý III": ""}
        assert event.after == {"mốc quý I": "22,5", "mốc quý II": "50", "mốc quý III": "75"}

    def test_what_is_set_is_what_a_figure_is_judged_by(self, client, plan, person):
        save(client, {"PL1.27-q1": "4"})
        desk.enter(plan, "PL1.27", "3", person("cap"), explanation="Mới triển khai")
        text = read(client.get(reverse("indicator", args=("PL1.27",)), {"ky": "2026-Q1"})).text
        assert "4%" in text
        assert "mốc tạm tính" not in text.split("Quý II")[0]

    def test_an_emptied_cell_takes_the_milestone_away(self, client):
        set_all(client, ["PL1.12"])
        save(client, {"PL1.12-q2": ""})
        assert marks("PL1.12") == {1: Decimal(20), 3: Decimal(60)}
        assert Event.objects.filter(subject_code="PL1.12").first().after == {"mốc quý II": ""}

    def test_an_absent_cell_does_not(self, client):
        set_all(client, ["PL1.12"])
        assert client.post(reverse("milestones"), {}).status_code == 302
        assert client.post(reverse("milestones"), {"PL1.12-q1": "10"}).status_code == 422  # without what was shown
        assert marks("PL1.12") == {1: Decimal(20), 2: Decimal(40), 3: Decimal(60)}

    def test_a_page_saved_as_it_is_or_twice_writes_nothing_more(self, client):
        save(client, {})
        assert not Event.objects.filter(subject_type="indicator").exists()
        data = posts(form_of(page_of(client))) | {"PL1.12-q1": "30"}
        assert [client.post(reverse("milestones"), data).status_code for _ in range(2)] == [302, 302]
        assert Event.objects.filter(subject_type="indicator").count() == 1

    def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(self, client):
        answer = save(
            client,
            {
                "PL1.1-q1": "55",  # below the 60 of 2025
                "PL1.12-q1": "50",
                "PL1.12-q2": "40",  # falls
                "PL1.13-q3": "abc",
                "PL1.16-q1": "1.234",
                "PL1.17-q1": "43/45",
                "PL1.27-q1": "4",  # right, and not saved either
            },
        )
        page = read(answer)
        assert answer.status_code == 422
        assert errors(page, "id_PL1.1-q1") == "Mốc quý I (55%) phải nằm trong khoảng từ 60% đến 100%."
        assert errors(page, "id_PL1.12-q2") == "Mốc quý II (40%) không được thấp hơn mốc quý I (50%)."
        assert errors(page, "id_PL1.13-q3")
        assert "1,234" in errors(page, "id_PL1.16-q1")
        assert errors(page, "id_PL1.17-q1") == "Chỗ này cần một số, không phải phân số."
        kept = posts(form_of(page))
        assert [kept[name] for name in ("PL1.1-q1", "PL1.13-q3", "PL1.17-q1", "PL1.27-q1")] == [
            "55",
            "abc",
            "43/45",
            "4",
        ]
        assert not Milestone.objects.exists()
        assert not Event.objects.filter(subject_type="indicator").exists()

    def test_a_doubtful_number_is_taken_and_asked_about(self, client):
        answer = save(client, {"PL1.12-q1": "0,95"})
        assert answer.status_code == 302
        assert "0,95 % hay 95 %" in page_of(client).text.replace("0,95%", "0,95 %").replace("95%", "95 %")

    def test_somebody_else_was_faster(self, client, browser_of):
        data = posts(form_of(page_of(client))) | {"PL1.12-q1": "30"}
        save(browser_of("quantri"), {"PL1.12-q1": "20"})
        answer = client.post(reverse("milestones"), data)
        page = read(answer)
        assert answer.status_code == 422
        assert "Người khác vừa sửa mốc của chỉ tiêu này" in page.text
        assert "mốc quý I: 20" in page.text
        again = posts(form_of(page))
        assert again["PL1.12-q1"] == "30"
        assert client.post(reverse("milestones"), again).status_code == 302
        assert marks("PL1.12") == {1: Decimal(30)}

    def test_the_action_holds_the_rule_and_the_race_too(self, plan, person):
        indicator = Indicator.objects.get(plan=plan, code="PL1.1")
        hand = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
        with pytest.raises(NotAllowed, match="phải nằm trong khoảng"):
            set_milestones(indicator=indicator, values={1: Decimal(50)}, seen={}, **hand)
        assert set_milestones(indicator=indicator, values={1: Decimal(70)}, seen={}, **hand)
        with pytest.raises(MilestonesMoved):
            set_milestones(indicator=indicator, values={1: Decimal(75)}, seen={}, **hand)
        assert marks("PL1.1") == {1: Decimal(70)}


class TestWhoIsAsked:
    SENTENCE = "6 chỉ tiêu chưa có mốc quý"

    def my_work(self, client) -> Element:
        return read(client.get(reverse("my_work")))

    def test_the_coordinator_while_some_are_missing(self, client):
        page = self.my_work(client)
        assert self.SENTENCE in page.text
        assert reverse("milestones") in {
            link.attributes["href"] for link in page.one("p", cls="notice-warning").all("a")
        }

    def test_one_less_when_all_its_quarters_are_set(self, client):
        save(client, {"PL1.12-q1": "20"})
        assert self.SENTENCE in self.my_work(client).text
        set_all(client, ["PL1.12"])
        assert "5 chỉ tiêu chưa có mốc quý" in self.my_work(client).text

    def test_nobody_any_more_when_all_are_set(self, client, plan):
        set_all(client, UNSET)
        assert "chưa có mốc quý" not in self.my_work(client).text
        assert "Không chỉ tiêu nào phải xét theo mốc tạm tính." in page_of(client).text

    def test_an_officer_is_not(self, browser_of):
        assert "chưa có mốc quý" not in self.my_work(browser_of("kthtdt")).text

    def test_only_for_the_quarters_in_which_a_figure_is_owed(self, client, plan):
        today = timezone.localdate()
        Indicator.objects.filter(code="PL1.12").update(frequency="yearly")
        assert "PL1.12" not in [one.code for one in without_milestones(plan, today)]
        Indicator.objects.filter(code="PL1.13").update(frequency="half_yearly")
        save(client, {"PL1.13-q2": "50"})
        assert "PL1.13" not in [one.code for one in without_milestones(plan, today)]

    def test_not_for_one_that_was_withdrawn(self, plan):
        Indicator.objects.filter(code="PL1.12").update(withdrawn_from="2026-01-20")
        assert "PL1.12" not in [one.code for one in without_milestones(plan, timezone.localdate())]


def test_queries_do_not_depend_on_how_many_milestones(client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("milestones"))
        return len(queries)

    few = cost()
    set_all(client, UNSET)
    assert cost() == few
