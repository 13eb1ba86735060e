"""The ward, its accounts, and the fields of its units and leaders (their tables in and out: plans/admin.py)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from units.accounts import end_sessions, is_locked_out, one_time_password, plain_username, reset_password, unlock
from units.admin_base import ReadOnlyAdmin, WardAdmin, WardInline
from units.admin_forms import ModelForm, SeenForm
from units.admin_scope import Right, ScopedFilter, reader
from units.models import UNIT_ROLES, Channel, StandIn, UnitAlias, User, Ward
from units.permissions import edits_people
from units.text import normalise_alias

admin.site.unregister(Group)  # rights come from roles (units/permissions.py)

NO_UNIT = "Vai trò này làm việc cho một đơn vị; hãy chọn đơn vị."
OWN_RIGHTS = "Không tự đổi vai trò hay ngừng tài khoản của chính mình; hãy nhờ người quản trị khác."


@admin.register(Ward)
class WardRowAdmin(WardAdmin):
    kind, ward_path = "ward", "pk"
    edits: Right = staticmethod(edits_people)
    can_add = False
    fields = ("code", "name", "city", "authority", "letterhead", "place", "report_recipient", "head_confirms")
    readonly_fields = ("code",)
    list_display = ("name", "city", "letterhead", "report_recipient")


class AliasForm(ModelForm):
    class Meta:
        model = UnitAlias
        fields = ("spelling",)

    def clean_spelling(self) -> str:
        """The unit's other spellings are compared as an import compares them."""
        spelling: str = self.cleaned_data["spelling"]
        self.instance.key = normalise_alias(spelling)
        return spelling


class AliasInline(WardInline):
    model, fk_name, form = UnitAlias, "unit", AliasForm
    ward_path = "unit__ward"
    edits: Right = staticmethod(edits_people)


class UnitAdmin(WardAdmin):
    kind = "unit"
    edits: Right = staticmethod(edits_people)
    can_delete_rows = True
    fields: ClassVar[Any] = ("code", "name", "short_name", "kind", "order", "phone", "note")
    inlines: ClassVar[Any] = (AliasInline,)
    list_display = ("code", "name", "short_name", "kind", "order")
    list_display_links = ("code", "name")
    list_filter: ClassVar[Any] = ("kind",)
    search_texts: ClassVar[Any] = ("code", "name", "short_name", "note")


class LeaderForm(SeenForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Ngày thôi giữ chức vụ không được trước ngày bắt đầu.")
        return data


class LeaderAdmin(UnitAdmin):
    kind = "leader"
    form = LeaderForm
    fields = ("code", "full_name", "short_name", "title", "party_title", "signs_as", "starts_on", "ends_on")
    inlines = ()
    list_display = ("code", "full_name", "title", "starts_on", "ends_on")
    list_display_links = ("code", "full_name")
    list_filter = ()
    search_texts = ("code", "full_name", "title")


class AccountForm(SeenForm):
    by: ClassVar[User]

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone", "unit", "leader", "role", "is_active", "ends_on")

    def clean_username(self) -> str:
        return plain_username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("role") in UNIT_ROLES and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", NO_UNIT)
        if self.instance.pk == self.by.pk and {"role", "is_active", "ends_on"} & set(self.changed_data):
            raise ValidationError(OWN_RIGHTS)
        return data


@admin.register(User)
class AccountAdmin(WardAdmin):
    """A new account and a reset one get a one-time password, shown on the answer's page and nowhere again."""

    kind = "user"
    form = AccountForm
    sees: Right = staticmethod(edits_people)
    edits: Right = staticmethod(edits_people)
    change_form_template = "admin/units/user/change_form.html"
    fields = ("username", "full_name", "email", "phone", "unit", "leader", "role", "is_active", "ends_on")
    list_display = ("username", "full_name", "unit", "role", "is_active", "must_change_password")
    list_display_links = ("username", "full_name")
    list_filter = ("role", "is_active", ("unit", ScopedFilter))
    list_select_related = ("unit",)
    search_texts = ("username", "full_name", "email", "unit__name")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.by = reader(request)
        return form

    def code_of(self, row: User) -> str:
        return row.username

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/password/", view(require_POST(self.reset_view)), name="units_user_password"),
            path("<path:object_id>/unlock/", view(require_POST(self.unlock_view)), name="units_user_unlock"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new account starts with a one-time password; one that is no longer used is out everywhere."""
        if not change:
            obj.one_time_password = one_time_password()
            obj.set_password(obj.one_time_password)
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            end_sessions(obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self.password_page(request, obj, obj.one_time_password)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        account = kwargs.get("obj")
        if account is not None:
            context["locked_out"] = is_locked_out(account, timezone.now())
        return super().render_change_form(request, context, *args, **kwargs)

    def account(self, request: HttpRequest, object_id: str) -> User:
        """The account of the ward that is meant. Raises PermissionDenied or Http404."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        account: User | None = self.get_object(request, object_id)
        if account is None:
            raise Http404
        return account

    def reset_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self.account(request, object_id)
        password = reset_password(account=account, by=reader(request), channel=Channel.ADMIN, now=timezone.now())
        return self.password_page(request, account, password)

    def password_page(self, request: HttpRequest, account: User, password: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mật khẩu dùng một lần của {account}",
            "opts": self.opts,
            "account": account,
            "password": password,
        }
        return TemplateResponse(request, "admin/units/user/one_time_password.html", context)

    def unlock_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self.account(request, object_id)
        unlock(account=account, by=reader(request), channel=Channel.ADMIN, now=timezone.now())
        self.message_user(request, f"Đã mở khóa đăng nhập cho {account}.")
        return redirect("admin:units_user_change", account.pk)


@admin.register(StandIn)
class StandInAdmin(ReadOnlyAdmin):
    """Named and ended by the unit's head on a page of its own."""

    kind, ward_path = "stand_in", "unit__ward"
    fields = ("unit", "person", "starts_on", "ends_on", "reason")
    list_display = ("person", "unit", "starts_on", "ends_on", "reason")
    list_filter = (("unit", ScopedFilter),)
    list_select_related = ("unit", "person")
    search_texts = ("person__full_name", "unit__name", "reason")
