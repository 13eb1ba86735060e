"""The page "Nhập sang nq57.vn": accepted figures in the order of that system's screens, and what was typed there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kpis.models import Indicator
from plans.models import Period
from reports.desk import Desk
from reports.ledger import Scope
from reports.models import ScreenOrder, TypedFigure
from reports.report_models import LONGEST_VALUE
from reports.scorecard import IndicatorRow, Scorecard, build_scorecard

VALUE = re.compile(r"\d[\d.]*(?:,\d+)?")
LAST_PLACE = 999


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: what to type now, what was typed."""

    place: int
    row: IndicatorRow
    typed: TypedFigure | None

    @property
    def value(self) -> str:
        """As that system's fields take it: the sign of the unit stands in the column beside."""
        return "" if self.row.amount is None else self.row.value_text.removesuffix("%")

    @property
    def is_typed(self) -> bool:
        return self.typed is not None and bool(self.typed.value)

    @property
    def version(self) -> int:
        return self.typed.version if self.typed else 0

    @property
    def differs(self) -> bool:
        """The figure changed after it was typed, or is there no more."""
        return self.typed is not None and self.is_typed and self.typed.value != self.value

    @property
    def may_tick(self) -> bool:
        return bool(self.value) and (not self.is_typed or self.differs)

    @property
    def estimate(self) -> bool:
        return "ước" in self.row.verdict.markers


@dataclass
class Nq57Page:
    desk: Desk
    period: Period

    @cached_property
    def card(self) -> Scorecard:
        """What may go out (six queries)."""
        desk = self.desk
        return build_scorecard(
            desk.plan, desk.periods, self.period, scope=Scope.ACCEPTED, now=desk.now, with_tasks=False
        )

    @cached_property
    def order(self) -> ScreenOrder | None:
        return ScreenOrder.objects.filter(plan=self.desk.plan).first()

    @cached_property
    def lines(self) -> list[Line]:
        """Two queries beside the card's."""
        rows = TypedFigure.objects.filter(period=self.period).select_related("typed_by")
        typed = {row.indicator_id: row for row in rows}
        places = {code: place for place, code in enumerate(self.order.codes if self.order else ())}
        listed = sorted(self.card.indicators, key=lambda row: places.get(row.code, len(places)))
        return [Line(place, row, typed.get(row.id)) for place, row in enumerate(listed, start=1)]

    @property
    def order_version(self) -> int:
        return self.order.version if self.order else 0

    @property
    def summary(self) -> str:
        """ "12/20 chỉ tiêu đã nhập"; of those that have a figure."""
        ready = [line for line in self.lines if line.value]
        done = [line for line in ready if line.is_typed and not line.differs]
        return f"{len(done)}/{len(ready)} chỉ tiêu có số liệu đã nhập"

    @property
    def differing(self) -> list[str]:
        return [line.row.number for line in self.lines if line.differs]

    def indicator(self, code: str) -> Indicator | None:
        return next((line.row.indicator for line in self.lines if line.row.code == code), None)


def is_number(text: str) -> bool:
    """A figure as a page shows it."""
    return len(text) <= LONGEST_VALUE and VALUE.fullmatch(text) is not None


def posted_order(page: Nq57Page, posted: Mapping[str, str]) -> list[str] | None:
    """The codes by the places that were typed; equal places stay as they stood. None where a place is no number."""
    places: dict[str, int] = {}
    for line in page.lines:
        typed = posted.get(f"place-{line.row.code}", str(line.place)).strip()
        if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed) <= LAST_PLACE:
            return None
        places[line.row.code] = int(typed)
    return sorted(places, key=places.__getitem__)
