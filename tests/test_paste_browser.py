"""Pasting in a real browser: cells as LibreOffice writes them, put on Chromium's clipboard, over the page's rows.

LibreOffice's own clipboard cannot be had without a screen. Its text on the clipboard is what its "Text CSV" filter
writes with a tab between cells, quotes where they are needed, and cells as they are shown; so that is what is used.
"""

import subprocess

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from haian_plan.demonstration import PASSWORD
from tests.browser import let_in

pytestmark = pytest.mark.browser
AS_ON_THE_CLIPBOARD = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
SPOIL_TOKENS = """() => {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = "x".repeat(64);
}"""
CODES = [*range(1, 6), *range(7, 20)]  # what Phòng VH-XH reports: Phụ lục 1 but 6


@pytest.fixture
def copied_in_libreoffice(tmp_path):
    """The text that LibreOffice has for the cells of a sheet."""

    def copy(rows, formats=()):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for place, number_format in dict(formats).items():
            book.active[place].number_format = number_format
        book.save(tmp_path / "so-lieu.xlsx")
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        command = ["soffice", "--headless", "--norestore", profile, "--convert-to", AS_ON_THE_CLIPBOARD]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(tmp_path / "so-lieu.xlsx")], check=True, timeout=120, stdout=-1
        )
        return (tmp_path / "so-lieu.csv").read_bytes().decode()

    return copy


@pytest.fixture
def entry(demonstration_site, page: Page):
    page.set_viewport_size({"width": 1366, "height": 768})
    let_in(page, demonstration_site, "vhxh")
    page.goto(f"{demonstration_site}/nhap/2026-Q4/VHXH/")
    return page


@pytest.fixture
def another_desk(browser):
    """Another person at another computer, on a page."""
    contexts = []

    def sit_down(username, address):
        contexts.append(browser.new_context())
        page = let_in(contexts[-1].new_page(), address.partition("/nhap/")[0], username)
        page.goto(address)
        return page

    yield sit_down
    for context in contexts:
        context.close()


def cell(page, number):
    return page.locator(f"[id='id_PL1.{number}-value']")


def paste(page, text, number=1):
    """Copy the text from a text area and paste it with the keyboard into the cell of an indicator."""
    page.evaluate(
        """text => {
          const source = Object.assign(document.createElement("textarea"), { id: "source", value: text });
          document.body.append(source);
          source.select();
        }""",
        text,
    )
    page.keyboard.press("Control+C")
    page.evaluate("document.getElementById('source').remove()")
    cell(page, number).focus()
    page.keyboard.press("Control+V")


def dialog(page):
    return page.get_by_role("dialog", name="Dán từ Excel")


def save(page):
    dialog(page).get_by_role("button", name="Lưu các dòng đã chọn").click()


def saved(page, number):
    return page.locator(f"[id='row-PL1.{number}'] .saved .echo")


def test_18_rows_of_libreoffice_are_shown_and_then_saved(entry, copied_in_libreoffice):
    shown = [0.995, 98, 0.5, "43/45", "1.234/1.250", *range(20, 31), 12, 0.78]
    rows = [["Thực hiện Quý IV/2026", "Nguồn"], *([number, None] for number in shown)]
    rows[1][1] = 'Sở "VH"\nvà Thể thao'
    text = copied_in_libreoffice(rows, {"A2": "0.0%", "A4": "[$-42A]0.00%"})
    assert text.splitlines()[1].startswith('99.5%\t"Sở ""VH""')
    paste(entry, text)
    expect(dialog(entry).locator("tr.line")).to_have_count(18)
    expect(dialog(entry).get_by_role("heading", name="Dán từ Excel")).to_be_visible()
    expect(dialog(entry)).to_contain_text("“Thực hiện Quý IV/2026” là giá trị, nguồn")
    entry.reload()
    expect(saved(entry, 1)).to_have_count(0)  # shown, and nothing written
    paste(entry, text)
    save(entry)
    expect(dialog(entry)).to_have_count(0)
    expect(entry.get_by_text("Đã lưu 18 dòng.")).to_be_visible()
    said = ["= 99,5%", "= 98%", "= 50%", "43/45 = 95,6%", "1.234/1.250 = 98,7%"]
    said += [f"= {number}%" for number in range(20, 31)] + ["= 12", "= 0,78"]
    assert [saved(entry, number).inner_text() for number in CODES] == said
    entry.reload()
    assert [saved(entry, number).inner_text() for number in CODES] == said
    expect(entry.locator("[id='id_PL1.1-source']")).to_have_value('Sở "VH" và Thể thao')


