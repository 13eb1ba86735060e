"""All routes. Every one has its line in tests/test_routes.py: who gets in, who does not."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from units.views import Logout, PasswordChange, end_stand_in, session, stand_ins

handler500 = "haian_plan.errors.server_error"

urlpatterns = [
    path("dang-nhap/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("dang-xuat/", Logout.as_view(), name="logout"),
    path("phien/", session, name="session"),
    path("doi-mat-khau/", PasswordChange.as_view(), name="password_change"),
    path("nguoi-thay/", stand_ins, name="stand_ins"),
    path("nguoi-thay/<int:pk>/thoi/", end_stand_in, name="end_stand_in"),
    path("", include("reports.entry.urls")),
    path("", include("reports.evidence.urls")),
    path("", include("reports.reopening.urls")),
    path("", include("reports.review.urls")),
    path("", include("reports.dashboard.urls")),
    path("", include("reports.documents.urls")),
    path("quan-tri/", admin.site.urls),
]
