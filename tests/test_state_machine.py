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
from plans.models import Reopening
from plans.workflow import LABELS, RowState
from reports.sending import NOTHING_TO_SEND, NOTHING_WAITS
from tests import desk
from tests.page import read

pytestmark = pytest.mark.django_db
CODE, UNIT, Q1 = "PL1.26", "KTHTDT", "2026-Q1"
PLACE = (Q1, UNIT)
ROW = (*PLACE, CODE)
ENTERING, WAITING, SENT, ACCEPTED, RETURNED, REOPENED = RowState
PEOPLE = ("kthtdt", "kthtdt.lanhdao", "daumoi", "cap", "cap.lanhdao", "lanhdao", "nguoixem", "quantri")


def decision(**more: str) -> dict[str, str]:
    seen = desk.report_of(Figure.objects.get().period.plan, UNIT).content_version
    return {"key": str(uuid4()), "seen": str(seen), **more}


def save(client: Client) -> Any:
    figure = Figure.objects.get()
    data = {f"{CODE}-value": "47", f"{CODE}-version": str(figure.version), f"{CODE}-shown": "khác"}
    return client.post(reverse("entry_row", args=ROW), data)


def send(client: Client) -> Any:
    return client.post(reverse("send_report", args=PLACE), decision(number="12/BC", day="10/03/2026"))


def withdraw(client: Client) -> Any:
    return client.post(reverse("withdraw_report", args=PLACE), decision())


def confirm(client: Client) -> Any:
    return client.post(reverse("confirm_report", args=PLACE), decision())


def give_back(client: Client) -> Any:
    return client.post(reverse("give_back", args=PLACE), decision(reason="Sai kỳ"))


def accept(client: Client) -> Any:
    return client.post(reverse("accept_report", args=PLACE), decision(which="all"))


def turn_back(client: Client) -> Any:
    return client.post(reverse("return_report", args=PLACE), decision(which="all", reason="Sai kỳ"))


def until() -> str:
    return f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"


def reopen(client: Client) -> Any:
    return client.post(reverse("grant_reopening", args=ROW), decision(until=until(), reason="Sai số"))


def restore(client: Client) -> Any:
    """Khép lại of a row that was opened by itself."""
    row = Figure.objects.get()
    day = timezone.localdate() + timedelta(days=3)
    reviewer = row.report.sent_by
    Reopening.objects.create(
        unit=row.report.unit, period=row.period, code=CODE, state="granted", reason="Sai số",
        decided_by=reviewer, decided_at=timezone.now(), until=day,
    )  # fmt: skip
    return client.post(reverse("close_reopening", args=ROW), decision(reason="Thôi"))


UNIT_PEOPLE = ("kthtdt", "kthtdt.lanhdao")
ENTERERS = (*UNIT_PEOPLE, "daumoi")
EDITABLE = dict.fromkeys((ENTERING, RETURNED, REOPENED))
# By hand: action → who → from which state to which. What is not here is refused.
MAY: dict[Callable[[Client], Any], dict[str, dict[RowState, RowState]]] = {
    save: {who: {state: state for state in EDITABLE} for who in ENTERERS},
    send: {who: dict.fromkeys(EDITABLE, SENT) for who in ENTERERS},
    withdraw: {who: {WAITING: ENTERING, SENT: ENTERING} for who in UNIT_PEOPLE},
    confirm: {"kthtdt.lanhdao": {WAITING: SENT}},
    give_back: {"kthtdt.lanhdao": {WAITING: RETURNED}},
    accept: {"daumoi": {SENT: ACCEPTED}},
    turn_back: {"daumoi": {SENT: RETURNED}},
    reopen: {"daumoi": {ACCEPTED: REOPENED}},
    restore: {"daumoi": dict.fromkeys(EDITABLE, ACCEPTED)},
}
WITH_HEAD = MAY | {send: MAY[send] | {"kthtdt": dict.fromkeys(EDITABLE, WAITING)}}
# Who has the action at all, from a state that does not take it: the sentence on the page.
SENTENCES: dict[Callable[[Client], Any], Callable[[RowState], str]] = {
    save: lambda state: f"{CODE} {LABELS[state]}, không sửa được nữa.",
    send: lambda state: NOTHING_TO_SEND,
    withdraw: lambda state: "Không có dòng nào đang chờ xác nhận hoặc xem xét để rút lại.",
    confirm: lambda state: NOTHING_WAITS,
    give_back: lambda state: NOTHING_WAITS,
    accept: lambda state: "Không có dòng nào đang chờ xem xét trong số đã chọn.",
    turn_back: lambda state: "Không có dòng nào đang chờ xem xét trong số đã chọn.",
    reopen: lambda state: "đang chờ xác nhận hoặc xem xét" if state in {WAITING, SENT} else "không cần mở lại",
    restore: lambda state: "Không thể khép lại dòng" if state is ACCEPTED else "hãy chấp nhận hoặc trả lại trước",
}
ABSENT = 404  # of another unit: no page
FORBIDDEN = 403


@pytest.fixture
def accepted(plan, person) -> Figure:
    """A figure that was sent and accepted, so that its snapshot stands."""
    desk.enter(plan, CODE, "46", person("kthtdt"))
    desk.send(plan, UNIT, person("kthtdt"))
    desk.accept(plan, UNIT, person("daumoi"))
    report = desk.report_of(plan, UNIT)
    report.review_began_at = None
    report.save()
    return Figure.objects.get()


def asked(client: Client, act: Callable[[Client], Any], state: RowState) -> tuple[Any, RowState]:
    """The answer, what the reader sees after it, and the state of the row; nothing of it stays."""
    Figure.objects.update(state=state)
    with transaction.atomic():
        answer = act(client)
        if answer.status_code == 302:
            page: Any = client.get(answer["Location"])
            answer.told = read(page).text
        after = RowState(Figure.objects.get().state)
        transaction.set_rollback(True)
    return answer, after


@pytest.mark.parametrize("confirms", [False, True], ids=["straight", "by-the-head"])
@pytest.mark.parametrize("username", PEOPLE)
@pytest.mark.parametrize("act", MAY, ids=lambda act: act.__name__)
def test_every_triple(plan, accepted, browser_of, act, username, confirms):
    plan.ward.head_confirms = confirms
    plan.ward.save()
    client, may = browser_of(username), (WITH_HEAD if confirms else MAY)[act]
    for state in RowState:
        answer, after = asked(client, act, state)
        if state in may.get(username, {}):
            assert (answer.status_code in {200, 302}, after) == (True, may[username][state]), state
        else:
            assert after is state, state
            refused(answer, username, may, SENTENCES[act](state))


def refused(answer: Any, username: str, may: dict, sentence: str) -> None:
    if username not in may:
        assert answer.status_code in {ABSENT, FORBIDDEN} or "Chỉ " in told_in(answer)
    else:
        assert answer.status_code in {422, 302}
        assert sentence in told_in(answer)


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
        Figure.objects.update(state=state)
        args = ROW if "reopening" in name else PLACE
        data = decision(reason=reason, which="all", until=until(), number="12/BC", day="10/03/2026")
        answer = browser_of(username).post(reverse(name, args=args), data)
        assert (answer.status_code, Figure.objects.get().state) == (422, state)
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
    assert reopen(client).status_code == 302
    assert client.post(reverse("close_reopening", args=ROW), decision(reason="Thôi")).status_code == 302
    assert (Figure.objects.get().state, AcceptedFigure.objects.count()) == (ACCEPTED, 1)
