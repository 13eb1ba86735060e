"""Việc của tôi: what waits for the reader, and the one button that continues where the work stopped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kpis.milestones import without_milestones
from plans.calendar import PeriodState
from plans.models import Period, Reopening
from plans.remarks import Threads, threads_of
from plans.reopenings import granted_in
from plans.workflow import UNDER_WAY, RowState
from reports.desk import Desk
from reports.entry.places import (
    Place,
    Question,
    Returned,
    first_url,
    gaps_of,
    place_of,
    questions_of,
    returned_rows,
    row_url,
)
from reports.issued import to_issue
from reports.standing import Key
from reports.tally import Tally, tallies
from units.dates import due_words, local_date, short_date, short_datetime
from units.models import UNIT_ROLES, Role, User
from units.people import at_work_on
from units.permissions import (
    can_review,
    edits_plan,
    heads,
    names_stand_ins,
    sees_calendar,
    sees_receipts_of,
    sees_reports,
    stands_in,
    works_for,
    writes_reports,
)


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A row that is open by itself: until when, why, and where it is entered."""

    code: str
    label: str
    url: str
    reason: str


@dataclass(frozen=True)
class Waits:
    """What waits beside the rows: reopenings that stand by period and unit, threads of remarks by report id."""

    opened: Mapping[Key, list[Reopening]]
    threads: Mapping[int, Threads]

    def questions(self, tally: Tally) -> list[Question]:
        return questions_of(tally, self.threads.get(tally.report.pk, {})) if tally.report else []


NOTHING_WAITS = Waits({}, {})


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it says and where it leads."""

    label: str
    url: str
    sends: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """One period of one unit. `step`: what the reader does next, who heads the unit before its officers; `questions`:
    the reviewer's, unanswered; `opened`: rows that are open by themselves."""

    tally: Tally
    is_open: bool
    due: str
    time_left: str
    is_late: bool
    returned: list[Returned]
    gaps: list[tuple[str, list[Place]]]
    step: Step
    stands_in: bool
    questions: list[Question]
    opened: list[OpenedRow]

    @property
    def page(self) -> str:
        """Where the unit enters."""
        return first_url(self.tally)

    @property
    def folds(self) -> bool:
        """Whether the list of gaps is too long to stand open."""
        return self.tally.missing > 8


@dataclass(frozen=True, slots=True)
class MyWork:
    """`own`: begun periods of the reader's unit, the current one first, then those of units that the reader stands in
    for. The rest is empty where it is not theirs.

    `reviews`: reports that wait for the coordinator. `on_behalf`: units without an account, open periods.
    `reviewer`: whether reports come to this reader at all. `units`: how far every unit is in the current period,
    for those who lead. `handing_in`: what a unit's people do besides entering. `unset`: how many indicators are
    judged by "mốc tạm tính", for who sets milestones. `to_issue`: the reports that are due and were not issued, each
    with how far that is, for who writes them.
    """

    own: list[Work]
    reviewer: bool
    reviews: list[Tally]
    on_behalf: list[Work]
    units: list[Tally]
    links: list[Step]
    handing_in: list[Step]
    unset: int
    to_issue: list[tuple[str, Step]]

    @property
    def current(self) -> list[Work]:
        """One of each unit that the reader works for: the first of its periods."""
        return list({work.tally.unit.pk: work for work in reversed(self.own)}.values())[::-1]

    @property
    def others(self) -> list[Work]:
        shown = {id(work) for work in self.current}
        return [work for work in self.own if id(work) not in shown]


def my_work(desk: Desk) -> MyWork:
    """Some dozen queries, however many units and rows."""
    user = desk.user
    wanted = [period for period in desk.periods if period.collects and period.state(desk.now) != PeriodState.NOT_OPEN]
    leads = user.role in {Role.WARD_LEADER, Role.ADMINISTRATOR}
    found = tallies(desk.plan, desk.periods, wanted) if leads or user.role in UNIT_ROLES else {}
    reviewer = can_review(user, user.ward_id)
    return MyWork(
        handing_in=_handing_in(user),
        own=_own(desk, found, wanted),
        reviewer=reviewer,
        reviews=[tally for tally in found.values() if tally.waiting] if reviewer else [],
        on_behalf=_on_behalf(desk, found) if reviewer else [],
        units=[tally for tally in found.values() if tally.period == desk.current_period] if leads else [],
        links=_links(user),
        to_issue=_to_issue(desk) if writes_reports(user, desk.plan.ward_id) else [],
        unset=len(without_milestones(desk.plan, local_date(desk.now))) if edits_plan(user) else 0,
    )


def _to_issue(desk: Desk) -> list[tuple[str, Step]]:
    today = local_date(desk.now)
    return [
        (due_words(period.send_due, today), Step(period.label, f"{reverse('documents')}?ky={period.code}"))
        for period in to_issue(desk.periods, today)
    ]


def _own(desk: Desk, found: Mapping[Key, Tally], wanted: Iterable[Period]) -> list[Work]:
    if desk.user.role not in UNIT_ROLES:
        return []
    mine = [tally for tally in found.values() if works_for(desk.user, tally.unit)]
    waits = Waits(granted_in(wanted), threads_of([tally.report for tally in mine if tally.report]))
    works = [_work(desk, tally, waits) for tally in mine]
    return sorted(
        works, key=lambda work: (stands_in(desk.user, work.tally.unit), work.tally.period != desk.current_period)
    )


