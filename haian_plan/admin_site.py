"""The admin site: Vietnamese titles, the one login page with the throttle, and no door of its own beside it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from units.views import Logout


class PlanAdminSite(AdminSite):
    site_header = "Quản trị · Theo dõi kế hoạch"
    site_title = "Quản trị"
    index_title = "Dữ liệu của phường"
    enable_nav_sidebar = False

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """A signed-in reader without the right is told so at once (403), whatever the page."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return inner

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Only a stranger is asked to sign in."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request: HttpRequest, extra_context: object = None) -> Any:
        """The site's own way out: it ends every session of the account."""
        return Logout.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: object = None) -> Any:
        """One page for it: that one journals the change and clears a one-time password."""
        return redirect("password_change")

    def password_change_done(self, request: HttpRequest, extra_context: object = None) -> Any:
        return redirect("password_change")
