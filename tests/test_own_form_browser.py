"""Sở's own form in a browser, as the coordinator uses it: by mouse, by keyboard, without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.browser import let_in, look
from tests.own_forms import FIRST, MAIN_SHEET, full_form, sheet_of, small_form

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:Conditional Formatting extension")]
Q3 = "2026-Q3"


def choose(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Tệp Sở gửi").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


def test_from_the_report_to_the_filled_form_and_its_next_version(site, sign_in):
    page = sign_in("daumoi")
    page.goto(f"{site}/bao-cao/?ky={Q3}")
    page.get_by_role("link", name="Biểu mẫu của Sở").click()
    choose(page, "Biểu 01.xlsx", full_form())
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu 01")
    assert faults(page) == []
    row = page.get_by_role("combobox", name="Hàng 14, Tỉ lệ")
    expect(row).to_have_value("PL1.6")
    look(page, "bieu-mau-goi-y")
    page.get_by_role("button", name="Lưu cách nối").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu cách nối.")
    assert faults(page) == []
    look(page, "bieu-mau-da-dien")
    sheet = sheet_of(downloaded(page, "Tải biểu đã điền"), MAIN_SHEET)
    assert sheet.cell(FIRST + 5, 7).value == 0.011  # PL1.6 of quý III in the demonstration
    page.get_by_role("link", name="Quý II", exact=True).click()
    assert sheet_of(downloaded(page, "Tải biểu đã điền"), MAIN_SHEET).cell(FIRST + 5, 7).value == 0.0105
    page.goto(f"{site}/bieu-mau-cua-so/?ky={Q3}")
    choose(page, "Biểu 01 (sửa).xlsx", full_form(title="BIỂU SỐ 01 (SỬA ĐỔI)"))
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("status").first).to_contain_text("lấy cách nối của biểu “Biểu 01”")
    expect(page.get_by_role("button", name="Tải biểu đã điền")).to_be_visible()


def test_without_a_mouse(site, sign_in):
    page = sign_in("daumoi")
    page.goto(f"{site}/bieu-mau-cua-so/?ky={Q3}")
    choose(page, "phim.xlsx", small_form([[6, "Chi ngân sách phường cho KHCN, ĐMST, CĐS", "%"]], title="Bàn phím"))
    page.get_by_label("Tệp Sở gửi").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Biểu bàn phím")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu bàn phím")
    row = page.get_by_role("combobox", name="Hàng 2, ")
    row.focus()
    page.keyboard.type("6. Chi")
    expect(row).to_have_value("PL1.6")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu cách nối.")
    page.locator(".links > summary").press("Enter")
    expect(page.get_by_role("checkbox")).to_be_checked()


def test_without_javascript(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = let_in(context.new_page(), site, "daumoi")
    page.goto(f"{site}/bieu-mau-cua-so/?ky={Q3}")
    choose(page, "khong.xlsx", b"not a workbook")
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("alert")).to_contain_text("khong.xlsx: đây không phải là sổ tính Excel")
    choose(page, "co.xlsx", small_form([[27, "Tỷ lệ người dân có chữ ký số", "%"]], title="Không mã"))
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("button", name="Lưu cách nối").click()
    value = sheet_of(downloaded(page, "Tải biểu đã điền"), "Không mã")["D2"].value
    assert isinstance(value, int | float)
    context.close()
