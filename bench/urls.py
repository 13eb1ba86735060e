"""The project's routes and one more: the smallest page of the project that a signed-in reader can get."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from haian_plan.urls import urlpatterns as routes


def floor(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*routes, path("san/", floor, name="floor")]
