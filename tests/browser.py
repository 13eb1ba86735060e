"""What every browser test asks for: Chromium, a freshly prepared site on each database, people who sign in."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from haian_plan.demonstration import PASSWORD
from tests.site import Server, postgres_database, running_server

SCREEN: ViewportSize = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet],
    }


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory) -> Iterator[Server]:
    """A freshly prepared demonstration, on each database."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        with running_server(f"sqlite:///{folder / 'demo.sqlite3'}", folder / "server.log") as found:
            yield found
        return
    address = os.environ["POSTGRES_URL"]  # missing is a failure: this test is never skipped
    name = f"{request.module.__name__.rpartition('.')[2]}_{os.getpid()}"  # tests may run side by side
    with postgres_database(address, name) as url, running_server(url, folder / "server.log") as found:
        yield found


@pytest.fixture(scope="module")
def site(server) -> str:
    """Its address."""
    return str(server.address)


def let_in(page: Page, site: str, username: str) -> Page:
    page.set_viewport_size(SCREEN)
    page.set_default_timeout(20_000)
    page.goto(f"{site}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    return page


@pytest.fixture
def sign_in(site, page: Page) -> Callable[[str], Page]:
    """The test's own page, signed in as somebody (else)."""

    def enter(username: str) -> Page:
        page.context.clear_cookies()
        return let_in(page, site, username)

    return enter


@pytest.fixture
def another(site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A second browser, with cookies and storage of its own."""
    contexts: list[BrowserContext] = []

    def open_one(username: str) -> Page:
        contexts.append(browser.new_context())
        return let_in(contexts[-1].new_page(), site, username)

    yield open_one
    for context in contexts:
        context.close()
