"""The demonstration's directions: one ended, one that waits for its answer; all marked and all cleared with it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db.models import F, QuerySet

from kpis.models import Indicator
from plans.models import Period, Plan
from reports.directions.actions import Request, answer_direction, finish_direction, give_direction
from reports.models import Direction, DirectionMessage, DirectionState, DirectionUnit
from units.dates import local_date
from units.models import Channel, Unit, User, Ward

ENDED = (
    "PL1.26",
    "Rà soát nguyên nhân tỷ lệ còn thấp, làm việc với các tổ dân phố và báo cáo cách khắc phục (minh họa).",
    "Đã làm việc với 12 tổ dân phố, bố trí cán bộ hướng dẫn tại nhà văn hóa vào chiều thứ Sáu (minh họa).",
    "Cách làm tốt, nhân rộng trong quý tới (minh họa).",
)
WAITING = ("PL1.6", "Báo cáo rõ số đã giải ngân và phần còn vướng, đề xuất cách xử lý trước phiên họp (minh họa).")
LEADER, OFFICER, UNIT = "lanhdao", "kthtdt", "KTHTDT"


def play_directions(plan: Plan, period: Period, now: datetime) -> None:
    """Both to the unit of the README's first walk; the day of the open one is still to come."""
    leader, officer = (User.objects.get(username=name) for name in (LEADER, OFFICER))
    unit = Unit.objects.select_related("ward").get(ward=plan.ward, code=UNIT)
    begun = now - timedelta(days=20)
    code, text, answer, word = ENDED
    made = _give(plan, period, code, text, unit, local_date(begun) + timedelta(days=10), leader, begun)
    answer_direction(
        direction=made, unit=unit, text=answer, document=None, evidence=None, request=_request(1), by=officer,
        channel=Channel.COMMAND, now=begun + timedelta(days=6),
    )  # fmt: skip
    finish_direction(
        direction=made, text=word, request=_request(2), by=leader, channel=Channel.COMMAND,
        now=begun + timedelta(days=8),
    )  # fmt: skip
    code, text = WAITING
    given = now - timedelta(days=2)
    _give(plan, period, code, text, unit, local_date(now) + timedelta(days=5), leader, given)


def _request(seen: int) -> Request:
    return Request(key=uuid4(), seen=seen)


def _give(
    plan: Plan, period: Period, code: str, text: str, unit: Unit, due_on: date, leader: User, now: datetime
) -> Direction:
    period.plan = plan
    return give_direction(
        period=period, thing=Indicator.objects.get(plan=plan, code=code), units=[unit], text=text, due_on=due_on,
        leader=leader, document=None, key=uuid4(), by=leader, channel=Channel.COMMAND, now=now,
    )  # fmt: skip


def clear_directions(ward: Ward, people: QuerySet[User]) -> int:
    """Remove the illustrative ones; on real ones take back what the accounts of the demonstration said and ended.

    One that still names such an account elsewhere keeps it (demonstration.StillNamed says so).
    """
    count, _ = Direction.objects.filter(plan__ward=ward, illustrative=True).delete()
    said = DirectionMessage.objects.filter(by__in=people)
    for direction, unit in said.filter(unit__isnull=False).values_list("direction", "unit"):
        DirectionUnit.objects.filter(direction=direction, unit=unit).update(answered_at=None)
    said.delete()
    ended = Direction.objects.filter(closed_by__in=people)
    ended.update(state=DirectionState.OPEN, closed_at=None, closed_by=None, version=F("version") + 1)
    return count
