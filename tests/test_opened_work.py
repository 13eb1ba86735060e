"""What an opened row, a return and a person who left look like on the pages that tell of work."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from reports.sending import give_back
from tests import desk
from tests.page import read
from tests.test_reopened_rows import PLACE, clock, closed, opened  # noqa: F401 - fixtures
from tests.test_reopening import grant, save
from tests.workbooks import csv_file
from units.models import Channel, Notice, NoticeKind, User

pytestmark = pytest.mark.django_db
SEND = "/nhap/2026-Q1/KTHTDT/gui/"


def confirmed_by_head(plan):
    plan.ward.head_confirms = True
    plan.ward.save()


def links(page):
    return {link.text: link.attributes["href"] for link in page.all("a")}


@pytest.mark.usefixtures("clock")
class TestMyWork:
    def test_shows_the_row_that_is_open_in_a_closed_period_with_its_day(self, closed, browser_of):  # noqa: F811
        client = browser_of("kthtdt")
        found = links(read(client.get(reverse("my_work"))))
        page = f"{reverse('entry', args=PLACE)}#id_PL1.26-value"
        assert found["Chỉ tiêu 26 mở lại đến hết ngày 30/04/2026"] == page
        assert found["Nhập 1 dòng đang mở lại"] == page
        work = read(client.get(reverse("my_work")))
        assert "Chỉ tiêu 26 mở lại đến hết ngày 30/04/2026: “Cộng nhầm”" in [line.text for line in work.all("p")]
        row = read(client.get(reverse("entry", args=PLACE))).one("tr", id="row-PL1.26")
        assert row.one("p", cls="opened").text == "Mở lại đến hết ngày 30/04/2026: “Cộng nhầm”"
        answer = save(client, "47")
        assert answer.status_code == 200
        assert read(answer).one("p", cls="opened").text == "Mở lại đến hết ngày 30/04/2026: “Cộng nhầm”"

    def test_and_why_a_row_without_a_figure_and_a_task_are_open(self, plan, person, browser_of):
        desk.period_of(plan)
        coordinator = browser_of("daumoi")
        coordinator.post(reverse("close_period", args=(PLACE[0],)), {"reason": "Đã gửi"})
        grant(coordinator, (*PLACE, "PL1.6"), reason="Nhập bù")
        grant(coordinator, (PLACE[0], "TTPVHCC", "PL3.II.1"), reason="Thiếu tiến độ")
        row = read(browser_of("kthtdt").get(reverse("entry", args=PLACE))).one("tr", id="row-PL1.6")
        assert row.one("p", cls="opened").text == "Mở lại đến hết ngày 30/04/2026: “Nhập bù”"
        tasks = read(browser_of("ttpvhcc").get(reverse("entry_tasks", args=(PLACE[0], "TTPVHCC"))))
        assert tasks.one("section", id="row-PL3.II.1").one("p", cls="opened").text.endswith("“Thiếu tiến độ”")

    def test_says_nothing_of_it_after_its_day(self, closed, browser_of, clock):  # noqa: F811
        clock.move_to("2026-05-02T08:30:00+07:00")
        text = read(browser_of("kthtdt").get(reverse("my_work"))).text
        assert "mở lại đến hết ngày" not in text
        assert "dòng đang mở lại" not in text

    def test_offers_no_sending_of_what_cannot_be_sent(self, opened, browser_of, clock):  # noqa: F811
        clock.move_to("2026-05-02T08:30:00+07:00")
        assert f"{SEND}" not in links(read(browser_of("kthtdt").get(reverse("my_work")))).values()

    @pytest.mark.usefixtures("opened")
    def test_a_row_that_was_mended_stays_so_though_another_is_sent_after_its_day(
        self, plan, person, browser_of, clock  # noqa: F811
    ):  # fmt: skip
        officer, coordinator = person("kthtdt"), browser_of("daumoi")
        grant(coordinator, (*PLACE, "PL1.6"), until="28/04/2026")
        for code, typed in (("PL1.26", "47"), ("PL1.6", "1,3")):
            desk.enter(plan, code, typed, officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn")
        clock.move_to("2026-04-26T08:30:00+07:00")
        desk.enter(plan, "PL1.6", "1,4", officer)
        clock.move_to("2026-04-29T08:30:00+07:00")
        desk.enter(plan, "PL1.26", "48", officer)
        desk.send(plan, "KTHTDT", officer)
        row = read(browser_of("kthtdt").get(reverse("entry", args=PLACE))).one("tr", id="row-PL1.6")
        assert "Đã sửa, chưa gửi lại" in row.text

    def test_shows_the_head_what_waits(self, plan, person, browser_of):
        confirmed_by_head(plan)
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert links(read(browser_of("kthtdt.lanhdao").get(reverse("my_work"))))["Xác nhận 1 dòng đang chờ"] == SEND
        assert "Xác nhận 1 dòng" not in read(browser_of("kthtdt").get(reverse("my_work"))).text

    def test_lists_a_unit_whose_only_people_left(self, plan, person, browser_of):
        desk.period_of(plan)
        assert "Công an phường, Quý I/2026" not in read(browser_of("daumoi").get(reverse("my_work"))).text
        User.objects.filter(unit__code="CAP").update(ends_on=date(2026, 4, 1))
        assert "Công an phường, Quý I/2026" in read(browser_of("daumoi").get(reverse("my_work"))).text


@pytest.mark.usefixtures("clock")
class TestSending:
    def gaps(self, plan, person):
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.accept(plan, "KTHTDT", person("daumoi"))

    def test_of_one_row_of_a_closed_period_counts_no_gaps(self, plan, person, browser_of):
        self.gaps(plan, person)
        browser_of("daumoi").post(reverse("close_period", args=(PLACE[0],)), {"reason": "Đã gửi"})
        grant(browser_of("daumoi"))
        page = read(browser_of("kthtdt").get(SEND))
        assert "còn thiếu" not in page.text.casefold()
        assert "Gửi báo cáo" in [button.text for button in page.all("button")]

    def test_to_the_head_is_called_so_where_rows_lack(self, plan, person, browser_of):
        confirmed_by_head(plan)
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        buttons = [button.text for button in read(browser_of("kthtdt").get(SEND)).all("button")]
        assert "Vẫn trình, còn thiếu 1 dòng" in buttons


@pytest.mark.usefixtures("clock")
class TestTheBanner:
    def look(self, browser_of, code):
        page = read(browser_of("nguoixem").get(f"{reverse('indicator', args=(code,))}?ky={PLACE[0]}"))
        return page.one("p", cls="reopened").text

    def test_quotes_the_reason_and_says_that_the_accepted_figure_stands(self, closed, browser_of):  # noqa: F811
        assert self.look(browser_of, "PL1.26").endswith(
            "vì: “Cộng nhầm”. Số đã chấp nhận vẫn được dùng cho tới khi số mới được chấp nhận."
        )

    def test_promises_no_figure_where_none_was_accepted(self, plan, browser_of):
        desk.period_of(plan)
        browser_of("daumoi").post(reverse("close_period", args=(PLACE[0],)), {"reason": "Đã gửi"})
        grant(browser_of("daumoi"), (*PLACE, "PL1.6"))
        assert self.look(browser_of, "PL1.6").endswith("vì: “Đồng ý”.")


@pytest.mark.usefixtures("clock")
class TestAReturnSays:
    def told(self, username):
        return Notice.objects.filter(kind=NoticeKind.RETURNED, person__username=username).get()

    def test_that_the_coordinator_did_it(self, plan, person):
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Sai")
        notice = self.told("kthtdt")
        assert notice.sentence == "Quý I/2026: cơ quan đầu mối trả lại 1 dòng, lý do: Sai"
        assert notice.path == reverse("entry", args=PLACE)

    def test_that_the_head_did_it(self, plan, person, browser_of):
        confirmed_by_head(plan)
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        report = desk.report_of(plan, "KTHTDT")
        words = {"seen": report.content_version, "key": uuid4(), "now": timezone.now(), "channel": Channel.SCREEN}
        give_back(report=report, chosen=(), reason="Sai", by=person("kthtdt.lanhdao"), **words)
        assert self.told("kthtdt").sentence == "Quý I/2026: lãnh đạo đơn vị trả lại 1 dòng, lý do: Sai"

    def test_the_tab_of_tasks_where_only_tasks_came_back(self, plan, person):
        desk.tell(plan, "PL3.II.1", person("ttpvhcc"), status="ongoing", percent=50)
        desk.send(plan, "TTPVHCC", person("ttpvhcc"))
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai")
        assert self.told("ttpvhcc").path == reverse("entry_tasks", args=(PLACE[0], "TTPVHCC"))


@pytest.mark.usefixtures("clock")
class TestAReturnedRow:
    """ "Trả lại" until it is changed, then "đã sửa, chưa gửi lại"; in the table of states it is RETURNED all along."""

    def test_says_on_the_entry_page_whether_it_was_mended(self, plan, person, browser_of, clock):  # noqa: F811
        officer, client = person("kthtdt"), browser_of("kthtdt")
        for code, typed in (("PL1.6", "1,2"), ("PL1.26", "46")):
            desk.enter(plan, code, typed, officer)
        desk.send(plan, "KTHTDT", officer)
        back = Figure.objects.get(indicator__code="PL1.26")
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn", chosen=[f"figure-{back.pk}"])
        page = read(client.get(reverse("entry", args=PLACE)))
        assert page.one("tr", id="row-PL1.26").one("p", cls="back").text == "Trả lại: Thiếu nguồn"
        assert "· trả lại ·" in page.one("tr", id="row-PL1.26").one("p", cls="saved").text
        notices = [notice.text for notice in page.one("main").all(cls="notice")]
        sent = "Đã gửi 08:30 25/04/2026 (Cán bộ KT-HT-ĐT); còn 1 dòng đang chờ xem xét."
        assert notices[-2] == "Trả lại 1 dòng (Chỉ tiêu 26): “Thiếu nguồn”"
        assert notices[-1].startswith(sent)
        clock.move_to("2026-04-25T08:40:00+07:00")
        mended = "Đã sửa, chưa gửi lại. Lý do trả lại: Thiếu nguồn"
        answer = read(save(client, "47"))
        assert answer.one("p", cls="back").text == mended
        assert "trả lại" not in answer.one("p", cls="saved").text
        for address in (reverse("entry", args=PLACE), SEND):
            found = [notice.text for notice in read(client.get(address)).one("main").all(cls="notice")]
            assert "Đã sửa 1 dòng bị trả lại, chưa gửi lại (Chỉ tiêu 26): “Thiếu nguồn”" in found
            assert any("còn 1 dòng đang chờ xem xét" in notice for notice in found)
        assert Figure.objects.get(pk=back.pk).state == "returned"
        desk.send(plan, "KTHTDT", officer)
        assert "chưa gửi lại" not in read(client.get(reverse("entry", args=PLACE))).text

    def test_that_nothing_waits_any_more_says_nothing_of_waiting(self, plan, person, browser_of):
        desk.tell(plan, "PL3.II.1", person("ttpvhcc"), status="ongoing", percent=50)
        desk.send(plan, "TTPVHCC", person("ttpvhcc"))
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai")
        for name in ("entry_tasks", "send_report"):
            page = read(browser_of("ttpvhcc").get(reverse(name, args=(PLACE[0], "TTPVHCC"))))
            assert "đang chờ xem xét" not in page.text
        tasks = read(browser_of("ttpvhcc").get(reverse("entry_tasks", args=(PLACE[0], "TTPVHCC"))))
        assert tasks.one("section", id="row-PL3.II.1").one("p", cls="back").text == "Trả lại: Sai"


@pytest.mark.usefixtures("clock")
class TestWhoLeft:
    def test_is_not_called(self, plan, person, browser_of):
        desk.period_of(plan)
        User.objects.filter(username="cap").update(phone="0912 345 678")
        board = f"{reverse('board')}?ky={PLACE[0]}"
        assert "0912 345 678" in read(browser_of("daumoi").get(board)).text
        User.objects.filter(username="cap").update(ends_on=date(2026, 4, 24))
        assert "0912 345 678" not in read(browser_of("daumoi").get(board)).text

    def test_enters_no_table(self, plan, person, tmp_path):
        desk.period_of(plan)
        User.objects.filter(username="kthtdt").update(ends_on=date(2026, 4, 24))
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.26,47\n")
        with pytest.raises(CommandError, match="Không có tài khoản “kthtdt” đang dùng"):
            call_command("import_figures", PLACE[0], str(file), "--by", "kthtdt")
        assert not Figure.objects.exists()
