"""The lines of the dashboard's first table, written straight to HTML (reports/marks.py says why).

A new column is a place in ROW, what fills it in `_cells`, and its heading in reports/dashboard/columns.py.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from reports.addresses import Way
from reports.dashboard.drawings import bullet_svg, spark_svg
from reports.dashboard.frame import Frame
from reports.dashboard.table import Line
from reports.indicator_rows import IndicatorRow
from reports.marks import aligned, status

ROW = (
    '<tr{0}><td class="stt">{1}</td>'
    '<th scope="row" class="name"><a href="{2}" title="{3}">{4}</a></th>'
    '<td class="num before" data-label="{5}">{6}</td>'
    '<td class="drawing">{7}</td>'
    '<td class="num now">{8}</td>'
    '<td class="num target" data-label="Mục tiêu" title="{9}">{10}</td>'
    '<td class="drawing spark">{11}</td>'
    '<td class="num reached" data-label="Hoàn thành">{12}</td>'
    '<td class="verdict">{13}</td>'
    '<td class="who" title="{14}">{15}</td>'
    '<td class="who leader" title="{16}">{17}</td></tr>\n'
)
DRAFT = ' class="draft" title="chưa chấp nhận"'
DRAFT_WORDS = '<span class="visually-hidden"> (chưa chấp nhận)</span>'


def indicator_lines(lines: Iterable[Line], frame: Frame) -> SafeString:
    way = Way("indicator", query=frame.query)
    return mark_safe("".join(_line(line, frame, way) for line in lines))  # noqa: S308 - every text in it is escaped


def _line(line: Line, frame: Frame, way: Way) -> str:
    row = line.row
    unit, leader = row.unit, row.leader
    return ROW.format(
        _look(row),
        escape(row.number),
        way.to(row.code),
        escape(row.name),
        escape(row.short_name),
        frame.baseline_year,
        aligned(row.baseline.label),
        bullet_svg(line.bar, row.verdict.face.tone, line.bar_words) if line.bar else "",
        value(row),
        escape(row.target.label),
        aligned(line.target),
        spark_svg(line.segments, line.marks, line.spark_words) if line.spark_words else "",
        aligned(row.achievement_text) if row.achievement_text else "",
        verdict(row, line.note),
        escape(unit.name) if unit else "",
        escape(unit.short_name) if unit else "–",
        escape(leader.full_name) if leader else "",
        escape(leader.short_name) if leader else "–",
    )


def _look(row: IndicatorRow) -> str:
    if not row.target.is_number:
        return ' class="unjudged"'
    return ' class="unfilled"' if row.amount is None else ""


def value(row: IndicatorRow) -> str:
    """The period's number, or which of the states without one it is."""
    if row.amount is None:
        reason = row.cell.nothing_reason
        look = f'quiet" title="{escape(reason)}' if reason else "quiet gap-words"
        return f'<span class="{look}">{row.gap}</span>'
    official = ' <small class="quiet official">chính thức</small>' if row.official else ""
    draft, words = (DRAFT, DRAFT_WORDS) if row.unaccepted else ("", "")
    return f"<b{draft}>{aligned(row.value_text)}</b>{official}{words}"


def verdict(row: IndicatorRow, note: str) -> str:
    """The status with what explains it in a word, and what else stands beside it; the row's page says it in full."""
    face = row.verdict.face
    shown = status(face.shape, face.tone, row.verdict.status.value, small=note)
    markers = " · ".join(row.quiet_markers)
    return f'{shown} <span class="markers">{escape(markers)}</span>' if markers else shown
