"""One row saved by itself: the answer is the row as the page draws it, whatever happened, and never a redirect."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure, Milestone
from plans.opening import close_period
from tasks.models import Progress
from tests import desk
from tests.page import drawn, errors, posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("kthtdt")


def address(code, unit="KTHTDT", period=Q1):
    return reverse("entry_row", args=(period, unit, code))


def page_row(client, code, unit="KTHTDT", period=Q1, tab="entry", without=""):
    """The row on the whole page."""
    return read(client.get(reverse(tab, args=(period, unit))), without=without).one(id=f"row-{code}")


def assert_drawn_as_on_the_page(answer, client, code, **where):
    """But for what the page keeps: the answer says nothing of the row's evidence (static/js/morph.js)."""
    line = row(answer, code)
    assert [kept for kept in line.all() if "data-keep" in kept.attributes] == []
    assert drawn(line) == drawn(page_row(client, code, without="data-keep", **where))


def save(client, code, typed, unit="KTHTDT", period=Q1, tab="entry"):
    """Post what the row of the page holds, with other words in some of its cells."""
    held = posts(page_row(client, code, unit, period, tab))
    return client.post(address(code, unit, period), held | {f"{code}-{name}": text for name, text in typed.items()})


def row(answer, code):
    return read(answer).one(id=f"row-{code}")


def figure(code, period=Q1):
    return Figure.objects.filter(indicator__code=code, period__code=period).first()


class TestASavedRow:
    def test_is_stored_and_answered_with_verdict_and_explanation(self, client):
        answer = save(client, "PL1.26", {"value": "45,5"})
        line = row(answer, "PL1.26")
        assert (answer.status_code, figure("PL1.26").value) == (200, Decimal("45.5"))
        assert line.one("span", cls="status").text == "●Đúng tiến độ"
        assert line.one("details", cls="why").one("p").text.startswith("Thực hiện 45,5%; hết quý I cần 37,5%")
        hour = timezone.localtime(figure("PL1.26").entered_at).strftime("%H:%M")
        assert line.one("p", cls="saved").text == f"= 45,5% · Đã lưu {hour}"

    @pytest.mark.parametrize("typed", [{"value": "45,5"}, {"value": "", "nothing_reason": "Chưa khảo sát"}])
    def test_looks_as_on_the_page(self, client, typed):
        answer = save(client, "PL1.26", typed | {"source": "Sổ theo dõi"})
        assert_drawn_as_on_the_page(answer, client, "PL1.26")

    def test_says_that_the_number_took_the_place_of_nothing_to_measure(self, client):
        save(client, "PL1.26", {"value": "kps", "nothing_reason": "Chưa khảo sát"})
        line = row(save(client, "PL1.26", {"value": "45,5"}), "PL1.26")
        assert "Số này thay cho “không phát sinh”; đã bỏ lý do “Chưa khảo sát”." in line.one("div", cls="says").text
        assert "value" not in line.one("input", id="id_PL1.26-nothing_reason").attributes
        assert (figure("PL1.26").value, figure("PL1.26").nothing_reason) == (Decimal("45.5"), "")
        assert "thay cho" not in row(save(client, "PL1.26", {"value": "46"}), "PL1.26").text

    def test_is_judged_with_the_quarters_before_and_the_milestone(self, plan, person, client):
        desk.enter(plan, "PL1.26", "35", person("kthtdt"))
        desk.period_of(plan, "2026-Q2")
        Milestone.objects.create(indicator=figure("PL1.26").indicator, quarter=2, value=50)
        answer = save(client, "PL1.26", {"value": "49"}, period="2026-Q2")
        assert_drawn_as_on_the_page(answer, client, "PL1.26", period="2026-Q2")
        assert row(answer, "PL1.26").one("span", cls="remarks").text == "cần 50%"

    def test_that_was_reopened_still_says_that_it_is_being_adjusted(self, plan, person, client):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.accept(plan, "KTHTDT", person("daumoi"))
        Figure.objects.filter(indicator__code="PL1.26").update(state="returned")
        answer = save(client, "PL1.26", {"value": "46"})
        assert "đang điều chỉnh" in row(answer, "PL1.26").one("span", cls="remarks").text

    def test_writes_one_line_of_the_journal_and_none_when_nothing_changed(self, client):
        save(client, "PL1.26", {"value": "45,5"})
        assert save(client, "PL1.26", {}).status_code == 200
        events = Event.objects.filter(subject_code="PL1.26")
        assert [(e.action, e.channel, e.after["số liệu"], e.reason) for e in events] == [
            ("save", Channel.SCREEN, "45,5%", "")
        ]

    def test_whose_answer_was_lost_is_found_again_and_makes_no_conflict(self, client):
        held = posts(page_row(client, "PL1.26")) | {"PL1.26-value": "45,5"}
        answers = [client.post(address("PL1.26"), held).status_code for _ in range(2)]
        assert (answers, Event.objects.filter(subject_code="PL1.26").count()) == ([200, 200], 1)

    def test_emptied_twice_is_emptied_once(self, plan, person, client):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        held = posts(page_row(client, "PL1.26")) | {"PL1.26-value": ""}
        answers = [client.post(address("PL1.26"), held).status_code for _ in range(2)]
        assert (answers, figure("PL1.26")) == ([200, 200], None)
        assert Event.objects.filter(subject_code="PL1.26", action="empty").count() == 1

    def test_of_another_unit_is_refused_with_its_sentence(self, client):
        held = {"PL1.1-value": "55", "PL1.1-version": "0"}
        answer = client.post(address("PL1.1"), held)
        assert (answer.status_code, figure("PL1.1")) == (422, None)
        sentence = "PL1.1 không thuộc Phòng Kinh tế, Hạ tầng và Đô thị trong Quý I/2026."
        assert errors(read(answer), "id_PL1.1-value") == sentence

    @pytest.mark.parametrize("code", ["PL1.99", "PL2.I.1", "x"])
    def test_of_no_code_that_is_reported_is_not_found(self, client, code):
        assert client.post(address(code), {f"{code}-value": "1"}).status_code == 404

    def test_reads_no_more_for_eighteen_rows_than_for_one(self, plan, person, client):
        def cost():
            held = posts(page_row(client, "PL1.26")) | {"PL1.26-value": str(40 + Event.objects.count())}
            with CaptureQueriesContext(connection) as queries:
                assert client.post(address("PL1.26"), held).status_code == 200
            return len(queries)

        save(client, "PL1.26", {"value": "45,5"})
        alone = cost()
        for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12):
            desk.enter(plan, f"PL1.{number}", "50", person("vhxh"))
        assert (cost(), alone <= 14) == (alone, True)


