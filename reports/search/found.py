"""What is found by some words across the plan, its evidence and its issued reports, as far as the reader may see it.

Words are compared as search keys (units/text.py): no diacritics, no case, either tone placement.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from kpis.models import FigureEvidence
from kpis.querysets import indicators_of, responsible
from plans.models import ClauseKind, Evidence, PlanClause, standing_on
from reports.addresses import address
from reports.dashboard.filters import search
from reports.desk import Desk
from reports.documents.archive import Issued, archive_for
from reports.proofs import Proof
from tasks.models import ProgressEvidence
from tasks.querysets import reporters, tasks_of
from units.dates import local_date, short_date
from units.models import Leader, Unit
from units.permissions import sees_history_of, sees_issued, units_worked_for
from units.text import search_key

MOST = 20  # of a kind; a hundred lines help nobody
READ = 200  # rows of evidence that hold each of the words, newest first
EXCERPT, BEFORE = 160, 8  # characters of a clause that are shown, words of it before those looked for
OPENING = "(“\"'"
key_of = lru_cache(maxsize=512)(search_key)  # the clauses of a plan are long and do not change


@dataclass(frozen=True, slots=True)
class Hit:
    """`url`: where it leads, "" for what has no page. `about`: quiet words beside it."""

    label: str
    url: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; `more` of them are not shown."""

    title: str
    hits: tuple[Hit, ...]
    more: int = 0


def find(desk: Desk, words: str) -> list[Group]:
    """The groups that hold something, for words as a search key. At most sixteen queries, however much there is."""
    kinds: list[tuple[str, Callable[[Desk, str], list[Hit]]]] = [
        ("Chỉ tiêu", _indicators),
        ("Nhiệm vụ", _tasks),
        ("Nội dung kế hoạch", _clauses),
        ("Đơn vị", _units),
        ("Lãnh đạo", _leaders),
        ("Minh chứng", _evidence),
        ("Báo cáo đã phát hành", _issued),
    ]
    found = [(title, find_in(desk, words)) for title, find_in in kinds]
    return [Group(title, tuple(hits[:MOST]), max(0, len(hits) - MOST)) for title, hits in found if hits]


def _holding(rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    for word in words.split():
        rows = rows.filter(search__contains=word)
    return rows


def _stored(row: Any) -> str:
    return str(row.search)


def _indicators(desk: Desk, words: str) -> list[Hit]:
    today, year = local_date(desk.now), desk.plan.year
    rows = _holding(indicators_of(desk.plan).filter(standing_on(today)), words)
    return [
        Hit(
            f"{row.number}. {row.short_name}" if row.horizon_year == year else row.name,
            reverse("indicator", args=[row.code]),
            row.code if row.horizon_year == year else f"{row.code}, đến năm {row.horizon_year}",
        )
        for row in search(rows, words, _stored)
    ]


def _tasks(desk: Desk, words: str) -> list[Hit]:
    rows = _holding(tasks_of(desk.plan).filter(standing_on(local_date(desk.now))), words)
    return [
        Hit(cut(row.name or row.counterpart), reverse("task", args=[row.code]), row.code)
        for row in search(rows, words, _stored)
    ]


def _clauses(desk: Desk, words: str) -> list[Hit]:
    rows = PlanClause.objects.filter(plan=desk.plan).exclude(kind=ClauseKind.HEADING).order_by("order")
    rows = rows.only("number", "text")
    plan_text = reverse("plan_text")
    return [
        Hit(f"{row.number}. {excerpt(row.text, words)}", f"{plan_text}#muc-{row.number}")
        for row in search(rows, words, lambda row: key_of(f"{row.number} {row.text}"))
    ]


def excerpt(text: str, words: str) -> str:
    """The part of the text around the words: from the beginning of a word, with "…" where it is cut."""
    pieces, wanted = text.split(), words.split()
    keys = [search_key(piece).lstrip(OPENING) for piece in pieces]
    starts = [at for at, key in enumerate(keys) if key.startswith(wanted[0])] or [0]
    whole = [at for at in starts if " ".join(keys[at : at + len(wanted)]).startswith(words)]
    begin = max(0, (whole or starts)[0] - BEFORE)
    line = cut(" ".join(pieces[begin:]))
    return f"… {line}" if begin else line


def cut(text: str) -> str:
    """The beginning of a long text, to the end of a word."""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rpartition(' ')[0]} …"


