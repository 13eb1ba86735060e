"""The coordinator's board: where every unit's report of a period stands, what needs work first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from django.http import Http404

from plans.calendar import PeriodState, days_late, time_left
from plans.models import Period, Reopening
from plans.reopenings import asked_in
from plans.workflow import ReportState
from reports.desk import Desk
from reports.tally import Tally, tallies
from units.dates import short_datetime
from units.models import User

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


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit. `late` says that something is still owed after the deadline."""

    tally: Tally
    due: datetime
    now: datetime
    last_by: str

    @property
    def state(self) -> ReportState:
        return self.tally.state

    @property
    def shape(self) -> str:
        return FACES[self.state][0]

    @property
    def tone(self) -> str:
        return FACES[self.state][1]

    @property
    def days_late(self) -> int:
        return 0 if self.tally.handed_in else days_late(self.due, self.now)

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def timing(self) -> str:
        """ "còn 3 ngày 4 giờ", "quá hạn 2 ngày"; once all is handed in, whether that was in time."""
        if not self.tally.handed_in:
            return time_left(self.due, self.now)
        sent_at = self.tally.report.sent_at if self.tally.report else None
        after = days_late(self.due, sent_at) if sent_at else 0
        return f"gửi muộn {after} ngày" if after else "gửi đúng hạn"

    @property
    def last_activity(self) -> str:
        at = self.tally.report.last_activity_at if self.tally.report else None
        return short_datetime(at) if at else ""

    @property
    def urgency(self) -> tuple[int, int, int]:
        """Waiting for review first, then late (the latest first), then by state, then the ward's order."""
        rank = FACES[self.state][2]
        if self.tally.waiting:
            rank = FACES[ReportState.SENT][2]
        elif self.late:
            rank = LATE_RANK
        return rank, -self.days_late, self.tally.unit.order


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
        return short_datetime(self.period.unit_due_at)

    @property
    def review_due(self) -> str:
        return short_datetime(self.period.review_due_at)

    @property
    def review_left(self) -> str:
        return time_left(self.period.review_due_at, self.desk.now)

    @cached_property
    def asked(self) -> list[Reopening]:
        """Reopenings that wait for the coordinator (one query)."""
        return asked_in(self.period)

    @property
    def all_accepted(self) -> bool:
        return bool(self.rows) and not self.unfinished

    @property
    def unfinished(self) -> list[BoardRow]:
        return [row for row in self.rows if not row.tally.all_accepted]

    @property
    def counts(self) -> list[tuple[int, str, str]]:
        """How many units wait, are late, are done: number, words, tone. What nobody is in is left out."""
        waiting = sum(bool(row.tally.waiting) for row in self.rows)
        late = sum(row.late for row in self.rows)
        done = len(self.rows) - len(self.unfinished)
        found = [(waiting, "chờ xem xét", "watch"), (late, "quá hạn", "late"), (done, "đã chấp nhận", "good")]
        return [part for part in found if part[0]]

    @property
    def periods(self) -> list[tuple[str, Period, bool]]:
        """ "Quý I", its period, and whether it is this one."""
        shown = collecting_periods(self.desk)
        return [(period.label.split("/")[0], period, period == self.period) for period in shown]


def collecting_periods(desk: Desk) -> list[Period]:
    return [period for period in desk.periods if period.collects]


def collecting_period(desk: Desk, code: str | None) -> Period:
    """A period that units report in, else 404: 6 tháng and 9 tháng are made from the quarters."""
    period = desk.period(code)
    if not period.collects:
        raise Http404(f"{period.label} là kỳ tổng hợp, không có báo cáo của đơn vị.")
    return period


def board_of(desk: Desk, period: Period) -> Board:
    """Eight queries beside the desk's own, however many units and rows."""
    found = list(tallies(desk.plan, desk.periods, [period]).values())
    names = last_writers(found)
    rows = [BoardRow(tally, period.unit_due_at, desk.now, names.get(tally.unit.pk, "")) for tally in found]
    return Board(desk, period, tuple(sorted(rows, key=lambda row: row.urgency)))


def last_writers(found: Iterable[Tally]) -> dict[int, str]:
    """Unit id → who wrote in its report last (one query)."""
    writers = {tally.unit.pk: tally.report.last_activity_by_id for tally in found if tally.report}
    people = User.objects.in_bulk([key for key in writers.values() if key])
    return {unit: str(people[key]) for unit, key in writers.items() if key in people}
