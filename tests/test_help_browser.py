"""The pictures of the help pages, taken from the demonstration: `make screenshots` brings them into static/help."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import PICTURES, let_in

pytestmark = pytest.mark.browser
SIZE: ViewportSize = {"width": 1024, "height": 600}
SHOWN = {
    "viec-cua-toi": ("ttpvhcc", "/viec-cua-toi/"),
    "nhap-so-lieu": ("ttpvhcc", "/nhap/2026-Q4/TTPVHCC/"),
    "nguoi-thay": ("kthtdt.lanhdao", "/nguoi-thay/"),
    "tinh-hinh-gui": ("daumoi", "/tinh-hinh/?ky=2026-Q3"),
    "xem-xet": ("daumoi", "/xem-xet/2026-Q3/TTPVHCC/"),
    "bang-dieu-khien": ("lanhdao", "/bang-dieu-khien/?ky=2026-Q3"),
    "quan-tri": ("quantri", "/quan-tri/"),
}


def test_every_picture_of_the_help_pages_is_taken_here(demonstration_site, page: Page):
    folder = PICTURES / "help"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (username, path) in SHOWN.items():
        page.context.clear_cookies()
        let_in(page, demonstration_site, username)
        page.set_viewport_size(SIZE)
        answer = page.goto(f"{demonstration_site}{path}")
        assert answer is not None
        assert answer.status == 200
        page.screenshot(path=folder / f"{name}.png")
