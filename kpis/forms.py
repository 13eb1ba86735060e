"""One row of the indicator page as a form: what the officer typed, read by the one parser."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kpis.actions import FigureEntry, describe
from kpis.breakdown import (
    TEXT_LENGTH,
    BreakdownRefused,
    Item,
    format_items,
    mismatch,
    not_answered,
    read_items,
    total_of,
    without_answers,
)
from kpis.models import Figure, Indicator
from kpis.presence import Presence, says_nothing
from plans.forms import RowForm, even, text_cell, typed_cell
from plans.quantities import Measure, NumberRefused, NumberRule, Reading, format_typed, read_figure, read_pair
from plans.widgets import CheckboxInput

NOTE_LENGTH = 1000
SOURCE_LENGTH: int = Figure._meta.get_field("source").max_length or 0
EXTRAS = ("estimate", "source", "explanation", "breakdown")
NUMBERS = ("value", "numerator", "denominator", "nothing_reason")
TWO_WAYS = "Ô số liệu ghi một số, tử số và mẫu số ghi số khác; hãy chỉ ghi một cách."
NO_REASON = "Lý do không phát sinh phải ghi bằng lời; nếu đây là số liệu, hãy ghi vào ô số liệu."
REPEATED = "giữ nguyên như quý trước"
REPLACED = "Số này thay cho “không phát sinh”; đã bỏ lý do “{}”."


def rule_attributes(rule: NumberRule) -> dict[str, str]:
    """The rule of a cell as static/js/echo.js finds it on the input."""
    flags = {"data-asks-quotient": rule.asks_quotient, "data-money-pair": rule.money_pair}
    return {"data-measure": rule.measure} | {name: "yes" for name, holds in flags.items() if holds}


class FigureForm(RowForm[Figure]):
    """One indicator × one period. A reason without a number says "không phát sinh".

    `numerator` and `denominator` are a second way to type a pair; they start empty, for the cell shows what is stored.
    `before` is the figure of the quarter before: its list of names is a start for this one.
    """

    content = (*NUMBERS, *EXTRAS)
    cell = "value"

    value = typed_cell(label="Thực hiện", inputmode="text")
    numerator = typed_cell(label="Tử số", inputmode="decimal")
    denominator = typed_cell(label="Mẫu số", inputmode="decimal")
    nothing_reason = text_cell(label="Không phát sinh trong kỳ, lý do", longest=NOTE_LENGTH)
    estimate = forms.BooleanField(
        label="Ước", required=False, widget=CheckboxInput(attrs={"class": "form-check-input", "data-called": "ước"})
    )
    source = text_cell(label="Nguồn số liệu", longest=SOURCE_LENGTH)
    explanation = text_cell(label="Giải trình", longest=NOTE_LENGTH, rows=2)
    breakdown = text_cell(label="Bảng kê", longest=TEXT_LENGTH, rows=3)

    def __init__(
        self,
        indicator: Indicator,
        figure: Figure | None,
        posted: Mapping[str, str] | None = None,
        *,
        before: Figure | None = None,
    ) -> None:
        self.indicator, self.before = indicator, before
        self.measure = Measure(indicator.measure)
        self.suggestion, self.answered = "", ""
        self.listed: tuple[Item, ...] = ()
        self.repeats = f"{indicator.code}-repeat" in (posted or {})
        self.takes_names = f"{indicator.code}-list" in (posted or {})
        super().__init__(indicator.code, figure, None if posted is None else self._pressed(posted))
        self.fields["value"].widget.attrs |= rule_attributes(indicator.number_rule)
        self.initial["estimate"] = figure is not None and figure.estimate  # the widget takes "false" for a tick
        if figure is not None and figure.nothing_reason:
            self.fields["value"].widget.attrs["placeholder"] = Presence.NOTHING.value
        for name, text in (("denominator", self.denominator_before), ("source", self.source_before)):
            if text:
                self.fields[name].widget.attrs["list"] = f"{self[name].id_for_label}-before"

    def _pressed(self, posted: Mapping[str, str]) -> Mapping[str, str]:
        """The posted fields with what one of the row's own buttons puts into them."""
        code = self.indicator.code
        if self.repeats and self.before is not None:
            texts = self.texts(self.before)
            return dict(posted) | {f"{code}-{name}": texts[name] for name in NUMBERS}
        if f"{code}-take" in posted:
            return dict(posted) | {f"{code}-value": posted[f"{code}-take"]}
        if self.takes_names:
            return dict(posted) | self._names_of_before(posted.get(f"{code}-breakdown", ""))
        if f"{code}-sum" in posted:
            return dict(posted) | self._sum_of(posted.get(f"{code}-breakdown", ""))
        return posted

    def _names_of_before(self, typed: str) -> dict[str, str]:
        """The names of the list of the quarter before, each ready for its answer. Nothing typed is replaced."""
        if typed.strip():
            self.answered = "Ô bảng kê đang có nội dung; hãy xóa hết trước khi lấy danh sách quý trước."
            return {}
        names = without_answers(self.before.items if self.before else ())
        self.answered = (
            f"Đã lấy {len(names)} dòng của quý trước, chưa lưu; hãy ghi có, không hoặc một số sau dấu ; ở mỗi dòng."
            if names
            else "Quý trước không có bảng kê; hãy ghi mỗi dòng một tên."
        )
        return {f"{self.indicator.code}-breakdown": "".join(f"{item.name}; \n" for item in names)}

    def _sum_of(self, typed: str) -> dict[str, str]:
        """The figure's cells, filled with what the list adds up to."""
        try:
            items = read_items(typed, self.indicator.number_rule)
        except BreakdownRefused:
            return {}  # said beside the list when it is read again
        total, code = total_of(items), self.indicator.code
        if total is None:
            left = not_answered(items)
            self.answered = (
                f"Còn {left} dòng chưa ghi kết quả nên chưa cộng được." if left else "Bảng kê trống nên chưa cộng được."
            )
            return {}
        if total.denominator is None and self.measure is Measure.PERCENT:
            return {f"{code}-value": "", f"{code}-numerator": total.typed(self.measure)}
        return {f"{code}-value": total.typed(self.measure), f"{code}-numerator": "", f"{code}-denominator": ""}

    @property
    def reason(self) -> str:
        return REPEATED if self.repeats else super().reason

    @staticmethod
    def texts(row: Figure | None) -> dict[str, str]:
        if row is None:
            return dict.fromkeys(FigureForm.content, "") | {"estimate": "false"}
        return {
            "value": format_typed(row.reading) if row.reading else "",
            "numerator": "",
            "denominator": "",
            "nothing_reason": row.nothing_reason,
            "estimate": "on" if row.estimate else "false",
            "source": row.source,
            "explanation": row.explanation,
            "breakdown": format_items(row.items),
        }

    def words(self, row: Figure | None) -> Mapping[str, str]:
        return describe(row, self.measure)

    @property
    def details_open(self) -> bool:
        """Whether the folded fields hold something to be put right."""
        return self.errs_in(("nothing_reason", "source", "explanation", "numerator", "denominator", "breakdown"))

    @property
    def takes_pair(self) -> bool:
        return self.measure is Measure.PERCENT

    @property
    def takes_list(self) -> bool:
        """A score that the city gives adds up from nothing."""
        return self.measure is not Measure.INDEX

    @property
    def list_open(self) -> bool:
        return bool(self["breakdown"].value()) or "breakdown" in self.errors

    @property
    def names_before(self) -> int:
        """How many names the list of the quarter before offers to a row that has none yet.

        The answer to that button keeps it: a button that went with the focus on it would be taken for leaving the row.
        """
        offers = self.takes_names or not self["breakdown"].value()
        return len(self.before.items) if self.before and offers else 0

    @property
    def denominator_before(self) -> str:
        """The denominator of the quarter before, as it is typed."""
        below = self.before.denominator if self.before else None
        return "" if below is None else format_typed(Reading(value=below))

    @property
    def source_before(self) -> str:
        """The source of the quarter before, offered to a row that names none."""
        return self.before.source if self.before and not self["source"].value() else ""

    @property
    def sum_label(self) -> str:
        total = total_of(self.items)
        return f"Lấy {total.typed(self.measure)} từ bảng kê" if total else "Lấy số từ bảng kê"

    @property
    def items(self) -> tuple[Item, ...]:
        """The list that the page holds, as far as it can be read."""
        if self.is_bound:
            return self.listed
        return self.row.items if self.row else ()

    def clean_value(self) -> Reading | None:
        typed = str(self.cleaned_data.get("value") or "")
        if self.repeats and self.before is None:
            raise ValidationError("Quý trước chưa có số liệu để giữ nguyên; hãy nhập số của quý này.")
        if says_nothing(typed):
            return None
        try:
            return read_figure(typed, self.indicator.number_rule)
        except NumberRefused as refused:
            self.suggestion = refused.suggestion or ""
            raise ValidationError(refused.sentence) from refused

    def clean_breakdown(self) -> tuple[Item, ...]:
        try:
            self.listed = read_items(self.cleaned_data["breakdown"], self.indicator.number_rule)
        except BreakdownRefused as refused:
            raise ValidationError(refused.sentence) from refused
        return self.listed

    def clean(self) -> dict[str, Any]:
        self._read_pair()
        data = self.cleaned_data
        if self.answered:
            self.add_error("breakdown", self.answered)
            return data
        if not self.errs_in(NUMBERS):
            self._require_one_way(data["value"], data["nothing_reason"])
        if not self.errs_in((*NUMBERS, "breakdown")):
            self._require_agreement(data["breakdown"], data["value"])
        return data

    def _read_pair(self) -> None:
        """The two fields, where they are filled, stand for the cell unless something else was typed into that."""
        above, below, typed = (self.typed(name) for name in ("numerator", "denominator", "value"))
        try:
            pair = read_pair(above, below, self.indicator.number_rule)
        except NumberRefused as refused:
            self.add_error("denominator" if above.strip() else "numerator", refused.sentence)
            return
        if pair is None or "value" in self.errors:
            return
        as_stored = not typed.strip() or even(typed) == even(self.stored["value"])
        if as_stored or self.cleaned_data["value"] == pair:
            self.cleaned_data["value"] = pair
        else:
            self.add_error("numerator", TWO_WAYS)

    def _require_one_way(self, reading: Reading | None, reason: str) -> None:
        if reading is not None and reason and not self._is_new("nothing_reason"):
            self.cleaned_data["nothing_reason"] = ""  # a number typed over "không phát sinh" takes its place
            self.told = REPLACED.format(reason)
        elif reading is not None and reason:
            self.add_error(
                "nothing_reason",
                "Dòng này vừa có số liệu vừa có lý do không phát sinh; hãy xóa một trong hai.",
            )
        elif reading is None and not reason:
            self._refuse_half_empty()
        elif reason and not any(sign.isalpha() for sign in reason):
            self.add_error("nothing_reason", NO_REASON)

    def _refuse_half_empty(self) -> None:
        """What was typed beside an empty cell would be lost: only the cleared row as it was shown may go."""
        if says_nothing(self.typed("value")):
            self.add_error("nothing_reason", "Không phát sinh thì cần lý do; hãy ghi lý do tại đây.")
        elif total_of(self.items) and self._is_new("breakdown"):
            self.add_error("value", f"Chưa có số liệu; hãy nhập số, hoặc bấm “{self.sum_label}” ở mục bảng kê.")
            self.add_error("breakdown", "Bảng kê chỉ lưu cùng số liệu.")
        elif self.items and self._is_new("breakdown"):
            left = not_answered(self.items)
            self.add_error(
                "value", f"Chưa lưu: bảng kê còn {left} dòng chưa ghi kết quả; ghi xong hãy bấm “{self.sum_label}”."
            )
        elif any(self._is_new(name) for name in EXTRAS):
            self.add_error(
                "value",
                "Ước, nguồn, giải trình và bảng kê chỉ lưu cùng số liệu; hãy nhập số liệu hoặc lý do không phát sinh.",
            )

    def _require_agreement(self, items: tuple[Item, ...], reading: Reading | None) -> None:
        sentence = mismatch(items, reading, self.measure)
        if sentence:
            self.add_error("breakdown", sentence)

    def _is_new(self, name: str) -> bool:
        typed = even(self.typed(name))
        return typed not in ("", "false") and typed != even(self.stored[name])

    def entry(self) -> FigureEntry:
        """What the valid row says."""
        data = self.cleaned_data
        names = ("nothing_reason", *EXTRAS)
        return FigureEntry(reading=data["value"], **{name: data[name] for name in names})
