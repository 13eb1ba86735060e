"""A unit sends what it has, and more later: what each sending begins, ends and leaves as it was."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.refusals import NotAllowed
from reports.actions import begin_review
from reports.sending import confirm_report, give_back, withdraw_report
from tasks.models import Progress
from tests import desk
from tests.page import read
from units.models import Channel, Notice, NoticeKind

pytestmark = pytest.mark.django_db
UNIT = "TTPVHCC"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-10T08:00:00+07:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def head(officer):
    return desk.head_of(officer)


def hand(plan, by):
    report = desk.report_of(plan, UNIT)
    seen = {"seen": report.content_version, "key": desk.uuid4()}
    return {"report": report, **seen, "by": by, "channel": Channel.SCREEN, "now": timezone.now()}


def begin(plan, by):
    words = {"by": by, "channel": Channel.SCREEN, "now": timezone.now()}
    assert begin_review(report=desk.report_of(plan, UNIT), **words)


def states(model=Figure):
    return sorted(model.objects.values_list("state", flat=True))


def unread(user, kind):
    return Notice.objects.filter(person=user, kind=kind, read_at=None).count()


class TestAReviewUnderWay:
    @pytest.fixture
    def under_review(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.20", "78,3", officer)
        desk.send(plan, UNIT, officer)
        begin(plan, coordinator)

    def test_is_not_ended_by_sending_the_tasks(self, plan, officer, under_review, browser_of):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)
        desk.send(plan, UNIT, officer)
        with pytest.raises(NotAllowed, match="đã bắt đầu xem xét nên không rút lại được"):
            withdraw_report(**hand(plan, officer))
        assert (states(), states(Progress)) == (["sent"], ["sent"])
        page = read(browser_of("ttpvhcc").get(reverse("entry", args=("2026-Q1", UNIT))))
        assert "Rút lại" not in [button.text for button in page.all("button")]

    def test_is_not_ended_by_sending_again_what_came_back(self, plan, officer, coordinator):
        first = desk.enter(plan, "PL1.20", "78,3", officer)
        desk.enter(plan, "PL1.23", "43/45", officer)
        desk.send(plan, UNIT, officer)
        desk.give_back(plan, UNIT, coordinator, "Sai", chosen=[f"figure-{first.pk}"])
        desk.send(plan, UNIT, officer)
        with pytest.raises(NotAllowed, match="đã bắt đầu xem xét"):
            withdraw_report(**hand(plan, officer))
        assert states() == ["sent", "sent"]

    def test_is_over_where_all_came_back(self, plan, officer, coordinator, under_review):
        desk.give_back(plan, UNIT, coordinator, "Sai")
        desk.send(plan, UNIT, officer)
        assert withdraw_report(**hand(plan, officer)) == 1


class TestPunctuality:
    def test_who_takes_back_two_sendings_has_handed_in_nothing(self, plan, officer, browser_of, clock):
        desk.enter(plan, "PL1.20", "78,3", officer)
        desk.send(plan, UNIT, officer)
        clock.move_to("2026-03-11T08:00:00+07:00")
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)
        desk.send(plan, UNIT, officer)
        assert withdraw_report(**hand(plan, officer)) == 2
        assert {row.first_sent_at for row in [*Figure.objects.all(), *Progress.objects.all()]} == {None}
        clock.move_to("2026-03-20T08:00:00+07:00")
        board = read(browser_of("daumoi").get(reverse("board"), {"ky": "2026-Q1"}))
        row = next(row for row in board.one("tbody").all("tr") if officer.unit.name in row.text)
        assert "quá hạn" in row.text
        assert "đúng hạn" not in row.text

    def test_what_was_returned_once_stays_handed_in(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.20", "78,3", officer)
        desk.send(plan, UNIT, officer)
        met = Figure.objects.get().first_sent_at
        desk.give_back(plan, UNIT, coordinator, "Sai")
        desk.send(plan, UNIT, officer)
        withdraw_report(**hand(plan, officer))
        assert Figure.objects.get().first_sent_at == met is not None

    def test_what_only_the_head_gave_back_was_not_handed_in_by_a_later_sending_taken_back(self, plan, officer, head):
        desk.enter(plan, "PL1.20", "78,3", officer)
        desk.send(plan, UNIT, officer)
        give_back(reason="Xem lại", chosen=(), **hand(plan, head))
        desk.send(plan, UNIT, officer)
        confirm_report(**hand(plan, head))
        assert Figure.objects.get().first_sent_at is not None
        withdraw_report(**hand(plan, head))
        assert (states(), Figure.objects.get().first_sent_at) == (["entering"], None)


class TestNotices:
    def test_of_the_head_stays_while_a_row_waits(self, plan, officer, head):
        first = desk.enter(plan, "PL1.20", "78,3", officer)
        desk.enter(plan, "PL1.23", "43/45", officer)
        desk.send(plan, UNIT, officer)
        give_back(chosen=[f"figure-{first.pk}"], reason="Xem lại", **hand(plan, head))
        assert unread(head, NoticeKind.CONFIRM) == 1
        withdraw_report(**hand(plan, officer))
        assert unread(head, NoticeKind.CONFIRM) == 0

    def test_of_the_coordinator_stays_while_a_row_is_under_review(self, plan, officer, coordinator, request):
        desk.enter(plan, "PL1.20", "78,3", officer)
        desk.send(plan, UNIT, officer)
        begin(plan, coordinator)
        head = request.getfixturevalue("head")
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)
        desk.send(plan, UNIT, officer)
        assert unread(head, NoticeKind.CONFIRM) == 1
        assert withdraw_report(**hand(plan, officer)) == 1
        assert (states(), states(Progress)) == (["sent"], ["entering"])
        assert (unread(coordinator, NoticeKind.SENT), unread(head, NoticeKind.CONFIRM)) == (1, 0)
        desk.accept(plan, UNIT, coordinator)
        assert unread(coordinator, NoticeKind.SENT) == 0
