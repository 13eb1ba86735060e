"""Every admin route × every role × GET, HEAD, POST, and another ward's rows.

A model that is registered fails here until it has its line in MODELS; a model that is not, until it has its reason.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from kpis.actions import FigurePlace
from kpis.models import Indicator
from plans.evidence import Document, add_document
from reports.directions.actions import give_direction
from reports.models import NarrativeText, OwnForm, ScreenOrder, TypedFigure
from reports.reopening.actions import grant_reopening
from tasks.actions import ProgressPlace
from tasks.models import Task
from tests.admin_desk import address, another_ward, client_of
from tests.desk import accept, enter, period_of, send, tell, unit_of
from tests.test_routes import PEOPLE, fingerprint, has_issued
from units.actions import name_stand_in
from units.models import Channel, User

pytestmark = pytest.mark.django_db

BOTH, ADMINISTRATOR = frozenset({"coordinator", "administrator"}), frozenset({"administrator"})


@dataclass(frozen=True)
class Line:
    """Who reads, changes, adds, deletes rows; who takes a table in (None: there are no tables)."""

    reads: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    adds: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()
    imports: frozenset[str] | None = None


MODELS = {
    "units.ward": Line(BOTH, ADMINISTRATOR),
    "units.unit": Line(BOTH, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, imports=ADMINISTRATOR),
    "units.leader": Line(BOTH, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, imports=ADMINISTRATOR),
    "units.user": Line(ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "units.event": Line(BOTH),
    "units.standin": Line(BOTH),
    "plans.plan": Line(BOTH, BOTH, BOTH),
    "plans.section": Line(BOTH, BOTH, BOTH, BOTH, imports=BOTH),
    "plans.planclause": Line(BOTH, BOTH, BOTH, BOTH, imports=BOTH),
    "plans.correction": Line(BOTH, BOTH, BOTH, BOTH),
    "plans.period": Line(BOTH, BOTH),
    "plans.unitreport": Line(BOTH),
    "plans.receipt": Line(BOTH),
    "plans.evidence": Line(BOTH),
    "plans.reopening": Line(BOTH),
    "kpis.indicator": Line(BOTH, BOTH, BOTH, imports=BOTH),
    "kpis.figure": Line(BOTH, imports=frozenset({"coordinator"})),
    "kpis.acceptedfigure": Line(BOTH),
    "kpis.figureevidence": Line(BOTH),
    "reports.direction": Line(BOTH),
    "reports.issuedreport": Line(BOTH),
    "reports.narrativetext": Line(BOTH),
    "reports.screenorder": Line(BOTH),
    "reports.ownform": Line(BOTH),
    "reports.typedfigure": Line(BOTH),
    "tasks.task": Line(BOTH, BOTH, BOTH, imports=BOTH),
    "tasks.progress": Line(BOTH),
    "tasks.acceptedprogress": Line(BOTH),
    "tasks.progressevidence": Line(BOTH),
}
NOT_REGISTERED = {
    "plans.requestkey": "the key of one request: nothing that a person could read",
    "plans.remark": "a talk between reviewer and unit, read on its own page and in the journal",
    "units.edition": "a stamp that a trigger renews: nothing that a person could read",
    "units.holiday": "kept on the page Lịch báo cáo, beside what it moves",
    "units.notice": "told to one person, who reads it on a page of their own",
    "units.mailchoice": "one person's own choice, on a page of their own; the journal tells of it",
    "units.departure": "made and undone on a page of its own, which keeps what was handed over",
}
ROW_PAGES = ("change", "history", "delete")
TABLES = [label for label, line in MODELS.items() if line.imports is not None]
SITE_PAGES = {"index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"}
SITE_PAGES |= {"view_on_site", "app_list"}


@pytest.fixture
def rows(plan, person) -> dict[str, int]:
    """A row of every model, by label: the quarter of Công an is entered, sent and accepted."""
    enter(plan, "PL1.27", "2", person("cap"))
    tell(plan, "PL4.I.4", person("daumoi"), status="ongoing", percent=10)
    prove(plan, person("vhxh"))
    send(plan, "CAP", person("cap"))
    accept(plan, "CAP", person("daumoi"))
    send(plan, "VHXH", person("daumoi"))
    accept(plan, "VHXH", person("daumoi"))
    today = timezone.localdate()
    words: dict[str, Any] = {"starts_on": today, "ends_on": today, "reason": "Nghỉ phép", "channel": Channel.SCREEN}
    unit, by = person("kthtdt").unit, person("kthtdt.lanhdao")
    open_again(plan, person("daumoi"))
    name_stand_in(unit=unit, person=person("cap"), by=by, now=timezone.now(), **words)
    asked(plan, person("lanhdao"), unit)
    has_issued(period_of(plan), person("daumoi"), timezone.now())
    written(plan, person("daumoi"))
    return {label: apps.get_model(label)._default_manager.order_by("pk").first().pk for label in MODELS}


def written(plan, coordinator) -> None:
    """Words of the report of a quarter, a figure typed into nq57.vn, the order of its screens, a form of Sở's."""
    columns = {"text": "Lời văn", "based_on": "0" * 64, "edited_by": coordinator, "edited_at": timezone.now()}
    NarrativeText.objects.create(period=period_of(plan), section="mo-dau", **columns)
    typed = {"value": "2", "typed_by": coordinator, "typed_at": timezone.now()}
    TypedFigure.objects.create(period=period_of(plan), indicator=Indicator.objects.get(code="PL1.27"), **typed)
    ScreenOrder.objects.create(plan=plan, codes=["PL1.27"])
    file = {"stored_name": "x", "file_name": "bieu.xlsx", "size": 1, "sha256": "0" * 64}
    OwnForm.objects.create(plan=plan, name="Biểu Sở", added_by=coordinator, added_at=timezone.now(), **file)


