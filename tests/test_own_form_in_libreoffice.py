"""Sở's form, filled, in a real spreadsheet program: it opens, its formulas come to what the report says, it prints."""

import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.models import OwnForm
from tests import desk
from tests import own_forms as forms
from tests.book import opened, table_of
from tests.own_forms import FIRST, MAIN_SHEET, TOTALS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.documents,
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]
Q1 = "2026-Q1"


@pytest.fixture
def convert(tmp_path):
    """A file through LibreOffice into another format."""

    def run(content: bytes, extension: str) -> bytes:
        source, out = tmp_path / "bieu.xlsx", tmp_path / extension
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
        office = ["soffice", "--headless", "--norestore", profile, "--convert-to", extension, "--outdir", str(out)]
        subprocess.run([*office, str(source)], check=True, capture_output=True, timeout=180)
        return (out / f"bieu.{extension}").read_bytes()

    return run


@pytest.fixture
def filled(plan, person, browser_of):
    """A quarter with figures of each kind; the empty form and the filled one."""
    for code, typed, by in (
        ("PL1.1", "72,5", "vhxh"), ("PL1.7", "43/45", "vhxh"), ("PL1.18", "1234", "vhxh"), ("PL1.26", "45,5", "kthtdt"),
        ("PL1.27", "5,5", "cap"),
    ):  # fmt: skip
        desk.enter(plan, code, typed, person(by), explanation="Kiểm thử")
    client = browser_of("daumoi")
    forms.upload(client, forms.full_form())
    kept = OwnForm.objects.get()
    forms.save(client, kept.pk)
    return bytes(client.get(f"/bieu-mau-cua-so/{kept.pk}/trong.xlsx").content), forms.download(
        client, kept.pk, **{"ban-nhap": "1"}
    )


def test_its_formulas_come_to_what_the_report_says(filled, convert, report_file):
    """Sở's own ratio in column H, its count and its mean on another sheet; no result of the empty form is left."""
    book = load_workbook(BytesIO(convert(filled[1], "xlsx")), data_only=True)
    sheet, totals = book[MAIN_SHEET], book[TOTALS]
    table = table_of(opened(report_file("xlsx", Q1, **{"ban-nhap": "1"}))["Phụ lục 1"])
    ratios = {}
    for row, ours in enumerate(table.rows, FIRST):
        share = ours["Tỷ lệ hoàn thành (%)"].value
        numbers = all(isinstance(sheet.cell(row, column).value, int | float) for column in (5, 7))
        if numbers:
            ratios[row] = sheet.cell(row, 8).value
            assert ratios[row] == pytest.approx(share / 100, rel=1e-9)
        else:
            assert sheet.cell(row, 8).value in (None, "")
    assert len(ratios) == 4  # of PL1.18 the plan sets no target in numbers, or it counts as the others
    assert (sheet[f"G{FIRST + 29}"].value, totals["B1"].value) == (5, 5)
    assert totals["B2"].value == pytest.approx(sum(ratios.values()) / len(ratios), rel=1e-9)


def test_the_empty_one_and_the_filled_one_print_the_same_pages(filled, convert, tmp_path):
    words, pages = [], []
    for number, content in enumerate(filled):
        paper = tmp_path / f"{number}.pdf"
        paper.write_bytes(convert(content, "pdf"))
        facts = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
        told = subprocess.run(
            ["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True
        ).stdout
        pages.append(int(facts.split("Pages:")[1].split()[0]))
        words.append(told)
    assert pages[0] > 0
    assert "72,5%" not in words[0]
    for text in ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "NGƯỜI LẬP BIỂU", "bắt buộc"):
        assert all(text in told for told in words)
    assert "72.5%" in words[1].replace("72,5%", "72.5%")


def test_pictures_charts_and_remarks_are_there_when_it_opens(filled, convert):
    before, after = (forms.parts_of(convert(content, "xlsx")) for content in filled)
    kinds = ("xl/media/", "xl/charts/chart", "xl/comments")
    counts = [{kind: sum(name.startswith(kind) for name in parts) for kind in kinds} for parts in (before, after)]
    assert counts[0] == counts[1]
    assert all(counts[0].values())


def test_every_page_with_its_figures_says_that_it_is_a_draft_beside_the_forms_own_header(filled, convert, browser_of):
    client, part = browser_of("daumoi"), "xl/worksheets/sheet1.xml"
    own = "<headerFooter><oddHeader>&amp;LMẫu 01/KHCN&amp;RTrang &amp;P</oddHeader></headerFooter><legacyDrawing"
    forms.upload(client, forms.in_part(filled[0], part, "<legacyDrawing", own))
    kept = OwnForm.objects.latest("pk")
    forms.save(client, kept.pk)
    paper = convert(forms.download(client, kept.pk, **{"ban-nhap": "1"}), "pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, check=True, capture_output=True
    ).stdout.decode()
    *pages, _ = told.split("\f")
    marked = [page for page in pages if "SỐ LIỆU MINH HỌA · BẢN NHÁP" in page]
    of_the_form = [page for page in pages if "Mẫu 01/KHCN" in page]
    assert len(of_the_form) > 1
    assert all(page in marked and f"Trang {number}" in page for number, page in enumerate(of_the_form, 1))
    assert ["bắt buộc" in page for page in pages if page not in marked] == [True]  # the notes alone hold no figure
