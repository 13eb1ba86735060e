"""The indicators' part of the scorecard: one frozen row each, judged, with its four quarters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property

from kpis.breakdown import summary
from kpis.evaluation import (
    LABELS,
    Accumulation,
    Direction,
    Frequency,
    Observation,
    Promise,
    Status,
    Verdict,
    achievement,
    judge,
    owed_in,
    share_text,
)
from kpis.models import Indicator, LinkKind
from kpis.presence import Presence, presence_of
from kpis.promised import Promised
from kpis.rollup import roll_up
from kpis.warnings import Caution
from plans.models import Period, Section, parsed_code
from plans.quantities import (
    Measure,
    Quantity,
    echo,
    format_amount,
    places_to_distinguish,
)
from reports.cautions import cautions_of, quarter_before
from reports.ledger import Ledger, QuarterCell, Scope, read_ledger
from units.models import Leader, Unit

__all__ = ["IndicatorRow", "QuarterCell", "Scope", "indicator_rows", "read_ledger"]

ON_THE_WAY = (Status.ON_TRACK, Status.ATTENTION, Status.LATE)


@dataclass(frozen=True)
class IndicatorRow:
    """All that a face shows of one indicator in one period.

    `amount` is what the period is judged by; `cell` its figure; `sums` what each of the four quarters is judged by
    (trong kỳ: the sum so far). `places`: decimals at which different numbers of the row look different.
    """

    id: int
    code: str
    number: str
    name: str
    short_name: str
    note: str
    indicator: Indicator
    unit: Unit | None
    leader: Leader | None
    measure: Measure
    measure_unit: str
    direction: Direction
    accumulation: Accumulation
    frequency: Frequency
    baseline: Quantity
    target: Quantity
    places: int
    amount: Fraction | None
    cell: QuarterCell
    quarters: tuple[QuarterCell, ...]
    sums: tuple[Fraction | None, ...]
    judged: Callable[[int], Verdict] = field(repr=False, compare=False)
    warned: Callable[[], tuple[Caution, ...]] = field(repr=False, compare=False)
    leads: tuple[Unit, ...]
    goal: Indicator | None
    promise: Promise
    verdict: Verdict

    @cached_property
    def quarter_verdicts(self) -> tuple[Verdict, ...]:
        """Of each of the four quarters, reached when it is asked for: a saved row asks for its own quarter only."""
        return tuple(self.judged(quarter) for quarter in (1, 2, 3, 4))

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What about the figure asks for a sentence; worked out where it is asked for."""
        return self.warned()

    @property
    def section(self) -> Section:
        """Read with the indicator by kpis/promised.py; otherwise it costs a query."""
        return self.indicator.section

    @property
    def goal_kind(self) -> LinkKind:
        return LinkKind(self.indicator.link_kind)

    @property
    def goal_code(self) -> str:
        return self.goal.code if self.goal else ""

    @property
    def value_text(self) -> str:
        """The period's value as shown; for 6 months, 9 months and the year it is the rolled-up one."""
        return self.cell.text if self.amount is None else self.show(self.amount)

    @property
    def official(self) -> bool:
        """Whether the year's own figure is shown, and not what the quarters come to."""
        return not parsed_code(self.cell.period_code).is_quarter and not self.cell.is_empty

    @property
    def gap(self) -> str:
        """Which of the states without a number it is; "" where the period has one."""
        if self.amount is not None:
            return ""
        return (Presence.MISSING if self.cell.presence is Presence.VALUE else self.cell.presence).value

    @property
    def expected_text(self) -> str:
        return "" if self.verdict.expected is None else self.show(self.verdict.expected)

    @property
    def need_text(self) -> str:
        """What the period needs: "90%", "≤ 5%", "50% (mốc tạm tính)"; "" without a target."""
        if not self.expected_text:
            return ""
        limit = "≤ " if self.promise.lower else ""
        return f"{limit}{self.expected_text}{' (mốc tạm tính)' if self.verdict.provisional else ''}"

    @property
    def achievement_text(self) -> str:
        return share_text(self.verdict.achievement)

    @property
    def baseline_share(self) -> Fraction | None:
        """How much of the target last year's result is, in percent, by the rule of `achievement`."""
        return achievement(self.promise, self.promise.baseline)

    @property
    def change(self) -> Fraction | None:
        """What the year so far added to last year's result, in the indicator's own unit; None without both numbers."""
        baseline = self.promise.baseline
        return None if self.amount is None or baseline is None else self.amount - baseline

    @property
    def status_note(self) -> str:
        """The one thing in small print that explains the status: "cần 90%", "duy trì", "báo cáo hằng năm"; where there
        is no target, what else would not be said: "chưa có số liệu"."""
        status = self.verdict.status
        if status is Status.WATCHED:
            return self.gap
        if status in ON_THE_WAY:
            return f"cần {self.need_text}"
        if status is Status.NOT_DUE and not owed_in(self.frequency, self.cell.quarter):
            return f"báo cáo {LABELS[self.frequency]}"
        if status is Status.FAILED:
            return f"mục tiêu {self.target.label}"
        return "duy trì" if status is Status.MET and "Duy trì" in self.verdict.markers else ""

    @property
    def quiet_markers(self) -> tuple[str, ...]:
        """What else stands beside the status; "duy trì" is said above, "chưa chấp nhận" at the value itself."""
        said = {"Duy trì", "chưa chấp nhận"}
        return tuple(marker.lower() for marker in self.verdict.markers if marker not in said)

    @property
    def exact_text(self) -> str:
        """The period's figure as it was read, nothing rounded: for whoever is asked about what was typed."""
        return echo(self.cell.reading, self.measure).removeprefix("= ") if self.cell.reading else self.value_text

    @property
    def previous(self) -> QuarterCell | None:
        """The quarter before; None for the first and for a period that is no quarter."""
        return quarter_before(self.cell, self.quarters)

    @property
    def unexplained(self) -> bool:
        """Whether something about the figure asks for a sentence that is not there."""
        return bool(self.cautions) and not self.cell.explanation

    @property
    def unaccepted(self) -> bool:
        return "chưa chấp nhận" in self.verdict.markers

    def show(self, amount: Fraction) -> str:
        return format_amount(amount, self.measure, places=self.places)


