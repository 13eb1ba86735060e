"""Every state × action × role, asked over HTTP as the pages ask: the new state, or the refusal and its sentence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpis.models import AcceptedFigure, Figure
from plans.models import Plan, Reopening, ReportedRow, UnitReport
from plans.workflow import LABELS, RowState
from reports.actions import code_of, row_key
from reports.sending import NOTHING_TO_SEND, NOTHING_WAITS
from tasks.models import Progress
from tests import desk
from tests.page import read
from units.models import User

pytestmark = pytest.mark.django_db
CODE, UNIT, Q1 = "PL1.26", "KTHTDT", "2026-Q1"
TASK, TASK_UNIT = "PL4.I.1", "TTDVSNC"
PLACE = (Q1, UNIT)
ROW = (*PLACE, CODE)
ENTERING, WAITING, SENT, ACCEPTED, RETURNED, REOPENED = RowState
Act = Callable[[Client, ReportedRow], Any]
PEOPLE = ("kthtdt", "kthtdt.lanhdao", "daumoi", "cap", "cap.lanhdao", "lanhdao", "nguoixem", "quantri")


def decision(row: ReportedRow, /, **more: str) -> dict[str, str]:
    seen = UnitReport.objects.get(pk=row.report_id).content_version
    return {"key": str(uuid4()), "seen": str(seen), **more}


def report_place(row: ReportedRow) -> tuple[str, str]:
    return Q1, row.report.unit.code


def place(row: ReportedRow) -> tuple[str, str, str]:
    return (*report_place(row), code_of(row))


def save(client: Client, row: ReportedRow) -> Any:
    code = code_of(row)
    typed = {"value": "47"} if isinstance(row, Figure) else {"status": "ongoing", "percent": "60"}
    data = {f"{code}-{name}": text for name, text in typed.items()}
    data |= {f"{code}-version": str(row.version), f"{code}-shown": "khác"}
    return client.post(reverse("entry_row", args=place(row)), data)


def send(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("send_report", args=report_place(row)), decision(row, number="12/BC", day="10/03/2026"))


def withdraw(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("withdraw_report", args=report_place(row)), decision(row))


def confirm(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("confirm_report", args=report_place(row)), decision(row))


def give_back(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("give_back", args=report_place(row)), decision(row, reason="Sai kỳ"))


def begin(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("begin_review", args=report_place(row)))


def accept(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("accept_report", args=report_place(row)), decision(row, which="all"))


def accept_many(client: Client, row: ReportedRow) -> Any:
    data = decision(row, unit=row.report.unit.code)
    return client.post(reverse("accept_many", args=(Q1,)), data | {f"seen-{data['unit']}": data["seen"]})


def turn_back(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("return_report", args=report_place(row)), decision(row, which="all", reason="Sai kỳ"))


def split(client: Client, row: ReportedRow) -> Any:
    data = decision(row, which="chosen", row=row_key(row), reason="Sai kỳ")
    return client.post(reverse("split_report", args=report_place(row)), data)


def until() -> str:
    return f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"


def ask(client: Client, row: ReportedRow) -> Any:
    data = decision(row, reason="Sai số", number="15/CV", day="10/03/2026")
    return client.post(reverse("ask_reopening", args=place(row)), data)


def reopen(client: Client, row: ReportedRow) -> Any:
    return client.post(reverse("grant_reopening", args=place(row)), decision(row, until=until(), reason="Sai số"))


def refuse(client: Client, row: ReportedRow) -> Any:
    """Từ chối what was asked of the row."""
    reopening(row, state="asked")
    return client.post(reverse("refuse_reopening", args=place(row)), decision(row, reason="Không"))


def restore(client: Client, row: ReportedRow) -> Any:
    """Khép lại of a row that was opened by itself."""
    day = timezone.localdate() + timedelta(days=3)
    reopening(row, state="granted", decided_by=row.report.sent_by, decided_at=timezone.now(), until=day)
    return client.post(reverse("close_reopening", args=place(row)), decision(row, reason="Thôi"))


def reopening(row: ReportedRow, **words: Any) -> None:
    report = row.report
    Reopening.objects.create(unit=report.unit, period=report.period, code=code_of(row), reason="Sai số", **words)


UNIT_PEOPLE = ("kthtdt", "kthtdt.lanhdao")
ENTERERS = (*UNIT_PEOPLE, "daumoi")
ANY = {state: state for state in RowState}
EDITABLE = dict.fromkeys((ENTERING, RETURNED, REOPENED))
# By hand: action → who → from which state to which. What is not here is refused.
MAY: dict[Act, dict[str, dict[RowState, RowState]]] = {
    save: {who: {state: state for state in EDITABLE} for who in ENTERERS},
    send: {who: dict.fromkeys(EDITABLE, SENT) for who in ENTERERS},
    withdraw: {who: {WAITING: ENTERING, SENT: ENTERING} for who in UNIT_PEOPLE},
    confirm: {"kthtdt.lanhdao": {WAITING: SENT}},
    give_back: {"kthtdt.lanhdao": {WAITING: RETURNED}},
    begin: {"daumoi": ANY},
    accept: {"daumoi": {SENT: ACCEPTED}},
    accept_many: {"daumoi": {SENT: ACCEPTED}},
    turn_back: {"daumoi": {SENT: RETURNED}},
    split: {"daumoi": {SENT: RETURNED}},
    ask: {who: {ACCEPTED: ACCEPTED} for who in UNIT_PEOPLE},
    refuse: {"daumoi": ANY},
    reopen: {"daumoi": {ACCEPTED: REOPENED}},
    restore: {"daumoi": dict.fromkeys(EDITABLE, ACCEPTED)},
}
WITH_HEAD = MAY | {send: MAY[send] | {"kthtdt": dict.fromkeys(EDITABLE, WAITING)}}
NOBODY_WAITS = "Không có báo cáo nào đang chờ xem xét"


def not_opened(state: RowState) -> str:
    return "đang chờ xác nhận hoặc xem xét" if state in {WAITING, SENT} else "không cần mở lại"


# Who has the action at all, from a state that does not take it: the sentence on the page.
SENTENCES: dict[Act, Callable[[RowState], str]] = {
    save: lambda state: f" {LABELS[state]}, không sửa được nữa.",
    send: lambda state: NOTHING_TO_SEND,
    withdraw: lambda state: "Không có dòng nào đang chờ xác nhận hoặc xem xét để rút lại.",
    confirm: lambda state: NOTHING_WAITS,
    give_back: lambda state: NOTHING_WAITS,
    accept: lambda state: "Không có dòng nào đang chờ xem xét trong số đã chọn.",
    turn_back: lambda state: "Không có dòng nào đang chờ xem xét trong số đã chọn.",
    accept_many: lambda state: NOBODY_WAITS,
    split: lambda state: "Không có dòng nào đang chờ xem xét trong số đã chọn.",
    ask: lambda state: not_opened(state),
    reopen: lambda state: not_opened(state),
    restore: lambda state: "Không thể khép lại dòng" if state is ACCEPTED else "hãy chấp nhận hoặc trả lại trước",
}
ABSENT = 404  # of another unit: no page
FORBIDDEN = 403


# The head's confirmation asks only for the steps between officer, head and coordinator; the task walks under it.
WALKS = [
    pytest.param(act, name, confirms, id=f"{act.__name__}-{name}{'-by-the-head' if confirms else ''}")
    for name, confirms, acts in (
        ("accepted", False, MAY),
        ("accepted", True, (send, withdraw, confirm, give_back)),
        ("told", True, (save, send, withdraw, confirm, give_back, accept, turn_back, reopen, restore)),
    )
    for act in acts
]


@pytest.fixture
def accepted(plan, person) -> Figure:
    """A unit's whole report, sent and accepted, so that the snapshots stand: one figure of it walks."""
    desk.enter(plan, CODE, "46", person("kthtdt"))
    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
    through(plan, UNIT, person)
    return Figure.objects.get(indicator__code=CODE)


