"""Bảng kê in a real browser: a list under a figure that adds up to it. Every test has a row of its own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import QUARTER, cell, expect_saved, leave, reopen, row, unfold

pytestmark = pytest.mark.browser
COPIED = (
    "STT\tTên trường\tĐạt\tGhi chú\n1\tTHCS Đằng Hải\tcó\n2\tTHCS Nam Hải\tchưa đạt\tđang bổ sung\n3\tTHPT Hải An\tx\n"
)
TAKEN = "THCS Đằng Hải; có\nTHCS Nam Hải; không; đang bổ sung\nTHPT Hải An; có"


@pytest.fixture
def entry(sign_in, site):
    page = sign_in("vhxh")
    page.goto(f"{site}/nhap/{QUARTER}/VHXH/")
    return page


def open_list(page: Page, code: str) -> Locator:
    line = unfold(page, code)
    line.locator("summary", has_text="Bảng kê").click()
    return line


def typed_list(line: Locator) -> Locator:
    return line.get_by_label("Mỗi dòng: tên; có, không hoặc số; ghi chú.")


def paste(page: Page, target: Locator, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    target.click()
    page.keyboard.press("Control+V")


def test_a_pasted_table_fills_the_figure_and_stays(entry):
    line = open_list(entry, "PL1.12")
    paste(entry, typed_list(line), COPIED)
    expect(entry.get_by_role("dialog")).to_have_count(0)  # a block over rows opens one; this is a list of one row
    line.get_by_role("button", name="Lấy số từ bảng kê").click()
    expect_saved(entry, "PL1.12", "2/3 = 66,7%")
    expect(cell(entry, "PL1.12")).to_have_value("2/3")
    expect(typed_list(line)).to_have_value(TAKEN)
    expect(line.locator(".breakdown > summary")).to_have_text("Bảng kê: 2/3, 3 dòng; không: THCS Nam Hải")
    entry.reload()
    line = unfold(entry, "PL1.12")
    expect(typed_list(line)).to_have_value(TAKEN)
    expect(line.get_by_role("button", name="Lấy 2/3 từ bảng kê")).to_be_visible()


def test_a_list_that_adds_up_to_something_else_gets_its_sentence_beside_it(entry):
    cell(entry, "PL1.15").fill("3/3")
    line = open_list(entry, "PL1.15")
    typed_list(line).fill("THCS Đằng Hải; có\nTHCS Nam Hải; không")
    leave(entry)
    expect(line.locator(".breakdown .refused")).to_have_text(
        "Bảng kê cộng được 1/2 nhưng ô số liệu ghi 3/3; hãy sửa một trong hai."
    )
    expect(line.locator(".saved")).to_have_count(0)
    line.get_by_role("button", name="Lấy 1/2 từ bảng kê").click()
    expect_saved(entry, "PL1.15", "1/2 = 50%")
    expect(line.locator(".refused")).to_have_count(0)


def test_last_quarters_names_start_the_list_and_wait_for_their_answers(sign_in, site, another):
    """Quý III has no figure for this row: the coordinator opens it again, and the list is entered there first."""
    reopen(another("daumoi"), site)
    page = sign_in("vhxh")
    page.goto(f"{site}/nhap/2026-Q3/VHXH/")
    line = open_list(page, "PL1.16")
    typed_list(line).fill("THCS Đằng Hải; có\nTHCS Nam Hải; không")
    line.get_by_role("button", name="Lấy số từ bảng kê").click()
    expect_saved(page, "PL1.16", "1/2 = 50%")

    page.goto(f"{site}/nhap/{QUARTER}/VHXH/")
    line = open_list(page, "PL1.16")
    take_names = line.get_by_role("button", name="Lấy danh sách quý trước (2 dòng)")
    take_names.click()
    expect(line.locator(".breakdown .refused")).to_contain_text("Đã lấy 2 dòng của quý trước, chưa lưu")
    expect(typed_list(line)).to_have_value("THCS Đằng Hải; \nTHCS Nam Hải; \n")
    expect(cell(page, "PL1.16")).to_have_value("")
    expect(take_names).to_be_focused()  # so that the row is not left yet, and that sentence stays
    leave(page)
    expect(line.locator(".says .refused, .fill > .refused")).to_contain_text("bảng kê còn 2 dòng chưa ghi kết quả")
    typed_list(line).fill("THCS Đằng Hải; có\nTHCS Nam Hải; có")
    line.get_by_role("button", name="Lấy số từ bảng kê").click()
    expect_saved(page, "PL1.16", "2/2 = 100%")
    page.reload()
    expect(typed_list(row(page, "PL1.16"))).to_have_value("THCS Đằng Hải; có\nTHCS Nam Hải; có")
