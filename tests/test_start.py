"""The environment is read loudly, and production never starts on demonstration data."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from haian_plan import env
from haian_plan.guard import demonstration_leftovers, refuse_unfit_start
from units.models import User

LONG_KEY = "k9#" + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQ"


@pytest.mark.parametrize(("word", "meaning"), [("1", True), ("true", True), ("", False), ("0", False), ("No", False)])
def test_a_flag_is_read(word, meaning):
    assert env.read_flag("DEBUG", {"DEBUG": word}) is meaning


def test_an_odd_flag_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        env.read_flag("DEBUG", {"DEBUG": "maybe"})


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "80 80"])
def test_an_odd_port_stops_the_start(port):
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.read_port("PORT", 8000, {"PORT": port})


def test_the_port_has_a_default():
    assert env.read_port("PORT", 8000, {}) == 8000


@pytest.mark.parametrize("url", ["sqlite:////tmp/x.sqlite3", "postgres://u:p@h/d"])
def test_a_connection_outlives_its_request_on_both_databases(url):
    assert env.read_database("", {"DATABASE_URL": url})["CONN_MAX_AGE"] == 60


def test_an_unknown_profile_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="PROFILE"):
        env.read_profile({"PROFILE": "production"})


@pytest.mark.parametrize("profile", ["office", "https"])
@pytest.mark.parametrize("key", ["", "short", "a" * 60])
def test_production_wants_a_long_random_key(profile, key, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        env.read_secret_key(profile, tmp_path, {"SECRET_KEY": key})


def test_production_takes_a_long_key(tmp_path):
    assert env.read_secret_key("https", tmp_path, {"SECRET_KEY": LONG_KEY}) == LONG_KEY


def test_the_demonstration_keeps_the_key_it_made(tmp_path):
    first = env.read_secret_key("demo", tmp_path, {})
    assert len(first) >= 50
    assert env.read_secret_key("demo", tmp_path, {}) == first


@pytest.mark.parametrize("hosts", ["", "*", "plan.example.vn,*"])
def test_production_wants_named_hosts(hosts):
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        env.read_hosts("office", {"ALLOWED_HOSTS": hosts})


def test_the_demonstration_answers_on_this_computer_only():
    assert env.read_hosts("demo", {"ALLOWED_HOSTS": "plan.example.vn"}) == ["127.0.0.1", "localhost", "[::1]"]


def test_debug_is_for_the_demonstration_only():
    assert env.refuse_debug_in_production("demo", True) is True
    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        env.refuse_debug_in_production("https", True)


@pytest.mark.django_db
def test_production_refuses_demonstration_accounts(settings):
    settings.PROFILE = "office"
    assert demonstration_leftovers() == ["còn tài khoản trình diễn"]
    with pytest.raises(ImproperlyConfigured, match="clear_demo"):
        refuse_unfit_start()


@pytest.mark.django_db
def test_production_starts_once_they_are_gone(settings):
    settings.PROFILE = "office"
    User.objects.all().delete()
    refuse_unfit_start()


@pytest.mark.django_db
def test_the_demonstration_starts_with_them():
    refuse_unfit_start()
