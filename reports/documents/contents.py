"""What the files of a period will hold, and what they lack: shown before anybody downloads one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kpis.models import Indicator
from kpis.presence import Presence
from plans.models import Period, ReportedRow
from reports.dashboard.frame import quarters_first, short_label
from reports.desk import Desk
from reports.documents.material import Material, read_material
from reports.documents.overview import sentences
from reports.documents.paper import signers
from reports.documents.pdf import office
from reports.documents.preview import Preview
from reports.documents.tables import report_tables
from reports.issued import newest_issued
from reports.models import IssuedReport
from reports.narrative.facts import Facts, facts_of
from reports.narrative.indicators import unexplained
from reports.narrative.reading import stale_words
from reports.review.board import urgency
from reports.scorecard import Scorecard
from reports.tally import Tally, tallies
from tasks.models import Task
from units.dates import due_words, local_date, short_date
from units.models import Leader, Unit
from units.permissions import can_review, issues_reports


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that is printed and signed. `kind` as in FORMATS, `route` hands it out."""

    kind: str
    name: str
    words: str

    @property
    def route(self) -> str:
        return f"report_{self.kind}"


PRINTED = (
    Printed("xlsx", "Excel", "Phụ lục và bảng số liệu (Excel)"),
    Printed("docx", "Word", "Báo cáo theo Nghị định 30 (Word)"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """What one unit's report of a quarter lacks in the accepted file; texts name the rows."""

    tally: Tally
    now: datetime

    @property
    def unit(self) -> Unit:
        return self.tally.unit

    @property
    def days_late(self) -> int:
        return self.tally.days_late(self.now)

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def timing(self) -> str:
        return self.tally.timing(self.now)

    @property
    def urgency(self) -> tuple[int, int, int]:
        return urgency(self.tally.state, self.tally.waiting_count, self.days_late, self.unit.order)

    @property
    def not_entered(self) -> list[str]:
        return named(self.tally.missing_indicators, self.tally.missing_tasks)

    @property
    def waiting(self) -> list[str]:
        return self._of(self.tally.waiting)

    @property
    def not_sent(self) -> list[str]:
        """Entered, returned or reopened rows that the unit has not sent."""
        return self._of(self.tally.editable)

    @property
    def with_head(self) -> list[str]:
        """Rows that wait for the unit's head."""
        return self._of(self.tally.with_head)

    def _of(self, rows: list[ReportedRow]) -> list[str]:
        tally = self.tally
        return named(
            [indicator for indicator in tally.indicators if tally.figures.get(indicator.pk) in rows],
            [task for task in tally.tasks if tally.progress.get(task.pk) in rows],
        )

    @property
    def any(self) -> bool:
        return bool(self.not_entered or self.waiting or self.not_sent or self.with_head)


def named(indicators: Iterable[Indicator], tasks: Iterable[Task]) -> list[str]:
    """ "Chỉ tiêu 3, 4", "Nhiệm vụ PL4.I.1"; no line for what there is none of."""
    kinds = (("Chỉ tiêu", [row.number for row in indicators]), ("Nhiệm vụ", [row.code for row in tasks]))
    return [f"{word} {', '.join(numbers)}" for word, numbers in kinds if numbers]


@dataclass
class Contents:
    """The report of one period as the page "Báo cáo" announces it."""

    desk: Desk
    period: Period
    as_of: date | None = None

    @cached_property
    def material(self) -> Material:
        """What may go out."""
        return read_material(self.desk.plan, self.desk.periods, self.period, now=self.desk.now, as_of=self.as_of)

    @property
    def card(self) -> Scorecard:
        return self.material.card

    @cached_property
    def previews(self) -> list[Preview]:
        """The tables of the workbook."""
        return [Preview(table) for table in report_tables(self.card)]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What its first sheet says."""
        return sentences(self.card)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.card)

    @cached_property
    def stale_words(self) -> dict[str, str]:
        return stale_words(self.period, self.facts)

    @property
    def unexplained(self) -> list[str]:
        return unexplained(self.facts)

    @property
    def as_of_words(self) -> str:
        return short_date(self.as_of) if self.as_of else ""

    @property
    def converts(self) -> bool:
        """Whether this computer can make a PDF."""
        return bool(office())

    @property
    def printed(self) -> tuple[Printed, ...]:
        return PRINTED

    @cached_property
    def signers(self) -> list[Leader]:
        return signers(self.desk.plan.ward, local_date(self.desk.now))

    @property
    def collected(self) -> Period:
        """Where units report for it: the period itself, or the quarter to whose end the data run."""
        quarter = self.period.as_code.quarter
        return self.period if self.period.collects else self.desk.quarters[quarter - 1]

    @cached_property
    def gaps(self) -> list[Gap]:
        """In the order of the board, what needs the coordinator first."""
        found = tallies(self.desk.plan, self.desk.periods, [self.collected])
        listed = [Gap(tally, self.desk.now) for tally in found.values()]
        return sorted((gap for gap in listed if gap.any), key=lambda gap: gap.urgency)

    @property
    def late(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.late]

    @property
    def late_words(self) -> str:
        """ "Công an phường (quá hạn 2 ngày)", by name, the longest delay first."""
        late = sorted(self.late, key=lambda gap: (-gap.days_late, gap.unit.order))
        return "; ".join(f"{gap.unit.name} ({gap.timing})" for gap in late)

    @property
    def reviewer(self) -> bool:
        return can_review(self.desk.user, self.desk.plan.ward_id)

    @property
    def issues(self) -> bool:
        return issues_reports(self.desk.user, self.desk.plan.ward_id)

    @cached_property
    def newest(self) -> IssuedReport | None:
        """The version that was issued last (one query)."""
        return newest_issued(self.period)

    @property
    def data_days(self) -> str:
        return f"{short_date(self.period.starts_on)}–{short_date(self.period.ends_on)}"

    @property
    def send_due(self) -> str:
        """ "20/09/2026", and as long as nothing was issued how far that is."""
        due, today = self.period.send_due, local_date(self.desk.now)
        return short_date(due) if self.newest else f"{short_date(due)}, {due_words(due, today)}"

    @property
    def figures(self) -> list[str]:
        """ "2 có số liệu", "27 chưa có số liệu": what the period's cells say; together all the indicators."""
        found = Counter(row.cell.presence for row in self.card.indicators)
        return [f"{found[presence]} {presence}" for presence in Presence if found[presence]]

    @property
    def goals_with_value(self) -> int:
        return sum(row.amount is not None for row in self.card.goals)

    @property
    def tasks_told(self) -> int:
        """Tasks of which at least one unit spoke in this very period."""
        return sum(any(part.status and not part.earlier for part in row.parts) for row in self.card.tasks)

    @property
    def tasks_standing(self) -> int:
        """Tasks that stand on what was said in an earlier quarter alone."""
        spoken = sum(any(part.status for part in row.parts) for row in self.card.tasks)
        return spoken - self.tasks_told

    @property
    def estimates(self) -> int:
        return sum(row.cell.estimate for row in self.card.indicators)

    @property
    def periods(self) -> list[tuple[str, Period, bool]]:
        return periods_beside(self.desk.periods, self.period)


def periods_beside(periods: Iterable[Period], chosen: Period) -> list[tuple[str, Period, bool]]:
    """ "Quý I", "6 tháng", its period, and whether it is the chosen one; quarters first."""
    return [(short_label(period), period, period == chosen) for period in sorted(periods, key=quarters_first)]
