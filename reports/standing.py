"""How far a unit's report is, in numbers: the rules, and every unit of a ward counted without reading whole rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from kpis.models import Figure
from plans.calendar import PeriodState, days_late, time_left
from plans.models import Period, Plan, UnitReport
from plans.workflow import EDITABLE, ReportState, RowState, envelope_state
from reports.rota import Duty, Rota, Told, read_rota
from tasks.models import Progress
from units.models import Unit

Key = tuple[int, int]  # period id, unit id
WITH_UNIT = EDITABLE | {RowState.WAITING}  # what waits for the unit's head has not left the unit


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of row, indicators or tasks: how many are owed and lacking, and of those that are there the states
    and when each was first sent."""

    owed: int
    missing: int
    states: Sequence[str]
    sendings: Sequence[datetime | None]

    def __str__(self) -> str:
        """How many of the owed ones are there: "4/6"."""
        return f"{self.owed - self.missing}/{self.owed}"

    @property
    def waiting(self) -> int:
        return self.states.count(RowState.SENT)

    @property
    def returned(self) -> int:
        return self.states.count(RowState.RETURNED)


class Counted:
    """The rules on one unit in one period. Whoever counts says what `period`, `figure_part` and `task_part` are."""

    __slots__ = ()
    period: Period
    due: datetime  # when the unit has to send, by the ward's calendar

    @property
    def figure_part(self) -> Part:
        raise NotImplementedError

    @property
    def task_part(self) -> Part:
        raise NotImplementedError

    @property
    def owes_anything(self) -> bool:
        """Whether the period asks the unit for anything at all."""
        return bool(self.figure_part.owed or self.task_part.owed)

    @property
    def missing(self) -> int:
        return self.figure_part.missing + self.task_part.missing

    @property
    def states(self) -> list[str]:
        return [*self.figure_part.states, *self.task_part.states]

    @property
    def sendings(self) -> list[datetime | None]:
        return [*self.figure_part.sendings, *self.task_part.sendings]

    @property
    def waiting_count(self) -> int:
        return self.figure_part.waiting + self.task_part.waiting

    @property
    def handed_in(self) -> bool:
        """All that is owed was sent once: nothing is left to be late with.

        What came back or was opened again since met its deadline, or missed it, when it was first sent.
        """
        return not self.missing and None not in self.sendings

    @property
    def handed_in_at(self) -> datetime | None:
        """When the last row was sent for the first time; None where there is none, or not all were."""
        return max((at for at in self.sendings if at), default=None) if self.handed_in else None

    @property
    def outstanding(self) -> bool:
        """Something lies with the unit: to enter, to send, or to send again."""
        return bool(self.missing) or not WITH_UNIT.isdisjoint(self.states)

    def days_late(self, now: datetime) -> int:
        """0 before the deadline, and once all was handed in."""
        return 0 if self.handed_in else days_late(self.due, now)

    def is_late(self, now: datetime) -> bool:
        return self.days_late(now) > 0

    def time_left(self, now: datetime) -> str:
        """ "còn 3 ngày 4 giờ", "quá hạn 2 ngày"; after the deadline "đã gửi đủ" where that is so."""
        if now <= self.due or not self.handed_in:
            return time_left(self.due, now)
        return "có dòng phải gửi lại" if self.outstanding else "đã gửi đủ"

    def timing(self, now: datetime) -> str:
        """ "còn 3 ngày 4 giờ", "quá hạn 2 ngày", "thiếu 3 dòng khi chốt"; or whether all was handed in in time."""
        if not self.handed_in:
            closed = self.period.state(now) is PeriodState.CLOSED
            return self.left_at_closing if closed else time_left(self.due, now)
        at = self.handed_in_at
        if at is None:
            return "không phải gửi"
        after = days_late(self.due, at)
        return f"gửi muộn {after} ngày" if after else "gửi đúng hạn"

    @property
    def left_at_closing(self) -> str:
        """What was not handed in when the period was closed, in words."""
        return f"thiếu {self.missing} dòng khi chốt" if self.missing else "chưa gửi khi chốt"

    @property
    def state(self) -> ReportState:
        """A report with a gap never reads as complete, whatever was entered early."""
        states = self.states
        return envelope_state(states, len(states) + self.missing)

    @property
    def all_accepted(self) -> bool:
        """Every row that is owed is there and accepted."""
        return self.state is ReportState.ACCEPTED


class RowMark(NamedTuple):
    """What a board asks of a row."""

    state: str
    first_sent_at: datetime | None


