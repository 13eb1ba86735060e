"""What the sentences of a report speak of: plain facts, read off the scorecard. Nothing is calculated."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpis.evaluation import Direction, Status
from plans.calendar import PeriodCode
from plans.quantities import Measure
from reports.narrative.words import unit_words
from reports.scorecard import IndicatorRow, Scorecard, TaskRow
from reports.task_rows import TaskPart
from tasks.timeliness import TaskStatus
from units.dates import short_date
from units.models import Unit, Ward


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFact:
    """One indicator in the words of every face; `expected` "" where nothing was expected yet, `leads` may be none.
    Units are named as they stand within a sentence."""

    number: str
    name: str
    status: Status
    value: str = ""
    expected: str = ""
    target: str = ""
    baseline: str = ""
    lower: bool = False
    worse: bool = False
    estimate: bool = False
    provisional: bool = False
    explanation: str = ""
    nothing_reason: str = ""
    leads: tuple[str, ...] = ()
    reporter: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFact:
    """What one unit says of a task; `earlier` names the quarter of a word that is not of this period."""

    unit: str
    told: bool = True
    difficulties: str = ""
    proposals: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFact:
    """`place`: "Phụ lục 4, I.6"; `words` as every face says it: "Đang thực hiện, quá hạn"."""

    place: str
    title: str
    status: TaskStatus
    words: str
    overdue: bool = False
    deadline: str = ""
    leads: tuple[str, ...] = ()
    parts: tuple[PartFact, ...] = ()

    @property
    def told(self) -> bool:
        """Whether anybody ever said how it stands."""
        return any(part.told for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`body`: "Ủy ban nhân dân phường Hải An", `issuer` the same without the place. `appendices`: the numbers of those
    that hold tasks."""

    plan: str
    issued: str
    body: str
    issuer: str
    recipient: str
    period: PeriodCode
    data_from: str
    data_to: str
    indicators: tuple[IndicatorFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    goals: int = 0
    horizon: int = 0
    official_words: str = ""
    appendices: tuple[int, ...] = ()


def facts_of(card: Scorecard) -> Facts:
    """Without a query."""
    plan, period = card.plan, card.period
    return Facts(
        plan=plan.number,
        issued=short_date(plan.issued_on),
        body=body_of(plan.ward),
        issuer=body_of(plan.ward, named=False),
        recipient=plan.ward.report_recipient,
        period=period.as_code,
        data_from=short_date(period.starts_on),
        data_to=short_date(period.ends_on),
        indicators=tuple(indicator_fact(row) for row in card.indicators),
        tasks=tuple(task_fact(row) for row in card.tasks),
        goals=len(card.goals),
        horizon=card.horizon,
        official_words=card.official_words,
        appendices=tuple(sorted({row.section.appendix for row in card.tasks})),
    )


def body_of(ward: Ward, *, named: bool = True) -> str:
    """ "ỦY BAN NHÂN DÂN" and "Phường Hải An" in running text."""
    place = f"{ward.name[:1].lower()}{ward.name[1:]}" if named else ward.name.partition(" ")[0].lower()
    return f"{ward.authority.capitalize()} {place}"


def indicator_fact(row: IndicatorRow) -> IndicatorFact:
    return IndicatorFact(
        number=row.number,
        name=row.name,
        status=row.verdict.status,
        value="" if row.amount is None else with_unit(row, row.value_text),
        expected=with_unit(row, row.expected_text) if row.expected_text else "",
        target=row.target.label if row.target.is_number else "",
        baseline=row.baseline.label,
        lower=row.direction is Direction.LOWER,
        worse=f"Kém hơn {row.promise.baseline_year}" in row.verdict.markers,
        estimate="ước" in row.verdict.markers,
        provisional=row.verdict.provisional,
        explanation=row.cell.explanation,
        nothing_reason=row.cell.nothing_reason,
        leads=names(row.leads),
        reporter=unit_words(row.unit.name) if row.unit else "",
        leader=row.leader.full_name if row.leader else "",
    )


def with_unit(row: IndicatorRow, text: str) -> str:
    """A count with its noun ("12 sáng kiến" of "sáng kiến/năm"); a percentage says it already, an index has none."""
    return f"{text} {row.measure_unit.partition('/')[0]}".strip() if row.measure is Measure.COUNT else text


def task_fact(row: TaskRow) -> TaskFact:
    return TaskFact(
        place=f"Phụ lục {row.section.appendix}, {row.section.numeral}.{row.number}",
        title=row.title,
        status=row.verdict.status,
        words=row.verdict.words,
        overdue=row.verdict.overdue,
        deadline=row.deadline_text,
        leads=names(row.leads) or names(part.unit for part in row.parts),
        parts=tuple(part_fact(part) for part in row.parts),
    )


def part_fact(part: TaskPart) -> PartFact:
    return PartFact(
        unit=unit_words(part.unit.name),
        told=part.status is not None,
        difficulties=part.difficulties,
        proposals=part.proposals,
        earlier=part.earlier,
    )


def names(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit_words(unit.name) for unit in units)
