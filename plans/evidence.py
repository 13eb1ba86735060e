"""Writes of evidence: add a file or name a document, let it serve more rows, take it off. Nothing else writes it.

A row under review or accepted keeps its evidence as it is. Evidence that stands on no row any more is marked as
removed: nobody reads it, its bytes stay in the store because the journal and accepted snapshots name them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from plans.actions import Hand, require_entry_right, touch_report
from plans.collecting import require_collecting, require_writable
from plans.evidence_scan import inspect
from plans.evidence_scanner import refuse_infected
from plans.evidence_store import drop, put
from plans.models import Evidence, EvidenceKind, EvidenceLink, Period, UnitReport
from plans.places import Place, require_answerable
from plans.refusals import NotAllowed
from plans.reopenings import late_until
from units import journal
from units.models import Channel, Unit, User
from units.permissions import enters_on_behalf

Places = Sequence[Place[Any]]


@dataclass(frozen=True, slots=True)
class Document:
    """Number and date of an official document."""

    number: str
    day: date

    def fields(self) -> dict[str, Any]:
        return {"document_number": self.number, "document_date": self.day}


NO_DOCUMENT: Mapping[str, Any] = {"document_number": "", "document_date": None}


def add_file(
    *,
    unit: Unit,
    period: Period,
    places: Places,
    name: str,
    content: bytes,
    document: Document | None,
    by: User,
    channel: Channel,
    now: datetime,
) -> Evidence:
    """Check the file, keep it, and let it stand on the rows. The same file again is the same evidence.

    Raises FileRefused (the file), StoreFailed (the store), NotAllowed (rights, period, state of a row).
    """
    reopened = _require_rights(unit, period, places, by, now)
    columns = file_columns(name, content)
    identity = file_identity(content, document)
    stored = columns["stored_name"] = put(content)
    try:
        kept = _keep(unit, period, places, identity, columns, Hand(by=by, channel=channel, now=now), reopened)
    except BaseException:
        drop(stored)
        raise
    if kept.stored_name != stored:
        drop(stored)
    return kept


def file_identity(content: bytes, document: Document | None) -> dict[str, Any]:
    """What makes two files of a unit's period the same evidence."""
    return {"sha256": sha256(content).hexdigest(), **(document.fields() if document else NO_DOCUMENT)}


def file_columns(name: str, content: bytes) -> dict[str, Any]:
    """What is kept of a file beside its bytes. Raises FileRefused."""
    inspected = inspect(name, content)
    refuse_infected(inspected.name, content, settings.EVIDENCE_SCANNER)
    return {
        "kind": EvidenceKind.FILE,
        "original_name": inspected.name,
        "content_type": inspected.content_type,
        "size": len(content),
    }


def add_document(
    *, unit: Unit, period: Period, places: Places, document: Document, by: User, channel: Channel, now: datetime
) -> Evidence:
    """Name an official document that proves the rows. Raises NotAllowed."""
    reopened = _require_rights(unit, period, places, by, now)
    identity = {"kind": EvidenceKind.DOCUMENT, **document.fields()}
    return _keep(unit, period, places, identity, {}, Hand(by=by, channel=channel, now=now), reopened)


def let_serve(*, evidence: Evidence, places: Places, by: User, channel: Channel, now: datetime) -> None:
    """Let evidence that is there stand on more rows of its unit and period. Raises NotAllowed."""
    reopened = _require_rights(evidence.unit, evidence.period, places, by, now)
    with transaction.atomic():
        report = _lock(evidence.unit, evidence.period, by, now, reopened)
        _attach(_standing(evidence), places, report, Hand(by=by, channel=channel, now=now))


def remove(*, evidence: Evidence, places: Places, reason: str, by: User, channel: Channel, now: datetime) -> bool:
    """Take evidence off the rows. True where it stands on no row any more and so is removed. Raises NotAllowed."""
    require_entry_right(by, evidence.unit)
    reopened = _require_open(evidence.unit, evidence.period, places, now)
    hand = Hand(by=by, channel=channel, now=now)
    with transaction.atomic():
        report = _lock(evidence.unit, evidence.period, by, now, reopened)
        current = _standing(evidence)
        if not [place for place in places if _detach(current, place, report, hand, reason)]:
            raise NotAllowed("Minh chứng này đã được gỡ khỏi dòng đó rồi.")
        return mark_removed(current, hand, reason)


def mark_removed(evidence: Evidence, hand: Hand, reason: str) -> bool:
    """Removed, and so read by nobody, where it stands on no row any more. Whether it is now."""
    if stands_anywhere(evidence):
        return False
    removal = {"removed_at": hand.now, "removed_by": hand.by, "removal_reason": reason}
    return bool(Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(**removal))


def stands_anywhere(evidence: Evidence) -> bool:
    """Whether any row holds it, or a request to open one is proved by it.

    The kinds of rows live above this app, and each brings its kind of link.
    """
    holding = [kind._default_manager.filter(evidence=evidence) for kind in EvidenceLink.__subclasses__()]
    return evidence.reopenings.exists() or any(links.exists() for links in holding)


