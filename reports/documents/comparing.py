"""Whether two files say the same: every cell of a workbook, every paragraph of a document, by its place.

How they are packed does not count.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

import docx
from docx.oxml.ns import qn
from openpyxl import load_workbook

Place = tuple[str, str]  # where ("Phụ lục 1!D14"), and what stands there with how it shows


def workbook_places(content: bytes) -> Iterator[Place]:
    """Every cell that is not empty: its value, formula or text, and its number format."""
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{sheet.title}!{cell.coordinate}", f"{cell.data_type} {cell.value!r} {cell.number_format}"


def document_places(content: bytes) -> Iterator[Place]:
    """Every paragraph that is not empty, those of tables among them: its style and text, in order."""
    body = docx.Document(BytesIO(content)).element.body
    for number, paragraph in enumerate(body.iter(qn("w:p")), start=1):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        if text:
            yield f"đoạn {number}", f"{paragraph.style} {text}"


def differing(first: bytes, second: bytes, places: Callable[[bytes], Iterable[Place]]) -> list[str]:
    """The places that the two files do not share, or fill differently, in the order of the first."""
    one, other = dict(places(first)), dict(places(second))
    return [place for place in one | other if one.get(place) != other.get(place)]
