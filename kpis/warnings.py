"""What makes a figure worth one sentence before it is sent: cautions, which never hold up the saving. Pure.

Each is one Vietnamese sentence. The officer answers all of a row's with its giải trình.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from kpis.evaluation import Accumulation, Promise
from plans.quantities import (
    Measure,
    NumberRefused,
    NumberRule,
    Reading,
    decimals_of,
    format_amount,
    format_exact,
    format_typed,
    places_to_distinguish,
    read_figure,
)

# A target that is passed by more than a fifth within its year was set too low or measures something else. No setting
# of the plan: unlike a change from quarter to quarter it does not depend on how lively the ward's numbers are.
FAR: Final = Fraction(1, 5)
LAST_QUARTER: Final = 4
MANY_TIMES: Final = 9  # from ten times on a share in percent is not read any more


class Kind(StrEnum):
    WORSE = "worse"
    JUMP = "jump"
    DENOMINATOR = "denominator"
    BEYOND = "beyond"
    ESTIMATE = "estimate"
    TYPING = "typing"


@dataclass(frozen=True, slots=True)
class Caution:
    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A figure beside what it is compared with.

    `before`: the quarter before, None where it gave no number or there is none. `total`: what the year so far comes
    to (trong kỳ: the sum; else the reading's own amount). `threshold`: a share of the previous value (3/10).
    """

    promise: Promise
    rule: NumberRule
    reading: Reading
    before: Reading | None
    quarter: int
    estimate: bool
    total: Fraction | None
    threshold: Fraction

    @property
    def now(self) -> Fraction:
        return self.reading.amount

    def show(self, *amounts: Fraction) -> list[str]:
        """The amounts with as many decimals as it takes to tell them apart, and as the row shows the reported one."""
        shown = 0 if self.reading.value is None else decimals_of(self.reading.value)
        places = max(places_to_distinguish(amounts, self.promise.places), shown)
        return [format_amount(amount, self.promise.measure, places=places) for amount in amounts]


def cautions(reported: Reported) -> tuple[Caution, ...]:
    """All that hold, what weighs most first. A fall says how far it fell, so it is not told as a jump again."""
    found: dict[Kind, str] = {}
    for kind, tell in _TELL.items():
        sentence = "" if kind is Kind.JUMP and Kind.WORSE in found else tell(reported)
        if sentence:
            found[kind] = sentence
    return tuple(Caution(kind, sentence) for kind, sentence in found.items())


def _worse(reported: Reported) -> str:
    """Trong kỳ counts each quarter alone: fewer than before is no step back. Lũy kế can only grow, whatever is good."""
    promise, before = reported.promise, reported.before
    if before is None or promise.accumulation is Accumulation.WITHIN:
        return ""
    old, new = reported.show(before.amount, reported.now)
    if promise.accumulation is Accumulation.CUMULATIVE:
        fell = reported.now < before.amount
        return f"Số lũy kế giảm so với quý trước ({old} → {new}), lẽ ra chỉ tăng hoặc giữ nguyên." if fell else ""
    if promise.ahead(reported.now, before.amount) >= 0:
        return ""
    return f"{'Cao' if promise.lower else 'Thấp'} hơn quý trước ({old} → {new})."


def _jump(reported: Reported) -> str:
    """The change as a share of the previous value. Of 0 there is no share.

    Lũy kế grows by its nature: it is compared with the pace of the quarters before, and slower is no jump.
    """
    if reported.before is None or not reported.before.amount:
        return ""
    before, now = reported.before.amount, reported.now
    paced = reported.promise.accumulation is Accumulation.CUMULATIVE
    usual = before * reported.quarter / (reported.quarter - 1) if paced else before
    share = (now - usual) / usual
    if (share if paced else abs(share)) <= reported.threshold:
        return ""
    old, new, limit = *reported.show(usual, now), _share(reported.threshold)
    if share >= MANY_TIMES:
        pace = f"nhịp các quý trước (theo nhịp đó: {old}, nay: {new})" if paced else f"quý trước ({old} → {new})"
        return f"Gấp {_times(now / usual)} {pace}, quá ngưỡng {limit}."
    if paced:
        return f"Tăng vượt nhịp các quý trước {_share(share)} (theo nhịp đó: {old}, nay: {new}), quá ngưỡng {limit}."
    word = "Tăng" if share > 0 else "Giảm"
    return f"{word} {_share(abs(share))} so với mức quý trước ({old} → {new}), quá ngưỡng {limit}."


def _share(share: Fraction) -> str:
    return format_amount(share * 100, Measure.PERCENT, places=0 if share >= 1 else 1)


def _times(ratio: Fraction) -> str:
    """ "67 lần", "hơn 67 lần"."""
    whole = ratio.numerator // ratio.denominator
    return f"{'' if ratio == whole else 'hơn '}{format_exact(Decimal(whole))} lần"


def _denominator(reported: Reported) -> str:
    now, before = reported.reading.denominator, reported.before.denominator if reported.before else None
    if now is None or before is None or now == before:
        return ""
    return f"Mẫu số khác quý trước ({format_exact(before)} → {format_exact(now)})."


def _beyond(reported: Reported) -> str:
    """A sum that must stay low is below its limit until the year ends: it waits for quarter IV."""
    promise, total = reported.promise, reported.total
    if promise.target is None or total is None:
        return ""
    if promise.lower and promise.accumulates and reported.quarter < LAST_QUARTER:
        return ""
    if promise.ahead(total, promise.target) <= promise.target * FAR:
        return ""
    done, aim = reported.show(total, promise.target)
    return f"Tốt hơn mục tiêu trên {_share(FAR)} (mục tiêu {aim}, thực hiện {done})."


def _estimate(reported: Reported) -> str:
    if not (reported.estimate and reported.quarter == LAST_QUARTER):
        return ""
    return "Quý IV là số cả năm nhưng dòng này còn đánh dấu ước."


def _typing(reported: Reported) -> str:
    """The parser's own question, "0,95 % hay 95 %?", or why it would not take the stored number today."""
    if reported.reading.value is None:
        return ""
    try:
        again = read_figure(format_typed(reported.reading), reported.rule)
    except NumberRefused as refused:
        return refused.sentence
    return (again.warning or "") if again else ""


_TELL: Final[dict[Kind, Callable[[Reported], str]]] = {
    Kind.TYPING: _typing,
    Kind.WORSE: _worse,
    Kind.JUMP: _jump,
    Kind.DENOMINATOR: _denominator,
    Kind.BEYOND: _beyond,
    Kind.ESTIMATE: _estimate,
}
