"""The pages that everyone reads: words, numbers and links on them, filters in the address, and who sees what."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import Figure, Indicator
from plans.models import Correction, Period, PlanClause
from tests import desk
from tests.page import read
from units.dates import LOCAL_ZONE
from units.editions import renew

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=LOCAL_ZONE)
DRAFT = "47,3"


@pytest.fixture(autouse=True)
def in_summer():
    """Quý III is being reported, quý IV has not begun."""
    with time_machine.travel(SUMMER, tick=False):
        yield


@pytest.fixture
def board_of(browser_of):
    """The dashboard as an account sees it, with these parameters in the address."""

    def opened(username="lanhdao", name="dashboard", **params):
        words = {key.replace("_", "-"): value for key, value in params.items()}
        answer = browser_of(username).get(reverse(name), words)
        assert answer.status_code == 200
        return read(answer)

    return opened


@pytest.fixture
def figures(plan, person):
    """Quý II and III of a few indicators: passed by none, met, on track, watched over, late, nothing to report."""
    for code, second, third in [
        ("PL1.26", "46", "53"),
        ("PL1.6", "1,5", "2,1"),
        ("PL1.2", "100", "100"),
        ("PL1.12", "20", "30"),
        ("PL1.28", "78", "83"),
    ]:
        desk.enter(plan, code, second, person("daumoi"), period=Q2)
        desk.enter(plan, code, third, person("daumoi"), period=Q3)
    desk.enter(plan, "PL1.15", "", person("daumoi"), period=Q3, nothing_reason="Chưa có trường nào")


def cells(page, code):
    """The texts of an indicator's row, by what they are."""
    row = next(row for row in page.all("tr") if row.all("a") and f"/{code}/" in row.all("a")[0].attributes["href"])
    return {
        "name": row.all("a")[0].text,
        "full name": row.all("a")[0].attributes["title"],
        "before": row.one("td", cls="before").text,
        "now": row.one("td", cls="now").text,
        "target": row.one("td", cls="target").text,
        "reached": row.one("td", cls="reached").text,
        "verdict": row.one("td", cls="verdict").text,
        "who": [cell.text for cell in row.all("td", cls="who")],
    }


def shown(page):
    return [row.one("td", cls="stt").text for row in page.all("tr") if row.all("td", cls="stt")]


def summary(page):
    return page.one("p", cls="summary")


def links(element):
    return {link.text: link.attributes["href"] for link in element.all("a")}


