"""Evidence from the officer's hand to the reader's: adding, serving several rows, taking off, who reads it, damage."""

import os
import unicodedata
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import AcceptedFigure, Figure, FigureEvidence
from plans import evidence
from plans.models import Evidence, UnitReport
from plans.opening import close_period
from tasks.models import AcceptedProgress, ProgressEvidence
from tests import desk
from tests.page import posts, read
from tests.papers import docx, jpg, pdf, png
from units.models import Channel, Event, Unit

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"
DOCUMENT = {"number": "12/BC-KTHT", "day": "05/03/2026"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A real folder as the store."""
    place = tmp_path / "evidence"
    backend = {"BACKEND": "plans.evidence_store.EvidenceFolder", "OPTIONS": {"location": place}}
    settings.STORAGES = settings.STORAGES | {"evidence": backend}
    return Path(place)


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("kthtdt")


def address(unit="KTHTDT", period=Q1):
    return reverse("evidence", args=(period, unit))


def paper(name="bien-ban.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def add(client, *files, dong=("PL1.6",), unit="KTHTDT", **fields):
    return client.post(address(unit), {"uploads": list(files), "dong": list(dong), **fields})


def drop(client, *files, dong="PL1.6"):
    """As the row's script posts it."""
    data = {"uploads": list(files), "dong": dong}
    return client.post(address(), data, headers={"X-Requested-With": "XMLHttpRequest"})


def take_off(client, evidence, *dong, **fields):
    return client.post(reverse("remove_evidence", args=(evidence.pk,)), {"dong": list(dong), **fields})


def rows_of(evidence):
    figures = FigureEvidence.objects.filter(evidence=evidence).values_list("indicator__code", flat=True)
    progress = ProgressEvidence.objects.filter(evidence=evidence).values_list("task__code", flat=True)
    return sorted([*figures, *progress])


def stored(folder) -> list[str]:
    return [file.name for file in folder.iterdir()] if folder.exists() else []


def said(answer) -> str:
    return " ".join(notice.text for notice in read(answer).all("div", cls="notice-error"))


class TestAdding:
    def test_a_file_keeps_its_bytes_hash_name_and_who_brought_it(self, client, officer, folder):
        assert add(client, paper("Biên bản.pdf")).status_code == 302
        piece = Evidence.objects.get()
        assert (piece.unit.code, piece.period.code, piece.ward) == ("KTHTDT", Q1, officer.ward)
        assert (piece.original_name, piece.content_type, piece.size) == ("Biên bản.pdf", "application/pdf", len(pdf()))
        assert (piece.uploaded_by, piece.sha256) == (officer, sha256(pdf()).hexdigest())
        assert (folder / piece.stored_name).read_bytes() == pdf()
        assert rows_of(piece) == ["PL1.6"]

    def test_the_stored_name_tells_nothing_and_only_the_server_may_read_it(self, client, folder):
        add(client, paper("Biên bản.pdf"))
        name = Evidence.objects.get().stored_name
        assert len(name) == 40
        assert "." not in name

    def test_a_name_is_composed_before_anything_else(self, client):
        add(client, paper(unicodedata.normalize("NFD", "Quyết định.pdf")))
        assert Evidence.objects.get().original_name == unicodedata.normalize("NFC", "Quyết định.pdf")

    def test_several_files_at_once_are_several_pieces(self, client):
        add(client, paper("a.pdf"), paper("b.docx", docx()), paper("c.png", png()))
        assert [piece.original_name for piece in Evidence.objects.order_by("pk")] == ["a.pdf", "b.docx", "c.png"]

    def test_number_and_date_of_a_document_are_evidence_without_a_file(self, client, folder):
        assert add(client, **DOCUMENT).status_code == 302
        piece = Evidence.objects.get()
        assert (piece.kind, str(piece)) == ("document", "Văn bản 12/BC-KTHT ngày 05/03/2026")
        assert stored(folder) == []

    def test_a_file_may_say_which_document_it_is(self, client):
        add(client, paper(), **DOCUMENT)
        piece = Evidence.objects.get()
        assert (piece.kind, piece.document_number, piece.document_date) == ("file", "12/BC-KTHT", date(2026, 3, 5))

    def test_one_piece_serves_indicators_and_tasks_alike(self, browser_of, quarter):
        client = browser_of("vhxh")
        add(client, paper(), dong=["PL1.1", "PL1.2", "PL4.I.2"], unit="VHXH")
        assert rows_of(Evidence.objects.get()) == ["PL1.1", "PL1.2", "PL4.I.2"]

    def test_the_same_file_on_another_row_is_the_same_piece(self, client, folder):
        add(client, paper("a.pdf"))
        add(client, paper("b.pdf"), dong=["PL1.26"])
        assert rows_of(Evidence.objects.get()) == ["PL1.26", "PL1.6"]
        assert len(stored(folder)) == 1

    def test_the_same_file_on_the_same_row_says_so(self, client, folder):
        add(client, paper("a.pdf"))
        answer = add(client, paper("a.pdf"))
        assert (answer.status_code, said(answer)) == (422, "a.pdf: minh chứng này đã có ở dòng đã chọn.")
        assert len(stored(folder)) == 1

    def test_a_piece_that_is_there_can_serve_another_row(self, client):
        add(client, paper())
        piece = Evidence.objects.get()
        form = read(client.get(address(), {"dong": "PL1.26"})).one("form", cls="add-evidence")
        assert form.one("input", name="existing").attributes["value"] == str(piece.pk)
        assert add(client, dong=["PL1.26"], existing=[piece.pk]).status_code == 302
        assert rows_of(piece) == ["PL1.26", "PL1.6"]

    def test_every_row_has_its_line_in_the_journal(self, client, officer):
        add(client, paper("a.pdf"), dong=["PL1.6", "PL1.26"])
        lines = Event.objects.filter(action="attach").order_by("subject_code")
        assert [(line.subject_code, line.period_code, line.actor) for line in lines] == [
            ("PL1.26", Q1, officer),
            ("PL1.6", Q1, officer),
        ]
        assert lines[0].after == {"minh chứng": "a.pdf", "SHA-256": sha256(pdf()).hexdigest()}

    def test_raises_the_version_that_a_reviewer_names(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        before = desk.report_of(plan, "KTHTDT").content_version
        add(client, paper())
        assert desk.report_of(plan, "KTHTDT").content_version == before + 1
        assert Figure.objects.get().version == before

    def test_by_the_coordinator_for_a_unit_is_marked_so(self, browser_of, quarter):
        assert add(browser_of("daumoi"), paper()).status_code == 302
        assert Event.objects.get(action="attach").on_behalf is True

    def test_before_the_figure_waits_for_it(self, plan, officer, client):
        add(client, paper())
        assert Figure.objects.count() == 0
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "", officer)
        assert rows_of(Evidence.objects.get()) == ["PL1.6"]


class TestRefusing:
    def test_a_wrong_file_does_not_hold_up_the_right_ones(self, client):
        answer = add(client, paper("a.pdf"), paper("b.exe", b"MZ"), paper("c.jpg", jpg()))
        assert (answer.status_code, said(answer)) == (
            422,
            "b.exe: chỉ nhận PDF, Word (.docx), Excel (.xlsx) hoặc ảnh (.png, .jpg).",
        )
        assert [piece.original_name for piece in Evidence.objects.order_by("pk")] == ["a.pdf", "c.jpg"]
        assert "Đã thêm minh chứng: a.pdf, c.jpg." in answer.content.decode()

    def test_leaves_no_file_and_no_row(self, client, folder):
        add(client, paper("a.pdf", b"%PDF-1.7 cut"))
        assert (Evidence.objects.count(), stored(folder), Event.objects.filter(action="attach").count()) == (0, [], 0)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "Hãy chọn tệp, hoặc ghi số và ngày của văn bản."),
            ({"number": "12/BC"}, "Hãy ghi cả số và ngày của văn bản."),
            ({"day": "05/03/2026"}, "Hãy ghi cả số và ngày của văn bản."),
            ({"number": "12/BC", "day": "31/02/2026"}, "Không có ngày “31/02/2026” trong lịch"),
            ({"number": "12/BC", "day": "01/01/2099"}, "Ngày văn bản không thể sau hôm nay"),
            ({"number": "1" * 61, "day": "05/03/2026"}, "Nội dung dài 61 ký tự"),
            (DOCUMENT | {"dong": []}, "Hãy chọn ít nhất một dòng"),
            (DOCUMENT | {"dong": ["PL1.1"]}, "Dòng PL1.1 không nhận minh chứng"),
            ({"existing": ["999"]}, "999"),
        ],
    )
    def test_an_incomplete_form_says_what_is_missing_and_keeps_what_was_typed(self, client, fields, words):
        answer = add(client, **fields)
        assert answer.status_code == 422
        assert words in read(answer).text
        kept = posts(read(answer).one("form", cls="add-evidence"))
        assert kept["number"] == fields.get("number", "")
        assert kept["day"] == fields.get("day", "")
        assert Evidence.objects.count() == 0

    def test_more_than_ten_files_at_once(self, client):
        answer = add(client, *[paper(f"{n}.pdf") for n in range(11)])
        assert "nhiều nhất 10 tệp; bạn đã chọn 11 tệp" in read(answer).text
        assert Evidence.objects.count() == 0

    def test_a_file_of_21_megabytes_is_never_kept_whole(self, client, folder):
        answer = add(client, paper("a.pdf", pdf() + bytes(21 * 1024 * 1024)))
        assert (answer.status_code, "a.pdf: tệp lớn hơn 20 MB" in said(answer)) == (422, True)
        assert stored(folder) == []

    def test_a_virus_scanner_that_fails_lets_nothing_in(self, client, settings, folder):
        settings.EVIDENCE_SCANNER = ["/khong/co"]
        assert "chưa quét được vi-rút" in said(add(client, paper()))
        assert (Evidence.objects.count(), stored(folder)) == (0, [])

    def test_another_units_row(self, client):
        assert add(client, paper(), unit="TTPVHCC").status_code == 404

    def test_a_closed_period(self, client, quarter, coordinator):
        close_period(period=quarter, by=coordinator, channel=Channel.SCREEN, now=timezone.now(), reason="Hết hạn")
        answer = add(client, paper())
        assert (answer.status_code, "đã chốt số liệu" in read(answer).one("main").text) == (422, True)

    @pytest.mark.parametrize("state", ["sent", "accepted"])
    def test_a_row_under_review_or_accepted(self, plan, officer, coordinator, client, state):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        if state == "accepted":
            desk.accept(plan, "KTHTDT", coordinator)
        answer = add(client, paper())
        assert (answer.status_code, "Dòng PL1.6 không nhận minh chứng" in read(answer).text) == (422, True)
        assert Evidence.objects.count() == 0

    def test_a_row_that_was_sent_between_looking_and_writing_leaves_no_file(
        self, plan, officer, client, folder, monkeypatch
    ):
        desk.enter(plan, "PL1.6", "1,2", officer)
        keep = evidence.put

        def slow_put(content):
            name = keep(content)
            desk.send(plan, "KTHTDT", officer)
            return name

        monkeypatch.setattr(evidence, "put", slow_put)
        answer = add(client, paper())
        assert said(answer) == "PL1.6 đã gửi, không thêm hay gỡ minh chứng được nữa."
        assert (Evidence.objects.count(), stored(folder)) == (0, [])

    def test_a_full_disk_gives_a_sentence_and_leaves_nothing(self, client, folder, monkeypatch):
        def full(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        answer = add(client, paper())
        assert (answer.status_code, "Kho minh chứng đang không ghi" in said(answer)) == (503, True)
        assert (Evidence.objects.count(), stored(folder)) == (0, [])


class TestDroppingOnARow:
    def test_answers_with_the_rows_new_list(self, client):
        answer = drop(client, paper("a.pdf"), paper("b.png", png()))
        box = read(answer).one("div", cls="evidence")
        assert (answer.status_code, box.attributes["data-evidence"]) == (200, "2")
        assert [link.text for link in box.one("ul", cls="proofs").all("a") if "download" in link.attributes] == [
            "a.pdf",
            "b.png",
        ]
        assert box.one("p", cls="kept").text == "Đã thêm minh chứng: a.pdf, b.png."
        assert "<html" not in answer.content.decode()

    def test_says_on_the_row_what_was_refused(self, client):
        answer = drop(client, paper("a.pdf"), paper("b.docm", docx()))
        assert answer.status_code == 422
        assert read(answer).one("p", cls="refused").text.startswith("b.docm: không nhận tệp .docm")
        assert Evidence.objects.count() == 1

    def test_of_nothing_says_so(self, client):
        assert "Hãy chọn tệp" in read(drop(client)).one("p", cls="refused").text


class TestTakingOff:
    @pytest.fixture
    def piece(self, client):
        add(client, paper("a.pdf"), dong=["PL1.6", "PL1.26"])
        return Evidence.objects.get()

    def test_asks_first_with_the_rows_it_stands_on(self, client, piece):
        page = read(client.get(reverse("remove_evidence", args=(piece.pk,)), {"dong": "PL1.6"}))
        ticked = {box.attributes["value"]: "checked" in box.attributes for box in page.all("input", name="dong")}
        assert ticked == {"PL1.6": True, "PL1.26": False}
        assert rows_of(piece) == ["PL1.26", "PL1.6"]

    def test_of_one_row_leaves_the_others(self, client, piece):
        assert take_off(client, piece, "PL1.6").status_code == 302
        piece.refresh_from_db()
        assert (rows_of(piece), piece.removed_at) == (["PL1.26"], None)

    def test_of_the_last_row_hides_it_but_keeps_journal_and_bytes(self, client, officer, piece, folder):
        take_off(client, piece, "PL1.6", "PL1.26", reason="Nhầm tệp")
        piece.refresh_from_db()
        assert (piece.removed_by, piece.removal_reason, rows_of(piece)) == (officer, "Nhầm tệp", [])
        assert client.get(reverse("evidence_file", args=(piece.pk,))).status_code == 404
        assert client.get(reverse("remove_evidence", args=(piece.pk,))).status_code == 404
        lines = Event.objects.filter(action="detach")
        assert {(line.subject_code, line.before["minh chứng"], line.reason) for line in lines} == {
            ("PL1.6", "a.pdf", "Nhầm tệp"),
            ("PL1.26", "a.pdf", "Nhầm tệp"),
        }
        assert stored(folder) == [piece.stored_name]

    def test_twice_has_one_effect(self, client, piece):
        take_off(client, piece, "PL1.6")
        answer = take_off(client, piece, "PL1.6")
        assert answer.status_code == 422
        assert Event.objects.filter(action="detach").count() == 1

    def test_needs_a_row(self, client, piece):
        answer = take_off(client, piece)
        assert (answer.status_code, "Hãy chọn ít nhất một dòng" in read(answer).text) == (422, True)

    def test_then_adding_the_same_file_makes_a_new_piece(self, client, piece):
        take_off(client, piece, "PL1.6", "PL1.26")
        add(client, paper("a.pdf"))
        assert Evidence.objects.filter(removed_at=None).get() != piece

    @pytest.mark.parametrize("state", ["sent", "accepted"])
    def test_is_refused_while_the_row_is_under_review_or_accepted(
        self, plan, officer, coordinator, client, piece, state
    ):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        if state == "accepted":
            desk.accept(plan, "KTHTDT", coordinator)
        assert take_off(client, piece, "PL1.6").status_code == 422
        assert rows_of(piece) == ["PL1.26", "PL1.6"]

    def test_works_again_on_a_returned_row(self, plan, officer, coordinator, client, piece):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", coordinator, "Thiếu biên bản")
        assert take_off(client, piece, "PL1.6").status_code == 302

    def test_is_not_for_those_who_only_read(self, browser_of, piece):
        assert take_off(browser_of("lanhdao"), piece, "PL1.6").status_code == 403
        assert take_off(browser_of("ttpvhcc"), piece, "PL1.6").status_code == 404
        assert rows_of(piece) == ["PL1.26", "PL1.6"]


class TestReading:
    @pytest.fixture
    def piece(self, client):
        add(client, paper("Biên bản số 1.pdf"))
        return Evidence.objects.get()

    @pytest.mark.parametrize(
        ("username", "status"),
        [
            ("kthtdt", 200),
            ("kthtdt.lanhdao", 200),
            ("daumoi", 200),
            ("lanhdao", 200),
            ("quantri", 200),
            ("nguoixem", 404),
            ("ttpvhcc", 404),
            ("vhxh.lanhdao", 404),
        ],
    )
    def test_is_for_the_unit_and_those_who_lead(self, browser_of, piece, username, status):
        answer = browser_of(username).get(reverse("evidence_file", args=(piece.pk,)))
        assert answer.status_code == status
        if status == 200:
            assert answer.content == pdf()

    def test_gives_an_attachment_that_never_runs(self, client, piece):
        answer = client.get(reverse("evidence_file", args=(piece.pk,)))
        assert (
            answer["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n%20s%E1%BB%91%201.pdf"
        )
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("key", ["0", "99999", "-1", "1.5", "%2e%2e", "١", "9" * 40, "abc"])
    def test_of_a_key_that_is_none_finds_nothing(self, client, piece, key):
        assert client.get(f"/minh-chung/{key}/").status_code == 404

    def test_of_a_document_has_no_file(self, client):
        add(client, **DOCUMENT)
        assert client.get(reverse("evidence_file", args=(Evidence.objects.get().pk,))).status_code == 404

    def test_the_folder_is_no_address(self, client, piece):
        for path in (f"/static/{piece.stored_name}", f"/evidence/{piece.stored_name}", f"/media/{piece.stored_name}"):
            assert client.get(path).status_code == 404


class TestDamage:
    @pytest.fixture
    def piece(self, client):
        add(client, paper("a.pdf"))
        return Evidence.objects.get()

    def damage(self, file: Path, how: str) -> None:
        content = file.read_bytes()
        if how == "gone":
            file.unlink()
        else:
            changes = {"cut": content[:-1], "longer": content + b"x", "changed": b"X" + content[1:], "emptied": b""}
            file.write_bytes(changes[how])

    @pytest.mark.parametrize("how", ["gone", "cut", "longer", "changed", "emptied"])
    def test_is_said_and_logged_and_the_wrong_bytes_never_go_out(self, client, piece, folder, caplog, how):
        self.damage(folder / piece.stored_name, how)
        answer = client.get(reverse("evidence_file", args=(piece.pk,)))
        assert answer.status_code == 500
        assert "không còn đúng như lúc thêm vào" in read(answer).text
        assert "a.pdf" in read(answer).text
        assert piece.stored_name in caplog.text

    def test_is_found_by_the_command_with_a_line_each(self, client, piece, folder):
        call_command("check_evidence")
        self.damage(folder / piece.stored_name, "cut")
        with pytest.raises(CommandError, match=rf"^{piece.pk} a.pdf .*không còn đúng"):
            call_command("check_evidence")

    def test_a_file_without_a_row_is_named_and_cleaned_once_it_is_old(self, piece, folder, capsys):
        old, young = folder / "old", folder / "young"
        old.write_bytes(b"x")
        young.write_bytes(b"x")
        os.utime(old, (1_700_000_000, 1_700_000_000))
        call_command("check_evidence")
        assert "Kho có 1 tệp thừa" in capsys.readouterr().out
        call_command("check_evidence", "--clean")
        assert sorted(stored(folder)) == sorted([piece.stored_name, "young"])

    def test_of_an_empty_store_there_is_none(self, folder, capsys):
        call_command("check_evidence")
        assert "đều còn nguyên" in capsys.readouterr().out


class TestTheAcceptedSnapshot:
    def test_keeps_which_evidence_stood(self, plan, officer, coordinator, client):
        add(client, paper("a.pdf"))
        add(client, **DOCUMENT)
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        file, document = AcceptedFigure.objects.get().evidence
        assert (file["name"], file["sha256"]) == ("a.pdf", sha256(pdf()).hexdigest())
        assert document["document"] == "Văn bản 12/BC-KTHT ngày 05/03/2026"

    def test_of_a_task_keeps_its_own(self, plan, person, browser_of, quarter):
        add(browser_of("vhxh"), paper("a.pdf"), dong=["PL4.I.2"], unit="VHXH")
        desk.tell(plan, "PL4.I.2", person("vhxh"), status="ongoing")
        desk.send(plan, "VHXH", person("vhxh"))
        desk.accept(plan, "VHXH", person("daumoi"))
        assert [piece["name"] for piece in AcceptedProgress.objects.get().evidence] == ["a.pdf"]

    def test_is_still_guarded_after_its_new_column(self, plan, officer, coordinator, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            AcceptedFigure.objects.update(evidence=[])


class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": "file", "stored_name": "", "original_name": "a.pdf", "size": 1, "sha256": "x"},
            {"kind": "file", "stored_name": "n", "original_name": "", "size": 1, "sha256": "x"},
            {"kind": "file", "stored_name": "n", "original_name": "a.pdf", "size": 0, "sha256": "x"},
            {"kind": "document", "document_number": ""},
            {"kind": "document", "document_number": "12/BC", "document_date": None},
            {"kind": "link", "document_number": "12/BC", "document_date": date(2026, 3, 5)},
        ],
    )
    def test_takes_a_file_or_a_document_and_nothing_between(self, quarter, officer, wrong):
        columns = {"ward": officer.ward, "unit": officer.unit, "period": quarter, "uploaded_by": officer}
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.create(**columns, uploaded_at=timezone.now(), **wrong)

    def test_takes_no_removal_by_nobody(self, client):
        add(client, **DOCUMENT)
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.update(removed_at=timezone.now())


class TestThePages:
    @pytest.fixture
    def piece(self, client):
        add(client, paper("a.pdf"), dong=["PL1.6"])
        return Evidence.objects.get()

    def row(self, answer):
        return read(answer).one("tr", id="row-PL1.6")

    def test_the_entry_page_folds_it_in_the_row_with_a_count(self, client, piece):
        line = self.row(client.get(reverse("entry", args=(Q1, "KTHTDT"))))
        folded = [part for part in line.all("details") if part.all("div", cls="evidence")]
        assert folded[0].all("summary")[0].text == "thêm nguồn, minh chứng (1)"
        assert folded[0].one("ul", cls="proofs").text == "a.pdf PDF, 1 KB Gỡ… a.pdf"
        links = [a.attributes["href"] for a in folded[0].all("a") if "data-upload" in a.attributes]
        assert links == [f"{address()}?dong=PL1.6"]

    def test_the_entry_page_shows_it_open_where_the_row_only_reads(self, plan, officer, client, piece):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        line = self.row(client.get(reverse("entry", args=(Q1, "KTHTDT"))))
        assert line.one("ul", cls="proofs").text == "a.pdf PDF, 1 KB"
        assert not [a for a in line.all("a") if "data-upload" in a.attributes]

    def test_the_task_page_has_it_too(self, browser_of, quarter):
        client = browser_of("vhxh")
        add(client, paper("a.pdf"), dong=["PL4.I.2"], unit="VHXH")
        part = read(client.get(reverse("entry_tasks", args=(Q1, "VHXH")))).one("section", id="row-PL4.I.2")
        assert part.one("details", cls="folded").one("summary").text.endswith("minh chứng (1)")
        assert part.one("ul", cls="proofs").text.startswith("a.pdf")

    def test_the_review_has_it_one_click_away(self, plan, officer, browser_of, piece):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        page = read(browser_of("daumoi").get(reverse("review", args=(Q1, "KTHTDT"))))
        links = page.one("ul", cls="proofs").all("a")
        assert [link.attributes["href"] for link in links] == [reverse("evidence_file", args=(piece.pk,))]

    @pytest.mark.parametrize(
        ("username", "sees"), [("kthtdt", True), ("lanhdao", True), ("ttpvhcc", False), ("nguoixem", False)]
    )
    def test_the_indicators_page_lists_it_for_those_who_may_read_it(self, browser_of, piece, username, sees):
        page = read(browser_of(username).get(reverse("indicator", args=("PL1.6",))))
        assert bool(page.all("ul", cls="proofs")) is sees

    def test_the_tasks_page_lists_it(self, browser_of, quarter):
        client = browser_of("vhxh")
        add(client, paper("a.pdf"), dong=["PL4.I.2"], unit="VHXH")
        page = read(client.get(reverse("task", args=("PL4.I.2",))))
        assert page.one("ul", cls="proofs").text.startswith("a.pdf")

    def test_the_evidence_page_lists_rows_people_and_ways_out(self, client, piece):
        row = read(client.get(address())).one("table").one("tbody").one("tr")
        cells = [cell.text for cell in row.all("td")]
        assert cells[0] == "a.pdf PDF, 1 KB"
        assert cells[1] == "PL1.6"
        assert cells[2].startswith("Cán bộ KT")

    def test_offers_no_row_while_the_report_waits_and_says_why(self, plan, officer, client):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        page = read(client.get(address(), {"dong": "PL1.6"}))
        assert page.all("input", id="dong-PL1.6") == []
        assert "Mọi dòng đã gửi hoặc đã được chấp nhận" in page.text

    def test_cost_the_same_for_one_piece_and_for_nine(self, client, piece, django_assert_num_queries):
        with CaptureQueriesContext(connection) as one:
            client.get(address())
        cost = len(one)
        add(client, *[paper(f"{n}.pdf", pdf(words=str(n))) for n in range(8)])
        with django_assert_num_queries(cost):
            client.get(address())


class TestTheDemonstration:
    def test_leaves_no_evidence_behind(self, client, folder, django_capture_on_commit_callbacks):
        add(client, paper())
        assert Evidence.objects.get().illustrative is True
        with django_capture_on_commit_callbacks(execute=True):
            call_command("clear_demo")
        assert (Evidence.objects.count(), FigureEvidence.objects.count(), stored(folder)) == (0, 0, [])

    def test_keeps_a_real_officers(self, client, officer, folder):
        officer.is_demo = False
        officer.save()
        add(client, paper())
        call_command("clear_demo")
        assert Evidence.objects.count() == 1
        assert len(stored(folder)) == 1


def test_the_store_of_the_settings_is_the_one_that_is_asked(folder):
    assert Path(storages["evidence"].location) == folder


def test_a_unit_report_is_made_by_its_first_evidence(client):
    add(client, paper())
    assert UnitReport.objects.get(unit=Unit.objects.get(code="KTHTDT")).content_version == 1
