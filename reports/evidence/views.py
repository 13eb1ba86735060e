"""Adding, reading and taking off evidence. URL → visible (404) → permission (403) → form → action → redirect."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from plans.evidence import remove
from plans.evidence_store import Damaged, StoreFailed, read
from plans.models import Evidence
from plans.refusals import NotAllowed
from reports.desk import desk_of
from reports.entry.sheet import Sheet, sheet_of
from reports.evidence.forms import EvidenceForm, RemovalForm
from reports.evidence.rows import OK, REFUSED, UNAVAILABLE, Outcome, Row, open_rows, rows_of, take_in
from reports.proofs import Proof, all_proofs
from units.dates import local_date
from units.models import Channel
from units.permissions import can_enter_for, sees_evidence_of

DAMAGED = 500
# The file never runs as a page of ours, whatever the browser makes of it.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def evidence(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """What the unit brought in the period, and the form that adds more. A row's script posts here as well."""
    sheet = sheet_of(request, period, unit)
    if request.method != "POST":
        return _page(request, sheet, _form(sheet, request))
    form = _form(sheet, request)
    outcome = take_in(sheet, form) if form.is_valid() else Outcome(status=REFUSED)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return _row(request, sheet, form, outcome)
    if outcome.status != OK:
        return _page(request, sheet.again(), form, outcome)
    messages.success(request, outcome.sentence)
    asked = urlencode({"dong": form.cleaned_data["dong"]}, doseq=True)
    return redirect(f"{reverse('evidence', args=(period, unit))}?{asked}")


def _form(sheet: Sheet, request: HttpRequest) -> EvidenceForm:
    posted = request.method == "POST"
    return EvidenceForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"dong": request.GET.getlist("dong")},
        codes=[row.code for row in open_rows(rows_of(sheet))],
        existing=[proof.evidence.pk for proof in all_proofs(sheet.proofs)],
        today=local_date(sheet.desk.now),
    )


def _page(request: HttpRequest, sheet: Sheet, form: EvidenceForm, outcome: Outcome | None = None) -> HttpResponse:
    rows, chosen = rows_of(sheet), form["dong"].value() or []
    proofs = all_proofs(sheet.proofs)
    context = {
        "sheet": sheet,
        "form": form,
        "outcome": outcome,
        "chosen": [row for row in rows if row.code in chosen],
        "others": [row for row in rows if row.code not in chosen],
        "proofs": proofs,
        "offered": [proof for proof in proofs if not set(chosen) <= set(proof.codes)],
        "reused": form["existing"].value() or [],
        "changeable": {row.code for row in open_rows(rows)},
    }
    return render(request, "evidence/evidence.html", context, status=outcome.status if outcome else OK)


def _row(request: HttpRequest, sheet: Sheet, form: EvidenceForm, outcome: Outcome) -> HttpResponse:
    """The evidence of the one row on which files were dropped, as its page shows it, and what came of them."""
    code = next(iter(form["dong"].value() or [""]))
    sentences = [*outcome.refused, *(error for errors in form.errors.values() for error in errors)]
    context = {
        "sheet": sheet,
        "code": code,
        "proofs": sheet.again().proofs.get(code, ()),
        "can_change": True,
        "said": outcome.sentence,
        "sentences": sentences,
    }
    return render(request, "evidence/_row.html", context, status=outcome.status)


def _find(request: HttpRequest, key: str) -> Evidence:
    """404 for evidence that is not there, was removed, or is not this reader's to know of."""
    found = Evidence.objects.filter(removed_at=None).select_related("unit__ward", "period__plan", "uploaded_by")
    known = key.isascii() and key.isdecimal() and len(key) < 18
    piece = found.filter(pk=int(key)).first() if known else None
    if piece is None or not sees_evidence_of(desk_of(request).user, piece.unit):
        raise Http404("Không có minh chứng này.")
    return piece


@require_safe
def evidence_file(request: HttpRequest, key: str) -> HttpResponse:
    piece = _find(request, key)
    if not piece.stored_name:
        raise Http404("Minh chứng này là số văn bản, không có tệp.")
    try:
        content = read(piece.stored_name, size=piece.size, digest=piece.sha256)
    except (Damaged, StoreFailed) as failed:
        status = DAMAGED if isinstance(failed, Damaged) else UNAVAILABLE
        context = {"proof": Proof(piece, ()), "sentence": failed.sentence}
        return render(request, "evidence/unreadable.html", context, status=status)
    disposition = content_disposition_header(True, piece.original_name) or "attachment"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
    return HttpResponse(content, content_type=piece.content_type, headers=headers)


def _take_off(piece: Evidence, sheet: Sheet, rows: Iterable[Row], form: RemovalForm) -> str:
    """Take the piece off the chosen rows; the sentence of a refusal, else empty."""
    try:
        remove(
            evidence=piece,
            places=[row.place for row in rows if row.code in form.cleaned_data["dong"]],
            reason=form.cleaned_data["reason"],
            by=sheet.desk.user,
            channel=Channel.SCREEN,
            now=sheet.desk.now,
        )
    except NotAllowed as refused:
        return refused.sentence
    return ""


@form_page
def remove_evidence(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, with the rows it stands on; POST takes it off the chosen ones."""
    piece = _find(request, key)
    if not can_enter_for(desk_of(request).user, piece.unit):
        raise PermissionDenied
    sheet = sheet_of(request, piece.period.code, piece.unit.code)
    proof = next((proof for proof in all_proofs(sheet.proofs) if proof.evidence.pk == piece.pk), Proof(piece, ()))
    rows = [row for row in rows_of(sheet) if row.code in proof.codes]
    posted = request.POST if request.method == "POST" else None
    asked = request.GET.getlist("dong") or [row.code for row in open_rows(rows)]
    form = RemovalForm(posted, initial={"dong": asked}, codes=[row.code for row in open_rows(rows)])
    sentence = _take_off(piece, sheet, rows, form) if form.is_valid() else ""
    if form.is_valid() and not sentence:
        messages.success(request, f"Đã gỡ minh chứng {proof.label} khỏi {', '.join(form.cleaned_data['dong'])}.")
        return redirect("evidence", sheet.period.code, sheet.unit.code)
    context = {"sheet": sheet, "proof": proof, "rows": rows, "form": form, "sentence": sentence}
    context["chosen"] = form["dong"].value() or []
    return render(request, "evidence/remove.html", context, status=REFUSED if form.is_bound else OK)
