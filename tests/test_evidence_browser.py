"""Evidence in a real browser: dropped on a row or chosen for it, a document by its number, and taken off again.

Every test that counts has rows of its own.
"""

import base64

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import QUARTER, row, unfold
from tests.papers import pdf

pytestmark = pytest.mark.browser
DISPATCH = "Văn bản 15/BC-UBND ngày 02/11/2026"
DROP = """([row, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "application/pdf" }));
  for (const kind of ["dragover", "drop"])
    row.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


@pytest.fixture
def entry(sign_in, site):
    page = sign_in("cap")
    page.goto(f"{site}/nhap/{QUARTER}/CAP/")
    return page


@pytest.fixture
def centre(sign_in, site):
    """Another unit, with rows enough."""
    page = sign_in("ttpvhcc")
    page.goto(f"{site}/nhap/{QUARTER}/TTPVHCC/")
    return page


def drop(page: Page, code: str, name: str, content: bytes) -> None:
    page.evaluate(DROP, [row(page, code).element_handle(), name, base64.b64encode(content).decode()])


def test_a_file_dropped_on_a_row_is_kept_shown_and_handed_out_again(entry):
    paper = pdf(words="Biên bản kiểm tra")
    drop(entry, "PL1.27", "biên bản.pdf", paper)
    expect(row(entry, "PL1.27").locator("[data-proofs]")).to_have_text(" (1)")
    link = row(entry, "PL1.27").get_by_role("link", name="biên bản.pdf", exact=True)
    with entry.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename == "biên bản.pdf"
    assert coming.value.path().read_bytes() == paper
    entry.reload()
    expect(row(entry, "PL1.27").locator("[data-proofs]")).to_have_text(" (1)")


def test_a_wrong_file_gets_its_sentence_at_the_row_and_nothing_is_kept(entry):
    drop(entry, "PL1.28", "trang.pdf", b"<html><script>alert(1)</script></html>")
    expect(row(entry, "PL1.28").locator("[data-said] .refused")).to_contain_text("trang.pdf")
    expect(row(entry, "PL1.28").locator("[data-proofs]")).to_have_text("")


def test_the_row_keeps_its_evidence_and_its_button_when_it_saves_itself(entry):
    line = row(entry, "PL1.28")
    drop(entry, "PL1.28", "so-theo-doi.pdf", pdf(words="Sổ theo dõi"))
    expect(line.locator("[data-proofs]")).to_have_text(" (1)")
    entry.locator('[id="id_PL1.28-value"]').fill("77,7")
    entry.locator("h1").click()
    expect(line.locator(".saved")).to_contain_text("= 77,7%")
    expect(line.get_by_role("link", name="so-theo-doi.pdf", exact=True)).to_be_visible()
    expect(line.get_by_role("button", name="Chọn tệp…")).to_be_visible()
    drop(entry, "PL1.28", "phu-luc.pdf", pdf(words="Phụ lục"))
    expect(line.locator("[data-proofs]")).to_have_text(" (2)")


def test_a_file_that_misses_its_row_does_not_replace_the_page(entry):
    entry.locator('[id="id_PL1.27-value"]').press_sequentially("6")
    entry.evaluate(DROP, [entry.locator("h1").element_handle(), "lac.pdf", base64.b64encode(pdf()).decode()])
    expect(entry.locator('[id="id_PL1.27-value"]')).to_have_value("6")


def count(page: Page, code: str, words: str) -> None:
    expect(row(page, code).locator("[data-proofs]")).to_have_text(words)


def choose(page: Page, code: str, *names: str) -> None:
    """Files by the row's own button; the fold is open."""
    with page.expect_file_chooser() as chooser:
        row(page, code).get_by_role("button", name="Chọn tệp…").click()
    files: list[FilePayload] = [
        {"name": name, "mimeType": "application/pdf", "buffer": pdf(words=name)} for name in names
    ]
    chooser.value.set_files(files)


def evidence_page(page: Page, code: str) -> Page:
    """In a tab of its own: what is typed on the first one stays."""
    with page.expect_popup() as opened:
        row(page, code).get_by_role("link", name="Thêm minh chứng").click()
    return opened.value


def test_files_are_chosen_with_the_rows_button_several_at_once(centre):
    unfold(centre, "PL1.20")
    choose(centre, "PL1.20", "bao-cao.pdf", "phu-luc.pdf")
    count(centre, "PL1.20", " (2)")
    centre.reload()
    line = unfold(centre, "PL1.20")
    for name in ("bao-cao.pdf", "phu-luc.pdf"):
        expect(line.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_a_document_by_number_and_date_serves_several_rows(centre):
    unfold(centre, "PL1.21")
    tab = evidence_page(centre, "PL1.21")
    tab.get_by_label("Số, ký hiệu văn bản").fill("15/BC-UBND")
    add = tab.get_by_role("button", name="Thêm minh chứng")
    add.click()
    expect(tab.get_by_text("Hãy ghi cả số và ngày của văn bản.")).to_be_visible()
    tab.get_by_label("Ngày văn bản").fill("2/11/2026")
    tab.get_by_text("Dùng cho cả dòng khác").click()
    tab.get_by_label("22. Giao dịch hành chính phi tiếp xúc").check()
    add.click()
    expect(tab.get_by_role("status").first).to_have_text(f"Đã thêm minh chứng: {DISPATCH}.")
    expect(tab.get_by_role("row").filter(has_text=DISPATCH)).to_contain_text("PL1.21, PL1.22")

    centre.reload()
    for code in ("PL1.21", "PL1.22"):
        count(centre, code, " (1)")
    unfold(centre, "PL1.24")
    third = evidence_page(centre, "PL1.24")
    third.get_by_label(DISPATCH).check()
    third.get_by_role("button", name="Thêm minh chứng").click()
    expect(third.get_by_role("row").filter(has_text=DISPATCH)).to_contain_text("PL1.21, PL1.22, PL1.24")


def test_taking_off_asks_first_and_the_history_keeps_it(centre, site):
    line = unfold(centre, "PL1.23")
    choose(centre, "PL1.23", "nham.pdf")
    line.get_by_role("link", name="Gỡ… nham.pdf").click()
    expect(centre.get_by_text("Gỡ nham.pdf")).to_be_visible()
    centre.get_by_role("link", name="Không, quay lại").click()
    listed = centre.get_by_role("row").filter(has_text="nham.pdf")
    expect(listed).to_contain_text("PL1.23")
    address = listed.get_by_role("link", name="nham.pdf", exact=True).get_attribute("href")
    listed.get_by_role("link", name="Gỡ…").click()
    centre.get_by_label("Lý do gỡ").fill("Chọn nhầm tệp")
    centre.get_by_role("button", name="Gỡ minh chứng").click()
    expect(centre.get_by_role("status").first).to_contain_text("Đã gỡ minh chứng nham.pdf khỏi PL1.23.")
    assert centre.goto(f"{site}{address}").status == 404
    centre.goto(f"{site}/chi-tieu/PL1.23/?ky={QUARTER}")
    history = centre.locator("table.history")
    expect(history.get_by_role("row").filter(has_text="Chọn nhầm tệp")).to_contain_text("nham.pdf")
    expect(history.get_by_role("row").filter(has_text="nham.pdf")).to_have_count(2)
    centre.set_viewport_size({"width": 360, "height": 740})
    assert centre.evaluate("document.documentElement.scrollWidth") == 360  # the file's digest is one long word
