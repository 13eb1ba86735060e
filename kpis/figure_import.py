"""A table of figures into one period: each row through the same action as the page, whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from kpis.actions import FigureEntry, save_figure
from kpis.figure_table import INDICATOR, RowReader, cells_by_column, columns_of
from kpis.models import Figure, Indicator
from kpis.presence import Presence
from kpis.querysets import figures_in, indicators_of, responsible
from plans.models import Period
from plans.quantities import Measure, echo
from plans.refusals import Conflict, NotAllowed
from plans.table import Cell, Table
from units.models import Channel, Unit, User
from units.permissions import can_enter_for

Told = Callable[[int], None]


class RowRefused(Exception):
    """What is wrong with a row: (column, sentence), the column empty where it is the row as a whole."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """`said` is how the row was read; `warning` a question about it that does not hold it up."""

    code: str
    kind: str  # new, changed, same, empty
    before: str = ""
    said: str = ""
    warning: str = ""
    stored: Figure | None = None
    figure: Figure | None = None
    number: int = 0  # of the row in the file


@dataclass
class ImportOutcome:
    """Each problem and warning is one line for the reader."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: list[RowOutcome] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)


class FigureImport:
    """One table into one period by one account. Costs four queries before the first row."""

    def __init__(self, *, period: Period, by: User, channel: Channel, now: datetime) -> None:
        self.period, self.by, self.channel, self.now = period, by, channel, now
        self.indicators = {item.code.casefold(): item for item in indicators_of(period.plan)}
        self.assigned = responsible(period.plan, period.ends_on)
        self.stored = {figure.indicator_id: figure for figure in figures_in(period)}
        self.seen: dict[str, int] = {}

    def save_row(self, number: int, cells: Mapping[str, Cell]) -> RowOutcome:
        """Read and store one row inside the caller's transaction. Raises RowRefused."""
        indicator = self.indicator_of(number, cells)
        unit = self.unit_of(indicator)
        stored = self.stored.get(indicator.pk)
        reader = RowReader(cells, indicator, stored)
        entry = reader.read()
        if reader.problems:
            raise RowRefused(*reader.problems)
        if entry is None:
            return RowOutcome(indicator.code, "empty")
        if stored and not stored.editable:
            raise RowRefused((INDICATOR, f"{indicator.code} {stored.state_label}, không sửa được nữa."))
        return self._store(indicator, unit, stored, entry)

    def indicator_of(self, number: int, cells: Mapping[str, Cell]) -> Indicator:
        cell = cells[INDICATOR]
        code = "".join(str(cell.value or "").split())
        if cell.problem or not code:
            raise RowRefused((INDICATOR, cell.problem or "Chưa ghi mã chỉ tiêu, ví dụ PL1.6."))
        indicator = self.indicators.get(code.casefold())
        if indicator is None:
            raise RowRefused((INDICATOR, f"Không có chỉ tiêu “{code[:40]}” trong {self.period.plan}."))
        first = self.seen.setdefault(indicator.code, number)
        if first != number:
            raise RowRefused((INDICATOR, f"{indicator.code} đã có ở hàng {first}."))
        return indicator

    def unit_of(self, indicator: Indicator) -> Unit:
        """The unit that reports the indicator, if the account may enter for it."""
        held = self.assigned.get(indicator.pk)
        stands = indicator.horizon_year == self.period.plan.year and indicator.stands_on(self.period.ends_on)
        if not stands or held is None:
            raise RowRefused((INDICATOR, f"{indicator.code} không nhập số liệu trong {self.period.label}."))
        if not can_enter_for(self.by, held.unit):
            raise RowRefused(
                (INDICATOR, f"{indicator.code} do {held.unit} báo cáo; tài khoản {self.by.username} không nhập được.")
            )
        return held.unit

    def _store(self, indicator: Indicator, unit: Unit, stored: Figure | None, entry: FigureEntry) -> RowOutcome:
        version = stored.version if stored else 0
        try:
            figure = save_figure(
                indicator=indicator,
                period=self.period,
                unit=unit,
                entry=entry,
                version=version,
                by=self.by,
                channel=self.channel,
                now=self.now,
            )
        except (NotAllowed, Conflict) as refused:
            raise RowRefused(("", refused.sentence)) from refused
        changed = figure is not None and figure.version != version
        kind = ("changed" if stored else "new") if changed else "same"
        warning = (entry.reading.warning or "") if entry.reading else ""
        before = said_by(stored, indicator) if stored else ""
        return RowOutcome(indicator.code, kind, before, said_by(entry, indicator), warning, stored, figure)


def said_by(row: Figure | FigureEntry, indicator: Indicator) -> str:
    """The number as it was read: "1,2%", "43/45 = 95,6%", "không phát sinh: …"."""
    if row.reading is None:
        return f"{Presence.NOTHING.value}: {row.nothing_reason}"
    told = echo(row.reading, Measure(indicator.measure)).removeprefix("= ")
    return f"{told} (ước)" if row.estimate else told


def import_table(table: Table, work: FigureImport, *, dry_run: bool, told: Told = lambda row: None) -> ImportOutcome:
    """Every row, with every problem at once; nothing is kept when there is one. `told` hears of the progress.

    Raises WorkbookRefused for a table without the columns that are needed or without rows.
    """
    columns = columns_of(table.name, table.headers)
    table.need_rows(of="số liệu")
    headings = dict(zip(columns, table.headers, strict=True))  # a problem names the column as the file does
    outcome = ImportOutcome()
    with transaction.atomic():
        for done, row in enumerate(table.rows, 1):
            place = f"{table.name}, hàng {row.number}"
            try:
                saved = work.save_row(row.number, cells_by_column(columns, row.cells))
            except RowRefused as refused:
                outcome.problems += [located(place, headings.get(name, name), text) for name, text in refused.problems]
            else:
                outcome.rows.append(replace(saved, number=row.number))
                if saved.warning:
                    outcome.warnings.append(f"{place}, {saved.code}: {saved.warning}")
            told(done)
        if outcome.problems or dry_run:
            transaction.set_rollback(True)
    return outcome


def located(place: str, column: str, sentence: str) -> str:
    return f"{place}, cột {column}: {sentence}" if column else f"{place}: {sentence}"