class TestTheBoard:
    def test_has_the_29_rows_under_their_groups(self, board_of):
        page = board_of(ky=Q3)
        assert page.one("h1").text == "29 chỉ tiêu năm 2026"
        assert shown(page) == [str(number) for number in range(1, 30)]
        assert [row.text for row in page.all("tr", cls="group")] == [
            "I. Phát triển hạ tầng 3 chưa có số liệu · 2 không giao mục tiêu",
            "II. Phát triển nguồn lực 11 chưa có số liệu · 1 không giao mục tiêu",
            "III. Phát triển hệ sinh thái đổi mới sáng tạo 1 không giao mục tiêu",
            "IV. Phát triển chuyển đổi số 10 chưa có số liệu · 1 chưa đến kỳ",
        ]

    def test_tells_the_period_in_its_title_and_marks_it_in_the_selector(self, board_of):
        page = board_of(ky=Q2)
        assert page.one("title").text == "Quý II/2026 · Bảng điều khiển – Kế hoạch 33"
        periods = page.one("nav", cls="periods").all("a")
        assert [link.text for link in periods] == [
            "Quý I",
            "Quý II",
            "Quý III",
            "Quý IV",
            "6 tháng",
            "9 tháng",
            "Cả năm",
        ]
        assert [link.text for link in periods if "aria-current" in link.attributes] == ["Quý II"]
        assert [link.text for link in periods if "quiet" in link.attributes.get("class", "")] == ["Quý IV", "Cả năm"]

    def test_opens_at_the_quarter_that_is_being_reported(self, board_of):
        assert board_of().one("title").text == "Quý III/2026 · Bảng điều khiển – Kế hoạch 33"

    def test_tells_a_row_in_numbers_and_words(self, figures, board_of):
        assert cells(board_of(ky=Q3), "PL1.26") == {
            "name": "DN vừa và nhỏ ứng dụng công nghệ số",
            "full name": "Tỷ lệ doanh nghiệp vừa và nhỏ địa phương ứng dụng công nghệ số.",
            "before": "≥ 30%",
            "now": "53% (chưa chấp nhận)",
            "target": "60%",
            "reached": "88,3%",
            "verdict": "●Đúng tiến độ cần 52,5% nhập thay",
            "who": ["KT-HT-ĐT", "V.D. Dũng"],
        }

    @pytest.mark.parametrize(
        ("code", "now", "target", "verdict"),
        [
            ("PL1.6", "2,1% (chưa chấp nhận)", "phấn đấu ≥ 3%", "◆Cần chú ý cần 2,25% nhập thay"),
            ("PL1.2", "100% (chưa chấp nhận)", "100%", "■Đạt duy trì"),
            ("PL1.12", "30% (chưa chấp nhận)", "100%", "▼Chậm tiến độ cần 75% (mốc tạm tính)"),
            ("PL1.15", "không phát sinh", "100%", "□Không phát sinh"),
            ("PL1.4", "chưa có số liệu", "-", "Theo dõi, không giao mục tiêu"),
            ("PL1.19", "chưa đến kỳ", "≥ 0,8", "·Chưa đến kỳ báo cáo hằng năm"),
            ("PL1.20", "chưa có số liệu", "100%", "○Chưa có số liệu hạn 14/09/2026"),
        ],
    )
    def test_tells_each_status_apart(self, figures, board_of, code, now, target, verdict):
        row = cells(board_of(ky=Q3), code)
        assert (row["now"], row["target"], row["verdict"].removesuffix(" nhập thay")) == (
            now,
            target,
            verdict.removesuffix(" nhập thay"),
        )

    def test_says_how_late_a_missing_figure_is(self, board_of):
        assert cells(board_of(ky=Q2), "PL1.20")["verdict"] == "○Chưa có số liệu quá hạn 50 ngày"

    def test_names_the_deadline_of_the_units_not_the_end_of_the_data(self, plan, board_of):
        due = datetime(2026, 9, 18, 11, 0, tzinfo=LOCAL_ZONE)
        Period.objects.filter(plan=plan, code=Q3).update(unit_due_at=due)
        assert cells(board_of(ky=Q3), "PL1.20")["verdict"] == "○Chưa có số liệu hạn 18/09/2026"

    def test_draws_the_bar_and_says_it_in_words(self, figures, board_of):
        page = board_of(ky=Q3)
        drawn = [picture.attributes["aria-label"] for picture in page.all("svg", cls="bullet")]
        assert len(drawn) == 25
        assert "Năm 2025: ≥ 30%; nay: 53%; cần: 52,5%; mục tiêu: 60%" in drawn
        assert "Năm 2025: không có số; nay: 30%; cần: 75%; mục tiêu: 100%" in drawn
        assert "Năm 2025: ≥ 70%; nay: chưa có số liệu; cần: 92,5%; mục tiêu: 100%" in drawn

    def test_draws_the_quarters_and_says_them_in_words(self, figures, board_of):
        drawn = [picture.attributes["aria-label"] for picture in board_of(ky=Q3).all("svg", cls="sparkline")]
        assert "quý I: chưa có số liệu; quý II: 46%; quý III: 53%" in drawn

    def test_writes_positions_with_a_dot_whatever_the_language(self, figures, board_of):
        numbers = [rect.attributes["width"] for rect in board_of(ky=Q3).all("rect", cls="fill")]
        assert numbers
        assert all("," not in number for number in numbers)

    def test_of_lower_is_better_says_so(self, plan, board_of, person):
        Indicator.objects.filter(code="PL1.26").update(
            direction="lower", baseline_value=12, baseline_comparator="=", target_value=5, target_comparator="≤"
        )
        desk.enter(plan, "PL1.26", "6,5", person("kthtdt"), period=Q3)
        page = board_of(ky=Q3)
        assert cells(page, "PL1.26")["verdict"] == "●Đúng tiến độ cần ≤ 6,8%"
        assert len(page.all("rect", cls="wanted")) == 1
        assert any("càng thấp càng tốt" in picture.attributes["aria-label"] for picture in page.all("svg"))

    def test_says_when_its_figures_are_illustrative(self, plan, board_of, person):
        assert not board_of(ky=Q3).all(cls="demo")
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q1)
        assert board_of(ky=Q3).one(cls="demo").text == "Số liệu minh họa"

    def test_says_that_quarter_i_began_before_the_plan(self, board_of):
        expected = "Kỳ số liệu: 15/12/2025–14/03/2026 (bắt đầu trước ngày ban hành kế hoạch, 16/01/2026)."
        assert expected in board_of(ky=Q1).one(cls="legend").text
        assert "bắt đầu trước" not in board_of(ky=Q2).one(cls="legend").text

    @pytest.mark.parametrize("period", ["2026-H1", "2026-9M", "2026-Y"])
    def test_says_the_same_of_what_begins_with_quarter_i(self, board_of, period):
        assert "(bắt đầu trước ngày ban hành kế hoạch, 16/01/2026)" in board_of(ky=period).one(cls="legend").text

    def test_is_a_table_that_can_be_heard(self, board_of):
        table = board_of(ky=Q3).one("table")
        assert table.one("caption").text.startswith("Các chỉ tiêu Quý III/2026")
        assert {head.attributes["scope"] for head in table.all("th")} == {"col", "row", "rowgroup"}


