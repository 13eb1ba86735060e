"""When a row last came back to its unit: whether it was changed since, and whether a sending was decided on."""

from django.db import migrations, models

from plans.before_columns import fill_came_back


def fill(apps, editor):
    fill_came_back(apps.get_model("tasks", "Progress"), apps.get_model("tasks", "AcceptedProgress"), "task_id")


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0008_links"),
        ("plans", "0009_reopening"),
    ]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="came_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trả lại hoặc mở lại lúc"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
