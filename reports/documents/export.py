"""A report as a file: which formats there are, what the file is called, how it is made and read again.

A format is one entry here. What is issued (reports/documents/issuing.py) is every format that says how it is compared.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.documents import docx_package
from reports.documents.as_json import report_json
from reports.documents.comparing import Place, document_places, workbook_places
from reports.documents.docx import report_document
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


def workbook_of(material: Material) -> bytes:
    return report_workbook(material.card, material.signer, material.changes, material.version)


def document_of(material: Material) -> bytes:
    return report_document(material.card, material.signer, material.edits)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "xlsx": Format(CONTENT_TYPE, workbook_of, workbook_places),
        "docx": Format(docx_package.CONTENT_TYPE, document_of, document_places),
        "json": Format("application/json; charset=utf-8", lambda it: report_json(it.card)),
    }
)
FROZEN: Mapping[str, Format] = MappingProxyType({name: made for name, made in FORMATS.items() if made.places})


def file_name(card: Scorecard, extension: str, version: int = 0, part: str = "") -> str:
    """ASCII: "bao-cao-KH33-2026-Q3.xlsx"; "…-lanh-dao.xlsx" a part, "…-ban-nhap.xlsx" a draft, "…-den-20260831.xlsx"
    as of a day, "…-ban-1.xlsx" an issued version."""
    number = re.sub(r"[^a-z0-9]+", "-", search_key(card.plan.number.partition("/")[0])).strip("-")
    draft = "-ban-nhap" if card.scope == Scope.ENTERED else ""
    day = f"-den-{card.as_of:%Y%m%d}" if card.as_of else ""
    issued = f"-ban-{version}" if version else ""
    return f"bao-cao-KH{number}-{card.period.code}{part}{draft}{day}{issued}.{extension}"
