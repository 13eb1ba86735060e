"""Writes on the frame of a report: the envelope, the state of its rows, the period.

Every action runs in the caller's transaction or its own, takes `by=`, `channel=` and `now=`, and writes the journal.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from plans import told
from plans.calendar import PeriodState
from plans.models import AcceptedRow, EvidenceLink, Period, ReportedRow, RequestKey, UnitReport
from plans.querysets import the_one
from plans.reopenings import any_granted, late_until
from plans.statement import Statement
from plans.workflow import EDITABLE, Part, RowEvent, RowState, TransitionRefused, next_state
from units import journal
from units.dates import local_date, short_date
from units.models import Channel, Unit, User
from units.notices import heads_of
from units.permissions import can_enter_for, can_review, enters_on_behalf, heads, works_for

Row = TypeVar("Row", bound=ReportedRow)
TOUCH = Statement(
    UnitReport,
    "UPDATE plans_unitreport "
    "SET content_version = content_version + 1, last_activity_at = %s, last_activity_by_id = %s "
    "WHERE unit_id = %s AND period_id = %s RETURNING {columns}",
)
HOLD = Statement(Period, "SELECT {columns} FROM plans_period WHERE id = %s")
OTHERS_ROW = "{} do {} nhập trong {}; cơ quan đầu mối cần xem lại ngày phân công hoặc lịch báo cáo."
NOT_OPENED = "chưa mở nên chưa có gì để chốt"
NOT_EMPTIED = "Dòng đang mở lại không xóa trống được: hãy nhập số đúng, hoặc ghi “không phát sinh” kèm lý do."


class NotAllowed(Exception):
    """The write is refused; `sentence` tells the user why, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Exception):
    """The row was written meanwhile. `row`: what stands now, None where it was emptied; `by`: who wanted to write."""

    def __init__(self, row: ReportedRow | None, by: User) -> None:
        own = row is not None and row.entered_by_id == by.pk
        who = "Chính bạn vừa lưu dòng này ở một cửa sổ khác" if own else "Người khác vừa lưu dòng này"
        self.sentence = f"{who}; hãy xem số đang có rồi chọn giữ số nào."
        super().__init__(self.sentence)
        self.row = row


class ReportMoved(NotAllowed):
    """The report changed after the page was drawn, so the decision on it must be taken anew."""

    def __init__(self) -> None:
        super().__init__("Báo cáo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi quyết định.")


class PeriodMoved(NotAllowed):
    """The period was closed or opened after the page was drawn."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label} vừa được người khác chốt hoặc mở lại; hãy xem lại rồi quyết định.")


def require_collecting(period: Period, now: datetime) -> None:
    """Refuse a write in a period that takes no figures now."""
    if not period.collects:
        raise NotAllowed(f"{period.label} là kỳ tổng hợp, không nhập số liệu trực tiếp.")
    state = period.state(now)
    if state == PeriodState.NOT_OPEN:
        raise NotAllowed(f"{period.label} chưa mở; bắt đầu nhập từ {short_date(period.starts_on)}.")
    if state == PeriodState.CLOSED:
        raise NotAllowed(
            f"{period.label} đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
        )


def require_writable(period: Period, current: ReportedRow | None, late: date | None, now: datetime) -> bool:
    """Refuse a write of the row where neither the period nor a reopening takes it. True where a reopening does.

    `late`: until when a row that was never entered is open in a closed period (`plans/reopenings.py`).
    """
    until = current.reopened_until if current else late
    if until is None:
        require_collecting(period, now)
        return False
    if local_date(now) > until:
        raise NotAllowed(f"Dòng này chỉ mở lại đến hết ngày {short_date(until)}; đề nghị cơ quan đầu mối gia hạn.")
    return True


def collects_now(period: Period, now: datetime) -> str:
    """Why the held period takes no figures; empty where it does (`hold_collecting`)."""
    try:
        hold_collecting(period, now)
    except NotAllowed as refused:
        return refused.sentence
    return ""


def require_some_open(period: Period, now: datetime) -> None:
    """Refuse a table for a period none of whose rows can be written: it takes no figures, and no row is open by itself.

    Each row is then asked by its own action (one query, in a period that takes no figures only).
    """
    try:
        require_collecting(period, now)
    except NotAllowed:
        if not any_granted(period, now):
            raise


def hold_collecting(period: Period, now: datetime, *, reopened: bool = False) -> None:
    """The same for the period as it stands, which nobody closes or opens before the transaction ends (one query).

    Shared: writers do not wait for each other, only for a closing. One that is there counts, though the clock of its
    request may read later than this one's. SQLite lets one transaction write at a time, so reading again is enough.
    A row that was opened by itself (`reopened`) is written whatever the period does.
    """
    if reopened:
        return
    shared = " FOR SHARE" if connection.features.has_select_for_update else ""
    held = HOLD.rows([period.pk], suffix=shared)[0]
    require_collecting(held, max(now, held.closed_at or now))


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


DONE_BEFORE = "Yêu cầu này đã được thực hiện trước đó; không có gì thay đổi thêm."  # what a double click is told


def claim_key(key: UUID, action: str, *, by: User, now: datetime) -> bool:
    """True the first time; False when this very request was carried out already (a double click)."""
    try:
        with transaction.atomic():
            RequestKey.objects.create(key=key, action=action, by=by, at=now)
    except IntegrityError:
        return False
    return True


def keys_done(keys: Iterable[UUID], *, by: User) -> frozenset[UUID]:
    """Those of the requests that were carried out already (one query)."""
    return frozenset(RequestKey.objects.filter(key__in=list(keys), by=by).values_list("key", flat=True))


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


class Place(ABC, Generic[Row]):
    """Where one row of a report lives. One subclass per kind of row says how it is found, made and described."""

    model: type[Row]
    link_model: type[EvidenceLink]
    accepted_model: type[AcceptedRow]
    value_names: tuple[str, ...]
    kind: str
    period: Period

    @abstractmethod
    def key(self) -> dict[str, Any]:
        """The columns that find the row: at most one row has them."""

    def columns(self) -> dict[str, Any]:
        """The columns of a new row, where they differ from the key."""
        return self.key()

    @abstractmethod
    def code(self) -> str:
        """The plan's code of what is reported: PL1.6, PL4.II.9."""

    @abstractmethod
    def answered_by(self, unit: Unit) -> bool:
        """Whether the unit reports this in the period."""

    @abstractmethod
    def link_key(self) -> dict[str, Any]:
        """The columns of an evidence link beside the evidence, whose unit and period say the rest."""

    @abstractmethod
    def describe(self, row: Row | None) -> Mapping[str, str]:
        """The row as users read it, for the journal."""

    @abstractmethod
    def siblings_sent(self, report: UnitReport) -> bool:
        """Whether rows of this report wait for review: nothing new may slip in beside them."""

    def current(self) -> Row | None:
        """What stands now (one query)."""
        return the_one(self.model._default_manager.filter(**self.key()))


