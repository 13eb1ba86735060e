"""Triggers: what the table holds is never changed afterwards."""

from django.db import migrations

from units.triggers import allow, forbid

TABLE, VERBS = "kpis_acceptedfigure", ("UPDATE",)


def install(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, *VERBS)


def remove(apps, schema_editor):
    allow(schema_editor.connection, TABLE, *VERBS)


class Migration(migrations.Migration):
    dependencies = [("kpis", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
