"""The indicator page of one unit and period: what it shows, what it saves, what it refuses and keeps."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Assignment, Figure, Indicator
from plans.models import Period
from plans.opening import close_period, open_period
from plans.workflow import RowState
from tests import desk
from tests.page import errors, labels, posts, read
from units.dates import short_date
from units.models import Channel, Event, Unit

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


def address(unit="KTHTDT", period=Q1):
    return reverse("entry", args=(period, unit))


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("kthtdt")


def form_of(client, unit="KTHTDT", period=Q1):
    """What the client would post if the officer typed nothing."""
    return posts(read(client.get(address(unit, period))).one("form", cls="sheet"))


def save(client, typed, unit="KTHTDT", period=Q1, **more):
    return client.post(address(unit, period), form_of(client, unit, period) | typed, **more)


def figure(code, period=Q1):
    return Figure.objects.filter(indicator__code=code, period__code=period).first()


def row(answer, code):
    return read(answer).one("tr", id=f"row-{code}")


class TestTheRow:
    def test_holds_the_plans_numbers_and_how_to_count(self, client):
        line = row(client.get(address()), "PL1.6")
        cells = [cell.text for cell in line.all("td")]
        assert cells[:5] == [
            "6",
            "6. Chi KHCN, ĐMST, CĐS trong chi ngân sách Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường",
            "0,47%",
            "phấn đấu ít nhất 3%",
            "–",
        ]
        assert "% lũy kế từ đầu năm" in cells[5]

    def test_says_the_day_that_a_state_is_taken_at(self, client):
        assert "% thời điểm 14/03" in row(client.get(address()), "PL1.26").text

    def test_shows_the_quarter_before_with_its_pair_but_never_repeats_it(self, plan, person, browser_of):
        desk.enter(plan, "PL1.11", "9/12", person("vhxh"))
        desk.period_of(plan, "2026-Q2")
        answer = browser_of("vhxh").get(address("VHXH", "2026-Q2"))
        line = row(answer, "PL1.11")
        assert line.all("td", cls="past")[2].text == "75% 9/12"
        assert line.one("input", id="id_PL1.11-value").attributes.get("value", "") == ""

    def test_shows_the_saved_figure_how_it_was_read_and_the_servers_verdict(self, plan, officer, client):
        desk.enter(plan, "PL1.26", "45,5", officer)
        line = row(client.get(address()), "PL1.26")
        assert line.one("input", id="id_PL1.26-value").attributes["value"] == "45,5"
        assert line.one("span", cls="echo").text == "= 45,5%"
        assert line.one("span", cls="status").text == "●Đúng tiến độ"
        assert line.one("span", cls="remarks").text == "cần 37,5%"
        explanation = line.one("details", cls="why").one("p").text
        assert explanation.startswith("Thực hiện 45,5%; hết quý I cần 37,5%")
        assert line.one("span", cls="status").attributes["title"] == explanation

    def test_says_when_it_was_saved_and_its_state(self, plan, officer, client):
        saved = desk.enter(plan, "PL1.26", "45,5", officer)
        hour = timezone.localtime(saved.entered_at).strftime("%H:%M")
        assert f"= 45,5% · Đã lưu {hour}" in row(client.get(address()), "PL1.26").text

    def test_without_a_figure_says_so(self, client):
        assert row(client.get(address()), "PL1.6").one("span", cls="status").text == "○Chưa có số liệu"

    def test_of_a_watched_indicator_says_what_is_missing_too(self, browser_of, quarter):
        line = row(browser_of("vhxh").get(address("VHXH")), "PL1.4")
        assert line.one("span", cls="status").text == "Theo dõi, không giao mục tiêu"
        assert line.one("span", cls="remarks").text == "chưa có số liệu"

    def test_that_is_not_owed_this_quarter_is_quiet_and_can_be_entered(self, browser_of, quarter):
        client = browser_of("vhxh")
        line = row(client.get(address("VHXH")), "PL1.19")
        assert line.one("span", cls="status").text == "·Chưa đến kỳ"
        assert line.one("span", cls="remarks").text == "báo cáo hằng năm, có thể nhập sớm"
        assert save(client, {"PL1.19-value": "0,78"}, "VHXH").status_code == 302
        assert figure("PL1.19").value == Decimal("0.78")


class TestThePage:
    def test_names_unit_quarter_deadline_and_how_far_it_is(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        page = read(client.get(address()))
        assert page.one("h1").text == "Nhập số liệu Quý I/2026"
        assert "Phòng Kinh tế, Hạ tầng và Đô thị" in page.one("div", cls="head").text
        assert "Hạn gửi 17:00 14/03/2026" in page.one("p", cls="aside").text
        assert page.one("p", cls="aside").text.endswith("1/2 chỉ tiêu")

    def test_says_that_the_quarter_began_before_the_plan(self, client):
        note = read(client.get(address())).one("p", cls="note").text
        assert note.startswith(
            "Số liệu tính từ 15/12/2025 đến 14/03/2026, bắt đầu trước ngày ban hành kế hoạch (16/01/2026)."
        )

    def test_counts_what_is_owed_in_the_quarter(self, browser_of, quarter):
        page = read(browser_of("vhxh").get(address("VHXH")))
        assert page.one("p", cls="aside").text.endswith("0/17 chỉ tiêu, 0/15 nhiệm vụ")
        assert len(page.all("tr", cls="line")) == 18

    def test_stands_under_the_printed_groups(self, client):
        groups = [group.text for group in read(client.get(address())).all("tr", cls="group")]
        assert groups == ["II. Phát triển nguồn lực", "IV. Phát triển chuyển đổi số"]

    def test_gives_every_input_a_label(self, browser_of, quarter):
        page = read(browser_of("vhxh").get(address("VHXH")))
        shown = [
            control.attributes["id"]
            for tag in ("input", "textarea", "select")
            for control in page.one("form", cls="sheet").all(tag)
            if control.attributes.get("type") != "hidden"
        ]
        lists, pairs = 17, 16  # all but the score; the ratios
        assert len(shown) == 18 * 5 + lists + 2 * pairs
        assert set(shown) <= labels(page)

    def test_saves_with_enter_because_save_is_the_first_button(self, plan, client):
        answer = save(client, {"PL1.26-value": "1.234"})
        buttons = [(b.text, b.attributes.get("name")) for b in read(answer).one("form", cls="sheet").all("button")]
        assert buttons[0] == ("Lưu", None)
        assert ("Đúng, lấy 1,234", "PL1.26-take") in buttons

    def test_marks_illustrative_figures(self, plan, officer, client):
        assert "Số liệu minh họa" not in read(client.get(address())).text
        desk.enter(plan, "PL1.6", "1,2", officer)
        assert "Số liệu minh họa" in read(client.get(address())).text

    def test_leads_to_the_other_quarters(self, client):
        links = read(client.get(address())).one("nav", cls="periods").all("a")
        assert [(link.text, link.attributes["href"]) for link in links] == [
            (f"Quý {roman}", address(period=f"2026-Q{number}"))
            for number, roman in enumerate(("I", "II", "III", "IV"), 1)
        ]

    def test_holds_no_inline_code(self, client):
        html = client.get(address()).content.decode()
        assert [bad for bad in ("<style", " style=", " onclick=", "javascript:", "<script>") if bad in html] == []
        assert html.count("<script") == html.count('<script type="module" src="/static/js/') > 0

    def test_takes_as_many_queries_for_2_rows_as_for_18(self, plan, person, browser_of, quarter):
        def cost(username, unit):
            client = browser_of(username)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address(unit)).status_code == 200
            return len(queries)

        empty = {cost("kthtdt", "KTHTDT"), cost("vhxh", "VHXH")}
        for indicator in Indicator.objects.filter(plan=plan, horizon_year=2026):
            typed = {"percent": "50", "index": "0,5", "count": "3"}[indicator.measure]
            desk.enter(plan, indicator.code, typed, person("daumoi"))
        full = {cost("kthtdt", "KTHTDT"), cost("vhxh", "VHXH")}
        assert len(empty) == 1
        assert full == {empty.pop() + 1}  # once there is a report, its remarks
        assert full.pop() <= 21


class TestSaving:
    def test_stores_a_value_by_the_screen_and_says_so(self, client, officer):
        answer = save(client, {"PL1.6-value": "1,2"}, follow=True)
        saved = figure("PL1.6")
        assert (saved.value, saved.entered_by, saved.state) == (Decimal("1.2"), officer, RowState.ENTERING)
        assert answer.redirect_chain == [(address(), 302)]
        assert read(answer).one("div", cls="notice-success").text == "Đã lưu 1 dòng."
        event = Event.objects.get(subject_code="PL1.6")
        assert (event.channel, event.after["số liệu"], event.on_behalf) == (Channel.SCREEN, "1,2%", False)

    def test_stores_the_pair_never_the_quotient(self, client):
        save(client, {"PL1.26-value": " 43 / 45 "})
        saved = figure("PL1.26")
        assert (saved.value, saved.numerator, saved.denominator) == (None, Decimal(43), Decimal(45))
        answer = client.get(address())
        assert row(answer, "PL1.26").one("span", cls="echo").text == "43/45 = 95,6%"

    def test_takes_all_fields_of_a_row(self, client):
        typed = {"value": "45,5", "estimate": "on", "source": "Sở Tài chính", "explanation": "Dòng 1\r\nDòng 2"}
        save(client, {f"PL1.26-{name}": text for name, text in typed.items()})
        saved = figure("PL1.26")
        assert (saved.value, saved.estimate, saved.source) == (Decimal("45.5"), True, "Sở Tài chính")
        assert saved.explanation == "Dòng 1\nDòng 2"

    def test_takes_a_whole_page_at_once(self, browser_of, quarter):
        client = browser_of("vhxh")
        codes = [n for n in range(1, 20) if n not in (6, 18, 19)]
        typed = {f"PL1.{number}-value": str(number) for number in codes} | {"PL1.18-value": "4"}
        answer = save(client, typed, "VHXH", follow=True)
        assert read(answer).one("div", cls="notice-success").text == "Đã lưu 17 dòng."
        assert Figure.objects.filter(period__code=Q1).count() == 17

    def test_of_a_page_as_it_was_writes_nothing(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer, explanation="Dòng 1\nDòng 2")
        before = Event.objects.count()
        answer = save(client, {}, follow=True)
        assert read(answer).one("div", cls="notice-success").text == "Không có thay đổi nào cần lưu."
        assert (Event.objects.count(), figure("PL1.6").version) == (before, 1)

    def test_keeps_an_explanation_when_only_it_changes(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer, source="Kế toán")
        save(client, {"PL1.6-explanation": "Chi dồn vào quý II"})
        saved = figure("PL1.6")
        assert (saved.value, saved.source) == (Decimal("1.2"), "Kế toán")
        assert saved.explanation == "Chi dồn vào quý II"

    def test_can_take_the_estimate_mark_away(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer, estimate=True)
        save(client, {"PL1.6-estimate": "false"})
        assert figure("PL1.6").estimate is False

    def test_of_a_cleared_cell_removes_the_figure_and_records_it(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer, source="Kế toán")
        answer = save(client, {"PL1.6-value": ""})
        assert (answer.status_code, figure("PL1.6")) == (302, None)
        event = Event.objects.filter(subject_code="PL1.6").latest("pk")
        assert (event.action, event.before["số liệu"]) == ("empty", "1,2%")

    def test_stores_text_as_nfc_without_invisible_marks(self, client):
        save(client, {"PL1.6-value": "1,2", "PL1.6-source": "  Kê\u0301 toa\u0301n\u200b "})
        assert figure("PL1.6").source == "Kế toán"

    def test_shows_a_doubt_about_a_number_and_saves_it(self, client):
        answer = save(client, {"PL1.26-value": "0,95"}, follow=True)
        assert figure("PL1.26").value == Decimal("0.95")
        assert row(answer, "PL1.26").one("p", cls="ask").text.startswith("0,95 % hay 95 %?")

    def test_says_nothing_of_a_doubt_where_there_is_none(self, client):
        assert row(save(client, {"PL1.6-value": "0,95"}, follow=True), "PL1.6").all("p", cls="ask") == []


class TestNothingToMeasure:
    def test_is_a_reason_without_a_number(self, client):
        answer = save(client, {"PL1.26-nothing_reason": "Chưa khảo sát"}, follow=True)
        saved = figure("PL1.26")
        assert (saved.value, saved.nothing_reason) == (None, "Chưa khảo sát")
        assert row(answer, "PL1.26").one("span", cls="status").text == "□Không phát sinh"

    def test_needs_its_reason(self, client):
        answer = save(client, {"PL1.26-value": "không phát sinh"})
        assert answer.status_code == 422
        sentence = errors(read(answer), "id_PL1.26-nothing_reason")
        assert sentence == "Không phát sinh thì cần lý do; hãy ghi lý do tại đây."
        assert "open" in row(answer, "PL1.26").all("details")[0].attributes

    def test_may_be_typed_into_the_cell_with_its_reason(self, client):
        typed = {"PL1.26-value": "Không phát sinh", "PL1.26-nothing_reason": "Chưa khảo sát"}
        assert save(client, typed).status_code == 302
        assert figure("PL1.26").nothing_reason == "Chưa khảo sát"

    def test_and_a_number_exclude_each_other(self, client):
        answer = save(client, {"PL1.26-value": "45", "PL1.26-nothing_reason": "Chưa khảo sát"})
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        sentence = errors(read(answer), "id_PL1.26-nothing_reason")
        assert sentence == "Dòng này vừa có số liệu vừa có lý do không phát sinh; hãy xóa một trong hai."

    @pytest.mark.parametrize(("field", "typed"), [("source", "Kế toán"), ("explanation", "Vì…"), ("estimate", "on")])
    def test_and_no_number_either_never_loses_what_stands_beside(self, client, field, typed):
        answer = save(client, {f"PL1.26-{field}": typed})
        assert answer.status_code == 422
        sentence = (
            "Ước, nguồn, giải trình và bảng kê chỉ lưu cùng số liệu; hãy nhập số liệu hoặc lý do không phát sinh."
        )
        assert errors(read(answer), "id_PL1.26-value") == sentence
        assert posts(read(answer).one("form", cls="sheet"))[f"PL1.26-{field}"] == typed


class TestARefusal:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("abc", "Không đọc được số này; hãy chỉ nhập một số, ví dụ 99,5 hoặc 43/45."),
            ("-3", "Số liệu không âm và không ghi dấu + hay − ở trước; hãy nhập một số từ 0 trở lên."),
            ("120", "Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100."),
            ("50/45", "Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số."),
            (
                "<b>1</b>",
                "Hãy nhập số cụ thể, không ghi dấu so sánh như ≥ hay ≤; "
                "nếu là số ước tính thì đánh dấu “ước thực hiện”.",
            ),
        ],
    )
    def test_says_what_to_type_beside_the_cell_and_keeps_what_was_typed(self, client, typed, sentence):
        answer = save(client, {"PL1.26-value": typed, "PL1.26-source": "Kế toán"})
        page = read(answer)
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        assert errors(page, "id_PL1.26-value") == sentence
        kept = posts(page.one("form", cls="sheet"))
        assert (kept["PL1.26-value"], kept["PL1.26-source"]) == (typed, "Kế toán")

    def test_does_not_hold_up_the_right_rows(self, browser_of, quarter):
        client = browser_of("vhxh")
        typed = {f"PL1.{number}-value": "50" for number in (1, 2, 3, 4, 5)} | {"PL1.7-value": "năm mươi"}
        answer = save(client, typed, "VHXH")
        assert answer.status_code == 422
        assert read(answer).one("div", role="alert").text == "Đã lưu 5 dòng; 1 dòng cần sửa."
        assert Figure.objects.filter(period__code=Q1).count() == 5
        assert posts(read(answer).one("form", cls="sheet"))["PL1.7-value"] == "năm mươi"

    def test_puts_the_cursor_at_the_first_wrong_field(self, client):
        answer = save(client, {"PL1.6-value": "1,2", "PL1.26-value": "45", "PL1.26-source": "x" * 301})
        focused = [e.attributes["name"] for e in read(answer).all("input") if "autofocus" in e.attributes]
        assert focused == ["PL1.26-source"]

    def test_is_mended_by_the_next_save(self, client):
        answer = save(client, {"PL1.6-value": "1,2", "PL1.26-value": "45,,5"})
        again = posts(read(answer).one("form", cls="sheet")) | {"PL1.26-value": "45,5"}
        answer = client.post(address(), again, follow=True)
        assert read(answer).one("div", cls="notice-success").text == "Đã lưu 1 dòng."
        assert (figure("PL1.6").value, figure("PL1.26").value) == (Decimal("1.2"), Decimal("45.5"))

    def test_of_a_doubtful_number_offers_the_reading(self, client):
        answer = save(client, {"PL1.26-value": "1.234", "PL1.26-source": "Kế toán"})
        assert errors(read(answer), "id_PL1.26-value").startswith("Chưa rõ “1.234” là số nào: 1,234 phải không")
        button = read(answer).one("button", name="PL1.26-take")
        data = posts(read(answer).one("form", cls="sheet")) | {"PL1.26-take": button.attributes["value"]}
        assert client.post(address(), data).status_code == 302
        saved = figure("PL1.26")
        assert (saved.value, saved.source) == (Decimal("1.234"), "Kế toán")

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("source", "x" * 301, "Nội dung dài 301 ký tự, quá mức 300 ký tự; hãy viết gọn lại."),
            ("explanation", "x" * 1001, "Nội dung dài 1.001 ký tự, quá mức 1.000 ký tự; hãy viết gọn lại."),
            (
                "source",
                "a\x07b",
                "Dòng 1 có ký tự điều khiển không nhìn thấy (mã U+0007); hãy xóa đoạn đó rồi gõ lại bằng bàn phím.",
            ),
        ],
    )
    def test_of_a_text_stands_at_its_place(self, client, field, typed, sentence):
        answer = save(client, {"PL1.26-value": "45", f"PL1.26-{field}": typed})
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        assert errors(read(answer), f"id_PL1.26-{field}") == sentence

    def test_never_shows_typed_markup_as_markup(self, client):
        html = save(client, {"PL1.26-value": '"><script>alert(1)</script>'}).content.decode()
        assert "<script>" not in html


class TestWhatDidNotArrive:
    def test_a_row_without_its_fields_is_left_alone(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        data = {name: text for name, text in form_of(client).items() if not name.startswith("PL1.6-")}
        answer = client.post(address(), data | {"PL1.26-value": "45"})
        assert (answer.status_code, figure("PL1.6").value) == (302, Decimal("1.2"))

    def test_an_absent_field_keeps_what_is_stored(self, plan, officer, client):
        saved = desk.enter(plan, "PL1.6", "1,2", officer, source="Kế toán", estimate=True)
        client.post(address(), {"PL1.6-value": "1,3", "PL1.6-version": str(saved.version)})
        saved = figure("PL1.6")
        assert (saved.value, saved.source, saved.estimate) == (Decimal("1.3"), "Kế toán", True)

    @pytest.mark.parametrize("data", [{}, {"PL1.6-version": "0"}, {"csrfmiddlewaretoken": "x"}])
    def test_an_empty_page_changes_nothing_and_says_so(self, plan, officer, client, data):
        desk.enter(plan, "PL1.6", "1,2", officer)
        answer = client.post(address(), data)
        assert (answer.status_code, figure("PL1.6").version) == (400, 1)
        sentence = "Không nhận được dòng nào từ trang này nên chưa lưu gì; hãy tải lại trang rồi nhập lại."
        assert read(answer).one("div", role="alert").text == sentence

    def test_garbage_multipart_changes_nothing(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        answer = client.generic("POST", address(), b"\x00garbage", "multipart/form-data; boundary=x")
        assert (answer.status_code, figure("PL1.6").value) == (400, Decimal("1.2"))

    @pytest.mark.parametrize("version", [None, "", "abc", "-1", "1.5", "9" * 30])
    def test_a_missing_version_is_an_error_never_up_to_date(self, plan, officer, client, version):
        desk.enter(plan, "PL1.6", "1,2", officer)
        data = {"PL1.6-value": "1,9"} | ({} if version is None else {"PL1.6-version": version})
        answer = client.post(address(), data)
        assert (answer.status_code, figure("PL1.6").value) == (400, Decimal("1.2"))
        assert errors(read(answer), "id_PL1.6-value").startswith("Trang gửi lên thiếu phiên bản của dòng này")
        assert posts(read(answer).one("form", cls="sheet"))["PL1.6-value"] == "1,9"

    def test_a_row_of_another_unit_is_named_and_not_lost_silently(self, client):
        answer = save(client, {"PL1.1-value": "55", "PL1.1-version": "0", "PL1.6-value": "1,2"})
        assert (answer.status_code, figure("PL1.1"), figure("PL1.6").value) == (422, None, Decimal("1.2"))
        assert read(answer).one("div", role="alert").text == (
            "Đã lưu 1 dòng; 1 dòng cần sửa. Không lưu “55” của PL1.1: dòng này không thuộc "
            "Phòng Kinh tế, Hạ tầng và Đô thị trong Quý I/2026."
        )


class TestAConflict:
    @pytest.fixture
    def both(self, plan, person, client):
        """The officer's page is open; the head of the unit saves the row meanwhile."""
        page = form_of(client)
        desk.enter(plan, "PL1.26", "40", person("kthtdt.lanhdao"), source="Sổ của trưởng phòng")
        return page

    def test_with_oneself_in_another_window_says_so(self, plan, person, client):
        page = form_of(client)
        desk.enter(plan, "PL1.26", "40", person("kthtdt"))
        answer = client.post(address(), page | {"PL1.26-value": "45,5"})
        assert answer.status_code == 409
        assert errors(read(answer), "id_PL1.26-value") == (
            "Chính bạn vừa lưu dòng này ở một cửa sổ khác; hãy xem số đang có rồi chọn giữ số nào."
        )

    def test_shows_what_stands_by_whom_and_keeps_what_was_typed(self, client, both):
        answer = client.post(address(), both | {"PL1.26-value": "45,5"})
        page, saved = read(answer), figure("PL1.26")
        hour = timezone.localtime(saved.entered_at).strftime("%H:%M %d/%m/%Y")
        assert (answer.status_code, saved.value) == (409, Decimal(40))
        assert errors(page, "id_PL1.26-value") == (
            "Người khác vừa lưu dòng này; hãy xem số đang có rồi chọn giữ số nào."
        )
        assert page.one("div", cls="standing").text.startswith(
            f"Đang lưu: số liệu: 40%; nguồn: Sổ của trưởng phòng (Lãnh đạo KT-HT-ĐT, {hour})."
        )
        assert posts(page.one("form", cls="sheet"))["PL1.26-value"] == "45,5"

    def test_is_settled_by_a_second_save(self, client, both):
        answer = client.post(address(), both | {"PL1.26-value": "45,5"})
        assert client.post(address(), posts(read(answer).one("form", cls="sheet"))).status_code == 302
        assert figure("PL1.26").value == Decimal("45.5")

    def test_is_settled_by_keeping_what_stands(self, client, both):
        answer = client.post(address(), both | {"PL1.26-value": "45,5"})
        data = posts(read(answer).one("form", cls="sheet")) | {"PL1.26-leave": "1"}
        assert (client.post(address(), data).status_code, figure("PL1.26").value) == (302, Decimal(40))

    def test_does_not_hold_up_the_other_rows(self, client, both):
        answer = client.post(address(), both | {"PL1.26-value": "45,5", "PL1.6-value": "1,2"})
        assert read(answer).one("div", role="alert").text == "Đã lưu 1 dòng; 1 dòng cần sửa."
        assert figure("PL1.6").value == Decimal("1.2")

    def test_is_none_where_the_officer_did_not_touch_the_row(self, client, both):
        answer = client.post(address(), both | {"PL1.6-value": "1,2"})
        assert (answer.status_code, figure("PL1.26").value) == (302, Decimal(40))

    def test_with_an_emptied_row_says_that_it_is_empty(self, plan, officer, person, client):
        desk.enter(plan, "PL1.26", "40", officer)
        page = form_of(client)
        desk.enter(plan, "PL1.26", "", person("kthtdt.lanhdao"))
        answer = client.post(address(), page | {"PL1.26-value": "45,5"})
        assert answer.status_code == 409
        assert read(answer).one("div", cls="standing").text.startswith("Đang lưu: số liệu: (trống).")
        assert client.post(address(), posts(read(answer).one("form", cls="sheet"))).status_code == 302
        assert figure("PL1.26").value == Decimal("45.5")

    def test_among_refusals_answers_409(self, client, both):
        answer = client.post(address(), both | {"PL1.26-value": "45,5", "PL1.6-value": "abc"})
        assert answer.status_code == 409


