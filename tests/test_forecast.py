"""Dự báo theo nhịp hiện nay: the straight way on, held where the measure ends, and the sentence that says how."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.evaluation import Accumulation, Direction, Promise
from kpis.forecast import FULL, forecast, forecast_words
from plans.quantities import Measure

PERCENT, INDEX, COUNT = Measure.PERCENT, Measure.INDEX, Measure.COUNT
POINT, CUMULATIVE, WITHIN = Accumulation.POINT, Accumulation.CUMULATIVE, Accumulation.WITHIN
ADDING_UP = st.sampled_from([CUMULATIVE, WITHIN])
any_amount = st.fractions(min_value=0, max_value=100, max_denominator=997)
three = st.lists(any_amount, min_size=3, max_size=3)


def promise(accumulation=POINT, measure=PERCENT, **words):
    return Promise(measure, accumulation=accumulation, **words)


class TestTheWayOn:
    def test_of_a_level_is_the_mean_change_from_the_first_to_the_last_figure(self):
        found = forecast(promise(), [F(38), F(39), F(44), None])
        assert (found.amount, found.pace, found.since, found.until) == (F(47), F(3), 1, 3)

    def test_of_a_level_may_fall(self):
        assert forecast(promise(), [F(90), F(85), None, None]).amount == F(75)

    @pytest.mark.parametrize("accumulation", [CUMULATIVE, WITHIN])
    def test_of_what_adds_up_begins_at_nothing_in_january(self, accumulation):
        found = forecast(promise(accumulation, COUNT), [F(1), F(2), F(7), None])
        assert (found.amount, found.pace, found.since) == (F(28, 3), F(7, 3), 0)

    def test_is_exact(self):
        assert forecast(promise(CUMULATIVE), [F(1, 3), F(10, 7), None, None]).amount == F(20, 7)

    @pytest.mark.parametrize(
        "amounts",
        [
            [None] * 4,
            [F(1), None, None, None],
            [None, None, F(1), None],
            [F(1), F(2), F(3), F(4)],
            [None, F(2), None, F(4)],
        ],
    )
    def test_is_not_told_from_fewer_than_two_figures_nor_after_the_last(self, amounts):
        assert forecast(promise(), amounts) is None

    def test_leaps_over_a_quarter_without_a_figure(self):
        assert forecast(promise(), [F(10), None, F(20), None]).amount == F(25)

    @pytest.mark.parametrize(
        ("measure", "amounts", "limit"),
        [(PERCENT, [F(60), F(95)], F(100)), (INDEX, [F("0.5"), F("0.9")], F(1)), (PERCENT, [F(50), F(5)], F(0))],
    )
    def test_is_held_where_the_measure_ends(self, measure, amounts, limit):
        found = forecast(promise(measure=measure), [*amounts, None, None])
        assert (found.amount, found.limit) == (limit, limit)

    def test_of_a_count_has_no_upper_end(self):
        found = forecast(promise(measure=COUNT), [F(100), F(500), None, None])
        assert (found.amount, found.limit) == (F(1300), None)


class TestItsAlgebra:
    @given(three, st.sampled_from([POINT, CUMULATIVE]), st.sampled_from([PERCENT, COUNT]))
    def test_it_never_leaves_the_measure_and_is_a_fraction(self, amounts, accumulation, measure):
        found = forecast(promise(accumulation, measure), [*amounts, None])
        assert isinstance(found.amount, F)
        assert 0 <= found.amount <= FULL.get(measure, found.amount)

    @given(st.fractions(0, 20, max_denominator=97), st.fractions(-5, 20, max_denominator=97), st.sets(
        st.sampled_from([1, 2, 3]), min_size=2))  # fmt: skip
    def test_a_straight_line_of_levels_goes_straight_on_whatever_quarters_are_known(self, start, step, known):
        line = {quarter: start + step * quarter for quarter in (1, 2, 3, 4)}
        found = forecast(promise(measure=COUNT), [line[q] if q in known else None for q in (1, 2, 3)] + [None])
        assert found.amount == max(line[4], F(0))

    @given(any_amount, st.integers(2, 3), ADDING_UP)
    def test_the_same_amount_each_quarter_comes_to_four_of_it(self, each, until, accumulation):
        amounts = [each * quarter if quarter <= until else None for quarter in (1, 2, 3, 4)]
        assert forecast(promise(accumulation, COUNT), amounts).amount == 4 * each

    @given(three, st.fractions(0, 50, max_denominator=97), st.sampled_from([POINT, CUMULATIVE]))
    def test_a_better_last_figure_never_makes_it_worse(self, amounts, more, accumulation):
        rule, better = promise(accumulation), [*amounts[:2], amounts[2] + more, None]
        assert forecast(rule, better).amount >= forecast(rule, [*amounts, None]).amount

    @given(three, st.fractions(F(1, 9), 9, max_denominator=97))
    def test_the_unit_does_not_matter(self, amounts, factor):
        rule = promise(measure=COUNT)
        plain, scaled = (forecast(rule, [*(x * by for x in amounts), None]) for by in (F(1), factor))
        assert scaled.amount == plain.amount * factor

    @given(three, st.sampled_from([POINT, CUMULATIVE]))
    def test_it_is_held_exactly_where_the_straight_way_leaves_the_measure(self, amounts, accumulation):
        found = forecast(promise(accumulation), [*amounts, None])
        straight = found.now + found.pace * (4 - found.until)
        assert (found.limit is None) == (0 <= straight <= 100)


class TestItsSentence:
    def words(self, amounts, places=1, **rule):
        held = promise(**rule)
        return forecast_words(forecast(held, [*amounts, *[None] * (4 - len(amounts))]), held, places)

    def test_of_a_level(self):
        assert self.words([F(38), F(39), F(44)], target=F(60)) == (
            "Từ hết quý I (38%) đến hết quý III (44%), bình quân mỗi quý tăng 3 điểm %; "
            "giữ nhịp đó thì hết quý IV là 47%, còn kém mục tiêu năm (60%) 13 điểm %."
        )

    def test_of_what_adds_up(self):
        assert self.words([F(1), F("1.05"), F("1.1")], 2, accumulation=CUMULATIVE, target=F(3)) == (
            "Từ đầu năm đến hết quý III được 1,1%, bình quân mỗi quý 0,37 điểm %; "
            "giữ nhịp đó thì hết quý IV là 1,47%, còn kém mục tiêu năm (3%) 1,53 điểm %."
        )

    def test_that_is_held_says_so(self):
        assert self.words([F(60), F(95)], target=F(100)).endswith(
            "hết quý IV là 100% (tính thẳng thì ra ngoài mức có thể, nên lấy 100%), đạt mục tiêu năm (100%)."
        )

    def test_of_a_fall_and_of_no_change(self):
        assert "bình quân mỗi quý giảm 5 điểm %" in self.words([F(90), F(85)])
        assert self.words([F(90), F(90)]).endswith("bình quân mỗi quý không đổi; giữ nhịp đó thì hết quý IV là 90%.")

    def test_of_lower_is_better(self):
        rule = {"direction": Direction.LOWER, "measure": COUNT, "accumulation": WITHIN, "target": F(10)}
        assert self.words([F(2), F(4)], **rule).endswith("hết quý IV là 8, trong mục tiêu năm (10).")
        assert self.words([F(4), F(8)], **rule).endswith("hết quý IV là 16, cao hơn mục tiêu năm (10) 6.")

    def test_never_rounds_a_pace_or_a_gap_down_to_nothing(self):
        told = self.words([F(50), F("50.01")], target=F("50.04"))
        assert "tăng 0,01 điểm %" in told
        assert told.endswith("0,01 điểm %.")
