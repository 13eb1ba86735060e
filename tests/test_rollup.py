"""Adding quarters up: only counts, only within the period, never over a gap."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.evaluation import Accumulation
from kpis.rollup import roll_up
from plans.quantities import Measure

AMOUNTS = st.none() | st.fractions(min_value=0, max_value=1000)
YEAR = st.fixed_dictionaries(dict.fromkeys((1, 2, 3, 4), AMOUNTS))
OWN = [Accumulation.POINT, Accumulation.CUMULATIVE]
WITHIN = Accumulation.WITHIN


def counts(**amounts: int | None) -> dict[int, Fraction | None]:
    return {int(key[1]): None if amount is None else Fraction(amount) for key, amount in amounts.items()}


@pytest.mark.parametrize("accumulation", OWN)
@pytest.mark.parametrize("measure", Measure)
@given(year=YEAR, quarter=st.integers(1, 4))
def test_a_state_and_a_running_total_stand_for_themselves(accumulation, measure, year, quarter):
    assert roll_up(accumulation, measure, quarter, year) == year[quarter]


@pytest.mark.parametrize("accumulation", OWN)
def test_an_earlier_quarter_is_never_repeated_silently(accumulation):
    assert roll_up(accumulation, Measure.COUNT, 3, counts(q1=5, q2=6)) is None


def test_a_running_total_is_not_added_up_again():
    assert roll_up(Accumulation.CUMULATIVE, Measure.COUNT, 2, counts(q1=3, q2=5)) == 5


@pytest.mark.parametrize(
    ("quarter", "total"), [(1, 3), (2, 3), (3, 7), (4, 12)], ids=["quý I", "quý II", "quý III", "quý IV"]
)
def test_counts_within_the_quarter_add_up_and_zero_is_a_number(quarter, total):
    assert roll_up(WITHIN, Measure.COUNT, quarter, counts(q1=3, q2=0, q3=4, q4=5)) == total


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_one_missing_quarter_means_no_sum(missing):
    year = counts(q1=1, q2=1, q3=1)
    assert roll_up(WITHIN, Measure.COUNT, 3, year | {missing: None}) is None
    del year[missing]
    assert roll_up(WITHIN, Measure.COUNT, 3, year) is None


def test_a_later_gap_does_not_matter():
    assert roll_up(WITHIN, Measure.COUNT, 2, counts(q1=1, q2=2, q3=None)) == 3


def test_a_quarter_with_nothing_to_report_is_not_missing_and_adds_nothing():
    assert roll_up(WITHIN, Measure.COUNT, 3, counts(q1=1, q2=None, q3=2), nothing={2}) == 3


def test_where_no_quarter_had_anything_there_is_no_sum_rather_than_zero():
    assert roll_up(WITHIN, Measure.COUNT, 2, {}, nothing={1, 2}) is None


def test_nothing_to_report_does_not_cover_another_gap():
    assert roll_up(WITHIN, Measure.COUNT, 3, counts(q1=1), nothing={2}) is None


@pytest.mark.parametrize("measure", [Measure.PERCENT, Measure.INDEX])
def test_percentages_and_indexes_are_never_added(measure):
    with pytest.raises(ValueError, match="only counts add up"):
        roll_up(WITHIN, measure, 2, {1: Fraction(40), 2: Fraction(50)})


@given(YEAR, st.integers(1, 4))
def test_the_sum_is_there_exactly_when_every_quarter_is(year, quarter):
    parts = [year[number] for number in range(1, quarter + 1)]
    total = roll_up(WITHIN, Measure.COUNT, quarter, year)
    assert total == (None if None in parts else sum(part for part in parts if part is not None))


@given(YEAR, st.integers(2, 4))
def test_a_sum_grows_by_the_quarter_alone(year, quarter):
    before, after = (roll_up(WITHIN, Measure.COUNT, number, year) for number in (quarter - 1, quarter))
    if before is not None and after is not None:
        assert after - before == year[quarter]
