"""Judging a figure against what was promised: exact rationals in, a status and its reason out.

The nine rules of "Judging a figure". Nothing is rounded here and no clock is read: whether a period has begun
or is closed is passed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from kpis.explanation import PROVISIONAL, Case, Ground, Path, explain
from kpis.presence import Presence, presence_of
from plans.calendar import quarter_words
from plans.quantities import Measure, format_amount, format_number, places_to_distinguish


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Accumulation(StrEnum):
    """POINT: how it stands at the quarter's end · CUMULATIVE: already holds the year so far · WITHIN: the
    quarter alone, the year is the sum."""

    POINT = "point"
    CUMULATIVE = "cumulative"
    WITHIN = "within"


class Frequency(StrEnum):
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


LABELS: Mapping[Direction | Accumulation | Frequency, str] = MappingProxyType(
    {
        Direction.HIGHER: "càng cao càng tốt",
        Direction.LOWER: "càng thấp càng tốt",
        Accumulation.POINT: "thời điểm",
        Accumulation.CUMULATIVE: "lũy kế",
        Accumulation.WITHIN: "trong kỳ",
        Frequency.QUARTERLY: "hằng quý",
        Frequency.HALF_YEARLY: "6 tháng một lần",
        Frequency.YEARLY: "hằng năm",
    }
)
_OWED_QUARTERS = {Frequency.QUARTERLY: (1, 2, 3, 4), Frequency.HALF_YEARLY: (2, 4), Frequency.YEARLY: (4,)}
_OWED_WORDS = {
    Frequency.QUARTERLY: "hằng quý",
    Frequency.HALF_YEARLY: "6 tháng một lần (vào quý II và quý IV)",
    Frequency.YEARLY: "hằng năm (vào quý IV)",
}


def owed_in(frequency: Frequency, quarter: int) -> bool:
    """Whether a figure is owed at the end of the quarter (1–4)."""
    return quarter in _OWED_QUARTERS[frequency]


class Status(StrEnum):
    """The value is the word that every face shows."""

    WATCHED = "Theo dõi, không giao mục tiêu"
    NOTHING = "Không phát sinh"
    NOT_DUE = "Chưa đến kỳ"
    MISSING = "Chưa có số liệu"
    PASSED = "Vượt"
    MET = "Đạt"
    FAILED = "Không đạt"
    LATE = "Chậm tiến độ"
    ON_TRACK = "Đúng tiến độ"
    ATTENTION = "Cần chú ý"


@dataclass(frozen=True, slots=True)
class Face:
    """How a status looks: a shape that tells it apart without colour, the tone's key in the style sheet,
    words for a narrow column; a larger `severity` asks for more attention."""

    shape: str
    tone: str
    short: str
    severity: int


FACES: Mapping[Status, Face] = MappingProxyType(
    {
        Status.WATCHED: Face("", "none", "Theo dõi", 0),
        Status.NOT_DUE: Face("·", "none", "Chưa đến kỳ", 1),
        Status.NOTHING: Face("□", "none", "Không phát sinh", 2),
        Status.PASSED: Face("▲", "good", "Vượt", 3),
        Status.MET: Face("■", "good", "Đạt", 4),
        Status.ON_TRACK: Face("●", "track", "Đúng tiến độ", 5),
        Status.ATTENTION: Face("◆", "watch", "Cần chú ý", 6),
        Status.MISSING: Face("○", "none", "Chưa có số liệu", 7),
        Status.LATE: Face("▼", "late", "Chậm tiến độ", 8),
        Status.FAILED: Face("×", "late", "Không đạt", 9),
    }
)

_STATUS: Mapping[Ground, Status] = MappingProxyType(
    {
        Ground.NO_TARGET: Status.WATCHED,
        Ground.NOTHING: Status.NOTHING,
        Ground.NOT_OWED: Status.NOT_DUE,
        Ground.NOT_BEGUN: Status.NOT_DUE,
        Ground.MISSING: Status.MISSING,
        Ground.PASSED: Status.PASSED,
        Ground.MET: Status.MET,
        Ground.FAILED: Status.FAILED,
        Ground.BELOW_BASELINE: Status.LATE,
        Ground.ON_PATH: Status.ON_TRACK,
        Ground.TOLERATED: Status.ATTENTION,
        Ground.BEHIND: Status.LATE,
    }
)
_BY_PATH = frozenset({Ground.ON_PATH, Ground.TOLERATED, Ground.BEHIND})


@dataclass(frozen=True, slots=True)
class Promise:
    """What a figure is judged against, in the indicator's own unit (percent: 0–100); "-", "?" are None.

    `baseline_is_bound`: the true baseline is at least as good as the number ("≥ 60%"; lower-is-better "≤").
    `milestones` by quarter 1–3; `tolerance` is a share (1/10); `places` decimals to show.
    """

    measure: Measure
    direction: Direction = Direction.HIGHER
    accumulation: Accumulation = Accumulation.POINT
    frequency: Frequency = Frequency.QUARTERLY
    target: Fraction | None = None
    baseline: Fraction | None = None
    baseline_is_bound: bool = False
    milestones: Mapping[int, Fraction] = field(default_factory=dict)
    tolerance: Fraction = Fraction(1, 10)
    places: int = 1
    baseline_year: int = 2025

    @property
    def lower(self) -> bool:
        return self.direction is Direction.LOWER

    @property
    def accumulates(self) -> bool:
        return self.accumulation is not Accumulation.POINT

    def ahead(self, value: Fraction, reference: Fraction) -> Fraction:
        """How much better the value is than the reference; negative where it is worse."""
        return reference - value if self.lower else value - reference

    def compare(self, value: Fraction, reference: Fraction) -> int:
        """1 where the value is better than the reference, -1 where it is worse, else 0; no difference is worked out."""
        left, right = value.numerator * reference.denominator, reference.numerator * value.denominator
        return (right > left) - (right < left) if self.lower else (left > right) - (left < right)


@dataclass(frozen=True, slots=True)
class Observation:
    """What is known of one indicator at the end of a quarter (1–4; the year is 4).

    `amount` for trong kỳ is the sum so far (kpis/rollup.py); it is judged even where the quarter itself said
    "không phát sinh", since the sum of the earlier ones stands. `final`: quarter IV is closed.
    """

    quarter: int
    amount: Fraction | None = None
    nothing_to_report: bool = False
    has_begun: bool = True
    final: bool = False
    estimate: bool = False
    unaccepted: bool = False
    adjusting: bool = False
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`achievement` and `distance` are percentages (90 is 90 %); `distance_at_most` reads "nhiều nhất …".

    `ground` is the rule that decided on what was `seen` of the `promise`.
    """

    status: Status
    expected: Fraction | None
    markers: tuple[str, ...]
    provisional: bool
    promise: Promise = field(repr=False)
    seen: Observation = field(repr=False)
    ground: Ground = field(repr=False)

    @property
    def achievement(self) -> Fraction | None:
        return achievement(self.promise, self.seen.amount)

    @property
    def distance(self) -> Fraction | None:
        return distance(self.promise, self.seen.amount)

    @property
    def distance_at_most(self) -> bool:
        return _distance_at_most(self.promise, self.seen.amount)

    @property
    def explanation(self) -> str:
        """Why, in one sentence; made when it is asked for, since a page shows a few of many verdicts."""
        return explain(_case(self.promise, self.seen, self.ground))

    @property
    def words(self) -> str:
        return f"{self.status} (mốc tạm tính)" if self.provisional else self.status.value

    @property
    def face(self) -> Face:
        return FACES[self.status]


