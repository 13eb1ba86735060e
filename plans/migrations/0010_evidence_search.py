"""Evidence is found by a stored key; what is there gets its own."""

from django.db import migrations, models

from units.text import search_key

AT_ONCE = 500


def fill(apps, schema_editor):
    Evidence = apps.get_model("plans", "Evidence")
    pieces = Evidence.objects.order_by("pk").only("pk", "original_name", "document_number", "search")
    last = 0
    while page := list(pieces.filter(pk__gt=last)[:AT_ONCE]):
        for piece in page:
            piece.search = search_key(f"{piece.original_name} {piece.document_number}")
        Evidence.objects.bulk_update(page, ["search"])
        last = page[-1].pk


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_reopening")]
    operations = [
        migrations.AddField("evidence", "search", models.TextField("khóa tìm kiếm", default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
