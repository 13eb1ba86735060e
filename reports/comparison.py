"""Two periods side by side: what moved. Differences are worked out here from the two scorecards, exact until shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kpis.explanation import POINTS
from plans.quantities import format_number, places_to_distinguish
from reports.indicator_rows import IndicatorRow
from reports.scorecard import moved

ZERO = Fraction(0)


class Move(StrEnum):
    """The value is the heading under which such rows stand, in this order."""

    WORSE = "Kém đi"
    BETTER = "Tốt lên"
    SAME = "Không đổi mức đánh giá"
    UNKNOWN = "Không so được"


MOVES = {1: Move.BETTER, -1: Move.WORSE, 0: Move.SAME}


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator in the earlier and the later period; None where it did not stand in the plan then."""

    before: IndicatorRow | None
    after: IndicatorRow | None

    @property
    def row(self) -> IndicatorRow:
        """Whose names are shown."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a comparison has at least one side")
        return row

    @property
    def move(self) -> Move:
        """By the status, as the dashboard's own "tốt lên" and "kém đi"."""
        if self.before is None or self.after is None:
            return Move.UNKNOWN
        change = moved(self.before.verdict, self.after.verdict)
        return Move.UNKNOWN if change is None else MOVES[change]

    @property
    def difference(self) -> Fraction | None:
        """How much more the later amount is; None without both."""
        if self.before is None or self.after is None or self.before.amount is None or self.after.amount is None:
            return None
        return self.after.amount - self.before.amount

    @property
    def difference_text(self) -> str:
        """ "+7,5 điểm %", "−2", "0"; "" where there is none. Never rounded down to 0."""
        change = self.difference
        if change is None:
            return ""
        places = places_to_distinguish([abs(change), ZERO], self.row.promise.places)
        sign = "+" if change > 0 else "−" if change < 0 else ""
        return f"{sign}{format_number(abs(change), places)}{POINTS[self.row.measure] if change else ''}"


def compare(earlier: Iterable[IndicatorRow], later: Iterable[IndicatorRow]) -> list[tuple[Move, list[Compared]]]:
    """Rows under their moves, what got worse first, in printed order; moves that nothing made are left out."""
    old = {row.code: row for row in earlier}
    pairs = [Compared(old.pop(row.code, None), row) for row in later]
    pairs += [Compared(row, None) for row in old.values()]
    grouped = ((move, [pair for pair in pairs if pair.move is move]) for move in Move)
    return [(move, found) for move, found in grouped if found]
