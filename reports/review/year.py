"""The year at a glance: unit × period, who sent in time, who was late, who is missing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from plans.calendar import PeriodState, days_late, time_left
from plans.models import Period
from reports.desk import Desk
from reports.standing import Counted, Key, Standing, UnitLine, standings


class Outcome(Enum):
    """Shape, tone, and the words of the sum at the end of a line ("" where it is not counted)."""

    ON_TIME = ("■", "good", "đúng hạn")
    LATE = ("◆", "watch", "muộn")
    MISSING = ("▼", "late", "thiếu")
    AHEAD = ("○", "none", "")


@dataclass(frozen=True, slots=True)
class YearCell:
    """One unit in one period: "đúng hạn", "muộn 2 ngày", "thiếu, quá hạn 3 ngày", "còn 3 ngày 4 giờ"."""

    outcome: Outcome
    words: str

    @property
    def shape(self) -> str:
        return self.outcome.value[0]

    @property
    def tone(self) -> str:
        return self.outcome.value[1]


@dataclass(frozen=True, slots=True)
class YearRow:
    """`cells` beside the periods of the board; None where the unit owes nothing in it."""

    unit: UnitLine
    cells: tuple[YearCell | None, ...]

    @property
    def summary(self) -> str:
        """ "đúng hạn 2, muộn 1"; periods that are still ahead are not counted."""
        found = Counter(cell.outcome for cell in self.cells if cell)
        return ", ".join(f"{one.value[2]} {found[one]}" for one in Outcome if one.value[2] and found[one])


@dataclass(frozen=True, slots=True)
class YearBoard:
    """`periods`: "Quý I" and its period, those that units report in."""

    desk: Desk
    periods: list[tuple[str, Period]]
    rows: list[YearRow]


def year_of(desk: Desk, wanted: list[Period]) -> YearBoard:
    """Six queries beside the desk's own, however many units, rows and periods."""
    found = standings(desk.plan, desk.periods, wanted)
    frames = [Frame(period, period.state(desk.now), period.unit_due, desk.now) for period in wanted]
    units = sorted({standing.unit for standing in found.values()}, key=lambda unit: (unit.order, unit.code))
    rows = [YearRow(unit, tuple(frame.cell(found, unit) for frame in frames)) for unit in units]
    return YearBoard(desk, [(period.label.split("/")[0], period) for period in wanted], rows)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the cells of one period share."""

    period: Period
    state: PeriodState
    due: datetime
    now: datetime

    def cell(self, found: dict[Key, Standing], unit: UnitLine) -> YearCell | None:
        standing = found.get((self.period.pk, unit.pk))
        if standing is None or not standing.owes_anything:
            return None
        if self.state is PeriodState.NOT_OPEN:
            return YearCell(Outcome.AHEAD, "chưa đến kỳ")
        if standing.handed_in:
            return self._handed_in(standing)
        return self._lacking(standing)

    def _handed_in(self, standing: Standing) -> YearCell | None:
        at = standing.handed_in_at
        if at is None:
            return None  # all that it owes was finished in an earlier quarter
        late = days_late(self.due, at)
        return YearCell(Outcome.LATE, f"muộn {late} ngày") if late else YearCell(Outcome.ON_TIME, "đúng hạn")

    def _lacking(self, standing: Counted) -> YearCell:
        if self.state is PeriodState.CLOSED:
            return YearCell(Outcome.MISSING, standing.left_at_closing)
        late = days_late(self.due, self.now)
        if late:
            return YearCell(Outcome.MISSING, f"thiếu, quá hạn {late} ngày")
        return YearCell(Outcome.AHEAD, f"chưa đến hạn, {time_left(self.due, self.now)}")
