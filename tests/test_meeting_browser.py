"""Phiếu giao ban on paper and on the wall: one lying A4 for the ward, one a leader; keys, links without script, axe."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.browser import let_in, look

pytestmark = pytest.mark.browser
SIZE = re.compile(r"Page +\d+ size: +([\d.]+) x ([\d.]+)")
QUARTER = "2026-Q3"


def sheets(page, folder) -> list[str]:
    """The text of every sheet; each is an A4 that lies."""
    pdf = folder / "out.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", "-l", "99", pdf], check=True, capture_output=True, text=True).stdout
    assert {(round(float(w)), round(float(h))) for w, h in SIZE.findall(info)} == {(842, 595)}
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


@pytest.fixture
def desk(demonstration_site, page):
    return let_in(page, demonstration_site, "daumoi")


def test_the_ward_is_one_sheet_and_each_leader_one(desk, demonstration_site, tmp_path):
    desk.goto(f"{demonstration_site}/giao-ban/?ky={QUARTER}")
    ward, *leaders = sheets(desk, tmp_path)
    assert "Phiếu giao ban Quý III/2026: toàn phường" in ward
    for words in ("Đơn vị còn nợ báo cáo", "Nhiệm vụ quá hạn", "Ý kiến chỉ đạo đang thực hiện", "Số liệu minh họa"):
        assert words in ward
    titles = [re.search(r"Phiếu giao ban Quý III/2026: ([^,]+),", text) for text in leaders]
    assert [title and title[1] for title in titles] == ["Bùi Quang Ngân", "Vũ Doãn Dũng", "Cao Huy Hiếu"]
    assert all("Số liệu minh họa" in text for text in leaders)
    assert not any("Trình chiếu" in text or "Việc của tôi" in text for text in (ward, *leaders))


def test_the_ward_is_one_sheet_too_where_nobody_has_entered_anything(desk, demonstration_site, tmp_path):
    desk.goto(f"{demonstration_site}/giao-ban/?ky=2026-Q4")
    ward, *leaders = sheets(desk, tmp_path)
    assert len(leaders) == 3
    assert "PL1.1; PL1.2; PL1.3;" in ward  # eighteen names would take half the sheet
    assert "Ý kiến chỉ đạo đang thực hiện" in ward


def test_more_than_one_sheet_goes_on_under_the_head_of_the_table(desk, demonstration_site, tmp_path):
    desk.goto(f"{demonstration_site}/giao-ban/?ky={QUARTER}&phieu=phuong")
    rows = desk.locator(".behind tbody")
    rows.evaluate("body => { const rows = body.innerHTML; for (let i = 0; i < 5; i++) body.innerHTML += rows }")
    first, second, *_ = sheets(desk, tmp_path)
    assert all(re.search(r"STT +Chỉ tiêu +Thực hiện +Cần đến nay", text) for text in (first, second))


def test_the_keys_lead_through_what_is_behind_and_out(desk, demonstration_site):
    desk.goto(f"{demonstration_site}/giao-ban/?ky={QUARTER}")
    total = desk.locator('[aria-labelledby="phieu-phuong"] .behind tbody tr').count()
    assert total == 8
    desk.get_by_role("link", name="Trình chiếu").press("Enter")
    place = desk.locator(".position")
    expect(place).to_have_text(f"1 / {total}")
    expect(desk.locator(".topbar")).to_be_hidden()
    desk.wait_for_load_state()
    desk.keyboard.press("ArrowLeft")  # nothing is before the first
    for number, key in ((2, "ArrowRight"), (3, "PageDown"), (2, "ArrowLeft"), (1, "PageUp")):
        desk.keyboard.press(key)
        expect(place).to_have_text(f"{number} / {total}")
        desk.wait_for_load_state()  # the keys work once the page's script has run
    desk.keyboard.press("Alt+ArrowRight")  # the browser's own
    expect(place).to_have_text(f"1 / {total}")
    desk.keyboard.press("Escape")
    expect(desk).to_have_url(f"{demonstration_site}/giao-ban/?ky={QUARTER}")


def test_the_wall_needs_no_script(demonstration_site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = let_in(context.new_page(), demonstration_site, "lanhdao")
    page.goto(f"{demonstration_site}/giao-ban/?ky={QUARTER}")
    expect(page.get_by_role("button", name="In phiếu")).to_be_hidden()
    page.get_by_role("link", name="Trình chiếu").click()
    page.get_by_role("link", name="Sau →").click()
    expect(page.locator(".position")).to_have_text("2 / 8")
    page.get_by_role("link", name="Thoát (Esc)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiếu giao ban")
    context.close()


def test_the_button_prints(desk, demonstration_site):
    desk.goto(f"{demonstration_site}/giao-ban/?ky={QUARTER}")
    desk.evaluate("window.print = () => { document.title = 'printed' }")
    desk.get_by_role("button", name="In phiếu").press("Enter")
    expect(desk).to_have_title("printed")


@pytest.mark.parametrize("user", ["lanhdao", "kthtdt", "nguoixem"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(demonstration_site, page, user):
    page = let_in(page, demonstration_site, user)
    for name, path in {
        "giao-ban": f"/giao-ban/?ky={QUARTER}",
        "giao-ban-trong": "/giao-ban/?ky=2026-Q4",
        "trinh-chieu": f"/giao-ban/trinh-chieu/?ky={QUARTER}&ma=PL1.6",
        "trinh-chieu-trong": "/giao-ban/trinh-chieu/?ky=2026-Q4",
    }.items():
        page.goto(f"{demonstration_site}{path}")
        assert faults(page) == []
        look(page, f"{name}-{user}")