def asked(plan, leader, unit) -> None:
    """A direction of the leader to the unit."""
    give_direction(
        period=period_of(plan), thing=None, units=[unit], text="Báo cáo rõ nguyên nhân.",
        due_on=timezone.localdate(), leader=leader, document=None, key=uuid4(), by=leader, channel=Channel.SCREEN,
        now=timezone.now(),
    )  # fmt: skip


def open_again(plan, coordinator) -> None:
    """The accepted figure of Công an is open for a change."""
    until = timezone.localdate() + timedelta(days=3)
    place = FigurePlace(Indicator.objects.get(plan=plan, code="PL1.27"), period_of(plan))
    words: dict[str, Any] = {"key": uuid4(), "channel": Channel.SCREEN, "now": timezone.now()}
    grant_reopening(place=place, unit=unit_of(plan, "CAP"), until=until, reason="Sai số", by=coordinator, **words)


def prove(plan, officer) -> None:
    """An official document on a figure and on a task of Phòng VH-XH."""
    period = period_of(plan)
    add_document(
        unit=officer.unit,
        period=period,
        places=[
            FigurePlace(Indicator.objects.get(plan=plan, code="PL1.1"), period),
            ProgressPlace(Task.objects.get(plan=plan, code="PL4.I.4"), officer.unit, period),
        ],
        document=Document(number="12/BC-VHXH", day=date(2026, 3, 5)),
        by=officer,
        channel=Channel.SCREEN,
        now=timezone.now(),
    )


def pages_of(label: str, pk: int) -> dict[str, str]:
    pages = {name: address(label, name) for name in ("changelist", "add")}
    pages |= {name: address(label, name, pk) for name in ROW_PAGES}
    if label in TABLES:
        pages |= {name: address(label, name) for name in ("import", "export")}
    return pages


def expected(label: str, page: str, role: str) -> int:
    line = MODELS[label]
    if role not in BOTH:
        return 403
    allowed = {
        "changelist": line.reads,
        "export": line.reads,
        "history": line.reads,
        "change": line.reads,
        "add": line.adds,
        "delete": line.deletes,
        "import": line.imports or frozenset(),
    }[page]
    if role not in allowed:
        return 403
    if page == "history":
        return 404 if label == "units.event" else 302
    return 200


