"""A filled-in workbook beside what is stored: each cell old → new; the chosen rows are written whole or not at all.

The file is not kept. The page carries what it read in the fields of the entry page's own rows, so that accepting it
goes through the same forms and the same actions.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpis.forms import FigureForm
from plans.forms import RowForm, even
from plans.quantities import Reading
from reports.entry.sheet import Sheet
from reports.entry.workbook import FIGURES, PROGRESS, TableLayout
from reports.entry.workbook_in import FileRow, FilledIn
from reports.spreadsheet.sheet import safe_text
from tasks.forms import STATUSES, ProgressForm
from units.dates import local_date

EMPTY = "(trống)"
Form = RowForm[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell. `place`: where it stands in the file, empty when the page comes back a second time."""

    label: str
    old: str
    new: str
    place: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the file that says something new. `held`: the fields that the file holds.

    `locked`: why it cannot be written at all. `moved`: who wrote it after the file went out. `problems`: what has
    to be put right in the file. `ask`: the parser's question about a number that is taken.
    """

    form: Form
    held: Collection[str]
    sheet: str
    number: str
    title: str
    changes: list[Change]
    problems: list[str]
    moved: bool
    locked: str
    ask: str
    chosen: bool

    @property
    def code(self) -> str:
        return self.form.code

    @property
    def selectable(self) -> bool:
        return not self.problems and not self.locked

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields of the row as the entry page would post them."""
        names = [*self.held, "version", "shown"]
        return [(f"{self.code}-{name}", self.form.typed(name)) for name in names]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows that differ, in printed order, and how many were left as they are."""

    rows: list[Difference]
    same: int = 0
    problems: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def selectable(self) -> list[Difference]:
        return [row for row in self.rows if row.selectable]

    @property
    def moved(self) -> list[Difference]:
        return [row for row in self.selectable if row.moved]

    @property
    def counts(self) -> list[str]:
        """ "5 dòng thay đổi", "1 dòng có ô sai": what the reader looks at first."""
        locked, wrong = (
            sum(map(bool, found)) for found in ([r.locked for r in self.rows], [r.problems for r in self.rows])
        )
        kinds = (
            (len(self.selectable), "dòng thay đổi"),
            (len(self.moved), "dòng trong đó đã có người lưu sau khi tải biểu"),
            (wrong, "dòng có ô sai"),
            (locked, "dòng đã khóa"),
            (self.same, "dòng giữ nguyên"),
        )
        return [f"{count} {words}" for count, words in kinds if count]


def compare_file(sheet: Sheet, found: FilledIn) -> Comparison:
    """What the file would change."""
    rows = compare(sheet, {code: row for code, row in found.rows.items() if row.changed})
    return Comparison(rows, len(found.rows) - len(rows), found.problems, found.absent)


def compare(sheet: Sheet, typed: Mapping[str, FileRow], chosen: Collection[str] | None = None) -> list[Difference]:
    """`chosen`: what the reader had ticked; None ticks every row that nobody else wrote."""
    found = []
    for layout, number, title, form in bound_forms(sheet, typed):
        row = typed[form.code]
        waits = sheet.tally.figures_wait if layout is FIGURES else sheet.tally.progress_waits
        difference = differ(layout, number, title, form, row, sheet.locked_because(form.code, form.row, waits), chosen)
        if difference.changes or difference.problems:
            found.append(difference)
    return found


def bound_forms(sheet: Sheet, typed: Mapping[str, FileRow]) -> Iterable[tuple[TableLayout, str, str, Form]]:
    """The forms of the rows that were typed, each at the version that stands now."""
    tally, today = sheet.tally, local_date(sheet.desk.now)
    for indicator in tally.indicators:
        if indicator.code in typed:
            figure = tally.figures.get(indicator.pk)
            form: Form = FigureForm(indicator, figure, posted(typed[indicator.code], FigureForm.texts(figure)))
            yield FIGURES, indicator.number, indicator.short_name, form
    for task in tally.tasks:
        if task.code in typed:
            progress = tally.progress.get(task.pk)
            texts = posted(typed[task.code], ProgressForm.texts(progress))
            yield PROGRESS, task.code, task.title, ProgressForm(task, progress, texts, today=today)


def posted(row: FileRow, stored: Mapping[str, str]) -> dict[str, str]:
    """A cell that says what is stored, as far as a workbook can say it, is what is stored."""
    texts = {
        name: stored[name] if even(safe_text(stored[name])) == even(text) else text for name, text in row.texts.items()
    }
    return {f"{row.code}-{name}": text for name, text in texts.items()}


def differ(
    layout: TableLayout,
    number: str,
    title: str,
    form: Form,
    row: FileRow,
    locked: str,
    chosen: Collection[str] | None,
) -> Difference:
    now = form.row.version if form.row else 0
    form.meet(form.row)  # choosing the row is choosing over what stands now
    problems = [] if locked else problems_of(form, row)
    moved = row.version != now
    return Difference(
        form=form,
        held=row.texts,
        sheet=layout.sheet,
        number=number,
        title=title,
        changes=changes_of(layout, form, row),
        problems=problems,
        moved=moved,
        locked=locked,
        ask="" if problems or locked else question(form),
        chosen=not moved if chosen is None else form.code in chosen and not moved,
    )


def changes_of(layout: TableLayout, form: Form, row: FileRow) -> list[Change]:
    """The fields that would read otherwise, each with its cell in the file."""
    changed = [name for name in layout.fields if even(form.typed(name)) != even(form.stored[name])]
    return [
        Change(
            str(form.fields[name].label),
            shown(name, form.stored[name]),
            shown(name, form.typed(name)),
            row.places.get(name, ""),
        )
        for name in changed
    ]


def problems_of(form: Form, row: FileRow) -> list[str]:
    """What the file's cells and the row's form refuse, each at its cell."""
    said = {name for name, _ in row.problems}
    found = [*row.problems]
    if not found and not form.left_alone:
        found += [(name, str(error)) for name, errors in form.errors.items() for error in errors if name not in said]
    return [
        f"{place[0].upper()}{place[1:]}: {sentence}" if place else sentence for place, sentence in placed(found, row)
    ]


def placed(problems: Iterable[tuple[str, str]], row: FileRow) -> list[tuple[str, str]]:
    return [(row.places.get(name, ""), sentence) for name, sentence in problems]


def question(form: Form) -> str:
    reading = form.cleaned_data.get("value") if form.is_valid() else None
    return (reading.warning or "") if isinstance(reading, Reading) else ""


def shown(name: str, text: str) -> str:
    """A field's text as a person reads it."""
    if name == "estimate":
        return "có" if text == "on" else "không"
    if name == "status":
        return dict(STATUSES).get(text, text) if text else EMPTY
    return text or EMPTY
