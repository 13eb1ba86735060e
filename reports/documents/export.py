"""A report as a file: which formats there are, what the file is called, how it is made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.documents.as_json import report_json
from reports.documents.xlsx import report_workbook
from reports.ledger import Scope
from reports.scorecard import Scorecard
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.models import Leader
from units.text import search_key


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    write: Callable[[Scorecard, Leader | None], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "xlsx": Format(CONTENT_TYPE, report_workbook),
        "json": Format("application/json; charset=utf-8", lambda card, signer: report_json(card)),
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
