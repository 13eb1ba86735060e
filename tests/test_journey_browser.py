"""The main job in a real browser, against a real server, on both databases: enter, send, accept, see, download.

The journey stands last: it writes into the visitor's quarter, and the tests before it only look.
"""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import oracle
from tests.book import opened, table_of
from tests.browser import look
from tests.conftest import PLAN_DIR
from tests.workbooks import UnitBook

pytestmark = pytest.mark.browser
UNIT = "Phòng Kinh tế, Hạ tầng và Đô thị"
TYPED = {"6": "1,2", "26": "45,5"}
QUARTERS = ["I", "II", "III", "IV"]


def test_wrong_doors(sign_in, site):
    page = sign_in("kthtdt")
    assert page.goto(f"{site}/nhap/2026-Q1/TTPVHCC/").status == 404
    expect(page.get_by_role("heading")).to_have_text("Không tìm thấy trang")
    assert page.goto(f"{site}/tinh-hinh/").status == 403
    expect(page.get_by_role("heading")).to_have_text("Bạn không làm được việc này")
    assert page.goto(f"{site}/quan-tri/").status == 403


def test_every_page_fits_the_office_screen_and_the_phone(sign_in, site):
    pages = {
        "daumoi": {
            "ke-hoach": "/ke-hoach/",
            "bang-dieu-khien-quy-3": "/bang-dieu-khien/?ky=2026-Q3",
            "nhiem-vu": "/bang-dieu-khien/nhiem-vu/?ky=2026-Q3",
            "den-2030": "/bang-dieu-khien/2030/?ky=2026-Q3",
            "theo-quy": "/bang-dieu-khien/theo-quy/?ky=2026-Q3",
            "don-vi": "/bang-dieu-khien/don-vi/?ky=2026-Q3",
            "lanh-dao": "/bang-dieu-khien/lanh-dao/?ky=2026-Q3",
            "so-sanh": "/bang-dieu-khien/so-sanh/?ky=2026-Q3",
            "chi-tieu": "/chi-tieu/PL1.6/?ky=2026-Q3",
            "nhiem-vu-mot": "/nhiem-vu/PL4.I.1/?ky=2026-Q3",
            "nhap-nhiem-vu": "/nhap/2026-Q4/VHXH/nhiem-vu/",
            "nhap-18-dong": "/nhap/2026-Q4/VHXH/",
            "nhap-thay": "/nhap/2026-Q4/DU/nhiem-vu/",
            "doi-mat-khau": "/doi-mat-khau/",
        },
        "nguoixem": {"nguoi-xem": "/bang-dieu-khien/?ky=2026-Q3"},
        "quantri": {"quan-tri": "/quan-tri/"},
    }
    for username, places in pages.items():
        page = sign_in(username)
        for name, path in places.items():
            assert page.goto(f"{site}{path}").status == 200, path
            look(page, name)


def test_the_console_stays_clean(sign_in, site):
    said = []
    page = sign_in("daumoi")
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in (
        "/viec-cua-toi/",
        "/bang-dieu-khien/",
        "/nhap/2026-Q4/VHXH/",
        "/tinh-hinh/",
        "/bao-cao/",
        "/quan-tri/",
    ):
        page.goto(f"{site}{path}")
    assert said == []


def test_the_units_workbook_goes_out_and_comes_back(sign_in, site, tmp_path):
    page = sign_in("vhxh")
    page.goto(f"{site}/nhap/2026-Q4/VHXH/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Tải biểu Excel").click()
    assert coming.value.suggested_filename == "bieu-nhap-2026-Q4-VHXH.xlsx"
    book = UnitBook(coming.value.path().read_bytes())
    book.type("PL1.1", Thực_hiện="95,5").type("PL1.2", Thực_hiện="abc").type("PL1.3", Thực_hiện="0,85", Ước="x")
    filled = tmp_path / "bieu.xlsx"
    filled.write_bytes(book.file().read())

    page.get_by_role("link", name="Tải lên biểu đã điền").click()
    look(page, "tai-len")
    page.get_by_label("Tệp biểu đã điền").set_input_files(filled)
    page.get_by_role("button", name="Xem thay đổi").click()
    expect(page.get_by_text("Không đọc được số này")).to_be_visible()
    expect(page.get_by_text("0,85 % hay 85 %?")).to_be_visible()
    look(page, "tai-len-thay-doi")
    page.get_by_label("Chỉ tiêu 3.").uncheck()
    page.get_by_role("button", name="Ghi các dòng đã chọn").click()
    expect(page.get_by_text("Đã ghi 1 dòng từ tệp Excel.")).to_be_visible()
    expect(page.locator("#id_PL1\\.1-value")).to_have_value("95,5")
    expect(page.locator("#id_PL1\\.3-value")).to_have_value("")


