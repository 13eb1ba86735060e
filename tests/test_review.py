"""Xem xét số liệu: what the coordinator reads of a unit's report, the two decisions on it, and what they leave."""

from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from kpis.actions import move_figures
from kpis.models import AcceptedFigure, Figure
from plans.actions import Hand, touch_report
from plans.workflow import RowEvent, RowState
from reports.actions import rows_of
from reports.sending import withdraw_report
from tasks.models import AcceptedProgress, Progress
from tests import desk
from tests.book import opened, table_of
from tests.page import labels, posts, read
from units.models import Channel, Event, User

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"
MOVED = "Báo cáo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi quyết định."


@pytest.fixture(autouse=True)
def june():
    """Four days before the units' deadline of quý II."""
    with time_machine.travel("2026-06-10T08:30:00+07:00"):
        yield


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def client(browser_of, plan):
    desk.period_of(plan, Q2)
    return browser_of("daumoi")


@pytest.fixture
def sent(plan, officer):
    """Quý II of Phòng Kinh tế, Hạ tầng và Đô thị after a quý I: one figure rose, one fell."""
    desk.enter(plan, "PL1.6", "0,9", officer, period=Q1)
    desk.enter(plan, "PL1.26", "48", officer, period=Q1)
    desk.enter(plan, "PL1.6", "1,2", officer, period=Q2, source="Quyết toán quý")
    desk.enter(plan, "PL1.26", "45,5", officer, period=Q2, explanation="Rà soát lại số doanh nghiệp")
    desk.send(plan, "KTHTDT", officer, period=Q2)


def address(name="review", unit="KTHTDT", period=Q2):
    return reverse(name, args=(period, unit))


def look(client, unit="KTHTDT", period=Q2):
    answer = client.get(address(unit=unit, period=period))
    assert answer.status_code == 200
    return read(answer)


def form(page):
    return next(form for form in page.all("form") if form.attributes.get("action", "").endswith("/chap-nhan/"))


def decide(client, name, data, unit="KTHTDT", follow=True):
    return client.post(address(name, unit), data, follow=follow)


def accept(client, page, *rows, unit="KTHTDT"):
    """Press "Chấp nhận …" on a page that was read: the ticked rows, or all."""
    data = posts(form(page)) | {"which": "chosen" if rows else "all", "row": rows}
    return decide(client, "accept_report", data, unit)


def give_back(client, page, reason, *rows, unit="KTHTDT"):
    data = posts(form(page)) | {"which": "chosen" if rows else "all", "row": rows, "reason": reason}
    return decide(client, "return_report", data, unit)


def row_of(page, code):
    """The cells of an indicator's row by their heading."""
    row = page.one("tr", id=f"row-{code}")
    return {cell.attributes["data-label"]: cell for cell in row.all("td") if "data-label" in cell.attributes}


def key(code, period=Q2):
    return f"figure-{Figure.objects.get(indicator__code=code, period__code=period).pk}"


def states(period=Q2):
    figures = Figure.objects.filter(period__code=period).order_by("indicator__order")
    return {row.indicator.code: row.state for row in figures.select_related("indicator")}


def alerts(page):
    return [alert.text for alert in page.all(role="alert")]


