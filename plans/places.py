"""Where a row of a report lives: how it is found, made, named and described, whichever kind of row it is."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from plans.models import AcceptedRow, EvidenceLink, Period, ReportedRow, UnitReport
from plans.querysets import the_one
from plans.refusals import NotAllowed
from units.models import Unit

Row = TypeVar("Row", bound=ReportedRow)


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
