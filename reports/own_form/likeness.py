"""Which indicator or task a row of the form is: by the words of its name, its number, its unit. Suggestions only."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from textwrap import shorten
from typing import Final

from reports.own_form.headings import Guess, Sure
from reports.scorecard import GoalRow, IndicatorRow, Scorecard, TaskRow
from units.text import search_key

WORD: Final = re.compile(r"[a-z0-9]+")
# As ward and department write them: the short form and the words mean the same.
SHORT: Final = {
    "cds": "chuyen doi so",
    "khcn": "khoa hoc cong nghe",
    "dmst": "doi moi sang tao",
    "tthc": "thu tuc hanh chinh",
    "dvc": "dich vu cong",
    "dvctt": "dich vu cong truc tuyen",
    "cbcc": "can bo cong chuc",
    "ubnd": "uy ban nhan dan",
    "ty": "ti",
}
LONGEST_LABEL = 70  # characters of a task in a select box
LIKE, SURE, AHEAD = 0.45, 0.75, 0.1  # from where a name is suggested, is sure, and by how much it must lead
SAME_NUMBER, SAME_UNIT, OTHER_UNIT = 0.08, 0.04, -0.1


@dataclass(frozen=True, slots=True)
class Thing:
    """An indicator or a task that a row may be. `label`: how a reader is offered it; `year`: of its target, 0 of a
    task; `pair`: of a goal the code of the year's indicator that leads to it."""

    code: str
    label: str
    group: str
    number: str
    names: tuple[str, ...]
    unit: str
    year: int = 0
    pair: str = ""

    def is_of_another(self, year: int) -> bool:
        return self.year not in (0, year)

    def is_pair_of(self, other: "Thing") -> bool:
        return other.code == self.pair or self.code == other.pair

    @property
    def full_label(self) -> str:
        """With its group: an indicator and a goal may be called alike."""
        return f"{self.label} ({self.group})"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form: what it is called, its number and unit where the form has columns for them."""

    name: str
    number: str = ""
    unit: str = ""


def things_of(card: Scorecard) -> list[Thing]:
    """Everything that the report tells of, in its order."""
    return [
        *(_indicator(row, card.plan.year) for row in card.indicators),
        *(_goal(row) for row in card.goals),
        *(_task(row) for row in card.tasks),
    ]


def _indicator(row: IndicatorRow, year: int) -> Thing:
    names, label = (row.name, row.short_name), f"{row.number}. {row.short_name}"
    return Thing(row.code, label, f"Chỉ tiêu năm {year}", row.number, names, row.measure_unit, year)


def _goal(row: GoalRow) -> Thing:
    names, label = (row.name, row.short_name), f"{row.code.partition('.')[2]}. {row.short_name}"
    year, pair = row.horizon_year, row.linked_code
    return Thing(row.code, label, f"Chỉ tiêu đến năm {year}", row.number, names, row.measure_unit, year, pair)


def _task(row: TaskRow) -> Thing:
    title = shorten(row.title, LONGEST_LABEL, placeholder="…")
    return Thing(row.code, f"{row.code}. {title}", "Nhiệm vụ", row.number, (row.name, row.counterpart), "")


def words(text: str) -> Counter[str]:
    """Single words and neighbours, short forms written out."""
    plain = " ".join(SHORT.get(word, word) for word in WORD.findall(search_key(text))).split()
    return Counter(plain) + Counter(f"{one} {two}" for one, two in pairwise(plain))


class Likeness:
    """How alike two names are: shared words, each the more the fewer names have it (0 to 1)."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = list(things)
        self.bags = {thing.code: [words(name) for name in thing.names if name] for thing in self.things}
        known = Counter(word for bags in self.bags.values() for word in {word for bag in bags for word in bag})
        self.weights = {word: log(1 + len(self.things) / count) for word, count in known.items()}
        self.rare = log(1 + len(self.things))

    def weight(self, bag: Counter[str]) -> float:
        return sum(self.weights.get(word, self.rare) * count for word, count in bag.items())

    def alike(self, bag: Counter[str], code: str) -> float:
        return max((self._alike(bag, other) for other in self.bags[code]), default=0)

    def _alike(self, one: Counter[str], other: Counter[str]) -> float:
        both = self.weight(one) + self.weight(other)
        return 2 * self.weight(one & other) / both if both else 0

    def score(self, line: Line, bag: Counter[str], thing: Thing) -> float:
        """The name decides; number and unit tell two like names apart."""
        units = search_key(line.unit), search_key(thing.unit)
        unit = 0.0 if not all(units) else SAME_UNIT if units[0] == units[1] else OTHER_UNIT
        number = SAME_NUMBER if line.number and line.number.strip(" .") == thing.number else 0
        alike = self.alike(bag, thing.code)
        return alike + number + unit if alike else 0

    def candidates(self, line: Line) -> dict[str, float]:
        """Code → score of what the row may be."""
        bag = words(line.name)
        scores = {thing.code: self.score(line, bag, thing) for thing in self.things}
        return {code: score for code, score in scores.items() if score >= LIKE}


def guess_rows(lines: Mapping[int, Line], things: Iterable[Thing], year: int) -> dict[int, Guess]:
    """Row → code. Each code once, the likest pair first; what is of another year than `year` gives way."""
    likeness = Likeness(things)
    by_code = {thing.code: thing for thing in likeness.things}
    candidates = {row: likeness.candidates(line) for row, line in lines.items()}
    ranked = [(_rank(code, scores, by_code, year), row, code) for row, scores in candidates.items() for code in scores]
    found: dict[int, Guess] = {}
    taken: set[str] = set()
    for _, row, code in sorted(ranked, key=lambda one: one[0], reverse=True):
        if row not in found and code not in taken:
            found[row] = _guess(by_code[code], candidates[row], year)
            taken.add(code)
    return dict(sorted(found.items()))


def _rank(code: str, scores: Mapping[str, float], by_code: Mapping[str, Thing], year: int) -> tuple[float, bool]:
    """By its score; behind one of the wanted year that is near by the words, or its pair in the plan."""
    thing, own = by_code[code], scores[code]
    if not thing.is_of_another(year):
        return own, True
    before = (
        score for other, score in scores.items()
        if by_code[other].year == year and (score > own - AHEAD or thing.is_pair_of(by_code[other]))
    )  # fmt: skip
    return min(own, max(before, default=own)), False


def _guess(thing: Thing, scores: Mapping[str, float], year: int) -> Guess:
    """Sure only of one that leads, and is of the wanted year: the number of another would be a wrong one."""
    own = scores[thing.code]
    others = ((score, code) for code, score in scores.items() if code != thing.code)
    lead, near = max(others, default=(0, ""))
    if own - lead < AHEAD:
        return Guess(thing.code, Sure.UNSURE, near)
    return Guess(thing.code, Sure.UNSURE if own < SURE or thing.is_of_another(year) else Sure.SURE)
