"""Where a printed sheet turns the page, so that what belongs together stays on one. Pure: heights in points.

A spreadsheet file has no "keep with next": the only means is a page break of one's own before the rows.
"""

from collections.abc import Collection, Iterator, Sequence

Span = tuple[int, int]  # first and last row, from 1


def page_breaks(
    heights: Sequence[float], kept: Sequence[Span], *, header_row: int, rooms: Collection[float]
) -> list[int]:
    """The rows before which a page must end by hand: the first of each `kept` span that would be torn otherwise.

    `heights` are those of all rows, in order; every page repeats the header row. `rooms` are the heights that a page
    may have, for programs differ: no span is torn with any of them.
    """
    spans = list(_spans(len(heights), kept))
    found: set[int] = set()
    while torn := {row for room in rooms for row in _torn(heights, spans, header_row, room, found)}:
        found.add(min(torn))  # what follows it moves
    return sorted(found)


def _spans(count: int, kept: Sequence[Span]) -> Iterator[Span]:
    """Every row once: by itself, or in the span that it is kept in. Spans that share a row become one."""
    row, waiting = 1, sorted(kept)
    while row <= count:
        last = row
        while waiting and waiting[0][0] <= last:
            last = max(last, waiting.pop(0)[1])
        yield row, last
        row = last + 1


def _torn(
    heights: Sequence[float], spans: Sequence[Span], header_row: int, room: float, breaks: Collection[int]
) -> Iterator[int]:
    """Fill page after page; the first rows of the spans that do not fit where they begin."""
    repeated, used = heights[header_row - 1], 0.0
    for first, last in spans:
        height = sum(heights[first - 1 : last])
        if first in breaks:
            used = repeated
        elif used + height > room:
            used = repeated
            if last > first:
                yield first
        used += height
