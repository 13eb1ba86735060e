"""Receipts of what was sent, found again by unit or by the code on the paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from plans.calendar import days_late
from plans.models import Receipt
from plans.receipts import check_code, code_as_typed
from reports.desk import Desk
from reports.entry.receipt_fate import Fate, fates
from units.dates import short_datetime
from units.permissions import sees_receipts_of

SHOWN = 100


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One receipt as it is printed. `genuine`: the content still gives the code that stands on the paper."""

    receipt: Receipt
    fate: Fate

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = self.receipt.content
        return found

    @property
    def unit(self) -> str:
        return str(self.content["đơn vị"])

    @property
    def period(self) -> str:
        return str(self.content["kỳ"])

    @property
    def sender(self) -> str:
        return f"{self.content['người gửi']}{' (nhập thay)' if self.content['nhập thay'] else ''}"

    @property
    def confirmed_by(self) -> str:
        return str(self.content.get("người xác nhận", ""))

    @property
    def asked_at(self) -> str:
        asked = self.content.get("trình lúc")
        return short_datetime(datetime.fromisoformat(asked)) if asked else ""

    @property
    def paper(self) -> str:
        return str(self.content.get("bản giấy", ""))

    @property
    def sent_at(self) -> str:
        return short_datetime(self._sent)

    @property
    def due(self) -> str:
        return short_datetime(self._due)

    @property
    def days_late(self) -> int:
        """Of the first sending, where these rows were sent again after they came back."""
        return days_late(self._due, self._first or self._sent)

    @property
    def timing(self) -> str:
        days = self.days_late
        if self._first:
            return f"gửi lại, lần đầu gửi {f'muộn {days} ngày' if days else 'đúng hạn'}"
        return f"gửi muộn {days} ngày (nhập bù)" if days else "gửi đúng hạn"

    @property
    def _first(self) -> datetime | None:
        kept = self.content.get("gửi lần đầu")
        return datetime.fromisoformat(kept) if kept else None

    @property
    def _sent(self) -> datetime:
        return datetime.fromisoformat(self.content["gửi lúc"])

    @property
    def _due(self) -> datetime:
        """As it was then; the first receipts do not say it and are older than days off, so there the stored one."""
        kept = self.content.get("hạn gửi")
        return datetime.fromisoformat(kept) if kept else self.receipt.report.period.unit_due_at

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Code, name, what was said, with which evidence: the first receipts do not say that."""
        rows = self.content["dòng"]
        return [(row["mã"], row["tên"], row["nội dung"], "; ".join(row.get("minh chứng", ()))) for row in rows]

    @property
    def genuine(self) -> bool:
        return check_code(self.content) == self.receipt.code


def receipts_for(desk: Desk) -> QuerySet[Receipt]:
    """Those of the ward for who leads or reviews; of the own unit for its people; 404 for who sees none."""
    user = desk.user
    receipts = Receipt.objects.filter(report__unit__ward_id=user.ward_id)
    receipts = receipts.select_related("report__unit", "report__period", "sent_by")
    if sees_receipts_of(user, None):
        return receipts
    if not sees_receipts_of(user, user.unit):
        raise Http404("Không có trang này.")
    return receipts.filter(report__unit_id__in=[user.unit_id, *user.stands_in_for])


def receipt_page(desk: Desk, code: str) -> ReceiptPage:
    receipt = receipts_for(desk).filter(code=code).first()
    if receipt is None:
        raise Http404("Không có phiếu gửi này.")
    return _pages(desk, [receipt])[0]


def found_receipts(desk: Desk, typed: str) -> list[ReceiptPage]:
    """The newest first; with a code typed off a paper only that one. Three queries."""
    receipts = receipts_for(desk)
    if typed:
        receipts = receipts.filter(code=code_as_typed(typed[:40]))
    return _pages(desk, list(receipts[:SHOWN]))


def _pages(desk: Desk, receipts: list[Receipt]) -> list[ReceiptPage]:
    found = fates(receipts, desk.user.ward)
    return [ReceiptPage(receipt, found[receipt.pk]) for receipt in receipts]
