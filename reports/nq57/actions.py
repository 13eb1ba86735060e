"""Writes of the aid for nq57.vn: which figure was typed there, and the order of its screens."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from kpis.models import Indicator
from plans.actions import Hand
from plans.models import Period, Plan
from plans.refusals import NotAllowed
from reports.models import ScreenOrder, TypedFigure
from units import journal
from units.models import Channel, User
from units.permissions import writes_reports

NOT_YOURS = "Chỉ cơ quan đầu mối ghi việc nhập sang nq57.vn."
MOVED = "Dòng này vừa được người khác ghi; hãy xem lại."
ORDER_MOVED = "Thứ tự vừa được người khác sửa; hãy xem lại rồi lưu lần nữa."
NO_VALUE = "Chỉ tiêu này chưa có số liệu nên chưa có gì để nhập."


class TypedMoved(NotAllowed):
    """Somebody else ticked the row, or changed the order, since it was read."""


@transaction.atomic
def tick(
    *, period: Period, indicator: Indicator, value: str, seen: int, by: User, channel: Channel, now: datetime
) -> bool:
    """Đã nhập: `value` is the text that was typed, as the page showed it; `seen` the version read, 0 for none.

    False where it is ticked with that value already (a double click). Raises NotAllowed, TypedMoved.
    """
    if not value:
        raise NotAllowed(NO_VALUE)
    return _put(period, indicator, value, seen, Hand(by=by, channel=channel, now=now))


@transaction.atomic
def untick(*, period: Period, indicator: Indicator, seen: int, by: User, channel: Channel, now: datetime) -> bool:
    """Bỏ đánh dấu. False where there is no tick. Raises NotAllowed, TypedMoved."""
    return _put(period, indicator, "", seen, Hand(by=by, channel=channel, now=now))


def _put(period: Period, indicator: Indicator, value: str, seen: int, hand: Hand) -> bool:
    if not writes_reports(hand.by, period.plan.ward_id):
        raise NotAllowed(NOT_YOURS)
    held = TypedFigure.objects.filter(period=period, indicator=indicator).first()
    before = held.value if held else ""
    if value == before:
        return False
    row = _write(period, indicator, seen, {"value": value, "typed_by": hand.by, "typed_at": hand.now})
    journal.record(
        journal.Subject("typed_figure", row.pk, indicator.code, period=period.code),
        "tick" if value else "untick",
        ward=period.plan.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        before={"số trên nq57.vn": before},
        after={"số trên nq57.vn": value},
    )
    return True


def _write(period: Period, indicator: Indicator, seen: int, columns: dict[str, object]) -> TypedFigure:
    """On condition that the row is as it was read."""
    rows = TypedFigure.objects.filter(period=period, indicator=indicator)
    if seen:
        if not rows.filter(version=seen).update(version=F("version") + 1, **columns):
            raise TypedMoved(MOVED)
        return rows.get()
    try:
        with transaction.atomic():
            return TypedFigure.objects.create(period=period, indicator=indicator, **columns)
    except IntegrityError:
        raise TypedMoved(MOVED) from None


@transaction.atomic
def set_order(*, plan: Plan, codes: Sequence[str], seen: int, by: User, channel: Channel, now: datetime) -> bool:
    """The order of the screens; `seen` the version read, 0 for none. False where it stands so already.

    Raises NotAllowed, TypedMoved.
    """
    if not writes_reports(by, plan.ward_id):
        raise NotAllowed(NOT_YOURS)
    held = ScreenOrder.objects.filter(plan=plan).first()
    if held and held.codes == list(codes):
        return False
    row = _write_order(plan, list(codes), seen)
    journal.record(
        journal.Subject("screen_order", row.pk, plan.number),
        "change",
        ward=plan.ward,
        by=by,
        channel=channel,
        now=now,
        before={"thứ tự": ", ".join(held.codes) if held else "như phụ lục"},
        after={"thứ tự": ", ".join(codes)},
    )
    return True


def _write_order(plan: Plan, codes: list[str], seen: int) -> ScreenOrder:
    rows = ScreenOrder.objects.filter(plan=plan)
    if seen:
        if not rows.filter(version=seen).update(codes=codes, version=F("version") + 1):
            raise TypedMoved(ORDER_MOVED)
        return rows.get()
    try:
        with transaction.atomic():
            return ScreenOrder.objects.create(plan=plan, codes=codes)
    except IntegrityError:
        raise TypedMoved(ORDER_MOVED) from None
