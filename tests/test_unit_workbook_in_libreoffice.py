"""The unit's workbook in a real spreadsheet program: it opens, prints readably, and comes back as it was."""

import subprocess

import pytest
from django.urls import reverse

from kpis.models import Figure
from tests import desk
from tests.test_upload import accept, rows_shown, shown, upload
from tests.workbooks import UnitBook

pytestmark = [pytest.mark.django_db, pytest.mark.documents]
Q1 = "2026-Q1"


@pytest.fixture
def client(browser_of, plan):
    desk.period_of(plan)
    return browser_of("vhxh")


@pytest.fixture
def convert(tmp_path):
    """A file through LibreOffice into another format; the path of what came out."""

    def run(content: bytes, extension: str):
        source, out = tmp_path / "bieu.xlsx", tmp_path / extension
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
        office = ["soffice", "--headless", "--norestore", profile, "--convert-to", extension, "--outdir", str(out)]
        subprocess.run([*office, str(source)], check=True, capture_output=True, timeout=180)
        return out / f"bieu.{extension}"

    return run


def content_of(client):
    return client.get(reverse("entry_workbook", args=(Q1, "VHXH"))).content


def test_saved_by_libreoffice_it_says_the_same(client, plan, person, convert):
    officer = person("vhxh")
    desk.enter(plan, "PL1.1", "72,5", officer, estimate=True, explanation="Dòng một\nDòng “hai”", source="=1+1")
    desk.enter(plan, "PL1.11", "11/12", officer)
    desk.enter(plan, "PL1.4", "", officer, nothing_reason="Chưa có mạng 6G")
    desk.tell(plan, "PL4.I.1", officer, status="ongoing", percent=45, difficulties="Thiếu người")
    again = convert(content_of(client), "xlsx")
    assert rows_shown(upload(client, UnitBook(again.read_bytes()))) == []


def test_filled_in_and_saved_by_libreoffice_it_is_taken(client, convert):
    book = UnitBook(content_of(client)).type("PL1.1", Thực_hiện="72,5").type("PL1.11", Thực_hiện="11/12")
    book.type("PL1.2", Thực_hiện=98.25).type("PL4.I.1", Tình_trạng="Đang thực hiện")
    again = UnitBook(convert(book.file().read(), "xlsx").read_bytes())
    assert again.cell("PL1.3", "Thực hiện").protection.locked is False
    assert again.sheet("PL1.1").protection.sheet is True
    assert again.sheet("PL1.1").column_dimensions["A"].hidden is True
    answer = upload(client, again)
    assert [shown(answer, code)[0][3] for code in rows_shown(answer)] == ["72,5", "98,25", "11/12", "Đang thực hiện"]
    assert accept(client, answer).status_code == 302
    assert Figure.objects.filter(period__code=Q1).count() == 3


def test_it_prints_landscape_with_its_headings_and_without_its_keys(client, convert):
    paper = convert(content_of(client), "pdf")
    facts = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    width, height = (float(word) for word in facts.split("Page size:")[1].split()[:3:2])
    assert width > height
    assert int(facts.split("Pages:")[1].split()[0]) <= 8
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    for words in ("BIỂU NHẬP SỐ LIỆU CHỈ TIÊU QUÝ I/2026", "BIỂU NHẬP SỐ LIỆU NHIỆM VỤ", "HƯỚNG DẪN", "Giải trình"):
        assert words in text
    for hidden in ("phien_ban", "PL1.1", "hai-an"):
        assert hidden not in text
