"""Numbers are read as the table of domain.md says, and shown so that nobody misreads them."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans.quantities import (
    Comparator,
    Measure,
    NumberRefused,
    NumberRule,
    Quantity,
    QuantityKind,
    Reading,
    as_fraction,
    echo,
    format_amount,
    format_exact,
    format_number,
    format_typed,
    parse_quantity,
    places_to_distinguish,
    read_cell,
    read_figure,
    read_pair,
)
from tests.number_cases import ASKED, READ_BY_THE_GRAMMAR, RULES, as_outcome, wrong

RATIO, MONEY, INDEX, COUNT = (RULES[name] for name in ("ratio", "money", "index", "count"))
EVERY_RULE = [
    pytest.param(RATIO, id="ratio"),
    pytest.param(MONEY, id="money"),
    pytest.param(INDEX, id="index"),
    pytest.param(COUNT, id="count"),
]


def value(number: str) -> Reading:
    return Reading(value=Decimal(number))


def pair(numerator: str, denominator: str) -> Reading:
    return Reading(numerator=Decimal(numerator), denominator=Decimal(denominator))


TAKEN = [case for case in READ_BY_THE_GRAMMAR if case.outcome.kind == "read"]


class TestTableOfTheDomain:
    """Cell by cell: tests/number_cases.py."""

    def test_every_case(self):
        read_as = {case.name: as_outcome(case.typed, RULES[case.rule]) for case in READ_BY_THE_GRAMMAR}
        assert wrong(read_as, {case.name: case.outcome for case in READ_BY_THE_GRAMMAR}) == {}

    @pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ASKED if case.outcome.suggestion])
    def test_the_possible_reading_can_be_typed(self, case):
        again = as_outcome(case.outcome.suggestion, RULES[case.rule])
        assert again.kind == "read"
        assert again.typed in (case.outcome.suggestion, case.outcome.suggestion.rstrip("0").rstrip(","))

    def test_what_is_typed_back_reads_the_same(self):
        again = {case.name: as_outcome(case.outcome.typed, RULES[case.rule]) for case in TAKEN}
        read_as = {name: (outcome.echo, outcome.typed) for name, outcome in again.items()}
        assert wrong(read_as, {case.name: (case.outcome.echo, case.outcome.typed) for case in TAKEN}) == {}

    def test_a_pair_is_kept_and_no_quotient(self):
        assert read_figure("43/45", RATIO) == pair("43", "45")
        assert read_figure("1.234,5/2.000", MONEY) == pair("1234.5", "2000")

    def test_a_value_is_the_exact_decimal(self):
        assert read_figure("0.470", RATIO) == value("0.47")
        assert read_figure("1,234", RATIO) == value("1.234")
        assert read_figure("1.234", COUNT) == value("1234")
        assert read_figure("0", RATIO) == value("0")


class TestTwoFields:
    def test_the_pair_is_kept(self):
        assert read_pair("43", " 45 ", RATIO) == pair("43", "45") == read_figure("43/45", RATIO)

    def test_money(self):
        assert read_pair("1.234,5", "2 000,75", MONEY) == pair("1234.5", "2000.75")

    def test_both_empty_is_not_reported(self):
        assert read_pair("", "\u00a0", RATIO) is None

    @pytest.mark.parametrize(("above", "below", "missing"), [("43", "", "mẫu số"), (" ", "45", "tử số")])
    def test_one_missing(self, above, below, missing):
        with pytest.raises(NumberRefused, match=f"^Còn thiếu {missing};"):
            read_pair(above, below, RATIO)

    @pytest.mark.parametrize(
        ("above", "below", "words"),
        [
            ("50", "45", "Tử số lớn hơn mẫu số"),
            ("12", "0", "Mẫu số phải lớn hơn 0"),
            ("0", "0", "không phát sinh"),
            ("43/45", "45", "Tử số không đọc được"),
            ("43", "45 trường", "Mẫu số không đọc được"),
            ("43%", "45", "Tử số không đọc được"),
            ("43", "45,5", "Mẫu số phải là số nguyên"),
            ("-1", "45", "không ghi dấu"),
            ("43", "≥ 45", "nhập số cụ thể"),
            ("-", "45", "nhập 0"),
            ("4" * 31, "45", "30 ký tự"),
        ],
    )
    def test_refusals(self, above, below, words):
        with pytest.raises(NumberRefused, match=words):
            read_pair(above, below, RATIO)

    def test_doubt_suggests_the_whole_pair(self):
        with pytest.raises(NumberRefused) as refused:
            read_pair("1,234", "1.250", RATIO)
        assert refused.value.suggestion == "1234/1250"

    @pytest.mark.parametrize("rule", [INDEX, COUNT])
    def test_only_in_ratios(self, rule):
        with pytest.raises(NumberRefused, match="không nhập phân số"):
            read_pair("43", "45", rule)


class TestWorkbookCells:
    @pytest.mark.parametrize(
        ("cell", "number_format", "rule", "read"),
        [
            (99.5, "General", RATIO, "99.5"),
            (100, "0", RATIO, "100"),
            (0, "General", RATIO, "0"),
            (-0.0, "General", RATIO, "0"),
            (Decimal("99.50"), "General", RATIO, "99.5"),
            (1.234, "General", RATIO, "1.234"),
            (0.995, "0.0%", RATIO, "99.5"),
            (1, "0%", RATIO, "100"),
            (0.07, "0%", RATIO, "7"),
            (0.29, "0.00%", RATIO, "29"),
            (95, '0"%"', RATIO, "95"),
            (95, r"0\%", RATIO, "95"),
            (0.1 + 0.2, "General", RATIO, "0.3"),
            (2 / 3 * 100, "General", RATIO, "66.666667"),
            (2 / 3, "0.0%", RATIO, "66.666667"),
            (100.00000000000001, "General", RATIO, "100"),
            (1e-9, "General", RATIO, "0"),
            (-1e-9, "General", RATIO, "0"),
            (0.0000005, "General", RATIO, "0.000001"),
            (0.8, "0.00", INDEX, "0.8"),
            (12, "General", COUNT, "12"),
            (12.0, "General", COUNT, "12"),
            (1234.0000000001, "#,##0", COUNT, "1234"),
            (999_999_999, "0", COUNT, "999999999"),
        ],
    )
    def test_a_number_is_the_number(self, cell, number_format, rule, read):
        assert read_cell(cell, number_format, rule) == value(read)

    @pytest.mark.parametrize(("number_format", "warns"), [("General", True), ("0.00", True), ("0.00%", False)])
    def test_a_quotient_without_percent_format_warns(self, number_format, warns):
        cell = 0.0095 if "%" in number_format else 0.95
        reading = read_cell(cell, number_format, RATIO)
        assert reading == value("0.95")
        assert (reading.warning is not None) is warns

    @pytest.mark.parametrize(
        ("text", "rule", "read"),
        [("99,5", RATIO, value("99.5")), ("43/45", RATIO, pair("43", "45")), ("1.234", COUNT, value("1234"))],
    )
    def test_a_text_is_read_like_typing(self, text, rule, read):
        assert read_cell(text, "@", rule) == read == read_figure(text, rule)

    def test_a_text_is_not_multiplied(self):
        assert read_cell("0,95%", "0%", RATIO) == value("0.95")

    @pytest.mark.parametrize("cell", [None, "", "  "])
    def test_an_empty_cell_is_not_reported(self, cell):
        assert read_cell(cell, "General", RATIO) is None

    @pytest.mark.parametrize(
        "cell",
        [date(2026, 4, 3), datetime.fromisoformat("2026-04-03T00:00:00"), time(4, 3), timedelta(hours=43, minutes=45)],
    )
    @pytest.mark.parametrize("rule", EVERY_RULE)
    def test_a_date_is_refused_and_explained(self, cell, rule):
        with pytest.raises(NumberRefused, match="Excel đã tự đổi phân số"):
            read_cell(cell, "dd/mm/yyyy", rule)

    @pytest.mark.parametrize("cell", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", " #NUM!"])
    def test_an_error_is_refused(self, cell):
        with pytest.raises(NumberRefused, match="lỗi công thức"):
            read_cell(cell, "General", RATIO)

    @pytest.mark.parametrize(
        ("cell", "number_format", "rule", "words"),
        [
            (True, "General", RATIO, "không chứa số"),
            (False, "General", COUNT, "không chứa số"),
            (b"5", "General", RATIO, "không chứa số"),
            (float("nan"), "General", RATIO, "không chứa một con số"),
            (float("inf"), "General", RATIO, "không chứa một con số"),
            (Decimal("sNaN"), "General", COUNT, "không chứa một con số"),
            (-3, "General", RATIO, "không ghi dấu"),
            (-1e300, "General", RATIO, "không ghi dấu"),
            (100.5, "General", RATIO, "100%"),
            (95, "0%", RATIO, "100%"),
            (0.8, "0%", INDEX, "hãy nhập 0,8"),
            (80, "General", INDEX, "hãy nhập 0,8"),
            (1.5, "General", COUNT, "số nguyên"),
            (0.05, "0%", COUNT, "không tính theo %"),
            (10**9, "0", COUNT, "quá lớn"),
            (1e300, "General", COUNT, "quá lớn"),
            (10**4000, "General", COUNT, "quá lớn"),
            ("=B2/B3", "General", RATIO, "số cụ thể"),
        ],
    )
    def test_refusals(self, cell, number_format, rule, words):
        with pytest.raises(NumberRefused, match=words):
            read_cell(cell, number_format, rule)


class TestCellsOfThePlan:
    @pytest.mark.parametrize(
        ("raw", "comparator", "number", "unit", "label"),
        [
            ("≥60%", "≥", "60", "%", "≥ 60%"),
            ("≥ 60%", "≥", "60", "%", "≥ 60%"),
            (r"$\geq 60\%$", "≥", "60", "%", "≥ 60%"),
            (r"$\geq 0,77$", "≥", "0.77", "", "≥ 0,77"),
            (r"$\leq 5\%$", "≤", "5", "%", "≤ 5%"),
            (">= 60 %", "≥", "60", "%", "≥ 60%"),
            ("≥ 80", "≥", "80", "", "≥ 80"),
            ("≤ 5%", "≤", "5", "%", "≤ 5%"),
            ("<u>100%</u>", "=", "100", "%", "100%"),
            ("100%", "=", "100", "%", "100%"),
            ("0,47%", "=", "0.47", "%", "0,47%"),
            ("80", "=", "80", "", "80"),
            ("= 80", "=", "80", "", "= 80"),
            ("ít nhất 3%", "≥", "3", "%", "ít nhất 3%"),
            ("không quá 5%", "≤", "5", "%", "không quá 5%"),
            ("1.234,5", "=", "1234.5", "", "1.234,5"),
            ("１００％", "=", "100", "%", "100%"),
            ("120%", "=", "120", "%", "120%"),
        ],
    )
    def test_numbers(self, raw, comparator, number, unit, label):
        quantity = parse_quantity(raw)
        assert quantity == Quantity(
            raw, QuantityKind.NUMBER, Comparator(comparator), Decimal(number), unit, aspirational=False
        )
        assert quantity.is_number
        assert quantity.label == label

    @pytest.mark.parametrize(
        ("raw", "comparator", "label"),
        [
            ("phấn đấu ít nhất 3%", "≥", "phấn đấu ít nhất 3%"),
            ("phần đầu ít nhất 3%", "≥", "phấn đấu ít nhất 3%"),
            ("Phân đầu ít nhất  3 %", "≥", "Phấn đấu ít nhất 3%"),
            ("Phấn đấu đạt 3%", "=", "Phấn đấu đạt 3%"),
            ("Phấn đấu đạt ít nhất 3%", "≥", "Phấn đấu đạt ít nhất 3%"),
        ],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_aspirations(self, raw, comparator, label, form):
        quantity = parse_quantity(unicodedata.normalize(form, raw))
        assert (quantity.comparator, quantity.value, quantity.unit) == (Comparator(comparator), Decimal(3), "%")
        assert quantity.aspirational
        assert quantity.label == label

    @pytest.mark.parametrize(
        ("raw", "kind"),
        [("-", QuantityKind.NOT_ASSIGNED), (" – ", QuantityKind.NOT_ASSIGNED), ("?", QuantityKind.UNKNOWN)],
    )
    def test_the_two_empties_differ_and_are_never_zero(self, raw, kind):
        quantity = parse_quantity(raw)
        assert quantity == Quantity(raw, kind)
        assert quantity.value is None
        assert not quantity.is_number
        assert quantity.label == ("?" if raw == "?" else "-")

    @pytest.mark.parametrize(
        "raw",
        ["", " ", "$$", "abc", "≥", "≥ ≥ 5", "5 trường", "60-80%", "ít nhất ≥ 5", "-5", "1.23.4", "٣", "%", "5 %%"],
    )
    def test_refusals(self, raw):
        with pytest.raises(NumberRefused, match="Không đọc được giá trị trong kế hoạch"):
            parse_quantity(raw)

    def test_thousands_or_decimals_asks(self):
        with pytest.raises(NumberRefused) as refused:
            parse_quantity("≥ 1.234")
        assert refused.value.suggestion == "1,234"

    @pytest.mark.parametrize("raw", ["0,1234567%", "1000000000"])
    def test_what_the_database_cannot_hold(self, raw):
        with pytest.raises(NumberRefused):
            parse_quantity(raw)


class TestReading:
    def test_a_pair_is_exact(self):
        assert pair("43", "45").amount == Fraction(4300, 45)

    def test_a_value_is_itself(self):
        assert value("0.47").amount == Fraction(47, 100)

    @pytest.mark.parametrize("half", [Reading(), Reading(numerator=Decimal(1)), Reading(denominator=Decimal(1))])
    def test_half_a_reading_has_no_amount(self, half):
        with pytest.raises(ValueError, match="a value or a pair"):
            _ = half.amount

    @pytest.mark.parametrize("number", [Decimal("0.1"), Fraction(1, 10)])
    def test_as_fraction(self, number):
        assert as_fraction(number) == Fraction(1, 10)
        assert as_fraction(3) == Fraction(3)


class TestShowing:
    @pytest.mark.parametrize(
        ("number", "places", "text"),
        [
            (Decimal("1234.5"), 1, "1.234,5"),
            (Decimal("1234567.891"), 2, "1.234.567,89"),
            (Decimal("78.30"), 2, "78,3"),
            (Decimal("100.000000"), 1, "100"),
            (100, 1, "100"),
            (Decimal("1E+2"), 1, "100"),
            (Fraction(4300, 45), 1, "95,6"),
            (Fraction(4300, 45), None, "95,555556"),
            (Decimal("0.47"), None, "0,47"),
            (Decimal("0.45"), 1, "0,5"),
            (Decimal("0.35"), 1, "0,4"),
            (Decimal("-0.45"), 1, "-0,5"),
            (Decimal("-0.04"), 1, "0"),
            (Decimal("0.05"), 1, "0,1"),
            (Decimal("1.05"), 2, "1,05"),
            (Decimal("99.96"), 1, "100"),
            (Decimal("2.5"), 0, "3"),
            (1234, 0, "1.234"),
            (100, 0, "100"),
            (0, 1, "0"),
        ],
    )
    def test_numbers(self, number, places, text):
        assert format_number(number, places) == text

    @pytest.mark.parametrize(
        ("number", "measure", "places", "text"),
        [
            (Decimal("99.55"), Measure.PERCENT, None, "99,6%"),
            (Decimal("0.47"), Measure.PERCENT, 2, "0,47%"),
            (Decimal("0.775"), Measure.INDEX, None, "0,78"),
            (Decimal("0.7775"), Measure.INDEX, 4, "0,7775"),
            (Decimal(1234), Measure.COUNT, None, "1.234"),
            (Fraction(5, 2), Measure.COUNT, None, "2,5"),
            (100, Measure.PERCENT, 0, "100%"),
        ],
    )
    def test_amounts(self, number, measure, places, text):
        assert format_amount(number, measure, places=places) == text

    @pytest.mark.parametrize(
        ("number", "text"),
        [
            ("1234.567891", "1.234,567891"),
            ("1234567", "1.234.567"),
            ("99.500000", "99,5"),
            ("100.000000", "100"),
            ("0.000001", "0,000001"),
            ("0E-6", "0"),
            ("-1234.5", "-1.234,5"),
        ],
    )
    def test_exactly(self, number, text):
        assert format_exact(Decimal(number)) == text

    @pytest.mark.parametrize(
        ("reading", "text"),
        [
            (value("99.500000"), "99,5"),
            (value("1234.5"), "1234,5"),
            (value("1E+2"), "100"),
            (pair("43.00", "45.00"), "43/45"),
            (pair("1234.50", "2000"), "1234,5/2000"),
        ],
    )
    def test_as_typed(self, reading, text):
        assert format_typed(reading) == text

    @pytest.mark.parametrize(
        ("numbers", "base", "places"),
        [
            (["99.96", "100"], 1, 2),
            (["99.9", "100"], 1, 1),
            (["99.999", "100"], 1, 3),
            (["100", "100"], 1, 1),
            (["0.8", "0.775", "0.78"], 2, 3),
            (["-0.04", "0.04"], 1, 2),
            ([], 1, 1),
            (["99.9999999", "100"], 1, 6),
            (["1", "2"], 6, 6),
        ],
    )
    def test_places_to_distinguish(self, numbers, base, places):
        assert places_to_distinguish([Fraction(number) for number in numbers], base) == places

    @pytest.mark.parametrize(
        ("reading", "measure", "text"),
        [
            (value("99.5"), Measure.PERCENT, "= 99,5%"),
            (value("66.666667"), Measure.PERCENT, "= 66,666667%"),
            (value("0"), Measure.PERCENT, "= 0%"),
            (value("1234.5"), Measure.COUNT, "= 1.234,5"),
            (value("0.8"), Measure.INDEX, "= 0,8"),
            (pair("43", "45"), Measure.PERCENT, "43/45 = 95,6%"),
            (pair("1234", "1250"), Measure.PERCENT, "1.234/1.250 = 98,7%"),
            (pair("4999", "5000"), Measure.PERCENT, "4.999/5.000 = 99,98%"),
            (pair("1", "45000"), Measure.PERCENT, "1/45.000 = 0,002%"),
            (pair("0", "45"), Measure.PERCENT, "0/45 = 0%"),
        ],
    )
    def test_echo(self, reading, measure, text):
        assert echo(reading, measure) == text


VALUES = {
    Measure.PERCENT: st.decimals(0, 100, places=6),
    Measure.INDEX: st.decimals(0, 1, places=6),
    Measure.COUNT: st.integers(0, 999_999_999).map(Decimal),
}
RULE_OF = {Measure.PERCENT: RATIO, Measure.INDEX: INDEX, Measure.COUNT: COUNT}
SIDES = {True: st.decimals(0, Decimal("9999999999999.99"), places=2), False: st.integers(0, 10**13 - 1).map(Decimal)}
NUMBER_LIKE = st.text(alphabet="0123456789.,/% -+≥?９．\u00a0\u200be\u0338", max_size=34)
CLOSE_TOGETHER = st.integers(99_900, 100_000).map(lambda thousandths: Fraction(thousandths, 1000))
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=5000)


class TestAlgebra:
    @pytest.mark.parametrize("measure", list(Measure))
    @given(data=st.data())
    def test_a_value_shown_for_typing_is_read_back(self, measure, data):
        reading = Reading(value=data.draw(VALUES[measure]))
        assert read_figure(format_typed(reading), RULE_OF[measure]) == reading

    @pytest.mark.parametrize("money", [True, False])
    @given(data=st.data())
    def test_a_pair_shown_for_typing_is_read_back(self, money, data):
        numerator, denominator = sorted(data.draw(st.tuples(SIDES[money], SIDES[money])))
        assume(denominator > 0)
        reading = Reading(numerator=numerator, denominator=denominator)
        rule = NumberRule(Measure.PERCENT, money_pair=money)
        assert read_figure(format_typed(reading), rule) == reading
        above, below = format_typed(reading).split("/")
        assert read_pair(above, below, rule) == reading

    @pytest.mark.parametrize("measure", list(Measure))
    @given(data=st.data())
    def test_what_is_echoed_is_what_was_read(self, measure, data):
        reading = Reading(value=data.draw(VALUES[measure]))
        assert read_figure(echo(reading, measure).removeprefix("= "), RULE_OF[measure]) == reading

    @pytest.mark.parametrize("measure", list(Measure))
    @given(data=st.data())
    def test_a_float_in_a_workbook_is_the_decimal_it_shows(self, measure, data):
        number = data.draw(VALUES[measure])
        assert read_cell(float(number), "General", RULE_OF[measure]) == Reading(value=number)

    @given(number=VALUES[Measure.PERCENT])
    def test_a_percent_format_means_times_100(self, number):
        assert read_cell(float(number) / 100, "0.00%", RATIO) == Reading(value=number)

    @pytest.mark.parametrize("rule", EVERY_RULE)
    @given(typed=st.one_of(st.text(), NUMBER_LIKE))
    def test_any_text_is_read_or_refused_with_a_sentence(self, rule, typed):
        assert outcome(typed, rule) == outcome(unicodedata.normalize("NFD", typed), rule)

    @pytest.mark.parametrize("rule", EVERY_RULE)
    @given(above=NUMBER_LIKE, below=NUMBER_LIKE)
    def test_any_two_texts_are_read_or_refused(self, rule, above, below):
        try:
            reading = read_pair(above, below, rule)
        except NumberRefused:
            return
        assert reading is None or 0 <= reading.amount <= 100

    @pytest.mark.parametrize("rule", EVERY_RULE)
    @given(typed=st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}(/[1-9][0-9]{0,2}[.,][0-9]{3})?", fullmatch=True))
    def test_a_suggestion_can_be_typed(self, rule, typed):
        try:
            read_figure(typed, rule)
        except NumberRefused as refused:
            if refused.suggestion is not None:
                read_figure(refused.suggestion, rule)

    @given(typed=st.one_of(st.text(), NUMBER_LIKE))
    def test_any_cell_of_a_plan_is_read_or_refused(self, typed):
        try:
            quantity = parse_quantity(typed)
        except NumberRefused:
            return
        assert (quantity.value is not None) is quantity.is_number

    @given(
        cell=st.one_of(st.floats(), st.integers(), st.booleans(), st.datetimes(), st.text(), st.none(), st.binary()),
        number_format=st.sampled_from(["General", "0%", '0"%"', "@", ""]),
    )
    def test_any_cell_of_a_workbook_is_read_or_refused(self, cell, number_format):
        try:
            reading = read_cell(cell, number_format, RATIO)
        except NumberRefused:
            return
        assert reading is None or 0 <= reading.amount <= 100

    @given(st.lists(FRACTIONS, max_size=6), st.integers(0, 2))
    def test_different_numbers_look_different_and_keep_their_order(self, numbers, base):
        distinct = sorted(set(numbers))
        assume(all(above - below >= Fraction(1, 10**6) for below, above in pairwise(distinct)))
        places = places_to_distinguish(distinct, base)
        shown = [format_number(number, places) for number in distinct]
        assert len(set(shown)) == len(distinct)
        assert [as_shown(text) for text in shown] == sorted(as_shown(text) for text in shown)

    @given(st.lists(CLOSE_TOGETHER, min_size=2, max_size=4), st.integers(1, 2))
    def test_no_more_places_than_needed(self, numbers, base):
        places = places_to_distinguish(numbers, base)
        fewer = {format_number(number, places - 1) for number in numbers}
        assert places == base or len(fewer) < len(set(numbers))

    @given(FRACTIONS, st.integers(0, 6))
    def test_rounding_is_at_most_half_a_unit(self, number, places):
        assert abs(as_shown(format_number(number, places)) - number) * 2 * 10**places <= 1

    @given(st.decimals(0, 999_999_999, places=6))
    def test_exact_and_full_formats_agree(self, number):
        assert format_exact(number) == format_number(number)
        assert as_shown(format_exact(number)) == number


def outcome(typed: str, rule: NumberRule) -> Reading | str | None:
    """The reading or the sentence; anything else that is raised fails the test."""
    try:
        return read_figure(typed, rule)
    except NumberRefused as refused:
        return refused.sentence


def as_shown(text: str) -> Fraction:
    """The number a Vietnamese reader sees."""
    return Fraction(text.replace(".", "").replace(",", "."))
