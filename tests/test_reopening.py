"""Mở lại: asked with the paper, granted until a day, refused, taken back; closed periods; what stands outwards."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kpis.models import AcceptedFigure, Figure
from plans.models import Evidence, Reopening
from plans.opening import close_period
from plans.workflow import RowState
from tests import desk
from tests.page import posts, read
from units.models import Channel, Event, Notice, NoticeKind

pytestmark = pytest.mark.django_db
Q1, CODE = "2026-Q1", "PL1.26"
ROW = (Q1, "KTHTDT", CODE)
DOCUMENT = {"number": "15/CV-KTHT", "day": "20/04/2026"}


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2026-04-25T08:30:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def closed(plan, person):
    """PL1.26 accepted as 46%, PL1.6 never entered, the period closed."""
    desk.enter(plan, CODE, "46", person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    period = desk.period_of(plan)
    words = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
    close_period(period=period, reason="đã gửi báo cáo số 12/BC-UBND", **words)
    return period


def ask(client, args=ROW, **data):
    data = {"key": str(uuid4()), "reason": "Cộng nhầm hai tổ dân phố", **DOCUMENT} | data
    return client.post(reverse("ask_reopening", args=args), data)


def grant(client, args=ROW, **data):
    data = {"key": str(uuid4()), "reason": "Đồng ý", "until": "30/04/2026"} | data
    return client.post(reverse("grant_reopening", args=args), data)


def save(client, typed, code=CODE):
    figure = Figure.objects.filter(indicator__code=code).first()
    data = {f"{code}-value": typed, f"{code}-version": str(figure.version if figure else 0), f"{code}-shown": "khác"}
    return client.post(reverse("entry_row", args=(*ROW[:2], code)), data)


def send(client):
    page = read(client.get(reverse("send_report", args=ROW[:2])))
    return client.post(reverse("send_report", args=ROW[:2]), posts(page.one("form", cls="send")))


def figure(code=CODE):
    return Figure.objects.get(indicator__code=code)


def test_the_whole_way_in_a_closed_period(plan, closed, person, browser_of):
    officer, coordinator, viewer = browser_of("kthtdt"), browser_of("daumoi"), browser_of("nguoixem")
    page = read(officer.get(reverse("entry", args=ROW[:2])))
    assert "Đã chốt 25/04/2026 vì: đã gửi báo cáo số 12/BC-UBND (Đầu mối VH-XH)." in page.text
    assert reverse("reopening", args=ROW) in [link.attributes["href"] for link in page.all("a")]
    assert ask(officer).status_code == 302
    row = Reopening.objects.get()
    assert (row.state, str(row.evidence), row.asked_by) == (
        "asked",
        "Văn bản 15/CV-KTHT ngày 20/04/2026",
        person("kthtdt"),
    )
    board = read(coordinator.get(f"{reverse('board')}?ky={Q1}"))
    assert "1 đề nghị mở lại chờ bạn quyết định" in board.text
    assert "Cộng nhầm hai tổ dân phố" in read(coordinator.get(reverse("review", args=ROW[:2]))).text
    assert save(officer, "47").status_code == 422
    assert grant(coordinator).status_code == 302
    assert (figure().state, figure().reopened_until) == (RowState.REOPENED, date(2026, 4, 30))
    banner = read(viewer.get(f"{reverse('indicator', args=(CODE,))}?ky={Q1}"))
    assert "Số liệu Quý I/2026 đang điều chỉnh" in banner.text
    assert "đến hết ngày 30/04/2026 vì: “Cộng nhầm hai tổ dân phố”." in banner.text
    assert save(officer, "47").status_code == 200
    assert "46%" in read(viewer.get(f"{reverse('indicator', args=(CODE,))}?ky={Q1}")).one("p", cls="headline").text
    assert send(officer).status_code == 302
    assert desk.accept(plan, "KTHTDT", person("daumoi")) == 1
    assert (figure().state, figure().reopened_until) == (RowState.ACCEPTED, None)
    assert (Reopening.objects.get().state, AcceptedFigure.objects.count()) == ("done", 2)
    headline = read(viewer.get(f"{reverse('indicator', args=(CODE,))}?ky={Q1}"))
    assert "47%" in headline.one("p", cls="headline").text
    assert headline.all("p", cls="reopened") == []
    assert save(officer, "48").status_code == 422


def test_the_page_of_a_row_says_nothing_of_the_page_of_its_unit(closed, browser_of):
    coordinator = browser_of("daumoi")
    page = read(coordinator.get(reverse("reopening", args=ROW)))
    assert "Đã chốt 25/04/2026" in page.one("main").text
    for words in ("Nhập thay cho", "Trang này chỉ xem", "đề nghị mở lại dòng đó"):
        assert words not in page.one("main").text
    assert page.one("input", name="until").attributes["value"] == "02/05/2026"


def test_the_journal_says_once_that_an_accepted_row_was_opened_until_when_and_why(closed, browser_of):
    grant(browser_of("daumoi"))
    line = Event.objects.latest("pk")
    assert (line.action, line.reason, line.after) == (
        "reopen",
        "Đồng ý",
        {"trạng thái": "mở lại", "mở đến hết ngày": "30/04/2026"},
    )
    assert not Event.objects.filter(action="grant_reopening").exists()


def test_everybody_concerned_is_told(closed, browser_of):
    ask(browser_of("kthtdt"))
    grant(browser_of("daumoi"))
    told = [(notice.person.username, notice.kind) for notice in Notice.objects.order_by("pk")]
    assert ("daumoi", NoticeKind.REOPEN_ASKED) in told
    assert {who for who, kind in told if kind == NoticeKind.REOPENED} == {"kthtdt", "kthtdt.lanhdao"}
    assert Notice.objects.filter(kind=NoticeKind.REOPENED).first().path == reverse("reopening", args=ROW)


class TestOnlyThatRowAndOnlyUntilThatDay:
    def test_another_row_of_the_closed_period_stays_closed(self, closed, browser_of):
        grant(browser_of("daumoi"))
        answer = save(browser_of("kthtdt"), "1,2", "PL1.6")
        assert (answer.status_code, Figure.objects.count()) == (422, 1)
        assert "Quý I/2026 đã chốt số liệu" in read(answer).text

    def test_after_the_day_it_takes_nothing_until_it_is_extended(self, closed, browser_of, april):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        grant(coordinator)
        save(officer, "47")
        april.move_to("2026-05-01T08:00:00+07:00")
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        answer = save(officer, "48")
        assert answer.status_code == 422
        assert "Dòng này chỉ mở lại đến hết ngày 30/04/2026; đề nghị cơ quan đầu mối gia hạn." in read(answer).text
        assert send(officer).status_code == 422
        assert figure().state == RowState.REOPENED
        assert grant(coordinator, until="05/05/2026", reason="").status_code == 302
        assert save(officer, "48").status_code == 200
        assert send(officer).status_code == 302
        actions = Event.objects.filter(subject_code=CODE).order_by("pk").values_list("action", flat=True)
        assert list(actions)[-5:] == ["reopen", "save", "extend_reopening", "save", "send"]

    def test_the_day_that_is_offered_and_taken_for_longer_is_a_later_one(self, closed, browser_of, april):
        coordinator = browser_of("daumoi")
        grant(coordinator, until="30/05/2026")
        page = read(coordinator.get(reverse("reopening", args=ROW)))
        assert page.one("input", name="until").attributes["value"] == "06/06/2026"
        answer = grant(coordinator, until="02/05/2026")
        assert answer.status_code == 422
        assert "Dòng này đã mở đến hết ngày 30/05/2026: gia hạn thì chọn ngày sau đó" in read(answer).text
        assert figure().reopened_until == date(2026, 5, 30)

    def test_on_the_last_day_it_still_does(self, closed, browser_of, april):
        grant(browser_of("daumoi"))
        april.move_to("2026-04-30T23:30:00+07:00")
        assert save(browser_of("kthtdt"), "47").status_code == 200

    def test_an_opened_row_is_not_emptied(self, closed, browser_of):
        grant(browser_of("daumoi"))
        answer = save(browser_of("kthtdt"), "")
        assert (answer.status_code, figure().value) == (422, 46)
        assert "Dòng đang mở lại không xóa trống được" in read(answer).text


class TestALateFigure:
    """A row of a closed period that was never entered."""

    LATE = (*ROW[:2], "PL1.6")

    def test_is_entered_sent_and_accepted(self, plan, closed, person, browser_of):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        assert ask(officer, self.LATE).status_code == 302
        assert save(officer, "1,2", "PL1.6").status_code == 422
        grant(coordinator, self.LATE)
        assert save(officer, "1,2", "PL1.6").status_code == 200
        assert send(officer).status_code == 302
        assert desk.accept(plan, "KTHTDT", person("daumoi")) == 1
        assert (figure("PL1.6").state, Reopening.objects.get().state) == (RowState.ACCEPTED, "done")

    def test_that_was_entered_after_the_period_was_opened_again_is_no_longer_open_once_accepted(
        self, plan, closed, person, browser_of
    ):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        grant(coordinator, self.LATE)
        assert Event.objects.latest("pk").action == "grant_reopening"
        coordinator.post(reverse("open_period", args=(Q1,)), {"reason": "Còn thiếu"})
        assert save(officer, "1,2", "PL1.6").status_code == 200
        assert figure("PL1.6").reopened_until is None
        send(officer)
        desk.accept(plan, "KTHTDT", person("daumoi"))
        assert (figure("PL1.6").state, Reopening.objects.get().state) == (RowState.ACCEPTED, "done")

    def test_is_frozen_again_where_it_is_taken_back(self, closed, browser_of):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        grant(coordinator, self.LATE)
        save(officer, "1,2", "PL1.6")
        close = {"key": str(uuid4()), "reason": "Để quý sau"}
        assert coordinator.post(reverse("close_reopening", args=self.LATE), close).status_code == 302
        assert (figure("PL1.6").state, figure("PL1.6").reopened_until) == (RowState.ENTERING, None)
        assert save(officer, "1,3", "PL1.6").status_code == 422


class TestTakingItBack:
    def test_gives_the_row_its_accepted_figure_again_and_says_so(self, closed, browser_of):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        grant(coordinator)
        save(officer, "47")
        data = {"key": str(uuid4()), "reason": "Số cũ đúng"}
        assert coordinator.post(reverse("close_reopening", args=ROW), data).status_code == 302
        assert (figure().state, figure().value, figure().reopened_until) == (RowState.ACCEPTED, 46, None)
        line = Event.objects.filter(subject_code=CODE).latest("pk")
        assert (line.action, line.before["trạng thái"], line.after["trạng thái"]) == (
            "restore",
            "mở lại",
            "đã chấp nhận",
        )
        assert not Event.objects.filter(action="close_reopening").exists()
        assert (line.before["số liệu"], line.after["số liệu"], line.reason) == ("47%", "46%", "Số cũ đúng")
        assert Reopening.objects.get().state == "closed"
        events = Event.objects.count()
        coordinator.post(reverse("close_reopening", args=ROW), data)
        assert Event.objects.count() == events

    def test_waits_until_a_sent_row_is_decided(self, closed, browser_of):
        officer, coordinator = browser_of("kthtdt"), browser_of("daumoi")
        grant(coordinator)
        save(officer, "47")
        send(officer)
        answer = coordinator.post(reverse("close_reopening", args=ROW), {"key": str(uuid4()), "reason": "Thôi"})
        assert (answer.status_code, figure().state) == (422, RowState.SENT)


class TestAsking:
    def test_needs_the_paper_and_keeps_what_was_typed(self, closed, browser_of):
        answer = ask(browser_of("kthtdt"), number="", day="")
        page = read(answer)
        assert (answer.status_code, Reopening.objects.count()) == (422, 0)
        assert "Hãy chọn tệp, hoặc ghi số và ngày của văn bản." in page.text
        assert posts(page.one("form", cls="ask"))["reason"] == "Cộng nhầm hai tổ dân phố"

    def test_twice_is_one(self, closed, browser_of):
        client, data = browser_of("kthtdt"), {"key": str(uuid4())}
        assert [ask(client, **data).status_code, ask(client, **data).status_code] == [302, 302]
        assert (Reopening.objects.count(), Evidence.objects.count()) == (1, 1)
        assert ask(client).status_code == 422

    def test_is_for_a_row_that_cannot_be_written(self, plan, person, browser_of):
        desk.enter(plan, CODE, "46", person("kthtdt"))
        answer = ask(browser_of("kthtdt"))
        assert (answer.status_code, Reopening.objects.count()) == (422, 0)
        assert "không cần mở lại" in read(answer).text

    def test_is_refused_with_a_reason(self, closed, browser_of):
        ask(browser_of("kthtdt"))
        data = {"key": str(uuid4()), "reason": "Chênh lệch nhỏ"}
        assert browser_of("daumoi").post(reverse("refuse_reopening", args=ROW), data).status_code == 302
        page = read(browser_of("kthtdt").get(reverse("reopening", args=ROW)))
        assert "Chênh lệch nhỏ" in page.text
        assert (Reopening.objects.get().state, figure().state) == ("refused", RowState.ACCEPTED)

    @pytest.mark.parametrize("typed", ["", "31/02/2026", "24/04/2026", "01/09/2026", "mai"])
    def test_is_granted_until_a_day_that_is_one(self, closed, browser_of, typed):
        answer = grant(browser_of("daumoi"), until=typed)
        assert (answer.status_code, figure().state) == (422, RowState.ACCEPTED)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "columns",
        [
            {"reason": ""},
            {"state": "granted"},
            {"state": "granted", "decided": True},
            {"asked": True},
            {"state": "lost"},
        ],
    )
    def test_refuses_what_must_never_be(self, closed, person, columns):
        by, now = person("daumoi"), timezone.now()
        words = {"state": "asked", "reason": "Sai"} | columns
        if words.pop("decided", False):
            words |= {"decided_by": by, "decided_at": now}
        if words.pop("asked", False):
            words |= {"asked_by": by, "asked_at": now}
        with pytest.raises(IntegrityError), transaction.atomic():
            Reopening.objects.create(unit=person("kthtdt").unit, period=closed, code=CODE, **words)

    def test_keeps_one_open_reopening_a_row(self, closed, person):
        words = {"unit": person("kthtdt").unit, "period": closed, "code": CODE, "state": "asked", "reason": "Sai"}
        Reopening.objects.create(**words)
        with pytest.raises(IntegrityError), transaction.atomic():
            Reopening.objects.create(**words)

    def test_keeps_no_reason_of_a_closing_without_one(self, closed):
        closed.closed_at = None
        with pytest.raises(IntegrityError), transaction.atomic():
            closed.save()


def test_an_opened_row_of_an_open_period_ends_with_its_day_too(plan, person, browser_of, april):
    desk.enter(plan, CODE, "46", person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    grant(browser_of("daumoi"))
    april.move_to("2026-05-02T08:00:00+07:00")
    assert save(browser_of("kthtdt"), "47").status_code == 422
    assert save(browser_of("kthtdt"), "1,2", "PL1.6").status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_faces_that_go_out_show_the_accepted_figure_and_the_mark(plan, closed, browser_of, report_file, form):
    grant(browser_of("daumoi"))
    save(browser_of("kthtdt"), "47")
    content = report_file(form, Q1)
    if form == "json":
        text = content.decode()
        assert "đang điều chỉnh" in text
        assert "47" not in [str(one) for one in text.split('"') if one == "47%"]
    else:
        assert content[:2] == b"PK"
