"""Review states of a row (figure or progress) as a table, and what they make of the unit's report."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from units.journal_words import action_word


class RowState(StrEnum):
    """An accepted row's snapshot stands outwards whatever state the row takes afterwards."""

    ENTERING = "entering"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"


LABELS: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.ENTERING: "đang nhập",
        RowState.SENT: "đã gửi",
        RowState.ACCEPTED: "đã chấp nhận",
        RowState.RETURNED: "trả lại",
        RowState.REOPENED: "mở lại",
    }
)


class RowEvent(StrEnum):
    SAVE = "save"
    SEND = "send"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"


# A returned row stays "trả lại" until it is sent again; a withdrawn one starts over as "đang nhập".
TRANSITIONS: Mapping[tuple[RowState, RowEvent], RowState] = MappingProxyType(
    {
        (RowState.ENTERING, RowEvent.SAVE): RowState.ENTERING,
        (RowState.RETURNED, RowEvent.SAVE): RowState.RETURNED,
        (RowState.REOPENED, RowEvent.SAVE): RowState.REOPENED,
        (RowState.ENTERING, RowEvent.SEND): RowState.SENT,
        (RowState.RETURNED, RowEvent.SEND): RowState.SENT,
        (RowState.REOPENED, RowEvent.SEND): RowState.SENT,
        (RowState.SENT, RowEvent.WITHDRAW): RowState.ENTERING,
        (RowState.SENT, RowEvent.ACCEPT): RowState.ACCEPTED,
        (RowState.SENT, RowEvent.RETURN): RowState.RETURNED,
        (RowState.ACCEPTED, RowEvent.REOPEN): RowState.REOPENED,
    }
)

EDITABLE: frozenset[RowState] = frozenset({RowState.ENTERING, RowState.RETURNED, RowState.REOPENED})


class TransitionRefused(ValueError):
    """An event that the row's state does not allow. `sentence` is what the user sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def next_state(state: RowState, event: RowEvent) -> RowState:
    """The state after the event. Raises TransitionRefused where the table has no such step."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise TransitionRefused(
            f"Không thể {action_word(event)} dòng đang ở trạng thái “{LABELS[state]}”: "
            f"chỉ làm được khi dòng ở trạng thái {_states_before(event)}."
        ) from None


def _states_before(event: RowEvent) -> str:
    return " hoặc ".join(f"“{LABELS[state]}”" for state in RowState if (state, event) in TRANSITIONS)


class ReportState(StrEnum):
    """The derived state of a unit's report; the value is the word on the screen."""

    NONE = "chưa nhập"
    ENTERING = "đang nhập"
    SENT = "đã gửi"
    PARTLY = "chấp nhận một phần"
    RETURNED = "trả lại"
    ACCEPTED = "đã chấp nhận"
    REOPENED = "mở lại"


# What asks for somebody's work comes first.
_URGENT = (
    (RowState.RETURNED, ReportState.RETURNED),
    (RowState.REOPENED, ReportState.REOPENED),
    (RowState.ENTERING, ReportState.ENTERING),
    (RowState.SENT, ReportState.SENT),
)


def envelope_state(row_states: Sequence[str], owed: int) -> ReportState:
    """The state of a unit's report from the states of the rows that exist (as stored); `owed`: how many the unit owes.

    No row: NONE. Else the first that any row is in: RETURNED, REOPENED, ENTERING, SENT (so one row still
    being entered, or waiting for review, holds the report there). When every row is accepted: ACCEPTED, or
    PARTLY where fewer rows exist than are owed, so that a report with gaps never reads as complete.
    """
    if not row_states:
        return ReportState.NONE
    for row_state, report_state in _URGENT:
        if row_state in row_states:
            return report_state
    return ReportState.ACCEPTED if len(row_states) >= owed else ReportState.PARTLY