class TestThePage:
    def test_shows_the_value_beside_the_quarter_before_2025_and_the_target(self, client, sent):
        row = row_of(look(client), "PL1.6")
        cells = [row[name].text for name in ("2025", "Mục tiêu", "Quý trước", "Quý II/2026")]
        assert cells == ["0,47%", "phấn đấu ít nhất 3%", "0,9%", "1,2%"]
        assert "Nguồn: Quyết toán quý" in row["Xem xét"].text

    def test_shows_the_status_and_says_why_in_a_sentence(self, client, sent):
        verdict = row_of(look(client), "PL1.26")["Đánh giá"]
        assert verdict.one("span", cls="status").text == "●Đúng tiến độ"
        assert verdict.one("div", cls="why").text.startswith("Thực hiện 45,5%; hết quý II cần 45%")

    def test_names_first_what_to_look_at_before_accepting(self, client, sent):
        page = look(client)
        warning = page.one(cls="warned")
        assert "26. DN vừa và nhỏ ứng dụng công nghệ số: Thấp hơn quý trước" in warning.text
        assert "Giải trình: “Rà soát lại số doanh nghiệp”" in warning.text
        assert warning.one("a").attributes["href"] == "#row-PL1.26"
        row = row_of(page, "PL1.26")
        assert row["Quý II/2026"].one("div", cls="hint").text == "Thấp hơn quý trước (48% → 45,5%)."
        assert "Giải trình: Rà soát lại số doanh nghiệp" in row["Xem xét"].text

    def test_warns_of_a_changed_denominator_and_of_a_doubtful_number(self, plan, client, coordinator):
        for period, typed in ((Q1, "40/45"), (Q2, "43/50")):
            desk.enter(plan, "PL1.7", typed, coordinator, period=period, explanation="Sáp nhập trường")
        desk.enter(plan, "PL1.9", "0,95", coordinator, period=Q2, explanation="Đúng là 0,95%")
        desk.send(plan, "VHXH", coordinator, period=Q2)
        page = look(client, "VHXH")
        hints = {
            code: [hint.text for hint in page.one("tr", id=f"row-{code}").all("div", cls="hint")]
            for code in ("PL1.7", "PL1.9")
        }
        assert hints["PL1.7"][0] == "Thấp hơn quý trước (88,9% → 86%)."
        assert hints["PL1.7"][1].endswith("(45 → 50).")
        assert [hint for hint in hints["PL1.9"] if "0,95 % hay 95 %?" in hint]

    def test_says_who_sent_it_and_when_and_what_waits(self, client, sent):
        page = look(client)
        assert page.one("p", cls="aside").text.startswith("Gửi 08:30 10/06/2026, Cán bộ KT-HT-ĐT (phiếu ")
        assert "2 dòng đang chờ xem xét" in page.text
        assert [box.attributes["value"] for box in form(page).all("input", type="checkbox")] == [
            key("PL1.6"),
            key("PL1.26"),
        ]

    def test_has_a_label_for_the_reason(self, client, sent):
        page = look(client)
        assert page.one("textarea").attributes["id"] in labels(page)

    def test_of_a_unit_that_sent_nothing_has_no_decision(self, client, plan):
        page = look(client)
        assert page.all("section", cls="decision") == []
        assert "Đơn vị chưa nhập gì trong Quý II/2026." in page.text
        answer = decide(client, "accept_report", {"key": str(uuid4()), "seen": "0", "which": "all"})
        assert answer.status_code == 422
        assert alerts(read(answer)) == ["Đơn vị chưa gửi gì trong kỳ này."]

    def test_changes_no_row(self, client, sent):
        before = list(Figure.objects.values()), Event.objects.count()
        look(client)
        assert (list(Figure.objects.values()), Event.objects.count()) == before


