"""The page "Mốc quý": what is expected of each indicator at the end of quarters I to III, computed and set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BoundField

from kpis.evaluation import LABELS, Promise, expected, milestone_faults, owed_in
from kpis.milestones import MOVED, QUARTERS, judged_indicators, marks_of, provisional_quarters, set_milestones
from kpis.models import Indicator
from kpis.promises import promise_of
from plans.calendar import quarter_words
from plans.forms import NumberCell
from plans.models import Plan
from plans.quantities import MAX_DECIMALS, NumberRefused, format_amount, format_exact, read_figure
from reports.desk import Desk
from reports.setup.forms import SeenRow
from units.dates import local_date
from units.permissions import edits_plan

CELL = {"class": "form-control form-control-sm", "autocomplete": "off", "inputmode": "decimal"}
PROVISIONAL, OTHERS = (
    "Chưa có kết quả năm trước: không có điểm xuất phát nên mốc chỉ là tạm tính",
    "Các chỉ tiêu khác: để trống thì dùng mốc tính theo đường thẳng",
)


class MilestoneForm(SeenRow):
    """The three cells of one indicator; an emptied cell takes the milestone away."""

    moved = MOVED

    def __init__(self, indicator: Indicator, plan: Plan, posted: Mapping[str, str] | None = None) -> None:
        self.indicator, self.plan, self.marks = indicator, plan, marks_of(indicator)
        super().__init__(indicator.code, {f"q{q}": _ungrouped(self.marks.get(q)) for q in QUARTERS}, posted)
        for q in QUARTERS:
            cell = forms.TextInput(attrs=CELL)
            label = f"Mốc {quarter_words(q)}"
            self.fields[f"q{q}"] = NumberCell(lambda: indicator.number_rule, label=label, required=False, widget=cell)

    @property
    def values(self) -> dict[int, Decimal]:
        found = {q: self.cleaned_data.get(f"q{q}") for q in QUARTERS}
        return {q: value for q, value in found.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for quarter, sentence in milestone_faults(promise_of(self.indicator, self.plan, self.values)):
            self.add_error(f"q{quarter}" if quarter else None, sentence)
        self.refuse_stale()
        return data

    @property
    def advice(self) -> list[str]:
        """What the reader of numbers would ask about a value that it took: "0,95 % hay 95 %?"."""
        found = [_warning(self.typed(f"q{q}"), self.indicator) for q in QUARTERS]
        return [f"{self.indicator.code}: {sentence}" for sentence in dict.fromkeys(found) if sentence]


def _ungrouped(value: Decimal | None) -> str:
    return "" if value is None else format_exact(value).replace(".", "")


def _warning(typed: str, indicator: Indicator) -> str:
    try:
        reading = read_figure(typed, indicator.number_rule)
    except NumberRefused:
        return ""
    return (reading.warning or "") if reading else ""


def places_needed(amounts: Iterable[Fraction], base: int) -> int:
    """The fewest decimals from `base` to six that round nothing: who sets 23,75 must not read 23,8."""
    exact = (p for p in range(base, MAX_DECIMALS) if all((amount * 10**p).denominator == 1 for amount in amounts))
    return next(exact, MAX_DECIMALS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One quarter. `computed`: what is expected where no milestone is set; `owed`: whether a figure is due then."""

    quarter: int
    field: BoundField
    text: str
    computed: str
    owed: bool

    @property
    def label(self) -> str:
        return f"Q{quarter_words(self.quarter)[1:]}"


@dataclass(frozen=True, slots=True)
class Row:
    form: MilestoneForm
    promise: Promise
    lacking: bool

    @property
    def indicator(self) -> Indicator:
        return self.form.indicator

    @property
    def without_start(self) -> bool:
        """No baseline to start from: what is computed is "mốc tạm tính"."""
        return self.promise.baseline is None and not self.promise.accumulates

    @property
    def ways(self) -> str:
        """ "thời điểm, hằng năm": what the computed line follows."""
        return f"{LABELS[self.promise.accumulation]}, {LABELS[self.promise.frequency]}"

    @property
    def cells(self) -> list[Cell]:
        line = replace(self.promise, milestones={})
        amounts = {q: expected(line, q) for q in QUARTERS}
        places = places_needed([amount for amount in amounts.values() if amount is not None], line.places)
        return [
            Cell(
                quarter=q,
                field=self.form[f"q{q}"],
                text=self.form.stored[f"q{q}"],
                computed="" if amount is None else format_amount(amount, line.measure, places=places),
                owed=owed_in(line.frequency, q),
            )
            for q, amount in amounts.items()
        ]


@dataclass
class MilestonePage:
    desk: Desk
    posted: Mapping[str, str] | None = None

    @property
    def edits(self) -> bool:
        return edits_plan(self.desk.user)

    @cached_property
    def forms(self) -> list[MilestoneForm]:
        plan = self.desk.plan
        rows = judged_indicators(plan, local_date(self.desk.now))
        return [MilestoneForm(indicator, plan, self.posted) for indicator in rows]

    @cached_property
    def rows(self) -> list[Row]:
        """Those without a place to start from first, each half in printed order."""
        plan = self.desk.plan
        rows = [
            Row(f, promise_of(f.indicator, plan), bool(provisional_quarters(f.indicator, plan))) for f in self.forms
        ]
        return sorted(rows, key=lambda row: not row.without_start)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        found = groupby(self.rows, key=lambda row: row.without_start)
        return [(PROVISIONAL if without else OTHERS, list(rows)) for without, rows in found]

    @property
    def lacking(self) -> int:
        return sum(row.lacking for row in self.rows)

    @property
    def changed(self) -> list[MilestoneForm]:
        return [form for form in self.forms if not form.left_alone]

    def is_valid(self) -> bool:
        """Every row, so that all that is wrong is said at once."""
        refused = [form for form in self.changed if not form.is_valid()]
        return not refused

    @transaction.atomic
    def save(self) -> int:
        """How many indicators' milestones changed. Whole or not at all."""
        return sum(
            set_milestones(indicator=form.indicator, values=form.values, seen=form.marks, **self.desk.hand)
            for form in self.changed
        )

    @property
    def advice(self) -> list[str]:
        return [sentence for form in self.changed for sentence in form.advice]
