"""The archive: found without diacritics, read by those to whom reports go, and every file is what was issued."""

import errno
import hashlib
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haian_plan import demonstration
from plans.file_store import DurableFolder
from reports.documents.issued_store import ISSUED
from reports.documents.signing import number_report
from reports.models import FileKind, IssuedFile, IssuedNumber, IssuedReport
from tests import desk
from tests.issue_desk import Q1, frozen, issue, issue_form
from tests.page import read
from units.models import Event

pytestmark = pytest.mark.django_db
ARCHIVE = reverse("archive")


class FullDisk(DurableFolder):
    """The kernel's own "no space left", after so many files."""

    room = 0

    def _save(self, name, content):
        if FullDisk.room > 0:
            FullDisk.room -= 1
            return super()._save(name, content)
        Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(name)).write_bytes(content.read()[:100])
        with open("/dev/full", "wb") as full:
            full.write(b"x")
        return name


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    place = tmp_path / "issued"
    backend = {"BACKEND": "plans.file_store.DurableFolder", "OPTIONS": {"location": place}}
    settings.STORAGES = settings.STORAGES | {"issued": backend}
    return place


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def report(plan, person, coordinator):
    desk.enter(plan, "PL1.6", "0,9", person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", coordinator)
    return issue(plan, coordinator)


@pytest.fixture
def client(browser_of):
    return browser_of("daumoi")


def number(report, by, text="12/BC-UBND", reason=""):
    words = {"by": by, "channel": desk.SCREEN, "now": timezone.now(), "reason": reason}
    return number_report(report=report, number=text, signed_on=timezone.localdate(), **words)


def test_a_day_of_signing_before_the_period_is_refused(report, client):
    typed = {"number": "215/BC-UBND", "day": "01/01/2020"}
    answer = client.post(reverse("number_issued", args=(report.pk,)), typed)
    assert answer.status_code == 422
    assert "Ngày ký 01/01/2020 trước khi Quý I/2026 bắt đầu" in read(answer).text
    assert not IssuedNumber.objects.exists()


def listed(client, **asked) -> list[str]:
    page = read(client.get(ARCHIVE, asked))
    tables = page.all("table", cls="archive")
    return (
        [row.one("a", href=row.one("th").one("a").attributes["href"]).text for row in tables[0].one("tbody").all("tr")]
        if tables
        else []
    )


class TestTheList:
    @pytest.fixture(autouse=True)
    def three(self, plan, report, coordinator):
        number(report, coordinator)
        issue(plan, coordinator, signer="BQN", reason="Đổi người ký")
        issue(plan, coordinator, "2026-Q2")

    def test_shows_the_newest_first(self, client):
        assert listed(client) == ["Quý II/2026, bản 1", "Quý I/2026, bản 2", "Quý I/2026, bản 1"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"q": "bui quang ngan"}, ["Quý I/2026, bản 2"]),
            ({"q": "QUY II/2026"}, ["Quý II/2026, bản 1"]),
            ({"q": "12/bc"}, ["Quý I/2026, bản 1"]),
            ({"q": "doi nguoi ky"}, ["Quý I/2026, bản 2"]),
            ({"q": "không có đâu"}, []),
            ({"ky": "2026-Q1"}, ["Quý I/2026, bản 2", "Quý I/2026, bản 1"]),
            ({"moi-ban": "moi-nhat"}, ["Quý II/2026, bản 1", "Quý I/2026, bản 2"]),
            ({"tinh-trang": "chua-so"}, ["Quý II/2026, bản 1", "Quý I/2026, bản 2"]),
            ({"tinh-trang": "chua-ban-ky", "ky": "2026-Q2"}, ["Quý II/2026, bản 1"]),
            ({"ky": "khong-co"}, ["Quý II/2026, bản 1", "Quý I/2026, bản 2", "Quý I/2026, bản 1"]),
        ],
    )
    def test_is_searched_and_filtered(self, client, asked, found):
        assert listed(client, **asked) == found

    def test_costs_the_same_however_long_it_is(self, client, plan, coordinator):
        def cost():
            with CaptureQueriesContext(connection) as asked:
                client.get(ARCHIVE)
            return len(asked)

        before = cost()
        for _ in range(3):
            issue(plan, coordinator, "2026-Q2")
        assert cost() == before

    def test_says_so_where_nothing_fits(self, client):
        assert "Không có báo cáo nào phù hợp" in read(client.get(ARCHIVE, {"q": "xyz"})).one("main").text