class TestAccepting:
    def test_all_that_waits(self, client, sent, coordinator):
        answer = accept(client, look(client))
        assert answer.redirect_chain == [(address(), 302)]
        page = read(answer)
        assert page.one("div", cls="notice-success").text == (
            "Đã chấp nhận 2 dòng của Quý II/2026, Phòng Kinh tế, Hạ tầng và Đô thị."
        )
        assert set(states().values()) == {RowState.ACCEPTED}
        kept = AcceptedFigure.objects.filter(period__code=Q2).order_by("pk")
        assert [(row.amount, row.accepted_by, row.self_accepted) for row in kept] == [
            (Figure.objects.get(indicator__code="PL1.6", period__code=Q2).amount, coordinator, False),
            (Figure.objects.get(indicator__code="PL1.26", period__code=Q2).amount, coordinator, False),
        ]
        stand = row_of(page, "PL1.6")["Xem xét"].text
        assert stand.startswith("đã chấp nhận Đầu mối VH-XH, 08:30 10/06/2026")
        assert page.all("section", cls="decision") == []

    def test_the_chosen_rows_only(self, client, sent):
        accept(client, look(client), key("PL1.26"))
        assert states() == {"PL1.6": RowState.SENT, "PL1.26": RowState.ACCEPTED}

    def test_figures_and_tasks_together(self, plan, person, client):
        desk.enter(plan, "PL1.20", "78,3", person("ttpvhcc"), period=Q2)
        desk.tell(plan, "PL3.II.1", person("ttpvhcc"), period=Q2, status="ongoing", percent=50)
        desk.send(plan, "TTPVHCC", person("ttpvhcc"), period=Q2)
        page = look(client, "TTPVHCC")
        assert [box.attributes["aria-label"] for box in form(page).all("input", type="checkbox")] == [
            "Chọn chỉ tiêu 20",
            "Chọn nhiệm vụ PL3.II.1",
        ]
        accept(client, page, unit="TTPVHCC")
        assert Progress.objects.get().state == RowState.ACCEPTED
        assert AcceptedProgress.objects.get().percent == 50

    def test_with_nothing_ticked_is_not_taken_for_all(self, client, sent):
        data = posts(form(look(client))) | {"which": "chosen"}
        answer = decide(client, "accept_report", data)
        assert answer.status_code == 422
        assert alerts(read(answer)) == ["Chưa chọn dòng nào: hãy đánh dấu các dòng cần xử lý, hoặc bấm nút “tất cả”."]
        assert set(states().values()) == {RowState.SENT}

    def test_of_a_report_that_changed_meanwhile_is_asked_again(self, client, sent, plan, coordinator):
        page = look(client)
        desk.give_back(plan, "KTHTDT", coordinator, "Xem lại mẫu số", period=Q2, chosen=[key("PL1.26")])
        answer = accept(client, page)
        assert (answer.status_code, alerts(read(answer))) == (409, [MOVED])
        assert states() == {"PL1.6": RowState.SENT, "PL1.26": RowState.RETURNED}
        assert accept(client, read(answer)).redirect_chain
        assert states() == {"PL1.6": RowState.ACCEPTED, "PL1.26": RowState.RETURNED}

    def test_twice_with_one_click_has_one_effect(self, client, sent):
        page = look(client)
        accept(client, page)
        counted = Event.objects.count(), AcceptedFigure.objects.count()
        answer = accept(client, page)
        assert (Event.objects.count(), AcceptedFigure.objects.count()) == counted
        assert read(answer).all("div", cls="notice-success")[-1].text == (
            "Yêu cầu này đã được thực hiện trước đó; không có gì thay đổi thêm."
        )

    @pytest.mark.parametrize("broken", [{"key": "x"}, {"seen": "-1"}, {"seen": ""}, {"key": ""}])
    def test_by_an_incomplete_page_is_refused(self, client, sent, broken):
        answer = decide(client, "accept_report", posts(form(look(client))) | {"which": "all"} | broken)
        assert answer.status_code == 400
        assert alerts(read(answer)) == ["Trang gửi lên không đầy đủ nên chưa làm gì; hãy xem lại rồi quyết định."]
        assert set(states().values()) == {RowState.SENT}

    def test_of_what_a_colleague_entered_is_not_marked(self, plan, person, client):
        desk.enter(plan, "PL1.1", "75", person("vhxh"), period=Q2)
        desk.send(plan, "VHXH", person("vhxh"), period=Q2)
        page = read(accept(client, look(client, "VHXH"), unit="VHXH"))
        assert "tự chấp nhận" not in row_of(page, "PL1.1")["Xem xét"].text

    def test_of_what_one_entered_oneself_is_announced_and_marked(self, plan, person, client):
        desk.enter(plan, "PL1.1", "75", person("daumoi"), period=Q2)
        desk.send(plan, "VHXH", person("vhxh"), period=Q2)
        page = look(client, "VHXH")
        assert "Đây là số liệu của chính đơn vị bạn" in page.text
        page = read(accept(client, page, unit="VHXH"))
        assert "10/06/2026, tự chấp nhận" in row_of(page, "PL1.1")["Xem xét"].text
        assert AcceptedFigure.objects.get(indicator__code="PL1.1").self_accepted is True

    def test_of_what_was_entered_for_the_party_keeps_the_mark(self, plan, coordinator, client):
        entry = reverse("entry_tasks", args=(Q2, "DU"))
        page = read(client.get(entry))
        data = posts(next(form for form in page.all("form") if "PL3.I.2-status" in posts(form)))
        client.post(entry, data | {"PL3.I.2-status": "ongoing", "PL3.I.2-percent": "30"})
        page = read(client.get(reverse("send_report", args=(Q2, "DU"))))
        paper = {"number": "12/BC-ĐU", "day": "10/03/2026"}
        client.post(reverse("send_report", args=(Q2, "DU")), posts(page.one("form", cls="send")) | paper)
        page = look(client, "DU")
        assert page.one("td", cls="stand").one("span", cls="mark").text == "nhập thay"
        accept(client, page, unit="DU")
        assert AcceptedProgress.objects.get().on_behalf is True
        said = Event.objects.filter(subject_code="PL3.I.2").order_by("pk").values_list("action", "on_behalf")
        assert list(said) == [("save", True), ("attach", True), ("send", True), ("accept", False)]


