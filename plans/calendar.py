"""Reporting periods, their data windows and deadlines. Pure: `now` is always passed in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Self

from units.dates import LOCAL_ZONE, local_date, short_date

ROMAN = ("", "I", "II", "III", "IV")
DUE_HOUR = time(17, 0)
REVIEW_DAYS = 3
SEND_DAYS = 6
DAY = timedelta(days=1)


class PeriodRefused(ValueError):
    """A period code that cannot be read. `sentence` is what the user sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class PeriodKind(StrEnum):
    Q1 = "Q1"
    Q2 = "Q2"
    Q3 = "Q3"
    Q4 = "Q4"
    H1 = "H1"
    M9 = "9M"
    Y = "Y"


_LAST_QUARTER = dict(zip(PeriodKind, (1, 2, 3, 4, 2, 3, 4), strict=True))
_LABELS = {PeriodKind.H1: "6 tháng năm {}", PeriodKind.M9: "9 tháng năm {}", PeriodKind.Y: "Năm {}"}
_WORDS = {PeriodKind.H1: "6 tháng đầu năm {}", PeriodKind.M9: "9 tháng đầu năm {}", PeriodKind.Y: "năm {}"}
_CODE = re.compile(r"(20[0-9]{2})-(Q[1-4]|H1|9M|Y)")


