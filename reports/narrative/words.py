"""How Vietnamese office prose counts, lists and names. Pure."""

import re
from collections.abc import Sequence

from plans.calendar import PeriodCode, PeriodKind, quarter_words

_ITEM = re.compile(r"\n\s*[-–•+*]\s+")  # where a line begins as an item of a list
_STOP_INSIDE = re.compile(r"(?<!\.)\.(?= \()")  # of a name whose bracket was printed after its full stop
# What keeps its capital within a sentence (Nghị định 30/2020, Phụ lục II): bodies of the state and places.
_NAME = re.compile(
    r"(?:Đảng(?! viên)|Nhà nước|Nhân dân|Quốc hội|Chính phủ|Ủy ban nhân dân|Hội đồng nhân dân|Công an|Sở(?! hữu)"
    r"|Hải|Việt Nam)\b|(?:Bộ|Ban|Phòng|Tổ|Trung tâm|Văn phòng) [A-ZĐ]"
)
ENDS = (".", ";", ":", "?", "!", "…")


def counted(number: int, noun: str) -> str:
    """Two digits, as official papers write them: "03 chỉ tiêu"."""
    return f"{number:02d} {noun}"


def listed(items: Sequence[str]) -> str:
    """ "1, 2 và 3"; where an item holds a comma, semicolons part them and no "và" could be misread."""
    if any("," in item for item in items):
        return "; ".join(items)
    return " và ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def one_line(text: str) -> str:
    """What a unit typed, for running text: one line, items parted by semicolons, no full stop at its end."""
    items = [item.strip(" .;,:") for item in _ITEM.split("\n" + text)]
    return "; ".join(" ".join(item.split()) for item in items if item.strip())


def small_start(text: str) -> str:
    """ "Dự án chậm" → "dự án chậm" after a colon; an abbreviation ("UBND"), a single letter or a name ("Đảng ủy")
    stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() and not _NAME.match(text) else text


def big_start(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit_words(name: str) -> str:
    """A unit within a sentence: "Các phòng, đơn vị liên quan" is a description, every other one is a name."""
    return small_start(name) if name.startswith("Các ") else name


def whole_name(printed: str) -> str:
    """A name of the plan in running text: never cut, for nobody signs "…"; without the full stop that ends it."""
    return _STOP_INSIDE.sub("", one_line(printed))


def sentence(text: str) -> str:
    """With a full stop, where it has no end of its own."""
    return text if text.endswith(ENDS) else f"{text}."


def bullets(lines: Sequence[str]) -> list[str]:
    """ "- …;" and the last "- …."."""
    return [f"- {line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, start=1)]


_UNTIL = {PeriodKind.H1: "hết 6 tháng đầu năm", PeriodKind.M9: "hết 9 tháng đầu năm"}
_WITHIN = {PeriodKind.H1: "6 tháng đầu năm", PeriodKind.M9: "9 tháng đầu năm"}


def until(period: PeriodCode) -> str:
    """Where the data end: "hết quý III", "hết 6 tháng đầu năm", "hết năm 2026"."""
    if period.is_quarter:
        return f"hết {quarter_words(period.quarter)}"
    return _UNTIL.get(period.kind, f"hết năm {period.year}")


def within(period: PeriodCode) -> str:
    """The time that the report tells of: "quý III", "9 tháng đầu năm", "năm 2026"."""
    return quarter_words(period.quarter) if period.is_quarter else _WITHIN.get(period.kind, f"năm {period.year}")


def ahead(period: PeriodCode) -> str:
    """The time that comes next: "quý IV năm 2026", "6 tháng cuối năm 2026", "năm 2027"."""
    if period.quarter == 4:
        return f"năm {period.year + 1}"
    if period.kind is PeriodKind.H1:
        return f"6 tháng cuối năm {period.year}"
    return f"{quarter_words(period.quarter + 1)} năm {period.year}"
