"""What a report says otherwise than the one that was sent before it: handed in by whoever issues, printed as it is."""

from dataclasses import dataclass

from reports.documents.columns import Cell, Column


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `subject`: "Chỉ tiêu 6, Chi KHCN"; `what`: "Kết quả quý II"; `reason`: why, in words."""

    subject: str
    what: str
    before: str
    after: str
    reason: str = ""


def change_columns() -> tuple[Column[tuple[int, Change]], ...]:
    """Of the changes with their ordinal number."""
    return (
        Column("STT", 5.5, lambda row: Cell(row[0], "0"), centred=True),
        Column("Chỉ tiêu, nhiệm vụ", 40, lambda row: Cell(row[1].subject)),
        Column("Nội dung", 26, lambda row: Cell(row[1].what)),
        Column("Lần gửi trước", 26, lambda row: Cell(row[1].before)),
        Column("Lần này", 26, lambda row: Cell(row[1].after)),
        Column("Lý do", 30, lambda row: Cell(row[1].reason)),
    )