class TestARowThatIsNotSaved:
    def test_answers_422_with_the_sentence_and_what_was_typed(self, client):
        answer = save(client, "PL1.26", {"value": "120", "source": "Sổ"})
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        sentence = "Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100."
        assert errors(read(answer), "id_PL1.26-value") == sentence
        kept = posts(row(answer, "PL1.26"))
        assert (kept["PL1.26-value"], kept["PL1.26-source"]) == ("120", "Sổ")

    def test_still_knows_what_is_stored(self, plan, person, client):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        answer = save(client, "PL1.26", {"value": "120"})
        assert row(answer, "PL1.26").one("input", id="id_PL1.26-value").attributes["data-saved"] == "45,5"

    @pytest.mark.parametrize("held", [{}, {"PL1.26-value": "45"}, {"PL1.26-value": "45", "PL1.26-version": "x"}])
    def test_without_its_version_answers_400(self, client, held):
        answer = client.post(address("PL1.26"), held)
        assert (answer.status_code, figure("PL1.26")) == (400, None)
        assert errors(read(answer), "id_PL1.26-value").startswith("Trang gửi lên thiếu phiên bản")

    def test_in_a_period_closed_meanwhile_keeps_the_number_and_says_why(self, person, client, quarter):
        held = posts(page_row(client, "PL1.26")) | {"PL1.26-value": "45,5"}
        now = timezone.now()
        close_period(period=quarter, by=person("daumoi"), channel=Channel.SCREEN, now=now, reason="Đủ")
        answer = client.post(address("PL1.26"), held)
        assert (answer.status_code, posts(row(answer, "PL1.26"))["PL1.26-value"]) == (422, "45,5")
        assert errors(read(answer), "id_PL1.26-value").startswith("Quý I/2026 đã chốt số liệu")


class TestAConflict:
    @pytest.fixture
    def held(self, plan, person, client):
        held = posts(page_row(client, "PL1.26")) | {"PL1.26-value": "45,5"}
        desk.enter(plan, "PL1.26", "40", person("kthtdt.lanhdao"))
        return held

    def test_answers_409_with_both_values(self, client, held):
        answer = client.post(address("PL1.26"), held)
        line = row(answer, "PL1.26")
        assert (answer.status_code, figure("PL1.26").value) == (409, Decimal(40))
        assert line.one("div", cls="standing").text.startswith("Đang lưu: số liệu: 40% (Lãnh đạo KT-HT-ĐT,")
        assert posts(line)["PL1.26-value"] == "45,5"
        assert line.one("span", cls="status").text == "●Đúng tiến độ"  # of the 40% that stand

    @pytest.mark.parametrize(("choice", "stands"), [("mine", Decimal("45.5")), ("leave", Decimal(40))])
    def test_is_settled_by_a_button(self, client, held, choice, stands):
        line = row(client.post(address("PL1.26"), held), "PL1.26")
        button = line.one("button", name=f"PL1.26-{choice}")
        answer = client.post(address("PL1.26"), posts(line) | {button.attributes["name"]: "1"})
        assert (answer.status_code, figure("PL1.26").value) == (200, stands)

    def test_with_a_row_sent_meanwhile_offers_no_choice_but_the_number_to_copy(self, plan, person, client, held):
        desk.send(plan, "KTHTDT", person("kthtdt"))
        answer = client.post(address("PL1.26"), held)
        line = row(answer, "PL1.26")
        assert (answer.status_code, posts(line)["PL1.26-value"]) == (409, "45,5")
        assert errors(read(answer), "id_PL1.26-value") == "PL1.26 đã gửi, không sửa được nữa."
        assert [button.attributes["name"] for button in line.one("div", cls="standing").all("button")] == [
            "PL1.26-leave"
        ]


