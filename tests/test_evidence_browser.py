"""Evidence in a real browser: a file dropped on a row, and what the row keeps of it when it saves itself."""

import base64

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.papers import pdf

pytestmark = pytest.mark.browser
PAGE = "/nhap/2026-Q4/CAP/"
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
    page.goto(f"{site}{PAGE}")
    return page


def row(page: Page, code: str) -> Locator:
    return page.locator(f'[id="row-{code}"]')


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
