"""The page of one indicator and of one task: what was promised, what came of it, its history for who may read it."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from kpis.models import Indicator, Milestone
from plans.actions import Hand, touch_report
from plans.workflow import RowEvent
from reports.actions import rows_of
from reports.dashboard.history import changes
from tasks.actions import move_progress
from tests import desk
from tests.page import read
from units import journal
from units.dates import LOCAL_ZONE
from units.models import Channel, StandIn, User

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=LOCAL_ZONE)
INSIDE = ("kthtdt", "kthtdt.lanhdao", "daumoi", "lanhdao", "quantri")


@pytest.fixture(autouse=True)
def in_summer():
    """Quý III is being reported, quý IV has not begun."""
    with time_machine.travel(SUMMER, tick=False):
        yield


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def page_of(browser_of):
    def opened(code, username="lanhdao", name="indicator", **params):
        words = {key.replace("_", "-"): value for key, value in params.items()}
        answer = browser_of(username).get(reverse(name, args=[code]), {"ky": Q3} | words)
        assert answer.status_code == 200
        return read(answer)

    return opened


def facts(page):
    names, words = page.one("dl").all("dt"), page.one("dl").all("dd")
    return {name.text: told.text for name, told in zip(names, words, strict=True)}


def table(page, kind):
    """The texts of a table's body, row by row."""
    rows = page.one("table", cls=kind).one("tbody").all("tr")
    return [[cell.text for cell in row.children if cell.tag in {"td", "th"}] for row in rows]


def history(page):
    return table(page, "history") if page.all("table", cls="history") else None


