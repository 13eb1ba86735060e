"""A posted page: each row is one action, and a wrong row does not hold up the right ones."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from plans.forms import RowForm
from plans.models import ReportedRow
from plans.refusals import Conflict, NotAllowed

Form = TypeVar("Form", bound=RowForm[Any])
OK, BAD_REQUEST, CONFLICT, REFUSED = 200, 400, 409, 422
WORST_FIRST = (BAD_REQUEST, CONFLICT, REFUSED)
NO_VERSION = "Trang gửi lên thiếu phiên bản của dòng này nên chưa lưu; hãy xem số đang có rồi bấm Lưu lần nữa."
NOTHING_CAME = "Không nhận được dòng nào từ trang này nên chưa lưu gì; hãy tải lại trang rồi nhập lại."


@dataclass(frozen=True, slots=True)
class Outcome:
    """`saved`: rows that changed. `held`: the forms that were not saved, by code, with what was typed in them.
    `strays`: what was typed for rows that are not on this page. `status`: of the answer. `told`: what a saving did
    beside the obvious, a sentence a row."""

    saved: int
    held: Mapping[str, RowForm[Any]]
    strays: Mapping[str, str]
    status: int
    told: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        if self.status == OK:
            said = f"Đã lưu {self.saved} dòng." if self.saved else "Không có thay đổi nào cần lưu."
            return " ".join([said, *self.told])
        wrong = len(self.held) + len(self.strays)
        if not wrong:
            return NOTHING_CAME
        return f"{f'Đã lưu {self.saved} dòng' if self.saved else 'Chưa lưu dòng nào'}; {wrong} dòng cần sửa."


def save_rows(
    forms: Iterable[Form], store: Callable[[Form, int], ReportedRow | None], strays: Mapping[str, str]
) -> Outcome:
    """Save the posted rows in page order; `store` carries out the action of a valid form at a version."""
    came, saved, held, told = 0, 0, {}, []
    statuses = {REFUSED} if strays else set()
    for form in forms:
        came += 1
        status, changed = _save_row(form, store)
        saved += changed
        told += [f"{form.code}: {form.told}"] if changed and form.told else []
        if status != OK:
            held[form.code] = form
            statuses.add(status)
    if held:
        next(iter(held.values())).take_focus()
    if not came and not strays:
        statuses.add(BAD_REQUEST)
    return Outcome(saved, held, strays, next((status for status in WORST_FIRST if status in statuses), OK), told)


def _save_row(form: Form, store: Callable[[Form, int], ReportedRow | None]) -> tuple[int, bool]:
    """The row's status, and whether it changed."""
    version, valid = form.seen_version, form.is_valid()
    if version is None:
        return _stands(form, form.row, NO_VERSION, BAD_REQUEST)
    if form.left_alone or not valid:
        return OK if form.left_alone else REFUSED, False
    try:
        row = store(form, version)
    except Conflict as conflict:
        return _stands(form, conflict.row, conflict.sentence, CONFLICT)
    except NotAllowed as refused:
        form.refuse(refused.sentence)
        return REFUSED, False
    form.row = row
    return OK, (row.version if row else 0) != version


def _stands(form: RowForm[Any], row: ReportedRow | None, sentence: str, status: int) -> tuple[int, bool]:
    form.meet(row)
    form.refuse(f"{form.code} {row.state_label}, không sửa được nữa." if row and form.locked else sentence)
    return status, False


def find_strays(posted: Mapping[str, str], codes: Collection[str], cell: str) -> dict[str, str]:
    """What was typed into rows that are not the unit's: an old page after a change of who reports, or a forged one."""
    known = {f"{code}-{cell}" for code in codes}
    typed = {name: text for name, text in posted.items() if name.endswith(f"-{cell}") and name not in known}
    return {name.removesuffix(f"-{cell}")[:20]: text[:60] for name, text in typed.items() if text.strip()}
