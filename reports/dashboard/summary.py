"""The sentence on top of the dashboard, in parts: every number is a link that shows the rows it counts."""

from collections.abc import Callable
from dataclasses import dataclass

from kpis.evaluation import Status
from reports.scorecard import Summary


@dataclass(frozen=True, slots=True)
class Part:
    """`linked` is the text of the link, `rest` what follows it; `tone` as in kpis/evaluation.py."""

    linked: str
    rest: str
    address: str
    tone: str


To = Callable[[str], str]


def standing(summary: Summary, to: To) -> list[Part]:
    """Where the indicators stand, in one sentence. `to` gives the address that shows the rows of a status filter.

    What nobody has is left out; the first part is always there.
    """
    count = summary.counts
    others = [
        (count[Status.ATTENTION], "cần chú ý", "can-chu-y", "watch"),
        (summary.late, "chậm hoặc không đạt" if count[Status.FAILED] else "chậm", "cham", "late"),
        (count[Status.MISSING], "chưa có số liệu", "chua-co-so-lieu", "missing"),
        (count[Status.NOTHING], "không phát sinh", "khong-phat-sinh", "none"),
        (count[Status.NOT_DUE], "chưa đến kỳ", "chua-den-ky", "none"),
        (count[Status.WATCHED], "không giao mục tiêu", "khong-giao-muc-tieu", "none"),
    ]
    first = Part(f"{summary.on_track}/{summary.judged} chỉ tiêu", " đạt hoặc đúng tiến độ", to("tot"), "good")
    return [first, *(Part(f"{number} {words}", "", to(key), tone) for number, words, key, tone in others if number)]


def movements(summary: Summary, to: To) -> list[Part]:
    """What moved since the quarter before; empty where nothing did."""
    moved = [(summary.better, "tốt lên", "tot-len", "good"), (summary.worse, "kém đi", "kem-di", "late")]
    return [Part(f"{number} {words}", "", to(key), tone) for number, words, key, tone in moved if number]
