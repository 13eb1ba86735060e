"""A form as Sở sent it, checked before anything of it is kept (trust.md "Taking in")."""

from django.conf import settings

from plans.evidence_office import refuse_office
from plans.evidence_scan import clean_name
from plans.evidence_scanner import refuse_infected
from plans.table import WorkbookRefused
from plans.workbook_zip import refuse_size
from reports.own_form.form import OUTSIDE, Form

SIGNED = "_xmlsignatures/"
RUNS_OTHERS = (b"ddeLink", b"oleLink")  # a link that starts another program when the file is opened


def take_in(raw_name: str, content: bytes) -> Form:
    """The form, read. Raises WorkbookRefused and FileRefused, each with one sentence."""
    name = clean_name(raw_name)
    refuse_size(name, len(content))
    form = Form(name, content)
    refuse_office(name, "xlsx", content)
    _refuse_parts(form)
    if not any(sheet.values for sheet in form.sheets.values()):
        raise WorkbookRefused(f"{name}: không có trang tính nào có nội dung.")
    refuse_infected(name, content, settings.EVIDENCE_SCANNER)
    return form


def _refuse_parts(form: Form) -> None:
    """What filling would spoil, and what would run."""
    names = form.package.names
    if any(name.startswith(SIGNED) for name in names):
        raise WorkbookRefused(f"{form.name}: biểu có chữ ký số, điền vào thì chữ ký hỏng; hãy xin Sở bản chưa ký.")
    outside = [form.package.part(name) for name in names if name.startswith(OUTSIDE)]
    if any(sign in part for part in outside for sign in RUNS_OTHERS):
        raise WorkbookRefused(f"{form.name}: biểu tự gọi chương trình khác khi mở; hãy xin Sở bản không có phần đó.")
