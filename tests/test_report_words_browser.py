"""The words of the report and the aid for nq57.vn in a browser, as the coordinator uses them."""

import pytest
from playwright.sync_api import expect

from tests.browser import look

pytestmark = pytest.mark.browser
Q3 = "2026-Q3"
OWN = "Trong quý IV, Ủy ban nhân dân phường tập trung số hóa di tích."
AHEAD = "IV. Phương hướng, nhiệm vụ thời gian tới"


def words(page, section):
    return page.get_by_role("textbox", name=section)


def test_words_are_edited_kept_and_taken_back(site, sign_in):
    page = sign_in("daumoi")
    page.goto(f"{site}/bao-cao/?ky={Q3}")
    page.get_by_role("link", name="xem và sửa lời văn").click()
    built = words(page, AHEAD).input_value()
    words(page, AHEAD).fill(OWN)
    words(page, "Lời kết").focus()
    page.get_by_role("button", name="Lưu lời văn").last.click()
    expect(page.get_by_role("status").first).to_contain_text(f"Đã lưu: {AHEAD}.")
    expect(words(page, AHEAD)).to_have_value(OWN)
    look(page, "loi-van")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản Word").click()
    assert download.value.suggested_filename == f"bao-cao-KH33-{Q3}.docx"
    page.get_by_role("button", name="Trở về bản tự động").click()
    expect(words(page, AHEAD)).to_have_value(built)


def test_typed_words_are_not_lost_by_a_link(site, sign_in):
    page = sign_in("daumoi")
    page.goto(f"{site}/bao-cao/{Q3}/loi-van/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    back = page.get_by_role("link", name="Báo cáo Quý III/2026", exact=True)
    words(page, AHEAD).press_sequentially("Xin ý kiến. ")
    typed = words(page, AHEAD).input_value()
    back.click(no_wait_after=True)
    expect(words(page, AHEAD)).to_have_value(typed)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Lưu lời văn").last.click()
    expect(page.get_by_role("status").first).to_contain_text(f"Đã lưu: {AHEAD}.")
    words(page, AHEAD).fill(" ")  # refused: what stands in the field is not stored
    page.get_by_role("button", name="Lưu lời văn").last.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    words(page, AHEAD).click()
    back.click(no_wait_after=True)
    expect(words(page, AHEAD)).to_have_value(" ")
    assert asked == ["beforeunload"] * 2
    page.get_by_role("button", name="Trở về bản tự động").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu")
    back.click()
    expect(page).to_have_url(f"{site}/bao-cao/?ky={Q3}")
    assert asked == ["beforeunload"] * 2


def test_a_leader_reads_the_words(site, sign_in):
    page = sign_in("lanhdao")
    page.goto(f"{site}/bao-cao/{Q3}/loi-van/")
    expect(page.get_by_role("heading", level=2, name="I. Kết quả thực hiện các chỉ tiêu")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu lời văn")).to_have_count(0)


def test_a_figure_is_copied_by_one_press_and_ticked_by_another(site, sign_in):
    page = sign_in("daumoi")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(f"{site}/bao-cao/{Q3}/nq57/")
    row = page.locator('[id="row-PL1.1"]')
    value = row.get_by_label("Số liệu chỉ tiêu 1", exact=True).input_value()
    row.get_by_role("button", name="Chép số liệu chỉ tiêu 1", exact=True).click()
    expect(row.get_by_role("status")).to_have_text("Đã sao chép.")
    assert page.evaluate("navigator.clipboard.readText()") == value
    row.get_by_role("button", name="Ghi đã nhập, chỉ tiêu 1", exact=True).click()
    expect(row).to_contain_text(f"Đã nhập {value}")
    look(page, "nq57")
    row.get_by_role("button", name="Bỏ đánh dấu chỉ tiêu 1", exact=True).click()
    expect(row).not_to_contain_text(f"Đã nhập {value}")
