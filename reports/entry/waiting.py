"""The rows of the send page in words: what would go now, and what waits for the unit's head."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpis.models import Figure
from plans.models import ReportedRow
from reports.actions import ReportRows, row_key, rows_of
from reports.entry.sheet import Sheet
from reports.handed_in import Words, figure_words, progress_words, words_of
from reports.indicator_rows import IndicatorRow
from reports.ledger import Scope
from reports.proofs import Proof
from reports.scorecard import build_scorecard
from tasks.models import Progress


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """`row` is the scorecard's, of a figure: last year, target, last quarter, status. None for a task. `proofs`: the
    evidence that the unit gave."""

    key: str
    code: str
    name: str
    said: str
    proofs: tuple[Proof, ...]
    row: IndicatorRow | None = None

    @property
    def previous(self) -> str:
        """Last quarter's number, or the words for the gap; in quarter I there was none."""
        cell = self.row.previous if self.row else None
        return cell.text or cell.shown if cell else ""


def waiting_lines(sheet: Sheet) -> list[WaitingLine]:
    """In printed order (a constant number of queries, where anything waits for this reader)."""
    if not sheet.confirms:
        return []
    rows = _among(sheet, sheet.tally.with_head)
    return [*_figures(sheet, rows.figures), *(_task(sheet, row) for row in rows.progress)]


def leaving_lines(sheet: Sheet) -> list[Words]:
    """Code, name and content of what would be sent now, in printed order (two queries, where anything would)."""
    return words_of(_among(sheet, sheet.sendable))


def _among(sheet: Sheet, wanted: Sequence[ReportedRow]) -> ReportRows:
    """The same rows with what their words ask for."""
    report, keys = sheet.tally.report, {row_key(row) for row in wanted}
    if report is None or not keys:
        return ReportRows([], [])
    report.period, report.unit = sheet.period, sheet.unit
    return rows_of(report).where(lambda row: row_key(row) in keys)


def _figures(sheet: Sheet, figures: list[Figure]) -> list[WaitingLine]:
    if not figures:
        return []
    desk = sheet.desk
    card = build_scorecard(desk.plan, desk.periods, sheet.period, scope=Scope.ENTERED, now=desk.now, with_tasks=False)
    rows = {row.id: row for row in card.indicators}
    return [_figure(sheet, figure, rows.get(figure.indicator_id)) for figure in figures]


def _figure(sheet: Sheet, figure: Figure, row: IndicatorRow | None) -> WaitingLine:
    code, name = figure.indicator.code, figure.indicator.short_name
    return WaitingLine(row_key(figure), code, name, figure_words(figure), sheet.proofs.get(code, ()), row)


def _task(sheet: Sheet, progress: Progress) -> WaitingLine:
    code, title = progress.task.code, progress.task.title
    return WaitingLine(row_key(progress), code, title, progress_words(progress), sheet.proofs.get(code, ()))