def right_word(number: str, quarter: str) -> str:
    """The status by the rules as tests/oracle.py writes them, the quarter still open."""
    row = next(row for row in oracle.rows(PLAN_DIR) if row.code == f"PL1.{number}")
    ordinal, value = QUARTERS.index(quarter) + 1, Fraction(TYPED[number].replace(",", "."))
    return row.status({ordinal: oracle.Told(TYPED[number], value)}, ordinal, closed=False)


def enter_and_send(page: Page) -> str:
    """From the front page by its own buttons to the receipt; returns the quarter, "IV"."""
    page.get_by_role("link", name="Bắt đầu nhập").click()
    heading = page.get_by_role("heading", level=1).inner_text()
    found = re.fullmatch(r"Nhập số liệu Quý (\w+)/2026", heading)
    assert found, heading
    for number, typed in TYPED.items():
        cell = page.get_by_label(re.compile(rf"^Thực hiện Quý {found[1]}/2026, chỉ tiêu {number}:"))
        expect(cell).to_have_value("")
        cell.fill(typed)
    page.locator(".save-bar").get_by_role("button", name="Lưu").click()
    for number in TYPED:
        expect(page.locator(f"#row-PL1\\.{number}")).to_contain_text("Đã lưu")
    look(page, "da-nhap")
    page.get_by_role("link", name="Gửi báo cáo…").click()
    expect(page.get_by_text("2 dòng sẽ được gửi để xem xét")).to_be_visible()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã gửi 2 dòng")
    return found[1]


def accept(page: Page) -> None:
    """From the navigation to the unit's report, every waiting row accepted."""
    page.get_by_role("link", name="Tình hình gửi", exact=True).click()
    page.get_by_role("link", name=f"Xem xét {UNIT}").click()
    for number, typed in TYPED.items():
        expect(page.locator(f"#row-PL1\\.{number}")).to_contain_text(f"{typed}%")
    look(page, "xem-xet")
    page.get_by_role("button", name="Chấp nhận tất cả 2 dòng đang chờ").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã chấp nhận 2 dòng")


def dashboard_row(page: Page, number: str) -> Locator:
    return page.locator("tr", has=page.locator(f'a[href^="/chi-tieu/PL1.{number}/"]'))


def see(page: Page, quarter: str) -> None:
    """Both numbers on the dashboard, accepted, with their words."""
    page.get_by_role("link", name="Bảng điều khiển", exact=True).click()
    expect(page.get_by_role("navigation").get_by_role("link", name=f"Quý {quarter}", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    for number, typed in TYPED.items():
        row = dashboard_row(page, number)
        expect(row.locator("td.now")).to_have_text(f"{typed}%")
        expect(row.locator("td.verdict .status")).to_contain_text(right_word(number, quarter))
    look(page, "bang-dieu-khien")


def download(page: Page, folder: Path) -> Path:
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    look(page, "bao-cao")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tải báo cáo Excel").click()
    assert re.fullmatch(r"bao-cao-KH33-2026-Q\d\.xlsx", coming.value.suggested_filename)
    coming.value.save_as(folder / coming.value.suggested_filename)
    return folder / coming.value.suggested_filename


def test_two_figures_go_from_the_officers_cell_into_the_file_for_the_department(sign_in, tmp_path):
    quarter = enter_and_send(sign_in("kthtdt"))
    page = sign_in("daumoi")
    accept(page)
    see(page, quarter)
    table = table_of(opened(download(page, tmp_path))["Phụ lục 1"])
    for number, typed in TYPED.items():
        row = table.row(number)
        assert row[f"Kết quả thực hiện Quý {quarter}"] == typed
        assert row["Đánh giá"].startswith(right_word(number, quarter))
