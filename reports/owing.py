"""What a unit still owes in a period, in words: for the page, the notice, the mail and the text to copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse

from kpis.models import Indicator
from plans.models import Period
from plans.workflow import RowState
from reports.tally import Tally
from tasks.models import Task
from units.dates import local_date, short_datetime
from units.models import Unit

# What lies with a unit, in words: every state of such a row (reports/standing.py, WITH_UNIT).
LACKING: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.RETURNED: "bị trả lại chưa gửi lại",
        RowState.REOPENED: "đang mở lại",
        RowState.ENTERING: "đã nhập chưa gửi",
        RowState.WAITING: "chờ lãnh đạo đơn vị xác nhận",
    }
)


@dataclass(frozen=True, slots=True)
class Owing:
    """One unit with which something lies, as it stands at `now`; it may have met the deadline (`handed_in`)."""

    tally: Tally
    now: datetime

    @property
    def unit(self) -> Unit:
        return self.tally.unit

    @property
    def period(self) -> Period:
        return self.tally.period

    @property
    def due(self) -> datetime:
        return self.period.unit_due

    @property
    def deadline(self) -> str:
        return short_datetime(self.due)

    @property
    def handed_in(self) -> bool:
        return self.tally.handed_in

    @property
    def days_late(self) -> int:
        return self.tally.days_late(self.now)

    @property
    def days_left(self) -> int:
        """Whole days of the calendar until the deadline's; negative after it."""
        return (local_date(self.due) - local_date(self.now)).days

    @property
    def timing(self) -> str:
        return self.tally.time_left(self.now)

    @property
    def path(self) -> str:
        return reverse("entry", args=(self.period.code, self.unit.code))

    @property
    def owed(self) -> str:
        """ "2 chỉ tiêu, 1 nhiệm vụ": all that the unit reports in the period."""
        return counted(len(self.tally.owed_indicators), len(self.tally.tasks))

    @property
    def lack(self) -> str:
        """ "còn thiếu 2 chỉ tiêu, 1 nhiệm vụ; 3 dòng bị trả lại chưa gửi lại", "còn 2 dòng đã nhập chưa gửi"."""
        missing = counted(len(self.tally.missing_indicators), len(self.tally.missing_tasks))
        counts = [(len(self.tally.rows_in({state})), words) for state, words in LACKING.items()]
        parts = [f"còn thiếu {missing}" if missing else "", *(f"{n} dòng {words}" for n, words in counts if n)]
        said = "; ".join(part for part in parts if part)
        return said if missing or not said else f"còn {said}"

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """What is missing or came back, each by code and short name."""
        tally = self.tally
        found = [
            ("Chỉ tiêu còn thiếu", [f"{row.code} {row.short_name}" for row in tally.missing_indicators]),
            ("Nhiệm vụ còn thiếu", [f"{row.code} {row.title}" for row in tally.missing_tasks]),
            ("Bị trả lại", [*_returned(tally.indicators, tally.figures), *_returned(tally.tasks, tally.progress)]),
        ]
        return [(title, rows) for title, rows in found if rows]

    @property
    def lines(self) -> str:
        """The same as lines of text, empty where all is entered and only not sent."""
        return "\n".join("\n".join([f"{title}:", *(f"- {row}" for row in rows)]) for title, rows in self.groups)


def counted(indicators: int, tasks: int) -> str:
    counts = [(indicators, "chỉ tiêu"), (tasks, "nhiệm vụ")]
    return ", ".join(f"{number} {noun}" for number, noun in counts if number)


def _returned(items: Iterable[Indicator] | Iterable[Task], rows: Mapping[int, object]) -> list[str]:
    came_back = {key for key, row in rows.items() if getattr(row, "state", None) == RowState.RETURNED}
    return [
        f"{item.code} {item.short_name if isinstance(item, Indicator) else item.title}"
        for item in items
        if item.pk in came_back
    ]


def owing_in(found: Iterable[Tally], now: datetime) -> list[Owing]:
    """Those with which something lies, the latest first where deadlines differ, else in the ward's order."""
    return [Owing(tally, now) for tally in found if tally.outstanding]
