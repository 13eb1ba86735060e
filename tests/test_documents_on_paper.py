"""The workbook of a quarter full of figures, as LibreOffice prints it, measures its rows and reads its cells."""

import csv
import re
import subprocess
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook

from haian_plan import demonstration
from plans.models import Plan
from tests import desk
from tests.book import opened, shown, table_of
from units.dates import LOCAL_ZONE
from units.models import User

pytestmark = [pytest.mark.documents, pytest.mark.django_db]
AUTUMN = datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE)
LAST_HEADING = {
    "Tổng hợp": "Đánh giá",
    "Phụ lục 1": "Ghi chú",
    "Phụ lục 2": "liên quan",
    "Nhiệm vụ": "Ghi chú",
    "Khó khăn, kiến nghị": "Ghi chú",
    "Tài liệu minh chứng": "Kỳ",
    "Thay đổi so với lần gửi trước": "Lần này",
}
BEGINS = "(Kèm theo Báo cáo số"  # an appendix begins on the page that says to what it is attached
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
MM = 72 / 25.4
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
LONG = "Nguồn vốn bố trí chậm so với kế hoạch, phải điều chỉnh danh mục mua sắm và xin ý kiến thành phố nhiều lần. " * 4


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('office')}"

    def convert(source: Path, to: str, folder: Path) -> None:
        words = ["soffice", "--headless", "--norestore", profile, "--convert-to", to, "--outdir", folder, source]
        subprocess.run([str(word) for word in words], check=True, capture_output=True, timeout=180)

    return convert


def play_and_export(book: Path, as_shown_first: Path) -> None:
    """Three quarters of the demonstration; in quý III an estimate, a count above a thousand, a long explanation."""
    plan = Plan.objects.select_related("ward", "coordinator").get()
    demonstration.play(plan, timezone.now())
    call_command("export_report", "2026-Q3", "--format", "xlsx", "--output", str(as_shown_first), verbosity=0)
    people = {user.username: user for user in User.objects.select_related("unit", "ward")}
    enter: dict[str, tuple[str, dict[str, Any]]] = {
        "PL1.26": ("45,5", {"estimate": True, "explanation": LONG}),
        "PL1.27": ("12,34", {"explanation": "=1+1"}),
    }
    for code, (typed, how) in enter.items():
        desk.enter(plan, code, typed, people["daumoi"], period="2026-Q4", **how)
    desk.enter(plan, "PL1.18", "1234", people["vhxh"], period="2026-Q4", explanation="Kiểm thử số lớn")
    told = {"status": "ongoing", "percent": 40, "difficulties": LONG, "proposals": "Bố trí sớm"}
    desk.tell(plan, "PL4.I.3", people["ttdvsnc"], period="2026-Q4", **told)
    for unit in ("KTHTDT", "CAP", "VHXH", "TTDVSNC"):
        desk.send(plan, unit, people["daumoi"], period="2026-Q4")
        desk.accept(plan, unit, people["daumoi"], period="2026-Q4")
    call_command("export_report", "2026-Q4", "--format", "xlsx", "--output", str(book), verbosity=0)


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The year's last quarter: four columns of results, the widest table there is."""
    path = tmp_path_factory.mktemp("paper") / "bao-cao.xlsx"
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(AUTUMN):
        play_and_export(path, path.with_name("trinh-dien.xlsx"))
        transaction.set_rollback(True)
    return Path(path)


@pytest.fixture(scope="module")
def paper(book, office) -> Path:
    office(book, "pdf", book.parent)
    return Path(book.with_suffix(".pdf"))


