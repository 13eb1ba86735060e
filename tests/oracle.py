"""The rules of domain.md written a second time, plainly, from the plan's files alone. It imports nothing of ours."""

import csv
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path


def number(cell: str) -> Fraction | None:
    """The number in a value cell of the plan, or None for "-" and "?"."""
    found = re.search(r"\d+(?:,\d+)?", cell)
    return Fraction(found[0].replace(",", ".")) if found else None


OWED = {"quarterly": {1, 2, 3, 4}, "half_yearly": {2, 4}, "yearly": {4}}


@dataclass(frozen=True)
class Told:
    """What a unit says of one indicator in one quarter: a number, or (V is None) "không phát sinh"."""

    text: str
    V: Fraction | None
    estimate: bool = False
    by_other: bool = False
    unaccepted: bool = True
    adjusting: bool = False


Year = Mapping[int, Told]  # by quarter; a quarter that is not there was not reported


@dataclass
class Row:
    """One indicator and what it is judged by. `bound`: B is a bound, the true one is at least as good."""

    code: str
    unit: str
    measure: str
    T: Fraction | None
    B: Fraction | None
    bound: bool = False
    lower: bool = False
    accumulation: str = "point"  # thời điểm, cumulative: lũy kế, within: trong kỳ
    frequency: str = "quarterly"
    tolerance: Fraction = Fraction(1, 10)
    milestones: dict[int, Fraction] = field(default_factory=dict)

    @property
    def top(self) -> int:
        return {"percent": 100, "index": 1, "count": 60}[self.measure]

    def better(self, one: Fraction, other: Fraction) -> bool:
        return one < other if self.lower else one > other

    def start(self) -> Fraction | None:
        """S."""
        if self.accumulation != "point":
            return Fraction(0)
        if self.B is not None:
            return self.B
        return self.T if self.lower else Fraction(0)

    def expected(self, q: int) -> Fraction | None:
        S = self.start()
        if self.T is None or S is None or q == 4:
            return self.T
        return self.milestones.get(q, S + (self.T - S) * q / 4)

    def owed(self, q: int) -> bool:
        return q in OWED[self.frequency]

    def idle(self, year: Year, q: int) -> bool:
        return q not in year and not self.owed(q)

    def value(self, year: Year, q: int) -> Fraction | None:
        """V: the quarter's own number, for trong kỳ the sum so far; one missing quarter means no sum."""
        if self.accumulation != "within":
            return year[q].V if q in year else None
        if self.idle(year, q):
            return None
        parts = [n for n in range(1, q + 1) if not self.idle(year, n)]
        if any(n not in year for n in parts):
            return None
        known = [V for n in parts if (V := year[n].V) is not None]
        return sum(known, Fraction(0)) if known else None

    def status(self, year: Year, q: int, *, closed: bool, begun: bool = True) -> str:
        V = self.value(year, q)
        if self.T is None:
            return "Theo dõi, không giao mục tiêu"
        if V is None:
            if q in year and year[q].V is None:
                return "Không phát sinh"
            return "Chưa có số liệu" if self.owed(q) and begun else "Chưa đến kỳ"
        if q == 4 or not (self.lower and self.accumulation != "point"):
            if self.better(V, self.T):
                return "Vượt"
            if V == self.T:
                return "Đạt"
        if q == 4 and closed:
            return "Không đạt"
        return self.on_the_way(V, q)

    def on_the_way(self, V: Fraction, q: int) -> str:
        assert self.T is not None
        E = self.expected(q)
        assert E is not None
        B = self.B if self.accumulation == "point" else None
        if B is not None and self.better(B, V) and self.better(self.T, B):
            return "Chậm tiến độ"
        if not self.better(E, V):
            return "Đúng tiến độ"
        edge = E * (1 + self.tolerance if self.lower else 1 - self.tolerance)
        return "Chậm tiến độ" if self.better(edge, V) else "Cần chú ý"

    def markers(self, year: Year, q: int, status: str) -> set[str]:
        V = self.value(year, q)
        when = {"point": {1, 2, 3, 4}, "cumulative": {4}, "within": set()}[self.accumulation]
        parts = range(1, q + 1) if self.accumulation == "within" else (q,)
        told = [year[n] for n in parts if n in year]
        held = {
            "Kém hơn 2025": V is not None and self.B is not None and q in when and self.better(self.B, V),
            "Duy trì": self.B is not None and self.B == self.T,
            "ước": any(one.estimate for one in told),
            "chưa chấp nhận": any(one.unaccepted for one in told),
            "đang điều chỉnh": any(one.adjusting for one in told),
            "nhập thay": any(one.by_other for one in told),
            "mốc tạm tính": self.provisional(status, q),
        }
        return {word for word, holds in held.items() if holds}

    def provisional(self, status: str, q: int) -> bool:
        """There is no B where the path would start from it, and no milestone either."""
        from_baseline = self.accumulation == "point" and self.B is None and q < 4 and q not in self.milestones
        return from_baseline and status in {"Đúng tiến độ", "Cần chú ý", "Chậm tiến độ"}

    def achievement(self, V: Fraction | None) -> Fraction | None:
        if V is None or self.T is None:
            return None
        above, below = (self.T, V) if self.lower else (V, self.T)
        return above / below * 100 if below else None

    def distance(self, V: Fraction | None) -> Fraction | None:
        if V is None or self.T is None or self.B is None or self.T == self.B or self.accumulation == "cumulative":
            return None
        return (V - self.B) / (self.T - self.B) * 100

    def at_most(self, V: Fraction | None) -> bool:
        """The distance reads "nhiều nhất …": B is a bound and the target is still ahead."""
        if V is None or self.T is None or self.distance(V) is None:
            return False
        return self.bound and self.better(self.T, V)


