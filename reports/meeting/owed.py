"""What is owed, unit by unit, by name: for a sheet of the meeting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kpis.evaluation import Status
from kpis.presence import Presence
from reports.directions.subjects import shortened
from reports.indicator_rows import IndicatorRow
from reports.owing import Owing, counted
from reports.tally import Tally
from reports.task_rows import TaskRow
from units.models import Unit

MOST_NAMES = 6
Names = tuple[tuple[str, tuple[str, ...]], ...]  # heading, names


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One unit. `timing` is "" for a reader from outside; `late`: something is owed after the deadline."""

    unit: str
    timing: str
    late: bool
    lack: str
    names: Names


def owed_line(owing: Owing) -> OwedLine:
    """All that lies with the unit: missing, returned, entered and not sent."""
    names = tuple((title, _told(found)) for title, found in owing.groups)
    return OwedLine(owing.unit.name, *_time(owing.tally, owing.now), owing.lack, names)


def missing_lines(
    rows: Iterable[IndicatorRow], tasks: Iterable[TaskRow], tallies: Mapping[int, Tally], now: datetime
) -> list[OwedLine]:
    """What these rows lack as their scope shows them, by unit in the ward's order. `tallies` by unit id; without them
    (a reader from outside) nothing is said of how late a unit is."""
    indicators = [(row.unit, f"{row.code} {row.short_name}") for row in rows if row.unit and lacks_figure(row)]
    parts = [(part.unit, f"{task.code} {task.title}") for task in tasks for part in task.parts if part.status is None]
    pairs = [(unit, 0, name) for unit, name in indicators] + [(unit, 1, name) for unit, name in parts]
    pairs.sort(key=lambda pair: (pair[0].order, pair[0].code))  # stable: in printed order within a unit
    return [
        _missing_line(unit, list(found), tallies.get(unit.pk), now)
        for unit, found in groupby(pairs, key=lambda pair: pair[0])
    ]


def lacks_figure(row: IndicatorRow) -> bool:
    """The figure of the period itself is owed and not there; an indicator without target counts too."""
    return row.cell.presence is Presence.MISSING


def _missing_line(unit: Unit, found: list[tuple[Unit, int, str]], tally: Tally | None, now: datetime) -> OwedLine:
    kinds = ("Chỉ tiêu còn thiếu", "Nhiệm vụ còn thiếu")
    named = [tuple(shortened(name) for _, kind, name in found if kind == wanted) for wanted in (0, 1)]
    lack = f"{counted(*(len(names) for names in named))} {Status.MISSING.lower()}"
    names = tuple((title, names) for title, names in zip(kinds, named, strict=True) if names)
    return OwedLine(unit.name, *(_time(tally, now) if tally else ("", False)), lack, names)


def _told(names: Sequence[str]) -> tuple[str, ...]:
    """By name; of a long list the codes: with all units on it the ward's sheet is one page, whoever has entered."""
    if len(names) > MOST_NAMES:
        return tuple(name.partition(" ")[0] for name in names)
    return tuple(shortened(name) for name in names)


def _time(tally: Tally, now: datetime) -> tuple[str, bool]:
    return tally.timing(now), tally.is_late(now)
