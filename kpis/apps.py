"""The app's name on the admin page."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "Chỉ tiêu"