class TestReturning:
    def test_all_with_a_reason_that_the_officer_reads_at_the_row_and_in_the_work_list(self, client, sent, browser_of):
        answer = give_back(client, look(client), "Kiểm tra lại mẫu số")
        assert read(answer).one("div", cls="notice-success").text.startswith("Đã trả lại 2 dòng của Quý II/2026")
        assert set(states().values()) == {RowState.RETURNED}
        officer = browser_of("kthtdt")
        row = read(officer.get(reverse("entry", args=(Q2, "KTHTDT")))).one("tr", id="row-PL1.26")
        assert row.one("p", cls="back").text == "Trả lại: Kiểm tra lại mẫu số"
        work = read(officer.get(reverse("my_work")))
        assert "“Kiểm tra lại mẫu số”" in work.one("section", cls="current").text
        assert "Trả lại 2 dòng" in work.one("section", cls="current").text

    def test_the_chosen_rows_while_the_rest_waits(self, client, sent):
        give_back(client, look(client), "Sai đơn vị tính", key("PL1.6"))
        assert states() == {"PL1.6": RowState.RETURNED, "PL1.26": RowState.SENT}

    @pytest.mark.parametrize("reason", ["", "   \n "])
    def test_without_a_reason_is_refused_and_the_ticks_stay(self, client, sent, reason):
        answer = give_back(client, look(client), reason, key("PL1.26"))
        page = read(answer)
        sentence = "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."
        assert answer.status_code == 422
        assert alerts(page) == [f"Chưa trả lại dòng nào: {sentence}"]
        assert page.one("p", cls="refused").text == sentence
        ticked = [box.attributes["value"] for box in form(page).all("input") if "checked" in box.attributes]
        assert ticked == [key("PL1.26")]
        assert "open" in page.one("details", cls="give-back").attributes
        assert set(states().values()) == {RowState.SENT}

    def test_that_came_too_late_keeps_the_reason_that_was_typed(self, client, sent, plan, coordinator):
        page = look(client)
        desk.accept(plan, "KTHTDT", coordinator, period=Q2, chosen=[key("PL1.6")])
        answer = give_back(client, page, "Lý do đã gõ")
        assert (answer.status_code, alerts(read(answer))) == (409, [MOVED])
        assert posts(form(read(answer)))["reason"] == "Lý do đã gõ"
        assert Figure.objects.filter(state=RowState.RETURNED).count() == 0

    def test_twice_with_one_click_has_one_effect(self, client, sent):
        page = look(client)
        give_back(client, page, "Sai")
        events = Event.objects.count()
        give_back(client, page, "Sai")
        assert Event.objects.count() == events

    def test_is_seen_again_with_what_stood_then(self, client, sent, plan, officer):
        give_back(client, look(client), "Sai mẫu số", key("PL1.26"))
        desk.enter(plan, "PL1.26", "47", officer, period=Q2, explanation="Đã đối chiếu")
        desk.send(plan, "KTHTDT", officer, period=Q2)
        back = row_of(look(client), "PL1.26")["Xem xét"].one("div", cls="back").text
        assert back == "Trả lại 08:30 10/06/2026: “Sai mẫu số” (khi trả lại: 45,5%)"


