"""Pages that no reader opens on purpose, drawn here and shown at a real server's address: the live design page, and
the answers of a site in trouble, which need no database."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.axe import faults
from tests.browser import SCREEN
from tests.test_places_browser import fits, place_site

__all__ = ["place_site"]
pytestmark = pytest.mark.browser


def plain(name: str) -> Callable[[], str]:
    return lambda: render_to_string(f"{name}.html")


def design() -> str:
    answer = Client().get(reverse("design"))
    assert answer.status_code == 200
    return str(answer.content.decode())


UNSEEN = {"design": design} | {name: plain(name) for name in ("400", "403_csrf", "500", "503")}


@pytest.mark.parametrize("name", UNSEEN)
def test_it_is_fit_to_be_seen_and_says_what_to_do(name, place_site, page: Page, settings):
    settings.DEBUG = True
    html = UNSEEN[name]()
    page.set_viewport_size(SCREEN)
    page.route("**/khong-thay/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{place_site}/khong-thay/")
    assert [*faults(page), *fits(page, name)] == []
    assert page.get_by_role("link").first.get_attribute("href") is not None
    if name != "design":
        assert "Hãy" in page.locator("main").inner_text()
