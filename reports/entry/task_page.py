"""The task tab: one row a task with what the unit said before, and the form; and how the page is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from plans.forms import RowForm
from plans.models import Reopening, Section
from reports.entry.saving import Outcome, find_strays, save_rows
from reports.entry.sheet import Sheet
from reports.ledger import Scope
from reports.proofs import Proof
from reports.scorecard import grouped
from reports.task_rows import TaskPart, TaskRow, task_rows
from tasks.actions import describe, save_progress
from tasks.forms import ProgressForm
from tasks.models import Progress, Task
from tasks.timeliness import DeadlineKind, TaskStatus, TaskVerdict, judge_task
from units.dates import local_date
from units.models import Channel

FOLDED = ("difficulties", "proposals")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`part` is the unit's newest word up to the period, `verdict` judges that part alone. `mended`, `opened`: as of
    an indicator's line."""

    row: TaskRow
    progress: Progress | None
    part: TaskPart | None
    verdict: TaskVerdict
    form: ProgressForm
    editable: bool
    done_before: bool
    saved_at: str
    proofs: tuple[Proof, ...] | None
    mended: bool
    opened: Reopening | None

    @property
    def section(self) -> Section:
        return self.row.section

    @property
    def shows_form(self) -> bool:
        return self.editable or self.form.is_bound

    @property
    def saved(self) -> dict[str, str]:
        """What is stored, by label, where it cannot be changed."""
        return describe(self.progress)

    @property
    def first_fields(self) -> list[BoundField]:
        return [self.form[name] for name in ("status", "percent", "done_on", "product")]

    @property
    def folded(self) -> list[BoundField]:
        """The fields that few rows need."""
        return [self.form[name] for name in FOLDED]

    @property
    def folded_open(self) -> bool:
        return self.form.errs_in(FOLDED)

    @property
    def extras(self) -> str:
        """What the folded fields hold or ask for."""
        stored = self.form.stored
        names = {"difficulties": "khó khăn, vướng mắc", "proposals": "kiến nghị"}
        return "; ".join(f"{name} ✓" if stored[field] else name for field, name in names.items())

    @property
    def earlier(self) -> str:
        """The word of an earlier quarter ("Báo gần nhất, Quý I/2026: Đang thực hiện, 25%"); never taken over."""
        part = self.part
        if part is None or not part.earlier:
            return ""
        return f"Báo gần nhất, {part.earlier}: {part.status}{'' if part.percent is None else f', {part.percent}%'}"

    @property
    def others(self) -> str:
        """Who else reports a part of this task."""
        return ", ".join(part.unit.short_name for part in self.row.parts if part is not self.part)


@dataclass(frozen=True, slots=True)
class TaskPage:
    lines: tuple[TaskLine, ...]

    @property
    def sections(self) -> list[tuple[Section, list[TaskLine]]]:
        return grouped(self.lines)

    @property
    def can_save(self) -> bool:
        return any(line.shows_form for line in self.lines)

    @property
    def illustrative(self) -> bool:
        return any(line.part is not None and line.part.illustrative for line in self.lines)


def task_page(sheet: Sheet, held: Mapping[str, RowForm[Any]]) -> TaskPage:
    """The lines in printed order; `held` are the forms that could not be saved."""
    desk = sheet.desk
    found = task_rows(desk.plan, desk.periods, sheet.period, Scope.ENTERED, desk.now)
    rows = {row.id: row for row in found}
    return TaskPage(tuple(_line(sheet, task, rows[task.pk], held) for task in sheet.tally.tasks if task.pk in rows))


def _line(sheet: Sheet, task: Task, row: TaskRow, held: Mapping[str, RowForm[Any]]) -> TaskLine:
    progress, form = sheet.tally.progress.get(task.pk), held.get(task.code)
    form = form if isinstance(form, ProgressForm) else ProgressForm(task, progress, today=local_date(sheet.desk.now))
    proofs, tally = sheet.proofs.get(task.code, ()), sheet.tally
    return line_of(sheet, task, row, form, progress=progress, waits=tally.progress_waits, proofs=proofs)


def line_of(
    sheet: Sheet,
    task: Task,
    row: TaskRow,
    form: ProgressForm,
    *,
    progress: Progress | None,
    waits: bool,
    proofs: tuple[Proof, ...] | None = None,
) -> TaskLine:
    """`waits`: other rows of the report are being reviewed, so that no new one may slip in.

    `proofs=None`: the answer to a saved row says nothing of its evidence, and the page keeps what it shows.
    """
    part = next((part for part in row.parts if part.unit == sheet.unit), None)
    return TaskLine(
        row=row,
        progress=progress,
        part=part,
        verdict=_judge(task, part, sheet),
        form=form,
        editable=sheet.takes(task.code, progress, waits),
        done_before=task.pk in sheet.tally.done_before and progress is None,
        saved_at=sheet.clock(progress) if progress else "",
        proofs=proofs,
        mended=progress is not None and progress.mended,
        opened=sheet.opened(task.code, progress),
    )


def _judge(task: Task, part: TaskPart | None, sheet: Sheet) -> TaskVerdict:
    return judge_task(
        status=part.status if part and part.status else TaskStatus.NOT_STARTED,
        due_on=task.due_on,
        done_on=part.done_on if part else None,
        today=local_date(sheet.desk.now),
        recurring=task.deadline_kind == DeadlineKind.RECURRING,
        has_progress=part is not None and part.status is not None and not part.earlier,
    )


def save_tasks(sheet: Sheet, posted: Mapping[str, str]) -> Outcome:
    """Each posted row by its action; rows that were not posted stay as they are."""
    tally, today = sheet.tally, local_date(sheet.desk.now)
    forms = [
        ProgressForm(task, tally.progress.get(task.pk), posted, today=today)
        for task in tally.tasks
        if ProgressForm.is_posted(task.code, posted)
    ]
    return save_rows(
        forms, progress_store(sheet), find_strays(posted, [t.code for t in tally.tasks], ProgressForm.cell)
    )


def progress_store(sheet: Sheet, channel: Channel = Channel.SCREEN) -> Callable[[ProgressForm, int], Progress | None]:
    """The action that stores a valid row of this sheet."""

    def store(form: ProgressForm, version: int) -> Progress | None:
        return save_progress(
            task=form.task,
            period=sheet.period,
            unit=sheet.unit,
            entry=form.entry(),
            version=version,
            by=sheet.desk.user,
            channel=channel,
            now=sheet.desk.now,
            reason=form.reason,
            standing=form.row,
        )

    return store
