"""One row of the review page: what was entered, where it stands, what to look at before accepting it."""

from dataclasses import dataclass

from plans.models import AcceptedRow, ReportedRow, Section
from plans.remarks import Thread
from plans.workflow import LABELS, RowState
from reports.actions import row_key
from reports.ledger import QuarterCell
from reports.proofs import Proof
from reports.review.trace import Returned
from reports.scorecard import IndicatorRow, TaskRow
from reports.task_rows import TaskPart
from units.dates import short_datetime

NOTHING_YET = "chưa nhập"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one row of the report stands in its review. `key` names it in the form, "" where no row is there.

    `sent_before`: how it stood when it was sent the time before, "" where it was sent once.
    """

    row: ReportedRow | None
    accepted: AcceptedRow | None
    returned: Returned | None
    sent_before: str = ""
    thread: Thread | None = None

    @property
    def moved(self) -> str:
        """What changed since the last submission, for a row that waits and did not come back (that says it itself)."""
        return self.sent_before if self.waiting and self.returned is None else ""

    @property
    def key(self) -> str:
        return row_key(self.row) if self.row else ""

    @property
    def state(self) -> str:
        return LABELS[RowState(self.row.state)] if self.row else NOTHING_YET

    @property
    def waiting(self) -> bool:
        return self.row is not None and self.row.state == RowState.SENT

    @property
    def entered(self) -> str:
        """ "Cán bộ KTHTĐT, 10:32 12/03/2026"."""
        return f"{self.row.entered_by}, {short_datetime(self.row.entered_at)}" if self.row else ""

    @property
    def accepted_words(self) -> str:
        """Who accepted what stands, and that it was the own unit's."""
        if self.accepted is None or self.row is None or self.row.state != RowState.ACCEPTED:
            return ""
        own = ", tự chấp nhận" if self.accepted.self_accepted else ""
        return f"{self.accepted.accepted_by}, {short_datetime(self.accepted.accepted_at)}{own}"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    row: IndicatorRow
    stand: Stand
    previous: QuarterCell | None
    proofs: tuple[Proof, ...]

    @property
    def section(self) -> Section:
        return self.row.section


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`done_before`: reported as finished in an earlier quarter, owes no new word."""

    row: TaskRow
    part: TaskPart
    stand: Stand
    done_before: bool
    proofs: tuple[Proof, ...]
