"""Phiếu giao ban: what is behind, what is owed by name, what was asked for; for the ward and for each leader."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import Assignment, Figure, Indicator
from reports.actions import row_key
from reports.dashboard.table import target_words
from reports.directions.actions import Request, answer_direction, finish_direction, give_direction
from reports.scorecard import Scope, build_scorecard
from tests import desk
from tests.page import read
from units.dates import LOCAL_ZONE
from units.models import Channel, User

pytestmark = pytest.mark.django_db
Q2, Q3, Q4 = "2026-Q2", "2026-Q3", "2026-Q4"
AUTUMN = datetime(2026, 9, 18, 9, 0, tzinfo=LOCAL_ZONE)  # quý III is past its deadline and not closed
SHEETS = ["phuong", "BQN", "VDD", "CHH"]
ASKED = "Báo cáo rõ số đã giải ngân trước phiên họp."


@pytest.fixture(autouse=True)
def in_autumn(db):
    """After the deadline; the accounts are real, so that nothing is illustrative by itself."""
    User.objects.update(is_demo=False)
    with time_machine.travel(AUTUMN, tick=False):
        yield


@pytest.fixture
def sheets_of(browser_of):
    """The page of the meeting as an account sees it."""

    def opened(username="lanhdao", **params):
        words = {"ky": Q3} | {key.replace("_", "-"): value for key, value in params.items()}
        answer = browser_of(username).get(reverse("meeting"), words)
        assert answer.status_code == 200
        return read(answer)

    return opened


@pytest.fixture
def slide_of(browser_of):
    def opened(username="lanhdao", **params):
        answer = browser_of(username).get(reverse("meeting_slide"), {"ky": Q3} | params)
        assert answer.status_code == 200
        return read(answer)

    return opened


@pytest.fixture
def figures(plan, person):
    """Quý III: late with and without a word why, watched over, met, on track; all of other leaders and units."""
    coordinator = person("daumoi")
    desk.enter(plan, "PL1.26", "44", coordinator, period=Q3)
    desk.enter(plan, "PL1.6", "1,1", coordinator, period=Q3, explanation="Chưa giải ngân gói máy chủ")
    desk.enter(plan, "PL1.28", "76,4", coordinator, period=Q3)
    desk.enter(plan, "PL1.2", "100", coordinator, period=Q3)
    desk.enter(plan, "PL1.29", "83", coordinator, period=Q3)


@pytest.fixture
def met(plan, person):
    """Quý III: one figure, and nothing behind."""
    desk.enter(plan, "PL1.2", "100", person("vhxh"), period=Q3)


def give(plan, *, code="PL1.6", task="", units=("KTHTDT",), text=ASKED, days=5):
    leader = User.objects.get(username="lanhdao")
    thing = Indicator.objects.get(plan=plan, code=code) if code else None
    return give_direction(
        period=desk.period_of(plan, Q3),
        thing=thing,
        units=[desk.unit_of(plan, unit) for unit in units],
        text=text,
        due_on=AUTUMN.date() + timedelta(days=days),
        leader=leader,
        document=None,
        key=uuid4(),
        by=leader,
        channel=Channel.SCREEN,
        now=AUTUMN,
    )


def sheet(page, key="phuong"):
    return next(
        part for part in page.all("section", cls="sheet") if part.attributes["aria-labelledby"] == f"phieu-{key}"
    )


def table(part, kind):
    """The texts of a table's body, row by row; [] where there is none."""
    tables = part.all("table", cls=kind)
    rows = tables[0].one("tbody").all("tr") if tables else []
    return [[cell.text for cell in row.children if cell.tag in {"td", "th"}] for row in rows]


def names(part, kind):
    return [row[1] for row in table(part, kind)]


def answer(plan, made, by):
    answer_direction(
        direction=made, unit=desk.unit_of(plan, "KTHTDT"), text="Đã giải ngân 40%", evidence=None, document=None,
        request=Request(key=uuid4(), seen=made.version), by=by, channel=Channel.SCREEN, now=AUTUMN,
    )  # fmt: skip
    made.refresh_from_db()


