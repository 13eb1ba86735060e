"""Letting out and changing the password; letting in is Django's own view with the throttle in front."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone

from units import journal
from units.accounts import end_sessions
from units.models import Channel, User


class Logout(auth.LogoutView):
    """Ends every session of the account at once."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            end_sessions(request.user)
        return super().post(request, *args, **kwargs)


class PasswordChange(auth.PasswordChangeView):
    """The person's own password; also where a one-time first password is replaced."""

    success_url = reverse_lazy("my_work")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        user = form.user
        user.must_change_password = False
        response = super().form_valid(form)
        journal.record(
            journal.Subject("user", user.pk, user.username),
            "password",
            ward=user.ward,
            by=user,
            channel=Channel.SCREEN,
            now=timezone.now(),
        )
        messages.success(self.request, "Đã đổi mật khẩu.")
        return response