class TestTheSummary:
    def test_counts_every_indicator_once(self, figures, board_of):
        assert summary(board_of(ky=Q3)).text == (
            "3/25 chỉ tiêu đạt hoặc đúng tiến độ; 1 cần chú ý; 1 chậm; 18 chưa có số liệu; 1 không phát sinh; "
            "1 chưa đến kỳ; 4 không giao mục tiêu. So với quý II: 1 kém đi."
        )

    def test_leads_from_each_number_to_its_rows(self, figures, board_of):
        page = board_of(ky=Q3, don_vi="CAP", xep="trang-thai")
        for text, address in links(summary(page)).items():
            number = int(text.split("/")[0].split()[0])
            params = dict(pair.split("=") for pair in address.removeprefix("?").split("&"))
            assert (params["ky"], params["xep"], "don-vi" in params) == (Q3, "trang-thai", False)
            assert len(shown(board_of(**params))) == number, text

    def test_of_the_first_quarter_compares_with_nothing(self, figures, board_of):
        assert "So với" not in summary(board_of(ky=Q1)).text

    def test_says_when_nothing_moved(self, plan, board_of, person):
        desk.enter(plan, "PL1.2", "100", person("vhxh"), period=Q2)
        desk.enter(plan, "PL1.2", "100", person("vhxh"), period=Q3)
        assert "So với quý II: không chỉ tiêu nào thay đổi mức đánh giá." in summary(board_of(ky=Q3)).text


class TestFilters:
    @pytest.mark.parametrize(
        ("params", "numbers"),
        [
            ({"nhom": "PL1.I"}, ["1", "2", "3", "4", "5"]),
            ({"don_vi": "KTHTDT"}, ["6", "26"]),
            ({"lanh_dao": "CHH"}, ["29"]),
            ({"lanh_dao": "VDD", "nhom": "PL1.IV"}, ["26"]),
            ({"trang_thai": "khong-giao-muc-tieu"}, ["4", "5", "10", "18"]),
            ({"trang_thai": "can-chu-y"}, ["6"]),
            ({"trang_thai": "cham"}, ["12"]),
            ({"trang_thai": "tot"}, ["2", "26", "28"]),
            ({"trang_thai": "kem-di"}, ["6"]),
            ({"trang_thai": "khong-phat-sinh"}, ["15"]),
            ({"trang_thai": "tot-len"}, []),
        ],
    )
    def test_leave_the_rows_that_pass_all(self, figures, board_of, params, numbers):
        assert shown(board_of(ky=Q3, **params)) == numbers

    @pytest.mark.parametrize(
        ("typed", "numbers"),
        [
            ("chu ky so", ["27"]),
            ("CHỮ KÝ SỐ", ["27"]),
            ("chữ ký", ["7", "27"]),
            ("doanh nghiep cong nghe so", ["26"]),
            ("đảng uỷ", ["29"]),
            ("doanh nghiep", ["26"]),
            ("PL1.6", ["6"]),
            ("so chu ky", ["7", "8", "15", "27"]),
            ("định danh", ["28"]),
        ],
    )
    def test_search_without_diacritics_the_phrase_first_then_all_words(self, board_of, typed, numbers):
        found = shown(board_of(ky=Q3, q=typed))
        assert found == numbers

    def test_say_what_is_shown_and_how_to_see_all(self, board_of):
        form = board_of(ky=Q3, don_vi="CAP", xep="don-vi").one("form", cls="filters")
        assert "2/29 chỉ tiêu" in form.text
        assert links(form) == {"Bỏ lọc": f"?ky={Q3}&xep=don-vi"}

    def test_that_find_nothing_say_so(self, board_of):
        page = board_of(ky=Q3, q="tàu vũ trụ")
        assert not page.all("table")
        assert "Không có chỉ tiêu nào phù hợp với bộ lọc." in page.text

    def test_stay_when_the_period_changes(self, board_of):
        page = board_of(ky=Q3, don_vi="CAP", q="vneid")
        assert links(page.one("nav", cls="periods"))["Quý I"] == f"?ky={Q1}&don-vi=CAP&q=vneid"

    def test_that_do_not_exist_are_named_and_left_out(self, board_of):
        page = board_of(ky=Q3, don_vi="KHONGCO", xep="gi-day", period="x", page="2")
        assert len(shown(page)) == 29
        assert "đã được bỏ qua" in page.one(cls="notice").text

    def test_keep_what_was_typed_safe(self, board_of):
        page = board_of(ky=Q3, q='"><script>')
        assert page.one("main").one("input", name="q").attributes["value"] == '"><script>'
        assert [script for script in page.all("script") if "src" not in script.attributes] == []

    def test_of_a_period_that_does_not_exist_is_not_found(self, browser_of):
        for name in ("dashboard", "dashboard_tasks", "dashboard_goals"):
            assert browser_of("lanhdao").get(reverse(name), {"ky": "2026-Q7"}).status_code == 404


