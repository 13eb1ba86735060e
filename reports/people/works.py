"""The kinds of work that are handed over, one class each. A further kind is one more class in WORKS.

Each says what it finds, does it, and takes it back; the actions around them write the journal.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q

from kpis.models import Assignment, Indicator
from plans.models import standing_on
from plans.querysets import newest_plan
from plans.refusals import NotAllowed
from reports.models import Direction, DirectionState
from reports.people.leaving import Leaving
from units.actions import TwiceNamed, named_between
from units.dates import short_date, span
from units.journal import Subject
from units.models import Event, Leader, StandIn, Unit, User

NOBODY = "chưa phân công"


class Moved(NotAllowed):
    """What is to be handed over is not any more what the page showed."""

    def __init__(self) -> None:
        super().__init__("Việc cần bàn giao vừa thay đổi sau khi bạn mở trang; hãy xem lại rồi ghi.")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is handed over. `words` stand on the page; `before` and `after` in the journal; `keep` (JSON) is
    what taking it back needs."""

    kind: str
    action: str
    subject: Subject
    words: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    keep: dict[str, Any] = field(default_factory=dict)


class Work(ABC):
    """`name` is stored with what was handed over; `title` heads its pieces on the page."""

    name: str
    title: str
    undo_action = "take_back"

    @abstractmethod
    def find(self, leaving: Leaving) -> list[Piece]:
        """What there is to hand over, changing nothing."""

    @abstractmethod
    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        """Do it and return what `take_back` needs. Raises Moved where it is not as it was found."""

    @abstractmethod
    def take_back(self, kept: Mapping[str, Any]) -> bool:
        """Undo it; False where there is nothing to undo any more. Raises NotAllowed where somebody changed it since."""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _taken_over(leaving: Leaving) -> dict[str, str]:
    return {"người tiếp nhận": str(leaving.successor)} if leaving.successor else {}


class LastDayOfLeader(Work):
    name, title, undo_action = "leader", "Thôi giữ chức vụ", "undo_leave"

    def find(self, leaving: Leaving) -> list[Piece]:
        leader = leaving.leader
        if leader is None:
            return []
        day = short_date(leaving.last_day)
        return [
            Piece(
                self.name,
                "leave",
                Subject("leader", leader.pk, leader.code),
                f"{leader.full_name}, {leader.title}: giữ chức vụ đến hết {day}",
                {"đến ngày": short_date(leader.ends_on) if leader.ends_on else ""},
                {"đến ngày": day} | _taken_over(leaving),
                {"id": leader.pk, "was": _iso(leader.ends_on), "day": _iso(leaving.last_day)},
            )
        ]

    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        if not Leader.objects.filter(pk=piece.keep["id"], ends_on=piece.keep["was"]).update(ends_on=leaving.last_day):
            raise Moved
        return piece.keep

    def take_back(self, kept: Mapping[str, Any]) -> bool:
        if not Leader.objects.filter(pk=kept["id"], ends_on=kept["day"]).update(ends_on=kept["was"]):
            raise NotAllowed("Ngày thôi giữ chức vụ đã được sửa ở trang quản trị nên không hủy ở đây được.")
        return True


class LastDayOfAccount(Work):
    name, title, undo_action = "account", "Tài khoản thôi dùng", "undo_leave"

    def find(self, leaving: Leaving) -> list[Piece]:
        day = short_date(leaving.last_day)
        return [
            Piece(
                self.name,
                "leave",
                Subject("user", user.pk, user.username, unit=user.unit.code if user.unit else ""),
                f"{user.full_name} ({user.username}): không đăng nhập được từ {short_date(leaving.first_day)}",
                {"làm việc đến hết ngày": short_date(user.ends_on) if user.ends_on else ""},
                {"làm việc đến hết ngày": day} | _taken_over(leaving),
                {"id": user.pk, "was": _iso(user.ends_on), "day": _iso(leaving.last_day)},
            )
            for user in leaving.accounts
        ]

    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        if not User.objects.filter(pk=piece.keep["id"], ends_on=piece.keep["was"]).update(ends_on=leaving.last_day):
            raise Moved
        return piece.keep

    def take_back(self, kept: Mapping[str, Any]) -> bool:
        if not User.objects.filter(pk=kept["id"], ends_on=kept["day"]).update(ends_on=kept["was"]):
            raise NotAllowed("Ngày thôi dùng tài khoản đã được sửa ở trang quản trị nên không hủy ở đây được.")
        return True