def locked_because(place: Place[Any], report: UnitReport | None, late: bool = False) -> str:
    """Why the row's evidence stays as it is; empty where it may change. `late`: the place is open by itself."""
    row = place.current()
    if row is not None:
        return "" if row.editable else f"{place.code()} {row.state_label}, không thêm hay gỡ minh chứng được nữa."
    if report is not None and not late and place.siblings_sent(report):
        return "Báo cáo đã gửi và đang chờ xem xét, chưa thêm hay gỡ minh chứng được."
    return ""


def _require_rights(unit: Unit, period: Period, places: Places, by: User, now: datetime) -> bool:
    """Whether the rows are open by themselves."""
    require_entry_right(by, unit)
    reopened = _require_open(unit, period, places, now)
    if not places:
        raise NotAllowed("Hãy chọn ít nhất một dòng mà minh chứng này phục vụ.")
    for place in places:
        require_answerable(place, unit, period)
    return reopened


def _require_open(unit: Unit, period: Period, places: Places, now: datetime) -> bool:
    """Refuse what neither the period nor a reopening of every row takes. True where it is by reopenings."""
    if not places:
        require_collecting(period, now)
    reopened = []
    for place in places:
        row = place.current()
        reopened.append(require_writable(period, row, late_until(place, unit, row, now), now))
    return all(reopened)


def _lock(unit: Unit, period: Period, by: User, now: datetime, reopened: bool) -> UnitReport:
    """The report, so that no row of it is sent or accepted before the transaction ends."""
    return touch_report(unit=unit, period=period, by=by, now=now, reopened=reopened)


def _standing(evidence: Evidence) -> Evidence:
    """The evidence as it is now, its report locked."""
    current = Evidence.objects.filter(pk=evidence.pk, removed_at=None).select_related("unit__ward", "period").first()
    if current is None:
        raise NotAllowed("Minh chứng này đã được gỡ trước đó.")
    return current


def _keep(
    unit: Unit,
    period: Period,
    places: Places,
    identity: Mapping[str, Any],
    columns: Mapping[str, Any],
    hand: Hand,
    reopened: bool,
) -> Evidence:
    """The evidence of that identity in the unit's report, made where it is not there, on the rows."""
    with transaction.atomic():
        report = _lock(unit, period, hand.by, hand.now, reopened)
        evidence = kept_or_made(unit, period, identity, columns, hand)
        _attach(evidence, places, report, hand)
        return evidence


def kept_or_made(
    unit: Unit, period: Period, identity: Mapping[str, Any], columns: Mapping[str, Any], hand: Hand
) -> Evidence:
    """The evidence of that identity: the same file or document is never kept twice in a unit's period."""
    evidence = Evidence.objects.filter(unit=unit, period=period, removed_at=None, **identity).first()
    return evidence or Evidence.objects.create(
        ward=unit.ward,
        unit=unit,
        period=period,
        **identity,
        **columns,
        illustrative=hand.marks(unit)["illustrative"],
        uploaded_by=hand.by,
        uploaded_at=hand.now,
    )


def _attach(evidence: Evidence, places: Places, report: UnitReport, hand: Hand) -> None:
    if not attach(evidence, places, report, hand):
        raise NotAllowed(f"{evidence}: minh chứng này đã có ở dòng đã chọn.")


def attach(evidence: Evidence, places: Places, report: UnitReport, hand: Hand) -> bool:
    """Let it stand on the rows, the report locked. False where it stood on all of them before."""
    new = False
    for place in places:
        _refuse_locked(place, report, hand)
        _, made = place.link_model._default_manager.get_or_create(evidence=evidence, **place.link_key())
        if made:
            new = True
            record_link("attach", evidence, place, hand, after=describe(evidence))
    return new


def _detach(evidence: Evidence, place: Place[Any], report: UnitReport, hand: Hand, reason: str) -> bool:
    _refuse_locked(place, report, hand)
    gone, _ = place.link_model._default_manager.filter(evidence=evidence, **place.link_key()).delete()
    if gone:
        record_link("detach", evidence, place, hand, before=describe(evidence), reason=reason)
    return bool(gone)


def _refuse_locked(place: Place[Any], report: UnitReport, hand: Hand) -> None:
    late = late_until(place, report.unit, None, hand.now) is not None
    reason = locked_because(place, report, late)
    if reason:
        raise NotAllowed(reason)


def describe(evidence: Evidence) -> dict[str, str]:
    """The evidence as users read it, for the journal."""
    words = {"minh chứng": evidence.original_name, "văn bản": evidence.document, "SHA-256": evidence.sha256}
    return {name: text for name, text in words.items() if text}


def record_link(action: str, evidence: Evidence, place: Place[Any], hand: Hand, **words: Any) -> None:
    unit = evidence.unit
    journal.record(
        journal.Subject("evidence", evidence.pk, place.code(), evidence.period.code, unit.code),
        action,
        ward=unit.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        on_behalf=enters_on_behalf(hand.by, unit),
        **words,
    )
