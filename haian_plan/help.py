"""Trợ giúp: what the reader's own role does, step by step, with pictures (tests/test_help_browser.py takes them)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from units.models import User


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware has let nobody else in
    return render(request, "help/help.html", {"steps": f"help/_{request.user.role}.html"})