@pytest.fixture
def told(plan, person) -> Progress:
    """The same of a unit's part of a task."""
    for code in (TASK, "PL4.I.3", "PL5.I.1"):
        desk.tell(plan, code, person("ttdvsnc"), status="ongoing", percent=50)
    through(plan, TASK_UNIT, person)
    return Progress.objects.get(task__code=TASK)


def through(plan: Plan, unit: str, person: Callable[[str], User]) -> None:
    desk.send(plan, unit, person(unit.lower()))
    desk.accept(plan, unit, person("daumoi"))
    UnitReport.objects.filter(unit__code=unit).update(review_began_at=None)


def asked(client: Client, act: Act, row: ReportedRow, state: RowState) -> tuple[Any, RowState]:
    """The answer, what the reader sees after it, and the state of the row; nothing of it stays."""
    with transaction.atomic():
        rows = type(row)._default_manager.filter(pk=row.pk)
        rows.update(state=state)
        answer = act(client, row)
        after = RowState(rows.get().state)
        if answer.status_code == 302 and after is state:
            page: Any = client.get(answer["Location"])
            answer.told = read(page).text
        transaction.set_rollback(True)
    return answer, after


@pytest.mark.parametrize(("act", "name", "confirms"), WALKS)
def test_every_triple(plan, request, browser_of, act, name, confirms):
    row = request.getfixturevalue(name)
    plan.ward.head_confirms = confirms
    plan.ward.save()
    may = (WITH_HEAD if confirms else MAY)[act]
    for username in PEOPLE[:4] if confirms else PEOPLE:  # the setting changes nothing for who only looks on
        client = browser_of(username.replace("kthtdt", row.report.unit.code.lower()))
        for state in RowState:
            answer, after = asked(client, act, row, state)
            if state in may.get(username, {}):
                assert (answer.status_code in {200, 302}, after) == (True, may[username][state]), (username, state)
            else:
                assert after is state, (username, state)
                refused(answer, SENTENCES[act](state) if username in may else "")