def test_every_registered_model_has_its_line():
    assert {model._meta.label_lower for model in admin.site._registry} == set(MODELS)


def test_every_model_of_ours_is_in_admin_by_itself_or_beneath_another_or_has_its_reason():
    ours = {model._meta.label_lower for model in apps.get_models() if model.__module__.split(".")[0] in OUR_APPS}
    beneath = {inline.model._meta.label_lower for each in admin.site._registry.values() for inline in each.inlines}
    assert ours == set(MODELS) | beneath | set(NOT_REGISTERED)


OUR_APPS = {"units", "plans", "kpis", "tasks", "reports", "haian_plan"}


def test_every_admin_route_is_known_here():
    """Site pages, the five pages of each model, tables in and out, and the two buttons of an account."""
    names = {name for name in route_names() if name and name not in SITE_PAGES}
    known = {"units_user_password", "units_user_unlock"}
    for label in MODELS:
        known |= {f"{label.replace('.', '_')}_{page}" for page in ("changelist", "add", *ROW_PAGES)}
    known |= {f"{label.replace('.', '_')}_{page}" for label in TABLES for page in ("import", "export")}
    assert names == known


def route_names():
    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name

    admin_part = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    return walk(admin_part.url_patterns)


@pytest.mark.parametrize("role", PEOPLE)
def test_who_reads_which_page_and_that_reading_changes_no_row_of_any_table(role, rows, person):
    client, before = client_of(person(PEOPLE[role])), fingerprint()
    for label in MODELS:
        for page, url in pages_of(label, rows[label]).items():
            told = [client.get(url).status_code, client.head(url).status_code]
            assert told == [expected(label, page, role)] * 2, (label, page)
    client.get(reverse("admin:index"))
    assert fingerprint() == before


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_post(role, rows, person):
    """Without the right a POST is refused whatever it says; with it an empty one comes back with sentences."""
    client, before = client_of(person(PEOPLE[role])), fingerprint()
    for label, line in MODELS.items():
        rights = {
            "add": line.adds,
            "change": line.changes,
            "delete": line.deletes,
            "import": line.imports or frozenset(),
        }
        for page, allowed in rights.items():
            if page == "delete" and role in allowed:
                continue  # an empty POST confirms nothing, and is tried below
            url = pages_of(label, rows[label]).get(page)
            if url is None:
                continue
            status = client.post(url, {}).status_code
            assert status == (200 if role in allowed else 403), (label, page)
    assert fingerprint() == before


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_reset_and_unlock_an_account(role, person):
    client, account = client_of(person(PEOPLE[role])), person("cap")
    before = (account.password, account.session_epoch)
    for page in ("password", "unlock"):
        url = address("units.user", page, account.pk)
        assert client.get(url).status_code in {403, 405}
        if role != "administrator":
            assert client.post(url).status_code == 403
    account.refresh_from_db()
    assert (account.password, account.session_epoch) == before


@pytest.mark.parametrize("page", ["index", "password_change", "password_change_done", "jsi18n"])
@pytest.mark.parametrize("role", PEOPLE)
def test_the_pages_of_the_site_itself(page, role, person):
    client, url = client_of(person(PEOPLE[role])), reverse(f"admin:{page}")
    shown = 302 if page.startswith("password") else 200
    assert client.get(url).status_code == (shown if role in BOTH else 403)


@pytest.mark.parametrize("role", PEOPLE)
def test_the_admin_has_no_login_of_its_own(role, person):
    assert client_of(person(PEOPLE[role])).get(reverse("admin:login")).status_code == 403
    assert Client().get(reverse("admin:login")).status_code == 302


def test_a_stranger_is_asked_to_sign_in_on_every_page(rows):
    stranger = Client()
    for label in MODELS:
        for page, url in pages_of(label, rows[label]).items():
            for ask in (stranger.get, stranger.head, stranger.post):
                answer = ask(url)
                assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("login")), (label, page)