def printed(record: Mapping[str, str]) -> Row:
    """One indicator of Phụ lục 1 as chi-tieu.csv gives it."""
    return Row(
        code=record["ma"],
        unit=record["bao_cao"],
        measure=record["thuoc_do"],
        T=number(record["muc_tieu"]),
        B=number(record["ket_qua_2025"]),
        bound="≥" in record["ket_qua_2025"],
        lower=record["chieu"] == "lower",
        accumulation=record["luy_ke"],
        frequency=record["tan_suat"],
    )


def rows(folder: Path) -> list[Row]:
    with (folder / "chi-tieu.csv").open(encoding="utf-8", newline="") as file:
        return [printed(record) for record in csv.DictReader(file) if record["nam_dich"] == "2026"]


def reshaped(row: Row, tolerance: Fraction, dice: random.Random) -> Row:
    """The indicator of another plan in the same place: any of the ways in which one may be judged."""
    measure = dice.choice(["percent", "percent", "index", "count", "count"])
    places = {"percent": 1, "index": 2, "count": 0}[measure]
    accumulations = ["point", "point", "cumulative"] + ["within"] * 3 * (measure == "count")
    made = Row(
        code=row.code,
        unit=row.unit,
        measure=measure,
        T=None,
        B=None,
        bound=dice.random() < 0.4,
        lower=dice.random() < 0.5,
        accumulation=dice.choice(accumulations),
        frequency=dice.choice(list(OWED)),
        tolerance=tolerance,
    )
    made.T = None if dice.random() < 0.1 else drawn(made, places, dice)
    made.B = None if dice.random() < 0.25 else made.T if dice.random() < 0.15 else drawn(made, places, dice)
    made.bound = made.bound and made.B is not None
    made.milestones = milestones(made, dice)
    return made


def drawn(row: Row, places: int, dice: random.Random) -> Fraction:
    return Fraction(dice.randrange(0, row.top * 10**places + 1), 10**places)


def milestones(row: Row, dice: random.Random) -> dict[int, Fraction]:
    """For some of the quarters I to III, on the way from S to T and never turning back."""
    S = row.start()
    if row.T is None or S is None or dice.random() < 0.4:
        return {}
    ways = sorted(Fraction(dice.randrange(0, 101), 100) for _ in range(3))
    return {q: S + (row.T - S) * way for q, way in enumerate(ways, 1) if dice.random() < 0.7}


def typed(row: Row, q: int, dice: random.Random) -> tuple[str, Fraction]:
    """A figure as an officer would type it, and its exact value; near the places where the rules change."""
    if row.measure == "percent" and dice.random() < 0.3:
        below = dice.randrange(1, 60)
        above = dice.randrange(0, below + 1)
        return f"{above}/{below}", Fraction(100 * above, below)
    value = near(row, q, dice)
    if row.measure == "count":
        whole = max(round(value) + dice.choice([-1, 0, 0, 1]), 0)
        return str(whole), Fraction(whole)
    places = 2 if row.measure == "percent" else 4
    step = Fraction(dice.choice([-1, 0, 0, 1]), 10**places)
    scaled = min(max(round((value + step) * 10**places), 0), row.top * 10**places)
    return f"{scaled // 10**places},{scaled % 10**places:0{places}d}", Fraction(scaled, 10**places)


def near(row: Row, q: int, dice: random.Random) -> Fraction:
    """E, its edge of tolerance, T, B or anything; for trong kỳ the part of it that falls to one quarter."""
    E = row.expected(q)
    E = Fraction(row.top, 2) if E is None else E
    edge = E * (1 + row.tolerance if row.lower else 1 - row.tolerance)
    anything = Fraction(dice.randrange(0, 10_001), 10_000) * row.top
    places = [E, edge, E if row.T is None else row.T, E if row.B is None else row.B, anything]
    return dice.choice(places) / (q if row.accumulation == "within" else 1)
