"""The evidence's part of the scorecard: each piece that proves rows of a period, once, and the rows it stands on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kpis.models import FigureEvidence
from kpis.querysets import indicators_of, newest_accepted
from plans.models import AcceptedRow, Evidence, EvidenceLink, Period, Plan
from reports.ledger import Scope
from tasks.models import ProgressEvidence
from tasks.querysets import newest_accepted_progress, tasks_of
from units.models import Unit


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file or named document of one unit. `subjects` as "Chỉ tiêu 6", "Nhiệm vụ PL4.I.1", in printed order."""

    name: str
    document: str
    sha256: str
    unit: Unit
    period: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """That a piece of evidence stands on a row. `place`: kind and id of the row; `key`: the piece."""

    key: int
    name: str
    document: str
    sha256: str
    unit_id: int
    period_id: int
    place: tuple[int, int]


def evidence_rows(
    plan: Plan, periods: Iterable[Period], period: Period, scope: Scope, moment: datetime
) -> tuple[EvidenceRow, ...]:
    """By unit, then by the first row it stands on (five queries). The accepted scope: as kept with what was accepted by
    the moment."""
    covered = {found.pk: found for found in periods if covers(period, found)}
    pieces = _accepted(plan, moment) if scope is Scope.ACCEPTED else _entered(covered)
    standing = [piece for piece in pieces if piece.period_id in covered]
    names = _names(plan) if standing else {}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={piece.unit_id for piece in standing})}
    rows: dict[tuple[int, int, int], list[Piece]] = {}
    ranks = {place: rank for rank, place in enumerate(names)}
    for piece in sorted(standing, key=lambda p: (units[p.unit_id].order, ranks.get(p.place, 0), p.key)):
        rows.setdefault((piece.unit_id, piece.period_id, piece.key), []).append(piece)
    return tuple(_row(found, units, covered, names) for found in rows.values())


def covers(period: Period, other: Period) -> bool:
    """Whether the report of `period` is made of what was said in `other`: itself, or a quarter that it sums."""
    quarter = other.as_code.is_quarter and other.as_code.quarter in period.as_code.covered_quarters
    return other == period or quarter


def _row(
    pieces: list[Piece], units: Mapping[int, Unit], periods: Mapping[int, Period], names: Mapping[tuple[int, int], str]
) -> EvidenceRow:
    first = pieces[0]
    subjects = tuple(names[piece.place] for piece in pieces if piece.place in names)
    label = periods[first.period_id].label
    return EvidenceRow(first.name, first.document, first.sha256, units[first.unit_id], label, subjects)


INDICATOR, TASK = 0, 1


def _names(plan: Plan) -> dict[tuple[int, int], str]:
    """The rows of the plan as a person names them, in printed order (two queries)."""
    indicators = {(INDICATOR, pk): f"Chỉ tiêu {no}" for pk, no in indicators_of(plan).values_list("pk", "number")}
    return indicators | {(TASK, pk): f"Nhiệm vụ {code}" for pk, code in tasks_of(plan).values_list("pk", "code")}


def _accepted(plan: Plan, moment: datetime) -> Iterator[Piece]:
    """As the newest accepted rows keep them (two queries)."""
    for (indicator, _), figure in newest_accepted(plan, until=moment).items():
        yield from _kept(figure, (INDICATOR, indicator))
    for (task, _, _), progress in newest_accepted_progress(plan, until=moment).items():
        yield from _kept(progress, (TASK, task))


def _kept(row: AcceptedRow, place: tuple[int, int]) -> Iterator[Piece]:
    for kept in row.evidence:
        words: dict[str, Any] = {name: kept.get(name, "") for name in ("name", "document", "sha256")}
        yield Piece(key=kept["id"], unit_id=row.unit_id, period_id=row.period_id, place=place, **words)


def _entered(covered: Iterable[int]) -> Iterator[Piece]:
    """As they stand on the rows now (two queries)."""
    wanted = {"evidence__period__in": list(covered), "evidence__removed_at__isnull": True}
    for figure in FigureEvidence.objects.filter(**wanted).select_related("evidence"):
        yield _standing(figure, (INDICATOR, figure.indicator_id))
    for progress in ProgressEvidence.objects.filter(**wanted).select_related("evidence"):
        yield _standing(progress, (TASK, progress.task_id))


def _standing(link: EvidenceLink, place: tuple[int, int]) -> Piece:
    evidence: Evidence = link.evidence
    return Piece(
        key=evidence.pk,
        name=evidence.original_name,
        document=evidence.document,
        sha256=evidence.sha256,
        unit_id=evidence.unit_id,
        period_id=evidence.period_id,
        place=place,
    )