class TestWhoGetsIn:
    @pytest.mark.parametrize("username", ["vhxh", "ttpvhcc", "lanhdao", "nguoixem", "quantri"])
    def test_others_find_no_page(self, browser_of, quarter, username):
        client = browser_of(username)
        assert [client.get(address()).status_code, client.post(address(), {}).status_code] == [404, 404]

    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao", "daumoi"])
    def test_the_units_people_and_the_coordinator_do(self, browser_of, quarter, username):
        assert browser_of(username).get(address()).status_code == 200

    @pytest.mark.parametrize("path", [("2026-Q5", "KTHTDT"), ("x", "KTHTDT"), (Q1, "KHONGCO"), ("2027-Q1", "KTHTDT")])
    def test_an_unknown_period_or_unit_is_not_found(self, browser_of, path):
        assert browser_of("daumoi").get(reverse("entry", args=path)).status_code == 404

    def test_a_unit_of_another_ward_is_not_found(self, plan, browser_of, quarter):
        ward = plan.ward
        ward.pk, ward.code = None, "khac"
        ward.save()
        Unit.objects.create(ward=ward, code="LA", name="Đơn vị lạ", short_name="Lạ", kind="department")
        assert browser_of("daumoi").get(address("LA")).status_code == 404

    def test_the_coordinator_enters_for_another_unit_and_it_is_marked(self, browser_of, quarter):
        client = browser_of("daumoi")
        notice = read(client.get(address())).one("p", cls="notice-warning").text
        assert notice.startswith("Nhập thay cho Phòng Kinh tế, Hạ tầng và Đô thị")
        answer = save(client, {"PL1.6-value": "1,2"}, follow=True)
        assert (figure("PL1.6").on_behalf, Event.objects.get(subject_code="PL1.6").on_behalf) == (True, True)
        assert "nhập thay" in row(answer, "PL1.6").text

    def test_nobody_is_told_so_on_the_own_page(self, client, browser_of):
        assert read(client.get(address())).all("p", cls="notice-warning") == []
        assert read(browser_of("daumoi").get(address("VHXH"))).all("p", cls="notice-warning") == []

    def test_a_unit_that_owes_no_indicator_is_told_so(self, browser_of, quarter):
        page = read(browser_of("daumoi").get(address("DU")))
        assert "Đảng ủy không có chỉ tiêu nào phải báo cáo" in page.one("form", cls="sheet").text


