"""For migrations: when the rows that stand were first sent, from the receipts, which never change."""

from typing import Any

from django.db.models import F

NEVER_SENT = ("entering", "confirming")


def fill_first_sent(apps: Any, model: Any, code: str) -> None:
    """`code`: the path from a row to the plan's code. Rows sent before there were receipts: when their report was."""
    first: dict[tuple[int, str], Any] = {}
    receipts = apps.get_model("plans", "Receipt").objects.order_by("sent_at", "pk")
    for report, at, content in receipts.values_list("report_id", "sent_at", "content").iterator():
        for row in content["dòng"]:
            first.setdefault((report, row["mã"]), at)
    rows = model.objects.exclude(state__in=NEVER_SENT).annotate(sent=F("report__sent_at")).order_by("pk")
    for key, report, said, sent in rows.values_list("pk", "report_id", code, "sent").iterator():
        model.objects.filter(pk=key).update(first_sent_at=first.get((report, said), sent))
