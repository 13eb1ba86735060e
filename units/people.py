"""Who is at work on a day: the one rule for lists of people (for one account: `User.has_left`)."""

from datetime import date

from django.db.models import Q


def at_work_on(day: date) -> Q:
    """Accounts in use whose last day is not over on the day."""
    return Q(is_active=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
