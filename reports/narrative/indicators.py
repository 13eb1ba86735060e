"""Section I of the report, sentence by sentence: what was met, what is behind and why. Pure.

A kind of indicator that there is none of leaves no sentence and no heading behind it.
"""

from collections.abc import Callable, Iterator, Sequence

from kpis.evaluation import Status
from reports.narrative.facts import Facts, IndicatorFact
from reports.narrative.words import (
    big_start,
    bullets,
    counted,
    listed,
    one_line,
    sentence,
    small_start,
    until,
    whole_name,
)

INDICATORS = "chỉ tiêu"
GOOD = (Status.PASSED, Status.MET, Status.ON_TRACK)
BEHIND = (Status.ATTENTION, Status.LATE, Status.FAILED)
# In the order of the sentence; the good ones are said first, in words that fit them.
OTHERS = (
    (Status.ATTENTION, "cần chú ý"),
    (Status.LATE, "chậm tiến độ"),
    (Status.FAILED, "không đạt mục tiêu năm"),
    (Status.NOTHING, "không phát sinh"),
    (Status.NOT_DUE, "chưa đến kỳ báo cáo"),
    (Status.MISSING, "chưa có số liệu"),
)


def results(facts: Facts) -> list[str]:
    """One line a paragraph."""
    return [overview(facts), *estimates(facts), *official(facts), *goals(facts), *details(facts)]


def of(facts: Facts, *statuses: Status) -> list[IndicatorFact]:
    return [fact for fact in facts.indicators if fact.status in statuses]


def unexplained(facts: Facts) -> list[str]:
    """Numbers of the indicators that are behind and of which no unit says why. Said on pages, not in the report."""
    return [fact.number for fact in of(facts, *BEHIND) if not fact.explanation]


def overview(facts: Facts) -> str:
    """How many stand where, in one sentence."""
    if not facts.indicators:
        return f"Kế hoạch không có chỉ tiêu năm {facts.period.year}."
    watched = len(of(facts, Status.WATCHED))
    given = len(facts.indicators) - watched
    if not given:
        return f"Kế hoạch theo dõi {counted(watched, INDICATORS)}, không giao mục tiêu (chi tiết tại Phụ lục 1)."
    rest = f"; ngoài ra theo dõi {counted(watched, INDICATORS)} không giao mục tiêu" if watched else ""
    return f"{standing(facts, given)}{rest} (chi tiết tại Phụ lục 1)."


def standing(facts: Facts, given: int) -> str:
    year, end = facts.period.year, until(facts.period)
    good = of(facts, *GOOD)
    found = [(len(good), good_words(good)), *((len(of(facts, status)), words) for status, words in OTHERS)]
    there = [(number, words) for number, words in found if number]
    if len(there) == 1:
        whole = f"cả {counted(given, INDICATORS)} được giao" if given > 1 else "chỉ tiêu được giao"
        return f"Đến {end}, {whole} năm {year}{' đều' * (given > 1)} {there[0][1]}"
    parts = ", ".join(f"{counted(number, INDICATORS)} {words}" for number, words in there)
    return f"Trong {counted(given, INDICATORS)} được giao năm {year}, đến {end} có {parts}"


def good_words(facts: Sequence[IndicatorFact]) -> str:
    """No more than is true of at least one of them."""
    held = {fact.status for fact in facts}
    said = {Status.MET: "đạt", Status.PASSED: "vượt", Status.ON_TRACK: "đúng tiến độ"}
    words = [word for status, word in said.items() if status in held]
    if Status.ON_TRACK not in held and words:
        words[-1] += " mục tiêu năm"
    return f"{', '.join(words[:-1])} hoặc {words[-1]}" if len(words) > 1 else "".join(words)


def estimates(facts: Facts) -> Iterator[str]:
    numbers = [fact.number for fact in facts.indicators if fact.estimate]
    if numbers:
        yield f"Số liệu của {counted(len(numbers), INDICATORS)} là số ước thực hiện (chỉ tiêu {listed(numbers)})."


def official(facts: Facts) -> Iterator[str]:
    if facts.official_words:
        yield facts.official_words


def goals(facts: Facts) -> Iterator[str]:
    if facts.goals:
        yield f"Kết quả thực hiện {counted(facts.goals, INDICATORS)} đến năm {facts.horizon} nêu tại Phụ lục 2."