class TestAPageThatTakesNothing:
    def blocked(self, client, period, sentence):
        answer = client.get(address(period=period))
        page = read(answer)
        assert page.one("p", cls="notice-warning").text == f"{sentence} Trang này chỉ xem."
        assert posts(page.one("form", cls="sheet")).keys() == {"csrfmiddlewaretoken"}
        assert page.one("form", cls="sheet").all("button") == []

    def test_because_the_period_is_not_open_yet(self, plan, client, time_machine):
        time_machine.move_to("2026-02-10 10:00 +0700")
        self.blocked(self.again(client), "2026-Q2", "Quý II/2026 chưa mở; bắt đầu nhập từ 15/03/2026.")

    def again(self, client):
        from units.models import User

        client.force_login(User.objects.get(username="kthtdt"), backend="units.accounts.AccountBackend")
        return client

    def test_because_it_is_closed(self, plan, officer, coordinator, client, quarter):
        desk.enter(plan, "PL1.26", "45,5", officer)
        now = timezone.now()
        close_period(period=quarter, by=coordinator, channel=Channel.SCREEN, now=now, reason="Đủ")
        sentence = "Quý I/2026 đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
        closed = f"Đã chốt {short_date(timezone.localdate(now))} vì: Đủ (Đầu mối VH-XH)."
        self.blocked(client, Q1, f"{sentence} {closed}")
        assert row(client.get(address()), "PL1.26").one("span", cls="echo").text == "= 45,5%"

    def test_because_it_is_derived(self, plan, officer, client):
        desk.period_of(plan, "2026-Q2")
        desk.enter(plan, "PL1.26", "45,5", officer, period="2026-Q2")
        self.blocked(client, "2026-H1", "6 tháng năm 2026 là kỳ tổng hợp, không nhập số liệu trực tiếp.")
        assert row(client.get(address(period="2026-H1")), "PL1.26").one("span", cls="echo").text == "45,5%"

    def test_keeps_what_was_typed_when_it_closes_meanwhile(self, coordinator, client, quarter):
        data = form_of(client) | {"PL1.26-value": "45,5"}
        close_period(period=quarter, by=coordinator, channel=Channel.SCREEN, now=timezone.now(), reason="Đủ")
        answer = client.post(address(), data)
        assert (answer.status_code, figure("PL1.26")) == (422, None)
        assert errors(read(answer), "id_PL1.26-value").startswith("Quý I/2026 đã chốt số liệu")
        assert posts(read(answer).one("form", cls="sheet"))["PL1.26-value"] == "45,5"
        open_period(period=quarter, by=coordinator, channel=Channel.SCREEN, now=timezone.now(), reason="Sai")
        assert client.post(address(), data).status_code == 302


