"""The coordinator's board: where every unit's report of a period stands, what needs work first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import BooleanField, Case, When
from django.http import Http404

from plans.calendar import PeriodState, time_left
from plans.models import Period, Reopening
from plans.reopenings import asked_in
from plans.workflow import ReportState
from reports.desk import Desk
from reports.standing import Part, Standing, UnitLine, standings
from units.dates import local_date, short_datetime
from units.models import User
from units.people import at_work_on

# Shape, tone and rank of a state: the lowest rank asks for the coordinator's work first.
FACES: Mapping[ReportState, tuple[str, str, int]] = MappingProxyType(
    {
        ReportState.SENT: ("◆", "watch", 0),
        ReportState.WAITING: ("●", "track", 4),
        ReportState.REOPENED: ("◆", "watch", 2),
        ReportState.RETURNED: ("▼", "late", 3),
        ReportState.ENTERING: ("●", "track", 4),
        ReportState.NONE: ("○", "none", 5),
        ReportState.PARTLY: ("●", "track", 6),
        ReportState.ACCEPTED: ("■", "good", 7),
    }
)
LATE_RANK = 1
NOT_DIALLED = re.compile(r"[^0-9+*#]")


class Phone(NamedTuple):
    """`number` as it is written, `dialled` as a telephone takes it, `name` of the person where it is no unit's."""

    number: str
    dialled: str
    name: str


Names = Mapping[int, str]  # account id → name
Phones = Mapping[int, Sequence[Phone]]  # unit id → whom to call


def phone_of(number: str, name: str = "") -> Phone:
    return Phone(number, NOT_DIALLED.sub("", number), name)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit, with all that its line says already worked out: a ward may have two hundred.

    `late` says that something is still owed after the deadline; `phones` are the unit's, or its people's.
    """

    unit: UnitLine
    figures: Part
    tasks: Part
    state: ReportState
    shape: str
    tone: str
    waiting: int
    returned: str
    days_late: int
    timing: str
    handed_in: bool
    outstanding: bool
    last_activity: str
    last_by: str
    phones: Sequence[Phone]

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def all_accepted(self) -> bool:
        return self.state is ReportState.ACCEPTED

    @property
    def urgency(self) -> tuple[int, int, int]:
        return urgency(self.state, self.waiting, self.days_late, self.unit.order)


def urgency(state: ReportState, waiting: int, days: int, order: int) -> tuple[int, int, int]:
    """Waiting for review first, then late (the latest first), then by state, then the ward's order."""
    rank = FACES[state][2]
    if waiting:
        rank = FACES[ReportState.SENT][2]
    elif days:
        rank = LATE_RANK
    return rank, -days, order


def row_of(standing: Standing, now: datetime, names: Names, phones: Phones) -> BoardRow:
    report, state = standing.report, standing.state
    shape, tone, _ = FACES[state]
    at = report.last_at if report else None
    return BoardRow(
        unit=standing.unit,
        figures=standing.figure_part,
        tasks=standing.task_part,
        state=state,
        shape=shape,
        tone=tone,
        waiting=standing.waiting_count,
        returned=returned_words(standing),
        days_late=standing.days_late(now),
        outstanding=standing.outstanding,
        timing=standing.timing(now),
        handed_in=standing.handed_in,
        last_activity=short_datetime(at) if at else "",
        last_by=names.get(report.last_by or 0, "") if report else "",
        phones=phones.get(standing.unit.pk, ()),
    )


def returned_words(standing: Standing) -> str:
    """ "2 chỉ tiêu, 1 nhiệm vụ"; "" where nothing came back."""
    kinds = ((standing.figure_part.returned, "chỉ tiêu"), (standing.task_part.returned, "nhiệm vụ"))
    return ", ".join(f"{number} {words}" for number, words in kinds if number)


