"""Issued reports of the demonstration: illustrative ones go with it, files and all."""

from functools import partial

from django.db import transaction

from reports.documents.issued_store import ISSUED
from reports.models import IssuedFile, IssuedNumber, IssuedReport
from units.models import Ward


def clear_issued(ward: Ward) -> None:
    """The triggers let none but illustrative ones go."""
    reports = IssuedReport.objects.filter(period__plan__ward=ward, illustrative=True)
    files = IssuedFile.objects.filter(report__in=reports)
    stored = list(files.values_list("stored_name", flat=True))
    files.delete()
    IssuedNumber.objects.filter(report__in=reports).delete()
    reports.delete()
    transaction.on_commit(partial(ISSUED.drop_all, stored))
