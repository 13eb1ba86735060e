"""In Chromium: a form that takes long says so, and is ready again when its file has come."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import let_in
from tests.papers import pdf

pytestmark = pytest.mark.browser


@pytest.fixture
def site(demonstration_site) -> str:
    return str(demonstration_site)


@pytest.fixture
def desk(site, page: Page) -> Iterator[Page]:
    """The coordinator's browser; the policy of the pages stops nothing that they need."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield let_in(page, site, "daumoi")
    assert complaints == []


REMEMBER = """() => document.addEventListener("submit", (event) => setTimeout(() => {
  const said = event.target.querySelector("[role=status]").textContent.trim();
  sessionStorage.said = `${said} ${event.target.querySelector("button").disabled}`;
}))"""


def hold(page: Page, address: str) -> list[Route]:
    """Answers to POSTs wait until the test lets them through."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    return held


def test_a_download_says_that_it_goes_on_and_when_it_is_over(desk, site):
    desk.goto(f"{site}/quan-tri/kpis/indicator/export/")
    held = hold(desk, "**/export/")
    button = desk.get_by_role("button", name="Tải tệp")
    button.click()
    expect(desk.get_by_role("status")).to_contain_text("Đang xử lý…")
    expect(button).to_be_disabled()
    expect(desk.get_by_role("status")).to_contain_text(re.compile(r"Đang xử lý… [1-9] giây"))
    with desk.expect_download() as download:
        held[0].continue_()
    assert download.value.suggested_filename.startswith("chi-tieu-hai-an-")
    expect(button).to_be_enabled()
    expect(desk.get_by_role("status")).to_have_text("")


def test_an_upload_says_that_it_goes_on_until_the_preview_is_there(desk, site, tmp_path):
    table = tmp_path / "chi-tieu.csv"
    table.write_text("Mã,Tên ngắn\nPL1.6,Chi cho khoa học\n", encoding="utf-8")
    desk.goto(f"{site}/quan-tri/kpis/indicator/import/")
    desk.evaluate(REMEMBER)  # the browser answers no question while the next page is on its way
    desk.set_input_files("[name=import_file]", table)
    desk.get_by_role("button", name="Xem trước").click()
    expect(desk.locator("ins")).to_have_text("Chi cho khoa học")
    assert desk.evaluate("sessionStorage.said") == "Đang xử lý… true"


def test_the_report_is_downloaded_by_its_button(desk, site):
    desk.goto(f"{site}/bao-cao/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Tải báo cáo Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Tải bản nháp Excel").click()
    assert "ban-nhap" in download.value.suggested_filename


def test_a_refused_download_shows_the_page_that_says_why(desk, site):
    desk.goto(f"{site}/quan-tri/kpis/indicator/export/")
    desk.evaluate("document.querySelector('[name=scope]').options[0].value = '999999'")
    desk.get_by_role("button", name="Tải tệp").click()
    expect(desk.locator(".errorlist").first).to_be_visible()


def test_the_units_form_and_evidence_say_that_they_are_being_read(desk, site, tmp_path):
    paper, book = tmp_path / "bien-ban.pdf", tmp_path / "bieu.xlsx"
    paper.write_bytes(pdf())
    book.write_bytes(desk.request.get(f"{site}/nhap/2026-Q4/VHXH/bieu-mau.xlsx").body())
    for path, field, file, button, told in (
        ("tai-len", "tep", book, "Xem thay đổi", "33 dòng giữ nguyên"),
        ("minh-chung", "uploads", paper, "Thêm minh chứng", "Đã thêm minh chứng: bien-ban.pdf"),
    ):
        desk.goto(f"{site}/nhap/2026-Q4/VHXH/{path}/?dong=PL1.1")
        desk.evaluate(REMEMBER)
        desk.set_input_files(f"[name={field}]", file)
        desk.get_by_role("button", name=button).click()
        expect(desk.locator("main")).to_contain_text(told)
        assert desk.evaluate("sessionStorage.said") == "Đang xử lý… true"
