"""Routes of the pages that set the year up."""

from django.urls import path

from reports.setup import views

urlpatterns = [
    path("lich/", views.calendar, name="calendar"),
    path("lich/ngay-nghi/", views.days_off, name="days_off"),
    path("moc-quy/", views.milestones, name="milestones"),
]