def starting_point(promise: Promise) -> Fraction | None:
    """S, from which the path to the target runs; None without a target.

    What accumulates starts at 0 each January; lower-is-better without a baseline must hold its target.
    """
    if promise.target is None:
        return None
    if promise.accumulates:
        return Fraction(0)
    if promise.baseline is not None:
        return promise.baseline
    return promise.target if promise.lower else Fraction(0)


def expected(promise: Promise, quarter: int) -> Fraction | None:
    """E at the end of the quarter (1–4): in IV the target, else the milestone, else the line from S to T."""
    start = starting_point(promise)
    if promise.target is None or start is None or quarter == 4:
        return promise.target
    if quarter in promise.milestones:
        return promise.milestones[quarter]
    return (start * (4 - quarter) + promise.target * quarter) / 4


def is_provisional(promise: Promise, quarter: int) -> bool:
    """Whether E is "mốc tạm tính": thời điểm, no baseline to start from and no milestone in its place."""
    return path_of(promise, quarter) in PROVISIONAL


def path_of(promise: Promise, quarter: int) -> Path:
    """Where E at the end of the quarter comes from."""
    if promise.target is None or quarter == 4:
        return Path.TARGET
    if quarter in promise.milestones:
        return Path.MILESTONE
    if promise.accumulates:
        return Path.LINE
    if promise.baseline is None:
        return Path.PROVISIONAL_TARGET if promise.lower else Path.PROVISIONAL_LINE
    return Path.KEEP if promise.baseline == promise.target else Path.LINE


