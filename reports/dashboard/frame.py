"""What every page of the dashboard stands in: the period, the scope, the tabs, and the addresses between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from django.http import HttpRequest
from django.urls import reverse

from plans.calendar import PeriodKind, PeriodState
from plans.models import Period
from reports.addresses import address
from reports.dashboard.filters import ACCEPTED_ONLY, KEPT, wanted_scope
from reports.desk import Desk, desk_of
from reports.ledger import Scope
from reports.scorecard import Scorecard, build_scorecard, scope_for
from units.dates import local_date, short_date, span
from units.permissions import sees_entered

TABS = (
    ("dashboard", "Chỉ tiêu"),
    ("dashboard_quarters", "Theo quý"),
    ("dashboard_tasks", "Nhiệm vụ"),
    ("dashboard_goals", "Đến năm 2030"),
    ("dashboard_units", "Đơn vị"),
    ("dashboard_leaders", "Lãnh đạo"),
    ("dashboard_comparison", "So sánh kỳ"),
)
# What the year, 9 months and 6 months are compared with, where nobody says otherwise.
BEFORE = {PeriodKind.H1: PeriodKind.Q1, PeriodKind.M9: PeriodKind.H1, PeriodKind.Y: PeriodKind.M9}
SHORT = {PeriodKind.H1: "6 tháng", PeriodKind.M9: "9 tháng", PeriodKind.Y: "Cả năm"}


@dataclass(frozen=True, slots=True)
class Link:
    """`quiet`: what it leads to has not begun."""

    label: str
    address: str
    current: bool
    quiet: bool = False


@dataclass
class Frame:
    """One per page. `params` are those of the address, `kept` those of them that stay when the period changes."""

    desk: Desk
    period: Period
    scope: Scope
    kept: Mapping[str, str]
    params: Mapping[str, str]

    @property
    def query(self) -> str:
        """Period and scope, for links from page to page."""
        return self._address(self.period.code, self.scope)

    def query_with(self, **more: str) -> str:
        """The same with further parameters (`trang_thai` for "trang-thai")."""
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return self._address(self.period.code, self.scope, named)

    def _address(self, period: str, scope: Scope, kept: Mapping[str, str] = MappingProxyType({})) -> str:
        return address(self._params(period, scope) | dict(kept))

    def _params(self, period: str, scope: Scope) -> dict[str, str]:
        narrowed = scope == Scope.ACCEPTED and self.chooses_scope
        return {"ky": period, "pham-vi": ACCEPTED_ONLY if narrowed else ""}

    @property
    def params_of_period(self) -> dict[str, str]:
        """Period and scope, for links that say more."""
        return self._params(self.period.code, self.scope)

    def to(self, name: str, params: Mapping[str, str]) -> str:
        return reverse(name) + address(params)

    @property
    def year(self) -> str:
        return str(self.desk.plan.year)

    @property
    def baseline_year(self) -> str:
        return str(self.desk.plan.year - 1)

    @property
    def short_label(self) -> str:
        return short_label(self.period)

    @property
    def chooses_scope(self) -> bool:
        return sees_entered(self.desk.user)

    @property
    def accepted_only(self) -> bool:
        return self.scope == Scope.ACCEPTED

    @property
    def scope_query(self) -> str:
        """The same page in the other scope."""
        other = Scope.ENTERED if self.accepted_only else Scope.ACCEPTED
        return self._address(self.period.code, other, self.kept)

    @property
    def quarter(self) -> Period:
        """The quarter to whose end the data of the period run."""
        return self.desk.quarters[self.period.as_code.quarter - 1]

    @property
    def periods(self) -> list[Link]:
        not_begun = [q for q in self.desk.quarters if q.state(self.desk.now) == PeriodState.NOT_OPEN]
        quiet = {period.as_code.quarter for period in not_begun}
        return [
            Link(
                short_label(period),
                self._address(period.code, self.scope, self.kept),
                current=period == self.period,
                quiet=period.as_code.quarter in quiet,
            )
            for period in sorted(self.desk.periods, key=quarters_first)
        ]

    def tabs(self, current: str) -> list[Link]:
        return [Link(label, reverse(name) + self.query, current=name == current) for name, label in TABS]

    @property
    def window_words(self) -> str:
        """ "15/12/2025–14/03/2026", and that quý I begins before the plan was issued."""
        words = span(self.period.starts_on, self.period.ends_on)
        if not self.period.begins_before_plan:
            return words
        return f"{words} (bắt đầu trước ngày ban hành kế hoạch, {short_date(self.desk.plan.issued_on)})"

    @property
    def closing_words(self) -> str:
        """When the period was closed; why and by whom is for readers inside the ward."""
        if not self.period.closed_at or self.chooses_scope:
            return self.period.closing_words
        return f"Đã chốt {short_date(local_date(self.period.closed_at))}."

    @cached_property
    def scorecard(self) -> Scorecard:
        """The indicators and goals; the tasks have a page of their own and are not read here."""
        return self.scorecard_of(self.period)

    def scorecard_of(self, period: Period) -> Scorecard:
        desk = self.desk
        return build_scorecard(desk.plan, desk.periods, period, scope=self.scope, now=desk.now, with_tasks=False)

    @cached_property
    def nothing_yet(self) -> bool:
        """Nobody has said anything in the period yet, as far as the reader sees: nothing can be behind."""
        return not any(row.amount is not None or row.cell.nothing_reason for row in self.scorecard.indicators)

    @property
    def quarter_before(self) -> Link | None:
        """The same page of the quarter before, the last of which there may be figures."""
        earlier = self.desk.quarters[: self.period.as_code.quarter - 1]
        return (
            Link(earlier[-1].label, self._address(earlier[-1].code, self.scope, self.kept), current=False)
            if earlier
            else None
        )

    @cached_property
    def other(self) -> Period:
        """The period to compare with: the one of the address, else the one before; of quý I the one after."""
        asked = self.params.get("voi")
        if asked and asked != self.period.code:
            return self.desk.period(asked)
        code = self.period.as_code
        near = code.quarter - 1 if code.quarter > 1 else 2
        kind = BEFORE.get(code.kind) or PeriodKind(f"Q{near}")
        return self.desk.period(f"{code.year}-{kind.value}")

    @property
    def others(self) -> list[Link]:
        """The periods that this one may be compared with."""
        kept = dict(self.kept)
        return [
            Link(
                short_label(period),
                self._address(self.period.code, self.scope, kept | {"voi": period.code}),
                current=period == self.other,
            )
            for period in sorted(self.desk.periods, key=quarters_first)
            if period != self.period
        ]


def quarters_first(period: Period) -> tuple[bool, int]:
    return not period.as_code.is_quarter, period.as_code.quarter


def short_label(period: Period) -> str:
    """ "Quý III", "6 tháng", "Cả năm"."""
    return SHORT.get(period.as_code.kind) or period.label.split("/")[0]


def frame_of(request: HttpRequest) -> Frame:
    desk = desk_of(request)
    desk.read_plan()
    return Frame(
        desk=desk,
        period=desk.period(request.GET.get("ky")),
        scope=scope_for(desk.user, wanted_scope(request.GET)),
        kept={name: value for name in KEPT if (value := request.GET.get(name))},
        params=request.GET,
    )
