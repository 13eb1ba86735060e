"""Letting in: the backend, the password rule, the end of sessions."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone

from units import journal
from units.models import Channel, Role, User, Ward

MINIMUM_LENGTH = 14
CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


# No letters and digits that look alike on a slip of paper.
LOWER, UPPER, DIGITS = "abcdefghkmnpqrstuvwxyz", "ABCDEFGHKLMNPQRSTUVWXYZ", "23456789"


def plain_username(username: str | None) -> str:
    """The name as it is stored: without regard to case and spaces around."""
    return (username or "").strip().casefold()


def attempted_username(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The account that a sign-in is for: "CAP" and "cap" are one, and are locked as one."""
    return plain_username((credentials or {}).get("username") or request.POST.get("username"))


class AccountBackend(ModelBackend):
    """User names without regard to case; demonstration accounts only in the demonstration; nobody who has left.

    An account whose last day is over is out at its next request: asked of the row that every request reads anyway.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        user = super().authenticate(request, username=plain_username(username), password=password)
        if not isinstance(user, User) or not user.has_left(timezone.localdate()):
            return user
        if request is not None:
            request.left_on = user.ends_on  # type: ignore[attr-defined]  # the password was right: the form may say why
        return None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and user.is_demo and settings.PROFILE != "demo":
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> User | None:
        """The account with its unit, its ward and the edition of the ward's data in one query: pages ask for them."""
        user = User.objects.select_related("unit", "ward__edition").filter(pk=user_id).first()
        known = user is not None and self.user_can_authenticate(user) and not user.has_left(timezone.localdate())
        return user if known else None


class LongMixedPassword:
    """At least 14 characters of four classes: the rule for accounts without a second factor (cấp độ 2)."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < MINIMUM_LENGTH or not all(any(map(kind, password)) for kind in CLASSES):
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return f"Mật khẩu cần ít nhất {MINIMUM_LENGTH} ký tự, có chữ thường, chữ hoa, chữ số và dấu."


def end_sessions(user: User) -> None:
    """Sign the account out on every computer at once."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)


def one_time_password() -> str:
    """Four groups to read out or copy by hand ("Hkmq-7354-wxyb-tnap"): about 65 bits, within the password rule."""
    groups = [[LOWER] * 4, [DIGITS] * 4, [LOWER] * 4, [LOWER] * 4]
    groups[0][0] = UPPER
    return "-".join("".join(map(secrets.choice, group)) for group in groups)


@transaction.atomic
def create_administrator(
    *, username: str, password: str, full_name: str, ward: Ward, channel: Channel, now: datetime
) -> User:
    """The first account of a ward, which nobody but the system itself can make. Raises ValidationError."""
    validate_password(password)
    account = User.objects.create_user(
        username, password, full_name=full_name, ward=ward, role=Role.ADMINISTRATOR, must_change_password=False
    )
    words = {"họ và tên": full_name, "vai trò": account.get_role_display()}
    _record(account, "add", by=None, channel=channel, now=now, after=words)
    return account


@transaction.atomic
def change_password(*, account: User, password: str, channel: Channel, now: datetime) -> None:
    """The person's own choice, which replaces a one-time password too. Every other session of the account ends."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    _record(account, "password", by=account, channel=channel, now=now)


@transaction.atomic
def reset_password(*, account: User, by: User, channel: Channel, now: datetime) -> str:
    """Give the account a one-time password and return it: it is told once and stored nowhere in clear.

    Every session of the account ends, and a lock after failed sign-ins is taken away.
    """
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account)
    reset(username=account.username)
    _record(account, "reset_password", by=by, channel=channel, now=now)
    return password


def locked_for() -> str:
    """How long an account waits after failed sign-ins: "12 giờ"."""
    return f"{settings.AXES_COOLOFF_TIME // timedelta(hours=1)} giờ"


def is_locked_out(account: User, now: datetime) -> bool:
    """Whether sign-ins failed so often that the account waits (one query)."""
    return account.username in locked_out([account.username], now)


def locked_out(usernames: list[str], now: datetime) -> set[str]:
    """Those of the accounts that wait after failed sign-ins (one query)."""
    since = now - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gt=since).order_by()
    failures = attempts.values("username").annotate(failures=Sum("failures_since_start"))
    return set(failures.filter(failures__gte=settings.AXES_FAILURE_LIMIT).values_list("username", flat=True))


@transaction.atomic
def unlock(*, account: User, by: User, channel: Channel, now: datetime) -> None:
    """Let the account try again at once."""
    reset(username=account.username)
    _record(account, "unlock", by=by, channel=channel, now=now)


def _record(
    account: User,
    action: str,
    *,
    by: User | None,
    channel: Channel,
    now: datetime,
    after: Mapping[str, str] = MappingProxyType({}),
) -> None:
    subject = journal.Subject("user", account.pk, account.username)
    journal.record(subject, action, ward=account.ward, by=by, channel=channel, now=now, after=after)
