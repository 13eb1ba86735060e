"""A report as a file: which formats there are, what the file is called, how it is made."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from plans.models import Period, Plan
from reports.documents.as_json import report_json
from reports.documents.xlsx import report_workbook
from reports.ledger import Scope
from reports.scorecard import Scorecard, build_scorecard
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


def read_report(
    plan: Plan,
    periods: Iterable[Period],
    period: Period,
    *,
    now: datetime,
    draft: bool = False,
    as_of: date | None = None,
) -> Scorecard:
    """All that the files of a period hold, for page, button, command and issuing. `as_of`: see build_scorecard."""
    scope = scope_of(draft=draft)
    return build_scorecard(plan, periods, period, scope=scope, now=now, with_evidence=True, as_of=as_of)


def scope_of(*, draft: bool) -> Scope:
    """What goes out holds accepted figures only; a draft shows all that was entered."""
    return Scope.ENTERED if draft else Scope.ACCEPTED


def file_name(card: Scorecard, extension: str, part: str = "") -> str:
    """ASCII: "bao-cao-KH33-2026-Q3.xlsx"; "…-lanh-dao.xlsx" a part, "…-ban-nhap.xlsx" a draft, "…-den-20260831.xlsx"
    as of a day."""
    number = re.sub(r"[^a-z0-9]+", "-", search_key(card.plan.number.partition("/")[0])).strip("-")
    draft = "-ban-nhap" if card.scope == Scope.ENTERED else ""
    day = f"-den-{card.as_of:%Y%m%d}" if card.as_of else ""
    return f"bao-cao-KH{number}-{card.period.code}{part}{draft}{day}.{extension}"
