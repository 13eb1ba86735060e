"""Gửi báo cáo: what it asks, what it does once, and when it refuses."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.models import Plan
from plans.opening import close_period
from plans.workflow import RowState
from tasks.models import Progress
from tests import desk
from tests.page import posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


def address(unit="TTPVHCC", period=Q1):
    return reverse("send_report", args=(period, unit))


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("ttpvhcc")


@pytest.fixture
def entered(plan, officer, quarter):
    """Two of six figures and one of two tasks."""
    desk.enter(plan, "PL1.20", "78,3", officer)
    desk.enter(plan, "PL1.21", "100", officer)
    desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)


def question(client, unit="TTPVHCC"):
    return posts(read(client.get(address(unit))).one("form", cls="send"))


def states(model=Figure):
    return {row.state for row in model.objects.all()}


class TestTheQuestion:
    def test_lists_what_is_missing_with_the_way_there(self, client, entered):
        page = read(client.get(address()))
        assert [title.text for title in page.all("p", cls="gap")] == [
            "Còn thiếu 4 chỉ tiêu chưa có số liệu",
            "Còn thiếu 1 nhiệm vụ chưa có tiến độ",
        ]
        first, *_, last = (link for gaps in page.all("ul", cls="gaps") for link in gaps.all("a"))
        assert first.text == "22. Giao dịch hành chính phi tiếp xúc"
        assert first.attributes["href"] == f"{reverse('entry', args=(Q1, 'TTPVHCC'))}#id_PL1.22-value"
        assert last.attributes["href"] == f"{reverse('entry_tasks', args=(Q1, 'TTPVHCC'))}#id_PL3.II.2-status"

    def test_asks_once_how_many_rows_go(self, client, entered):
        page = read(client.get(address()))
        assert "3 dòng sẽ được gửi để xem xét" in page.text
        assert [button.text for button in page.one("form", cls="send").all("button")] == ["Vẫn gửi, còn thiếu 5 dòng"]

    def test_says_so_when_nothing_is_missing(self, plan, officer, person, quarter, browser_of):
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", person("kthtdt"))
        page = read(browser_of("kthtdt").get(address("KTHTDT")))
        assert "Không thiếu chỉ tiêu hay nhiệm vụ nào." in page.text
        assert [button.text for button in page.one("form", cls="send").all("button")] == ["Gửi báo cáo"]

    def test_changes_nothing(self, client, entered):
        before = Event.objects.count()
        client.get(address())
        assert (states(), Event.objects.count()) == ({RowState.ENTERING}, before)

    def test_has_no_button_where_nothing_is_entered(self, client):
        page = read(client.get(address()))
        assert "Chưa có dòng nào để gửi; hãy nhập ít nhất một số liệu." in page.text
        assert page.one("form", cls="send").all("button") == []

    def test_has_no_button_where_all_is_sent(self, plan, officer, client, entered):
        desk.send(plan, "TTPVHCC", officer)
        page = read(client.get(address()))
        assert "Không còn dòng nào để gửi" in page.text
        assert page.one("form", cls="send").all("button") == []


class TestSending:
    def test_sends_figures_and_tasks_together_and_shows_the_page_read_only(self, client, officer, entered):
        answer = client.post(address(), question(client), follow=True)
        receipt = desk.report_of(Plan.objects.get(), "TTPVHCC").receipt_code
        assert answer.redirect_chain == [(reverse("receipt", args=(receipt,)), 302)]
        assert read(answer).one("div", cls="notice-success").text == ("Đã gửi 3 dòng của Quý I/2026, đang chờ xem xét.")
        page = read(client.get(reverse("entry", args=(Q1, "TTPVHCC"))))
        assert page.one("div", cls="sent").one("p").text.startswith("Đã gửi ")
        assert "PL1.20-value" not in posts(page.one("form", cls="sheet"))
        assert (states(), states(Progress)) == ({RowState.SENT}, {RowState.SENT})
        assert Event.objects.filter(action="send", actor=officer).count() == 3

    def test_twice_with_one_key_has_one_effect(self, client, entered):
        data = question(client)
        client.post(address(), data)
        events = Event.objects.count()
        answer = client.post(address(), data, follow=True)
        assert Event.objects.count() == events
        assert read(answer).all("div", cls="notice-success")[-1].text == "Báo cáo Quý I/2026 đã được gửi."

    def test_a_report_that_moved_is_asked_about_again(self, plan, person, client, entered):
        data = question(client)
        desk.enter(plan, "PL1.22", "91", person("ttpvhcc.lanhdao"))
        answer = client.post(address(), data)
        assert (answer.status_code, states()) == (409, {RowState.ENTERING})
        page = read(answer)
        assert page.one("p", role="alert").text == (
            "Báo cáo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi quyết định."
        )
        assert client.post(address(), posts(page.one("form", cls="send"))).status_code == 302
        assert states() == {RowState.SENT}

    def test_without_any_row_is_refused(self, client):
        answer = client.post(address(), {"key": str(uuid4()), "seen": "0"})
        assert answer.status_code == 422
        assert read(answer).one("p", role="alert").text == "Chưa có dòng nào để gửi; hãy nhập ít nhất một số liệu."

    def test_again_after_all_is_sent_is_refused(self, plan, officer, client, entered):
        desk.send(plan, "TTPVHCC", officer)
        answer = client.post(address(), question(client))
        assert (answer.status_code, states()) == (422, {RowState.SENT})

    @pytest.mark.parametrize("data", [{}, {"seen": "3"}, {"key": "x", "seen": "3"}, {"key": str(uuid4()), "seen": "-"}])
    def test_of_an_incomplete_page_is_refused(self, client, entered, data):
        answer = client.post(address(), data)
        assert (answer.status_code, states()) == (400, {RowState.ENTERING})
        assert read(answer).one("p", role="alert").text == (
            "Trang gửi lên không đầy đủ nên chưa gửi gì; hãy xem lại rồi bấm “Gửi báo cáo”."
        )

    def test_in_a_closed_period_is_refused(self, person, client, entered, quarter):
        data = question(client)
        close_period(period=quarter, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đủ")
        answer = client.post(address(), data)
        assert (answer.status_code, states()) == (422, {RowState.ENTERING})
        assert read(answer).one("p", role="alert").text.startswith("Quý I/2026 đã chốt số liệu")
        assert read(client.get(address())).one("form", cls="send").all("button") == []

    def test_after_a_return_sends_only_what_came_back(self, plan, officer, person, client, entered):
        desk.send(plan, "TTPVHCC", officer)
        returned = Figure.objects.get(indicator__code="PL1.20")
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai mẫu số", chosen=[f"figure-{returned.pk}"])
        answer = client.post(address(), question(client), follow=True)
        assert read(answer).one("div", cls="notice-success").text.startswith("Đã gửi 1 dòng")
        returned.refresh_from_db()
        assert (returned.state, returned.to_mend) == (RowState.SENT, "")

    def test_for_another_unit_is_marked(self, plan, person, browser_of, entered):
        client = browser_of("daumoi")
        client.post(address(), question(client) | {"number": "12/BC", "day": "10/03/2026"})
        assert set(Event.objects.filter(action="send").values_list("on_behalf", flat=True)) == {True}

    @pytest.mark.parametrize("username", ["kthtdt", "vhxh", "lanhdao", "nguoixem", "quantri"])
    def test_is_no_page_for_others(self, browser_of, entered, username):
        client = browser_of(username)
        assert [client.get(address()).status_code, client.post(address(), {}).status_code] == [404, 404]
        assert states() == {RowState.ENTERING}
