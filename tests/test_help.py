"""Trợ giúp: each role has its own page, whose links it may follow and whose pictures are there."""

import re
import struct

import pytest
from django.urls import reverse

from tests.page import read
from tests.site import ROOT
from tests.test_help_browser import SHOWN
from units.models import Role

pytestmark = pytest.mark.django_db
PEOPLE = {
    Role.OFFICER: "kthtdt",
    Role.UNIT_HEAD: "kthtdt.lanhdao",
    Role.COORDINATOR: "daumoi",
    Role.WARD_LEADER: "lanhdao",
    Role.VIEWER: "nguoixem",
    Role.ADMINISTRATOR: "quantri",
}
PICTURES = ROOT / "static" / "help"


def test_every_role_has_a_person_here():
    assert set(PEOPLE) == set(Role)


@pytest.mark.parametrize("role", PEOPLE)
def test_the_page_is_the_roles_own_and_its_links_open(role, browser_of):
    client = browser_of(PEOPLE[role])
    page = read(client.get(reverse("help"))).one("article")
    links = {link.attributes["href"] for link in page.all("a")}
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_it_is_in_the_menu_of_everybody(browser_of):
    page = read(browser_of("nguoixem").get(reverse("dashboard")))
    assert reverse("help") in {link.attributes["href"] for link in page.one("details", cls="account").all("a")}


def test_the_pictures_are_those_that_the_pages_name_and_not_heavy():
    templates = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "templates" / "help").glob("*.html"))
    named = set(re.findall(r'with name="([\w-]+)"', templates))
    assert {file.stem for file in PICTURES.glob("*.png")} == named == set(SHOWN)
    assert all(file.stat().st_size < 150_000 for file in PICTURES.glob("*.png"))


@pytest.mark.parametrize("file", sorted(PICTURES.glob("*.png")), ids=lambda file: file.stem)
def test_a_picture_has_the_size_that_the_page_keeps_free(file):
    assert struct.unpack(">II", file.read_bytes()[16:24]) == (1024, 600)