class TestOneIndicator:
    def test_tells_what_was_promised_and_who_answers(self, page_of):
        page = page_of("PL1.6")
        assert (
            page.one("head").one("title").text == "Quý III/2026 · Chi KHCN, ĐMST, CĐS trong chi ngân sách – Kế hoạch 33"
        )
        assert page.one("p", cls="full-name").text == "Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường"
        assert "tổng chi ngân sách phường; chỉ tiêu 2030 gần với nó" in page.text
        assert facts(page) == {
            "Đơn vị tính": "%",
            "Công thức": "tử số : mẫu số × 100 (nhập cặp số hoặc tỷ lệ đã tính, không quá 100%)",
            "Cách tính trong năm": "lũy kế (số liệu là lũy kế từ đầu năm, đã gồm các quý trước)",
            "Tần suất báo cáo": "hằng quý",
            "Chiều tốt": "càng cao càng tốt",
            "Kết quả năm 2025": "0,47%",
            "Mục tiêu năm 2026": "phấn đấu ít nhất 3%",
            "Nguồn số liệu kỳ này": "đơn vị chưa ghi",
            "Đơn vị báo cáo": "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Cơ quan chủ trì": "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Phân công chỉ đạo": "Vũ Doãn Dũng, Phó Chủ tịch UBND phường",
            "Đến năm 2030": "Chi ngân sách hằng năm cho phát triển KHCN, ĐMST, CĐS quốc gia: Phấn đấu đạt 3% "
            "(gần nhau, khác cách đo: không lấy số)",
            "Nguồn": "Kế hoạch 33/KH-UBND, Phụ lục 1, mã PL1.6",
        }

    @pytest.mark.parametrize(
        ("code", "before", "target"),
        [
            ("PL1.10", "- (không có)", "- (không giao mục tiêu)"),
            ("PL1.12", "? (chưa rõ, như bản in)", "100%"),
            ("PL1.19", "≥ 0,77", "≥ 0,8"),
        ],
    )
    def test_says_what_an_empty_cell_of_the_plan_means(self, page_of, code, before, target):
        told = facts(page_of(code))
        assert (told["Kết quả năm 2025"], told["Mục tiêu năm 2026"]) == (before, target)

    def test_explains_its_status_in_a_sentence(self, plan, officer, page_of):
        desk.enter(plan, "PL1.26", "45,5", officer, period=Q3)
        page = page_of("PL1.26")
        assert page.one("p", cls="headline").text == ("Quý III/2026: 45,5% (chưa chấp nhận) ▼Chậm tiến độ cần 52,5%")
        assert (
            "Thực hiện 45,5%; hết quý III cần 52,5% (đường thẳng từ 30% đến 60%); kém 7 điểm %, "
            "đạt 86,7% mức cần, ngoài ngưỡng 10% nên là Chậm tiến độ. "
            "Đã đi được nhiều nhất 51,7% quãng đường từ kết quả 2025 đến mục tiêu."
        ) in page.text

    def test_lists_the_quarters_with_pair_need_source_and_state(self, plan, person, page_of):
        officer = person("vhxh")
        desk.enter(plan, "PL1.12", "10/45", officer, period=Q1, source="Báo cáo Phòng GD", explanation="Mới khảo sát")
        desk.send(plan, "VHXH", officer, period=Q1)
        desk.accept(plan, "VHXH", person("daumoi"), period=Q1)
        desk.enter(plan, "PL1.12", "", officer, period=Q2, nothing_reason="Nghỉ hè")
        desk.enter(plan, "PL1.12", "35/45", officer, period=Q3, estimate=True)
        assert table(page_of("PL1.12"), "quarters") == [
            [
                "Quý I",
                "22,2%",
                "10/45",
                "25% mốc tạm tính",
                "▼Chậm tiến độ",
                "Báo cáo Phòng GD. Mới khảo sát",
                "đã chấp nhận",
            ],
            [
                "Quý II",
                "không phát sinh",
                "–",
                "50% mốc tạm tính",
                "□Không phát sinh chưa chấp nhận",
                "Lý do không phát sinh: Nghỉ hè.",
                "đang nhập",
            ],
            ["Quý III", "77,8%", "35/45", "75% mốc tạm tính", "●Đúng tiến độ ước · chưa chấp nhận", "–", "đang nhập"],
            ["Quý IV", "chưa đến kỳ", "–", "100% mục tiêu năm", "·Chưa đến kỳ", "–", "–"],
        ]

    def test_says_where_each_quarters_need_comes_from(self, plan, page_of):
        Milestone.objects.create(indicator=Indicator.objects.get(code="PL1.26"), quarter=2, value="41.5")
        assert [row[3] for row in table(page_of("PL1.26"), "quarters")] == [
            "37,5% đường thẳng đến mục tiêu",
            "41,5% mốc quý đã đặt",
            "52,5% đường thẳng đến mục tiêu",
            "60% mục tiêu năm",
        ]
        assert table(page_of("PL1.2"), "quarters")[0][3] == "100% giữ mức của năm 2025"
        assert [row[3] for row in table(page_of("PL1.19"), "quarters")] == [
            "0,778 đường thẳng đến mục tiêu, quý này chưa phải báo cáo",
            "0,785 đường thẳng đến mục tiêu, quý này chưa phải báo cáo",
            "0,793 đường thẳng đến mục tiêu, quý này chưa phải báo cáo",
            "0,8 mục tiêu năm",
        ]
        assert table(page_of("PL1.4"), "quarters")[0][3] == "–"

    def test_shows_the_sum_so_far_where_quarters_add_up(self, plan, person, page_of):
        Indicator.objects.filter(code="PL1.18").update(accumulation="within", target_kind="number", target_value=12)
        desk.enter(plan, "PL1.18", "2", person("vhxh"), period=Q1)
        desk.enter(plan, "PL1.18", "5", person("vhxh"), period=Q2)
        assert [row[1] for row in table(page_of("PL1.18"), "quarters")] == [
            "2",
            "5 cộng dồn 7",
            "chưa có số liệu",
            "chưa đến kỳ",
        ]

    def test_draws_the_quarters_against_the_path(self, plan, officer, page_of):
        desk.enter(plan, "PL1.26", "38", officer, period=Q1)
        drawing = page_of("PL1.26").one("svg", cls="path-chart")
        assert drawing.attributes["aria-labelledby"] == "chart-title chart-words"
        assert drawing.one("title", id="chart-title").text.startswith("DN vừa và nhỏ ứng dụng công nghệ số: các quý")
        assert drawing.one("desc", id="chart-words").text == (
            "Kết quả năm 2025: ≥ 30%; Quý I: 38%, cần 37,5%; Quý II: chưa có số liệu, cần 45%; "
            "Quý III: chưa có số liệu, cần 52,5%; Quý IV: chưa đến kỳ, cần 60%; "
            "Mục tiêu năm 2026: 60%."
        )
        assert len(drawing.all("circle")) == 1
        assert [text.text for text in drawing.all("text")] == [
            "60%",
            "≥ 30%",
            "38%",
            "2025",
            "Quý I",
            "Quý II",
            "Quý III",
            "Quý IV",
        ]

    def test_tells_where_the_year_ends_at_the_present_pace_and_how_that_is_computed(self, plan, officer, page_of):
        desk.enter(plan, "PL1.26", "38", officer, period=Q1)
        assert not page_of("PL1.26").all("tr", cls="year-forecast")  # one figure has no pace
        desk.enter(plan, "PL1.26", "44", officer, period=Q3)
        page = page_of("PL1.26")
        assert page.one("tr", cls="year-forecast").text == (
            "Dự báo theo nhịp hiện nay 47% Từ hết quý I (38%) đến hết quý III (44%), bình quân mỗi quý tăng 3 điểm %; "
            "giữ nhịp đó thì hết quý IV là 47%, còn kém mục tiêu năm (60%) 13 điểm %."
        )
        assert page.one("svg").one("text", cls="forecast-value").text == "47%"
        assert "○ dự báo theo nhịp hiện nay" in page.one("section", **{"aria-labelledby": "path"}).text
        assert "Dự báo theo nhịp hiện nay: 47%." in page.one("desc").text

    def test_forecasts_from_accepted_figures_only_for_a_viewer(self, plan, officer, person, page_of):
        for period, typed in ((Q1, "38"), (Q2, "40"), (Q3, "59")):
            desk.enter(plan, "PL1.26", typed, officer, period=period)
        assert not page_of("PL1.26", "nguoixem").all("tr", cls="year-forecast")
        for period in (Q1, Q2):
            desk.send(plan, "KTHTDT", officer, period=period)
            desk.accept(plan, "KTHTDT", person("daumoi"), period=period)
        assert "44%" in page_of("PL1.26", "nguoixem").one("tr", cls="year-forecast").text
        assert "59" not in page_of("PL1.26", "nguoixem").text

    def test_draws_the_milestones_that_were_set_apart_from_the_computed_path(self, page_of):
        assert not page_of("PL1.26").all("path", cls="milestone")
        Milestone.objects.create(indicator=Indicator.objects.get(code="PL1.26"), quarter=2, value="41.5")
        page = page_of("PL1.26")
        assert len(page.all("path", cls="milestone")) == 1
        assert "◇ mốc quý đã đặt" in page.one("section", **{"aria-labelledby": "path"}).text

    def test_draws_and_lists_the_goal_of_2030_where_it_is_the_same_measure_only(self, page_of):
        page = page_of("PL1.17")
        assert page.one("tr", cls="year-goal").text == "Mục tiêu năm 2030 85% cùng thước đo"
        assert [text.text for text in page.one("svg").all("text")][-1] == "2030"
        near = page_of("PL1.6")
        assert not near.all("tr", cls="year-goal")
        assert not near.one("svg").all("rect")

    @pytest.mark.parametrize("code", ["PL1.26", "PL1.6", "PL1.17", "PL1.19"])
    def test_has_every_number_of_the_drawing_in_the_table(self, plan, person, page_of, code):
        for period, typed in ((Q1, "0,3"), (Q3, "0,45")):
            desk.enter(plan, code, typed, person("daumoi"), period=period)
        page = page_of(code)
        told = page.one("table", cls="quarters").text
        numbers = [text.text for text in page.one("svg").all("text") if "%" in text.text or "," in text.text]
        assert len(numbers) >= 4
        assert [number for number in numbers if number not in told] == []

    def test_shows_the_name_as_printed_where_it_differs(self, page_of):
        assert "Bản in: “Tỉ lệ chi cho KHCN, ĐMST, CDS trong tổng chi ngân sách phường”" in page_of("PL1.6").text
        assert "Bản in:" not in page_of("PL1.1").text

    def test_without_target_and_figures_has_nothing_to_draw(self, page_of):
        page = page_of("PL1.4")
        assert not page.all("svg")
        assert "Chưa có số liệu và không có mục tiêu để vẽ." in page.text

    def test_registers_the_corrections_of_its_own_cells_only(self, page_of):
        rows = table(page_of("PL1.6"), "corrections")
        assert rows[0] == ["212", "PL1.6", "phần đầu", "phấn đấu", "Lỗi nhận dạng chữ (OCR)", "sửa"]
        assert all("PL1.6" in row[1].replace(";", " ").split() for row in rows)
        assert not page_of("PL1.2").all("table", cls="corrections")

    def test_shows_the_official_figure_of_the_year(self, plan, officer, page_of):
        desk.enter(plan, "PL1.6", "3,05", officer, period="2026-Y")
        page = page_of("PL1.6", ky="2026-Y")
        assert page.one("p", cls="headline").text.startswith("Năm 2026: 3,05% chính thức (chưa chấp nhận) ▲Vượt")

    @pytest.mark.parametrize("code", ["PL1.30", "khong-co", "pl1.6", "PL4.I.1"])
    def test_that_does_not_exist_is_not_found(self, browser_of, code):
        assert browser_of("lanhdao").get(reverse("indicator", args=[code])).status_code == 404

    def test_of_2030_is_read_among_the_goals(self, browser_of):
        answer = browser_of("lanhdao").get(reverse("indicator", args=["PL2.II.2"]), {"ky": Q2})
        assert (answer.status_code, answer["Location"]) == (302, f"/bang-dieu-khien/2030/?ky={Q2}#PL2.II.2")

    def test_takes_no_post(self, browser_of):
        assert browser_of("daumoi").post(reverse("indicator", args=["PL1.6"])).status_code == 405


