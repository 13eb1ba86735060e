"""What sending and taking back post."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from kpis.forms import NOTE_LENGTH
from plans.forms import text_cell
from reports.actions import WHY_RETURNED
from reports.indicator_rows import IndicatorRow
from units.forms import ReasonText


class SendForm(forms.Form):
    """`key` names this one request, so that a double click has one effect; `seen` is the report as it was read."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class GiveBackForm(SendForm):
    """The unit's head gives rows back to the officer. `chosen`: ticked rows; none means all that wait."""

    reason = ReasonText(WHY_RETURNED, label="Lý do trả lại cán bộ")


class QuestionForm(SendForm):
    """The question before sending. `rows` are the figures that ask for a sentence before they go: a field each."""

    def __init__(
        self, rows: Sequence[IndicatorRow], data: Mapping[str, Any] | None = None, *, fresh: Mapping[str, str]
    ) -> None:
        """`fresh` replaces the key and version that were posted: an asked-again page is a new request."""
        super().__init__(None if data is None else dict(data) | dict(fresh), initial=dict(fresh))
        self.rows = rows
        for row in rows:
            self.fields[_name(row.code)] = text_cell(label="Giải trình", longest=NOTE_LENGTH, rows=2)

    @property
    def lines(self) -> list[tuple[IndicatorRow, BoundField]]:
        return [(row, self[_name(row.code)]) for row in self.rows]

    @property
    def request(self) -> dict[str, Any]:
        """What the action takes of the valid form."""
        told = {row.code: self.cleaned_data[_name(row.code)] for row in self.rows}
        return {"key": self.cleaned_data["key"], "seen": self.cleaned_data["seen"], "explanations": told}

    @property
    def incomplete(self) -> bool:
        return "key" in self.errors or "seen" in self.errors

    def refuse(self, codes: Iterable[str]) -> None:
        """Say at each row that its sentence is missing."""
        for code in codes:
            if _name(code) in self.fields:
                self.add_error(_name(code), "Hãy ghi một câu giải trình cho dòng này.")


def _name(code: str) -> str:
    return f"{code}-explanation"