def require_answerable(place: Place[Any], unit: Unit, period: Period) -> None:
    if not place.answered_by(unit):
        raise NotAllowed(f"{place.code()} không thuộc {unit.name} trong {period.label}.")


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
    if new is RowState.RETURNED:
        columns["return_reason"] = reason
    elif event in {RowEvent.ACCEPT, RowEvent.RESTORE}:
        columns["return_reason"] = ""
    return columns | _first_sending(row, event, new, hand.now)


def _first_sending(row: ReportedRow, event: RowEvent, new: RowState, now: datetime) -> dict[str, datetime | None]:
    """Punctuality asks when a row was first handed in; who takes that sending back hands it in anew. A row that was
    decided on (returned, or accepted and opened again) was handed in, whatever becomes of a later sending."""
    if new is RowState.SENT and row.first_sent_at is None:
        return {"first_sent_at": now}
    taken_back = event is RowEvent.WITHDRAW and row.state == RowState.SENT
    decided_on = bool(row.return_reason) or row.reopened_until is not None
    return {"first_sent_at": None} if taken_back and not decided_on else {}


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


def set_period_times(
    period: Period,
    action: str,
    *,
    by: User,
    channel: Channel,
    now: datetime,
    reason: str = "",
    **times: datetime | None,
) -> None:
    """Write `opened_at` or `closed_at` of a period and say so in the journal, where nobody did it since it was read."""
    if not can_review(by, period.plan.ward_id):
        raise NotAllowed("Chỉ cơ quan đầu mối mở hoặc chốt kỳ báo cáo.")
    before = period.state(now)
    seen = Period.objects.filter(pk=period.pk, opened_at=period.opened_at, closed_at=period.closed_at)
    closes = times["closed_at"] is not None
    written = {"closed_by": by if closes else None, "close_reason": reason if closes else "", **times}
    if not seen.update(**written):
        raise PeriodMoved(period)
    for name, value in written.items():
        setattr(period, name, value)
    journal.record(
        journal.Subject("period", period.pk, period.code, period=period.code),
        action,
        ward=period.plan.ward,
        by=by,
        channel=channel,
        now=now,
        before={"trạng thái": before.value},
        after={"trạng thái": period.state(now).value},
        reason=reason,
    )


@transaction.atomic
def open_period(*, period: Period, by: User, channel: Channel, now: datetime, reason: str = "") -> None:
    """Open by hand before the window begins, or again after closing ("Mở kỳ")."""
    again = period.closed_at is not None
    set_period_times(period, "open", by=by, channel=channel, now=now, reason=reason, opened_at=now, closed_at=None)
    if again:
        told.reopened(period, by=by, now=now)


@transaction.atomic
def close_period(*, period: Period, by: User, channel: Channel, now: datetime, reason: str) -> None:
    """Chốt số liệu: no more entries until it is opened again. The reason stands on every page of the period."""
    if not reason:
        raise NotAllowed("Hãy ghi lý do chốt số liệu.")
    if period.state(now) is PeriodState.NOT_OPEN or not period.collects:
        raise NotAllowed(f"{period.label} {NOT_OPENED}.")
    set_period_times(period, "close", by=by, channel=channel, now=now, reason=reason, closed_at=now)
    told.closed(period, reason, by=by, now=now)
