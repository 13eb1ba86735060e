"""import_figures and export_report agree with an independent writing of the rules, on thousands of verdicts.

Not only for the printed plan: every round gives its indicators another direction, way of adding up, frequency, target,
baseline, milestones, and the plan another tolerance.
"""

import csv
import json
import random
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from kpis.actions import move_figures
from kpis.models import Figure, Indicator, Milestone
from plans.actions import Hand
from plans.opening import close_period, open_period
from plans.workflow import RowEvent
from reports.actions import row_key
from tests import desk, oracle
from tests.conftest import PLAN_DIR
from tests.oracle import Told
from units.dates import LOCAL_ZONE
from units.models import Channel

pytestmark = pytest.mark.django_db
PEN = ["chi_tieu", "gia_tri", "uoc", "ghi_chu"]
QUARTERS = (1, 2, 3, 4)
PERIODS = {"2026-Q1": 1, "2026-Q2": 2, "2026-H1": 2, "2026-Q3": 3, "2026-9M": 3, "2026-Q4": 4, "2026-Y": 4}
TOLERANCES = [Fraction(1, 10), Fraction(1, 20), Fraction(1, 4), Fraction(0)]
COORDINATORS = "VHXH"  # whoever of its people enters for another unit: nhập thay


@pytest.fixture(autouse=True)
def late_in_the_year():
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE)):
        yield


@pytest.fixture(params=["as printed", "reshaped"])
def shape(request, plan):
    """What makes the round's indicators of the plan, in the database and for the oracle."""
    printed = oracle.rows(PLAN_DIR)
    assert len(printed) == 29
    return (lambda dice: printed) if request.param == "as printed" else (lambda dice: reshape(plan, printed, dice))


def reshape(plan, printed, dice):
    tolerance = dice.choice(TOLERANCES)
    rows = [oracle.reshaped(row, tolerance, dice) for row in printed]
    plan.tolerance = exactly(tolerance)
    plan.save(update_fields=["tolerance"])
    indicators = {item.code: item for item in Indicator.objects.filter(plan=plan, horizon_year=2026)}
    for row in rows:
        give(indicators[row.code], row)
    Indicator.objects.bulk_update(indicators.values(), COLUMNS)
    Milestone.objects.all().delete()
    Milestone.objects.bulk_create(
        Milestone(indicator=indicators[row.code], quarter=quarter, value=exactly(value))
        for row in rows
        for quarter, value in row.milestones.items()
    )
    return rows


COLUMNS = ["measure", "direction", "accumulation", "frequency", "money_pair", "target_kind", "target_value"]
COLUMNS += ["baseline_kind", "baseline_value", "baseline_comparator"]


def give(indicator, row):
    better = "≤" if row.lower else "≥"
    indicator.measure, indicator.frequency, indicator.accumulation = row.measure, row.frequency, row.accumulation
    indicator.direction = "lower" if row.lower else "higher"
    indicator.money_pair = False
    indicator.target_value, indicator.baseline_value = exactly(row.T), exactly(row.B)
    indicator.target_kind, indicator.baseline_kind = ("none" if n is None else "number" for n in (row.T, row.B))
    indicator.baseline_comparator = better if row.bound else "="


def exactly(number):
    return None if number is None else Decimal(number.numerator) / Decimal(number.denominator)


def draw(rows, dice):
    """A year: code → quarter → what is told."""
    year = {row.code: {} for row in rows}
    for row in rows:
        for quarter in QUARTERS:
            luck = dice.random()
            if luck > 0.12 or (row.owed(quarter) and luck > 0.06):
                year[row.code][quarter] = tell(row, quarter, dice)
    return year


def tell(row, quarter, dice):
    by_other = row.unit != COORDINATORS
    if dice.random() < 0.08:
        return Told("không phát sinh", None, by_other=by_other)
    return Told(*oracle.typed(row, quarter, dice), estimate=dice.random() < 0.2, by_other=by_other)


