"""The figure of a quarter beside the one before it: what about it asks for a sentence."""

from collections.abc import Sequence
from fractions import Fraction

from kpis.evaluation import Promise
from kpis.models import Indicator
from kpis.warnings import Caution, Reported, cautions
from plans.quantities import as_fraction
from reports.ledger import Ledger, QuarterCell


def quarter_before(cell: QuarterCell, quarters: Sequence[QuarterCell]) -> QuarterCell | None:
    is_quarter = cell.period_code == quarters[cell.quarter - 1].period_code
    return quarters[cell.quarter - 2] if is_quarter and cell.quarter > 1 else None


def cautions_of(
    indicator: Indicator,
    promise: Promise,
    cell: QuarterCell,
    before: QuarterCell | None,
    total: Fraction | None,
    ledger: Ledger,
) -> tuple[Caution, ...]:
    if cell.reading is None:
        return ()
    return cautions(
        Reported(
            promise=promise,
            rule=indicator.number_rule,
            reading=cell.reading,
            before=before.reading if before else None,
            quarter=cell.quarter,
            estimate=cell.estimate,
            total=total,
            threshold=as_fraction(ledger.plan.jump_threshold),
        )
    )
