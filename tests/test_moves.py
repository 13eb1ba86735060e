"""Who moves a row from which state: every state × move × role, through the actions that the pages call."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from kpis.models import Figure
from plans.actions import NotAllowed
from plans.models import Plan
from plans.workflow import EDITABLE, RowEvent, RowState, next_state
from reports.actions import withdraw_report
from tests import desk
from units.models import User

pytestmark = pytest.mark.django_db
CODE, UNIT = "PL1.26", "KTHTDT"
OWN = ("kthtdt", "kthtdt.lanhdao")
COORDINATOR = "daumoi"
OTHERS = ("cap", "cap.lanhdao", "lanhdao", "nguoixem", "quantri")
# Written out by hand from domain.md, "Roles" and "Review state of a row".
MAY = {
    RowEvent.SAVE: {*OWN, COORDINATOR},
    RowEvent.SEND: {*OWN, COORDINATOR},
    RowEvent.WITHDRAW: {*OWN},
    RowEvent.ACCEPT: {COORDINATOR},
    RowEvent.RETURN: {COORDINATOR},
}
FROM = {
    RowEvent.SAVE: EDITABLE,
    RowEvent.SEND: EDITABLE,
    RowEvent.WITHDRAW: {RowState.SENT},
    RowEvent.ACCEPT: {RowState.SENT},
    RowEvent.RETURN: {RowState.SENT},
}


@dataclass
class Move:
    """One try by one account."""

    plan: Plan
    by: User

    def save(self) -> None:
        desk.enter(self.plan, CODE, "47", self.by)

    def send(self) -> None:
        desk.send(self.plan, UNIT, self.by)

    def withdraw(self) -> None:
        report = desk.report_of(self.plan, UNIT)
        seen, now = report.content_version, timezone.now()
        withdraw_report(report=report, seen=seen, key=uuid4(), by=self.by, channel=desk.SCREEN, now=now)

    def accept(self) -> None:
        desk.accept(self.plan, UNIT, self.by)

    def give_back(self) -> None:
        desk.give_back(self.plan, UNIT, self.by, "Sai kỳ")

    def make(self, event: RowEvent) -> bool:
        """Whether it went through."""
        moves = {
            RowEvent.SAVE: self.save,
            RowEvent.SEND: self.send,
            RowEvent.WITHDRAW: self.withdraw,
            RowEvent.ACCEPT: self.accept,
            RowEvent.RETURN: self.give_back,
        }
        try:
            moves[event]()
        except NotAllowed:
            return False
        return True


@pytest.fixture
def figure(plan, person) -> Figure:
    row = desk.enter(plan, CODE, "46", person("kthtdt"))
    assert row is not None
    return row


@pytest.mark.parametrize("username", [*OWN, COORDINATOR, *OTHERS])
@pytest.mark.parametrize("event", MAY)
def test_a_move_is_made_by_whom_and_from_where_the_domain_says(plan, person, figure, event, username):
    for state in RowState:
        Figure.objects.update(state=state)
        with transaction.atomic():
            went = Move(plan, person(username)).make(event)
            after = Figure.objects.get().state
            transaction.set_rollback(True)
        may = username in MAY[event] and state in FROM[event]
        assert (went, after) == (may, next_state(state, event) if may else state), state


def test_a_report_is_given_back_with_a_reason_only(plan, person, figure):
    desk.send(plan, UNIT, person("kthtdt"))
    with pytest.raises(NotAllowed, match="Hãy ghi lý do trả lại"):
        desk.give_back(plan, UNIT, person(COORDINATOR), "")
    assert Figure.objects.get().state == RowState.SENT
