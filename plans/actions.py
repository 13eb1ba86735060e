"""Writes on a report: its envelope, its rows and their states.

Every action runs in the caller's transaction or its own, takes `by=`, `channel=` and `now=`, and writes the journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from plans.collecting import hold_collecting, require_writable
from plans.models import Period, ReportedRow, UnitReport
from plans.places import Place, Row
from plans.refusals import Conflict, NotAllowed, ReportMoved
from plans.reopenings import late_until
from plans.statement import Statement
from plans.workflow import EDITABLE, Part, RowEvent, RowState, TransitionRefused, next_state
from units import journal
from units.models import Channel, Unit, User
from units.notices import heads_of
from units.permissions import can_enter_for, can_review, enters_on_behalf, heads, works_for

TOUCH = Statement(
    UnitReport,
    "UPDATE plans_unitreport "
    "SET content_version = content_version + 1, last_activity_at = %s, last_activity_by_id = %s "
    "WHERE unit_id = %s AND period_id = %s RETURNING {columns}",
)
OTHERS_ROW = "{} do {} nhập trong {}; cơ quan đầu mối cần xem lại ngày phân công hoặc lịch báo cáo."
NOT_EMPTIED = "Dòng đang mở lại không xóa trống được: hãy nhập số đúng, hoặc ghi “không phát sinh” kèm lý do."


def require_entry_right(by: User, unit: Unit) -> None:
    if not can_enter_for(by, unit):
        raise NotAllowed(f"Tài khoản của bạn không nhập số liệu cho {unit.name}.")


def open_report(*, unit: Unit, period: Period) -> UnitReport:
    """The envelope of the unit and period, made at its first write."""
    report, _ = UnitReport.objects.get_or_create(unit=unit, period=period)
    return report


def touch_report(*, unit: Unit, period: Period, by: User, now: datetime, reopened: bool = False) -> UnitReport:
    """Raise `content_version` of the envelope, which locks it until the transaction ends, and read it.

    One statement on both databases: what an UPDATE returns nobody can change before the transaction ends. Raises
    NotAllowed where the period takes no figures any more.
    """
    hold_collecting(period, now, reopened=reopened)
    values = [connection.ops.adapt_datetimefield_value(now), by.pk, unit.pk, period.pk]
    report = TOUCH.first(values)
    if report is None:
        open_report(unit=unit, period=period)
        report = TOUCH.rows(values)[0]
    report.unit, report.period = unit, period  # known already: the journal asks for both
    return report


def touch_seen_report(report: UnitReport, *, seen: int, by: User, now: datetime) -> int:
    """The same, on condition that the report still is at the version that the reviewer saw."""
    hit = UnitReport.objects.filter(pk=report.pk, content_version=seen).update(
        content_version=F("content_version") + 1, last_activity_at=now, last_activity_by=by
    )
    if not hit:
        raise ReportMoved
    report.refresh_from_db()
    return report.content_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who writes, by which way, when, and why where the way says it: unchanged through every layer of a write.

    `confirmed`: what this unit's officers send waits for its head (`head_confirms`); asked for where rows are sent.
    """

    by: User
    channel: Channel
    now: datetime
    illustrative: bool = False
    reason: str = ""
    confirmed: bool = False

    def marks(self, unit: Unit) -> dict[str, Any]:
        """What a row keeps of its last writer."""
        return {
            "illustrative": self.illustrative or self.by.is_demo,
            "on_behalf": enters_on_behalf(self.by, unit),
            "entered_by": self.by,
            "entered_at": self.now,
        }


def head_confirms(unit: Unit, day: date) -> bool:
    """Whether the unit's head stands between its officers and the coordinator: the ward wants it and there is one."""
    return unit.ward.head_confirms and heads_of(unit, day).exists()


