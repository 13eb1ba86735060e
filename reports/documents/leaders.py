"""Leaders' sheets: a workbook with one sheet for each leader, of what that leader directs."""

import re
from collections.abc import Iterable
from dataclasses import replace

from reports.documents.columns import indicator_columns
from reports.documents.overview import indicators_words
from reports.documents.paper import Paper
from reports.documents.sheets import Book, write_table
from reports.documents.tables import Table
from reports.scorecard import IndicatorRow, Scorecard, grouped, summarise
from units.models import Leader

DIRECTS = "Phân công chỉ đạo"
NOBODY = "Chưa phân công"
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31


def leaders_workbook(card: Scorecard) -> bytes:
    """The file's bytes; the leaders in the order of their first indicators."""
    paper = Paper(card, None)
    book = Book(paper, f"{paper.subject}: theo lãnh đạo phụ trách")
    tables = leader_tables(card)
    for table in tables:
        write_table(book, table)
    if not tables:
        book.add(NOBODY, [60])
    return book.content()


def leader_tables(card: Scorecard) -> list[Table]:
    found: dict[Leader | None, list[IndicatorRow]] = {}
    for row in card.indicators:
        found.setdefault(row.leader, []).append(row)
    titles = sheet_titles(str(leader) if leader else NOBODY for leader in found)
    return [
        leader_table(card, leader, rows, title) for (leader, rows), title in zip(found.items(), titles, strict=True)
    ]


def leader_table(card: Scorecard, leader: Leader | None, rows: list[IndicatorRow], title: str) -> Table:
    own = replace(card, indicators=tuple(rows), summary=summarise(rows, card.period))
    who = f"đồng chí {leader.full_name}, {leader.title} phụ trách" if leader else "chưa phân công chỉ đạo"
    return Table(
        sheet=title,
        appendix="",
        heading=f"Các chỉ tiêu {who} {card.period.as_code.words}",
        columns=tuple(column for column in indicator_columns(card) if column.header != DIRECTS),
        groups=tuple((str(section), found) for section, found in grouped(rows)),
        lead=indicators_words(own),
    )


def sheet_titles(names: Iterable[str]) -> list[str]:
    """Titles that a workbook takes: without forbidden signs, 31 characters at most, no two alike whatever the case."""
    taken: list[str] = []
    for name in names:
        plain = FORBIDDEN.sub(" ", name).strip() or NOBODY
        candidate, number = plain[:LONGEST_TITLE], 1
        while candidate.casefold() in {title.casefold() for title in taken}:
            number += 1
            candidate = f"{plain[: LONGEST_TITLE - len(f' ({number})')]} ({number})"
        taken.append(candidate)
    return taken
