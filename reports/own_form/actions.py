"""Writes of Sở's forms: a form is brought, mapped, taken out of use. Nothing else writes them."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from plans.actions import Hand
from plans.file_store import FileStore
from plans.models import Plan
from plans.refusals import NotAllowed
from reports.models import OwnForm
from reports.own_form.form import Form
from reports.own_form.mapping import FormMap, Link, carried_over, from_json
from reports.own_form.taking_in import take_in
from units import journal
from units.models import Channel, User
from units.permissions import writes_reports
from units.text import clean_text

FORMS = FileStore("issued", "biểu mẫu")  # beside the issued reports, and backed up with them
NOT_YOURS = "Chỉ cơ quan đầu mối thêm và nối biểu mẫu của Sở."
MOVED = "Cách nối vừa được người khác sửa; hãy xem lại rồi lưu lần nữa."
REMOVED = "Biểu này đã được bỏ trước đó."
LONGEST_WORDS = 2000  # of a mapping in the journal


class FormMoved(NotAllowed):
    """Somebody else wrote the mapping, or took the form away, since it was read."""


def add_form(
    *, plan: Plan, name: str, file_name: str, content: bytes, by: User, channel: Channel, now: datetime
) -> tuple[OwnForm, bool]:
    """Keep a form; False where the very file is there already. A new version of a known form takes its mapping over.

    Raises NotAllowed, WorkbookRefused and FileRefused (the file), StoreFailed (the store).
    """
    hand = Hand(by=by, channel=channel, now=now)
    _require_writer(plan, by)
    form, digest = take_in(file_name, content), sha256(content).hexdigest()
    if (held := _held(plan, digest)) is not None:
        return held, False
    stored = FORMS.put(content)
    columns = {"stored_name": stored, "file_name": form.name, "size": len(content), "sha256": digest}
    try:
        return _create(plan, name or form.name.rpartition(".")[0], form, columns, hand), True
    except IntegrityError:
        FORMS.drop(stored)
        if (held := _held(plan, digest)) is None:
            raise
        return held, False
    except BaseException:
        FORMS.drop(stored)
        raise


def _held(plan: Plan, digest: str) -> OwnForm | None:
    return OwnForm.objects.filter(plan=plan, sha256=digest, removed_at=None).first()


@transaction.atomic
def _create(plan: Plan, name: str, form: Form, columns: Mapping[str, Any], hand: Hand) -> OwnForm:
    before, mapping = _earlier(plan, form)
    mapped = {"mapping": mapping.as_json(), "mapped_by": hand.by, "mapped_at": hand.now} if mapping else {}
    words = {"name": clean_text(name, max_length=200)[: OwnForm._meta.get_field("name").max_length].strip()}
    made = OwnForm.objects.create(
        plan=plan, follows=before, added_by=hand.by, added_at=hand.now, **words, **columns, **mapped
    )
    after = {"tệp": made.file_name, "SHA-256": made.sha256, "nối như biểu": str(before or "")}
    _record(made, "add", hand, after={key: text for key, text in after.items() if text})
    return made


def _earlier(plan: Plan, form: Form) -> tuple[OwnForm | None, FormMap | None]:
    """The newest form of the plan of which this one is another version, and its mapping on this one."""
    for held in OwnForm.objects.filter(plan=plan, removed_at=None, mapped_at__isnull=False).order_by("-pk"):
        if (mapping := carried_over(from_json(held.mapping), form.sheets)) is not None:
            return held, mapping
    return None, None


@transaction.atomic
def map_form(
    *,
    form: OwnForm,
    mapping: FormMap,
    labels: Mapping[str, str],
    seen: int,
    by: User,
    channel: Channel,
    now: datetime,
) -> bool:
    """Keep how the form's columns and rows are ours; `seen` the version read, `labels` the words of our columns.

    False where somebody kept it so already; one that was only taken over is confirmed. Raises NotAllowed, FormMoved.
    """
    _require_writer(form.plan, by)
    before = from_json(form.mapping)
    if form.is_confirmed and before == mapping and form.version == seen:
        return False
    held = OwnForm.objects.filter(pk=form.pk, version=seen, removed_at=None)
    if not held.update(mapping=mapping.as_json(), mapped_by=by, mapped_at=now, version=F("version") + 1):
        raise FormMoved(MOVED)
    hand = Hand(by=by, channel=channel, now=now)
    _record(form, "map_form", hand, before=_told(before, labels), after=_told(mapping, labels))
    return True


@transaction.atomic
def remove_form(*, form: OwnForm, by: User, channel: Channel, now: datetime) -> None:
    """Offer it no more. Its file stays, for the journal names it. Raises NotAllowed, FormMoved."""
    _require_writer(form.plan, by)
    if not OwnForm.objects.filter(pk=form.pk, removed_at=None).update(removed_by=by, removed_at=now):
        raise FormMoved(REMOVED)
    _record(form, "remove_form", Hand(by=by, channel=channel, now=now), before={"tệp": form.file_name})


def read_form(form: OwnForm) -> bytes:
    """The empty form's bytes, as they came. Raises Damaged, StoreFailed."""
    return FORMS.read(form.stored_name, size=form.size, digest=form.sha256)


def _require_writer(plan: Plan, by: User) -> None:
    if not writes_reports(by, plan.ward_id):
        raise NotAllowed(NOT_YOURS)


def _told(mapping: FormMap, labels: Mapping[str, str]) -> dict[str, str]:
    """The mapping as users read it, sheet by sheet."""
    words = {}
    for each in mapping.sheets:
        words[f"{each.sheet}, cột"] = _listed(each.columns, labels)
        words[f"{each.sheet}, hàng"] = _listed(each.rows, {})
    return words | ({"ghi đè": "có"} if mapping.overwrite else {})


def _listed(links: tuple[Link, ...], labels: Mapping[str, str]) -> str:
    return "; ".join(f"{link.said}: {labels.get(link.what, link.what)}" for link in links)[:LONGEST_WORDS]


def _record(form: OwnForm, action: str, hand: Hand, **words: Any) -> None:
    journal.record(
        journal.Subject("own_form", form.pk, form.name),
        action,
        ward=form.plan.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        **words,
    )
