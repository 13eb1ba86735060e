"""Days and moments as people write and read them, in the ward's zone. Pure: `now` is always passed in."""

import re
from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = date(2000, 1, 1)  # an assignment from this day on holds from the start of its plan
DATE_HINT = "ngày/tháng/năm"  # what every cell and every refusal says a day looks like


class DateRefused(ValueError):
    """A date that cannot be read. `sentence` is what the user sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def local_date(moment: datetime) -> date:
    """The ward's calendar day of an aware moment."""
    return moment.astimezone(LOCAL_ZONE).date()


def short_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def short_datetime(moment: datetime) -> str:
    """As in "17:00 14/03/2026", in the ward's zone; `moment` is aware."""
    local = moment.astimezone(LOCAL_ZONE)
    return f"{local.hour:02d}:{local.minute:02d} {short_date(local.date())}"


def span(first: date, last: date) -> str:
    """As in "15/12/2025–14/03/2026"."""
    return f"{short_date(first)}–{short_date(last)}"


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})([/-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def parse_date(text: str) -> date:
    """Day first (16/01/2026, 5/4/2026, 16-01-2026) or ISO (2026-01-16). Raises DateRefused."""
    typed = text.strip()
    match = _DAY_FIRST.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed)
    if match is None:
        raise DateRefused(f"Không đọc được ngày “{typed}”: hãy nhập {DATE_HINT}, ví dụ 16/01/2026.")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise DateRefused(f"Không có ngày “{typed}” trong lịch: hãy kiểm tra lại ngày, tháng, năm.") from None