class TestStatesOfRows:
    @pytest.fixture
    def sent(self, plan, officer, quarter):
        desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)

    def test_a_sent_report_is_read_only_and_says_since_when(self, plan, client, sent):
        page = read(client.get(address()))
        at = timezone.localtime(desk.report_of(plan, "KTHTDT").sent_at).strftime("%H:%M %d/%m/%Y")
        said = page.one("div", cls="sent").one("p").text
        assert said.startswith(f"Đã gửi {at} (Cán bộ KT-HT-ĐT), đang chờ xem xét.")
        assert posts(page.one("form", cls="sheet")).keys() == {"csrfmiddlewaretoken"}
        assert "đã gửi" in row(client.get(address()), "PL1.26").text

    def test_a_sent_row_refuses_a_page_from_before(self, plan, officer, client, quarter):
        desk.enter(plan, "PL1.26", "45,5", officer)
        data = form_of(client) | {"PL1.26-value": "50", "PL1.6-value": "1,2"}
        desk.send(plan, "KTHTDT", officer)
        answer = client.post(address(), data)
        assert (answer.status_code, figure("PL1.26").value, figure("PL1.6")) == (409, Decimal("45.5"), None)
        kept = posts(read(answer).one("form", cls="sheet"))
        assert (kept["PL1.26-value"], kept["PL1.6-value"]) == ("50", "1,2")

    def test_an_accepted_row_is_read_only_while_a_new_one_may_be_added(self, plan, coordinator, client, sent):
        desk.accept(plan, "KTHTDT", coordinator)
        data = form_of(client)
        assert ("PL1.26-value" in data, "PL1.6-value" in data) == (False, True)
        assert "đã chấp nhận" in row(client.get(address()), "PL1.26").text

    def test_a_returned_row_shows_why_and_can_be_mended(self, plan, coordinator, client, sent):
        desk.give_back(plan, "KTHTDT", coordinator, "Mẫu số khác quý trước")
        answer = client.get(address())
        notice = read(answer).one("p", cls="notice-error")
        assert notice.text == "Trả lại 1 dòng (Chỉ tiêu 26): “Mẫu số khác quý trước”"
        assert notice.one("a").attributes["href"] == f"{address()}#id_PL1.26-value"
        assert row(answer, "PL1.26").one("p", cls="back").text == "Trả lại: Mẫu số khác quý trước"
        save(client, {"PL1.26-value": "46"})
        mended = figure("PL1.26")
        assert (mended.value, mended.state) == (Decimal(46), RowState.RETURNED)

    def test_the_button_to_send_stands_there_once_there_is_something_to_send(self, plan, officer, client):
        def hidden():
            link = read(client.get(address())).one("a", href=reverse("send_report", args=(Q1, "KTHTDT")))
            return "hidden" in link.attributes

        assert hidden()
        desk.enter(plan, "PL1.26", "45,5", officer)
        assert not hidden()


def test_a_row_that_moved_to_another_unit_leaves_the_page(plan, client, quarter):
    indicator = Indicator.objects.get(plan=plan, code="PL1.26")
    Assignment.objects.create(
        indicator=indicator, unit=desk.unit_of(plan, "CAP"), from_day=Period.objects.get(pk=quarter.pk).starts_on
    )
    assert [line.attributes["id"] for line in read(client.get(address())).all("tr", cls="line")] == ["row-PL1.6"]
