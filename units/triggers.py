"""Triggers that keep the journal and accepted snapshots as they were written, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

TRUNCATE = "TRUNCATE"
SENTENCE = "rows of {table} are never changed or deleted"


def forbid(connection: BaseDatabaseWrapper, table: str, *verbs: str, unless: str = "") -> None:
    """Install one trigger per verb ("UPDATE", "DELETE", "TRUNCATE") that refuses it on the table.

    SQLite has no TRUNCATE, and nothing to install for it. `unless`: a boolean column; rows where it is true are left
    alone.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for verb in _known(connection.vendor, verbs):
            cursor.execute(_drop(connection.vendor, table, verb))
            cursor.execute(_statement(connection.vendor, table, verb, unless))


def _statement(vendor: str, table: str, verb: str, unless: str) -> str:
    when = f"WHEN (NOT OLD.{unless}) " if unless and verb != TRUNCATE else ""
    each = "STATEMENT" if verb == TRUNCATE else "ROW"
    begin = f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} FOR EACH {each} {when}"
    if vendor == "postgresql":
        return f"{begin}EXECUTE FUNCTION refuse_change()"
    return f"{begin}BEGIN SELECT RAISE(ABORT, '{SENTENCE.format(table=table)}'); END"


def allow(connection: BaseDatabaseWrapper, table: str, *verbs: str) -> None:
    """Take the triggers away (a migration run backwards)."""
    with connection.cursor() as cursor:
        for verb in _known(connection.vendor, verbs):
            cursor.execute(_drop(connection.vendor, table, verb))


def _known(vendor: str, verbs: tuple[str, ...]) -> list[str]:
    return [verb for verb in verbs if verb != TRUNCATE or vendor == "postgresql"]


def _drop(vendor: str, table: str, verb: str) -> str:
    on = f" ON {table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{on}"