class TestWhatIsBehind:
    def test_stands_with_value_need_target_reason_unit_and_leader_the_worst_first(self, figures, sheets_of):
        unsaid = "chưa giải trình"
        assert table(sheet(sheets_of()), "behind") == [
            ["6", "Chi KHCN, ĐMST, CĐS trong chi ngân sách", "1,1% (chưa chấp nhận)", "2,25%", "phấn đấu ≥ 3%",
             "▼Chậm tiến độ nhập thay", "Chưa giải ngân gói máy chủ", "KT-HT-ĐT", "V.D. Dũng"],
            ["26", "DN vừa và nhỏ ứng dụng công nghệ số", "44% (chưa chấp nhận)", "52,5%", "60%",
             "▼Chậm tiến độ nhập thay", unsaid, "KT-HT-ĐT", "V.D. Dũng"],
            ["28", "Người dân có tài khoản VNeID", "76,4% (chưa chấp nhận)", "81,3%", "85%",
             "◆Cần chú ý nhập thay", unsaid, "Công an", "B.Q. Ngân"],
        ]  # fmt: skip

    def test_is_the_scorecards_number_for_number(self, figures, plan, sheets_of):
        periods = list(plan.periods.select_related("plan__ward"))
        period = next(period for period in periods if period.code == Q3)
        card = build_scorecard(plan, periods, period, scope=Scope.ENTERED, now=AUTUMN)
        told = {row[0]: row for row in table(sheet(sheets_of()), "behind")}
        assert told.keys() == {row.number for row in card.indicators if row.verdict.face.tone in {"late", "watch"}}
        for row in card.indicators:
            if row.number in told:
                cells = told[row.number]
                assert cells[2].split(" ")[0] == row.value_text
                assert cells[3:5] == [row.need_text, target_words(row.target)]
                assert row.verdict.status.value in cells[5]

    def test_calls_a_missed_target_of_a_closed_year_failed(self, plan, person, sheets_of):
        desk.enter(plan, "PL1.26", "44", person("daumoi"), period=Q4)
        plan.periods.filter(code=Q4).update(closed_at=AUTUMN, closed_by=person("daumoi"), close_reason="Hết kỳ")
        (row,) = table(sheet(sheets_of(ky=Q4)), "behind")
        assert (row[0], row[3]) == ("26", "60%")
        assert row[5].startswith("×Không đạt")

    def test_says_that_a_need_is_provisional(self, plan, person, sheets_of):
        desk.enter(plan, "PL1.12", "20", person("daumoi"), period=Q3)
        assert table(sheet(sheets_of()), "behind")[0][3] == "75% (mốc tạm tính)"

    def test_that_is_nothing_is_said(self, met, sheets_of):
        page = sheets_of()
        assert "Chậm, không đạt hoặc cần chú ý Không có chỉ tiêu nào." in sheet(page).text
        assert page.all("p", cls="nothing-yet") == []

    def test_that_nobody_can_tell_yet_leads_to_the_quarter_before(self, plan, person, sheets_of, slide_of, browser_of):
        desk.enter(plan, "PL1.2", "100", person("vhxh"), period=Q2)
        page = sheets_of()
        assert "Chậm, không đạt hoặc cần chú ý Chưa có số liệu để đánh giá." in sheet(page).text
        for empty, where in (
            (page, reverse("meeting")),
            (slide_of(), reverse("meeting_slide")),
            (read(browser_of("lanhdao").get(reverse("dashboard"), {"ky": Q3})), reverse("dashboard")),
        ):
            words = empty.one("p", cls="nothing-yet")
            assert words.text == "Quý III/2026 chưa có số liệu nào. Xem Quý II/2026"
            before = browser_of("lanhdao").get(where + words.one("a").attributes["href"])
            assert read(before).all("p", cls="nothing-yet") == []

    def test_is_counted_in_the_sentence_whose_numbers_lead_to_the_rows(self, figures, sheets_of, browser_of):
        page = sheets_of()
        sentence = sheet(page, "VDD").one("p", cls="summary")
        assert sentence.text == "0/2 chỉ tiêu đạt hoặc đúng tiến độ; 2 chậm."
        link = next(link for link in sentence.all("a") if link.text == "2 chậm")
        rows = read(browser_of("lanhdao").get(link.attributes["href"])).one("table", cls="board")
        assert [row.one("td", cls="stt").text for row in rows.all("tr") if row.all("td", cls="stt")] == ["6", "26"]


