"""Where the drawings put their marks: inside the picture, in the order of the numbers, the target where it stands."""

from fractions import Fraction as F
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.quantities import Measure
from reports.dashboard.charts import (
    BULLET_WIDTH,
    MARGIN,
    SPARK_BOTTOM,
    SPARK_TOP,
    SPARK_X,
    axis_end,
    bullet,
    sparkline,
)
from reports.dashboard.path_chart import COLUMNS, FLOOR, GOAL_COLUMN, TOP, path_chart

PERCENT, INDEX, COUNT = Measure.PERCENT, Measure.INDEX, Measure.COUNT
RIGHT_END = BULLET_WIDTH - MARGIN
shares = st.fractions(min_value=0, max_value=100, max_denominator=1000)
counts = st.fractions(min_value=0, max_value=10**6, max_denominator=100)


class TestTheAxisOfABar:
    @pytest.mark.parametrize(
        ("measure", "target", "others", "end"),
        [
            (PERCENT, F(100), [F(60)], F(100)),
            (PERCENT, F(60), [F(30)], F(100)),
            (PERCENT, F(3), [F("0.47"), F("2.25")], F(4)),
            (PERCENT, F(10), [], F(40, 3)),
            (PERCENT, F(10), [F(90)], F(100)),
            (INDEX, F("0.8"), [F("0.77")], F(1)),
            (COUNT, F(30), [F(12)], F(40)),
            (COUNT, F(30), [F(60)], F(80)),
            (COUNT, F(0), [], F(1)),
        ],
    )
    def test_ends_where_the_numbers_can_be_told_apart(self, measure, target, others, end):
        assert axis_end(measure, target, others) == end


class TestTheBulletBar:
    def test_is_not_drawn_without_a_target(self):
        assert bullet(PERCENT, target=None, value=F(50)) is None

    def test_marks_last_year_now_what_is_needed_and_the_target(self):
        bar = bullet(PERCENT, target=F(100), baseline=F(60), expected=F(90), value=F(75))
        track = RIGHT_END - MARGIN
        assert (bar.fill, bar.baseline, bar.expected, bar.target) == (
            0.75 * track,
            MARGIN + 0.6 * track,
            pytest.approx(MARGIN + 0.9 * track, abs=0.05),
            RIGHT_END,
        )
        assert (bar.hook, bar.wanted) == (0, 0)

    def test_of_a_small_target_is_not_squeezed_to_the_left(self):
        bar = bullet(PERCENT, target=F(3), at_least=True, baseline=F("0.47"), expected=F("0.75"), value=F("1.2"))
        assert (bar.target, bar.hook) == (MARGIN + 0.75 * (RIGHT_END - MARGIN), 1)
        assert bar.fill == pytest.approx(0.3 * (RIGHT_END - MARGIN), abs=0.05)

    def test_of_an_index_runs_from_0_to_1(self):
        bar = bullet(INDEX, target=F("0.8"), at_least=True, value=F("0.77"))
        assert bar.target == pytest.approx(MARGIN + 0.8 * (RIGHT_END - MARGIN), abs=0.05)

    def test_of_lower_is_better_shows_the_stretch_that_is_allowed_and_hooks_to_the_left(self):
        bar = bullet(PERCENT, target=F(5), lower=True, baseline=F(12), value=F(8))
        assert (bar.hook, bar.wanted) == (-1, bar.target - MARGIN)
        assert bar.wanted < bar.fill < bar.baseline

    def test_without_a_figure_has_no_fill_and_with_zero_an_empty_one(self):
        assert bullet(PERCENT, target=F(90)).fill is None
        assert bullet(PERCENT, target=F(90), value=F(0)).fill == 0

    def test_of_a_passed_target_stays_in_the_picture(self):
        bar = bullet(COUNT, target=F(3), value=F(3000))
        assert bar.fill == 0.75 * (RIGHT_END - MARGIN)

    @given(st.sampled_from([PERCENT, COUNT]), shares, st.none() | shares, st.none() | shares, st.booleans())
    def test_keeps_every_mark_inside_and_in_the_order_of_the_numbers(self, measure, target, baseline, value, lower):
        bar = bullet(measure, target=target, baseline=baseline, value=value, lower=lower)
        assert bar is not None
        numbers = {bar.target: target, bar.baseline: baseline}
        if bar.fill is not None:
            numbers[MARGIN + bar.fill] = value
        placed = sorted((at, number) for at, number in numbers.items() if at is not None)
        assert all(MARGIN <= at <= RIGHT_END for at, _ in placed)
        assert all(first <= second for (_, first), (_, second) in pairwise(placed))


