"""Keys that lead somewhere: the skip link, "/" to the search; and "Back". The flows: test_keyboard_flows_browser.py."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import let_in

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(demonstration_site, page: Page) -> Page:
    return let_in(page, demonstration_site, "daumoi")


def test_the_first_stop_skips_the_navigation(desk, demonstration_site):
    desk.goto(f"{demonstration_site}/tinh-hinh/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()


def test_slash_leads_to_the_search_from_anywhere(desk, demonstration_site):
    desk.goto(f"{demonstration_site}/tinh-hinh/")
    desk.keyboard.press("/")
    expect(desk.locator("#find-all")).to_be_focused()
    desk.keyboard.type("chu ky so/")  # a slash that is typed is a slash
    expect(desk.locator("#find-all")).to_have_value("chu ky so/")
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tìm")
    expect(desk.get_by_role("link", name=re.compile("chữ ký số")).first).to_be_visible()


def test_slash_stays_a_slash_where_somebody_types(desk, demonstration_site):
    desk.goto(f"{demonstration_site}/nhap/2026-Q4/VHXH/")
    cell = desk.locator('[id="id_PL1.11-value"]')
    cell.focus()
    desk.keyboard.type("12/12")
    expect(cell).to_have_value("12/12")
    expect(cell).to_be_focused()


def test_without_javascript_the_search_is_a_form(demonstration_site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = let_in(context.new_page(), demonstration_site, "nguoixem")
    page.locator("#find-all").fill("van hoa")
    page.locator("#find-all").press("Enter")
    expect(page.get_by_text("kết quả cho “van hoa”")).to_be_visible()
    context.close()


def test_back_after_a_refused_form_shows_the_form(desk, demonstration_site):
    """Not the browser's own page that something is missing."""
    desk.goto(f"{demonstration_site}/chi-dao/moi/")
    desk.get_by_role("button", name="Ghi và báo cho đơn vị").click()
    expect(desk.get_by_text("Hãy ghi nội dung chỉ đạo.")).to_be_visible()
    desk.get_by_role("link", name="Nhật ký", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Nhật ký")
    desk.go_back()
    expect(desk.get_by_role("button", name="Ghi và báo cho đơn vị")).to_be_visible()
    expect(desk.get_by_text("Hãy ghi nội dung chỉ đạo.")).to_have_count(0)


def test_back_after_a_form_whose_address_only_takes_posts_shows_its_page(desk, demonstration_site):
    path = "/mo-lai/2026-Q3/VHXH/PL1.1/"
    desk.goto(f"{demonstration_site}{path}")
    desk.get_by_role("button", name="Mở lại", exact=True).click()
    expect(desk.locator(".refused").first).to_be_visible()
    desk.get_by_role("link", name="Nhật ký", exact=True).click()
    desk.go_back()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Mở lại một dòng")
    assert desk.url == f"{demonstration_site}{path}"