class UnitLine(NamedTuple):
    """What a board says of a unit."""

    pk: int
    code: str
    name: str
    short_name: str
    order: int
    phone: str


class Envelope(NamedTuple):
    """What a board says of a unit's report. `last_by` is an account's id."""

    period: int
    unit: int
    last_at: datetime | None
    last_by: int | None


@dataclass(frozen=True, slots=True)
class Standing(Counted):
    """One unit in one period, counted."""

    period: Period
    due: datetime
    unit: UnitLine
    report: Envelope | None
    figure_part: Part
    task_part: Part


def standings(plan: Plan, periods: Iterable[Period], wanted: Sequence[Period]) -> dict[Key, Standing]:
    """Every reporting unit in every wanted period, in the ward's order; `periods` are all of the plan.

    Six queries, however many units, rows and periods. Whole rows are read by reports/tally.py.
    """
    rota, ends = read_rota(plan), {period.pk: period.ends_on for period in periods}
    units, reports = read_units(plan, rota), read_reports(wanted)
    entered, words = read_marks(wanted), read_words(wanted, periods)
    found: dict[Key, Standing] = {}
    for period in wanted:
        duties, done, told = rota.duties(period), rota.done_before(period, words, ends), told_in(period, words)
        figures, due = entered[period.pk], period.unit_due
        for unit in units:
            duty = duties.get(unit.pk)
            if duty is not None:
                figure, task = figure_part(duty, figures), task_part(unit.pk, duty, told[unit.pk], done)
                report = reports.get((period.pk, unit.pk))
                found[period.pk, unit.pk] = Standing(period, due, unit, report, figure, task)
    return found


def part(owed: int, missing: int, marks: Sequence[RowMark]) -> Part:
    return Part(owed, missing, [mark.state for mark in marks], [mark.first_sent_at for mark in marks])


def figure_part(duty: Duty, figures: Mapping[int, RowMark]) -> Part:
    """`figures`: indicator id → its figure, of all units."""
    marks = [figures[key] for key in duty.indicators if key in figures]
    return part(len(duty.owed), sum(key not in figures for key in duty.owed), marks)


def task_part(unit: int, duty: Duty, told: Mapping[int, RowMark], done: Collection[Key]) -> Part:
    """`told`: task id → its progress, of this unit; `done`: (unit id, task id)."""
    missing = sum(key not in told and (unit, key) not in done for key in duty.tasks)
    return part(len(duty.tasks), missing, list(told.values()))


def read_units(plan: Plan, rota: Rota) -> list[UnitLine]:
    """Those that report anything in the plan, in the ward's order."""
    rows = Unit.objects.filter(ward_id=plan.ward_id).order_by("order", "code").values_list(*UnitLine._fields)
    return [UnitLine._make(row) for row in rows if row[0] in rota.units]


def read_reports(wanted: Iterable[Period]) -> dict[Key, Envelope]:
    rows = UnitReport.objects.filter(period__in=wanted).order_by()
    columns = ("period_id", "unit_id", "last_activity_at", "last_activity_by_id")
    return {row[:2]: Envelope._make(row) for row in rows.values_list(*columns)}


def read_marks(wanted: Iterable[Period]) -> dict[int, dict[int, RowMark]]:
    """Period id → indicator id → its figure."""
    found: dict[int, dict[int, RowMark]] = defaultdict(dict)
    rows = Figure.objects.filter(period__in=wanted).order_by()
    for period, indicator, *mark in rows.values_list("period_id", "indicator_id", *RowMark._fields):
        found[period][indicator] = RowMark._make(mark)
    return found


def read_words(wanted: Sequence[Period], periods: Iterable[Period]) -> list[Told]:
    """What was told in the wanted periods and before: an earlier Hoàn thành asks for no new word."""
    last = max((period.ends_on for period in wanted), default=None)
    known = [period.pk for period in periods if last and period.ends_on <= last]
    rows = Progress.objects.filter(report__period__in=known).order_by()
    columns = ("report__period_id", "report__unit_id", "task_id", "status", "state", "first_sent_at")
    return [Told._make(row) for row in rows.values_list(*columns)]


def told_in(period: Period, words: Iterable[Told]) -> dict[int, dict[int, RowMark]]:
    """Unit id → task id → its progress."""
    found: dict[int, dict[int, RowMark]] = defaultdict(dict)
    for word in words:
        if word.period == period.pk:
            found[word.unit][word.task] = RowMark(word.state, word.first_sent_at)
    return found
