"""The Word file as LibreOffice prints it: pages, paper, headings on each, numbers, letters, nothing lost."""

import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from haian_plan import demonstration
from kpis.models import Indicator
from plans.models import Period, Plan
from plans.querysets import read_periods
from reports.documents.docx import report_document
from reports.ledger import Scope
from reports.narrative.text import NO_EDITS
from reports.scorecard import build_scorecard
from tests import word
from tests.crowd import a_ward, join
from tests.test_documents_on_paper import letters, office, pages_of, run
from units.dates import LOCAL_ZONE

__all__ = ["office"]
pytestmark = [pytest.mark.documents, pytest.mark.django_db]
AUTUMN = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE)
Q3 = "2026-Q3"
STANDING, LYING = (595, 842), (842, 595)
MM = 72 / 25.4


def play_and_export(fair: Path, draft: Path, crowd: Path) -> None:
    """Quý III of the demonstration, as it goes out and as a draft; 300 indicators with long names."""
    plan = Plan.objects.select_related("ward", "coordinator").get()
    demonstration.play(plan, timezone.now())
    for path, options in ((fair, ()), (draft, ("--draft",))):
        call_command("export_report", Q3, "--format", "docx", "--output", str(path), *options, verbosity=0)
    made, coordinator = a_ward("dong", now=timezone.now())
    join(made, coordinator, 300, now=timezone.now())
    many = Plan.objects.select_related("ward", "coordinator").get(pk=made.pk)
    Indicator.objects.filter(plan=many).update(
        name="Tỷ lệ hồ sơ, kết quả giải quyết thủ tục hành chính được số hóa " * 3
    )
    period = Period.objects.get(plan=many, code=Q3)
    card = build_scorecard(many, read_periods(many), period, scope=Scope.ENTERED, now=timezone.now())
    crowd.write_bytes(report_document(card, None, NO_EDITS))


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory, office) -> Path:
    """Three files and what LibreOffice makes of them."""
    home = Path(tmp_path_factory.mktemp("word"))
    files = [home / f"{name}.docx" for name in ("chinh", "nhap", "nhieu")]
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(AUTUMN):
        play_and_export(*files)
        transaction.set_rollback(True)
    for file in files:
        office(file, "pdf", home)
    return home


@pytest.fixture(scope="module")
def pages(folder):
    return pages_of(folder / "chinh.pdf")


def paper_of(page):
    return round(page.width), round(page.height)


def assert_headed(page) -> None:
    """The row of headings, to its last column, above all the rest of the table."""
    head = next(word_ for word_ in page.words if word_.text == "STT")
    assert head.top < (75 if "(Kèm theo" in page.text else 40) * MM
    top = letters(" ".join(word_.text for word_ in page.words if word_.top < head.top + 25 * MM))
    assert letters("Cơ quan chủ trì") <= top
    assert letters("Ghi chú") <= top or letters("liên quan") <= top


class TestThePages:
    def test_stand_for_the_text_and_lie_for_the_tables(self, pages):
        papers = [paper_of(page) for page in pages]
        text = papers.count(STANDING)
        assert papers == [STANDING] * text + [LYING] * (len(papers) - text)
        assert text in range(2, 7)
        assert len(papers) - text in range(8, 17)

    def test_are_numbered_at_the_top_centre_from_the_second_on(self, pages):
        assert pages[0].words[0].text != "1"
        for number, page in enumerate(pages[1:], start=2):
            first = page.words[0]
            assert first.text == str(number)
            middle = (first.left + first.right) / 2
            assert abs(middle - (page.width + 15 * MM) / 2) < 12 * MM  # between margins of 30 and 15 mm
            assert first.top < 20 * MM

    def test_of_a_table_begin_with_its_headings(self, pages):
        for page in pages:
            if paper_of(page) == LYING:
                assert_headed(page)

    def test_begin_each_appendix_with_its_name(self, pages):
        starts = [page.text for page in pages if "(Kèm theo Báo cáo số" in page.text]
        assert [re.sub(r"^\d+ ", "", text)[:9] for text in starts] == ["Phụ lục 1", "Phụ lục 2", "Phụ lục 3"]

    def test_lie_within_the_margins(self, pages):
        for page in pages:
            assert min(word_.left for word_ in page.words) >= 29.5 * MM
            assert max(word_.right for word_ in page.words) <= page.width - 14.5 * MM

    def test_never_sign_on_a_page_without_text(self, pages):
        signed = [page for page in pages if "TM. ỦY BAN NHÂN DÂN" in page.text]
        assert len(signed) == 1
        assert "tổng hợp./." in signed[0].text
        assert "Cao Huy Hiếu" in signed[0].text.partition("TM. ỦY BAN NHÂN DÂN")[2]

    def test_use_one_family_of_letters(self, folder):
        for name in ("chinh", "nhap", "nhieu"):
            rows = run("pdffonts", folder / f"{name}.pdf").splitlines()[2:]
            families = {row.split()[0].partition("+")[2].partition("-")[0] for row in rows}
            assert families in ({"LiberationSerif"}, {"TimesNewRomanPSMT"}, {"TimesNewRoman"})
            assert all(row.split()[-5] == "yes" for row in rows), "a font is not embedded"

    def test_are_marked_each_in_a_draft(self, folder):
        for page in pages_of(folder / "nhap.pdf"):
            assert "SỐ LIỆU MINH HỌA · BẢN NHÁP" in page.text

    def test_hold_300_indicators_with_headings_on_each(self, folder):
        found = pages_of(folder / "nhieu.pdf")
        lying = [page for page in found if paper_of(page) == LYING]
        assert len(lying) in range(30, 90)
        for page in lying:
            assert_headed(page)
        numbers = {int(word_.text) for page in lying for word_ in page.words if word_.text.isdecimal()}
        assert set(range(1, 301)) <= numbers

    def test_hold_every_word_of_the_file(self, folder, pages):
        document = word.opened(folder / "chinh.docx")
        printed = letters(" ".join(page.text for page in pages))
        cells = (cell for table in word.appendix_tables(document) for row in table for cell in row)
        for text in (*word.texts(document), *cells):
            assert letters(text) <= printed, text


def test_libreoffice_writes_it_again_without_loss(folder, office, tmp_path):
    office(folder / "chinh.docx", "docx", tmp_path)
    ours, theirs = word.opened(folder / "chinh.docx"), word.opened(tmp_path / "chinh.docx")
    assert word.texts(theirs) == word.texts(ours)
    assert word.appendix_tables(theirs) == word.appendix_tables(ours)
    assert word.letterhead(theirs) == word.letterhead(ours)
    assert word.signature(theirs) == word.signature(ours)
