"""All routes. Every one has its line in tests/test_routes.py: who gets in, who does not."""

from django.contrib import admin
from django.urls import include, path

from haian_plan.design import design
from haian_plan.help import help_page
from units.notice_views import mail_choices, notices, read_all_notices, read_notice
from units.views import Logout, PasswordChange, SignIn, end_stand_in, session, stand_ins

handler500 = "haian_plan.errors.server_error"

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-xuat/", Logout.as_view(), name="logout"),
    path("phien/", session, name="session"),
    path("doi-mat-khau/", PasswordChange.as_view(), name="password_change"),
    path("nguoi-thay/", stand_ins, name="stand_ins"),
    path("nguoi-thay/<int:pk>/thoi/", end_stand_in, name="end_stand_in"),
    path("thong-bao/", notices, name="notices"),
    path("thong-bao/da-doc/", read_all_notices, name="read_all_notices"),
    path("thong-bao/<int:pk>/da-doc/", read_notice, name="read_notice"),
    path("thong-bao/thu-dien-tu/", mail_choices, name="mail_choices"),
    path("", include("reports.entry.urls")),
    path("", include("reports.evidence.urls")),
    path("", include("reports.reopening.urls")),
    path("", include("reports.review.urls")),
    path("", include("reports.reminders.urls")),
    path("", include("reports.people.urls")),
    path("", include("reports.dashboard.urls")),
    path("", include("reports.meeting.urls")),
    path("", include("reports.directions.urls")),
    path("", include("reports.journal.urls")),
    path("", include("reports.setup.urls")),
    path("", include("reports.documents.urls")),
    path("", include("reports.narrative.urls")),
    path("", include("reports.nq57.urls")),
    path("", include("reports.own_form.urls")),
    path("", include("reports.search.urls")),
    path("tro-giup/", help_page, name="help"),
    path("thiet-ke/", design, name="design"),
    path("quan-tri/", admin.site.urls),
]
