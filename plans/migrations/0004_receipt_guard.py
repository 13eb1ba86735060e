"""Triggers: what the table holds is never changed afterwards."""

from django.db import migrations

from units.triggers import allow, forbid

TABLE, VERBS = "plans_receipt", ("UPDATE",)


def install(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, *VERBS)


def remove(apps, schema_editor):
    allow(schema_editor.connection, TABLE, *VERBS)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_receipt")]
    operations = [migrations.RunPython(install, remove)]
