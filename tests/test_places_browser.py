"""Every page in every state (tests/places.py) in Chromium: pictures to look at, nothing wider than the screen, a clean
console, a title that tells the page and the period, numbers under each other, axe finds nothing, and where Tab stops
can be seen."""

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize

from tests.alignment import crooked
from tests.axe import faults
from tests.browser import PICTURES, SCREEN, let_in
from tests.keyboard import stops, unseen
from tests.places import NOBODY, PLACES
from tests.site import running_server

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def place_site(prepared_file, tmp_path_factory) -> Iterator[str]:
    """One demonstration on SQLite for all: what is looked at does not depend on the database."""
    folder = tmp_path_factory.mktemp("places")
    file = shutil.copy(prepared_file, folder)
    with running_server(f"sqlite:///{file}", folder / "server.log") as server:
        yield server.address


@pytest.fixture(scope="module")
def readers(browser: Browser, place_site) -> Iterator[dict[str, Page]]:
    """One window a person, signed in once."""
    pages: dict[str, Page] = {}
    contexts: list[BrowserContext] = []
    for role in {place.role for place in PLACES}:
        contexts.append(browser.new_context(reduced_motion="reduce"))  # where Tab scrolls is looked at at once
        page = contexts[-1].new_page()
        pages[role] = let_in(page, place_site, role) if role != NOBODY else page
    yield pages
    for context in contexts:
        context.close()


def go(page: Page, site: str, path: str) -> Response:
    """Open a path; "/list/ > selector" is where the first such link on the list leads."""
    start, _, link = path.partition(" > ")
    answer = page.goto(f"{site}{start}")
    if link:
        href = page.locator(link).first.get_attribute("href")
        assert href, path
        answer = page.goto(f"{site}{urlsplit(href).path}")
    assert answer
    return answer


def fits(page: Page, name: str) -> list[str]:
    """Pictures at both widths and on paper; what is wider than its screen."""
    wrong = []
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)
        page.screenshot(path=PICTURES / f"{name}-{size['width']}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            wrong.append(f"{wide} px wide at {size['width']}")
    page.set_viewport_size(SCREEN)
    return wrong


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_is_fit_to_be_seen(place, place_site, readers):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page, said, answered = readers[place.role], [], []
    page.set_viewport_size(SCREEN)

    def hear(message):
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            said.append(message.text)

    def note(response):
        if response.request.is_navigation_request() and response.frame.page == page:
            answered.append(response.status)

    page.on("console", hear)
    page.on("response", note)
    answer = go(page, place_site, place.path)
    if place.act:
        place.act(page)
    wrong = [*crooked(page), *faults(page), *filter(None, map(unseen, stops(page))), *said, *fits(page, place.name)]
    page.remove_listener("console", hear)
    page.remove_listener("response", note)
    if not place.act:
        page.pdf(path=PICTURES / f"{place.name}.pdf", prefer_css_page_size=True)
    if not (page.title().startswith(place.title) and page.title().endswith(f" – {place.ends}")):
        wrong.append(f"title {page.title()!r}")
    assert (answer.status, "\n".join(wrong)) == (place.status, "")
    assert answered[-1] == place.acted or not place.acted
