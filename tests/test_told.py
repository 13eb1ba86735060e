"""Who hears of the calendar, and notices that nothing is to be done about any more."""

from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from plans.models import Period
from tests import desk
from tests.page import posts, read
from units.models import Notice, NoticeKind, Role, User

pytestmark = pytest.mark.django_db
PLACE = ("2026-Q1", "KTHTDT")


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel("2026-03-10T08:30:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def entered(plan, person):
    desk.enter(plan, "PL1.26", "46", person("kthtdt"))
    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))


def heard(username):
    rows = Notice.objects.filter(person__username=username, kind=NoticeKind.CALENDAR)
    return list(rows.order_by("pk").values_list("sentence", "path"))


def unread(username, kind):
    return Notice.objects.filter(person__username=username, kind=kind, read_at=None).count()


def act(client, name, **data):
    answer = client.post(reverse(name, args=PLACE), {"key": str(uuid4())} | data)
    assert answer.status_code == 302
    return answer


def seen(plan):
    return str(desk.report_of(plan, "KTHTDT").content_version)


class TestTheCalendar:
    def test_everyone_at_a_unit_hears_that_a_period_is_closed_and_opened_again(self, plan, browser_of):
        desk.period_of(plan)
        coordinator = browser_of("daumoi")
        coordinator.post(reverse("close_period", args=PLACE[:1]), {"reason": "đã gửi báo cáo số 12"})
        closed = ("Quý I/2026 đã chốt số liệu: đã gửi báo cáo số 12", reverse("my_work"))
        assert heard("kthtdt") == [closed]
        coordinator.post(reverse("open_period", args=PLACE[:1]), {"reason": "Còn thiếu"})
        opened = "Quý I/2026 được mở lại để nhập số liệu, hạn gửi 17:00 14/03/2026."
        assert heard("kthtdt") == [closed, (opened, reverse("my_work"))]
        assert heard("daumoi") == heard("lanhdao") == heard("nguoixem") == []
        workers = User.objects.filter(role__in=[Role.OFFICER, Role.UNIT_HEAD], is_active=True).count()
        assert Notice.objects.filter(sentence=opened).count() == workers

    def test_opening_for_the_first_time_is_told_by_the_reminders_alone(self, plan):
        desk.period_of(plan, "2026-Q2")
        assert heard("kthtdt") == []

    def test_a_deadline_that_moves_is_told_and_another_date_is_not(self, plan, browser_of):
        coordinator = browser_of("daumoi")

        def save(**typed):
            page = read(coordinator.get(reverse("calendar")))
            form = next(form for form in page.all("form") if form.attributes.get("action") == reverse("calendar"))
            return coordinator.post(reverse("calendar"), posts(form) | typed)

        assert save(**{"2026-Q1-send_due_on": "25/03/2026"}).status_code == 302
        assert heard("cap") == []
        assert save(**{"2026-Q1-unit_due_at": "17:00 16/03/2026"}).status_code == 302
        assert heard("cap") == [
            ("Quý I/2026: hạn gửi số liệu đổi từ 17:00 14/03/2026 thành 17:00 16/03/2026.", reverse("my_work"))
        ]

    def test_admin_moves_dates_by_the_same_action(self, plan, browser_of):
        coordinator = browser_of("daumoi")
        url = reverse("admin:plans_period_change", args=(Period.objects.get(plan=plan, code="2026-Q1").pk,))
        data = posts(read(coordinator.get(url)).one("form", id="period_form"))
        data |= {"unit_due_at_0": "16/03/2026", "unit_due_at_1": "17:00"}
        assert coordinator.post(url, data).status_code == 302
        assert [sentence for sentence, _ in heard("cap")] == [
            "Quý I/2026: hạn gửi số liệu đổi từ 17:00 14/03/2026 thành 17:00 16/03/2026."
        ]

    def test_admin_leaves_the_window_of_a_closed_period_alone(self, plan, browser_of):
        desk.period_of(plan)
        coordinator = browser_of("daumoi")
        coordinator.post(reverse("close_period", args=PLACE[:1]), {"reason": "đã gửi báo cáo số 12"})
        url = reverse("admin:plans_period_change", args=(Period.objects.get(plan=plan, code="2026-Q1").pk,))
        data = posts(read(coordinator.get(url)).one("form", id="period_form")) | {"starts_on": "16/12/2025"}
        page = coordinator.post(url, data)
        assert page.status_code == 200
        assert "Quý I/2026 đã chốt số liệu nên không đổi ngày đầu" in read(page).text


class TestWhatIsDoneIsRead:
    def test_a_report_that_is_taken_back_waits_for_nobody(self, plan, person, entered, browser_of):
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert unread("daumoi", NoticeKind.SENT) == 1
        act(browser_of("kthtdt"), "withdraw_report", seen=seen(plan))
        assert unread("daumoi", NoticeKind.SENT) == 0

    def test_a_report_of_which_rows_still_wait_stays_on_the_coordinators_list(self, plan, person, entered):
        desk.send(plan, "KTHTDT", person("kthtdt"))
        first = f"figure-{desk.report_of(plan, 'KTHTDT').figure_rows.first().pk}"
        desk.accept(plan, "KTHTDT", person("daumoi"), chosen=[first])
        assert unread("daumoi", NoticeKind.SENT) == 1
        desk.accept(plan, "KTHTDT", person("daumoi"))
        assert unread("daumoi", NoticeKind.SENT) == 0

    @pytest.mark.parametrize(
        ("by", "way", "data"),
        [
            ("kthtdt.lanhdao", "confirm_report", {}),
            ("kthtdt.lanhdao", "give_back", {"reason": "Kiểm tra lại mẫu số"}),
            ("kthtdt", "withdraw_report", {}),
        ],
    )
    def test_what_left_the_heads_desk_is_asked_of_the_head_no_more(
        self, plan, person, entered, browser_of, by, way, data
    ):
        plan.ward.head_confirms = True
        plan.ward.save()
        desk.send(plan, "KTHTDT", person("kthtdt"))
        assert unread("kthtdt.lanhdao", NoticeKind.CONFIRM) == 1
        act(browser_of(by), way, seen=seen(plan), **data)
        assert unread("kthtdt.lanhdao", NoticeKind.CONFIRM) == 0
