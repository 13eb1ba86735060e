"""When a row last came back to its unit: whether it was changed since, and whether a sending was decided on."""

from django.db import migrations, models

from plans.before_columns import fill_came_back


def fill(apps, editor):
    fill_came_back(apps.get_model("kpis", "Figure"), apps.get_model("kpis", "AcceptedFigure"), "indicator_id")


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0009_links"),
        ("plans", "0009_reopening"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="came_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trả lại hoặc mở lại lúc"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
