"""Columns of one quarter: they take its figures in every period, and are told where a sheet has none of the period."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from plans.calendar import ROMAN, PeriodCode
from reports.own_form.fields import QUARTERS
from reports.own_form.mapping import FormMap, Link, SheetMap

NUMBERS = {key: number for number, key in QUARTERS.items()}


@dataclass(frozen=True, slots=True)
class QuarterColumn:
    """A column of the form that is tied to one quarter."""

    sheet: str
    link: Link

    @property
    def number(self) -> int:
        return NUMBERS[self.link.what]

    @property
    def quarter(self) -> str:
        return f"Quý {ROMAN[self.number]}"

    @property
    def words(self) -> str:
        """ "E “Thực hiện quý III” luôn lấy số Quý III"."""
        return f"{get_column_letter(self.link.at)} “{self.link.said}” luôn lấy số {self.quarter}"


def of_other_quarters(mapping: FormMap, period: PeriodCode) -> list[QuarterColumn]:
    """On the sheets whose columns of one quarter are all of another than the period's. Where one is the period's own,
    the others stand beside it as the form wants them; 6 tháng, 9 tháng and năm have several of their own."""
    return [column for each in mapping.sheets for column in _of_others(each, quarters_of(period))]


def _of_others(each: SheetMap, own: range) -> list[QuarterColumn]:
    columns = [QuarterColumn(each.sheet, link) for link in each.columns if link.what in NUMBERS]
    return [] if any(column.number in own for column in columns) else columns


def quarters_of(period: PeriodCode) -> range:
    return range(period.quarter if period.is_quarter else 1, period.quarter + 1)


def name_of(period: PeriodCode) -> str:
    """ "Quý IV", "6 tháng năm 2026"."""
    return f"Quý {ROMAN[period.quarter]}" if period.is_quarter else period.label