def parts_of(user: User, unit: Unit, *, confirmed: bool = False) -> frozenset[Part]:
    """What the person is to the unit's report (plans/workflow.py), by the predicates of units/permissions.py."""
    parts = set()
    if heads(user, unit):
        parts.add(Part.HEAD)
    elif works_for(user, unit):
        parts.add(Part.OFFICER if confirmed else Part.SENDER)
    if can_review(user, unit.ward_id):
        parts.add(Part.COORDINATOR)
    return frozenset(parts or {Part.OTHER})


def row_subject(row: ReportedRow, *, kind: str, code: str) -> journal.Subject:
    return journal.Subject(kind=kind, id=row.pk, code=code, period=row.report.period.code, unit=row.report.unit.code)


def write_row(
    place: Place[Row],
    unit: Unit,
    current: Row | None,
    fields: Mapping[str, Any] | None,
    version: int,
    hand: Hand,
    late: date | None = None,
) -> Row | None:
    """Create, change or (fields=None) remove the row that the writer saw at `version` (0: none was there).

    `current` was read before the report's lock was taken; the row is written on condition that it still is at its
    version, which no other content of this place ever had. Raises Conflict where the row is not at the writer's
    version any more, NotAllowed where its state takes no writing.
    """
    reopened = require_writable(place.period, current, late, hand.now)
    if fields is None and current is not None and current.reopened_until:
        raise NotAllowed(NOT_EMPTIED)
    with transaction.atomic():
        report = touch_report(unit=unit, period=place.period, by=hand.by, now=hand.now, reopened=reopened)
        if (current.version if current else 0) != version:
            raise Conflict(place.current(), hand.by)
        if current is not None and current.report_id != report.pk:
            raise NotAllowed(OTHERS_ROW.format(place.code(), current.report.unit, place.period.label))
        before = place.describe(current)
        row = _put(place, report, current, fields, hand, _still_late(place, unit, current, late, hand))
        marks = hand.marks(report.unit)
        journal.record(
            _subject(place, report, current or row),
            "save" if row else "empty",
            ward=report.unit.ward,
            by=hand.by,
            channel=hand.channel,
            now=hand.now,
            before=before,
            after=place.describe(row),
            reason=hand.reason,
            on_behalf=marks["on_behalf"],
        )
        return row


def _still_late(place: Place[Row], unit: Unit, current: Row | None, late: date | None, hand: Hand) -> date | None:
    """`late` as it stands under the lock: it was read before, and may be taken back or extended since.

    One query, and only for a row that comes late: one that is there carries its day under its own version.
    """
    if current is not None or late is None:
        return late
    standing = late_until(place, unit, current, hand.now)
    require_writable(place.period, current, standing, hand.now)
    return standing


def _subject(place: Place[Row], report: UnitReport, row: Row | None) -> journal.Subject:
    soft_id = row.pk if row else None
    return journal.Subject(place.kind, soft_id, place.code(), report.period.code, report.unit.code)


def _put(
    place: Place[Row],
    report: UnitReport,
    current: Row | None,
    fields: Mapping[str, Any] | None,
    hand: Hand,
    late: date | None,
) -> Row | None:
    if current is None:
        return _create(place, report, fields, hand, late)
    marks = hand.marks(report.unit) | {"version": report.content_version}
    rows = place.model._default_manager.filter(pk=current.pk, version=current.version, state__in=EDITABLE)
    hit = rows.delete()[0] if fields is None else rows.update(**fields, **marks)
    if not hit:
        raise _missed(place, current, hand)
    if fields is None:
        return None
    for name, value in {**fields, **marks, "report": report}.items():
        setattr(current, name, value)
    return current


def _missed(place: Place[Row], seen: Row, hand: Hand) -> Exception:
    """Why the row was not hit: somebody wrote or emptied it since, or its state takes no writing."""
    standing = place.current()
    if standing is None or standing.version != seen.version:
        return Conflict(standing, hand.by)
    return NotAllowed(f"{place.code()} {standing.state_label}, không sửa được nữa.")


