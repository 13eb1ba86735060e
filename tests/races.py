"""People who act at the same moment, each on a database connection of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from tests.site import postgres_database
from units.models import User


@pytest.fixture
def on_disk(request, django_db_setup, django_db_blocker, tmp_path) -> Iterator[None]:
    """Real commits in a database of the test's own: a copy of the session's, which stays as it was prepared.

    On SQLite a file, where a lock is waited for; in memory, where the other tests run, it is an error at once.
    """
    assert "db" not in request.fixturenames, "what it does in the session's database nobody sees in the copy"
    with django_db_blocker.unblock(), copy_of_the_database(tmp_path) as name:
        prepared, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        session, connections["default"] = connections["default"], connections.create_connection("default")
        yield
        connection.close()
        connections["default"] = session
        connection.settings_dict["NAME"] = prepared


@contextmanager
def copy_of_the_database(folder: Path) -> Iterator[str]:
    """Yields its name."""
    if connection.vendor == "sqlite":
        file = folder / "race.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        yield str(file)
        return
    connection.close()  # PostgreSQL copies only what nobody uses
    prepared = connection.settings_dict["NAME"]
    with postgres_database(database_url("postgres"), f"{prepared}_race", template=prepared):
        yield f"{prepared}_race"


def database_url(name: str = "") -> str:
    """The tests' own database, or another one on its server, for another process."""
    found = connection.settings_dict
    name = name or found["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    who = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{who}@{found['HOST']}:{found['PORT'] or 5432}/{name}"


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Run all at the same moment, each on a connection of its own; an exception is a result too."""
    gate = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=20)
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="units.accounts.AccountBackend")
    return client
