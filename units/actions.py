"""Writes on people: who stands in for whom. Every action is atomic and writes the journal."""

from datetime import date, datetime, timedelta

from django.db import transaction

from units import journal
from units.dates import span
from units.models import Channel, StandIn, Unit, User


def _journal(stand_in: StandIn, action: str, *, by: User, channel: Channel, now: datetime, reason: str) -> None:
    journal.record(
        journal.Subject("stand_in", stand_in.pk, stand_in.person.username, unit=stand_in.unit.code),
        action,
        ward=stand_in.unit.ward,
        by=by,
        channel=channel,
        now=now,
        after={"người thay": str(stand_in.person), "thời gian": span(stand_in.starts_on, stand_in.ends_on)},
        reason=reason,
    )


class TwiceNamed(Exception):
    """The person stands in for the unit on some of these days already: a second click, or a second head."""

    sentence = "Người này đã được cử thay trong những ngày đó."


def named_between(unit: Unit, person: User, starts_on: date, ends_on: date) -> bool:
    others = StandIn.objects.filter(unit=unit, person=person)
    return others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists()


@transaction.atomic
def name_stand_in(
    *, unit: Unit, person: User, starts_on: date, ends_on: date, reason: str, by: User, channel: Channel, now: datetime
) -> StandIn:
    """Cử người thay: from the first to the last day, both included. Raises TwiceNamed."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if named_between(unit, person, starts_on, ends_on):
        raise TwiceNamed
    found = StandIn.objects.create(unit=unit, person=person, starts_on=starts_on, ends_on=ends_on, reason=reason)
    _journal(found, "stand_in", by=by, channel=channel, now=now, reason=reason)
    return found


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, today: date, by: User, channel: Channel, now: datetime) -> None:
    """Thôi người thay from today on: yesterday becomes the last day; one that began today or later is taken away.

    One whose last day is over has ended by itself: nothing is written.
    """
    if stand_in.ends_on < today:
        return
    if began := stand_in.starts_on < today:
        stand_in.ends_on = today - timedelta(days=1)
        stand_in.save(update_fields=["ends_on"])
    _journal(stand_in, "end_stand_in", by=by, channel=channel, now=now, reason="")
    if not began:
        stand_in.delete()
