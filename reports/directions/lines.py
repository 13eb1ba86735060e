"""How one direction stands, in words, for the one who reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from reports.models import Direction, DirectionMessage, DirectionUnit, MessageKind
from units.dates import due_words, local_date, short_date, short_datetime
from units.models import Unit, User
from units.permissions import (
    can_enter_for,
    directs,
    enters_on_behalf,
    sees_evidence_of,
    units_worked_for,
    works_for,
)

ANSWERED = ("◆", "watch", "đã trả lời, chờ lãnh đạo")


@dataclass(frozen=True)
class Told:
    """One thing that was said."""

    message: DirectionMessage
    reader: User

    @property
    def heading(self) -> str:
        """ "Công an phường trả lời", "Yêu cầu làm tiếp, hạn mới 05/12/2026", "Kết thúc"."""
        if self.message.unit:
            return f"{self.message.unit.name} trả lời"
        words = MessageKind(self.message.kind).label.capitalize()
        return f"{words}, hạn mới {short_date(self.message.due_on)}" if self.message.due_on else words

    @property
    def by(self) -> str:
        return f"{self.message.by}, {short_datetime(self.message.at)}"

    @property
    def evidence_url(self) -> str:
        """Where the reader reads it, "" where it is no file, was removed, or is not theirs."""
        piece = self.message.evidence
        unit = self.message.unit
        if piece is None or unit is None or not piece.stored_name or piece.removed_at:
            return ""
        return reverse("evidence_file", args=(piece.pk,)) if sees_evidence_of(self.reader, unit) else ""


@dataclass(frozen=True)
class DirectionLine:
    """One direction as `reader` sees it at `now`."""

    direction: Direction
    reader: User
    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.now)

    @cached_property
    def parts(self) -> list[DirectionUnit]:
        return list(self.direction.parts.all())

    @property
    def units(self) -> str:
        return "; ".join(part.unit.short_name for part in self.parts)

    @property
    def about(self) -> str:
        """The name of the indicator or task; "" where `subject_words` says it all."""
        direction = self.direction
        return direction.indicator.short_name if direction.indicator else direction.task.title if direction.task else ""

    @property
    def about_url(self) -> str:
        direction = self.direction
        if direction.indicator:
            return f"{reverse('indicator', args=(direction.indicator.code,))}?ky={direction.period.code}"
        return f"{reverse('task', args=(direction.task.code,))}?ky={direction.period.code}" if direction.task else ""

    @property
    def due(self) -> str:
        return short_date(self.direction.due_on)

    @property
    def given(self) -> str:
        return short_date(local_date(self.direction.given_at))

    @property
    def giver(self) -> str:
        """Whose direction it is, and who follows it where that is somebody else by now."""
        direction = self.direction
        followed = direction.followed_by_id != direction.leader_id
        return f"{direction.leader}{f' (nay {direction.followed_by} theo dõi)' if followed else ''}"

    @property
    def owing(self) -> list[DirectionUnit]:
        return [part for part in self.parts if part.answered_at is None]

    @property
    def all_answered(self) -> bool:
        return not self.owing

    @property
    def is_late(self) -> bool:
        return self.direction.is_open and bool(self.owing) and self.direction.due_on < self.today

    @property
    def standing(self) -> tuple[str, str, str]:
        """Shape, tone, word."""
        if not self.direction.is_open:
            return "■", "good", "đã kết thúc"
        if not self.owing:
            return ANSWERED
        return ("▼", "late", self.timing) if self.is_late else ("●", "track", self.timing)

    @property
    def shape(self) -> str:
        return self.standing[0]

    @property
    def tone(self) -> str:
        return self.standing[1]

    @property
    def word(self) -> str:
        return self.standing[2]

    @property
    def timing(self) -> str:
        return due_words(self.direction.due_on, self.today)

    @property
    def answered(self) -> str:
        """ "2/3 đơn vị đã trả lời", "" where it is for one unit."""
        total = len(self.parts)
        return f"{total - len(self.owing)}/{total} đơn vị đã trả lời" if total > 1 else ""

    @cached_property
    def thread(self) -> list[Told]:
        return [Told(message, self.reader) for message in self.direction.messages.all()]

    @property
    def answers(self) -> list[Told]:
        return [told for told in self.thread if told.message.unit_id]

    @property
    def closing(self) -> str:
        direction = self.direction
        return f"{short_datetime(direction.closed_at)}, {direction.closed_by}" if direction.closed_at else ""

    @property
    def can_decide(self) -> bool:
        return self.direction.is_open and directs(self.reader, self.direction.plan.ward_id)

    @property
    def can_continue(self) -> bool:
        return self.can_decide and len(self.owing) < len(self.parts)

    @cached_property
    def represented(self) -> list[Unit]:
        """The units for which the reader answers: who owes an answer first, the own before others'."""
        mine = [part for part in self.parts if can_enter_for(self.reader, part.unit)]
        order = sorted(mine, key=lambda part: (bool(part.answered_at), not works_for(self.reader, part.unit)))
        return [part.unit for part in order]

    @property
    def answerable(self) -> list[Unit]:
        return self.represented if self.direction.is_open else []

    @property
    def on_behalf_only(self) -> bool:
        return bool(self.answerable) and all(enters_on_behalf(self.reader, unit) for unit in self.answerable)

    @property
    def own_standing(self) -> tuple[str, str, str]:
        """For somebody whose units have all answered it waits for the leader, whatever the others owe."""
        mine = [part for part in self.parts if part.unit_id in units_worked_for(self.reader)]
        if self.direction.is_open and mine and all(part.answered_at for part in mine):
            return ANSWERED
        return self.standing

    @property
    def own_shape(self) -> str:
        return self.own_standing[0]

    @property
    def own_tone(self) -> str:
        return self.own_standing[1]

    @property
    def own_word(self) -> str:
        return self.own_standing[2]

    @property
    def waits_for_reader(self) -> bool:
        """A unit of the reader's own still owes its answer."""
        mine = units_worked_for(self.reader)
        return self.direction.is_open and any(part.unit_id in mine for part in self.owing)
