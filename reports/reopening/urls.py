"""Routes of one row's reopening."""

from django.urls import path

from reports.reopening import views

ROW = "mo-lai/<str:period>/<str:unit>/<str:code>/"
urlpatterns = [
    path(ROW, views.reopening, name="reopening"),
    path(f"{ROW}de-nghi/", views.ask_reopening, name="ask_reopening"),
    path(f"{ROW}cho-mo/", views.grant_reopening, name="grant_reopening"),
    path(f"{ROW}tu-choi/", views.refuse_reopening, name="refuse_reopening"),
    path(f"{ROW}khep/", views.close_reopening, name="close_reopening"),
]
