"""Routes of reminding."""

from django.urls import path

from reports.reminders import views

urlpatterns = [path("don-doc/<str:period>/", views.urge_units, name="urge_units")]
