"""The edition of a ward's data while two people write: each of their readers is told."""

import threading

import pytest
from django.db import connection, transaction

from plans.models import Plan
from tests import desk
from tests.races import on_disk
from units.editions import watch
from units.models import User

__all__ = ["on_disk"]
pytestmark = pytest.mark.usefixtures("on_disk")
Q3 = "2026-Q3"


def person(username: str) -> User:
    return User.objects.select_related("unit", "ward").get(username=username)


def test_who_commits_last_is_seen():
    """On PostgreSQL a line with a smaller number may be committed after one with a larger: its readers are told too."""
    plan = Plan.objects.select_related("ward", "coordinator").get()
    desk.period_of(plan, Q3)
    watch(connection)
    stamps, done = [person("lanhdao").ward.stamp], threading.Event()

    def second():
        desk.enter(plan, "PL1.28", "78", person("cap"), period=Q3)
        stamps.append(person("lanhdao").ward.stamp)
        connection.close()
        done.set()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        desk.enter(plan, "PL1.26", "45", person("kthtdt"), period=Q3)
        thread.start()
        if connection.vendor == "postgresql":
            assert done.wait(10), "the second writer waited for the first"
    thread.join(20)
    stamps.append(person("lanhdao").ward.stamp)
    changes = {"postgresql": 3, "sqlite": 2}  # SQLite has one writer at a time: the last stamp is the second's
    assert len(set(stamps)) == changes[connection.vendor]
    assert stamps[0] not in stamps[1:]