def test_a_one_time_password_is_changed_before_admin_opens(person):
    User.objects.filter(username="quantri").update(must_change_password=True)
    client = client_of(person("quantri"))
    assert client.get(reverse("admin:index"))["Location"] == reverse("password_change")
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("password_change")


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_another_wards_rows_do_not_exist(role, rows):
    client, before = client_of(another_ward(role)), fingerprint()
    for label, line in MODELS.items():
        for page in ROW_PAGES:
            rights = {"change": line.reads, "history": line.reads, "delete": line.deletes}[page]
            url = address(label, page, rows[label])
            assert client.get(url).status_code == (404 if role in rights else 403), (label, page)
            writers = {"change": line.changes, "history": line.reads, "delete": line.deletes}[page]
            posted = client.post(url, {"post": "yes", "name": "x"}).status_code
            assert posted == (404 if role in writers else 403), (label, page)
    assert fingerprint() == before


def test_another_wards_account_is_neither_reset_nor_unlocked(person):
    client = client_of(another_ward())
    for page in ("password", "unlock"):
        assert client.post(address("units.user", page, person("cap").pk)).status_code == 404


def test_another_wards_rows_stand_in_no_list_and_no_filter(rows, plan):
    client = client_of(another_ward())
    names = [*plan.ward.units.values_list("name", flat=True), str(plan), "PL1.6", "PL4.I.1", "Quý I/2026"]
    for label in MODELS:
        if label != "units.ward":
            html = client.get(address(label, "changelist")).content.decode()
            assert [name for name in names if name in html] == [], label


@pytest.mark.parametrize("label", ["plans.plan", "plans.section", "kpis.indicator", "tasks.task", "units.user"])
def test_another_wards_rows_are_no_choice_in_any_field(label, rows, plan):
    html = client_of(another_ward()).get(address(label, "add")).content.decode()
    assert "Phòng Lạ" in html or label not in {"plans.plan", "units.user"}
    assert [unit.name for unit in plan.ward.units.all() if unit.name in html] == []
    assert str(plan) not in html


def test_a_row_of_another_ward_is_refused_as_a_choice_even_when_posted(person):
    foreign = another_ward().unit
    client = client_of(person("quantri"))
    url = address("units.user", "change", person("cap").pk)
    client.post(url, {"username": "cap", "full_name": "A", "role": "officer", "unit": foreign.pk, "is_active": "on"})
    assert person("cap").unit.code == "CAP"


def test_autocomplete_offers_the_wards_rows_only(plan, person):
    foreign = another_ward()
    asked = {"app_label": "kpis", "model_name": "assignment", "field_name": "unit"}
    told = client_of(person("daumoi")).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert {int(row["id"]) for row in told} <= set(plan.ward.units.values_list("pk", flat=True))
    assert told
    told = client_of(foreign).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["text"] for row in told] == ["Phòng Lạ"]
    assert client_of(person("cap")).get(reverse("admin:autocomplete"), asked).status_code == 403


def test_no_page_needs_inline_code_or_the_network(rows, person):
    client = client_of(person("daumoi"))
    for label in MODELS:
        for page, url in pages_of(label, rows[label]).items():
            answer = client.get(url)
            assert "unsafe-inline" not in answer["Content-Security-Policy"]
            html = answer.content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
            for forbidden in ("http://", "https://", "<style", " style=", " onclick=", " onchange=", "javascript:"):
                assert forbidden not in html, (label, page, forbidden)


def test_the_index_leads_to_every_list_and_to_nothing_else(person):
    html = client_of(person("quantri")).get(reverse("admin:index")).content.decode()
    assert all(address(label, "changelist") in html for label in MODELS)
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_lists_cost_the_same_for_one_row_and_for_many(rows, person):
    """Search narrows a list to one row; the whole list may cost no more than that, and a page at most a dozen."""
    client = client_of(person("daumoi"))
    for label in MODELS:
        if "coordinator" not in MODELS[label].reads:
            continue
        counts = []
        for query in ({"pk__in": str(rows[label])}, {}):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(label, "changelist"), query).status_code == 200
            counts.append(len(queries))
        assert counts[1] <= counts[0] + 1, (label, counts)
        assert counts[1] <= 14, (label, counts)
