"""The demonstration: one account per role and unit, and illustrative figures for the quarters before the open one.

Everything goes through the same actions as the pages. Accounts are marked `is_demo` and rows `illustrative`;
`clear` removes both, and production refuses to start while either is there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from typing import TypeVar
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet

from haian_plan.demonstration_directions import clear_directions, play_directions
from haian_plan.demonstration_issued import clear_issued, clear_own_forms
from haian_plan.demonstration_reviews import close_reopenings, wait_for_review_again
from kpis.actions import FigureEntry, save_figure
from kpis.evaluation import expected
from kpis.models import AcceptedFigure, Figure, Indicator
from kpis.promises import promise_of
from kpis.querysets import indicators_reported_by, responsible
from plans.calendar import PeriodState
from plans.evidence import Document
from plans.evidence_store import drop_all
from plans.models import Evidence, Period, Plan, Receipt, Remark, ReportedRow, RequestKey, UnitReport
from plans.opening import close_period, open_period
from plans.paper import Paper
from plans.quantities import Measure, Reading
from reports.actions import accept_report
from reports.models import NarrativeText, TypedFigure
from reports.people.actions import forget_departures
from reports.sending import send_report, unexplained_rows
from tasks.actions import ProgressEntry, save_progress
from tasks.models import AcceptedProgress, Progress
from tasks.querysets import reporters, tasks_reported_by
from units import editions
from units.models import Channel, Leader, Notice, Role, Unit, User, Ward

PASSWORD = "HaiAn.Demo.2026"  # noqa: S105 - printed on the terminal; these accounts cannot sign in to production
REASON = "Dữ liệu trình diễn"
SENTENCE = "Số liệu minh họa, không phải biến động thật"
# Share of the expected value that each indicator reaches, in turn: on the path, ahead, a little or far behind.
PACE = (
    Fraction(1),
    Fraction(98, 100),
    Fraction(103, 100),
    Fraction(94, 100),
    Fraction(1),
    Fraction(82, 100),
    Fraction(101, 100),
)
SCHOOLS = 12
# The README's first walk enters 1,2 and 45,5: a little more than before, so that it meets no caution.
WALK = {"PL1.6": ("1", "1.05", "1.1"), "PL1.26": ("42", "43", "44")}
Row = TypeVar("Row", bound=ReportedRow)


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the table that `demo` prints."""

    username: str
    role: Role
    unit: Unit | None
    full_name: str


def reporting_units(plan: Plan) -> list[Unit]:
    """Units that owe rows of the plan, in the ward's order."""
    day = plan.issued_on
    found = {row.unit for row in responsible(plan, day).values()}
    found |= {unit for units in reporters(plan, day).values() for unit in units}
    return sorted(found, key=lambda unit: unit.order)


def accounts(plan: Plan) -> Iterator[Account]:
    """Who gets an account: officer and head of every reporting unit but the Party's, and one of each other role."""
    for unit in reporting_units(plan):
        if unit.code == "DU":
            continue
        stem = unit.code.lower()
        yield Account(stem, Role.OFFICER, unit, f"Cán bộ {unit.short_name}")
        yield Account(f"{stem}.lanhdao", Role.UNIT_HEAD, unit, f"Lãnh đạo {unit.short_name}")
    yield Account("daumoi", Role.COORDINATOR, plan.coordinator, f"Đầu mối {plan.coordinator.short_name}")
    yield Account("lanhdao", Role.WARD_LEADER, None, "Lãnh đạo phường")
    yield Account("nguoixem", Role.VIEWER, None, "Người xem")
    yield Account("quantri", Role.ADMINISTRATOR, None, "Quản trị hệ thống")


def make_accounts(plan: Plan) -> list[Account]:
    """Create the accounts that are missing; the others keep what their owner made of them."""
    wanted = list(accounts(plan))
    known = set(User.objects.values_list("username", flat=True))
    chair = Leader.objects.filter(ward=plan.ward, signs_as="CHỦ TỊCH").first()
    missing = [account for account in wanted if account.username not in known]
    password = make_password(PASSWORD) if missing else ""  # printed, and the same for all: hashed once, which is slow
    for account in missing:
        user = User(
            username=account.username,
            password=password,
            full_name=account.full_name,
            ward=plan.ward,
            unit=account.unit,
            leader=chair if account.role == Role.WARD_LEADER else None,
            role=account.role,
            is_demo=True,
            must_change_password=False,
        )
        user.full_clean()
        user.save()
    return wanted