class TestWhatWasAccepted:
    @pytest.fixture
    def adjusting(self, client, sent, plan, officer, coordinator):
        """PL1.26 was accepted at 45,5, opened again, changed to 47 and sent once more."""
        User.objects.update(is_demo=False)
        accept(client, look(client))
        report = desk.report_of(plan, "KTHTDT", Q2)
        with transaction.atomic():
            report = touch_report(unit=report.unit, period=report.period, by=coordinator, now=report.sent_at)
            rows = rows_of(report).where(lambda row: row.indicator.code == "PL1.26").figures
            hand = Hand(by=coordinator, channel=Channel.SCREEN, now=report.sent_at)
            move_figures(rows, RowEvent.REOPEN, hand=hand, reason="Sở hỏi lại")
        desk.enter(plan, "PL1.26", "47", officer, period=Q2, explanation="Đã đối chiếu")
        desk.send(plan, "KTHTDT", officer, period=Q2)

    def outwards(self, report_file):
        return table_of(opened(report_file("xlsx", Q2))["Phụ lục 1"]).row(26)

    def test_stands_outwards_while_the_row_is_adjusted(self, client, adjusting, report_file, browser_of):
        row = self.outwards(report_file)
        assert (row["Kết quả thực hiện Quý II"], row["Ghi chú"]) == (
            "45,5",
            "đang điều chỉnh; Rà soát lại số doanh nghiệp",
        )
        viewer = read(browser_of("nguoixem").get(reverse("indicator", args=["PL1.26"]), {"ky": Q2}))
        assert "45,5%" in viewer.text
        assert "47%" not in viewer.text

    def test_stands_when_the_correction_comes_back(self, client, adjusting, report_file):
        give_back(client, look(client), "Chưa rõ", key("PL1.26"))
        assert self.outwards(report_file)["Kết quả thực hiện Quý II"] == "45,5"

    def test_gives_way_to_the_newer_acceptance(self, client, adjusting, report_file):
        accept(client, look(client))
        row = self.outwards(report_file)
        assert (row["Kết quả thực hiện Quý II"], row["Ghi chú"]) == ("47", "Đã đối chiếu")
        assert AcceptedFigure.objects.filter(indicator__code="PL1.26").count() == 2

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE kpis_acceptedfigure SET row_version = row_version + 1",
            "UPDATE tasks_acceptedprogress SET row_version = row_version + 1",
        ],
    )
    def test_is_never_changed_by_the_database_itself(self, plan, person, client, sent, statement):
        desk.tell(plan, "PL3.II.1", person("ttpvhcc"), period=Q2, status="ongoing")
        desk.send(plan, "TTPVHCC", person("ttpvhcc"), period=Q2)
        for unit in ("KTHTDT", "TTPVHCC"):
            accept(client, look(client, unit), unit=unit)
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