class TestWhatIsOwed:
    def test_names_the_late_units_and_each_missing_row(self, figures, plan, sheets_of):
        rows = {row[0]: row[1:] for row in table(sheet(sheets_of()), "owed")}
        late = " quá hạn 4 ngày"
        assert rows[f"Công an phường{late}"] == [
            "còn thiếu 1 chỉ tiêu; 1 dòng đã nhập chưa gửi",
            "Chỉ tiêu còn thiếu: PL1.27 Người dân có chữ ký số",
        ]
        assert rows[f"Phòng Kinh tế, Hạ tầng và Đô thị{late}"] == ["còn 2 dòng đã nhập chưa gửi", "–"]
        office = rows[f"Trung tâm Phục vụ Hành chính công{late}"]
        assert office[0] == "còn thiếu 6 chỉ tiêu, 2 nhiệm vụ"
        assert "Nhiệm vụ còn thiếu: PL3.II.1 " in office[1]

    def test_leaves_out_who_has_sent_all(self, plan, person, sheets_of):
        officer = person("cap")
        for code in ("PL1.27", "PL1.28"):
            desk.enter(plan, code, "9", officer, period=Q3)
        desk.send(plan, "CAP", officer, period=Q3)
        assert not [row for row in table(sheet(sheets_of()), "owed") if row[0].startswith("Công an")]

    def test_says_what_came_back_though_it_was_sent_in_time(self, plan, person, sheets_of):
        officer = person("cap")
        with time_machine.travel(datetime(2026, 9, 10, 9, 0, tzinfo=LOCAL_ZONE), tick=False):
            for code in ("PL1.27", "PL1.28"):
                desk.enter(plan, code, "9", officer, period=Q3)
            desk.send(plan, "CAP", officer, period=Q3)
        desk.give_back(plan, "CAP", person("daumoi"), "Sai mẫu số", period=Q3)
        rows = table(sheet(sheets_of()), "owed")
        assert rows[-1][:2] == [
            "Công an phường gửi đúng hạn",
            "còn 2 dòng bị trả lại chưa gửi lại",
        ]  # the late ones first

    def test_names_what_was_missing_when_the_period_was_closed(self, plan, person, sheets_of):
        desk.period_of(plan, Q3)
        plan.periods.filter(code=Q3).update(closed_at=AUTUMN, closed_by=person("daumoi"), close_reason="Hết kỳ")
        rows = table(sheet(sheets_of()), "owed")
        assert "Công an phường thiếu 2 dòng khi chốt" in [row[0] for row in rows]

    def test_is_nothing_before_the_period_has_begun(self, sheets_of):
        with time_machine.travel(datetime(2026, 8, 3, 9, 0, tzinfo=LOCAL_ZONE), tick=False):
            part = sheet(sheets_of(ky=Q4))
        assert not part.all("table", cls="owed")
        assert "Kỳ báo cáo chưa bắt đầu." in part.text

    def test_lists_a_leaders_missing_indicators_also_those_without_target(self, figures, sheets_of):
        rows = table(sheet(sheets_of(), "BQN"), "owed")
        assert rows[-1] == [
            "Công an phường quá hạn 4 ngày",
            "1 chỉ tiêu chưa có số liệu",
            "Chỉ tiêu còn thiếu: PL1.27 Người dân có chữ ký số",
        ]
        assert "PL1.4 " in rows[0][2]  # không giao mục tiêu, and owed
        assert "PL1.19" not in rows[0][2]  # hằng năm: not owed in quý III
        assert "Không thiếu số liệu nào." in sheet(sheets_of(), "VDD").text