def enter(tmp_path, rows, year, period, quarter, by="daumoi"):
    path = tmp_path / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(PEN)
        for row in rows:
            if quarter in year[row.code]:
                told = year[row.code][quarter]
                table.writerow([row.code, told.text, "x" if told.estimate else "", "đã đối chiếu"])
    call_command("import_figures", period, str(path), "--by", by, verbosity=0)


def exported(tmp_path, period, *, draft=True):
    out = tmp_path / "out.json"
    flags = ["--draft"] if draft else []
    call_command("export_report", period, "--format", "json", "--output", str(out), *flags, verbosity=0)
    return {row["code"]: row for row in json.loads(out.read_text(encoding="utf-8"))["indicators"]}


def as_number(exact):
    return None if exact is None else pytest.approx(float(exact), abs=6e-7)


def verdict(got, row, year, quarter, *, closed=False, begun=QUARTERS):
    """What is said of one indicator at the end of one quarter, in a whole year or beside the others."""
    V, status = row.value(year, quarter), row.status(year, quarter, closed=closed, begun=quarter in begun)
    where = (row, quarter, year, got)
    assert got["status"] == status, where
    assert sorted(got["markers"]) == sorted(row.markers(year, quarter, status)), where
    assert got["achievement"] == as_number(row.achievement(V)), where
    assert got["expected"] == as_number(row.expected(quarter)), where


def compare(got, row, year, quarter, *, closed=False, begun=QUARTERS):
    """A row of the report; returns how many verdicts it held."""
    V = row.value(year, quarter)
    verdict(got, row, year, quarter, closed=closed, begun=begun)
    assert got["value"] == as_number(V), (row, quarter, year)
    assert got["distance"] == as_number(row.distance(V)), (row, quarter, year)
    assert got["distance_at_most"] is row.at_most(V), (row, quarter, year)
    for number, cell in zip(QUARTERS, got["quarters"], strict=True):
        verdict(cell, row, year, number, closed=closed, begun=begun)
        assert cell["value"] == as_number(year[number].V if number in year else None), (row, number, year)
    return 5


def compare_all(tmp_path, rows, year, periods=PERIODS, *, draft=True, closed=False, begun=QUARTERS):
    compared = 0
    for period, quarter in periods.items():
        got = exported(tmp_path, period, draft=draft)
        compared += sum(
            compare(got[row.code], row, year[row.code], quarter, closed=closed, begun=begun) for row in rows
        )
    return compared


def test_thousands_of_verdicts(shape, plan, tmp_path):
    dice, compared, rounds = random.Random(33), 0, 4
    for _ in range(rounds):
        Figure.objects.filter(period__plan=plan).delete()
        rows = shape(dice)
        year = draw(rows, dice)
        for quarter in QUARTERS:
            enter(tmp_path, rows, year, f"2026-Q{quarter}", quarter)
        compared += compare_all(tmp_path, rows, year)
    assert compared == rounds * len(PERIODS) * 29 * 5 > 4000


def test_a_year_that_is_closed_and_has_figures_of_its_own(shape, plan, person, tmp_path):
    dice = random.Random(57)
    rows = shape(dice)
    year = draw(rows, dice)
    for quarter in QUARTERS:
        enter(tmp_path, rows, year, f"2026-Q{quarter}", quarter)
    shut(plan, person, "2026-Q4")
    compare_all(tmp_path, rows, year, closed=True)
    own = {row.code: {4: tell(row, 4, dice)} if dice.random() < 0.5 else {} for row in rows}
    open_the_year(plan, person)
    enter(tmp_path, rows, own, "2026-Y", 4)
    got = exported(tmp_path, "2026-Y")
    assert "Không đạt" in {row["status"] for row in got.values()}
    for row in rows:
        alone, told = replace(row, frequency="yearly"), own[row.code]
        judged, of = (alone, told) if told else (row, year[row.code])
        verdict(got[row.code], judged, of, 4, closed=True)
        assert got[row.code]["value"] == as_number(judged.value(of, 4)), (row, of)
        assert got[row.code]["distance"] == as_number(row.distance(judged.value(of, 4))), (row, of)


def shut(plan, person, code):
    period = plan.periods.select_related("plan__ward").get(code=code)
    close_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đã gửi")