def refused(answer: Any, sentence: str) -> None:
    """With the sentence for who has the action at all; else there is no such page, or no right to it."""
    if sentence:
        assert answer.status_code in {422, 302, 409}
        assert sentence in told_in(answer)
    else:
        assert answer.status_code in {ABSENT, FORBIDDEN} or "Chỉ " in told_in(answer)


def told_in(answer: Any) -> str:
    told = getattr(answer, "told", None)
    return told if told is not None else " ".join(answer.content.decode().split())


class TestReasons:
    """What is undone needs its reason: empty, blanks, ten thousand characters."""

    WAYS = {
        "return_report": (SENT, "daumoi", "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."),
        "give_back": (WAITING, "kthtdt.lanhdao", "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."),
        "grant_reopening": (ACCEPTED, "daumoi", "Hãy ghi lý do mở lại; mọi người xem số liệu sẽ đọc lý do này."),
        "close_reopening": (REOPENED, "daumoi", "Hãy ghi lý do khép lại; lý do được lưu trong nhật ký."),
        "refuse_reopening": (ACCEPTED, "daumoi", "Hãy ghi lý do từ chối để đơn vị biết."),
        "ask_reopening": (ACCEPTED, "kthtdt", "Hãy ghi lý do đề nghị mở lại để cơ quan đầu mối quyết định."),
    }

    @pytest.mark.parametrize("name", WAYS)
    @pytest.mark.parametrize("reason", ["", " \t\n\u00a0 ", "dài " * 2500], ids=["empty", "blank", "too long"])
    def test_a_reason_that_is_none_gets_its_sentence(self, accepted, browser_of, name, reason):
        state, username, sentence = self.WAYS[name]
        Figure.objects.filter(pk=accepted.pk).update(state=state)
        args = ROW if "reopening" in name else PLACE
        data = decision(accepted, reason=reason, which="all", until=until(), number="12/BC", day="10/03/2026")
        answer = browser_of(username).post(reverse(name, args=args), data)
        accepted.refresh_from_db()
        assert (answer.status_code, accepted.state) == (422, state)
        expected = "quá mức 1.000 ký tự" if "dài" in reason else sentence
        assert expected in read(answer).text

    @pytest.mark.parametrize("name", ["close_period", "open_period"])
    @pytest.mark.parametrize("reason", ["", " \t ", "dài " * 2500], ids=["empty", "blank", "too long"])
    def test_of_a_period_too(self, accepted, browser_of, name, reason):
        client = browser_of("daumoi")
        if name == "open_period":
            client.post(reverse("close_period", args=(Q1,)), {"reason": "Đã gửi"})
        answer = client.post(reverse(name, args=(Q1,)), {"reason": reason})
        expected = "quá mức 1.000 ký tự" if "dài" in reason else "Hãy ghi lý do; lý do được lưu trong nhật ký."
        assert (answer.status_code, expected in read(answer).text) == (422, True)


def test_an_acceptance_leaves_one_snapshot_and_restoring_none(accepted, browser_of):
    client = browser_of("daumoi")
    assert reopen(client, accepted).status_code == 302
    assert client.post(reverse("close_reopening", args=ROW), decision(accepted, reason="Thôi")).status_code == 302
    accepted.refresh_from_db()
    assert (accepted.state, AcceptedFigure.objects.filter(indicator=accepted.indicator).count()) == (ACCEPTED, 1)
