"""Người thay in a real browser: named by the head of the unit with dates, enters under the own name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import QUARTER, enter, row
from units.dates import short_date

pytestmark = pytest.mark.browser
UNIT, LABEL = "Công an phường", "Quý IV/2026"


def test_the_head_names_a_person_who_then_enters_under_the_own_name(sign_in, site, another):
    head, person = another("cap.lanhdao"), sign_in("ttpvhcc")
    assert person.goto(f"{site}/nhap/{QUARTER}/CAP/").status == 404

    head.get_by_role("link", name="Cử người thay").click()
    head.get_by_label("Người thay").select_option("Cán bộ TT PVHCC (Trung tâm Phục vụ Hành chính công)")
    today = timezone.localdate()
    head.get_by_label("Từ ngày").fill(short_date(today))
    head.get_by_label("Đến hết ngày").fill(short_date(today + timedelta(days=9)))
    head.get_by_label("Lý do").fill("Nghỉ phép")
    head.get_by_role("button", name="Cử người thay").click()
    expect(head.get_by_role("status").first).to_have_text(f"Đã cử Cán bộ TT PVHCC nhập thay cho {UNIT}.")

    person.goto(site)
    work = person.get_by_role("region", name=f"{UNIT} · {LABEL}")
    work.get_by_role("link", name=f"Bắt đầu nhập {LABEL}").click()
    expect(person.get_by_text(f"Bạn đang thay người của {UNIT}; mỗi dòng ghi tên bạn.")).to_be_visible()
    enter(person, {"PL1.28": "77"})
    expect(row(person, "PL1.28").locator(".saved")).not_to_contain_text("nhập thay")

    head.goto(f"{site}/chi-tieu/PL1.28/?ky={QUARTER}")
    saved = head.locator("table.history").get_by_role("row").filter(has_text="77%")
    expect(saved).to_contain_text("Cán bộ TT PVHCC")

    head.goto(f"{site}/nguoi-thay/")
    head.get_by_role("button", name="Thôi thay Cán bộ TT PVHCC").click()
    expect(head.get_by_role("status").first).to_contain_text(f"thôi nhập thay cho {UNIT}")
    assert person.goto(f"{site}/nhap/{QUARTER}/CAP/").status == 404
