"""Writes of figures: save one row, accept rows. Nothing else writes a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kpis.breakdown import Item, mismatch, summary, to_json
from kpis.models import AcceptedFigure, Figure, FigureEvidence, Indicator
from kpis.one_indicator import reporting_unit
from kpis.presence import Presence
from plans.actions import Hand, move_row, require_entry_right, row_subject, snapshot_columns, write_row
from plans.collecting import require_writable
from plans.evidence_kept import evidence_kept
from plans.models import Period, UnitReport
from plans.places import Place, require_answerable
from plans.quantities import Measure, Reading, echo, format_amount, format_typed
from plans.refusals import NotAllowed
from plans.reopenings import late_until
from plans.workflow import UNDER_WAY, RowEvent
from units import journal
from units.models import Channel, Unit, User

VALUE_FIELDS = ("value", "numerator", "denominator", "nothing_reason", "estimate", "source", "explanation", "breakdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEntry:
    """What one row of the page, the file or the command says. `reading=None` and no reason: the row is empty.

    `breakdown=None`: nothing was said of it, so the one that stands stays.
    """

    reading: Reading | None = None
    nothing_reason: str = ""
    estimate: bool = False
    source: str = ""
    explanation: str = ""
    breakdown: tuple[Item, ...] | None = None

    @classmethod
    def of(cls, figure: Figure) -> "FigureEntry":
        """What the stored row says, to be entered again with something changed."""
        return cls(
            reading=figure.reading,
            nothing_reason=figure.nothing_reason,
            estimate=figure.estimate,
            source=figure.source,
            explanation=figure.explanation,
        )

    @property
    def items(self) -> tuple[Item, ...]:
        """The list that is said here, as a stored row has it."""
        return self.breakdown or ()

    @property
    def is_empty(self) -> bool:
        return self.reading is None and not self.nothing_reason

    def fields(self) -> dict[str, Any]:
        """Column values. A source or an explanation without a figure is not a figure: the row stays empty."""
        reading = self.reading
        breakdown = {} if self.breakdown is None else {"breakdown": to_json(self.breakdown)}
        return breakdown | {
            "value": reading.value if reading else None,
            "numerator": reading.numerator if reading else None,
            "denominator": reading.denominator if reading else None,
            "nothing_reason": "" if reading else self.nothing_reason,
            "estimate": self.estimate and reading is not None,
            "source": self.source,
            "explanation": self.explanation,
        }


def describe(figure: Figure | AcceptedFigure | FigureEntry | None, measure: Measure) -> dict[str, str]:
    """The figure as users read it, for the journal."""
    if figure is None:
        return {"số liệu": "(trống)"}
    reading = figure.reading
    if reading is None:
        words = {"số liệu": Presence.NOTHING.value, "lý do": figure.nothing_reason}
    elif reading.numerator is not None:
        words = {"số liệu": f"{format_typed(reading)} ({format_amount(reading.amount, measure)})"}
    else:
        words = {"số liệu": echo(reading, measure).removeprefix("= ")}
    extras = {
        "ước": "có" if figure.estimate else "",
        "nguồn": figure.source,
        "giải trình": figure.explanation,
        "bảng kê": summary(figure.items, measure),
    }
    return words | {name: text for name, text in extras.items() if text}


def figure_subject(figure: Figure) -> journal.Subject:
    return row_subject(figure, kind=FigurePlace.kind, code=figure.indicator.code)


class FigurePlace(Place[Figure]):
    """One indicator × one period."""

    model = Figure
    link_model = FigureEvidence
    accepted_model = AcceptedFigure
    value_names = VALUE_FIELDS
    kind = "figure"

    def __init__(self, indicator: Indicator, period: Period) -> None:
        self.indicator, self.period = indicator, period

    def key(self) -> dict[str, Any]:
        return {"indicator": self.indicator, "period": self.period}

    def code(self) -> str:
        return self.indicator.code

    def answered_by(self, unit: Unit) -> bool:
        day = self.period.ends_on
        return self.indicator.stands_on(day) and reporting_unit(self.indicator, day) == unit.pk

    def link_key(self) -> dict[str, Any]:
        return {"indicator": self.indicator}

    def describe(self, row: Figure | None) -> dict[str, str]:
        return describe(row, Measure(self.indicator.measure))

    def siblings_sent(self, report: UnitReport) -> bool:
        return report.figure_rows.filter(state__in=UNDER_WAY).exists()


def save_figure(
    *,
    indicator: Indicator,
    period: Period,
    unit: Unit,
    entry: FigureEntry,
    version: int,
    by: User,
    channel: Channel,
    now: datetime,
    illustrative: bool = False,
    reason: str = "",
    standing: Figure | None = None,
) -> Figure | None:
    """Store one row as the page showed it at `version` (0: it had no figure) and return what stands now.

    An unchanged row writes nothing, and the same save sent again (its answer was lost on the way) finds itself. An
    empty entry removes the figure, which is a recorded change. `reason` goes into the journal: "hoàn tác".
    `standing`: the row where the caller has read it just now, to save a query; it is written on that condition.
    Raises NotAllowed (rights, period, state, a breakdown that adds up to something else) or Conflict (somebody else
    wrote it first).
    """
    require_entry_right(by, unit)
    place = FigurePlace(indicator, period)
    current = standing or place.current()
    late = late_until(place, unit, current, now)
    require_writable(period, current, late, now)
    require_answerable(place, unit, period)
    _require_agreement(indicator, entry, current)
    if current is None and entry.is_empty:
        return None
    if current is not None and current.seen_by(by, version) and _same(current, entry):
        return current
    hand = Hand(by=by, channel=channel, now=now, illustrative=illustrative, reason=reason)
    return write_row(place, unit, current, None if entry.is_empty else entry.fields(), version, hand, late)


def _require_agreement(indicator: Indicator, entry: FigureEntry, current: Figure | None) -> None:
    """Figure and breakdown never contradict each other, whichever way the figure came in."""
    kept = current.items if current else ()
    sentence = mismatch(kept if entry.breakdown is None else entry.breakdown, entry.reading, Measure(indicator.measure))
    if sentence:
        raise NotAllowed(sentence)


def _same(figure: Figure, entry: FigureEntry) -> bool:
    return not entry.is_empty and all(getattr(figure, name) == value for name, value in entry.fields().items())


def move_figures(figures: Iterable[Figure], event: RowEvent, *, hand: Hand, reason: str = "") -> None:
    """Send or return figures of a report that was touched in this transaction."""
    for figure in figures:
        move_row(figure, event, subject=figure_subject(figure), hand=hand, reason=reason)


def accept_figures(figures: Iterable[Figure], *, hand: Hand) -> None:
    """Accept figures and keep an immutable snapshot of each."""
    for figure in figures:
        seen_version = figure.version
        move_row(figure, RowEvent.ACCEPT, subject=figure_subject(figure), hand=hand)
        AcceptedFigure.objects.create(
            indicator=figure.indicator,
            **snapshot_columns(figure, seen_version=seen_version, hand=hand),
            **{name: getattr(figure, name) for name in VALUE_FIELDS},
            evidence=evidence_kept(FigurePlace(figure.indicator, figure.report.period), figure.report),
        )
