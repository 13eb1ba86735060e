"""The four states of a figure, each reached with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import cell, row
from tests.test_grid_browser import open_grid

pytestmark = pytest.mark.browser
HALF_YEAR, QUARTER = "2026-Q2", "2026-Q4"


@pytest.fixture
def grid(sign_in, site):
    def enter(username: str, unit: str) -> Page:
        return open_grid(sign_in(username), site, unit)

    return enter


def stored(page: Page, code: str) -> str:
    """The row's status as a fresh page says it."""
    page.reload()
    return row(page, code).locator(".verdict .status").inner_text()


def start_at(page: Page, code: str) -> None:
    """The one click: every other step is a key."""
    cell(page, code).focus()


def test_zero_is_a_value(grid):
    page = grid("vhxh", "VHXH")
    start_at(page, "PL1.11")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(row(page, "PL1.11").locator(".saved")).to_contain_text("= 0%")
    page.reload()
    expect(cell(page, "PL1.11")).to_have_value("0")
    expect(row(page, "PL1.11").locator(".status")).not_to_contain_text("Chưa có số liệu")


@pytest.mark.parametrize(("code", "typed"), [("PL1.12", "kps"), ("PL1.13", "không phát sinh")])
def test_nothing_to_measure_leads_through_its_reason(grid, code, typed):
    page = grid("vhxh", "VHXH")
    start_at(page, code)
    page.keyboard.type(typed)
    expect(row(page, code).locator(".reading")).to_contain_text("= không phát sinh · cần ghi lý do")
    page.keyboard.press("Enter")
    reason = row(page, code).get_by_label("Không phát sinh trong kỳ, lý do")
    expect(reason).to_be_focused()
    page.keyboard.press("Enter")  # without a reason there is no way past it
    expect(reason).to_be_focused()
    page.keyboard.type("Chưa có trường nào")
    page.keyboard.press("Enter")
    expect(row(page, code).locator(".saved")).to_contain_text("không phát sinh")
    expect(cell(page, f"PL1.{int(code.removeprefix('PL1.')) + 1}")).to_be_focused()
    assert stored(page, code) == "□Không phát sinh"
    expect(cell(page, code)).to_have_attribute("placeholder", "không phát sinh")


def test_a_figure_that_is_cleared_is_missing_again(grid):
    page = grid("vhxh", "VHXH")
    start_at(page, "PL1.14")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(row(page, "PL1.14").locator(".saved")).to_contain_text("= 50%")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")  # the figure is selected as the focus comes in
    page.keyboard.press("Enter")
    expect(row(page, "PL1.14").locator(".status")).to_have_text("○Chưa có số liệu")
    assert stored(page, "PL1.14") == "○Chưa có số liệu"


def test_what_is_not_due_is_said_and_never_typed(grid, site):
    page = grid("vhxh", "VHXH")
    page.goto(f"{site}/nhap/{HALF_YEAR}/VHXH/")
    expect(row(page, "PL1.19").locator(".verdict .status")).to_have_text("·Chưa đến kỳ")
    page.goto(f"{site}/nhap/{QUARTER}/VHXH/")
    start_at(page, "PL1.15")
    page.keyboard.type("chưa đến kỳ")
    page.keyboard.press("Enter")
    expect(row(page, "PL1.15").locator(".refused")).to_be_visible()
    expect(cell(page, "PL1.15")).to_have_value("chưa đến kỳ")
