"""Routes of the words of a report."""

from django.urls import path

from reports.narrative import views

urlpatterns = [path("bao-cao/<str:period>/loi-van/", views.narrative, name="narrative")]
