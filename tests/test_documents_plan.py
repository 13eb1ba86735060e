"""The report beside the printed plan: its columns up to the reported quarter, and every cell that the plan prints."""

import json

import pytest
import time_machine

from kpis.models import Indicator
from plans.models import Period
from plans.opening import open_period
from tests import desk, printed
from tests.book import opened, shown, table_of
from units.models import Channel

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
DRAFT = {"ban-nhap": "1"}
BEFORE = ["STT", "Chỉ tiêu", "ĐVT", "Kết quả năm 2025", "Mục tiêu năm 2026"]
AFTER = ["Tỷ lệ hoàn thành (%)", "Đánh giá", "Cơ quan chủ trì", "Phân công chỉ đạo", "Ghi chú"]


def results(*words):
    return [f"Kết quả thực hiện {word}" for word in words]


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported, quý IV has not begun."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def sheet(plan, report_file):
    """A table of the draft."""
    return lambda title="Phụ lục 1", period=Q3: table_of(opened(report_file("xlsx", period, **DRAFT))[title])


@pytest.fixture
def scorecard(plan, report_file):
    return lambda period=Q3, asked=DRAFT: json.loads(report_file("json", period, **asked))


class TestTheColumns:
    @pytest.mark.parametrize(
        ("period", "quarters"),
        [
            (Q1, ["Quý I"]),
            (Q2, ["Quý I", "Quý II"]),
            (Q3, ["Quý I", "Quý II", "Quý III"]),
            (Q4, ["Quý I", "Quý II", "Quý III", "Quý IV"]),
            ("2026-H1", ["Quý I", "Quý II"]),
            ("2026-9M", ["Quý I", "Quý II", "Quý III"]),
            ("2026-Y", ["Quý I", "Quý II", "Quý III", "Quý IV"]),
        ],
    )
    def test_run_up_to_the_reported_quarter(self, sheet, period, quarters):
        assert sheet(period=period).headings == [*BEFORE, *results(*quarters), *AFTER]

    def test_of_the_goals_and_the_tasks(self, sheet):
        assert sheet("Phụ lục 2").headings == [
            "STT",
            "Chỉ tiêu",
            "ĐVT",
            "Mục tiêu đến năm 2030",
            "Kết quả quý III năm 2026",
            "Tỷ lệ hoàn thành (%)",
            "Cơ quan chủ trì",
            "Chỉ tiêu năm 2026 liên quan",
        ]
        assert sheet("Nhiệm vụ").headings == [
            "STT",
            "Nhiệm vụ",
            "Nhiệm vụ tương ứng (Nghị quyết 71)",
            "Cơ quan chủ trì (Phụ lục 5: Đơn vị thực hiện)",
            "Cơ quan phối hợp",
            "Sản phẩm, kết quả cần đạt",
            "Thời hạn",
            "Kết quả thực hiện",
            "Đánh giá",
            "Khó khăn, vướng mắc; kiến nghị",
            "Ghi chú",
        ]

    @pytest.mark.parametrize(
        ("period", "quarters", "word"),
        [("2026-H1", 2, "6 tháng"), ("2026-9M", 3, "9 tháng"), ("2026-Y", 4, "cả năm"), (Q2, 2, "cộng từ đầu năm")],
    )
    def test_have_the_sum_where_a_quarter_stands_for_itself(self, plan, person, sheet, period, quarters, word):
        Indicator.objects.filter(code="PL1.18").update(accumulation="within")
        for quarter in (Q1, Q2, Q3, Q4):
            desk.enter(plan, "PL1.18", "4", person("vhxh"), period=quarter)
        table = sheet(period=period)
        assert table.headings[5 + quarters] == f"Kết quả thực hiện {word}"
        assert table.row(18)[f"Kết quả thực hiện {word}"] == str(4 * quarters)

    def test_have_the_years_own_figure_once_it_was_opened_for_it(self, plan, person, sheet, scorecard):
        year = Period.objects.select_related("plan__ward").get(plan=plan, code="2026-Y")
        now = year.unit_due_at
        open_period(period=year, by=person("daumoi"), channel=Channel.SCREEN, now=now, reason="Số chính thức")
        desk.enter(plan, "PL1.26", "58", person("kthtdt"), period=Q4)
        desk.enter(plan, "PL1.26", "61,25", person("kthtdt"), period="2026-Y")
        row = sheet(period="2026-Y").row(26)
        assert (row["Kết quả thực hiện Quý IV"], row["Kết quả thực hiện cả năm"]) == ("58", "61,3")
        assert row["Đánh giá"] == "Vượt"
        assert scorecard("2026-Y")["indicators"][25]["value"] == 61.25