@transaction.atomic
def play(plan: Plan, now: datetime) -> Period:
    """Fill the quarters before the one whose window holds today, close them, and leave that one to the visitor."""
    quarters = [p for p in plan.periods.order_by("ends_on", "starts_on") if p.as_code.is_quarter]
    begun = [period for period in quarters if period.state(now) != PeriodState.NOT_OPEN]
    coordinator = User.objects.get(username="daumoi")
    visitor_quarter = (begun or quarters)[-1] if begun else quarters[0]
    for period in quarters[: quarters.index(visitor_quarter)]:
        _play_quarter(period, coordinator)
    if visitor_quarter.state(now) == PeriodState.NOT_OPEN:
        open_period(period=visitor_quarter, by=coordinator, channel=Channel.COMMAND, now=now, reason=REASON)
    play_directions(plan, visitor_quarter, now)
    Notice.objects.filter(person__is_demo=True, person__ward=plan.ward).delete()  # a played past is news to nobody
    return visitor_quarter


def _play_quarter(period: Period, coordinator: User) -> None:
    entered_at = period.unit_due_at - timedelta(days=2)
    reviewed_at = period.review_due_at - timedelta(hours=3)
    for unit in reporting_units(period.plan):
        officer = User.objects.filter(unit=unit, role=Role.OFFICER, is_demo=True).first() or coordinator
        _enter_figures(period, unit, officer, entered_at)
        _enter_progress(period, unit, officer, entered_at)
        report = UnitReport.objects.select_related("unit__ward", "period").get(unit=unit, period=period)
        report.period.plan = period.plan
        send_report(
            report=report,
            seen=report.content_version,
            key=uuid4(),
            by=officer,
            channel=Channel.COMMAND,
            now=entered_at,
            paper=Paper(Document("01/BC", report.period.ends_on)) if officer == coordinator else None,
            explanations={row.code: SENTENCE for row in unexplained_rows(report, entered_at)},
        )
        accept_report(
            report=report,
            chosen=(),
            seen=report.content_version,
            key=uuid4(),
            by=coordinator,
            channel=Channel.COMMAND,
            now=reviewed_at,
        )
    close_period(period=period, by=coordinator, channel=Channel.COMMAND, now=reviewed_at, reason=REASON)


def _enter_figures(period: Period, unit: Unit, officer: User, now: datetime) -> None:
    for indicator in indicators_reported_by(unit, period):
        entry = illustrative_entry(indicator, period)
        if entry is not None:
            save_figure(
                indicator=indicator,
                period=period,
                unit=unit,
                entry=entry,
                version=0,
                by=officer,
                channel=Channel.COMMAND,
                now=now,
                illustrative=True,
            )


def illustrative_entry(indicator: Indicator, period: Period) -> FigureEntry | None:
    """A plausible figure beside the expected path; None leaves the row without one, as real quarters do."""
    quarter = period.as_code.quarter
    promise = promise_of(indicator, period.plan)
    if promise.frequency != "quarterly" or (indicator.order % 9 == 7 and quarter == 3):
        return None
    if indicator.code in WALK and quarter < 4:
        return FigureEntry(reading=Reading(Decimal(WALK[indicator.code][quarter - 1]), None, None, None), source=REASON)
    if promise.measure == Measure.COUNT:
        return FigureEntry(reading=Reading(Decimal(2 * quarter), None, None, None), source=REASON)
    aim = expected(promise, quarter)
    if aim is None:
        return FigureEntry(nothing_reason="Chưa có nhà mạng triển khai trên địa bàn", source=REASON)
    pace = PACE[(indicator.order + quarter) % len(PACE)]
    return FigureEntry(reading=_near(indicator, min(aim * pace, Fraction(100))), source=REASON)


