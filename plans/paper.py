"""The paper behind a request or a figure entered for a unit: a file, or number and date of a document.

It is evidence of the unit and period like any other (plans/evidence.py); what it proves is said by who keeps it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from plans.actions import Hand
from plans.evidence import Document, file_columns, file_identity, kept_or_made
from plans.evidence_store import drop, put
from plans.models import Evidence, EvidenceKind, Period
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Paper:
    """`content=None`: no file, the document alone is named."""

    document: Document | None
    name: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A paper whose bytes are in the store, before any row of the database names them."""

    identity: dict[str, Any]
    columns: dict[str, Any]

    def keep(self, unit: Unit, period: Period, hand: Hand) -> Evidence:
        """Inside the caller's transaction."""
        return kept_or_made(unit, period, self.identity, self.columns, hand)


@contextmanager
def in_store(paper: Paper) -> Iterator[Stored]:
    """Check and store the file; its bytes go again where the block fails, or the same file was there before.

    To be entered outside the transaction that names it. Raises FileRefused, StoreFailed.
    """
    if paper.content is None:
        fields = paper.document.fields() if paper.document else {}
        yield Stored({"kind": EvidenceKind.DOCUMENT, **fields}, {})
        return
    columns = file_columns(paper.name, paper.content)
    name = columns["stored_name"] = put(paper.content)
    try:
        yield Stored(file_identity(paper.content, paper.document), columns)
    except BaseException:
        drop(name)
        raise
    if not Evidence.objects.filter(stored_name=name).exists():
        drop(name)