def details(facts: Facts) -> Iterator[str]:
    """The numbered paragraphs; the numbers run over those that are there."""
    number = 0
    for title, statuses, told in DETAILS:
        found = of(facts, *statuses)
        if found:
            number += 1
            yield f"{number}. {title.format(year=facts.period.year)}"
            yield from told(facts, found)


Told = Callable[[Facts, list[IndicatorFact]], list[str]]


def named(fact: IndicatorFact) -> str:
    return f"{whole_name(fact.name)} (chỉ tiêu {fact.number})"


def reached(fact: IndicatorFact) -> str:
    return f"{'ước ' if fact.estimate else ''}đạt {fact.value}"


def enumerated(facts: Facts, found: list[IndicatorFact]) -> list[str]:
    """One a line: their names are too long for one sentence."""
    said = [f"{named(fact)} {reached(fact)}" for fact in found]
    return [f"Có {counted(len(said), INDICATORS)}:", *bullets(said)] if len(said) > 1 else [sentence(said[0])]


def explained(facts: Facts, found: list[IndicatorFact]) -> list[str]:
    return [explained_one(facts, fact) for fact in found]


def explained_one(facts: Facts, fact: IndicatorFact) -> str:
    """How far, against what, why, and whose it is."""
    why = one_line(fact.explanation)
    parts = [
        f"{named(fact)} {reached(fact)}, {short_of(facts, fact)}.",
        sentence(f"Nguyên nhân: {small_start(why)}") if why else "",
        whose(fact),
    ]
    return " ".join(part for part in parts if part)


def short_of(facts: Facts, fact: IndicatorFact) -> str:
    """ "thấp hơn mức cần đạt đến hết quý III (2,25%); mục tiêu năm 2026: 3%"."""
    goal = f"mục tiêu năm {facts.period.year}"
    less = "cao hơn" if fact.lower else "thấp hơn"
    before = f" và {less} kết quả năm {facts.period.year - 1} ({fact.baseline})" if fact.worse else ""
    if fact.status is Status.FAILED:
        return f"không đạt {goal} ({fact.target}){before}"
    if facts.period.quarter == 4 or fact.expected == fact.target:
        return f"{less} {goal} ({fact.target}){before}"
    needed = "mức tối đa" if fact.lower else "mức cần đạt"
    provisional = ", mốc tạm tính" if fact.provisional else ""
    return f"{less} {needed} đến {until(facts.period)} ({fact.expected}{provisional}){before}; {goal}: {fact.target}"


def whose(fact: IndicatorFact) -> str:
    leads = f"Cơ quan chủ trì: {listed(fact.leads)}" if fact.leads else ""
    directs = f"đồng chí {fact.leader} phụ trách" if fact.leader else ""
    told = "; ".join(part for part in (leads, directs) if part)
    return f"{big_start(told)}." if told else ""


def by_unit(facts: Facts, found: list[IndicatorFact]) -> list[str]:
    """Who owes which figures, in the order of the plan."""
    owed: dict[str, list[str]] = {}
    for fact in found:
        owed.setdefault(fact.reporter or "Chưa phân công đơn vị báo cáo", []).append(fact.number)
    return bullets([f"{big_start(unit)}: chỉ tiêu {listed(numbers)}" for unit, numbers in owed.items()])


def with_reason(facts: Facts, found: list[IndicatorFact]) -> list[str]:
    """Nothing to measure, and why."""
    lines = []
    for fact in found:
        why = small_start(one_line(fact.nothing_reason))
        lines.append(f"{named(fact)}{f': {why}' if why else ''}")
    return bullets(lines)


DETAILS: tuple[tuple[str, tuple[Status, ...], Told], ...] = (
    ("Chỉ tiêu vượt mục tiêu năm {year}", (Status.PASSED,), enumerated),
    ("Chỉ tiêu đạt mục tiêu năm {year}", (Status.MET,), enumerated),
    ("Chỉ tiêu đúng tiến độ", (Status.ON_TRACK,), enumerated),
    ("Chỉ tiêu cần chú ý", (Status.ATTENTION,), explained),
    ("Chỉ tiêu chậm tiến độ", (Status.LATE,), explained),
    ("Chỉ tiêu không đạt mục tiêu năm {year}", (Status.FAILED,), explained),
    ("Chỉ tiêu không phát sinh", (Status.NOTHING,), with_reason),
    ("Chỉ tiêu chưa có số liệu", (Status.MISSING,), by_unit),
)
