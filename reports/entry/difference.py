"""What a paste would change, row by row, and the saving of the rows that were chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from kpis.actions import FigureEntry, describe
from kpis.forms import FigureForm
from kpis.models import Figure, Indicator
from plans.forms import RowForm
from plans.quantities import Measure, echo
from reports.entry.indicator_page import figure_store
from reports.entry.pasted import Pasted, PastedRow, Target, understand
from reports.entry.pasted_columns import ESTIMATE, NOTE, SOURCE
from reports.entry.saving import Outcome, find_strays, save_rows
from reports.entry.sheet import Sheet
from reports.entry.upload import EMPTY
from units.models import Channel

UNCLEAR_TICK = "Cột ước ghi “{}”, không rõ là có hay không; hãy đánh dấu ô Ước nếu là số ước tính."


class PasteForm(FigureForm):
    """A row of the difference page: `came` is what was pasted or posted. Its inputs have ids of their own, for the
    page may stand in a dialog over the entry page."""

    def __init__(self, indicator: Indicator, figure: Figure | None, came: Mapping[str, str]) -> None:
        self.came = came
        super().__init__(indicator, figure, came)
        self.auto_id = "paste_%s"

    def came_with(self, name: str) -> bool:
        return f"{self.code}-{name}" in self.came

    @property
    def is_chosen(self) -> bool:
        return self.came_with("chosen")


@dataclass(frozen=True, slots=True)
class PasteLine:
    """A pasted row on its row of the page. `locked`: why that one takes no writing. `remark`: what the reader should
    know of how the cells were read."""

    indicator: Indicator
    figure: Figure | None
    form: PasteForm
    locked: str = ""
    remark: str = ""

    @property
    def number(self) -> str:
        return self.indicator.number

    @property
    def old(self) -> str:
        """The figure that stands, in words."""
        return self._words(self.figure) if self.figure else EMPTY

    @property
    def new(self) -> str:
        """The figure that it would become; as it was pasted where it cannot be read."""
        if not self.form.is_valid():
            return self.form.typed("value")
        entry = self.form.entry()
        return EMPTY if entry.is_empty else self._words(entry)

    @property
    def changes(self) -> bool:
        return not self.form.is_valid() or self.old != self.new

    @property
    def kind(self) -> str:
        if self.locked:
            return "không sửa được"
        if not self.form.is_valid():
            return "cần sửa"
        return "thay số" if self.figure else "mới"

    @property
    def reading(self) -> str:
        """How the number is read, as the cell says it while it is typed."""
        reading = self.form.entry().reading if self.form.is_valid() else None
        return echo(reading, Measure(self.indicator.measure)) if reading else self.new

    @property
    def warning(self) -> str:
        """The parser's question about the number: "0,95 % hay 95 %?"."""
        reading = self.form.entry().reading if self.form.is_valid() else None
        return reading.warning or "" if reading else ""

    @property
    def fields(self) -> list[BoundField]:
        """Beside the value: what came with it, and what has to be put right."""
        asked = {*self.form.errors, *(["estimate"] if self.remark else [])}
        names = [name for name in self.form.content if name != self.form.cell]
        return [self.form[name] for name in names if self.form.came_with(name) or name in asked]

    def _words(self, row: Figure | FigureEntry) -> str:
        number, *extras = describe(row, Measure(self.indicator.measure)).items()
        return " · ".join([number[1], *(f"{name}: {text}" for name, text in extras)])


@dataclass(frozen=True, slots=True)
class Difference:
    """`lines`: rows to decide on or to know of, in page order; rows that stay as they are only count."""

    lines: tuple[PasteLine, ...]
    unchanged: int = 0
    pasted: Pasted | None = None

    @property
    def can_save(self) -> bool:
        return any(not line.locked for line in self.lines)


def targets_of(sheet: Sheet) -> list[Target]:
    return [Target(item.code, item.number, (item.name, item.short_name)) for item in sheet.tally.indicators]


def difference_of(sheet: Sheet, text: str, first: str) -> Difference:
    """Lay the copied cells over the page. Raises TextRefused."""
    pasted = understand(text, targets_of(sheet), first)
    lines = [
        _line(sheet, indicator, pasted.laid[indicator.code])
        for indicator in sheet.tally.indicators
        if indicator.code in pasted.laid and not pasted.laid[indicator.code].is_empty
    ]
    changing = tuple(line for line in lines if line.changes)
    return Difference(changing, len(lines) - len(changing), pasted)


def _line(sheet: Sheet, indicator: Indicator, row: PastedRow) -> PasteLine:
    figure = sheet.tally.figures.get(indicator.pk)
    said = row.get(ESTIMATE)
    return PasteLine(
        indicator,
        figure,
        PasteForm(indicator, figure, _as_posted(indicator, figure, row)),
        locked=_locked(sheet, indicator, figure),
        remark=UNCLEAR_TICK.format(said) if said and not row.tick else "",
    )


def _locked(sheet: Sheet, indicator: Indicator, figure: Figure | None) -> str:
    because = sheet.locked_because(indicator.code, figure, sheet.tally.figures_wait)
    return f"{because[0].upper()}{because[1:]}." if because else ""


def _as_posted(indicator: Indicator, figure: Figure | None, row: PastedRow) -> dict[str, str]:
    """The pasted row as the page would post it. A cell that is empty is not there: it blanks nothing.

    A browser drops a line end from an input of one line: two numbers in a cell must not become one.
    """
    texts = {"value": " | ".join(row.value.split("\n")), "source": _one_line(row.get(SOURCE)), "estimate": row.tick}
    if row.says_nothing:
        texts["nothing_reason"] = _one_line(row.get(NOTE))
    else:
        texts["explanation"] = row.get(NOTE)
    came = {name: text for name, text in texts.items() if text}
    seen = FigureForm(indicator, figure).initial
    came |= {"version": seen["version"], "shown": seen["shown"], "chosen": "1"}
    return {f"{indicator.code}-{name}": text for name, text in came.items()}


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def save_chosen(sheet: Sheet, posted: Mapping[str, str]) -> Outcome:
    """Each chosen row through the same form and action as a typed one."""
    forms = [form for form in _posted_forms(sheet, posted) if form.is_chosen]
    codes = [indicator.code for indicator in sheet.tally.indicators]
    return save_rows(forms, figure_store(sheet, Channel.PASTE), find_strays(posted, codes, FigureForm.cell))


def _posted_forms(sheet: Sheet, posted: Mapping[str, str]) -> Iterator[PasteForm]:
    for indicator in sheet.tally.indicators:
        if FigureForm.is_posted(indicator.code, posted):
            yield PasteForm(indicator, sheet.tally.figures.get(indicator.pk), posted)


def difference_left(sheet: Sheet, posted: Mapping[str, str], held: Mapping[str, RowForm[Any]]) -> Difference:
    """What was not saved: the rows that were held up, and those that were not chosen."""
    lines = []
    for fresh in _posted_forms(sheet, posted):
        form = held.get(fresh.code, fresh)
        if isinstance(form, PasteForm) and (form is not fresh or not form.is_chosen):
            figure = sheet.tally.figures.get(form.indicator.pk)
            lines.append(PasteLine(form.indicator, figure, form, locked=_locked(sheet, form.indicator, figure)))
    return Difference(tuple(lines))
