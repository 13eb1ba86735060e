"""Xác nhận: the unit's head stands between officer and coordinator where the ward wants it; nhập thay and its paper."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kpis.actions import FigurePlace
from kpis.models import Figure, Indicator
from plans.evidence import Document, add_document
from plans.models import Evidence, Receipt
from plans.opening import close_period
from plans.workflow import RowState
from reports.sending import confirm_report
from tests import desk
from tests.page import posts, read
from units.models import Event, Notice, NoticeKind, User

FREEZES = "Kỳ đã chốt: rút lại rồi, dòng nào không đang mở lại thì phải đề nghị mở lại mới sửa được."
pytestmark = pytest.mark.django_db
PLACE = ("2026-Q1", "KTHTDT")
SEND = reverse("send_report", args=PLACE)


@pytest.fixture(autouse=True)
def confirming(plan):
    plan.ward.head_confirms = True
    plan.ward.save()


@pytest.fixture
def entered(plan, person):
    desk.enter(plan, "PL1.26", "46", person("kthtdt"))
    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))


def send(client):
    return client.post(SEND, posts(read(client.get(SEND)).one("form", cls="send")), follow=True)


def states():
    return {row.state for row in Figure.objects.all()}


def test_officer_then_head_then_coordinator(entered, person, browser_of):
    officer, head = browser_of("kthtdt"), browser_of("kthtdt.lanhdao")
    assert read(officer.get(SEND)).one("form", cls="send").one("button").text == "Trình lãnh đạo xác nhận"
    page = read(send(officer))
    assert "Đã trình 2 dòng của Quý I/2026, chờ lãnh đạo đơn vị xác nhận." in page.text
    assert (states(), Receipt.objects.count()) == ({RowState.WAITING}, 0)
    told = Notice.objects.get(kind=NoticeKind.CONFIRM)
    assert (told.person, told.path) == (person("kthtdt.lanhdao"), SEND)
    assert "2 dòng chờ bạn xác nhận" in read(head.get(SEND)).text
    form = posts(read(head.get(SEND)).one("form", cls="confirm"))
    assert head.post(reverse("confirm_report", args=PLACE), form).status_code == 302
    assert states() == {RowState.SENT}
    receipt = read(head.get(reverse("receipt", args=(Receipt.objects.get().code,))))
    facts = receipt.one("dl", cls="facts").text
    assert f"Người gửi {person('kthtdt')}" in facts
    assert f"Người xác nhận {person('kthtdt.lanhdao')} (cán bộ trình lúc" in facts
    assert Notice.objects.get(kind=NoticeKind.SENT).person == person("daumoi")
    events = Event.objects.count()
    head.post(reverse("confirm_report", args=PLACE), form)
    assert Event.objects.count() == events


def test_a_unit_that_waits_for_its_head_has_not_sent(plan, entered, browser_of):
    send(browser_of("kthtdt"))
    board = read(browser_of("daumoi").get(f"{reverse('board')}?ky=2026-Q1")).text
    assert "chờ xác nhận" in board
    assert "gửi đúng hạn" not in board


class TestGivingBack:
    def test_of_one_row_with_a_reason(self, entered, browser_of):
        officer, head = browser_of("kthtdt"), browser_of("kthtdt.lanhdao")
        send(officer)
        row = Figure.objects.get(indicator__code="PL1.6")
        form = posts(read(head.get(SEND)).one("form", cls="confirm"))
        data = form | {"row": f"figure-{row.pk}", "reason": "Thiếu nguồn"}
        assert head.post(reverse("give_back", args=PLACE), data).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.return_reason, states()) == (
            RowState.RETURNED,
            "Thiếu nguồn",
            {RowState.RETURNED, RowState.WAITING},
        )
        assert "Thiếu nguồn" in read(officer.get(reverse("entry", args=PLACE))).text

    def test_without_one_is_asked_for_it_and_can_be_done_then(self, entered, browser_of):
        head = browser_of("kthtdt.lanhdao")
        send(browser_of("kthtdt"))
        form = posts(read(head.get(SEND)).one("form", cls="confirm"))
        answer = head.post(reverse("give_back", args=PLACE), form)
        assert (answer.status_code, states()) == (422, {RowState.WAITING})
        again = posts(read(answer).one("form", cls="confirm")) | {"reason": "Sai"}
        assert head.post(reverse("give_back", args=PLACE), again).status_code == 302
        assert states() == {RowState.RETURNED}


def test_the_officer_takes_back_what_waits_even_where_an_earlier_review_has_begun(plan, entered, person, browser_of):
    officer = browser_of("kthtdt")
    send(officer)
    report = desk.report_of(plan, "KTHTDT")
    report.review_began_at = report.last_activity_at
    report.save()
    form = posts(read(officer.get(reverse("entry", args=PLACE))).one("form", cls="withdraw"))
    officer.post(reverse("withdraw_report", args=PLACE), form)
    assert states() == {RowState.ENTERING}


def test_what_waits_in_a_closed_period_is_taken_back_stays_frozen_and_can_be_opened(plan, entered, person, browser_of):
    officer = browser_of("kthtdt")
    send(officer)
    words = {"by": person("daumoi"), "channel": desk.SCREEN, "now": timezone.now()}
    close_period(period=desk.period_of(plan), reason="Đã gửi", **words)
    page = read(officer.get(reverse("entry", args=PLACE)))
    assert FREEZES in page.text
    url, form = reverse("withdraw_report", args=PLACE), posts(page.one("form", cls="withdraw"))
    answer = officer.post(url, form, follow=True)
    sentence = "Đã rút lại 2 dòng; Quý I/2026 đã chốt số liệu, cần sửa dòng chưa mở lại thì đề nghị mở lại dòng đó."
    assert sentence in read(answer).text
    assert states() == {RowState.ENTERING}
    row = reverse("entry_row", args=(*PLACE, "PL1.6"))
    version = str(Figure.objects.get(indicator__code="PL1.6").version)
    assert officer.post(row, {"PL1.6-value": "1,3", "PL1.6-version": version}).status_code == 422
    asked = {"key": str(uuid4()), "reason": "Chưa kịp xác nhận", "number": "15/CV", "day": "10/03/2026"}
    assert officer.post(reverse("ask_reopening", args=(*PLACE, "PL1.6")), asked).status_code == 302


def test_the_page_says_so_too_where_only_some_of_what_waits_is_open_by_itself(plan, entered, person, browser_of):
    send(browser_of("kthtdt"))
    words = {"by": person("daumoi"), "channel": desk.SCREEN, "now": timezone.now()}
    close_period(period=desk.period_of(plan), reason="Đã gửi", **words)
    opened = Figure.objects.filter(indicator__code="PL1.6")
    opened.update(state=RowState.SENT, reopened_until=timezone.localdate() + timedelta(days=3))
    assert FREEZES in read(browser_of("kthtdt").get(reverse("entry", args=PLACE))).text
    Figure.objects.exclude(pk__in=opened).update(state=RowState.SENT)  # no button takes it back
    assert FREEZES not in read(browser_of("kthtdt").get(reverse("entry", args=PLACE))).text


def test_a_head_who_sends_has_confirmed(entered, browser_of):
    send(browser_of("kthtdt.lanhdao"))
    assert (states(), Receipt.objects.count()) == ({RowState.SENT}, 1)


def test_without_a_head_the_officer_sends_straight_through_and_is_told(entered, browser_of):
    User.objects.filter(username="kthtdt.lanhdao").update(is_active=False)
    client = browser_of("kthtdt")
    assert "Đơn vị chưa có tài khoản lãnh đạo đang dùng để xác nhận" in read(client.get(SEND)).text
    send(client)
    assert states() == {RowState.SENT}


def test_a_head_who_has_left_confirms_nothing_any_more(entered, browser_of):
    yesterday = timezone.localdate() - timedelta(days=1)
    User.objects.filter(username="kthtdt.lanhdao").update(ends_on=yesterday)
    client = browser_of("kthtdt")
    assert "Đơn vị chưa có tài khoản lãnh đạo đang dùng để xác nhận" in read(client.get(SEND)).text
    send(client)
    assert (states(), Receipt.objects.count()) == ({RowState.SENT}, 1)


def test_who_handed_the_own_units_report_to_its_head_does_not_accept_it(plan, person, browser_of):
    desk.enter(plan, "PL1.1", "46", person("vhxh"))
    other = User.objects.create_user(
        "daumoi2", "Hoa.Phuong.Do.2026", full_name="Lê Thị Hoa", ward=plan.ward, unit=plan.coordinator,
        role="coordinator", must_change_password=False,
    )  # fmt: skip
    desk.send(plan, "VHXH", person("daumoi"))
    confirm_report(
        report=desk.report_of(plan, "VHXH"), seen=desk.report_of(plan, "VHXH").content_version, key=uuid4(),
        by=person("vhxh.lanhdao"), channel=desk.SCREEN, now=timezone.now(),
    )  # fmt: skip
    report, client = desk.report_of(plan, "VHXH"), browser_of("daumoi")
    assert (report.asked_by, report.sent_by, states()) == (person("daumoi"), person("vhxh.lanhdao"), {RowState.SENT})
    url, data = reverse("accept_report", args=("2026-Q1", "VHXH")), {"seen": report.content_version, "which": "all"}
    answer = client.post(url, data | {"key": str(uuid4())})
    assert (answer.status_code, states()) == (422, {RowState.SENT})
    assert f"hãy để người khác chấp nhận: {other}." in read(answer).text


class TestForAUnitThatSentPaper:
    PARTY = ("2026-Q1", "DU")

    @pytest.fixture
    def party(self, plan, person, browser_of, settings, tmp_path):
        store = {"BACKEND": "plans.evidence_store.EvidenceFolder", "OPTIONS": {"location": tmp_path}}
        settings.STORAGES = settings.STORAGES | {"evidence": store}
        desk.enter(plan, "PL1.26", "46", person("daumoi"))
        return browser_of("daumoi")

    def question(self, client):
        return posts(read(client.get(SEND)).one("form", cls="send"))

    def test_the_paper_is_asked_for(self, party):
        answer = party.post(SEND, self.question(party))
        assert (answer.status_code, states()) == (422, {RowState.ENTERING})
        assert "Hãy chọn tệp, hoặc ghi số và ngày của văn bản." in read(answer).text

    def test_a_number_without_its_day_is_too_little(self, party):
        answer = party.post(SEND, self.question(party) | {"number": "12/BC"})
        assert (answer.status_code, states()) == (422, {RowState.ENTERING})
        assert posts(read(answer).one("form", cls="send"))["number"] == "12/BC"

    def test_a_document_goes_into_evidence_receipt_and_journal(self, party, plan):
        data = self.question(party) | {"number": "12/BC-KT", "day": "10/03/2026"}
        assert party.post(SEND, data).status_code == 302
        words = "Văn bản 12/BC-KT ngày 10/03/2026"
        assert str(Evidence.objects.get()) == words
        line = Event.objects.get(action="send")
        assert (line.reason, line.on_behalf) == (f"Theo bản giấy: {words}", True)
        receipt = read(party.get(reverse("receipt", args=(Receipt.objects.get().code,)))).text
        assert f"Bản giấy {words}" in receipt
        assert "(nhập thay)" in receipt
        review = read(party.get(reverse("review", args=PLACE)))
        assert words in review.text
        assert states() == {RowState.SENT}

    def test_a_file_does_as_well_and_a_wrong_one_is_refused_with_its_sentence(self, party):
        wrong = SimpleUploadedFile("giay.exe", b"MZ\x00")
        answer = party.post(SEND, self.question(party) | {"upload": wrong})
        assert (answer.status_code, states(), Evidence.objects.count()) == (422, {RowState.ENTERING}, 0)
        assert read(answer).one("p", role="alert").text

    def test_the_units_own_people_are_not_asked(self, entered, browser_of):
        assert read(browser_of("kthtdt").get(SEND)).all("fieldset", cls="paper") == []

    def test_marks_on_every_face(self, party, plan, person, report_file):
        party.post(SEND, self.question(party) | {"number": "12/BC-KT", "day": "10/03/2026"})
        desk.accept(plan, "KTHTDT", person("daumoi"))
        for name, args in (("dashboard", ()), ("indicator", ("PL1.26",)), ("review", PLACE), ("entry", PLACE)):
            assert "nhập thay" in read(party.get(f"{reverse(name, args=args)}?ky=2026-Q1")).text, name
        assert "nhập thay" in report_file("json", "2026-Q1").decode()


def test_the_setting_is_the_administrators(plan, browser_of):
    page = read(browser_of("quantri").get(reverse("admin:units_ward_change", args=(plan.ward.pk,))))
    assert page.one("input", name="head_confirms").attributes["type"] == "checkbox"


def test_a_key_is_used_once(plan, entered, person):
    key = uuid4()
    assert [desk.send(plan, "KTHTDT", person("kthtdt"), key=key) for _ in range(2)] == [2, 0]


def test_what_the_head_gives_back_has_its_own_word_and_is_no_return_of_the_coordinators(entered, browser_of):
    send(browser_of("kthtdt"))
    head = browser_of("kthtdt.lanhdao")
    form = posts(read(head.get(SEND)).one("form", cls="confirm"))
    data = {name: form[name] for name in ("seen", "key")} | {"reason": "Kiểm tra lại mẫu số"}
    assert head.post(reverse("give_back", args=PLACE), data).status_code == 302
    lines = Event.objects.filter(subject_type="figure", action="give_back")
    assert {line.reason for line in lines} == {"Kiểm tra lại mẫu số"}
    assert states() == {RowState.RETURNED}
    send(browser_of("kthtdt"))
    head.post(reverse("confirm_report", args=PLACE), posts(read(head.get(SEND)).one("form", cls="confirm")))
    page = read(browser_of("daumoi").get(reverse("review", args=PLACE)))
    assert "Kiểm tra lại mẫu số" not in page.one("tr", id="row-PL1.26").text


@time_machine.travel("2026-03-10T08:00:00+07:00", tick=True)
def test_the_head_sees_the_work_first_and_the_evidence_and_each_sentence_once(plan, entered, person, browser_of):
    officer = person("kthtdt")
    place = FigurePlace(Indicator.objects.get(plan=plan, code="PL1.26"), desk.period_of(plan))
    words = {"unit": officer.unit, "period": place.period, "places": [place], "by": officer}
    add_document(document=Document("12/BC-KTHT", date(2026, 3, 5)), channel=desk.SCREEN, now=timezone.now(), **words)
    send(browser_of("kthtdt"))
    head = browser_of("kthtdt.lanhdao")
    first = read(head.get(reverse("my_work"))).one("a", cls="btn-primary")
    assert (first.text, first.attributes["href"]) == ("Xác nhận 2 dòng đang chờ", SEND)
    page = read(head.get(SEND)).one("main")
    assert page.text.count("Đã trình lãnh đạo đơn vị") == 1
    assert SEND not in [link.attributes.get("href") for link in page.all("a")]
    row = next(row for row in page.one("form", cls="confirm").one("tbody").all("tr") if "PL1.26" in row.text)
    assert "Văn bản 12/BC-KTHT ngày 05/03/2026" in row.text
    assert page.one("form", cls="confirm").one("thead").all("th")[0].text == "Để trả lại"


def test_the_head_reads_each_row_beside_what_it_is_measured_by(plan, person, browser_of):
    officer = person("kthtdt")
    desk.enter(plan, "PL1.26", "46", officer)
    send(browser_of("kthtdt"))
    head = browser_of("kthtdt.lanhdao")
    head.post(reverse("confirm_report", args=PLACE), posts(read(head.get(SEND)).one("form", cls="confirm")))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    desk.enter(plan, "PL1.26", "38", officer, period="2026-Q2", explanation="Giảm do tách tổ dân phố")
    second = reverse("send_report", args=("2026-Q2", "KTHTDT"))
    client = browser_of("kthtdt")
    client.post(second, posts(read(client.get(second)).one("form", cls="send")))
    line = read(head.get(second)).one("form", cls="confirm").one("tbody").one("tr")
    assert [cell.text for cell in line.all("td")][1:] == [
        "PL1.26",
        Indicator.objects.get(code="PL1.26").short_name,
        "≥ 30%",
        "60%",
        "46%",
        "38%; giải trình: Giảm do tách tổ dân phố",
        "▼Chậm tiến độ cần 45%",
    ]
