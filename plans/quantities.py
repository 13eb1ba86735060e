"""Numbers as officers type them and as the plan prints them: read strictly, shown in Vietnamese. Pure.

One parser for form, paste, workbook, import and admin. Source: domain.md "Numbers, dates, text" (its table
is the test), "Quantity", "Reading the source" and "Judging a figure" (how many decimals are shown).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from units.text import INVISIBLE, nfc, visible

MAX_LENGTH: Final = 30  # characters of one number, after cleaning
MAX_DECIMALS: Final = 6  # a value is Decimal(15, 6) in the database
MAX_INTEGER_DIGITS: Final = 9
MAX_PAIR_DECIMALS: Final = 2  # numerator and denominator are Decimal(15, 2)
MAX_PAIR_INTEGER_DIGITS: Final = 13


class Measure(StrEnum):
    """What an indicator's figure is: a ratio in percent, a score from 0 to 1, or a number of things."""

    PERCENT = "percent"
    INDEX = "index"
    COUNT = "count"


class Comparator(StrEnum):
    """The sign before a number of the plan."""

    EQUAL = "="
    AT_LEAST = "≥"
    AT_MOST = "≤"


class QuantityKind(StrEnum):
    """What a value cell of the plan holds: a number, or one of two different empties. Never 0."""

    NUMBER = "number"
    NOT_ASSIGNED = "none"  # "-": không giao, không có
    UNKNOWN = "unknown"  # "?": chưa rõ


