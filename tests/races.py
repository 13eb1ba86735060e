"""People who act at the same moment, each on a database connection of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from units.models import User


@pytest.fixture
def on_disk(committed, tmp_path) -> Iterator[None]:
    """The tests' SQLite database lives in memory, where a lock is an error at once; a real one is a file and waits."""
    if connection.vendor != "sqlite":
        yield
        return
    file, settings, in_memory = tmp_path / "race.sqlite3", connections.settings["default"], connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    name, settings["NAME"] = settings["NAME"], str(file)
    del connections["default"]
    yield
    connections["default"].close()
    connections["default"], settings["NAME"] = in_memory, name


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
