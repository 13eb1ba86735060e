"""Handing in with a real browser: receipt, taking back, paper, and late figures. Every test has a unit of its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import QUARTER, cell, enter, expect_saved, leave, reopen
from tests.workbooks import UnitBook

pytestmark = pytest.mark.browser
CODE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")
TITLE = "Phiếu gửi số liệu Quý IV/2026"


def send(page: Page) -> str:
    """From the entry page to the receipt, whose check code is returned."""
    page.get_by_role("link", name="Gửi báo cáo…").click()
    page.locator("form.send").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    found = CODE.search(page.locator("dl.facts").inner_text())
    assert found
    return found[0]


def pages_of(page: Page) -> int:
    return page.pdf(format="A4", landscape=True).count(b"/Type /Page\n")


def test_sending_gives_a_receipt_that_is_found_again_by_its_code(sign_in, site):
    page = sign_in("ttpvhcc")
    page.goto(f"{site}/nhap/{QUARTER}/TTPVHCC/")
    enter(page, {"PL1.20": "96", "PL1.21": "95"})
    code = send(page)
    facts = page.locator("dl.facts")
    for words in ("Trung tâm Phục vụ Hành chính công", "Cán bộ TT PVHCC", "(khớp với nội dung dưới đây)"):
        expect(facts).to_contain_text(words)
    expect(page.get_by_role("row").filter(has_text="PL1.20")).to_contain_text("96%")
    assert pages_of(page) > 0

    page.goto(site)
    page.get_by_role("link", name="Phiếu gửi số liệu").click()
    page.get_by_label("Mã kiểm tra trên phiếu").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_a_report_is_taken_back_until_its_review_begins(sign_in, site, another):
    page = sign_in("kthtdt")
    grid = f"{site}/nhap/{QUARTER}/KTHTDT/"
    page.goto(grid)
    enter(page, {"PL1.6": "1,2", "PL1.26": "45,5"})
    send(page)
    page.goto(grid)
    expect(cell(page, "PL1.6")).to_have_count(0)
    page.get_by_role("button", name="Rút lại để sửa").click()
    expect(page.get_by_role("status").first).to_have_text("Đã rút lại 2 dòng; sửa xong hãy gửi lại.")
    enter(page, {"PL1.6": "1,25"})
    send(page)

    coordinator = another("daumoi")
    coordinator.goto(f"{site}/xem-xet/{QUARTER}/KTHTDT/")
    coordinator.get_by_role("button", name="Bắt đầu xem xét").click()
    expect(coordinator.get_by_role("status").first).to_contain_text("đơn vị không rút lại được")
    page.goto(grid)
    expect(page.get_by_text("đang chờ xem xét")).to_be_visible()
    expect(page.get_by_role("button", name="Rút lại để sửa")).to_have_count(0)


def test_the_paper_form_prints_with_every_row_of_the_unit(sign_in, site):
    page = sign_in("vphdnd")
    page.goto(f"{site}/nhap/{QUARTER}/VPHDND/")
    page.get_by_role("link", name="Phiếu nhập để in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu nhập số liệu Quý IV/2026")
    page.emulate_media(media="print")
    expect(page.get_by_role("row").filter(has_text="82,5%")).to_contain_text("29")  # with last quarter's figure
    expect(page.get_by_text("Thủ trưởng đơn vị")).to_be_visible()
    expect(page.get_by_text("Bấm Ctrl+P để in.")).not_to_be_visible()
    assert pages_of(page) > 0


def test_late_figures_of_a_past_quarter_are_taken_by_hand_and_by_file(sign_in, site, another, tmp_path):
    """Once the coordinator has opened it again. Two rows have no figure of quý III."""
    reopen(another("daumoi"), site)
    page = sign_in("vhxh")
    page.get_by_role("link", name="Quý III/2026").first.click()
    expect(page.get_by_text("Nhập bù Quý III/2026: đã quá hạn gửi")).to_be_visible()
    cell(page, "PL1.7").fill("95")
    leave(page)
    expect_saved(page, "PL1.7", "= 95%")

    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải biểu Excel").click()
    book = UnitBook(coming.value.path().read_bytes()).type("PL1.16", Thực_hiện="11/12")
    filled = tmp_path / "nhap-bu.xlsx"
    filled.write_bytes(book.file().read())
    page.get_by_role("link", name="Tải lên biểu đã điền").click()
    page.get_by_label("Tệp biểu đã điền").set_input_files(filled)
    page.get_by_role("button", name="Xem thay đổi").click()
    page.get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Đã ghi 1 dòng từ tệp Excel.")).to_be_visible()
    expect_saved(page, "PL1.16", "11/12 = 91,7%")

    page.get_by_role("link", name="Gửi báo cáo…").click()
    expect(page.get_by_text("2 dòng sẽ được gửi để xem xét")).to_be_visible()
