"""The admin site: Vietnamese titles, and its own login replaced by the one login page with the throttle."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class PlanAdminSite(AdminSite):
    site_header = "Quản trị · Theo dõi Kế hoạch 33"
    site_title = "Quản trị"
    index_title = "Dữ liệu của phường"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """A signed-in reader without the right is told so (403); only a stranger is asked to sign in."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
