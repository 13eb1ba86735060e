"""What a refused write raises, each with the sentence that tells the user why."""

from plans.models import Period, ReportedRow
from units.models import User


class NotAllowed(Exception):
    """The write is refused; `sentence` tells the user why, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Exception):
    """The row was written meanwhile. `row`: what stands now, None where it was emptied; `by`: who wanted to write."""

    def __init__(self, row: ReportedRow | None, by: User) -> None:
        own = row is not None and row.entered_by_id == by.pk
        who = "Chính bạn vừa lưu dòng này ở một cửa sổ khác" if own else "Người khác vừa lưu dòng này"
        self.sentence = f"{who}; hãy xem số đang có rồi chọn giữ số nào."
        super().__init__(self.sentence)
        self.row = row


class ReportMoved(NotAllowed):
    """The report changed after the page was drawn, so the decision on it must be taken anew."""

    def __init__(self) -> None:
        super().__init__("Báo cáo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi quyết định.")


class PeriodMoved(NotAllowed):
    """The period was closed or opened after the page was drawn."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label} vừa được người khác chốt hoặc mở lại; hãy xem lại rồi quyết định.")