class TestWhatThePlanPrints:
    """Expected values: the csv files of the plan, read by the csv module alone."""

    def test_of_the_29_indicators_in_the_workbook(self, sheet):
        table = sheet()
        found = [[shown(row[heading]) for heading in (*BEFORE, *AFTER[2:4])] for row in table.rows]
        assert found == [
            [
                row["tt"],
                row["ten"],
                row["dvt"],
                printed.value(row["ket_qua_2025"]),
                printed.value(row["muc_tieu"]),
                "; ".join(printed.names_of(row["chu_tri"])),
                printed.name_of(row["chi_dao"]),
            ]
            for row in printed.appendix(1)
        ]
        assert len(found) == 29

    def test_is_a_number_where_it_begins_with_a_sign_and_words_where_it_is_told_in_words(self, sheet):
        rows = {row["STT"].value: row for row in sheet().rows}
        told = {number: rows[number]["Mục tiêu năm 2026"].value for number in (1, 16, 6, 4)}
        assert told == {1: 100, 16: 95, 6: "phấn đấu ít nhất 3", 4: "-"}
        assert (rows[19]["Kết quả năm 2025"].value, shown(rows[19]["Kết quả năm 2025"])) == (0.77, "≥ 0,77")

    def test_of_the_29_indicators_in_json(self, scorecard):
        keys = ("code", "number", "name", "measure_unit", "baseline", "target", "unit", "leads", "leader")
        assert [[row[key] for key in keys] for row in scorecard()["indicators"]] == [
            [
                row["ma"],
                row["tt"],
                row["ten"],
                row["dvt"],
                printed.words(row["ket_qua_2025"]),
                printed.words(row["muc_tieu"]),
                printed.name_of(row["bao_cao"]),
                printed.names_of(row["chu_tri"]),
                printed.name_of(row["chi_dao"]),
            ]
            for row in printed.appendix(1)
        ]

    def test_of_the_15_goals_in_the_workbook(self, sheet):
        headings = ("STT", "Chỉ tiêu", "ĐVT", "Mục tiêu đến năm 2030", "Cơ quan chủ trì")
        found = [[shown(row[heading]) for heading in headings] for row in sheet("Phụ lục 2").rows]
        assert found == [
            [
                row["tt"],
                row["ten"],
                row["dvt"],
                printed.value(row["muc_tieu"]),
                "; ".join(printed.names_of(row["chu_tri"])),
            ]
            for row in printed.appendix(2)
        ]
        assert len(found) == 15

    def test_of_the_15_goals_in_json(self, scorecard):
        keys = ("code", "number", "name", "measure_unit", "target", "leads")
        assert [[row[key] for key in keys] for row in scorecard()["goals_2030"]] == [
            [
                row["ma"],
                row["tt"],
                row["ten"],
                row["dvt"],
                printed.words(row["muc_tieu"]),
                printed.names_of(row["chu_tri"]),
            ]
            for row in printed.appendix(2)
        ]

    def test_of_the_19_tasks_in_the_workbook(self, sheet):
        table = sheet("Nhiệm vụ")
        found = [[row[heading].value or "" for heading in table.headings[:7]] for row in table.rows]
        assert found == [
            [
                int(row["tt"]),
                row["ten"],
                f"{row['nhiem_vu_71']} (TT {row['so_71']})" if row["so_71"] else "",
                "; ".join(printed.names_of(row["chu_tri"])),
                "; ".join(printed.names_of(row["phoi_hop"])),
                row["san_pham"],
                f"{row['thoi_han']}\n({row['han_ngay']})" if row["han_ngay"] else row["thoi_han"],
            ]
            for row in printed.tasks()
        ]
        assert len(found) == 19

    def test_of_the_19_tasks_in_json(self, scorecard):
        keys = ("code", "number", "name", "counterpart", "counterpart_number", "leads", "coordinating", "product")
        assert [[*(row[key] for key in keys), row["deadline"], row["due_on"]] for row in scorecard()["tasks"]] == [
            [
                row["ma"],
                row["tt"],
                row["ten"],
                row["nhiem_vu_71"],
                row["so_71"],
                printed.names_of(row["chu_tri"]),
                printed.names_of(row["phoi_hop"]),
                row["san_pham"],
                row["thoi_han"],
                "-".join(reversed(row["han_ngay"].split("/"))) or None,
            ]
            for row in printed.tasks()
        ]

    def test_stands_under_the_sections_of_the_plan(self, plan, report_file):
        book = opened(report_file("xlsx", Q3))
        names = {row["ma"]: f"{row['so']}. {row['ten']}" for row in printed.table("nhom")}
        for title, appendices in (("Phụ lục 1", "1"), ("Phụ lục 2", "2"), ("Nhiệm vụ", "345")):
            first_cells = [row[0].value for row in book[title].iter_rows()]
            wanted = [names[code] for code in names if code[2] in appendices]
            assert [cell for cell in first_cells if cell in wanted] == wanted