class NumberRefused(ValueError):
    """A number that is not taken in.

    `sentence`: one Vietnamese sentence that says what to type. `suggestion`: the possible reading, to be
    typed instead, where the officer is asked "1,234 phải không?"; None where nothing can be guessed.
    """

    def __init__(self, sentence: str, suggestion: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value cell of the plan: what is printed, and what it means. `unit` is "%" or "" as printed."""

    raw: str
    kind: QuantityKind
    comparator: Comparator = Comparator.EQUAL
    value: Decimal | None = None
    unit: str = ""
    aspirational: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind is QuantityKind.NUMBER

    @property
    def label(self) -> str:
        """The printed text with markup, spaces and OCR slips put right: "≥ 60%", "phấn đấu ít nhất 3%"."""
        return _tidy(self.raw)


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How an indicator's figures are typed.

    `target` in the indicator's own unit serves only the question "0,95 % hay 95 %?"; `money_pair` allows
    decimals in numerator and denominator.
    """

    measure: Measure
    target: Decimal | None = None
    money_pair: bool = False

    @property
    def asks_quotient(self) -> bool:
        """Whether a number up to 1 may have been typed as a quotient: 0,95 for 95 %."""
        return self.measure is Measure.PERCENT and self.target is not None and self.target >= 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as it was read: a value in the indicator's own unit, or a numerator and a denominator.

    The pair is kept, never the quotient. `warning` is advice on the typing, no part of what was read, and
    therefore does not count when readings are compared.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    warning: str | None = field(default=None, compare=False)

    @property
    def amount(self) -> Fraction:
        """Exact, in the indicator's own unit: 43/45 in a ratio is 43 × 100 / 45 percent."""
        if self.value is not None:
            return as_fraction(self.value)
        numerator, denominator = self.pair
        return as_fraction(numerator) * 100 / as_fraction(denominator)

    @property
    def pair(self) -> tuple[Decimal, Decimal]:
        """Numerator and denominator. Raises ValueError for a reading that is a value."""
        if self.numerator is None or self.denominator is None:
            raise ValueError("a reading is a value or a pair")
        return self.numerator, self.denominator


# --- The sentences that are used in more than one place

_EXAMPLES: Final = {Measure.PERCENT: "99,5 hoặc 43/45", Measure.INDEX: "0,8", Measure.COUNT: "12"}
_NO_SIGN: Final = "Số liệu không âm và không ghi dấu + hay − ở trước; hãy nhập một số từ 0 trở lên."
_NO_COMPARATOR: Final = (
    "Hãy nhập số cụ thể, không ghi dấu so sánh như ≥ hay ≤; nếu là số ước tính thì đánh dấu “ước thực hiện”."
)
_NO_DASH: Final = (
    "Dấu - hay ? không phải là số liệu; hãy nhập 0 nếu đo được bằng 0, chọn “không phát sinh” kèm lý do "
    "nếu trong kỳ không có gì để tính, hoặc để trống nếu chưa có số liệu."
)
_TOO_LONG: Final = f"Nội dung dài quá {MAX_LENGTH} ký tự; hãy chỉ nhập một số."
_TOO_PRECISE: Final = (
    f"Số có hơn {MAX_DECIMALS} chữ số thập phân; hãy làm tròn còn nhiều nhất {MAX_DECIMALS} chữ số sau dấu phẩy."
)
_TOO_LARGE: Final = f"Số quá lớn, phần nguyên có hơn {MAX_INTEGER_DIGITS} chữ số; hãy kiểm tra lại và nhập số nhỏ hơn."


def _not_understood(measure: Measure) -> NumberRefused:
    return NumberRefused(f"Không đọc được số này; hãy chỉ nhập một số, ví dụ {_EXAMPLES[measure]}.")


def _asked(typed: str, suggestion: str) -> NumberRefused:
    return NumberRefused(
        f"Chưa rõ “{typed}” là số nào: {suggestion} phải không (nếu đúng, hãy nhập {suggestion})?", suggestion
    )


# --- From what was typed to plain digits

_SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FULL_WIDTH: Final = dict(zip("０１２３４５６７８９，．／％＋－＜＞＝？", "0123456789,./%+-<>=?", strict=True))
_MAPPED: Final = str.maketrans(_FULL_WIDTH)
_TYPED: Final = str.maketrans(_FULL_WIDTH | dict.fromkeys(_SPACES) | dict.fromkeys(INVISIBLE))
_DASHES: Final = frozenset("-−–—")

# ASCII digits only: "\d" and str.isdigit() also take "٣" and "²".
_PLAIN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DOT_GROUPS: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMA_GROUPS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# Thousands to one reader and decimals to another; "0.470" cannot be thousands.
_EITHER: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def _clean(typed: str) -> str:
    """The typed text without spaces and invisible marks, full-width characters mapped; no NFKC.

    A tab or line break inside stays and is refused later: it means that two cells were pasted into one.
    """
    return nfc(typed).translate(_TYPED).strip()


def _refuse_at_sight(text: str) -> None:
    """Raise for what is recognisably no plain number, with the sentence that fits. `text` is not empty."""
    if all(character in _DASHES or character == "?" for character in text):
        raise NumberRefused(_NO_DASH)
    if any(sign in text for sign in "≥≤<>=≈~"):
        raise NumberRefused(_NO_COMPARATOR)
    if text[0] in _DASHES or text[0] == "+":
        raise NumberRefused(_NO_SIGN)
    if any(len(part) > MAX_LENGTH for part in text.split("/")):
        raise NumberRefused(_TOO_LONG)


def _digits(text: str, *, counting: bool) -> str | None:
    """ASCII digits with at most one decimal dot ("1234.5"); None where it is no number.

    `counting` decides how `1.234` and `1,234` are read: as thousands (True) or as decimals.
    """
    if _EITHER.fullmatch(text):
        return text.replace(".", "").replace(",", "") if counting else text.replace(",", ".")
    if _PLAIN.fullmatch(text):
        return text.replace(",", ".")
    if _DOT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    return None


def _is_doubtful(text: str, *, counting: bool) -> bool:
    """Whether the mark is the one this kind of number does not use before three digits."""
    return ("," if counting else ".") in text and _EITHER.fullmatch(text) is not None


# --- Figures


def read_figure(typed: str, rule: NumberRule) -> Reading | None:
    """What an officer typed or pasted, by the table of domain.md; None when nothing is left after cleaning.

    Raises NumberRefused. A fraction is read in ratios only.
    """
    text = _clean(typed)
    if not text:
        return None
    _refuse_at_sight(text)
    body = text.removesuffix("%")
    if "/" in body:
        return _read_fraction(text, rule)
    counting = rule.measure is Measure.COUNT
    digits = _digits(body, counting=counting)
    if digits is None:
        raise _not_understood(rule.measure)
    reading = _read_value(digits, rule, has_unit=body != text)
    if _is_doubtful(body, counting=counting):
        raise _asked(body, digits.replace(".", ","))
    return reading


def _read_value(digits: str, rule: NumberRule, *, has_unit: bool) -> Reading:
    """The reading of plain digits, if they may be a figure of this measure."""
    value = Decimal(digits)
    if rule.measure is Measure.COUNT:
        _refuse_count(digits, has_unit=has_unit)
    elif rule.measure is Measure.INDEX:
        _refuse_index(value, has_unit=has_unit)
    elif value > 100:
        raise NumberRefused("Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100.")
    _refuse_size(digits)
    return Reading(value=value, warning=None if has_unit else _warning(value, rule))


def _refuse_count(digits: str, *, has_unit: bool) -> None:
    if has_unit:
        raise NumberRefused("Chỉ tiêu này đếm số lượng, không tính theo %; hãy nhập một số nguyên, ví dụ 12.")
    if "." in digits:
        raise NumberRefused("Chỉ tiêu này đếm số lượng; hãy nhập một số nguyên, ví dụ 12.")


def _refuse_index(value: Decimal, *, has_unit: bool) -> None:
    """Say what to type where it is clear: 80 and 80% were meant as 0,8, while 7,7 may be 0,77 or 0,077."""
    if value <= 1 and not has_unit:
        return
    meant_in_percent = (1 if has_unit else 10) < value <= 100
    hint = format_number(Fraction(value) / 100) if meant_in_percent else "một số như 0,8"
    raise NumberRefused(f"Chỉ số này nằm trong khoảng từ 0 đến 1 và không ghi %; hãy nhập {hint}.")


def _refuse_size(digits: str) -> None:
    whole, _, decimals = digits.partition(".")
    if len(decimals) > MAX_DECIMALS:
        raise NumberRefused(_TOO_PRECISE)
    if len(whole.lstrip("0")) > MAX_INTEGER_DIGITS:
        raise NumberRefused(_TOO_LARGE)


def _warning(value: Decimal, rule: NumberRule) -> str | None:
    """The question asked beside a ratio that may have been typed as a quotient (0,95 for 95 %).

    From above 0 up to 1: a 0 is a measured zero in both readings, while 1 may stand for 100 %.
    """
    if not rule.asks_quotient or not 0 < value <= 1:
        return None
    return f"{format_exact(value)} % hay {format_exact(value.scaleb(2))} %?"


# --- Numerator and denominator


def read_pair(numerator: str, denominator: str, rule: NumberRule) -> Reading | None:
    """The same for two fields (tử số, mẫu số); None when both are empty. Raises NumberRefused."""
    above, below = _clean(numerator), _clean(denominator)
    if not above and not below:
        return None
    if not above or not below:
        missing = "mẫu số" if above else "tử số"
        raise NumberRefused(f"Còn thiếu {missing}; hãy nhập đủ cả tử số và mẫu số.")
    _refuse_at_sight(above)
    _refuse_at_sight(below)
    return _read_sides(above, below, rule)


def read_part(typed: str, rule: NumberRule) -> Decimal | None:
    """One side of a pair alone, as in a list that adds up to it; None when it is empty. Raises NumberRefused."""
    text = _clean(typed)
    if not text:
        return None
    _refuse_at_sight(text)
    part = _read_side(text, "Số", rule)
    if _is_doubtful(text, counting=True):
        raise _asked(text, _ungrouped(part))
    return part


def _read_fraction(text: str, rule: NumberRule) -> Reading:
    if rule.measure is Measure.PERCENT and text.endswith("%"):
        raise NumberRefused("Phân số không ghi kèm %; hãy chỉ nhập tử số và mẫu số, ví dụ 43/45.")
    above, _, below = text.partition("/")
    return _read_sides(above, below, rule)


def _read_sides(above: str, below: str, rule: NumberRule) -> Reading:
    """The pair from two cleaned texts; a doubtful side is asked about with the whole pair as suggestion."""
    if rule.measure is not Measure.PERCENT:
        raise NumberRefused(f"Chỉ tiêu này không nhập phân số; hãy nhập một số, ví dụ {_EXAMPLES[rule.measure]}.")
    reading = _pair(_read_side(above, "Tử số", rule), _read_side(below, "Mẫu số", rule))
    if _is_doubtful(above, counting=True) or _is_doubtful(below, counting=True):
        raise _asked(f"{above}/{below}", format_typed(reading))
    return reading


def _read_side(text: str, name: str, rule: NumberRule) -> Decimal:
    """One side: a count, so `1.234` is thousands; money may have two decimals."""
    digits = _digits(text, counting=True)
    if digits is None:
        raise NumberRefused(f"{name} không đọc được; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45.")
    whole, _, decimals = digits.partition(".")
    if decimals and not rule.money_pair:
        raise NumberRefused(f"{name} phải là số nguyên; hãy nhập lại, ví dụ 43/45.")
    if len(decimals) > MAX_PAIR_DECIMALS:
        raise NumberRefused(f"{name} chỉ có nhiều nhất {MAX_PAIR_DECIMALS} chữ số thập phân; hãy làm tròn lại.")
    if len(whole.lstrip("0")) > MAX_PAIR_INTEGER_DIGITS:
        raise NumberRefused(
            f"{name} có hơn {MAX_PAIR_INTEGER_DIGITS} chữ số; hãy kiểm tra lại hoặc ghi theo triệu đồng."
        )
    return Decimal(digits)


def _pair(numerator: Decimal, denominator: Decimal) -> Reading:
    if denominator == 0 and numerator == 0:
        raise NumberRefused(
            "Mẫu số bằng 0, không phát sinh phải không; nếu đúng, hãy chọn “không phát sinh” và ghi lý do."
        )
    if denominator == 0:
        raise NumberRefused("Mẫu số phải lớn hơn 0; hãy nhập lại mẫu số.")
    if numerator > denominator:
        raise NumberRefused("Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số.")
    return Reading(numerator=numerator, denominator=denominator)


# --- Workbook cells

# A "%" inside quotation marks or after a backslash is only printed; Excel does not multiply for it.
_PRINTED_LITERALLY: Final = re.compile(r'"[^"]*"|\\.')


def read_cell(value: object, number_format: str, rule: NumberRule) -> Reading | None:
    """A cell as openpyxl gives it (value, number format); None for an empty one. Raises NumberRefused.

    A number is taken as the number and never asked about: × 100 under a "%" format, rounded half up at six
    decimals (float noise; the echo shows it). A text is read like any typed text.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _read_text_cell(value, rule)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NumberRefused(_odd_cell(value, rule))
    multiplied = "%" in _PRINTED_LITERALLY.sub("", number_format)
    digits = _cell_digits(value, 100 if multiplied else 1)
    return _read_value(digits, rule, has_unit="%" in number_format)


def _read_text_cell(text: str, rule: NumberRule) -> Reading | None:
    if text.strip().startswith("#"):
        raise NumberRefused(
            f"Ô này đang báo lỗi công thức của Excel; hãy thay bằng một số, ví dụ {_EXAMPLES[rule.measure]}."
        )
    return read_figure(text, rule)


def _odd_cell(value: object, rule: NumberRule) -> str:
    example = _EXAMPLES[rule.measure]
    if isinstance(value, date | time | timedelta):
        return (
            "Ô này là ngày giờ, có thể do Excel đã tự đổi phân số (như 11/12) thành ngày; "
            f"hãy đổi định dạng ô sang Text rồi nhập lại, ví dụ {example}."
        )
    return f"Ô này không chứa số; hãy nhập một số, ví dụ {example}."


def _cell_digits(value: int | float | Decimal, factor: int) -> str:
    """Plain digits of a number times `factor`, six decimals at most, no zeros at the end."""
    # repr() of a float is the shortest text that gives it back: 0.1 and not 0.1000000000000000055…
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise NumberRefused("Ô này không chứa một con số; hãy nhập lại một số.")
    if abs(number) >= 10**MAX_INTEGER_DIGITS:
        raise NumberRefused(_NO_SIGN if number < 0 else _TOO_LARGE)
    millionths = scaled_to(Fraction(number) * factor, MAX_DECIMALS)
    if millionths < 0:
        raise NumberRefused(_NO_SIGN)
    return format_typed(Reading(value=Decimal(millionths).scaleb(-MAX_DECIMALS))).replace(",", ".")


# --- Cells of the plan itself

_MARKUP: Final = re.compile(r"</?u>|\$", re.IGNORECASE)
_SIGNS: Final = {"\\geq": "≥", "\\leq": "≤", "\\ge": "≥", "\\le": "≤", ">=": "≥", "<=": "≤", "\\%": "%"}
# OCR: "phần đầu" (line 212), "Phân đầu" (line 272).
_PHAN_DAU: Final = re.compile(r"\b(p)h[ấầâ]n đ[ấầ]u\b", re.IGNORECASE)
_WORDS: Final = {
    "ít nhất": Comparator.AT_LEAST,
    "tối thiểu": Comparator.AT_LEAST,
    "tối đa": Comparator.AT_MOST,
    "không quá": Comparator.AT_MOST,
}
_CELL: Final = re.compile(
    rf"(?P<aspires>phấn đấu )?(?:đạt )?(?:(?P<comparator>{'|'.join(_WORDS)}|[≥≤=]) )?"
    r"(?P<number>[0-9][0-9.,]*)(?P<unit>%?)"
)


def parse_quantity(raw: str) -> Quantity:
    """A value cell of the plan: "≥60%", "$\\geq 0,77$", "phần đầu ít nhất 3%", "<u>100%</u>", "-", "?".

    Raises NumberRefused, also for an empty cell (the plan prints "-") and for `1.234`, of which nobody can
    say without asking whether it is thousands. The value is what is printed: no range is checked.
    """
    text = _tidy(raw)
    if text in ("-", "?"):
        kind = QuantityKind.NOT_ASSIGNED if text == "-" else QuantityKind.UNKNOWN
        return Quantity(raw, kind)
    match = _CELL.fullmatch(text.casefold())
    if match is None:
        raise _unreadable_cell()
    sign = match["comparator"] or "="
    return Quantity(
        raw,
        QuantityKind.NUMBER,
        _WORDS.get(sign) or Comparator(sign),
        _printed_value(match["number"]),
        match["unit"],
        aspirational=match["aspires"] is not None,
    )


def _printed_value(number: str) -> Decimal:
    digits = _digits(number, counting=False)
    if digits is None:
        raise _unreadable_cell()
    if _is_doubtful(number, counting=False):
        raise _asked(number, digits.replace(".", ","))
    _refuse_size(digits)
    return Decimal(digits)


def _unreadable_cell() -> NumberRefused:
    return NumberRefused(
        "Không đọc được giá trị trong kế hoạch; hãy ghi như ≥ 60%, 0,47%, phấn đấu ít nhất 3%, - hoặc ?."
    )


@lru_cache(maxsize=1024)
def _tidy(raw: str) -> str:
    """The printed text without markup, with single spaces, "≥ 60%" spaced so, and "phấn đấu" spelled so."""
    text = _MARKUP.sub("", visible(raw)).translate(_MAPPED)
    for printed, sign in _SIGNS.items():
        text = text.replace(printed, sign)
    for sign in "≥≤=":
        text = text.replace(sign, f" {sign} ")
    text = " ".join(text.split()).replace(" %", "%")
    return "-" if text in _DASHES else _PHAN_DAU.sub(r"\1hấn đấu", text)


# --- Showing

_UNITS: Final = {Measure.PERCENT: "%", Measure.INDEX: "", Measure.COUNT: ""}
_PLACES: Final = {Measure.PERCENT: 1, Measure.INDEX: 2, Measure.COUNT: 1}


@lru_cache(maxsize=4096)  # a page asks for the same few hundred numbers again and again
def as_fraction(value: Decimal | int | Fraction) -> Fraction:
    """The exact rational that all judging is done with."""
    return Fraction(value)


def scaled_to(value: Decimal | Fraction | int, places: int) -> int:
    """The value in units of 10^-places, rounded half up (away from zero for what is negative)."""
    above, below = value.as_integer_ratio()
    rounded: int = (2 * abs(above) * 10**places + below) // (2 * below)
    return -rounded if above < 0 else rounded


def format_number(value: Decimal | Fraction | int, places: int | None = None) -> str:
    """Dots for thousands, a comma for decimals ("1.234,5"), half up at `places` (six, as kept, when None).

    Zeros at the end are dropped: 78,30 is "78,3" and 100,0 is "100".
    """
    shown = MAX_DECIMALS if places is None else places
    scaled = scaled_to(value, shown)
    whole, rest = divmod(abs(scaled), 10**shown)
    text = f"{whole:,}".replace(",", ".")
    if rest:
        text = f"{text},{rest:0{shown}d}".rstrip("0")
    return f"-{text}" if scaled < 0 else text


def format_amount(value: Decimal | Fraction | int, measure: Measure, *, places: int | None = None) -> str:
    """The number with its unit, "99,5%": one decimal, two for an index, `places` where the caller knows."""
    return format_number(value, _PLACES[measure] if places is None else places) + _UNITS[measure]


def format_exact(value: Decimal) -> str:
    """All decimals, grouped: "1.234,567891". Zeros at the end are dropped."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    grouped = whole.replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


def format_typed(reading: Reading) -> str:
    """What is typed to get the reading back, exact, ungrouped, without unit: "99,5", "43/45", "1234,5"."""
    if reading.value is not None:
        return _ungrouped(reading.value)
    numerator, denominator = reading.pair
    return f"{_ungrouped(numerator)}/{_ungrouped(denominator)}"


def _ungrouped(value: Decimal) -> str:
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole},{decimals}" if decimals else whole


