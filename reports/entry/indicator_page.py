"""The indicator tab: one line a row with what stands, what was, and the form; and how the page is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from kpis.actions import save_figure
from kpis.breakdown import summary
from kpis.evaluation import LABELS, Accumulation, Frequency, owed_in
from kpis.forms import FigureForm
from kpis.models import Figure, Indicator
from kpis.presence import Presence
from kpis.warnings import Caution
from plans.calendar import quarter_words
from plans.forms import RowForm
from plans.models import Period, Reopening, Section
from plans.quantities import echo, format_typed
from reports.entry.saving import Outcome, find_strays, save_rows
from reports.entry.sheet import Sheet
from reports.indicator_rows import IndicatorRow
from reports.ledger import QuarterCell, Scope
from reports.proofs import Proof
from reports.scorecard import build_scorecard, grouped
from units.models import Channel


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """`row` is the scorecard's: its verdict is of what is saved. `editable`: the row takes writing now. `told`: what
    the saving that this line answers did beside the obvious. `mended`: it came back and was changed since. `opened`:
    under which reopening it takes writing."""

    row: IndicatorRow
    indicator: Indicator
    figure: Figure | None
    form: FigureForm
    editable: bool
    owed: bool
    previous: QuarterCell | None
    counting: str
    saved_at: str
    proofs: tuple[Proof, ...] | None
    told: str
    mended: bool
    opened: Reopening | None

    @property
    def section(self) -> Section:
        return self.row.section

    @property
    def shows_form(self) -> bool:
        """Also where the row was closed meanwhile: what was typed stays on the page."""
        return self.editable or self.form.is_bound

    @property
    def previous_typed(self) -> str:
        """Last quarter's figure as one would type it."""
        reading = self.previous.reading if self.previous else None
        return format_typed(reading) if reading else ""

    @property
    def saved_text(self) -> str:
        """How the saved figure reads: "= 1,2%", "43/45 = 95,6%"; for a derived period the rolled-up value."""
        if self.figure is None:
            return self.row.value_text
        reading = self.figure.reading
        return echo(reading, self.row.measure) if reading else Presence.NOTHING.value

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What asks for a sentence about the saved number, as long as it can be changed."""
        return self.row.cautions if self.figure and self.editable else ()

    @property
    def ask(self) -> str:
        """What is to be done about the cautions before the report is sent."""
        return "Nếu đúng, hãy ghi một câu giải trình trước khi gửi." if self.row.unexplained else "Đã có giải trình."

    @property
    def remarks(self) -> str:
        """What stands in small print beside the status."""
        note = self.row.status_note
        if self.figure is None and not self.owed:
            note = f"{note}, có thể nhập sớm" if note else "có thể nhập sớm"
        return " · ".join(word for word in (note, *self.row.quiet_markers) if word)

    @property
    def folded(self) -> list[BoundField]:
        """The fields that few rows need."""
        return [self.form["nothing_reason"], self.form["source"], self.form["explanation"]]

    @property
    def list_words(self) -> str:
        """ "Bảng kê: 43/45, 45 dòng" where there is one."""
        told = summary(self.form.items, self.row.measure)
        return f"Bảng kê: {told}" if told else "Bảng kê (trường, doanh nghiệp, tổ dân phố…)"

    @property
    def extras(self) -> str:
        """Which of the folded fields are filled, in few words: the row has one line for it."""
        row = self.figure
        filled = {"nguồn": row.source, "giải trình": row.explanation, "bảng kê": row.breakdown} if row else {}
        return ", ".join(f"{name} ✓" for name, text in filled.items() if text) or (
            "ghi giải trình" if self.cautions and self.row.unexplained else "thêm nguồn"
        )

    @property
    def foldable(self) -> str:
        """All that the fold holds."""
        return f"Không phát sinh, nguồn, giải trình{', bảng kê' if self.form.takes_list else ''}, minh chứng"


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    lines: tuple[IndicatorLine, ...]

    @property
    def sections(self) -> list[tuple[Section, list[IndicatorLine]]]:
        return grouped(self.lines)

    @property
    def can_save(self) -> bool:
        return any(line.shows_form for line in self.lines)

    @property
    def illustrative(self) -> bool:
        cells = [cell for line in self.lines for cell in (line.row.cell, line.previous) if cell]
        return any(cell.illustrative for cell in cells)


def indicator_page(sheet: Sheet, held: Mapping[str, RowForm[Any]]) -> IndicatorPage:
    """The lines in printed order; `held` are the forms that could not be saved."""
    desk = sheet.desk
    card = build_scorecard(desk.plan, desk.periods, sheet.period, scope=Scope.ENTERED, now=desk.now, with_tasks=False)
    rows = {row.id: row for row in card.indicators}
    indicators = [indicator for indicator in sheet.tally.indicators if indicator.pk in rows]
    return IndicatorPage(tuple(_line(sheet, indicator, rows[indicator.pk], held) for indicator in indicators))


def _line(sheet: Sheet, indicator: Indicator, row: IndicatorRow, held: Mapping[str, RowForm[Any]]) -> IndicatorLine:
    figure = sheet.tally.figures.get(indicator.pk)
    form = held.get(indicator.code)
    before = sheet.before.get(indicator.pk)
    form = form if isinstance(form, FigureForm) else FigureForm(indicator, figure, before=before)
    proofs = sheet.proofs.get(indicator.code, ())
    tally = sheet.tally
    return line_of(sheet, indicator, row, form, figure=figure, waits=tally.figures_wait, proofs=proofs)


def line_of(
    sheet: Sheet,
    indicator: Indicator,
    row: IndicatorRow,
    form: FigureForm,
    *,
    figure: Figure | None,
    waits: bool,
    proofs: tuple[Proof, ...] | None = None,
    told: str = "",
) -> IndicatorLine:
    """`waits`: other figures of the report are being reviewed, so that no new one may slip in.

    `proofs=None`: the answer to a saved row says nothing of its evidence, and the page keeps what it shows.
    """
    return IndicatorLine(
        row=row,
        indicator=indicator,
        figure=figure,
        form=form,
        editable=sheet.takes(indicator.code, figure, waits),
        owed=owed_in(Frequency(indicator.frequency), sheet.period.as_code.quarter),
        previous=row.previous if sheet.period.as_code.is_quarter else None,
        counting=_counting(row.accumulation, sheet.period),
        saved_at=sheet.clock(figure) if figure else "",
        proofs=proofs,
        told=told,
        mended=figure is not None and figure.mended,
        opened=sheet.opened(indicator.code, figure),
    )


def _counting(accumulation: Accumulation, period: Period) -> str:
    """How the amount is to be counted, in words."""
    details = {
        Accumulation.POINT: f" {period.ends_on:%d/%m}",
        Accumulation.CUMULATIVE: " từ đầu năm",
        Accumulation.WITHIN: f", riêng {quarter_words(period.as_code.quarter)}",
    }
    return LABELS[accumulation] + details[accumulation]


def save_indicators(sheet: Sheet, posted: Mapping[str, str]) -> Outcome:
    """Each posted row through the same action as an import; rows that were not posted stay as they are."""
    tally = sheet.tally
    forms = [
        FigureForm(indicator, tally.figures.get(indicator.pk), posted, before=sheet.before.get(indicator.pk))
        for indicator in tally.indicators
        if FigureForm.is_posted(indicator.code, posted)
    ]
    codes = [indicator.code for indicator in tally.indicators]
    return save_rows(forms, figure_store(sheet), find_strays(posted, codes, FigureForm.cell))


def figure_store(sheet: Sheet, channel: Channel = Channel.SCREEN) -> Callable[[FigureForm, int], Figure | None]:
    """The action that stores a valid row of this sheet."""

    def store(form: FigureForm, version: int) -> Figure | None:
        return save_figure(
            indicator=form.indicator,
            period=sheet.period,
            unit=sheet.unit,
            entry=form.entry(),
            version=version,
            by=sheet.desk.user,
            channel=channel,
            now=sheet.desk.now,
            reason=form.reason,
            standing=form.row,
        )

    return store
