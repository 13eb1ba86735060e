"""Judging a figure: the tables of the domain, every status and marker, the sentence, and the rules' algebra."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpis.evaluation import (
    FACES,
    LABELS,
    Accumulation,
    Direction,
    Frequency,
    Observation,
    Promise,
    Status,
    Verdict,
    expected,
    is_provisional,
    judge,
    milestone_faults,
    owed_in,
    starting_point,
)
from kpis.explanation import SENTENCES, Ground
from plans.quantities import Measure

PERCENT, INDEX, COUNT = Measure.PERCENT, Measure.INDEX, Measure.COUNT
HIGHER, LOWER = Direction
POINT, CUMULATIVE, WITHIN = Accumulation
NEED_II = "hết quý II cần 80% (đường thẳng từ 60% đến 100%)"


def number(value: str | int | None) -> Fraction | None:
    return None if value is None else Fraction(str(value).replace(",", "."))


def promise(target="100", baseline="60", measure=PERCENT, milestones=None, **more) -> Promise:
    marks = {quarter: Fraction(str(mark)) for quarter, mark in (milestones or {}).items()}
    return Promise(measure, target=number(target), baseline=number(baseline), milestones=marks, **more)


def seen(value=None, quarter=2, **more) -> Observation:
    return Observation(quarter=quarter, amount=number(value), **more)


def verdict(value=None, quarter=2, told: Promise | None = None, **more) -> Verdict:
    return judge(told or promise(), seen(value, quarter, **more))


# --- Expected now

# Code → (baseline, target, the values of quarters I–III) of domain.md.
EXPECTED = {
    "1": ("60", "100", "70 80 90"),
    "3": ("60", "100", "70 80 90"),
    "7": ("80", "100", "85 90 95"),
    "9": ("80", "90", "82.5 85 87.5"),
    "12": (None, "100", "25 50 75"),
    "13": (None, "100", "25 50 75"),
    "15": (None, "100", "25 50 75"),
    "16": (None, "95", "23.75 47.5 71.25"),
    "17": (None, "85", "21.25 42.5 63.75"),
    "19": ("0.77", "0.8", "0.7775 0.785 0.7925"),
    "20": ("70", "100", "77.5 85 92.5"),
    "22": ("90", "100", "92.5 95 97.5"),
    "26": ("30", "60", "37.5 45 52.5"),
    "27": (None, "10", "2.5 5 7.5"),
    "28": ("70", "85", "73.75 77.5 81.25"),
    "29": ("60", "90", "67.5 75 82.5"),
}
KEPT = ["2", "8", "11", "14", "21", "23", "24", "25"]


@pytest.mark.parametrize("code", EXPECTED)
def test_expected_values_of_the_plan(code):
    baseline, target, values = EXPECTED[code]
    told = promise(target, baseline)
    assert [expected(told, quarter) for quarter in (1, 2, 3)] == [Fraction(value) for value in values.split()]
    assert expected(told, 4) == Fraction(target)


def test_the_running_total_of_indicator_6_starts_at_zero_whatever_last_year_was():
    told = promise("3", "0.47", accumulation=CUMULATIVE)
    assert [expected(told, quarter) for quarter in (1, 2, 3, 4)] == [
        Fraction(3 * quarter, 4) for quarter in (1, 2, 3, 4)
    ]


def test_what_is_kept_is_expected_all_year():
    assert {expected(promise("100", "100"), quarter) for quarter in (1, 2, 3, 4)} == {Fraction(100)}


def test_what_adds_up_within_the_quarter_expects_the_sum_so_far():
    assert [expected(promise("12", None, COUNT, accumulation=WITHIN), q) for q in (1, 2, 3, 4)] == [3, 6, 9, 12]


def test_a_milestone_stands_in_the_place_of_the_line_but_not_of_the_target():
    told = promise(milestones={1: 62, 2: 65, 4: 70})
    assert [expected(told, quarter) for quarter in (1, 2, 3, 4)] == [62, 65, 90, 100]


def test_lower_is_better_without_a_baseline_holds_the_target_from_the_start():
    assert {expected(promise("5", None, direction=LOWER), quarter) for quarter in (1, 2, 3, 4)} == {Fraction(5)}


def test_lower_is_better_that_accumulates_still_starts_at_zero():
    told = promise("12", None, COUNT, direction=LOWER, accumulation=CUMULATIVE)
    assert [expected(told, quarter) for quarter in (1, 2, 3, 4)] == [3, 6, 9, 12]


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_nothing_is_expected_without_a_target(quarter):
    told = promise(None, "60", milestones={1: 10})
    assert (expected(told, quarter), starting_point(told)) == (None, None)
    assert not is_provisional(told, quarter)


@pytest.mark.parametrize(
    ("told", "provisional"),
    [
        (promise("100", None), (True, True, True, False)),
        (promise("100", None, milestones={2: 40}), (True, False, True, False)),
        (promise("100", "60"), (False,) * 4),
        (promise("100", "0"), (False,) * 4),
        (promise("5", None, direction=LOWER), (True, True, True, False)),
        (promise("3", None, accumulation=CUMULATIVE), (False,) * 4),
        (promise("12", None, COUNT, accumulation=WITHIN), (False,) * 4),
    ],
)
def test_where_the_expected_value_is_provisional(told, provisional):
    assert tuple(is_provisional(told, quarter) for quarter in (1, 2, 3, 4)) == provisional


# --- Frequency


@pytest.mark.parametrize(
    ("frequency", "quarters"),
    [(Frequency.QUARTERLY, [1, 2, 3, 4]), (Frequency.HALF_YEARLY, [2, 4]), (Frequency.YEARLY, [4])],
)
def test_when_a_figure_is_owed(frequency, quarters):
    assert [quarter for quarter in (1, 2, 3, 4) if owed_in(frequency, quarter)] == quarters


def test_a_figure_given_early_is_judged_all_the_same():
    told = promise("0.8", "0.77", INDEX, places=2, frequency=Frequency.YEARLY)
    assert verdict("0.81", 1, told).status is Status.PASSED


# --- Status, rule by rule


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize("value", [None, "0", "50"])
def test_rule_1_without_a_target_nothing_is_judged(value, quarter):
    assert verdict(value, quarter, promise(None, None), final=True).status is Status.WATCHED


@pytest.mark.parametrize(
    ("frequency", "quarter", "more", "status"),
    [
        (Frequency.QUARTERLY, 2, {"nothing_to_report": True}, Status.NOTHING),
        (Frequency.YEARLY, 2, {"nothing_to_report": True}, Status.NOTHING),
        (Frequency.YEARLY, 3, {}, Status.NOT_DUE),
        (Frequency.YEARLY, 4, {}, Status.MISSING),
        (Frequency.HALF_YEARLY, 1, {}, Status.NOT_DUE),
        (Frequency.HALF_YEARLY, 2, {}, Status.MISSING),
        (Frequency.QUARTERLY, 2, {"has_begun": False}, Status.NOT_DUE),
        (Frequency.QUARTERLY, 2, {}, Status.MISSING),
        (Frequency.QUARTERLY, 4, {"final": True}, Status.MISSING),
    ],
)
def test_rule_2_without_a_value(frequency, quarter, more, status):
    told = promise(frequency=frequency)
    assert verdict(None, quarter, told, **more).status is status


def test_zero_is_a_value():
    assert verdict("0").status is Status.LATE


def test_a_sum_stands_where_the_last_quarter_alone_had_nothing_to_report():
    told = promise("12", None, COUNT, accumulation=WITHIN)
    assert verdict("6", 2, told, nothing_to_report=True).status is Status.ON_TRACK


# Indicator 9 (80 → 90, so 85 in quarter II, and 76,5 is 90 % of that) · indicator 1 (60 → 100: 80, 72).
@pytest.mark.parametrize(
    ("baseline", "target", "value", "status"),
    [
        ("80", "90", "90.000001", Status.PASSED),
        ("80", "90", "90", Status.MET),
        ("80", "90", "89.999999", Status.ON_TRACK),
        ("80", "90", "85", Status.ON_TRACK),
        ("80", "90", "84.999999", Status.ATTENTION),
        ("80", "90", "80", Status.ATTENTION),
        ("80", "90", "79.999999", Status.LATE),
        ("60", "100", "72", Status.ATTENTION),
        ("60", "100", "71.999999", Status.LATE),
        ("60", "100", "59", Status.LATE),
        ("100", "100", "99", Status.ATTENTION),
        ("100", "100", "90", Status.ATTENTION),
        ("100", "100", "89.9", Status.LATE),
        ("100", "100", "100", Status.MET),
        (None, "100", "0", Status.LATE),
        (None, "100", "45", Status.ATTENTION),
    ],
)
def test_rules_3_to_9_in_quarter_ii(baseline, target, value, status):
    assert verdict(value, 2, promise(target, baseline)).status is status


@pytest.mark.parametrize("code", KEPT)
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_indicators_at_100_percent_can_be_kept_and_never_passed(code, quarter):
    told = verdict("100", quarter, promise("100", "100"))
    assert (told.status, told.markers) == (Status.MET, ("Duy trì",)), code


@pytest.mark.parametrize(
    ("quarter", "final", "value", "status"),
    [
        (4, True, "99", Status.FAILED),
        (4, True, "10", Status.FAILED),
        (4, True, "100", Status.MET),
        (4, False, "99", Status.ATTENTION),
        (4, False, "89", Status.LATE),
        (3, True, "99", Status.ON_TRACK),
        (1, True, "10", Status.LATE),
    ],
)
def test_rule_5_says_failed_only_of_a_closed_quarter_iv(quarter, final, value, status):
    assert verdict(value, quarter, final=final).status is status


def test_rule_6_does_not_hold_where_last_year_was_better_than_the_target_already():
    assert verdict("85", 2, promise("80", "90")).status is Status.PASSED
    assert verdict("79", 2, promise("80", "90")).status is Status.ATTENTION


def test_rule_6_is_for_states_not_for_running_totals():
    told = promise("3", "2", accumulation=CUMULATIVE)
    assert verdict("1.5", 2, told).status is Status.ON_TRACK


def test_rule_6_stands_before_a_milestone_below_last_year():
    assert verdict("55", 2, promise("100", "60", milestones={2: "50"})).status is Status.LATE


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("4", Status.PASSED),
        ("5", Status.MET),
        ("7.5", Status.ON_TRACK),
        ("8.25", Status.ATTENTION),
        ("8.250001", Status.LATE),
        ("10", Status.LATE),
        ("10.000001", Status.LATE),
    ],
)
def test_lower_is_better_mirrors_every_comparison(value, status):
    assert verdict(value, 2, promise("5", "10", direction=LOWER)).status is status


@pytest.mark.parametrize(
    ("quarter", "value", "final", "status"),
    [
        (2, "0", False, Status.ON_TRACK),
        (2, "6", False, Status.ON_TRACK),
        (2, "6.6", False, Status.ATTENTION),
        (2, "12", False, Status.LATE),
        (4, "11", False, Status.PASSED),
        (4, "12", False, Status.MET),
        (4, "13", False, Status.ATTENTION),
        (4, "13", True, Status.FAILED),
    ],
)
@pytest.mark.parametrize("accumulation", [CUMULATIVE, WITHIN])
def test_a_sum_that_must_stay_low_has_neither_passed_nor_met_before_quarter_iv(
    quarter, value, final, status, accumulation
):
    told = promise("12", None, COUNT, direction=LOWER, accumulation=accumulation)
    assert verdict(value, quarter, told, final=final).status is status


def test_a_running_total_that_reached_the_target_early_has_met_it():
    told = promise("3", "0.47", accumulation=CUMULATIVE)
    assert [verdict(value, 1, told).status for value in ("3", "3.1")] == [Status.MET, Status.PASSED]


def test_the_tolerance_is_the_plan_s():
    told = replace(promise(), tolerance=Fraction(1, 20))
    assert [verdict(value, 2, told).status for value in ("76", "75.9")] == [Status.ATTENTION, Status.LATE]


def test_a_quotient_is_judged_exactly():
    told = promise(str(Fraction(4300, 45)), "60")
    assert judge(told, Observation(2, Fraction(4300, 45))).status is Status.MET
    assert judge(told, Observation(2, Fraction("95.555555"))).status is Status.ON_TRACK


def test_words_and_faces():
    assert {status.value for status in Status} == {
        "Theo dõi, không giao mục tiêu",
        "Không phát sinh",
        "Chưa đến kỳ",
        "Chưa có số liệu",
        "Vượt",
        "Đạt",
        "Không đạt",
        "Chậm tiến độ",
        "Đúng tiến độ",
        "Cần chú ý",
    }
    assert set(FACES) == set(Status)
    assert len({face.shape for face in FACES.values()}) == len(FACES)
    assert sorted(face.severity for face in FACES.values()) == list(range(len(FACES)))
    assert {face.tone for face in FACES.values()} == {"good", "track", "watch", "late", "none"}
    assert FACES[Status.WATCHED].short == "Theo dõi"
    assert verdict("80").face is FACES[Status.ON_TRACK]


def test_labels_stand_beside_every_choice():
    assert {*Direction, *Accumulation, *Frequency} == set(LABELS)
    assert [LABELS[each] for each in Accumulation] == ["thời điểm", "lũy kế", "trong kỳ"]


# --- Provisional


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("50", "Đúng tiến độ (mốc tạm tính)"),
        ("45", "Cần chú ý (mốc tạm tính)"),
        ("44", "Chậm tiến độ (mốc tạm tính)"),
        ("100", "Đạt"),
        (None, "Chưa có số liệu"),
    ],
)
def test_a_status_that_hangs_on_a_provisional_milestone_says_so(value, words):
    assert verdict(value, 2, promise("100", None)).words == words


def test_with_a_milestone_or_in_quarter_iv_nothing_is_provisional():
    assert verdict("40", 2, promise("100", None, milestones={2: 40})).words == "Đúng tiến độ"
    assert verdict("95", 4, promise("100", None)).words == "Cần chú ý"


# --- Markers


@pytest.mark.parametrize(
    ("told", "value", "quarter", "markers"),
    [
        (promise(), "59", 2, ("Kém hơn 2025",)),
        (promise(), "60", 2, ()),
        (promise(baseline_is_bound=True), "59", 2, ("Kém hơn 2025",)),
        (promise("100", "100"), "99", 2, ("Kém hơn 2025", "Duy trì")),
        (promise("100", "100"), None, 2, ("Duy trì",)),
        (promise("3", "0.47", accumulation=CUMULATIVE), "0.4", 3, ()),
        (promise("3", "0.47", accumulation=CUMULATIVE), "0.4", 4, ("Kém hơn 2025",)),
        (promise("12", "10", COUNT, accumulation=WITHIN), "9", 3, ()),
        (promise("12", "10", COUNT, accumulation=WITHIN), "9", 4, ()),
        (promise("5", "10", direction=LOWER), "11", 2, ("Kém hơn 2025",)),
        (promise("5", "10", direction=LOWER), "9", 2, ()),
        (promise(None, "60"), "50", 2, ("Kém hơn 2025",)),
        (promise(None, None), "50", 2, ()),
        (promise("80", "90"), "85", 2, ("Kém hơn 2025",)),
        (promise(baseline_year=2026), "59", 2, ("Kém hơn 2026",)),
    ],
)
def test_markers_of_the_value(told, value, quarter, markers):
    assert verdict(value, quarter, told).markers == markers


@pytest.mark.parametrize(
    ("flag", "marker"),
    [
        ("estimate", "ước"),
        ("unaccepted", "chưa chấp nhận"),
        ("adjusting", "đang điều chỉnh"),
        ("on_behalf", "nhập thay"),
    ],
)
def test_markers_of_the_row(flag, marker):
    assert judge(promise(), seen("80", **{flag: True})).markers == (marker,)


def test_markers_keep_their_order():
    told = verdict("99", 2, promise("100", "100"), estimate=True, unaccepted=True, adjusting=True, on_behalf=True)
    assert told.markers == ("Kém hơn 2025", "Duy trì", "ước", "chưa chấp nhận", "đang điều chỉnh", "nhập thay")


# --- Achievement and distance


@pytest.mark.parametrize(
    ("told", "value", "achievement"),
    [
        (promise(), "72.5", "72.5"),
        (promise("0.8", "0.77", INDEX), "0.81", "101.25"),
        (promise("5", "10", direction=LOWER), "8", "62.5"),
        (promise("5", "10", direction=LOWER), "0", None),
        (promise("0", None), "0", None),
        (promise("0", "3", direction=LOWER), "2", "0"),
        (promise(), None, None),
        (promise(None), "50", None),
    ],
)
def test_achievement_in_percent(told, value, achievement):
    assert verdict(value, 2, told).achievement == number(achievement)


@pytest.mark.parametrize(
    ("told", "value", "distance", "at_most"),
    [
        (promise(), "80", "50", False),
        (promise(baseline_is_bound=True), "80", "50", True),
        (promise(baseline_is_bound=True), "100", "100", False),
        (promise("0.8", "0.77", INDEX, baseline_is_bound=True), "0.815", "150", False),
        (promise(), "50", "-25", False),
        (promise("100", "100"), "90", None, False),
        (promise("100", None), "90", None, False),
        (promise(None, "60"), "90", None, False),
        (promise("3", "0.47", accumulation=CUMULATIVE), "2", None, False),
        (promise("12", "8", COUNT, accumulation=WITHIN), "10", "50", False),
        (promise("5", "10", direction=LOWER), "7.5", "50", False),
        (promise("5", "10", direction=LOWER, baseline_is_bound=True), "7.5", "50", True),
        (promise(), None, None, False),
    ],
)
def test_distance_covered_since_last_year(told, value, distance, at_most):
    judged = verdict(value, 2, told)
    assert (judged.distance, judged.distance_at_most) == (number(distance), at_most)


# --- The sentence

INDEX_19 = promise("0.8", "0.77", INDEX, places=2, baseline_is_bound=True)
BUDGET_6 = promise("3", "0.47", accumulation=CUMULATIVE, places=2)
LOWER_IS_BETTER = promise("5", "10", direction=LOWER)
SENTENCE_CASES = [
    (
        promise(),
        seen("72.5"),
        f"Thực hiện 72,5%; {NEED_II}; kém 7,5 điểm %, đạt 90,6% mức cần, trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (
        promise(),
        seen("70"),
        f"Thực hiện 70%; {NEED_II}; kém 10 điểm %, đạt 87,5% mức cần, ngoài ngưỡng 10% nên là Chậm tiến độ.",
    ),
    (promise(), seen("80"), f"Thực hiện 80%; {NEED_II}; vừa đúng mức cần nên là Đúng tiến độ."),
    (promise(), seen("85", estimate=True), f"Ước thực hiện 85%; {NEED_II}; hơn 5 điểm % nên là Đúng tiến độ."),
    (
        promise(),
        seen("55"),
        f"Thực hiện 55%; {NEED_II}; thấp hơn kết quả năm 2025 (60%) nên là Chậm tiến độ, không xét ngưỡng 10%.",
    ),
    (
        promise(baseline_is_bound=True),
        seen("55"),
        f"Thực hiện 55%; {NEED_II}; thấp hơn kết quả năm 2025 (60% trở lên) nên là Chậm tiến độ, không xét ngưỡng 10%.",
    ),
    (promise(), seen("100"), "Thực hiện 100%; bằng mục tiêu năm nên là Đạt."),
    (promise("90"), seen("92"), "Thực hiện 92%; mục tiêu năm 90%; hơn 2 điểm % nên là Vượt."),
    (
        promise(),
        seen("99", 4, final=True),
        "Thực hiện 99%; mục tiêu năm 100%; kém 1 điểm %, quý IV đã chốt nên là Không đạt.",
    ),
    (
        promise(),
        seen("99", 4),
        "Thực hiện 99%; hết quý IV cần 100% (mục tiêu năm); kém 1 điểm %, đạt 99% mức cần, "
        "trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (promise(), seen(None), f"Chưa có số liệu quý II; {NEED_II}."),
    (promise(), seen(nothing_to_report=True), "Đơn vị báo không phát sinh trong quý II nên không đánh giá."),
    (promise(), seen(has_begun=False), "Kỳ báo cáo quý II chưa bắt đầu nên chưa cần số liệu."),
    (
        promise(frequency=Frequency.YEARLY),
        seen(None, 3),
        "Chỉ tiêu báo cáo hằng năm (vào quý IV) nên quý III chưa cần số liệu.",
    ),
    (
        promise(frequency=Frequency.HALF_YEARLY),
        seen(None, 1),
        "Chỉ tiêu báo cáo 6 tháng một lần (vào quý II và quý IV) nên quý I chưa cần số liệu.",
    ),
    (promise(None), seen("12"), "Thực hiện 12%; kế hoạch không giao mục tiêu nên chỉ theo dõi, không đánh giá."),
    (promise(None), seen(None), "Kế hoạch không giao mục tiêu nên chỉ theo dõi, không đánh giá."),
    (
        promise(milestones={2: "70"}),
        seen("71"),
        "Thực hiện 71%; hết quý II cần 70% (mốc quý đã đặt); hơn 1 điểm % nên là Đúng tiến độ.",
    ),
    (
        promise("100", "100"),
        seen("97"),
        "Thực hiện 97%; hết quý II cần 100% (giữ mức của năm 2025); kém 3 điểm %, đạt 97% mức cần, "
        "trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (
        promise("100", None),
        seen("40"),
        "Thực hiện 40%; hết quý II cần 50% (mốc tạm tính: đường thẳng từ 0% đến 100% vì không có số năm 2025); "
        "kém 10 điểm %, đạt 80% mức cần, ngoài ngưỡng 10% nên là Chậm tiến độ.",
    ),
    (
        BUDGET_6,
        seen("1.2", 2),
        "Thực hiện lũy kế 1,2%; hết quý II cần 1,5% (đường thẳng từ 0% đến 3%); kém 0,3 điểm %, "
        "đạt 80% mức cần, ngoài ngưỡng 10% nên là Chậm tiến độ.",
    ),
    (
        INDEX_19,
        seen("0.78", 2),
        "Thực hiện 0,78; hết quý II cần 0,79 (đường thẳng từ 0,77 đến 0,8); kém 0,01 điểm, "
        "đạt 99,4% mức cần, trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (INDEX_19, seen("0.81", 2), "Thực hiện 0,81; mục tiêu năm 0,8; hơn 0,01 điểm nên là Vượt."),
    (
        promise("12", None, COUNT, accumulation=WITHIN),
        seen("5"),
        "Thực hiện cộng từ đầu năm 5; hết quý II cần 6 (đường thẳng từ 0 đến 12); kém 1, đạt 83,3% mức cần, "
        "ngoài ngưỡng 10% nên là Chậm tiến độ.",
    ),
    (
        promise("12", None, COUNT, accumulation=WITHIN),
        seen(None),
        "Chưa có đủ số liệu từ quý I đến quý II để cộng từ đầu năm; hết quý II cần 6 (đường thẳng từ 0 đến 12).",
    ),
    (
        promise("12", None, COUNT, accumulation=WITHIN),
        seen(None, 1),
        "Chưa có số liệu quý I; hết quý I cần 3 (đường thẳng từ 0 đến 12).",
    ),
    (
        LOWER_IS_BETTER,
        seen("8"),
        "Thực hiện 8%; hết quý II cần không quá 7,5% (đường thẳng từ 10% đến 5%); cao hơn 0,5 điểm %, "
        "bằng 106,7% mức cần, trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (LOWER_IS_BETTER, seen("4"), "Thực hiện 4%; mục tiêu năm không quá 5%; thấp hơn 1 điểm % nên là Vượt."),
    (
        LOWER_IS_BETTER,
        seen("11"),
        "Thực hiện 11%; hết quý II cần không quá 7,5% (đường thẳng từ 10% đến 5%); cao hơn kết quả năm 2025 (10%) "
        "nên là Chậm tiến độ, không xét ngưỡng 10%.",
    ),
    (
        promise("5", None, direction=LOWER),
        seen("5.4"),
        "Thực hiện 5,4%; hết quý II cần không quá 5% (mốc tạm tính: bằng mục tiêu năm vì không có số năm 2025); "
        "cao hơn 0,4 điểm %, bằng 108% mức cần, trong ngưỡng 10% nên là Cần chú ý.",
    ),
    (
        promise("0", None, COUNT, direction=LOWER),
        seen("2", 4),
        "Thực hiện 2; hết quý IV cần không quá 0 (mục tiêu năm); cao hơn 2, ngoài ngưỡng 10% nên là Chậm tiến độ.",
    ),
]


@pytest.mark.parametrize(("told", "observed", "sentence"), SENTENCE_CASES)
def test_every_status_says_why_in_one_sentence(told, observed, sentence):
    assert judge(told, observed).explanation == sentence


def test_every_status_has_its_sentence_here():
    assert {judge(told, observed).status for told, observed, _ in SENTENCE_CASES} == set(Status)
    assert set(SENTENCES) == set(Ground)


def test_numbers_that_differ_look_different():
    assert verdict("99.96", 4).explanation.startswith("Thực hiện 99,96%; hết quý IV cần 100% (mục tiêu năm); kém 0,04")
    assert "đạt 99,96% mức cần" in verdict("99.96", 4).explanation


def test_a_share_just_outside_the_tolerance_does_not_read_as_the_tolerance():
    assert "đạt 89,999% mức cần, ngoài ngưỡng 10%" in verdict("89.999", 4).explanation


# --- Milestones


@pytest.mark.parametrize(
    "told",
    [
        promise(),
        promise(milestones={1: 60, 2: 60, 3: 100}),
        promise(milestones={1: 65, 3: 90}),
        promise("100", None, milestones={1: 0, 2: 40, 3: 40}),
        promise("5", "10", direction=LOWER, milestones={1: 10, 2: 8, 3: 5}),
        promise("5", None, direction=LOWER, milestones={1: 20, 2: 8, 3: 5}),
        promise("12", None, COUNT, direction=LOWER, accumulation=CUMULATIVE, milestones={1: 2, 2: 4, 3: 9}),
        promise("100", "100", milestones={1: 100}),
    ],
)
def test_milestones_that_may_stand(told):
    assert milestone_faults(told) == []


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        (promise(None, milestones={1: 10}), ["Chỉ tiêu không có mục tiêu nên không đặt mốc quý."]),
        (promise(milestones={4: 100}), ["Chỉ đặt mốc cho quý I, II và III: mốc quý IV là mục tiêu năm."]),
        (promise(milestones={0: 70}), ["Chỉ đặt mốc cho quý I, II và III: mốc quý IV là mục tiêu năm."]),
        (promise(milestones={1: 59}), ["Mốc quý I (59%) phải nằm trong khoảng từ 60% đến 100%."]),
        (promise("90", milestones={3: "90.5"}), ["Mốc quý III (90,5%) phải nằm trong khoảng từ 60% đến 90%."]),
        (promise(milestones={1: 80, 2: 70}), ["Mốc quý II (70%) không được thấp hơn mốc quý I (80%)."]),
        (promise(milestones={1: 80, 3: 70}), ["Mốc quý III (70%) không được thấp hơn mốc quý I (80%)."]),
        (
            promise("5", "10", direction=LOWER, milestones={1: 7, 2: 8}),
            ["Mốc quý II (8%) không được cao hơn mốc quý I (7%)."],
        ),
        (
            promise("5", None, direction=LOWER, milestones={1: 4, 2: 8}),
            [
                "Mốc quý I (4%) không được thấp hơn mục tiêu 5%.",
                "Mốc quý II (8%) không được cao hơn mốc quý I (4%).",
            ],
        ),
        (
            promise("3", "0.47", accumulation=CUMULATIVE, milestones={1: 4}),
            ["Mốc quý I (4%) phải nằm trong khoảng từ 0% đến 3%."],
        ),
    ],
)
def test_milestones_that_may_not(told, problems):
    assert [sentence for _, sentence in milestone_faults(told)] == problems


# --- The algebra of the rules

AMOUNTS = st.fractions(min_value=0, max_value=100, max_denominator=40)
PROMISES = st.builds(
    Promise,
    measure=st.sampled_from(Measure),
    direction=st.sampled_from(Direction),
    accumulation=st.sampled_from(Accumulation),
    frequency=st.sampled_from(Frequency),
    target=st.none() | AMOUNTS,
    baseline=st.none() | AMOUNTS,
    baseline_is_bound=st.booleans(),
    tolerance=st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 10), Fraction(1)]),
)
OBSERVATIONS = st.builds(
    Observation,
    quarter=st.integers(1, 4),
    amount=st.none() | AMOUNTS,
    nothing_to_report=st.booleans(),
    has_begun=st.booleans(),
    final=st.booleans(),
    estimate=st.booleans(),
)


@given(PROMISES, st.integers(1, 4))
def test_the_expected_value_lies_between_start_and_target(told, quarter):
    value, start = expected(told, quarter), starting_point(told)
    if told.target is None or start is None:
        assert value is None
    else:
        assert value is not None
        assert min(start, told.target) <= value <= max(start, told.target)


@given(PROMISES)
def test_the_computed_path_never_turns_back_and_would_be_a_valid_set_of_milestones(told):
    assume(told.target is not None)
    path = {quarter: expected(told, quarter) for quarter in (1, 2, 3)}
    assert milestone_faults(replace(told, milestones={q: mark for q, mark in path.items() if mark is not None})) == []


@given(PROMISES, OBSERVATIONS, AMOUNTS, AMOUNTS)
def test_a_better_value_never_has_a_worse_status(told, observed, one, other):
    worse, better = sorted((one, other), reverse=told.lower)
    severity = [judge(told, replace(observed, amount=value)).face.severity for value in (worse, better)]
    assert severity[1] <= severity[0]


@given(PROMISES, OBSERVATIONS, st.integers(100, 200))
def test_without_tolerance_lower_is_better_is_the_mirror_image(told, observed, mirror):
    assume(told.baseline is not None)
    assume(observed.amount is not None)
    told = replace(told, tolerance=Fraction(0), accumulation=POINT)

    def turned(value: Fraction | None) -> Fraction | None:
        return None if value is None else mirror - value

    other = Direction.HIGHER if told.lower else Direction.LOWER
    image = replace(told, direction=other, target=turned(told.target), baseline=turned(told.baseline))
    here, there = judge(told, observed), judge(image, replace(observed, amount=turned(observed.amount)))
    assert (here.status, here.markers, here.provisional) == (there.status, there.markers, there.provisional)
    assert (here.distance, here.distance_at_most) == (there.distance, there.distance_at_most)
    assert here.expected == turned(there.expected)


@given(PROMISES, OBSERVATIONS)
def test_every_case_has_a_verdict_and_one_sentence(told, observed):
    judged = judge(told, observed)
    assert judged.explanation.endswith(".")
    assert ". " not in judged.explanation
    assert judged.explanation[0].isupper()
    if judged.status not in {Status.WATCHED, Status.NOTHING, Status.NOT_DUE, Status.MISSING}:
        assert f"nên là {judged.status.value}" in judged.explanation
    assert judged.words.endswith("(mốc tạm tính)") == judged.provisional


@given(PROMISES, OBSERVATIONS)
def test_a_marker_of_decline_needs_a_baseline_and_a_value(told, observed):
    if "Kém hơn 2025" in judge(told, observed).markers:
        assert told.baseline is not None
        assert observed.amount is not None


# --- The nine rules once more, written down plainly and apart from the code


def status_by_the_book(p: Promise, o: Observation) -> str:
    v, t, b, q = o.amount, p.target, p.baseline, o.quarter
    if t is None:
        return "Theo dõi, không giao mục tiêu"
    if v is None:
        if o.nothing_to_report:
            return "Không phát sinh"
        owed = {"quarterly": True, "half_yearly": q in (2, 4), "yearly": q == 4}[p.frequency.value]
        return "Chưa có số liệu" if owed and o.has_begun else "Chưa đến kỳ"
    e = _expected_by_the_book(p, t, b, q)
    if p.direction.value == "higher":
        return _higher_by_the_book(p, o, v, t, e)
    return _lower_by_the_book(p, o, v, t, e)


def _expected_by_the_book(p: Promise, t: Fraction, b: Fraction | None, q: int) -> Fraction:
    if q == 4:
        return t
    if q in p.milestones:
        return p.milestones[q]
    if p.accumulation.value in ("cumulative", "within"):
        return t * q / 4
    if b is not None:
        return b + (t - b) * q / 4
    return t * q / 4 if p.direction.value == "higher" else t


def _higher_by_the_book(p: Promise, o: Observation, v: Fraction, t: Fraction, e: Fraction) -> str:
    if v > t:
        return "Vượt"
    if v == t:
        return "Đạt"
    if o.quarter == 4 and o.final:
        return "Không đạt"
    if p.accumulation.value == "point" and p.baseline is not None and v < p.baseline and p.baseline < t:
        return "Chậm tiến độ"
    if v >= e:
        return "Đúng tiến độ"
    return "Cần chú ý" if v >= e * (1 - p.tolerance) else "Chậm tiến độ"


def _lower_by_the_book(p: Promise, o: Observation, v: Fraction, t: Fraction, e: Fraction) -> str:
    if p.accumulation.value == "point" or o.quarter == 4:
        if v < t:
            return "Vượt"
        if v == t:
            return "Đạt"
    if o.quarter == 4 and o.final:
        return "Không đạt"
    if p.accumulation.value == "point" and p.baseline is not None and v > p.baseline and p.baseline > t:
        return "Chậm tiến độ"
    if v <= e:
        return "Đúng tiến độ"
    return "Cần chú ý" if v <= e * (1 + p.tolerance) else "Chậm tiến độ"


def drawn(random: Random) -> tuple[Promise, Observation]:
    """Few different numbers, so that equalities happen often."""

    def amount() -> Fraction:
        return Fraction(random.randrange(0, 41), random.choice([1, 2, 4]))

    def maybe(share: float) -> Fraction | None:
        return amount() if random.random() < share else None

    told = Promise(
        measure=random.choice(list(Measure)),
        direction=random.choice(list(Direction)),
        accumulation=random.choice(list(Accumulation)),
        frequency=random.choice(list(Frequency)),
        target=maybe(0.95),
        baseline=maybe(0.7),
        milestones={quarter: amount() for quarter in (1, 2, 3) if random.random() < 0.2},
        tolerance=random.choice([Fraction(0), Fraction(1, 10), Fraction(1, 4)]),
    )
    anchors = [told.target, told.baseline, expected(told, 2), amount(), amount()]
    value = random.choice([anchor for anchor in anchors if anchor is not None])
    observed = Observation(
        quarter=random.randint(1, 4),
        amount=value if random.random() < 0.9 else None,
        nothing_to_report=random.random() < 0.2,
        has_begun=random.random() < 0.8,
        final=random.random() < 0.5,
    )
    return told, observed


@pytest.mark.parametrize("seed", range(20))
def test_the_code_agrees_with_the_book(seed):
    random = Random(seed)
    met = set()
    for _ in range(500):
        told, observed = drawn(random)
        status = judge(told, observed).status
        assert status.value == status_by_the_book(told, observed), (told, observed)
        met.add(status)
    assert met == set(Status)
