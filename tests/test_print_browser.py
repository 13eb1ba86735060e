"""What the printer makes of the pages: sheets of A4, tables as on the screen, every sheet tied to the others."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import let_in

pytestmark = pytest.mark.browser
LYING, UPRIGHT = (842, 595), (595, 842)
HEADING = re.compile(r"(?:Phụ lục \d · )?[IV]+\. ")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
SIZE = re.compile(r"Page +\d+ size: +([\d.]+) x ([\d.]+)")
Print = Callable[[Page, str], list[str]]


@pytest.fixture
def desk(demonstration_site, page: Page) -> Page:
    return let_in(page, demonstration_site, "daumoi")


@pytest.fixture
def printed(demonstration_site, tmp_path):
    """The text of every sheet of a page ("": the one that is open), in its lines, without the number at its foot."""

    def print_page(page: Page, path: str, *, lies: tuple[int, int] = LYING) -> list[str]:
        if path:
            page.goto(f"{demonstration_site}{path}")
        pdf = tmp_path / "in.pdf"
        page.pdf(path=pdf, prefer_css_page_size=True)
        assert {(round(float(w)), round(float(h))) for w, h in SIZE.findall(told("pdfinfo", "-l", "99", pdf))} == {lies}
        sheets = told("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
        for number, sheet in enumerate(sheets, start=1):
            assert f"Trang {number}/{len(sheets)}" in sheet
        return [re.sub(r"\s*Trang \d+/\d+\s*$", "", sheet) for sheet in sheets]

    return print_page


def told(*command: str | Path) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def last_line(sheet: str) -> str:
    return sheet.rstrip().splitlines()[-1].strip()


def receipt_of(page: Page, site: str, unit: str) -> str:
    """The address of the newest receipt of a unit."""
    page.goto(f"{site}/phieu-gui/")
    address = page.locator("tr", has_text=unit).first.get_by_role("link").get_attribute("href")
    assert address
    return address


def test_board_and_review_are_tables_as_on_the_screen(desk, printed):
    (board,) = printed(desk, "/tinh-hinh/?ky=2026-Q3")
    assert "Chờ xem xét" in board.split("Phòng Văn hóa - Xã hội")[0]
    sheets = printed(desk, "/xem-xet/2026-Q3/VHXH/")
    assert len(sheets) <= 7
    assert all("Xem xét" in sheet for sheet in sheets)  # the head of the table
    assert not re.search(r"(Mục tiêu|Tình trạng|Trạng thái):", board + "".join(sheets))  # what a card writes


def test_no_heading_stands_alone_at_the_foot(desk, printed):
    sheets = printed(desk, "/nhap/2026-Q4/VHXH/")
    for room in (120, 160, 360):  # puts the second and the fourth heading where a sheet ends
        desk.locator(".sheet").evaluate("(sheet, room) => { sheet.style.marginTop = `${room}px` }", room)
        sheets += printed(desk, "")
    assert [last_line(sheet) for sheet in sheets if HEADING.match(last_line(sheet))] == []


def test_the_paper_form_is_signed_under_rows_and_names_itself_on_every_sheet(desk, demonstration_site, printed):
    desk.goto(f"{demonstration_site}/nhap/2026-Q4/VHXH/phieu-nhap/")
    title = "Phiếu nhập số liệu Quý IV/2026 · Phòng Văn hóa - Xã hội"
    for room in range(0, 520, 40):  # somewhere between them the last sheet is full
        desk.locator(".sheets").last.evaluate("(sheets, room) => { sheets.style.marginTop = `${room}px` }", room)
        sheets = printed(desk, "")
        assert len(sheets) <= 7
        assert all(title in sheet for sheet in sheets)
        assert "Thủ trưởng đơn vị" in sheets[-1]
        assert "PL5.II.4" in sheets[-1].split("Thủ trưởng đơn vị")[0]
        assert "Bảng điều khiển" not in "".join(sheets)


def test_the_first_sheet_is_named_by_its_heading_alone(desk, demonstration_site, tmp_path):
    """The title that every sheet repeats is covered on the first: white between heading and table."""
    for path, upright in (("/nhap/2026-Q4/VHXH/phieu-nhap/", False), (None, True)):
        address = path or receipt_of(desk, demonstration_site, "Phòng Văn hóa - Xã hội")
        desk.goto(f"{demonstration_site}{address}")
        desk.pdf(path=tmp_path / "in.pdf", prefer_css_page_size=True)
        dark = [ink_over_the_table(tmp_path, sheet) for sheet in (1, 2)]
        assert (dark[0], dark[1] > 50) == (0, True), upright


def ink_over_the_table(folder: Path, sheet: int) -> int:
    """How many dark points there are on one sheet where its running title stands."""
    only = ("-f", str(sheet), "-l", str(sheet))
    told("pdftotext", *only, "-bbox", folder / "in.pdf", folder / "words.html")
    words = WORD.findall((folder / "words.html").read_text())
    at = next(
        at for at, word in enumerate(words) if word[4] == "Phiếu" and words[at + 6][4] == "·"
    )  # no heading has one
    left, top = (int(float(number)) for number in words[at][:2])
    right, bottom = (int(float(number)) for number in words[at + 6][2:4])
    told("pdftoppm", *only, "-r", "72", "-gray", "-singlefile", folder / "in.pdf", folder / "in")
    head, points = (folder / "in.pgm").read_bytes().split(b"\n255\n", 1)
    width = int(head.split()[1])
    return sum(shade < 160 for row in range(top, bottom) for shade in points[row * width + left : row * width + right])


def test_a_long_receipt_names_itself_on_every_sheet_and_is_signed_under_rows(desk, demonstration_site, printed):
    address = receipt_of(desk, demonstration_site, "Phòng Văn hóa - Xã hội")
    sheets = printed(desk, address, lies=UPRIGHT)
    assert len(sheets) in range(2, 4)
    assert all(f"mã kiểm tra {address.split('/')[2]}" in sheet for sheet in sheets)
    assert all("Phòng Văn hóa - Xã hội" in sheet and "Quý III/2026" in sheet for sheet in sheets)
    assert "PL5.II.4" in sheets[-1].split("Thủ trưởng đơn vị")[0]


def test_a_short_receipt_is_one_upright_sheet_without_the_message_and_says_when_it_was_withdrawn(
    demonstration_site, page, printed
):
    page = let_in(page, demonstration_site, "kthtdt")
    page.goto(f"{demonstration_site}/nhap/2026-Q4/KTHTDT/")
    for code, typed in (("PL1.6", "1,2"), ("PL1.26", "45,5")):
        page.locator(f'[id="id_{code}-value"]').fill(typed)
    page.locator(".save-bar").get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Gửi báo cáo…").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã gửi 2 dòng")
    address = page.url.removeprefix(demonstration_site)
    (sheet,) = printed(page, "", lies=UPRIGHT)
    assert "ỦY BAN NHÂN DÂN" in sheet.lstrip().splitlines()[0]
    assert "Đã gửi 2 dòng" not in sheet
    assert "Người gửi" in sheet.split("PL1.26")[1]
    page.goto(f"{demonstration_site}/nhap/2026-Q4/KTHTDT/")
    page.get_by_role("button", name="Rút lại để sửa").click()
    (sheet,) = printed(page, address, lies=UPRIGHT)
    assert re.search(r"Đã rút lại lúc \d\d:\d\d \d\d/\d\d/\d{4}", sheet)
