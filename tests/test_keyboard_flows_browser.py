"""Every flow of every role by keyboard alone: Tab, Shift+Tab, Enter, Space, arrows and letters, no mouse.

On SQLite only: what is asked here is whether the keys reach what they should, and the database has no part in that; the
same flows run on both databases in the other browser tests. All walk on one site, each in units or periods of its own.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, expect

from haian_plan.demonstration import PASSWORD
from tests.browser import let_in
from tests.keyboard import Keyboard
from tests.papers import pdf
from tests.workbooks import UnitBook

pytestmark = pytest.mark.browser
OPEN, PAST = "2026-Q4", "2026-Q3"
ENTRY, REVIEW = f"/nhap/{OPEN}/KTHTDT/", f"/xem-xet/{OPEN}/KTHTDT/"
PAPER: FilePayload = {"name": "so-lieu.pdf", "mimeType": "application/pdf", "buffer": pdf(words="Số liệu")}


def in_days(number: int) -> str:
    return f"{timezone.localdate() + timedelta(days=number):%d/%m/%Y}"


@pytest.fixture
def person(demonstration_site, browser: Browser):
    """person("kthtdt", "/lich/"): the keyboard of somebody who is signed in, on that page."""
    contexts = {}

    def sit_down(username: str, path: str) -> Keyboard:
        if username not in contexts:
            context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
            contexts[username] = let_in(context.new_page(), demonstration_site, username)
        page = contexts[username]
        page.goto(f"{demonstration_site}{path}")
        return Keyboard(page)

    yield sit_down
    for page in contexts.values():
        page.context.close()


def test_signing_in_changing_the_password_and_signing_out(demonstration_site, browser: Browser):
    page = browser.new_context().new_page()
    keys = Keyboard(page)
    page.goto(f"{demonstration_site}/nhap/{OPEN}/VPHDND/")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    keys.page.keyboard.type("vphdnd")
    keys.write("Mật khẩu", PASSWORD)
    keys.push("Đăng nhập")
    expect(page).to_have_url(f"{demonstration_site}/nhap/{OPEN}/VPHDND/")
    new = "Hoa.Phuong.Do.2026"
    for old, chosen in ((PASSWORD, new), (new, PASSWORD)):
        keys.unfold("Cán bộ VP HĐND")
        keys.follow("Đổi mật khẩu")
        expect(page.get_by_label("Mật khẩu cũ")).to_be_focused()
        page.keyboard.type(old)
        keys.write("Mật khẩu mới", chosen)
        keys.write("Xác nhận mật khẩu mới", chosen)
        keys.push("Đổi mật khẩu")
        keys.reads("Đã đổi mật khẩu.")
    keys.unfold("Cán bộ VP HĐND")
    keys.push("Đăng xuất")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    page.context.close()


def test_a_report_from_its_first_figure_to_its_acceptance(person):
    officer = person("kthtdt", "/viec-cua-toi/")
    officer.follow("Bắt đầu nhập Quý IV/2026")
    officer.stands_on("textbox", "Thực hiện Quý IV/2026, chỉ tiêu 6")
    officer.type("1,2", "Enter")
    officer.stands_on("textbox", "Thực hiện Quý IV/2026, chỉ tiêu 26")
    officer.type("45,5")
    officer.tick("Ước thực hiện, chỉ tiêu 26")
    officer.unfold("minh chứng", back=True)
    officer.write("Nguồn", "Chi cục Thuế", role="combobox")
    officer.hand_over("Chọn tệp…", PAPER)
    officer.reads("so-lieu.pdf")
    officer.stands_on("button", "Chọn tệp…")
    officer.follow("Gửi báo cáo…")
    officer.write("26. DN vừa và nhỏ", "Chi cục Thuế chưa chốt số")
    officer.push("Gửi báo cáo")
    officer.reads("Đã gửi 2 dòng")
    officer = person("kthtdt", ENTRY)
    officer.push("Rút lại để sửa")
    officer.follow("Gửi báo cáo…")
    officer.push("Gửi báo cáo")

    coordinator = person("daumoi", f"/tinh-hinh/?ky={OPEN}")
    coordinator.follow("Xem xét Phòng Kinh tế")
    coordinator.push("Bắt đầu xem xét")
    coordinator.follow("Ghi ý kiến PL1.26")
    coordinator.write("Ý kiến của cơ quan đầu mối", "Số này lấy ở đâu?")
    coordinator.push("Gửi ý kiến")
    coordinator.reads("Số này lấy ở đâu?")
    coordinator = person("daumoi", REVIEW)
    coordinator.tick("Chọn chỉ tiêu 26")
    coordinator.unfold("Trả lại để đơn vị sửa…")
    coordinator.write("Lý do trả lại", "Thiếu doanh nghiệp mới")
    coordinator.push("Trả lại các dòng đã chọn, chấp nhận")
    coordinator.reads("Đã trả lại 1 dòng, chấp nhận 1 dòng còn lại")

    officer = person("kthtdt", "/thong-bao/")
    officer.push("Đánh dấu đã đọc")
    officer = person("kthtdt", ENTRY)
    officer.follow("Trả lời")
    officer.write("Trả lời của đơn vị", "Số của Chi cục Thuế")
    officer.push("Trả lời")
    officer.reads("Số của Chi cục Thuế")
    officer = person("kthtdt", ENTRY)
    officer.write("Thực hiện Quý IV/2026, chỉ tiêu 26", "46")
    officer.follow("Gửi báo cáo…")
    officer.push("Gửi báo cáo")
    coordinator = person("daumoi", REVIEW)
    coordinator.push("dòng đang chờ")
    coordinator.reads("Đã chấp nhận 1 dòng")


def test_cells_are_pasted_a_workbook_is_handed_in_and_many_units_are_accepted_at_once(person):
    officer = person("cap", f"/nhap/{OPEN}/CAP/")
    officer.follow("Dán từ Excel…")
    officer.to("textbox", "Các ô đã chép")
    officer.page.keyboard.insert_text("10\n85")
    officer.push("Xem trước khi lưu")
    officer.push("Lưu các dòng đã chọn")
    officer.reads("Đã lưu")
    officer.follow("Gửi báo cáo…")
    officer.push("Gửi báo cáo")
    officer.reads("Đã gửi 2 dòng")

    officer = person("ttpvhcc", f"/nhap/{OPEN}/TTPVHCC/")
    officer.to("link", "Tải biểu Excel")
    with officer.page.expect_download() as workbook:
        officer.type("", "Enter")
    officer.follow("Tải lên biểu đã điền")
    officer.hand_over("Tệp biểu đã điền", filled(workbook.value.path()))
    officer.push("Xem thay đổi")
    officer.push("Ghi")
    officer.reads("Đã")

    coordinator = person("daumoi", f"/tinh-hinh/?ky={OPEN}")
    coordinator.follow("Chấp nhận nhiều đơn vị")
    coordinator.push("Chấp nhận số liệu các đơn vị đã chọn")
    coordinator.reads("Công an")
    coordinator.follow("‹ Tình hình gửi")
    coordinator.follow("Đôn đốc Phòng Văn hóa")
    coordinator.tick("Phòng Văn hóa - Xã hội")
    coordinator.push("Gửi đôn đốc")
    coordinator.reads("Đã đôn đốc")


def test_progress_of_a_task(person):
    officer = person("vhxh", f"/nhap/{OPEN}/VHXH/")
    officer.follow("Nhiệm vụ")
    officer.choose("Tình trạng", "Đang thực hiện")
    officer.write("% hoàn thành", "40")
    officer.write("Sản phẩm, số văn bản", "Kế hoạch 12/KH-UBND")
    officer.unfold("khó khăn")
    officer.write("Khó khăn", "Thiếu kinh phí")
    officer.to("button", "Lưu")
    officer.type("", "Enter")
    officer.reads("Đã lưu")
    officer.stands_on("button", "Lưu")


def test_a_direction_from_the_leader_to_its_end(person):
    leader = person("lanhdao", "/chi-tieu/PL1.28/")
    leader.follow("Ghi ý kiến chỉ đạo…")
    leader.write("Nội dung chỉ đạo", "Báo cáo nguyên nhân")
    leader.tick("Văn phòng HĐND và UBND")
    leader.write("Hạn thực hiện", in_days(5))
    leader.push("Ghi và báo cho đơn vị")
    address = leader.path
    officer = person("cap", "/viec-cua-toi/")
    officer.follow("Báo cáo nguyên nhân")
    officer.write("Kết quả thực hiện", "Do đối tượng đi vắng")
    officer.unfold("Kèm văn bản, minh chứng")
    officer.write("Số, ký hiệu văn bản", "8/BC-CAP")
    officer.write("Ngày văn bản", in_days(-1))
    officer.push("Gửi trả lời")
    officer.reads("Do đối tượng đi vắng")
    leader = person("lanhdao", address)
    leader.unfold("Chưa đạt, yêu cầu làm tiếp…")
    leader.write("Điều chưa đạt", "Nêu rõ số người")
    leader.push("Chưa đạt, làm tiếp")
    leader.push("Đạt, kết thúc")
    leader.reads("đã kết thúc")


def test_a_row_is_reopened_a_period_is_closed_and_opened(person):
    officer = person("vhxh", f"/nhap/{PAST}/VHXH/")
    officer.follow("Đề nghị mở lại…")
    officer.write("Lý do", "Số của Sở đã đổi")
    officer.write("Số, ký hiệu văn bản", "12/SKHCN")
    officer.write("Ngày văn bản", in_days(-2))
    officer.push("Gửi đề nghị mở lại")
    officer.reads("Đang chờ cơ quan đầu mối quyết định")
    address = officer.path
    coordinator = person("daumoi", address)
    coordinator.write("Mở đến hết ngày", in_days(5))
    coordinator.push("Mở lại")
    coordinator.reads("Đã mở lại")
    for link, button, words in (
        ("Mở lại Quý III/2026…", "Mở kỳ", "Quý III/2026"),
        ("Chốt số liệu Quý III/2026…", "Chốt số liệu", "Đã chốt số liệu"),
    ):
        coordinator = person("daumoi", f"/tinh-hinh/?ky={PAST}")
        coordinator.follow(link)
        coordinator.write("Lý do", "Nhập bù")
        coordinator.push(button)
        coordinator.reads(words)


def test_dates_days_off_and_milestones_are_set(person):
    keys = person("daumoi", "/lich/")
    keys.write("Quý IV/2026: Hạn gửi cấp trên", "22/12/2026")
    keys.push("Lưu lịch")
    keys.reads("Đã lưu")
    keys = person("daumoi", "/lich/")
    keys.to("radio", "Giữ")
    keys.type("", "ArrowDown")
    keys.push("Lưu ngày nghỉ")
    keys.reads("Đã lưu")
    keys = person("daumoi", "/moc-quy/")
    keys.write("Mầm non, quản lý GD: CĐS mức 2 trở lên: Mốc quý I", "20")
    keys.push("Lưu mốc quý")
    keys.reads("Đã lưu")


def test_a_report_is_worded_issued_and_signed_and_its_figures_ticked_off(person):
    keys = person("daumoi", f"/bao-cao/?ky={PAST}")
    keys.follow("xem và sửa lời văn")
    keys.write("Mở đầu", "Ủy ban nhân dân phường báo cáo như sau:")
    keys.push("Lưu lời văn")
    keys.reads("sửa lúc")
    keys = person("daumoi", f"/bao-cao/?ky={PAST}")
    keys.follow("Phát hành…")
    keys.choose("Người ký", "Bùi Quang Ngân")
    keys.push("Phát hành bản 1")
    keys.write("Số", "52/BC-UBND")
    keys.write("Ngày", in_days(0))
    keys.push("Ghi số")
    keys.reads("52/BC-UBND")
    keys.hand_over("Bản ký", PAPER)
    keys.push("Thêm bản ký")
    keys = person("daumoi", f"/bao-cao/?ky={PAST}")
    keys.follow("Nhập sang nq57.vn")
    keys.to("button", "Chép số liệu chỉ tiêu 2")
    keys.type("", "Enter")
    keys.reads("Đã sao chép.")
    keys.to("button", "Ghi đã nhập, chỉ tiêu 2")
    keys.push("Ghi đã nhập, chỉ tiêu 2", back=True)
    keys.reads("1/22 chỉ tiêu")
    keys.push("Bỏ đánh dấu chỉ tiêu 2")


def test_who_is_away_and_who_leaves(person):
    head = person("kthtdt.lanhdao", "/nguoi-thay/")
    head.choose("Người thay", "Cán bộ VH-XH")
    head.write("Từ ngày", in_days(1))
    head.write("Đến hết ngày", in_days(3))
    head.write("Lý do", "Đi công tác")
    head.push("Cử người thay")
    head.push("Thôi")
    head.reads("Chưa cử ai.")
    keys = person("quantri", "/nhan-su/")
    keys.follow("Ghi người nghỉ…")
    keys.choose("Người nghỉ", "Bùi Quang Ngân")
    keys.write("Ngày làm việc cuối cùng", in_days(10))
    keys.choose("Người tiếp nhận", "Vũ Doãn Dũng")
    keys.write("Lý do", "Nghỉ hưu")
    keys.push("Xem những gì sẽ bàn giao")
    keys.push("Ghi và bàn giao")
    keys.follow("Hủy…")
    keys.write("Lý do", "Ghi nhầm")
    keys.push("Hủy việc ghi nghỉ")
    keys.reads("đã hủy")


def test_notices_and_the_mail_that_is_wished(person):
    keys = person("daumoi", "/viec-cua-toi/")
    keys.unfold("Đầu mối VH-XH")
    keys.follow("Thông báo qua thư điện tử")
    keys.tick("Kỳ báo cáo mở")
    keys.push("Lưu lựa chọn")
    keys.reads("Đã lưu")
    keys = person("daumoi", "/thong-bao/")
    keys.follow("Chưa đọc")
    keys.push("Đánh dấu")


def test_what_a_leader_reads(person):
    keys = person("lanhdao", f"/bang-dieu-khien/?ky={PAST}")
    for tab in ("Theo quý", "Nhiệm vụ", "Đến năm 2030", "Đơn vị", "Lãnh đạo", "So sánh kỳ", "Chỉ tiêu"):
        keys.follow(tab)
    keys.choose("Đơn vị", "Công an")
    keys.write("Tìm (không cần dấu)", "chu ky", role="searchbox")
    keys.push("Lọc")
    keys.follow("Bỏ lọc")
    keys.follow("Đánh giá")
    keys.follow("Quý II")
    keys.follow("Phiếu giao ban")
    keys.follow("Trình chiếu")
    title = keys.page.title()
    keys.follow("Sau →")
    keys.type("", "ArrowLeft")
    expect(keys.page).to_have_title(title)
    keys.follow("Thoát")
    keys.type("/")
    keys.type("chu ky so")
    keys.enter()
    keys.follow("Người dân có chữ ký số")
    keys.follow("Nhật ký")
    keys.choose("Việc", "gửi")
    keys.push("Lọc")
    keys.unfold("PL1.")
    keys.reads("đang nhập → đã gửi")


def filled(workbook: Path) -> FilePayload:
    """The unit's own workbook with one figure typed into it."""
    book = UnitBook(workbook.read_bytes()).type("PL1.20", Thực_hiện="96")
    return {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": book.file().read()}
