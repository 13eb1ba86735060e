"""Loading a plan from its files: the resource of each sheet, in order, in one transaction.

What people changed since is never overwritten unasked: the differences are listed and nothing is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from haian_plan.plan_files import SOURCE, PlanFiles
from kpis.resources import IndicatorResource
from plans.models import Plan
from plans.resources import (
    PLACE,
    ClauseResource,
    CorrectionResource,
    PlanResource,
    PlanSheetResource,
    SectionResource,
)
from plans.sheet_import import as_dataset, problems
from plans.table import Table
from tasks.resources import TaskResource
from units import journal
from units.models import Channel, Ward
from units.resources import LeaderResource, UnitResource, WardResource
from units.sheets import Change, Errand, SheetResource

WARD_SHEETS: Sequence[type[SheetResource]] = (UnitResource, LeaderResource)
PLAN_SHEETS: Sequence[type[PlanSheetResource]] = (
    ClauseResource,
    CorrectionResource,
    IndicatorResource,
    TaskResource,
)
ALL_SHEETS: Sequence[type[SheetResource]] = (
    WardResource,
    *WARD_SHEETS,
    PlanResource,
    SectionResource,
    *PLAN_SHEETS,
)
ONLY_HERE = "chỉ có trong cơ sở dữ liệu, không có trong tệp."
SHOWN = 60  # characters of a value in the list of differences


@dataclass
class Outcome:
    """Each text is one line for the reader: `problems` of the files, `differences` from the database, and `added`,
    the rows that only the database holds. Those may carry figures, so nothing here takes them out."""

    problems: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    written: int = 0


class Stopped(Exception):
    """The files have problems, so what builds on them is not read."""


def required_columns(sheet: type[SheetResource]) -> list[str]:
    return [column.column_name for column in sheet.fields.values() if column.column_name != PLACE]


def load_plan(files: PlanFiles, *, overwrite: bool, now: datetime) -> Outcome:
    """Write what is new; on differences from what the database holds, rows that people added included, write nothing
    unless `overwrite`, which takes what the files say and leaves the added rows."""
    outcome = Outcome()
    with transaction.atomic():
        with suppress(Stopped):
            Loading(files, now, outcome).run()
        if outcome.problems or ((outcome.differences or outcome.added) and not overwrite):
            transaction.set_rollback(True)
    return outcome


class Loading:
    """One run over the files. A first load writes one line into the journal for all that is new, a later one a line
    for each row; what was there before (ward, units, leaders of an earlier plan) has its line either way."""

    def __init__(self, files: PlanFiles, now: datetime, outcome: Outcome) -> None:
        self.files, self.now, self.outcome = files, now, outcome
        self.known = False  # whether the database held this plan before

    def run(self) -> None:
        self.stop_if(self.missing_columns())
        ward = self.load_ward()
        self.load_ward_sheets(ward)
        plan = self.load_plan_row(ward)
        self.load_plan_sheets(plan)
        if not self.known:
            self.journal_first_load(plan)

    def stop_if(self, problems: Sequence[str]) -> None:
        if problems:
            self.outcome.problems[:] = problems
            raise Stopped

    def missing_columns(self) -> list[str]:
        return [
            f"{table.name}: thiếu cột “{column}”."
            for sheet in ALL_SHEETS
            for table in [self.files.tables[sheet.sheet]]
            for column in required_columns(sheet)
            if column not in table.headers
        ]

    def errand(self, ward: Ward | None) -> Errand:
        return Errand(ward=ward, by=None, channel=Channel.COMMAND, now=self.now, journalled=self.known)

    def load_ward(self) -> Ward:
        table = self.files.tables[WardResource.sheet]
        if len(table.rows) != 1:
            self.stop_if([f"{table.name}: cần đúng một phường, đang có {len(table.rows)}."])
        ward_code, number = self.cell(WardResource.sheet, "ma"), self.cell(PlanResource.sheet, "so")
        self.known = Plan.objects.filter(ward__code=ward_code, number=number).exists()
        resource = WardResource(errand=self.errand(None))
        self.read(resource)
        self.stop_if(self.outcome.problems)
        return Ward.objects.get(code=ward_code)

    def cell(self, sheet: str, column: str) -> str:
        """The cell of the first row, empty where there is none."""
        table = self.files.tables[sheet]
        value = table.rows[0].cells[table.headers.index(column)].value if table.rows else None
        return "" if value is None else str(value).strip()

    def load_plan_row(self, ward: Ward) -> Plan:
        table = self.files.tables[PlanResource.sheet]
        if len(table.rows) != 1:
            self.stop_if([f"{table.name}: cần đúng một kế hoạch, đang có {len(table.rows)}."])
        self.read(PlanResource(errand=self.errand(ward)))
        self.stop_if(self.outcome.problems)
        plan = Plan.objects.select_related("ward").get(ward=ward, number=self.cell(PlanResource.sheet, "so"))
        self.keep_source(plan)
        return plan

    def keep_source(self, plan: Plan) -> None:
        """The document itself: stored as received, compared as a whole."""
        text = self.files.source
        if text is None or plan.source_text == text:
            return
        if plan.source_text:
            self.outcome.differences.append(f"{SOURCE}: văn bản nguồn trong cơ sở dữ liệu khác với tệp.")
        plan.source_text = text
        plan.save(update_fields=["source_text"])
        if self.known:
            self.journal(plan, "change", {"Văn bản nguồn": f"{len(text)} ký tự"})

    def load_plan_sheets(self, plan: Plan) -> None:
        """Sections first: every other row may name one."""
        sections = SectionResource(errand=self.errand(plan.ward), plan=plan)
        self.read(sections)
        self.stop_if(self.outcome.problems)
        sheets = [sheet(errand=self.errand(plan.ward), plan=plan) for sheet in PLAN_SHEETS]
        for sheet in sheets:
            self.read(sheet)
        self.stop_if(self.outcome.problems)
        for sheet in (sections, *sheets):
            self.list_added(sheet)

    def load_ward_sheets(self, ward: Ward) -> None:
        """Where the ward has another plan, a unit that this one does not name may be that one's."""
        sheets = [sheet(errand=self.errand(ward)) for sheet in WARD_SHEETS]
        for sheet in sheets:
            self.read(sheet)
        self.stop_if(self.outcome.problems)
        if ward.plans.count() == 1:
            for sheet in sheets:
                self.list_added(sheet)

    def read(self, resource: SheetResource) -> None:
        table = self.files.tables[resource.sheet]
        result = resource.import_data(as_dataset(table), use_transactions=True)
        self.outcome.problems += problems(result, resource, table)
        self.outcome.written += len(resource.written)
        for change in resource.written:
            self.outcome.differences += self.differences(table, change)

    def differences(self, table: Table, change: Change) -> Iterator[str]:
        """New rows differ from the database only where it held the plan already."""
        if change.new:
            if self.known:
                yield f"{table.name}, {change.code}: chưa có trong cơ sở dữ liệu."
            return
        for column, (before, after) in change.columns.items():
            yield f"{table.name}, {change.code}, cột {column}: {shown(before)} → {shown(after)}"

    def list_added(self, resource: SheetResource) -> None:
        """Rows that people added since; the first load finds none of its own plan."""
        if self.known:
            name = self.files.tables[resource.sheet].name
            self.outcome.added += [f"{name}, {code}: {ONLY_HERE}" for code in resource.unnamed()]

    def journal_first_load(self, plan: Plan) -> None:
        counts = {table.name: f"{len(table.rows)} hàng" for table in self.files.tables.values()}
        self.journal(plan, "load", counts)

    def journal(self, plan: Plan, action: str, after: Mapping[str, Any]) -> None:
        subject = journal.Subject("plan", plan.pk, plan.number)
        journal.record(subject, action, ward=plan.ward, by=None, channel=Channel.COMMAND, now=self.now, after=after)


def shown(text: str) -> str:
    """One line of it at most, with empty made visible."""
    line = " ".join(text.split())
    return f"“{line[: SHOWN - 1]}…”" if len(line) > SHOWN else f"“{line}”" if line else "(trống)"
