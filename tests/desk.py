"""Short words for tests: enter a figure, send, accept, as the people of the fixtures would."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kpis.actions import FigureEntry, save_figure
from kpis.models import Figure, Indicator
from plans.evidence import Document
from plans.models import Period, Plan, UnitReport
from plans.opening import open_period
from plans.paper import Paper
from plans.quantities import read_figure
from reports.actions import accept_report, return_report
from reports.sending import send_report, withdraw_report
from tasks.actions import ProgressEntry, save_progress
from tasks.models import Progress, Task
from units.models import Channel, Role, Unit, User
from units.permissions import enters_on_behalf

SCREEN = Channel.SCREEN
PAPER = Paper(Document("12/BC", date(2026, 3, 10)))  # what a unit without an account sent


def period_of(plan: Plan, code: str = "2026-Q1") -> Period:
    """The period, open whatever day the tests run on."""
    period = Period.objects.select_related("plan__ward").get(plan=plan, code=code)
    if not period.opened_at:
        coordinator = User.objects.get(username="daumoi")
        open_period(period=period, by=coordinator, channel=Channel.COMMAND, now=timezone.now())
    return period


def unit_of(plan: Plan, code: str) -> Unit:
    return Unit.objects.select_related("ward").get(ward=plan.ward, code=code)


def head_of(officer: User, username: str = "sep") -> User:
    """The ward wants the heads to confirm, and the officer's unit has one."""
    officer.ward.head_confirms = True
    officer.ward.save()
    return User.objects.create_user(
        username, "Hoa.Phuong.Do.2026", full_name="Trưởng trung tâm", ward=officer.ward, unit=officer.unit,
        role=Role.UNIT_HEAD, must_change_password=False,
    )  # fmt: skip


def enter(
    plan: Plan, code: str, typed: str, by: User, *, period: str = "2026-Q1", now: datetime | None = None, **entry
) -> Figure | None:
    """Type a figure into the row of an indicator, as the unit that reports it (or the coordinator for it)."""
    indicator = Indicator.objects.get(plan=plan, code=code)
    found = period_of(plan, period)
    current = Figure.objects.filter(indicator=indicator, period=found).first()
    return save_figure(
        indicator=indicator,
        period=found,
        unit=indicator.assignments.get().unit,
        entry=FigureEntry(reading=read_figure(typed, indicator.number_rule), **entry),
        version=current.version if current else 0,
        by=by,
        channel=SCREEN,
        now=now or timezone.now(),
    )


def tell(plan: Plan, code: str, by: User, *, period: str = "2026-Q1", **entry) -> Progress | None:
    """Say how a task stands, for the unit of the account."""
    assert by.unit is not None
    task = Task.objects.get(plan=plan, code=code)
    found = period_of(plan, period)
    current = Progress.objects.filter(task=task, report__unit=by.unit, report__period=found).first()
    return save_progress(
        task=task,
        period=found,
        unit=by.unit,
        entry=ProgressEntry(**entry),
        version=current.version if current else 0,
        by=by,
        channel=SCREEN,
        now=timezone.now(),
    )


def report_of(plan: Plan, unit: str, period: str = "2026-Q1") -> UnitReport:
    rows = UnitReport.objects.select_related("unit__ward", "period__plan__ward")
    return rows.get(unit__code=unit, unit__ward=plan.ward, period__code=period)


def send(plan: Plan, unit: str, by: User, *, period: str = "2026-Q1", **changes) -> int:
    report = report_of(plan, unit, period)
    words: dict[str, Any] = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()} | changes
    if enters_on_behalf(by, report.unit):
        words = {"paper": PAPER} | words
    return send_report(report=report, by=by, channel=SCREEN, **words)


def accept(plan: Plan, unit: str, by: User, *, period: str = "2026-Q1", chosen=(), **changes) -> int:
    report = report_of(plan, unit, period)
    words: dict[str, Any] = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()} | changes
    return accept_report(report=report, chosen=chosen, by=by, channel=SCREEN, **words)


def give_back(plan: Plan, unit: str, by: User, reason: str, *, period: str = "2026-Q1", chosen=(), **changes) -> int:
    report = report_of(plan, unit, period)
    words: dict[str, Any] = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()} | changes
    return return_report(report=report, chosen=chosen, reason=reason, by=by, channel=SCREEN, **words)


def withdraw(plan: Plan, unit: str, by: User, *, period: str = "2026-Q1", **changes) -> int:
    report = report_of(plan, unit, period)
    words: dict[str, Any] = {"seen": report.content_version, "key": uuid4(), "now": timezone.now()} | changes
    return withdraw_report(report=report, by=by, channel=SCREEN, **words)
