"""The one Vietnamese sentence that says why a figure has its status; kpis/evaluation.py decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from plans.calendar import quarter_words
from plans.quantities import Measure, format_amount, format_number, places_to_distinguish

ZERO, HUNDRED = Fraction(0), Fraction(100)
POINTS = {Measure.PERCENT: " điểm %", Measure.INDEX: " điểm", Measure.COUNT: ""}


class Ground(Enum):
    """Which rule of "Judging a figure" decided."""

    NO_TARGET = auto()
    NOTHING = auto()
    NOT_OWED = auto()
    NOT_BEGUN = auto()
    MISSING = auto()
    PASSED = auto()
    MET = auto()
    FAILED = auto()
    BELOW_BASELINE = auto()
    ON_PATH = auto()
    TOLERATED = auto()
    BEHIND = auto()


class Path(Enum):
    """Where the expected value comes from."""

    TARGET = auto()
    MILESTONE = auto()
    LINE = auto()
    KEEP = auto()
    PROVISIONAL_LINE = auto()
    PROVISIONAL_TARGET = auto()


@dataclass(frozen=True)
class Case:
    """What the sentence may name, amounts in the indicator's own unit.

    `word` is the status, `verb` "Thực hiện", "Ước thực hiện", …, `owed` how often the indicator is reported,
    `places` how many decimals are shown at least.
    """

    ground: Ground
    path: Path
    word: str
    verb: str
    owed: str
    measure: Measure
    places: int
    lower: bool
    adds_up: bool
    quarter: int
    tolerance: Fraction
    baseline_year: int
    baseline_is_bound: bool
    value: Fraction | None
    expected: Fraction | None
    start: Fraction | None
    target: Fraction | None
    baseline: Fraction | None

    @cached_property
    def shown_places(self) -> int:
        """As many decimals as keep the numbers of the sentence apart (99,96 is not 100)."""
        named = (self.value, self.expected, self.start, self.target, self.baseline)
        return places_to_distinguish([number for number in named if number is not None], self.places)


def explain(case: Case) -> str:
    """One sentence, ended by a full stop."""
    return SENTENCES[case.ground](case)


def _shown(case: Case, value: Fraction | None) -> str:
    return format_amount(_known(value), case.measure, places=case.shown_places)


def _known(value: Fraction | None) -> Fraction:
    if value is None:
        raise ValueError("the ground of this case names a number that the case does not hold")
    return value


def _done(case: Case) -> str:
    return f"{case.verb} {_shown(case, case.value)}"


def _gap(case: Case, reference: Fraction | None) -> str:
    """How far apart: "kém 7,5 điểm %", for lower-is-better "cao hơn …"; never rounded down to 0."""
    difference = _known(case.value) - _known(reference)
    places = places_to_distinguish([abs(difference), ZERO], case.places)
    less, more = ("thấp hơn", "cao hơn") if case.lower else ("kém", "hơn")
    size = format_number(abs(difference), places)
    return f"{less if difference < 0 else more} {size}{POINTS[case.measure]}"


def _limit(case: Case, value: Fraction | None) -> str:
    return f"không quá {_shown(case, value)}" if case.lower else _shown(case, value)


def _need(case: Case) -> str:
    return f"hết {quarter_words(case.quarter)} cần {_limit(case, case.expected)} ({_path(case)})"


PROVISIONAL = frozenset({Path.PROVISIONAL_LINE, Path.PROVISIONAL_TARGET})
# In few words, for a table; `{year}` is the year of the baseline.
PATHS: Mapping[Path, str] = MappingProxyType(
    {
        Path.TARGET: "mục tiêu năm",
        Path.MILESTONE: "mốc quý đã đặt",
        Path.LINE: "đường thẳng đến mục tiêu",
        Path.KEEP: "giữ mức của năm {year}",
        Path.PROVISIONAL_LINE: "mốc tạm tính",
        Path.PROVISIONAL_TARGET: "mốc tạm tính",
    }
)


def path_words(path: Path, baseline_year: int) -> str:
    return PATHS[path].format(year=baseline_year)


def _line(case: Case) -> str:
    return f"đường thẳng từ {_shown(case, case.start)} đến {_shown(case, case.target)}"


def _path(case: Case) -> str:
    """The same in full: with the ends of the line, and why a milestone is provisional."""
    if case.path is Path.LINE:
        return _line(case)
    words = path_words(case.path, case.baseline_year)
    if case.path not in PROVISIONAL:
        return words
    instead = _line(case) if case.path is Path.PROVISIONAL_LINE else "bằng mục tiêu năm"
    return f"{words}: {instead} vì không có số năm {case.baseline_year}"


def _share(case: Case) -> str:
    """The part reached (", đạt 90,6% mức cần"); empty where 0 was needed, for nothing divides by 0."""
    if not case.expected:
        return ""
    reached = _known(case.value) / case.expected * HUNDRED
    edge = HUNDRED * (1 + case.tolerance if case.lower else 1 - case.tolerance)
    places = places_to_distinguish([reached, HUNDRED, edge], 1)
    share = format_amount(reached, Measure.PERCENT, places=places)
    return f", {'bằng' if case.lower else 'đạt'} {share} mức cần"


def _tolerance(case: Case) -> str:
    return f"ngưỡng {format_amount(case.tolerance * HUNDRED, Measure.PERCENT)}"


def _no_target(case: Case) -> str:
    reason = "kế hoạch không giao mục tiêu nên chỉ theo dõi, không đánh giá."
    return reason.capitalize() if case.value is None else f"{_done(case)}; {reason}"


def _nothing(case: Case) -> str:
    return f"Đơn vị báo không phát sinh trong {quarter_words(case.quarter)} nên không đánh giá."


def _not_owed(case: Case) -> str:
    return f"Chỉ tiêu báo cáo {case.owed} nên {quarter_words(case.quarter)} chưa cần số liệu."


def _not_begun(case: Case) -> str:
    return f"Kỳ báo cáo {quarter_words(case.quarter)} chưa bắt đầu nên chưa cần số liệu."


def _missing(case: Case) -> str:
    if case.adds_up and case.quarter > 1:
        what = f"Chưa có đủ số liệu từ quý I đến {quarter_words(case.quarter)} để cộng từ đầu năm"
    else:
        what = f"Chưa có số liệu {quarter_words(case.quarter)}"
    return f"{what}; {_need(case)}."


def _year(case: Case) -> str:
    return f"mục tiêu năm {_limit(case, case.target)}"


def _passed(case: Case) -> str:
    return f"{_done(case)}; {_year(case)}; {_gap(case, case.target)} nên là {case.word}."


def _met(case: Case) -> str:
    return f"{_done(case)}; bằng mục tiêu năm nên là {case.word}."


def _failed(case: Case) -> str:
    return f"{_done(case)}; {_year(case)}; {_gap(case, case.target)}, quý IV đã chốt nên là {case.word}."


def _below_baseline(case: Case) -> str:
    bound = (" trở xuống" if case.lower else " trở lên") if case.baseline_is_bound else ""
    last_year = f"kết quả năm {case.baseline_year} ({_shown(case, case.baseline)}{bound})"
    worse = "cao hơn" if case.lower else "thấp hơn"
    return f"{_done(case)}; {_need(case)}; {worse} {last_year} nên là {case.word}, không xét {_tolerance(case)}."


def _on_path(case: Case) -> str:
    if case.value == case.expected:
        return f"{_done(case)}; {_need(case)}; vừa đúng mức cần nên là {case.word}."
    return f"{_done(case)}; {_need(case)}; {_gap(case, case.expected)} nên là {case.word}."


def _tolerated(case: Case) -> str:
    return (
        f"{_done(case)}; {_need(case)}; {_gap(case, case.expected)}{_share(case)}, "
        f"trong {_tolerance(case)} nên là {case.word}."
    )


def _behind(case: Case) -> str:
    return (
        f"{_done(case)}; {_need(case)}; {_gap(case, case.expected)}{_share(case)}, "
        f"ngoài {_tolerance(case)} nên là {case.word}."
    )


SENTENCES: Mapping[Ground, Callable[[Case], str]] = MappingProxyType(
    {
        Ground.NO_TARGET: _no_target,
        Ground.NOTHING: _nothing,
        Ground.NOT_OWED: _not_owed,
        Ground.NOT_BEGUN: _not_begun,
        Ground.MISSING: _missing,
        Ground.PASSED: _passed,
        Ground.MET: _met,
        Ground.FAILED: _failed,
        Ground.BELOW_BASELINE: _below_baseline,
        Ground.ON_PATH: _on_path,
        Ground.TOLERATED: _tolerated,
        Ground.BEHIND: _behind,
    }
)
