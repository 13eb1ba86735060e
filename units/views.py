"""Letting out, changing the password, naming who stands in; letting in is Django's own view behind the throttle."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units.accounts import change_password, end_sessions
from units.actions import TwiceNamed, name_stand_in
from units.actions import end_stand_in as end_it
from units.forms import SignInForm, StandInForm
from units.models import Channel, StandIn, Unit, User
from units.permissions import names_stand_ins

OK, REFUSED = 200, 422


class SignIn(auth.LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True


class Logout(auth.LogoutView):
    """Ends every session of the account at once, and has the browser forget the pages that it kept."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            end_sessions(request.user)
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'  # taken over HTTPS; the way back then shows nothing of this account
        return response


@login_not_required
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with a fresh token: what a page asks when its own session may be over."""
    user = request.user.pk if isinstance(request.user, User) else None
    return JsonResponse({"user": user, "token": get_token(request)})


class PasswordChange(auth.PasswordChangeView):
    """The person's own password; also where a one-time first password is replaced."""

    success_url = reverse_lazy("my_work")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        password = form.cleaned_data["new_password1"]
        change_password(account=form.user, password=password, channel=Channel.SCREEN, now=timezone.now())
        update_session_auth_hash(self.request, form.user)  # this session goes on
        messages.success(self.request, "Đã đổi mật khẩu.")
        return redirect(self.get_success_url())


def head_of(request: HttpRequest) -> tuple[User, Unit]:
    """The head and the own unit; 403 for everybody else."""
    user = request.user
    if not isinstance(user, User) or not names_stand_ins(user) or user.unit is None:
        raise PermissionDenied
    return user, user.unit


@require_http_methods(["GET", "HEAD", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Cử người thay: who enters for the unit while its own people are away, and until when."""
    user, unit = head_of(request)
    now = timezone.now()
    form = StandInForm(request.POST or None, unit=unit, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            found = name_stand_in(unit=unit, by=user, channel=Channel.SCREEN, now=now, **form.cleaned_data)
        except TwiceNamed as twice:
            form.add_error("person", twice.sentence)
        else:
            messages.success(request, f"Đã cử {found.person} nhập thay cho {unit.name}.")
            return redirect("stand_ins")
    coming = unit.stand_ins.filter(ends_on__gte=timezone.localdate(now)).select_related("person__unit")
    context = {"form": form, "unit": unit, "stand_ins": coming, "today": timezone.localdate(now)}
    return render(request, "units/stand_ins.html", context, status=REFUSED if form.errors else OK)


@require_POST
def end_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Thôi người thay, from today on."""
    known = StandIn.objects.select_related("person", "unit__ward")
    found = get_object_or_404(known, pk=pk, unit__ward_id=getattr(request.user, "ward_id", None))
    user, unit = head_of(request)
    if found.unit != unit:
        raise Http404
    now = timezone.now()
    end_it(stand_in=found, today=timezone.localdate(now), by=user, channel=Channel.SCREEN, now=now)
    messages.success(request, f"{found.person} thôi nhập thay cho {unit.name}.")
    return redirect("stand_ins")