@dataclass(frozen=True, slots=True)
class PeriodCode:
    """A period as commands and addresses write it: 2026-Q1 … 2026-Q4, 2026-H1, 2026-9M, 2026-Y."""

    year: int
    kind: PeriodKind

    @classmethod
    def parse(cls, text: str) -> Self:
        """Years 2000–2099. Raises PeriodRefused for anything that `str` would not give back."""
        match = _CODE.fullmatch(text.strip())
        if match is None:
            raise PeriodRefused(
                f"Không đọc được kỳ “{text.strip()}”: hãy viết như 2026-Q1, 2026-H1 (6 tháng), "
                "2026-9M (9 tháng) hoặc 2026-Y (năm)."
            )
        return cls(int(match[1]), PeriodKind(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.kind.value}"

    @property
    def quarter(self) -> int:
        """The quarter (1–4) to whose end the data run."""
        return _LAST_QUARTER[self.kind]

    @property
    def is_quarter(self) -> bool:
        return self.kind not in _LABELS

    @property
    def label(self) -> str:
        """For the screen: "Quý I/2026"."""
        if self.is_quarter:
            return f"Quý {ROMAN[self.quarter]}/{self.year}"
        return _LABELS[self.kind].format(self.year)

    @property
    def words(self) -> str:
        """For running text in documents: "quý I năm 2026"."""
        if self.is_quarter:
            return f"{quarter_words(self.quarter)} năm {self.year}"
        return _WORDS[self.kind].format(self.year)

    @property
    def covered_quarters(self) -> tuple[int, ...]:
        """The quarters that the period sums, in order; a quarter covers itself alone."""
        return (self.quarter,) if self.is_quarter else tuple(range(1, self.quarter + 1))


def quarter_words(quarter: int) -> str:
    """1 → "quý I"."""
    return f"quý {ROMAN[quarter]}"


def window(code: PeriodCode) -> tuple[date, date]:
    """First and last day of the data, both included (Nghị định 09/2019/NĐ-CP, Điều 12).

    From the 15th of the month before the period to the 14th of its last month: the quarters tile the year.
    """
    first = code.covered_quarters[0]
    starts_on = date(code.year - 1, 12, 15) if first == 1 else date(code.year, 3 * first - 3, 15)
    return starts_on, date(code.year, 3 * code.quarter, 14)


class PeriodState(StrEnum):
    NOT_OPEN = "chưa mở"
    OPEN = "đang mở"
    CLOSED = "đã chốt"


def period_state(
    *, starts_on: date, opened_at: datetime | None, closed_at: datetime | None, now: datetime
) -> PeriodState:
    """Open from `starts_on`, or the coordinator's earlier opening, until closed: lateness never closes it."""
    if closed_at is not None and closed_at <= now:
        return PeriodState.CLOSED
    if local_date(now) >= starts_on or (opened_at is not None and opened_at <= now):
        return PeriodState.OPEN
    return PeriodState.NOT_OPEN


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Moments are aware and local; the report to Sở KH-CN is due by the end of its day."""

    unit_due_at: datetime
    review_due_at: datetime
    send_due_on: date


def default_deadlines(code: PeriodCode) -> Deadlines:
    """What a new period starts with; the coordinator may change each.

    Units by 17:00 on the last day of the data (the 14th, by Nghị định 09/2019/NĐ-CP, Điều 12), the review by
    17:00 three days later (the 17th), the report out on the 20th. Only the window is the decree's: the 17th
    and the 20th are this project's choice, until the body that receives the report names its own day.
    """
    ends_on = window(code)[1]
    return Deadlines(
        unit_due_at=datetime.combine(ends_on, DUE_HOUR, LOCAL_ZONE),
        review_due_at=datetime.combine(ends_on + REVIEW_DAYS * DAY, DUE_HOUR, LOCAL_ZONE),
        send_due_on=ends_on + SEND_DAYS * DAY,
    )


Fault = tuple[str, str]  # the field to mend and one sentence


def schedule_faults(
    *,
    starts_on: date | None,
    ends_on: date | None,
    unit_due_at: datetime | None,
    review_due_at: datetime | None,
    send_due_on: date | None,
) -> list[Fault]:
    """What is wrong with the order of a period's dates; one that is not known (None) is compared with nothing.

    The data end before or on the day that units send, the review is due no earlier, and the report goes out last.
    """
    faults: list[Fault] = []
    if starts_on and ends_on and ends_on < starts_on:
        faults.append(("ends_on", "Ngày kết thúc không được trước ngày bắt đầu."))
    if ends_on and unit_due_at and local_date(unit_due_at) < ends_on:
        faults.append(
            ("unit_due_at", f"Hạn đơn vị gửi không được trước ngày cuối của số liệu ({short_date(ends_on)}).")
        )
    if unit_due_at and review_due_at and review_due_at < unit_due_at:
        faults.append(("review_due_at", "Hạn xem xét không được trước hạn đơn vị gửi."))
    if review_due_at and send_due_on and send_due_on < local_date(review_due_at):
        faults.append(("send_due_on", "Hạn gửi cấp trên không được trước hạn xem xét."))
    return faults


def quarter_faults(windows: Mapping[int, tuple[date, date]]) -> list[tuple[int, str]]:
    """Quarter (1–4) → first and last day of its data: those that begin before the one before has ended.

    What is newest, and what was told before, follows the order of these days.
    """
    return [
        (later, f"Số liệu {quarter_words(later)} phải bắt đầu sau ngày cuối của {quarter_words(earlier)} ({last}).")
        for earlier, later in pairwise(sorted(windows))
        if windows[later][0] <= windows[earlier][1]
        for last in [short_date(windows[earlier][1])]
    ]


def days_late(due: datetime, now: datetime) -> int:
    """Days of 24 hours since `due`, a started one counted whole; 0 until `due` has passed."""
    return max(0, -((due - now) // DAY))


def time_left(due: datetime, now: datetime) -> str:
    """The two largest units left ("còn 3 ngày 4 giờ"), or the largest one of the delay ("quá hạn 2 giờ")."""
    late = now > due
    minutes = abs(due - now) // timedelta(minutes=1)
    if late and minutes >= 24 * 60:
        # The same count as the coordinator's board, so that two pages never name two numbers.
        return f"quá hạn {days_late(due, now)} ngày"
    return f"quá hạn {_largest(minutes, 1)}" if late else f"còn {_largest(minutes, 2)}"


def _largest(minutes: int, count: int) -> str:
    """Whole days, hours and minutes, at most `count` neighbouring units, none of them zero."""
    parts = [(minutes // 1440, "ngày"), (minutes // 60 % 24, "giờ"), (minutes % 60, "phút")]
    first = next((place for place, (amount, _) in enumerate(parts) if amount), None)
    if first is None:
        return "dưới 1 phút"
    return " ".join(f"{amount} {unit}" for amount, unit in parts[first : first + count] if amount)
