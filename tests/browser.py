"""What every browser test asks for: Chromium, a freshly prepared site on each database, people who sign in."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from haian_plan.demonstration import PASSWORD
from tests.site import Server, postgres_database, prepare, running_server

expect.set_options(timeout=20_000)  # as for actions: a busy machine is slow, not wrong
ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "var" / "screenshots"
SCREEN: ViewportSize = {"width": 1366, "height": 768}
QUARTER = "2026-Q4"  # the visitor's, in the demonstration


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet],
    }


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory) -> Path:
    """The demonstration on SQLite, made once and copied for each module."""
    file = tmp_path_factory.mktemp("prepared") / "demo.sqlite3"
    prepare(f"sqlite:///{file}")
    return Path(file)


@pytest.fixture(scope="session")
def prepared_database() -> Iterator[str]:
    """The same on PostgreSQL: the name of the database that each module's is made from."""
    name = f"demo_{os.getpid()}"  # tests may run side by side
    with postgres_database(os.environ["POSTGRES_URL"], name) as url:  # missing is a failure: it is never skipped
        prepare(url)
        yield name


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory) -> Iterator[Server]:
    """A freshly prepared demonstration, on each database."""
    folder = tmp_path_factory.mktemp(request.param)
    log = folder / "server.log"
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("prepared_file"), folder)
        with running_server(f"sqlite:///{file}", log) as found:
            yield found
        return
    prepared = request.getfixturevalue("prepared_database")
    name = f"{request.module.__name__.rpartition('.')[2]}_{os.getpid()}"
    with (
        postgres_database(os.environ["POSTGRES_URL"], name, template=prepared) as url,
        running_server(url, log) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def site(server) -> str:
    """Its address."""
    return str(server.address)


def fill_in_sign_in(page: Page, site: str, username: str) -> None:
    page.goto(f"{site}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")


LET_IN: dict[tuple[str, str], Any] = {}


def let_in(page: Page, site: str, username: str) -> Page:
    """On the first page of somebody: by the form, or with the cookies that it gave them before, while they are good."""
    page.set_viewport_size(SCREEN)
    page.set_default_timeout(20_000)
    page.context.add_cookies(LET_IN.get((site, username), []))
    page.goto(f"{site}/viec-cua-toi/")
    if "/dang-nhap/" in page.url:
        fill_in_sign_in(page, site, username)
        LET_IN[site, username] = page.context.cookies()
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


def reopen(coordinator: Page, site: str) -> None:
    """Quý III, long past its deadline and closed, takes figures again (nhập bù)."""
    coordinator.goto(f"{site}/tinh-hinh/?ky=2026-Q3")
    coordinator.get_by_role("link", name="Mở lại Quý III/2026…").click()
    coordinator.get_by_label("Lý do").fill("Nhập bù")
    coordinator.get_by_role("button", name="Mở kỳ").click()
    expect(coordinator.get_by_role("status").first).to_contain_text("Quý III/2026")


def look(page: Page, name: str) -> None:
    """Nothing scrolls sideways, on the office screen and on the phone; pictures of both where they are asked for."""
    page.wait_for_load_state()
    for width, height in ((1366, 768), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.locator("html").evaluate("root => root.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways at {width}"
        if "PICTURES" in os.environ:
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(SCREEN)


# --- Rows of the entry page


def row(page: Page, code: str) -> Locator:
    return page.locator(f'[id="row-{code}"]')


def cell(page: Page, code: str) -> Locator:
    return page.locator(f'[id="id_{code}-value"]')


def unfold(page: Page, code: str) -> Locator:
    """Open the fields that few rows need."""
    row(page, code).locator("summary", has_text="minh chứng").click()
    return row(page, code)


def leave(page: Page) -> None:
    """Click where nothing takes the focus: the row saves itself."""
    page.locator("h1").click()


def expect_saved(page: Page, code: str, words: str) -> None:
    expect(row(page, code).locator(".saved")).to_contain_text(words)
    expect(row(page, code).locator(".saved")).to_contain_text(re.compile(r"Đã lưu \d\d:\d\d"))


def enter(page: Page, figures: dict[str, str]) -> None:
    for code, typed in figures.items():
        cell(page, code).fill(typed)
        leave(page)
        expect_saved(page, code, "Đã lưu")
