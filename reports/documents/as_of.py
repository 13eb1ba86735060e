"""The day of a report đột xuất, as somebody typed it."""

from datetime import date

from plans.models import Period
from units.dates import DateRefused, parse_date, short_date


def read_as_of(typed: str, period: Period, today: date) -> date | None:
    """The day up to which accepted figures count; None where none was typed. Raises DateRefused."""
    if not typed.strip():
        return None
    day = parse_date(typed)
    if day > today:
        raise DateRefused(
            f"Ngày {short_date(day)} chưa tới; hãy chọn một ngày không sau hôm nay ({short_date(today)})."
        )
    if day < period.starts_on:
        begins = f"{period.label} bắt đầu từ ngày {short_date(period.starts_on)}"
        raise DateRefused(f"Ngày {short_date(day)} trước kỳ này: {begins}; hãy chọn kỳ khác.")
    return day