class TestOrder:
    def headings(self, page):
        return [row.text for row in page.all("tr", cls="group")]

    def test_by_unit_is_the_wards_order(self, board_of):
        headings = self.headings(board_of(ky=Q3, xep="don-vi"))
        names = ["Phòng Văn hóa", "Phòng Kinh tế", "Trung tâm Phục vụ", "Văn phòng HĐND", "Công an phường"]
        assert [text.startswith(name) for text, name in zip(headings, names, strict=True)] == [True] * 5

    def test_by_leader_is_vietnamese_alphabet(self, board_of):
        headings = self.headings(board_of(ky=Q3, xep="lanh-dao"))
        assert [" ".join(text.split()[:3]) for text in headings] == ["Bùi Quang Ngân", "Cao Huy Hiếu", "Vũ Doãn Dũng"]

    def test_by_status_puts_first_what_needs_attention(self, figures, board_of):
        assert self.headings(board_of(ky=Q3, xep="trang-thai")) == [
            "Chậm tiến độ 1 chỉ tiêu",
            "Chưa có số liệu 18 chỉ tiêu",
            "Cần chú ý 1 chỉ tiêu",
            "Đúng tiến độ 2 chỉ tiêu",
            "Đạt 1 chỉ tiêu",
            "Không phát sinh 1 chỉ tiêu",
            "Chưa đến kỳ 1 chỉ tiêu",
            "Theo dõi, không giao mục tiêu 4 chỉ tiêu",
        ]


class TestSorting:
    """A press on a heading: the address says it, the heading shows it, and it can be turned round."""

    def heading(self, page, word):
        return next(head for head in page.one("thead").all("th") if head.text.startswith(word))

    def test_by_share_reached_from_the_least_then_from_the_most(self, figures, board_of):
        page = board_of(ky=Q3)
        assert self.heading(page, "STT").attributes["aria-sort"] == "ascending"
        link = self.heading(page, "Tỷ lệ").one("a").attributes["href"]
        assert link == f"?ky={Q3}&sap=hoan-thanh"
        page = board_of(ky=Q3, sap="hoan-thanh")
        assert shown(page)[:5] == ["12", "6", "26", "28", "2"]
        assert self.heading(page, "Tỷ lệ").attributes["aria-sort"] == "ascending"
        assert not page.all("tr", cls="group")
        assert self.heading(page, "Tỷ lệ").one("a").attributes["href"] == f"?ky={Q3}&sap=-hoan-thanh"
        page = board_of(ky=Q3, sap="-hoan-thanh")
        assert shown(page)[:5] == ["2", "28", "26", "6", "12"]
        assert len(shown(page)) == 29
        assert self.heading(page, "Tỷ lệ").attributes["aria-sort"] == "descending"

    def test_by_name_is_vietnamese_alphabet_and_keeps_the_filter(self, board_of):
        page = board_of(ky=Q3, don_vi="CAP", sap="-ten")
        assert shown(page) == ["28", "27"]
        assert links(page.one("form", cls="filters"))["Bỏ lọc"] == f"?ky={Q3}&sap=-ten"

    def test_stands_within_the_headings_that_are_asked_for(self, figures, board_of):
        page = board_of(ky=Q3, xep="lanh-dao", sap="danh-gia")
        assert len(page.all("tr", cls="group")) == 3

    def test_of_no_column_is_the_printed_order(self, board_of):
        assert shown(board_of(ky=Q3, sap="gi-do")) == [str(number) for number in range(1, 30)]