def _units(desk: Desk, words: str) -> list[Hit]:
    rows = Unit.objects.filter(ward_id=desk.user.ward_id).order_by("order")
    found = search(rows, words, lambda row: key_of(f"{row.code} {row.name} {row.short_name}"))
    if not found:
        return []
    today = local_date(desk.now)
    with_indicators = {row.unit_id for row in responsible(desk.plan, today).values()}
    with_tasks = {unit.pk for units in reporters(desk.plan, today).values() for unit in units}
    return [Hit(row.name, *_work_of(row, with_indicators, with_tasks)) for row in found]


def _work_of(unit: Unit, with_indicators: set[int], with_tasks: set[int]) -> tuple[str, str]:
    """Where the unit's part of the plan is read, and what it has to report."""
    parts = [
        ("dashboard", "chỉ tiêu", unit.pk in with_indicators),
        ("dashboard_tasks", "nhiệm vụ", unit.pk in with_tasks),
    ]
    held = [(name, words) for name, words, holds in parts if holds]
    if not held:
        return "", "không trực tiếp báo cáo số liệu"
    return reverse(held[0][0]) + address({"don-vi": unit.code}), "báo cáo " + ", ".join(words for _, words in held)


def _leaders(desk: Desk, words: str) -> list[Hit]:
    """Who directs, and led to what; who has left is named with the last day."""
    rows = Leader.objects.filter(ward_id=desk.user.ward_id).order_by("code")
    found = search(rows, words, lambda row: key_of(f"{row.full_name} {row.title}"))
    if not found:
        return []
    directing = {row.leader_id for row in responsible(desk.plan, local_date(desk.now)).values()}
    return [_directs(row, row.pk in directing) for row in found]


def _directs(leader: Leader, directs: bool) -> Hit:
    url = reverse("dashboard") + address({"lanh-dao": leader.code}) if directs else ""
    until = f"đến {short_date(leader.ends_on)}" if leader.ends_on else ""
    return Hit(leader.full_name, url, " · ".join(word for word in (leader.title, until) if word))


def _evidence(desk: Desk, words: str) -> list[Hit]:
    """What the reader may open: the whole ward's, or the own units', or nothing."""
    user = desk.user
    rows = Evidence.objects.filter(ward_id=user.ward_id, removed_at=None)
    if not sees_history_of(user, None):
        rows = rows.filter(unit_id__in=units_worked_for(user))
    rows = _holding(rows, words).select_related("unit", "period").order_by("-uploaded_at", "-pk")
    found = search(rows[:READ], words, _stored)
    links = _rows_of(found[:MOST])
    return [_piece(row, links[row.pk]) for row in found]


def _rows_of(pieces: Iterable[Evidence]) -> dict[int, list[tuple[str, str]]]:
    """Evidence id → (route, code) of the rows that it stands on, in printed order (two queries)."""
    links: dict[int, list[tuple[str, str]]] = defaultdict(list)
    keys = [piece.pk for piece in pieces]
    if not keys:
        return links
    ways: list[tuple[type[Model], str]] = [(FigureEvidence, "indicator"), (ProgressEvidence, "task")]
    for model, name in ways:
        rows = model._default_manager.filter(evidence__in=keys).select_related(name).order_by(f"{name}__order")
        for link in rows:
            links[link.evidence_id].append((name, getattr(link, name).code))  # type: ignore[attr-defined]
    return links


def _piece(piece: Evidence, rows: list[tuple[str, str]]) -> Hit:
    """Leads to the page of its first row, where it can be opened beside the number that it proves."""
    codes = tuple(code for _, code in rows)
    proof = Proof(piece, codes)
    words = (proof.detail, ", ".join(codes), piece.unit.name, piece.period.label)
    url = reverse(rows[0][0], args=[rows[0][1]]) + address({"ky": piece.period.code}) if rows else proof.url
    return Hit(proof.label, url, " · ".join(word for word in words if word))


def _issued(desk: Desk, words: str) -> list[Hit]:
    """By number, period and date, as the archive's own search; for those who may open the archive."""
    found = search(archive_for(desk.user), words, lambda one: one.key) if sees_issued(desk.user) else []
    return [Hit(f"Báo cáo {one.name}", reverse("issued", args=[one.report.pk]), _when(one)) for one in found]


def _when(one: Issued) -> str:
    issued = f"phát hành {short_date(local_date(one.report.issued_at))}"
    return " · ".join((str(one.number or "chưa có số"), issued, *([] if one.newest else ["đã có bản sau"])))
