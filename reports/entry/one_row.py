"""One row saved by itself, as the officer leaves it: read, judged and drawn alone, never the whole page.

It takes the same form, the same action and the same template as the page. `sheet.tally` is not asked: it counts the
unit's whole report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import Http404

from kpis.forms import FigureForm
from kpis.models import Indicator
from kpis.one_indicator import history_of, yearly_indicator
from kpis.promised import Promised
from kpis.promises import promise_of
from kpis.querysets import figures_wait
from plans.querysets import the_one
from reports.entry import indicator_page, task_page
from reports.entry.saving import OK, save_rows
from reports.entry.sheet import Sheet
from reports.indicator_rows import judge_row
from reports.ledger import Scope, make_ledger
from reports.task_rows import task_rows
from tasks.actions import ProgressPlace
from tasks.forms import ProgressForm
from tasks.models import Task
from tasks.querysets import progress_waits, tasks_in
from units.dates import local_date

Line = TypeVar("Line", indicator_page.IndicatorLine, task_page.TaskLine)


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The row as it stands after the write: its template, what the template asks for, and the status."""

    template: str
    context: Mapping[str, Any]
    status: int


def save_row(sheet: Sheet, code: str, posted: Mapping[str, str]) -> RowAnswer:
    """404 for a code that the plan does not know; a row of another unit is refused by the action, with its sentence."""
    indicator = yearly_indicator(sheet.period, code)
    if indicator is not None:
        return _save_indicator(sheet, indicator, posted)
    task = the_one(tasks_in(sheet.period).filter(code=code))
    if task is None:
        raise Http404("Không có dòng này.")
    return _save_task(sheet, task, posted)


def _save_indicator(sheet: Sheet, indicator: Indicator, posted: Mapping[str, str]) -> RowAnswer:
    desk, period = sheet.desk, sheet.period
    history = history_of(indicator)
    ledger = make_ledger(desk.plan, desk.periods, Scope.ENTERED, desk.now, history.figures, history.accepted)
    before = ledger.periods.get(period.as_code.quarter - 1) if period.as_code.is_quarter else None
    previous = history.figures.get((indicator.pk, before.pk)) if before else None
    form = FigureForm(indicator, history.figures.get((indicator.pk, period.pk)), posted, before=previous)
    status = save_rows([form], indicator_page.figure_store(sheet), {}).status
    figure = form.row
    promise = promise_of(indicator, desk.plan, history.milestones)
    row = judge_row(Promised(indicator, promise), ledger.with_figure(indicator.pk, period, figure), period)
    shown = FigureForm(indicator, figure, before=previous) if status == OK else form
    waits = figure is None and figures_wait(period, sheet.unit)
    told = form.told if status == OK else ""
    line = indicator_page.line_of(sheet, indicator, row, shown, figure=figure, waits=waits, told=told)
    return RowAnswer("entry/_indicator_line.html", _context(sheet, _with_proofs(sheet, indicator.code, line)), status)


def _save_task(sheet: Sheet, task: Task, posted: Mapping[str, str]) -> RowAnswer:
    desk, today = sheet.desk, local_date(sheet.desk.now)
    progress = ProgressPlace(task, sheet.unit, sheet.period).current()
    form = ProgressForm(task, progress, posted, today=today)
    status = save_rows([form], task_page.progress_store(sheet), {}).status
    row = task_rows(desk.plan, desk.periods, sheet.period, Scope.ENTERED, desk.now, only=task.code)[0]
    shown = ProgressForm(task, form.row, today=today) if status == OK else form
    waits = form.row is None and progress_waits(sheet.period, sheet.unit)
    line = task_page.line_of(sheet, task, row, shown, progress=form.row, waits=waits)
    return RowAnswer("entry/_task_line.html", _context(sheet, _with_proofs(sheet, task.code, line)), status)


def _with_proofs(sheet: Sheet, code: str, line: Line) -> Line:
    """A row that takes no writing any more has other markup, in which the page keeps nothing of what it showed."""
    return line if line.shows_form else replace(line, proofs=sheet.proofs.get(code, ()))


def _context(sheet: Sheet, line: indicator_page.IndicatorLine | task_page.TaskLine) -> dict[str, Any]:
    return {"sheet": sheet, "line": line, "form": line.form, "row": line.row}
