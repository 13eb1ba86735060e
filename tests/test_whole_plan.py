"""What is read for a whole page in one statement is what the mapper reads row by row."""

from datetime import date
from decimal import Decimal

import pytest

from kpis import promised as indicators
from kpis import told as figures
from kpis.models import AcceptedFigure, Figure, Indicator, Milestone
from kpis.promises import promise_of
from kpis.querysets import responsible
from plans.models import Period
from plans.querysets import newest_plan, newest_plan_with_periods, read_periods
from tasks import promised as tasks
from tasks import told as progress
from tasks.models import AcceptedProgress, Progress, Task
from tasks.querysets import reporters
from tests import desk

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 6, 14)


def test_indicators_come_with_what_judges_them_and_who_answers(plan, django_assert_num_queries):
    Milestone.objects.create(indicator=Indicator.objects.get(code="PL1.26"), quarter=2, value=Decimal("44.5"))
    Indicator.objects.filter(code="PL1.7").update(withdrawn_from=SUMMER)
    with django_assert_num_queries(2):
        found = indicators.read_promised(plan, SUMMER)
    rows = Indicator.objects.exclude(code="PL1.7").order_by("horizon_year", "order")
    assert [one.indicator for one in found] == list(rows)
    held = responsible(plan, SUMMER)
    for one in found:
        row = Indicator.objects.get(pk=one.indicator.pk)
        assert one.promise == promise_of(row, plan)
        assert one.leads == tuple(lead.unit for lead in row.lead_rows.order_by("order"))
        assert one.goal == row.linked_goal
        assert one.indicator.section == row.section
        assert (one.unit, one.leader) == (
            (held[row.pk].unit, held[row.pk].leader) if row.pk in held else (None, None)
        ), row


def test_of_two_assignments_the_newest_of_the_day_holds(plan):
    row = Indicator.objects.get(code="PL1.26")
    row.assignments.create(unit=desk.unit_of(plan, "CAP"), from_day=date(2026, 7, 1))
    units = [
        next(one.unit for one in indicators.read_promised(plan, day) if one.indicator == row)
        for day in (SUMMER, date(2026, 7, 1))
    ]
    assert [unit.code for unit in units if unit] == ["KTHTDT", "CAP"]


def test_a_unit_that_is_named_often_is_one_object(plan):
    found = indicators.read_promised(plan, SUMMER)
    assert len({id(one.unit) for one in found if one.unit}) == 5


@pytest.fixture
def told(plan, person):
    """One accepted figure opened by a newer draft, one draft, a pair and a nothing; a task of two units."""
    desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), source="Sổ")
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    desk.enter(plan, "PL1.1", "43/45", person("vhxh"), estimate=True)
    desk.enter(plan, "PL1.15", "", person("vhxh"), nothing_reason="Chưa có trường nào")
    desk.tell(plan, "PL4.I.1", person("vhxh"), status="ongoing", percent=40, product="Kế hoạch 12")
    desk.tell(plan, "PL4.I.2", person("vhxh"), status="done", done_on=date(2026, 3, 1))


def test_figures_and_snapshots_say_what_their_rows_say(plan, told, django_assert_num_queries):
    with django_assert_num_queries(1):
        entered, accepted = figures.read_told(plan)
    for found, rows in ((entered, Figure.objects.all()), (accepted, AcceptedFigure.objects.all())):
        assert len(found) == len(rows) > 0
        for row in rows:
            said = found[row.indicator_id, row.period_id]
            assert said.state == getattr(row, "state", "")
            assert (said.reading, said.items) == (row.reading, row.items)
            assert [getattr(said, name) for name in figures.COLUMNS] == [getattr(row, name) for name in figures.COLUMNS]


def test_progress_says_what_its_rows_say(plan, told, person, django_assert_num_queries):
    desk.send(plan, "VHXH", person("vhxh"))
    desk.accept(plan, "VHXH", person("daumoi"))
    with django_assert_num_queries(1):
        entered, accepted = progress.read_told(plan)
    assert len(entered) == len(accepted) == 2
    for row in Progress.objects.select_related("report"):
        said = entered[row.task_id, row.report.unit_id, row.report.period_id]
        assert (said.state, said.task_status) == (row.state, row.task_status)
        assert [getattr(said, name) for name in progress.COLUMNS] == [getattr(row, name) for name in progress.COLUMNS]
    for row in AcceptedProgress.objects.all():
        said = accepted[row.task_id, row.unit_id, row.period_id]
        assert [getattr(said, name) for name in progress.COLUMNS] == [getattr(row, name) for name in progress.COLUMNS]
    assert len(progress.read_told(plan, "PL4.I.1")[0]) == 1


def test_tasks_come_with_their_units(plan, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = tasks.read_promised(plan, SUMMER)
    assert [one.task for one in found] == list(Task.objects.order_by("order"))
    who = reporters(plan, SUMMER)
    for one in found:
        assert one.leads == [row.unit for row in one.task.lead_rows.order_by("order")]
        assert one.coordinating == [row.unit for row in one.task.coordination_rows.order_by("order")]
        assert one.reporters == who[one.task.pk]
    assert [one.task.code for one in tasks.read_promised(plan, SUMMER, "PL4.I.6")] == ["PL4.I.6"]


def test_a_plan_comes_with_its_periods_and_who_closed_them(plan, person, django_assert_num_queries):
    Period.objects.filter(plan=plan, code="2026-Q1").update(
        closed_at="2026-04-01T00:00Z", closed_by=person("daumoi"), close_reason="Đã gửi báo cáo"
    )
    with django_assert_num_queries(1):
        found, periods = newest_plan_with_periods(plan.ward)
        words = [period.closing_words for period in periods]
    assert found == newest_plan(plan.ward)
    assert periods == read_periods(plan)
    assert words == [period.closing_words for period in read_periods(plan)]
    assert words[0].startswith("Đã chốt 01/04/2026 vì: Đã gửi báo cáo (")


def test_a_ward_without_a_plan_has_none(plan):
    other = type(plan.ward).objects.create(code="khac", name="Phường khác", city="Hải Phòng", place="Khác")
    assert newest_plan_with_periods(other) == (None, [])