class Indicators(Work):
    """A leader's indicators: a new assignment from the successor's first day; older days keep who directed then.

    Those of the newest plan (next year's is made from it), and of an older one whose year is not over.
    """

    name, title = "assignment", "Chỉ tiêu được phân công chỉ đạo"

    def find(self, leaving: Leaving) -> list[Piece]:
        if leaving.leader is None:
            return []
        first, newest = leaving.first_day, newest_plan(leaving.ward)
        alive = Q(plan=newest) | Q(plan__ward=leaving.ward, horizon_year__gte=first.year)
        standing = Indicator.objects.filter(alive, standing_on(first))
        rows = Assignment.objects.filter(indicator__in=standing)
        rows = rows.select_related("indicator", "leader").order_by("indicator__order", "indicator_id", "from_day")
        found: list[Piece] = []
        for _, group in groupby(rows, key=lambda row: row.indicator_id):
            found += [self._piece(row, leaving) for row in held_from(list(group), leaving)]
        return found

    def _piece(self, row: Assignment, leaving: Leaving) -> Piece:
        starts = max(row.from_day, leaving.first_day)
        new, day = leaving.next_leader, short_date(starts)
        old = str(leaving.leader)
        return Piece(
            self.name,
            "hand_over",
            Subject("indicator", row.indicator_id, row.indicator.code),
            f"{row.indicator.code} {row.indicator.short_name}: từ {day} {old} → {new or NOBODY}",
            {"phân công chỉ đạo": old},
            {"phân công chỉ đạo": str(new or NOBODY), "từ ngày": day},
            {"id": row.pk, "new": row.from_day < leaving.first_day, "was": row.leader_id},
        )

    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        row = Assignment.objects.select_for_update().get(pk=piece.keep["id"])
        if row.leader_id != piece.keep["was"]:
            raise Moved
        if piece.keep["new"]:
            row = Assignment(indicator_id=row.indicator_id, unit_id=row.unit_id, from_day=leaving.first_day)
        row.leader = leaving.next_leader
        row.save()
        return piece.keep | {"id": row.pk, "next": row.leader_id, "unit": row.unit_id}

    def take_back(self, kept: Mapping[str, Any]) -> bool:
        rows = Assignment.objects.filter(pk=kept["id"], leader=kept["next"], unit=kept["unit"])
        hit = rows.delete()[0] if kept["new"] else rows.update(leader=kept["was"])
        if not hit:
            raise NotAllowed("Có chỉ tiêu đã được phân công lại sau đó nên không hủy được; hãy sửa ở trang quản trị.")
        return True


def held_from(rows: list[Assignment], leaving: Leaving) -> list[Assignment]:
    """Of one indicator's assignments in order: the one in force on the first day and later ones, where they name
    who leaves."""
    in_force = [row for row in rows if row.from_day <= leaving.first_day][-1:]
    later = [row for row in rows if row.from_day > leaving.first_day]
    return [row for row in [*in_force, *later] if row.leader_id == leaving.who.pk]


