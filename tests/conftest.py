"""What every test may ask for: the printed plan in the database, and people of each role."""

import gc
import shutil
from collections import Counter
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, SimpleTestCase
from django.urls import reverse
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

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
from tests.site import running_server
from units.editions import watch
from units.models import User

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
PLAN_DIR = ROOT / "fixtures" / "ke-hoach-33"
DATABASE = {"db", "on_disk", "django_db_setup"}


class OneSiteOneWorker(LoadScopeScheduling):  # type: ignore[misc]  # xdist says no types
    """Deals out the browser tests: those of a file on one database share a site, and stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return site_of(nodeid)


def site_of(nodeid: str) -> str:
    return f"{nodeid.split('::')[0]} on {'postgresql' if 'postgresql' in nodeid else 'sqlite'}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    return OneSiteOneWorker(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(tryfirst=True)  # before the marks are asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks `database` on what asks for one, and sorts the browser tests by site: the long ones begin."""
    for item in items:
        if asks_database(item):
            item.add_marker("database")
    browser = [item for item in items if item.get_closest_marker("browser")]
    sites = {item: site_of(item.nodeid) for item in browser}
    sizes = Counter(sites.values())
    browser.sort(key=lambda item: (item.path.stem != "test_year_browser", -sizes[sites[item]], sites[item]))
    items[:] = [item for item in items if not item.get_closest_marker("browser")] + browser


def asks_database(item: pytest.Item) -> bool:
    """pytest-django refuses a query to every other test."""
    assert isinstance(item, pytest.Function)
    of_django = item.cls is not None and issubclass(item.cls, SimpleTestCase)
    return of_django or item.get_closest_marker("django_db") is not None or bool(DATABASE & {*item.fixturenames})


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """The database of the whole session holds the plan as issued and one account per role and unit.

    The plugin prepares one for tests that are marked; those of `on_disk` are not, and may run alone.
    """
    unprepared = not any(item.get_closest_marker("django_db") for item in request.session.items)
    with django_db_blocker.unblock():
        real = connection.settings_dict["NAME"]
        if unprepared:
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
        watch(connection, at_once=True)  # a test that is rolled back never reaches the end of a transaction
        call_command("load_plan", str(PLAN_DIR), verbosity=0)
        demonstration.make_accounts(Plan.objects.get())
    yield
    if unprepared:
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(str(real), verbosity=0)


@pytest.fixture(autouse=True)
def no_page_of_another_test() -> None:
    caches["pages"].clear()


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
def demonstration_site(prepared_file, tmp_path_factory):
    """The address of a freshly prepared demonstration on SQLite, for what does not depend on the database."""
    folder = tmp_path_factory.mktemp("site")
    with running_server(f"sqlite:///{shutil.copy(prepared_file, folder)}", folder / "server.log") as found:
        yield found.address