def indicator_rows(listed: Iterable[Promised], ledger: Ledger, period: Period) -> tuple[IndicatorRow, ...]:
    """The indicators of the plan's own year, judged at the end of the period."""
    return tuple(judge_row(one, ledger, period) for one in listed if one.indicator.horizon_year == ledger.plan.year)


def judge_row(promised: Promised, ledger: Ledger, period: Period) -> IndicatorRow:
    """One indicator judged at the end of the period, without a query."""
    indicator, promise, quarter = promised.indicator, promised.promise, period.as_code.quarter
    cells = tuple(ledger.cell(indicator.pk, ledger.periods[q]) for q in (1, 2, 3, 4))
    sums = _sums(promise, cells)

    @cache
    def judged(q: int) -> Verdict:
        return judge(promise, _observe(promise, cells[:q], sums[q - 1], ledger))

    official = _official(indicator, period, ledger)
    cell, amount = (official, official.amount) if official else (cells[quarter - 1], sums[quarter - 1])
    verdict = judge(promise, _observe(promise, (official,), amount, ledger)) if official else judged(quarter)
    places = _places(promise, verdict, amount, cells)
    worded = tuple(_worded(each, promise, places, ledger) for each in cells)
    return IndicatorRow(
        id=indicator.pk,
        code=indicator.code,
        number=indicator.number,
        name=indicator.name,
        short_name=indicator.short_name,
        note=indicator.note,
        indicator=indicator,
        unit=promised.unit,
        leader=promised.leader,
        measure=promise.measure,
        measure_unit=indicator.measure_unit,
        direction=promise.direction,
        accumulation=promise.accumulation,
        frequency=promise.frequency,
        baseline=indicator.baseline,
        target=indicator.target,
        places=places,
        amount=amount,
        cell=_worded(official, promise, places, ledger) if official else worded[quarter - 1],
        quarters=worded,
        sums=sums,
        judged=judged,
        warned=lambda: cautions_of(indicator, promise, cell, quarter_before(cell, cells), amount, ledger),
        leads=promised.leads,
        goal=promised.goal,
        promise=promise,
        verdict=verdict,
    )


def _official(indicator: Indicator, period: Period, ledger: Ledger) -> QuarterCell | None:
    """The year's own figure, which stands instead of what the quarters come to; None where there is none."""
    cell = None if period.as_code.is_quarter else ledger.cell(indicator.pk, period)
    return None if cell is None or cell.is_empty else cell


def _sums(promise: Promise, cells: Iterable[QuarterCell]) -> tuple[Fraction | None, ...]:
    """The amount at the end of each quarter. A quarter that owed nothing and got nothing has none, and is no gap in the
    sum of a later one."""
    cells = list(cells)
    amounts: Mapping[int, Fraction | None] = {cell.quarter: cell.amount for cell in cells}
    idle = {cell.quarter for cell in cells if cell.is_empty and not owed_in(promise.frequency, cell.quarter)}
    nothing = idle | {cell.quarter for cell in cells if cell.nothing_reason}
    return tuple(
        None if quarter in idle else roll_up(promise.accumulation, promise.measure, quarter, amounts, nothing=nothing)
        for quarter in amounts
    )


def _observe(promise: Promise, so_far: tuple[QuarterCell, ...], amount: Fraction | None, ledger: Ledger) -> Observation:
    """The last of the cells, with the marks of all that the amount is made of (trong kỳ: every quarter so far)."""
    cell = so_far[-1]
    parts = so_far if promise.accumulation is Accumulation.WITHIN else (cell,)
    return Observation(
        quarter=cell.quarter,
        amount=amount,
        nothing_to_report=bool(cell.nothing_reason),
        has_begun=ledger.begun(cell.quarter),
        final=cell.quarter == 4 and ledger.closed(4),
        estimate=any(part.estimate for part in parts),
        unaccepted=any(part.unaccepted for part in parts),
        adjusting=any(part.adjusting for part in parts),
        on_behalf=any(part.on_behalf for part in parts),
    )


def _places(promise: Promise, verdict: Verdict, amount: Fraction | None, cells: Iterable[QuarterCell]) -> int:
    """Decimals at which the numbers of the row that differ also look different."""
    numbers = (amount, promise.target, promise.baseline, verdict.expected, *(cell.amount for cell in cells))
    return places_to_distinguish([number for number in numbers if number is not None], promise.places)


def _worded(cell: QuarterCell, promise: Promise, places: int, ledger: Ledger) -> QuarterCell:
    """The cell with the words that every face shows: a number, "không phát sinh", or nothing."""
    presence = presence_of(
        has_value=cell.amount is not None,
        nothing=bool(cell.nothing_reason),
        owed=owed_in(promise.frequency, cell.quarter),
        begun=ledger.begun(cell.quarter),
    )
    text = presence.value if presence is Presence.NOTHING else ""
    if cell.amount is not None:
        text = format_amount(cell.amount, promise.measure, places=places)
    return cell._replace(presence=presence, text=text, items_text=summary(cell.items, promise.measure))
