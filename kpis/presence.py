"""The four states of a row's figure, which must never look alike. Pure; the words are those that every face shows."""

from enum import StrEnum

from units.text import search_key


class Presence(StrEnum):
    """VALUE: measured, 0 among them · NOTHING: nothing to measure, the officer says so with a reason · MISSING: owed
    and not there · NOT_DUE: not owed yet, derived and never entered. Only MISSING counts as missing."""

    VALUE = "có số liệu"
    NOTHING = "không phát sinh"
    MISSING = "chưa có số liệu"
    NOT_DUE = "chưa đến kỳ"


def presence_of(*, has_value: bool, nothing: bool, owed: bool, begun: bool) -> Presence:
    """`owed`: by the indicator's frequency; `begun`: whether the period has."""
    if has_value:
        return Presence.VALUE
    if nothing:
        return Presence.NOTHING
    return Presence.MISSING if owed and begun else Presence.NOT_DUE


_NOTHING_TYPED = frozenset({search_key(Presence.NOTHING.value), "kps"})


def says_nothing(typed: str) -> bool:
    """ "không phát sinh" typed where a number stands, or "kps" for short; static/js/quantities.js reads it alike."""
    return search_key(typed) in _NOTHING_TYPED


def says_absent(typed: str) -> bool:
    """Words that tables write where no figure is: "chưa có số liệu", "chưa đến kỳ", "chưa có". They enter nothing."""
    return search_key(typed).startswith("chua ")