def _near(indicator: Indicator, amount: Fraction) -> Reading:
    if "giáo dục" in indicator.name and indicator.measure == Measure.PERCENT:
        schools = int(amount * SCHOOLS / 100 + Fraction(1, 2))
        return Reading(None, Decimal(schools), Decimal(SCHOOLS), None)
    step = Decimal("0.01") if indicator.money_pair else Decimal("0.1")
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return Reading(exact.quantize(step, ROUND_HALF_UP), None, None, None)


def _enter_progress(period: Period, unit: Unit, officer: User, now: datetime) -> None:
    quarter = period.as_code.quarter
    for task in tasks_reported_by(unit, period):
        done = task.order % 6 == 3 and quarter >= 2
        entry = ProgressEntry(
            status="done" if done else "ongoing",
            percent=100 if done else 25 * quarter,
            done_on=period.ends_on - timedelta(days=10) if done else None,
            product="Kế hoạch, báo cáo (minh họa)" if done else "",
            difficulties="Kinh phí bố trí chậm (minh họa)" if task.order % 7 == 2 else "",
            proposals="Đề nghị thành phố hướng dẫn sớm (minh họa)" if task.order % 7 == 2 else "",
        )
        save_progress(
            task=task,
            period=period,
            unit=unit,
            entry=entry,
            version=0,
            by=officer,
            channel=Channel.COMMAND,
            now=now,
            illustrative=True,
        )


class StillNamed(Exception):
    """Rows that are not illustrative name a demonstration account, so it stays. `sentence` counts them by kind."""

    def __init__(self, rows: Iterable[Model]) -> None:
        counts = Counter(str(row._meta.verbose_name) for row in rows)
        self.sentence = (
            "Chưa xóa gì: có dữ liệu thật còn ghi tên tài khoản trình diễn "
            f"({', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))})."
        )
        super().__init__(self.sentence)


@transaction.atomic
def clear(ward: Ward, now: datetime) -> int:
    """Remove illustrative rows, evidence and demonstration accounts, take back what the demonstration did to real ones.

    Returns how many rows and pieces of evidence went. Raises StillNamed, and then nothing is removed.
    """
    people = User.objects.filter(ward=ward, is_demo=True)
    wait_for_review_again(ward, now)
    clear_issued(ward)
    removed = clear_directions(ward, people) + _clear_rows(ward) + _clear_evidence(ward)
    close_reopenings(ward, people, now)
    Period.objects.filter(plan__ward=ward, closed_by__in=people).update(closed_at=None, closed_by=None, close_reason="")
    Evidence.objects.filter(removed_by__in=people).update(removed_at=None, removed_by=None, removal_reason="")
    Remark.objects.filter(by__in=people).delete()
    NarrativeText.objects.filter(edited_by__in=people).delete()
    TypedFigure.objects.filter(typed_by__in=people).delete()
    clear_own_forms(people)
    _clear_reports(UnitReport.objects.filter(unit__ward=ward), people)
    RequestKey.objects.filter(by__in=people).delete()
    forget_departures(ward, people)
    try:
        people.delete()
    except ProtectedError as error:
        raise StillNamed(error.protected_objects) from error
    editions.renew(ward)
    return removed


def _clear_rows(ward: Ward) -> int:
    places = {
        Figure: "period__plan",
        AcceptedFigure: "period__plan",
        Progress: "report__period__plan",
        AcceptedProgress: "period__plan",
    }
    rows = [
        model._default_manager.filter(illustrative=True, **{f"{place}__ward": ward}) for model, place in places.items()
    ]
    return sum(found.delete()[0] for found in rows)


def _clear_evidence(ward: Ward) -> int:
    evidence = Evidence.objects.filter(ward=ward, illustrative=True)
    stored = [name for name in evidence.values_list("stored_name", flat=True) if name]
    count = evidence.count()
    evidence.delete()
    transaction.on_commit(partial(drop_all, stored))
    return count


def _clear_reports(reports: QuerySet[UnitReport], people: QuerySet[User]) -> None:
    Receipt.objects.filter(report__in=reports, illustrative=True).delete()
    reports.filter(figure_rows=None, progress_rows=None, receipts=None, remarks=None).delete()
    reports.filter(sent_by__in=people).update(sent_by=None)
    reports.filter(asked_by__in=people).update(asked_by=None)
    reports.filter(last_activity_by__in=people).update(last_activity_by=None)
