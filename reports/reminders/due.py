"""Notices that come with time: a period opened, its deadline near, today, past. Each is told once, however often
and from however many processes this runs: the key of a notice says what it is about (units.models.Notice.once)."""

from datetime import datetime, timedelta

from django.urls import reverse

from plans.calendar import PeriodState
from plans.models import Period, Plan
from plans.querysets import newest_plan, read_periods
from reports.owing import Owing, owing_in
from reports.tally import tallies
from units.dates import LOCAL_ZONE, local_date, short_datetime
from units.models import NoticeKind, Ward
from units.notices import coordinators_of, notify, people_of

DUE_SOON_DAYS = 3
OPENED_NEWS_DAYS = 7  # an opening that is older is no news, where the timer was set up late
LATE_AGAIN_DAYS = 7  # once when the deadline has passed, then every week


def tell_what_is_due(ward: Ward, now: datetime) -> None:
    """Every open period of the ward's newest plan: five queries and two a period, and those of the notices."""
    plan = newest_plan(ward)
    if plan is None:
        return
    periods = read_periods(plan)
    for period in periods:
        if period.collects and period.state(now) is PeriodState.OPEN:
            _tell_of_period(plan, periods, period, now)


def _tell_of_period(plan: Plan, periods: list[Period], period: Period, now: datetime) -> None:
    owing = owing_in(tallies(plan, periods, [period]).values(), now)
    for row in owing:
        if not row.handed_in:  # what came back or is open again met its deadline
            _tell_opened(row)
            _tell_deadline(row)
    late = [row for row in owing if row.days_late]
    if late:
        _tell_coordinators(plan.ward, period, late, now)


def opened_at(period: Period) -> datetime:
    """The coordinator's opening, else the beginning of the first day."""
    return period.opened_at or datetime.combine(period.starts_on, datetime.min.time(), LOCAL_ZONE)


def _tell_opened(row: Owing) -> None:
    began = opened_at(row.period)
    if row.now - began > timedelta(days=OPENED_NEWS_DAYS) or row.days_late:
        return
    sentence = f"{row.period.label} đã mở: {row.unit.name} báo cáo {row.owed}, hạn gửi {row.deadline}."
    _tell(row, NoticeKind.OPENED, sentence, f"opened:{row.period.pk}:{row.unit.pk}:{local_date(began)}")


def _tell_deadline(row: Owing) -> None:
    """At most one of the three; a deadline that is moved is told anew, for its day stands in the key."""
    key = f"{row.period.pk}:{row.unit.pk}:{row.due:%Y%m%d%H%M}"
    rest = f"{row.unit.name} {row.lack}."
    if row.days_late:
        week = (row.days_late - 1) // LATE_AGAIN_DAYS
        sentence = f"Báo cáo {row.period.label} {row.timing} (hạn {row.deadline}): {rest}"
        _tell(row, NoticeKind.LATE, sentence, f"late:{key}:{week}")
    elif row.days_left == 0:
        sentence = f"Hôm nay là hạn gửi báo cáo {row.period.label} ({row.deadline}): {rest}"
        _tell(row, NoticeKind.DUE_TODAY, sentence, f"due_today:{key}")
    elif row.days_left <= DUE_SOON_DAYS:
        sentence = f"Còn {row.days_left} ngày đến hạn gửi báo cáo {row.period.label} ({row.deadline}): {rest}"
        _tell(row, NoticeKind.DUE_SOON, sentence, f"due_soon:{key}")


def _tell(row: Owing, kind: NoticeKind, sentence: str, once: str) -> None:
    details = "" if kind is NoticeKind.OPENED else row.lines
    notify(people_of(row.unit, row.now), kind, sentence, path=row.path, now=row.now, once=once, details=details)


def _tell_coordinators(ward: Ward, period: Period, late: list[Owing], now: datetime) -> None:
    """One line on all units, as often as they are told themselves."""
    week = (late[0].days_late - 1) // LATE_AGAIN_DAYS
    due = period.unit_due
    notify(
        coordinators_of(ward, now),
        NoticeKind.LATE,
        f"Báo cáo {period.label} đã quá hạn gửi ({short_datetime(due)}): {len(late)} đơn vị chưa gửi đủ.",
        path=f"{reverse('board')}?ky={period.code}",
        now=now,
        once=f"late_units:{period.pk}:{due:%Y%m%d%H%M}:{week}",
        details="\n".join(f"- {row.unit.name}: {row.lack}" for row in late),
    )
