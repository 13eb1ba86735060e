"""Every page in every state that a reader may meet: one table, for pictures, axe, keyboard and print.

A route without a line here fails tests/test_places.py. `act` brings the page into its state after it was opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import let_in
from tests.own_forms import full_form

Act = Callable[[Page], None]
OPEN, PAST = "2026-Q4", "2026-Q3"  # the visitor's quarter and the one before, in the demonstration
PLAN, SITE = "Kế hoạch 33", "Theo dõi kế hoạch"  # how a title ends: SITE where the page reads no plan
NOBODY = ""


@dataclass(frozen=True)
class Place:
    """`path` may name a link on a page instead: "/chi-dao/ > a.text" is where that link leads.

    `title` stands at the beginning of the page's title, before the plan. `acted` is what the page of the act is
    answered with, where that is the state.
    """

    route: str
    path: str
    role: str
    title: str
    state: str = ""
    status: int = 200
    act: Act | None = None
    ends: str = PLAN  # of the title
    acted: int = 0

    @property
    def name(self) -> str:
        return "-".join(word for word in (self.route, self.state, self.role) if word)


def press(name: str, *, exact: bool = False) -> Act:
    def act(page: Page) -> None:
        page.get_by_role("button", name=name, exact=exact).first.click()
        page.wait_for_load_state()

    return act


def unfold(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def send(name: str, **typed: str) -> Act:
    """Type into the fields of these names and press the button."""

    def act(page: Page) -> None:
        for field, text in typed.items():
            page.locator(f'[name="{field}"]').fill(text)
        press(name)(page)

    return act


def refused_cell(page: Page) -> None:
    page.locator('[id="id_PL1.6-value"]').fill("abc")
    page.locator("h1").click()
    expect(page.locator('[id="row-PL1.6"] .refused')).to_be_visible()


def saved_cell(page: Page) -> None:
    page.locator('[id="id_PL1.27-value"]').fill("5,5")
    page.locator("h1").click()
    expect(page.locator('[id="row-PL1.27"] .saved')).to_contain_text("Đã lưu")


def sign_in_dialog(page: Page) -> None:
    page.locator("dialog.sign-in").evaluate("dialog => dialog.showModal()")


def pasted(page: Page) -> None:
    page.locator("#pasted").fill("1,2\n45,5\n7")
    press("Xem trước khi lưu")(page)


def wrong_file(page: Page) -> None:
    page.locator('input[type="file"]').set_input_files(
        {"name": "bieu.xlsx", "mimeType": "application/octet-stream", "buffer": b"not a workbook"}
    )
    press("Xem thay đổi")(page)


def named_and_taken_off(page: Page) -> None:
    """A document is named as evidence; the page that takes it off again."""
    page.locator('input[name="dong"]').first.check()
    send("Thêm minh chứng", number="12/BC-KTHT", day="05/10/2026")(page)
    page.get_by_role("link", name="Gỡ…").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gỡ minh chứng")


def leaving(page: Page) -> None:
    """Somebody leaves at the end of the year: what is handed over is shown first."""
    who = page.locator('select[name="who"]')
    who.select_option(who.locator("option", has_text="Cán bộ VP HĐND").first.get_attribute("value"))
    send(
        "Xem những gì sẽ bàn giao", last_day=f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}", reason="Nghỉ hưu"
    )(page)
    expect(page.get_by_role("button", name="Ghi và bàn giao")).to_be_visible()


def left_and_undone(page: Page) -> None:
    leaving(page)
    press("Ghi và bàn giao")(page)
    page.get_by_role("link", name="Hủy…").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hủy:")


def own_form(page: Page) -> None:
    """A form of Sở's is uploaded: what is suggested for its columns and rows."""
    page.locator('input[type="file"]').set_input_files(
        {"name": "Biểu 01 Sở KHCN.xlsx", "mimeType": "application/octet-stream", "buffer": full_form()}
    )
    press("Tải lên")(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu 01 Sở KHCN")


def own_form_saved(page: Page) -> None:
    own_form(page)
    press("Lưu cách nối")(page)
    expect(page.get_by_role("heading", name="Biểu đã điền, Quý III/2026")).to_be_visible()


def own_form_refused(page: Page) -> None:
    own_form(page)
    page.locator('[name="0-hang"]').fill("x")
    press("Lưu cách nối")(page)
    expect(page.get_by_role("alert")).to_be_visible()


MAKE_OLD = """fields => {
  const older = (mark) => /^\\d{1,6}$/.test(mark) ? Number(mark) + 7 : "0".repeat(mark.length)
  for (const field of fields) field.value = older(field.value)
}"""


def outdated(marks: str, then: Act) -> Act:
    """Somebody else was quicker: the hidden marks of what this page showed are not those of what stands."""

    def act(page: Page) -> None:
        page.locator(f'main input[type="hidden"]{marks}').evaluate_all(MAKE_OLD)
        then(page)

    return act


def two_on_one_row(page: Page) -> None:
    """A second window saves the row; what this one typed stands beside it, to be chosen from."""
    other = page.context.new_page()
    other.goto(page.url)
    other.locator('[id="id_PL1.28-value"]').fill("86")
    other.locator("h1").click()
    expect(other.locator('[id="row-PL1.28"] .saved')).to_contain_text("Đã lưu")
    other.close()
    page.locator('[id="id_PL1.28-value"]').fill("87")
    page.locator("h1").click()
    expect(page.locator('[id="row-PL1.28"] .standing')).to_be_visible()


def send_what_is_outdated(page: Page) -> None:
    page.locator('[id="id_PL1.27-value"]').fill("9,5")
    page.locator("h1").click()
    expect(page.locator('[id="row-PL1.27"] .saved')).to_contain_text("9,5")
    page.get_by_role("link", name="Gửi báo cáo…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gửi báo cáo")
    outdated('[name="seen"]', lambda page: page.locator("form.send .btn-primary").click())(page)


def an_office_sends(page: Page) -> None:
    """Another person, in another browser, once; the page shows what waits now."""
    browser, site = page.context.browser, "/".join(page.url.split("/")[:3])
    assert browser
    context = browser.new_context()
    officer = let_in(context.new_page(), site, "vphdnd")
    officer.goto(f"{site}/nhap/{OPEN}/VPHDND/")
    cell = officer.locator('[id="id_PL1.29-value"]')
    if cell.count():  # not sent yet
        cell.fill("95")
        officer.get_by_role("heading", level=1).click()
        expect(officer.locator('[id="row-PL1.29"] .saved')).to_contain_text("Đã lưu")
        officer.get_by_role("link", name="Gửi báo cáo…").click()
        officer.locator("form.send .btn-primary").click()
        expect(officer.get_by_role("status").first).to_contain_text("Đã gửi")
    context.close()
    page.reload()


def then(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def five_wrong_passwords(page: Page) -> None:
    for _ in range(5):
        send("Đăng nhập", username="nguoi-quen-mat-khau", password="sai")(page)


ENTRY, TASKS = f"/nhap/{OPEN}/KTHTDT/", f"/nhap/{OPEN}/VHXH/nhiem-vu/"
PLACES = (
    # before the login
    Place("login", "/dang-nhap/", NOBODY, "Đăng nhập", ends=SITE),
    Place(
        "login", "/dang-nhap/", NOBODY, "Đăng nhập", "refused", ends=SITE,
        act=send("Đăng nhập", username="khong-co", password="sai"),
    ),
    Place(
        "login", "/dang-nhap/", NOBODY, "Tạm khóa đăng nhập", "locked", ends=SITE, acted=429,
        act=five_wrong_passwords,
    ),
    # my work
    Place("my_work", "/viec-cua-toi/", "kthtdt", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "vhxh.lanhdao", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "daumoi", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "lanhdao", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "nguoixem", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "quantri", "Việc của tôi"),
    Place("my_work", "/viec-cua-toi/", "kthtdt", "Việc của tôi", "account-menu", act=unfold(".account summary")),
    # entry
    Place("entry", ENTRY, "kthtdt", "Nhập số liệu · Quý IV/2026"),
    Place("entry", ENTRY, "kthtdt", "Nhập số liệu · Quý IV/2026", "refused", act=refused_cell),
    Place("entry", f"/nhap/{OPEN}/CAP/", "cap", "Nhập số liệu · Quý IV/2026", "saved", act=saved_cell),
    Place("entry", f"/nhap/{OPEN}/CAP/", "cap", "Nhập số liệu · Quý IV/2026", "two-people", act=two_on_one_row),
    Place("entry", ENTRY, "kthtdt", "Nhập số liệu · Quý IV/2026", "signed-out", act=sign_in_dialog),
    Place("entry", ENTRY, "kthtdt", "Nhập số liệu · Quý IV/2026", "unfolded", act=unfold(".under > details summary")),
    Place("entry", f"/nhap/{PAST}/VHXH/", "vhxh", "Nhập số liệu · Quý III/2026", "read-only"),
    Place("entry", f"/nhap/{OPEN}/VHXH/", "daumoi", "Nhập số liệu · Quý IV/2026", "long"),
    Place("entry", f"/nhap/{OPEN}/TTDVSNC/", "ttdvsnc", "Nhập số liệu · Quý IV/2026", "empty"),
    Place("entry", f"/nhap/{OPEN}/TTPVHCC/", "daumoi", "Nhập số liệu · Quý IV/2026", "on-behalf"),
    Place("entry_tasks", TASKS, "vhxh", "Nhiệm vụ · Quý IV/2026"),
    Place("entry_tasks", TASKS, "vhxh", "Nhiệm vụ · Quý IV/2026", "unfolded", act=unfold(".task .folded summary")),
    Place("entry_tasks", f"/nhap/{PAST}/VHXH/nhiem-vu/", "vhxh", "Nhiệm vụ · Quý III/2026", "read-only"),
    Place("entry_tasks", f"/nhap/{OPEN}/CAP/nhiem-vu/", "cap", "Nhiệm vụ · Quý IV/2026", "empty"),
    Place("entry_tasks", f"/nhap/{OPEN}/DU/nhiem-vu/", "daumoi", "Nhiệm vụ · Quý IV/2026", "on-behalf"),
    Place("entry_paste", f"{ENTRY}dan/", "kthtdt", "Dán từ Excel · Quý IV/2026"),
    Place("entry_paste", f"{ENTRY}dan/", "kthtdt", "Dán từ Excel · Quý IV/2026", "shown", act=pasted),
    Place("entry_upload", f"{ENTRY}tai-len/", "kthtdt", "Tải lên biểu đã điền · Quý IV/2026"),
    Place("entry_upload", f"{ENTRY}tai-len/", "kthtdt", "Tải lên biểu đã điền · Quý IV", "refused", act=wrong_file),
    Place("evidence", f"{ENTRY}minh-chung/", "kthtdt", "Minh chứng · Quý IV/2026"),
    Place("evidence", f"/nhap/{PAST}/VHXH/minh-chung/", "daumoi", "Minh chứng · Quý III/2026", "past"),
    Place("evidence", f"{ENTRY}minh-chung/", "kthtdt", "Minh chứng · Quý IV/2026", "refused", act=press("Thêm")),
    Place(
        "remove_evidence", f"{ENTRY}minh-chung/", "kthtdt.lanhdao", "Gỡ minh chứng · Quý IV/2026",
        act=named_and_taken_off,
    ),
    Place("send_report", f"{ENTRY}gui/", "kthtdt", "Gửi báo cáo · Quý IV/2026"),
    Place("send_report", f"/nhap/{PAST}/VHXH/gui/", "vhxh", "Gửi báo cáo · Quý III/2026", "closed"),
    Place(
        "send_report", f"/nhap/{OPEN}/CAP/", "cap", "Gửi báo cáo · Quý IV/2026", "outdated", acted=409,
        act=send_what_is_outdated,
    ),
    Place("paper_form", f"/nhap/{OPEN}/VHXH/phieu-nhap/", "vhxh", "Phiếu nhập · Quý IV/2026"),
    Place("receipts", "/phieu-gui/", "daumoi", "Phiếu gửi", ends=SITE),
    Place("receipts", "/phieu-gui/?ma=ABCD", "kthtdt", "Phiếu gửi", "unknown", ends=SITE),
    Place("receipt", "/phieu-gui/ > main td a", "daumoi", "Phiếu gửi", ends=SITE),
    Place("reopening", f"/mo-lai/{PAST}/VHXH/PL1.1/", "vhxh", "Mở lại PL1.1 · Quý III/2026"),
    Place("reopening", f"/mo-lai/{PAST}/VHXH/PL1.1/", "daumoi", "Mở lại PL1.1 · Quý III/2026", "decides"),
    Place(
        "reopening", f"/mo-lai/{PAST}/VHXH/PL1.1/", "daumoi", "Mở lại PL1.1 · Quý III/2026", "refused",
        act=press("Mở lại", exact=True),
    ),
    Place("stand_ins", "/nguoi-thay/", "kthtdt.lanhdao", "Người thay", ends=SITE),
    Place(
        "stand_ins", "/nguoi-thay/", "kthtdt.lanhdao", "Người thay", "refused", ends=SITE,
        act=press("Cử người thay"),
    ),
    # the coordinator
    Place("board", f"/tinh-hinh/?ky={OPEN}", "daumoi", "Tình hình gửi · Quý IV/2026"),
    Place("board", f"/tinh-hinh/?ky={PAST}", "daumoi", "Tình hình gửi · Quý III/2026", "past"),
    Place("year_board", "/tinh-hinh/ca-nam/", "daumoi", "Tình hình gửi · năm 2026"),
    Place("review", f"/xem-xet/{PAST}/VHXH/", "daumoi", "Xem xét số liệu · Quý III/2026"),
    Place("review", f"/xem-xet/{OPEN}/TTPVHCC/", "daumoi", "Xem xét số liệu · Quý IV/2026", "nothing-sent"),
    Place(
        "review", f"/xem-xet/{OPEN}/VPHDND/", "daumoi", "Xem xét số liệu · Quý IV/2026", "waiting",
        act=an_office_sends,
    ),
    Place(
        "review", f"/xem-xet/{OPEN}/VPHDND/", "daumoi", "Xem xét số liệu · Quý IV/2026", "outdated", acted=409,
        act=then(an_office_sends, outdated('[name="seen"]', press("dòng đang chờ"))),
    ),
    Place("remark", f"/y-kien/{PAST}/VHXH/PL1.1/", "daumoi", "Ý kiến PL1.1 · Quý III/2026"),
    Place(
        "remark", f"/y-kien/{PAST}/VHXH/PL1.1/", "daumoi", "Ý kiến PL1.1 · Quý III/2026", "refused",
        act=press("Gửi ý kiến"),
    ),
    Place("accept_many", f"/ky/{PAST}/chap-nhan-nhieu/", "daumoi", "Chấp nhận nhiều đơn vị · Quý III/2026"),
    Place(
        "accept_many", f"/ky/{OPEN}/chap-nhan-nhieu/", "daumoi", "Chấp nhận nhiều đơn vị · Quý IV/2026", "outdated",
        acted=409, act=then(an_office_sends, outdated('[name^="seen-"]', press("Chấp nhận số liệu"))),
    ),
    Place("close_period", f"/ky/{OPEN}/chot/", "daumoi", "Chốt số liệu · Quý IV/2026"),
    Place(
        "close_period", f"/ky/{OPEN}/chot/", "daumoi", "Chốt số liệu · Quý IV/2026", "refused",
        act=press("Chốt số liệu"),
    ),
    Place("open_period", f"/ky/{PAST}/mo/", "daumoi", "Mở kỳ · Quý III/2026"),
    Place("urge_units", f"/don-doc/{OPEN}/", "daumoi", "Đôn đốc · Quý IV/2026"),
    Place("urge_units", f"/don-doc/{PAST}/", "daumoi", "Đôn đốc · Quý III/2026", "nothing"),
    # directions
    Place("directions", "/chi-dao/", "lanhdao", "Ý kiến chỉ đạo", ends=SITE),
    Place("directions", "/chi-dao/?q=zzz", "daumoi", "Ý kiến chỉ đạo", "nothing-found", ends=SITE),
    Place("new_direction", "/chi-dao/moi/", "lanhdao", "Ghi ý kiến chỉ đạo"),
    Place("new_direction", "/chi-dao/moi/", "daumoi", "Ghi ý kiến chỉ đạo", "refused", act=press("Ghi và báo")),
    Place("direction", "/chi-dao/ > main a.text", "kthtdt", "Ý kiến chỉ đạo", "answers", ends=SITE),
    Place("direction", "/chi-dao/ > main a.text", "lanhdao", "Ý kiến chỉ đạo", "decides", ends=SITE),
    Place(
        "direction", "/chi-dao/ > main a.text", "lanhdao", "Ý kiến chỉ đạo", "outdated", ends=SITE, acted=409,
        act=outdated('[name="seen"]', press("Đạt, kết thúc")),
    ),
    # journal, calendar, milestones
    Place("journal", "/nhat-ky/", "daumoi", "Nhật ký", ends=SITE),
    Place("journal", "/nhat-ky/?tu=31/13/2026", "daumoi", "Nhật ký", "wrong-day", ends=SITE),
    Place("calendar", "/lich/", "daumoi", "Lịch báo cáo · năm 2026"),
    Place("calendar", "/lich/", "kthtdt", "Lịch báo cáo · năm 2026", "read-only"),
    Place("calendar", "/lich/", "daumoi", "Lịch báo cáo · năm 2026", "refused", act=press("Lưu ngày nghỉ")),
    Place(
        "calendar", "/lich/", "daumoi", "Lịch báo cáo · năm 2026", "outdated", acted=422,
        act=outdated('[name="2026-Q4-shown"]', send("Lưu lịch", **{"2026-Q4-send_due_on": "22/12/2026"})),
    ),
    Place("milestones", "/moc-quy/", "daumoi", "Mốc quý · năm 2026"),
    Place(
        "milestones", "/moc-quy/", "daumoi", "Mốc quý · năm 2026", "outdated", acted=422,
        act=outdated('[name="PL1.12-shown"]', send("Lưu mốc quý", **{"PL1.12-q1": "20"})),
    ),
    Place("milestones", "/moc-quy/", "kthtdt", "Mốc quý · năm 2026", "read-only"),
    # the dashboard
    Place("dashboard", f"/bang-dieu-khien/?ky={PAST}", "lanhdao", "Quý III/2026 · Bảng điều khiển"),
    Place("dashboard", f"/bang-dieu-khien/?ky={OPEN}", "daumoi", "Quý IV/2026 · Bảng điều khiển", "begun"),
    Place("dashboard", f"/bang-dieu-khien/?ky={PAST}", "nguoixem", "Quý III/2026 · Bảng điều khiển"),
    Place("dashboard", f"/bang-dieu-khien/?ky={PAST}&q=zzz", "daumoi", "Quý III/2026", "nothing-found"),
    Place("dashboard_tasks", f"/bang-dieu-khien/nhiem-vu/?ky={PAST}", "lanhdao", "Quý III/2026 · Nhiệm vụ"),
    Place("dashboard_goals", f"/bang-dieu-khien/2030/?ky={PAST}", "lanhdao", "Quý III/2026 · Đến năm 2030"),
    Place("dashboard_quarters", f"/bang-dieu-khien/theo-quy/?ky={PAST}", "lanhdao", "Quý III/2026 · Theo quý"),
    Place("dashboard_units", f"/bang-dieu-khien/don-vi/?ky={PAST}", "lanhdao", "Quý III/2026 · Đơn vị"),
    Place("dashboard_leaders", f"/bang-dieu-khien/lanh-dao/?ky={PAST}", "nguoixem", "Quý III/2026 · Lãnh đạo"),
    Place("dashboard_comparison", f"/bang-dieu-khien/so-sanh/?ky={PAST}", "lanhdao", "So sánh Quý II và Quý III"),
    Place("meeting", f"/giao-ban/?ky={PAST}", "lanhdao", "Quý III/2026 · Phiếu giao ban"),
    Place("meeting", f"/giao-ban/?ky={PAST}", "nguoixem", "Quý III/2026 · Phiếu giao ban", "accepted"),
    Place("meeting", f"/giao-ban/?ky={OPEN}", "kthtdt", "Quý IV/2026 · Phiếu giao ban", "empty"),
    Place("meeting_slide", f"/giao-ban/trinh-chieu/?ky={PAST}&ma=PL1.6", "lanhdao", "2 / 8 · Giao ban Quý III/2026"),
    Place("meeting_slide", f"/giao-ban/trinh-chieu/?ky={OPEN}", "lanhdao", "1 / 1 · Giao ban Quý IV/2026", "one"),
    Place("indicator", f"/chi-tieu/PL1.6/?ky={PAST}", "lanhdao", "Quý III/2026"),
    Place("indicator", f"/chi-tieu/PL1.4/?ky={PAST}", "nguoixem", "Quý III/2026", "no-target"),
    Place("task", f"/nhiem-vu/PL4.I.1/?ky={PAST}", "lanhdao", "Quý III/2026 · Nhiệm vụ PL4.I.1"),
    Place("plan_text", "/ke-hoach/", "nguoixem", "Kế hoạch 33/KH-UBND"),
    Place("documents", f"/bao-cao/?ky={PAST}", "daumoi", "Báo cáo Quý III/2026"),
    Place("documents", f"/bao-cao/?ky={OPEN}", "daumoi", "Báo cáo Quý IV/2026", "gaps"),
    Place("issue", f"/bao-cao/{PAST}/phat-hanh/", "daumoi", "Phát hành báo cáo Quý III/2026"),
    Place(
        "issue", f"/bao-cao/{PAST}/phat-hanh/", "daumoi", "Phát hành báo cáo Quý III/2026", "outdated", acted=409,
        act=outdated('[name="digest"]', press("Phát hành bản")),
    ),
    Place(
        "issued", f"/bao-cao/{PAST}/phat-hanh/", "daumoi", "Báo cáo Quý III/2026, bản 1",
        act=press("Phát hành bản 1"), ends=SITE,
    ),
    Place("archive", "/bao-cao-da-phat-hanh/", "nguoixem", "Báo cáo đã phát hành", ends=SITE),
    Place("archive", "/bao-cao-da-phat-hanh/?q=zzz", "daumoi", "Báo cáo đã phát hành", "nothing-found", ends=SITE),
    Place("narrative", f"/bao-cao/{PAST}/loi-van/", "daumoi", "Lời văn báo cáo Quý III/2026"),
    Place("narrative", f"/bao-cao/{PAST}/loi-van/", "lanhdao", "Lời văn báo cáo Quý III/2026", "read-only"),
    Place(
        "narrative", f"/bao-cao/{PAST}/loi-van/", "daumoi", "Lời văn báo cáo Quý III/2026", "outdated", acted=409,
        act=outdated('[name="mo-dau-version"]', send("Lưu lời văn", **{"mo-dau-text": "Ủy ban nhân dân báo cáo:"})),
    ),
    Place("nq57", f"/bao-cao/{PAST}/nq57/", "daumoi", "Nhập sang nq57.vn, Quý III/2026"),
    Place("own_forms", f"/bieu-mau-cua-so/?ky={PAST}", "daumoi", "Biểu mẫu của Sở, Quý III/2026"),
    Place(
        "own_forms", f"/bieu-mau-cua-so/?ky={PAST}", "daumoi", "Biểu mẫu của Sở, Quý III/2026", "refused",
        act=press("Tải lên"),
    ),
    Place(
        "own_form", f"/bieu-mau-cua-so/?ky={PAST}", "daumoi", "Biểu 01 Sở KHCN, Quý III/2026", "suggested",
        act=own_form,
    ),
    Place(
        "own_form", f"/bieu-mau-cua-so/?ky={PAST}", "daumoi", "Biểu 01 Sở KHCN, Quý III/2026", "filled",
        act=own_form_saved,
    ),
    Place(
        "own_form", f"/bieu-mau-cua-so/?ky={PAST}", "daumoi", "Biểu 01 Sở KHCN, Quý III/2026", "refused",
        act=own_form_refused,
    ),
    Place(
        "nq57", f"/bao-cao/{PAST}/nq57/", "daumoi", "Nhập sang nq57.vn, Quý III/2026", "outdated", acted=409,
        act=outdated('[name="version"]', press("Ghi đã nhập")),
    ),
    Place("nq57_order", "/bao-cao/nq57/thu-tu/", "daumoi", "Thứ tự màn hình nq57.vn"),
    Place(
        "nq57_order", "/bao-cao/nq57/thu-tu/", "daumoi", "Thứ tự màn hình nq57.vn", "outdated", acted=409,
        act=outdated('[name="version"]', press("Lưu thứ tự")),
    ),
    # search
    Place("search", "/tim/?q=phuong", "daumoi", "Tìm “phuong”"),
    Place("search", "/tim/?q=chu+ky+so", "nguoixem", "Tìm “chu ky so”"),
    Place("search", "/tim/?q=zzz", "kthtdt", "Tìm “zzz”", "nothing-found"),
    Place("search", "/tim/", "kthtdt", "Tìm", "empty", ends=SITE),
    # help
    Place("help", "/tro-giup/", "kthtdt", "Trợ giúp · cán bộ đơn vị", ends=SITE),
    Place("help", "/tro-giup/", "kthtdt.lanhdao", "Trợ giúp · lãnh đạo đơn vị", ends=SITE),
    Place("help", "/tro-giup/", "daumoi", "Trợ giúp · cơ quan đầu mối", ends=SITE),
    Place("help", "/tro-giup/", "lanhdao", "Trợ giúp · lãnh đạo phường", ends=SITE),
    Place("help", "/tro-giup/", "nguoixem", "Trợ giúp · người xem", ends=SITE),
    Place("help", "/tro-giup/", "quantri", "Trợ giúp · quản trị", ends=SITE),
    # the account
    Place("password_change", "/doi-mat-khau/", "kthtdt", "Đổi mật khẩu", ends=SITE),
    Place(
        "password_change", "/doi-mat-khau/", "kthtdt", "Đổi mật khẩu", "refused", ends=SITE,
        act=send("Đổi mật khẩu", old_password="sai", new_password1="ngan", new_password2="khac"),
    ),
    Place("notices", "/thong-bao/", "kthtdt", "Thông báo", ends=SITE),
    Place("notices", "/thong-bao/", "nguoixem", "Thông báo", "empty", ends=SITE),
    Place("mail_choices", "/thong-bao/thu-dien-tu/", "daumoi", "Thông báo qua thư điện tử", ends=SITE),
    # people
    Place("departures", "/nhan-su/", "quantri", "Nhân sự: nghỉ, chuyển công tác", ends=SITE),
    Place("new_departure", "/nhan-su/ghi-nghi/", "quantri", "Ghi người nghỉ", ends=SITE),
    Place(
        "new_departure", "/nhan-su/ghi-nghi/", "quantri", "Ghi người nghỉ", "refused", ends=SITE,
        act=press("Xem những gì sẽ bàn giao"),
    ),
    Place("new_departure", "/nhan-su/ghi-nghi/", "quantri", "Ghi người nghỉ", "shown", ends=SITE, act=leaving),
    Place(
        "new_departure", "/nhan-su/ghi-nghi/", "quantri", "Ghi người nghỉ", "outdated", ends=SITE, acted=409,
        act=then(leaving, outdated('[name="seen"]', press("Ghi và bàn giao"))),
    ),
    Place("undo_departure", "/nhan-su/ghi-nghi/", "quantri", "Hủy ghi nghỉ", ends=SITE, act=left_and_undone),
    # what is not there, and what is not allowed
    Place("404", "/khong-co/", "kthtdt", "Không tìm thấy trang", status=404, ends=SITE),
    Place("403", "/tinh-hinh/", "kthtdt", "Bạn không làm được việc này", status=403),
)  # fmt: skip
