"""Evidence as pages show it: what it is, where it is read, on which rows it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from kpis.models import FigureEvidence
from plans.models import Evidence, Period
from tasks.models import ProgressEvidence
from units.dates import short_datetime
from units.models import Unit, User
from units.permissions import sees_evidence_of

WITH = ("evidence__unit", "evidence__period", "evidence__uploaded_by")


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence. `codes` are the rows it stands on, in printed order."""

    evidence: Evidence
    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(self.evidence)

    @property
    def name(self) -> str:
        """Where there is no link to look behind: the file with the document that it is."""
        document = self.evidence.document
        return f"{self.label} ({document})" if document and document != self.label else self.label

    @property
    def detail(self) -> str:
        """ "PDF, 1,2 MB", and the document that the file is, where it is named."""
        evidence = self.evidence
        if not evidence.size:
            return ""
        ending = evidence.original_name.rpartition(".")[2].upper()
        return "; ".join(words for words in (f"{ending}, {size_words(evidence.size)}", evidence.document) if words)

    @property
    def url(self) -> str:
        """Where the file is read; empty where only a document is named."""
        return reverse("evidence_file", args=(self.evidence.pk,)) if self.evidence.stored_name else ""

    @property
    def added(self) -> str:
        return f"{self.evidence.uploaded_by}, {short_datetime(self.evidence.uploaded_at)}"


@dataclass(frozen=True, slots=True)
class ProofGroup:
    """What one unit brought for one row in one period."""

    period: Period
    unit: Unit
    proofs: tuple[Proof, ...]


def size_words(size: int) -> str:
    """ "340 KB", "1,2 MB"; never less than 1 KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def proofs_of_report(unit: Unit, period: Period) -> Mapping[str, tuple[Proof, ...]]:
    """Plan's code of a row → its evidence, oldest first (two queries)."""
    wanted = {"evidence__unit": unit, "evidence__period": period}
    figures = FigureEvidence.objects.filter(**wanted).select_related("evidence__uploaded_by", "indicator")
    progress = ProgressEvidence.objects.filter(**wanted).select_related("evidence__uploaded_by", "task")
    links = [
        *((link, link.indicator.code) for link in figures.order_by("indicator__order")),
        *((link, link.task.code) for link in progress.order_by("task__order")),
    ]
    codes: dict[int, list[str]] = defaultdict(list)
    for link, code in links:
        codes[link.evidence_id].append(code)
    found: dict[str, list[Proof]] = defaultdict(list)
    for link, code in sorted(links, key=lambda pair: pair[0].evidence_id):
        found[code].append(Proof(link.evidence, tuple(codes[link.evidence_id])))
    return {code: tuple(proofs) for code, proofs in found.items()}


def all_proofs(by_code: Mapping[str, tuple[Proof, ...]]) -> list[Proof]:
    """Each piece once, oldest first."""
    pieces = {proof.evidence.pk: proof for proofs in by_code.values() for proof in proofs}
    return [pieces[key] for key in sorted(pieces)]


def proofs_of_indicator(reader: User, indicator_id: int, code: str) -> list[ProofGroup]:
    links = FigureEvidence.objects.filter(indicator_id=indicator_id)
    return _grouped(reader, [link.evidence for link in links.select_related(*WITH)], code)


def proofs_of_task(reader: User, task_id: int, code: str) -> list[ProofGroup]:
    links = ProgressEvidence.objects.filter(task_id=task_id)
    return _grouped(reader, [link.evidence for link in links.select_related(*WITH)], code)


def _grouped(reader: User, pieces: Iterable[Evidence], code: str) -> list[ProofGroup]:
    """What the reader may see, newest period first."""
    groups: dict[tuple[Period, Unit], list[Proof]] = defaultdict(list)
    seen = [piece for piece in pieces if sees_evidence_of(reader, piece.unit)]
    for piece in sorted(seen, key=lambda piece: (-piece.period.ends_on.toordinal(), piece.unit.order, piece.pk)):
        groups[piece.period, piece.unit].append(Proof(piece, (code,)))
    return [ProofGroup(period, unit, tuple(proofs)) for (period, unit), proofs in groups.items()]
