"""The rows that were chosen on the page of a workbook's differences: written by the actions, whole or not at all."""

from collections.abc import Collection, Mapping

from django.db import transaction

from kpis.forms import FigureForm
from plans.forms import VERSION
from reports.entry.indicator_page import figure_store
from reports.entry.saving import OK, WORST_FIRST, Outcome, save_rows
from reports.entry.sheet import Sheet
from reports.entry.task_page import progress_store
from reports.entry.workbook import FIGURES, PROGRESS, TableLayout
from reports.entry.workbook_in import FileRow
from tasks.forms import ProgressForm
from units.dates import local_date
from units.models import Channel


def typed_rows(sheet: Sheet, texts: Mapping[str, str]) -> dict[str, FileRow]:
    """What the page carried for the rows of this unit."""
    tally = sheet.tally
    kinds = [(FIGURES, [row.code for row in tally.indicators]), (PROGRESS, [row.code for row in tally.tasks])]
    return {
        code: carried(code, layout, texts) for layout, codes in kinds for code in codes if f"{code}-version" in texts
    }


def carried(code: str, layout: TableLayout, texts: Mapping[str, str]) -> FileRow:
    version = texts[f"{code}-version"]
    held = {name: texts[f"{code}-{name}"] for name in layout.fields if f"{code}-{name}" in texts}
    return FileRow(code, int(version) if VERSION.fullmatch(version) else None, held, {})


def accept(sheet: Sheet, texts: Mapping[str, str], chosen: Collection[str]) -> Outcome:
    """Write the chosen rows by the actions of the entry page, all of them or none."""
    tally, today = sheet.tally, local_date(sheet.desk.now)
    figures = [FigureForm(i, tally.figures.get(i.pk), texts) for i in tally.indicators if i.code in chosen]
    progress = [
        ProgressForm(task, tally.progress.get(task.pk), texts, today=today)
        for task in tally.tasks
        if task.code in chosen
    ]
    outcomes = []
    with transaction.atomic():
        if figures:
            outcomes.append(save_rows(figures, figure_store(sheet, Channel.FILE), {}))
        if progress:
            outcomes.append(save_rows(progress, progress_store(sheet, Channel.FILE), {}))
        held = {code: form for outcome in outcomes for code, form in outcome.held.items()}
        if held:
            transaction.set_rollback(True)
    statuses = {outcome.status for outcome in outcomes}
    status = next((status for status in WORST_FIRST if status in statuses), OK)
    return Outcome(0 if held else sum(outcome.saved for outcome in outcomes), held, {}, status)