class TestOnPaper:
    def test_the_filter_is_said(self, board_of):
        words = board_of(ky=Q3, don_vi="CAP", q="vneid").one("p", cls="print-only").text
        assert words == "Đơn vị: Công an phường; tìm “vneid” (1/29 chỉ tiêu)."
        assert not board_of(ky=Q3).all("p", cls="print-only")


class TestQuarters:
    def test_show_each_quarter_by_shape_number_and_word(self, figures, board_of):
        page = board_of(name="dashboard_quarters", ky=Q3)
        row = next(row for row in page.all("tr") if row.all("td", cls="stt") and row.one("td", cls="stt").text == "26")
        assert [cell.text for cell in row.all("td", cls="heat")] == [
            "○ Chưa có số liệu",
            "●46% Đúng tiến độ, chưa chấp nhận",
            "●53% Đúng tiến độ, chưa chấp nhận",
            "· Chưa đến kỳ",
        ]

    def test_say_what_the_shapes_mean_and_how_many_there_are(self, figures, board_of):
        legend = board_of(name="dashboard_quarters", ky=Q3).one("table", cls="meanings")
        rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in legend.one("tbody").all("tr")}
        assert rows["▼ Chậm tiến độ"] == ["–", "1", "1", "–"]
        assert [sum(int(cells[q].replace("–", "0")) for cells in rows.values()) for q in range(4)] == [29] * 4


class TestUnitsAndLeaders:
    def lines(self, page):
        rows = page.one("table").one("tbody").all("tr")
        return {row.one("th").text: [cell.text for cell in row.all("td")] for row in rows}

    def test_have_their_numbers_and_what_is_late(self, figures, board_of):
        lines = self.lines(board_of(name="dashboard_units", ky=Q3))
        assert lines["Phòng Kinh tế, Hạ tầng và Đô thị"] == ["2", "1", "1", "–", "–", "–", "–"]
        vhxh = lines["Phòng Văn hóa - Xã hội"]
        assert vhxh[:6] == ["18", "1", "–", "1", "10", "15"]
        assert "30%, cần 75%" in vhxh[6]
        assert "Nhiệm vụ PL4.I.6 quá hạn 215 ngày" in vhxh[6]
        assert next(iter(lines)) == "Phòng Văn hóa - Xã hội"
        assert lines["Đảng ủy"][5] == "1"

    def test_each_number_leads_to_its_rows(self, figures, board_of):
        for name, words in (("dashboard_units", "don-vi"), ("dashboard_leaders", "lanh-dao")):
            for link in board_of(name=name, ky=Q3).one("table").all("a"):
                address = link.attributes["href"]
                if link.text.isdigit() and "trang-thai" in address:
                    params = dict(pair.split("=") for pair in address.split("?")[1].split("&"))
                    assert words in params
                    assert len(shown(board_of(**params))) == int(link.text), address

    def test_leaders_come_by_how_much_they_direct(self, figures, board_of):
        lines = self.lines(board_of(name="dashboard_leaders", ky=Q3))
        assert [(name, cells[0]) for name, cells in lines.items()] == [
            ("Bùi Quang Ngân", "26"),
            ("Vũ Doãn Dũng", "2"),
            ("Cao Huy Hiếu", "1"),
        ]


class TestTwoPeriods:
    def groups(self, page):
        found = {}
        for body in page.one("table").all("tbody"):
            rows = body.all("tr")
            found[rows[0].text] = [[cell.text for cell in row.all("td", cls="num")] for row in rows[1:]]
        return found

    def test_stand_side_by_side_what_got_worse_first(self, figures, board_of):
        page = board_of(name="dashboard_comparison", ky=Q3)
        assert page.one("h1").text == "Quý II và Quý III năm 2026"
        groups = self.groups(page)
        assert next(iter(groups)) == "Kém đi 1 chỉ tiêu"
        assert groups["Kém đi 1 chỉ tiêu"] == [["1,5%", "2,1%", "+0,6 điểm %"]]
        assert ["46%", "53%", "+7 điểm %"] in groups["Không đổi mức đánh giá 4 chỉ tiêu"]
        assert sum(map(len, groups.values())) == 29

    def test_may_be_any_two_the_earlier_on_the_left(self, figures, board_of):
        page = board_of(name="dashboard_comparison", ky=Q2, voi=Q3)
        assert page.one("h1").text == "Quý II và Quý III năm 2026"
        others = [link.text for link in page.one("nav", cls="other").all("a") if "aria-current" in link.attributes]
        assert others == ["Quý III"]
        assert board_of(name="dashboard_comparison", ky=Q1).one("h1").text == "Quý I và Quý II năm 2026"
        assert board_of(name="dashboard_comparison", ky="2026-9M").one("h1").text == "6 tháng và 9 tháng năm 2026"

    def test_a_period_that_is_not_there_is_not_found(self, browser_of):
        assert browser_of("lanhdao").get(reverse("dashboard_comparison"), {"ky": Q3, "voi": "x"}).status_code == 404


