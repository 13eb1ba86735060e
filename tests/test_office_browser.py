"""The dashboard as the office has it: PROFILE=office, plain HTTP, a name that no browser takes for this computer.

What goes over the wire at the first load and at a repeat, that a change is seen at the next load, and what the way back
shows after signing out. On SQLite only: browser and headers are asked here, the data on both in
tests/test_editions.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser import fill_in_sign_in
from tests.site import OFFICE, office_server

pytestmark = pytest.mark.browser
DASHBOARD = "/bang-dieu-khien/?ky=2026-Q3"
FIRST, REPEAT = 60_000, 1_000  # bytes
KEPT = 'addEventListener("pageshow", ({ persisted }) => { if (persisted) sessionStorage.kept = location.pathname })'


@pytest.fixture(scope="module")
def office(prepared_file, tmp_path_factory) -> Iterator[str]:
    with office_server(prepared_file, tmp_path_factory.mktemp("office")) as server:
        yield f"http://{OFFICE}:{server.port}"


@pytest.fixture(scope="module")
def start(playwright: Playwright, browser_type_launch_args, office):
    """start(...): a Chromium that finds the office, and that may keep whole pages for the way back (`keeps`)."""
    started: list[Browser] = []

    def begin(*, keeps: bool) -> Browser:
        words = browser_type_launch_args | {
            "args": [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {OFFICE} 127.0.0.1"],
            "ignore_default_args": ["--disable-back-forward-cache"] if keeps else [],
        }
        started.append(playwright.chromium.launch(**words))
        return started[-1]

    yield begin
    for browser in started:
        browser.close()


def leader(browser: Browser, office: str, *, scripts: bool = True) -> Page:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    fill_in_sign_in(page, office, "lanhdao")
    return page


class Wire:
    """What a page asked of the network: bytes and status by address, cached answers apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: dict[str, dict[str, Any]] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda e: self._of(e).update(url=e["request"]["url"]))
        session.on("Network.responseReceivedExtraInfo", lambda e: self._of(e).update(status=e["statusCode"]))
        session.on("Network.loadingFinished", lambda e: self._of(e).update(bytes=e["encodedDataLength"]))

    def _of(self, event: dict[str, Any]) -> dict[str, Any]:
        return self.asked.setdefault(event["requestId"], {})

    def load(self, address: str) -> tuple[int, int]:
        """Status of the page over the network, and bytes of all that came over it."""
        self.asked.clear()
        self.page.goto(address, wait_until="networkidle")
        answers = {one["url"]: one for one in self.asked.values()}
        return answers[address]["status"], sum(one.get("bytes", 0) for one in answers.values())


def test_the_first_load_is_small_and_a_repeat_is_answered_in_a_word(start, office):
    page = leader(start(keeps=False), office)
    fresh = start(keeps=False).new_context(storage_state=page.context.storage_state()).new_page()
    wire = Wire(fresh)
    status, size = wire.load(f"{office}{DASHBOARD}")
    assert len([one for one in wire.asked.values() if one.get("bytes")]) >= 6  # nothing of it was kept before
    assert (status, 20_000 < size <= FIRST) == (200, True), size
    rows = fresh.locator("table.board tbody tr").count()
    for _ in range(2):
        status, size = wire.load(f"{office}{DASHBOARD}")
        assert (status, 0 < size <= REPEAT) == (304, True), size
    assert fresh.locator("table.board tbody tr").count() == rows > 29


def test_what_was_changed_meanwhile_is_seen_at_the_next_load(start, office):
    page = leader(start(keeps=False), office)
    address, wire = f"{office}/bang-dieu-khien/?ky=2026-Q4", Wire(page)
    wire.load(address)
    assert wire.load(address)[0] == 304
    officer = start(keeps=False).new_context().new_page()
    fill_in_sign_in(officer, office, "cap")
    officer.goto(f"{office}/nhap/2026-Q4/CAP/")
    officer.locator('[id="id_PL1.27-value"]').fill("9,4")
    officer.get_by_role("heading", level=1).click()
    expect(officer.locator('[id="row-PL1.27"] .saved')).to_contain_text("Đã lưu")
    assert wire.load(address)[0] == 200
    row = page.locator("tr").filter(has=page.locator('a[href*="/chi-tieu/PL1.27/"]'))
    expect(row).to_contain_text("9,4%")
    assert wire.load(address)[0] == 304


def sign_out_and_go_back(page: Page, office: str) -> None:
    page.goto(f"{office}{DASHBOARD}")
    page.goto(f"{office}{DASHBOARD}")  # from what was kept
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    page.evaluate("history.back()")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_back_after_signing_out_asks_again(start, office, scripts):
    page = leader(start(keeps=False), office, scripts=scripts)
    sign_out_and_go_back(page, office)
    expect(page).to_have_url(f"{office}/dang-nhap/?next=/bang-dieu-khien/%3Fky%3D2026-Q3")
    expect(page.get_by_text("29 chỉ tiêu năm 2026")).to_have_count(0)


def test_a_page_that_the_browser_kept_whole_is_asked_for_again_too(start, office):
    page = leader(start(keeps=True), office)
    page.add_init_script(KEPT)
    sign_out_and_go_back(page, office)
    expect(page).to_have_url(f"{office}/dang-nhap/?next=/bang-dieu-khien/%3Fky%3D2026-Q3")
    assert page.evaluate("sessionStorage.kept") == "/bang-dieu-khien/"  # it was kept, and would have been shown
    expect(page.get_by_text("29 chỉ tiêu năm 2026")).to_have_count(0)


def test_who_is_still_signed_in_has_the_page_back(start, office):
    page = leader(start(keeps=True), office)
    page.add_init_script(KEPT)
    page.goto(f"{office}{DASHBOARD}")
    page.goto(f"{office}{DASHBOARD}")
    page.get_by_role("link", name="Ý kiến chỉ đạo", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ý kiến chỉ đạo")
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("29 chỉ tiêu năm 2026")
    expect(page.locator("table.board")).to_be_visible()
    assert page.evaluate("sessionStorage.kept") == "/bang-dieu-khien/"