class TestTasks:
    def test_that_are_overdue_stand_with_their_deadline_and_what_hinders_them(self, plan, person, sheets_of):
        told = {"status": "ongoing", "percent": 75, "difficulties": "Thiếu mẫu", "proposals": "Xin mẫu của Sở"}
        desk.tell(plan, "PL4.I.6", person("vhxh"), period=Q3, **told)
        (row,) = table(sheet(sheets_of()), "overdue")
        assert row[0] == "PL4.I.6"
        assert row[2] == "Tháng 12/2025 (31/12/2025)"
        assert row[3].startswith("▼Đang thực hiện, quá hạn")
        assert row[3].endswith("Hạn in trong kế hoạch đã qua trước ngày ban hành.")
        assert row[4:] == ["VH-XH: đang thực hiện 75% chưa chấp nhận", "Thiếu mẫu Xin mẫu của Sở"]

    def test_that_were_finished_late_are_no_business_of_the_meeting(self, plan, person, sheets_of):
        desk.tell(plan, "PL4.I.6", person("vhxh"), period=Q3, status="done", done_on=date(2026, 2, 1))
        assert "Không có nhiệm vụ quá hạn." in sheet(sheets_of()).text

    def test_stand_on_the_wards_sheet_only_for_no_leader_is_assigned(self, sheets_of):
        assert not sheet(sheets_of(), "BQN").all("table", cls="overdue")


class TestDirections:
    def test_that_are_open_say_to_whom_by_when_and_whether_answered(self, plan, sheets_of):
        give(plan)
        assert table(sheet(sheets_of()), "asked-for") == [
            [ASKED, "Chỉ tiêu PL1.6 Chi KHCN, ĐMST, CĐS trong chi ngân sách", "Lãnh đạo phường", "KT-HT-ĐT",
             "23/09/2026", "●còn 5 ngày", "chưa trả lời"]
        ]  # fmt: skip

    def test_show_the_last_answer_and_leave_when_they_end(self, plan, person, sheets_of):
        made, hand = give(plan), {"channel": Channel.SCREEN, "now": AUTUMN}
        answer(plan, made, person("kthtdt"))
        (row,) = table(sheet(sheets_of()), "asked-for")
        assert row[5:] == ["◆đã trả lời, chờ lãnh đạo", "Đã giải ngân 40% (KT-HT-ĐT, 18/09/2026)"]
        request = Request(key=uuid4(), seen=made.version)
        finish_direction(direction=made, text="", request=request, by=person("lanhdao"), **hand)
        assert "Không có ý kiến chỉ đạo nào đang thực hiện." in sheet(sheets_of()).text

    def test_stand_with_the_leader_who_follows_them_and_with_the_one_who_directs_the_indicator(self, plan, sheets_of):
        give(plan)
        give(plan, code="", units=("CAP",), text="Rà soát cả kỳ")
        page = sheets_of()
        found = {key: [row[0] for row in table(sheet(page, key), "asked-for")] for key in SHEETS}
        both = [ASKED, "Rà soát cả kỳ"]
        assert found == {"phuong": both, "BQN": [], "VDD": [ASKED], "CHH": both}

    def test_to_other_units_are_not_an_officers_business(self, plan, sheets_of):
        give(plan)
        part = sheet(sheets_of("cap"))
        assert ASKED not in part.text
        assert "(giao cho đơn vị của bạn)" in part.text
        assert ASKED in sheet(sheets_of("kthtdt")).text


