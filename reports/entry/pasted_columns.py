"""Which column of a pasted block holds what: by its heading, or by what stands in it. Touches no database."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kpis.figure_table import ESTIMATED, INDICATOR, LABELS, VALUE, heading_key
from kpis.presence import says_absent, says_nothing
from plans.clipboard import Cells
from units.text import NO, TextRefused, search_key

ABOVE, BELOW, ESTIMATE, SOURCE, NOTE = "tu_so", "mau_so", "uoc", "nguon", "ghi_chu"
UNUSED: Final = ""
ALIASES: Final[Mapping[str, str]] = {
    **{heading_key(name): name for name in LABELS},
    **dict.fromkeys(("stt", "tt", "ma", "machitieu", "ten", "tenchitieu"), INDICATOR),
    **dict.fromkeys(("solieu", "ketqua"), VALUE),
    **dict.fromkeys(("uocthuchien", "uth"), ESTIMATE),
    **dict.fromkeys(("nguonsolieu",), SOURCE),
    **dict.fromkeys(("giaitrinh", "lydo"), NOTE),
}
ONCE: Final = (VALUE, ABOVE, BELOW, ESTIMATE, SOURCE, NOTE)
COUNT: Final = re.compile(r"[0-9]+(?:[ .,\u00a0\u202f][0-9]{3})*")
SURE_ROWS: Final = 3  # so many numbers in the order of the page's STT are no figures


@dataclass(frozen=True, slots=True)
class Keys:
    """What names a row of the page: `words` (code, names) and `numbers` (STT), each to its code, in page order."""

    words: Mapping[str, str]
    numbers: Mapping[str, str]

    def find(self, cell: str) -> str:
        """The row's code, empty where no row is named so."""
        key = search_key(cell)
        return self.words.get(key) or self.numbers.get(key) or ""


def has_heading(cells: Cells) -> bool:
    """Whether the first row names the columns: by a known name, or by words without a digit above figures."""
    first = [cell for cell in cells[0] if cell]
    if any(_named(cell) for cell in first):
        return True
    if any(_has_digit(cell) or says_nothing(cell) or says_absent(cell) for cell in first):
        return False
    has_words = any(character.isalpha() for cell in first for character in cell)
    return has_words and any(_has_digit(cell) for row in cells[1:] for cell in row)


def columns_by_heading(headings: Sequence[str], body: Cells) -> list[str]:
    """The column of each heading; where none names the figures, those without a known name are read by place.

    Raises TextRefused.
    """
    kinds = [_named(heading) for heading in headings]
    _refuse_twins(headings, kinds)
    if VALUE not in kinds and ABOVE not in kinds:
        kinds = _filled(kinds, body)
    return _with_figures(kinds)


def columns_by_content(body: Cells, keys: Keys) -> list[str]:
    columns = list(zip(*body, strict=True))
    if len(columns) == 1:
        return [VALUE]
    kinds = [INDICATOR if _all_in(column, keys.words) else UNUSED for column in columns]
    if _all_in(columns[0], keys.numbers) and (INDICATOR in kinds or _counts_on(columns[0], keys)):
        kinds[0] = INDICATOR
    return _with_figures(_filled(kinds, body))


def _with_figures(kinds: list[str]) -> list[str]:
    if VALUE not in kinds and ABOVE not in kinds:
        raise TextRefused("Không thấy cột số liệu; hãy chép cả cột số liệu, hoặc ghi “Giá trị” ở đầu cột đó.")
    return kinds


def in_words(headings: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """How each column was understood, for the reader who is to accept it."""
    words = []
    for place, (heading, kind) in enumerate(zip(headings, kinds, strict=True), 1):
        name, label = f"“{heading}”" if heading else f"cột {place}", LABELS.get(kind, "").lower()
        is_plain = bool(kind) and heading_key(heading) == heading_key(label)
        words.append(label if is_plain else f"{name} là {label}" if kind else f"{name} không dùng")
    return words


def _named(heading: str) -> str:
    key = heading_key(heading)
    return ALIASES.get(key) or (VALUE if key.startswith(("thuchien", "ketquathuchien")) else UNUSED)


def _refuse_twins(headings: Sequence[str], kinds: Sequence[str]) -> None:
    for kind in ONCE:
        twins = [f"“{heading}”" for heading, found in zip(headings, kinds, strict=True) if found == kind]
        if len(twins) > 1:
            raise TextRefused(f"Có {len(twins)} cột {LABELS[kind].lower()} ({', '.join(twins)}); hãy chỉ chép một cột.")


def _has_digit(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _all_in(column: Sequence[str], known: Collection[str]) -> bool:
    return any(column) and all(search_key(cell) in known for cell in column if cell)


def _counts_on(column: Sequence[str], keys: Keys) -> bool:
    """Whether the column repeats the page's STT, row after row."""
    numbers = list(keys.numbers)
    at = numbers.index(search_key(column[0])) if column[0] else 0
    return len(column) >= SURE_ROWS and [search_key(cell) for cell in column] == numbers[at : at + len(column)]


# --- By place: a value, or two counts as numerator and denominator; then estimate, source, note


def _filled(kinds: Sequence[str], body: Cells) -> list[str]:
    """The same with a meaning for the columns that have none yet, from left to right."""
    open_places = [at for at, kind in enumerate(kinds) if kind == UNUSED]
    columns = [[row[at] for row in body] for at in open_places]
    figures = next((at for at, column in enumerate(columns) if any(map(_is_figure, column))), None)
    if figures is None:
        return list(kinds)
    pair = columns[figures : figures + 2]
    meant = [ABOVE, BELOW] if _are_counts(pair) else [VALUE]
    for column in columns[figures + len(meant) :]:
        meant.append(_beside(column, {*kinds, *meant}))
    named = dict(zip(open_places[figures:], meant, strict=True))
    return [named.get(at, kind) for at, kind in enumerate(kinds)]


def _is_figure(cell: str) -> bool:
    return _has_digit(cell) or says_nothing(cell)


def _are_counts(pair: Sequence[Sequence[str]]) -> bool:
    """Two columns, both filled with plain counts in the same rows."""
    return len(pair) == 2 and all(
        bool(above) == bool(below) and all(COUNT.fullmatch(side) for side in (above, below) if side)
        for above, below in zip(*pair, strict=True)
    )


def _beside(column: Sequence[str], taken: Collection[str]) -> str:
    if ESTIMATE not in taken and _all_in(column, ESTIMATED | NO):
        return ESTIMATE
    return next((kind for kind in (SOURCE, NOTE) if kind not in taken), UNUSED)
