"""Routes of the aid for nq57.vn."""

from django.urls import path

from reports.nq57 import views

urlpatterns = [
    path("bao-cao/nq57/thu-tu/", views.nq57_order, name="nq57_order"),
    path("bao-cao/<str:period>/nq57/", views.nq57, name="nq57"),
]
