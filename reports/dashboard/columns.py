"""The headings of the dashboard's first table: what a column holds, and the link that sorts by it."""

from dataclasses import dataclass

from reports.dashboard.filters import FilterForm
from reports.dashboard.frame import Frame

KEPT = ("ky", "pham-vi", "nhom", "don-vi", "lanh-dao", "trang-thai", "q", "xep")
WORDS = {True: "descending", False: "ascending"}
SHAPES = {"ascending": "▴", "descending": "▾", "": ""}


@dataclass(frozen=True, slots=True)
class Heading:
    """`lines` as they stand one under the other; `address` sorts by the column, "" where that is no order at all.

    `sorted`: "ascending", "descending", or "" (for aria-sort and the mark beside the word).
    """

    lines: tuple[str, ...]
    look: str
    address: str
    sorted: str

    @property
    def shape(self) -> str:
        return SHAPES[self.sorted]


def headings(frame: Frame, form: FilterForm) -> list[Heading]:
    year, before = frame.year, frame.baseline_year
    columns = (
        (("STT",), "stt", "stt"),
        (("Chỉ tiêu",), "", "ten"),
        (("Kết quả", before), "num", ""),
        ((f"Từ {before} đến mục tiêu",), "", ""),
        ((frame.short_label,), "num", ""),
        (("Mục tiêu", year), "num", ""),
        (("I · II · III · IV",), "", ""),
        (("Tỷ lệ", "hoàn thành"), "num", "hoan-thanh"),
        (("Đánh giá",), "", "danh-gia"),
        (("Đơn vị",), "", "don-vi"),
        (("Chỉ đạo",), "", "lanh-dao"),
    )
    return [_heading(form, lines, look, key) for lines, look, key in columns]


def _heading(form: FilterForm, lines: tuple[str, ...], look: str, key: str) -> Heading:
    """A press on the column that is sorted turns it round; by STT is the printed order, which has one way."""
    if not key:
        return Heading(lines, look, "", "")
    if key == "stt":
        return Heading(lines, look, form.query(*KEPT), "" if form.sort else WORDS[False])
    current, down = form.sort.removeprefix("-") == key, form.sort.startswith("-")
    wanted = f"-{key}" if current and not down else key
    return Heading(lines, look, form.query(*KEPT, sap=wanted), WORDS[down] if current else "")