class TestWhoSeesWhat:
    @pytest.fixture
    def draft(self, plan, person):
        """An accepted figure and a draft of the same unit, a draft of a task."""
        officer = person("kthtdt")
        desk.enter(plan, "PL1.26", "51", officer, period=Q3)
        desk.send(plan, "KTHTDT", officer, period=Q3)
        desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)
        desk.enter(plan, "PL1.28", DRAFT, person("cap"), period=Q3, source="Nguồn nháp", explanation="Giải trình nháp")
        desk.enter(plan, "PL1.13", DRAFT, person("vhxh"), period=Q3)
        desk.tell(plan, "PL4.I.2", person("vhxh"), period=Q3, status="ongoing", percent=46, difficulties="Khó nháp")

    ADDRESSES = (
        ("dashboard", ()),
        ("dashboard_tasks", ()),
        ("dashboard_goals", ()),
        ("dashboard_quarters", ()),
        ("dashboard_units", ()),
        ("dashboard_leaders", ()),
        ("dashboard_comparison", ()),
        ("indicator", ("PL1.28",)),
        ("indicator", ("PL1.13",)),
        ("task", ("PL4.I.2",)),
    )

    def test_a_viewer_never_gets_a_draft(self, draft, browser_of):
        client = browser_of("nguoixem")
        for name, args in self.ADDRESSES:
            for scope in ("", "tat-ca", "da-chap-nhan"):
                html = client.get(reverse(name, args=args), {"ky": Q3, "pham-vi": scope}).content.decode()
                for secret in (DRAFT, "nháp", "46%", 'chưa chấp nhận"', "đang nhập", "Lịch sử"):
                    assert secret not in html, (name, secret)

    def test_everyone_inside_gets_it_marked(self, draft, browser_of):
        for username in ("kthtdt", "cap.lanhdao", "daumoi", "lanhdao", "quantri"):
            page = read(browser_of(username).get(reverse("dashboard"), {"ky": Q3}))
            assert cells(page, "PL1.28")["now"] == f"{DRAFT}% (chưa chấp nhận)"
            assert cells(page, "PL1.26")["now"] == "51%"

    def test_the_page_says_which_figures_it_shows(self, draft, board_of):
        assert "Gồm mọi số liệu đã nhập" in board_of(ky=Q3).one(cls="legend").text
        narrow = board_of(ky=Q3, pham_vi="da-chap-nhan").one(cls="legend")
        assert "Chỉ gồm số liệu đã chấp nhận." in narrow.text
        assert links(narrow) == {"Xem cả số liệu chưa chấp nhận": f"?ky={Q3}"}
        viewer = board_of("nguoixem", ky=Q3).one(cls="legend")
        assert "Chỉ gồm số liệu đã chấp nhận." in viewer.text
        assert links(viewer) == {}

    def test_the_narrow_scope_stays_from_page_to_page(self, draft, board_of):
        page = board_of(ky=Q3, pham_vi="da-chap-nhan")
        assert cells(page, "PL1.28")["now"] == "chưa có số liệu"
        kept = f"?ky={Q3}&pham-vi=da-chap-nhan"
        assert {address.split("/")[-1] for address in links(page.one("nav", cls="tabs")).values()} == {kept}
        assert all(link.endswith(kept) for text, link in links(page.all("tbody")[0]).items())

    def test_another_wards_people_find_no_plan(self, plan, person):
        from django.test import Client

        from units.models import Role, User, Ward

        ward = Ward.objects.create(code="khac", name="Khác", city="X", letterhead="X", place="X", report_recipient="X")
        User.objects.create_user(
            "khac", "Hoa.Phuong.Do.2026", full_name="X", ward=ward, role=Role.WARD_LEADER, must_change_password=False
        )
        client = Client()
        client.force_login(person("khac"), backend="units.accounts.AccountBackend")
        for name, args in (*self.ADDRESSES, ("plan_text", ())):
            assert client.get(reverse(name, args=args)).status_code == 404


