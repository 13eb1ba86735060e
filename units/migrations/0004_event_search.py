"""The journal is searched by a stored key. Its guard rests while the lines that are there get theirs."""

from django.db import migrations, models

from units.text import search_key
from units.triggers import allow, forbid

TABLE, VERBS = "units_event", ("UPDATE", "DELETE")
AT_ONCE = 500


def fill(apps, schema_editor):
    """Tables are made anew to take a column on SQLite, and lose their triggers by it: they are installed again."""
    Event = apps.get_model("units", "Event")
    accounts = dict(apps.get_model("units", "User").objects.values_list("pk", "username"))
    allow(schema_editor.connection, TABLE, *VERBS)
    lines = Event.objects.order_by("pk").only("pk", "actor_id", "actor_name", "subject_code", "reason", "search")
    last = 0
    while page := list(lines.filter(pk__gt=last)[:AT_ONCE]):
        for line in page:
            who = f"{line.actor_name} {accounts.get(line.actor_id, '')}"
            line.search = search_key(f"{who} {line.subject_code} {line.reason}")
        Event.objects.bulk_update(page, ["search"])
        last = page[-1].pk
    forbid(schema_editor.connection, TABLE, *VERBS)


def guard(apps, schema_editor):
    forbid(schema_editor.connection, TABLE, *VERBS)


class Migration(migrations.Migration):
    dependencies = [("units", "0003_stand_in")]
    operations = [
        # Backwards this comes last: the guard stands again on the table without the column.
        migrations.RunPython(migrations.RunPython.noop, guard),
        migrations.AddField("event", "search", models.TextField("khóa tìm kiếm", default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
