"""Notices that come with time, the weekly digest, and the command of the timer: each is told once."""

import os
import subprocess
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from plans.models import Period, Plan
from reports.reminders.digest import tell_the_week
from reports.reminders.due import tell_what_is_due
from tests import desk
from tests.races import database_url, on_disk  # noqa: F401 - a fixture
from tests.site import MANAGE, ROOT, free_port
from tests.smtp import SENDER, Inbox, smtp_server
from units.dates import LOCAL_ZONE
from units.models import MailChoice, Notice, StandIn, User, Ward


def at(text: str) -> datetime:
    """ "14/03 16:59" of 2026 in the ward's zone."""
    return datetime.strptime(f"2026 {text}", "%Y %d/%m %H:%M").replace(tzinfo=LOCAL_ZONE)


def told(username: str, **wanted: object) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(person__username=username, **wanted).order_by("pk")
    return list(rows.values_list("kind", "sentence"))


@pytest.mark.django_db
class TestADeadline:
    """Quý I of 2026 is due at 17:00 on 14/03."""

    KTHTDT = "Phòng Kinh tế, Hạ tầng và Đô thị còn thiếu 2 chỉ tiêu."

    @pytest.mark.parametrize(
        ("now", "kind", "sentence"),
        [
            ("11/03 08:00", "due_soon", "Còn 3 ngày đến hạn gửi báo cáo Quý I/2026 (17:00 14/03/2026): "),
            ("13/03 23:59", "due_soon", "Còn 1 ngày đến hạn gửi báo cáo Quý I/2026 (17:00 14/03/2026): "),
            ("14/03 00:01", "due_today", "Hôm nay là hạn gửi báo cáo Quý I/2026 (17:00 14/03/2026): "),
            ("14/03 17:00", "due_today", "Hôm nay là hạn gửi báo cáo Quý I/2026 (17:00 14/03/2026): "),
            ("14/03 18:00", "late", "Báo cáo Quý I/2026 quá hạn 1 giờ (hạn 17:00 14/03/2026): "),
        ],
    )
    def test_is_told_to_the_units_people_where_it_is_near(self, plan, now, kind, sentence):
        tell_what_is_due(plan.ward, at(now))
        expected = [(kind, sentence + self.KTHTDT)]
        assert told("kthtdt") == told("kthtdt.lanhdao") == expected
        assert told("nguoixem") == told("lanhdao") == told("quantri") == []

    def test_says_what_lies_with_the_units_head(self, plan, person):
        plan.ward.head_confirms = True
        plan.ward.save()
        for code, typed in (("PL1.6", "1,2"), ("PL1.26", "46")):
            desk.enter(plan, code, typed, person("kthtdt"), now=at("10/03 08:00"))
        desk.send(plan, "KTHTDT", person("kthtdt"), now=at("10/03 08:00"))
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        sentence = told("kthtdt", kind="due_today")[0][1]
        assert sentence.endswith("Phòng Kinh tế, Hạ tầng và Đô thị còn 2 dòng chờ lãnh đạo đơn vị xác nhận.")

    def test_is_not_told_before(self, plan):
        tell_what_is_due(plan.ward, at("10/03 23:59"))
        assert Notice.objects.count() == 0

    def test_names_what_is_missing_and_the_page(self, plan):
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        notice = Notice.objects.get(person__username="kthtdt")
        assert notice.path == "/nhap/2026-Q1/KTHTDT/"
        title, *rows = notice.details.splitlines()
        assert title == "Chỉ tiêu còn thiếu:"
        assert [row.split()[:2] for row in rows] == [["-", "PL1.6"], ["-", "PL1.26"]]

    def test_is_told_once_however_often_the_timer_runs(self, plan):
        for minute in ("08:00", "08:00", "12:00"):
            tell_what_is_due(plan.ward, at(f"14/03 {minute}"))
        tell_what_is_due(plan.ward, at("13/03 08:00"))  # a computer whose clock was put back
        assert [kind for kind, _ in told("kthtdt")] == ["due_today", "due_soon"]

    def test_that_is_moved_is_told_anew(self, plan):
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        Period.objects.filter(code="2026-Q1").update(unit_due_at=at("17/03 17:00"))
        tell_what_is_due(plan.ward, at("14/03 09:00"))
        assert told("kthtdt")[1][1].startswith("Còn 3 ngày đến hạn gửi báo cáo Quý I/2026 (17:00 17/03/2026)")

    def test_that_has_passed_is_told_when_it_passed_and_then_every_week(self, plan):
        for day in range(15, 30):
            tell_what_is_due(plan.ward, at(f"{day}/03 08:00"))
        late = [sentence for kind, sentence in told("kthtdt") if kind == "late"]
        assert [sentence.split(" (")[0] for sentence in late] == [
            "Báo cáo Quý I/2026 quá hạn 15 giờ",
            "Báo cáo Quý I/2026 quá hạn 8 ngày",
            "Báo cáo Quý I/2026 quá hạn 15 ngày",
        ]

    def test_that_has_passed_is_told_to_the_coordinator_in_one_line(self, plan):
        tell_what_is_due(plan.ward, at("15/03 08:00"))
        notice = Notice.objects.get(person__username="daumoi", once__startswith="late_units")
        assert notice.sentence == "Báo cáo Quý I/2026 đã quá hạn gửi (17:00 14/03/2026): 7 đơn vị chưa gửi đủ."
        assert notice.path == "/tinh-hinh/?ky=2026-Q1"
        assert "- Đảng ủy: còn thiếu 1 nhiệm vụ" in notice.details.splitlines()  # a unit without an account

    def test_does_not_concern_who_has_handed_in(self, plan, person):
        officer = person("kthtdt")
        desk.enter(plan, "PL1.6", "1,2", officer, explanation="Tăng chi")
        desk.enter(plan, "PL1.26", "45,5", officer, explanation="Điều tra mới")
        desk.send(plan, "KTHTDT", officer)
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        assert told("kthtdt") == []
        assert told("cap") != []

    def test_concerns_who_has_entered_and_not_sent(self, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        ((_, sentence),) = told("kthtdt", kind="due_today")
        assert sentence.endswith("còn thiếu 1 chỉ tiêu; 1 dòng đã nhập chưa gửi.")

    def test_concerns_rows_that_came_back(self, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Thiếu nguồn")
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        notice = Notice.objects.filter(person__username="kthtdt", kind="due_today").get()
        assert "còn thiếu 1 chỉ tiêu; 1 dòng bị trả lại chưa gửi lại." in notice.sentence
        assert notice.details.splitlines()[-2:][0] == "Bị trả lại:"
        assert notice.details.splitlines()[-1].startswith("- PL1.6 ")

    def test_concerns_who_stands_in_and_nobody_who_has_left(self, plan, person):
        day = at("14/03 08:00").date()
        StandIn.objects.create(unit=person("kthtdt").unit, person=person("cap"), starts_on=day, ends_on=day)
        User.objects.filter(username="kthtdt").update(ends_on=day - timedelta(days=1))
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        assert told("kthtdt") == []
        assert len(told("cap")) == 2

    def test_of_a_closed_period_concerns_nobody(self, plan):
        Period.objects.filter(code="2026-Q1").update(closed_at=at("10/03 08:00"))
        tell_what_is_due(plan.ward, at("14/03 08:00"))
        assert Notice.objects.count() == 0


@pytest.mark.django_db
class TestAnOpening:
    SENTENCE = "Quý II/2026 đã mở: Phòng Kinh tế, Hạ tầng và Đô thị báo cáo 2 chỉ tiêu, hạn gửi 17:00 14/06/2026."

    def test_is_told_once(self, plan):
        Period.objects.filter(code="2026-Q1").update(closed_at=at("14/03 08:00"))
        for now in ("14/03 23:00", "15/03 06:00", "15/03 07:00", "16/03 06:00"):
            tell_what_is_due(plan.ward, at(now))
        assert told("kthtdt") == [("opened", self.SENTENCE)]

    def test_that_is_long_ago_is_no_news(self, plan):
        Period.objects.filter(code="2026-Q1").update(closed_at=at("14/03 08:00"))
        tell_what_is_due(plan.ward, at("23/03 06:00"))
        assert Notice.objects.count() == 0

    def test_by_hand_counts_from_its_own_day(self, plan):
        Period.objects.filter(code="2026-Q1").update(closed_at=at("01/03 08:00"))
        Period.objects.filter(code="2026-Q2").update(opened_at=at("05/03 08:00"))
        tell_what_is_due(plan.ward, at("06/03 06:00"))
        assert [kind for kind, _ in told("kthtdt")] == ["opened"]


@pytest.mark.django_db
class TestTheDigest:
    def test_is_for_ward_leaders_once_a_week(self, plan):
        for now in ("16/03 07:00", "16/03 07:05", "17/03 07:00", "22/03 23:00", "23/03 07:00"):
            tell_the_week(plan.ward, at(now))
        assert [sentence.split(":")[0] for _, sentence in told("lanhdao")] == ["Tuần 12", "Tuần 13"]
        assert {kind for kind, _ in told("lanhdao")} == {"digest"}
        assert Notice.objects.exclude(person__username="lanhdao").count() == 0

    def test_counts_as_the_dashboard_does_and_names_who_is_late(self, plan, person, browser_of):
        desk.enter(plan, "PL1.27", "0", person("cap"), explanation="Chưa triển khai", now=at("10/03 08:00"))
        Period.objects.filter(code="2026-Q2").update(starts_on=at("20/04 08:00").date())
        tell_the_week(plan.ward, at("16/03 07:00"))
        notice = Notice.objects.get(person__username="lanhdao")
        assert notice.sentence.startswith("Tuần 12: Quý I/2026: 0/25 chỉ tiêu đạt hoặc đúng tiến độ, 1 chậm, ")
        assert notice.sentence.endswith("; 7 đơn vị quá hạn gửi.")
        assert notice.path == "/bang-dieu-khien/?ky=2026-Q1"
        lines = notice.details.splitlines()
        assert lines[0] == "1 chỉ tiêu chậm (theo số đã nhập, gồm cả số chưa chấp nhận):"
        assert lines[1].startswith("- PL1.27 ")
        assert lines[1].endswith(": 0%, mục tiêu ≥ 10%")
        assert "0/7 đơn vị đã gửi đủ, 0 đơn vị đã được chấp nhận hết." in lines
        assert "- Công an phường: quá hạn 2 ngày, còn thiếu 1 chỉ tiêu; 1 dòng đã nhập chưa gửi" in lines

    def test_is_not_made_for_nobody_or_without_a_plan(self, plan):
        User.objects.filter(username="lanhdao").update(is_active=False)
        tell_the_week(plan.ward, at("16/03 07:00"))
        bare = Ward.objects.create(code="x", name="X", city="X", letterhead="X", place="X", report_recipient="X")
        User.objects.filter(username="lanhdao").update(is_active=True, ward=bare)
        tell_the_week(bare, at("16/03 07:00"))
        tell_what_is_due(bare, at("16/03 07:00"))
        assert Notice.objects.count() == 0


@pytest.mark.usefixtures("on_disk")
class TestTheTimer:
    """`manage.py send_reminders` in processes of its own, on the tests' database."""

    @pytest.fixture
    def due_today(self) -> None:
        """Quý I is due in an hour, whatever day the tests run on; the officer of KTHTĐT takes mail."""
        desk.period_of(Plan.objects.select_related("ward").get())
        now = timezone.localtime()
        due = max(now, now.replace(hour=23, minute=59)) if now.hour >= 22 else now + timedelta(hours=1)
        Period.objects.exclude(code="2026-Q1").update(closed_at=now)
        Period.objects.filter(code="2026-Q1").update(unit_due_at=due, opened_at=now - timedelta(days=30))
        officer = User.objects.get(username="kthtdt")
        User.objects.filter(pk=officer.pk).update(email="can.bo@haian.example")

    def start(self, port: int | None) -> subprocess.Popen[str]:
        own = {"DATABASE_URL": database_url(), "PROFILE": "demo", "DEBUG": "0", "EMAIL_URL": ""}
        own |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}?from={SENDER}"} if port else {}
        out = subprocess.PIPE
        call = [*MANAGE, "send_reminders"]
        return subprocess.Popen(call, env=os.environ | own, cwd=ROOT, text=True, stdout=out, stderr=out)

    def run(self, port: int | None) -> tuple[int, list[str], list[str]]:
        process = self.start(port)
        said, problems = process.communicate(timeout=120)
        return process.returncode, said.splitlines(), problems.splitlines()

    def test_run_twice_sends_one_mail(self, due_today):
        inbox = Inbox()
        with smtp_server(inbox) as port:
            first, second = self.run(port), self.run(port)
        status, said, problems = first
        assert (status, said[-1], problems) == (0, "Đã gửi 1 thư.", [])
        assert second == (0, ["0 thông báo mới.", "Đã gửi 0 thư."], [])
        assert inbox.recipients == ["can.bo@haian.example"]

    def test_run_at_the_same_time_sends_one_mail(self, due_today):
        inbox = Inbox()
        with smtp_server(inbox) as port:
            both = [self.start(port) for _ in range(3)]
            outcomes = [(process.communicate(timeout=180), process.returncode) for process in both]
        assert [status for _, status in outcomes] == [0, 0, 0], outcomes
        assert inbox.recipients == ["can.bo@haian.example"]
        assert Notice.objects.filter(person__username="kthtdt", kind="due_today").count() == 1

    def test_says_where_the_server_is_away_and_sends_the_next_time(self, due_today):
        port, inbox = free_port(), Inbox()
        status, _, problems = self.run(port)
        assert status == 1
        assert problems[-1] == "Không kết nối được máy chủ thư: máy chủ không nhận kết nối."
        with smtp_server(inbox, port=port):
            assert self.run(port) == (0, ["0 thông báo mới.", "Đã gửi 1 thư."], [])
        assert inbox.recipients == ["can.bo@haian.example"]

    def test_without_mail_says_so(self, due_today):
        status, said, problems = self.run(None)
        assert (status, said[-1], problems) == (0, "Chưa cài đặt EMAIL_URL: không gửi thư.", [])

    def test_leaves_out_who_chose_no_mail(self, due_today):
        MailChoice.objects.create(person=User.objects.get(username="kthtdt"), kind="due_today", wanted=False)
        inbox = Inbox()
        with smtp_server(inbox) as port:
            self.run(port)
        assert inbox.mails == []
        assert Notice.objects.filter(person__username="kthtdt", kind="due_today").count() == 1