class TestTasks:
    def test_stand_under_their_appendices(self, board_of):
        page = board_of(name="dashboard_tasks", ky=Q3, xep="phu-luc")
        assert page.one("h1").text == "19 nhiệm vụ năm 2026"
        groups = [row.text for row in page.all("tr", cls="group")]
        assert [text[:14].strip() for text in groups] == [
            "Phụ lục 3 · I",
            "Phụ lục 3 · II",
            "Phụ lục 4 · I",
            "Phụ lục 4 · II",
            "Phụ lục 5 · I",
            "Phụ lục 5 · II",
        ]
        assert "KHCN, ĐMST và CĐS" in groups[0]
        assert "NÂNG CAO" not in groups[0]
        assert shown(page) == ["1", "2", "1", "2", *"1234567", "9", "10", "11", "1", "1", "2", "3", "4"]

    def row(self, page, code):
        row = next(row for row in page.all("tr") if row.all("a") and f"/{code}/" in row.all("a")[0].attributes["href"])
        return [cell.text for cell in row.all("td")]

    def test_tell_leads_parts_product_deadline_and_status(self, plan, board_of, person):
        desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, status="ongoing", percent=40)
        page = board_of(name="dashboard_tasks", ky=Q3)
        assert self.row(page, "PL4.I.1") == [
            "1",
            "VH-XH, TT DVSNC",
            "VH-XH: đang thực hiện 40% chưa chấp nhận TT DVSNC: chưa có số liệu",
            "Bản tin, clip, phóng sự",
            "Hàng năm 31/12/2026",
            "○Chưa triển khai, trong hạn",
        ]

    def test_count_and_lead_to_the_overdue_ones(self, board_of):
        sentence = summary(board_of(name="dashboard_tasks", ky=Q3))
        assert sentence.text == "19 chưa triển khai; trong đó 1 quá hạn."
        assert links(sentence) == {
            "19 chưa triển khai": f"?ky={Q3}&tinh-trang=chua-trien-khai",
            "trong đó 1 quá hạn": f"?ky={Q3}&tinh-trang=qua-han",
        }
        assert shown(board_of(name="dashboard_tasks", ky=Q3, tinh_trang="qua-han")) == ["6"]
        assert len(shown(board_of(name="dashboard_tasks", ky=Q3, tinh_trang="chua-trien-khai"))) == 19
        assert shown(board_of(name="dashboard_tasks", ky=Q3, tinh_trang="hoan-thanh")) == []

    def test_put_the_overdue_first(self, board_of):
        page = board_of(name="dashboard_tasks", ky=Q3)
        assert shown(page)[:3] == ["6", "1", "2"]
        headings = [row.text for row in page.all("tr", cls="group")]
        assert headings[0] == "Quá hạn 1 nhiệm vụ"
        assert headings[1].startswith("Phụ lục 3 · I")
        assert self.row(page, "PL4.I.6")[-2:] == ["Tháng 12/2025 31/12/2025", "▼Chưa triển khai, quá hạn 215 ngày"]

    def test_name_the_counterpart_where_the_plan_prints_no_name(self, board_of):
        page = board_of(name="dashboard_tasks", ky=Q3)
        names = [head.text for head in page.all("th", scope="row")]
        assert names[4].startswith("Đẩy mạnh tái cấu trúc quy trình")

    def test_can_be_searched_and_filtered_by_unit(self, board_of):
        assert len(shown(board_of(name="dashboard_tasks", ky=Q3, don_vi="TTDVSNC"))) == 3
        assert shown(board_of(name="dashboard_tasks", ky=Q3, q="tap huan ai")) == ["4"]
        page = board_of(name="dashboard_tasks", ky=Q3, q="tàu vũ trụ")
        assert "Không có nhiệm vụ nào phù hợp với bộ lọc." in page.text


