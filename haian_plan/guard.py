"""What production must never serve: demonstration accounts, illustrative figures."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from kpis.models import AcceptedFigure, Figure
from plans.models import Evidence
from reports.models import Direction, IssuedReport
from tasks.models import AcceptedProgress, Progress
from units.models import User


def demonstration_leftovers() -> list[str]:
    """One sentence for each kind of demonstration data in the database (eight queries)."""
    found = []
    if User.objects.filter(is_demo=True).exists():
        found.append("còn tài khoản trình diễn")
    rows = (Figure, AcceptedFigure, Progress, AcceptedProgress, Evidence, Direction, IssuedReport)
    if any(model._default_manager.filter(illustrative=True).exists() for model in rows):
        found.append("còn số liệu minh họa")
    return found


def refuse_unfit_start() -> None:
    """Stop a production server whose database holds demonstration data. A database not yet migrated is fit."""
    if settings.PROFILE == "demo" or User._meta.db_table not in connection.introspection.table_names():
        return
    found = demonstration_leftovers()
    if found:
        sentence = "; ".join(found)
        raise ImproperlyConfigured(f"Không khởi động: {sentence}. Chạy lệnh clear_demo trước.")
