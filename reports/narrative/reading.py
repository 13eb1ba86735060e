"""The coordinator's words as a report takes them."""

from plans.models import Period
from reports.models import NarrativeText
from reports.narrative.text import Edits
from reports.sections import SectionKey


def edited_texts(period: Period) -> dict[SectionKey, NarrativeText]:
    """Every section that was ever edited, also one that is built again (one query)."""
    rows = NarrativeText.objects.filter(period=period).select_related("edited_by")
    return {SectionKey(row.section): row for row in rows}


def read_edits(period: Period) -> Edits:
    """One query."""
    return Edits({key: row.text for key, row in edited_texts(period).items() if row.text})
