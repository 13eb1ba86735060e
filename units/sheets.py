"""A table of one model as a resource of django-import-export: the same one for load_plan and for admin."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from import_export.instance_loaders import ModelInstanceLoader
from import_export.resources import Resource

from units import journal
from units.columns import Column, Linked, Pick
from units.models import Channel, User, Ward
from units.text import search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """For whom and by which way a table is read: `by=None` is the system itself (a command).

    `journalled=False`: whoever reads the tables says in one line what was new; a change of what was there has its own.
    """

    ward: Ward | None
    by: User | None
    channel: Channel
    now: datetime
    journalled: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was written: column → text before and after; `new` rows had nothing before."""

    row: int
    code: str
    new: bool
    columns: Mapping[str, tuple[str, str]]


class SheetResource(Resource):  # type: ignore[misc]  # the library is untyped
    """Rows found by their natural key inside a ward, compared as texts, validated, journalled."""

    sheet: ClassVar[str]
    kind: ClassVar[str]  # of the journal's subject

    class Meta:
        instance_loader_class = ModelInstanceLoader
        skip_unchanged = True
        skip_html_diff = True  # a preview shows `written`: the columns that change, and nothing else
        clean_model_instances = True

    def __init__(self, *, errand: Errand, labelled: bool = False) -> None:
        super().__init__()
        self.errand = errand
        self.written: list[Change] = []
        self._seen: dict[str, int] = {}
        self._named: set[str] = set()
        self._columns: dict[str, tuple[str, str]] = {}
        for column in self.fields.values():
            column.resource = self
            if labelled:
                speak(column)

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)

    # --- which rows

    def get_queryset(self) -> QuerySet[Any]:
        """The rows of the ward. Subclasses narrow it down."""
        rows: QuerySet[Any] = self._meta.model._default_manager.filter(ward=self.errand.ward)
        return rows

    def init_instance(self, row: object = None) -> Model:
        instance: Model = self._meta.model(ward=self.errand.ward)
        return instance

    def code_of(self, instance: Model) -> str:
        return " ".join(self.fields[name].export(instance) for name in self.get_import_id_fields())

    def ward_of(self, instance: Any) -> Ward:
        ward: Ward = instance.ward
        return ward

    # --- reading the file

    def headings(self) -> dict[str, str]:
        """Heading without case and diacritics → the name of the column; the plan's files' and people's."""
        names = [(column.file_name, column.column_name) for column in self.fields.values()]
        labels = [(column.label, column.column_name) for column in self.fields.values()]
        return {search_key(heading): name for heading, name in labels + names}

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        known = self.headings()
        dataset.headers = [known.get(search_key(str(heading or "")), heading) for heading in dataset.headers or []]

    def heading_problems(self, headers: Iterable[str]) -> list[str]:
        """What is wrong with the heading row: a key that is missing, or a column that would be lost unseen."""
        known = self.headings()
        found = {known.get(search_key(heading), "") for heading in headers}
        keys = [self.fields[name] for name in self.get_import_id_fields()]
        missing = [f"Thiếu cột “{column.label}” ở hàng tiêu đề." for column in keys if column.column_name not in found]
        stray = [heading for heading in headers if heading and search_key(heading) not in known]
        return missing + [f"Không có cột “{heading}”; hãy xóa cột này hoặc sửa tên cột." for heading in stray]

    def before_import_row(self, row: MutableMapping[str, Any], **kwargs: Any) -> None:
        """Refuse a second row of the same key: it would silently win."""
        names = [self.fields[name].column_name for name in self.get_import_id_fields()]
        code = " ".join(str(row.get(name) or "").strip() for name in names)
        first = self._seen.setdefault(code, kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise ValidationError({self.get_import_id_fields()[0]: f"“{code}” có ở hai hàng."})

    # --- comparing and writing

    def texts(self, instance: Model) -> dict[str, str]:
        return {column.column_name: column.export(instance) for column in self.get_import_fields()}

    def skip_row(self, instance: Model, original: Model, row: object, import_validation_errors: object = None) -> bool:
        self._named.add(self.code_of(instance))
        before = self.texts(original) if original.pk else {}
        after = self.texts(instance)
        self._columns = {n: (before.get(n, ""), text) for n, text in after.items() if before.get(n, "") != text}
        return bool(original.pk) and not self._columns and not import_validation_errors

    def unnamed(self) -> list[str]:
        """The codes of the rows that the database holds and the table that was read did not name. Costs one query."""
        codes = [self.code_of(instance) for instance in self.get_queryset().order_by("pk")]
        return [code for code in codes if code not in self._named]

    def after_save_instance(self, instance: Any, row: object, **kwargs: Any) -> None:
        for column in self.get_import_fields():
            if isinstance(column, Linked):
                column.store_pending(instance)

    def save_instance(self, instance: Model, is_create: bool, row: object, **kwargs: Any) -> None:
        super().save_instance(instance, is_create, row, **kwargs)
        change = Change(kwargs["row_number"], self.code_of(instance), is_create, self._columns)
        self.written.append(change)
        if self.errand.journalled or not is_create:
            self._journal(instance, change)

    def _journal(self, instance: Model, change: Change) -> None:
        labels = {column.column_name: column.label for column in self.fields.values()}
        columns = {labels[name]: pair for name, pair in change.columns.items()}
        journal.record(
            journal.Subject(self.kind, instance.pk, change.code[:60]),
            "add" if change.new else "change",
            ward=self.ward_of(instance),
            by=self.errand.by,
            channel=self.errand.channel,
            now=self.errand.now,
            before={} if change.new else {name: before for name, (before, _) in columns.items()},
            after={name: after for name, (_, after) in columns.items() if after or not change.new},
        )


def speak(column: Column) -> None:
    """Make a column speak to people: its Vietnamese label as heading, labels for stored values."""
    column.column_name = column.label
    if isinstance(column, Pick):
        column.speak()
