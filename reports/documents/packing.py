"""A value with all that hangs on it as plain JSON, and back: how the material of an issued report is kept.

Known are the frozen objects of the read model, the plan's rows that they name, enumerations, exact numbers and days.
Nothing else is taken, in either direction, so that a snapshot is data and never code. Classes are kept under their
bare names, which must stay once a report was issued; a field that is gone is passed over, a new one needs a default.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from django.db.models import ForeignKey, Model

from kpis.breakdown import Item
from kpis.evaluation import Accumulation, Direction, Frequency, Observation, Promise, Status, Verdict
from kpis.explanation import Ground
from kpis.models import Indicator, IndicatorLead, LinkKind, Milestone
from kpis.presence import Presence
from kpis.warnings import Caution
from kpis.warnings import Kind as CautionKind
from plans.models import Period, Plan, Section
from plans.quantities import Comparator, Measure, Quantity, QuantityKind, Reading
from plans.workflow import RowState
from reports.documents.material import Change, Material
from reports.evidence_rows import EvidenceRow
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow
from reports.ledger import QuarterCell, Scope
from reports.narrative.text import Edits
from reports.scorecard import Scorecard, Summary
from reports.sections import SectionKey
from reports.task_rows import TaskPart, TaskRow
from tasks.timeliness import TaskStatus, TaskVerdict
from units.dates import DaysOff
from units.models import Leader, Unit, Ward

Json = Any
OBJECTS = (
    Material, Change, Edits, Scorecard, Summary, IndicatorRow, GoalRow, TaskRow, TaskPart, QuarterCell, Promise,
    Observation, Verdict, TaskVerdict, Caution, EvidenceRow, Item, Quantity, Reading, DaysOff,
)  # fmt: skip
ENUMS = (
    Accumulation, Direction, Frequency, Ground, Status, LinkKind, Presence, CautionKind, Comparator, Measure,
    QuantityKind, RowState, Scope, SectionKey, TaskStatus,
)  # fmt: skip
MODELS = (Ward, Unit, Leader, Plan, Section, Period, Indicator, IndicatorLead, Milestone)
NAMES: Mapping[str, Any] = MappingProxyType({kind.__qualname__: kind for kind in (*OBJECTS, *ENUMS, *MODELS)})
LEFT_OUT = frozenset({"search", "source_text", "phone", "closed_by"})  # what no file ever shows
ALSO: Mapping[type[Model], tuple[str, ...]] = MappingProxyType({Ward: ("days_off",)})  # worked out once, then kept
ALWAYS: Mapping[type[Model], tuple[str, ...]] = MappingProxyType({Plan: ("ward", "coordinator")})  # read if need be


class Unknown(TypeError):
    """A value of a kind that is not kept: list it above, or keep it out of the material."""


class Unreadable(ValueError):
    """What was packed does not fit this version of the software."""


def pack(value: Any) -> Json:
    """Raises Unknown."""
    packer = _Packer()
    top = packer.value(value)
    return {"value": top, "objects": packer.objects}


def unpack(packed: Json) -> Any:
    """Costs no query. Raises Unreadable."""
    try:
        return _Unpacker(packed["objects"]).value(packed["value"])
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, IndexError) as error:
        raise Unreadable(str(error)) from error


class _Packer:
    """Objects go into a table once, and are named by their place in it: rows share units, and some lead back."""

    def __init__(self) -> None:
        self.objects: list[Json] = []
        self.seen: dict[int, tuple[int, Any]] = {}  # with the object, so that its id stays its own

    def value(self, value: Any) -> Json:
        if isinstance(value, Enum):
            return self._enum(value)
        if value is None or isinstance(value, bool | int | str):
            return value
        for kind, name, write in SCALARS:
            if isinstance(value, kind):
                return {name: write(value)}
        many = isinstance(value, tuple | list | Mapping) and type(value) not in OBJECTS
        return self._many(value) if many else self._object(value)

    def _enum(self, value: Enum) -> Json:
        if type(value) not in ENUMS:
            raise Unknown(repr(value))
        return {"enum": [type(value).__qualname__, value.name]}

    def _many(self, value: Any) -> Json:
        if isinstance(value, Mapping):
            name = "counts" if isinstance(value, Counter) else "map"
            return {name: [[self.value(key), self.value(each)] for key, each in value.items()]}
        return {"tuple": [self.value(each) for each in value]}

    def _object(self, value: Any) -> Json:
        if id(value) not in self.seen:
            place = len(self.objects)
            self.seen[id(value)] = place, value
            self.objects.append(None)
            self.objects[place] = self._row(value) if isinstance(value, Model) else self._frozen(value)
        return {"ref": self.seen[id(value)][0]}

    def _frozen(self, value: Any) -> Json:
        if type(value) not in OBJECTS:
            raise Unknown(repr(type(value)))
        held = {name: getattr(value, name) for name in fields_of(type(value))}
        if isinstance(value, IndicatorRow):
            held |= {"judged": value.quarter_verdicts, "warned": value.cautions}
        return {"type": type(value).__qualname__, "fields": {name: self.value(each) for name, each in held.items()}}

    def _row(self, row: Model) -> Json:
        if type(row) not in MODELS:
            raise Unknown(repr(type(row)))
        kept = [field for field in row._meta.concrete_fields if field.name not in LEFT_OUT]
        known = [field for field in kept if field.attname not in row.get_deferred_fields()]
        always = ALWAYS.get(type(row), ())
        links = [field for field in kept if isinstance(field, ForeignKey)]
        read = [field for field in links if field.name in always or field.is_cached(row)]
        cached: Mapping[str, Any] = getattr(row, "_prefetched_objects_cache", {})
        return {
            "model": type(row).__qualname__,
            "columns": {field.attname: self.value(getattr(row, field.attname)) for field in known},
            "related": {field.name: self.value(getattr(row, field.name)) for field in read},
            "lists": {name: [self.value(each) for each in rows] for name, rows in cached.items()},
            "also": {name: self.value(getattr(row, name)) for name in ALSO.get(type(row), ())},
        }


class _Unpacker:
    def __init__(self, objects: list[Json]) -> None:
        self.objects, self.made = objects, dict[int, Any]()

    def value(self, packed: Json) -> Any:
        if not isinstance(packed, dict):
            return packed
        (name, held), *_ = packed.items()
        return self.ways[name](self, held)

    def _enum(self, held: Json) -> Enum:
        kind, name = held
        return NAMES[kind][name]  # type: ignore[no-any-return]

    def _tuple(self, held: Json) -> tuple[Any, ...]:
        return tuple(self.value(each) for each in held)

    def _map(self, held: Json) -> dict[Any, Any]:
        return {self.value(key): self.value(each) for key, each in held}

    def _counts(self, held: Json) -> Counter[Any]:
        return Counter(self._map(held))

    def _ref(self, place: int) -> Any:
        if place not in self.made:
            packed = self.objects[place]
            if "model" in packed:
                self._row(place, packed)
            else:
                self.made[place] = self._frozen(packed)
        return self.made[place]

    def _frozen(self, packed: Json) -> Any:
        kind = NAMES[packed["type"]]
        known = fields_of(kind)
        held = {name: self.value(each) for name, each in packed["fields"].items() if name in known}
        if kind is IndicatorRow:
            held |= {"judged": _judged(held["judged"]), "warned": _warned(held["warned"])}
        lacking = [name for name, needed in known.items() if needed and name not in held]
        if lacking:
            raise Unreadable(f"{kind.__qualname__}: {', '.join(lacking)}")
        return kind(**held)

    def _row(self, place: int, packed: Json) -> None:
        """The row is there before what hangs on it, because that may lead back to it."""
        model = NAMES[packed["model"]]
        held = packed["columns"]
        names = [field.attname for field in model._meta.concrete_fields if field.attname in held]
        row = self.made[place] = model.from_db(None, names, [self.value(held[name]) for name in names])
        for name, each in packed["related"].items():
            model._meta.get_field(name).set_cached_value(row, self.value(each))
        for name, each in packed["also"].items():
            row.__dict__[name] = self.value(each)
        row._prefetched_objects_cache = {
            name: _as_read(getattr(row, name).get_queryset(), [self.value(each) for each in rows])
            for name, rows in packed["lists"].items()
        }

    ways: Mapping[str, Callable[["_Unpacker", Json], Any]] = MappingProxyType(
        {
            "enum": _enum,
            "tuple": _tuple,
            "map": _map,
            "counts": _counts,
            "ref": _ref,
            "fraction": lambda self, held: Fraction(held),
            "decimal": lambda self, held: Decimal(held),
            "moment": lambda self, held: datetime.fromisoformat(held),
            "day": lambda self, held: date.fromisoformat(held),
        }
    )


SCALARS: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (Fraction, "fraction", str),
    (Decimal, "decimal", str),
    (datetime, "moment", datetime.isoformat),  # before date, which it is too
    (date, "day", date.isoformat),
)


def _judged(verdicts: tuple[Verdict, ...]) -> Callable[[int], Verdict]:
    """The four quarters' verdicts as they were reached; nothing is judged again."""
    return lambda quarter: verdicts[quarter - 1]


def _warned(cautions: tuple[Caution, ...]) -> Callable[[], tuple[Caution, ...]]:
    return lambda: cautions


def fields_of(kind: type) -> dict[str, bool]:
    """The fields of a dataclass or a named tuple; whether there is none without a value."""
    if not is_dataclass(kind):
        defaults = kind._field_defaults  # type: ignore[attr-defined]
        return {name: name not in defaults for name in kind._fields}  # type: ignore[attr-defined]
    return {field.name: field.default is MISSING and field.default_factory is MISSING for field in fields(kind)}


def _as_read(rows: Any, found: list[Any]) -> Any:
    """A queryset that was read already."""
    rows._result_cache, rows._prefetch_done = found, True
    return rows
