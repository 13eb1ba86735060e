"""Routes of what leaves the ward."""

from django.urls import path

from reports.documents import views

urlpatterns = [
    path("bao-cao/", views.documents, name="documents"),
    path("bao-cao/<str:period>.xlsx", views.report_xlsx, name="report_xlsx"),
    path("bao-cao/<str:period>.docx", views.report_docx, name="report_docx"),
    path("bao-cao/<str:period>.json", views.report_json, name="report_json"),
]
