"""What a direction may be about: the period, a unit, an indicator, a task; how an address and a form name it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from kpis.models import Indicator
from kpis.querysets import responsible, yearly_indicators
from plans.models import Period, standing_on
from reports.desk import Desk
from reports.directions.actions import Thing
from tasks.models import Task
from tasks.querysets import reporters, tasks_in
from units.models import SILENT_KINDS, Unit

Choice = tuple[str, list[tuple[str, str]]]  # heading of the group, (value, words)
PERIOD, UNIT, INDICATOR, TASK = "ky", "don-vi", "chi-tieu", "nhiem-vu"
NAMED = (INDICATOR, TASK, UNIT)  # parameters of the address, the narrowest first
LONGEST = 90  # characters of a name in the list


@dataclass
class Subjects:
    """What there is in the period (five queries at most, each at first need)."""

    desk: Desk
    period: Period

    @cached_property
    def units(self) -> QuerySet[Unit]:
        """Who can be asked: the ward's units that stand for themselves."""
        found = Unit.objects.filter(ward=self.desk.plan.ward_id)
        return found.exclude(kind__in=SILENT_KINDS).order_by("order")

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        found = yearly_indicators(self.desk.plan).filter(standing_on(self.period.ends_on))
        return {indicator.code: indicator for indicator in found}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.code: task for task in tasks_in(self.period)}

    @cached_property
    def choices(self) -> list[Choice]:
        whole = f"Chung cả {self.period.label}"
        return [
            ("Kỳ báo cáo", [(f"{PERIOD}:{self.period.code}", whole)]),
            ("Đơn vị", [(f"{UNIT}:{unit.code}", unit.name) for unit in self.units]),
            ("Chỉ tiêu", [(f"{INDICATOR}:{i.code}", shortened(f"{i.code} {i.short_name}"))
                          for i in self.indicators.values()]),
            ("Nhiệm vụ", [(f"{TASK}:{task.code}", shortened(f"{task.code} {task.title}"))
                          for task in self.tasks.values()]),
        ]  # fmt: skip

    def named(self, params: Mapping[str, str]) -> str:
        """The value of what the address names, of the period where it names nothing known."""
        known = {value for _, options in self.choices for value, _ in options}
        wanted = (f"{name}:{params[name]}" for name in NAMED if params.get(name))
        return next((value for value in wanted if value in known), f"{PERIOD}:{self.period.code}")

    def thing(self, value: str) -> Thing:
        """What a value of `choices` means; None for the period."""
        kind, _, code = value.partition(":")
        if kind == UNIT:
            return next(unit for unit in self.units if unit.code == code)
        return self.tasks.get(code) if kind == TASK else self.indicators.get(code)

    def answering(self, thing: Thing) -> list[Unit]:
        """The units that report it, so that they are ticked to begin with."""
        if isinstance(thing, Unit):
            return [thing]
        if isinstance(thing, Indicator):
            row = responsible(self.desk.plan, self.period.ends_on).get(thing.pk)
            return [row.unit] if row else []
        return reporters(self.desk.plan, self.period.ends_on).get(thing.pk, []) if thing else []


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
