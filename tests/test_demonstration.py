"""The demonstration: playable, marked, and gone after one command."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haian_plan import demonstration
from haian_plan.guard import demonstration_leftovers
from kpis.actions import FigurePlace
from kpis.models import AcceptedFigure, Figure, Indicator
from plans import evidence
from plans.calendar import PeriodState
from plans.models import Period, Plan, Receipt, Reopening, UnitReport
from reports.directions.actions import Request
from reports.models import Direction, DirectionMessage
from tasks.models import Progress
from tests import desk
from tests.test_directions import answer, finish, give
from units.dates import LOCAL_ZONE
from units.models import Channel, Event, Notice, Role, User

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(scope="class")
def played_once(django_db_setup, django_db_blocker):
    """Played before the first test of a class: what a test does to it is rolled back, and this after the last one."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(AUTUMN):
            demonstration.play(Plan.objects.select_related("ward", "coordinator").get(), timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def played(played_once, plan):
    with time_machine.travel(AUTUMN):
        yield plan


def test_every_reporting_unit_but_the_partys_has_an_officer_and_a_head(plan):
    people = list(demonstration.accounts(plan))
    officers = {person.unit.code for person in people if person.role == Role.OFFICER}
    heads = {person.unit.code for person in people if person.role == Role.UNIT_HEAD}
    assert officers == heads == {"VHXH", "KTHTDT", "TTPVHCC", "VPHDND", "CAP", "TTDVSNC"}
    assert {person.role for person in people} == set(Role)


def test_every_account_is_let_in_with_the_printed_password(plan):
    for account in demonstration.accounts(plan):
        answer = Client().post(reverse("login"), {"username": account.username, "password": demonstration.PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, reverse("my_work")), account.username


@pytest.mark.parametrize(
    ("day", "code"),
    [((2025, 11, 1), "2026-Q1"), ((2026, 1, 20), "2026-Q1"), ((2026, 7, 1), "2026-Q3"), ((2027, 5, 1), "2026-Q4")],
)
def test_the_quarter_left_open_follows_the_calendar(plan, day, code):
    now = datetime(*day, 9, 0, tzinfo=LOCAL_ZONE)
    period = demonstration.play(plan, now)
    assert (period.code, period.state(now)) == (code, PeriodState.OPEN)


class TestPlayed:
    """What the visitor finds."""

    def test_the_earlier_quarters_are_accepted_closed_and_marked(self, played):
        states = {period.code: period.state(AUTUMN) for period in played.periods.all() if period.as_code.is_quarter}
        assert states == {
            "2026-Q1": PeriodState.CLOSED,
            "2026-Q2": PeriodState.CLOSED,
            "2026-Q3": PeriodState.CLOSED,
            "2026-Q4": PeriodState.OPEN,
        }
        assert not Figure.objects.filter(illustrative=False).exists()
        assert Figure.objects.exclude(state="accepted").count() == 0
        assert AcceptedFigure.objects.count() == Figure.objects.count() > 60

    def test_the_visitors_quarter_is_empty(self, played):
        assert not Figure.objects.filter(period__code="2026-Q4").exists()
        assert not Progress.objects.filter(report__period__code="2026-Q4").exists()

    def test_what_was_played_is_news_to_nobody(self, played):
        assert not Notice.objects.exists()

    def test_what_a_demonstration_account_enters_is_marked_too(self, played, person):
        figure = desk.enter(played, "PL1.6", "1,2", person("kthtdt"), period="2026-Q4")
        assert figure.illustrative is True

    def test_every_page_of_figures_says_so(self, played, person):
        client = Client()
        client.force_login(person("daumoi"), backend="units.accounts.AccountBackend")
        for url in (reverse("dashboard"), reverse("indicator", args=["PL1.6"]), reverse("documents")):
            assert "minh họa" in client.get(url).content.decode(), url

    def test_one_direction_waits_and_one_is_ended_both_marked(self, played, person):
        ended, waits = Direction.objects.order_by("pk")
        assert (ended.state, ended.illustrative, ended.parts.get().answered_at is None) == ("closed", True, False)
        assert (waits.state, waits.illustrative, waits.parts.get().answered_at is None) == ("open", True, True)
        client = Client()
        client.force_login(person("kthtdt"), backend="units.accounts.AccountBackend")
        with time_machine.travel(AUTUMN):
            page = client.get(reverse("my_work")).content.decode()
            listed = client.get(reverse("directions")).content.decode()
        assert "còn 5 ngày" in page
        assert listed.count("Minh họa</span>") == 2

    def test_clear_demo_leaves_nothing_of_it(self, played, person, capsys):
        desk.enter(played, "PL1.6", "1,2", person("kthtdt"), period="2026-Q4")
        call_command("clear_demo")
        assert demonstration_leftovers() == []
        assert (Figure.objects.count(), AcceptedFigure.objects.count(), Progress.objects.count()) == (0, 0, 0)
        assert UnitReport.objects.count() == 0
        assert not Direction.objects.exists()
        assert not Period.objects.filter(closed_at__isnull=False).exists()
        assert not User.objects.exists()

    def test_the_journal_remembers_the_demonstration_after_it_is_gone(self, played):
        before = Event.objects.count()
        call_command("clear_demo")
        assert Event.objects.count() == before > 100
        assert Event.objects.filter(actor_name="Cán bộ VH-XH").exists()


@pytest.fixture
def real(plan):
    """Accounts of real people beside the demonstration's."""

    def account(username, role, unit="KTHTDT"):
        fields = {"full_name": username, "ward": plan.ward, "unit": desk.unit_of(plan, unit), "role": role}
        return User.objects.create_user(username, "Mat.Khau.That.2026", must_change_password=False, **fields)

    return account


class TestClearingBesideRealWork:
    """Real people have begun while the demonstration is still there; its accounts played at reviewing their rows."""

    @pytest.fixture
    def officer(self, real):
        return real("that", Role.OFFICER)

    def test_takes_back_what_its_accounts_said_and_ended_of_a_real_direction(self, plan, real, person):
        leader = real("lanhdao.that", Role.WARD_LEADER)
        made = give(plan, by="lanhdao.that")
        answer(made, person("kthtdt"))
        finish(made, person("lanhdao"), Request(key=uuid4(), seen=2))
        call_command("clear_demo")
        made.refresh_from_db()
        assert (made.illustrative, made.is_open, made.leader) == (False, True, leader)
        assert made.parts.get().answered_at is None
        assert not DirectionMessage.objects.exists()

    def test_gives_back_to_review_what_a_demonstration_account_accepted(self, plan, officer, person):
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", person("daumoi"))
        assert AcceptedFigure.objects.get().illustrative
        call_command("clear_demo")
        figure.refresh_from_db()
        assert (figure.state, figure.illustrative, AcceptedFigure.objects.count()) == ("sent", False, 0)
        line = Event.objects.filter(subject_code="PL1.26").latest("pk")
        assert (line.action, line.actor_name, line.before, line.after, line.reason) == (
            "change",
            "Hệ thống",
            {"trạng thái": "đã chấp nhận"},
            {"trạng thái": "đã gửi"},
            "Xóa dữ liệu trình diễn: người chấp nhận là tài khoản trình diễn",
        )
        assert set(User.objects.values_list("username", flat=True)) == {"that"}

    def test_keeps_what_real_people_accepted(self, plan, officer, real):
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", real("that.daumoi", Role.COORDINATOR, "VHXH"))
        call_command("clear_demo")
        figure.refresh_from_db()
        assert (figure.state, AcceptedFigure.objects.get().value) == ("accepted", figure.value)
        assert Receipt.objects.count() == 1

    @pytest.fixture
    def accepted(self, plan, officer, real):
        """A real figure that a real coordinator accepted as 45,5%."""
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", real("that.daumoi", Role.COORDINATOR, "VHXH"))
        return figure

    def press(self, client, name):
        until = f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}"
        data = {"key": str(uuid4()), "reason": "Thử", "until": until}
        assert client.post(reverse(name, args=("2026-Q1", "KTHTDT", "PL1.26")), data).status_code == 302

    @pytest.mark.parametrize("who", ["daumoi", "that.daumoi"])
    def test_keeps_what_was_opened_and_closed_again_after_a_real_acceptance(self, accepted, browser_of, who):
        self.press(browser_of(who), "grant_reopening")
        self.press(browser_of(who), "close_reopening")
        call_command("clear_demo")
        accepted.refresh_from_db()
        assert (accepted.state, accepted.amount, AcceptedFigure.objects.count()) == ("accepted", Decimal("45.5"), 1)

    def test_closes_a_real_row_that_its_accounts_opened(self, plan, accepted, officer, browser_of):
        self.press(browser_of("daumoi"), "grant_reopening")
        desk.enter(plan, "PL1.26", "47", officer)
        call_command("clear_demo")
        accepted.refresh_from_db()
        assert (accepted.state, accepted.reopened_until, accepted.amount) == ("accepted", None, Decimal("45.5"))
        assert not Reopening.objects.exists()
        line = Event.objects.filter(subject_code="PL1.26").latest("pk")
        assert (line.before["trạng thái"], line.after["trạng thái"]) == ("mở lại", "đã chấp nhận")
        assert (line.before["số liệu"], line.after["số liệu"]) == ("47%", "45,5%")
        assert line.reason == "Xóa dữ liệu trình diễn: việc mở lại là của tài khoản trình diễn"

    def test_leaves_a_real_row_that_was_sent_under_its_reopening_to_the_reviewer(
        self, plan, accepted, officer, browser_of
    ):
        self.press(browser_of("daumoi"), "grant_reopening")
        desk.enter(plan, "PL1.26", "47", officer)
        desk.send(plan, "KTHTDT", officer)
        call_command("clear_demo")
        accepted.refresh_from_db()
        assert (accepted.state, accepted.reopened_until, accepted.amount) == ("sent", None, 47)

    def test_lets_nothing_accepted_stand_that_only_its_accounts_accepted(self, plan, officer, person, browser_of):
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", person("daumoi"))
        self.press(browser_of("daumoi"), "grant_reopening")
        call_command("clear_demo")
        figure.refresh_from_db()
        assert (figure.state, figure.reopened_until, AcceptedFigure.objects.count()) == ("entering", None, 0)

    def test_takes_away_the_receipt_of_what_a_demonstration_account_sent(self, plan, officer, person):
        desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", person("daumoi"))
        assert Receipt.objects.get().illustrative
        call_command("clear_demo")
        assert (Receipt.objects.count(), UnitReport.objects.get().sent_by) == (0, None)

    def test_keeps_the_receipt_of_a_report_whose_rows_were_played(self, plan, officer, person):
        desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", person("daumoi"), "Sửa lại")
        desk.enter(plan, "PL1.26", "46", person("kthtdt"))
        call_command("clear_demo")
        assert (Figure.objects.count(), Receipt.objects.get().sent_by) == (0, officer)

    def test_takes_back_the_removal_of_real_evidence(self, plan, officer, person):
        unit, period = officer.unit, desk.period_of(plan)
        places = [FigurePlace(Indicator.objects.get(code="PL1.26"), period)]
        hand = {"channel": Channel.SCREEN, "now": timezone.now()}
        document = evidence.Document("12/BC", date(2026, 3, 5))
        kept = evidence.add_document(unit=unit, period=period, places=places, document=document, by=officer, **hand)
        evidence.remove(evidence=kept, places=places, reason="Thử", by=person("kthtdt"), **hand)
        call_command("clear_demo")
        kept.refresh_from_db()
        assert (kept.removed_at, kept.removed_by, kept.removal_reason) == (None, None, "")

    def test_says_in_one_line_what_still_names_a_demonstration_account(self, plan, person):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        Figure.objects.update(illustrative=False)
        sentence = "Chưa xóa gì: có dữ liệu thật còn ghi tên tài khoản trình diễn (1 số liệu)."
        with pytest.raises(CommandError) as refused:
            call_command("clear_demo")
        assert str(refused.value) == sentence
        assert User.objects.filter(is_demo=True).exists()


def test_demo_prints_the_accounts_and_keeps_the_data_the_second_time(plan, capsys):
    with time_machine.travel(AUTUMN):
        call_command("demo")
        first = capsys.readouterr().out
        figures = set(Figure.objects.values_list("pk", "version"))
        call_command("demo")
        second = capsys.readouterr().out
    assert "Quý IV/2026 để trống cho bạn nhập thử." in first
    for line in (demonstration.PASSWORD, "kthtdt", "daumoi", "lanhdao", "nguoixem", "quantri"):
        assert line in first
        assert line in second
    assert "minh họa" not in second
    assert set(Figure.objects.values_list("pk", "version")) == figures


def test_demo_runs_in_the_demonstration_only(settings):
    settings.PROFILE = "office"
    with pytest.raises(CommandError, match="PROFILE=demo"):
        call_command("demo")