class TestSheets:
    def test_are_one_for_the_ward_and_one_for_each_leader_who_directs_something(self, plan, sheets_of):
        titles = [part.one("h2").text for part in sheets_of().all("section", cls="sheet")]
        assert titles == [
            "Phiếu giao ban Quý III/2026: toàn phường",
            "Phiếu giao ban Quý III/2026: Bùi Quang Ngân, Phó Chủ tịch UBND phường",
            "Phiếu giao ban Quý III/2026: Vũ Doãn Dũng, Phó Chủ tịch UBND phường",
            "Phiếu giao ban Quý III/2026: Cao Huy Hiếu, Chủ tịch UBND phường",
        ]
        Assignment.objects.filter(leader__code="CHH").update(leader=None)
        assert len(sheets_of().all("section", cls="sheet")) == 3

    def test_hold_each_leaders_own_indicators_only(self, figures, sheets_of):
        page = sheets_of()
        assert [[row[0] for row in table(sheet(page, key), "behind")] for key in SHEETS] == [
            ["6", "26", "28"],
            ["28"],
            ["6", "26"],
            [],
        ]

    def test_can_be_asked_for_alone_and_stay_when_the_period_changes(self, sheets_of):
        page = sheets_of(phieu="VDD")
        assert [part.attributes["aria-labelledby"] for part in page.all("section", cls="sheet")] == ["phieu-VDD"]
        (bar, choices) = page.all("nav", cls="periods")
        assert [link.text for link in choices.all("a") if "aria-current" in link.attributes] == ["Vũ Doãn Dũng"]
        assert "?ky=2026-Q2&phieu=VDD" in [link.attributes["href"] for link in bar.all("a")]

    def test_that_are_not_there_are_named_and_hide_nothing(self, sheets_of):
        page = sheets_of(phieu="khong-co")
        assert len(page.all("section", cls="sheet")) == 4
        assert page.all("p", cls="notice")[0].text == "Không có phiếu này trong kỳ nên trang cho xem tất cả."

    def test_are_one_step_from_the_dashboard_in_the_same_period(self, browser_of):
        page = read(browser_of("lanhdao").get(reverse("dashboard"), {"ky": Q2}))
        addresses = {link.text: link.attributes["href"] for link in page.all("a")}
        assert addresses["Phiếu giao ban"] == "/giao-ban/?ky=2026-Q2"
        assert addresses["Giao ban"] == "/giao-ban/"

    def test_say_that_figures_are_illustrative(self, plan, figures, sheets_of):
        assert "Số liệu minh họa" not in sheets_of().text
        plan.periods.get(code=Q3).figures.update(illustrative=True)
        parts = sheets_of().all("section", cls="sheet")
        assert all("Số liệu minh họa" in part.one("header").text for part in parts)

    @pytest.mark.parametrize("period", ["2026-H1", "2026-9M", "2026-Y", Q4])
    def test_are_there_for_every_kind_of_period(self, figures, sheets_of, period):
        assert len(sheets_of(ky=period).all("section", cls="sheet")) == 4


class TestAViewer:
    def test_sees_accepted_figures_and_no_draft_return_lateness_or_direction(self, figures, plan, person, sheets_of):
        give(plan)
        officer = person("kthtdt")
        desk.send(plan, "KTHTDT", officer, period=Q3)
        chosen = [row_key(Figure.objects.get(indicator__code="PL1.26"))]
        desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3, chosen=chosen)
        page = sheets_of("nguoixem")
        assert [row[:3] for row in table(sheet(page), "behind")] == [
            ["26", "DN vừa và nhỏ ứng dụng công nghệ số", "44%"]
        ]
        for hidden in ("1,1%", "76,4%", ASKED, "Ý kiến chỉ đạo", "quá hạn 4 ngày", "chưa gửi", "giải ngân"):
            assert hidden not in page.text
        owed = {row[0]: row[1:] for row in table(sheet(page), "owed")}
        assert owed["Phòng Kinh tế, Hạ tầng và Đô thị"] == [
            "1 chỉ tiêu chưa có số liệu",
            "Chỉ tiêu còn thiếu: PL1.6 Chi KHCN, ĐMST, CĐS trong chi ngân sách",
        ]
        assert "Chưa có số liệu được chấp nhận" in sheet(page).text

    def test_is_shown_no_draft_on_the_wall(self, figures, slide_of):
        assert slide_of("nguoixem").one("h1").text == "Quý III/2026 chưa có số liệu để đánh giá"

    def test_asks_nothing_of_directions(self, figures, browser_of):
        with CaptureQueriesContext(connection) as asked:
            browser_of("nguoixem").get(reverse("meeting"), {"ky": Q3})
        assert not [query["sql"] for query in asked if "reports_direction" in query["sql"]]


