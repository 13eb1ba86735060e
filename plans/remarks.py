"""What the reviewer remarks on a row of a report, and what the unit answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from plans.actions import Hand
from plans.models import Remark, UnitReport
from plans.refusals import NotAllowed
from plans.requests import claim_key
from units import journal
from units.models import User
from units.permissions import can_review, works_for

LONGEST = 1000
SAY_SOMETHING = "Hãy ghi nội dung; để trống thì chưa gửi gì."


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about one row, oldest first."""

    code: str
    lines: tuple[Remark, ...]

    @property
    def unanswered(self) -> bool:
        """The reviewer spoke last."""
        return not self.lines[-1].from_unit


Threads = Mapping[str, Thread]  # by the plan's code of the row


def threads_of(reports: Iterable[UnitReport]) -> Mapping[int, Threads]:
    """Report id → its threads, the one that was begun first on top (one query, however many reports)."""
    lines: dict[tuple[int, str], list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(report__in=list(reports)).select_related("by").order_by("at", "pk"):
        lines[remark.report_id, remark.code].append(remark)
    found: dict[int, dict[str, Thread]] = defaultdict(dict)
    for (report_id, code), said in lines.items():
        found[report_id][code] = Thread(code, tuple(said))
    return found


def unanswered(threads: Threads) -> list[Thread]:
    return [thread for thread in threads.values() if thread.unanswered]


def _speaks_for_unit(report: UnitReport, code: str, by: User) -> bool:
    """Who reviews speaks as reviewer; in the own unit, whoever answers a colleague's question speaks for the unit."""
    if not can_review(by, report.unit.ward_id):
        return True
    last = Remark.objects.filter(report=report, code=code).order_by("at", "pk").last()
    return works_for(by, report.unit) and last is not None and not last.from_unit and last.by_id != by.pk


@transaction.atomic
def write_remark(*, report: UnitReport, code: str, text: str, key: UUID, hand: Hand) -> Remark | None:
    """Ghi ý kiến of the reviewer, or the unit's answer. None where this very request was carried out before."""
    by, now = hand.by, hand.now
    from_unit = _speaks_for_unit(report, code, by)
    if from_unit and not works_for(by, report.unit):
        raise NotAllowed("Chỉ cơ quan đầu mối và đơn vị báo cáo trao đổi về dòng này.")
    if not text:
        raise NotAllowed(SAY_SOMETHING)
    if not claim_key(key, "remark", by=by, now=now):
        return None
    remark = Remark.objects.create(report=report, code=code, text=text, from_unit=from_unit, by=by, at=now)
    journal.record(
        journal.Subject("remark", remark.pk, code, period=report.period.code, unit=report.unit.code),
        "reply" if from_unit else "remark",
        ward=report.unit.ward,
        by=by,
        channel=hand.channel,
        now=now,
        after={"ý kiến": text},
    )
    return remark
