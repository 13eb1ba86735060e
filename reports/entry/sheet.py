"""What the three pages of one unit and period have in common: who it is for, how far it is, what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import uuid4

from django.http import Http404, HttpRequest

from kpis.models import Figure
from plans.actions import head_confirms, parts_of
from plans.calendar import ROMAN, PeriodState, days_late
from plans.collecting import require_collecting
from plans.evidence_scan import ACCEPT
from plans.models import Period, Reopening, ReportedRow
from plans.refusals import NotAllowed
from plans.remarks import threads_of
from plans.reopenings import open_in
from plans.workflow import Part
from reports.desk import Desk, desk_of
from reports.entry.forms import SendForm
from reports.entry.places import Place, Question, Returned, gaps_of, questions_of, returned_rows
from reports.indicator_rows import IndicatorRow
from reports.proofs import Proof, proofs_of_report
from reports.sending import unexplained_rows
from reports.tally import Tally, tallies
from units.dates import local_date, short_date, short_datetime
from units.models import Unit
from units.permissions import can_enter_for, can_review, can_withdraw, enters_on_behalf, heads, stands_in

WAITING = "báo cáo đã gửi và đang chờ xem xét, chưa thêm dòng mới được"


@dataclass
class Sheet:
    """One unit in one period as its own people, or the coordinator for them, see it."""

    desk: Desk
    period: Period
    unit: Unit
    accept = ACCEPT

    @cached_property
    def tally(self) -> Tally:
        """Eight queries. A unit that reports nothing has an empty one."""
        found = tallies(self.desk.plan, self.desk.periods, [self.period])
        empty = Tally(self.period, self.period.unit_due, self.unit, None, (), (), {}, {}, frozenset())
        return found.get((self.period.pk, self.unit.pk), empty)

    @cached_property
    def before(self) -> dict[int, Figure]:
        """Indicator id → the figure of the quarter before (one query; none in the first quarter)."""
        code = self.period.as_code
        quarters = self.desk.quarters if code.is_quarter and code.quarter > 1 else []
        earlier = quarters[code.quarter - 2 : code.quarter - 1]
        return {row.indicator_id: row for row in Figure.objects.filter(period__in=earlier)} if earlier else {}

    @cached_property
    def proofs(self) -> Mapping[str, tuple[Proof, ...]]:
        """Plan's code of a row → its evidence (two queries)."""
        return proofs_of_report(self.unit, self.period)

    @cached_property
    def frozen_because(self) -> str:
        """Why nothing can be written in this period; empty where it takes figures."""
        try:
            require_collecting(self.period, self.desk.now)
        except NotAllowed as refused:
            return refused.sentence
        return ""

    @cached_property
    def unexplained(self) -> list[IndicatorRow]:
        """What waits for a sentence before the report can be sent (five queries)."""
        report = self.tally.report
        if report is None or not self.can_send:
            return []
        report.period = self.period
        return unexplained_rows(report, self.desk.now)

    @cached_property
    def today(self) -> date:
        return local_date(self.desk.now)

    @cached_property
    def reopenings(self) -> Mapping[str, Reopening]:
        """Plan's code → what is asked or granted of the unit's rows (one query)."""
        return open_in(self.period, self.unit)

    def takes(self, code: str, row: ReportedRow | None, waits: bool) -> bool:
        """Whether the row can be written now: by its period, or by a reopening of its own.

        `waits`: other rows of the report are under way. A query only where a row is missing in a closed period.
        """
        if row is not None:
            return row.takes_writing(not self.frozen_because, self.today)
        if not self.frozen_because:
            return not waits
        late = self.reopenings.get(code) if self.is_closed else None
        return late is not None and late.until is not None and self.today <= late.until

    def opened(self, code: str, row: ReportedRow | None) -> Reopening | None:
        """Under which reopening the row takes writing, however long ago its last day was; None where under none."""
        if row.reopened_until is None if row is not None else not self.is_closed:
            return None
        found = self.reopenings.get(code)
        return found if found is not None and found.until is not None else None

    def locked_because(self, code: str, row: ReportedRow | None, waits: bool) -> str:
        """Why the row takes no writing now, for a list of refusals (no full stop); empty where it does (`takes`)."""
        if self.takes(code, row, waits):
            return ""
        if row is not None and row.reopened_until and row.editable:
            return f"chỉ mở lại đến hết ngày {short_date(row.reopened_until)}, nay đã qua"
        if self.frozen_because and (row is None or row.reopened_until is None):
            return self.frozen_because.removesuffix(".")
        return f"{row.state_label}, không sửa được nữa" if row is not None else WAITING

    @property
    def takes_some(self) -> bool:
        """Whether any row can be written now: the period's, or those that are open by themselves."""
        return not self.frozen_because or bool(self.open_rows)

    @property
    def reviewer(self) -> bool:
        return can_review(self.desk.user, self.unit.ward_id)

    @property
    def open_rows(self) -> list[str]:
        """Codes of the rows that are open by themselves and can be written today."""
        return [row.code for row in self.reopenings.values() if row.until and self.today <= row.until]

    @property
    def is_closed(self) -> bool:
        return self.period.state(self.desk.now) is PeriodState.CLOSED

    @property
    def sendable(self) -> list[ReportedRow]:
        """What would go now, as `send_report` chooses it."""
        return self.tally.sendable(self.desk.now)

    @property
    def gap_count(self) -> int:
        """How many owed rows a sending now would leave out: none where the period takes no new ones."""
        return 0 if self.frozen_because else self.tally.missing

    @property
    def can_send(self) -> bool:
        return bool(self.sendable)

    @cached_property
    def waits_for_head(self) -> bool:
        """What this reader sends goes to the unit's head first (at most one query)."""
        parts = parts_of(self.desk.user, self.unit, confirmed=True)
        return Part.OFFICER in parts and head_confirms(self.unit, local_date(self.desk.now))

    @property
    def no_head(self) -> bool:
        """The ward wants the head's confirmation, and nobody can give it: sending goes straight through."""
        wanted = self.unit.ward.head_confirms and Part.OFFICER in parts_of(self.desk.user, self.unit, confirmed=True)
        return wanted and not self.waits_for_head

    @property
    def confirms(self) -> bool:
        """Rows wait for this reader."""
        return bool(self.tally.with_head) and heads(self.desk.user, self.unit)

    @property
    def with_head_words(self) -> str:
        """ "Đã trình lãnh đạo đơn vị 10:32 14/03/2026 (Cán bộ A): 5 dòng chờ xác nhận." """
        report, count = self.tally.report, len(self.tally.with_head)
        if report is None or report.asked_at is None or not count:
            return ""
        who = f" ({report.asked_by})" if report.asked_by else ""
        return f"Đã trình lãnh đạo đơn vị {short_datetime(report.asked_at)}{who}: {count} dòng chờ xác nhận."

    @property
    def on_behalf(self) -> bool:
        return enters_on_behalf(self.desk.user, self.unit)

    @property
    def due(self) -> str:
        return short_datetime(self.period.unit_due)

    @property
    def time_left(self) -> str:
        return "" if self.frozen_because else self.tally.time_left(self.desk.now)

    @property
    def is_late(self) -> bool:
        return self.tally.is_late(self.desk.now)

    @property
    def data_window(self) -> str:
        """The days that the figures cover, and that the plan is younger than they are (Quý I)."""
        text = f"Số liệu tính từ {short_date(self.period.starts_on)} đến {short_date(self.period.ends_on)}"
        if not self.period.begins_before_plan:
            return f"{text}."
        return f"{text}, bắt đầu trước ngày ban hành kế hoạch ({short_date(self.desk.plan.issued_on)})."

    @property
    def sent_words(self) -> str:
        """While rows wait: "Đã gửi 10:32 14/03/2026 (Cán bộ KT-HT-ĐT), đang chờ xem xét."; else empty.

        Where others came back: how many wait.
        """
        report = self.tally.report
        if report is None or report.sent_at is None or not self.tally.waiting:
            return ""
        who = f" ({report.sent_by})" if report.sent_by else ""
        waits = f"; còn {len(self.tally.waiting)} dòng" if self.tally.returned else ","
        return f"Đã gửi {short_datetime(report.sent_at)}{who}{waits} đang chờ xem xét."

    @property
    def withdrawable(self) -> list[ReportedRow]:
        """What "Rút lại" would take back (reports/sending.py, withdraw_report)."""
        began = self.tally.report and self.tally.report.review_began_at
        sent = [] if began else self.tally.waiting
        return [*self.tally.with_head, *(row for row in sent if not self.frozen_because or row.reopened_until)]

    @property
    def can_withdraw(self) -> bool:
        return can_withdraw(self.desk.user, self.unit) and bool(self.withdrawable)

    @property
    def freezes_withdrawn(self) -> bool:
        """Whether some of what is taken back now could not be changed afterwards: a closed period's, where not open."""
        still_open = [row.reopened_until and self.today <= row.reopened_until for row in self.withdrawable]
        return self.is_closed and not all(still_open)

    @property
    def withdrawal(self) -> SendForm:
        """What the button "Rút lại" posts: its own key, and the report as it was read."""
        report = self.tally.report
        return SendForm(initial={"key": uuid4(), "seen": report.content_version if report else 0})

    @property
    def late_words(self) -> str:
        """Nhập bù: the deadline is over and the period still takes figures."""
        if self.frozen_because or not self.is_late:
            return ""
        return (
            f"Nhập bù {self.period.label}: đã quá hạn gửi {days_late(self.period.unit_due, self.desk.now)} ngày; "
            "vẫn nhập và gửi được cho tới khi cơ quan đầu mối chốt số liệu."
        )

    @property
    def stands_in(self) -> bool:
        return stands_in(self.desk.user, self.unit)

    @property
    def returned(self) -> list[Returned]:
        return returned_rows(self.tally)

    @cached_property
    def questions(self) -> list[Question]:
        """Remarks of the reviewer that the unit has not answered (one query)."""
        report = self.tally.report
        return questions_of(self.tally, threads_of([report]).get(report.pk, {})) if report else []

    @property
    def gaps(self) -> list[tuple[str, list[Place]]]:
        return gaps_of(self.tally) if self.gap_count else []

    @property
    def quarters(self) -> list[tuple[str, Period, bool]]:
        """The word ("Quý I"), its period, and whether it is this one."""
        quarters = self.desk.quarters
        return [(f"Quý {ROMAN[q.as_code.quarter]}", q, q == self.period) for q in quarters]

    def again(self) -> "Sheet":
        """The same page with nothing read yet: after a write."""
        return Sheet(self.desk, self.period, self.unit)

    def clock(self, row: ReportedRow) -> str:
        """When the row was saved: the hour alone where that was today."""
        saved, now = row.entered_at, self.desk.now
        text = short_datetime(saved)
        return text.split()[0] if local_date(saved) == local_date(now) else text


def sheet_of(request: HttpRequest, period: str, unit: str) -> Sheet:
    """404 for what the reader may not know of: another unit's page is no page (units/permissions.py)."""
    desk = desk_of(request)
    sheet = Sheet(desk, desk.period(period), desk.unit(unit))
    if not can_enter_for(desk.user, sheet.unit):
        raise Http404("Không có trang này.")
    return sheet
