"""Django's admin, with the site of this project."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "haian_plan.admin_site.PlanAdminSite"
