"""The stamp of a ward's data, renewed by every line of the journal."""

import django.db.models.deletion
from django.db import migrations, models

from units.editions import ignore, watch


def install(apps, schema_editor):
    watch(schema_editor.connection)


def remove(apps, schema_editor):
    ignore(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("units", '0011_notice_of_issued')]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "ward",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="edition",
                        serialize=False,
                        to="units.ward",
                        verbose_name="phường/xã",
                    ),
                ),
                ("stamp", models.CharField(max_length=32, verbose_name="dấu")),
            ],
            options={"verbose_name": "phiên bản dữ liệu", "verbose_name_plural": "phiên bản dữ liệu"},
        ),
        migrations.RunPython(install, remove),
    ]
