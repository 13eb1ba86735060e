"""Whether a task is on time: printed deadline, worst part, verdict. Pure: `today` is passed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from units.dates import short_date


class TaskStatus(StrEnum):
    """What a unit says of its part; in order from the worst."""

    NOT_STARTED = "Chưa triển khai"
    ONGOING = "Đang thực hiện"
    DONE = "Hoàn thành"


_ORDER = tuple(TaskStatus)


def overall(parts: Sequence[TaskStatus | None]) -> TaskStatus:
    """A task with several reporting units stands as its worst part; a missing part counts as not started."""
    missing = TaskStatus.NOT_STARTED
    return min((part or missing for part in parts), key=_ORDER.index, default=missing)


class DeadlineKind(StrEnum):
    """DATE: a day · RECURRING: "Thường xuyên", judged quarter by quarter · NONE: free text without a day."""

    DATE = "date"
    RECURRING = "recurring"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TaskVerdict:
    """`words` stands on every face ("Đang thực hiện, quá hạn"), `days_late` counts calendar days, tone and
    shape are those of kpis/evaluation.py."""

    status: TaskStatus
    words: str
    overdue: bool
    days_late: int
    tone: str
    shape: str
    explanation: str


_LATE, _WATCH = ("late", "▼"), ("watch", "◆")
_IN_TIME = {
    TaskStatus.NOT_STARTED: ("none", "○"),
    TaskStatus.ONGOING: ("track", "●"),
    TaskStatus.DONE: ("good", "■"),
}


def judge_task(
    *,
    status: TaskStatus,
    due_on: date | None,
    done_on: date | None,
    today: date,
    recurring: bool,
    has_progress: bool,
) -> TaskVerdict:
    """On time or not on `today`, the local day.

    `has_progress`: the quarter holds a report of progress; it decides where the task recurs and has no day.
    `done_on` is read only where the status is Hoàn thành.
    """
    if due_on is None:
        return _recurring(status, has_progress) if recurring else _without_day(status)
    if status is TaskStatus.DONE:
        return _done(due_on, done_on, today)
    return _open(status, due_on, today)


def _recurring(status: TaskStatus, has_progress: bool) -> TaskVerdict:
    moving = has_progress and status is not TaskStatus.NOT_STARTED
    tone, shape = _IN_TIME[status] if moving else _WATCH
    seen = "trong quý đã có tiến độ" if moving else "trong quý chưa có tiến độ"
    return TaskVerdict(
        status, f"{status}, không quy định thời hạn", False, 0, tone, shape, f"Nhiệm vụ thường xuyên; {seen}."
    )


def _without_day(status: TaskStatus) -> TaskVerdict:
    tone, shape = _IN_TIME[status]
    reason = "Kế hoạch không quy định ngày hoàn thành nên không xét thời hạn."
    return TaskVerdict(status, f"{status}, không quy định thời hạn", False, 0, tone, shape, reason)


def _done(due_on: date, done_on: date | None, today: date) -> TaskVerdict:
    """Without a day of completion it is on time for certain while the deadline is ahead; afterwards nobody
    can tell, and the page asks for the day instead of letting finished work turn overdue by itself."""
    done, due = TaskStatus.DONE, f"hạn {short_date(due_on)}"
    if done_on is None and today > due_on:
        reason = f"Hoàn thành, {due}; chưa ghi ngày hoàn thành."
        return TaskVerdict(done, f"{done}, chưa ghi ngày", False, 0, *_WATCH, reason)
    day = f" ngày {short_date(done_on)}" if done_on else ""
    late = max(0, ((done_on or today) - due_on).days)
    if late:
        reason = f"Hoàn thành{day}, {due}; quá hạn {late} ngày."
        return TaskVerdict(done, f"{done}, quá hạn", True, late, *_WATCH, reason)
    reason = f"Hoàn thành{day}, {due}; đúng hạn."
    return TaskVerdict(done, f"{done}, đúng hạn", False, 0, *_IN_TIME[done], reason)


def _open(status: TaskStatus, due_on: date, today: date) -> TaskVerdict:
    days = (due_on - today).days
    if days < 0:
        reason = f"Hạn {short_date(due_on)}; {status.lower()}, đã quá hạn {-days} ngày."
        return TaskVerdict(status, f"{status}, quá hạn", True, -days, *_LATE, reason)
    left = f"còn {days} ngày" if days else "hôm nay là ngày cuối"
    reason = f"Hạn {short_date(due_on)}; {status.lower()}, {left}."
    return TaskVerdict(status, f"{status}, trong hạn", False, 0, *_IN_TIME[status], reason)
