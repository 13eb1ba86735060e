"""After "Gửi báo cáo": the receipt, taking it back until the review has begun, paper, and late figures."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.models import Period, Receipt, UnitReport
from plans.opening import close_period
from plans.receipts import check_code, code_as_typed, receipt_content
from plans.refusals import NotAllowed
from plans.workflow import RowState
from reports.actions import begin_review
from reports.desk import Desk
from reports.entry.receipts import found_receipts
from reports.sending import withdraw_report
from tasks.models import Progress, Task
from tests import desk
from tests.page import posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"
OWN = (Q1, "TTPVHCC")


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def entered(plan, officer):
    desk.enter(plan, "PL1.20", "78,3", officer, source="Bộ phận một cửa")
    desk.enter(plan, "PL1.23", "43/45", officer)
    desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25, proposals="Bố trí kinh phí")


@pytest.fixture
def client(browser_of, entered):
    return browser_of("ttpvhcc")


@pytest.fixture
def sent(plan, officer, entered):
    desk.send(plan, "TTPVHCC", officer)
    return Receipt.objects.get()


def press_send(client):
    address = reverse("send_report", args=OWN)
    return client.post(address, posts(read(client.get(address)).one("form", cls="send")), follow=True)


def take_back(plan, by, **changes):
    report = desk.report_of(plan, "TTPVHCC")
    words = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()} | changes
    return withdraw_report(report=report, by=by, channel=Channel.SCREEN, **words)


def begin(plan, by):
    return begin_review(report=desk.report_of(plan, "TTPVHCC"), by=by, channel=Channel.SCREEN, now=timezone.now())


def states():
    return {row.state for row in [*Figure.objects.all(), *Progress.objects.all()]}


class TestTheReceipt:
    def test_is_what_follows_sending_and_says_who_sent_what_when(self, client):
        answer = press_send(client)
        receipt = Receipt.objects.get()
        assert answer.redirect_chain == [(reverse("receipt", args=(receipt.code,)), 302)]
        page = read(answer)
        assert page.one("h1").text == "Phiếu gửi số liệu Quý I/2026"
        facts = dict(
            zip([dt.text for dt in page.all("dt")], [dd.text for dd in page.all("dd")], strict=True),
        )
        assert facts["Đơn vị"] == "Trung tâm Phục vụ Hành chính công"
        assert facts["Người gửi"] == "Cán bộ TT PVHCC"
        assert facts["Số dòng"] == "3"
        assert facts["Mã kiểm tra"] == f"{receipt.code} (khớp với nội dung dưới đây)"
        rows = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr") if row.all("td")]
        assert rows == [
            ["PL1.20", "TTHC phi địa giới hành chính", "78,3%; nguồn: Bộ phận một cửa"],
            ["PL1.23", "Số hóa hồ sơ, kết quả TTHC", "43/45 (95,6%)"],
            ["PL3.II.1", rows[2][1], "Đang thực hiện, 25%; kiến nghị: Bố trí kinh phí"],
        ]

    def test_is_what_the_question_before_it_lists(self, client):
        listed = read(client.get(reverse("send_report", args=OWN))).one("details", cls="leaving")
        assert [[cell.text for cell in row.all("td")] for row in listed.one("tbody").all("tr")] == [
            ["PL1.20", "TTHC phi địa giới hành chính", "78,3%; nguồn: Bộ phận một cửa"],
            ["PL1.23", "Số hóa hồ sơ, kết quả TTHC", "43/45 (95,6%)"],
            ["PL3.II.1", Task.objects.get(code="PL3.II.1").title, "Đang thực hiện, 25%; kiến nghị: Bố trí kinh phí"],
        ]
        press_send(client)
        assert read(client.get(reverse("send_report", args=OWN))).all("details", cls="leaving") == []

    def test_names_the_evidence_of_each_row_and_the_first_ones_without_it_stay_valid(self, client, plan, sent):
        address = reverse("evidence", args=OWN)
        take_back(plan, sent.sent_by)
        for code, number in (("PL1.20", "12/BC"), ("PL1.20", "13/BC"), ("PL3.II.1", "14/KH")):
            document = {"dong": code, "number": number, "day": "05/01/2026"}
            assert client.post(address, document).status_code in (200, 302)
        page = read(press_send(client))
        told = {row.all("td")[0].text: row.all("td")[2].text for row in page.one("tbody").all("tr") if row.all("td")}
        assert told["PL1.20"].endswith("Minh chứng: Văn bản 12/BC ngày 05/01/2026; Văn bản 13/BC ngày 05/01/2026")
        assert told["PL3.II.1"].endswith("Minh chứng: Văn bản 14/KH ngày 05/01/2026")
        assert "Minh chứng" not in told["PL1.23"]
        kept = Receipt.objects.first().content["dòng"]
        assert [row.get("minh chứng") for row in kept][1] is None
        assert all("minh chứng" not in row for row in sent.content["dòng"])
        for found in Receipt.objects.all():
            shown = read(client.get(reverse("receipt", args=(found.code,))))
            assert "(khớp với nội dung dưới đây)" in shown.text

    def test_of_demonstration_figures_says_so(self, client):
        assert "Số liệu minh họa" in read(press_send(client)).one("article").text

    def test_stays_as_it_was_when_the_figures_change(self, plan, officer, sent, person, browser_of):
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai")
        desk.enter(plan, "PL1.20", "80", officer)
        page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(sent.code,))))
        assert "78,3%" in page.one("tbody").text
        assert "(khớp với nội dung dưới đây)" in page.text

    def test_of_a_second_submission_is_another_one(self, plan, officer, sent, person):
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai", chosen=())
        desk.send(plan, "TTPVHCC", officer)
        assert Receipt.objects.count() == 2
        assert desk.report_of(plan, "TTPVHCC").receipt_code != sent.code

    def test_cannot_be_changed_in_the_database(self, sent):
        with pytest.raises(DatabaseError), transaction.atomic():
            Receipt.objects.filter(pk=sent.pk).update(code="KHAC")

    def test_whose_content_was_tampered_with_is_called_out(self, sent, browser_of):
        with connection.cursor() as cursor:
            on = " ON plans_receipt" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER plans_receipt_no_update{on}")
        Receipt.objects.filter(pk=sent.pk).update(content=sent.content | {"đơn vị": "Khác"})
        page = read(browser_of("daumoi").get(reverse("receipt", args=(sent.code,))))
        assert "không khớp với nội dung" in page.text

    def test_one_key_gives_one_receipt(self, plan, officer, entered):
        key = uuid4()
        report = desk.report_of(plan, "TTPVHCC")
        desk.send(plan, "TTPVHCC", officer, key=key, seen=report.content_version)
        desk.send(plan, "TTPVHCC", officer, key=key, seen=report.content_version)
        assert Receipt.objects.count() == 1

    def test_sent_for_another_unit_says_nhap_thay(self, plan, person, entered, browser_of):
        desk.send(plan, "TTPVHCC", person("daumoi"))
        page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(Receipt.objects.get().code,))))
        assert "Đầu mối VH-XH (nhập thay)" in page.text

    def test_goes_with_the_demonstration(self, sent):
        call_command("clear_demo")
        assert not Receipt.objects.exists()


class TestWhatBecameOfIt:
    """A receipt never changes; what happened to its rows afterwards stands beside it."""

    @pytest.fixture(autouse=True)
    def clock(self, plan):
        """Every step at its own minute of 25/11/2026."""
        with time_machine.travel("2026-11-25T16:50:00+07:00", tick=False) as clock:
            desk.period_of(plan)
            yield clock

    @pytest.fixture
    def withdrawn(self, plan, officer, sent, clock):
        clock.move_to("2026-11-25T16:57:00+07:00")
        take_back(plan, officer)
        return sent

    @staticmethod
    def on_the_page(browser_of, receipt):
        page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(receipt.code,))))
        return [p.text for box in page.all("div", cls="fate") for p in box.all("p")], page

    @staticmethod
    def in_the_list(browser_of, receipt):
        rows = read(browser_of("daumoi").get(reverse("receipts"))).one("tbody").all("tr")
        return next(row.all("td")[5].text for row in rows if row.all("td")[0].text == receipt.code)

    def test_nothing_is_said_while_it_stands(self, sent, browser_of):
        assert self.on_the_page(browser_of, sent)[0] == []
        assert self.in_the_list(browser_of, sent) == "Chờ xem xét"

    def test_the_list_says_how_much_of_it_was_accepted(self, plan, person, sent, browser_of, clock):
        first = Figure.objects.order_by("indicator__order").first()
        clock.move_to("2026-11-25T17:01:00+07:00")
        desk.accept(plan, "TTPVHCC", person("daumoi"), chosen=[f"figure-{first.pk}"])
        assert self.in_the_list(browser_of, sent) == "Đã chấp nhận 1/3 dòng"
        desk.accept(plan, "TTPVHCC", person("daumoi"))
        assert self.in_the_list(browser_of, sent) == "Đã chấp nhận"
        assert self.on_the_page(browser_of, sent)[0] == []

    def test_a_withdrawn_one_says_so_on_the_page_on_every_printed_page_and_in_the_list(self, withdrawn, browser_of):
        said, page = self.on_the_page(browser_of, withdrawn)
        assert said == ["Đã rút lại lúc 16:57 25/11/2026."]
        assert page.one("thead").one("tr", cls="running").text.endswith("· ĐÃ RÚT LẠI LÚC 16:57 25/11/2026")
        assert self.in_the_list(browser_of, withdrawn) == "Đã rút lại lúc 16:57 25/11/2026"
        assert "(khớp với nội dung dưới đây)" in page.text

    def test_the_one_sent_after_it_stands(self, plan, officer, withdrawn, browser_of, clock):
        clock.move_to("2026-11-25T17:05:00+07:00")
        desk.send(plan, "TTPVHCC", officer)
        newer = Receipt.objects.exclude(pk=withdrawn.pk).get()
        assert self.on_the_page(browser_of, newer)[0] == []
        said, _ = self.on_the_page(browser_of, withdrawn)
        assert said[1:] == [f"Đã có phiếu mới hơn, gửi lúc 17:05 25/11/2026: {newer.code}."]
        assert "Đã có phiếu mới hơn, gửi lúc 17:05 25/11/2026" in self.in_the_list(browser_of, withdrawn)

    def test_of_rows_that_came_back_it_says_how_many(self, plan, officer, person, sent, browser_of, clock):
        first = Figure.objects.order_by("indicator__order").first()
        clock.move_to("2026-11-25T17:01:00+07:00")
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai", chosen=[f"figure-{first.pk}"])
        assert self.on_the_page(browser_of, sent)[0] == ["Đã bị trả lại 1/3 dòng lúc 17:01 25/11/2026."]
        clock.move_to("2026-11-25T17:02:00+07:00")
        desk.accept(plan, "TTPVHCC", person("daumoi"))
        clock.move_to("2026-11-25T17:05:00+07:00")
        desk.send(plan, "TTPVHCC", officer)
        clock.move_to("2026-11-25T17:06:00+07:00")
        take_back(plan, officer)
        newer = Receipt.objects.exclude(pk=sent.pk).get()
        assert self.on_the_page(browser_of, newer)[0] == ["Đã rút lại lúc 17:06 25/11/2026."]
        back, later = self.on_the_page(browser_of, sent)[0][:2]
        assert back == "Đã bị trả lại 1/3 dòng lúc 17:01 25/11/2026."
        assert later.startswith("Đã có phiếu mới hơn, gửi lúc 17:05 25/11/2026")

    def test_another_units_withdrawal_is_not_its_own(self, plan, person, sent, browser_of, clock):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        clock.move_to("2026-11-25T16:57:00+07:00")
        report = desk.report_of(plan, "KTHTDT")
        words = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()}
        withdraw_report(report=report, by=person("kthtdt"), channel=Channel.SCREEN, **words)
        assert self.in_the_list(browser_of, sent) == "Chờ xem xét"

    def test_the_list_asks_no_more_for_more_of_them(
        self, plan, officer, withdrawn, person, clock, django_assert_num_queries
    ):
        with CaptureQueriesContext(connection) as one:
            found_receipts(Desk(person("daumoi"), timezone.now()), "")
        for minute in (1, 2):
            clock.move_to(f"2026-11-25T17:0{minute}:00+07:00")
            desk.send(plan, "TTPVHCC", officer)
            clock.move_to(f"2026-11-25T17:0{minute}:30+07:00")
            take_back(plan, officer)
        with django_assert_num_queries(len(one)):
            assert len(found_receipts(Desk(person("daumoi"), timezone.now()), "")) == 3


class TestWhenItWasDue:
    @pytest.mark.parametrize(
        ("day", "words"),
        [("2026-03-14T16:00", "gửi đúng hạn"), ("2026-04-02T09:00", "gửi muộn 19 ngày (nhập bù)")],
    )
    def test_a_receipt_says_whether_it_was_late(self, plan, officer, browser_of, day, words):
        with time_machine.travel(f"{day}:00+07:00", tick=False):
            desk.enter(plan, "PL1.20", "78,3", officer)
            desk.send(plan, "TTPVHCC", officer)
            page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(Receipt.objects.get().code,))))
            listed = read(browser_of("ttpvhcc").get(reverse("receipts"))).one("tbody").all("td")[3].text
        assert f"17:00 14/03/2026: {words}" in [dd.text for dd in page.all("dd")]
        assert ("gửi muộn 19 ngày" in listed) == ("muộn" in words)

    @pytest.mark.parametrize(
        ("day", "words"), [("10", "gửi lại, lần đầu gửi đúng hạn"), ("16", "gửi lại, lần đầu gửi muộn 2 ngày")]
    )
    def test_of_what_came_back_by_its_first_sending(self, plan, officer, person, browser_of, day, words):
        with time_machine.travel(f"2026-03-{day}T16:00:00+07:00") as clock:
            desk.enter(plan, "PL1.20", "78,3", officer)
            desk.send(plan, "TTPVHCC", officer)
            desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai")
            clock.move_to("2026-04-02T09:00:00+07:00")
            desk.send(plan, "TTPVHCC", officer)
            newest = Receipt.objects.latest("pk").code
            page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(newest,))))
        assert f"17:00 14/03/2026: {words}" in [dd.text for dd in page.all("dd")]

    def test_by_the_deadline_of_that_moment(self, plan, officer, browser_of):
        with time_machine.travel("2026-03-14T16:00:00+07:00", tick=False):
            desk.enter(plan, "PL1.20", "78,3", officer)
            desk.send(plan, "TTPVHCC", officer)
            Period.objects.filter(code=Q1).update(unit_due_at=timezone.now() - timedelta(days=3))
            page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(Receipt.objects.get().code,))))
        assert "17:00 14/03/2026: gửi đúng hạn" in [dd.text for dd in page.all("dd")]

    def test_one_of_the_first_days_is_measured_by_the_calendar(self, plan, officer, entered, browser_of):
        """Its content has no "hạn gửi"; it stays as it was, and so does its code."""
        desk.send(plan, "TTPVHCC", officer)
        kept = Receipt.objects.get()
        content = {key: value for key, value in kept.content.items() if key != "hạn gửi"}
        old = {"report": kept.report, "sent_at": kept.sent_at, "sent_by": officer, "content": content}
        Receipt.objects.create(code=check_code(content), **old)
        page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(check_code(content),))))
        assert any(dd.text.startswith("17:00 14/03/2026: ") for dd in page.all("dd"))
        assert "(khớp với nội dung dưới đây)" in page.text


class TestFindingItAgain:
    def test_in_the_list_of_the_unit(self, sent, browser_of):
        page = read(browser_of("ttpvhcc.lanhdao").get(reverse("receipts")))
        assert [cell.text for cell in page.one("tbody").all("td")][:3] == [
            sent.code,
            "Trung tâm Phục vụ Hành chính công",
            "Quý I/2026",
        ]

    @pytest.mark.parametrize("shape", ["{}", " {} ", "lower", "plain"])
    def test_by_the_code_on_the_paper_however_it_is_typed(self, sent, browser_of, shape):
        typed = {"lower": sent.code.lower(), "plain": sent.code.replace("-", "")}.get(shape, shape.format(sent.code))
        page = read(browser_of("lanhdao").get(reverse("receipts"), {"ma": typed}))
        assert page.one("tbody").one("a").attributes["href"] == reverse("receipt", args=(sent.code,))

    def test_a_wrong_code_gets_a_sentence_and_stays_in_the_field(self, sent, browser_of):
        page = read(browser_of("daumoi").get(reverse("receipts"), {"ma": "0000-0000-0000"}))
        assert "Không có phiếu gửi nào có mã “0000-0000-0000”" in page.text
        assert page.one(id="code").attributes["value"] == "0000-0000-0000"

    def test_another_units_receipt_does_not_exist(self, sent, browser_of):
        client = browser_of("kthtdt")
        assert client.get(reverse("receipt", args=(sent.code,))).status_code == 404
        assert sent.code not in client.get(reverse("receipts")).content.decode()

    def test_a_viewer_finds_none(self, sent, browser_of):
        assert browser_of("nguoixem").get(reverse("receipt", args=(sent.code,))).status_code == 404

    def test_from_the_entry_page_while_it_waits(self, sent, browser_of):
        page = read(browser_of("ttpvhcc").get(reverse("entry", args=OWN)))
        link = next(a for a in page.one("div", cls="sent").all("a"))
        assert link.attributes["href"] == reverse("receipt", args=(sent.code,))

    def test_from_the_review_page(self, sent, browser_of):
        page = read(browser_of("daumoi").get(reverse("review", args=OWN)))
        assert f"phiếu {sent.code}" in page.one("p", cls="aside").text


class TestTheCode:
    CONTENT = {"unit": "A", "period": "Quý I/2026", "by": "B", "on_behalf": False, "rows": [("PL1.1", "x", "1%")]}

    def test_is_three_groups_of_four(self):
        code = check_code(receipt_content(at=timezone.now(), due=timezone.now(), **self.CONTENT))
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code) <= set("0123456789ABCDEF-")

    def test_changes_with_every_part_of_the_content(self):
        at = due = timezone.now()
        others = [{"unit": "C"}, {"period": "Quý II/2026"}, {"by": "D"}, {"on_behalf": True}, {"rows": []}]
        others.append({"due": due + timedelta(days=1)})
        codes = {check_code(receipt_content(at=at, **({"due": due} | self.CONTENT | other))) for other in [{}, *others]}
        assert len(codes) == len(others) + 1

    def test_does_not_depend_on_the_order_of_keys(self):
        content = receipt_content(at=timezone.now(), due=timezone.now(), **self.CONTENT)
        assert check_code(dict(reversed(content.items()))) == check_code(content)

    def test_is_read_as_people_type_it(self):
        assert code_as_typed(" 3f9a 07c2–e51b") == "3F9A-07C2-E51B"


class TestTakingItBack:
    def test_is_one_press_and_makes_the_rows_writable_again(self, sent, browser_of):
        client = browser_of("ttpvhcc")
        form = read(client.get(reverse("entry", args=OWN))).one("form", cls="withdraw")
        answer = client.post(form.attributes["action"], posts(form), follow=True)
        page = read(answer)
        assert page.one("div", cls="notice-success").text == "Đã rút lại 3 dòng; sửa xong hãy gửi lại."
        assert states() == {RowState.ENTERING}
        assert "PL1.20-value" in posts(page.one("form", cls="sheet"))
        assert Event.objects.filter(action="withdraw").count() == 3

    def test_twice_with_one_key_has_one_effect(self, plan, officer, sent):
        key, seen = uuid4(), desk.report_of(plan, "TTPVHCC").content_version
        assert [take_back(plan, officer, key=key, seen=seen) for _ in range(2)] == [3, 0]

    def test_is_over_once_the_review_has_begun(self, plan, officer, person, sent, browser_of):
        begin(plan, person("daumoi"))
        assert read(browser_of("ttpvhcc").get(reverse("entry", args=OWN))).all("form", cls="withdraw") == []
        with pytest.raises(NotAllowed, match="đã bắt đầu xem xét"):
            take_back(plan, officer)
        assert states() == {RowState.SENT}

    def test_is_over_once_one_row_was_decided(self, plan, officer, person, sent):
        first = Figure.objects.order_by("indicator__order").first()
        desk.accept(plan, "TTPVHCC", person("daumoi"), chosen=[f"figure-{first.pk}"])
        with pytest.raises(NotAllowed, match="đã bắt đầu xem xét"):
            take_back(plan, officer)

    def test_is_possible_again_after_a_new_submission(self, plan, officer, person, sent):
        begin(plan, person("daumoi"))
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Sai")
        desk.send(plan, "TTPVHCC", officer)
        assert take_back(plan, officer) == 3

    def test_of_a_page_drawn_before_the_review_began_is_refused_with_a_sentence(self, plan, person, sent, browser_of):
        client = browser_of("ttpvhcc")
        form = read(client.get(reverse("entry", args=OWN))).one("form", cls="withdraw")
        begin(plan, person("daumoi"))
        page = read(client.post(form.attributes["action"], posts(form), follow=True))
        assert page.one("div", cls="notice-error").text.startswith("Báo cáo vừa có thay đổi")
        assert states() == {RowState.SENT}

    def test_is_the_units_own(self, plan, person, sent):
        with pytest.raises(NotAllowed, match="Chỉ Trung tâm Phục vụ Hành chính công"):
            take_back(plan, person("daumoi"))

    def test_of_a_closed_period_is_refused(self, plan, officer, person, sent):
        period = desk.period_of(plan)
        close_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đủ")
        with pytest.raises(NotAllowed, match="đã chốt"):
            take_back(plan, officer)

    def test_of_an_incomplete_page_says_so(self, sent, browser_of):
        page = read(browser_of("ttpvhcc").post(reverse("withdraw_report", args=OWN), {}, follow=True))
        assert "chưa rút lại gì" in page.one("div", cls="notice-error").text
        assert states() == {RowState.SENT}


class TestBeginningTheReview:
    def test_is_a_press_on_the_review_page_and_is_recorded(self, sent, browser_of):
        client = browser_of("daumoi")
        form = read(client.get(reverse("review", args=OWN))).one("form", cls="begin")
        page = read(client.post(form.attributes["action"], posts(form), follow=True))
        assert "đơn vị không rút lại được" in page.one("div", cls="notice-success").text
        assert page.all("form", cls="begin") == []
        assert [event.actor_name for event in Event.objects.filter(action="begin")] == ["Đầu mối VH-XH"]
        assert "bắt đầu xem xét" in page.one("details", cls="journal").text

    def test_a_second_press_changes_nothing(self, plan, person, sent):
        assert [begin(plan, person("daumoi")) for _ in range(2)] == [True, False]
        assert Event.objects.filter(action="begin").count() == 1

    def test_is_the_coordinators(self, plan, officer, sent):
        with pytest.raises(NotAllowed, match="cơ quan đầu mối"):
            begin(plan, officer)


class TestPaper:
    def test_the_form_has_every_owed_row_with_what_the_plan_prints_and_room_for_the_pen(self, plan, browser_of):
        page = read(browser_of("vhxh").get(reverse("paper_form", args=("2026-Q4", "VHXH"))))
        indicators, tasks = page.all("table")
        lines = [row for row in indicators.one("tbody").all("tr") if row.all("td")]
        assert [row.all("td")[0].text for row in lines] == [str(n) for n in [*range(1, 6), *range(7, 20)]]
        assert [cell.text for cell in lines[0].all("td")] == [
            "1",
            "Tỷ lệ phủ sóng 5G trong khu đô thị trên địa bàn phường",
            "%",
            "≥ 60%",
            "100%",
            "–",
            *[""] * 4,
        ]
        heads = [head.text for head in indicators.one("thead").all("tr")[1].all("th")]
        assert heads[6:9] == ["Thực hiện", "Tử số / mẫu số", "Ước (x)"]
        assert (
            len(heads)
            == len(lines[0].all("td"))
            == int(indicators.one("tr", cls="running").one("th").attributes["colspan"])
        )
        assert tasks.one("p", cls="signed-on").text == "Hải An, ngày …… tháng …… năm ………"
        assert indicators.all("p", cls="signed-on") == []  # once, at the end
        assert len([row for row in tasks.one("tbody").all("tr") if row.all("td")]) == 15
        assert "Thủ trưởng đơn vị" in page.text

    def test_the_form_names_appendix_and_section_over_their_rows(self, plan, browser_of):
        page = read(browser_of("vhxh").get(reverse("paper_form", args=("2026-Q4", "VHXH"))))
        headings = [row.text for table in page.all("table") for row in table.one("tbody").all("tr", cls="group")]
        assert [text.split(".")[0] for text in headings] == [
            *("Phụ lục 1 · I", "Phụ lục 1 · II", "Phụ lục 1 · III", "Phụ lục 1 · IV"),
            *("Phụ lục 3 · I", "Phụ lục 4 · I", "Phụ lục 4 · II", "Phụ lục 5 · II"),
        ]

    def test_every_page_of_form_and_receipt_says_whose_it_is(self, plan, browser_of, sent):
        """The head of a table is printed on each page that the table reaches."""
        page = read(browser_of("vhxh").get(reverse("paper_form", args=("2026-Q4", "VHXH"))))
        heads = [table.one("thead").one("tr", cls="running").text for table in page.all("table")]
        assert heads == ["Phiếu nhập số liệu Quý IV/2026 · Phòng Văn hóa - Xã hội"] * 2
        page = read(browser_of("ttpvhcc").get(reverse("receipt", args=(sent.code,))))
        head = f"Phiếu gửi số liệu Quý I/2026 · Trung tâm Phục vụ Hành chính công · mã kiểm tra {sent.code}"
        assert page.one("thead").one("tr", cls="running").text == head

    def test_a_row_that_is_not_owed_yet_is_left_out(self, browser_of):
        page = read(browser_of("vhxh").get(reverse("paper_form", args=(Q1, "VHXH"))))
        numbers = [row.all("td")[0].text for row in page.all("table")[0].one("tbody").all("tr") if row.all("td")]
        assert "19" not in numbers

    def test_for_a_unit_with_tasks_only(self, browser_of):
        page = read(browser_of("daumoi").get(reverse("paper_form", args=(Q1, "DU"))))
        assert len(page.all("table")) == 1

    def test_is_reached_from_the_entry_page(self, browser_of):
        page = read(browser_of("vhxh").get(reverse("entry", args=(Q1, "VHXH"))))
        assert page.one("a", cls="paper-link").attributes["href"] == reverse("paper_form", args=(Q1, "VHXH"))


class TestLateFigures:
    """Nhập bù: a past quarter that is not closed still takes figures, by hand and by file."""

    @pytest.fixture(autouse=True)
    def april(self, plan):
        with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False):
            desk.period_of(plan)
        with time_machine.travel("2026-04-02T09:00:00+07:00", tick=False):
            yield

    def test_the_page_says_for_how_long_it_is_late(self, browser_of):
        page = read(browser_of("kthtdt").get(reverse("entry", args=(Q1, "KTHTDT"))))
        assert "Nhập bù Quý I/2026: đã quá hạn gửi 19 ngày" in page.one("div", cls="late").text

    def test_by_hand(self, plan, person):
        assert desk.enter(plan, "PL1.6", "1,2", person("kthtdt")).value is not None

    def test_by_file(self, plan, tmp_path):
        file = tmp_path / "q1.csv"
        file.write_text('chi_tieu,gia_tri\nPL1.6,"1,2"\n', encoding="utf-8")
        call_command("import_figures", Q1, str(file), "--by", "kthtdt", verbosity=0)
        assert Figure.objects.get(period__code=Q1).state == RowState.ENTERING

    def test_nothing_is_said_once_all_is_handed_in(self, plan, person, browser_of):
        for code in ("PL1.6", "PL1.26"):
            desk.enter(plan, code, "1,2", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        client = browser_of("kthtdt")
        page = read(client.get(reverse("entry", args=(Q1, "KTHTDT"))))
        assert "Nhập bù" not in page.text
        assert "quá hạn" not in page.text
        work = read(client.get(reverse("my_work")))
        assert "quá hạn" not in work.text
        assert "đã gửi đủ" in work.text


def test_a_report_without_a_submission_has_no_code(plan, officer, entered):
    assert UnitReport.objects.get().receipt_code == ""
