"""What a version of a report says otherwise than the one before: row by row in the words of its columns, what proves
it, and paragraph by paragraph where somebody wrote the words. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from plans.calendar import PeriodCode
from reports.documents.material import Change
from reports.sections import LABELS, SectionKey

Json = Mapping[str, Any]
Facets = Iterable[tuple[str, str]]  # what a column is called, and what stands there
NONE = "(trống)"


def changes_between(before: Json, after: Json) -> tuple[Change, ...]:
    """Of what two versions say (snapshot.py), in printed order. Days that pass by are no change."""
    old, new = before["report"], after["report"]
    found: list[Change] = []
    for group, name, facets in (
        ("indicators", indicator_name, indicator_facets),
        ("goals_2030", goal_name, goal_facets),
        ("tasks", task_name, task_facets),
    ):
        found += _rows(_by_code(old.get(group, ())), _by_code(new.get(group, ())), name, facets)
    if "evidence" in old:  # reports were issued before they listed it
        found += _cells("Minh chứng", proof_facets(old), proof_facets(new))
    found += _words(_by_section(before["words"]), _by_section(after["words"]))
    return tuple(found)


def _by_code(rows: Iterable[Json]) -> dict[str, Json]:
    return {row["code"]: row for row in rows}


def _rows(
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    name: Callable[[Json], str],
    facets: Callable[[Json], Facets],
) -> Iterator[Change]:
    for code in {**before, **after}:
        old, new = before.get(code), after.get(code)
        if old is None or new is None:
            words = ("không có", "có") if old is None else ("có", "không còn")
            yield Change(name(new or old or {}), "Dòng của báo cáo", *words)
        else:
            yield from _cells(name(new), dict(facets(old)), dict(facets(new)))


def _cells(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for what in {**old, **new}:
        before, after = old.get(what, ""), new.get(what, "")
        if before != after:
            yield Change(where, what, before or NONE, after or NONE)


def indicator_name(row: Json) -> str:
    return f"Chỉ tiêu {row['number']}. {row['short_name']}"


def indicator_facets(row: Json) -> Iterator[tuple[str, str]]:
    yield "Tên chỉ tiêu", row["name"]
    yield "Kết quả năm trước", row["baseline"]
    yield "Mục tiêu", row["target"]
    for quarter in row["quarters"]:
        yield f"Kết quả {PeriodCode.parse(quarter['period']).label}", figure_text(quarter)
    yield "Kết quả tính đến kỳ", row["value_text"] or row["state"]
    yield "Tỷ lệ hoàn thành", row["achievement_text"]
    yield "Đánh giá", row["status"]
    yield "Dấu", ", ".join(row["markers"])
    yield "Cơ quan chủ trì", "; ".join(row["leads"])
    yield "Phân công chỉ đạo", row["leader"] or ""
    yield "Ghi chú", row["note"]


def figure_text(cell: Json) -> str:
    """ "95,6% (43/45), ước"; the state where there is no number, with its reason."""
    if cell["value"] is None:
        return ": ".join(text for text in (cell["state"], cell["nothing_reason"]) if text)
    pair = f" ({cell['numerator']}/{cell['denominator']})" if cell["denominator"] is not None else ""
    return f"{cell['value_text']}{pair}{', ước' if cell['estimate'] else ''}"


def goal_name(row: Json) -> str:
    return f"Phụ lục 2, chỉ tiêu {row['code'].removeprefix('PL2.')}"


def goal_facets(row: Json) -> Iterator[tuple[str, str]]:
    yield "Tên chỉ tiêu", row["name"]
    yield "Mục tiêu", row["target"]
    yield "Kết quả", row["value_text"]
    yield "Cơ quan chủ trì", "; ".join(row["leads"])


def task_name(row: Json) -> str:
    return f"Nhiệm vụ {row['code']}"


def task_facets(row: Json) -> Iterator[tuple[str, str]]:
    yield "Tên nhiệm vụ", row["name"] or row["counterpart"]
    yield "Thời hạn", row["deadline"]
    yield "Đánh giá", row["status"]
    yield "Cơ quan chủ trì", "; ".join(row["leads"])
    for part in row["parts"]:
        unit = part["unit"]
        yield f"Kết quả ({unit})", part_text(part)
        yield f"Khó khăn, vướng mắc ({unit})", part["difficulties"]
        yield f"Kiến nghị ({unit})", part["proposals"]


def part_text(part: Json) -> str:
    percent = "" if part["percent"] is None else f"{part['percent']}%"
    told = (part["status"] or "", percent, part["done_on"] or "", part["product"], *part["markers"])
    return "; ".join(text for text in told if text)


def proof_facets(report: Json) -> dict[str, str]:
    """Each piece of evidence by its name → the rows that it stands on; pieces of one name are told together."""
    found: dict[str, list[str]] = {}
    for row in report["evidence"]:
        words = " · ".join(text for text in (row["name"], row["document"]) if text)
        found.setdefault(f"{words} ({row['unit']}, {row['period']})", []).append(proof_text(row))
    return {name: "\n".join(sorted(texts)) for name, texts in found.items()}


def proof_text(row: Json) -> str:
    """The rows, and of a file the beginning of its hash: another file of the same name is another proof."""
    return "; ".join(row["rows"]) + (f" (tệp {row['sha256'][:8]})" if row["sha256"] else "")


def _by_section(words: Iterable[Json]) -> dict[str, Json]:
    return {one["section"]: one for one in words}


def _words(before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[Change]:
    """Built words follow from the data, whose changes are listed above; written ones are compared."""
    for key, new in after.items():
        old = before.get(key)
        if old and (old["edited"] or new["edited"]):
            yield from _paragraphs(LABELS[SectionKey(key)], old["text"].splitlines(), new["text"].splitlines())


def _paragraphs(section: str, old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change("Lời văn", section, _joined(old[first:last]), _joined(new[start:end]))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) or NONE
