"""Typing a quarter's figures in a real browser: rows save themselves, keys move, one key repeats, one takes back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import cell, row

pytestmark = pytest.mark.browser
QUARTER = "2026-Q4"
EIGHTEEN = [f"PL1.{number}" for number in (*range(1, 6), *range(7, 20))]


def open_grid(page: Page, site: str, unit: str) -> Page:
    page.goto(f"{site}/nhap/{QUARTER}/{unit}/")
    return page


def expect_saved(page: Page, code: str, words: str) -> None:
    expect(row(page, code).locator(".saved")).to_contain_text(words)
    expect(row(page, code).locator(".saved")).to_contain_text(re.compile(r"Đã lưu \d\d:\d\d"))


def leave(page: Page) -> None:
    """Click where nothing takes the focus."""
    page.locator("h1").click()


def edges(place: Locator) -> tuple[int, int, int, int]:
    """Left, top, right, bottom on the page."""
    box = place.bounding_box()
    assert box
    return round(box["x"]), round(box["y"]), round(box["x"] + box["width"]), round(box["y"] + box["height"])


@pytest.fixture
def grid(sign_in, site):
    """The page of an officer of the unit."""

    def enter(username: str, unit: str) -> Page:
        return open_grid(sign_in(username), site, unit)

    return enter


class TestARowSavesItself:
    def test_when_the_focus_leaves_it_and_not_before(self, grid, site):
        page = grid("ttpvhcc", "TTPVHCC")
        sent = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        cell(page, "PL1.20").press_sequentially("91/118")
        row(page, "PL1.20").locator("details:not(.why) > summary").first.click()
        page.get_by_label("Nguồn số liệu, mục 20").press_sequentially("Sổ theo dõi")
        assert sent == []
        leave(page)
        expect_saved(page, "PL1.20", "= 91/118 = 77,1%".removeprefix("= "))
        assert sent == [f"{site}/nhap/{QUARTER}/TTPVHCC/dong/PL1.20/"]

    def test_and_shows_the_servers_verdict_sentence_and_counts(self, grid):
        page = grid("ttpvhcc", "TTPVHCC")
        there = int(page.locator(".tally").inner_text().split("/")[0])
        cell(page, "PL1.21").press_sequentially("100")
        leave(page)
        expect(row(page, "PL1.21").locator(".status")).to_contain_text("Đạt")
        expect(row(page, "PL1.21").locator(".why p")).to_contain_text("Thực hiện 100%")
        expect(page.locator(".tally")).to_contain_text(f"{there + 1}/6 chỉ tiêu")
        expect(page.locator(".tabs [aria-current]")).to_have_text(f"Chỉ tiêu {there + 1}/6")
        expect(page.get_by_role("link", name="Gửi báo cáo…")).to_be_visible()

    def test_and_keeps_all_that_was_typed_in_its_fields(self, grid):
        page = grid("ttpvhcc", "TTPVHCC")
        row(page, "PL1.25").locator("details:not(.why) > summary").first.click()
        page.get_by_label("Nguồn số liệu, mục 25").fill("Sổ theo dõi")
        page.get_by_label("Giải trình, mục 25").fill("Máy chủ bảo trì\ntrong tháng 10")
        cell(page, "PL1.25").fill("95")
        leave(page)
        expect_saved(page, "PL1.25", "= 95%")
        expect(page.get_by_label("Giải trình, mục 25")).to_have_value("Máy chủ bảo trì\ntrong tháng 10")
        cell(page, "PL1.25").fill("96")
        leave(page)
        expect_saved(page, "PL1.25", "= 96%")
        page.reload()
        expect(page.get_by_label("Nguồn số liệu, mục 25")).to_have_value("Sổ theo dõi")
        expect(page.get_by_label("Giải trình, mục 25")).to_have_value("Máy chủ bảo trì\ntrong tháng 10")

    def test_while_the_officer_types_on_undisturbed(self, grid):
        page = grid("ttpvhcc", "TTPVHCC")
        page.route("**/dong/PL1.22/", lambda route: (page.wait_for_timeout(600), route.continue_()))
        cell(page, "PL1.22").press_sequentially("91,5")
        cell(page, "PL1.22").press("Enter")
        expect(row(page, "PL1.22").locator(".told")).to_have_text("Đang lưu…")
        cell(page, "PL1.23").press_sequentially("99", delay=200)
        cell(page, "PL1.22").click()
        cell(page, "PL1.22").press("End")
        cell(page, "PL1.22").press("5")
        expect_saved(page, "PL1.22", "= 91,5%")
        expect(cell(page, "PL1.22")).to_be_focused()
        expect(cell(page, "PL1.22")).to_have_value("91,55")
        expect(row(page, "PL1.22").locator(".reading")).to_have_text("= 91,55%")
        leave(page)
        expect_saved(page, "PL1.22", "= 91,55%")
        expect_saved(page, "PL1.23", "= 99%")

    def test_or_says_what_to_type_and_keeps_what_was_typed(self, grid):
        page = grid("ttpvhcc", "TTPVHCC")
        cell(page, "PL1.24").press_sequentially("120")
        leave(page)
        expect(row(page, "PL1.24").locator(".refused")).to_contain_text("Tỷ lệ không vượt quá 100%")
        expect(cell(page, "PL1.24")).to_have_value("120")
        cell(page, "PL1.24").fill("1.234")
        leave(page)
        row(page, "PL1.24").get_by_role("button", name="Đúng, lấy 1,234").click()
        expect_saved(page, "PL1.24", "= 1,234%")
        expect(row(page, "PL1.24").locator(".refused")).to_have_count(0)

    def test_and_is_not_left_behind_on_the_way_to_the_send_page(self, grid):
        page = grid("vphdnd", "VPHDND")
        cell(page, "PL1.29").fill("120")
        cell(page, "PL1.29").press("Enter")
        note = page.locator(".save-bar .unsaved")
        expect(note).to_have_text("1 dòng chưa lưu được: 29")
        expect(note.get_by_role("link", name="29")).to_have_attribute("href", "#row-PL1.29")
        cell(page, "PL1.29").fill("85")
        leave(page)
        expect_saved(page, "PL1.29", "= 85%")
        expect(note).to_be_hidden()
        cell(page, "PL1.29").fill("130")
        page.get_by_role("link", name="Gửi báo cáo…").click()
        expect(cell(page, "PL1.29")).to_be_focused()
        expect(row(page, "PL1.29").locator(".refused")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Nhập số liệu")
        cell(page, "PL1.29").fill("90,5")
        page.get_by_role("link", name="Gửi báo cáo…").click()
        page.wait_for_url("**/gui/")

    def test_of_the_tasks_too(self, sign_in, site):
        page = sign_in("ttpvhcc")
        page.goto(f"{site}/nhap/{QUARTER}/TTPVHCC/nhiem-vu/")
        task = row(page, "PL3.II.1")
        task.get_by_label("Tình trạng").select_option("Đang thực hiện")
        task.get_by_label("% hoàn thành").fill("40")
        leave(page)
        expect(task.locator(".saved")).to_contain_text("Đã lưu")
        expect(page.locator(".tally")).to_contain_text("1/2 nhiệm vụ")
        page.reload()
        expect(task.get_by_label("% hoàn thành")).to_have_value("40")


class TestLooks:
    def test_the_ring_of_a_cell_covers_no_text_and_the_fold_stays_where_it_is(self, grid):
        page = grid("kthtdt", "KTHTDT")
        cell(page, "PL1.26").fill("43")
        leave(page)
        expect_saved(page, "PL1.26", "= 43%")
        fold = row(page, "PL1.26").locator(".under > details > summary")
        right = edges(fold)[2]
        page.keyboard.press("Shift+Tab")
        cell(page, "PL1.26").focus()
        ring = page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).boxShadow.split(' ').at(-1))")
        _, top, end, bottom = edges(cell(page, "PL1.26"))
        assert edges(row(page, "PL1.26").locator(".saved"))[1] >= bottom + 4
        assert edges(row(page, "PL1.26").locator(".measure"))[0] >= end + 4
        assert edges(row(page, "PL1.26"))[1] <= top - 4
        assert ring <= 4
        cell(page, "PL1.26").fill("abc")
        leave(page)
        expect(row(page, "PL1.26").locator(".refused")).to_be_visible()
        assert edges(fold)[2] == right
        fold.click()
        assert edges(fold)[2] == right

    def test_what_is_not_stored_is_kept_where_the_row_takes_no_writing(self, grid, another, site):
        """An old tab: the row was sent meanwhile, and what stands is listed with its evidence."""
        page = grid("vphdnd", "VPHDND")
        cell(page, "PL1.29").fill("85")
        leave(page)
        expect_saved(page, "PL1.29", "= 85%")
        page.goto(f"{site}/nhap/{QUARTER}/VPHDND/minh-chung/?dong=PL1.29")
        page.get_by_label("Số, ký hiệu văn bản").fill("7/BC")
        page.get_by_label("Ngày văn bản").fill("01/10/2026")
        page.get_by_role("button", name="Thêm minh chứng").click()
        open_grid(page, site, "VPHDND")
        head = another("vphdnd.lanhdao")
        head.goto(f"{site}/nhap/{QUARTER}/VPHDND/gui/")
        head.locator("form.send").get_by_role("button").click()
        expect(head.locator(".notice-success")).to_contain_text("Đã gửi")
        cell(page, "PL1.29").fill("86")
        leave(page)
        row(page, "PL1.29").get_by_role("button", name="Giữ số đang lưu").click()
        expect(cell(page, "PL1.29")).to_have_count(0)
        expect(row(page, "PL1.29")).to_contain_text("= 85%")
        expect(row(page, "PL1.29").locator(".evidence")).to_contain_text("Văn bản 7/BC ngày 01/10/2026")

    def test_the_buttons_of_a_sending_on_behalf_are_buttons(self, sign_in, site):
        page = sign_in("daumoi")
        page.goto(f"{site}/nhap/{QUARTER}/TTPVHCC/")
        cell(page, "PL1.20").fill("91/118")
        leave(page)
        expect_saved(page, "PL1.20", "91/118 = 77,1%")
        page.goto(f"{site}/nhap/{QUARTER}/TTPVHCC/gui/")
        buttons = page.locator("form.send > .btn")
        paper = edges(page.locator("form.send > .paper"))
        assert buttons.count() == 2
        for button in buttons.all():
            top, bottom = edges(button)[1::2]
            assert (bottom - top < 45, top >= paper[3]) == (True, True)


class TestKeys:
    def test_eighteen_rows_take_the_digits_and_enter_and_no_other_key(self, grid):
        page = grid("vhxh", "VHXH")
        page.evaluate(
            "() => { window.pressed = []; addEventListener('keydown', e => window.pressed.push(e.key), true) }"
        )
        figures = dict.fromkeys(EIGHTEEN, "50") | {"PL1.17": "10", "PL1.18": "3", "PL1.19": "0,8"}
        cell(page, "PL1.1").click()
        for code, figure in figures.items():
            expect(cell(page, code)).to_be_focused()
            for key in figure:
                page.keyboard.press(key)
            page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Gửi báo cáo…")).to_be_focused()
        expect(row(page, "PL1.19").locator(".saved")).to_be_visible()
        assert page.evaluate("window.pressed") == [key for figure in figures.values() for key in (*figure, "Enter")]
        page.reload()
        refused = [code for code in EIGHTEEN if not row(page, code).locator(".saved").is_visible()]
        assert refused == []

    def test_the_arrows_go_up_and_down_the_column(self, grid):
        page = grid("kthtdt", "KTHTDT")
        cell(page, "PL1.6").click()
        page.keyboard.press("ArrowDown")
        expect(cell(page, "PL1.26")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(cell(page, "PL1.6")).to_be_focused()

    def test_escape_takes_the_stored_figure_back(self, grid):
        page = grid("cap", "CAP")
        cell(page, "PL1.27").press_sequentially("5")
        leave(page)
        expect_saved(page, "PL1.27", "= 5%")
        cell(page, "PL1.27").fill("77")
        page.keyboard.press("Escape")
        expect(cell(page, "PL1.27")).to_have_value("5")
        cell(page, "PL1.27").fill("777")
        leave(page)
        expect(row(page, "PL1.27").locator(".refused")).to_be_visible()
        cell(page, "PL1.27").focus()
        page.keyboard.press("Escape")
        expect(cell(page, "PL1.27")).to_have_value("5")
        leave(page)
        expect(row(page, "PL1.27").locator(".refused")).to_have_count(0)

    def test_escape_takes_the_refusal_back_with_the_figure_before_the_row_is_left(self, grid):
        page = grid("cap", "CAP")
        cell(page, "PL1.27").fill("5")
        leave(page)
        expect_saved(page, "PL1.27", "= 5%")
        for typed, at_once in (("778", True), ("779", False)):
            cell(page, "PL1.27").fill(typed)
            if at_once:
                leave(page)
                expect(row(page, "PL1.27").locator(".refused")).to_be_visible()
                expect(page.locator(".save-bar .unsaved")).to_be_visible()
                cell(page, "PL1.27").focus()
            page.keyboard.press("Escape")
            expect(cell(page, "PL1.27")).to_be_focused()
            expect(cell(page, "PL1.27")).to_have_value("5")
            expect(row(page, "PL1.27").locator(".refused")).to_have_count(0)
            expect(cell(page, "PL1.27")).not_to_have_attribute("aria-invalid", "true")
            expect(page.locator(".save-bar .unsaved")).to_be_hidden()
            expect_saved(page, "PL1.27", "= 5%")

    def test_a_refusal_is_of_what_was_sent_and_goes_with_it(self, grid):
        page = grid("ttpvhcc", "TTPVHCC")
        refusal, offer = row(page, "PL1.24").locator(".refused"), page.get_by_role("button", name="Đúng, lấy 1,235")
        cell(page, "PL1.24").fill("1.235")
        leave(page)
        expect(refusal).to_be_visible()
        expect(offer).to_be_visible()
        cell(page, "PL1.24").fill("kps")
        expect(refusal).to_be_hidden()
        expect(row(page, "PL1.24").locator(".reading")).to_have_text("= không phát sinh · cần ghi lý do")
        cell(page, "PL1.24").fill("1.235")
        expect(refusal).to_be_visible()
        expect(offer).to_be_visible()
        cell(page, "PL1.24").fill("kps")
        leave(page)
        expect(refusal).to_have_text("Không phát sinh thì cần lý do; hãy ghi lý do tại đây.")
        expect(offer).to_have_count(0)
        cell(page, "PL1.24").fill("")
        expect(refusal).to_be_hidden()

    def test_what_was_taken_back_before_its_refusal_came_is_not_told_off(self, grid):
        page, held = grid("cap", "CAP"), []
        cell(page, "PL1.27").fill("5")
        leave(page)
        expect_saved(page, "PL1.27", "= 5%")
        page.route("**/dong/PL1.27/", lambda route: route.continue_() if held else held.append(route))
        cell(page, "PL1.27").fill("777")
        with page.expect_request("**/dong/PL1.27/"):
            leave(page)
        cell(page, "PL1.27").focus()
        page.keyboard.press("Escape")
        leave(page)
        with page.expect_response(lambda answer: "PL1.27-leave=1" in (answer.request.post_data or "")):
            held[0].continue_()
        expect(row(page, "PL1.27").locator(".refused")).to_have_count(0)
        expect(cell(page, "PL1.27")).to_have_value("5")

    def test_one_key_repeats_last_quarter_and_the_history_says_so(self, grid, another, site):
        page = grid("cap", "CAP")
        before = row(page, "PL1.28").get_by_role("button", name="= quý trước").get_attribute("data-typed")
        cell(page, "PL1.28").click()
        page.keyboard.press("Alt+KeyG")
        expect(cell(page, "PL1.28")).to_have_value(before or "")
        expect(row(page, "PL1.28").locator(".saved")).to_contain_text("Đã lưu")
        reader = another("daumoi")
        reader.goto(f"{site}/chi-tieu/PL1.28/?ky={QUARTER}")
        expect(reader.locator("main")).to_contain_text("giữ nguyên như quý trước")

    def test_control_z_takes_the_last_saved_row_back_as_a_new_change(self, grid, another, site):
        page = grid("kthtdt", "KTHTDT")
        for typed in ("41", "42"):
            cell(page, "PL1.26").fill(typed)
            leave(page)
            expect_saved(page, "PL1.26", f"= {typed}%")
        cell(page, "PL1.6").click()
        page.keyboard.press("9")
        page.keyboard.press("Control+z")  # the typing of this cell, not the saved row
        expect(cell(page, "PL1.6")).to_have_value("")
        expect(cell(page, "PL1.26")).to_have_value("42")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+z")
        expect_saved(page, "PL1.26", "= 41%")
        expect(cell(page, "PL1.26")).to_be_focused()
        reader = another("daumoi")
        reader.goto(f"{site}/chi-tieu/PL1.26/?ky={QUARTER}")
        expect(reader.locator("main")).to_contain_text("hoàn tác")

    def test_an_input_method_at_work_keeps_its_keys(self, grid):
        page = grid("kthtdt", "KTHTDT")
        cell(page, "PL1.6").click()
        event = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
        assert page.evaluate(f"document.activeElement.dispatchEvent({event})")
        expect(cell(page, "PL1.6")).to_be_focused()
