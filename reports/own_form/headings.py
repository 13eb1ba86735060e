"""Which row of a sheet is its heading, and which of our columns each of the form's is: suggestions by the words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.documents.columns import (
    BASELINE,
    COORDINATING,
    COUNTERPART,
    DEADLINE,
    HARDSHIPS,
    LEADER,
    LEADS,
    NAME,
    NUMBER,
    PRODUCT,
    REMARKS,
    RESULT,
    SHARE,
    TARGET,
    UNIT_OF_MEASURE,
    VERDICT,
)
from reports.own_form.fields import QUARTER, QUARTERS
from reports.own_form.layout import JOIN, ONLY_NUMBERS, FormSheet
from units.text import search_key

LAST_HEADING_ROW = 60
FEWEST = 3  # columns that are recognised, else it is no table of ours
LONGEST_HEADING = 90  # characters of a heading's own row; what is longer is a sentence
RESULT_WORDS = r"ket qua|thuc hien|dat duoc|luy ke|so lieu|gia tri|uoc "


class Sure(StrEnum):
    """How sure a suggestion is, as the page says it."""

    SURE = "chắc"
    UNSURE = "nên xem lại"
    AS_BEFORE = "như lần trước"


@dataclass(frozen=True, slots=True)
class Guess:
    """`what`: a field's key, or a code of the plan; `other`: another one that is as near."""

    what: str
    sure: Sure
    other: str = ""


def rules(year: int) -> tuple[tuple[str, str, str], ...]:
    """Field, words that are sure, words that may mean it; the first that fits. Words as search keys; what a form calls
    "quý" is asked for before what it calls "kết quả"."""
    last, now = str(year - 1), str(year)
    return (
        (NUMBER, r"stt|tt|so tt|so thu tu|ma( so)?", r"ma chi tieu|so hieu"),
        (UNIT_OF_MEASURE, r"dvt|don vi tinh|don vi do( luong)?", r"^don vi$|don vi tinh|dv tinh"),
        (REMARKS, r"ghi chu|giai trinh", r"ghi chu|giai trinh|nguyen nhan|thuyet minh"),
        (HARDSHIPS, r"kho khan,? vuong mac.*|kien nghi.*", r"kho khan|vuong mac|kien nghi|de xuat"),
        (COORDINATING, r"(co quan|don vi) phoi hop( thuc hien)?", r"phoi hop"),
        (LEADER, r"phan cong chi dao|lanh dao (phu trach|chi dao)", r"lanh dao|nguoi phu trach|phan cong"),
        (LEADS, r"(co quan|don vi) (chu tri|thuc hien|phu trach).*", r"chu tri|co quan|don vi"),
        (COUNTERPART, r"nhiem vu tuong ung.*", r"nghi quyet 71|nhiem vu tuong ung"),
        (PRODUCT, r"san pham.*", r"san pham|ket qua can dat|dau ra"),
        (DEADLINE, r"thoi han( hoan thanh)?|thoi gian (thuc hien|hoan thanh)", r"thoi han|thoi gian|han hoan thanh"),
        (SHARE, r"(ti|ty) le (hoan thanh|dat|thuc hien).*|% hoan thanh.*",
         r"(ti|ty) le|(dat|hoan thanh) ?\(?%|% (dat|hoan thanh)|so voi (ke hoach|muc tieu)"),
        (VERDICT, r"danh gia|trang thai|tinh trang", r"danh gia|trang thai|tinh trang|muc do"),
        (BASELINE, rf"(ket qua|thuc hien)( thuc hien)?( nam)? {last}", rf"\b{last}\b|nam truoc|cung ky|so goc"),
        *((key, rf".*\bquy ({_roman(n)}|{n})\b.*", "") for n, key in reversed(QUARTERS.items())),
        (QUARTER, r".*(trong quy|quy bao cao|quy nay).*", r"\bquy\b"),
        (TARGET, rf"(muc tieu|ke hoach)( giao| nam)*( {now})?|chi tieu( giao| nam)+( {now})?",
         r"muc tieu|ke hoach|chi tieu (giao|nam|kh)"),
        (RESULT,
         rf"(ket qua|thuc hien)( thuc hien)?( ky bao cao| den nay| den ky bao cao)?|luy ke.*|({RESULT_WORDS}).*ky.*",
         rf"{RESULT_WORDS}|\b{now}\b"),
        (NAME, r"(ten )?(chi tieu|nhiem vu)(, nhiem vu)?|noi dung( chi tieu| nhiem vu| cong viec)?",
         r"chi tieu|nhiem vu|noi dung|\bten\b"),
    )  # fmt: skip


def _roman(number: int) -> str:
    return ("i", "ii", "iii", "iv")[number - 1]


def guess_column(heading: str, year: int) -> Guess | None:
    """What a heading means. The words of its last row count first, then all of it."""
    whole = search_key(heading.replace(JOIN, " "))
    own = search_key(heading.rpartition(JOIN)[2])
    for text in dict.fromkeys((own, whole)):
        for key, sure, _ in rules(year):
            if re.fullmatch(sure, text):
                return Guess(key, Sure.SURE)
    for text in dict.fromkeys((own, whole)):
        for key, _, unsure in rules(year):
            if unsure and re.search(unsure, text):
                return Guess(key, Sure.UNSURE)
    return None


def guess_columns(headings: Mapping[int, str], year: int) -> dict[int, Guess]:
    """Each of our columns once: to the column whose heading says it most surely, the first of two alike."""
    guesses = {column: guess for column, text in headings.items() if (guess := guess_column(text, year))}
    found: dict[int, Guess] = {}
    for column, guess in sorted(guesses.items(), key=lambda pair: (pair[1].sure is not Sure.SURE, pair[0])):
        if guess.what not in {other.what for other in found.values()}:
            found[column] = guess
    return dict(sorted(found.items()))


def guess_head(sheet: FormSheet, year: int) -> int:
    """The last row of the heading; 0 where the sheet holds no table of ours."""
    rows = range(1, min(sheet.last_row, LAST_HEADING_ROW) + 1)
    scores = {row: _score(sheet, row, year) for row in rows}
    best = max(scores.values(), default=0)
    return next((row for row, score in scores.items() if score == best), 0) if best >= FEWEST else 0


def _score(sheet: FormSheet, row: int, year: int) -> int:
    """How many of our columns the row itself names; a table without names of rows is none of ours."""
    said = [column for _, column in sheet.own_places(row) if _is_heading(sheet.text((row, column)))]
    if len(said) < FEWEST:
        return 0
    headings = sheet.headings(row)
    found = guess_columns({column: headings[column] for column in said if column in headings}, year)
    return len(found) if NAME in keys(found.values()) else 0


def _is_heading(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEADING and not ONLY_NUMBERS.fullmatch(text)


def keys(guesses: Iterable[Guess]) -> set[str]:
    return {guess.what for guess in guesses}
