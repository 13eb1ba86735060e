"""Trigger: what the table holds is never deleted; illustrative rows go with the demonstration (clear_demo)."""

from django.db import migrations

from units.triggers import allow, forbid

TABLE, VERBS = "kpis_acceptedfigure", ("DELETE",)


def install(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, *VERBS, unless="illustrative")


def remove(apps, schema_editor):
    allow(schema_editor.connection, TABLE, *VERBS)


class Migration(migrations.Migration):
    dependencies = [("kpis", "0004_evidence")]
    operations = [migrations.RunPython(install, remove)]
