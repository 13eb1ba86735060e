"""Issued reports and forms of Sở's of the demonstration: they go with it, files and all."""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from reports.documents.issued_store import ISSUED
from reports.models import IssuedFile, IssuedNumber, IssuedReport, OwnForm
from units.models import User, Ward


def clear_issued(ward: Ward) -> None:
    """The triggers let none but illustrative ones go."""
    reports = IssuedReport.objects.filter(period__plan__ward=ward, illustrative=True)
    files = IssuedFile.objects.filter(report__in=reports)
    stored = list(files.values_list("stored_name", flat=True))
    files.delete()
    IssuedNumber.objects.filter(report__in=reports).delete()
    reports.delete()
    transaction.on_commit(partial(ISSUED.drop_all, stored))


def clear_own_forms(people: QuerySet[User]) -> None:
    """Forms that a demonstration account brought, mapped or took away."""
    forms = OwnForm.objects.filter(Q(added_by__in=people) | Q(mapped_by__in=people) | Q(removed_by__in=people))
    stored = list(forms.values_list("stored_name", flat=True))
    forms.delete()
    transaction.on_commit(partial(ISSUED.drop_all, stored))
