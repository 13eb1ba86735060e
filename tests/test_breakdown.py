"""Bảng kê: how a list is read, what it adds up to, when it contradicts the figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.breakdown import (
    MAX_ROWS,
    BreakdownRefused,
    Item,
    Total,
    format_items,
    from_json,
    mismatch,
    not_answered,
    read_items,
    summary,
    to_json,
    total_of,
    without_answers,
)
from plans.quantities import Measure, NumberRule, Reading, read_figure

RATIO = NumberRule(Measure.PERCENT)
MONEY = NumberRule(Measure.PERCENT, money_pair=True)
COUNT = NumberRule(Measure.COUNT)
SCHOOLS = "Trường Tiểu học Đằng Hải; có\nTrường THCS Lê Lợi; không; chờ thiết bị\nTrường THPT Hải An; có"


def refusal(text, rule=RATIO):
    with pytest.raises(BreakdownRefused) as refused:
        read_items(text, rule)
    return refused.value.sentence


def pair(typed):
    return read_figure(typed, MONEY)


class TestReading:
    def test_a_line_is_name_answer_note(self):
        assert read_items(SCHOOLS, RATIO) == (
            Item("Trường Tiểu học Đằng Hải", True),
            Item("Trường THCS Lê Lợi", False, None, "chờ thiết bị"),
            Item("Trường THPT Hải An", True),
        )

    def test_a_table_copied_from_a_spreadsheet_is_read_as_it_is(self):
        pasted = SCHOOLS.replace("; ", "\t").replace("\n", "\r\n") + "\r\n"
        assert read_items(pasted, RATIO) == read_items(SCHOOLS, RATIO)

    @pytest.mark.parametrize("heading", ["TT\tTên trường\tKết quả\tGhi chú", "STT\tĐơn vị\tĐạt"])
    def test_its_heading_and_running_numbers_are_left_out(self, heading):
        lines = [heading, *(f"{n}\t{line}" for n, line in enumerate(SCHOOLS.replace("; ", "\t").splitlines(), 1))]
        assert read_items("\n".join(lines), RATIO) == read_items(SCHOOLS, RATIO)
        assert read_items("\n".join(lines[1:]), RATIO) == read_items(SCHOOLS, RATIO)

    def test_numbers_that_are_names_stay_names(self):
        assert [item.name for item in read_items("1\tcó\n2\tkhông\n3\tcó", RATIO)] == ["1", "2", "3"]

    def test_a_heading_without_numbers_is_left_out_too(self):
        assert read_items("Tên trường; kết quả\nA; có", RATIO) == (Item("A", True),)

    def test_empty_lines_do_not_count_but_keep_the_numbering(self):
        assert len(read_items("A; có\n\n   \nB; có", RATIO)) == 2
        assert refusal("A; có\n\nB; hình như").startswith("Dòng 3: “hình như” không phải là có, không hay một số")

    @pytest.mark.parametrize("typed", ["có", "Có", "CO", "x", "X", "đạt", " có "])
    def test_yes(self, typed):
        assert read_items(f"A; {typed}", RATIO)[0].met is True

    @pytest.mark.parametrize("typed", ["không", "Không", "khong", "chưa", "chưa đạt", "không đạt"])
    def test_no(self, typed):
        assert read_items(f"A; {typed}", RATIO)[0].met is False

    @pytest.mark.parametrize("typed", ["A", "A;", "A; ", "A\t", "A; ; ghi chú"])
    def test_a_name_alone_is_not_answered_yet(self, typed):
        assert not_answered(read_items(typed, RATIO)) == 1

    def test_numbers_are_read_by_the_one_parser(self):
        items = read_items("A; 1.250\nB; 12", RATIO)
        assert [item.reading for item in items] == [Reading(value=Decimal(1250)), Reading(value=Decimal(12))]
        assert read_items("A; 12/15", RATIO)[0].reading == Reading(numerator=Decimal(12), denominator=Decimal(15))
        assert read_items("A; 12,5", MONEY)[0].reading == Reading(value=Decimal("12.5"))

    def test_quotation_marks_of_the_spreadsheet_go(self):
        assert read_items('"Trường ""A"""\tcó', RATIO)[0].name == 'Trường "A"'

    def test_a_note_may_hold_semicolons_and_a_pasted_name_gets_commas(self):
        assert read_items("A; có; một; hai", RATIO)[0].note == "một; hai"
        assert read_items("A; cơ sở 2\tcó", RATIO)[0].name == "A, cơ sở 2"

    @pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
    def test_nothing_is_no_list(self, text):
        assert read_items(text, RATIO) == ()


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "start"),
        [
            ("A; có\n; có", "Dòng 2 chưa ghi tên;"),
            ("A\tcó\tghi chú\tthừa", "Dòng 1 có 4 cột;"),
            ("A; có\nB; 12", "Dòng 2 ghi một số còn dòng 1 ghi có hoặc không; hãy ghi cả bảng một cách."),
            ("A; 12\nB; 12/15", "Dòng 2 ghi tử số/mẫu số còn dòng 1 ghi một số;"),
            ("A; có\nB; có\na; không", "Dòng 3: “a” đã có ở dòng 1; hãy xóa một dòng."),
            ("A; 15/12", "Dòng 1: Tử số lớn hơn mẫu số"),
            ("A; 1,5", "Dòng 1: Số phải là số nguyên;"),
            ("A; -3", "Dòng 1: Số liệu không âm"),
            ("A; 1,250", "Dòng 1: Chưa rõ “1,250” là số nào: 1250 phải không"),
            ("A; 12abc", "Dòng 1: Số không đọc được;"),
            (f"{'a' * 201}; có", "Dòng 1: tên dài quá 200 ký tự;"),
            (f"A; có; {'b' * 301}", "Dòng 1: ghi chú dài quá 300 ký tự;"),
        ],
    )
    def test_name_the_line_and_say_what_to_do(self, text, start):
        assert refusal(text).startswith(start)

    def test_a_count_has_no_fractions(self):
        assert refusal("A; 12/15", COUNT).startswith("Dòng 1: Chỉ tiêu này không nhập phân số;")

    def test_300_rows_are_enough(self):
        lines = [f"Trường {n}; có" for n in range(MAX_ROWS)]
        assert len(read_items("\n".join(lines), RATIO)) == MAX_ROWS
        assert refusal("\n".join([*lines, "thêm; có"])).startswith("Bảng kê có 301 dòng, quá 300 dòng;")


