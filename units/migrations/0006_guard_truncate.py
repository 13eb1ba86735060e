"""The journal is not emptied at one blow either: PostgreSQL's TRUNCATE passes by the triggers of its rows."""

from django.db import migrations

from units.triggers import allow, forbid

TABLE, VERB = "units_event", "TRUNCATE"


def install(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, VERB)


def remove(apps, schema_editor):
    allow(schema_editor.connection, TABLE, VERB)


class Migration(migrations.Migration):
    dependencies = [("units", "0005_notice")]
    operations = [migrations.RunPython(install, remove)]
