"""The scorecard as JSON: what `export_report --format json` writes and the API will give."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpis.evaluation import Verdict
from plans.quantities import scaled_to
from reports.evidence_rows import EvidenceRow
from reports.goal_rows import GoalRow
from reports.indicator_rows import IndicatorRow
from reports.ledger import QuarterCell
from reports.scorecard import Scorecard
from reports.task_rows import TaskPart, TaskRow
from units.models import Unit

DECIMALS = 6
Json = dict[str, Any]


def scorecard_json(card: Scorecard) -> Json:
    """Plain JSON values. Numbers in the indicator's own unit (99,5% is 99.5), words as every face shows them."""
    return {
        "period": card.period.code,
        "plan": card.plan.number,
        "scope": card.scope.value,
        "illustrative": card.illustrative,
        "indicators": [indicator_json(row) for row in card.indicators],
        "tasks": [task_json(row) for row in card.tasks],
        "goals_2030": [goal_json(row) for row in card.goals],
        "evidence": [evidence_json(row) for row in card.evidence],
    }


def evidence_json(row: EvidenceRow) -> Json:
    return {
        "name": row.name,
        "document": row.document,
        "sha256": row.sha256,
        "unit": row.unit.name,
        "period": row.period,
        "rows": list(row.subjects),
    }


def report_json(card: Scorecard) -> bytes:
    return (json.dumps(scorecard_json(card), ensure_ascii=False, indent=2) + "\n").encode()


def number(amount: Fraction | Decimal | None) -> int | float | None:
    """Exact where the number ends within six decimals, else rounded half up (away from zero) at six."""
    if amount is None:
        return None
    scaled = scaled_to(amount, DECIMALS)
    whole, rest = divmod(scaled, 10**DECIMALS)
    return whole if not rest else float(Decimal(scaled).scaleb(-DECIMALS))


def indicator_json(row: IndicatorRow) -> Json:
    return {
        "code": row.code,
        "number": row.number,
        "name": row.name,
        "short_name": row.short_name,
        "section": str(row.section),
        "unit": row.unit.name if row.unit else None,
        "unit_code": row.unit.code if row.unit else None,
        "leads": names(row.leads),
        "leader": row.leader.full_name if row.leader else None,
        "measure": row.measure.value,
        "measure_unit": row.measure_unit,
        "baseline": row.baseline.label,
        "target": row.target.label,
        "value": number(row.amount),
        "value_text": row.value_text,
        **figure_json(row.cell),
        **verdict_json(row.verdict),
        "achievement_text": row.achievement_text,
        "quarters": [
            quarter_json(cell, verdict) for cell, verdict in zip(row.quarters, row.quarter_verdicts, strict=True)
        ],
        "goal_2030": row.goal_code or None,
    }


def figure_json(cell: QuarterCell) -> Json:
    """What the unit gave for the period, beside the amount that it comes to."""
    return {
        "numerator": number(cell.reading.numerator) if cell.reading else None,
        "denominator": number(cell.reading.denominator) if cell.reading else None,
        "state": cell.presence.value,
        "nothing_reason": cell.nothing_reason or None,
        "estimate": cell.estimate,
        "source": cell.source,
        "note": cell.explanation,
    }


def verdict_json(verdict: Verdict) -> Json:
    """`status` is the bare word; that its milestone is provisional is one of the markers."""
    return {
        "status": verdict.status.value,
        "markers": markers(verdict),
        "expected": number(verdict.expected),
        "achievement": number(verdict.achievement),
        "distance": number(verdict.distance),
        "distance_at_most": verdict.distance_at_most,
        "explanation": verdict.explanation,
    }


def markers(verdict: Verdict) -> list[str]:
    return [*verdict.markers, *(["mốc tạm tính"] if verdict.provisional else [])]


def quarter_json(cell: QuarterCell, verdict: Verdict) -> Json:
    return {
        "period": cell.period_code,
        "value": number(cell.amount),
        "value_text": cell.text,
        **figure_json(cell),
        "status": verdict.status.value,
        "markers": markers(verdict),
        "expected": number(verdict.expected),
        "achievement": number(verdict.achievement),
    }


def task_json(row: TaskRow) -> Json:
    return {
        "code": row.code,
        "number": row.number,
        "name": row.name,
        "counterpart": row.counterpart,
        "counterpart_number": row.counterpart_number,
        "section": str(row.section),
        "leads": names(row.leads),
        "coordinating": names(row.coordinating),
        "product": row.product,
        "deadline": row.deadline_text,
        "due_on": day(row.due_on),
        "money_source": row.money_source,
        "status": row.verdict.words,
        "progress": row.verdict.status.value,
        "overdue": row.verdict.overdue,
        "days_late": row.verdict.days_late,
        "explanation": row.verdict.explanation,
        "parts": [part_json(part) for part in row.parts],
    }


def part_json(part: TaskPart) -> Json:
    return {
        "unit": part.unit.name,
        "unit_code": part.unit.code,
        "status": part.status.value if part.status else None,
        "percent": part.percent,
        "done_on": day(part.done_on),
        "product": part.product,
        "difficulties": part.difficulties,
        "proposals": part.proposals,
        "from_period": part.earlier or None,
        "markers": list(part.markers),
    }


def goal_json(row: GoalRow) -> Json:
    return {
        "code": row.code,
        "number": row.number,
        "name": row.name,
        "section": str(row.section),
        "unit": row.leads[0].name if row.leads else None,
        "leads": names(row.leads),
        "measure_unit": row.measure_unit,
        "target": row.target.label,
        "linked": row.linked_code or None,
        "link": row.link_words,
        "value": number(row.amount),
        "value_text": row.value_text,
        "achievement": number(row.achievement),
    }


def names(units: Iterable[Unit]) -> list[str]:
    return [unit.name for unit in units]


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
