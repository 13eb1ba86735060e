"""WSGI entry point. It refuses to serve where haian_plan/guard.py finds what must not be served."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haian_plan.settings")
application = get_wsgi_application()

from haian_plan.guard import refuse_unfit_start  # noqa: E402 - needs the loaded apps

refuse_unfit_start()
