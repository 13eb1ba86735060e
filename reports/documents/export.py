"""A report as a file: which formats there are, what the file is called, how it is made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.documents import docx_package
from reports.documents.as_json import report_json
from reports.documents.docx import report_document
from reports.documents.xlsx import report_workbook
from reports.ledger import Scope
from reports.narrative.text import Edits
from reports.scorecard import Scorecard
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.models import Leader
from units.text import search_key


@dataclass(frozen=True, slots=True)
class Format:
    """`write` gives the same content for the same card, signer and edits: it asks nothing else."""

    content_type: str
    write: Callable[[Scorecard, Leader | None, Edits], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "xlsx": Format(CONTENT_TYPE, lambda card, signer, edits: report_workbook(card, signer)),
        "docx": Format(docx_package.CONTENT_TYPE, report_document),
        "json": Format("application/json; charset=utf-8", lambda card, signer, edits: report_json(card)),
    }
)


def scope_of(*, draft: bool) -> Scope:
    """What goes out holds accepted figures only; a draft shows all that was entered."""
    return Scope.ENTERED if draft else Scope.ACCEPTED


def file_name(card: Scorecard, extension: str) -> str:
    """ASCII: "bao-cao-KH33-2026-Q3.xlsx", a draft "…-ban-nhap.xlsx"."""
    number = re.sub(r"[^a-z0-9]+", "-", search_key(card.plan.number.partition("/")[0])).strip("-")
    draft = "-ban-nhap" if card.scope == Scope.ENTERED else ""
    return f"bao-cao-KH{number}-{card.period.code}{draft}.{extension}"
