"""Review states of a row (figure or progress) as a table, and what they make of the unit's report."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from units.journal_words import action_word


class RowState(StrEnum):
    """An accepted row's snapshot stands outwards whatever state the row takes afterwards."""

    ENTERING = "entering"
    WAITING = "confirming"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"


LABELS: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.ENTERING: "đang nhập",
        RowState.WAITING: "chờ xác nhận",
        RowState.SENT: "đã gửi",
        RowState.ACCEPTED: "đã chấp nhận",
        RowState.RETURNED: "trả lại",
        RowState.REOPENED: "mở lại",
    }
)


class RowEvent(StrEnum):
    SAVE = "save"
    SEND = "send"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    GIVE_BACK = "give_back"
    RETURN = "return"
    REOPEN = "reopen"
    RESTORE = "restore"


class Part(StrEnum):
    """What a person is to one unit's report. Who is nothing to it is OTHER: leaders, viewers, other units' people.

    SENDER and OFFICER both enter for the unit; what an OFFICER sends waits for the unit's head. A coordinator plays
    both parts in the own unit, and COORDINATOR alone where a figure is entered for another ("nhập thay").
    """

    HEAD = "head"
    OFFICER = "officer"
    SENDER = "sender"
    COORDINATOR = "coordinator"
    OTHER = "other"


UNDER_WAY: frozenset[RowState] = frozenset({RowState.WAITING, RowState.SENT})  # with the head or the coordinator
_UNIT = (Part.HEAD, Part.OFFICER, Part.SENDER)
_STAYS = dict.fromkeys((*_UNIT, Part.COORDINATOR), None)
_SENDS = {
    Part.OFFICER: RowState.WAITING,
    Part.HEAD: RowState.SENT,
    Part.SENDER: RowState.SENT,
    Part.COORDINATOR: RowState.SENT,
}
_BACK = dict.fromkeys(_UNIT, RowState.ENTERING)

# The state machine, one line a state and event: who may, and where it leads (None: the state stays). What is not here
# is refused. A returned row stays "trả lại" until it is sent again; a withdrawn one starts over as "đang nhập".
_TABLE: tuple[tuple[RowState, RowEvent, Mapping[Part, RowState | None]], ...] = (
    (RowState.ENTERING, RowEvent.SAVE, _STAYS),
    (RowState.RETURNED, RowEvent.SAVE, _STAYS),
    (RowState.REOPENED, RowEvent.SAVE, _STAYS),
    (RowState.ENTERING, RowEvent.SEND, _SENDS),
    (RowState.RETURNED, RowEvent.SEND, _SENDS),
    (RowState.REOPENED, RowEvent.SEND, _SENDS),
    (RowState.WAITING, RowEvent.CONFIRM, {Part.HEAD: RowState.SENT}),
    (RowState.WAITING, RowEvent.GIVE_BACK, {Part.HEAD: RowState.RETURNED}),
    (RowState.WAITING, RowEvent.WITHDRAW, _BACK),
    (RowState.SENT, RowEvent.WITHDRAW, _BACK),
    (RowState.SENT, RowEvent.ACCEPT, {Part.COORDINATOR: RowState.ACCEPTED}),
    (RowState.SENT, RowEvent.RETURN, {Part.COORDINATOR: RowState.RETURNED}),
    (RowState.ACCEPTED, RowEvent.REOPEN, {Part.COORDINATOR: RowState.REOPENED}),
    (RowState.ENTERING, RowEvent.RESTORE, {Part.COORDINATOR: RowState.ACCEPTED}),
    (RowState.RETURNED, RowEvent.RESTORE, {Part.COORDINATOR: RowState.ACCEPTED}),
    (RowState.REOPENED, RowEvent.RESTORE, {Part.COORDINATOR: RowState.ACCEPTED}),
)
STEPS: Mapping[tuple[RowState, RowEvent, Part], RowState] = MappingProxyType(
    {(state, event, part): after or state for state, event, who in _TABLE for part, after in who.items()}
)
EDITABLE: frozenset[RowState] = frozenset(state for state, event, _ in _TABLE if event is RowEvent.SAVE)
WHO: Mapping[RowEvent, str] = MappingProxyType(
    {
        RowEvent.SAVE: "Chỉ đơn vị báo cáo hoặc cơ quan đầu mối nhập số liệu.",
        RowEvent.SEND: "Chỉ đơn vị báo cáo hoặc cơ quan đầu mối gửi báo cáo.",
        RowEvent.CONFIRM: "Chỉ lãnh đạo đơn vị xác nhận báo cáo của đơn vị mình.",
        RowEvent.WITHDRAW: "Chỉ đơn vị báo cáo rút lại được báo cáo của mình.",
        RowEvent.ACCEPT: "Chỉ cơ quan đầu mối chấp nhận hoặc trả lại số liệu.",
        RowEvent.GIVE_BACK: "Chỉ lãnh đạo đơn vị xác nhận hoặc trả lại báo cáo của đơn vị mình.",
        RowEvent.RETURN: "Chỉ cơ quan đầu mối chấp nhận hoặc trả lại số liệu.",
        RowEvent.REOPEN: "Chỉ cơ quan đầu mối mở lại dòng đã chấp nhận.",
        RowEvent.RESTORE: "Chỉ cơ quan đầu mối khép lại dòng đã mở lại.",
    }
)


class TransitionRefused(ValueError):
    """An event that the row's state, or the person's part in it, does not allow. `sentence` is what the user sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def next_state(state: RowState, event: RowEvent, parts: Collection[Part]) -> RowState:
    """The state after the event, by the first of the parts that may. Raises TransitionRefused with the reason."""
    for part in Part:
        if part in parts and (state, event, part) in STEPS:
            return STEPS[state, event, part]
    before = states_before(event, parts)
    if not before:
        raise TransitionRefused(WHO[event])
    raise TransitionRefused(
        f"Không thể {action_word(event)} dòng đang ở trạng thái “{LABELS[state]}”: "
        f"chỉ làm được khi dòng ở trạng thái {' hoặc '.join(f'“{LABELS[one]}”' for one in before)}."
    )


def states_before(event: RowEvent, parts: Collection[Part]) -> list[RowState]:
    """The states from which somebody with these parts makes the event happen; none: it is not theirs."""
    return [state for state in RowState if any((state, event, part) in STEPS for part in parts)]


class ReportState(StrEnum):
    """The derived state of a unit's report; the value is the word on the screen."""

    NONE = "chưa nhập"
    ENTERING = "đang nhập"
    WAITING = "chờ xác nhận"
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
    (RowState.WAITING, ReportState.WAITING),
    (RowState.SENT, ReportState.SENT),
)


def envelope_state(row_states: Sequence[str], owed: int) -> ReportState:
    """The state of a unit's report from the states of the rows that exist (as stored); `owed`: how many the unit owes.

    No row: NONE. Else the first that any row is in: RETURNED, REOPENED, ENTERING, WAITING, SENT (so one row
    still being entered, or waiting for head or review, holds the report there). When every row is accepted:
    ACCEPTED, or PARTLY where fewer rows exist than are owed, so that a report with gaps never reads as complete.
    """
    if not row_states:
        return ReportState.NONE
    for row_state, report_state in _URGENT:
        if row_state in row_states:
            return report_state
    return ReportState.ACCEPTED if len(row_states) >= owed else ReportState.PARTLY