class TestGoals:
    def reached(self, board_of, code):
        row = board_of(name="dashboard_goals", ky=Q3).one("tr", id=code)
        return tuple(
            next(cell.text for cell in row.all("td") if cell.attributes.get("data-label") == label)
            for label in ("Quý III", "So với 2030")
        )

    def test_share_the_rules_of_the_year_s_indicators(self, plan, board_of, person):
        desk.enter(plan, "PL1.3", "99,96", person("vhxh"), period=Q3)
        assert self.reached(board_of, "PL2.II.2") == ("99,96%", "99,96%")
        Indicator.objects.filter(code="PL2.II.2").update(direction="lower", target_value="49.98")
        renew(plan.ward)
        assert self.reached(board_of, "PL2.II.2")[1] == "50%"
        Indicator.objects.filter(code__in=["PL1.3", "PL2.II.2"]).update(measure="index", target_value="0.8")
        Figure.objects.update(value="0.77")
        renew(plan.ward)
        assert self.reached(board_of, "PL2.II.2")[0] == "0,77"

    def test_stand_beside_the_indicator_that_leads_there(self, plan, board_of, person):
        desk.enter(plan, "PL1.3", "90,4", person("vhxh"), period=Q3)
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
        page = board_of(name="dashboard_goals", ky=Q3)
        assert page.one("h1").text == "15 chỉ tiêu đến năm 2030"
        Indicator.objects.filter(horizon_year=2030).update(horizon_year=2035)
        renew(plan.ward)
        later = board_of(name="dashboard_goals", ky=Q3)
        assert later.one("h1").text == "15 chỉ tiêu đến năm 2035"
        assert "2030" not in later.one("main").one("table").one("thead").text
        same, near = page.one("tr", id="PL2.II.2"), page.one("tr", id="PL2.II.1")
        assert [cell.text for cell in same.all("td")] == [
            "2",
            "%",
            "100%",
            "90,4%",
            "90,4%",
            "3. Băng rộng cố định trên 1 Gbps cùng thước đo",
            "VH-XH",
        ]
        assert [cell.text for cell in near.all("td")][2:6] == [
            "Phấn đấu đạt 3%",
            "–",
            "",
            "6. Chi KHCN, ĐMST, CĐS trong chi ngân sách gần nhau, khác cách đo: không lấy số",
        ]
        assert "không có chỉ tiêu tương ứng trong năm" in page.one("tr", id="PL2.I.3").text


class TestThePlansText:
    def test_has_every_clause_in_order_and_the_headings(self, plan, board_of):
        page = board_of(name="plan_text")
        assert page.one("h1").text == "Kế hoạch 33/KH-UBND"
        assert "ban hành ngày 16/01/2026" in page.one("div", cls="head").text
        numbers = [
            element.attributes["id"].removeprefix("muc-")
            for element in page.one("article").all()
            if "id" in element.attributes
        ]
        assert numbers == list(PlanClause.objects.filter(plan=plan).order_by("order").values_list("number", flat=True))
        assert numbers.index("5.10") == numbers.index("5.9") + 1
        assert page.one("article").all("h2")[0].text.startswith("1. Nâng cao nhận thức")

    def test_ends_with_the_register_of_corrections(self, plan, board_of):
        rows = board_of(name="plan_text").one("table", cls="corrections").one("tbody").all("tr")
        assert len(rows) == Correction.objects.filter(plan=plan).count() == 70
        texts = [[cell.text for cell in row.all("td")] for row in rows]
        assert ["212", "PL1.6", "phần đầu", "phấn đấu", "Lỗi nhận dạng chữ (OCR)", "sửa"] in texts


def cost(client, name, args=(), **params):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=args), params).status_code == 200
    return len(asked)


class TestTheCost:
    def test_of_the_dashboard_is_the_same_for_1_and_29_indicators_and_1_and_4_quarters(self, plan, person, browser_of):
        client, coordinator = browser_of("daumoi"), person("daumoi")
        desk.enter(plan, "PL1.26", "45", coordinator, period=Q1)
        one = cost(client, "dashboard", ky=Q1)
        for period in (Q1, Q2, Q3, Q4):
            for indicator in Indicator.objects.filter(horizon_year=2026):
                desk.enter(plan, indicator.code, "1", coordinator, period=period)
        full = [cost(client, "dashboard", ky=period) for period in (Q1, Q4, "2026-Y")]
        Indicator.objects.filter(horizon_year=2026).exclude(code="PL1.26").update(withdrawn_from=date(2026, 1, 1))
        renew(plan.ward)
        alone = cost(client, "dashboard", ky=Q1)
        assert [one, *full, alone] == [7] * 5

    @pytest.mark.parametrize("username", ["kthtdt", "nguoixem", "quantri"])
    def test_is_bounded_on_every_page_and_for_every_role(self, figures, browser_of, username):
        client = browser_of(username)
        pages = [*TestWhoSeesWhat.ADDRESSES, ("plan_text", ())]
        costs = {(name, args): cost(client, name, args) for name, args in pages}
        assert max(count for (name, _), count in costs.items() if name not in {"indicator", "task"}) <= 12
        assert max(costs.values()) <= 15  # of one indicator or task its evidence, directions and reopenings
