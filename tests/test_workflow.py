"""The review states of a row: every state × event pair, who may do what, and what the unit's report makes of it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.workflow import (
    EDITABLE,
    LABELS,
    STEPS,
    WHO,
    Part,
    ReportState,
    RowEvent,
    RowState,
    TransitionRefused,
    envelope_state,
    next_state,
)
from units.journal_words import ACTION_LABELS, action_word

ENTERING, WAITING, SENT, ACCEPTED, RETURNED, REOPENED = RowState
HEAD, OFFICER, SENDER, COORDINATOR, OTHER = Part
# Written out by hand from "Review state of a row" and "Roles" of the domain: per part one line a state, "." is refused.
#   SAVE       SEND     CONFIRM  WITHDRAW  ACCEPT    GIVE_BACK  RETURN    REOPEN    RESTORE
ENTERS = {
    ENTERING: (ENTERING, SENT, ".", ".", ".", ".", ".", ".", "."),
    WAITING: (".", ".", ".", ENTERING, ".", ".", ".", ".", "."),
    SENT: (".", ".", ".", ENTERING, ".", ".", ".", ".", "."),
    ACCEPTED: (".", ".", ".", ".", ".", ".", ".", ".", "."),
    RETURNED: (RETURNED, SENT, ".", ".", ".", ".", ".", ".", "."),
    REOPENED: (REOPENED, SENT, ".", ".", ".", ".", ".", ".", "."),
}
TABLE = {
    SENDER: ENTERS,
    OFFICER: ENTERS
    | {
        ENTERING: (ENTERING, WAITING, ".", ".", ".", ".", ".", ".", "."),
        RETURNED: (RETURNED, WAITING, ".", ".", ".", ".", ".", ".", "."),
        REOPENED: (REOPENED, WAITING, ".", ".", ".", ".", ".", ".", "."),
    },
    HEAD: ENTERS | {WAITING: (".", ".", SENT, ENTERING, ".", RETURNED, ".", ".", ".")},
    COORDINATOR: {
        ENTERING: (ENTERING, SENT, ".", ".", ".", ".", ".", ".", ACCEPTED),
        WAITING: (".", ".", ".", ".", ".", ".", ".", ".", "."),
        SENT: (".", ".", ".", ".", ACCEPTED, ".", RETURNED, ".", "."),
        ACCEPTED: (".", ".", ".", ".", ".", ".", ".", REOPENED, "."),
        RETURNED: (RETURNED, SENT, ".", ".", ".", ".", ".", ".", ACCEPTED),
        REOPENED: (REOPENED, SENT, ".", ".", ".", ".", ".", ".", ACCEPTED),
    },
    OTHER: dict.fromkeys(RowState, (".",) * 9),
}
TRIPLES = [
    (part, state, event, TABLE[part][state][place])
    for part in Part
    for state in RowState
    for place, event in enumerate(RowEvent)
]
ROWS = st.lists(st.sampled_from(RowState), max_size=30)


def test_an_allowed_step_leads_where_the_table_says():
    allowed = [triple for triple in TRIPLES if triple[3] != "."]
    assert [(part, state, event, next_state(state, event, {part})) for part, state, event, _ in allowed] == allowed


@pytest.mark.parametrize("part", Part)
def test_every_other_step_is_refused_with_its_reason(part):
    for state, event in ((state, event) for one, state, event, after in TRIPLES if (one, after) == (part, ".")):
        with pytest.raises(TransitionRefused) as refused:
            next_state(state, event, {part})
        theirs = any(TABLE[part][one][list(RowEvent).index(event)] != "." for one in RowState)
        if theirs:
            assert f"Không thể {action_word(event)} dòng đang ở trạng thái “{LABELS[state]}”" in refused.value.sentence
        else:
            assert refused.value.sentence == WHO[event]


def test_a_refusal_says_from_which_states_it_would_work():
    with pytest.raises(TransitionRefused) as refused:
        next_state(ACCEPTED, RowEvent.SAVE, {SENDER})
    assert refused.value.sentence == (
        "Không thể lưu dòng đang ở trạng thái “đã chấp nhận”: chỉ làm được khi dòng ở trạng thái "
        "“đang nhập” hoặc “trả lại” hoặc “mở lại”."
    )


def test_the_table_has_no_step_more():
    assert {(state, event, part) for part, state, event, after in TRIPLES if after != "."} == set(STEPS)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        STEPS[ACCEPTED, RowEvent.SAVE, OFFICER] = ENTERING


def test_a_coordinator_of_the_own_unit_enters_as_its_people_do():
    assert next_state(ENTERING, RowEvent.SEND, {OFFICER, COORDINATOR}) is WAITING
    assert next_state(SENT, RowEvent.ACCEPT, {OFFICER, COORDINATOR}) is ACCEPTED


def test_editable_is_what_can_be_saved():
    assert {state for state, event, _ in STEPS if event is RowEvent.SAVE} == EDITABLE
    assert {ENTERING, RETURNED, REOPENED} == EDITABLE


def test_saving_never_changes_the_state():
    assert all(after is state for (state, event, _), after in STEPS.items() if event is RowEvent.SAVE)


def test_nothing_becomes_accepted_but_by_acceptance_or_by_its_own_snapshot():
    assert {event for (_, event, _), after in STEPS.items() if after is ACCEPTED} == {RowEvent.ACCEPT, RowEvent.RESTORE}


def test_from_every_state_every_other_can_be_reached():
    for start in RowState:
        reached = {start}
        for _ in RowState:
            reached |= {after for (before, *_), after in STEPS.items() if before in reached}
        assert reached == set(RowState)


def test_words_of_the_screen():
    words = ["đang nhập", "chờ xác nhận", "đã gửi", "đã chấp nhận", "trả lại", "mở lại"]
    assert [LABELS[state] for state in RowState] == words
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
        ([ENTERING, WAITING], 2, ReportState.ENTERING),
        ([WAITING, SENT, ACCEPTED], 3, ReportState.WAITING),
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
    urgency = [RETURNED, REOPENED, ENTERING, WAITING, SENT, ACCEPTED]
    leading = min((first, second), key=urgency.index)
    assert envelope_state([first, second], 2).value == LABELS[leading]
