"""What the builders of a report's files are given. The same material gives the same file, whenever it is built."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plans.models import Period, Plan
from reports.documents.paper import chosen_signer, signers
from reports.ledger import Scope
from reports.narrative.reading import read_edits
from reports.narrative.text import NO_EDITS, Edits
from reports.scorecard import Scorecard, build_scorecard
from units.dates import local_date
from units.models import Leader


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the version before: "Chỉ tiêu 6", "Kết quả Quý I", "0,9%", "1,2%"."""

    where: str
    what: str
    before: str
    after: str

    def texts(self) -> dict[str, str]:
        return {"where": self.where, "what": self.what, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Material:
    """`at` is the one moment that a builder may name. `version` 0: a file that is not issued.

    All that a builder reads must be reachable from here and be of a kind that reports/documents/packing.py knows;
    reading it costs no query.
    """

    card: Scorecard
    signer: Leader | None
    at: datetime
    version: int = 0
    changes: tuple[Change, ...] = ()
    edits: Edits = NO_EDITS


def read_material(
    plan: Plan,
    periods: Iterable[Period],
    period: Period,
    *,
    now: datetime,
    signer: str = "",
    draft: bool = False,
    as_of: date | None = None,
) -> Material:
    """All that the files of a period hold, for page, button, command and issuing (nineteen queries).

    What goes out holds accepted figures only; a draft shows all that was entered. `signer`: the code of who signs, the
    first who may by default. `as_of`: see build_scorecard.
    """
    scope = Scope.ENTERED if draft else Scope.ACCEPTED
    card = build_scorecard(plan, periods, period, scope=scope, now=now, with_evidence=True, as_of=as_of)
    chosen = chosen_signer(signers(plan.ward, local_date(now)), signer)
    return Material(card, chosen, now, edits=read_edits(period))
