"""Routes of people who leave."""

from django.urls import path

from reports.people import views

urlpatterns = [
    path("nhan-su/", views.departures, name="departures"),
    path("nhan-su/ghi-nghi/", views.new_departure, name="new_departure"),
    path("nhan-su/<int:pk>/huy/", views.undo_departure, name="undo_departure"),
]
