"""One unit or leader as its tab shows it: numbers that lead to their rows, and what is late by name."""

from dataclasses import dataclass

from kpis.evaluation import Status
from reports.dashboard.frame import Frame
from reports.holdings import Holding
from reports.indicator_rows import IndicatorRow


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the address of the rows that it counts."""

    number: int
    address: str
    tone: str


@dataclass(frozen=True, slots=True)
class HolderLine:
    """`counts` in the order of COLUMNS; `late` and `missing` name rows."""

    holding: Holding
    address: str
    standing: str
    counts: tuple[Count, ...]
    late: list[IndicatorRow]
    missing: str
    task_address: str


# The filter of the first tab for each column, and its tone.
COLUMNS = (("tot", "good"), ("can-chu-y", "watch"), ("cham", "late"), ("chua-co-so-lieu", "missing"))


def holder_line(frame: Frame, holding: Holding, filtered: str) -> HolderLine:
    """`filtered`: the filter of the first tab that shows the holder's rows."""
    base = frame.params_of_period | {filtered: holding.code}
    numbers = (holding.on_track, holding.attention, len(holding.late), holding.counts[Status.MISSING])
    counts = zip(numbers, COLUMNS, strict=True)
    return HolderLine(
        holding=holding,
        address=frame.to("dashboard", base),
        standing=f"{holding.on_track}/{holding.judged}",
        counts=tuple(
            Count(number, frame.to("dashboard", base | {"trang-thai": status}), tone)
            for number, (status, tone) in counts
        ),
        late=holding.late,
        missing=", ".join(row.number for row in holding.missing),
        task_address=frame.to("dashboard_tasks", frame.params_of_period | {"don-vi": holding.code}),
    )
