"""Letting in and out: sign-in, lock-out, first password, sessions, roles."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haian_plan.demonstration import PASSWORD
from units import permissions
from units.models import Event, Role, Unit, User

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "Hoa.Phuong.Do.2026"


def sign_in(username: str, password: str = PASSWORD, client: Client | None = None):
    client = client or Client()
    return client, client.post(reverse("login"), {"username": username, "password": password})


def test_the_officer_signs_in_and_lands_on_my_work():
    _, answer = sign_in("kthtdt")
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_work"))


def test_user_names_are_read_without_regard_to_case_or_spaces():
    _, answer = sign_in("  KTHTDT ")
    assert answer.status_code == 302


def test_a_wrong_password_gets_a_vietnamese_sentence_and_no_session():
    client, answer = sign_in("kthtdt", "sai")
    assert answer.status_code == 200
    assert "mật khẩu" in answer.content.decode()
    assert client.get(reverse("my_work")).status_code == 302


def test_every_page_but_sign_in_asks_a_stranger_to_sign_in():
    answer = Client().get(reverse("my_work"))
    assert answer["Location"] == f"{reverse('login')}?next={reverse('my_work')}"
    assert Client().get(reverse("login")).status_code == 200


def test_the_fifth_wrong_password_locks_the_account_for_twelve_hours():
    client = Client()
    for _ in range(5):
        _, answer = sign_in("cap", "sai", client)
    assert answer.status_code == 429
    assert "tạm khóa" in answer.content.decode()
    assert sign_in("cap")[1].status_code == 429
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1)):
        assert sign_in("cap")[1].status_code == 302


def test_the_page_of_a_locked_account_says_what_the_settings_say(settings):
    settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME = 3, timedelta(hours=2)
    for _ in range(3):
        _, answer = sign_in("cap", "sai")
    assert answer.status_code == 429
    assert "sai mật khẩu 3 lần. Tài khoản tự mở lại sau 2 giờ," in answer.content.decode()


def test_a_lock_out_holds_the_one_account_only():
    for _ in range(5):
        sign_in("cap", "sai")
    assert sign_in("kthtdt")[1].status_code == 302


def test_a_disabled_account_is_out_at_once(person):
    client, _ = sign_in("kthtdt")
    assert client.get(reverse("my_work")).status_code == 200
    User.objects.filter(username="kthtdt").update(is_active=False)
    assert client.get(reverse("my_work")).status_code == 302
    assert sign_in("kthtdt")[1].status_code == 200


def test_signing_out_ends_the_sessions_on_every_computer():
    here, _ = sign_in("kthtdt")
    there, _ = sign_in("kthtdt")
    here.post(reverse("logout"))
    assert there.get(reverse("my_work")).status_code == 302


def test_signing_out_needs_a_post():
    client, _ = sign_in("kthtdt")
    assert client.get(reverse("logout")).status_code == 405
    assert client.get(reverse("my_work")).status_code == 200


def test_a_session_left_alone_ends_after_fifteen_minutes():
    client, _ = sign_in("kthtdt")
    start = timezone.now()
    with time_machine.travel(start + timedelta(minutes=14)):
        assert client.get(reverse("my_work")).status_code == 200
    with time_machine.travel(start + timedelta(minutes=28)):
        assert client.get(reverse("my_work")).status_code == 200
    with time_machine.travel(start + timedelta(minutes=44)):
        assert client.get(reverse("my_work")).status_code == 302


def test_a_page_of_admin_left_alone_ends_the_session_after_five_minutes():
    client, _ = sign_in("daumoi")
    start = timezone.now()
    for minutes in (0, 4, 8):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get(reverse("admin:index")).status_code == 200
    with time_machine.travel(start + timedelta(minutes=14)):
        assert client.get(reverse("admin:index")).status_code == 302
        assert client.get(reverse("my_work")).status_code == 302


def test_who_left_admin_for_another_page_has_fifteen_minutes_again():
    client, _ = sign_in("daumoi")
    start = timezone.now()
    client.get(reverse("admin:index"))
    client.get(reverse("my_work"))
    with time_machine.travel(start + timedelta(minutes=14)):
        assert client.get(reverse("my_work")).status_code == 200
    client.get(reverse("admin:index"))
    with time_machine.travel(start + timedelta(minutes=20)):
        assert client.get(reverse("my_work")).status_code == 302


def test_a_one_time_password_must_be_changed_before_anything_else():
    User.objects.filter(username="kthtdt").update(must_change_password=True)
    client, _ = sign_in("kthtdt")
    assert client.get(reverse("my_work"))["Location"] == reverse("password_change")
    assert client.get(reverse("dashboard"))["Location"] == reverse("password_change")
    changed = client.post(
        reverse("password_change"),
        {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )
    assert changed["Location"] == reverse("my_work")
    assert client.get(reverse("my_work")).status_code == 200
    assert Event.objects.filter(subject_type="user", subject_code="kthtdt", action="password").count() == 1


def test_a_changed_password_ends_the_other_sessions():
    here, _ = sign_in("kthtdt")
    there, _ = sign_in("kthtdt")
    here.post(
        reverse("password_change"),
        {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )
    assert there.get(reverse("my_work")).status_code == 302
    assert here.get(reverse("my_work")).status_code == 200


def change_it(client):
    words = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return client.post(reverse("password_change"), words)


def out_of_order(*args, **kwargs):
    raise RuntimeError("the journal is out of order")


def test_a_password_changes_with_its_line_in_the_journal_or_not_at_all(monkeypatch):
    client, _ = sign_in("kthtdt")
    monkeypatch.setattr("units.journal.record", out_of_order)
    with pytest.raises(RuntimeError):
        change_it(client)
    monkeypatch.undo()
    assert sign_in("kthtdt")[1].status_code == 302


def test_a_changed_password_leaves_alone_what_an_administrator_changed_meanwhile(monkeypatch):
    client, _ = sign_in("kthtdt")
    make_hash = User.set_password

    def slowly(user, password):
        User.objects.filter(pk=user.pk).update(phone="0225 3 123 456", is_active=False)
        make_hash(user, password)

    monkeypatch.setattr(User, "set_password", slowly)
    change_it(client)
    user = User.objects.get(username="kthtdt")
    assert (user.phone, user.is_active, user.check_password(NEW_PASSWORD)) == ("0225 3 123 456", False, True)


@pytest.mark.parametrize(
    "weak",
    ["Ngan.2026", "khongcochuhoa.2026", "KHONGCOTHUONG.2026", "KhongCoChuSo.abcd", "KhongCoDau2026abc"],
)
def test_a_weak_password_is_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)


def test_a_long_mixed_password_is_accepted():
    validate_password(NEW_PASSWORD)


def test_demonstration_accounts_stay_out_under_production_settings(settings):
    settings.PROFILE = "office"
    assert sign_in("kthtdt")[1].status_code == 200


def test_a_unit_role_without_a_unit_is_refused_by_the_database(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="kthtdt").update(unit=None)


def test_an_unknown_role_is_refused_by_the_database(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="kthtdt").update(role="boss")


def test_no_account_is_a_superuser(person):
    admin = person("quantri")
    assert admin.has_perm("units.delete_ward") is False
    assert not hasattr(admin, "is_superuser")


class TestWhoMayDoWhat:
    def units(self, plan):
        return Unit.objects.get(ward=plan.ward, code="KTHTDT"), Unit.objects.get(ward=plan.ward, code="DU")

    def test_an_officer_enters_for_the_own_unit_only(self, plan, person):
        own, other = self.units(plan)
        assert permissions.can_enter_for(person("kthtdt"), own)
        assert not permissions.can_enter_for(person("kthtdt"), other)

    def test_the_coordinator_enters_for_others_on_their_behalf(self, plan, person):
        own, party = self.units(plan)
        assert permissions.enters_on_behalf(person("daumoi"), party)
        assert not permissions.enters_on_behalf(person("daumoi"), person("daumoi").unit)
        assert not permissions.enters_on_behalf(person("kthtdt"), own)

    @pytest.mark.parametrize("username", ["lanhdao", "nguoixem", "quantri"])
    def test_leaders_viewers_and_administrators_enter_nothing(self, plan, person, username):
        assert not any(permissions.can_enter_for(person(username), unit) for unit in plan.ward.units.all())

    @pytest.mark.parametrize(
        ("username", "reviews"),
        [
            ("daumoi", True),
            ("kthtdt", False),
            ("kthtdt.lanhdao", False),
            ("lanhdao", False),
            ("nguoixem", False),
            ("quantri", False),
        ],
    )
    def test_only_the_coordinator_reviews(self, plan, person, username, reviews):
        assert permissions.can_review(person(username), plan.ward_id) is reviews

    def test_nobody_reviews_another_ward(self, plan, person):
        assert not permissions.can_review(person("daumoi"), plan.ward_id + 1)

    def test_a_viewer_sees_no_draft_and_no_history(self, person):
        assert not permissions.sees_entered(person("nguoixem"))
        assert not permissions.sees_history_of(person("nguoixem"), None)


class TestCreateAdmin:
    def run(self, monkeypatch, password, *arguments):
        monkeypatch.setattr(
            "sys.stdin",
            type("Typed", (), {"isatty": lambda self: False, "readline": lambda self: password + "\n"})(),
        )
        call_command("create_admin", *arguments)

    def test_makes_an_administrator_of_the_ward(self, monkeypatch, plan, capsys):
        self.run(monkeypatch, NEW_PASSWORD, "truong.an")
        user = User.objects.get(username="truong.an")
        assert (user.role, user.ward_id, user.is_staff) == (Role.ADMINISTRATOR, plan.ward_id, True)
        assert sign_in("truong.an", NEW_PASSWORD)[1].status_code == 302
        line = Event.objects.get(subject_type="user", subject_code="truong.an")
        assert (line.action, line.actor_name, line.channel) == ("add", "Hệ thống", "command")
        assert line.after == {"họ và tên": "Quản trị hệ thống", "vai trò": user.get_role_display()}

    def test_makes_no_account_without_its_line_in_the_journal(self, monkeypatch, plan):
        monkeypatch.setattr("units.journal.record", out_of_order)
        with pytest.raises(RuntimeError):
            self.run(monkeypatch, NEW_PASSWORD, "truong.an")
        assert not User.objects.filter(username="truong.an").exists()

    def test_refuses_a_weak_password_and_a_taken_name(self, monkeypatch, plan):
        with pytest.raises(CommandError, match="14 ký tự"):
            self.run(monkeypatch, "ngan", "truong.an")
        with pytest.raises(CommandError, match="đã có"):
            self.run(monkeypatch, NEW_PASSWORD, "quantri")

    def test_refuses_an_unknown_ward(self, monkeypatch, plan):
        with pytest.raises(CommandError, match="Không có phường"):
            self.run(monkeypatch, NEW_PASSWORD, "truong.an", "--ward", "khac")


class TestTheSession:
    """What a page asks when its own session may be over."""

    def test_names_the_account_and_gives_a_token_that_is_taken(self, person, browser_of):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person("kthtdt"), backend="units.accounts.AccountBackend")
        told = client.get(reverse("session")).json()
        assert told["user"] == person("kthtdt").pk
        answer = client.post(reverse("password_change"), {}, headers={"X-CSRFToken": told["token"]})
        assert answer.status_code == 200  # the form again, with its sentences: not 403

    def test_says_that_nobody_is_signed_in(self):
        answer = Client().get(reverse("session"))
        assert (answer.status_code, answer.json()["user"]) == (200, None)
        assert answer["Cache-Control"] == "no-store, private"

    def test_says_so_after_signing_out_elsewhere(self, browser_of):
        here, there = browser_of("kthtdt"), browser_of("kthtdt")
        there.post(reverse("logout"))
        assert here.get(reverse("session")).json()["user"] is None

    def test_only_answers(self, browser_of):
        assert browser_of("kthtdt").post(reverse("session")).status_code == 405