class TestHistory:
    @pytest.fixture
    def changed(self, plan, officer, person):
        """Two saves, sent, returned with a reason; a figure of another unit."""
        desk.enter(plan, "PL1.6", "1,2", officer, period=Q3, source="Sổ theo dõi")
        desk.enter(plan, "PL1.6", "2,1", officer, period=Q3, source="Sổ theo dõi", estimate=True)
        desk.send(plan, "KTHTDT", officer, period=Q3)
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu mẫu số", period=Q3)
        desk.enter(plan, "PL1.1", "80", person("vhxh"), period=Q3)

    def test_says_who_when_what_from_to_why_and_how_newest_first(self, changed, page_of):
        now, officer = "09:00 03/08/2026", "Cán bộ KT-HT-ĐT"
        kthtdt = "Quý III/2026 · KTHTDT"
        assert history(page_of("PL1.6")) == [
            [now, "Đầu mối VH-XH", f"trả lại {kthtdt}", "trạng thái: đã gửi → trả lại", "Thiếu mẫu số", "màn hình"],
            [now, officer, f"gửi {kthtdt}", "trạng thái: đang nhập → đã gửi", "–", "màn hình"],
            [now, officer, f"lưu {kthtdt}", "số liệu: 1,2% → 2,1% ước: có", "–", "màn hình"],
            [now, officer, f"lưu {kthtdt}", "số liệu: (trống) → 1,2% nguồn: Sổ theo dõi", "–", "màn hình"],
        ]

    @pytest.mark.parametrize("username", INSIDE)
    def test_is_read_by_the_own_unit_and_those_who_lead_review_or_administer(self, changed, page_of, username):
        assert len(history(page_of("PL1.6", username))) == 4

    @pytest.mark.parametrize("username", ["cap", "vhxh.lanhdao", "nguoixem"])
    def test_is_not_there_for_others(self, changed, page_of, username):
        page = page_of("PL1.6", username)
        assert history(page) is None
        assert "Thiếu mẫu số" not in page.text

    def test_of_another_units_indicator_is_not_there_for_an_officer(self, changed, page_of):
        assert history(page_of("PL1.1", "kthtdt")) is None

    def test_of_a_shared_task_shows_an_officer_the_own_part_only(self, plan, person, page_of):
        desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, status="ongoing", difficulties="Việc của VH-XH")
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), period=Q3, status="done", done_on=date(2026, 7, 20))
        own = history(page_of("PL4.I.1", "ttdvsnc", name="task"))
        assert [row[3] for row in own] == ["tình trạng: (trống) → Hoàn thành ngày hoàn thành: 20/07/2026"]
        assert len(history(page_of("PL4.I.1", "daumoi", name="task"))) == 2
        assert history(page_of("PL4.I.1", "kthtdt", name="task")) is None

    def test_is_read_by_who_stands_in_for_the_unit(self, changed, plan, person, page_of):
        unit = desk.unit_of(plan, "KTHTDT")
        StandIn.objects.create(unit=unit, person=person("cap"), starts_on=SUMMER.date(), ends_on=SUMMER.date())
        assert len(history(page_of("PL1.6", "cap"))) == 4

    def test_of_a_shared_task_shows_a_stand_in_the_part_of_that_unit_only(self, plan, person, page_of):
        for name, words in {"vhxh": "Việc của VH-XH", "ttdvsnc": "Việc của trung tâm"}.items():
            desk.tell(plan, "PL4.I.1", person(name), period=Q3, status="ongoing", difficulties=words)
        unit = desk.unit_of(plan, "VHXH")
        StandIn.objects.create(unit=unit, person=person("cap"), starts_on=SUMMER.date(), ends_on=SUMMER.date())
        seen = history(page_of("PL4.I.1", "cap", name="task"))
        assert ["Việc của VH-XH" in row[3] for row in seen] == [True]

    def test_marks_what_was_entered_for_a_unit(self, plan, person, page_of):
        desk.enter(plan, "PL1.6", "1,2", person("daumoi"), period=Q3)
        assert history(page_of("PL1.6"))[0][1] == "Đầu mối VH-XH nhập thay"

    def test_says_when_there_is_none(self, page_of):
        assert "Chưa có thay đổi nào." in page_of("PL1.6").text

    def test_holds_changes_of_the_plan_but_not_those_of_another_year(self, plan, person, page_of):
        indicator = Indicator.objects.get(code="PL1.6")
        common = {"ward": plan.ward, "by": person("quantri"), "channel": Channel.ADMIN, "now": SUMMER}
        journal.record(
            journal.Subject("indicator", indicator.pk, "PL1.6"),
            "change",
            **common,
            before={"tần suất": "hằng quý"},
            after={"tần suất": "hằng năm"},
        )
        journal.record(journal.Subject("indicator", indicator.pk + 999, "PL1.6"), "change", **common)
        journal.record(journal.Subject("figure", 1, "PL1.6", "2027-Q1", "KTHTDT"), "save", **common)
        assert [row[1:4] for row in history(page_of("PL1.6"))] == [
            ["Quản trị hệ thống", "sửa", "tần suất: hằng quý → hằng năm"]
        ]

    def test_of_another_ward_is_never_there(self, changed, plan, page_of, person):
        other = type(plan.ward).objects.create(
            code="khac", name="Khác", city="X", letterhead="X", place="X", report_recipient="X"
        )
        journal.record(
            journal.Subject("figure", 1, "PL1.6", Q3, "KTHTDT"),
            "save",
            ward=other,
            by=None,
            channel=Channel.SCREEN,
            now=SUMMER,
            after={"số liệu": "99,9%"},
        )
        assert "99,9%" not in page_of("PL1.6").text

    def test_names_only_what_changed(self):
        told = changes({"số liệu": "1%", "nguồn": "A", "ước": "có"}, {"số liệu": "2%", "nguồn": "A"})
        assert [(change.name, change.before, change.after) for change in told] == [
            ("số liệu", "1%", "2%"),
            ("ước", "có", ""),
        ]


