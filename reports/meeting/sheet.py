"""Phiếu giao ban: what is behind, what is owed, what was asked for; of the whole ward and of each leader.

Every number is the scorecard's or the tally's; here it is only chosen which rows stand on which sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from kpis.evaluation import Status
from plans.calendar import PeriodState
from reports.dashboard.frame import Frame, Link, frame_of
from reports.dashboard.summary import Part, standing
from reports.dashboard.table import target_words
from reports.directions.lines import DirectionLine
from reports.directions.reading import open_lines
from reports.indicator_rows import IndicatorRow
from reports.meeting.owed import OwedLine, missing_lines, owed_line
from reports.owing import owing_in
from reports.scorecard import LATE, Scorecard, build_scorecard, summarise
from reports.tally import Tally, tallies
from reports.task_rows import TaskRow
from tasks.timeliness import TaskStatus
from units.dates import short_datetime
from units.models import Leader
from units.permissions import sees_entered, sees_history_of, sees_journal

BEHIND = (*LATE, Status.ATTENTION)
WHICH, WARD = "phieu", "phuong"  # the parameter of the address, and its value for the whole ward's sheet


@dataclass(frozen=True, slots=True)
class BehindLine:
    """`target` in few words."""

    row: IndicatorRow
    target: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `tasks` are the overdue ones; of a leader None, for the plan assigns no leader to a task."""

    key: str
    title: str
    total: str
    standing: list[Part]
    behind: list[BehindLine]
    owed: list[OwedLine]
    tasks: tuple[TaskRow, ...] | None
    directions: list[DirectionLine]

    @property
    def is_ward(self) -> bool:
        return self.key == WARD


@dataclass
class Meeting:
    """All sheets of a period, for one reader. `asked` is what the address names: a sheet's key, or nothing."""

    frame: Frame
    asked: str

    @cached_property
    def card(self) -> Scorecard:
        desk = self.frame.desk
        return build_scorecard(desk.plan, desk.periods, self.frame.period, scope=self.frame.scope, now=desk.now)

    @cached_property
    def directions(self) -> list[DirectionLine]:
        return open_lines(self.frame.desk.user, self.frame.desk.now)

    @property
    def shows_directions(self) -> bool:
        return sees_journal(self.frame.desk.user)

    @property
    def own_directions_only(self) -> bool:
        """The reader sees those to the own unit, not the ward's."""
        return not sees_history_of(self.frame.desk.user, None)

    @cached_property
    def tallies(self) -> dict[int, Tally]:
        """By unit id, of the quarter to whose end the data run; none for a reader from outside (eight queries)."""
        desk, quarter = self.frame.desk, self.frame.quarter
        if not sees_entered(desk.user):
            return {}
        return {unit: tally for (_, unit), tally in tallies(desk.plan, desk.periods, [quarter]).items()}

    @property
    def has_begun(self) -> bool:
        return self.frame.quarter.state(self.frame.desk.now) is not PeriodState.NOT_OPEN

    @property
    def printed(self) -> str:
        return short_datetime(self.frame.desk.now)

    @cached_property
    def leaders(self) -> list[Leader]:
        """Who directs something in the period, in the order of the plan."""
        return list({row.leader.pk: row.leader for row in self.card.indicators if row.leader}.values())

    @cached_property
    def keys(self) -> list[str]:
        return [WARD, *(leader.code for leader in self.leaders)]

    @property
    def is_unknown(self) -> bool:
        """The address names a sheet that is not there; all are shown then."""
        return bool(self.asked) and self.asked not in self.keys

    @property
    def shown(self) -> list[Sheet]:
        """All sheets, or the one that the address names."""
        wanted = [self.asked] if self.asked in self.keys else self.keys
        return [self.sheet(key) for key in wanted]

    def sheet(self, key: str) -> Sheet:
        leader = next((leader for leader in self.leaders if leader.code == key), None)
        return self._of_leader(leader) if leader else self._of_ward()

    def _of_ward(self) -> Sheet:
        rows = self.card.indicators
        return Sheet(
            key=WARD,
            title="toàn phường",
            total=f"{len(rows)} chỉ tiêu, {len(self.card.tasks)} nhiệm vụ",
            standing=self._standing(rows),
            behind=behind(rows),
            owed=self._owed_by_ward(),
            tasks=tuple(sorted(filter(is_overdue, self.card.tasks), key=lambda row: -row.verdict.days_late)),
            directions=self.directions,
        )

    def _of_leader(self, leader: Leader) -> Sheet:
        rows = [row for row in self.card.indicators if row.leader == leader]
        return Sheet(
            key=leader.code,
            title=f"{leader.full_name}, {leader.title}",
            total=f"chỉ đạo {len(rows)} chỉ tiêu",
            standing=self._standing(rows, lanh_dao=leader.code),
            behind=behind(rows),
            owed=missing_lines(rows, (), self.tallies, self.frame.desk.now),
            tasks=None,
            directions=[line for line in self.directions if concerns(line, leader, rows)],
        )

    def _owed_by_ward(self) -> list[OwedLine]:
        """Inside the ward all that lies with a unit, the late ones first; from outside what was not accepted."""
        now = self.frame.desk.now
        if not self.has_begun:
            return []
        if not self.tallies:
            return missing_lines(self.card.indicators, self.card.tasks, {}, now)
        return sorted(map(owed_line, owing_in(self.tallies.values(), now)), key=lambda line: not line.late)

    def _standing(self, rows: Sequence[IndicatorRow], **named: str) -> list[Part]:
        """The sentence of the dashboard about these rows; its numbers lead to them."""
        board = reverse("dashboard")
        summary = summarise(rows, self.frame.period)
        return standing(summary, lambda status: board + self.frame.query_with(trang_thai=status, **named))

    @property
    def choices(self) -> list[Link]:
        """Which sheets are shown."""
        names = {"": "Tất cả", WARD: "Toàn phường"} | {leader.code: leader.full_name for leader in self.leaders}
        current = self.asked if self.asked in self.keys else ""
        return [Link(name, self.frame.query_with(phieu=key), key == current) for key, name in names.items()]

    @property
    def slides_address(self) -> str:
        return reverse("meeting_slide") + self.frame.query_with(phieu=self.asked)


def behind(rows: Sequence[IndicatorRow]) -> list[BehindLine]:
    """Không đạt, Chậm tiến độ, Cần chú ý: the worst first, in printed order among equals."""
    found = (BehindLine(row, target_words(row.target)) for row in rows if row.verdict.status in BEHIND)
    return sorted(found, key=lambda line: -line.row.verdict.face.severity)


def is_overdue(row: TaskRow) -> bool:
    """Over its day and not finished; what was finished late is no business of the meeting."""
    return row.verdict.overdue and row.verdict.status is not TaskStatus.DONE


def concerns(line: DirectionLine, leader: Leader, rows: Sequence[IndicatorRow]) -> bool:
    """The leader follows the direction, or directs the indicator that it is about."""
    direction = line.direction
    return direction.followed_by.leader_id == leader.pk or direction.indicator_id in {row.id for row in rows}


def meeting_of(request: HttpRequest) -> Meeting:
    """The period and the sheet that the address names."""
    asked = request.GET.get(WHICH, "")
    frame = replace(frame_of(request), kept={WHICH: asked} if asked else {})
    return Meeting(frame, asked)
