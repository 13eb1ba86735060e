"""Warnings in a real browser: said beside the row that is saved, and answered by a sentence before sending."""

import pytest
from playwright.sync_api import expect

from tests.browser import QUARTER, cell, enter, expect_saved, leave, row

pytestmark = pytest.mark.browser
# What is typed in quý IV, what makes it doubtful, and the sentence that says so.
DOUBTFUL = {
    "PL1.2": ("70", "Thấp hơn quý trước (82% → 70%)."),
    "PL1.18": ("20", "Tăng vượt nhịp các quý trước 150% (theo nhịp đó: 8, nay: 20), quá ngưỡng 30%."),
    "PL1.12": ("12/13", "Mẫu số khác quý trước (12 → 13)."),
    "PL1.19": ("0,99", "Tốt hơn mục tiêu trên 20% (mục tiêu 0,8, thực hiện 0,99)."),
    "PL1.1": ("100", "Quý IV là số cả năm nhưng dòng này còn đánh dấu ước."),
}
ASKED = "Nếu đúng, hãy ghi một câu giải trình trước khi gửi."


def test_each_is_said_beside_its_row_which_is_saved_all_the_same(sign_in, site):
    page = sign_in("vhxh")
    page.goto(f"{site}/nhap/{QUARTER}/VHXH/")
    page.get_by_label("Ước thực hiện, chỉ tiêu 1", exact=True).check()
    for code, (typed, sentence) in DOUBTFUL.items():
        cell(page, code).fill(typed)
        leave(page)
        expect(row(page, code).locator(".ask")).to_have_text(f"{sentence} {ASKED}")
        expect_saved(page, code, "Đã lưu")
    page.reload()
    for code, (typed, _) in DOUBTFUL.items():
        expect(cell(page, code)).to_have_value(typed)
    cell(page, "PL1.2").fill("90")
    leave(page)
    expect(row(page, "PL1.2").locator(".ask")).to_have_count(0)


def test_sending_waits_for_one_sentence_a_row_and_for_nothing_else(sign_in, site):
    page = sign_in("cap")
    page.goto(f"{site}/nhap/{QUARTER}/CAP/")
    enter(page, {"PL1.27": "15", "PL1.28": "77"})
    page.get_by_role("link", name="Gửi báo cáo…").click()
    expect(page.get_by_text("1 dòng cần một câu giải trình trước khi gửi")).to_be_visible()
    asked = row(page, "PL1.27")
    expect(asked).to_contain_text("Tăng 94,8% so với mức quý trước")
    expect(asked).to_contain_text("Tốt hơn mục tiêu trên 20%")
    send = page.locator("form.send").get_by_role("button")
    send.click()
    expect(asked.locator(".refused")).to_be_visible()
    expect(page).to_have_url(f"{site}/nhap/{QUARTER}/CAP/gui/")
    asked.get_by_role("textbox").fill("Cấp chữ ký số lưu động tại 12 tổ dân phố")
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu gửi số liệu Quý IV/2026")
    expect(page.get_by_role("row").filter(has_text="PL1.27")).to_contain_text("Cấp chữ ký số lưu động")