class TestAddingUp:
    def test_yes_and_no_count(self):
        assert total_of(read_items(SCHOOLS, RATIO)) == Total(Decimal(2), Decimal(3))

    def test_numbers_add_up_to_a_numerator_and_pairs_to_both(self):
        assert total_of(read_items("A; 12\nB; 30", RATIO)) == Total(Decimal(42))
        assert total_of(read_items("A; 12/15\nB; 30/40", RATIO)) == Total(Decimal(42), Decimal(55))

    @pytest.mark.parametrize("text", ["", "A", "A; có\nB"])
    def test_what_is_not_complete_adds_up_to_nothing(self, text):
        assert total_of(read_items(text, RATIO)) is None

    def test_is_typed_as_the_measure_takes_it(self):
        total = Total(Decimal(43), Decimal(45))
        assert (total.typed(Measure.PERCENT), total.typed(Measure.COUNT)) == ("43/45", "43")


class TestAgainstTheFigure:
    @pytest.mark.parametrize(
        ("text", "typed"),
        [
            (SCHOOLS, "2/3"),
            (SCHOOLS, "66,7"),
            (SCHOOLS, "67"),
            ("A; 12\nB; 30", "42/60"),
            ("A; 12/15", "12/15"),
            ("A; 12", "80"),
        ],
    )
    def test_the_same_number_is_no_contradiction(self, text, typed):
        assert mismatch(read_items(text, RATIO), pair(typed), Measure.PERCENT) == ""

    @pytest.mark.parametrize(
        ("text", "typed", "adds_up"),
        [
            (SCHOOLS, "1/3", "2/3"),
            (SCHOOLS, "66,6", "2/3"),
            (SCHOOLS, "2/4", "2/3"),
            ("A; 12\nB; 30", "41/60", "tử số 42"),
        ],
    )
    def test_another_one_is_told_in_one_sentence(self, text, typed, adds_up):
        assert mismatch(read_items(text, RATIO), pair(typed), Measure.PERCENT) == (
            f"Bảng kê cộng được {adds_up} nhưng ô số liệu ghi {typed}; hãy sửa một trong hai."
        )

    def test_a_count_is_how_many_say_yes(self):
        items = read_items(SCHOOLS, COUNT)
        assert mismatch(items, read_figure("2", COUNT), Measure.COUNT) == ""
        assert "cộng được 2 nhưng ô số liệu ghi 3" in mismatch(items, read_figure("3", COUNT), Measure.COUNT)

    def test_an_unfinished_list_contradicts_nothing(self):
        assert mismatch(read_items("A; có\nB", RATIO), pair("9/9"), Measure.PERCENT) == ""
        assert mismatch(read_items(SCHOOLS, RATIO), None, Measure.PERCENT) == ""