class TestTheSparkline:
    def test_goes_from_the_lowest_to_the_highest(self):
        spark = sparkline([F(20), F(60), F(100), None])
        assert [(dot.x, dot.y) for dot in spark.dots] == [
            (SPARK_X[0], SPARK_BOTTOM),
            (SPARK_X[1], (SPARK_TOP + SPARK_BOTTOM) / 2),
            (SPARK_X[2], SPARK_TOP),
            (SPARK_X[3], None),
        ]
        assert len(spark.segments) == 2

    def test_is_broken_where_a_quarter_is_missing(self):
        spark = sparkline([F(20), None, F(40), F(50)])
        assert [(part.x1, part.x2) for part in spark.segments] == [(SPARK_X[2], SPARK_X[3])]

    def test_of_equal_numbers_is_level_and_of_near_ones_nearly(self):
        level = sparkline([F(100), F(100), None, None])
        assert level.dots[0].y == level.dots[1].y == (SPARK_TOP + SPARK_BOTTOM) / 2
        near = sparkline([F(100), F(99), None, None])
        assert near.dots[1].y - near.dots[0].y == pytest.approx(0.1 * (SPARK_BOTTOM - SPARK_TOP))

    def test_of_nothing_has_four_empty_places(self):
        spark = sparkline([None] * 4)
        assert ([dot.y for dot in spark.dots], spark.segments) == ([None] * 4, ())

    @given(st.lists(st.none() | counts, min_size=4, max_size=4))
    def test_stays_inside(self, amounts):
        for dot, amount in zip(sparkline(amounts).dots, amounts, strict=True):
            assert (dot.y is None) is (amount is None)
            assert dot.y is None or SPARK_TOP <= dot.y <= SPARK_BOTTOM


class TestTheChartOfQuarters:
    NEEDS = (F(70), F(80), F(90), F(100))

    def drawn(self, amounts=(None, None, None, None)):
        return path_chart(amounts, self.NEEDS, start=F(60), target=F(100), baseline=F(60))

    def test_begins_the_path_at_last_year_and_ends_it_at_the_target(self):
        chart = self.drawn()
        assert (chart.path[0].y, chart.path[4].y) == (chart.baseline, chart.target)
        assert (chart.target, chart.baseline) == (TOP, pytest.approx(148, abs=0.1))
        assert len(chart.path_segments) == 4

    def test_puts_a_figure_on_the_path_at_the_height_of_the_path(self):
        chart = self.drawn([F(70), F(75), None, None])
        assert chart.dots[0].y == chart.path[1].y
        assert chart.dots[1].y > chart.path[2].y
        assert [dot.y is None for dot in chart.dots] == [False, False, True, True]

    def test_draws_the_same_column_for_quarter_and_path(self):
        chart = self.drawn([F(70)] * 4)
        assert [dot.x for dot in chart.dots] == [dot.x for dot in chart.path[1:]] == list(chart.columns[1:])

    def test_begins_at_zero_where_the_numbers_are_far_apart(self):
        chart = path_chart([F(1)] * 4, [F(1)] * 4, start=F(0), target=F(3), baseline=F("0.47"))
        assert chart.path[0].y == FLOOR

    def test_is_not_drawn_without_any_number(self):
        assert path_chart([None] * 4, [None] * 4, start=None, target=None, baseline=None) is None

    def test_of_figures_without_a_target_has_no_path(self):
        chart = path_chart([F(2), F(4), None, None], [None] * 4, start=None, target=None, baseline=None)
        assert (chart.target, chart.baseline, chart.path_segments) == (None, None, ())
        assert len(chart.segments) == 1

    @given(st.lists(st.none() | shares, min_size=4, max_size=4), shares, shares)
    def test_stays_inside(self, amounts, start, target):
        needs = [start + (target - start) * F(quarter, 4) for quarter in (1, 2, 3, 4)]
        chart = path_chart(amounts, needs, start=start, target=target, baseline=start)
        assert chart is not None
        heights = [chart.target, chart.baseline, *(dot.y for dot in (*chart.dots, *chart.path))]
        assert all(height is None or TOP <= height <= FLOOR for height in heights)

    @given(st.lists(st.none() | shares, min_size=4, max_size=4), shares, shares, shares, shares)
    def test_stays_inside_with_forecast_and_goal(self, amounts, start, target, forecast, goal):
        chart = path_chart(
            amounts, [target] * 4, start=start, target=target, baseline=start, forecast=forecast, goal=goal
        )
        ends = [chart.goal, *((chart.forecast.y1, chart.forecast.y2) if chart.forecast else ())]
        assert all(TOP <= height <= FLOOR for height in ends)
        assert (chart.forecast is None) == (amounts == [None] * 4)

    def test_the_forecast_runs_from_the_last_figure_to_the_end_of_the_year(self):
        chart = path_chart(
            [F(70), F(75), None, None], self.NEEDS, start=F(60), target=F(100), baseline=F(60), forecast=F(85)
        )
        assert (chart.forecast.x1, chart.forecast.y1) == (chart.dots[1].x, chart.dots[1].y)
        assert chart.forecast.x2 == COLUMNS[4]
        assert chart.forecast.y2 > chart.target

    def test_the_goal_stands_in_a_column_of_its_own_for_which_the_drawing_widens(self):
        plain = self.drawn()
        wide = path_chart([None] * 4, self.NEEDS, start=F(60), target=F(100), baseline=F(60), goal=F(100))
        assert wide.goal == wide.target
        assert plain.goal is None
        assert plain.width < GOAL_COLUMN < wide.width
