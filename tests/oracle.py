"""The rules of domain.md written a second time, plainly, from the plan's files alone. It imports nothing of ours."""

import csv
import random
import re
from fractions import Fraction
from pathlib import Path


def number(cell: str) -> Fraction | None:
    """The number in a value cell of the plan, or None for "-" and "?"."""
    found = re.search(r"\d+(?:,\d+)?", cell)
    return Fraction(found[0].replace(",", ".")) if found else None


class Row:
    """One indicator of Phụ lục 1 as chi-tieu.csv gives it."""

    def __init__(self, record: dict[str, str]) -> None:
        self.code, self.unit = record["ma"], record["bao_cao"]
        self.T, self.B = number(record["muc_tieu"]), number(record["ket_qua_2025"])
        self.bound = "≥" in record["ket_qua_2025"]
        self.cumulative = record["luy_ke"] == "cumulative"
        self.yearly = record["tan_suat"] == "yearly"
        self.percent, self.count = record["thuoc_do"] == "percent", record["thuoc_do"] == "count"

    def expected(self, q: int) -> Fraction | None:
        if self.T is None:
            return None
        if q == 4:
            return self.T
        start = Fraction(0) if self.cumulative or self.B is None else self.B
        return start + (self.T - start) * q / 4

    def status(self, V: Fraction | None, q: int, *, nothing: bool, closed: bool) -> str:
        if self.T is None:
            return "Theo dõi, không giao mục tiêu"
        if V is None:
            if nothing:
                return "Không phát sinh"
            return "Chưa đến kỳ" if self.yearly and q < 4 else "Chưa có số liệu"
        if V > self.T:
            return "Vượt"
        if V == self.T:
            return "Đạt"
        if q == 4 and closed:
            return "Không đạt"
        if not self.cumulative and self.B is not None and V < self.B < self.T:
            return "Chậm tiến độ"
        E = self.expected(q) or Fraction(0)
        if V >= E:
            return "Đúng tiến độ"
        return "Cần chú ý" if V >= E * Fraction(9, 10) else "Chậm tiến độ"

    def markers(self, V: Fraction | None, q: int, *, estimate: bool) -> set[str]:
        found = set()
        if V is not None and self.B is not None and V < self.B and (not self.cumulative or q == 4):
            found.add("Kém hơn 2025")
        if self.B is not None and self.B == self.T:
            found.add("Duy trì")
        return found | ({"ước"} if estimate else set())

    def provisional(self, status: str, q: int) -> bool:
        return self.B is None and q < 4 and status in {"Đúng tiến độ", "Cần chú ý", "Chậm tiến độ"}

    def achievement(self, V: Fraction | None) -> Fraction | None:
        return None if V is None or not self.T else V / self.T * 100


def rows(folder: Path) -> list[Row]:
    with (folder / "chi-tieu.csv").open(encoding="utf-8", newline="") as file:
        return [Row(record) for record in csv.DictReader(file) if record["nam_dich"] == "2026"]


def typed(row: Row, q: int, dice: random.Random) -> tuple[str, Fraction | None]:
    """A figure as an officer would type it, and its exact value; near the places where the rules change."""
    if row.count:
        whole = dice.randrange(0, 40)
        return str(whole), Fraction(whole)
    if row.percent and dice.random() < 0.3:
        below = dice.randrange(1, 60)
        above = dice.randrange(0, below + 1)
        return f"{above}/{below}", Fraction(100 * above, below)
    top = 100 if row.percent else 1
    E = row.expected(q) or Fraction(top, 2)
    near = [E, E * Fraction(9, 10), row.T or E, row.B or E, Fraction(dice.randrange(0, 10_001), 10_000) * top]
    places = 2 if row.percent else 4
    step = Fraction(dice.choice([-1, 0, 0, 1]), 10**places)
    value = min(max(round((dice.choice(near) + step) * 10**places), 0), top * 10**places)
    text = f"{value // 10**places},{value % 10**places:0{places}d}"
    return text, Fraction(value, 10**places)
