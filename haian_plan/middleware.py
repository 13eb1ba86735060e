"""Small habits of every answer: private pages are not kept, admin is left soon, a first password is changed."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect

Handler = Callable[[HttpRequest], HttpResponse]
ALLOWED_WITH_FIRST_PASSWORD = {"password_change", "logout", "session"}


class CompressedPages(GZipMiddleware):
    """Pages go over the wire compressed, also where no proxy stands before the server (Django pads them against
    BREACH). Files are left alone: they are compressed in themselves, or as long as their headers say."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        return super().process_response(request, response) if is_page else response


class PrivatePages:
    """Adds Permissions-Policy, and no-store to what only a signed-in reader gets."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cache-Control", "no-store, private")
        return response


class IdleInAdmin:
    """Ends a session that was left alone on a page of admin for longer than settings.ADMIN_IDLE_AGE seconds.

    Its place is before LoginRequiredMiddleware, which then treats the request as a stranger's.
    """

    KEY = "in_admin_at"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        now, last = int(time.time()), request.session.pop(self.KEY, None)
        if last is not None and now - last > settings.ADMIN_IDLE_AGE:
            logout(request)
        elif request.user.is_authenticated and request.resolver_match and request.resolver_match.app_name == "admin":
            request.session[self.KEY] = now


class FirstPassword:
    """Sends an account with a one-time first password to the page where it is changed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in ALLOWED_WITH_FIRST_PASSWORD or not request.user.is_authenticated:
            return None
        return redirect("password_change") if request.user.must_change_password else None
