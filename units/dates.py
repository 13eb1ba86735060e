"""Days and moments as people write and read them, in the ward's zone. Pure: `now` is always passed in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
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


def end_of_day(day: date) -> datetime:
    """The day's last moment in the ward's zone."""
    return datetime.combine(day, time.max, LOCAL_ZONE)


def short_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def short_datetime(moment: datetime) -> str:
    """As in "17:00 14/03/2026", in the ward's zone; `moment` is aware."""
    local = moment.astimezone(LOCAL_ZONE)
    return f"{local.hour:02d}:{local.minute:02d} {short_date(local.date())}"


_WEEKEND = {5: "thứ Bảy", 6: "Chủ nhật"}
FIXED_HOLIDAYS = (
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Chiến thắng 30/4"),
    (5, 1, "Ngày Quốc tế Lao động 1/5"),
    (9, 2, "Quốc khánh"),
)


def fixed_holidays(year: int) -> list[tuple[date, str]]:
    """The public holidays that fall on the same day every year (Bộ luật Lao động 2019, Điều 112).

    Tết, Giỗ Tổ and the second day of Quốc khánh follow the moon or a yearly notice: people enter them.
    """
    return [(date(year, month, day), name) for month, day, name in FIXED_HOLIDAYS]


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which a ward does not work. `moves`: whether a deadline on one goes to the next working day."""

    moves: bool = False
    holidays: Mapping[date, str] = field(default_factory=dict)

    def word(self, day: date) -> str:
        """Why nobody works on the day: "Quốc khánh", "thứ Bảy"; "" on a working day."""
        return self.holidays.get(day) or _WEEKEND.get(day.weekday(), "")

    def day(self, day: date) -> date:
        """The day by which something due on `day` is due in effect. Later days never come before earlier ones."""
        while self.moves and self.word(day):
            day += timedelta(days=1)
        return day

    def words(self, day: date) -> str:
        """What a page says beside a day on which nobody works: "14/03/2026 là thứ Bảy → 16/03/2026"; "" else."""
        if not self.word(day):
            return ""
        moved = f" → {short_date(self.day(day))}" if self.moves else ""
        return f"{short_date(day)} là {self.word(day)}{moved}"

    def moment(self, moment: datetime) -> datetime:
        """The same for an aware moment, which keeps its hour in the ward's zone."""
        stored = local_date(moment)
        effective = self.day(stored)
        return moment if effective == stored else moment.astimezone(LOCAL_ZONE) + (effective - stored)


def span(first: date, last: date) -> str:
    """As in "15/12/2025–14/03/2026"."""
    return f"{short_date(first)}–{short_date(last)}"


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


_HOUR_FIRST = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})|h)\s+(?P<day>\S+)", re.IGNORECASE)
_HOUR_LAST = re.compile(r"(?P<day>\S+)\s+(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})|h)", re.IGNORECASE)
MOMENT_HINT = "giờ:phút ngày/tháng/năm"


def parse_moment(text: str) -> datetime:
    """Hour and day as `short_datetime` writes them ("17:00 14/03/2026", also "17h 14/03/2026" and the day first).

    In the ward's zone. Raises DateRefused.
    """
    typed = " ".join(text.split())
    match = _HOUR_FIRST.fullmatch(typed) or _HOUR_LAST.fullmatch(typed)
    if match is None:
        raise DateRefused(f"Không đọc được thời hạn “{typed}”: hãy nhập {MOMENT_HINT}, ví dụ 17:00 16/01/2026.")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        raise DateRefused(f"Không có giờ “{typed}”: giờ từ 0 đến 23, phút từ 00 đến 59.")
    day = parse_date(match["day"])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL_ZONE)


def due_words(due_on: date, today: date) -> str:
    """ "còn 3 ngày", "hạn hôm nay", "quá hạn 2 ngày"."""
    days = (due_on - today).days
    if days == 0:
        return "hạn hôm nay"
    return f"còn {days} ngày" if days > 0 else f"quá hạn {-days} ngày"
