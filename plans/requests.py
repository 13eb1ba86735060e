"""A request of a page is carried out once, however often its button is pressed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from plans.models import RequestKey
from units.models import User

DONE_BEFORE = "Yêu cầu này đã được thực hiện trước đó; không có gì thay đổi thêm."  # what a double click is told


def claim_key(key: UUID, action: str, *, by: User, now: datetime) -> bool:
    """True the first time; False when this very request was carried out already (a double click)."""
    try:
        with transaction.atomic():
            RequestKey.objects.create(key=key, action=action, by=by, at=now)
    except IntegrityError:
        return False
    return True


def keys_done(keys: Iterable[UUID], *, by: User) -> frozenset[UUID]:
    """Those of the requests that were carried out already (one query)."""
    return frozenset(RequestKey.objects.filter(key__in=list(keys), by=by).values_list("key", flat=True))
