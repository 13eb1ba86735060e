"""PDF by LibreOffice: found or not, too slow, failing, one at a time, nothing left behind. Real processes."""

import os
import tempfile
import threading
import time
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from reports.documents import pdf
from tests.office import PRINTS, in_place_of_libreoffice
from tests.page import read

Q3 = "2026-Q3"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A program in the place of LibreOffice: office("exit 1")."""

    def put(script=PRINTS):
        monkeypatch.setenv("PATH", in_place_of_libreoffice(tmp_path / "office", script))

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return put


@pytest.fixture
def without_office(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name.startswith("bao-cao-"))


def is_running(pid: int) -> bool:
    """Gone, or ended and waiting for its parent to ask."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class TestOneConversion:
    def test_gives_the_file(self, office, tmp_path):
        office()
        assert pdf.to_pdf(b"tep", "xlsx") == b"%PDF-1.4"
        assert left_behind(tmp_path) == []

    @pytest.mark.parametrize(
        ("script", "sentence"),
        [
            ("exit 1", pdf.REFUSED),
            (":", pdf.REFUSED),
            ('for last; do :; done; echo "loi" > "$(dirname "$last")/bao-cao.pdf"', pdf.REFUSED),
        ],
    )
    def test_that_fails_says_so_and_leaves_nothing(self, office, tmp_path, script, sentence):
        office(script)
        with pytest.raises(pdf.PdfFailed) as failed:
            pdf.to_pdf(b"tep", "xlsx")
        assert failed.value.sentence == sentence
        assert left_behind(tmp_path) == []

    def test_that_takes_too_long_is_ended_with_all_that_it_started(self, office, tmp_path):
        pids = tmp_path / "pids"
        office(f"sleep 300 &\necho $$ $! > {pids}\nwait")
        with pytest.raises(pdf.PdfFailed) as failed:
            pdf.to_pdf(b"tep", "xlsx", limit=1.5)
        assert failed.value.sentence == pdf.TOO_LONG
        assert [pid for pid in map(int, pids.read_text().split()) if is_running(pid)] == []
        assert left_behind(tmp_path) == []

    def test_leaves_no_helper_of_the_program_behind(self, office, tmp_path):
        pids = tmp_path / "pids"
        office(f"sleep 300 &\necho $! > {pids}\n{PRINTS}")
        assert pdf.to_pdf(b"tep", "xlsx") == b"%PDF-1.4"
        assert not is_running(int(pids.read_text()))

    def test_without_the_program_says_so(self, without_office):
        assert pdf.office() == ""
        with pytest.raises(pdf.PdfFailed, match="chưa cài LibreOffice"):
            pdf.to_pdf(b"tep", "xlsx")

    def test_on_a_full_disk_says_so(self, office, tmp_path, monkeypatch):
        office()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "khong-co"))
        with pytest.raises(pdf.PdfFailed, match="Không lập được tệp PDF: không có thư mục này"):
            pdf.to_pdf(b"tep", "xlsx")


class TestTheQueue:
    def test_lets_one_run_at_a_time(self, office, tmp_path):
        seen = tmp_path / "seen"
        office(f"echo in >> {seen}\nsleep 0.3\necho out >> {seen}\n{PRINTS}")
        made = []
        threads = [threading.Thread(target=lambda: made.append(pdf.to_pdf(b"tep", "xlsx"))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen.read_text().split() == ["in", "out"] * 3
        assert made == [b"%PDF-1.4"] * 3

    def test_ends_with_a_sentence(self, office, tmp_path):
        started, free = tmp_path / "started", tmp_path / "free"
        office(f"touch {started}\nwhile [ ! -e {free} ]; do sleep 0.05; done\n{PRINTS}")
        first = threading.Thread(target=lambda: pdf.to_pdf(b"tep", "xlsx"))
        first.start()
        while not started.exists():
            time.sleep(0.02)
        with pytest.raises(pdf.PdfFailed) as failed:
            pdf.to_pdf(b"tep", "xlsx", wait=0.2)
        free.touch()
        first.join()
        assert failed.value.sentence == pdf.BUSY

    def test_holds_between_processes_too(self, office, tmp_path):
        import fcntl

        office()
        with open(tmp_path / f"bao-cao-pdf-{os.getuid()}.lock", "w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            with pytest.raises(pdf.PdfFailed) as failed:
                pdf.to_pdf(b"tep", "xlsx", wait=0.3)
        assert failed.value.sentence == pdf.BUSY
        assert pdf.to_pdf(b"tep", "xlsx") == b"%PDF-1.4"


@pytest.mark.django_db
class TestOnThePage:
    @pytest.fixture(autouse=True)
    def in_autumn(self):
        with time_machine.travel("2026-09-10T08:00:00+07:00", tick=True):
            yield

    def page(self, browser_of):
        return read(browser_of("daumoi").get(reverse("documents"), {"ky": Q3}))

    def test_the_button_gives_a_pdf(self, plan, office, browser_of):
        office()
        form = self.page(browser_of).all("form", action=reverse("report_pdf", args=[Q3]))[0]
        assert form.one("button").text == "Tải PDF (từ Excel)"
        answer = browser_of("daumoi").get(reverse("report_pdf", args=[Q3]), {"tu": "xlsx"})
        assert (answer.status_code, answer.content) == (200, b"%PDF-1.4")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-KH33-2026-Q3-bang-so-lieu.pdf"'

    def test_without_the_program_there_is_no_button_and_the_page_says_why(self, plan, without_office, browser_of):
        page = self.page(browser_of)
        assert page.all("form", action=reverse("report_pdf", args=[Q3])) == []
        assert "Máy chủ chưa cài LibreOffice nên chưa xuất được PDF." in page.text

    def test_what_failed_is_said_on_the_page(self, plan, office, browser_of):
        office("exit 1")
        answer = browser_of("daumoi").get(reverse("report_pdf", args=[Q3]))
        assert answer.status_code == 503
        assert read(answer).one("p", role="alert").text == pdf.REFUSED

    def test_no_other_source_is_taken(self, plan, office, browser_of):
        office()
        answer = browser_of("daumoi").get(reverse("report_pdf", args=[Q3]), {"tu": "json"})
        assert (answer.status_code, answer["Location"]) == (302, reverse("documents"))
