"""The rows of a unit's report that evidence may stand on, and what a posted page does with them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from kpis.actions import FigurePlace
from plans.evidence import add_document, add_file, let_serve
from plans.evidence_rules import FileRefused
from plans.evidence_scan import MAX_BYTES
from plans.evidence_store import StoreFailed
from plans.models import Evidence, ReportedRow
from plans.places import Place
from plans.refusals import NotAllowed
from reports.entry.sheet import Sheet
from reports.evidence.forms import EvidenceForm
from reports.proofs import all_proofs
from tasks.actions import ProgressPlace
from units.models import Channel

OK, REFUSED, UNAVAILABLE = 200, 422, 503


@dataclass(frozen=True, slots=True)
class Row:
    """`locked`: why its evidence stays as it is, "" where it may change."""

    code: str
    label: str
    place: Place[Any]
    locked: str


def rows_of(sheet: Sheet) -> list[Row]:
    """Indicators, then tasks, in printed order."""
    tally = sheet.tally

    def locked(code: str, row: ReportedRow | None, siblings_wait: bool) -> str:
        if sheet.takes(code, row, siblings_wait):
            return ""
        return row.state_label if row is not None else "đang chờ xem xét" if siblings_wait else "kỳ đã chốt"

    figures = [
        Row(
            indicator.code,
            f"{indicator.number}. {indicator.short_name}",
            FigurePlace(indicator, sheet.period),
            locked(indicator.code, tally.figures.get(indicator.pk), tally.figures_wait),
        )
        for indicator in tally.indicators
    ]
    progress = [
        Row(
            task.code,
            f"{task.code}. {task.title}",
            ProgressPlace(task, sheet.unit, sheet.period),
            locked(task.code, tally.progress.get(task.pk), tally.progress_waits),
        )
        for task in tally.tasks
    ]
    return [*figures, *progress]


def open_rows(rows: Collection[Row]) -> list[Row]:
    return [row for row in rows if not row.locked]


@dataclass(slots=True)
class Outcome:
    """`kept`: names of what stands now. `refused`: one sentence for each piece that does not."""

    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    status: int = OK

    def refuse(self, sentence: str, status: int = REFUSED) -> None:
        self.refused.append(sentence)
        self.status = max(self.status, status)

    @property
    def sentence(self) -> str:
        return f"Đã thêm minh chứng: {', '.join(self.kept)}." if self.kept else ""


def take_in(sheet: Sheet, form: EvidenceForm) -> Outcome:
    """Each piece of the valid form by its own action: a wrong file does not hold up the right ones."""
    chosen = form.cleaned_data["dong"]
    words: dict[str, Any] = {
        "places": [row.place for row in rows_of(sheet) if row.code in chosen],
        "by": sheet.desk.user,
        "channel": Channel.SCREEN,
        "now": sheet.desk.now,
    }
    report = {"unit": sheet.unit, "period": sheet.period}
    outcome, document = Outcome(), form.document
    for file in form.cleaned_data["uploads"]:
        content = file.read(MAX_BYTES + 1)
        _try(outcome, add_file, name=file.name, content=content, document=document, **report, **words)
    if document and not form.cleaned_data["uploads"]:
        _try(outcome, add_document, document=document, **report, **words)
    for proof in all_proofs(sheet.proofs):
        if str(proof.evidence.pk) in form.cleaned_data["existing"]:
            evidence = proof.evidence
            evidence.unit, evidence.period = sheet.unit, sheet.period
            _try(outcome, let_serve, evidence=evidence, **words)
    return outcome


def _try(outcome: Outcome, act: Any, **words: Any) -> None:
    try:
        kept: Evidence = act(**words)
    except (FileRefused, NotAllowed) as refused:
        outcome.refuse(refused.sentence)
    except StoreFailed as failed:
        outcome.refuse(failed.sentence, UNAVAILABLE)
    else:
        outcome.kept.append(str(kept))
