"""The receipt of a submission: its rows in words, as they read when they went to the coordinator."""

from collections.abc import Mapping
from datetime import datetime

from kpis.actions import describe as describe_figure
from kpis.models import Figure
from plans.models import Receipt, UnitReport
from plans.quantities import Measure
from plans.receipts import check_code, receipt_content
from reports.actions import ReportRows
from reports.proofs import proofs_of_report
from tasks.actions import describe as describe_progress
from tasks.models import Progress
from units.models import User
from units.permissions import enters_on_behalf

Words = tuple[str, str, str]  # code, name, what was said


def keep_receipt(
    report: UnitReport,
    rows: ReportRows,
    *,
    by: User,
    now: datetime,
    confirmed_by: User | None = None,
    asked_at: datetime | None = None,
    paper: str = "",
) -> Receipt:
    """The paper of this submission: what is sent, as it reads now. `by`: who sent; `confirmed_by`: the unit's head."""
    content = receipt_content(
        unit=report.unit.name,
        period=report.period.label,
        by=str(by),
        on_behalf=enters_on_behalf(by, report.unit),
        at=now,
        due=report.period.unit_due,
        rows=words_of(rows),
        evidence=evidence_names(report),
        confirmed_by=str(confirmed_by or ""),
        asked_at=asked_at,
        paper=paper,
        first_sent=_sent_before(rows),
    )
    illustrative = by.is_demo or any(row.illustrative for row in [*rows.figures, *rows.progress])
    return Receipt.objects.create(
        report=report, code=check_code(content), sent_at=now, sent_by=by, illustrative=illustrative, content=content
    )


def _sent_before(rows: ReportRows) -> datetime | None:
    """When the last of rows that had all been sent before was first sent: the deadline was met then, or not."""
    firsts = [row.first_sent_at for row in (*rows.figures, *rows.progress)]
    return max(first for first in firsts if first) if all(firsts) else None


def words_of(rows: ReportRows) -> list[Words]:
    """In printed order."""
    return [
        *((row.indicator.code, row.indicator.short_name, figure_words(row)) for row in rows.figures),
        *((row.task.code, row.task.title, progress_words(row)) for row in rows.progress),
    ]


def evidence_names(report: UnitReport) -> dict[str, list[str]]:
    """Plan's code of a row → its files and documents: "qd.pdf (Văn bản 12/QĐ ngày 05/03/2026)" (two queries)."""
    found = proofs_of_report(report.unit, report.period)
    return {code: [proof.name for proof in proofs] for code, proofs in found.items()}


def figure_words(figure: Figure) -> str:
    return in_words(describe_figure(figure, Measure(figure.indicator.measure)))


def progress_words(progress: Progress) -> str:
    """ "Hoàn thành, 100%, ngày 04/09/2026; sản phẩm: Kế hoạch": how far and when need no names beside the status."""
    told = dict(describe_progress(progress))
    day = told.pop("ngày hoàn thành", "")
    far = [told.pop("tình trạng"), told.pop("hoàn thành", ""), day and f"ngày {day}"]
    return in_words({"tình trạng": ", ".join(text for text in far if text)} | told)


def in_words(told: Mapping[str, str]) -> str:
    """ "43/45 (95,6%); nguồn: Phòng GD": the number or the state first, without its name."""
    first, *others = told.items()
    return "; ".join([first[1], *(f"{name}: {text}" for name, text in others)])
