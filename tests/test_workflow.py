"""The review states of a row: every state × event pair, who may do what, and what the unit's report makes of it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.workflow import (
    EDITABLE,
    LABELS,
    TRANSITIONS,
    ReportState,
    RowEvent,
    RowState,
    TransitionRefused,
    envelope_state,
    next_state,
)
from units.journal_words import ACTION_LABELS, action_word

ENTERING, SENT, ACCEPTED, RETURNED, REOPENED = RowState
# Written out by hand from "Review state of a row", one line a state; "." is refused.
TABLE = {
    #           SAVE      SEND  WITHDRAW  ACCEPT    RETURN    REOPEN
    ENTERING: (ENTERING, SENT, ".", ".", ".", "."),
    SENT: (".", ".", ENTERING, ACCEPTED, RETURNED, "."),
    ACCEPTED: (".", ".", ".", ".", ".", REOPENED),
    RETURNED: (RETURNED, SENT, ".", ".", ".", "."),
    REOPENED: (REOPENED, SENT, ".", ".", ".", "."),
}
PAIRS = [(state, event, TABLE[state][place]) for state in RowState for place, event in enumerate(RowEvent)]
ROWS = st.lists(st.sampled_from(RowState), max_size=30)


@pytest.mark.parametrize(("state", "event", "after"), [pair for pair in PAIRS if pair[2] != "."])
def test_an_allowed_step_leads_where_the_table_says(state, event, after):
    assert next_state(state, event) is after


@pytest.mark.parametrize(("state", "event"), [pair[:2] for pair in PAIRS if pair[2] == "."])
def test_every_other_step_is_refused_with_both_words(state, event):
    with pytest.raises(TransitionRefused) as refused:
        next_state(state, event)
    assert f"Không thể {action_word(event)} dòng" in refused.value.sentence
    assert f"đang ở trạng thái “{LABELS[state]}”" in refused.value.sentence


def test_a_refusal_says_from_which_states_it_would_work():
    with pytest.raises(TransitionRefused) as refused:
        next_state(ACCEPTED, RowEvent.SAVE)
    assert refused.value.sentence == (
        "Không thể lưu dòng đang ở trạng thái “đã chấp nhận”: chỉ làm được khi dòng ở trạng thái "
        "“đang nhập” hoặc “trả lại” hoặc “mở lại”."
    )


def test_the_table_has_no_step_more():
    assert {pair[:2] for pair in PAIRS if pair[2] != "."} == set(TRANSITIONS)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        TRANSITIONS[ACCEPTED, RowEvent.SAVE] = ENTERING


def test_editable_is_what_can_be_saved():
    assert {state for state in RowState if (state, RowEvent.SAVE) in TRANSITIONS} == EDITABLE
    assert {ENTERING, RETURNED, REOPENED} == EDITABLE


def test_what_can_be_saved_can_be_sent_and_saving_never_changes_the_state():
    for state in EDITABLE:
        assert next_state(state, RowEvent.SAVE) is state
        assert next_state(state, RowEvent.SEND) is SENT


def test_from_every_state_every_other_can_be_reached():
    for start in RowState:
        reached = {start}
        for _ in RowState:
            reached |= {after for (before, _), after in TRANSITIONS.items() if before in reached}
        assert reached == set(RowState)


def test_words_of_the_screen():
    assert [LABELS[state] for state in RowState] == ["đang nhập", "đã gửi", "đã chấp nhận", "trả lại", "mở lại"]
    assert set(RowEvent) <= set(ACTION_LABELS)


# --- The unit's report


@pytest.mark.parametrize(
    ("rows", "owed", "state"),
    [
        ([], 18, ReportState.NONE),
        ([], 0, ReportState.NONE),
        ([ENTERING], 18, ReportState.ENTERING),
        ([ENTERING, SENT], 2, ReportState.ENTERING),
        ([ENTERING, ACCEPTED], 2, ReportState.ENTERING),
        ([SENT], 18, ReportState.SENT),
        ([SENT, SENT], 2, ReportState.SENT),
        ([SENT, ACCEPTED], 2, ReportState.SENT),
        ([ACCEPTED, ACCEPTED], 2, ReportState.ACCEPTED),
        ([ACCEPTED, ACCEPTED, ACCEPTED], 2, ReportState.ACCEPTED),
        ([ACCEPTED], 2, ReportState.PARTLY),
        ([RETURNED, ACCEPTED], 2, ReportState.RETURNED),
        ([RETURNED, REOPENED, ENTERING, SENT, ACCEPTED], 5, ReportState.RETURNED),
        ([REOPENED, ENTERING, SENT, ACCEPTED], 4, ReportState.REOPENED),
        ([REOPENED, ACCEPTED], 2, ReportState.REOPENED),
    ],
)
def test_the_state_of_a_unit_s_report(rows, owed, state):
    assert envelope_state(rows, owed) is state


@given(ROWS, st.integers(0, 30), st.randoms())
def test_the_order_of_rows_does_not_matter(rows, owed, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert envelope_state(shuffled, owed) is envelope_state(rows, owed)


@given(ROWS, st.integers(0, 30))
def test_accepted_means_that_nothing_is_open_and_nothing_is_missing(rows, owed):
    complete = bool(rows) and set(rows) == {ACCEPTED} and len(rows) >= owed
    assert (envelope_state(rows, owed) is ReportState.ACCEPTED) == complete


@given(ROWS, st.integers(0, 30))
def test_a_row_that_came_back_is_always_seen(rows, owed):
    assert (envelope_state(rows, owed) is ReportState.RETURNED) == (RETURNED in rows)


def test_a_report_s_words_are_those_of_its_rows_where_there_are_some():
    assert {LABELS[state] for state in RowState} <= {state.value for state in ReportState}
    assert {state.value for state in ReportState} - {LABELS[state] for state in RowState} == {
        "chưa nhập",
        "chấp nhận một phần",
    }


@pytest.mark.parametrize(("first", "second"), list(product(RowState, RowState)))
def test_two_rows_show_the_more_urgent_one(first, second):
    urgency = [RETURNED, REOPENED, ENTERING, SENT, ACCEPTED]
    leading = min((first, second), key=urgency.index)
    assert envelope_state([first, second], 2).value == LABELS[leading]
