"""Tasks: printed deadlines as days, the worst part, and on time or not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.timeliness import TaskStatus, judge_task, overall

NOT_STARTED, ONGOING, DONE = TaskStatus
END_OF_YEAR = date(2026, 12, 31)
BEFORE_THE_PLAN = date(2025, 12, 31)
STATUSES = st.sampled_from(TaskStatus)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))


def judged(
    status=ONGOING, due_on=END_OF_YEAR, done_on=None, today=date(2026, 6, 1), recurring=False, has_progress=True
):
    return judge_task(
        status=status, due_on=due_on, done_on=done_on, today=today, recurring=recurring, has_progress=has_progress
    )


# --- The worst part


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([], NOT_STARTED),
        ([None], NOT_STARTED),
        ([DONE], DONE),
        ([DONE, DONE], DONE),
        ([DONE, ONGOING], ONGOING),
        ([ONGOING, NOT_STARTED], NOT_STARTED),
        ([DONE, None], NOT_STARTED),
        ([DONE, ONGOING, NOT_STARTED], NOT_STARTED),
    ],
)
def test_a_task_stands_as_its_worst_part_and_a_missing_part_has_not_started(parts, status):
    assert overall(parts) is status


@given(st.lists(STATUSES | st.none(), min_size=1))
def test_a_task_is_done_when_all_its_parts_are(parts):
    assert (overall(parts) is DONE) == all(part is DONE for part in parts)


@given(st.lists(STATUSES | st.none(), min_size=1), STATUSES | st.none())
def test_one_more_part_never_makes_a_task_better(parts, another):
    order = list(TaskStatus)
    assert order.index(overall([*parts, another])) <= order.index(overall(parts))


def test_statuses_are_the_words_of_the_screen_from_the_worst():
    assert [status.value for status in TaskStatus] == ["Chưa triển khai", "Đang thực hiện", "Hoàn thành"]


# --- Verdicts


@pytest.mark.parametrize(
    ("status", "done_on", "today", "words", "days", "tone"),
    [
        (NOT_STARTED, None, date(2026, 6, 1), "Chưa triển khai, trong hạn", 0, "none"),
        (NOT_STARTED, None, date(2027, 1, 3), "Chưa triển khai, quá hạn", 3, "late"),
        (ONGOING, None, date(2026, 12, 31), "Đang thực hiện, trong hạn", 0, "track"),
        (ONGOING, None, date(2027, 1, 1), "Đang thực hiện, quá hạn", 1, "late"),
        (DONE, date(2026, 12, 31), date(2027, 6, 1), "Hoàn thành, đúng hạn", 0, "good"),
        (DONE, date(2027, 1, 10), date(2027, 6, 1), "Hoàn thành, quá hạn", 10, "watch"),
        (DONE, None, date(2026, 12, 31), "Hoàn thành, đúng hạn", 0, "good"),
        (DONE, None, date(2027, 6, 1), "Hoàn thành, chưa ghi ngày", 0, "watch"),
    ],
)
def test_a_task_with_a_day(status, done_on, today, words, days, tone):
    verdict = judged(status, done_on=done_on, today=today)
    assert (verdict.status, verdict.words, verdict.days_late, verdict.tone) == (status, words, days, tone)
    assert verdict.overdue == (days > 0)


def test_a_deadline_before_the_plan_itself_is_overdue_from_the_first_day():
    verdict = judged(NOT_STARTED, due_on=BEFORE_THE_PLAN, today=date(2026, 1, 16))
    assert verdict.words == "Chưa triển khai, quá hạn"
    assert verdict.days_late == 16
    assert verdict.explanation == "Hạn 31/12/2025; chưa triển khai, đã quá hạn 16 ngày."


@pytest.mark.parametrize(
    ("status", "today", "done_on", "explanation"),
    [
        (ONGOING, date(2026, 12, 1), None, "Hạn 31/12/2026; đang thực hiện, còn 30 ngày."),
        (ONGOING, END_OF_YEAR, None, "Hạn 31/12/2026; đang thực hiện, hôm nay là ngày cuối."),
        (DONE, END_OF_YEAR, date(2026, 3, 2), "Hoàn thành ngày 02/03/2026, hạn 31/12/2026; đúng hạn."),
        (DONE, date(2027, 2, 1), date(2027, 1, 2), "Hoàn thành ngày 02/01/2027, hạn 31/12/2026; quá hạn 2 ngày."),
        (DONE, date(2026, 2, 1), None, "Hoàn thành, hạn 31/12/2026; đúng hạn."),
        (DONE, date(2027, 2, 1), None, "Hoàn thành, hạn 31/12/2026; chưa ghi ngày hoàn thành."),
    ],
)
def test_a_verdict_says_why(status, today, done_on, explanation):
    assert judged(status, today=today, done_on=done_on).explanation == explanation


@pytest.mark.parametrize("status", TaskStatus)
def test_free_text_is_never_overdue(status):
    verdict = judged(status, due_on=None, today=date(2030, 1, 1))
    assert verdict.words == f"{status.value}, không quy định thời hạn"
    assert (verdict.overdue, verdict.days_late) == (False, 0)
    assert verdict.explanation == "Kế hoạch không quy định ngày hoàn thành nên không xét thời hạn."


@pytest.mark.parametrize(
    ("status", "has_progress", "tone", "explanation"),
    [
        (ONGOING, True, "track", "Nhiệm vụ thường xuyên; trong quý đã có tiến độ."),
        (DONE, True, "good", "Nhiệm vụ thường xuyên; trong quý đã có tiến độ."),
        (ONGOING, False, "watch", "Nhiệm vụ thường xuyên; trong quý chưa có tiến độ."),
        (NOT_STARTED, False, "watch", "Nhiệm vụ thường xuyên; trong quý chưa có tiến độ."),
        (NOT_STARTED, True, "watch", "Nhiệm vụ thường xuyên; trong quý chưa có tiến độ."),
    ],
)
def test_what_recurs_is_judged_by_the_quarter(status, has_progress, tone, explanation):
    verdict = judged(status, due_on=None, recurring=True, has_progress=has_progress)
    assert (verdict.tone, verdict.explanation) == (tone, explanation)
    assert verdict.words == f"{status.value}, không quy định thời hạn"
    assert not verdict.overdue


@given(STATUSES, DAYS, st.none() | DAYS, DAYS, st.booleans())
def test_overdue_has_days_and_the_word_and_nothing_else_has(status, due_on, done_on, today, has_progress):
    verdict = judged(status, due_on=due_on, done_on=done_on, today=today, has_progress=has_progress)
    assert verdict.overdue == (verdict.days_late > 0) == verdict.words.endswith(", quá hạn")
    assert verdict.words.startswith(status.value)


@given(STATUSES, DAYS, st.none() | DAYS, DAYS)
def test_unfinished_work_only_gets_later_and_finished_work_stays_as_it_was(status, due_on, done_on, today):
    now, next_day = (
        judged(status, due_on=due_on, done_on=done_on, today=day) for day in (today, today + timedelta(days=1))
    )
    assert next_day.days_late >= now.days_late
    if status is DONE:
        assert next_day.days_late == now.days_late


@given(STATUSES, DAYS, st.none() | DAYS, DAYS, st.booleans())
def test_a_shape_belongs_to_one_tone(status, due_on, done_on, today, recurring):
    shapes = {"none": "○", "track": "●", "good": "■", "watch": "◆", "late": "▼"}
    verdict = judged(status, due_on=due_on, done_on=done_on, today=today, recurring=recurring)
    assert verdict.shape == shapes[verdict.tone]