class TestTheJournal:
    def test_says_who_when_from_to_why_and_how_of_every_step(self, client, sent, plan, officer):
        give_back(client, look(client), "Sai mẫu số", key("PL1.26"))
        desk.enter(plan, "PL1.26", "47", officer, period=Q2, explanation="Đã đối chiếu")
        desk.send(plan, "KTHTDT", officer, period=Q2)
        accept(client, look(client), key("PL1.26"))
        lines = Event.objects.filter(subject_code="PL1.26", period_code=Q2).order_by("pk")
        state = "trạng thái"
        assert [(e.actor_name, e.action, e.before, e.after, e.reason, e.channel) for e in lines] == [
            (who, action, before, after, reason, Channel.SCREEN)
            for who, action, before, after, reason in [
                (
                    "Cán bộ KT-HT-ĐT",
                    "save",
                    {"số liệu": "(trống)"},
                    {"số liệu": "45,5%", "giải trình": "Rà soát lại số doanh nghiệp"},
                    "",
                ),
                ("Cán bộ KT-HT-ĐT", "send", {state: "đang nhập"}, {state: "đã gửi"}, ""),
                ("Đầu mối VH-XH", "return", {state: "đã gửi"}, {state: "trả lại"}, "Sai mẫu số"),
                (
                    "Cán bộ KT-HT-ĐT",
                    "save",
                    {"số liệu": "45,5%", "giải trình": "Rà soát lại số doanh nghiệp"},
                    {"số liệu": "47%", "giải trình": "Đã đối chiếu"},
                    "",
                ),
                ("Cán bộ KT-HT-ĐT", "send", {state: "trả lại"}, {state: "đã gửi"}, ""),
                ("Đầu mối VH-XH", "accept", {state: "đã gửi"}, {state: "đã chấp nhận"}, ""),
            ]
        ]
        assert {(f"{e.at:%Y-%m-%d %H:%M}", e.unit_code) for e in lines} == {("2026-06-10 01:30", "KTHTDT")}

    def test_has_as_many_lines_as_there_were_changes(self, client, sent, plan):
        before = Event.objects.count()
        give_back(client, look(client), "Sai")
        assert Event.objects.count() == before + 2
        desk.send(plan, "KTHTDT", User.objects.get(username="kthtdt"), period=Q2)
        accept(client, look(client), key("PL1.6"))
        assert Event.objects.count() == before + 5

    def test_is_read_at_the_foot_of_the_page(self, client, sent):
        give_back(client, look(client), "Sai mẫu số", key("PL1.26"))
        journal = look(client).one("details", cls="journal")
        newest = [cell.text for cell in journal.one("tbody").all("tr")[0].all("td")]
        assert newest == [
            "08:30 10/06/2026",
            "Đầu mối VH-XH",
            "trả lại",
            "PL1.26",
            "trạng thái: đã gửi → trả lại",
            "Sai mẫu số",
            "màn hình",
        ]

    @pytest.mark.parametrize("statement", ["UPDATE units_event SET reason = 'x'", "DELETE FROM units_event"])
    def test_is_never_changed_or_deleted_by_the_database_itself(self, client, sent, statement):
        accept(client, look(client))
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def split(client, page, reason, *rows):
    data = posts(form(page)) | {"which": "chosen", "row": rows, "reason": reason}
    return decide(client, "split_report", data)


class TestSomeReturnedTheRestAccepted:
    def test_one_press_does_both(self, client, sent):
        page = look(client)
        figure = Figure.objects.get(indicator__code="PL1.26", report__period__code=Q2)
        answer = read(split(client, page, "Xem lại mẫu số", f"figure-{figure.pk}"))
        assert "Đã trả lại 1 dòng, chấp nhận 1 dòng còn lại của Quý II/2026" in answer.text
        states = Figure.objects.filter(report__period__code=Q2).values_list("indicator__code", "state", "return_reason")
        assert set(states) == {("PL1.26", "returned", "Xem lại mẫu số"), ("PL1.6", "accepted", "")}
        assert AcceptedFigure.objects.filter(period__code=Q2).count() == 1

    def test_asks_for_rows_and_for_a_reason(self, client, sent):
        page = look(client)
        assert "Chưa chọn dòng nào" in read(split(client, page, "Xem lại")).text
        figure = Figure.objects.get(indicator__code="PL1.26", report__period__code=Q2)
        answer = split(client, page, "  ", f"figure-{figure.pk}")
        assert answer.status_code == 422
        assert "Hãy ghi lý do trả lại" in read(answer).text
        assert not AcceptedFigure.objects.filter(period__code=Q2).exists()

    def test_twice_is_once(self, client, sent):
        page = look(client)
        figure = Figure.objects.get(indicator__code="PL1.26", report__period__code=Q2)
        split(client, page, "Xem lại", f"figure-{figure.pk}")
        assert (
            "Yêu cầu này đã được thực hiện trước đó" in read(split(client, page, "Xem lại", f"figure-{figure.pk}")).text
        )
        assert AcceptedFigure.objects.filter(period__code=Q2).count() == 1