def decimals_of(value: Decimal) -> int:
    """How many decimals the number has, zeros at the end left out: 2 for 78.250."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def places_to_distinguish(values: Iterable[Fraction], base: int) -> int:
    """The fewest places from `base` to six at which different numbers look different: 2 for 99,96 and 100.

    Numbers that differ by less than a millionth cannot be told apart; then it is six.
    """
    # By their parts: the hash of a fraction costs more than all the rest.
    distinct = {value.as_integer_ratio(): value for value in values}.values()
    for places in range(base, MAX_DECIMALS):
        if len({scaled_to(value, places) for value in distinct}) == len(distinct):
            return places
    return max(base, MAX_DECIMALS)


def echo(reading: Reading, measure: Measure) -> str:
    """How the typed text was read, shown beside the input: "= 99,5%", "43/45 = 95,6%".

    A pair near 0 % or 100 % gets as many decimals as it takes not to look like it.
    """
    if reading.value is not None:
        return f"= {format_exact(reading.value)}{_UNITS[measure]}"
    numerator, denominator = reading.pair
    places = places_to_distinguish([reading.amount, Fraction(0), Fraction(100)], _PLACES[measure])
    shown = format_amount(reading.amount, measure, places=places)
    return f"{format_exact(numerator)}/{format_exact(denominator)} = {shown}"
