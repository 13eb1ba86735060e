"""What was entered, in the report's tables and in JSON: numbers as numbers, the four states kept apart, text safe."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpis.models import Figure, Indicator
from tests import desk
from tests.book import opened, shown, table_of

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
DRAFT = {"ban-nhap": "1"}


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


class TestNumbers:
    @pytest.mark.parametrize(
        ("code", "typed", "value", "seen"),
        [
            ("PL1.6", "1,2", 1.2, "1,2"),
            ("PL1.6", "1/3", pytest.approx(100 / 3, rel=1e-15), "33,33"),
            ("PL1.26", "45,5", 45.5, "45,5"),
            ("PL1.26", "0", 0, "0"),
            ("PL1.7", "43/45", pytest.approx(4300 / 45, rel=1e-15), "95,6"),
            ("PL1.7", "99,96", 99.96, "99,96"),
            ("PL1.18", "1234", 1234, "1.234"),
            ("PL1.19", "0,785", 0.785, "0,785"),
        ],
    )
    def test_are_numbers_that_show_as_in_vietnam(self, plan, person, sheet, code, typed, value, seen):
        desk.enter(plan, code, typed, person("daumoi"), period=Q3)
        cell = next(row for row in sheet().rows if f"PL1.{row['STT'].value}" == code)["Kết quả thực hiện Quý III"]
        assert (cell.data_type, cell.value, shown(cell)) == ("n", value, seen)

    def test_that_are_estimates_say_so_and_stay_numbers(self, plan, person, sheet, scorecard):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), period=Q3, estimate=True)
        cell = sheet().rows[25]["Kết quả thực hiện Quý III"]
        assert (cell.value, shown(cell)) == (45.5, "45,5 (ước)")
        row = scorecard()["indicators"][25]
        assert (row["value"], row["estimate"], "ước" in row["markers"]) == (45.5, True, True)

    def test_have_the_share_of_the_target_and_the_word_beside_them(self, plan, person, sheet):
        desk.enter(plan, "PL1.6", "2,25", person("kthtdt"), period=Q3)
        row = sheet().row(6)
        assert (row["Tỷ lệ hoàn thành (%)"], row["Đánh giá"]) == ("75", "Đúng tiến độ")

    def test_of_a_goal_come_from_the_same_measure_only(self, plan, person, sheet):
        for code in ("PL1.23", "PL1.25"):
            desk.enter(plan, code, "82", person("ttpvhcc"), period=Q3)
        found = [[shown(row[key]) for key in list(row)[4:6]] for row in sheet("Phụ lục 2").rows[:2]]
        assert found == [["", ""], ["82", "82"]]

    def test_show_their_pair_and_their_explanation_in_the_remarks(self, plan, person, sheet):
        desk.enter(plan, "PL1.7", "43/45", person("vhxh"), period=Q3, explanation="Hai người mới về")
        assert sheet().row(7)["Ghi chú"] == "chưa chấp nhận; 43/45; Hai người mới về"


class TestTheFourStates:
    def test_look_different(self, plan, person, sheet, scorecard):
        desk.enter(plan, "PL1.26", "0", person("kthtdt"), period=Q3)
        desk.enter(plan, "PL1.27", "", person("cap"), period=Q3, nothing_reason="Chưa có hồ sơ nào")
        table = sheet()
        seen = {number: table.row(number) for number in (26, 27, 28, 19)}
        assert {number: row["Kết quả thực hiện Quý III"] for number, row in seen.items()} == {
            26: "0",
            27: "không phát sinh",
            28: "chưa có số liệu",
            19: "chưa đến kỳ",
        }
        assert seen[27]["Ghi chú"] == "chưa chấp nhận; Chưa có hồ sơ nào"
        rows = {row["number"]: row for row in scorecard()["indicators"]}
        assert [(rows[n]["value"], rows[n]["status"]) for n in ("26", "27", "28", "19")] == [
            (0, "Chậm tiến độ"),
            (None, "Không phát sinh"),
            (None, "Chưa có số liệu"),
            (None, "Chưa đến kỳ"),
        ]

    def test_of_the_plans_own_cells_stay_as_printed(self, sheet):
        table = sheet()
        assert (table.row(12)["Kết quả năm 2025"], table.row(15)["Kết quả năm 2025"]) == ("?", "-")
        assert (table.row(4)["Mục tiêu năm 2026"], table.row(6)["Mục tiêu năm 2026"]) == ("-", "phấn đấu ít nhất 3")

    def test_of_a_quarter_that_has_not_begun(self, sheet):
        row = sheet(period=Q4).row(26)
        assert row["Kết quả thực hiện Quý IV"] == "chưa đến kỳ"
        assert row["Kết quả thực hiện Quý II"] == "chưa có số liệu"


class TestTasks:
    def test_say_what_each_unit_says(self, plan, person, sheet):
        told = {"status": "ongoing", "percent": 40, "difficulties": "Thiếu kinh phí", "proposals": "Bố trí sớm"}
        desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, **told)
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), period=Q2, status="done", percent=100, done_on=date(2026, 5, 20))
        row = {key: shown(cell) for key, cell in sheet("Nhiệm vụ").rows[4].items()}
        assert row["Kết quả thực hiện"] == "VH-XH: Đang thực hiện; 40%\nTT DVSNC: Hoàn thành; 100%; ngày 20/05/2026"
        assert row["Khó khăn, vướng mắc; kiến nghị"] == "VH-XH: Thiếu kinh phí; Kiến nghị: Bố trí sớm"
        assert row["Ghi chú"] == "VH-XH: chưa chấp nhận\nTT DVSNC: chưa chấp nhận, theo báo cáo Quý II/2026"
        assert row["Đánh giá"] == "Đang thực hiện, trong hạn"

    def test_without_a_word_say_so(self, sheet):
        assert {cell for row in sheet("Nhiệm vụ").rows for cell in [row["Kết quả thực hiện"].value]} >= {
            "Chưa có số liệu"
        }


class TestText:
    @pytest.mark.parametrize("text", ["=1+1", "+84 225", "-5 %", "@SUM(A1)", '=HYPERLINK("http://x")'])
    def test_that_looks_like_a_formula_stays_text(self, plan, person, sheet, text):
        desk.enter(plan, "PL1.26", "", person("kthtdt"), period=Q3, nothing_reason=text)
        Figure.objects.update(explanation=text)
        cell = sheet().rows[25]["Ghi chú"]
        assert (cell.data_type, cell.quotePrefix) == ("s", False)
        assert cell.value == f"chưa chấp nhận; {text}; {text}"
        Indicator.objects.filter(code="PL1.26").update(name=text)
        cell = sheet().rows[25]["Chỉ tiêu"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)

    def test_with_signs_that_a_workbook_cannot_hold_loses_only_them(self, plan, person, sheet):
        desk.enter(plan, "PL1.26", "", person("kthtdt"), period=Q3, nothing_reason="Một\x0bhai\r\nba\ufffe")
        assert sheet().row(26)["Ghi chú"] == "chưa chấp nhận; Mộthai\nba"


class TestJson:
    def test_has_the_keys_of_the_contract(self, scorecard):
        card = scorecard()
        assert list(card) == [
            "period",
            "plan",
            "scope",
            "illustrative",
            "indicators",
            "tasks",
            "goals_2030",
            "evidence",
        ]
        contract = {"code", "name", "section", "unit", "leader", "baseline", "target", "value", "status", "markers"}
        contract |= {"achievement", "explanation", "quarters"}
        assert all(contract <= row.keys() for row in card["indicators"])
        assert [len(card[part]) for part in ("indicators", "tasks", "goals_2030")] == [29, 19, 15]

    def test_names_the_period_the_plan_and_what_it_holds(self, scorecard):
        assert [scorecard("2026-9M")[key] for key in ("period", "plan", "scope")] == [
            "2026-9M",
            "33/KH-UBND",
            "entered",
        ]
        assert scorecard(asked={})["scope"] == "accepted"

    def test_has_the_words_and_the_four_quarters(self, plan, person, scorecard):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), period=Q2)
        row = scorecard(Q2)["indicators"][25]
        assert (row["status"], row["achievement"]) == ("Đúng tiến độ", 75.833333)
        assert row["explanation"].startswith("Thực hiện 45,5%; hết quý II cần 45%")
        quarters = [(quarter["period"], quarter["value"], quarter["status"]) for quarter in row["quarters"]]
        assert quarters == [
            (Q1, None, "Chưa có số liệu"),
            (Q2, 45.5, "Đúng tiến độ"),
            (Q3, None, "Chưa có số liệu"),
            (Q4, None, "Chưa đến kỳ"),
        ]


def decimals(top, places=6):
    numbers = st.decimals(0, top, places=places, allow_nan=False, allow_infinity=False)
    return numbers.map(lambda number: (f"{number:f}".replace(".", ","), Fraction(number)))


PAIRS = st.integers(1, 9999).flatmap(
    lambda below: st.integers(0, below).map(lambda over: (f"{over}/{below}", Fraction(over * 100, below)))
)
TYPED = {
    "percent": st.one_of(decimals(100), decimals(100, 1), PAIRS),
    "index": decimals(1),
    "count": st.integers(0, 999).map(lambda number: (str(number), Fraction(number))),
}


class TestRoundTrip:
    @settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_of_any_valid_figures_reads_back_equal(self, plan, person, sheet, scorecard, data):
        coordinator, typed = person("daumoi"), {}
        for indicator in Indicator.objects.filter(plan=plan, horizon_year=2026):
            text, exact = data.draw(TYPED[indicator.measure], label=indicator.code)
            desk.enter(plan, indicator.code, text, coordinator, period=Q3)
            typed[indicator.number] = exact
        told = {str(row["STT"].value): row["Kết quả thực hiện Quý III"] for row in sheet().rows}
        assert {number: cell.value for number, cell in told.items()} == {
            number: pytest.approx(float(exact), rel=1e-15) for number, exact in typed.items()
        }
        rows = {row["number"]: row for row in scorecard()["indicators"]}
        for number, exact in typed.items():
            row = rows[number]
            assert abs(Fraction(str(row["value"])) - exact) <= Fraction(1, 2 * 10**6)
            pair = row["numerator"], row["denominator"]
            assert pair == (None, None) or Fraction(Decimal(pair[0]) * 100) / Fraction(Decimal(pair[1])) == exact
            assert shown(told[number]) == row["value_text"].removesuffix("%")
