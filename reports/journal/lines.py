"""The lines of the journal that a reader sees, on pages and in files: one act that wrote many lines reads as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from reports.dashboard.history import HistoryLine, history_line
from units.dates import short_datetime
from units.journal_words import action_word, kind_word
from units.models import Event, Unit, User
from units.permissions import sees_history_of, units_worked_for

SHOWN = 10  # codes of an act that stand in its summary
DOCUMENT = "văn bản"  # how the actions name a document in a line


def visible_events(reader: User) -> QuerySet[Event]:
    """The whole ward's for who leads, reviews or administers; for the others those of the units they work for."""
    lines = Event.objects.filter(ward_id=reader.ward_id).order_by("-at", "-pk")
    if sees_history_of(reader, None):
        return lines
    return lines.filter(unit_code__in=own_codes(reader))


def own_codes(reader: User) -> list[str]:
    """Codes of the units that the reader works for today (two queries)."""
    found = Unit.objects.filter(pk__in=units_worked_for(reader), ward_id=reader.ward_id)
    return list(found.values_list("code", flat=True))


@dataclass(frozen=True)
class Line:
    """One line in words. `unit` is the unit's name."""

    event: Event
    told: HistoryLine
    unit: str

    @property
    def code(self) -> str:
        """The plan's code of an indicator or task, the name of an account; "" where period and unit say it already."""
        code = self.told.code
        return "" if code in {self.event.period_code, self.event.unit_code} else code

    @property
    def kind(self) -> str:
        return kind_word(self.event.subject_type)

    @property
    def document(self) -> str:
        return str(self.event.after.get(DOCUMENT) or self.event.before.get(DOCUMENT) or "")

    @property
    def before(self) -> str:
        return "; ".join(f"{change.name}: {change.before}" for change in self.told.changes if change.before)

    @property
    def after(self) -> str:
        return "; ".join(f"{change.name}: {change.after or '(bỏ)'}" for change in self.told.changes)

    @property
    def row(self) -> tuple[Any, ...]:
        """As a file has it, in the order of HEADINGS."""
        told = self.told
        return (
            told.at, told.who, told.action, self.kind, told.code, told.period, self.unit, self.before, self.after,
            told.reason, self.document, told.channel, "nhập thay" if told.on_behalf else "",
        )  # fmt: skip


HEADINGS = (
    "Lúc", "Người thực hiện", "Việc", "Loại", "Mã", "Kỳ", "Đơn vị", "Từ", "Đến", "Lý do", "Văn bản", "Cách",
    "Nhập thay",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Lines that one person wrote in one second by one action, newest first. `total`: in all, where some of them
    stand on another page."""

    lines: list[Line]
    total: int

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def is_group(self) -> bool:
        return self.total > 1

    @property
    def heading(self) -> str:
        """ "Gửi 18 dòng"."""
        return f"{action_word(self.first.event.action).capitalize()} {self.total} dòng"

    @property
    def elsewhere(self) -> int:
        return self.total - len(self.lines)

    @property
    def at(self) -> str:
        return short_datetime(self.first.event.at)

    @property
    def codes(self) -> str:
        """In the order they were written; of many the first ones."""
        codes = list(dict.fromkeys(line.told.code for line in reversed(self.lines)))
        more = f" và {len(codes) - SHOWN} mã nữa" if len(codes) > SHOWN else ""
        return ", ".join(codes[:SHOWN]) + more

    def shared(self, name: str) -> str:
        """What all its lines say, "" where they differ."""
        said = {getattr(line.told, name) if name != "unit" else line.unit for line in self.lines}
        return str(said.pop()) if len(said) == 1 else ""

    @property
    def period(self) -> str:
        return self.shared("period")

    @property
    def unit(self) -> str:
        return self.shared("unit")

    @property
    def reason(self) -> str:
        return self.shared("reason")

    @property
    def on_behalf(self) -> bool:
        return all(line.told.on_behalf for line in self.lines)


ActKey = tuple[int | None, str, datetime, str]


def act_key(event: Event) -> ActKey:
    """What the lines of one act share: the person, the second, the action."""
    return event.actor_id, event.actor_name, event.at.replace(microsecond=0), event.action


def lines_of(events: Iterable[Event], names: Mapping[str, str]) -> list[Line]:
    """`names`: unit code → name."""
    return [Line(event, history_line(event), names.get(event.unit_code, event.unit_code)) for event in events]


def acts_of(found: QuerySet[Event], page: list[Event], names: Mapping[str, str]) -> list[Act]:
    """The acts of one page of the lines found; where the page cuts the first or last one, it still says how many lines
    it has in all (two queries)."""
    groups = [list(group) for _, group in groupby(page, key=act_key)]
    totals = [len(group) for group in groups]
    for place in {0, len(groups) - 1} if groups else ():
        totals[place] = max(totals[place], _size(found, groups[place][0]))
    return [Act(lines_of(group, names), total) for group, total in zip(groups, totals, strict=True)]


def _size(found: QuerySet[Event], event: Event) -> int:
    actor, name, second, action = act_key(event)
    until = second.replace(microsecond=999_999)
    same = found.filter(actor_id=actor, actor_name=name, action=action, at__gte=second, at__lte=until)
    return same.order_by().count()