@dataclass(frozen=True)
class Board:
    desk: Desk
    period: Period
    rows: tuple[BoardRow, ...]

    @property
    def state(self) -> PeriodState:
        return self.period.state(self.desk.now)

    @property
    def is_open(self) -> bool:
        return self.state is PeriodState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state is PeriodState.CLOSED

    @property
    def due(self) -> str:
        return short_datetime(self.period.unit_due)

    @property
    def review_due(self) -> str:
        return short_datetime(self.period.review_due)

    @property
    def review_left(self) -> str:
        return time_left(self.period.review_due, self.desk.now)

    @property
    def due_is_over(self) -> bool:
        """Whoever opens the year after its own last day would make every unit late at once."""
        return self.period.unit_due < self.desk.now

    @cached_property
    def asked(self) -> list[Reopening]:
        """Reopenings that wait for the coordinator (one query)."""
        return asked_in(self.period)

    @property
    def all_accepted(self) -> bool:
        return bool(self.rows) and not self.unfinished

    @property
    def waits(self) -> bool:
        """Some unit's rows wait for review."""
        return any(row.waiting for row in self.rows)

    @property
    def unfinished(self) -> list[BoardRow]:
        return [row for row in self.rows if not row.all_accepted]

    @property
    def counts(self) -> list[tuple[int, str, str]]:
        """How many units wait, are late, are done: number, words, tone. What nobody is in is left out."""
        waiting = sum(bool(row.waiting) for row in self.rows)
        late = sum(not row.handed_in if self.is_closed else row.late for row in self.rows)
        overdue = "chưa gửi đủ khi chốt" if self.is_closed else "quá hạn"
        done = len(self.rows) - len(self.unfinished)
        found = [(waiting, "chờ xem xét", "watch"), (late, overdue, "late"), (done, "đã được chấp nhận", "good")]
        return [part for part in found if part[0]]

    @property
    def periods(self) -> list[tuple[str, Period, bool]]:
        """ "Quý I", its period, and whether it is this one."""
        shown = collecting_periods(self.desk)
        return [(period.label.split("/")[0], period, period == self.period) for period in shown]


def collecting_periods(desk: Desk) -> list[Period]:
    """The quarters, then the year once it is opened."""
    found = [period for period in desk.periods if period.collects]
    return sorted(found, key=lambda period: not period.as_code.is_quarter)


def collecting_period(desk: Desk, code: str | None) -> Period:
    """A period that units report in, else 404: 6 tháng and 9 tháng are made from the quarters."""
    period = desk.period(code)
    if not period.collects:
        raise Http404(f"{period.label} là kỳ tổng hợp, không có báo cáo của đơn vị.")
    return period


def board_of(desk: Desk, period: Period) -> Board:
    """Seven queries beside the desk's own, however many units and rows."""
    found = list(standings(desk.plan, desk.periods, [period]).values())
    names, phones = people_of(desk.plan.ward_id, found, local_date(desk.now))
    rows = [row_of(standing, desk.now, names, phones) for standing in found]
    return Board(desk, period, tuple(sorted(rows, key=lambda row: row.urgency)))


def people_of(ward_id: int, found: Iterable[Standing], day: date) -> tuple[Names, Phones]:
    """Who wrote last, and whom to call: the unit's own phone, else the phones of its people at work (one query)."""
    phones: dict[int, list[Phone]] = {s.unit.pk: [phone_of(s.unit.phone)] for s in found if s.unit.phone}
    with_phone, names = frozenset(phones), dict[int, str]()
    people = User.objects.filter(ward_id=ward_id).annotate(
        here=Case(When(at_work_on(day), then=True), default=False, output_field=BooleanField())
    )
    rows = people.order_by("role", "full_name").values_list("pk", "unit_id", "full_name", "phone", "here")
    for key, unit, name, phone, here in rows:
        names[key] = name
        if phone and here and unit is not None and unit not in with_phone:
            phones.setdefault(unit, []).append(phone_of(phone, name))
    return names, phones
