"""The sections of a report's text, in order. Pure: its words, its pages and its rows in the database ask here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SectionKey(StrEnum):
    """The value stands in addresses and in the database."""

    OPENING = "mo-dau"
    RESULTS = "ket-qua"
    TASKS = "nhiem-vu"
    DIFFICULTIES = "kho-khan"
    AHEAD = "phuong-huong"
    CLOSING = "loi-ket"


# As screens and the journal name them; those with a number are headings of the report, in capitals.
LABELS: Mapping[SectionKey, str] = MappingProxyType(
    {
        SectionKey.OPENING: "Mở đầu",
        SectionKey.RESULTS: "I. Kết quả thực hiện các chỉ tiêu",
        SectionKey.TASKS: "II. Kết quả thực hiện các nhiệm vụ",
        SectionKey.DIFFICULTIES: "III. Khó khăn, vướng mắc và kiến nghị",
        SectionKey.AHEAD: "IV. Phương hướng, nhiệm vụ thời gian tới",
        SectionKey.CLOSING: "Lời kết",
    }
)


def heading_of(key: SectionKey) -> str:
    """As the report prints it; "" where it has none."""
    return LABELS[key].upper() if LABELS[key].startswith(("I", "V")) else ""