def test_a_merged_heading_and_merged_cells_move_no_row(entry, copied_in_libreoffice):
    text = copied_in_libreoffice([["STT", "Tử số", None, "Mẫu số"], [1, 41, None, 45], [None] * 4, [3, 42, None, 45]])
    paste(entry, text, number=9)
    expect(dialog(entry).locator("tr.line")).to_have_count(2)
    save(entry)
    expect(saved(entry, 1)).to_have_text("41/45 = 91,1%")
    expect(saved(entry, 3)).to_have_text("42/45 = 93,3%")


def said_over(page):
    return page.locator(".said-over")


def test_control_z_takes_the_whole_paste_back_each_row_as_a_change_of_its_own(entry, demonstration_site):
    before = [cell(entry, number).input_value() for number in (15, 16)]
    paste(entry, "35\n50/45", number=15)
    save(entry)
    expect(dialog(entry).get_by_role("alert")).to_have_text("Đã lưu 1 dòng; 1 dòng cần sửa.")
    dialog(entry).locator("[id='paste_PL1.16-value']").fill("36")
    save(entry)
    expect(saved(entry, 16)).to_have_text("= 36%")
    entry.keyboard.press("Control+z")
    expect(said_over(entry)).to_have_text("Đã hoàn tác 2 dòng vừa dán.")
    assert [cell(entry, number).input_value() for number in (15, 16)] == before
    entry.reload()
    assert [cell(entry, number).input_value() for number in (15, 16)] == before
    entry.goto(f"{demonstration_site}/chi-tieu/PL1.15/?ky=2026-Q4")
    expect(entry.locator("main")).to_contain_text("hoàn tác")


def test_control_z_names_the_rows_of_the_paste_that_stay_and_why(entry, another_desk, demonstration_site):
    paste(entry, "45\n46\n47", number=13)
    save(entry)
    expect(saved(entry, 15)).to_have_text("= 47%")
    other = another_desk("daumoi", f"{demonstration_site}/nhap/2026-Q4/VHXH/")
    cell(other, 14).fill("64")
    other.locator("h1").click()
    expect(saved(other, 14)).to_have_text("= 64%")
    cell(entry, 15).fill("48x")
    cell(entry, 13).focus()
    entry.keyboard.press("Control+z")
    expect(said_over(entry)).to_have_text(
        "Đã hoàn tác 1 dòng vừa dán. Giữ nguyên dòng 14 (Người khác vừa lưu dòng này), dòng 15 (đang gõ dở)."
    )
    expect(saved(entry, 14)).to_have_text("= 64%")
    expect(cell(entry, 14)).to_have_value("64")
    expect(cell(entry, 15)).to_have_value("48x")
    expect(cell(entry, 13)).not_to_have_value("45")


def test_what_is_typed_in_other_rows_stays(entry):
    cell(entry, 7).fill("chưa xong")
    paste(entry, "11\n12")
    save(entry)
    expect(saved(entry, 2)).to_have_text("= 12%")
    expect(cell(entry, 7)).to_have_value("chưa xong")
    expect(entry.locator(".notice-success")).to_have_text("Đã lưu 2 dòng.")


def test_a_refused_row_stays_in_the_dialog_until_it_is_mended(entry):
    paste(entry, "13\n50/45\n14")
    save(entry)
    expect(dialog(entry).get_by_role("alert")).to_have_text("Đã lưu 2 dòng; 1 dòng cần sửa.")
    expect(saved(entry, 1)).to_have_text("= 13%")
    expect(saved(entry, 3)).to_have_text("= 14%")
    mended = dialog(entry).locator("[id='paste_PL1.2-value']")
    mended.fill("40/45")
    expect(dialog(entry).locator("output")).to_have_text("40/45 = 88,9%")
    save(entry)
    expect(saved(entry, 2)).to_have_text("40/45 = 88,9%")
    expect(dialog(entry)).to_have_count(0)


