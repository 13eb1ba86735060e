"""Writes of progress: save one row, send, return, accept. Nothing else writes a progress."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from plans.actions import Hand, move_row, require_entry_right, row_subject, snapshot_columns, write_row
from plans.collecting import require_writable
from plans.evidence_kept import evidence_kept
from plans.models import Period, UnitReport
from plans.places import Place, require_answerable
from plans.reopenings import late_until
from plans.workflow import UNDER_WAY, RowEvent
from tasks.models import AcceptedProgress, Progress, ProgressEvidence, Task
from tasks.querysets import reporters
from units import journal
from units.dates import short_date
from units.models import Channel, Unit, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """What one row of the page says. `status=""` with nothing else: the row is empty."""

    status: str = ""
    percent: int | None = None
    done_on: date | None = None
    product: str = ""
    difficulties: str = ""
    proposals: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.status

    def fields(self) -> dict[str, Any]:
        return asdict(self)


def describe(progress: Progress | AcceptedProgress | None) -> dict[str, str]:
    """The progress as users read it, for the journal."""
    if progress is None:
        return {"tình trạng": "(trống)"}
    words = {
        "tình trạng": progress.task_status.value,
        "hoàn thành": "" if progress.percent is None else f"{progress.percent}%",
        "ngày hoàn thành": short_date(progress.done_on) if progress.done_on else "",
        "sản phẩm": progress.product,
        "khó khăn": progress.difficulties,
        "kiến nghị": progress.proposals,
    }
    return {name: text for name, text in words.items() if text}


class ProgressPlace(Place[Progress]):
    """One task × one unit × one period."""

    model = Progress
    link_model = ProgressEvidence
    accepted_model = AcceptedProgress
    value_names = tuple(ProgressEntry.__dataclass_fields__)
    kind = "progress"

    def __init__(self, task: Task, unit: Unit, period: Period) -> None:
        self.task, self.unit, self.period = task, unit, period

    def key(self) -> dict[str, Any]:
        return {"task": self.task, "report__unit": self.unit, "report__period": self.period}

    def columns(self) -> dict[str, Any]:
        return {"task": self.task}

    def code(self) -> str:
        return self.task.code

    def answered_by(self, unit: Unit) -> bool:
        day = self.period.ends_on
        return self.task.stands_on(day) and unit in reporters(self.period.plan, day).get(self.task.pk, [])

    def link_key(self) -> dict[str, Any]:
        return {"task": self.task}

    def describe(self, row: Progress | None) -> dict[str, str]:
        return describe(row)

    def siblings_sent(self, report: UnitReport) -> bool:
        return report.progress_rows.filter(state__in=UNDER_WAY).exists()


def save_progress(
    *,
    task: Task,
    period: Period,
    unit: Unit,
    entry: ProgressEntry,
    version: int,
    by: User,
    channel: Channel,
    now: datetime,
    illustrative: bool = False,
    reason: str = "",
    standing: Progress | None = None,
) -> Progress | None:
    """Store the unit's part of a task as the page showed it at `version` (0: none was there).

    Raises NotAllowed (rights, period, state) or Conflict (somebody else wrote it first).
    """
    require_entry_right(by, unit)
    place = ProgressPlace(task, unit, period)
    current = standing or place.current()
    late = late_until(place, unit, current, now)
    require_writable(period, current, late, now)
    require_answerable(place, unit, period)
    if current is None and entry.is_empty:
        return None
    if current is not None and current.seen_by(by, version) and _same(current, entry):
        return current
    hand = Hand(by=by, channel=channel, now=now, illustrative=illustrative, reason=reason)
    return write_row(place, unit, current, None if entry.is_empty else entry.fields(), version, hand, late)


def _same(progress: Progress, entry: ProgressEntry) -> bool:
    return all(getattr(progress, name) == value for name, value in entry.fields().items())


def progress_subject(progress: Progress) -> journal.Subject:
    return row_subject(progress, kind=ProgressPlace.kind, code=progress.task.code)


def move_progress(rows: Iterable[Progress], event: RowEvent, *, hand: Hand, reason: str = "") -> None:
    """Send or return progress of a report that was touched in this transaction."""
    for row in rows:
        move_row(row, event, subject=progress_subject(row), hand=hand, reason=reason)


def accept_progress(rows: Iterable[Progress], *, hand: Hand) -> None:
    """Accept progress and keep an immutable snapshot of each."""
    for row in rows:
        seen_version = row.version
        move_row(row, RowEvent.ACCEPT, subject=progress_subject(row), hand=hand)
        AcceptedProgress.objects.create(
            task=row.task,
            **snapshot_columns(row, seen_version=seen_version, hand=hand),
            **{name: getattr(row, name) for name in ProgressEntry.__dataclass_fields__},
            evidence=evidence_kept(ProgressPlace(row.task, row.report.unit, row.report.period), row.report),
        )
