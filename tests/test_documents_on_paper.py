"""The workbook as LibreOffice prints it."""

import subprocess

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.documents]


def test_the_workbook_turns_into_landscape_pages_with_every_heading(plan, tmp_path):
    book = tmp_path / "bao-cao.xlsx"
    call_command("export_report", "2026-Q3", "--format", "xlsx", "--output", str(book), verbosity=0)
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    office = [
        "soffice",
        "--headless",
        "--norestore",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(book),
    ]
    subprocess.run(office, check=True, capture_output=True, timeout=180)
    paper = tmp_path / "bao-cao.pdf"
    facts = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    width, height = (float(word) for word in facts.split("Page size:")[1].split()[:3:2])
    assert width > height
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    for heading in ("STT", "ĐVT", "Đánh giá", "Ghi chú", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert heading in text
