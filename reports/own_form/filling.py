"""What goes into which cell of a form, from the report's own material; what is left empty or left alone, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from reports.documents.columns import NAME, REMARKS, Cell
from reports.own_form.cells import Format, Place, name_of
from reports.own_form.fields import Field, Row, fields_of, gap_of
from reports.own_form.form import Form
from reports.own_form.mapping import FormMap, Link, SheetMap, column_of
from reports.own_form.notes import Notes
from reports.scorecard import IndicatorRow, Scorecard, TaskRow
from reports.spreadsheet.sheet import LONGEST_TEXT, safe_text

FORMULA = "ô có công thức, Excel tự tính"
LOCKED = "ô bị khóa trong biểu"
SHARED = "ô gộp chung với dòng hoặc cột khác"
DATE = "ô định dạng ngày tháng, không ghi số được"
NOT_PERCENT = "ô định dạng % nhưng chỉ tiêu không tính bằng %"
NO_COLUMN = "phần mềm không có cột này cho dòng này"
TOO_LONG = f"nội dung dài hơn {LONGEST_TEXT} ký tự"
CLEARED = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Cells of a row that were not filled: "E12, G12", whose, why."""

    place: str
    whose: str
    why: str


@dataclass
class Filling:
    """`missing`: empty because there is no number; `kept`: left as the form has it; `estimates`: whose number is ước
    where the form cannot say so, and of which quarter."""

    values: dict[str, dict[Place, float | str]] = field(default_factory=dict)
    missing: list[Left] = field(default_factory=list)
    kept: list[Left] = field(default_factory=list)
    estimates: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Cells that are filled."""
        return sum(value != CLEARED for values in self.values.values() for value in values.values())


def by_reason(found: Iterable[Left]) -> dict[str, list[Left]]:
    """The same, told once for all that share a reason."""
    groups: dict[str, list[Left]] = {}
    for left in found:
        groups.setdefault(left.why, []).append(left)
    return groups


def rows_of(card: Scorecard) -> dict[str, Row]:
    listed: tuple[Row, ...] = (*card.indicators, *card.goals, *card.tasks)
    return {row.code: row for row in listed}


def name_of_row(row: Row) -> str:
    """ "Chỉ tiêu 6", "Chỉ tiêu 2030 I.1", "Nhiệm vụ PL4.I.1"."""
    if isinstance(row, TaskRow):
        return f"Nhiệm vụ {row.code}"
    return f"Chỉ tiêu {row.number}" if isinstance(row, IndicatorRow) else f"Chỉ tiêu {row.horizon_year} {row.code[4:]}"


def fill(form: Form, mapping: FormMap, card: Scorecard) -> Filling:
    """What the form is filled with. It is decided here alone: the page lists it, the file gets it."""
    found, rows, fields = Filling(), rows_of(card), fields_of(card)
    for each in mapping.sheets:
        if each.sheet in form.sheets:
            _Sheet(form, each, rows, fields, mapping.overwrite, found).fill()
    return found


class _Sheet:
    """The filling of one sheet."""

    def __init__(
        self,
        form: Form,
        mapping: SheetMap,
        rows: Mapping[str, Row],
        fields: Mapping[str, Field],
        overwrite: bool,
        found: Filling,
    ) -> None:
        self.mapping, self.rows, self.overwrite, self.found = mapping, rows, overwrite, found
        self.sheet, self.xml = form.sheets[mapping.sheet], form.xml(mapping.sheet)
        chosen = ((link.at, fields.get(link.what)) for link in mapping.columns)
        filled = [(at, one) for at, one in chosen if one is not None and one.fills]
        # The remarks last: they tell of what the row's other cells hold by then.
        self.columns = dict(sorted(filled, key=lambda pair: pair[1].key == REMARKS))
        self.values = found.values.setdefault(mapping.sheet, {})
        self.headings = self.sheet.headings(mapping.head)
        self.names = self.sheet.labels(mapping.head, column_of(NAME, mapping.chosen_columns))

    def fill(self) -> None:
        for link in self.mapping.rows:
            if (row := self.rows.get(link.what)) is not None:
                self._fill_row(link, row)

    def _fill_row(self, link: Link, row: Row) -> None:
        kept: dict[str, list[Place]] = defaultdict(list)
        missing: dict[str, list[Place]] = defaultdict(list)
        notes = Notes(row)
        for column, one in self.columns.items():
            gap, refusal = self._fill_cell((link.at, column), one, notes)
            (kept if refusal else missing)[refusal or gap].append((link.at, column))
            if not refusal:
                notes.take(one, gap)
        self.found.kept += _left(kept, row)
        self.found.missing += _left(missing, row)
        if notes.unsaid:
            self.found.estimates.append(f"{name_of_row(row)} ({notes.unsaid})")

    def _fill_cell(self, place: Place, one: Field, notes: Notes) -> tuple[str, str]:
        """Why there is no number for it, why it was not written ("" and "" where it was)."""
        row, anchor = notes.row, self.sheet.anchor(place)
        cell = notes.cell(one.cell(row)) if one.key == REMARKS else one.cell(row)
        if cell is None:
            return "", "" if self.sheet.filled_in(anchor) else NO_COLUMN
        gap = gap_of(one, row, cell)
        if cell.value == CLEARED and not gap and not (self.overwrite and self.sheet.filled_in(anchor)):
            return "", ""  # nothing to say, and nothing lacks
        if refusal := self._closed(place, anchor):
            return "", refusal
        value = CLEARED if gap else value_in(cell, self.xml.format(anchor), percent=one.in_percent(row))
        if value is None:
            return "", self._unfit(cell, anchor)
        return gap, self._put(anchor, value)

    def _closed(self, place: Place, anchor: Place) -> str:
        """Why nothing may be written there, whatever it is."""
        if self._is_shared(place):
            return SHARED
        if anchor in self.xml.formulas:
            return FORMULA
        return LOCKED if self.xml.locked(anchor) else ""

    def _is_shared(self, place: Place) -> bool:
        """Whether the merged cell there comes from above, or reaches under another heading or into another named row:
        what is written into it would stand there too, or over the name itself."""
        area = self.sheet.covered.get(place)
        if area is None:
            return False
        other_column = any(area.left <= column <= area.right for column in self.headings if column != place[1])
        return area.top != place[0] or other_column or any(place[0] < row <= area.bottom for row in self.names)

    def _unfit(self, cell: Cell, anchor: Place) -> str:
        if not cell.is_number:
            return TOO_LONG
        return DATE if self.xml.format(anchor).is_date else NOT_PERCENT

    def _put(self, anchor: Place, value: float | str) -> str:
        """What the form says there already stays, unless it is to be written over."""
        said = self.sheet.filled_in(anchor)
        if said and not self.overwrite:
            same = value in (self.sheet.values.get(anchor), said)
            return "" if same else f"đã có sẵn “{said[:40]}”"
        if value != CLEARED or self.sheet.text(anchor):
            self.values[anchor] = value
        return ""


def _left(found: Mapping[str, list[Place]], row: Row) -> Iterator[Left]:
    """By reason; cells without one are as they should be."""
    for why, places in found.items():
        if why:
            yield Left(", ".join(name_of(place) for place in sorted(places)), name_of_row(row), why)


def value_in(cell: Cell, shown_as: Format, *, percent: bool) -> float | str | None:
    """The report's value as a cell of that format holds it; None where it cannot.

    A cell that shows percent holds the fraction (99,5% is 0.995). One with a format of its own gets the exact number,
    which it rounds as it shows it; one without ("General") gets the number as the report shows it.
    """
    if isinstance(cell.value, str):
        text = safe_text(cell.value)
        return None if len(text) > LONGEST_TEXT else text
    if shown_as.is_date or (shown_as.is_percent and not percent):
        return None
    exact = Decimal(str(cell.value))
    if shown_as.is_percent:
        return float(exact / 100)
    if shown_as.is_general:
        exact = exact.quantize(Decimal(1).scaleb(-cell.decimals), ROUND_HALF_UP)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def unlinked_rows(mapping: FormMap, card: Scorecard) -> list[Row]:
    """What of the report has no row in the form; of goals and tasks only where the form has any of them."""
    linked = set(mapping.codes)
    kinds = {type(row) for code, row in rows_of(card).items() if code in linked} | {IndicatorRow}
    return [row for code, row in rows_of(card).items() if code not in linked and type(row) in kinds]
