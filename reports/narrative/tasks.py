"""Sections II and III of the report: how the tasks stand, what is in their way, what the units ask for. Pure."""

from collections.abc import Callable, Iterator

from reports.narrative.facts import Facts, PartFact, TaskFact
from reports.narrative.words import bullets, counted, listed, one_line, small_start, whole_name, within
from tasks.timeliness import TaskStatus

TASKS = "nhiệm vụ"
STANDING = (
    (TaskStatus.DONE, "đã hoàn thành"),
    (TaskStatus.ONGOING, "đang thực hiện"),
    (TaskStatus.NOT_STARTED, "chưa triển khai"),
)
UNTOLD = "chưa có báo cáo tiến độ"


def progress(facts: Facts) -> list[str]:
    """Section II. One line a paragraph."""
    return [overview(facts), *details(facts)]


def overview(facts: Facts) -> str:
    if not facts.tasks:
        return "Kế hoạch không giao nhiệm vụ cụ thể."
    total = len(facts.tasks)
    there = [(number, words) for number, words in counts(facts) if number]
    where = (
        f" (chi tiết tại Phụ lục {listed([str(number) for number in facts.appendices])})" if facts.appendices else ""
    )
    if len(there) == 1:
        whole = f"Cả {counted(total, TASKS)} đều" if total > 1 else "Nhiệm vụ của kế hoạch"
        return f"{whole} {there[0][1]}{overdue_words(facts)}{where}."
    parts = ", ".join(f"{counted(number, TASKS)} {words}" for number, words in there)
    return f"Trong {counted(total, TASKS)} có {parts}{overdue_words(facts)}{where}."


def counts(facts: Facts) -> list[tuple[int, str]]:
    told = [task for task in facts.tasks if task.told]
    found = [(sum(task.status is status for task in told), words) for status, words in STANDING]
    return [*found, (len(facts.tasks) - len(told), UNTOLD)]


def overdue(facts: Facts) -> list[TaskFact]:
    """Past their day and not finished."""
    return [task for task in facts.tasks if task.overdue and task.status is not TaskStatus.DONE]


def overdue_words(facts: Facts) -> str:
    late, done_late = len(overdue(facts)), len([task for task in facts.tasks if task.overdue]) - len(overdue(facts))
    said = [
        f"{counted(number, TASKS)} {words}"
        for number, words in ((late, "đã quá thời hạn"), (done_late, "hoàn thành sau thời hạn"))
        if number
    ]
    return f"; trong đó {listed(said)}" if said else ""


def details(facts: Facts) -> Iterator[str]:
    kinds: tuple[tuple[str, list[TaskFact], Callable[[TaskFact], str]], ...] = (
        ("Nhiệm vụ đã hoàn thành", [t for t in facts.tasks if t.told and t.status is TaskStatus.DONE], placed),
        ("Nhiệm vụ quá thời hạn", overdue(facts), with_deadline),
        ("Nhiệm vụ chưa triển khai", [t for t in facts.tasks if idle(t)], with_leads),
        ("Nhiệm vụ chưa có báo cáo tiến độ", [t for t in facts.tasks if not t.told and not t.overdue], with_leads),
    )
    there = [(title, found, told) for title, found, told in kinds if found]
    for number, (title, found, told) in enumerate(there, start=1):
        yield f"{number}. {title}"
        yield from bullets([told(task) for task in found])


def idle(task: TaskFact) -> bool:
    """Said to be not begun; one past its day is told among those."""
    return task.told and task.status is TaskStatus.NOT_STARTED and not task.overdue


def placed(task: TaskFact) -> str:
    return f"{whole_name(task.title)} ({task.place})"


def with_leads(task: TaskFact) -> str:
    return f"{whole_name(task.title)} ({'; '.join([task.place, *task.leads])})"


def with_deadline(task: TaskFact) -> str:
    stands = task.words.partition(",")[0] if task.told else UNTOLD
    where = "; ".join([task.place, f"thời hạn {small_start(one_line(task.deadline))}", *task.leads])
    return f"{whole_name(task.title)} ({where}): {small_start(stands)}"


def difficulties(facts: Facts) -> list[str]:
    """Section III: in the units' own words, under the task that they speak of."""
    kinds: tuple[tuple[str, Callable[[PartFact], str]], ...] = (
        ("Khó khăn, vướng mắc", lambda part: part.difficulties),
        ("Kiến nghị, đề xuất", lambda part: part.proposals),
    )
    found = [(title, said) for title, of in kinds if (said := sayings(facts, of))]
    if not found:
        return [silence(facts)]
    lines: list[str] = []
    for number, (title, said) in enumerate(found, start=1):
        lines += [f"{number}. {title}", *bullets(said)]
    return lines


def sayings(facts: Facts, of: Callable[[PartFact], str]) -> list[str]:
    return [saying(task, part, text) for task in facts.tasks for part in task.parts if (text := one_line(of(part)))]


def saying(task: TaskFact, part: PartFact, text: str) -> str:
    """A word of an earlier quarter says which."""
    earlier = f", theo báo cáo {part.earlier}" if part.earlier else ""
    return f"{whole_name(task.title)} ({task.place}; {part.unit}{earlier}): {small_start(text)}"


def silence(facts: Facts) -> str:
    if not any(task.told for task in facts.tasks):
        return "Chưa có đơn vị nào báo cáo khó khăn, vướng mắc, kiến nghị."
    return f"Trong {within(facts.period)}, các đơn vị không nêu khó khăn, vướng mắc và không có kiến nghị."
