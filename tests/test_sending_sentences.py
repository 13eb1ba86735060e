"""Gửi báo cáo where figures ask for a sentence: asked in place, refused without, nothing lost."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from kpis.models import Figure
from plans.workflow import RowState
from reports.sending import Unexplained, unexplained_rows
from tests import desk
from tests.page import errors, labels, posts, read
from units.models import Event

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"
FIELD = "PL1.20-explanation"
MISSING = "Hãy ghi một câu giải trình cho dòng này."


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-10T08:30:00+07:00"):
        yield


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def client(browser_of):
    return browser_of("ttpvhcc")


@pytest.fixture
def warned(plan, officer):
    """PL1.20 fell since quý I, PL1.21 rose a little."""
    for period, twenty, twenty_one in ((Q1, "78,3", "90"), (Q2, "70", "92")):
        desk.enter(plan, "PL1.20", twenty, officer, period=period)
        desk.enter(plan, "PL1.21", twenty_one, officer, period=period)


def address():
    return reverse("send_report", args=(Q2, "TTPVHCC"))


def question(client):
    return read(client.get(address())).one("form", cls="send")


def test_the_question_shows_the_figure_as_it_was_read(plan, officer, client):
    desk.enter(plan, "PL1.20", "0,95", officer, period=Q2)
    assert ": 0,95%" in question(client).one("div", id="row-PL1.20").one("label").text


def figure(code):
    return Figure.objects.get(indicator__code=code, period__code=Q2)


def states():
    return {row.state for row in Figure.objects.filter(period__code=Q2)}


class TestTheQuestion:
    def test_lists_the_rows_that_ask_for_a_sentence_each_with_a_field(self, client, warned):
        page = read(client.get(address()))
        asked = page.one("fieldset", cls="sentences")
        assert asked.one("legend").text == "1 dòng cần một câu giải trình trước khi gửi"
        assert asked.one("p", cls="ask").text.startswith("Thấp hơn quý trước (78,3% → 70%).")
        assert [area.attributes["name"] for area in asked.all("textarea")] == [FIELD]
        assert f"id_{FIELD}" in labels(page)

    def test_lists_none_where_every_one_has_its_sentence(self, plan, officer, client, warned):
        desk.enter(plan, "PL1.20", "70", officer, period=Q2, explanation="Mất điện ba tuần")
        assert question(client).all("fieldset") == []

    def test_asks_by_the_threshold_of_the_plan(self, plan, officer, client, warned):
        desk.enter(plan, "PL1.20", "79", officer, period=Q2)
        assert question(client).all("fieldset") == []
        plan.jump_threshold = Decimal("0.005")
        plan.save()
        assert [row.text.split(".")[0] for row in question(client).all("label")] == ["20", "21"]

    def test_changes_nothing(self, client, warned):
        before = Event.objects.count()
        client.get(address())
        assert (Event.objects.count(), states()) == (before, {RowState.ENTERING})


class TestSending:
    def test_saves_the_sentence_as_a_change_of_its_own_and_sends(self, client, officer, warned):
        before = Event.objects.count()
        answer = client.post(address(), posts(question(client)) | {FIELD: " Mất điện ba tuần "})
        assert answer.status_code == 302
        assert (figure("PL1.20").explanation, states()) == ("Mất điện ba tuần", {RowState.SENT})
        assert Event.objects.count() == before + 3
        saved = Event.objects.filter(subject_code="PL1.20", period_code=Q2, action="save").latest("pk")
        assert (saved.actor, saved.after) == (officer, {"số liệu": "70%", "giải trình": "Mất điện ba tuần"})

    def test_without_it_is_refused_at_the_row_and_sends_nothing(self, client, warned):
        before = Event.objects.count()
        answer = client.post(address(), posts(question(client)))
        assert (answer.status_code, states(), Event.objects.count()) == (422, {RowState.ENTERING}, before)
        page = read(answer)
        assert errors(page, f"id_{FIELD}") == MISSING
        assert page.one("p", role="alert").text == (
            "1 dòng có cảnh báo mà chưa giải trình; hãy ghi một câu cho mỗi dòng rồi gửi."
        )
        assert client.post(address(), posts(page.one("form", cls="send")) | {FIELD: "Mất điện"}).status_code == 302

    def test_with_one_of_two_sentences_keeps_the_typed_one_on_the_page(self, plan, officer, client, warned):
        desk.enter(plan, "PL1.21", "80", officer, period=Q2)
        answer = client.post(address(), posts(question(client)) | {FIELD: "Mất điện ba tuần"})
        page = read(answer)
        assert (answer.status_code, figure("PL1.20").explanation) == (422, "")
        assert posts(page.one("form", cls="send"))[FIELD] == "Mất điện ba tuần"
        assert [errors(page, f"id_PL1.{n}-explanation") for n in (20, 21)] == ["", MISSING]

    def test_of_a_report_that_moved_keeps_the_sentence(self, plan, person, client, warned):
        data = posts(question(client)) | {FIELD: "Mất điện ba tuần"}
        desk.enter(plan, "PL1.22", "91", person("ttpvhcc.lanhdao"), period=Q2)
        answer = client.post(address(), data)
        assert (answer.status_code, states()) == (409, {RowState.ENTERING})
        again = posts(read(answer).one("form", cls="send"))
        assert again[FIELD] == "Mất điện ba tuần"
        assert client.post(address(), again).status_code == 302
        assert figure("PL1.20").explanation == "Mất điện ba tuần"

    def test_with_too_long_a_sentence_says_so_at_its_row(self, client, warned):
        answer = client.post(address(), posts(question(client)) | {FIELD: "a" * 1001})
        assert (answer.status_code, states()) == (422, {RowState.ENTERING})
        assert "quá mức 1.000 ký tự" in errors(read(answer), f"id_{FIELD}")

    def test_never_replaces_a_sentence_that_stands(self, plan, officer, client, warned):
        desk.enter(plan, "PL1.20", "70", officer, period=Q2, explanation="Câu của đơn vị")
        client.post(address(), posts(question(client)) | {FIELD: "Câu khác"})
        assert (figure("PL1.20").explanation, states()) == ("Câu của đơn vị", {RowState.SENT})

    def test_twice_with_one_key_has_one_effect(self, client, warned):
        data = posts(question(client)) | {FIELD: "Mất điện ba tuần"}
        client.post(address(), data)
        events = Event.objects.count()
        assert client.post(address(), data).status_code == 302
        assert Event.objects.count() == events


class TestTheActionItself:
    def test_refuses_whoever_calls_it(self, plan, officer, warned):
        with pytest.raises(Unexplained) as refused:
            desk.send(plan, "TTPVHCC", officer, period=Q2)
        assert (refused.value.codes, states()) == (["PL1.20"], {RowState.ENTERING})

    def test_takes_the_sentences_with_it(self, plan, officer, warned):
        assert desk.send(plan, "TTPVHCC", officer, period=Q2, explanations={"PL1.20": "Mất điện"}) == 2
        assert figure("PL1.20").explanation == "Mất điện"

    def test_does_not_take_a_blank_for_a_sentence(self, plan, officer, warned):
        with pytest.raises(Unexplained):
            desk.send(plan, "TTPVHCC", officer, period=Q2, explanations={"PL1.20": ""})

    def test_does_not_ask_for_rows_that_were_sent_before(self, plan, officer, warned):
        desk.send(plan, "TTPVHCC", officer, period=Q2, explanations={"PL1.20": "Mất điện"})
        assert unexplained_rows(desk.report_of(plan, "TTPVHCC", Q2), figure("PL1.20").entered_at) == []

    def test_sets_the_quarters_before_it_free_of_questions(self, plan, officer, warned):
        assert desk.send(plan, "TTPVHCC", officer, period=Q1) == 2


class TestSavingIsNeverHeldUp:
    def test_a_warned_row_is_saved_and_says_what_it_asks(self, client, warned):
        page = read(client.get(reverse("entry", args=(Q2, "TTPVHCC"))))
        assert page.one("tr", id="row-PL1.20").one("p", cls="ask").text == (
            "Thấp hơn quý trước (78,3% → 70%). Nếu đúng, hãy ghi một câu giải trình trước khi gửi."
        )
        assert page.one("tr", id="row-PL1.21").all("p", cls="ask") == []


def test_the_review_page_names_warned_rows_first_with_the_units_sentence(plan, officer, browser_of, warned):
    desk.send(plan, "TTPVHCC", officer, period=Q2, explanations={"PL1.20": "Mất điện ba tuần"})
    page = read(browser_of("daumoi").get(reverse("review", args=(Q2, "TTPVHCC"))))
    first = page.one(cls="warned")
    assert [item.text for item in first.all("li")] == [
        "20. TTHC phi địa giới hành chính: Thấp hơn quý trước (78,3% → 70%). Giải trình: “Mất điện ba tuần”"
    ]
    assert first.one("a").attributes["href"] == "#row-PL1.20"
