"""Vietnamese text is stored, searched, sorted and compared as people expect."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.text import TextRefused, clean_text, nfc, normalise_alias, search_key, sort_key, visible

LIMIT = 100
SYLLABLES = st.sampled_from(
    ["hoà", "hòa", "Uỷ", "Ủy", "đổi", "Đảng", "số", "phường", "Kỹ", "ngữ", "an", "ăn", "ân", "Ơn", "ư", "5G"]
)
TEXTS = st.one_of(st.text(), st.lists(SYLLABLES).map(" ".join))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


class TestStoredForm:
    def test_accents_are_composed(self):
        assert nfc("Ha\u0309i An") == "Hải An"

    @given(TEXTS)
    def test_composed_and_decomposed_typing_store_the_same(self, text):
        assert nfc(decomposed(text)) == nfc(text)

    def test_what_nobody_sees_goes_and_accents_join_again(self):
        assert visible("a\u200b\u0301") == "á"

    def test_an_ordinary_sentence_stays_as_it_is(self):
        sentence = "Ủy ban nhân dân phường Hải An – Kế hoạch 33/KH-UBND."
        assert visible(sentence) == sentence


class TestSearch:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("chuyen doi so", "Chuyển đổi số"),
            ("hoà", "hòa"),
            ("Uỷ ban", "Ủy ban"),
            ("thuý", "thúy"),
            ("dang uy", "Đảng ủy"),
            ("DUNG", "Dũng"),
            ("phong  van\u00a0hoa", "Phòng Văn hóa"),
            ("ky thuat", "KỸ THUẬT"),
            ("hải an", decomposed("Hải An")),
            ("hai an", "Hải\u200b An"),
            ("o u o u", "ơ ư ô ù"),
        ],
    )
    def test_finds(self, typed, stored):
        assert search_key(typed) == search_key(stored)

    @pytest.mark.parametrize(("one", "other"), [("đổi", "tổi"), ("5G", "6G"), ("Hải An", "HảiAn")])
    def test_tells_apart(self, one, other):
        assert search_key(one) != search_key(other)

    def test_key_of_a_vietnamese_text_is_ascii(self):
        assert search_key("Đỗ Quỳnh Như, ữ ợ ẫ ẵ ệ ỵ Đ") == "do quynh nhu, u o a a e y d"

    @given(TEXTS)
    def test_is_idempotent(self, text):
        assert search_key(search_key(text)) == search_key(text)

    def test_is_idempotent_for_every_character(self):
        keys = [search_key(chr(code)) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
        assert [search_key(key) for key in keys] == keys

    @given(TEXTS)
    def test_does_not_depend_on_the_normal_form(self, text):
        assert search_key(decomposed(text)) == search_key(nfc(text))

    @given(TEXTS, TEXTS)
    def test_a_word_inside_a_text_is_found_inside_its_key(self, before, after):
        assert search_key("đổi mới") in search_key(f"{before} Đổi  mới {after}")


class TestSorting:
    @pytest.mark.parametrize(
        "in_order",
        [
            "a|ă|â|b|c|d|đ|e|ê|f|g|h|i|j|k|l|m|n|o|ô|ơ|p|q|r|s|t|u|ư|v|w|x|y|z",
            "ma|mà|mả|mã|má|mạ",
            "An|Ăn|Ân|Bình|Dũng|Đạt|Em|Êm",
            "an|An|AN",
            "da|dạ|Dũng|đa|Đà",
            "Bùi Quang Ngân|Cao Huy Hiếu|Đỗ An|Vũ Doãn Dũng",
            "Phòng A|Phòng A B|Phòng Ă|Phòng Â",
            "An Bình|Anh",
            "2|A|Ж",
            "hoà|hòa|hoá",
            "Lê An|Lễ An|Lê Ân",
        ],
    )
    def test_order(self, in_order):
        names = in_order.split("|")
        backwards = names[::-1]
        assert sorted(backwards, key=sort_key) == names

    def test_letters_weigh_more_than_tones_and_tones_more_than_case(self):
        assert sort_key("má a") < sort_key("ma b")
        assert sort_key("MA") < sort_key("mà")

    def test_both_tone_placements_stand_together(self):
        assert sort_key("hoà")[:3] == sort_key("hòa")[:3]

    @given(TEXTS)
    def test_does_not_depend_on_the_normal_form(self, text):
        assert sort_key(decomposed(text)) == sort_key(nfc(text))

    @given(TEXTS, TEXTS)
    def test_equal_keys_mean_the_same_text(self, one, other):
        same = " ".join(visible(one).split()) == " ".join(visible(other).split())
        assert (sort_key(one) == sort_key(other)) is same

    @given(st.lists(TEXTS))
    def test_any_names_can_be_sorted(self, names):
        assert len(sorted(names, key=sort_key)) == len(names)


class TestTakingIn:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("  Phòng Văn hóa  ", "Phòng Văn hóa"),
            ("một\r\nhai\rba\u2028bốn\u2029năm\x85sáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
            ("cột\tcột", "cột\tcột"),
            ("\ufeffHải\u200b An\u200e\u202e", "Hải An"),
            ("Ha\u0309i", "Hải"),
            ("a\u00adb", "ab"),
            ("", ""),
            (" \u200b \n", ""),
            ("= 1 + 1", "= 1 + 1"),
        ],
    )
    def test_cleans(self, typed, stored):
        assert clean_text(typed, max_length=LIMIT) == stored

    @pytest.mark.parametrize("control", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"])
    @pytest.mark.parametrize("pattern", ["{}", "trước{}sau", "{} ", "một\n{}"])
    def test_refuses_control_characters(self, control, pattern):
        with pytest.raises(TextRefused) as refused:
            clean_text(pattern.format(control), max_length=LIMIT)
        assert refused.value.sentence == str(refused.value)
        assert f"U+{ord(control):04X}" in refused.value.sentence
        assert control not in refused.value.sentence

    def test_says_on_which_line(self):
        with pytest.raises(TextRefused, match=r"^Dòng 3 có ký tự điều khiển"):
            clean_text("một\r\nhai\nba\x00", max_length=LIMIT)

    def test_refuses_what_is_too_long_and_says_by_how_much(self):
        with pytest.raises(TextRefused) as refused:
            clean_text("a" * 33_000, max_length=2_000)
        assert refused.value.sentence == "Nội dung dài 33.000 ký tự, quá mức 2.000 ký tự; hãy viết gọn lại."

    def test_counts_after_cleaning(self):
        assert clean_text("  " + decomposed("ệ") * LIMIT + "\u200b\n", max_length=LIMIT) == "ệ" * LIMIT

    @given(st.text(max_size=LIMIT))
    def test_what_is_taken_in_is_clean(self, text):
        try:
            cleaned = clean_text(text, max_length=LIMIT)
        except TextRefused:
            return
        assert clean_text(cleaned, max_length=LIMIT) == cleaned == nfc(cleaned).strip()
        assert "\r" not in cleaned

    @given(TEXTS)
    def test_does_not_depend_on_the_normal_form(self, text):
        try:
            cleaned = clean_text(text, max_length=10_000)
        except TextRefused:
            return
        assert clean_text(decomposed(text), max_length=10_000) == cleaned


class TestSpellings:
    @pytest.mark.parametrize(
        ("printed", "canonical"),
        [
            ("Phòng Văn hóa -Xã hội", "Phòng Văn hóa - Xã hội"),
            ("Phòng Văn hóa – Xã hội", "Phòng Văn hóa - Xã hội"),
            ("Phòng Văn hóa—Xã hội,", "Phòng Văn hóa - Xã hội"),
            ("các cơ quan chuyên môn", "Các cơ quan chuyên môn"),
            ("Công an  phường.", "Công an phường"),
            ("Đồng chí Bùi Quang Ngân-ĐUV", "Đồng chí Bùi Quang Ngân – ĐUV"),
            (" UBND phường; ", "UBND phường"),
            (decomposed("Đảng ủy"), "Đảng ủy"),
            ("Công\u00a0an\u200b phường", "Công an phường"),
        ],
    )
    def test_same_unit(self, printed, canonical):
        assert normalise_alias(printed) == normalise_alias(canonical)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Hải An", "Hai An"), ("Sở Y tế", "Số Y tế"), ("Phòng A, B", "Phòng A B"), ("A-B", "A B")],
    )
    def test_other_unit(self, one, other):
        assert normalise_alias(one) != normalise_alias(other)

    def test_key_reads_like_the_name(self):
        assert normalise_alias("Phòng Văn hóa -Xã hội,") == "phòng văn hóa-xã hội"

    @given(TEXTS)
    def test_is_idempotent(self, text):
        assert normalise_alias(normalise_alias(text)) == normalise_alias(text)

    @given(TEXTS)
    def test_does_not_depend_on_the_normal_form(self, text):
        assert normalise_alias(decomposed(text)) == normalise_alias(nfc(text))
