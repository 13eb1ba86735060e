"""The report as a printable workbook: a summary with charts, the appendices, what the units say, what proves it.

A face of the scorecard; it calculates nothing. Ratios are formulas, with the scorecard's value beside each.
"""

from collections.abc import Iterable

from reports.documents.cover import COVER, overview_widths, write_cover
from reports.documents.material import Change
from reports.documents.paper import Paper
from reports.documents.sheets import Book, Places, write_table
from reports.documents.tables import PHU_LUC_1, report_tables
from reports.scorecard import Scorecard
from units.models import Leader


def report_workbook(card: Scorecard, signer: Leader | None, changes: Iterable[Change] = (), version: int = 0) -> bytes:
    """The file's bytes. What is accepted or entered, and "BẢN NHÁP", follow the scorecard's scope.

    `changes` since the version before; `version` 0: a file that is not issued.
    """
    paper = Paper(card, signer)
    book = Book(paper, paper.subject)
    cover = book.add(COVER, overview_widths(card))
    places: dict[str, Places] = {}
    for table in report_tables(card, changes, version):
        found = write_table(book, table)
        if table.sheet == PHU_LUC_1:
            places = found
    write_cover(cover, paper, places)
    return book.content()