class TestLastQuarterAgain:
    @pytest.fixture
    def second(self, plan, person, client):
        desk.enter(plan, "PL1.26", "18/45", person("kthtdt"))
        return desk.period_of(plan, "2026-Q2").code

    def test_takes_the_pair_over_and_the_journal_says_so(self, client, second):
        answer = save(client, "PL1.26", {"repeat": "1"}, period=second)
        saved = figure("PL1.26", second)
        assert (answer.status_code, saved.numerator, saved.denominator) == (200, 18, 45)
        event = Event.objects.get(subject_code="PL1.26", period_code=second)
        assert (event.reason, event.after["số liệu"]) == ("giữ nguyên như quý trước", "18/45 (40%)")

    def test_takes_nothing_to_report_over_with_its_reason(self, plan, person, client, second):
        desk.enter(plan, "PL1.26", "", person("kthtdt"), nothing_reason="Chưa khảo sát")
        save(client, "PL1.26", {"repeat": "1", "value": "12"}, period=second)
        assert figure("PL1.26", second).nothing_reason == "Chưa khảo sát"

    def test_works_as_a_button_of_the_plain_page(self, client, second):
        url = reverse("entry", args=(second, "KTHTDT"))
        form = read(client.get(url)).one("form", cls="sheet")
        button = form.one("button", name="PL1.26-repeat")
        assert client.post(url, posts(form) | {button.attributes["name"]: "1"}).status_code == 302
        assert Event.objects.get(subject_code="PL1.26", period_code=second).reason == "giữ nguyên như quý trước"

    def test_is_not_offered_and_refused_where_there_was_none(self, client):
        assert page_row(client, "PL1.26").all("button", name="PL1.26-repeat") == []
        answer = save(client, "PL1.26", {"repeat": "1", "value": "5"})
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        assert errors(read(answer), "id_PL1.26-value").startswith("Quý trước chưa có số liệu để giữ nguyên")


def test_taking_a_save_back_is_a_new_change_that_says_so(client):
    save(client, "PL1.26", {"value": "45,5"})
    save(client, "PL1.26", {"value": "46"})
    save(client, "PL1.26", {"value": "45,5", "undo": "1"})
    events = Event.objects.filter(subject_code="PL1.26").order_by("pk")
    assert [(event.after["số liệu"], event.reason) for event in events] == [
        ("45,5%", ""),
        ("46%", ""),
        ("45,5%", "hoàn tác"),
    ]


class TestATask:
    @pytest.fixture
    def client(self, browser_of, quarter):
        return browser_of("ttpvhcc")

    def save(self, client, typed):
        return save(client, "PL3.II.1", typed, "TTPVHCC", tab="entry_tasks")

    def test_is_saved_and_answered_as_on_the_page(self, client):
        answer = self.save(client, {"status": "ongoing", "percent": "40"})
        assert (answer.status_code, Progress.objects.get().percent) == (200, 40)
        line = row(answer, "PL3.II.1")
        assert_drawn_as_on_the_page(answer, client, "PL3.II.1", unit="TTPVHCC", tab="entry_tasks")
        assert "Đang thực hiện" in line.one("details", cls="why").text

    def test_with_a_wrong_cell_answers_422_and_keeps_it(self, client):
        answer = self.save(client, {"status": "ongoing", "percent": "140"})
        assert (answer.status_code, Progress.objects.count()) == (422, 0)
        assert posts(row(answer, "PL3.II.1"))["PL3.II.1-percent"] == "140"

    def test_written_by_another_person_first_answers_409(self, plan, person, client):
        held = posts(page_row(client, "PL3.II.1", "TTPVHCC", tab="entry_tasks"))
        desk.tell(plan, "PL3.II.1", person("ttpvhcc.lanhdao"), status="ongoing", percent=10)
        answer = client.post(address("PL3.II.1", "TTPVHCC"), held | {"PL3.II.1-status": "done"})
        assert (answer.status_code, Progress.objects.get().percent) == (409, 10)
        assert "tình trạng: Đang thực hiện" in row(answer, "PL3.II.1").one("div", cls="standing").text
