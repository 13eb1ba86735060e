"""What is answered where a page fails: a page in Vietnamese that needs no database."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

AGAIN_IN = 5  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database does not answer or is busy for too long: what waits in a browser comes again."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(AGAIN_IN)})
    return HttpResponse(render_to_string("500.html"), status=500)
