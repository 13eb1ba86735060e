"""What waits for the unit's head, in words: the head confirms what can be read."""

from dataclasses import dataclass

from reports.actions import row_key, rows_of
from reports.entry.sheet import Sheet
from reports.handed_in import figure_words, progress_words


@dataclass(frozen=True, slots=True)
class WaitingLine:
    key: str
    code: str
    name: str
    said: str


def waiting_lines(sheet: Sheet) -> list[WaitingLine]:
    """In printed order (two queries, where anything waits for this reader)."""
    report = sheet.tally.report
    if report is None or not sheet.confirms:
        return []
    report.period, report.unit = sheet.period, sheet.unit
    keys = {row_key(row) for row in sheet.tally.with_head}
    rows = rows_of(report).where(lambda row: row_key(row) in keys)
    return [
        *(WaitingLine(row_key(f), f.indicator.code, f.indicator.short_name, figure_words(f)) for f in rows.figures),
        *(WaitingLine(row_key(p), p.task.code, p.task.title, progress_words(p)) for p in rows.progress),
    ]
