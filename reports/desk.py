"""What every page of the desk starts from: the reader's plan, its periods, and one frozen "now"."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from plans.calendar import PeriodState
from plans.models import Period, Plan
from plans.querysets import current_plan, newest_plan_with_periods, read_periods
from units.models import Channel, Unit, User


@dataclass
class Desk:
    """One per request. `plan` costs one query, `periods` one more, both at first use."""

    user: User
    now: datetime

    @cached_property
    def plan(self) -> Plan:
        plan = current_plan(self.user)
        if plan is None:
            raise Http404("Chưa có kế hoạch nào được nạp.")
        return plan

    @cached_property
    def periods(self) -> list[Period]:
        return read_periods(self.plan)

    def read_plan(self) -> None:
        """Plan and periods in one query, for a page that is sure to need both."""
        plan, periods = newest_plan_with_periods(self.user.ward)
        if plan is not None:
            self.__dict__ |= {"plan": plan, "periods": periods}

    @property
    def hand(self) -> dict[str, Any]:
        """Who writes, by which way and when, as every action of a page asks for it."""
        return {"by": self.user, "channel": Channel.SCREEN, "now": self.now}

    @property
    def quarters(self) -> list[Period]:
        return [period for period in self.periods if period.as_code.is_quarter]

    @cached_property
    def current_period(self) -> Period:
        """The quarter that is being reported: the newest open one, else the newest that has begun."""
        begun = [p for p in self.quarters if p.state(self.now) != PeriodState.NOT_OPEN]
        still_open = [p for p in begun if p.state(self.now) == PeriodState.OPEN]
        chosen = still_open[-1:] or begun[-1:] or self.quarters[:1]
        if not chosen:
            raise Http404("Kế hoạch chưa có kỳ báo cáo nào.")
        return chosen[0]

    def period(self, code: str | None) -> Period:
        """The period of that code, the current one where none is given, else 404."""
        if not code:
            return self.current_period
        for period in self.periods:
            if period.code == code:
                return period
        raise Http404("Không có kỳ báo cáo này.")

    def unit(self, code: str) -> Unit:
        """The unit of that code in the reader's own ward, else 404."""
        own = self.user.unit
        if own is not None and own.code == code and own.ward_id == self.user.ward_id:
            own.ward = self.user.ward  # the account came with both: no query for the own unit
            return own
        unit = Unit.objects.select_related("ward").filter(ward_id=self.user.ward_id, code=code).first()
        if unit is None:
            raise Http404("Không có đơn vị này.")
        return unit


def desk_of(request: HttpRequest) -> Desk:
    """The request's desk, made once."""
    found: Desk | None = getattr(request, "_desk", None)
    if found is None:
        assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware has let nobody else in
        found = Desk(user=request.user, now=timezone.now())
        request._desk = found  # type: ignore[attr-defined]
    return found
