"""One row of the indicator page as a form: what the officer typed, read by the one parser."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kpis.actions import FigureEntry, describe
from kpis.models import Figure, Indicator
from plans.forms import RowForm, even, text_cell, typed_cell
from plans.quantities import Measure, NumberRefused, NumberRule, Reading, format_typed, read_figure
from units.text import search_key

NOTE_LENGTH = 1000
SOURCE_LENGTH: int = Figure._meta.get_field("source").max_length or 0
EXTRAS = ("estimate", "source", "explanation")
NOTHING = search_key("không phát sinh")


def rule_attributes(rule: NumberRule) -> dict[str, str]:
    """The rule of a cell as static/js/echo.js finds it on the input."""
    flags = {"data-asks-quotient": rule.asks_quotient, "data-money-pair": rule.money_pair}
    return {"data-measure": rule.measure} | {name: "yes" for name, holds in flags.items() if holds}


class FigureForm(RowForm[Figure]):
    """One indicator × one period. A reason without a number says "không phát sinh"."""

    content = ("value", "nothing_reason", "estimate", "source", "explanation")
    cell = "value"

    value = typed_cell(label="Thực hiện", inputmode="text")
    nothing_reason = text_cell(label="Không phát sinh trong kỳ, lý do", longest=NOTE_LENGTH)
    estimate = forms.BooleanField(
        label="Ước", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    source = text_cell(label="Nguồn số liệu", longest=SOURCE_LENGTH)
    explanation = text_cell(label="Giải trình", longest=NOTE_LENGTH, rows=2)

    def __init__(self, indicator: Indicator, figure: Figure | None, posted: Mapping[str, str] | None = None) -> None:
        self.indicator = indicator
        self.suggestion = ""
        taken = (posted or {}).get(f"{indicator.code}-take")
        if posted is not None and taken is not None:
            posted = dict(posted) | {f"{indicator.code}-value": taken}
        super().__init__(indicator.code, figure, posted)
        self.fields["value"].widget.attrs |= rule_attributes(indicator.number_rule)
        self.initial["estimate"] = figure is not None and figure.estimate  # the widget takes "false" for a tick

    @staticmethod
    def texts(row: Figure | None) -> dict[str, str]:
        if row is None:
            return dict.fromkeys(FigureForm.content, "") | {"estimate": "false"}
        return {
            "value": format_typed(row.reading) if row.reading else "",
            "nothing_reason": row.nothing_reason,
            "estimate": "on" if row.estimate else "false",
            "source": row.source,
            "explanation": row.explanation,
        }

    def words(self, row: Figure | None) -> Mapping[str, str]:
        return describe(row, Measure(self.indicator.measure))

    @property
    def details_open(self) -> bool:
        """Whether the folded fields hold something to be put right."""
        return self.errs_in(("nothing_reason", "source", "explanation"))

    def clean_value(self) -> Reading | None:
        typed = str(self.cleaned_data.get("value") or "")
        if search_key(typed) == NOTHING:
            return None
        try:
            return read_figure(typed, self.indicator.number_rule)
        except NumberRefused as refused:
            self.suggestion = refused.suggestion or ""
            raise ValidationError(refused.sentence) from refused

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.errs_in(("value", "nothing_reason")):
            return data
        if data["value"] is not None and data["nothing_reason"]:
            self.add_error(
                "nothing_reason",
                "Dòng này vừa có số liệu vừa có lý do không phát sinh; hãy xóa một trong hai.",
            )
        elif data["value"] is None and not data["nothing_reason"]:
            self._refuse_half_empty()
        return data

    def _refuse_half_empty(self) -> None:
        """What was typed beside an empty cell would be lost: only the cleared row as it was shown may go."""
        if search_key(self.typed("value")) == NOTHING:
            self.add_error("nothing_reason", "Không phát sinh thì cần lý do; hãy ghi lý do tại đây.")
        elif any(self._is_new(name) for name in EXTRAS):
            self.add_error(
                "value",
                "Ước, nguồn và giải trình chỉ lưu cùng số liệu; hãy nhập số liệu hoặc lý do không phát sinh.",
            )

    def _is_new(self, name: str) -> bool:
        typed = even(self.typed(name))
        return typed not in ("", "false") and typed != even(self.stored[name])

    def entry(self) -> FigureEntry:
        """What the valid row says."""
        return FigureEntry(reading=self.cleaned_data["value"], **{n: self.cleaned_data[n] for n in self.content[1:]})
