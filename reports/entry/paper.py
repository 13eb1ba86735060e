"""Phiếu nhập: an empty form to print, for units that work with signatures."""

from dataclasses import dataclass

from plans.calendar import ROMAN
from plans.models import Section
from reports.entry.indicator_page import IndicatorLine, indicator_page
from reports.entry.sheet import Sheet
from reports.entry.task_page import TaskLine, task_page
from reports.scorecard import grouped


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The unit's rows with what the printed plan and the earlier quarters say; the rest is for the pen."""

    sheet: Sheet
    indicators: tuple[IndicatorLine, ...]
    tasks: tuple[TaskLine, ...]

    @property
    def sections(self) -> list[tuple[Section, list[IndicatorLine]]]:
        return grouped(self.indicators)

    @property
    def task_sections(self) -> list[tuple[Section, list[TaskLine]]]:
        return grouped(self.tasks)

    @property
    def previous_label(self) -> str:
        """ "Quý III", "" in quý I."""
        before = self.sheet.period.as_code.quarter - 1
        return f"Quý {ROMAN[before]}" if before else ""

    @property
    def columns(self) -> int:
        """How many the table of indicators has."""
        return 10 if self.previous_label else 9


def paper_form(sheet: Sheet) -> PaperForm:
    owed = [line for line in indicator_page(sheet, {}).lines if line.owed]
    return PaperForm(sheet, tuple(owed), task_page(sheet, {}).lines)
