"""By keyboard alone: the way into the page, the search, a form from its first field to its button; and "Back"."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import let_in

pytestmark = pytest.mark.browser
LOOK = """() => {
  const at = document.activeElement, style = getComputedStyle(at)
  const box = at.getBoundingClientRect()
  return {
    who: (at.id || at.name || at.textContent || at.tagName).trim().slice(0, 40),
    body: at === document.body,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: box.width > 0 && box.height > 0,
  }
}"""
MOST = 120  # stops; the page with the most has fewer


@pytest.fixture
def desk(demonstration_site, page: Page) -> Page:
    return let_in(page, demonstration_site, "daumoi")


def stops(page: Page) -> list[dict]:
    """Every place that Tab reaches, until it leaves the page."""
    found: list[dict] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(LOOK)
        if stop["body"]:
            return found
        found.append(stop)
    return found


@pytest.mark.parametrize("path", ["/viec-cua-toi/", "/tinh-hinh/", "/chi-dao/moi/", "/lich/", "/tim/?q=phuong"])
def test_every_stop_of_tab_can_be_seen(desk, demonstration_site, path):
    desk.goto(f"{demonstration_site}{path}")
    found = stops(desk)
    assert len(found) > 15
    assert [stop["who"] for stop in found if not (stop["outlined"] and stop["there"])] == []


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


def test_a_direction_is_given_without_a_mouse(demonstration_site, page: Page):
    let_in(page, demonstration_site, "lanhdao")
    page.goto(f"{demonstration_site}/chi-dao/moi/")
    page.locator("#main").focus()
    for _ in range(3):  # the way back, the subject, the text
        page.keyboard.press("Tab")
    page.keyboard.type("Báo cáo nguyên nhân")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first unit
    page.get_by_label("Hạn thực hiện").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.get_by_text("Báo cáo nguyên nhân").first).to_be_visible()


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
