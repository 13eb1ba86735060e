"""With 3,321 plans in the database the dashboard asks as many queries as with one, and none reads a whole table."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import AcceptedFigure, Assignment, Figure, Indicator, IndicatorLead
from plans.models import Period, Plan, Section, UnitReport
from tasks.models import AcceptedProgress, Progress, Task, TaskAssignment, TaskLead
from tests import desk
from tests.test_editions import LISTS
from units.models import Event, Leader, Unit, Ward

pytestmark = pytest.mark.django_db
WARDS, STEP = 3320, 10**5
NAMES = "kpis_figure|kpis_acceptedfigure|tasks_progress|tasks_acceptedprogress|units_event|figure|accepted|progress"
WHOLE = {"sqlite": rf"SCAN ({NAMES})\b", "postgresql": rf"Seq Scan on ({NAMES})\b"}
# What is copied for each ward, and which of its columns name a row that is copied too.
COPIED = [
    (Ward, ("id",)),
    (Unit, ("id", "ward_id")),
    (Leader, ("id", "ward_id")),
    (Plan, ("id", "ward_id", "coordinator_id")),
    (Period, ("id", "plan_id")),
    (Section, ("id", "plan_id")),
    (Indicator, ("id", "plan_id", "section_id")),
    (IndicatorLead, ("id", "indicator_id", "unit_id")),
    (Assignment, ("id", "indicator_id", "unit_id", "leader_id")),
    (Task, ("id", "plan_id", "section_id")),
    (TaskLead, ("id", "task_id", "unit_id")),
    (TaskAssignment, ("id", "task_id", "unit_id")),
    (UnitReport, ("id", "unit_id", "period_id")),
    (Figure, ("id", "report_id", "indicator_id", "period_id")),
    (AcceptedFigure, ("id", "indicator_id", "period_id", "unit_id")),
    (Progress, ("id", "report_id", "task_id")),
    (AcceptedProgress, ("id", "task_id", "period_id", "unit_id")),
    (Event, ("id", "ward_id")),
]
# Long texts of many rows are not needed to make a planner choose: two indicators and one task of each plan.
ONLY = {
    Indicator: "code IN ('PL1.26', 'PL1.6')",
    IndicatorLead: "indicator_id IN (SELECT id FROM kpis_indicator WHERE code IN ('PL1.26', 'PL1.6'))",
    Assignment: "indicator_id IN (SELECT id FROM kpis_indicator WHERE code IN ('PL1.26', 'PL1.6'))",
    Task: "code = 'PL4.I.6'",
    TaskLead: "task_id IN (SELECT id FROM tasks_task WHERE code = 'PL4.I.6')",
    TaskAssignment: "task_id IN (SELECT id FROM tasks_task WHERE code = 'PL4.I.6')",
}


def copy(cursor, model, shifted):
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    own = {"code": "code || '-' || n"} if model is Ward else {}
    values = [own.get(name) or (f'"{name}" + n * {STEP}' if name in shifted else f'"{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    series = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {WARDS})"  # noqa: S608
    where = f"id < {STEP} AND {ONLY.get(model, '1 = 1')}"
    chosen = f"SELECT {', '.join(values)} FROM {table}, numbers WHERE {where}"  # noqa: S608 - constants of ours
    cursor.execute(f"{series} INSERT INTO {table} ({names}) {chosen}")


@pytest.fixture
def accepted(plan, person):
    """Figures in two quarters, one accepted, and a task that was told and accepted."""
    for period in ("2026-Q1", "2026-Q2"):
        for code, typed in (("PL1.26", "45"), ("PL1.6", "1,2")):
            desk.enter(plan, code, typed, person("kthtdt"), period=period)
    desk.tell(plan, "PL4.I.6", person("vhxh"), period="2026-Q1", status="ongoing")
    for unit, username in (("KTHTDT", "kthtdt"), ("VHXH", "vhxh")):
        desk.send(plan, unit, person(username), period="2026-Q1")
        desk.accept(plan, unit, person("daumoi"), period="2026-Q1")


def asked(client, name):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name), {"ky": "2026-Q2"}).status_code == 200
    return [query["sql"] for query in queries]


def plan_of(cursor, sql):
    cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_no_query_reads_a_whole_table_and_none_is_added(accepted, browser_of):
    client = browser_of("lanhdao")
    before = {name: len(asked(client, name)) for name in LISTS}
    with connection.cursor() as cursor:
        for model, shifted in COPIED:
            copy(cursor, model, shifted)
        cursor.execute("ANALYZE")
        assert Plan.objects.count() == WARDS + 1
        assert Figure.objects.count() == 4 * (WARDS + 1)
        read = 0
        for name in LISTS:
            statements = asked(client, name)
            assert len(statements) == before[name], name
            for sql in statements:
                found = plan_of(cursor, sql)
                assert not re.search(WHOLE[connection.vendor], found), (name, sql, found)
                read += any(table in sql for table in ("kpis_figure", "tasks_progress"))
    assert read >= len(LISTS)
    assert before["dashboard"] <= 7