class TestOneTask:
    def test_tells_what_is_printed(self, page_of):
        page = page_of("PL3.II.1", name="task")
        assert page.one("h1").text == "Nhiệm vụ PL3.II.1"
        told = facts(page)
        assert told["Nhiệm vụ tương ứng"].startswith("Hoàn thành số hóa quy trình nghiệp vụ nội bộ")
        assert told["Nhiệm vụ tương ứng"].endswith("(số 48 của Nghị quyết 71)")
        assert (told["Chủ trì"], told["Sản phẩm, kết quả cần đạt"], told["Thời hạn"]) == (
            "UBND phường; Các cơ quan chuyên môn; Trung tâm Phục vụ Hành chính công",
            "Hoàn thành số hóa",
            "Thường xuyên (không quy định ngày)",
        )
        assert "Phối hợp" not in told
        assert "Nguồn kinh phí" not in told

    def test_tells_the_money_and_the_printed_deadline_beside_the_day(self, page_of):
        told = facts(page_of("PL5.I.1", name="task"))
        assert (told["Nguồn kinh phí"], told["Thời hạn"]) == ("đầu tư công", "Năm 2026 (31/12/2026)")
        assert facts(page_of("PL4.I.6", name="task"))["Thời hạn"] == "Tháng 12/2025 (31/12/2025)"

    def test_lists_the_part_of_each_unit(self, plan, person, page_of):
        desk.tell(
            plan,
            "PL4.I.1",
            person("vhxh"),
            period=Q2,
            status="ongoing",
            percent=40,
            product="Bản tin số 1",
            difficulties="Thiếu máy ảnh",
            proposals="Đề nghị cấp máy",
        )
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), period=Q3, status="done", done_on=date(2026, 7, 20))
        assert table(page_of("PL4.I.1", name="task"), "parts") == [
            [
                "Phòng Văn hóa - Xã hội",
                "Đang thực hiện, 40% chưa chấp nhận · theo báo cáo Quý II/2026",
                "Bản tin số 1",
                "Thiếu máy ảnh",
                "Đề nghị cấp máy",
                "đang nhập",
            ],
            [
                "Trung tâm Dịch vụ sự nghiệp công",
                "Hoàn thành xong ngày 20/07/2026 chưa chấp nhận",
                "–",
                "–",
                "–",
                "đang nhập",
            ],
        ]

    def test_shows_each_units_progress_over_the_quarters_and_what_the_whole_came_to(self, plan, person, page_of):
        vhxh, centre = person("vhxh"), person("ttdvsnc")
        desk.tell(plan, "PL4.I.1", vhxh, period=Q1, status="ongoing", percent=40, product="Bản tin số 1")
        desk.tell(plan, "PL4.I.1", centre, period=Q2, status="ongoing", percent=50)
        desk.tell(plan, "PL4.I.1", centre, period=Q3, status="done", done_on=date(2026, 7, 20))
        page = page_of("PL4.I.1", name="task")
        assert table(page, "course") == [
            [
                "Phòng Văn hóa - Xã hội",
                "Đang thực hiện, 40% Bản tin số 1 chưa chấp nhận",
                "Đang thực hiện, 40% chưa chấp nhận · theo báo cáo Quý I/2026",
                "Đang thực hiện, 40% chưa chấp nhận · theo báo cáo Quý I/2026",
            ],
            [
                "Trung tâm Dịch vụ sự nghiệp công",
                "Chưa có số liệu",
                "Đang thực hiện, 50% chưa chấp nhận",
                "Hoàn thành chưa chấp nhận",
            ],
            ["Cả nhiệm vụ (theo phần chậm nhất)", "Chưa triển khai", "Đang thực hiện", "Đang thực hiện"],
        ]
        bars = [bar.attributes["width"] for bar in page.all("rect", cls="filled")]
        assert bars == ["24.0", "24.0", "24.0", "30.0"]
        assert "xếp theo phần chậm nhất: Phòng Văn hóa - Xã hội: đang thực hiện." in page.text

    def test_names_no_slowest_part_where_all_stand_alike_or_there_is_one(self, plan, person, page_of):
        for name in ("vhxh", "ttdvsnc"):
            desk.tell(plan, "PL4.I.1", person(name), period=Q3, status="ongoing")
        assert "chậm nhất:" not in page_of("PL4.I.1", name="task").text
        page = page_of("PL4.I.2", name="task")
        assert "chậm nhất" not in page.text

    def test_names_the_part_of_which_nothing_is_known_as_the_slowest(self, plan, person, page_of):
        desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, status="ongoing")
        told = page_of("PL4.I.1", name="task").text
        assert "phần chậm nhất: Trung tâm Dịch vụ sự nghiệp công: chưa có số liệu." in told

    def test_ends_the_course_at_the_period_and_shows_a_viewer_no_draft_of_it(self, plan, person, page_of):
        officer = person("ttpvhcc")
        desk.tell(plan, "PL3.II.1", officer, period=Q1, status="ongoing", percent=30)
        desk.tell(plan, "PL3.II.1", officer, period=Q3, status="ongoing", percent=90)
        assert [len(row) for row in table(page_of("PL3.II.1", name="task", ky=Q2), "course")] == [3]
        (row,) = table(page_of("PL3.II.1", "nguoixem", name="task"), "course")
        assert row[1:] == ["Chưa có số liệu"] * 3

    def test_tells_a_viewer_what_was_accepted(self, plan, person, page_of):
        officer = person("ttpvhcc")
        desk.tell(plan, "PL3.II.1", officer, period=Q3, status="ongoing", difficulties="Thiếu máy quét")
        assert "Thiếu máy quét" not in page_of("PL3.II.1", "nguoixem", name="task").text
        desk.send(plan, "TTPVHCC", officer, period=Q3)
        desk.accept(plan, "TTPVHCC", person("daumoi"), period=Q3)
        (part,) = table(page_of("PL3.II.1", "nguoixem", name="task"), "parts")
        assert part[1:4] == ["Đang thực hiện", "–", "Thiếu máy quét"]

    def test_without_a_name_of_its_own_goes_by_its_counterpart(self, page_of):
        page = page_of("PL3.II.2", name="task")
        assert page.one("p", cls="full-name").text.startswith("Đẩy mạnh tái cấu trúc quy trình")
        assert "Bản in để trống tên nhiệm vụ" in page.text

    @pytest.mark.parametrize("code", ["PL4.I.8", "PL1.6"])
    def test_that_does_not_exist_is_not_found(self, browser_of, code):
        assert browser_of("lanhdao").get(reverse("task", args=[code])).status_code == 404

    def test_marks_what_was_accepted_and_is_open_again(self, plan, person, page_of, report_file):
        officer, coordinator = person("ttpvhcc"), person("daumoi")
        User.objects.update(is_demo=False)
        desk.tell(plan, "PL3.II.1", officer, period=Q3, status="ongoing", difficulties="Thiếu máy quét")
        desk.send(plan, "TTPVHCC", officer, period=Q3)
        desk.accept(plan, "TTPVHCC", coordinator, period=Q3)
        report = desk.report_of(plan, "TTPVHCC", Q3)
        with transaction.atomic():
            report = touch_report(unit=report.unit, period=report.period, by=coordinator, now=SUMMER)
            hand = Hand(by=coordinator, channel=Channel.SCREEN, now=SUMMER)
            move_progress(rows_of(report).progress, RowEvent.REOPEN, hand=hand, reason="Sở hỏi lại")
        desk.tell(plan, "PL3.II.1", officer, period=Q3, status="done", done_on=date(2026, 7, 20))
        (inside,) = table(page_of("PL3.II.1", name="task"), "parts")
        (outside,) = table(page_of("PL3.II.1", "nguoixem", name="task"), "parts")
        assert inside[1] == "Hoàn thành xong ngày 20/07/2026 chưa chấp nhận · đang điều chỉnh"
        assert outside[1:4] == ["Đang thực hiện đang điều chỉnh", "–", "Thiếu máy quét"]
        sheet = openpyxl.load_workbook(BytesIO(report_file("xlsx", Q3)))["Nhiệm vụ"]
        assert "đang điều chỉnh" in {cell.value for row in sheet.iter_rows() for cell in row}