Fault = tuple[int | None, str]


def milestone_faults(promise: Promise) -> list[Fault]:
    """What is wrong with the milestones: the quarter to mend (None where it is all of them) and one sentence.

    Quarters I–III only, between S and T, never turning back on the way from S to T. Lower-is-better without a
    baseline has no place to start from: its milestones only stay at or above T.
    """
    if not promise.milestones:
        return []
    if promise.target is None:
        return [(None, "Chỉ tiêu không có mục tiêu nên không đặt mốc quý.")]
    stray = set(promise.milestones) - {1, 2, 3}
    faults: list[Fault] = [(None, "Chỉ đặt mốc cho quý I, II và III: mốc quý IV là mục tiêu năm.")] if stray else []
    marks = [(quarter, promise.milestones[quarter]) for quarter in (1, 2, 3) if quarter in promise.milestones]
    open_start = promise.lower and not promise.accumulates and promise.baseline is None
    ends = (None if open_start else starting_point(promise), promise.target)
    return faults + _outside(promise, marks, *ends) + _turning_back(promise, marks, *ends)


def _outside(
    promise: Promise, marks: list[tuple[int, Fraction]], start: Fraction | None, target: Fraction
) -> list[Fault]:
    if start is None:
        limits = f"không được thấp hơn mục tiêu {_told(promise, target)}"
        wrong = [mark for mark in marks if mark[1] < target]
    else:
        low, high = sorted((start, target))
        limits = f"phải nằm trong khoảng từ {_told(promise, low)} đến {_told(promise, high)}"
        wrong = [mark for mark in marks if not low <= mark[1] <= high]
    return [(quarter, f"Mốc {quarter_words(quarter)} ({_told(promise, value)}) {limits}.") for quarter, value in wrong]


def _turning_back(
    promise: Promise, marks: list[tuple[int, Fraction]], start: Fraction | None, target: Fraction
) -> list[Fault]:
    falls = start is None or target < start
    compared = "cao hơn" if falls else "thấp hơn"
    return [
        (
            later,
            f"Mốc {quarter_words(later)} ({_told(promise, after)}) không được {compared} "
            f"mốc {quarter_words(earlier)} ({_told(promise, before)}).",
        )
        for (earlier, before), (later, after) in pairwise(marks)
        if (after > before if falls else after < before)
    ]


def _told(promise: Promise, value: Fraction) -> str:
    numbers = (promise.target, promise.baseline, *promise.milestones.values())
    places = places_to_distinguish([number for number in numbers if number is not None], promise.places)
    return format_amount(value, promise.measure, places=places)


def judge(promise: Promise, observation: Observation) -> Verdict:
    """The status by the nine rules, what stands beside it, and why."""
    need = expected(promise, observation.quarter)
    ground = _ground(promise, observation, need)
    return Verdict(
        status=_STATUS[ground],
        expected=need,
        markers=_markers(promise, observation),
        provisional=ground in _BY_PATH and is_provisional(promise, observation.quarter),
        promise=promise,
        seen=observation,
        ground=ground,
    )


def _ground(promise: Promise, seen: Observation, need: Fraction | None) -> Ground:
    """The first of the nine rules that holds, in their order."""
    if promise.target is None or need is None:
        return Ground.NO_TARGET
    if seen.amount is None:
        return _ground_without_figure(promise, seen)
    return _at_target(promise, seen, promise.compare(seen.amount, promise.target)) or _on_the_way(
        promise, seen.amount, promise.target, need
    )


def _ground_without_figure(promise: Promise, seen: Observation) -> Ground:
    """Rule 2."""
    owed = owed_in(promise.frequency, seen.quarter)
    presence = presence_of(has_value=False, nothing=seen.nothing_to_report, owed=owed, begun=seen.has_begun)
    if presence is Presence.NOT_DUE:
        return Ground.NOT_BEGUN if owed else Ground.NOT_OWED
    return Ground.NOTHING if presence is Presence.NOTHING else Ground.MISSING


def _at_target(promise: Promise, seen: Observation, ahead: int) -> Ground | None:
    """Rules 3–5. A sum that must stay low can grow until the year ends, so 3 and 4 wait for quarter IV."""
    last = seen.quarter == 4
    if ahead >= 0 and (last or not (promise.lower and promise.accumulates)):
        return Ground.PASSED if ahead > 0 else Ground.MET
    return Ground.FAILED if last and seen.final else None


