"""Pages that fail say so in Vietnamese, and what waits in a browser is told to come again."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.test import Client
from django.urls import reverse

from haian_plan.logs import Briefly
from tests.page import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person("vhxh"), backend="units.accounts.AccountBackend")
    return browser


def break_the_database(monkeypatch, error: Exception) -> None:
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "cursor", refuse)


def test_a_database_that_does_not_answer_is_a_503_that_needs_none(client, monkeypatch):
    break_the_database(monkeypatch, OperationalError("database is locked"))
    answer = client.get(reverse("dashboard"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert read(answer).one("h1").text == "Hệ thống đang bận"
    assert "Những gì đã báo “Đã lưu” vẫn còn nguyên." in read(answer).text


def test_another_fault_is_a_500_and_says_nothing_of_itself(client, monkeypatch):
    break_the_database(monkeypatch, RuntimeError("bí mật"))
    answer = client.get(reverse("dashboard"))
    assert (answer.status_code, "bí mật" in read(answer).text) == (500, False)
    assert read(answer).one("h1").text == "Hệ thống gặp lỗi"


def test_the_log_tells_a_refusal_in_a_line_and_a_mistake_of_ours_with_its_place(client, monkeypatch, capsys):
    """Through the handlers of the settings, as the server writes them."""
    console = logging.StreamHandler(sys.stderr)
    console.addFilter(Briefly())
    logging.getLogger("django.request").addHandler(console)
    try:
        client.get(reverse("review", args=("2026-Q1", "KTHTDT")))
        refused = capsys.readouterr().err
        break_the_database(monkeypatch, RuntimeError("bí mật"))
        client.get(reverse("dashboard"))
    finally:
        logging.getLogger("django.request").removeHandler(console)
    assert ("Forbidden" in refused, "Traceback" in refused) == (True, False)
    assert "Traceback" in capsys.readouterr().err
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["briefly"]]


def test_more_fields_than_any_page_has_are_refused_in_vietnamese(client):
    answer = client.post(reverse("password_change"), {f"o{number}": "1" for number in range(1001)})
    assert answer.status_code == 400
    assert read(answer).one("h1").text == "Yêu cầu không hợp lệ"


def test_a_page_that_is_not_there(client):
    answer = client.get("/khong-co/")
    assert (answer.status_code, read(answer).one("h1").text) == (404, "Không tìm thấy trang")
