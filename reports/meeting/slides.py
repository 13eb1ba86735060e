"""The projector: one indicator that is behind on a screen, and the way to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from reports.dashboard.outlook import outlook_of
from reports.dashboard.quarter_chart import QuarterChart, chart_of
from reports.dashboard.quarter_lines import quarter_lines
from reports.directions.lines import DirectionLine
from reports.indicator_rows import IndicatorRow
from reports.meeting.sheet import WARD, BehindLine, Meeting

ITEM = "ma"  # the parameter of the address: an indicator stays where it is in it when others come and go


@dataclass
class Slide:
    """`asked` is the code in the address; the first where it is not (or no longer) behind."""

    meeting: Meeting
    asked: str

    @cached_property
    def lines(self) -> list[BehindLine]:
        meeting = self.meeting
        return meeting.sheet(meeting.asked if meeting.asked in meeting.keys else WARD).behind

    @cached_property
    def place(self) -> int:
        """From 0."""
        return next((place for place, line in enumerate(self.lines) if line.row.code == self.asked), 0)

    @cached_property
    def row(self) -> IndicatorRow | None:
        """None where nothing is behind."""
        return self.lines[self.place].row if self.lines else None

    @property
    def position(self) -> str:
        """ "3 / 7"."""
        return f"{self.place + 1} / {len(self.lines)}" if self.lines else ""

    @property
    def is_gone(self) -> bool:
        """The address names an indicator that is not behind."""
        return bool(self.asked) and self.asked not in {line.row.code for line in self.lines}

    @property
    def target(self) -> str:
        return self.lines[self.place].target if self.lines else ""

    @cached_property
    def chart(self) -> QuarterChart | None:
        return chart_of(self.row, quarter_lines(self.row), outlook_of(self.row)) if self.row else None

    @property
    def directions(self) -> Iterable[DirectionLine]:
        wanted = self.row.id if self.row else None
        return [line for line in self.meeting.directions if line.direction.indicator_id == wanted]

    @property
    def before(self) -> str:
        return self._address(self.place - 1)

    @property
    def after(self) -> str:
        return self._address(self.place + 1)

    @property
    def leave(self) -> str:
        return reverse("meeting") + self.meeting.frame.query_with(phieu=self.meeting.asked)

    def _address(self, place: int) -> str:
        """ "" before the first and after the last."""
        if not 0 <= place < len(self.lines):
            return ""
        return self.meeting.frame.query_with(phieu=self.meeting.asked, ma=self.lines[place].row.code)