def _open(desk: Desk, found: Mapping[Key, Tally]) -> list[Tally]:
    return [tally for tally in found.values() if tally.period.state(desk.now) == PeriodState.OPEN]


def _on_behalf(desk: Desk, found: Mapping[Key, Tally]) -> list[Work]:
    at_work = at_work_on(local_date(desk.now))
    people = User.objects.filter(at_work, ward_id=desk.user.ward_id, role__in=UNIT_ROLES)
    staffed = set(people.values_list("unit_id", flat=True))
    works = [_work(desk, tally) for tally in _open(desk, found) if tally.unit.pk not in staffed]
    return sorted(works, key=lambda work: work.tally.period != desk.current_period)


def _work(desk: Desk, tally: Tally, waits: Waits = NOTHING_WAITS) -> Work:
    is_open = tally.period.state(desk.now) == PeriodState.OPEN
    granted = waits.opened.get((tally.period.pk, tally.unit.pk), [])
    opened = [_opened(tally, row) for row in granted if row.until and local_date(desk.now) <= row.until]
    return Work(
        tally=tally,
        is_open=is_open,
        due=short_datetime(tally.period.unit_due),
        time_left=tally.time_left(desk.now) if is_open else "đã chốt",
        is_late=is_open and tally.is_late(desk.now),
        returned=returned_rows(tally),
        gaps=gaps_of(tally) if is_open else [],
        step=_confirm(desk.user, tally)
        or (next_step(tally, desk.now) if is_open else step_when_closed(tally, opened, desk.now)),
        stands_in=stands_in(desk.user, tally.unit),
        questions=waits.questions(tally),
        opened=opened,
    )


def next_step(tally: Tally, now: datetime) -> Step:
    """What came back and was not mended first, then the first gap, then sending."""
    back, gap = [group for group in returned_rows(tally) if not group.mended], tally.first_gap
    if back:
        count = sum(len(group.places) for group in back)
        return Step(f"Sửa {count} dòng bị trả lại", back[0].places[0][1])
    if gap is not None:
        words = "Nhập tiếp" if tally.rows else "Bắt đầu nhập"
        return Step(f"{words} {tally.period.label}", row_url(tally, gap.code))
    if tally.sendable(now):
        return Step("Gửi báo cáo…", _send_url(tally), sends=True)
    return Step(f"Xem {tally.period.label}", first_url(tally))


def step_when_closed(tally: Tally, opened: Sequence[OpenedRow], now: datetime) -> Step:
    """A row that is open by itself is entered, then sent; else there is only something to see."""
    saved = {row.pk for row in tally.sendable(now) if row.state != RowState.REOPENED}
    with_others = {code for code, row in tally.coded_rows if RowState(row.state) in UNDER_WAY}
    to_enter = [row for row in opened if row.code not in with_others]
    if to_enter and not saved:
        return Step(f"Nhập {len(to_enter)} dòng đang mở lại", to_enter[0].url)
    if saved:
        return Step("Gửi báo cáo…", _send_url(tally), sends=True)
    return Step(f"Xem {tally.period.label}", first_url(tally))


def _send_url(tally: Tally) -> str:
    return reverse("send_report", args=(tally.period.code, tally.unit.code))


def _opened(tally: Tally, row: Reopening) -> OpenedRow:
    label, url = place_of(tally, row.code)
    until = f" đến hết ngày {short_date(row.until)}" if row.until else ""
    return OpenedRow(row.code, f"{label} mở lại{until}", url, row.reason)


def _confirm(user: User, tally: Tally) -> Step | None:
    count = len(tally.with_head)
    return Step(f"Xác nhận {count} dòng đang chờ", _send_url(tally)) if count and heads(user, tally.unit) else None


def _handing_in(user: User) -> list[Step]:
    """What a unit's people do besides entering."""
    if user.role not in UNIT_ROLES:
        return []
    pages = [
        ("calendar", "Lịch báo cáo", True),
        ("milestones", "Mốc quý", True),
        ("receipts", "Phiếu gửi số liệu", True),
        ("stand_ins", "Cử người thay", names_stand_ins(user)),
    ]
    return [Step(label, reverse(name)) for name, label, visible in pages if visible]


def _links(user: User) -> list[Step]:
    pages = [
        ("dashboard", "Bảng điều khiển các chỉ tiêu", True),
        ("dashboard_tasks", "Nhiệm vụ theo phụ lục", True),
        ("dashboard_goals", "Mục tiêu đến năm 2030", True),
        ("plan_text", "Toàn văn kế hoạch", True),
        ("calendar", "Lịch báo cáo: kỳ, thời hạn, ngày nghỉ", sees_calendar(user)),
        ("milestones", "Mốc quý của các chỉ tiêu", sees_calendar(user)),
        ("receipts", "Phiếu gửi số liệu của các đơn vị", sees_receipts_of(user, None)),
        ("documents", "Báo cáo gửi cấp trên", sees_reports(user)),
        ("admin:index", "Quản trị: tài khoản, đơn vị, dữ liệu kế hoạch", user.is_staff),
    ]
    return [Step(label, reverse(name)) for name, label, visible in pages if visible]
