"""The heat map: every indicator by quarter, a shape and a number a cell, and what the shapes mean in words."""

from collections import Counter
from dataclasses import dataclass

from kpis.evaluation import FACES, Status
from plans.calendar import ROMAN
from reports.dashboard.table import target_words
from reports.indicator_rows import IndicatorRow
from reports.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A quarter: how it was judged at its own end, and the number that it was judged by."""

    label: str
    shape: str
    tone: str
    word: str
    text: str
    draft: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    row: IndicatorRow
    target: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatGroup:
    title: str
    rows: list[HeatRow]


def heat_groups(card: Scorecard) -> list[HeatGroup]:
    return [
        HeatGroup(f"{section.numeral}. {section.title}", [_heat_row(row) for row in rows])
        for section, rows in card.by_section()
    ]


def _heat_row(row: IndicatorRow) -> HeatRow:
    return HeatRow(row, target_words(row.target), tuple(_heat_cell(row, quarter) for quarter in (1, 2, 3, 4)))


def _heat_cell(row: IndicatorRow, quarter: int) -> HeatCell:
    verdict, amount = row.quarter_verdicts[quarter - 1], row.sums[quarter - 1]
    return HeatCell(
        label=f"Quý {ROMAN[quarter]}",
        shape=verdict.face.shape,
        tone=verdict.face.tone,
        word=verdict.status.value,
        text="" if amount is None else row.show(amount),
        draft="chưa chấp nhận" in verdict.markers,
        chosen=quarter == row.cell.quarter,
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """A shape of the map in words, and how often each quarter has it."""

    shape: str
    tone: str
    word: str
    counts: tuple[int, ...]


def meanings(card: Scorecard) -> list[Meaning]:
    """The statuses that stand in the map, what asks for attention first, counted quarter by quarter."""
    counted = [Counter(row.quarter_verdicts[quarter].status for row in card.indicators) for quarter in range(4)]
    found = sorted({status for counts in counted for status in counts}, key=lambda status: -FACES[status].severity)
    return [_meaning(status, tuple(counts[status] for counts in counted)) for status in found]


def _meaning(status: Status, counts: tuple[int, ...]) -> Meaning:
    face = FACES[status]
    return Meaning(face.shape, face.tone, status.value, counts)
