"""Any order of actions by anybody: no accepted, closed or issued figure without the events that lead there."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kpis.actions import FigurePlace
from kpis.models import AcceptedFigure, Figure, Indicator
from plans.models import Plan, Reopening, UnitReport
from plans.opening import close_period, open_period
from plans.refusals import Conflict, NotAllowed
from plans.workflow import LABELS, RowState
from reports.actions import begin_review
from reports.documents.as_json import number
from reports.documents.issued_store import read_file
from reports.documents.snapshot import said_in
from reports.models import IssuedReport
from reports.reopening.actions import ask_reopening, close_reopening, grant_reopening, refuse_reopening
from reports.sending import confirm_report, give_back, withdraw_report
from tests import desk
from tests.issue_desk import issue
from units.models import Channel, Event, User

CODE, OTHER, UNIT, Q1 = "PL1.26", "PL1.6", "KTHTDT", "2026-Q1"
WHO = st.sampled_from(["kthtdt", "kthtdt.lanhdao", "daumoi", "cap", "lanhdao", "nguoixem", "quantri"])
OFFICERS = st.sampled_from(["kthtdt"] * 5 + ["kthtdt.lanhdao", "cap", "daumoi"])  # mostly who may
REVIEWERS = st.sampled_from(["daumoi"] * 3 + ["kthtdt", "lanhdao"])
ISSUERS = st.sampled_from(["daumoi", "daumoi", "daumoi", "kthtdt.lanhdao", "lanhdao", "quantri"])
TYPED = st.sampled_from(["40", "46", "146/300", "52,5"])


class Desk(RuleBasedStateMachine):
    """Two figures of one unit, of which the second is only entered and sent beside the first; every action of every
    person, at moments of three weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = Plan.objects.select_related("ward").get()
        self.day = timezone.now()
        desk.period_of(self.plan)
        self.issued: dict[int, tuple] = {}
        self.under_review: set[int] = set()
        self.first = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def hand(self, who: str) -> dict:
        """Nobody acts twice in one moment."""
        self.day += timedelta(seconds=1)
        return {"by": User.objects.select_related("unit", "ward").get(username=who), "now": self.day}

    def attempt(self, act, *args, **words) -> None:
        with suppress(NotAllowed, Conflict):
            act(*args, **words)

    @property
    def report(self):
        return desk.report_of(self.plan, UNIT)

    @property
    def there(self) -> bool:
        return UnitReport.objects.filter(unit__code=UNIT, period__code=Q1).exists()

    @property
    def snapshots(self):
        return AcceptedFigure.objects.filter(indicator__code=CODE)

    @property
    def figure(self) -> Figure | None:
        return Figure.objects.filter(indicator__code=CODE).first()

    @property
    def place(self) -> FigurePlace:
        period = self.plan.periods.select_related("plan__ward").get(code=Q1)
        return FigurePlace(Indicator.objects.get(plan=self.plan, code=CODE), period)

    def seen(self, who: str) -> dict:
        return {
            "report": self.report,
            "seen": self.report.content_version,
            "key": uuid4(),
            "channel": Channel.SCREEN,
            **self.hand(who),
        }

    def on_row(self, who: str) -> dict:
        unit = desk.unit_of(self.plan, UNIT)
        return {"place": self.place, "unit": unit, "key": uuid4(), "channel": Channel.SCREEN, **self.hand(who)}

    @rule(who=OFFICERS, typed=TYPED)
    def save(self, who, typed):
        hand = self.hand(who)
        self.attempt(desk.enter, self.plan, CODE, typed, hand["by"], now=hand["now"])

    @rule(who=OFFICERS)
    def send(self, who):
        if self.there:
            hand = self.hand(who)
            self.attempt(desk.send, self.plan, UNIT, hand["by"], now=hand["now"])

    @rule(who=WHO)
    def confirm(self, who):
        if self.there:
            self.attempt(confirm_report, **self.seen(who))

    @rule(who=WHO)
    def head_gives_back(self, who):
        if self.there:
            self.attempt(give_back, chosen=(), reason="Sai", **self.seen(who))

    @rule(who=OFFICERS)
    def withdraw(self, who):
        """What nobody has begun to review, and nothing else."""
        if self.there:
            self.attempt(withdraw_report, **self.seen(who))
            assert self.under_review <= self.sent()

    @staticmethod
    def sent() -> set[int]:
        return set(Figure.objects.filter(state=RowState.SENT).values_list("pk", flat=True))

    @rule(who=OFFICERS)
    def send_another(self, who):
        """A second figure joins, so that sendings overlap."""
        hand = self.hand(who)
        self.attempt(desk.enter, self.plan, OTHER, "1,2", hand["by"], now=hand["now"])
        if self.there:
            self.attempt(desk.send, self.plan, UNIT, hand["by"], now=hand["now"])

    @rule(who=REVIEWERS)
    def begin(self, who):
        if self.there:
            self.attempt(begin_review, report=self.report, channel=Channel.SCREEN, **self.hand(who))
            self.under_review = self.sent() if self.report.review_began_at else self.under_review

    @rule(who=REVIEWERS)
    def accept(self, who):
        if self.there:
            hand = self.hand(who)
            self.attempt(desk.accept, self.plan, UNIT, hand["by"], now=hand["now"])

    @rule(who=REVIEWERS)
    def turn_back(self, who):
        if self.there:
            hand = self.hand(who)
            self.attempt(desk.give_back, self.plan, UNIT, hand["by"], "Sai", now=hand["now"])

    @rule(who=WHO)
    def ask(self, who):
        self.attempt(ask_reopening, reason="Sai", paper=desk.PAPER, **self.on_row(who))

    @rule(who=WHO, days=st.integers(0, 5))
    def grant(self, who, days):
        until = timezone.localdate(self.day) + timedelta(days=days)
        self.attempt(grant_reopening, reason="Sai", until=until, **self.on_row(who))

    @rule(who=WHO)
    def refuse(self, who):
        self.attempt(refuse_reopening, reason="Không", **self.on_row(who))

    @rule(who=WHO)
    def take_back(self, who):
        self.attempt(close_reopening, reason="Thôi", **self.on_row(who))

    @rule(who=ISSUERS)
    def freeze(self, who):
        """Phát hành. What must go out is what stood accepted just before."""
        figure, snapshot = self.figure, self.snapshots.order_by("-pk").first()
        adjusting = snapshot is not None and figure.state != RowState.ACCEPTED
        hand = self.hand(who)
        with suppress(NotAllowed):
            made = issue(self.plan, hand["by"], Q1, now=hand["now"])
            self.issued[made.pk] = (snapshot.amount if snapshot else None, adjusting, self.as_stored(made))

    @staticmethod
    def as_stored(report: IssuedReport) -> tuple:
        return tuple(IssuedReport.objects.filter(pk=report.pk).values_list())

    @rule(closes=st.booleans())
    def period(self, closes):
        period, hand = self.place.period, self.hand("daumoi") | {"channel": Channel.SCREEN}
        if closes and period.closed_at is None:
            close_period(period=period, reason="Đã gửi", **hand)
        elif not closes and period.closed_at is not None:
            open_period(period=period, reason="Sai", **hand)

    @rule(confirms=st.booleans())
    def setting(self, confirms):
        self.plan.ward.head_confirms = confirms
        self.plan.ward.save(update_fields=["head_confirms"])

    @rule(days=st.integers(1, 4))
    def wait(self, days):
        self.day += timedelta(days=days)

    @invariant()
    def a_review_ends_with_a_decision(self):
        self.under_review &= self.sent()

    def lines(self):
        return Event.objects.filter(pk__gt=self.first, subject_code=CODE, period_code=Q1).order_by("pk")

    @invariant()
    def the_journal_tells_the_state_of_the_row(self):
        told = None
        for line in self.lines():
            if line.action == "save" and told is None:
                told = LABELS[RowState.ENTERING]
            elif line.action == "empty":
                told = None
            told = line.after.get("trạng thái", told)
        figure = self.figure
        assert (figure.state_label if figure else None) == told

    @invariant()
    def a_snapshot_stands_for_every_acceptance_and_only_for_one(self):
        accepted = self.lines().filter(action="accept")
        assert self.snapshots.count() == accepted.count()
        assert all(line.actor.role == "coordinator" for line in accepted)

    @invariant()
    def an_accepted_row_is_its_newest_snapshot(self):
        figure, snapshot = self.figure, self.snapshots.order_by("-pk").first()
        if figure and figure.state == RowState.ACCEPTED:
            assert snapshot is not None
            assert figure.amount == snapshot.amount
            assert figure.reopened_until is None

    @invariant()
    def a_row_is_open_by_itself_only_under_a_granted_reopening(self):
        granted = Reopening.objects.filter(state="granted").first()
        figure = self.figure
        if figure and figure.reopened_until:
            assert granted is not None
            assert granted.until == figure.reopened_until
        if figure and figure.state == RowState.REOPENED:
            assert figure.reopened_until

    @invariant()
    def what_is_accepted_is_not_open_by_itself(self):
        figure = self.figure
        assert not (figure and figure.state == RowState.ACCEPTED and Reopening.objects.filter(state="granted").exists())

    @invariant()
    def who_took_all_back_has_handed_in_nothing(self):
        """`first_sent_at` stands for a sending that stands, or for a decision on one."""
        for row in Figure.objects.all():
            lines = Event.objects.filter(pk__gt=self.first, subject_code=row.indicator.code, period_code=Q1)
            handed = [
                line.action for line in lines.order_by("pk") if line.after.get("trạng thái") or line.action == "empty"
            ]
            decided = any(action in {"accept", "return"} for action in handed)
            if row.state == RowState.SENT:
                assert row.first_sent_at is not None
            elif row.state == RowState.ENTERING and not decided:
                assert row.first_sent_at is None

    @invariant()
    def what_was_issued_was_accepted_and_stays(self):
        reports = {report.pk: report for report in IssuedReport.objects.order_by("version")}
        assert set(reports) == set(self.issued)
        for key, (amount, adjusting, stored) in self.issued.items():
            rows = said_in(read_file(reports[key].files.get(kind="json")))["report"]["indicators"]
            row = next(row for row in rows if row["code"] == CODE)
            assert row["value"] == number(amount)
            assert ("đang điều chỉnh" in row["markers"]) == adjusting
            assert self.as_stored(reports[key]) == stored

    @invariant()
    def versions_run_on_each_with_its_line(self):
        versions = list(IssuedReport.objects.order_by("version").values_list("version", flat=True))
        lines = Event.objects.filter(pk__gt=self.first, action="issue").order_by("pk")
        assert versions == list(range(1, len(versions) + 1))
        assert [line.after["bản"] for line in lines] == [str(version) for version in versions]
        assert all(line.actor.role == "coordinator" for line in lines)


class TestAnyOrder(TestCase):
    """Each run inside its own transaction, on whichever database the tests use."""

    def test_finds_no_other_way(self):
        def one():
            class Rolled(Desk):
                def __init__(self) -> None:
                    self.block = transaction.atomic()
                    self.block.__enter__()
                    super().__init__()

                def teardown(self) -> None:
                    transaction.set_rollback(True)
                    self.block.__exit__(None, None, None)

            return Rolled()

        run_state_machine_as_test(one, settings=settings(max_examples=20, stateful_step_count=20, deadline=None))
