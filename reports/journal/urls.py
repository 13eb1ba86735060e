"""Routes of the journal."""

from django.urls import path

from reports.journal import views

urlpatterns = [
    path("nhat-ky/", views.journal, name="journal"),
    path("nhat-ky/nhat-ky.xlsx", views.journal_xlsx, name="journal_xlsx"),
    path("nhat-ky/nhat-ky.csv", views.journal_csv, name="journal_csv"),
]
