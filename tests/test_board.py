"""Tình hình gửi báo cáo: who waits, who is late, who is done; closing and opening a period."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Indicator
from plans.calendar import PeriodState
from plans.models import Period
from plans.opening import close_period
from plans.refusals import NotAllowed
from tasks.models import Task
from tests import desk
from tests.crowd import a_ward, join
from tests.page import Element, read
from units.models import Event, Unit, User, Ward

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"
BEFORE_THE_DEADLINE = "2026-03-11T13:00:00+07:00"  # due 17:00 14/03/2026
AFTER_THE_DEADLINE = "2026-03-16T08:00:00+07:00"


@pytest.fixture
def quarter(plan):
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False):
        return desk.period_of(plan)


@pytest.fixture
def board(browser_of, quarter):
    """The board as the coordinator sees it at a moment."""

    def look(moment: str = BEFORE_THE_DEADLINE, period: str = Q1) -> Element:
        with time_machine.travel(moment, tick=False):
            return read(browser_of("daumoi").get(reverse("board"), {"ky": period}))

    return look


def rows(page: Element) -> dict[str, dict[str, str]]:
    """Unit name → the words under each heading."""
    found = {}
    for row in page.one("table").one("tbody").all("tr"):
        cells = {cell.attributes["data-label"]: cell.text for cell in row.all("td") if "data-label" in cell.attributes}
        found[row.one("th").text] = cells
    return found


def answer_everything(plan, person, period=Q1):
    """Every unit enters all that it owes (the coordinator for Đảng ủy), sends, and is accepted."""
    coordinator = person("daumoi")
    for indicator in Indicator.objects.filter(plan=plan, horizon_year=plan.year).exclude(frequency="yearly"):
        typed = "1" if indicator.measure != "index" else "0,5"
        desk.enter(plan, indicator.code, typed, coordinator, period=period, explanation="Đã kiểm tra")
    officers = {"VHXH": "vhxh", "TTPVHCC": "ttpvhcc", "TTDVSNC": "ttdvsnc"}
    for task in Task.objects.filter(plan=plan):
        for assignment in task.assignments.all():
            told_by = person(officers.get(assignment.unit.code, "daumoi"))
            told_by.unit = assignment.unit
            desk.tell(plan, task.code, told_by, period=period, status="ongoing", percent=10)
    for code in ("VHXH", "KTHTDT", "TTPVHCC", "VPHDND", "CAP", "TTDVSNC", "DU"):
        desk.send(plan, code, coordinator, period=period)
        desk.accept(plan, code, coordinator, period=period)


class TestWhoIsOnIt:
    def test_units_that_owe_something_and_no_others(self, board):
        assert sorted(rows(board())) == sorted(
            Unit.objects.filter(code__in=["VHXH", "KTHTDT", "TTPVHCC", "VPHDND", "CAP", "TTDVSNC", "DU"]).values_list(
                "name", flat=True
            )
        )

    def test_how_much_each_has_entered_of_what_it_owes(self, board, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        found = rows(board())
        first = found["Phòng Kinh tế, Hạ tầng và Đô thị"]
        assert (first["Trạng thái"], first["Chỉ tiêu"], first["Nhiệm vụ"]) == ("●đang nhập", "1/2", "–")
        # The index is scored once a year, so it is not owed in quý I.
        assert found["Phòng Văn hóa - Xã hội"]["Chỉ tiêu"] == "0/17"
        assert (found["Đảng ủy"]["Chỉ tiêu"], found["Đảng ủy"]["Nhiệm vụ"]) == ("–", "0/1")

    def test_who_did_something_last(self, board, plan, person):
        with time_machine.travel("2026-03-10T10:32:00+07:00", tick=False):
            desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        found = rows(board())
        last = found["Phòng Kinh tế, Hạ tầng và Đô thị"]["Hoạt động gần nhất"]
        assert last == "10:32 10/03/2026 Cán bộ KT-HT-ĐT"
        assert found["Đảng ủy"]["Hoạt động gần nhất"] == "chưa có"

    def test_the_phone_where_it_is_known(self, board, plan):
        Unit.objects.filter(ward=plan.ward, code="CAP").update(phone="0225 3 123 456")
        page = board()
        assert rows(page)["Công an phường"]["Điện thoại"] == "0225 3 123 456"
        assert [link.attributes["href"] for link in page.all("a") if link.attributes["href"].startswith("tel:")] == [
            "tel:02253123456"
        ]
        assert rows(page)["Đảng ủy"]["Điện thoại"] == "chưa ghi"

    def test_else_the_phones_of_its_people(self, board, plan, person):
        User.objects.filter(username="cap").update(phone="0912 345 678")
        User.objects.filter(username="cap.lanhdao").update(phone="0987 654 321", is_active=False)
        page = board()
        assert rows(page)["Công an phường"]["Điện thoại"] == "0912 345 678 Cán bộ Công an"
        assert "tel:0912345678" in {link.attributes["href"] for link in page.all("a")}
        Unit.objects.filter(ward=plan.ward, code="CAP").update(phone="113")
        assert rows(board())["Công an phường"]["Điện thoại"] == "113"

    def test_what_came_back_of_each_kind(self, board, plan, person):
        officer = person("vhxh")
        desk.enter(plan, "PL1.1", "70", officer)
        desk.enter(plan, "PL1.3", "70", officer)
        desk.tell(plan, "PL4.I.2", officer, status="ongoing", percent=10)
        desk.send(plan, "VHXH", officer)
        assert rows(board())["Phòng Văn hóa - Xã hội"]["Chờ xem xét"] == "3"
        desk.give_back(plan, "VHXH", person("daumoi"), "Kiểm tra lại")
        assert rows(board())["Phòng Văn hóa - Xã hội"]["Trả lại"] == "2 chỉ tiêu, 1 nhiệm vụ"

    def test_what_people_wrote_is_text(self, board, plan):
        """The lines are written without a template."""
        Unit.objects.filter(ward=plan.ward, code="CAP").update(name="<b>Công an</b> & 'phường'", phone="<i>113</i>")
        page = board()
        assert rows(page)["<b>Công an</b> & 'phường'"]["Điện thoại"] == "<i>113</i>"
        assert page.one("table").all("b") == page.one("table").all("i") == []

    def test_the_way_to_review_and_to_enter_for_the_unit(self, board, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        links = {link.text: link.attributes["href"] for link in board().one("table").all("a")}
        unit = "Phòng Kinh tế, Hạ tầng và Đô thị"
        assert links[f"Xem xét {unit}"] == reverse("review", args=(Q1, "KTHTDT"))
        assert links[f"Nhập thay {unit}"] == reverse("entry", args=(Q1, "KTHTDT"))
        assert links["Nhập Phòng Văn hóa - Xã hội"] == reverse("entry", args=(Q1, "VHXH"))

    def test_the_way_to_enter_leads_to_the_tasks_where_there_is_nothing_else(self, board, browser_of):
        links = {link.text: link.attributes["href"] for link in board().one("table").all("a")}
        assert links["Nhập thay Đảng ủy"] == reverse("entry_tasks", args=(Q1, "DU"))
        with time_machine.travel(BEFORE_THE_DEADLINE, tick=False):
            review = read(browser_of("daumoi").get(reverse("review", args=(Q1, "DU"))))
        ways = {link.text: link.attributes["href"] for link in review.one("main").all("a")}
        assert ways["Nhập thay"] == reverse("entry_tasks", args=(Q1, "DU"))

    def test_no_way_to_enter_for_a_unit_whose_rows_are_all_accepted(self, board, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        unit = "Phòng Kinh tế, Hạ tầng và Đô thị"
        assert f"Nhập thay {unit}" in {link.text for link in board().one("table").all("a")}
        desk.accept(plan, "KTHTDT", person("daumoi"))
        links = {link.text for link in board().one("table").all("a")}
        assert (f"Xem {unit}" in links, f"Nhập thay {unit}" in links) == (True, False)


class TestTime:
    def test_what_is_left(self, board):
        assert {row["Thời hạn"] for row in rows(board()).values()} == {"còn 3 ngày 4 giờ"}

    def test_how_late(self, board):
        page = board(AFTER_THE_DEADLINE)
        assert {row["Thời hạn"] for row in rows(page).values()} == {"quá hạn 2 ngày"}
        assert "7 đơn vị quá hạn" in page.text

    def test_what_was_handed_in_is_not_late_any_more(self, board, plan, person):
        officer = person("cap")
        with time_machine.travel("2026-03-14T16:00:00+07:00", tick=False):
            desk.enter(plan, "PL1.27", "3", officer)
            desk.enter(plan, "PL1.28", "74", officer)
            desk.send(plan, "CAP", officer)
        assert rows(board(AFTER_THE_DEADLINE))["Công an phường"]["Thời hạn"] == "gửi đúng hạn"

    def test_late_but_there(self, board, plan, person):
        officer = person("cap")
        with time_machine.travel("2026-03-15T20:00:00+07:00", tick=False):
            desk.enter(plan, "PL1.27", "3", officer)
            desk.enter(plan, "PL1.28", "74", officer)
            desk.send(plan, "CAP", officer)
        assert rows(board(AFTER_THE_DEADLINE))["Công an phường"]["Thời hạn"] == "gửi muộn 2 ngày"

    def test_a_report_sent_with_gaps_still_owes(self, board, plan, person):
        desk.enter(plan, "PL1.27", "3", person("cap"))
        desk.send(plan, "CAP", person("cap"))
        assert rows(board(AFTER_THE_DEADLINE))["Công an phường"]["Thời hạn"] == "quá hạn 2 ngày"


class TestOrder:
    def test_waiting_for_review_first_then_late_then_done(self, board, plan, person):
        coordinator = person("daumoi")
        for code in ("PL1.27", "PL1.28"):
            desk.enter(plan, code, "9", person("cap"))
        desk.send(plan, "CAP", person("cap"))
        desk.enter(plan, "PL1.29", "70", person("vphdnd"))
        desk.send(plan, "VPHDND", person("vphdnd"))
        desk.accept(plan, "VPHDND", coordinator)
        names = list(rows(board(AFTER_THE_DEADLINE)))
        assert (names[0], names[-1]) == ("Công an phường", "Văn phòng HĐND và UBND")

    def test_before_the_deadline_a_returned_report_comes_before_an_empty_one(self, board, plan, person):
        desk.enter(plan, "PL1.29", "70", person("vphdnd"))
        desk.send(plan, "VPHDND", person("vphdnd"))
        desk.give_back(plan, "VPHDND", person("daumoi"), "Kiểm tra lại")
        found = rows(board())
        assert next(iter(found)) == "Văn phòng HĐND và UBND"
        assert found["Văn phòng HĐND và UBND"]["Trạng thái"] == "▼trả lại"
        assert found["Văn phòng HĐND và UBND"]["Trả lại"] == "1 chỉ tiêu"


class TestWhenAllIsAccepted:
    def test_the_way_to_the_report_is_shown(self, board, plan, person):
        answer_everything(plan, person)
        page = board(AFTER_THE_DEADLINE)
        assert {row["Trạng thái"] for row in rows(page).values()} == {"■đã chấp nhận"}
        assert "7 đơn vị đã được chấp nhận" in page.text
        assert f"{reverse('documents')}?ky={Q1}" in {link.attributes["href"] for link in page.all("a")}

    def test_not_before(self, board):
        assert f"{reverse('documents')}?ky={Q1}" not in {link.attributes["href"] for link in board().all("a")}


class TestQueries:
    def test_as_many_for_an_empty_quarter_as_for_a_full_one(
        self, browser_of, quarter, plan, person, django_assert_max_num_queries, django_assert_num_queries
    ):
        client = browser_of("daumoi")
        with time_machine.travel(AFTER_THE_DEADLINE, tick=False):
            desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
            with django_assert_max_num_queries(12) as few:
                client.get(reverse("board"), {"ky": Q1})
            answer_everything(plan, person)
            with django_assert_num_queries(len(few)):
                client.get(reverse("board"), {"ky": Q1})


class TestManyUnits:
    """Two hundred units cost as many queries as three; what that costs in time is measured in bench/board.py."""

    @pytest.mark.parametrize("name", ["board", "year_board"])
    def test_as_many_queries_as_for_few(self, name, db):
        with time_machine.travel(AFTER_THE_DEADLINE, tick=False):
            plan, coordinator = a_ward("dong", now=timezone.now())
            join(plan, coordinator, 3, now=timezone.now())
            client = Client()
            client.force_login(coordinator, backend="units.accounts.AccountBackend")
            costs = []
            for more, units in ((0, 3), (197, 200)):
                if more:
                    join(plan, coordinator, more, now=timezone.now())
                with CaptureQueriesContext(connection) as queries:
                    page = read(client.get(reverse(name)))
                assert len(page.one("table").one("tbody").all("tr")) == units
                costs.append(len(queries))
        assert costs[0] == costs[1] <= 12


class TestTheYear:
    """Unit × period: in time, late by how much, missing, not yet due."""

    @pytest.fixture
    def year(self, browser_of, quarter):
        def look(moment: str = AFTER_THE_DEADLINE) -> Element:
            with time_machine.travel(moment, tick=False):
                return read(browser_of("daumoi").get(reverse("year_board")))

        return look

    def hand_in(self, plan, officer, at, codes=("PL1.27", "PL1.28"), period=Q1):
        with time_machine.travel(at, tick=False):
            for code in codes:
                desk.enter(plan, code, "74", officer, period=period, explanation="Đã kiểm tra")
            desk.send(plan, officer.unit.code, officer, period=period)

    def test_in_time_late_missing_and_ahead(self, year, plan, person):
        self.hand_in(plan, person("cap"), "2026-03-14T16:00:00+07:00")
        self.hand_in(plan, person("vphdnd"), "2026-03-15T20:00:00+07:00", ["PL1.29"])
        found = rows(year())
        assert found["Công an phường"]["Quý I"] == "■đúng hạn Công an phường"
        assert found["Văn phòng HĐND và UBND"]["Quý I"].startswith("◆muộn 2 ngày")
        assert found["Đảng ủy"]["Quý I"].startswith("▼thiếu, quá hạn 2 ngày")
        assert found["Đảng ủy"]["Quý II"].startswith("○chưa đến hạn, còn 90 ngày")
        assert found["Đảng ủy"]["Quý III"].startswith("○chưa đến kỳ")
        assert (found["Công an phường"]["Cả năm"], found["Đảng ủy"]["Cả năm"]) == ("đúng hạn 1", "thiếu 1")

    def test_what_was_missing_when_the_period_was_closed(self, year, plan, person, browser_of):
        with time_machine.travel(AFTER_THE_DEADLINE, tick=False):
            browser_of("daumoi").post(reverse("close_period", args=(Q1,)), {"reason": "Đã gửi báo cáo"})
        assert rows(year())["Công an phường"]["Quý I"].startswith("▼thiếu 2 dòng khi chốt")

    def test_each_cell_leads_to_the_review(self, year):
        links = {link.attributes["href"] for link in year().one("table").all("a")}
        assert {reverse("review", args=(f"2026-Q{q}", "CAP")) for q in (1, 2, 3, 4)} <= links

    def test_nothing_is_asked_of_a_unit_whose_indicator_is_yearly(self, year, plan):
        Indicator.objects.filter(code__in=["PL1.27", "PL1.28"]).update(frequency="yearly")
        found = rows(year())["Công an phường"]
        assert (found["Quý I"], found["Cả năm"]) == ("–", "–")
        assert found["Quý IV"].startswith("○chưa đến kỳ")

    def test_the_year_itself_once_it_is_opened(self, year, plan):
        assert "Năm 2026" not in rows(year())["Công an phường"]
        desk.period_of(plan, "2026-Y")
        assert "Năm 2026" in rows(year())["Công an phường"]

    def test_the_moved_deadline_counts(self, year, plan, person):
        Ward.objects.update(moves_deadlines=True)
        self.hand_in(plan, person("cap"), "2026-03-16T16:00:00+07:00")
        assert rows(year("2026-03-17T08:00:00+07:00"))["Công an phường"]["Quý I"].startswith("■đúng hạn")


class TestPeriods:
    def test_a_rolled_up_period_has_no_board(self, browser_of, quarter):
        assert browser_of("daumoi").get(reverse("board"), {"ky": "2026-H1"}).status_code == 404

    def test_the_current_quarter_where_none_is_named(self, browser_of, quarter):
        with time_machine.travel(BEFORE_THE_DEADLINE, tick=False):
            page = read(browser_of("daumoi").get(reverse("board")))
        chosen = [link.text for link in page.one("nav", cls="periods").all("a", **{"aria-current": "page"})]
        assert chosen == ["Quý I"]


@pytest.fixture
def period(plan, quarter) -> Period:
    return Period.objects.select_related("plan__ward").get(plan=plan, code=Q1)


class TestClosing:
    @pytest.fixture
    def client(self, browser_of, quarter):
        with time_machine.travel(AFTER_THE_DEADLINE, tick=False):
            yield browser_of("daumoi")

    def close(self, client, reason="Đã đủ số liệu"):
        return client.post(reverse("close_period", args=(Q1,)), {"reason": reason})

    def test_asks_for_the_reason_and_names_who_is_not_done(self, client):
        page = read(client.get(reverse("close_period", args=(Q1,))))
        assert "7 đơn vị chưa xong" in page.text
        assert page.one("textarea").attributes["name"] == "reason"

    def test_is_written_with_who_when_from_to_and_why(self, client, person, period):
        answer = self.close(client)
        assert (answer.status_code, answer["Location"]) == (302, f"{reverse('board')}?ky={Q1}")
        event = Event.objects.filter(action="close").get()
        period.refresh_from_db()
        assert period.state(event.at) == PeriodState.CLOSED
        assert (event.actor, event.actor_name, event.get_channel_display()) == (
            person("daumoi"),
            "Đầu mối VH-XH",
            "màn hình",
        )
        assert event.at.isoformat() == "2026-03-16T01:00:00+00:00"
        assert (event.before, event.after, event.reason) == (
            {"trạng thái": "đang mở"},
            {"trạng thái": "đã chốt"},
            "Đã đủ số liệu",
        )

    def test_needs_a_reason(self, client, period):
        answer = self.close(client, "  ")
        assert answer.status_code == 422
        page = read(answer)
        assert page.one("p", cls="refused").text == "Hãy ghi lý do; lý do được lưu trong nhật ký."
        period.refresh_from_db()
        assert period.closed_at is None

    @pytest.mark.parametrize("code", ["2026-Q4", "2026-Y"])
    def test_what_has_not_begun_cannot_be_closed(self, client, plan, code):
        page = reverse("close_period", args=(code,))
        assert "chưa mở nên chưa có gì để chốt" in read(client.get(page)).one("main").text
        answer = client.post(page, {"reason": "Đủ"}, follow=True)
        assert answer.status_code == 200
        found = Period.objects.select_related("plan__ward").get(plan=plan, code=code)
        assert found.closed_at is None
        words = {"by": User.objects.get(username="daumoi"), "channel": desk.SCREEN, "now": timezone.now()}
        with pytest.raises(NotAllowed, match="chưa mở nên chưa có gì để chốt"):
            close_period(period=found, reason="Đủ", **words)

    def test_twice_has_one_effect(self, client, period):
        self.close(client)
        answer = client.post(reverse("close_period", args=(Q1,)), {"reason": "Lần nữa"})
        assert answer.status_code == 302
        assert Event.objects.filter(action="close").count() == 1
        assert "đã chốt số liệu" in read(client.get(reverse("close_period", args=(Q1,)))).text

    def test_opens_again_with_a_reason(self, client, period):
        self.close(client)
        answer = client.post(reverse("open_period", args=(Q1,)), {"reason": "Bổ sung số của Công an"})
        assert answer.status_code == 302
        period.refresh_from_db()
        assert period.closed_at is None
        event = Event.objects.filter(action="open", reason="Bổ sung số của Công an").get()
        assert (event.before, event.after) == ({"trạng thái": "đã chốt"}, {"trạng thái": "đang mở"})

    def test_a_closed_period_says_what_it_lacks_not_how_long_is_left(self, client):
        self.close(client)
        page = read(client.get(reverse("board"), {"ky": Q1}))
        assert rows(page)["Công an phường"]["Thời hạn"] == "thiếu 2 dòng khi chốt"
        assert "7 đơn vị chưa gửi đủ khi chốt" in page.text
        assert "còn" not in {row["Thời hạn"].split()[0] for row in rows(page).values()}

    def test_a_closed_period_offers_to_open_not_to_enter(self, client):
        self.close(client)
        page = read(client.get(reverse("board"), {"ky": Q1}))
        links = [link.text for link in page.all("a")]
        assert "Mở lại Quý I/2026…" in links
        assert not [text for text in links if text.startswith("Nhập")]

    def test_six_months_are_neither_closed_nor_opened(self, client):
        for name in ("close_period", "open_period"):
            assert client.get(reverse(name, args=("2026-H1",))).status_code == 404

    def test_a_quarter_opens_before_its_first_day(self, browser_of, plan, quarter):
        with time_machine.travel("2026-05-01T08:00:00+07:00", tick=False):
            client = browser_of("daumoi")
            assert "Mở Quý III/2026 sớm…" in read(client.get(reverse("board"), {"ky": "2026-Q3"})).text
            client.post(reverse("open_period", args=("2026-Q3",)), {"reason": "Nhập sớm"})
            third = Period.objects.get(plan=plan, code="2026-Q3")
            assert third.state(third.opened_at + timedelta(minutes=1)) == PeriodState.OPEN