class TestOwnUnit:
    """The coordinator's own unit's rows are accepted by another person where there is one."""

    @pytest.fixture
    def own(self, plan, coordinator):
        desk.enter(plan, "PL1.1", "70", coordinator, period=Q2)
        desk.send(plan, "VHXH", coordinator, period=Q2)

    @pytest.fixture
    def second(self, plan, browser_of):
        User.objects.create_user(
            "daumoi2",
            "Hoa.Phuong.Do.2026",
            full_name="Lê Thị Hoa",
            ward=plan.ward,
            unit=plan.coordinator,
            role="coordinator",
            must_change_password=False,
        )
        return browser_of("daumoi2")

    def test_by_the_same_person_where_there_is_no_other_and_marked(self, client, own):
        page = look(client, "VHXH")
        assert "dòng do bạn nhập được ghi là “tự chấp nhận”" in page.text
        accept(client, page, unit="VHXH")
        assert AcceptedFigure.objects.get(indicator__code="PL1.1").self_accepted

    def test_by_another_where_there_is_one(self, client, own, second):
        page = look(client, "VHXH")
        assert "Bạn đã nhập hoặc gửi số liệu này cho đơn vị mình, nên người khác chấp nhận: Lê Thị Hoa." in page.text
        answer = accept(client, page, unit="VHXH")
        assert answer.status_code == 422
        assert "hãy để người khác chấp nhận: Lê Thị Hoa." in read(answer).text
        assert not AcceptedFigure.objects.exists()
        accept(second, look(second, "VHXH"), unit="VHXH")
        assert not AcceptedFigure.objects.get(indicator__code="PL1.1").self_accepted

    def test_what_somebody_else_of_the_unit_entered_and_sent_is_accepted_at_once(self, client, plan, person, second):
        desk.enter(plan, "PL1.1", "70", person("vhxh"), period=Q2)
        desk.send(plan, "VHXH", person("vhxh"), period=Q2)
        accept(client, look(client, "VHXH"), unit="VHXH")
        assert AcceptedFigure.objects.filter(indicator__code="PL1.1").count() == 1


def test_what_changed_since_the_submission_before_is_marked(client, plan, officer, sent):
    report = desk.report_of(plan, "KTHTDT", Q2)
    withdraw_report(
        report=report,
        seen=report.content_version,
        key=uuid4(),
        by=officer,
        channel=Channel.SCREEN,
        now=timezone.now(),
    )
    desk.enter(plan, "PL1.6", "1,3", officer, period=Q2, source="Quyết toán quý")
    desk.send(plan, "KTHTDT", officer, period=Q2)
    page = look(client)
    assert "Lần gửi 08:30 10/06/2026: 1,2%; nguồn: Quyết toán quý" in page.one("tr", id="row-PL1.6").text
    assert "Không đổi so với lần gửi 08:30 10/06/2026" in page.one("tr", id="row-PL1.26").text


def test_a_report_that_was_taken_back_is_not_said_to_be_sent(client, plan, officer, sent):
    assert "Gửi 08:30 10/06/2026" in look(client).text
    report = desk.report_of(plan, "KTHTDT", Q2)
    withdraw_report(
        report=report,
        seen=report.content_version,
        key=uuid4(),
        by=officer,
        channel=Channel.SCREEN,
        now=timezone.now(),
    )
    page = look(client)
    assert "Đã rút lại lần gửi 08:30 10/06/2026" in page.text
    assert "Gửi 08:30 10/06/2026," not in page.text
