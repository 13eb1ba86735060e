"""Routes of the meeting."""

from django.urls import path

from reports.meeting import views

urlpatterns = [
    path("giao-ban/", views.meeting, name="meeting"),
    path("giao-ban/trinh-chieu/", views.slide, name="meeting_slide"),
]
