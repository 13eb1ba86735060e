"""Việc của tôi: what waits for each reader on a given day, and the one button that continues."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure, Indicator
from plans.opening import close_period
from tests import desk
from tests.issue_desk import issue
from tests.page import posts, read
from units.models import Channel, User

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"
FEBRUARY = "2026-02-10 12:30 +0700"  # quý I is open, quý II is not
APRIL = "2026-04-02 09:00 +0700"  # both are; quý I is late


@pytest.fixture
def february(time_machine):
    time_machine.move_to(FEBRUARY)


@pytest.fixture
def april(time_machine):
    time_machine.move_to(APRIL)


@pytest.fixture
def officer(person):
    return person("kthtdt")


def page_of(browser_of, username):
    answer = browser_of(username).get(reverse("my_work"))
    assert answer.status_code == 200
    return read(answer)


def current(page):
    return page.one("section", cls="current")


def button(page):
    link = current(page).one("a", cls="btn-primary")
    return link.text, link.attributes["href"]


def table(page, heading):
    """Cells of the table under a heading, row by row."""
    panel = next(s for s in page.all("section", cls="panel") if s.one("h2").text == heading)
    return [[cell.text for cell in row.all("td")] for row in panel.all("tr")[1:]]


def entry(unit, period=Q1, name="entry"):
    return reverse(name, args=(period, unit))


class TestAnOfficer:
    def test_comes_here_from_the_front_door(self, browser_of):
        answer = browser_of("kthtdt").get("/")
        assert (answer.status_code, answer["Location"]) == (302, reverse("my_work"))

    def test_reads_the_open_period_the_time_left_and_what_is_missing(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.6", "1,2", officer)
        page = page_of(browser_of, "kthtdt")
        assert page.one("h1").text == "Việc của tôi"
        assert current(page).one("h2").text == "Quý I/2026 · đang nhập Số liệu minh họa"
        assert current(page).one("p", cls="left").text == "còn 32 ngày 4 giờ · hạn gửi 17:00 14/03/2026"
        assert current(page).one("p", cls="counts").text == "Đã nhập 1/2 chỉ tiêu"
        assert [link.text for link in current(page).one("ul", cls="gaps").all("a")] == [
            "26. DN vừa và nhỏ ứng dụng công nghệ số"
        ]

    def test_reads_both_counts_where_the_unit_has_tasks(self, plan, person, browser_of, february):
        desk.enter(plan, "PL1.1", "60", person("vhxh"))
        desk.tell(plan, "PL4.I.2", person("vhxh"), status="ongoing")
        counts = current(page_of(browser_of, "vhxh")).one("p", cls="counts").text
        assert counts == "Đã nhập 1/17 chỉ tiêu, 1/15 nhiệm vụ"

    def test_folds_a_long_list_of_gaps(self, browser_of, february):
        fold = current(page_of(browser_of, "vhxh")).one("details")
        assert fold.one("summary").text == "Xem 32 dòng còn thiếu"

    def test_who_is_late_reads_so_beside_the_period(self, browser_of, april):
        page = page_of(browser_of, "kthtdt")
        assert current(page).one("h2").text == "Quý II/2026 · chưa nhập"
        assert table(page, "Các kỳ khác") == [
            ["Quý I/2026 (nhập bù)", "quá hạn 19 ngày", "0/2 chỉ tiêu", "chưa nhập", "Bắt đầu nhập Quý I/2026"]
        ]

    def test_finds_closed_periods_to_look_at(self, plan, officer, person, browser_of, april):
        quarter = desk.period_of(plan)
        close_period(period=quarter, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đủ")
        assert table(page_of(browser_of, "kthtdt"), "Các kỳ khác") == [
            ["Quý I/2026", "đã chốt", "0/2 chỉ tiêu", "chưa nhập", "Xem Quý I/2026"]
        ]

    def test_before_any_period_is_told_so(self, plan, browser_of, time_machine):
        time_machine.move_to("2025-12-01 09:00 +0700")
        page = page_of(browser_of, "kthtdt")
        assert page.one("p", cls="notice").text == "Chưa có kỳ nào đang mở để nhập. Xem Quý I/2026."


class TestTheButton:
    def test_starts_at_the_first_row(self, browser_of, february):
        text, url = button(page_of(browser_of, "kthtdt"))
        assert (text, url) == ("Bắt đầu nhập Quý I/2026", f"{entry('KTHTDT')}#id_PL1.6-value")

    def test_continues_at_the_first_gap(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.6", "1,2", officer)
        text, url = button(page_of(browser_of, "kthtdt"))
        assert (text, url) == ("Nhập tiếp Quý I/2026", f"{entry('KTHTDT')}#id_PL1.26-value")

    def test_leads_to_an_input_that_is_there(self, browser_of, february):
        url, anchor = button(page_of(browser_of, "kthtdt"))[1].split("#")
        assert read(browser_of("kthtdt").get(url)).one("input", id=anchor).attributes["name"] == "PL1.6-value"

    def test_continues_with_the_tasks_when_the_figures_are_there(self, plan, browser_of, person, february):
        for number in range(20, 26):
            desk.enter(plan, f"PL1.{number}", "50", person("ttpvhcc"))
        text, url = button(page_of(browser_of, "ttpvhcc"))
        assert text == "Nhập tiếp Quý I/2026"
        assert url == f"{entry('TTPVHCC', name='entry_tasks')}#id_PL3.II.1-status"

    def test_starts_with_the_tasks_where_there_is_nothing_else(self, browser_of, february):
        url = button(page_of(browser_of, "ttdvsnc"))[1]
        assert url == f"{entry('TTDVSNC', name='entry_tasks')}#id_PL4.I.1-status"

    def test_sends_when_nothing_is_missing(self, plan, officer, browser_of, february):
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", officer)
        page = page_of(browser_of, "kthtdt")
        assert button(page) == ("Gửi báo cáo…", entry("KTHTDT", name="send_report"))
        again = [link for link in page.all("a") if link.text == "Xem và sửa số đã nhập"]
        assert [link.attributes["href"] for link in again] == [entry("KTHTDT")]

    def test_only_looks_when_all_is_sent(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.26", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        page = page_of(browser_of, "kthtdt")
        assert current(page).one("h2").text.startswith("Quý I/2026 · đã gửi")
        assert button(page) == ("Xem Quý I/2026", entry("KTHTDT"))

    def test_leads_to_what_came_back_and_says_why(self, plan, officer, person, browser_of, february):
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        back = Figure.objects.get(indicator__code="PL1.26")
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn", chosen=[f"figure-{back.pk}"])
        page = page_of(browser_of, "kthtdt")
        assert button(page) == ("Sửa 1 dòng bị trả lại", f"{entry('KTHTDT')}#id_PL1.26-value")
        assert current(page).one("p", cls="notice-error").text == "Trả lại 1 dòng (Chỉ tiêu 26): “Thiếu nguồn”"

    def test_names_one_reason_once_for_many_rows(self, plan, officer, person, browser_of, february):
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn")
        page = page_of(browser_of, "kthtdt")
        assert current(page).one("p", cls="notice-error").text == (
            "Trả lại 2 dòng (Chỉ tiêu 6, Chỉ tiêu 26): “Thiếu nguồn”"
        )

    def test_sends_again_once_all_that_came_back_is_mended(self, plan, officer, person, browser_of, time_machine):
        time_machine.move_to("2026-02-10 12:30 +0700", tick=False)
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn")
        time_machine.move_to("2026-02-10 13:30 +0700", tick=False)
        desk.enter(plan, "PL1.6", "1,3", officer)
        notices = [note.text for note in current(page_of(browser_of, "kthtdt")).all("p", cls="notice")]
        assert notices == [
            "Trả lại 1 dòng (Chỉ tiêu 26): “Thiếu nguồn”",
            "Đã sửa 1 dòng bị trả lại, chưa gửi lại (Chỉ tiêu 6): “Thiếu nguồn”",
        ]
        desk.enter(plan, "PL1.26", "1,3", officer)
        page = page_of(browser_of, "kthtdt")
        assert current(page).all("p", cls="notice-error") == []
        assert button(page) == ("Gửi báo cáo…", reverse("send_report", args=(Q1, "KTHTDT")))

    def test_comes_after_what_the_coordinator_asks(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.26", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        place = reverse("remark", args=(Q1, "KTHTDT", "PL1.26"))
        coordinator = browser_of("daumoi")
        coordinator.post(place, posts(read(coordinator.get(place)).one("form", cls="say")) | {"text": "Vì sao giảm?"})
        asked = current(page_of(browser_of, "kthtdt")).one("p", cls="notice-warning")
        assert asked.text == "Ý kiến của cơ quan đầu mối về chỉ tiêu 26: “Vì sao giảm?” Trả lời"
        assert asked.one("a").attributes["href"] == place
        assert "Vì sao giảm?" not in page_of(browser_of, "daumoi").text  # it is another unit's to answer
        officers = browser_of("kthtdt")
        officers.post(place, posts(read(officers.get(place)).one("form", cls="say")) | {"text": "Do giải thể."})
        assert current(page_of(browser_of, "kthtdt")).all("p", cls="notice-warning") == []


class TestTheCoordinator:
    def test_reads_what_waits_for_review_and_the_way_there(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        page = page_of(browser_of, "daumoi")
        assert table(page, "Chờ xem xét") == [
            ["Phòng Kinh tế, Hạ tầng và Đô thị", "Quý I/2026", "12:30 10/02/2026", "1", "Xem xét"]
        ]
        assert reverse("review", args=(Q1, "KTHTDT")) in [a.attributes["href"] for a in page.all("a")]

    def test_reads_that_nothing_waits(self, browser_of, february):
        panels = page_of(browser_of, "daumoi").all("section", cls="panel")
        assert any("Chưa có báo cáo nào chờ xem xét." in panel.text for panel in panels)

    def test_finds_the_units_without_an_account(self, browser_of, february):
        page = page_of(browser_of, "daumoi")
        assert table(page, "Nhập thay: đơn vị chưa có tài khoản") == [
            ["Đảng ủy, Quý I/2026", "còn 32 ngày 4 giờ", "0/1 nhiệm vụ", "chưa nhập", "Bắt đầu nhập Quý I/2026"]
        ]
        address = f"{entry('DU', name='entry_tasks')}#id_PL3.I.2-status"
        assert address in [a.attributes["href"] for a in page.all("a")]

    def test_enters_for_a_unit_whose_last_account_was_disabled(self, browser_of, february):
        User.objects.filter(unit__code="CAP").update(is_active=False)
        rows = table(page_of(browser_of, "daumoi"), "Nhập thay: đơn vị chưa có tài khoản")
        assert [row[0] for row in rows] == ["Công an phường, Quý I/2026", "Đảng ủy, Quý I/2026"]

    def test_has_the_own_units_work_on_top(self, browser_of, february):
        counts = current(page_of(browser_of, "daumoi")).one("p", cls="counts").text
        assert counts == "Đã nhập 0/17 chỉ tiêu, 0/15 nhiệm vụ"

    def test_is_the_only_one_who_reads_of_reviews(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        for username in ("kthtdt", "vhxh", "lanhdao", "nguoixem", "quantri"):
            assert "Chờ xem xét" not in page_of(browser_of, username).text


PUBLIC = ["dashboard", "dashboard_tasks", "dashboard_goals", "plan_text"]


class TestThoseWhoLead:
    @pytest.mark.parametrize("username", ["lanhdao", "quantri"])
    def test_read_how_far_every_unit_is(self, plan, officer, browser_of, february, username):
        desk.enter(plan, "PL1.6", "1,2", officer)
        rows = table(page_of(browser_of, username), "Quý I/2026: các đơn vị đã nhập đến đâu")
        assert ["Phòng Kinh tế, Hạ tầng và Đô thị", "1/2 chỉ tiêu", "đang nhập"] in rows
        assert len(rows) == 7

    @pytest.mark.parametrize(
        ("username", "names"),
        [
            ("lanhdao", [*PUBLIC, "calendar", "milestones", "receipts", "documents"]),
            ("nguoixem", PUBLIC),
            ("quantri", [*PUBLIC, "calendar", "milestones", "receipts", "documents", "admin:index"]),
        ],
    )
    def test_find_the_pages_that_are_theirs(self, browser_of, february, username, names):
        links = page_of(browser_of, username).one("ul", cls="plain").all("a")
        assert [link.attributes["href"] for link in links] == [reverse(name) for name in names]

    def test_a_viewer_reads_nothing_of_drafts(self, plan, officer, browser_of, february):
        desk.enter(plan, "PL1.6", "1,2", officer)
        page = page_of(browser_of, "nguoixem")
        assert (page.all("section"), "đang nhập" in page.text) == ([], False)


def test_the_coordinator_is_told_which_report_should_have_gone_to_the_department(plan, person, browser_of):
    with time_machine.travel("2026-03-14T08:00:00+07:00", tick=False):
        words = page_of(browser_of, "daumoi").one("p", cls="to-issue")
        assert words.text == "Báo cáo gửi cấp trên chưa phát hành: Quý I/2026 (còn 6 ngày)."
        assert words.one("a").attributes["href"] == f"{reverse('documents')}?ky={Q1}"
    with time_machine.travel("2026-03-22T08:00:00+07:00", tick=False):
        assert "Quý I/2026 (quá hạn 2 ngày)" in page_of(browser_of, "daumoi").one("p", cls="to-issue").text
        report = read(browser_of("daumoi").get(reverse("documents"), {"ky": Q1}))
        assert "chậm nhất 20/03/2026, quá hạn 2 ngày" in report.text
        assert page_of(browser_of, "kthtdt").all("p", cls="to-issue") == []
        desk.period_of(plan)
        issue(plan, person("daumoi"))
        assert page_of(browser_of, "daumoi").all("p", cls="to-issue") == []
        assert "chậm nhất 20/03/2026" in read(browser_of("daumoi").get(reverse("documents"), {"ky": Q1})).text


def test_the_page_takes_as_many_queries_for_few_rows_as_for_many(plan, person, browser_of, february):
    def cost(username):
        browser = browser_of(username)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("my_work"))
        return len(queries)

    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
    desk.enter(plan, "PL1.1", "50", person("vhxh"))
    before = [cost("kthtdt"), cost("vhxh"), cost("daumoi")]
    for indicator in Indicator.objects.filter(plan=plan, horizon_year=2026):
        typed = {"percent": "50", "index": "0,5", "count": "3"}[indicator.measure]
        desk.enter(plan, indicator.code, typed, person("daumoi"), now=timezone.now() - timedelta(hours=1))
    assert [cost("kthtdt"), cost("vhxh"), cost("daumoi")] == before
    assert before[0] == before[1] <= 16  # one for the rows that are open by themselves, one for remarks
