"""What a cell of the printed tables shows, for faces that hold text: the number in its format (columns.py)."""

import re
from fractions import Fraction

from plans.quantities import format_number
from reports.documents.columns import Cell

_GROUPED = re.compile(r'\[\$-42A\]#,##0(?:\.(?P<places>0+))?(?:" (?P<label>[^"]+)")?')


def cell_text(cell: Cell) -> str:
    """ "1.234,5 (ước)" as the workbook shows it. Raises ValueError for a number in a format that is not known here."""
    if isinstance(cell.value, str):
        return cell.value
    if cell.number_format == "0":
        return str(cell.value)
    found = _GROUPED.fullmatch(cell.number_format)
    if found is None:
        raise ValueError(f"no text for a number in the format {cell.number_format!r}")
    places = len(found["places"] or "")
    text = format_number(Fraction(repr(cell.value)), places)
    return f"{with_places(text, places)} {found['label'] or ''}".rstrip()


def with_places(text: str, places: int) -> str:
    """A format keeps its zeros ("90,50"), where `format_number` drops them."""
    whole, _, decimals = text.partition(",")
    return f"{whole},{decimals.ljust(places, '0')}" if places else whole
