"""The form of a row reads by the same table, and its input carries the rule for the page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kpis.forms import FigureForm
from kpis.models import Indicator
from tests import desk
from tests.number_cases import CASES, RULES, Outcome, outcome_of, wrong
from tests.page import read


def indicator_of(rule) -> Indicator:
    return Indicator(code="X", measure=rule.measure, target_value=rule.target, money_pair=rule.money_pair)


def form_outcome(typed, rule) -> Outcome:
    form = FigureForm(indicator_of(rule), None, {"X-value": typed, "X-version": "0"})
    form.is_valid()
    if "value" in form.errors:
        return Outcome("refused", sentence=str(form.errors["value"][0]), suggestion=form.suggestion)
    if "nothing_reason" in form.errors:
        return Outcome("nothing")
    return outcome_of(form.cleaned_data["value"], rule.measure)


def test_the_form_reads_every_case_of_the_table():
    read_as = {case.name: form_outcome(case.typed, RULES[case.rule]) for case in CASES}
    assert wrong(read_as, {case.name: case.outcome for case in CASES}) == {}


@pytest.mark.parametrize(
    ("rule", "attributes"),
    [
        ("ratio", {"data-measure": "percent", "data-asks-quotient": "yes"}),
        ("ratio up to 10", {"data-measure": "percent", "data-asks-quotient": "yes"}),
        ("ratio up to 9,99", {"data-measure": "percent"}),
        ("ratio without target", {"data-measure": "percent"}),
        ("money", {"data-measure": "percent", "data-money-pair": "yes"}),
        ("index", {"data-measure": "index"}),
        ("count up to 20", {"data-measure": "count"}),
    ],
)
def test_the_input_carries_the_rule_of_its_cell(rule, attributes):
    form = FigureForm(indicator_of(RULES[rule]), None)
    drawn = form["value"].field.widget.attrs
    rules = {name: value for name, value in drawn.items() if name.startswith("data-") and name != "data-called"}
    assert rules == attributes


def test_a_quotient_is_asked_about_from_a_target_of_ten():
    assert [name for name, rule in RULES.items() if rule.asks_quotient] == ["ratio", "ratio up to 10"]
    assert RULES["ratio up to 10"].target == Decimal(10)


@pytest.mark.django_db
def test_every_cell_of_the_page_has_its_place_to_be_read(plan, browser_of):
    desk.period_of(plan)
    page = read(browser_of("vhxh").get(reverse("entry", args=("2026-Q1", "VHXH"))))
    cells = [control for control in page.all("input") if "data-measure" in control.attributes]
    assert len(cells) == 18
    for control in cells:
        place = page.one("div", id=f"{control.attributes['id']}-reading")
        assert place.one("output").attributes["for"] == control.attributes["id"]


@pytest.mark.django_db
def test_the_module_is_on_the_page_only_where_something_can_be_typed(plan, person, browser_of):
    def modules(period):
        page = read(browser_of("vhxh").get(reverse("entry", args=(period, "VHXH"))))
        return [script.attributes["src"] for script in page.all("script", type="module")]

    desk.period_of(plan)
    assert "/static/js/echo.js" in modules("2026-Q1")
    assert "/static/js/echo.js" not in modules("2026-H1")