def _on_the_way(promise: Promise, value: Fraction, target: Fraction, need: Fraction) -> Ground:
    """Rules 6–9."""
    if _below_baseline(promise, value, target):
        return Ground.BELOW_BASELINE
    if promise.compare(value, need) >= 0:
        return Ground.ON_PATH
    edge = need * (1 + promise.tolerance if promise.lower else 1 - promise.tolerance)
    return Ground.TOLERATED if promise.compare(value, edge) >= 0 else Ground.BEHIND


def _below_baseline(promise: Promise, value: Fraction, target: Fraction) -> bool:
    if promise.accumulates or promise.baseline is None:
        return False
    return promise.compare(value, promise.baseline) < 0 < promise.compare(target, promise.baseline)


def _markers(promise: Promise, seen: Observation) -> tuple[str, ...]:
    held = {
        f"Kém hơn {promise.baseline_year}": _worse_than_before(promise, seen),
        "Duy trì": promise.baseline is not None and promise.baseline == promise.target,
        "ước": seen.estimate,
        "chưa chấp nhận": seen.unaccepted,
        "đang điều chỉnh": seen.adjusting,
        "nhập thay": seen.on_behalf,
    }
    return tuple(word for word, holds in held.items() if holds)


def _worse_than_before(promise: Promise, seen: Observation) -> bool:
    """Thời điểm at once; lũy kế compares with a whole year only once the year is whole; trong kỳ never."""
    begins = {Accumulation.POINT: 1, Accumulation.CUMULATIVE: 4}.get(promise.accumulation)
    if seen.amount is None or promise.baseline is None or begins is None or seen.quarter < begins:
        return False
    return promise.compare(seen.amount, promise.baseline) < 0


def achievement(promise: Promise, value: Fraction | None) -> Fraction | None:
    """Tỷ lệ hoàn thành in percent: V / T, lower-is-better T / V; None without either or over 0."""
    if value is None or promise.target is None:
        return None
    reached, whole = (promise.target, value) if promise.lower else (value, promise.target)
    return reached / whole * 100 if whole else None


def share_text(share: Fraction | None) -> str:
    """Tỷ lệ hoàn thành as every face shows it; empty where there is none. 99,96 % is not shown as 100 %."""
    if share is None:
        return ""
    return f"{format_number(share, places_to_distinguish([share, Fraction(100)], 1))}%"


def distance(promise: Promise, value: Fraction | None) -> Fraction | None:
    """How much of the way from the baseline to the target is covered, in percent; None where there is no way
    to go (T = B) or for lũy kế."""
    if value is None or promise.target is None or promise.baseline is None:
        return None
    if promise.accumulation is Accumulation.CUMULATIVE:
        return None
    way = promise.target - promise.baseline
    return (value - promise.baseline) / way * 100 if way else None


def _distance_at_most(promise: Promise, value: Fraction | None) -> bool:
    """A true baseline better than the printed bound leaves less way covered while the target is ahead."""
    if value is None or promise.target is None or distance(promise, value) is None:
        return False
    return promise.baseline_is_bound and promise.compare(value, promise.target) < 0


def _case(promise: Promise, seen: Observation, ground: Ground) -> Case:
    return Case(
        ground=ground,
        path=path_of(promise, seen.quarter),
        word=_STATUS[ground].value,
        verb=_verb(promise, seen),
        owed=_OWED_WORDS[promise.frequency],
        measure=promise.measure,
        places=promise.places,
        lower=promise.lower,
        adds_up=promise.accumulation is Accumulation.WITHIN,
        quarter=seen.quarter,
        tolerance=promise.tolerance,
        baseline_year=promise.baseline_year,
        baseline_is_bound=promise.baseline_is_bound,
        value=seen.amount,
        expected=expected(promise, seen.quarter),
        start=starting_point(promise),
        target=promise.target,
        baseline=promise.baseline,
    )


_SO_FAR = {
    Accumulation.POINT: "",
    Accumulation.CUMULATIVE: " lũy kế",
    Accumulation.WITHIN: " cộng từ đầu năm",
}


def _verb(promise: Promise, seen: Observation) -> str:
    return f"{'Ước thực hiện' if seen.estimate else 'Thực hiện'}{_SO_FAR[promise.accumulation]}"