def _create(
    place: Place[Row],
    report: UnitReport,
    fields: Mapping[str, Any] | None,
    hand: Hand,
    late: date | None,
) -> Row | None:
    """`late`: a row of a closed period that was opened by itself; it never stands beside rows that are judged whole."""
    if fields is None:
        return None
    if late is None and place.siblings_sent(report):
        raise NotAllowed("Báo cáo đã gửi và đang chờ xem xét, chưa thêm dòng mới được.")
    marks = hand.marks(report.unit) | {"version": report.content_version}
    columns = {**place.columns(), **fields, **marks, "reopened_until": late}
    try:
        with transaction.atomic():
            return place.model._default_manager.create(report=report, **columns)
    except IntegrityError as error:
        raise Conflict(place.current(), hand.by) from error


def move_row(
    row: ReportedRow,
    event: RowEvent,
    *,
    subject: journal.Subject,
    hand: Hand,
    reason: str = "",
    before: Mapping[str, str] = MappingProxyType({}),
    after: Mapping[str, str] = MappingProxyType({}),
    **also: Any,
) -> None:
    """Take one row along the table of states, on condition that nobody wrote it meanwhile.

    The row's report must have been touched and read again before: its content_version becomes the row's version.
    `also`: columns that change with the state; `before`, `after`: what the journal says of them.
    Raises NotAllowed, Conflict.
    """
    columns = _moved(row, event, hand, reason) | also
    model, before = type(row), {"trạng thái": row.state_label, **before}
    rows = model._default_manager.filter(pk=row.pk, version=row.version, state=row.state)
    if not rows.update(**columns):
        raise Conflict(model._default_manager.filter(pk=row.pk).first(), hand.by)
    for name, value in columns.items():
        setattr(row, name, value)
    journal.record(
        subject,
        event.value,
        ward=row.report.unit.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        before=before,
        after={"trạng thái": row.state_label, **after},
        reason=reason,
        on_behalf=event == RowEvent.SEND and enters_on_behalf(hand.by, row.report.unit),
    )


def _moved(row: ReportedRow, event: RowEvent, hand: Hand, reason: str) -> dict[str, Any]:
    """The columns that the event changes by itself. Raises NotAllowed where the table of states has no such step."""
    try:
        new = next_state(RowState(row.state), event, parts_of(hand.by, row.report.unit, confirmed=hand.confirmed))
    except TransitionRefused as refused:
        raise NotAllowed(refused.sentence) from refused
    columns: dict[str, Any] = {"state": new, "version": row.report.content_version}
    if event in {RowEvent.ACCEPT, RowEvent.RESTORE}:
        columns["reopened_until"] = None
    if new in {RowState.RETURNED, RowState.REOPENED}:
        columns["came_back_at"] = hand.now
    if new is RowState.RETURNED:
        columns["return_reason"] = reason
    elif event in {RowEvent.ACCEPT, RowEvent.RESTORE}:
        columns["return_reason"] = ""
    return columns | _first_sending(row, event, new, hand.now)


def _first_sending(row: ReportedRow, event: RowEvent, new: RowState, now: datetime) -> dict[str, datetime | None]:
    """Punctuality asks when a row was first handed in; who takes that sending back hands it in anew. A row that was
    decided on was handed in, whatever becomes of a later sending."""
    if new is RowState.SENT and row.first_sent_at is None:
        return {"first_sent_at": now}
    taken_back = event is RowEvent.WITHDRAW and row.state == RowState.SENT
    return {"first_sent_at": None} if taken_back and not row.decided_on else {}


def snapshot_columns(row: ReportedRow, *, seen_version: int, hand: Hand) -> dict[str, Any]:
    """What every accepted snapshot keeps of the row and of the acceptance, which a demonstration account plays only."""
    return {
        "period": row.report.period,
        "unit": row.report.unit,
        "illustrative": row.illustrative or hand.by.is_demo,
        "on_behalf": row.on_behalf,
        "row_version": seen_version,
        "content_version": row.report.content_version,
        "accepted_by": hand.by,
        "accepted_at": hand.now,
        "self_accepted": row.entered_by_id == hand.by.pk,
    }
