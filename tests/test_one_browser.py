"""The page of one indicator and of one task in a real browser: axe, the keyboard, paper."""

import subprocess

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.browser import let_in, look

pytestmark = pytest.mark.browser
PAGES = {
    "chi-tieu-luy-ke": "/chi-tieu/PL1.6/?ky=2026-Q3",
    "chi-tieu-2030": "/chi-tieu/PL1.3/?ky=2026-Q3",
    "chi-tieu-khong-muc-tieu": "/chi-tieu/PL1.4/?ky=2026-Q4",
    "nhiem-vu-hai-don-vi": "/nhiem-vu/PL4.I.1/?ky=2026-Q3",
    "nhiem-vu-qua-han": "/nhiem-vu/PL4.I.6/?ky=2026-Q4",
}


@pytest.mark.parametrize("user", ["daumoi", "kthtdt", "nguoixem"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(demonstration_site, page, user):
    page = let_in(page, demonstration_site, user)
    for name, path in PAGES.items():
        page.goto(f"{demonstration_site}{path}")
        assert faults(page) == []
        look(page, f"{name}-{user}")


def test_the_keyboard_leads_from_the_drawing_to_its_numbers(demonstration_site, page):
    page = let_in(page, demonstration_site, "lanhdao")
    page.goto(f"{demonstration_site}{PAGES['chi-tieu-2030']}")
    expect(page.get_by_role("img", name="Băng rộng cố định trên 1 Gbps: các quý năm 2026")).to_be_visible()
    link = page.get_by_role("link", name="Xem bảng số liệu của hình này")
    for _ in range(60):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{demonstration_site}{PAGES['chi-tieu-2030']}#quarters")
    expect(page.get_by_role("row", name="Dự báo theo nhịp hiện nay")).to_be_in_viewport()


def test_on_paper_the_drawing_and_its_table_share_the_first_sheet(demonstration_site, page, tmp_path):
    page = let_in(page, demonstration_site, "daumoi")
    page.goto(f"{demonstration_site}{PAGES['chi-tieu-2030']}")
    page.pdf(path=tmp_path / "out.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "out.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    first = text.split("\f")[0]
    for words in ("Các quý so với đường đến mục tiêu", "Các quý năm 2026", "Dự báo theo nhịp hiện nay", "Kế hoạch 33"):
        assert words in first
    assert "Xem bảng số liệu" not in text
    assert "Lịch sử" not in text
