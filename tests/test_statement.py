"""Statements that are written out as SQL read the same rows as the mapper does."""

import pytest

from kpis.models import AcceptedFigure, Figure, Indicator
from kpis.one_indicator import ACCEPTED, FIGURES, INDICATOR, MILESTONES
from plans.models import Period, Plan
from plans.querysets import PERIODS, PLAN
from tests import desk
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.get()


def all_columns(row) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def same(found, expected) -> bool:
    return [all_columns(row) for row in found] == [all_columns(row) for row in expected]


def test_a_row_has_every_column_as_the_mapper_reads_it(plan):
    officer = User.objects.get(username="kthtdt")
    desk.enter(plan, "PL1.26", "45,5", officer, source="Sổ theo dõi")
    desk.send(plan, "KTHTDT", officer)
    desk.accept(plan, "KTHTDT", User.objects.get(username="daumoi"))
    indicator = Indicator.objects.get(plan=plan, code="PL1.26")
    period = Period.objects.get(plan=plan, code="2026-Q1")
    assert same(INDICATOR.rows([plan.pk, "PL1.26", plan.year, period.ends_on]), [indicator])
    assert same(FIGURES.rows([indicator.pk]), Figure.objects.filter(indicator=indicator))
    assert same(ACCEPTED.rows([indicator.pk]), AcceptedFigure.objects.filter(indicator=indicator))
    assert same(PERIODS.rows([plan.pk]), Period.objects.filter(plan=plan).order_by("ends_on", "starts_on"))


def test_a_column_that_is_left_out_is_read_where_it_is_asked_for(plan, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = PLAN.first([plan.ward_id])
    assert found.get_deferred_fields() == {"source_text"}
    with django_assert_num_queries(1):
        assert found.source_text == plan.source_text


def test_nothing_is_found_where_nothing_is(plan):
    assert PLAN.first([0]) is None
    assert MILESTONES.rows([0]) == []
