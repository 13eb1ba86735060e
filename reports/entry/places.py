"""Where a unit's rows are entered, and what leads there: what is missing, what came back, what was asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from plans.remarks import Threads, unanswered
from plans.workflow import RowState
from reports.tally import Tally

Place = tuple[str, str]  # a label, and the address where it is put right


@dataclass(frozen=True, slots=True)
class Returned:
    """Rows that came back for one reason. `mended`: they were changed since, and wait to be sent again."""

    reason: str
    mended: bool
    places: tuple[Place, ...]

    @property
    def heading(self) -> str:
        count = len(self.places)
        return f"Đã sửa {count} dòng bị trả lại, chưa gửi lại" if self.mended else f"Trả lại {count} dòng"


@dataclass(frozen=True, slots=True)
class Question:
    """The reviewer's last word about a row that the unit has not answered yet."""

    label: str
    text: str
    url: str


def indicator_url(tally: Tally, code: str = "") -> str:
    """The indicator page, at the input of a row where one is named: the browser puts the cursor there."""
    anchor = f"#id_{code}-value" if code else ""
    return reverse("entry", args=(tally.period.code, tally.unit.code)) + anchor


def task_url(tally: Tally, code: str = "") -> str:
    anchor = f"#id_{code}-status" if code else ""
    return reverse("entry_tasks", args=(tally.period.code, tally.unit.code)) + anchor


def row_url(tally: Tally, code: str) -> str:
    """Where the row is entered, an indicator or a task."""
    is_task = any(task.code == code for task in tally.tasks)
    return (task_url if is_task else indicator_url)(tally, code)


def place_of(tally: Tally, code: str) -> Place:
    label = tally.label(code)
    return f"{label[0].upper()}{label[1:]}", row_url(tally, code)


def first_url(tally: Tally) -> str:
    """The tab that holds the unit's rows."""
    return reverse(entry_tab(bool(tally.indicators), bool(tally.tasks)), args=(tally.period.code, tally.unit.code))


def entry_tab(has_indicators: bool, has_tasks: bool) -> str:
    """The route of the tab on which a unit begins: the first that holds something."""
    return "entry" if has_indicators or not has_tasks else "entry_tasks"


def gaps_of(tally: Tally) -> list[tuple[str, list[Place]]]:
    """What is owed and not there, by kind: "2 chỉ tiêu chưa có số liệu" and its places."""
    figures = [(f"{row.number}. {row.short_name}", indicator_url(tally, row.code)) for row in tally.missing_indicators]
    tasks = [(f"{row.code}. {row.title}", task_url(tally, row.code)) for row in tally.missing_tasks]
    kinds = ((figures, "chỉ tiêu chưa có số liệu"), (tasks, "nhiệm vụ chưa có tiến độ"))
    return [(f"{len(places)} {words}", places) for places, words in kinds if places]


def returned_rows(tally: Tally) -> list[Returned]:
    """What came back, the same reason once, in printed order; what is still to be mended first."""
    places: Mapping[tuple[bool, str], list[Place]] = defaultdict(list)
    for code, row in tally.coded_rows:
        if RowState(row.state) == RowState.RETURNED:
            places[row.mended, row.return_reason].append(place_of(tally, code))
    groups = [Returned(reason, mended, tuple(found)) for (mended, reason), found in places.items()]
    return sorted(groups, key=lambda group: group.mended)


def questions_of(tally: Tally, threads: Threads) -> list[Question]:
    """What the reviewer asked and nobody of the unit has answered."""
    where = (tally.period.code, tally.unit.code)
    return [
        Question(tally.label(thread.code), thread.lines[-1].text, reverse("remark", args=(*where, thread.code)))
        for thread in unanswered(threads)
    ]
