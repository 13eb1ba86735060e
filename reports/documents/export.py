"""A report as a file: which formats there are, what the file is called, how it is made and read again.

A format is one entry here. What is issued (reports/documents/issuing.py) is every format that says how it is compared.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.documents.as_json import report_json
from reports.documents.comparing import Place, workbook_places
from reports.documents.material import Material
from reports.documents.xlsx import report_workbook
from reports.ledger import Scope
from reports.scorecard import Scorecard
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.text import search_key


@dataclass(frozen=True, slots=True)
class Format:
    """`places` gives the cells or paragraphs of a file, for those formats that are frozen when a report is issued."""

    content_type: str
    write: Callable[[Material], bytes]
    places: Callable[[bytes], Iterable[Place]] | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "xlsx": Format(CONTENT_TYPE, lambda it: report_workbook(it.card, it.signer), workbook_places),
        "json": Format("application/json; charset=utf-8", lambda it: report_json(it.card)),
    }
)
FROZEN: Mapping[str, Format] = MappingProxyType({name: made for name, made in FORMATS.items() if made.places})


def scope_of(*, draft: bool) -> Scope:
    """What goes out holds accepted figures only; a draft shows all that was entered."""
    return Scope.ENTERED if draft else Scope.ACCEPTED


def file_name(card: Scorecard, extension: str, version: int = 0) -> str:
    """ASCII: "bao-cao-KH33-2026-Q3.xlsx", a draft "…-ban-nhap.xlsx", an issued one "…-ban-1.xlsx"."""
    number = re.sub(r"[^a-z0-9]+", "-", search_key(card.plan.number.partition("/")[0])).strip("-")
    draft = "-ban-nhap" if card.scope == Scope.ENTERED else ""
    issued = f"-ban-{version}" if version else ""
    return f"bao-cao-KH{number}-{card.period.code}{draft}{issued}.{extension}"
