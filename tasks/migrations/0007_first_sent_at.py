"""When a row first went to the coordinator: what punctuality is judged by."""

from django.db import migrations, models

from plans.before_columns import fill_first_sent


def fill(apps, editor):
    fill_first_sent(apps, apps.get_model("tasks", "Progress"), "task__code")


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0006_reopened_until"),
        ("plans", "0009_reopening"),
    ]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="first_sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gửi lần đầu lúc"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