def test_closing_the_dialog_writes_nothing_and_gives_the_cell_back(entry):
    before = saved(entry, 1).all_inner_texts()
    for close in (lambda: entry.keyboard.press("Escape"), lambda: dialog(entry).locator("[data-close]").click()):
        paste(entry, "77\n78")
        expect(dialog(entry)).to_be_visible()
        close()
        expect(dialog(entry)).to_have_count(0)
        expect(cell(entry, 1)).to_be_focused()
    entry.reload()
    assert saved(entry, 1).all_inner_texts() == before


def test_one_cell_is_pasted_as_ever(entry):
    cell(entry, 8).fill("")
    paste(entry, "44,7\r\n", number=8)
    expect(cell(entry, 8)).to_have_value("44,7")
    expect(entry.locator("[id='id_PL1.8-value-reading'] output")).to_have_text("= 44,7%")
    expect(dialog(entry)).to_have_count(0)


def test_without_the_network_it_says_so_and_can_be_sent_again(entry):
    paste(entry, "21\n22")
    expect(dialog(entry)).to_be_visible()
    entry.context.set_offline(True)
    save(entry)
    expect(dialog(entry).get_by_role("alert")).to_contain_text("Chưa gửi được đến máy chủ nên chưa lưu gì")
    entry.context.set_offline(False)
    save(entry)
    expect(saved(entry, 2)).to_have_text("= 22%")


def sign_in_again(page):
    asked = page.locator("dialog.sign-in")
    asked.get_by_label("Mật khẩu").fill(PASSWORD)
    asked.get_by_role("button", name="Đăng nhập và gửi tiếp").click()
    expect(asked).not_to_be_visible()


def test_after_the_session_one_signs_in_over_the_rows_and_they_are_saved(entry):
    paste(entry, "23\n24")
    expect(dialog(entry)).to_be_visible()
    entry.context.clear_cookies(name="sessionid")
    save(entry)
    entry.get_by_role("button", name="Để sau").click()
    expect(dialog(entry).get_by_role("alert")).to_contain_text("Phiên làm việc đã hết nên chưa lưu gì")
    save(entry)
    sign_in_again(entry)
    expect(saved(entry, 2)).to_have_text("= 24%")


def test_a_token_of_an_earlier_login_is_renewed_unseen(entry):
    paste(entry, "25\n26")
    expect(dialog(entry)).to_be_visible()
    entry.evaluate(
        "for (const field of document.querySelectorAll('[name=csrfmiddlewaretoken]')) field.value = 'x'.repeat(64)"
    )
    save(entry)
    expect(saved(entry, 2)).to_have_text("= 26%")


def test_the_pasted_row_keeps_its_way_to_evidence(entry):
    line = entry.locator("[id='row-PL1.2']")
    paste(entry, "27\n28")
    save(entry)
    expect(saved(entry, 2)).to_have_text("= 28%")
    line.locator("details:not(.why) > summary").first.click()
    expect(line.get_by_role("button", name="Chọn tệp…")).to_have_count(1)
    expect(line.locator("[data-evidence]")).to_have_count(1)


def test_the_difference_fits_the_office_screen_and_the_phone(entry):
    paste(entry, "Tử số\tMẫu số\tNguồn\n43\t45\tSở\n50\t45\tmột nguồn rất dài " + "x" * 80)
    expect(dialog(entry)).to_be_visible()
    for width, height in ((1366, 768), (360, 740)):
        entry.set_viewport_size({"width": width, "height": height})
        inside = dialog(entry).evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
        assert inside, f"the dialog scrolls sideways at {width}"
        assert entry.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_same_by_a_form(browser, demonstration_site):
    context = browser.new_context(java_script_enabled=False)
    page = let_in(context.new_page(), demonstration_site, "vhxh")
    page.goto(f"{demonstration_site}/nhap/2026-Q4/VHXH/")
    page.get_by_role("link", name="Dán từ Excel…").click()
    page.get_by_label("Các ô đã chép").fill("31\n32")
    page.get_by_label("Hàng đầu tiên").select_option(
        label="10. " + page.locator("option[value='PL1.10']").inner_text()[4:]
    )
    page.get_by_role("button", name="Xem trước khi lưu").click()
    page.get_by_role("button", name="Lưu các dòng đã chọn").click()
    expect(page.get_by_text("Đã lưu 2 dòng.")).to_be_visible()
    expect(saved(page, 11)).to_have_text("= 32%")
    context.close()
