"""Tìm: one field on every page, one page of what was found. Nothing is written here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.desk import desk_of
from reports.search.forms import SearchForm
from reports.search.found import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    groups = find(desk_of(request), form.words) if form.words else []
    return render(
        request,
        "search/search.html",
        {
            "searched": form.shown,
            "sentence": form.sentence,
            "groups": groups,
            "count": sum(len(group.hits) + group.more for group in groups),
        },
    )
