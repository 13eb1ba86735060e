"""import_figures and export_report agree with an independent writing of the rules, on thousands of figures."""

import csv
import json
import random
from datetime import datetime
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from plans.actions import close_period
from tests import oracle
from tests.conftest import PLAN_DIR
from units.dates import LOCAL_ZONE
from units.models import Channel

pytestmark = pytest.mark.django_db
ROUNDS = 18
PEN = ["chi_tieu", "gia_tri", "uoc", "ghi_chu"]


@pytest.fixture(autouse=True)
def late_in_the_year():
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE)):
        yield


def draw(rows, quarter, dice):
    """A file of a quarter: code → (typed, exact value or None, nothing to report, estimate)."""
    told = {}
    for row in rows:
        luck = dice.random()
        if luck < 0.08:
            continue
        if luck < 0.14:
            told[row.code] = ("không phát sinh", None, True, False)
        else:
            text, value = oracle.typed(row, quarter, dice)
            told[row.code] = (text, value, False, dice.random() < 0.2)
    return told


def write(path, told):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(PEN)
        for code, (text, _, nothing, estimate) in told.items():
            table.writerow([code, text, "x" if estimate else "", "chưa có đối tượng" if nothing else ""])


def exported(tmp_path, period):
    out = tmp_path / "out.json"
    call_command("export_report", period, "--format", "json", "--output", str(out), "--draft", verbosity=0)
    return {row["code"]: row for row in json.loads(out.read_text(encoding="utf-8"))["indicators"]}


def as_number(exact):
    return None if exact is None else pytest.approx(float(exact), abs=6e-7)


def compare(row, got, told, quarter, *, closed):
    text, V, nothing, estimate = told.get(row.code, ("", None, False, False))
    status = row.status(V, quarter, nothing=nothing, closed=closed)
    where = (row.code, quarter, text, got["explanation"])
    assert got["status"] == status, where
    assert got["value"] == as_number(V), where
    assert got["achievement"] == as_number(row.achievement(V)), where
    markers = set(got["markers"]) - {"chưa chấp nhận", "nhập thay"}
    assert ("mốc tạm tính" in markers) is row.provisional(status, quarter), where
    assert markers - {"mốc tạm tính"} == row.markers(V, quarter, estimate=estimate), where
    if row.T is not None:
        assert got["expected"] == as_number(row.expected(quarter)), where


def test_thousands_of_figures(plan, tmp_path, capsys):
    rows, dice, compared = oracle.rows(PLAN_DIR), random.Random(33), 0
    assert len(rows) == 29
    for _ in range(ROUNDS):
        for quarter in (1, 2, 3, 4):
            told = draw(rows, quarter, dice)
            path = tmp_path / "figures.csv"
            write(path, told)
            call_command("import_figures", f"2026-Q{quarter}", str(path), "--by", "daumoi", verbosity=0)
            clear_others(plan, quarter, told)
            got = exported(tmp_path, f"2026-Q{quarter}")
            for row in rows:
                compare(row, got[row.code], told, quarter, closed=False)
                compared += 1
    assert compared == ROUNDS * 4 * 29 > 2000


def clear_others(plan, quarter, told):
    """What an earlier round left in rows that this file does not name."""
    from kpis.models import Figure

    Figure.objects.filter(period__plan=plan, period__code=f"2026-Q{quarter}").exclude(indicator__code__in=told).delete()


def test_a_closed_fourth_quarter_says_not_met(plan, person, tmp_path):
    rows, dice = oracle.rows(PLAN_DIR), random.Random(57)
    told = draw(rows, 4, dice)
    write(tmp_path / "figures.csv", told)
    call_command("import_figures", "2026-Q4", str(tmp_path / "figures.csv"), "--by", "daumoi", verbosity=0)
    period = plan.periods.select_related("plan__ward").get(code="2026-Q4")
    close_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đã gửi")
    for code in ("2026-Q4", "2026-Y"):
        got = exported(tmp_path, code)
        for row in rows:
            compare(row, got[row.code], told, 4, closed=True)
    assert "Không đạt" in {row["status"] for row in got.values()}


def test_the_oracle_knows_the_expected_values_of_the_domain():
    rows = {row.code: row for row in oracle.rows(PLAN_DIR)}
    assert [rows["PL1.19"].expected(q) for q in (1, 2, 3)] == [
        Fraction("0.7775"),
        Fraction("0.785"),
        Fraction("0.7925"),
    ]
    assert [rows["PL1.6"].expected(q) for q in (1, 2, 3)] == [Fraction("0.75"), Fraction("1.5"), Fraction("2.25")]
    assert [rows["PL1.16"].expected(q) for q in (1, 2, 3)] == [Fraction("23.75"), Fraction("47.5"), Fraction("71.25")]
