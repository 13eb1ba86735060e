"""What is typed is never lost: session over, network gone, server killed, page closed, somebody else first.

Every test has a row of its own, so that they may run in any order on one site.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from haian_plan.demonstration import PASSWORD
from tests.browser import SCREEN, cell, fill_in_sign_in, row, unfold

pytestmark = pytest.mark.browser
QUARTER = "2026-Q4"


def open_grid(page: Page, site: str, unit: str = "VHXH") -> Page:
    page.goto(f"{site}/nhap/{QUARTER}/{unit}/")
    return page


def type_and_leave(page: Page, code: str, typed: str) -> None:
    cell(page, code).fill(typed)
    page.locator("h1").click()


def expect_saved(page: Page, code: str, words: str) -> None:
    expect(row(page, code).locator(".saved")).to_contain_text(words, timeout=60_000)


def expect_stored(page: Page, code: str, typed: str) -> None:
    """What the server holds, as a freshly loaded page shows it."""
    page.reload()
    expect(cell(page, code)).to_have_value(typed)


def banner(page: Page) -> Locator:
    return page.locator(".waiting-bar")


def drafts(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:')).sort()")
    return keys


@pytest.fixture
def grid(sign_in, site) -> Page:
    return open_grid(sign_in("vhxh"), site)


def sign_in_again(page: Page) -> None:
    dialog = page.locator("dialog.sign-in")
    expect(dialog.get_by_label("Tên đăng nhập")).to_have_value("vhxh")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập và gửi tiếp").click()
    expect(dialog).not_to_be_visible()


class TestTheSession:
    def test_that_is_over_is_renewed_in_place_and_the_rows_are_sent(self, grid):
        grid.context.clear_cookies(name="sessionid")
        type_and_leave(grid, "PL1.1", "81")
        expect(banner(grid)).to_contain_text("Phiên làm việc đã hết: 1 dòng đang chờ.")
        sign_in_again(grid)
        expect_saved(grid, "PL1.1", "= 81%")
        expect(banner(grid)).not_to_be_visible()
        expect_stored(grid, "PL1.1", "81")

    def test_without_any_cookie_is_the_same(self, grid):
        grid.context.clear_cookies()
        type_and_leave(grid, "PL1.2", "82")
        sign_in_again(grid)
        expect_saved(grid, "PL1.2", "= 82%")

    def test_says_that_the_password_was_wrong_and_keeps_the_row(self, grid):
        grid.context.clear_cookies()
        type_and_leave(grid, "PL1.3", "83")
        dialog = grid.locator("dialog.sign-in")
        dialog.get_by_label("Mật khẩu").fill("sai mật khẩu")
        dialog.get_by_role("button", name="Đăng nhập và gửi tiếp").click()
        expect(dialog.locator("[role='alert']")).to_contain_text(
            re.compile(r"^Tên đăng nhập hoặc mật khẩu chưa đúng.* Sai 5 lần liền thì tài khoản tạm khóa\.$")
        )
        sign_in_again(grid)
        expect_saved(grid, "PL1.3", "= 83%")

    def test_put_off_waits_for_the_button(self, grid):
        grid.context.clear_cookies()
        type_and_leave(grid, "PL1.4", "84")
        grid.get_by_role("button", name="Để sau").click()
        expect(cell(grid, "PL1.4")).to_have_value("84")
        banner(grid).get_by_role("button", name="Đăng nhập lại").click()
        sign_in_again(grid)
        expect_saved(grid, "PL1.4", "= 84%")

    def test_renewed_in_another_tab_only_needs_a_fresh_token(self, grid, site):
        old = grid.context.cookies()
        tab = grid.context.new_page()
        tab.context.clear_cookies()
        fill_in_sign_in(tab, site, "vhxh")
        assert {c["name"]: c["value"] for c in old} != {c["name"]: c["value"] for c in tab.context.cookies()}
        type_and_leave(grid, "PL1.5", "85")
        expect_saved(grid, "PL1.5", "= 85%")
        expect(grid.locator("dialog.sign-in")).not_to_be_visible()

    def test_of_somebody_else_sends_nothing_in_their_name(self, grid, site):
        tab = grid.context.new_page()
        tab.context.clear_cookies()
        fill_in_sign_in(tab, site, "daumoi")
        type_and_leave(grid, "PL1.7", "87")
        expect(banner(grid)).to_contain_text("đang đăng nhập bằng tài khoản khác: 1 dòng đang chờ")
        open_grid(tab, site)
        expect(row(tab, "PL1.7").locator(".saved")).to_have_count(0)
        tab.context.clear_cookies()
        banner(grid).get_by_role("button", name="Thử lại").click()
        sign_in_again(grid)
        expect_saved(grid, "PL1.7", "= 87%")


class TestTheNetwork:
    def test_that_is_gone_keeps_the_rows_in_order_and_sends_them_when_it_returns(self, grid):
        sent = []
        grid.on("response", lambda answer: sent.append(answer.url.split("/")[-2]) if "/dong/" in answer.url else None)
        grid.context.set_offline(True)
        for code, typed in (("PL1.9", "61"), ("PL1.8", "62"), ("PL1.10", "63")):
            type_and_leave(grid, code, typed)
        expect(banner(grid)).to_contain_text("3 dòng đang chờ")
        expect(row(grid, "PL1.8").locator(".told")).to_have_text("Chưa gửi được, đang chờ…")
        assert sent == []
        grid.context.set_offline(False)
        expect_saved(grid, "PL1.10", "= 63%")
        assert sent == ["PL1.9", "PL1.8", "PL1.10"]
        expect(banner(grid)).not_to_be_visible()
        expect_stored(grid, "PL1.9", "61")

    def test_that_is_gone_takes_the_number_typed_after_a_button_not_the_buttons(self, grid):
        grid.context.set_offline(True)
        cell(grid, "PL1.2").focus()
        grid.keyboard.press("Alt+KeyG")
        expect(banner(grid)).to_contain_text("1 dòng đang chờ")
        type_and_leave(grid, "PL1.2", "66,6")
        grid.context.set_offline(False)
        expect_saved(grid, "PL1.2", "= 66,6%")
        expect_stored(grid, "PL1.2", "66,6")

    def test_that_loses_an_answer_makes_no_conflict_with_oneself(self, grid, another, site):
        lost = []

        def lose(route):
            if not lost:
                lost.append(route.fetch().status)
                route.abort()
            else:
                route.continue_()

        grid.route("**/dong/PL1.11/", lose)
        type_and_leave(grid, "PL1.11", "11/12")
        expect_saved(grid, "PL1.11", "11/12")
        assert lost == [200]
        expect(row(grid, "PL1.11").locator(".standing")).to_have_count(0)
        reader = another("daumoi")
        reader.goto(f"{site}/chi-tieu/PL1.11/?ky={QUARTER}")
        assert reader.locator("main").inner_text().count("11/12 (91,7%)") == 1


def test_a_long_list_saves_itself_too(grid):
    """A browser keeps no more than 64 KiB of a request alive after its page."""
    names = "\n".join(f"Trường Tiểu học Đằng Hải cơ sở số {number}; có; {'ghi chú ' * 18}" for number in range(300))
    line = row(grid, "PL1.3")
    line.locator("details:not(.why) > summary").first.click()
    line.locator("summary", has_text="Bảng kê").click()
    grid.locator('[id="id_PL1.3-breakdown"]').fill(names)
    type_and_leave(grid, "PL1.3", "300/300")
    expect_saved(grid, "PL1.3", "300/300 = 100%")
    grid.reload()
    expect(row(grid, "PL1.3").locator("summary", has_text="300 dòng")).to_have_text("Bảng kê: 300/300, 300 dòng")


class TestTheServer:
    def test_killed_between_typing_and_saving_gets_the_row_once_it_is_back(self, grid, server):
        cell(grid, "PL1.12").fill("12")
        server.kill()
        grid.locator("h1").click()
        expect(banner(grid)).to_contain_text("1 dòng đang chờ")
        cell(grid, "PL1.13").fill("13")
        server.start()
        expect_saved(grid, "PL1.12", "= 12%")
        grid.locator("h1").click()
        expect_saved(grid, "PL1.13", "= 13%")
        expect_stored(grid, "PL1.12", "12")


class TestThePage:
    def test_closed_with_an_unsaved_row_offers_it_at_the_next_visit(self, grid, site):
        cell(grid, "PL1.14").fill("14")
        grid.close()
        page = open_grid(grid.context.new_page(), site)
        page.set_viewport_size(SCREEN)
        offer = row(page, "PL1.14").locator(".offer")
        expect(offer).to_contain_text("Lần trước bạn gõ “14” mà chưa lưu.")
        expect(cell(page, "PL1.14")).to_have_value("")
        offer.get_by_role("button", name="Lấy lại").click()
        expect(cell(page, "PL1.14")).to_be_focused()
        page.locator("h1").click()
        expect_saved(page, "PL1.14", "= 14%")
        assert not [key for key in drafts(page) if "PL1.14" in key]

    def test_offers_nothing_to_another_account_and_signing_out_clears_it(self, grid, site, sign_in):
        cell(grid, "PL1.15").fill("15")
        assert [key.split(":")[2] for key in drafts(grid)] == [f"/nhap/{QUARTER}/VHXH/PL1.15"]
        page = open_grid(sign_in("daumoi"), site)
        expect(page.locator(".offer")).to_have_count(0)
        page = open_grid(sign_in("vhxh"), site)
        expect(row(page, "PL1.15").locator(".offer")).to_be_visible()
        page.locator(".account summary").click()
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
        assert drafts(page) == []

    def test_is_forgotten_after_a_month_whosever_it_was(self, grid, site, sign_in):
        cell(grid, "PL1.15").fill("15")
        (name,) = drafts(grid)
        month = "30 * 24 * 3600 * 1000"
        older = f"""([name, extra]) => {{
          const kept = JSON.parse(localStorage[name]);
          localStorage[name] = JSON.stringify({{ ...kept, at: Date.now() - {month} + extra }});
        }}"""
        grid.evaluate(older, [name, 60_000])
        page = open_grid(grid.context.new_page(), site)
        expect(row(page, "PL1.15").locator(".offer")).to_be_visible()
        page.evaluate(older, [name, -60_000])
        page = open_grid(sign_in("daumoi"), site)
        assert drafts(page) == []

    def test_is_cleared_by_signing_out_from_admin_too(self, site, sign_in):
        page = open_grid(sign_in("daumoi"), site)
        cell(page, "PL1.19").fill("61,5")
        assert any("PL1.19" in key for key in drafts(page))
        page.goto(f"{site}/quan-tri/")
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
        assert drafts(page) == []

    def test_left_with_a_refused_row_offers_every_field_of_it(self, grid, site):
        unfold(grid, "PL1.16")
        words = {
            "Giải trình, mục 16": "Chờ đoàn kiểm tra\ncủa Sở",
            "Nguồn số liệu, mục 16": "Sổ theo dõi " + "dài " * 30,
            "Mỗi dòng: tên": "Trường A; có\nTrường B; không",
        }
        row(grid, "PL1.16").locator("summary", has_text="Bảng kê").click()
        for label, text in words.items():
            row(grid, "PL1.16").get_by_label(label).fill(text)
        row(grid, "PL1.16").get_by_label("Ước").check()
        type_and_leave(grid, "PL1.16", "160")
        expect(row(grid, "PL1.16").locator(".refused").first).to_be_visible()
        grid.get_by_role("link", name="Bảng điều khiển").click()
        open_grid(grid, site)
        offer = row(grid, "PL1.16").locator(".offer")
        expect(offer).to_contain_text("Lần trước bạn gõ “160”; ")
        for said in ("giải trình “Chờ đoàn kiểm tra của Sở”", "bảng kê “Trường A; có Trường B; không”", "ước: có"):
            expect(offer).to_contain_text(said)
        expect(offer).to_contain_text(re.compile(r"nguồn số liệu “Sổ theo dõi .{60,80}…”"))
        offer.get_by_role("button", name="Lấy lại").click()
        for label, text in words.items():
            expect(row(grid, "PL1.16").get_by_label(label)).to_have_value(text.strip(" "))
            expect(row(grid, "PL1.16").get_by_label(label)).to_be_visible()
        expect(row(grid, "PL1.16").get_by_label("Ước")).to_be_checked()
        grid.reload()
        expect(offer).to_contain_text("Lần trước bạn gõ “160”")  # taken back and still not stored

    def test_left_with_a_refused_task_offers_its_words_too(self, grid, site):
        grid.goto(f"{site}/nhap/{QUARTER}/VHXH/nhiem-vu/")
        task = grid.locator("section.task").first
        task.locator("summary", has_text="kiến nghị").click()
        task.get_by_label("Tình trạng").select_option("Hoàn thành")
        words = {
            "% hoàn thành": "80",
            "Sản phẩm, số văn bản": "Kế hoạch 12",
            "Khó khăn": "Thiếu người",
            "Kiến nghị": "Thêm",
        }
        for label, text in words.items():
            task.get_by_label(label).fill(text)
        grid.locator("h1").click()
        expect(task.locator(".refused")).to_be_visible()
        grid.get_by_role("link", name="Bảng điều khiển").click()
        grid.goto(f"{site}/nhap/{QUARTER}/VHXH/nhiem-vu/")
        expect(task.locator(".offer")).to_contain_text(
            "Lần trước bạn gõ “Hoàn thành”; % hoàn thành “80”; sản phẩm, số văn bản “Kế hoạch 12”; "
            "khó khăn, vướng mắc “Thiếu người”; kiến nghị “Thêm” mà chưa lưu."
        )
        task.get_by_role("button", name="Lấy lại").click()
        for label, text in words.items():
            expect(task.get_by_label(label)).to_have_value(text)
            expect(task.get_by_label(label)).to_be_visible()
        task.get_by_label("% hoàn thành").fill("100")
        grid.locator("h1").click()
        expect(task.locator(".saved")).to_contain_text("Đã lưu")
        assert not [key for key in drafts(grid) if "nhiem" in key or "PL4" in key or "PL3" in key]

    def test_leads_to_the_send_page_only_when_every_row_has_its_answer(self, grid):
        type_and_leave(grid, "PL1.1", "80")
        expect_saved(grid, "PL1.1", "= 80%")
        grid.route("**/dong/PL1.2/", lambda route: (grid.wait_for_timeout(800), route.continue_()))
        cell(grid, "PL1.2").fill("79")
        grid.get_by_role("link", name="Gửi báo cáo…").click()
        grid.wait_for_url(re.compile("/gui/$"))
        grid.go_back()
        expect_stored(grid, "PL1.2", "79")


class TestTwoPeopleOnOneRow:
    @pytest.mark.parametrize(
        ("code", "choice", "stands"),
        [("PL1.17", "Thay bằng số của tôi", "7"), ("PL1.18", "Giữ số đang lưu", "9")],
    )
    def test_see_both_values_and_the_second_chooses(self, grid, another, site, code, choice, stands):
        first = open_grid(another("daumoi"), site)
        type_and_leave(first, code, "9")
        expect_saved(first, code, "9")
        type_and_leave(grid, code, "7")
        standing = row(grid, code).locator(".standing")
        expect(standing).to_contain_text(re.compile(r"Đang lưu: số liệu: 9%? \(Đầu mối"))
        expect(cell(grid, code)).to_have_value("7")
        cell(grid, code).focus()
        grid.locator("h1").click()  # leaving again decides nothing
        expect(standing).to_be_visible()
        standing.get_by_role("button", name=choice).click()
        expect(standing).to_have_count(0)
        expect(cell(grid, code)).to_have_value(stands)
        expect_stored(grid, code, stands)


class TestARowThatTakesNoWritingAnyMore:
    """Last in the file: what is sent and closed here stays so for the unit of each test."""

    def test_because_it_was_sent_meanwhile_keeps_the_number_to_copy(self, sign_in, another, site):
        page = open_grid(sign_in("kthtdt"), site, "KTHTDT")
        type_and_leave(page, "PL1.26", "50")
        expect_saved(page, "PL1.26", "= 50%")
        cell(page, "PL1.26").fill("55")
        head = another("kthtdt.lanhdao")
        head.goto(f"{site}/nhap/{QUARTER}/KTHTDT/gui/")
        head.get_by_role("button", name=re.compile("gửi|Gửi")).click()
        expect(head.locator(".notice-success")).to_contain_text("Đã gửi")
        page.locator("h1").click()
        expect(row(page, "PL1.26").locator(".refused")).to_have_text("PL1.26 đã gửi, không sửa được nữa.")
        expect(cell(page, "PL1.26")).to_have_value("55")
        expect(cell(page, "PL1.26")).to_be_editable()

    def test_because_the_period_was_closed_meanwhile_keeps_the_number_to_copy(self, sign_in, another, site):
        page = open_grid(sign_in("cap"), site, "CAP")
        cell(page, "PL1.27").fill("5,5")
        coordinator = another("daumoi")
        coordinator.goto(f"{site}/tinh-hinh/?ky={QUARTER}")
        coordinator.get_by_role("link", name=re.compile("Chốt số liệu")).click()
        coordinator.get_by_label("Lý do").fill("Đã đủ số liệu")
        coordinator.get_by_role("button", name=re.compile("Chốt")).click()
        page.locator("h1").click()
        expect(row(page, "PL1.27").locator(".refused")).to_contain_text("đã chốt số liệu")
        expect(cell(page, "PL1.27")).to_have_value("5,5")
        expect(cell(page, "PL1.27")).to_be_editable()
