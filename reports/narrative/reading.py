"""The coordinator's words as a report takes them, and whether they still fit the data."""

from plans.models import Period
from reports.models import NarrativeText
from reports.narrative.facts import Facts
from reports.narrative.text import Edits, Section, built_sections
from reports.sections import LABELS, SectionKey


def edited_texts(period: Period) -> dict[SectionKey, NarrativeText]:
    """Every section that was ever edited, also one that is built again (one query)."""
    rows = NarrativeText.objects.filter(period=period).select_related("edited_by")
    return {SectionKey(row.section): row for row in rows}


def read_edits(period: Period) -> Edits:
    """One query."""
    return Edits({key: row.text for key, row in edited_texts(period).items() if row.text})


def is_stale(held: NarrativeText | None, built: Section) -> bool:
    """Whether the data beneath an edit have changed since it was written."""
    return held is not None and bool(held.text) and held.based_on != built.digest


def stale_words(period: Period, facts: Facts) -> dict[str, str]:
    """The sections whose edit nobody has looked at since the data changed: key → label (one query). `facts`: of the
    accepted figures."""
    held = edited_texts(period)
    stale = (built.key for built in built_sections(facts) if is_stale(held.get(built.key), built))
    return {key.value: LABELS[key] for key in stale}
