"""How many lines a text takes in a column of Times New Roman, so that a row is high enough. Pure.

Neither Excel nor LibreOffice measures the rows of a file that sets their heights, and merged cells are never measured.
"""

import unicodedata
from functools import lru_cache
from math import ceil

CHARACTER_POINTS = 5.25  # one unit of column width: a digit of 11 point Times New Roman at 96 dpi
PADDING_POINTS = 5.0
INDENT_POINTS = 8.5  # one step of indent: three spaces of the body type, and a little
BOLDER = 1.08
# Advance widths in thousandths of the type size (Times New Roman; Liberation Serif has the same).
WIDTHS = {
    180: "'",
    250: " .,",
    278: "ijlt/:;",
    333: "Ifr()[]-!",
    389: "Js",
    444: "acez?",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYĐw",
    778: "m",
    889: "M",
    944: "W",
    1000: "—…",
}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
OTHERWISE = 500  # digits and most small letters
HORNED = 40  # what the horn of ơ and ư takes beside the letter
UNKNOWN_CAPITAL = 722
HORN = "\u031b"


@lru_cache(maxsize=10_000)  # a report says the same words again and again
def text_em(text: str) -> float:
    """The width of a text on one line, in em of the type size."""
    return sum(_thousandths(character) for character in unicodedata.normalize("NFD", text)) / 1000


def _thousandths(character: str) -> int:
    if unicodedata.combining(character):
        return HORNED if character == HORN else 0
    if character == "%":
        return 833
    return WIDTH_OF.get(character, UNKNOWN_CAPITAL if character.isupper() else OTHERWISE)


@lru_cache(maxsize=10_000)
def lines_in(text: str, column_width: float, points: float, *, bold: bool = False) -> int:
    """Lines that `text` wraps to at a type size of `points` in a column of `column_width` characters."""
    room = (column_width * CHARACTER_POINTS - PADDING_POINTS) / points / (BOLDER if bold else 1)
    return sum(_wrapped(paragraph, room) for paragraph in text.split("\n"))


def _wrapped(paragraph: str, room: float) -> int:
    """Greedy, word by word, as both programs do; a word wider than the column is broken."""
    space, lines, used = text_em(" "), 1, 0.0
    for word in paragraph.split(" "):
        width = text_em(word)
        if used and used + space + width > room:
            lines, used = lines + 1, 0.0
        used += width + (space if used else 0.0)
        if used > room:
            lines += ceil(used / room) - 1
            used %= room
    return lines
