"""What every test may ask for: the printed plan in the database, and people of each role."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from haian_plan import demonstration
from plans.models import Plan
from tests.browser import (
    another,
    browser_type_launch_args,
    prepared_database,
    prepared_file,
    server,
    sign_in,
    site,
)
from tests.site import running_site
from units.editions import watch
from units.models import User
from units.triggers import allow, forbid

# A busy machine is slow, not wrong: speed is measured in bench/ and asserted nowhere.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

__all__ = [
    "another",
    "browser_type_launch_args",
    "prepared_database",
    "prepared_file",
    "server",
    "sign_in",
    "site",
]
ROOT = Path(__file__).resolve().parent.parent
GUARDED = ("UPDATE", "DELETE", "TRUNCATE")
PLAN_DIR = ROOT / "fixtures" / "ke-hoach-33"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the whole session holds the plan as issued and one account per role and unit."""
    with django_db_blocker.unblock():
        watch(connection, at_once=True)  # a test that is rolled back never reaches the end of a transaction
        load_plan_and_people()


def load_plan_and_people() -> None:
    call_command("load_plan", str(PLAN_DIR), verbosity=0)
    demonstration.make_accounts(Plan.objects.get())


@pytest.fixture(autouse=True)
def no_page_of_another_test() -> None:
    caches["pages"].clear()


@pytest.fixture
def committed(transactional_db) -> Iterator[None]:
    """Real commits, for races between connections; the tables are emptied after, so the plan is loaded anew.

    The journal's triggers rightly refuse to be emptied, row by row or at one blow: they rest meanwhile.
    """
    forbid(connection, "units_event", *GUARDED)
    if not Plan.objects.exists():
        load_plan_and_people()
    yield
    allow(connection, "units_event", *GUARDED)


@pytest.fixture
def plan(db) -> Plan:
    return Plan.objects.select_related("ward", "coordinator").get()


@pytest.fixture
def person(db):
    """Account by user name: person("kthtdt") is the officer of Phòng Kinh tế, Hạ tầng và Đô thị."""
    return lambda username: User.objects.select_related("unit", "ward").get(username=username)


@pytest.fixture
def browser_of(db, person):
    """A signed-in test client of an account."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(person(username), backend="units.accounts.AccountBackend")
        return client

    return sign_in


@pytest.fixture
def report_file(browser_of):
    """The bytes that the page "Báo cáo" hands out: report_file("xlsx", "2026-Q3", **{"ban-nhap": "1"})."""

    def download(extension: str, period: str, **asked: str) -> bytes:
        answer = browser_of("daumoi").get(reverse(f"report_{extension}", args=[period]), asked)
        assert answer.status_code == 200
        return bytes(answer.content)

    return download


@pytest.fixture(scope="module")
def demonstration_site(tmp_path_factory):
    """The address of a freshly prepared demonstration on SQLite, for what does not depend on the database."""
    folder = tmp_path_factory.mktemp("site")
    with running_site(f"sqlite:///{folder / 'demo.sqlite3'}", folder / "server.log") as address:
        yield address
