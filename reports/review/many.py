"""Chấp nhận nhiều đơn vị: the reports that wait, what was checked of each, the acceptance of those without a doubt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from plans.models import Period
from plans.refusals import Conflict, NotAllowed
from plans.remarks import Threads, threads_of, unanswered
from plans.requests import keys_done
from plans.workflow import RowEvent
from reports import actions
from reports.desk import Desk
from reports.ledger import Scope
from reports.scorecard import build_scorecard
from reports.tally import Tally, tallies
from units.journal import events_of_reports
from units.models import Channel, Unit

NOTHING_WAITS = "không còn dòng nào chờ xem xét"
UNKNOWN = "không có đơn vị này trong kỳ"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `doubt` says what is wrong, "" where nothing is."""

    name: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit whose rows wait."""

    tally: Tally
    checks: tuple[Check, ...]

    @property
    def clean(self) -> bool:
        return not any(check.doubt for check in self.checks)

    @property
    def doubts(self) -> list[str]:
        return [check.doubt for check in self.checks if check.doubt]

    @property
    def seen(self) -> int:
        return self.tally.report.content_version if self.tally.report else 0


@dataclass
class ManyPage:
    """Every unit of the period whose rows wait, in the ward's order."""

    desk: Desk
    period: Period

    @cached_property
    def tallies(self) -> list[Tally]:
        return list(tallies(self.desk.plan, self.desk.periods, [self.period]).values())

    @property
    def waiting(self) -> list[Tally]:
        return [tally for tally in self.tallies if tally.waiting and tally.report]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Some twenty queries, however many units wait."""
        threads = threads_of(tally.report for tally in self.waiting if tally.report)
        back, warned = self._returned, self._warned
        return [
            Candidate(tally, checks_of(self.desk, tally, warned, back, threads.get(tally.report.pk, {})))
            for tally in self.waiting
            if tally.report
        ]

    @property
    def clean(self) -> list[Candidate]:
        return [found for found in self.candidates if found.clean]

    @property
    def names(self) -> list[str]:
        """What "clean" means: every check by its name."""
        return [check.name for check in self.candidates[0].checks] if self.candidates else []

    @property
    def _warned(self) -> frozenset[str]:
        """Codes of the indicators whose figure carries a caution."""
        desk = self.desk
        card = build_scorecard(desk.plan, desk.periods, self.period, scope=Scope.ENTERED, now=desk.now)
        return frozenset(row.code for row in card.indicators if row.cautions)

    @property
    def _returned(self) -> frozenset[str]:
        """Codes of the units to which a row came back in this period."""
        units = [tally.unit.code for tally in self.waiting]
        events = events_of_reports(
            self.desk.plan.ward, periods=[self.period.code], units=units, actions=[RowEvent.RETURN]
        )
        return frozenset(events.values_list("unit_code", flat=True))


def checks_of(
    desk: Desk, tally: Tally, warned: Collection[str], back: Collection[str], threads: Threads
) -> tuple[Check, ...]:
    """What makes a report clean: nothing in it asks the reviewer for a second look."""
    cautions = [i.number for i in tally.indicators if i.code in warned and i.pk in tally.figures]
    open_questions, editable, on_behalf = len(unanswered(threads)), len(tally.editable), _on_behalf(tally)
    with_head = len(tally.with_head)
    return (
        Check("đủ mọi dòng phải báo cáo", f"còn thiếu {tally.missing} dòng" if tally.missing else ""),
        Check("không còn dòng nào đơn vị đang sửa", f"{editable} dòng đơn vị đang sửa" if editable else ""),
        Check(
            "không còn dòng chờ lãnh đạo đơn vị xác nhận",
            f"{with_head} dòng chờ lãnh đạo đơn vị xác nhận" if with_head else "",
        ),
        Check("không có cảnh báo", f"có cảnh báo ở chỉ tiêu {', '.join(cautions)}" if cautions else ""),
        Check("mọi ý kiến đã được trả lời", f"{open_questions} ý kiến chưa trả lời" if open_questions else ""),
        Check("chưa từng bị trả lại trong kỳ", "có dòng từng bị trả lại" if tally.unit.code in back else ""),
        Check("không phải số liệu nhập thay", f"{on_behalf} dòng nhập thay" if on_behalf else ""),
        Check(
            "không phải số liệu của chính đơn vị bạn",
            "đơn vị của chính bạn" if tally.unit.pk == desk.user.unit_id else "",
        ),
    )


def _on_behalf(tally: Tally) -> int:
    return sum(row.on_behalf for row in tally.waiting)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one wanted unit: how many rows were accepted, none where it was done before, or why not."""

    name: str
    short_name: str
    count: int
    refused: str

    @property
    def done_before(self) -> bool:
        return not self.count and not self.refused


def accept_many(page: ManyPage, wanted: Iterable[str], seen: Mapping[str, int], key: UUID) -> list[Result]:
    """Accept the clean reports of the wanted units (codes), each whole or not at all and by itself.

    `seen`: unit code → the report as it was read. A unit that is not clean any more is refused, not accepted. Every
    wanted unit has a result.
    """
    chosen = list(dict.fromkeys(wanted))
    keys = {code: uuid5(key, code) for code in chosen}
    waiting = {found.tally.unit.code: found for found in page.candidates}
    units = {tally.unit.code: tally.unit for tally in page.tallies}
    gone = [code for code in chosen if code not in waiting]
    before = keys_done([keys[code] for code in gone], by=page.desk.user) if gone else frozenset()
    return [
        _gone(units.get(code), code, keys[code] in before)
        if code in gone
        else _accept_one(page.desk, waiting[code], seen.get(code, 0), keys[code])
        for code in chosen
    ]


def _gone(unit: Unit | None, code: str, done_before: bool) -> Result:
    """A wanted unit whose rows do not wait: by this very request before, or by somebody else's doing."""
    if unit is None:
        return Result(code[:20], code[:20], 0, UNKNOWN)
    return Result(unit.name, unit.short_name, 0, "" if done_before else NOTHING_WAITS)


def _accept_one(desk: Desk, found: Candidate, seen: int, key: UUID) -> Result:
    report, unit = found.tally.report, found.tally.unit
    if report is None or not found.clean:
        return Result(unit.name, unit.short_name, 0, "; ".join(found.doubts))
    report.period = found.tally.period
    try:
        count = actions.accept_report(
            report=report, chosen=(), seen=seen, key=key, by=desk.user, channel=Channel.SCREEN, now=desk.now
        )
    except (NotAllowed, Conflict) as refused:
        return Result(unit.name, unit.short_name, 0, refused.sentence)
    return Result(unit.name, unit.short_name, count, "")
