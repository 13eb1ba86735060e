"""A ward of its own with as many units as are asked for: each reports one indicator and its part of one task."""

from datetime import datetime, timedelta

from kpis.models import Assignment, Figure, Indicator
from plans.calendar import PeriodKind
from plans.models import Period, Plan, Section, UnitReport
from plans.scheduling import make_periods
from plans.workflow import RowState
from tasks.models import Progress, Task, TaskAssignment
from units.models import Channel, Role, Unit, User, Ward

PASSWORD = "Hoa.Phuong.Do.2026"
SHARE = 20  # units that report their parts of one task
STATES = (RowState.SENT, RowState.ACCEPTED, RowState.RETURNED, RowState.ENTERING)


def a_ward(name: str, *, now: datetime) -> tuple[Plan, User]:
    """Ward, plan and coordinator; nobody reports anything yet."""
    ward = Ward.objects.create(
        code=name, name=f"Phường {name}", city="Hải Phòng", letterhead=name, place=name, report_recipient="Sở"
    )
    desk = Unit.objects.create(ward=ward, code="DM", name="Phòng đầu mối", short_name="ĐM", kind="department")
    coordinator = User.objects.create_user(
        f"{name}.dm", PASSWORD, full_name="Đầu mối", ward=ward, unit=desk, role=Role.COORDINATOR,
        must_change_password=False,
    )  # fmt: skip
    plan = Plan.objects.create(
        ward=ward, number="1/KH", title="Kế hoạch", issued_on="2026-01-16", year=2026, coordinator=desk
    )
    make_periods(plan=plan, by=coordinator, channel=Channel.COMMAND, now=now)
    return plan, coordinator


def join(plan: Plan, coordinator: User, count: int, *, now: datetime) -> list[Unit]:
    """So many more units, with people and phones, their rows of quý I to III entered, sent, returned or accepted."""
    units = _units(plan, count)
    section, _ = Section.objects.get_or_create(
        plan=plan, code="S", defaults={"appendix": 1, "numeral": "I", "title": "Nhóm"}
    )
    indicators = _indicators(plan, section, units)
    tasks = _tasks(plan, section, units)
    for period in plan.periods.filter(kind__in=[PeriodKind.Q1, PeriodKind.Q2, PeriodKind.Q3]):
        _report(period, units, indicators, tasks, coordinator, now)
    return units


def _units(plan: Plan, count: int) -> list[Unit]:
    first = plan.ward.units.count()
    units = Unit.objects.bulk_create(
        Unit(
            ward=plan.ward, code=f"U{first + n}", name=f"Trường {first + n}", short_name=f"T{first + n}",
            kind="centre", order=first + n, phone="" if n % 2 else "0225 3 123 456",
        )
        for n in range(count)
    )  # fmt: skip
    User.objects.bulk_create(
        User(
            username=f"{plan.ward.code}.{unit.code.lower()}", full_name=f"Cán bộ {unit.short_name}",
            phone="0912 345 678", ward=plan.ward, unit=unit, role=Role.OFFICER,
        )
        for unit in units
    )  # fmt: skip
    return units


def _indicators(plan: Plan, section: Section, units: list[Unit]) -> list[Indicator]:
    made = Indicator.objects.bulk_create(
        Indicator(
            plan=plan, section=section, code=f"I.{unit.code}", number=str(unit.order), order=unit.order,
            name=f"Tỷ lệ của {unit.name}", short_name=f"Tỷ lệ {unit.short_name}", horizon_year=plan.year,
            measure="percent", measure_unit="%", accumulation="point", baseline_kind="number", baseline_value=50,
            baseline_text="50%", target_kind="number", target_value=90, target_text="90%",
        )
        for unit in units
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(indicator=indicator, unit=unit) for indicator, unit in zip(made, units, strict=True)
    )
    return made


def _tasks(plan: Plan, section: Section, units: list[Unit]) -> list[Task]:
    """One task for each SHARE of units. Unit n reports its part of task n // SHARE."""
    first = plan.ward.units.count()
    tasks = Task.objects.bulk_create(
        Task(
            plan=plan,
            section=section,
            code=f"N.{first}.{n}",
            number=str(n),
            order=n,
            name=f"Nhiệm vụ {n}",
            deadline_kind="recurring",
        )
        for n in range((len(units) + SHARE - 1) // SHARE)
    )  # fmt: skip
    TaskAssignment.objects.bulk_create(
        TaskAssignment(task=tasks[n // SHARE], unit=unit) for n, unit in enumerate(units)
    )
    return tasks


def _report(
    period: Period,
    units: list[Unit],
    indicators: list[Indicator],
    tasks: list[Task],
    coordinator: User,
    now: datetime,
) -> None:
    people = {user.unit_id: user for user in User.objects.filter(unit__in=units)}
    sent_at = period.unit_due_at - timedelta(days=1)
    reports = UnitReport.objects.bulk_create(
        UnitReport(
            unit=unit, period=period, content_version=2, sent_at=sent_at, sent_by=people[unit.pk],
            last_activity_at=now, last_activity_by=people[unit.pk],
        )
        for unit in units
    )  # fmt: skip
    words = [
        {"report": report, "state": STATES[n % len(STATES)], "version": 1, "entered_at": now,
         "entered_by": people[report.unit_id]}
        for n, report in enumerate(reports)
    ]  # fmt: skip
    Figure.objects.bulk_create(
        Figure(indicator=indicator, period=period, value=60, **word)
        for indicator, word in zip(indicators, words, strict=True)
    )
    Progress.objects.bulk_create(
        Progress(task=tasks[n // SHARE], status="ongoing" if n % 10 else "done", percent=40, **word)
        for n, word in enumerate(words)
    )
