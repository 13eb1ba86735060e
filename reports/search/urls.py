from django.urls import path

from reports.search import views

urlpatterns = [path("tim/", views.search, name="search")]
