"""Mở lại: one row is asked for, opened until a day, refused, taken back. The accepted snapshot stands all the while."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plans.actions import Hand, move_row, touch_report
from plans.calendar import PeriodState
from plans.evidence_kept import restore_evidence
from plans.models import AcceptedRow, Reopening, ReopeningState, ReportedRow, UnitReport
from plans.paper import Paper, in_store
from plans.places import Place, require_answerable
from plans.refusals import Conflict, NotAllowed
from plans.reopenings import OPEN
from plans.requests import claim_key
from plans.workflow import UNDER_WAY, WHO, RowEvent, RowState
from reports import told
from units import journal
from units.dates import short_date
from units.models import Channel, Unit, User
from units.permissions import can_review, works_for

WHY_ASKED = "Hãy ghi lý do đề nghị mở lại để cơ quan đầu mối quyết định."
WHY_OPENED = "Hãy ghi lý do mở lại; mọi người xem số liệu sẽ đọc lý do này."
WHY_REFUSED = "Hãy ghi lý do từ chối để đơn vị biết."
WHY_CLOSED = "Hãy ghi lý do khép lại; lý do được lưu trong nhật ký."
NO_LATER = "Dòng này đã mở đến hết ngày {}: gia hạn thì chọn ngày sau đó, muốn dừng sớm thì khép lại."
OPEN_ALREADY = "Dòng này đã được đề nghị hoặc đang mở lại."
WAITS = "Dòng này đang chờ xác nhận hoặc xem xét: hãy rút lại hoặc đề nghị trả lại, không cần mở lại."
NOT_NEEDED = "Dòng này đang nhập và sửa được trong kỳ đang mở, không cần mở lại."
DECIDED = "Đề nghị này đã được quyết định hoặc chưa có; hãy xem lại trang."


def not_askable(current: ReportedRow | None, state: PeriodState) -> str:
    """Why a row is not opened by itself; empty where it may be: accepted, or in a closed period and not under way."""
    if state is PeriodState.NOT_OPEN:
        return "Kỳ chưa mở nên chưa có gì để mở lại."
    if current is not None and current.state == RowState.ACCEPTED:
        return ""
    if current is not None and RowState(current.state) in UNDER_WAY:
        return WAITS
    return "" if state is PeriodState.CLOSED else NOT_NEEDED


def opened(place: Place[Any], unit: Unit) -> Reopening | None:
    """What is asked or granted of the row now (one query)."""
    rows = Reopening.objects.filter(unit=unit, period=place.period, code=place.code(), state__in=OPEN)
    return rows.select_related("unit__ward", "period", "asked_by", "decided_by", "evidence").first()


def ask_reopening(
    *, place: Place[Any], unit: Unit, reason: str, paper: Paper, key: UUID, by: User, channel: Channel, now: datetime
) -> bool:
    """Đề nghị mở lại, with the paper. False where this very request was done before. Raises FileRefused too."""
    if not works_for(by, unit):
        raise NotAllowed(f"Chỉ {unit.name} đề nghị mở lại dòng của mình.")
    if not reason:
        raise NotAllowed(WHY_ASKED)
    hand = Hand(by=by, channel=channel, now=now)
    with in_store(paper) as stored, transaction.atomic():
        if not claim_key(key, "ask_reopening", by=by, now=now):
            return False
        current = _lock(place, unit, hand)[1]
        if opened(place, unit):
            raise NotAllowed(OPEN_ALREADY)
        if refusal := not_askable(current, place.period.state(now)):
            raise NotAllowed(refusal)
        evidence = stored.keep(unit, place.period, hand)
        row = _new(place, unit, ReopeningState.ASKED, reason, asked_by=by, asked_at=now, evidence=evidence)
        _record("ask_reopening", place, row, current, hand, reason, after={"văn bản": str(evidence)})
        told.reopening_asked(row, hand)
    return True


@transaction.atomic
def grant_reopening(
    *, place: Place[Any], unit: Unit, until: date, reason: str, key: UUID, by: User, channel: Channel, now: datetime
) -> bool:
    """Mở lại until the end of the day: what was asked, or at once with a reason; a row that is open gets a new day.

    False where this very request was done before.
    """
    _require_coordinator(by, unit)
    hand = Hand(by=by, channel=channel, now=now)
    if not claim_key(key, "grant", by=by, now=now):
        return False
    report, current = _lock(place, unit, hand)
    row, action = opened(place, unit), "grant_reopening"
    if row is None and not reason:
        raise NotAllowed(WHY_OPENED)
    granted = row is not None and row.state == ReopeningState.GRANTED
    if row is not None and row.until and until <= row.until:
        raise NotAllowed(NO_LATER.format(short_date(row.until)))
    if not granted and (refusal := not_askable(current, place.period.state(now))):
        raise NotAllowed(refusal)
    decided = {"decided_by": by, "decided_at": now, "until": until}
    if row is None:
        row = _new(place, unit, ReopeningState.GRANTED, reason, **decided)
    elif granted:
        action = "extend_reopening"
        _change(row, until=until)
    else:
        _change(row, state=ReopeningState.GRANTED, answer=reason, **decided)
    words = {"mở đến hết ngày": short_date(until)}
    if current is not None and current.state == RowState.ACCEPTED:
        subject = _subject(place, report, current)
        why = reason or row.reason
        move_row(current, RowEvent.REOPEN, subject=subject, hand=hand, reason=why, after=words, reopened_until=until)
    else:
        _write(place, current, by, version=report.content_version, reopened_until=until)
        _record(action, place, row, current, hand, reason or row.reason, after=words)
    told.reopening_granted(row, hand)
    return True


@transaction.atomic
def refuse_reopening(
    *, place: Place[Any], unit: Unit, reason: str, key: UUID, by: User, channel: Channel, now: datetime
) -> bool:
    """Từ chối what was asked. False where this very request was done before."""
    _require_coordinator(by, unit)
    if not reason:
        raise NotAllowed(WHY_REFUSED)
    hand = Hand(by=by, channel=channel, now=now)
    if not claim_key(key, "refuse", by=by, now=now):
        return False
    current, row = _lock(place, unit, hand)[1], opened(place, unit)
    if row is None or row.state != ReopeningState.ASKED:
        raise NotAllowed(DECIDED)
    _change(row, state=ReopeningState.REFUSED, answer=reason, decided_by=by, decided_at=now, ended_at=now)
    _record("refuse_reopening", place, row, current, hand, reason)
    told.reopening_refused(row, hand)
    return True


@transaction.atomic
def close_reopening(
    *, place: Place[Any], unit: Unit, reason: str, key: UUID, by: User, channel: Channel, now: datetime
) -> bool:
    """Khép lại: the row is its accepted snapshot again; one that was never accepted stays as it is, and frozen.

    False where this very request was done before.
    """
    _require_coordinator(by, unit)
    if not reason:
        raise NotAllowed(WHY_CLOSED)
    hand = Hand(by=by, channel=channel, now=now)
    if not claim_key(key, "close", by=by, now=now):
        return False
    (report, current), row = _lock(place, unit, hand), opened(place, unit)
    if row is None or row.state != ReopeningState.GRANTED:
        raise NotAllowed(DECIDED)
    if current is not None and RowState(current.state) in UNDER_WAY:
        raise NotAllowed("Dòng này đã được gửi: hãy chấp nhận hoặc trả lại trước khi khép.")
    snapshot = snapshot_of(place, unit)
    if current is not None and snapshot is not None:
        _restore(place, report, current, snapshot, hand, reason)
    else:
        _write(place, current, by, version=report.content_version, reopened_until=None)
        _record("close_reopening", place, row, current, hand, reason)
    _change(row, state=ReopeningState.CLOSED, ended_at=now)
    told.reopening_closed(row, reason, hand)
    return True


def snapshot_of(place: Place[Any], unit: Unit) -> AcceptedRow | None:
    """What stands outwards (one query)."""
    rows = place.accepted_model._default_manager.filter(unit=unit, period=place.period, **place.link_key())
    return rows.order_by("-pk").first()


def _require_coordinator(by: User, unit: Unit) -> None:
    if not can_review(by, unit.ward_id):
        raise NotAllowed(WHO[RowEvent.REOPEN])


def _lock(place: Place[Any], unit: Unit, hand: Hand) -> tuple[UnitReport, Any]:
    """The report, so that nobody writes or decides on the row meanwhile, and the row as it stands."""
    require_answerable(place, unit, place.period)
    report = touch_report(unit=unit, period=place.period, by=hand.by, now=hand.now, reopened=True)
    current = place.current()
    if current is not None:
        current.report = report
    return report, current


def _restore(
    place: Place[Any], report: UnitReport, current: Any, snapshot: AcceptedRow, hand: Hand, reason: str
) -> None:
    values: dict[str, Any] = {name: getattr(snapshot, name) for name in place.value_names}
    marks: dict[str, Any] = {"illustrative": snapshot.illustrative, "on_behalf": snapshot.on_behalf}
    subject = _subject(place, report, current)
    words: dict[str, Any] = {"before": place.describe(current), "after": place.describe(snapshot)}
    move_row(current, RowEvent.RESTORE, subject=subject, hand=hand, reason=reason, **words, **values, **marks)
    restore_evidence(place, report, snapshot, hand, reason)


def _write(place: Place[Any], current: Any, by: User, **columns: Any) -> None:
    """Of a row that does not move; one that was never entered has nothing to write."""
    if current is None:
        return
    rows = place.model._default_manager.filter(pk=current.pk, version=current.version)
    if not rows.update(**columns):
        raise Conflict(place.current(), by)


def _new(place: Place[Any], unit: Unit, state: ReopeningState, reason: str, **columns: Any) -> Reopening:
    return Reopening.objects.create(
        unit=unit, period=place.period, code=place.code(), state=state, reason=reason, **columns
    )


def _change(row: Reopening, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def _subject(place: Place[Any], report: UnitReport, current: Any) -> journal.Subject:
    return journal.Subject(place.kind, current.pk, place.code(), place.period.code, report.unit.code)


def _record(
    action: str, place: Place[Any], row: Reopening, current: Any, hand: Hand, reason: str, **words: Any
) -> None:
    unit = row.unit
    journal.record(
        journal.Subject(place.kind, current.pk if current else None, row.code, row.period.code, unit.code),
        action,
        ward=unit.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        reason=reason,
        **words,
    )
