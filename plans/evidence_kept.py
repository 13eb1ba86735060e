"""What an accepted snapshot keeps of the evidence of its row, and how the row gets it back."""

from typing import Any

from django.db.models import QuerySet

from plans.actions import Hand
from plans.evidence import describe, mark_removed, record_link
from plans.models import AcceptedRow, Evidence, UnitReport
from plans.places import Place


def evidence_kept(place: Place[Any], report: UnitReport) -> list[dict[str, Any]]:
    """What an accepted snapshot keeps of the evidence that stands on its row (one query)."""
    pieces = [link.evidence for link in _links(place, report).select_related("evidence")]
    return [{"id": e.pk, "name": e.original_name, "sha256": e.sha256, "document": e.document} for e in pieces]


def restore_evidence(place: Place[Any], report: UnitReport, snapshot: AcceptedRow, hand: Hand, reason: str) -> None:
    """The row's evidence is what its accepted snapshot kept, the report locked: what was added goes, what went returns.

    The bytes of evidence that was removed are kept, so that it can stand again.
    """
    links = _links(place, report)
    standing = {link.evidence_id: link for link in links.select_related("evidence__unit__ward", "evidence__period")}
    kept = {piece["id"] for piece in snapshot.evidence}
    for key in standing.keys() - kept:
        _take_off(standing[key], place, hand, reason)
    for evidence in Evidence.objects.filter(pk__in=kept - standing.keys()).select_related("unit__ward", "period"):
        Evidence.objects.filter(pk=evidence.pk).update(removed_at=None, removed_by=None, removal_reason="")
        links.create(evidence=evidence, **place.link_key())
        record_link("attach", evidence, place, hand, after=describe(evidence), reason=reason)


def _links(place: Place[Any], report: UnitReport) -> QuerySet[Any]:
    links = place.link_model._default_manager.order_by("evidence_id")
    return links.filter(evidence__unit=report.unit, evidence__period=report.period, **place.link_key())


def _take_off(link: Any, place: Place[Any], hand: Hand, reason: str) -> None:
    link.delete()
    record_link("detach", link.evidence, place, hand, before=describe(link.evidence), reason=reason)
    mark_removed(link.evidence, hand, reason)