class TestTheShortDescription:
    def test_tells_the_sum_the_rows_and_who_says_no(self):
        assert summary(read_items(SCHOOLS, RATIO), Measure.PERCENT) == "2/3, 3 dòng; không: Trường THCS Lê Lợi"

    def test_of_many_it_names_five(self):
        items = [Item(f"T{n}", False) for n in range(7)]
        assert summary(items, Measure.PERCENT) == "0/7, 7 dòng; không: T0, T1, T2, T3, T4 và 2 dòng nữa"

    def test_of_an_unfinished_list_says_how_many_are_left(self):
        assert summary(read_items("A; có\nB\nC", RATIO), Measure.PERCENT) == "3 dòng, 2 dòng chưa ghi"

    def test_of_none_is_empty(self):
        assert summary((), Measure.PERCENT) == ""


words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)
names = words.map(lambda text: " ".join(read_items("x" + text.replace(";", ","), RATIO)[0].name.split()))
numbers = st.integers(0, 10**6).map(lambda n: Reading(value=Decimal(n)))
pairs = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(
    lambda two: Reading(numerator=Decimal(min(two)), denominator=Decimal(max(two)))
)


@st.composite
def lists(draw):
    """Lists as they can be typed: one way of answering, every name once."""
    chosen = draw(st.lists(names, unique_by=str.casefold, max_size=8))
    way = draw(st.sampled_from([st.booleans(), numbers, pairs]))
    found = []
    for name in chosen:
        answer, note = draw(st.none() | way), draw(st.just("") | names)
        met, reading = (answer, None) if isinstance(answer, bool) else (None, answer)
        found.append(Item(name, met, reading, note))
    return tuple(found)


class TestAlways:
    @given(lists())
    def test_what_is_shown_is_read_as_the_same(self, items):
        assert read_items(format_items(items), RATIO) == items

    @given(lists())
    def test_what_is_stored_comes_back_the_same(self, items):
        assert from_json(to_json(items)) == items

    @given(lists())
    def test_a_list_never_contradicts_its_own_sum(self, items):
        total = total_of(items)
        if total and total.denominator:
            assert mismatch(items, pair(total.typed(Measure.PERCENT)), Measure.PERCENT) == ""

    @given(lists())
    def test_the_starting_list_has_the_names_and_no_answers(self, items):
        start = without_answers(items)
        assert [item.name for item in start] == [item.name for item in items]
        assert not_answered(start) == len(items)
        assert total_of(start) is None