class StandIns(Work):
    """Standing in for other units, and what the leaver as a head arranged for the own unit, end with the last day."""

    name, title = "stand_in", "Người thay"

    def find(self, leaving: Leaving) -> list[Piece]:
        users = leaving.accounts
        named = Event.objects.filter(subject_type="stand_in", action="stand_in", actor__in=users)
        rows = StandIn.objects.filter(
            Q(person__in=users) | Q(pk__in=list(named.values_list("subject_id", flat=True))),
            ends_on__gt=leaving.last_day,
        )
        return [self._piece(row, leaving) for row in rows.select_related("unit", "person")]

    def _piece(self, row: StandIn, leaving: Leaving) -> Piece:
        days = span(row.starts_on, row.ends_on)
        after = f"đến hết {short_date(leaving.last_day)}" if row.starts_on <= leaving.last_day else "không thay nữa"
        return Piece(
            self.name,
            "end_stand_in",
            Subject("stand_in", row.pk, row.person.username, unit=row.unit.code),
            f"{row.person} nhập thay cho {row.unit.name} ({days}): {after}",
            {"người thay": str(row.person), "thời gian": days},
            {"thời gian": after},
            {
                "id": row.pk,
                "unit": row.unit_id,
                "person": row.person_id,
                "starts_on": _iso(row.starts_on),
                "ends_on": _iso(row.ends_on),
                "reason": row.reason,
                "day": _iso(leaving.last_day),
            },
        )

    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        keep = piece.keep
        row = StandIn.objects.filter(pk=keep["id"], starts_on=keep["starts_on"], ends_on=keep["ends_on"])
        began = date.fromisoformat(keep["starts_on"]) <= leaving.last_day
        if not (row.update(ends_on=leaving.last_day) if began else row.delete()[0]):
            raise Moved
        return keep

    def take_back(self, kept: Mapping[str, Any]) -> bool:
        """As it was, where the head has not ended it meanwhile."""
        if kept["starts_on"] > kept["day"]:
            self._name_again(kept)
        elif not StandIn.objects.filter(pk=kept["id"], ends_on=kept["day"]).update(ends_on=kept["ends_on"]):
            raise NotAllowed("Thời gian của người thay đã được sửa sau khi ghi nên không hủy được.")
        return True

    def _name_again(self, kept: Mapping[str, Any]) -> None:
        days = (date.fromisoformat(kept["starts_on"]), date.fromisoformat(kept["ends_on"]))
        unit, person = Unit.objects.get(pk=kept["unit"]), User.objects.get(pk=kept["person"])
        if named_between(unit, person, *days):
            raise NotAllowed(TwiceNamed.sentence)
        StandIn.objects.create(unit=unit, person=person, starts_on=days[0], ends_on=days[1], reason=kept["reason"])


class Directions(Work):
    """What a ward leader asked for and still waits for is followed by the successor; who gave it stays named."""

    name, title = "direction", "Ý kiến chỉ đạo đang theo dõi"

    def find(self, leaving: Leaving) -> list[Piece]:
        successor = leaving.next_follower
        if successor is None:
            return []
        rows = Direction.objects.filter(followed_by__in=leaving.accounts, state=DirectionState.OPEN)
        rows = rows.select_related("followed_by", "period", "indicator", "task", "unit").order_by("pk")
        return [self._piece(row, successor) for row in rows]

    def _piece(self, row: Direction, successor: User) -> Piece:
        was, now = str(row.followed_by), str(successor)
        return Piece(
            self.name,
            "hand_over",
            Subject("direction", row.pk, row.subject_code, row.period.code),
            f"Ý kiến chỉ đạo ({row.subject_words}), hạn {short_date(row.due_on)}: {was} → {now}",
            {"người theo dõi": was},
            {"người theo dõi": now},
            {"id": row.pk, "was": row.followed_by_id, "next": successor.pk},
        )

    def hand(self, piece: Piece, leaving: Leaving) -> dict[str, Any]:
        if not self._move(piece.keep, "was", "next"):
            raise Moved
        return piece.keep

    def take_back(self, kept: Mapping[str, Any]) -> bool:
        """One that was ended or handed on meanwhile stays as it is."""
        return bool(self._move(kept, "next", "was"))

    @staticmethod
    def _move(kept: Mapping[str, Any], source: str, target: str) -> int:
        rows = Direction.objects.filter(pk=kept["id"], followed_by=kept[source], state=DirectionState.OPEN)
        return rows.update(followed_by=kept[target], version=F("version") + 1)


WORKS: tuple[Work, ...] = (LastDayOfLeader(), LastDayOfAccount(), Indicators(), Directions(), StandIns())


def work_of(kind: str) -> Work:
    return next(work for work in WORKS if work.name == kind)


def pieces_of(leaving: Leaving) -> list[Piece]:
    """All that would be handed over, in the order in which it is."""
    return [piece for work in WORKS for piece in work.find(leaving)]
