"""What asks for a sentence before a report is sent, and what does not."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.evaluation import Accumulation, Direction, Promise
from kpis.warnings import Kind, Reported, cautions
from plans.quantities import Measure, NumberRule, read_figure

THIRTY = Fraction(3, 10)
MONEY = NumberRule(Measure.PERCENT, money_pair=True)


def told(
    now,
    before=None,
    *,
    quarter=2,
    estimate=False,
    threshold=THIRTY,
    measure=Measure.PERCENT,
    target=100,
    total=None,
    **promise,
):
    """The cautions as {kind: sentence} of a figure typed after the quarter before."""
    rule = NumberRule(measure, target=None if target is None else Decimal(target), money_pair=True)
    reading = read_figure(now, rule)
    found = cautions(
        Reported(
            promise=Promise(measure, target=None if target is None else Fraction(target), **promise),
            rule=rule,
            reading=reading,
            before=read_figure(before, rule) if before else None,
            quarter=quarter,
            estimate=estimate,
            total=reading.amount if total is None else Fraction(total),
            threshold=threshold,
        )
    )
    return {caution.kind: caution.sentence for caution in found}


class TestAFigureLikeTheQuarterBefore:
    @pytest.mark.parametrize(("now", "before"), [("78,3", "78,3"), ("80", "78,3"), ("43/45", "42/45"), ("50", None)])
    def test_asks_for_nothing(self, now, before):
        assert told(now, before) == {}

    def test_a_first_figure_has_nothing_to_be_compared_with(self):
        assert told("5", quarter=1) == {}


class TestWorseThanBefore:
    def test_a_ratio_that_fell_says_from_where_to_where(self):
        assert told("70", "78,3") == {Kind.WORSE: "Thấp hơn quý trước (78,3% → 70%)."}

    def test_the_reported_number_is_shown_as_its_row_shows_it(self):
        found = told("0,125", "1,1", accumulation=Accumulation.CUMULATIVE, target=3)
        assert "(1,1% → 0,125%)" in found[Kind.WORSE]

    def test_numbers_that_differ_look_different(self):
        assert told("99,96", "100") == {Kind.WORSE: "Thấp hơn quý trước (100% → 99,96%)."}

    def test_where_lower_is_better_it_is_a_rise(self):
        lower = {"direction": Direction.LOWER, "target": 50}
        assert told("70", "60", **lower) == {Kind.WORSE: "Cao hơn quý trước (60% → 70%)."}
        assert Kind.WORSE not in told("60", "70", **lower)

    @pytest.mark.parametrize("direction", list(Direction))
    def test_a_running_sum_that_falls_is_asked_about_whatever_is_good(self, direction):
        found = told("1,1", "1,2", accumulation=Accumulation.CUMULATIVE, direction=direction, target=3)
        assert found[Kind.WORSE] == "Số lũy kế giảm so với quý trước (1,2% → 1,1%), lẽ ra chỉ tăng hoặc giữ nguyên."

    def test_a_running_sum_that_must_stay_low_may_grow(self):
        lower = {"accumulation": Accumulation.CUMULATIVE, "direction": Direction.LOWER}
        assert told("2", "1", target=9, **lower) == {}

    def test_a_quarter_counted_alone_may_hold_fewer(self):
        within = {"measure": Measure.COUNT, "accumulation": Accumulation.WITHIN, "target": 100}
        assert told("9", "10", **within) == {}

    def test_a_fall_is_told_once_however_far_it_goes(self):
        assert told("5", "78,3") == {Kind.WORSE: "Thấp hơn quý trước (78,3% → 5%)."}


class TestAJump:
    def test_beyond_the_threshold_says_by_how_much(self):
        assert told("70", "50") == {Kind.JUMP: "Tăng 40% so với mức quý trước (50% → 70%), quá ngưỡng 30%."}

    def test_up_to_the_threshold_is_none(self):
        assert told("65", "50") == {}
        assert Kind.JUMP in told("65,1", "50")

    def test_the_threshold_is_the_plans(self):
        assert told("65", "50", threshold=Fraction(1, 10)) == {
            Kind.JUMP: "Tăng 30% so với mức quý trước (50% → 65%), quá ngưỡng 10%."
        }
        assert told("100", "50", threshold=Fraction(1)) == {}

    def test_of_nothing_there_is_no_share(self):
        assert told("90", "0") == {}

    def test_the_better_way_down_is_a_jump_too(self):
        found = told("30", "60", direction=Direction.LOWER, target=31)
        assert found == {Kind.JUMP: "Giảm 50% so với mức quý trước (60% → 30%), quá ngưỡng 30%."}

    def test_a_running_sum_is_measured_by_its_own_pace(self):
        sums = {"accumulation": Accumulation.CUMULATIVE, "measure": Measure.COUNT, "target": 100}
        assert told("6", "4", quarter=3, **sums) == {}
        assert told("4", "4", quarter=3, **sums) == {}
        assert told("9", "4", quarter=3, **sums) == {
            Kind.JUMP: "Tăng vượt nhịp các quý trước 50% (theo nhịp đó: 6, nay: 9), quá ngưỡng 30%."
        }

    def test_from_ten_times_on_it_says_how_many_times(self):
        sums = {"accumulation": Accumulation.CUMULATIVE, "measure": Measure.COUNT, "target": 10_000}
        paced = "Gấp hơn 67 lần nhịp các quý trước (theo nhịp đó: 6, nay: 407), quá ngưỡng 30%."
        assert told("407", "4", quarter=3, **sums) == {Kind.JUMP: paced}
        assert told("60", "4", quarter=3, **sums)[Kind.JUMP].startswith("Gấp 10 lần nhịp các quý trước")
        assert told("50", "5")[Kind.JUMP] == "Gấp 10 lần quý trước (5% → 50%), quá ngưỡng 30%."
        assert told("49,9", "5")[Kind.JUMP].startswith("Tăng 898% so với mức quý trước")

    def test_a_quarter_counted_alone_jumps_either_way(self):
        within = {"measure": Measure.COUNT, "accumulation": Accumulation.WITHIN, "target": 100}
        assert list(told("20", "10", **within)) == list(told("5", "10", **within)) == [Kind.JUMP]


class TestAnotherDenominator:
    def test_is_asked_about_even_where_the_share_grew(self):
        assert told("46/47", "43/45") == {Kind.DENOMINATOR: "Mẫu số khác quý trước (45 → 47)."}

    def test_the_same_one_is_not(self):
        assert told("44/45", "43/45") == {}

    @pytest.mark.parametrize(("now", "before"), [("96", "43/45"), ("44/45", "95,5")])
    def test_needs_two_pairs(self, now, before):
        assert told(now, before) == {}


class TestFarBeyondTheTarget:
    def test_is_asked_about_above_a_fifth(self):
        assert told("12", target=10, quarter=1) == {}
        assert told("12,1", target=10, quarter=1) == {
            Kind.BEYOND: "Tốt hơn mục tiêu trên 20% (mục tiêu 10%, thực hiện 12,1%)."
        }

    def test_where_lower_is_better_it_lies_below(self):
        assert list(told("39,9", target=50, direction=Direction.LOWER)) == [Kind.BEYOND]
        assert told("40", target=50, direction=Direction.LOWER) == {}

    def test_a_sum_that_must_stay_low_waits_for_the_year(self):
        sums = {"accumulation": Accumulation.CUMULATIVE, "direction": Direction.LOWER, "target": 9}
        assert told("2", quarter=3, **sums) == {}
        assert list(told("2", quarter=4, **sums)) == [Kind.BEYOND]

    def test_what_adds_up_is_judged_by_the_sum(self):
        within = {"measure": Measure.COUNT, "accumulation": Accumulation.WITHIN, "target": 10}
        assert told("3", "3", total=9, **within) == {}
        assert list(told("3", "3", total=13, **within)) == [Kind.BEYOND]

    def test_needs_a_target(self):
        assert told("99", target=None) == {}


class TestAnEstimate:
    def test_of_the_last_quarter_is_asked_about(self):
        assert told("95", "95", quarter=4, estimate=True) == {
            Kind.ESTIMATE: "Quý IV là số cả năm nhưng dòng này còn đánh dấu ước."
        }

    @pytest.mark.parametrize("quarter", [1, 2, 3])
    def test_of_an_earlier_quarter_is_not(self, quarter):
        assert told("95", quarter=quarter, estimate=True) == {}


class TestTheParsersQuestion:
    def test_comes_first(self):
        found = told("0,95", "95")
        assert list(found) == [Kind.TYPING, Kind.WORSE]
        assert found[Kind.TYPING] == "0,95 % hay 95 %?"

    def test_is_not_asked_of_a_pair_or_a_small_target(self):
        assert Kind.TYPING not in told("1/200", quarter=1)
        assert Kind.TYPING not in told("0,95", target=3, quarter=1)

    def test_a_number_that_would_be_refused_today_says_why(self):
        """The measure can be changed in the plan's data after figures came in."""
        reading = read_figure("80", NumberRule(Measure.PERCENT))
        (found,) = cautions(
            Reported(
                promise=Promise(Measure.INDEX),
                rule=NumberRule(Measure.INDEX),
                reading=reading,
                before=None,
                quarter=1,
                estimate=False,
                total=None,
                threshold=THIRTY,
            )
        )
        assert found.sentence == "Chỉ số này nằm trong khoảng từ 0 đến 1 và không ghi %; hãy nhập 0,8."


amounts = st.integers(0, 1000).map(lambda tenths: f"{tenths // 10},{tenths % 10}")


class TestAlways:
    @given(now=amounts, before=amounts, quarter=st.integers(2, 4), accumulation=st.sampled_from(Accumulation))
    def test_each_kind_at_most_once_and_one_sentence_each(self, now, before, quarter, accumulation):
        found = told(now, before, quarter=quarter, accumulation=accumulation)
        assert all(sentence.endswith((".", "?")) and "\n" not in sentence for sentence in found.values())
        assert not {Kind.WORSE, Kind.JUMP} <= set(found)

    @given(now=amounts, before=amounts, low=st.integers(0, 100), high=st.integers(0, 100))
    def test_a_higher_threshold_never_asks_more(self, now, before, low, high):
        low, high = sorted((low, high))
        strict, lenient = (told(now, before, threshold=Fraction(share, 100)) for share in (low, high))
        assert set(lenient) <= set(strict)

    @given(now=amounts)
    def test_the_same_again_is_neither_worse_nor_a_jump(self, now):
        assert not {Kind.WORSE, Kind.JUMP, Kind.DENOMINATOR} & set(told(now, now))