def test_an_empty_archive_says_so(plan, client):
    assert "Chưa có báo cáo nào được phát hành." in read(client.get(ARCHIVE)).one("main").text


class TestReading:
    @pytest.mark.parametrize("username", ["daumoi", "lanhdao", "quantri", "nguoixem"])
    def test_who_receives_reports_takes_the_very_bytes(self, report, browser_of, username):
        file = report.files.get(kind="xlsx")
        answer = browser_of(username).get(reverse("issued_file", args=(file.pk,)))
        assert (answer.status_code, hashlib.sha256(answer.content).hexdigest()) == (200, file.sha256)
        assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-KH33-2026-Q1-ban-1.xlsx"'
        assert "sandbox" in answer["Content-Security-Policy"]

    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao"])
    def test_nobody_else_does(self, report, browser_of, username):
        file = report.files.get(kind="xlsx")
        assert browser_of(username).get(reverse("issued_file", args=(file.pk,))).status_code == 403
        assert browser_of(username).get(ARCHIVE).status_code == 403

    def test_a_viewer_gets_no_data_behind_it(self, report, browser_of):
        viewer, file = browser_of("nguoixem"), report.files.get(kind="json")
        assert viewer.get(reverse("issued_file", args=(file.pk,))).status_code == 404
        page = read(viewer.get(reverse("issued", args=(report.pk,))))
        assert file.file_name not in page.text
        assert "Ghi số" not in page.text
        assert browser_of("lanhdao").get(reverse("issued_file", args=(file.pk,))).status_code == 200

    def test_a_viewer_finds_the_archive_in_the_navigation(self, plan, browser_of):
        navigation = read(browser_of("nguoixem").get(reverse("dashboard"))).one(
            "nav", **{"aria-label": "Các trang chính"}
        )
        assert navigation.one("a", href=ARCHIVE).text == "Báo cáo đã phát hành"


def damage(report, kind="xlsx", how="cut"):
    file = report.files.get(kind=kind)
    place = Path(ISSUED.storage.path(file.stored_name))
    place.chmod(0o600)
    if how == "gone":
        place.unlink()
    else:
        content = place.read_bytes()
        place.write_bytes(content[:-1] if how == "cut" else content[:-1] + bytes([content[-1] ^ 1]))
    return file


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_reports", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "json"])
@pytest.mark.parametrize("how", ["gone", "cut", "one byte"])
class TestADamagedFile:
    def test_is_named_by_the_command(self, report, kind, how):
        assert verify() == "1 báo cáo đã phát hành, 3 tệp: đều còn nguyên.\n"
        name = damage(report, kind, how).file_name
        with pytest.raises(CommandError) as problem:
            verify()
        assert str(problem.value).startswith(f"Báo cáo Quý I/2026, bản 1: {name}: Tệp trong kho không còn đúng")
        assert len(str(problem.value).splitlines()) == 1

    def test_is_named_on_the_page_and_not_handed_out(self, report, client, kind, how):
        page = reverse("issued", args=(report.pk,))
        assert "Nguyên vẹn" in read(client.get(page)).text
        file = damage(report, kind, how)
        shown = read(client.get(page))
        assert "1 tệp không còn đúng như lúc phát hành" in shown.one("p", role="alert").text
        answer = client.get(reverse("issued_file", args=(file.pk,)))
        assert (answer.status_code, "Không đọc được tệp" in read(answer).one("h1").text) == (500, True)


