"""Triggers: what was issued stays as it is; illustrative rows go with the demonstration (clear_demo)."""

from django.db import migrations

from units.triggers import allow, forbid

TABLES = ("reports_issuedreport", "reports_issuedfile", "reports_issuednumber")


def install(apps, schema_editor):
    for table in TABLES:
        forbid(schema_editor.connection, table, "UPDATE", "TRUNCATE")
        forbid(schema_editor.connection, table, "DELETE", unless="illustrative")


def remove(apps, schema_editor):
    for table in TABLES:
        allow(schema_editor.connection, table, "UPDATE", "DELETE", "TRUNCATE")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_issued_report")]
    operations = [migrations.RunPython(install, remove)]
