"""All figures of a plan and their newest snapshots in one reading, for pages that show many and change none."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kpis.breakdown import Item, from_json
from kpis.models import Figure
from plans.models import Plan
from plans.quantities import Reading
from plans.statement import Joined, Values

COLUMNS = (
    "value",
    "numerator",
    "denominator",
    "nothing_reason",
    "estimate",
    "source",
    "explanation",
    "breakdown",
    "on_behalf",
    "illustrative",
)
ACCEPTED = ", ".join(f'accepted."{name}"' for name in COLUMNS)
# Snapshots in the order in which they were made: the newest of a place comes last.
FIGURES = Joined(
    f"""
    SELECT {{figure}}, figure.indicator_id, figure.period_id, figure.state AS state, 0 AS snapshot
    FROM kpis_figure figure
    JOIN plans_period period ON period.id = figure.period_id
    WHERE period.plan_id = %s
    UNION ALL
    SELECT {ACCEPTED}, accepted.indicator_id, accepted.period_id, '', accepted.id
    FROM kpis_acceptedfigure accepted
    JOIN plans_period period ON period.id = accepted.period_id
    WHERE period.plan_id = %s
    ORDER BY snapshot
    """,  # noqa: S608 - constants of ours
    figure=Values(Figure, *COLUMNS),
)


class ToldFigure(NamedTuple):
    """What a figure or a snapshot says. `state` is that of the row under review, "" for a snapshot."""

    state: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    nothing_reason: str
    estimate: bool
    source: str
    explanation: str
    breakdown: list[Any]
    on_behalf: bool
    illustrative: bool

    @property
    def items(self) -> tuple[Item, ...]:
        return from_json(self.breakdown)

    @property
    def reading(self) -> Reading | None:
        """As FigureValue.reading."""
        return None if self.nothing_reason else Reading(self.value, self.numerator, self.denominator, None)


Told = Mapping[tuple[int, int], ToldFigure]


def read_told(plan: Plan) -> tuple[Told, Told]:
    """Figures, and what goes out of them, by (indicator id, period id) (one query)."""
    figures: dict[tuple[int, int], ToldFigure] = {}
    accepted: dict[tuple[int, int], ToldFigure] = {}
    for values, indicator, period, state, snapshot in FIGURES.rows([plan.pk, plan.pk]):
        told = ToldFigure(state, *values)
        (accepted if snapshot else figures)[indicator, period] = told
    return figures, accepted
