"""When a row first went to the coordinator: what punctuality is judged by."""

from django.db import migrations, models

from plans.before_columns import fill_first_sent


def fill(apps, editor):
    fill_first_sent(apps, apps.get_model("kpis", "Figure"), "indicator__code")


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0007_reopened_until"),
        ("plans", "0009_reopening"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="first_sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gửi lần đầu lúc"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