@dataclass(frozen=True)
class Word:
    """Where it stands on the page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def lies_over(self, other: "Word") -> bool:
        """Boxes are as high as the line: a quarter of it is room."""
        room = (self.bottom - self.top) / 4
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top + room < other.bottom - room and other.top + room < self.bottom - room


@dataclass(frozen=True)
class Page:
    """`words` in reading order."""

    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def word_of(edges: list[str], text: str) -> Word:
    left, top, right, bottom = (float(edge) for edge in edges)
    return Word(left, top, right, bottom, unescape(text))


@pytest.fixture(scope="module")
def pages(paper) -> list[Page]:
    return pages_of(paper)


def pages_of(paper: Path) -> list[Page]:
    told = run("pdftotext", "-bbox", paper, "-").split("<page ")[1:]
    found = []
    for page in told:
        width, height = (float(size) for size in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        words = [word_of(edges, text) for *edges, text in WORD.findall(page)]
        found.append(Page(width, height, words))
    return found


def run(*command) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def by_sheet(pages: list[Page]) -> dict[str, list[Page]]:
    starts = [0, *(place for place, page in enumerate(pages) if BEGINS in page.text)]
    assert len(starts) == len(LAST_HEADING)
    ends = [*starts[1:], len(pages)]
    return {title: pages[start:end] for title, start, end in zip(LAST_HEADING, starts, ends, strict=True)}


def letters(text: str) -> set[str]:
    """The words of a text; what stands between them may be broken at the end of a line."""
    return set(re.findall(r"[^\W\d_]+", text))


class TestThePages:
    def test_are_a4_landscape_and_about_a_dozen(self, pages):
        assert {(round(page.width), round(page.height)) for page in pages} == {(842, 595)}
        counts = {title: len(own) for title, own in by_sheet(pages).items()}
        assert counts["Tổng hợp"] in range(4, 7)
        assert counts["Phụ lục 1"] in range(3, 7)
        assert counts["Phụ lục 2"] in range(1, 4)
        assert counts["Nhiệm vụ"] in range(3, 8)
        assert max(counts[title] for title in list(LAST_HEADING)[4:]) <= 2

    def test_begin_with_the_header_row_to_its_last_column(self, pages):
        for title, own in by_sheet(pages).items():
            for page in own:
                if title == "Tổng hợp" and "STT" not in page.text:
                    continue  # its first pages: the sentences, the statuses, the charts
                first = "Số, mã" if title == "Khó khăn, kiến nghị" else "STT"
                for heading in (first, LAST_HEADING[title]):
                    assert heading in page.text, (title, heading)

    def test_lie_within_the_margins(self, pages):
        for page in pages:
            assert min(word.left for word in page.words) >= 29.5 * MM
            assert max(word.right for word in page.words) <= page.width - 14.5 * MM

    def test_are_numbered_from_the_second_on_and_marked_each(self, pages):
        assert [page.words[0].text for page in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]
        for title, own in by_sheet(pages).items():
            marks = [page.text.count("SỐ LIỆU MINH HỌA") for page in own]
            assert marks == [2, *[1] * (len(own) - 1)], title  # at the top, and at the foot of every page

    def test_never_part_the_signature_from_its_name(self, pages):
        signed = [page for page in pages if "TM. ỦY BAN NHÂN DÂN" in page.text]
        assert len(signed) == 1
        assert "Cao Huy Hiếu" in signed[0].text.partition("TM. ỦY BAN NHÂN DÂN")[2]
        assert signed[0] is by_sheet(pages)["Tổng hợp"][-1]

    def test_sign_under_a_row_and_beside_the_recipients_in_the_demonstration_too(self, book, office):
        """Its quarter III."""
        office(book.with_name("trinh-dien.xlsx"), "pdf", book.parent)
        end = by_sheet(pages_of(book.with_name("trinh-dien.pdf")))["Tổng hợp"][-1].text
        wanted = ("Phần mềm điều hành thống nhất", "Nơi nhận:", "Lưu: VT, VHXH.", "TM. ỦY BAN NHÂN DÂN", "Cao Huy Hiếu")
        assert [words for words in wanted if words not in end] == [], end

    def test_have_no_heading_alone_at_the_foot(self, pages):
        for title, own in by_sheet(pages).items():
            for page in own[:-1] if title != "Tổng hợp" else []:
                assert not re.search(r"(?:^| )[IV]+\. \D*$", page.text.replace("SỐ LIỆU MINH HỌA", "")), page.text

    def test_have_rows_high_enough_for_their_texts(self, pages):
        """A text that is too long for its row would be printed over the row below, or lost (the next test)."""
        for page in pages:
            crowded = [(a.text, b.text) for a, b in combinations(page.words, 2) if a.lies_over(b)]
            assert crowded == [], page.words[0].text

    def test_use_one_family_of_letters(self, paper):
        lines = run("pdffonts", paper).splitlines()[2:]
        families = {line.split()[0].partition("+")[2].partition("-")[0] for line in lines}
        assert families <= {"LiberationSerif", "TimesNewRomanPSMT", "TimesNewRoman"}
        assert families
        assert all(line.split()[-5] == "yes" for line in lines), "a font is not embedded"

    def test_hold_every_word_of_every_cell(self, book, pages):
        printed = {title: letters(" ".join(page.text for page in own)) for title, own in by_sheet(pages).items()}
        for ws in opened(book):
            for row in table_of(ws).rows:
                for heading, cell in row.items():
                    lost = letters(shown(cell)) - printed[ws.title]
                    assert not lost, (ws.title, cell.coordinate, heading)


def values(book: Workbook) -> dict[str, dict[str, object]]:
    return {
        ws.title: {cell.coordinate: cell.value for row in ws.iter_rows() for cell in row if cell.value is not None}
        for ws in book
    }


class TestTheCells:
    def test_that_compute_give_in_libreoffice_what_the_scorecard_says(self, book, office, tmp_path):
        """openpyxl writes formulas without values: what LibreOffice then shows it has computed itself."""
        bare = opened(book, formulas=True)
        computing = {
            (ws.title, cell.coordinate)
            for ws in bare
            for row in ws.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        (tmp_path / "in").mkdir()
        bare.save(tmp_path / "in" / "tinh.xlsx")
        assert all(opened(tmp_path / "in" / "tinh.xlsx")[title][place].value is None for title, place in computing)
        office(tmp_path / "in" / "tinh.xlsx", "xlsx", tmp_path)
        ours, theirs = opened(book), opened(tmp_path / "tinh.xlsx")
        for title, place in computing:
            value, computed = ours[title][place].value, theirs[title][place].value
            wanted = pytest.approx(value, rel=1e-12) if isinstance(value, int | float) else value
            assert (computed or None if isinstance(computed, str) else computed) == wanted, (title, place)
        assert len(computing) > 150
        assert {title for title, _ in computing} == {"Tổng hợp", "Phụ lục 1", "Phụ lục 2"}

    def test_read_by_libreoffice_and_written_again_are_the_same(self, book, office, tmp_path):
        office(book, "xlsx", tmp_path)
        ours, theirs = values(opened(book)), values(opened(tmp_path / book.name))
        for title, cells in ours.items():
            assert (
                theirs[title].keys() - {place for place, value in theirs[title].items() if value == ""} == cells.keys()
            )
            for place, value in cells.items():
                wanted = value if isinstance(value, str) else pytest.approx(value, rel=1e-14)
                assert theirs[title][place] == wanted, (title, place)

    def test_show_in_libreoffice_what_the_page_shows(self, book, office, tmp_path):
        office(book, AS_SHOWN, tmp_path)
        seen = []
        for ws in opened(book):
            with (tmp_path / f"bao-cao-{ws.title}.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            for row in table_of(ws).rows:
                for cell in row.values():
                    if cell.data_type == "n" and cell.value is not None:
                        assert rows[cell.row - 1][cell.column - 1] == shown(cell), (ws.title, cell.coordinate)
                        seen.append(shown(cell))
        assert {"45,5 (ước)", "1.234", "12,3", "0,47", "100"} <= set(seen)

    def test_that_look_like_a_formula_are_printed_as_typed(self, book, pages):
        assert any("=1+1" in page.text for page in by_sheet(pages)["Phụ lục 1"])
