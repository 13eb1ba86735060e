"""The project's routes and two more: the smallest page for a signed-in reader, and an answer without a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from haian_plan.urls import urlpatterns as routes


def floor(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


urlpatterns = [*routes, path("san/", floor, name="floor"), path("tran/", bare, name="bare")]