class TestTheCommand:
    def test_builds_the_files_again_on_demand(self, plan, report, coordinator, monkeypatch):
        issue(plan, coordinator, reason="Thử")
        assert "2 báo cáo đã phát hành, 6 tệp" in verify(rebuild=True)
        monkeypatch.setattr("reports.documents.sheets.COUNTRY", "NƯỚC KHÁC")
        with pytest.raises(CommandError) as problem:
            verify(rebuild=True)
        lines = str(problem.value).splitlines()
        assert len(lines) == 2
        assert "bao-cao-KH33-2026-Q1-ban-1.xlsx: dựng lại từ dữ liệu thì khác bản đã phát hành ở 1 ô" in lines[0]
        assert "đều còn nguyên" in verify()

    def test_misses_a_version(self, plan, report, coordinator):
        words = {"period": report.period, "version": 3, "reason": "x", "issued_at": timezone.now()}
        made = IssuedReport.objects.create(**words, issued_by=coordinator, key="0" * 32)
        with pytest.raises(CommandError) as problem:
            verify()
        assert str(problem.value).splitlines() == [
            "Báo cáo Quý I/2026: thiếu bản 2.",
            f"{made}: thiếu tệp Excel, dữ liệu.",
        ]

    def test_of_nothing_is_content(self, plan):
        assert verify() == "0 báo cáo đã phát hành, 0 tệp: đều còn nguyên.\n"

    def test_takes_away_what_no_report_names_and_nothing_else(self, report, folder):
        stray, young = ISSUED.put(b"stray"), ISSUED.put(b"young")
        hour_ago = timezone.now().timestamp() - 3700
        os.utime(folder / stray, (hour_ago, hour_ago))
        assert "Kho có 1 tệp thừa; thêm --clean để xóa." in verify()
        assert "Đã xóa 1 tệp thừa trong kho." in verify(clean=True)
        assert {path.name for path in folder.iterdir()} == {young, *report.files.values_list("stored_name", flat=True)}

    def test_tells_a_terminal_how_far_it_is(self, report):
        class Terminal(StringIO):
            def isatty(self):
                return True

        terminal, log = Terminal(), StringIO()
        verify(stderr=terminal)
        verify(stderr=log)
        assert terminal.getvalue() == "\rĐã kiểm tra 1/1 báo cáo…\n"
        assert log.getvalue() == ""

    def test_whose_store_does_not_answer_says_so(self, report, monkeypatch):
        def gone(*args):
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr("os.scandir", gone)
        with pytest.raises(CommandError, match="Kho báo cáo đã phát hành đang không ghi hoặc đọc được"):
            verify()


class TestAFullDisk:
    @pytest.mark.parametrize("room", [0, 1])
    def test_leaves_nothing_and_says_so(self, plan, report, client, folder, settings, room):
        """It is full at once, or after the first file of the version."""
        names = {path.name for path in folder.iterdir()}
        data = issue_form(client) | {"reason": "Bản sửa"}
        full = {"BACKEND": "tests.test_issued_archive.FullDisk", "OPTIONS": {"location": folder}}
        FullDisk.room, before = room, settings.STORAGES
        settings.STORAGES = before | {"issued": full}
        answer = client.post(reverse("issue", args=(Q1,)), data)
        assert answer.status_code == 503
        assert "Kho báo cáo đã phát hành đang không ghi" in read(answer).one("p", role="alert").text
        assert {path.name for path in folder.iterdir()} == names
        assert (IssuedReport.objects.count(), Event.objects.filter(action="issue").count()) == (1, 1)
        settings.STORAGES = before
        assert client.post(reverse("issue", args=(Q1,)), data).status_code == 302
        assert list(IssuedReport.objects.order_by("version").values_list("version", flat=True)) == [1, 2]

    def test_of_the_database_leaves_no_files(self, plan, report, client, folder, monkeypatch):
        from django.db import OperationalError

        names, data = {path.name for path in folder.iterdir()}, issue_form(client) | {"reason": "Bản sửa"}

        def full(*args, **words):
            raise OperationalError("database or disk is full")

        monkeypatch.setattr("reports.documents.issuing.journal.record", full)
        client.raise_request_exception = False
        assert client.post(reverse("issue", args=(Q1,)), data).status_code == 503
        assert {path.name for path in folder.iterdir()} == names
        assert IssuedReport.objects.count() == 1


def test_the_demonstration_takes_its_reports_along(
    plan, report, coordinator, folder, django_capture_on_commit_callbacks
):
    number(report, coordinator)
    assert report.illustrative
    with django_capture_on_commit_callbacks(execute=True):
        demonstration.clear(plan.ward, timezone.now())
    left = [IssuedReport.objects.count(), IssuedFile.objects.count(), IssuedNumber.objects.count()]
    assert (left, list(folder.iterdir())) == ([0, 0, 0], [])


def test_every_kind_of_file_has_a_word():
    assert {kind.value for kind in FileKind} == {"xlsx", "docx", "json", "scan"}


def test_bytes_in_the_store_are_those_that_were_hashed(report):
    for file in report.files.all():
        content = frozen(report, file.kind)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
