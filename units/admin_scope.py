"""Which rows an admin page has, and for whom: the ward's own, by the rights of permissions.py.

Rows of another ward do not exist: not in lists, not by address (404), not as a choice in any field.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Model, QuerySet, TextField
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from units.forms import CleanText
from units.models import User
from units.permissions import edits_plan

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    AdminBase = admin.options.BaseModelAdmin[Any]
else:  # none of them is generic at run time
    ModelAdmin, TabularInline, AdminBase = admin.ModelAdmin, admin.TabularInline, object

Right = Callable[[User], bool]


AREA = AdminTextareaWidget(attrs={"rows": 3})


def nobody(user: User) -> bool:
    return False


def reader(request: HttpRequest) -> User:
    """The signed-in account; the site lets nobody else this far."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class Scoped(AdminBase):
    """Which rows there are and who may do what. `ward_path` leads from the row to its ward."""

    ward_path: ClassVar[str] = "ward"
    sees: Right = staticmethod(edits_plan)
    edits: Right = staticmethod(edits_plan)
    formfield_overrides = {CharField: {"form_class": CleanText}, TextField: {"form_class": CleanText, "widget": AREA}}
    can_add: ClassVar[bool] = True
    can_delete_rows: ClassVar[bool] = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.ward_path: reader(request).ward_id})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.sees(reader(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edits(reader(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_add and self.edits(reader(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete_rows and self.edits(reader(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are what the reader's own list of the other model holds."""
        kwargs.setdefault("queryset", rows_of(self.admin_site, db_field.remote_field.model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes to tick: they say what they are in Vietnamese, and work by keyboard and without scripts."""
        kwargs.setdefault("queryset", rows_of(self.admin_site, db_field.remote_field.model, request))
        kwargs.setdefault("widget", CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain choices: no buttons that add or change another row in a second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if field is not None and isinstance(field.widget, AdminSplitDateTime):
            for widget, part in zip(field.widget.widgets, ("ngày", "giờ"), strict=True):
                widget.attrs["aria-label"] = f"{field.label}: {part}"  # the one label cannot stand for two fields
        return field


def rows_of(site: admin.AdminSite, model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    return site.get_model_admin(model).get_queryset(request)


class ScopedFilter(admin.RelatedFieldListFilter):
    """A filter by another row that offers the ward's rows only."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = rows_of(model_admin.admin_site, field.remote_field.model, request)
        return [(row.pk, str(row)) for row in rows]
