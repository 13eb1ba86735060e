"""Letting in: the backend, the password rule, the end of sessions."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest

from units.models import User

MINIMUM_LENGTH = 14
CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


class AccountBackend(ModelBackend):
    """User names without regard to case; demonstration accounts only in the demonstration."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        return super().authenticate(request, username=(username or "").strip().casefold(), password=password)

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and user.is_demo and settings.PROFILE != "demo":
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> User | None:
        """The account with its unit and ward in one query: every page asks for them."""
        user = User.objects.select_related("unit", "ward").filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None


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
