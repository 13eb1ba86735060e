"""Writes of the report's words: one section at a time. Nothing else writes them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from plans.actions import Hand
from plans.models import Period
from plans.refusals import NotAllowed
from reports.models import NarrativeText
from reports.narrative.text import Section
from reports.sections import LABELS, SectionKey
from units import journal
from units.models import Channel, User
from units.permissions import writes_reports

NOT_YOURS = "Chỉ cơ quan đầu mối sửa lời văn báo cáo."
EMPTY = "Phần này chưa có nội dung; hãy ghi lời văn, hoặc bấm “Trở về bản tự động”."
MOVED = "Phần này vừa được người khác sửa; lời đang lưu ở bên. Bấm Lưu lần nữa để thay bằng lời của bạn."
MOVED_BY_SELF = "Bạn vừa lưu phần này ở cửa sổ khác; lời đang lưu ở bên. Bấm Lưu lần nữa để thay bằng lời ở đây."
AUTOMATIC = "bản tự động"


class NarrativeMoved(NotAllowed):
    """The section was written since it was read, in another window by the same person or by somebody else."""

    def __init__(self, writers: QuerySet[NarrativeText], by: User) -> None:
        super().__init__(MOVED_BY_SELF if writers.filter(edited_by=by).exists() else MOVED)


@transaction.atomic
def edit_section(
    *, period: Period, built: Section, text: str, based_on: str, seen: int, by: User, channel: Channel, now: datetime
) -> bool:
    """Keep the coordinator's words for a section; the built words need no keeping.

    `built` is what the data say now, `based_on` the digest of what they said when the page was drawn; `seen` the
    version that was read, 0 for none. False where nothing changes. Raises NotAllowed, NarrativeMoved.
    """
    hand = Hand(by=by, channel=channel, now=now)
    _require_writer(period, by)
    if not text:
        raise NotAllowed(EMPTY)
    return _put(period, built.key, "" if text == built.text else text, based_on, seen, hand)


@transaction.atomic
def restore_section(*, period: Period, built: Section, seen: int, by: User, channel: Channel, now: datetime) -> bool:
    """Trở về bản tự động. False where it is so already. Raises NotAllowed, NarrativeMoved."""
    _require_writer(period, by)
    return _put(period, built.key, "", built.digest, seen, Hand(by=by, channel=channel, now=now))


def _require_writer(period: Period, by: User) -> None:
    if not writes_reports(by, period.plan.ward_id):
        raise NotAllowed(NOT_YOURS)


def _put(period: Period, key: SectionKey, text: str, based_on: str, seen: int, hand: Hand) -> bool:
    held = NarrativeText.objects.filter(period=period, section=key.value).first()
    before = held.text if held else ""
    if text == before and (not text or (held and held.based_on == based_on)):
        return False
    columns = {"text": text, "based_on": based_on, "edited_by": hand.by, "edited_at": hand.now}
    _write(period, key, seen, hand.by, columns)
    _journal(period, key, before, text, hand)
    return True


def _write(period: Period, key: SectionKey, seen: int, by: User, columns: Mapping[str, object]) -> None:
    """On condition that the section is as it was read; the first write of two is not overwritten by the second."""
    rows = NarrativeText.objects.filter(period=period, section=key.value)
    if seen:
        if not rows.filter(version=seen).update(version=F("version") + 1, **columns):
            raise NarrativeMoved(rows, by)
        return
    try:
        with transaction.atomic():
            NarrativeText.objects.create(period=period, section=key.value, **columns)
    except IntegrityError:
        raise NarrativeMoved(rows, by) from None


def _journal(period: Period, key: SectionKey, before: str, after: str, hand: Hand) -> None:
    label = LABELS[key]
    journal.record(
        journal.Subject("narrative", period.pk, period.code, period=period.code),
        "edit_text" if after else "restore_text",
        ward=period.plan.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        before={label: before or AUTOMATIC},
        after={label: after or AUTOMATIC},
        reason="" if after != before else "Lời đã sửa vẫn đúng với số liệu mới.",
    )
