"""The unit's workbook, out and in. GET writes nothing, and neither does reading a file: only accepting does."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plans.table import WorkbookRefused
from plans.workbook_zip import refuse_size
from reports.entry.saving import OK, REFUSED, Outcome
from reports.entry.sheet import Sheet, sheet_of
from reports.entry.upload import Comparison, compare, compare_file
from reports.entry.upload_accept import accept, typed_rows
from reports.entry.workbook_in import read_filled_in
from reports.entry.workbook_out import unit_workbook
from reports.spreadsheet.sheet import CONTENT_TYPE
from units.text import nfc

NO_FILE = "Hãy chọn tệp biểu đã điền (.xlsx)."
NOTHING_CHOSEN = "Chưa chọn dòng nào nên chưa ghi gì."


@require_safe
def entry_workbook(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    sheet = sheet_of(request, period, unit)
    name = f"bieu-nhap-{sheet.period.code}-{sheet.unit.code}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(unit_workbook(sheet), content_type=CONTENT_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_upload(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """GET asks for the file, POST of a file shows what it would change, POST of chosen rows writes them."""
    sheet = sheet_of(request, period, unit)
    if request.method != "POST":
        return page(request, sheet)
    if not sheet.takes_some:
        return page(request, sheet, status=REFUSED)
    return write_chosen(request, sheet) if "ghi" in request.POST else show_file(request, sheet)


def page(
    request: HttpRequest, sheet: Sheet, found: Comparison | None = None, *, sentence: str = "", status: int = OK
) -> HttpResponse:
    context = {"sheet": sheet, "found": found, "sentence": sentence, "tab": "entry_upload"}
    return render(request, "entry/upload.html", context, status=status)


def show_file(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    file = request.FILES.get("tep")
    if not isinstance(file, UploadedFile):
        return page(request, sheet, sentence=NO_FILE, status=REFUSED)
    name = nfc(file.name or "tệp")[-100:]
    try:
        refuse_size(name, file.size or 0)
        found = read_filled_in(name, file.read(), sheet)
    except WorkbookRefused as refused:
        return page(request, sheet, sentence=refused.sentence, status=REFUSED)
    return page(request, sheet, compare_file(sheet, found))


def write_chosen(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    texts = request.POST.dict()
    typed = typed_rows(sheet, texts)
    chosen = list(typed) if request.POST["ghi"] == "tat-ca" else request.POST.getlist("chon")
    strays = [code[:20] for code in chosen if code not in typed]
    outcome = accept(sheet, texts, [] if strays else chosen)
    if not chosen or strays or outcome.held:
        fresh = sheet.again()
        found = Comparison(compare(fresh, typed, chosen))
        status = outcome.status if outcome.held else REFUSED
        return page(request, fresh, found, sentence=why_not(sheet, strays, outcome), status=status)
    messages.success(request, f"Đã ghi {outcome.saved} dòng từ tệp Excel.")
    return redirect("entry" if sheet.tally.indicators else "entry_tasks", sheet.period.code, sheet.unit.code)


def why_not(sheet: Sheet, strays: Sequence[str], outcome: Outcome) -> str:
    if strays:
        return f"Chưa ghi dòng nào: {', '.join(strays)} không thuộc {sheet.unit.name} trong {sheet.period.label}."
    if not outcome.held:
        return NOTHING_CHOSEN
    refusals = {str(error) for form in outcome.held.values() for errors in form.errors.values() for error in errors}
    return f"Chưa ghi dòng nào, vì {len(outcome.held)} dòng không ghi được. {' '.join(sorted(refusals))}"
