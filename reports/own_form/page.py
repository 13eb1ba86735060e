"""The pages "Biểu mẫu của Sở": the forms that are known, and one of them with its mapping and what it comes to."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plans.models import Period
from reports.desk import Desk
from reports.documents.contents import periods_beside
from reports.documents.material import Material, read_material
from reports.documents.paper import Paper
from reports.models import OwnForm
from reports.own_form.blocks import Block, Choice, room_for
from reports.own_form.fields import Field, fields_of
from reports.own_form.filling import Filling, Left, by_reason, fill, name_of_row, unlinked_rows
from reports.own_form.form import Form
from reports.own_form.headings import Sure, guess_head
from reports.own_form.layout import FormSheet
from reports.own_form.likeness import Thing, things_of
from reports.own_form.mapping import FormMap, from_json
from reports.own_form.one_quarter import QuarterColumn, name_of, of_other_quarters
from reports.scorecard import Scorecard
from units.text import search_key


@dataclass
class FormsPage:
    """The forms of the plan, the newest first; a form that another one follows is not offered."""

    desk: Desk
    period: Period

    @cached_property
    def forms(self) -> list[OwnForm]:
        known = OwnForm.objects.filter(plan=self.desk.plan).select_related("added_by", "mapped_by").order_by("-pk")
        by_pk = {form.pk: form for form in known}
        kept = [form for form in by_pk.values() if form.removed_at is None]
        followed = {pk for form in kept for pk in _before(form, by_pk)}
        return [form for form in kept if form.pk not in followed]

    @cached_property
    def of_other_quarters(self) -> set[int]:
        """The forms that are not to be taken for the period before their page is read."""
        period = self.period.as_code
        return {form.pk for form in self.forms if of_other_quarters(from_json(form.mapping), period)}

    @property
    def periods(self) -> list[tuple[str, Period, bool]]:
        return periods_beside(self.desk.periods, self.period)


def _before(form: OwnForm, known: Mapping[int, OwnForm]) -> Iterator[int]:
    """The form that this one follows; beyond one that was taken out of use also the one that it followed."""
    while form.follows_id is not None:
        form = known[form.follows_id]
        yield form.pk
        if form.removed_at is None:
            return


@dataclass
class FormPage:
    """One form in a period. `posted`: sheet by sheet what the reader has chosen, not saved yet."""

    desk: Desk
    period: Period
    kept: OwnForm
    form: Form
    draft: bool = False
    posted: Mapping[str, Mapping[str, Any]] | None = None
    overwrite: bool | None = None

    @cached_property
    def material(self) -> Material:
        """What the report of the period is made from (nineteen queries)."""
        desk = self.desk
        return read_material(desk.plan, desk.periods, self.period, now=desk.now, draft=self.draft)

    @property
    def card(self) -> Scorecard:
        return self.material.card

    @cached_property
    def fields(self) -> dict[str, Field]:
        return fields_of(self.card)

    @cached_property
    def things(self) -> list[Thing]:
        return things_of(self.card)

    @cached_property
    def groups(self) -> list[tuple[str, list[Thing]]]:
        """For the select boxes: indicators of the year, goals, tasks."""
        found: dict[str, list[Thing]] = {}
        for thing in self.things:
            found.setdefault(thing.group, []).append(thing)
        return list(found.items())

    @cached_property
    def saved(self) -> FormMap:
        return from_json(self.kept.mapping)

    @property
    def overwrites(self) -> bool:
        return self.saved.overwrite if self.overwrite is None else self.overwrite

    @cached_property
    def blocks(self) -> list[Block]:
        room = most = room_for(len(self.form.sheets))
        found = []
        for place, sheet in enumerate(self.form.sheets.values()):
            found.append(self._block(place, sheet, {"room": room, "most": most}))
            room -= found[-1].boxes
        return found

    def _block(self, place: int, sheet: FormSheet, limits: Mapping[str, int]) -> Block:
        known: dict[str, Any] = {"year": self.desk.plan.year, "things": self.things, "labels": self.labels, **limits}
        if self.posted is not None:
            return Block(place, sheet, **known, **self.posted[sheet.title])
        if self.kept.is_mapped:
            saved = self.saved.sheet(sheet.title)
            return Block(
                place,
                sheet,
                **known,
                head=saved.head,
                columns=saved.chosen_columns,
                rows=saved.chosen_rows,
                from_before=not self.kept.is_confirmed,
            )
        return Block(place, sheet, **known, head=guess_head(sheet, self.desk.plan.year))

    @property
    def mapping(self) -> FormMap:
        """As it is chosen now."""
        return FormMap(tuple(block.mapped for block in self.blocks if block.head), self.overwrites)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Of our columns, as the select boxes offer them."""
        return {key: one.label for key, one in self.fields.items()}

    @property
    def asks(self) -> bool:
        """Whether somebody has yet to look at the mapping: nobody saved it, or not as it is on the page."""
        return not self.kept.is_confirmed or self.posted is not None

    @property
    def linked_words(self) -> str:
        """ "11 cột, 29 hàng"."""
        columns, rows = (sum(len(links) for links in found) for found in (
            [block.chosen_columns for block in self.blocks], [block.chosen_rows for block in self.blocks]
        ))  # fmt: skip
        return f"{columns} cột, {rows} hàng"

    @property
    def unsure(self) -> list[str]:
        """ "cột D", "hàng 12": where the suggestion is a guess."""
        return [
            f"{kind} {one.at}" for block in self.blocks
            for kind, choices in (("cột", block.column_choices), ("hàng", block.row_choices))
            for one in choices if one.sure == Sure.UNSURE
        ]  # fmt: skip

    @cached_property
    def filling(self) -> Filling:
        return fill(self.form, self.saved, self.card)

    @cached_property
    def other_quarters(self) -> list[QuarterColumn]:
        return of_other_quarters(self.saved, self.period.as_code)

    @property
    def other_quarters_words(self) -> list[str]:
        """ "Cột E “Thực hiện quý III” luôn lấy số Quý III, không phải Quý IV."; with the sheet where several are
        filled."""
        several = len(self.saved.sheets) > 1
        return [
            f"{f'Trang {one.sheet}, cột' if several else 'Cột'} {one.words}, không phải {self.period_name}."
            for one in self.other_quarters
        ]

    @property
    def period_name(self) -> str:
        """ "Quý IV", without its year as the form's columns are."""
        return name_of(self.period.as_code)

    @property
    def missing(self) -> dict[str, list[Left]]:
        """By why there is no number."""
        return by_reason(self.filling.missing)

    @property
    def kept_cells(self) -> dict[str, list[Left]]:
        """By why they were left as the form has them."""
        return by_reason(self.filling.kept)

    @property
    def content(self) -> bytes:
        """The filled form; what must not be taken for the report says so on its pages and in its name."""
        return self.form.with_values(self.filling.values, " · ".join(Paper(self.card, None).marks))

    @property
    def file_name(self) -> str:
        """ASCII: "bieu-so-khcn-2026-Q3.xlsx"; what must not leave the ward says so."""
        name = re.sub(r"[^a-z0-9]+", "-", search_key(self.kept.name)).strip("-") or "bieu"
        marks = "-ban-nhap" * self.draft + "-so-lieu-minh-hoa" * self.card.illustrative
        return f"{name}-{self.period.code}{marks}.xlsx"

    @property
    def unlinked(self) -> list[str]:
        """What of the report the form has no row for."""
        return [name_of_row(row) for row in unlinked_rows(self.saved, self.card)]

    @property
    def unlinked_columns(self) -> list[str]:
        return list(self._unlinked(lambda block: block.column_choices))

    @property
    def unlinked_lines(self) -> list[str]:
        return list(self._unlinked(lambda block: block.row_choices))

    def _unlinked(self, of: Callable[[Block], Iterable[Choice]]) -> Iterator[str]:
        """With the sheet where more than one is filled."""
        filled = [block for block in self.blocks if block.head]
        for block in filled:
            sheet = f"{block.sheet.title}: " if len(filled) > 1 else ""
            yield from (f"{sheet}{one.words}" for one in of(block) if not one.chosen)

    @property
    def periods(self) -> list[tuple[str, Period, bool]]:
        return periods_beside(self.desk.periods, self.period)
