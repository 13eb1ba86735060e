"""Tổng hợp tuần: what ward leaders hear once a week, out of the scorecard and the tally."""

from datetime import datetime

from django.urls import reverse

from plans.models import Period
from reports.dashboard.summary import standing
from reports.desk import Desk
from reports.owing import Owing, owing_in
from reports.scorecard import LATE, Scope, Scorecard, build_scorecard
from reports.tally import Tally, tallies
from units.dates import local_date
from units.models import Notice, NoticeKind, Ward
from units.notices import leaders_of, notify


def tell_the_week(ward: Ward, now: datetime) -> None:
    """One notice a leader and week: on Monday, or at the first run after it where the computer was off."""
    leaders = list(leaders_of(ward, now))
    year, week, _ = local_date(now).isocalendar()
    once = f"digest:{year}-W{week:02d}"
    told = Notice.objects.filter(person__in=leaders, once=once).values_list("person_id", flat=True)
    if {leader.pk for leader in leaders} <= set(told):
        return
    desk = Desk(leaders[0], now)
    if not Period.objects.filter(plan__ward=ward).exists():
        return
    sentence, details = digest_of(desk, desk.current_period)
    path = f"{reverse('dashboard')}?ky={desk.current_period.code}"
    notify(leaders, NoticeKind.DIGEST, f"Tuần {week}: {sentence}", path=path, now=now, once=once, details=details)


def digest_of(desk: Desk, period: Period) -> tuple[str, str]:
    """The sentence and the lines below it: entered figures, as leaders see them on the dashboard."""
    card = build_scorecard(desk.plan, desk.periods, period, scope=Scope.ENTERED, now=desk.now, with_tasks=False)
    found = list(tallies(desk.plan, desk.periods, [period]).values())
    counts = ", ".join(f"{part.linked}{part.rest}" for part in standing(card.summary, lambda status: ""))
    owing = owing_in(found, desk.now)
    late = [row for row in owing if row.days_late]
    lines = [*_behind(card), *_units(found, owing, late)]
    if card.illustrative:
        lines.append("Có số liệu minh họa.")
    return f"{period.label}: {counts}; {_late_words(late)}.", "\n".join(lines)


def _late_words(late: list[Owing]) -> str:
    return f"{len(late)} đơn vị quá hạn gửi" if late else "không đơn vị nào quá hạn gửi"


def _behind(card: Scorecard) -> list[str]:
    """The indicators that are late or failed, each with its unit."""
    rows = [row for row in card.indicators if row.verdict.status in LATE]
    if not rows:
        return ["Không chỉ tiêu nào chậm tiến độ."]
    lines = [
        f"- {row.code} {row.short_name} ({row.unit.short_name if row.unit else 'chưa phân công'}): {row.value_text}, "
        f"mục tiêu {row.target.label}"
        for row in rows
    ]
    return [f"{len(rows)} chỉ tiêu chậm (theo số đã nhập, gồm cả số chưa chấp nhận):", *lines]


def _units(found: list[Tally], owing: list[Owing], late: list[Owing]) -> list[str]:
    done = sum(tally.all_accepted for tally in found)
    lines = [f"{len(found) - len(owing)}/{len(found)} đơn vị đã gửi đủ, {done} đơn vị đã được chấp nhận hết."]
    if late:
        lines += ["Đơn vị quá hạn:", *(f"- {row.unit.name}: {row.timing}, {row.lack}" for row in late)]
    return lines
