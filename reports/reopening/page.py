"""The page of one row that is, was or may be opened by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404

from kpis.actions import FigurePlace
from kpis.one_indicator import yearly_indicator
from plans.models import AcceptedRow, Reopening, ReopeningState
from plans.places import Place
from plans.querysets import the_one
from plans.workflow import RowState
from reports.entry.sheet import Sheet
from reports.issued import newest_issued
from reports.proofs import Proof
from reports.reopening.actions import not_askable, snapshot_of
from tasks.actions import ProgressPlace
from tasks.querysets import tasks_in
from units.dates import local_date, short_datetime
from units.permissions import can_review, sees_issued, works_for


@dataclass
class ReopeningPage:
    sheet: Sheet
    place: Place[Any]
    name: str

    @property
    def code(self) -> str:
        return self.place.code()

    @cached_property
    def current(self) -> Any:
        return self.place.current()

    @cached_property
    def rows(self) -> list[Reopening]:
        """All that was ever asked or granted of the row, the newest first (one query)."""
        found = Reopening.objects.filter(unit=self.sheet.unit, period=self.sheet.period, code=self.code)
        return list(found.select_related("asked_by", "decided_by", "evidence"))

    @property
    def open(self) -> Reopening | None:
        return next((row for row in self.rows if row.state in {ReopeningState.ASKED, ReopeningState.GRANTED}), None)

    @property
    def past(self) -> list[Reopening]:
        return [row for row in self.rows if row != self.open]

    @cached_property
    def issued_words(self) -> str:
        """What has gone out already and stays as it is, where the reader may know of it; else "" (one query)."""
        report = newest_issued(self.sheet.period) if sees_issued(self.sheet.desk.user) else None
        return f"Báo cáo {self.sheet.period.label} đã phát hành (bản {report.version})" if report else ""

    @property
    def asked(self) -> bool:
        return self.open is not None and self.open.state == ReopeningState.ASKED

    @property
    def granted(self) -> bool:
        return self.open is not None and self.open.state == ReopeningState.GRANTED

    @property
    def open_until(self) -> date | None:
        return self.open.until if self.open else None

    @property
    def is_over(self) -> bool:
        """The day is past: the row takes no writing until it is extended."""
        until = self.open_until
        return until is not None and local_date(self.sheet.desk.now) > until

    @cached_property
    def refusal(self) -> str:
        """Why it cannot be opened now."""
        return not_askable(self.current, self.sheet.period.state(self.sheet.desk.now))

    @property
    def reviewer(self) -> bool:
        return can_review(self.sheet.desk.user, self.sheet.unit.ward_id)

    def shows(self, form: str) -> bool:
        """Whether the page has that form now: somebody else may have decided meanwhile."""
        shown = {"ask": self.can_ask and not self.reviewer, "refuse": self.asked, "close": self.granted}
        return shown.get(form, bool(self.open) or not self.refusal)

    @property
    def can_ask(self) -> bool:
        return works_for(self.sheet.desk.user, self.sheet.unit) and not self.open and not self.refusal

    @property
    def state_words(self) -> str:
        return self.current.state_label if self.current else "chưa nhập"

    @cached_property
    def accepted(self) -> AcceptedRow | None:
        return snapshot_of(self.place, self.sheet.unit)

    @property
    def told(self) -> Mapping[str, str]:
        """What is entered now."""
        return self.place.describe(self.current)

    @property
    def standing(self) -> Mapping[str, str]:
        """What stands outwards; empty where nothing was ever accepted."""
        return self.place.describe(self.accepted) if self.accepted else {}

    @property
    def differs(self) -> bool:
        """Whether what is entered and what stands are shown side by side."""
        return bool(self.accepted) and (self.current is None or self.current.state != RowState.ACCEPTED)

    @property
    def accepted_words(self) -> str:
        row = self.accepted
        return f"{row.accepted_by}, {short_datetime(row.accepted_at)}" if row else ""

    @property
    def paper(self) -> Proof | None:
        return Proof(self.open.evidence, (self.code,)) if self.open and self.open.evidence else None

    @property
    def entry_tab(self) -> str:
        return "entry" if isinstance(self.place, FigurePlace) else "entry_tasks"


def reopening_page(sheet: Sheet, code: str) -> ReopeningPage:
    """404 for a code that the unit does not report in the period."""
    place, name = _find(sheet, code)
    if not sheet.period.collects or not place.answered_by(sheet.unit):
        raise Http404("Không có dòng này.")
    return ReopeningPage(sheet, place, name)


def _find(sheet: Sheet, code: str) -> tuple[Place[Any], str]:
    indicator = yearly_indicator(sheet.period, code)
    if indicator is not None:
        return FigurePlace(indicator, sheet.period), f"{indicator.number}. {indicator.short_name}"
    task = the_one(tasks_in(sheet.period).filter(code=code))
    if task is None:
        raise Http404("Không có dòng này.")
    return ProgressPlace(task, sheet.unit, sheet.period), f"{task.code}. {task.title}"
