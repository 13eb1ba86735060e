"""For migrations: what the rows that stand went through before a column kept it."""

from typing import Any

from django.db.models import F

NEVER_SENT = ("entering", "confirming")


def fill_first_sent(apps: Any, model: Any, code: str) -> None:
    """When each was first sent, from the receipts, which never change. `code`: the path from a row to the plan's code.

    Rows sent before there were receipts: when their report was.
    """
    first: dict[tuple[int, str], Any] = {}
    receipts = apps.get_model("plans", "Receipt").objects.order_by("sent_at", "pk")
    for report, at, content in receipts.values_list("report_id", "sent_at", "content").iterator():
        for row in content["dòng"]:
            first.setdefault((report, row["mã"]), at)
    rows = model.objects.exclude(state__in=NEVER_SENT).annotate(sent=F("report__sent_at")).order_by("pk")
    for key, report, said, sent in rows.values_list("pk", "report_id", code, "sent").iterator():
        model.objects.filter(pk=key).update(first_sent_at=first.get((report, said), sent))


def fill_came_back(model: Any, accepted: Any, place: str) -> None:
    """When each came back to its unit: not before its report was last handed in. `place`: "indicator_id", "task_id".

    A row that is open by itself and was never accepted was entered late: it never came back.
    """
    rows = model.objects.exclude(return_reason="", reopened_until=None).select_related("report").order_by("pk")
    for row in rows.iterator():
        same = {"period": row.report.period_id, "unit": row.report.unit_id, place: getattr(row, place)}
        if row.return_reason or accepted.objects.filter(**same).exists():
            handed = [at for at in (row.report.sent_at, row.report.asked_at) if at]
            model.objects.filter(pk=row.pk).update(came_back_at=max(handed, default=row.entered_at))
