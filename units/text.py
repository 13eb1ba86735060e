"""Vietnamese text: how it is stored, searched, sorted and compared. Pure: no framework, no database.

Source: domain.md "Who" and "Numbers, dates, text", trust.md "Taking in".
"""

import unicodedata
from functools import lru_cache
from typing import Final

# Characters nobody sees: soft hyphen, zero-width signs, direction marks, byte order mark. They come with
# text pasted from Word, PDF and chat, and make two equal-looking texts differ.
INVISIBLE: Final = frozenset(
    "\u00ad\u061c\u180e\ufeff"
    + "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]))
)

_DROP_INVISIBLE: Final = dict.fromkeys(map(ord, INVISIBLE))
_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\r\x85\u2028\u2029", "\n"))
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_TRAILING_PUNCTUATION: Final = " .,;:-"
# XML has no place for these two, so neither has a workbook or a Word file.
_NOT_IN_XML: Final = "\ufffe\uffff"

# How people say yes and no in a cell, as search keys; where a number is an answer too, the words alone.
SAYS_YES: Final = frozenset({"co", "x", "✓"})
SAYS_NO: Final = frozenset({"khong"})
YES: Final = SAYS_YES | {"1", "true", "yes"}
NO: Final = SAYS_NO | {"0", "false", "no"}

# f, j, w and z are no Vietnamese letters but stand in names ("Zalo", "Facebook"), in their Latin place.
_LETTERS: Final = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_SPACE, _SIGN, _VIETNAMESE, _FOREIGN = range(4)

Weight = tuple[int, int]
SortKey = tuple[tuple[Weight, ...], tuple[tuple[int, ...], ...], tuple[bool, ...], str]


class TextRefused(ValueError):
    """A text that is not taken in; `sentence` says in Vietnamese what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def nfc(text: str) -> str:
    """The text with every accent composed: the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text as NFC without the characters nobody sees; they go first, for they keep accents apart."""
    return nfc(text.translate(_DROP_INVISIBLE))


def search_key(text: str) -> str:
    """What a search compares: no diacritics, no case, đ as d, single spaces. Idempotent.

    Tone marks go altogether, so either tone placement ("hoà", "hòa") gives the same key.
    """
    # Case folding can bring a mark back ("ΐ"), hence the second dropping.
    bare = _without_marks(_without_marks(visible(text)).casefold())
    return " ".join(bare.replace("đ", "d").split())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(text: str) -> SortKey:
    """Key for Vietnamese order of names: letters (a ă â … d đ e ê …), tones, lower before upper case.

    Tones are compared word by word (ngang huyền hỏi ngã sắc nặng), so "hoà" and "hòa" stand together.
    The text itself comes last and makes the order total.
    """
    words = visible(text).split()
    line = " ".join(words)
    letters = tuple(weight for weight in (_weight(character) for character in line) if weight)
    tones = tuple(tuple(tone for tone in map(_tone, word) if tone) for word in words)
    return letters, tones, tuple(character.isupper() for character in line), line


@lru_cache(maxsize=1024)
def _weight(character: str) -> Weight | None:
    """Kind and rank of one NFC character with its tone taken off; None for a lone combining mark."""
    marks = unicodedata.normalize("NFD", character.lower())
    letter = nfc("".join(mark for mark in marks if mark not in _TONES))
    if not letter or unicodedata.combining(letter[0]):
        return None
    if letter in _LETTERS:
        return _VIETNAMESE, _LETTERS[letter]
    if letter == " ":
        return _SPACE, 0
    return (_FOREIGN if letter.isalpha() else _SIGN), ord(letter[0])


@lru_cache(maxsize=1024)
def _tone(character: str) -> int:
    """1 to 5 for a character with a tone mark, 0 for thanh ngang and for everything that is no vowel."""
    return max(_TONES.get(mark, 0) for mark in unicodedata.normalize("NFD", character))


def clean_text(text: str, *, max_length: int) -> str:
    """The text as it is stored: NFC, stripped, lines ended by one newline, nothing invisible in it.

    `max_length` counts characters after cleaning. Raises TextRefused for control characters (newline and
    tab may stay), which PostgreSQL, openpyxl and Word refuse, and for what is too long.
    """
    lines = visible(text).replace("\r\n", "\n").translate(_LINE_ENDS)
    _refuse_control_characters(lines)
    cleaned = lines.strip()
    if len(cleaned) > max_length:
        raise TextRefused(_too_long(len(cleaned), max_length))
    return cleaned


def _refuse_control_characters(text: str) -> None:
    for character in text:
        if _is_control(character):
            line = text[: text.index(character)].count("\n") + 1
            raise TextRefused(
                f"Dòng {line} có ký tự điều khiển không nhìn thấy (mã U+{ord(character):04X}); "
                "hãy xóa đoạn đó rồi gõ lại bằng bàn phím."
            )


def _is_control(character: str) -> bool:
    if character in "\n\t":
        return False
    # Lone surrogates (Cs) cannot be encoded, so no database takes them either.
    return unicodedata.category(character) in ("Cc", "Cs") or character in _NOT_IN_XML


def _too_long(length: int, max_length: int) -> str:
    has, may = (f"{number:,}".replace(",", ".") for number in (length, max_length))
    return f"Nội dung dài {has} ký tự, quá mức {may} ký tự; hãy viết gọn lại."


def normalise_alias(text: str) -> str:
    """Key for comparing spellings of a unit or leader: case, spaces, dashes evened out, diacritics kept.

    "Phòng Văn hóa -Xã hội," and "phòng  văn hóa – xã hội" have the same key. Idempotent.
    """
    folded = nfc(visible(text).casefold()).translate(_DASHES)
    parts = (" ".join(part.split()) for part in folded.split("-"))
    return "-".join(parts).rstrip(_TRAILING_PUNCTUATION)