def open_the_year(plan, person):
    period = plan.periods.select_related("plan__ward").get(code="2026-Y")
    open_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now())


def test_what_goes_out_holds_what_was_accepted(shape, plan, person, tmp_path):
    """One unit is accepted whole, of one every second row, some of which are opened again; one only sent its rows and
    the others did not even do that."""
    dice = random.Random(91)
    rows = shape(dice)
    year = draw(rows, dice)
    own = [row for row in rows if row.unit == COORDINATORS]
    opened = {row.code for row in own[::4]}
    out = {row.code for row in own[::2]} | {row.code for row in rows if row.unit == "TTPVHCC"}
    for quarter in QUARTERS:
        period = f"2026-Q{quarter}"
        enter(tmp_path, own, year, period, quarter, by="vhxh")
        enter(tmp_path, [row for row in rows if row not in own], year, period, quarter)
        for unit in (COORDINATORS, "TTPVHCC", "KTHTDT"):
            desk.send(plan, unit, person(unit.lower()), period=period)
            if unit != "KTHTDT":
                chosen = [row_key(figure) for figure in figures(plan, period, unit, out)]
                desk.accept(plan, unit, person("daumoi"), period=period, chosen=chosen)
        hand = Hand(by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now())
        move_figures(figures(plan, period, COORDINATORS, opened), RowEvent.REOPEN, hand=hand, reason="Đối chiếu lại")
    accepted = {
        code: marked(told, unaccepted=False, adjusting=code in opened) if code in out else {}
        for code, told in year.items()
    }
    compare_all(tmp_path, rows, accepted, draft=False)
    for row in own[::4]:
        year[row.code] = {quarter: tell(row, quarter, dice) for quarter in year[row.code]}
    for quarter in QUARTERS:
        enter(tmp_path, own[::4], year, f"2026-Q{quarter}", quarter, by="vhxh")
    compare_all(tmp_path, rows, accepted, draft=False)
    entered = {
        code: marked(told, unaccepted=code not in out - opened, adjusting=code in opened) for code, told in year.items()
    }
    compare_all(tmp_path, rows, entered)


def figures(plan, period, unit, codes):
    found = Figure.objects.filter(period__plan=plan, period__code=period, report__unit__code=unit)
    return list(found.filter(indicator__code__in=codes).select_related("indicator", "report__unit__ward", "period"))


def marked(told, **marks):
    return {quarter: replace(one, **marks) for quarter, one in told.items()}


def test_a_year_that_has_just_begun(shape, plan, tmp_path):
    with time_machine.travel(datetime(2026, 4, 2, 9, 0, tzinfo=LOCAL_ZONE)):
        dice = random.Random(12)
        rows = shape(dice)
        year = {code: {1: told[1]} if 1 in told else {} for code, told in draw(rows, dice).items()}
        enter(tmp_path, rows, year, "2026-Q1", 1)
        compare_all(tmp_path, rows, year, begun=(1, 2))


def test_the_oracle_knows_the_expected_values_of_the_domain():
    rows = {row.code: row for row in oracle.rows(PLAN_DIR)}
    assert [rows["PL1.19"].expected(q) for q in (1, 2, 3)] == [
        Fraction("0.7775"),
        Fraction("0.785"),
        Fraction("0.7925"),
    ]
    assert [rows["PL1.6"].expected(q) for q in (1, 2, 3)] == [Fraction("0.75"), Fraction("1.5"), Fraction("2.25")]
    assert [rows["PL1.16"].expected(q) for q in (1, 2, 3)] == [Fraction("23.75"), Fraction("47.5"), Fraction("71.25")]


def test_the_shapes_hold_everything_that_a_plan_may():
    dice, printed = random.Random(33), oracle.rows(PLAN_DIR)
    rows = [oracle.reshaped(row, dice.choice(TOLERANCES), dice) for _ in range(6) for row in printed]
    for name, ways in {"lower": 2, "accumulation": 3, "frequency": 3, "measure": 3, "tolerance": 4, "bound": 2}.items():
        assert len({getattr(row, name) for row in rows}) == ways, name
    assert {len(row.milestones) for row in rows} == {0, 1, 2, 3}
