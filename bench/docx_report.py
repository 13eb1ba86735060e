"""What building the Word report costs, beside python-docx written with care for the same content. CPU time, in one run.

Ours starts from the scorecard: it makes the sentences, the texts of the cells and the file. The floor is handed all
texts ready and only writes them, by python-docx's own means used well: no `table.cell()` (which walks the table for
each cell), every further row a copy of the first with other texts. Both have the same styles, paper, heads and feet. In
turns, so that a busy machine slows both; the median of the pairs' ratios. For the printed plan and for a ward of 300
indicators. Exit status 1 where ours costs more than `LIMIT` floors.
"""

import statistics
import sys
import tempfile
import time
from copy import deepcopy
from io import BytesIO

from bench.save_row import prepare

LIMIT = 1.1
PAIRS, WARM_UP = 25, 3
CROWD = 300


def read_content(made: bytes):
    """Paragraphs as (style, text) outside the tables, and the tables as rows of cells of such paragraphs."""
    import docx

    document = docx.Document(BytesIO(made))
    blocks: list = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            rows = [[[(style_of(p), p.text) for p in cell.paragraphs] for cell in cells_of(row)] for row in block.rows]
            blocks.append(rows)
        else:
            blocks.append((style_of(block), block.text))
    return blocks


def style_of(paragraph):
    assert paragraph.style is not None
    return paragraph.style.name


def cells_of(row):
    from docx.table import _Cell

    return [_Cell(tc, row._parent) for tc in row._tr.tc_lst]


def write_with_care(blocks) -> bytes:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = docx.Document()
    make_styles(document)
    first = document.sections[0]
    first.different_first_page_header_footer = True
    first.header.paragraphs[0].text, first.footer.paragraphs[0].text = "2", ""
    for block in blocks:
        if isinstance(block, list):
            write_table(document, block)
        elif block[0] == "Hết phần":
            section = document.add_section()
            section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        else:
            document.add_paragraph(block[1], style=block[0])
    stored = BytesIO()
    document.save(stored)
    return stored.getvalue()


def make_styles(document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    from reports.documents.docx_styles import STYLES

    for style in STYLES.values():
        name = style.name.replace("heading", "Heading")
        known = name in ("Normal", "Heading 1", "Heading 2")
        made = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.font.name, made.font.size, made.font.bold = "Times New Roman", Pt(style.points), style.bold
        made.paragraph_format.space_after = Pt(style.after)


def write_table(document, rows) -> None:
    """The first row of each shape by python-docx, the others as copies of it."""
    from docx.oxml.ns import qn

    table = document.add_table(0, max(len(row) for row in rows))
    models = {}
    for row in rows:
        shape = tuple(tuple(style for style, _ in cell) for cell in row)
        if shape not in models:
            models[shape] = model_row(table, row)
        made = deepcopy(models[shape])
        texts = [text for cell in row for _, text in cell]
        for node, text in zip(made.iter(qn("w:t")), texts, strict=True):
            node.text = text
        table._tbl.append(made)


def model_row(table, row):
    made = table.add_row()
    cells = cells_of(made)[: len(row)]
    for cell, paragraphs in zip(cells, row, strict=True):
        for place, (style, _) in enumerate(paragraphs):
            target = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            target.style = style
            target.add_run("x")
    for spare in cells_of(made)[len(row) :]:
        made._tr.remove(spare._tc)
    table._tbl.remove(made._tr)
    return made._tr


def cards():
    """Name → the scorecard of quý III."""
    from django.utils import timezone

    from plans.models import Plan
    from plans.querysets import read_periods
    from reports.scorecard import Scope, build_scorecard
    from tests.crowd import a_ward, join

    crowd, coordinator = a_ward("dong", now=timezone.now())
    join(crowd, coordinator, CROWD, now=timezone.now())
    for name, number in (("printed plan", "33/KH-UBND"), (f"{CROWD} indicators", crowd.number)):
        plan = Plan.objects.select_related("ward", "coordinator").get(number=number)
        periods = read_periods(plan)
        period = next(found for found in periods if found.code == "2026-Q3")
        yield name, build_scorecard(plan, periods, period, scope=Scope.ENTERED, now=timezone.now())


def spent(work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measure(card) -> tuple[float, float, float]:
    """Medians in milliseconds of ours and of the floor, median of the ratios."""
    from reports.documents.docx import report_document
    from reports.narrative.text import NO_EDITS

    def ours() -> bytes:
        return report_document(card, None, NO_EDITS)

    blocks = read_content(ours())
    assert read_content(write_with_care(blocks))[:5] == blocks[:5]
    pairs = [(spent(ours), spent(lambda: write_with_care(blocks))) for _ in range(PAIRS + WARM_UP)][WARM_UP:]
    own, floor = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    return own, floor, statistics.median(a / b for a, b in pairs)


def main() -> int:
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        for name, card in cards():
            own, floor, ratio = measure(card)
            kept = kept and ratio <= LIMIT
            print(f"Word report, {name}: {own:.1f} ms, python-docx with care {floor:.1f} ms, ratio {ratio:.2f}")
    print(f"limit {LIMIT}: {'kept' if kept else 'EXCEEDED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