class TestTheProjector:
    def links(self, page):
        nav = page.one("nav", cls="slide-nav")
        return {link.attributes.get("rel", "leave"): link.attributes["href"] for link in nav.all("a")}

    def test_shows_one_at_a_time_and_where_it_is(self, figures, slide_of):
        page = slide_of(ma="PL1.26")
        assert page.one("h1").text == "26. DN vừa và nhỏ ứng dụng công nghệ số"
        assert page.one("p", cls="position").text == "2 / 3"
        assert page.one("head").one("title").text == "2 / 3 · Giao ban Quý III/2026 – Kế hoạch 33"
        numbers = page.one("dl", cls="big-numbers")
        assert [cell.text for cell in numbers.all("dd")] == ["44% (chưa chấp nhận)", "52,5%", "60%"]
        assert "kém 8,5 điểm %" in page.text
        assert "Phòng Kinh tế, Hạ tầng và Đô thị: chưa giải trình." in page.text

    def test_leads_through_them_by_links_alone_and_back(self, figures, slide_of, browser_of):
        client, seen, page = browser_of("lanhdao"), [], slide_of(phieu="phuong")
        while True:
            seen.append(page.one("p", cls="position").text)
            after = self.links(page).get("next")
            if after is None:
                break
            page = read(client.get(reverse("meeting_slide") + after))
        assert seen == ["1 / 3", "2 / 3", "3 / 3"]
        assert self.links(page) == {
            "prev": "?ky=2026-Q3&phieu=phuong&ma=PL1.26",
            "leave": "/giao-ban/?ky=2026-Q3&phieu=phuong",
        }

    def test_shows_one_leaders_where_it_was_opened_from(self, figures, sheets_of, slide_of):
        bar = sheets_of(phieu="BQN").one("div", cls="meeting-bar")
        address = bar.one("a", cls="btn-primary").attributes["href"]
        assert address == "/giao-ban/trinh-chieu/?ky=2026-Q3&phieu=BQN"
        assert slide_of(phieu="BQN").one("p", cls="position").text == "1 / 1"

    def test_begins_again_where_the_indicator_is_no_longer_behind(self, figures, slide_of):
        page = slide_of(ma="PL1.2")
        assert page.one("p", cls="position").text == "1 / 3"
        assert "nay không còn chậm" in page.text

    def test_shows_what_was_asked_for_and_answered(self, figures, plan, person, slide_of):
        made = give(plan)
        words = f"Ý kiến của Lãnh đạo phường: “{ASKED}” (giao KT-HT-ĐT, hạn 23/09/2026, còn 5 ngày)"
        assert slide_of(ma="PL1.6").text.count(words) == 1
        answer(plan, made, person("kthtdt"))
        assert "KT-HT-ĐT trả lời: Đã giải ngân 40%" in slide_of(ma="PL1.6").text
        assert ASKED not in slide_of(ma="PL1.26").text

    def test_says_when_nothing_is_behind(self, met, slide_of):
        page = slide_of()
        assert page.one("h1").text == "Không có chỉ tiêu nào chậm, không đạt hoặc cần chú ý"
        assert self.links(page) == {"leave": "/giao-ban/?ky=2026-Q3"}


class TestTheCost:
    def cost(self, client, name):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name), {"ky": Q3}).status_code == 200
        return len(asked)

    @pytest.mark.parametrize("name", ["meeting", "meeting_slide"])
    def test_is_the_same_for_little_and_much(self, plan, person, browser_of, name):
        client, coordinator = browser_of("daumoi"), person("daumoi")
        desk.enter(plan, "PL1.26", "44", coordinator, period=Q3)
        give(plan)
        little = self.cost(client, name)
        for indicator in Indicator.objects.filter(horizon_year=2026):
            desk.enter(plan, indicator.code, "0", coordinator, period=Q3)
        for code in ("PL1.26", "PL1.28", ""):
            give(plan, code=code, units=("KTHTDT", "CAP"))
        assert self.cost(client, name) == little
        assert little <= 32
