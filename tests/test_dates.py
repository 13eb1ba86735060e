"""Days and moments as people write and read them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.dates import LOCAL_ZONE, DateRefused, parse_date, short_date, short_datetime, span


def test_a_day_has_two_digits_for_day_and_month():
    assert short_date(date(2026, 4, 5)) == "05/04/2026"
    assert span(date(2025, 12, 15), date(2026, 3, 14)) == "15/12/2025–14/03/2026"


def test_a_moment_is_shown_in_the_ward_s_zone():
    assert short_datetime(datetime(2026, 3, 14, 17, 0, tzinfo=LOCAL_ZONE)) == "17:00 14/03/2026"
    assert short_datetime(datetime(2026, 3, 14, 17, 5, tzinfo=UTC)) == "00:05 15/03/2026"


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_reads_back_in_every_accepted_form(day):
    for text in (
        short_date(day),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        day.isoformat(),
        f"  {short_date(day)} ",
    ):
        assert parse_date(text) == day


def test_the_day_stands_first():
    assert parse_date("03/04/2026") == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["", "16.01.2026", "16/01/26", "16/01-2026", "2026/01/16", "mai", "16 01 2026", "１6/01/2026"]
)
def test_another_form_is_refused(text):
    with pytest.raises(DateRefused) as refused:
        parse_date(text)
    assert refused.value.sentence == f"Không đọc được ngày “{text}”: hãy nhập ngày/tháng/năm, ví dụ 16/01/2026."


@pytest.mark.parametrize("text", ["31/02/2026", "29/02/2026", "01/13/2026", "00/01/2026", "2026-13-01", "01/01/0000"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(DateRefused) as refused:
        parse_date(text)
    assert refused.value.sentence == f"Không có ngày “{text}” trong lịch: hãy kiểm tra lại ngày, tháng, năm."
