"""One row of the task page as a form: what the unit says of its part."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.forms import RowForm, past_day, text_cell, typed_cell
from plans.quantities import Measure, NumberRefused, NumberRule, read_figure
from tasks.actions import ProgressEntry, describe
from tasks.models import Progress, Task
from tasks.timeliness import TaskStatus
from units.dates import DATE_HINT, short_date

NOTE_LENGTH = 2000
DONE, NOT_STARTED = TaskStatus.DONE.name.lower(), TaskStatus.NOT_STARTED.name.lower()
STATUSES = [("", "Chọn…"), *((status.name.lower(), status.value) for status in TaskStatus)]
PERCENT = NumberRule(Measure.PERCENT)
WHOLE_PERCENT = "Phần trăm hoàn thành là số nguyên từ 0 đến 100, ví dụ 45."


class ProgressForm(RowForm[Progress]):
    """One task × one unit × one period."""

    content = ("status", "percent", "done_on", "product", "difficulties", "proposals")
    cell = "status"

    status = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=STATUSES,
        widget=forms.Select(
            attrs={"class": "form-select form-select-sm", "autocomplete": "off", "data-called": "tình trạng"}
        ),
        error_messages={"invalid_choice": "Hãy chọn tình trạng trong danh sách."},
    )
    percent = typed_cell(label="% hoàn thành")
    done_on = typed_cell(label="Ngày hoàn thành", placeholder=DATE_HINT)
    product = text_cell(label="Sản phẩm, số văn bản", longest=NOTE_LENGTH, rows=2)
    difficulties = text_cell(label="Khó khăn, vướng mắc", longest=NOTE_LENGTH, rows=2)
    proposals = text_cell(label="Kiến nghị", longest=NOTE_LENGTH, rows=2)

    def __init__(
        self,
        task: Task,
        progress: Progress | None,
        posted: Mapping[str, str] | None = None,
        *,
        today: date,
    ) -> None:
        self.task, self.today = task, today
        super().__init__(task.code, progress, posted)

    @staticmethod
    def texts(row: Progress | None) -> dict[str, str]:
        if row is None:
            return dict.fromkeys(ProgressForm.content, "")
        return {
            "status": row.status,
            "percent": "" if row.percent is None else str(row.percent),
            "done_on": short_date(row.done_on) if row.done_on else "",
            "product": row.product,
            "difficulties": row.difficulties,
            "proposals": row.proposals,
        }

    def words(self, row: Progress | None) -> Mapping[str, str]:
        return describe(row)

    def clean_percent(self) -> int | None:
        try:
            reading = read_figure(str(self.cleaned_data.get("percent") or ""), PERCENT)
        except NumberRefused as refused:
            raise ValidationError(WHOLE_PERCENT) from refused
        if reading is None:
            return None
        if reading.value is None or reading.value != int(reading.value):
            raise ValidationError(WHOLE_PERCENT)
        return int(reading.value)

    def clean_done_on(self) -> date | None:
        return past_day(self.cleaned_data.get("done_on"), name="Ngày hoàn thành", today=self.today)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errors:
            return data
        if not data["status"] and any(data[name] not in (None, "") for name in self.content[1:]):
            self.add_error("status", "Hãy chọn tình trạng; muốn xóa dòng này thì để trống mọi ô.")
        elif data["done_on"] and data["status"] != DONE:
            self.add_error("done_on", f"Ngày hoàn thành chỉ ghi khi tình trạng là “{TaskStatus.DONE}”.")
        else:
            self._refuse_contradiction(data["status"], data["percent"])
        return data

    def _refuse_contradiction(self, status: str, percent: int | None) -> None:
        if status == DONE and percent not in (None, 100):
            self.add_error("percent", f"“{TaskStatus.DONE}” thì phần trăm là 100 hoặc để trống.")
        if status == NOT_STARTED and percent not in (None, 0):
            self.add_error("percent", f"“{TaskStatus.NOT_STARTED}” thì phần trăm là 0 hoặc để trống.")

    def entry(self) -> ProgressEntry:
        """What the valid row says."""
        return ProgressEntry(**{name: self.cleaned_data[name] for name in self.content})
