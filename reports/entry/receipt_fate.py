"""What became of a receipt's rows after it was sent: taken back, returned, sent again.

A receipt never changes, so this stands beside it. The journal says it of every row, with its time; it has one home
there, and no column repeats it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from plans.models import Receipt
from plans.workflow import RowEvent
from units import journal
from units.dates import short_datetime
from units.models import Ward

WORDS: Mapping[str, str] = MappingProxyType({RowEvent.WITHDRAW: "Đã rút lại", RowEvent.RETURN: "Đã bị trả lại"})
Moment = tuple[str, datetime]  # what happened, and when
Place = tuple[str, str]  # codes of period and unit


@dataclass(frozen=True, slots=True)
class Fate:
    """`said`: one sentence for each way in which rows came back, in order. `newer`: the last receipt that repeats its
    rows. `accepted`: that they were, and how many where not all."""

    said: tuple[str, ...] = ()
    newer: Receipt | None = None
    accepted: str = ""

    @property
    def standing(self) -> str:
        """Where its rows are as long as none of them came back: never empty then."""
        return "" if self.said else self.accepted or "Chờ xem xét"

    @property
    def newer_words(self) -> str:
        return f"Đã có phiếu mới hơn, gửi lúc {short_datetime(self.newer.sent_at)}" if self.newer else ""


def row_codes(receipt: Receipt) -> set[str]:
    return {row["mã"] for row in receipt.content["dòng"]}


def fates(receipts: Sequence[Receipt], ward: Ward) -> dict[int, Fate]:
    """By the receipt's id, for as many as there are (two queries)."""
    if not receipts:
        return {}
    moments = _moments(receipts, ward)
    later: dict[int, list[Receipt]] = defaultdict(list)
    for other in Receipt.objects.filter(report_id__in={receipt.report_id for receipt in receipts}).order_by("sent_at"):
        later[other.report_id].append(other)
    return {receipt.pk: _fate(receipt, moments, later[receipt.report_id]) for receipt in receipts}


def _moments(receipts: Sequence[Receipt], ward: Ward) -> Mapping[tuple[Place, str], list[Moment]]:
    """(period and unit, code of a row) → what happened to it, the first first."""
    found: dict[tuple[Place, str], list[Moment]] = defaultdict(list)
    events = journal.events_of_reports(
        ward,
        periods={receipt.report.period.code for receipt in receipts},
        units={receipt.report.unit.code for receipt in receipts},
        actions=[*WORDS, RowEvent.ACCEPT],
    )
    since = min(receipt.sent_at for receipt in receipts)
    for event in events.filter(at__gt=since).order_by("at", "pk"):
        found[(event.period_code, event.unit_code), event.subject_code].append((event.action, event.at))
    return found


def _fate(receipt: Receipt, moments: Mapping[tuple[Place, str], list[Moment]], of_report: Sequence[Receipt]) -> Fate:
    codes = row_codes(receipt)
    place = (receipt.report.period.code, receipt.report.unit.code)
    counts: dict[Moment, int] = defaultdict(int)
    accepted = 0
    for code in codes:
        after = [moment for moment in moments.get((place, code), ()) if moment[1] > receipt.sent_at]
        if after and after[0][0] == RowEvent.ACCEPT:
            accepted += 1
        elif after:
            counts[after[0]] += 1
    happened = sorted(counts.items(), key=lambda pair: pair[0][1])
    said = tuple(_sentence(moment, count, len(codes)) for moment, count in happened)
    newer = [other for other in of_report if other.sent_at > receipt.sent_at and row_codes(other) & codes]
    return Fate(said, newer[-1] if newer else None, _accepted_words(accepted, len(codes)))


def _accepted_words(count: int, every: int) -> str:
    """ "Đã chấp nhận", "Đã chấp nhận 3/5 dòng", "" where none was."""
    if not count:
        return ""
    return "Đã chấp nhận" if count == every else f"Đã chấp nhận {count}/{every} dòng"


def _sentence(moment: Moment, count: int, every: int) -> str:
    """ "Đã rút lại lúc 16:57 25/11/2026"; how many rows where it was not all of them."""
    action, at = moment
    share = "" if count == every else f" {count}/{every} dòng"
    return f"{WORDS[action]}{share} lúc {short_datetime(at)}"
