"""Periods, their data windows (Nghị định 09/2019/NĐ-CP, Điều 12), deadlines, and dates as people write them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.calendar import (
    PeriodCode,
    PeriodKind,
    PeriodRefused,
    PeriodState,
    days_late,
    default_deadlines,
    period_state,
    quarter_words,
    time_left,
    window,
)
from units.dates import LOCAL_ZONE, local_date

YEARS = st.integers(2000, 2099)
CODES = st.builds(PeriodCode, YEARS, st.sampled_from(PeriodKind))
QUARTERS = (PeriodKind.Q1, PeriodKind.Q2, PeriodKind.Q3, PeriodKind.Q4)
DAY = timedelta(days=1)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL_ZONE)  # type: ignore[misc, arg-type]


# --- Codes


@given(CODES)
def test_a_code_reads_back_as_it_is_written(code):
    assert PeriodCode.parse(str(code)) == code


@pytest.mark.parametrize(
    ("text", "quarter", "covered", "label", "words"),
    [
        ("2026-Q1", 1, (1,), "Quý I/2026", "quý I năm 2026"),
        ("2026-Q2", 2, (2,), "Quý II/2026", "quý II năm 2026"),
        ("2026-Q3", 3, (3,), "Quý III/2026", "quý III năm 2026"),
        ("2026-Q4", 4, (4,), "Quý IV/2026", "quý IV năm 2026"),
        ("2026-H1", 2, (1, 2), "6 tháng năm 2026", "6 tháng đầu năm 2026"),
        ("2026-9M", 3, (1, 2, 3), "9 tháng năm 2026", "9 tháng đầu năm 2026"),
        ("2026-Y", 4, (1, 2, 3, 4), "Năm 2026", "năm 2026"),
    ],
)
def test_what_a_code_stands_for(text, quarter, covered, label, words):
    code = PeriodCode.parse(text)
    assert (str(code), code.year, code.quarter, code.covered_quarters) == (text, 2026, quarter, covered)
    assert (code.label, code.words) == (label, words)
    assert code.is_quarter == (len(covered) == 1)


def test_spaces_around_a_code_are_nothing():
    assert PeriodCode.parse(" 2026-Q1\n") == PeriodCode(2026, PeriodKind.Q1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-Q5",
        "2026-Q0",
        "2026-q1",
        "26-Q1",
        "2026/Q1",
        "2026-H2",
        "2026-M9",
        "1999-Q1",
        "２０２６-Q1",
        "2026-Q1-",
    ],
)
def test_another_code_is_refused_with_what_to_write(text):
    with pytest.raises(PeriodRefused) as refused:
        PeriodCode.parse(text)
    assert refused.value.sentence == (
        f"Không đọc được kỳ “{text}”: hãy viết như 2026-Q1, 2026-H1 (6 tháng), 2026-9M (9 tháng) hoặc 2026-Y (năm)."
    )


def test_quarters_in_words():
    assert [quarter_words(quarter) for quarter in (1, 2, 3, 4)] == ["quý I", "quý II", "quý III", "quý IV"]


# --- Windows


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026-Y", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_windows_are_those_of_the_decree(text, starts_on, ends_on):
    assert window(PeriodCode.parse(text)) == (starts_on, ends_on)


@given(YEARS)
def test_quarters_tile_the_year_and_years_follow_on(year):
    windows = [window(PeriodCode(year, kind)) for kind in QUARTERS]
    windows.append(window(PeriodCode(year + 1, PeriodKind.Q1)))
    for (_, ends_on), (starts_on, _) in pairwise(windows):
        assert starts_on == ends_on + DAY
    assert window(PeriodCode(year, PeriodKind.Y)) == (windows[0][0], windows[3][1])


@given(CODES)
def test_a_longer_period_is_the_union_of_its_quarters(code):
    parts = [window(PeriodCode(code.year, QUARTERS[quarter - 1])) for quarter in code.covered_quarters]
    assert window(code) == (parts[0][0], parts[-1][1])


# --- States

STARTS_ON = date(2026, 3, 15)
MORNING = local(2026, 3, 15, 0, 0)


@pytest.mark.parametrize(
    ("opened_at", "closed_at", "now", "state"),
    [
        (None, None, MORNING - timedelta(seconds=1), PeriodState.NOT_OPEN),
        (None, None, MORNING, PeriodState.OPEN),
        (None, None, MORNING + 400 * DAY, PeriodState.OPEN),
        (MORNING - 5 * DAY, None, MORNING - 5 * DAY, PeriodState.OPEN),
        (MORNING - 5 * DAY, None, MORNING - 6 * DAY, PeriodState.NOT_OPEN),
        (MORNING + DAY, None, MORNING, PeriodState.OPEN),
        (None, MORNING + 90 * DAY, MORNING + 89 * DAY, PeriodState.OPEN),
        (None, MORNING + 90 * DAY, MORNING + 90 * DAY, PeriodState.CLOSED),
        (MORNING - 5 * DAY, MORNING - DAY, MORNING - DAY, PeriodState.CLOSED),
    ],
)
def test_a_period_opens_by_its_date_or_earlier_by_hand_and_closes_by_hand(opened_at, closed_at, now, state):
    assert period_state(starts_on=STARTS_ON, opened_at=opened_at, closed_at=closed_at, now=now) == state


def test_the_day_begins_in_hai_phong_not_in_greenwich():
    now = datetime(2026, 3, 14, 17, 0, tzinfo=UTC)
    assert local_date(now) == STARTS_ON
    assert period_state(starts_on=STARTS_ON, opened_at=None, closed_at=None, now=now) == PeriodState.OPEN


def test_states_are_the_words_of_the_screen():
    assert [state.value for state in PeriodState] == ["chưa mở", "đang mở", "đã chốt"]


# --- Deadlines


def test_deadlines_of_the_first_quarter():
    deadlines = default_deadlines(PeriodCode.parse("2026-Q1"))
    assert deadlines.unit_due_at == local(2026, 3, 14, 17, 0)
    assert deadlines.review_due_at == local(2026, 3, 17, 17, 0)
    assert deadlines.send_due_on == date(2026, 3, 20)


@given(CODES)
def test_deadlines_follow_one_another_after_the_data_end(code):
    ends_on = window(code)[1]
    deadlines = default_deadlines(code)
    assert local_date(deadlines.unit_due_at) == ends_on
    assert deadlines.unit_due_at < deadlines.review_due_at
    assert local_date(deadlines.review_due_at) < deadlines.send_due_on == ends_on.replace(day=20)
    assert deadlines.unit_due_at.utcoffset() == timedelta(hours=7)


DUE = local(2026, 3, 14, 17, 0)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=4), "còn 3 ngày 4 giờ"),
        (timedelta(days=3, hours=4, minutes=59), "còn 3 ngày 4 giờ"),
        (timedelta(days=3, minutes=30), "còn 3 ngày"),
        (timedelta(days=1), "còn 1 ngày"),
        (timedelta(hours=23, minutes=59), "còn 23 giờ 59 phút"),
        (timedelta(hours=2, minutes=10), "còn 2 giờ 10 phút"),
        (timedelta(hours=2), "còn 2 giờ"),
        (timedelta(minutes=25, seconds=50), "còn 25 phút"),
        (timedelta(seconds=59), "còn dưới 1 phút"),
        (timedelta(0), "còn dưới 1 phút"),
        (-timedelta(seconds=1), "quá hạn dưới 1 phút"),
        (-timedelta(minutes=25), "quá hạn 25 phút"),
        (-timedelta(hours=2, minutes=10), "quá hạn 2 giờ"),
        (-timedelta(hours=23, minutes=59), "quá hạn 23 giờ"),
        (-timedelta(days=1), "quá hạn 1 ngày"),
        (-timedelta(days=1, hours=1), "quá hạn 2 ngày"),
        (-timedelta(days=3), "quá hạn 3 ngày"),
    ],
)
def test_time_left_in_words(left, words):
    assert time_left(DUE, DUE - left) == words


@pytest.mark.parametrize(
    ("late", "days"),
    [
        (-timedelta(days=2), 0),
        (timedelta(0), 0),
        (timedelta(seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=3), 3),
        (timedelta(days=9, hours=23), 10),
    ],
)
def test_a_started_day_of_delay_counts(late, days):
    assert days_late(DUE, DUE + late) == days


@given(st.timedeltas(min_value=-40 * DAY, max_value=40 * DAY))
def test_the_words_and_the_count_of_days_never_differ(late):
    words, days = time_left(DUE, DUE + late), days_late(DUE, DUE + late)
    assert words.startswith("quá hạn") == (days > 0)
    if late >= DAY:
        assert words == f"quá hạn {days} ngày"
    assert " 0 " not in words


def test_the_zone_of_now_does_not_matter():
    assert time_left(DUE, datetime(2026, 3, 14, 9, 35, tzinfo=UTC)) == "còn 25 phút"


# --- Dates
