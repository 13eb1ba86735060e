"""The words of the report, built from the data section by section. Pure: the same facts give the same text.

A section's text has one line a paragraph; "1. …" without a full stop at its end is a small heading, "- …" an item.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kpis.evaluation import Status
from reports.narrative import indicators, tasks
from reports.narrative.facts import Facts, IndicatorFact
from reports.narrative.indicators import BEHIND, GOOD, INDICATORS, of
from reports.narrative.tasks import TASKS
from reports.narrative.words import ahead, bullets, counted, listed
from reports.sections import SectionKey, heading_of
from tasks.timeliness import TaskStatus

END = "./."


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` "" where the report has none; `text` as the module's docstring says."""

    key: SectionKey
    heading: str
    text: str

    @property
    def digest(self) -> str:
        """Tells whether the built text is still the one that somebody read."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Edits:
    """What the coordinator wrote in place of the built text, by section. Part of what an issued report freezes."""

    texts: Mapping[SectionKey, str]


NO_EDITS = Edits({})


class Kind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: Kind
    text: str


_SMALL_HEADING = re.compile(r"\d+(?:\.\d+)*\. .*[^.;:,]")


def paragraphs(text: str) -> list[Paragraph]:
    """What each line of a section is; empty lines are none."""
    return [Paragraph(kind_of(line), line) for line in map(str.strip, text.splitlines()) if line]


def kind_of(line: str) -> Kind:
    if line.startswith(("- ", "+ ")):
        return Kind.ITEM
    return Kind.HEADING if _SMALL_HEADING.fullmatch(line) else Kind.BODY


def narrative(facts: Facts, edits: Edits) -> tuple[Section, ...]:
    """All sections, in order, in the coordinator's words where there are any. The last one ends as a report must."""
    *sections, last = (replace(built, text=edits.texts.get(built.key, built.text)) for built in built_sections(facts))
    return (*sections, replace(last, text=f"{last.text.rstrip(' ./')}{END}"))


def built_sections(facts: Facts) -> tuple[Section, ...]:
    return tuple(Section(key, heading_of(key), "\n".join(BUILDERS[key](facts))) for key in SectionKey)


def opening(facts: Facts) -> list[str]:
    return [
        f"Thực hiện Kế hoạch số {facts.plan} ngày {facts.issued} của {facts.body}, {facts.issuer} báo cáo "
        f"kết quả thực hiện {facts.period.words} (số liệu từ ngày {facts.data_from} đến ngày {facts.data_to}) như sau:"
    ]


def closing(facts: Facts) -> list[str]:
    return [
        f"Trên đây là báo cáo kết quả thực hiện Kế hoạch số {facts.plan} {facts.period.words} của {facts.body}, "
        f"kính gửi {facts.recipient} tổng hợp{END}"
    ]


def plans_ahead(facts: Facts) -> list[str]:
    """Section IV: what follows from how things stand."""
    items = [*behind_items(facts), *missing_items(facts), *task_items(facts), *keeping_items(facts)]
    if not items:
        return [f"Trong {ahead(facts.period)}, {facts.body} tiếp tục triển khai kế hoạch theo phân công."]
    return [f"Trong {ahead(facts.period)}, {facts.body} tập trung:", *bullets(items)]


def behind_items(facts: Facts) -> Iterator[str]:
    """Each leader with the indicators that are behind; those without a leader last."""
    behind = of(facts, *BEHIND)
    led: dict[str, list[IndicatorFact]] = {}
    for fact in sorted(behind, key=lambda fact: not fact.leader):
        led.setdefault(fact.leader, []).append(fact)
    for leader, found in led.items():
        numbers = (
            f"{counted(len(found), INDICATORS)} chậm hoặc cần chú ý (chỉ tiêu {listed([f.number for f in found])})"
        )
        who = f"Đồng chí {leader} chỉ đạo" if leader else "Chỉ đạo"
        yield f"{who} các đơn vị chủ trì có giải pháp cụ thể đối với {numbers}"


def missing_items(facts: Facts) -> Iterator[str]:
    missing = of(facts, Status.MISSING)
    if missing:
        units = [unit for unit in dict.fromkeys(fact.reporter for fact in missing) if unit]
        who = listed(units) if units else "các đơn vị"
        yield f"Đôn đốc {who} cung cấp số liệu của {counted(len(missing), INDICATORS)} chưa có số liệu"


def task_items(facts: Facts) -> Iterator[str]:
    late = tasks.overdue(facts)
    idle = [task for task in facts.tasks if not task.overdue and task.status is TaskStatus.NOT_STARTED]
    ongoing = [task for task in facts.tasks if not task.overdue and task.status is TaskStatus.ONGOING]
    if late:
        yield f"Hoàn thành {counted(len(late), TASKS)} đã quá thời hạn"
    if idle:
        yield f"Triển khai {counted(len(idle), TASKS)} chưa triển khai hoặc chưa có báo cáo tiến độ"
    if ongoing:
        still = counted(len(ongoing), TASKS)
        yield f"Tiếp tục triển khai {still} đang thực hiện, bảo đảm đúng tiến độ, thời hạn được giao"


def keeping_items(facts: Facts) -> Iterator[str]:
    good = of(facts, *GOOD)
    if good:
        yield f"Duy trì kết quả của {counted(len(good), INDICATORS)} {indicators.good_words(good)}"


BUILDERS: Mapping[SectionKey, Callable[[Facts], list[str]]] = {
    SectionKey.OPENING: opening,
    SectionKey.RESULTS: indicators.results,
    SectionKey.TASKS: tasks.progress,
    SectionKey.DIFFICULTIES: tasks.difficulties,
    SectionKey.AHEAD: plans_ahead,
    SectionKey.CLOSING: closing,
}
