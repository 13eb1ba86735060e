"""What stands around the table of a printed sheet, and who signs it (Nghị định 30/2020/NĐ-CP, Phụ lục I and III).

Number, day and signature stay blank: văn thư fills them in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.ledger import Scope
from reports.scorecard import Scorecard
from reports.spreadsheet.sheet import ILLUSTRATIVE
from units.dates import short_date
from units.models import Leader, Ward

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER = "Số:          /BC-UBND"
DRAFT = "BẢN NHÁP"
CHAIR = "CHỦ TỊCH"


def signers(ward: Ward, day: date) -> list[Leader]:
    """Who may sign on the day, the chair first (one query)."""
    leaders = Leader.objects.filter(ward=ward).exclude(signs_as="").order_by("code")
    in_office = [leader for leader in leaders if holds_office(leader, day)]
    return sorted(in_office, key=lambda leader: leader.signs_as.strip() != CHAIR)


def holds_office(leader: Leader, day: date) -> bool:
    return (leader.starts_on is None or leader.starts_on <= day) and (leader.ends_on is None or day <= leader.ends_on)


def chosen_signer(candidates: Iterable[Leader], code: str = "") -> Leader | None:
    """The one of that code; the first where none of them is asked for."""
    listed = list(candidates)
    return next((leader for leader in listed if leader.code == code), listed[0] if listed else None)


@dataclass(frozen=True, slots=True)
class Paper:
    """The frame of every sheet of one report."""

    card: Scorecard
    signer: Leader | None

    @property
    def is_draft(self) -> bool:
        """Everything that was entered is on it, accepted or not."""
        return self.card.scope == Scope.ENTERED

    @property
    def marks(self) -> tuple[str, ...]:
        """What must stand on every sheet and page so that nobody takes it for the report itself."""
        held = {ILLUSTRATIVE: self.card.illustrative, DRAFT: self.is_draft}
        return tuple(mark for mark, holds in held.items() if holds)

    @property
    def authority(self) -> tuple[str, str]:
        ward = self.card.plan.ward
        return ward.authority, ward.letterhead

    @property
    def place_and_day(self) -> str:
        return f"{self.card.plan.ward.place}, ngày      tháng      năm {self.card.period.send_due.year}"

    @property
    def ward_words(self) -> str:
        """ "UBND phường Hải An", for running text."""
        name = self.card.plan.ward.name
        return f"UBND {name[:1].lower()}{name[1:]}"

    @property
    def period_words(self) -> str:
        return self.card.period.as_code.words

    @property
    def subject(self) -> str:
        plan = self.card.plan
        issued = short_date(plan.issued_on)
        return f"Kết quả thực hiện Kế hoạch số {plan.number} ngày {issued} của {self.ward_words} {self.period_words}"

    @property
    def data_days(self) -> str:
        period = self.card.period
        accepted = f"; đã chấp nhận đến hết ngày {short_date(self.card.as_of)}" if self.card.as_of else ""
        return f"(Số liệu từ ngày {short_date(period.starts_on)} đến ngày {short_date(period.ends_on)}{accepted})"

    @property
    def as_of_words(self) -> str:
        """Under the title of an appendix: as of which day, where it is not today."""
        return f"(Số liệu đã chấp nhận đến hết ngày {short_date(self.card.as_of)})" if self.card.as_of else ""

    @property
    def attached_to(self) -> str:
        return f"(Kèm theo Báo cáo số          /BC-UBND ngày      tháng      năm           của {self.ward_words})"

    @property
    def addressed_to(self) -> str:
        return f"Kính gửi: {self.card.plan.ward.report_recipient}."

    def recipients(self, *, addressed: bool) -> tuple[str, ...]:
        """ "Như trên" where "Kính gửi" names the first of them above; an appendix by itself names it here."""
        plan = self.card.plan
        return (
            "- Như trên;" if addressed else f"- {plan.ward.report_recipient};",
            "- Thường trực Đảng ủy phường;",
            "- CT, các PCT UBND phường;",
            f"- Lưu: VT, {plan.coordinator.code}.",
        )

    @property
    def signature(self) -> tuple[str, ...]:
        """ "TM. ỦY BAN NHÂN DÂN", then how the signer signs: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
        lines = self.signer.signs_as.split("/") if self.signer else [CHAIR]
        return (f"TM. {self.card.plan.ward.authority}", *(line.strip() for line in lines))

    @property
    def signer_name(self) -> str:
        return self.signer.full_name if self.signer else ""
