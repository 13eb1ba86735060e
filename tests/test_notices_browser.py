"""In Chromium: a reminder is copied and sent, its reader goes to its page, and the pages fit a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import QUARTER

pytestmark = pytest.mark.browser
UNIT = "Phòng Kinh tế, Hạ tầng và Đô thị"
PHONE = {"width": 360, "height": 740}


def unread(page: Page):
    return page.locator(".topbar .count")


def test_a_reminder_is_copied_sent_and_read(sign_in, another, site):
    coordinator, officer = sign_in("daumoi"), another("kthtdt")
    expect(unread(officer)).to_have_count(0)

    coordinator.context.grant_permissions(["clipboard-read", "clipboard-write"])
    coordinator.goto(f"{site}/tinh-hinh/?ky={QUARTER}")
    coordinator.get_by_role("link", name=f"Đôn đốc {UNIT}").click()
    coordinator.get_by_role("button", name="Sao chép").click()
    expect(coordinator.get_by_role("status").filter(has_text="Đã sao chép.")).to_be_visible()
    copied = coordinator.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Đề nghị {UNIT} gửi báo cáo Quý IV/2026")
    assert copied.endswith(f"Nhập và gửi tại: {site}/nhap/{QUARTER}/KTHTDT/")
    coordinator.get_by_role("button", name="Gửi đôn đốc").click()
    expect(coordinator.get_by_role("status").first).to_have_text(f"Đã đôn đốc {UNIT}.")

    officer.reload()
    expect(unread(officer)).to_have_text("1 chưa đọc")
    officer.get_by_role("link", name="Thông báo").first.click()
    officer.get_by_role("link", name=re.compile(f"Đề nghị {UNIT}")).click()
    expect(officer).to_have_url(f"{site}/nhap/{QUARTER}/KTHTDT/")
    expect(unread(officer)).to_have_count(0)


def test_a_notice_opened_in_another_tab_stays_unread_until_it_is_marked(sign_in, another, site):
    coordinator, officer = sign_in("daumoi"), another("cap")
    coordinator.goto(f"{site}/don-doc/{QUARTER}/?don-vi=CAP")
    coordinator.get_by_role("button", name="Gửi đôn đốc").click()
    expect(coordinator.get_by_role("status").first).to_have_text("Đã đôn đốc Công an phường.")
    officer.goto(f"{site}/thong-bao/")
    with officer.context.expect_page() as opened:
        officer.get_by_role("link", name=re.compile("Đề nghị Công an")).click(modifiers=["Control"])
    expect(unread(opened.value)).to_have_text("1 chưa đọc")
    officer.get_by_role("listitem").filter(has_text="Đề nghị Công an").get_by_role("button").click()
    expect(officer.get_by_role("button", name=re.compile("Đánh dấu đã đọc"))).to_have_count(0)
    expect(officer.get_by_role("heading", level=1)).to_have_text("Thông báo")
    expect(unread(officer)).to_have_count(0)


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("daumoi", f"/don-doc/{QUARTER}/"),
        ("daumoi", "/thong-bao/"),
        ("daumoi", "/thong-bao/thu-dien-tu/"),
        ("quantri", "/nhan-su/"),
        ("quantri", "/nhan-su/ghi-nghi/"),
    ],
)
def test_the_pages_fit_a_phone(sign_in, site, username, path):
    page = sign_in(username)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
