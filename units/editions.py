"""Which edition of a ward's data a page shows: a stamp that changes with every line of the journal.

Every write makes its line in the transaction of the write itself, so a trigger on the journal renews the stamp. On
PostgreSQL it waits for the end of the transaction (a deferred constraint trigger): the stamp's row is held for the
moment of the commit only, and no two writers can wait for each other over it. The stamp is random: no edition that was
rolled back, or that a restored backup brings again with other data, is taken for another. docs/decisions/0021.
"""

from uuid import uuid4

from django.db.backends.base.base import BaseDatabaseWrapper

from units.models import Edition, Ward

TRIGGER = "units_event_edition"
STAMP = (
    "INSERT INTO units_edition (ward_id, stamp) VALUES (NEW.ward_id, {stamp}) "
    "ON CONFLICT (ward_id) DO UPDATE SET stamp = excluded.stamp"
)
RANDOM = {"postgresql": "replace(gen_random_uuid()::text, '-', '')", "sqlite": "lower(hex(randomblob(16)))"}


def watch(connection: BaseDatabaseWrapper, *, at_once: bool = False) -> None:
    """Install the trigger. `at_once`: not at the end of the transaction, for tests that never reach it."""
    ignore(connection)
    stamp = STAMP.format(stamp=RANDOM[connection.vendor])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER {TRIGGER} AFTER INSERT ON units_event BEGIN {stamp}; END")
            return
        cursor.execute(
            "CREATE OR REPLACE FUNCTION renew_edition() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {stamp}; RETURN NULL; END $$"
        )
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER {TRIGGER} AFTER INSERT ON units_event DEFERRABLE "
            f"INITIALLY {'IMMEDIATE' if at_once else 'DEFERRED'} FOR EACH ROW EXECUTE FUNCTION renew_edition()"
        )


def ignore(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away (a migration run backwards)."""
    on = " ON units_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}{on}")


def renew(ward: Ward) -> None:
    """For the one write that leaves no line in the journal: the end of the demonstration."""
    Edition.objects.update_or_create(ward=ward, defaults={"stamp": uuid4().hex})
