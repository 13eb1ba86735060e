"""The list under a figure. SQLite builds the table anew for a column, which drops the triggers: they are put back."""

from django.db import migrations, models

from units.triggers import allow, forbid

TABLE, VERBS = "kpis_acceptedfigure", ("UPDATE",)


def install(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, *VERBS)


def remove(apps, schema_editor):
    allow(schema_editor.connection, TABLE, *VERBS)


def column():
    return models.JSONField(blank=True, default=list, verbose_name="bảng kê")


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_guard")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField("acceptedfigure", "breakdown", column()),
        migrations.AddField("figure", "breakdown", column()),
        migrations.RunPython(install, remove),
    ]
