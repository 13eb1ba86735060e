"""Phát hành: what goes out is frozen as a version; later versions list their changes; nothing ever moves again."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from kpis.actions import FigurePlace
from kpis.models import Indicator
from plans.evidence import Document, add_document, add_file
from plans.opening import close_period
from plans.refusals import NotAllowed
from reports.documents.changes import changes_between
from reports.documents.issuing import IssueMoved, fresh_material, issue_report
from reports.documents.snapshot import digest, said_in
from reports.models import IssuedFile, IssuedNumber, IssuedReport
from reports.reopening.actions import grant_reopening
from reports.sections import LABELS, SectionKey
from tests import desk
from tests.issue_desk import Q1, frozen, issue, issue_form, seen, told
from tests.page import posts, read
from tests.papers import pdf, png
from units.models import Event, Notice

pytestmark = pytest.mark.django_db
AHEAD = LABELS[SectionKey.AHEAD]
EMPTYING = (
    ("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {} CASCADE",) if connection.vendor == "postgresql" else ()
)  # SQLite knows no TRUNCATE


@pytest.fixture
def coordinator(person):
    return person("daumoi")


@pytest.fixture
def accepted(plan, person, coordinator):
    """PL1.6 is accepted; PL1.26 was typed after it and not sent."""
    desk.enter(plan, "PL1.6", "0,9", person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", coordinator)
    desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
    return plan


@pytest.fixture
def client(browser_of):
    return browser_of("daumoi")


def press(client, **changes):
    return client.post(reverse("issue", args=(Q1,)), issue_form(client) | changes)


def open_again(plan, coordinator, code="PL1.6"):
    place = FigurePlace(Indicator.objects.get(plan=plan, code=code), desk.period_of(plan))
    until, now = timezone.localdate() + timedelta(days=3), timezone.now()
    words = {"until": until, "reason": "Sai số", "key": uuid4(), "channel": desk.SCREEN, "now": now}
    return grant_reopening(place=place, unit=desk.unit_of(plan, "KTHTDT"), by=coordinator, **words)


def corrected(plan, person, typed):
    desk.enter(plan, "PL1.6", typed, person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))


def words_of(report, key):
    return next(one["text"] for one in said_in(frozen(report, "json"))["words"] if one["section"] == key)


def write(client, text):
    """Into section IV, on the page "Lời văn"."""
    page = reverse("narrative", args=(Q1,))
    data = posts(read(client.get(page)).one("main").one("form")) | {f"{SectionKey.AHEAD}-text": text}
    assert client.post(page, data).status_code == 302


class TestThePageThatAsks:
    def test_shows_what_is_missing_and_what_will_go_out(self, accepted, client):
        page = read(client.get(reverse("issue", args=(Q1,))))
        assert page.one("h1").text == "Phát hành báo cáo Quý I/2026, bản 1"
        assert page.one(id="lacks").text.startswith("Còn thiếu trong Quý I/2026: 7 đơn vị")
        assert "29 chỉ tiêu năm 2026 (1 có số liệu" in page.one("main").text
        assert [button.text for button in page.one("main").all("button")] == ["Phát hành bản 1"]

    def test_is_reached_from_the_page_of_reports(self, plan, client):
        page = read(client.get(reverse("documents"), {"ky": Q1}))
        assert "Chưa phát hành." in page.one("main").text
        assert page.one("a", href=reverse("issue", args=(Q1,))).text == "Phát hành…"

    def test_says_which_rows_are_open_again(self, accepted, client, coordinator):
        open_again(accepted, coordinator)
        assert "Đang điều chỉnh: Chỉ tiêu 6." in read(client.get(reverse("issue", args=(Q1,)))).one("main").text

    def test_of_a_period_that_has_not_begun_has_no_button(self, plan, client):
        plan.periods.filter(code="2026-Q4").update(starts_on="2099-01-01", ends_on="2099-03-01", opened_at=None)
        page = read(client.get(reverse("issue", args=("2026-Q4",))))
        assert "Quý IV/2026 chưa bắt đầu" in page.one("main").text
        assert page.one("main").all("button") == []

    def test_press_freezes_and_leads_to_the_version(self, accepted, client):
        answer = press(client)
        report = IssuedReport.objects.get()
        assert answer["Location"] == reverse("issued", args=(report.pk,))
        assert (report.version, report.issued_by.username, report.signer) == (1, "daumoi", "Cao Huy Hiếu")
        assert set(report.files.values_list("kind", flat=True)) == {"xlsx", "docx", "json"}

    def test_takes_the_signer_that_was_chosen(self, accepted, client):
        press(client, signer="BQN")
        assert IssuedReport.objects.get().signer == "Bùi Quang Ngân"
        assert "KT. CHỦ TỊCH" in str(frozen(IssuedReport.objects.get(), "json"), "utf-8")

    @pytest.mark.parametrize("lost", ["key", "version", "digest"])
    def test_without_its_marks_issues_nothing(self, accepted, client, lost):
        data = issue_form(client)
        del data[lost]
        answer = client.post(reverse("issue", args=(Q1,)), data)
        assert (answer.status_code, IssuedReport.objects.count()) == (400, 0)
        assert "chưa phát hành gì" in read(answer).one("main").text

    def test_that_went_stale_is_told_and_asks_anew(self, accepted, client, person, coordinator):
        data = issue_form(client)
        desk.send(accepted, "KTHTDT", person("kthtdt"))
        desk.accept(accepted, "KTHTDT", coordinator)
        answer = client.post(reverse("issue", args=(Q1,)), data)
        assert (answer.status_code, IssuedReport.objects.count()) == (409, 0)
        page = read(answer)
        assert "Số liệu của báo cáo vừa có thay đổi" in page.one("p", role="alert").text
        assert page.one("input", name="digest").attributes["value"] != data["digest"]
        assert press(client).status_code == 302


class TestWordsThatTheDataLeftBehind:
    """Section IV is edited, then a figure changes it."""

    @pytest.fixture
    def stale(self, plan, client, person):
        write(client, "Phường tập trung số hóa di tích.")
        desk.enter(plan, "PL1.6", "0,9", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        desk.accept(plan, "KTHTDT", person("daumoi"))
        return plan

    @pytest.mark.parametrize("page", [reverse_lazy("issue", args=(Q1,)), reverse_lazy("documents", query={"ky": Q1})])
    def test_are_named_before_what_is_missing(self, stale, client, page):
        main = read(client.get(page)).one("main")
        words = main.one("p", cls="stale-words")
        assert "Số liệu đã thay đổi sau khi sửa lời ở: IV." in words.text
        assert words.one("a").attributes["href"] == f"{reverse('narrative', args=(Q1,))}#{SectionKey.AHEAD}"
        assert main.text.index("Số liệu đã thay đổi") < main.text.index("Còn thiếu trong Quý I/2026")

    def test_hold_up_the_report(self, stale, client, coordinator):
        with pytest.raises(NotAllowed, match="sau khi sửa lời ở: IV"):
            issue(stale, coordinator)
        main = read(client.get(reverse("issue", args=(Q1,)))).one("main")
        assert (main.all("button"), IssuedReport.objects.count()) == ([], 0)

    @pytest.mark.parametrize("answer", [{f"{SectionKey.AHEAD}-checked": "on"}, {"restore": SectionKey.AHEAD.value}])
    def test_go_out_once_they_were_looked_at(self, stale, client, answer):
        page = reverse("narrative", args=(Q1,))
        client.post(page, posts(read(client.get(page)).one("main").one("form")) | answer)
        assert read(client.get(reverse("issue", args=(Q1,)))).all("p", cls="stale-words") == []
        assert (press(client).status_code, IssuedReport.objects.count()) == (302, 1)

    def test_that_were_never_edited_follow_the_data(self, accepted, client):
        assert read(client.get(reverse("issue", args=(Q1,)))).all("p", cls="stale-words") == []


class TestWhatGoesOut:
    def test_is_accepted_figures_only(self, accepted, coordinator):
        report = issue(accepted, coordinator)
        assert (told(report, "PL1.6")["value_text"], told(report, "PL1.26")["value_text"]) == ("0,9%", "")

    def test_of_a_reopened_row_is_the_accepted_number_marked_so(self, accepted, person, coordinator):
        open_again(accepted, coordinator)
        desk.enter(accepted, "PL1.6", "1,2", person("kthtdt"))
        row = told(issue(accepted, coordinator), "PL1.6")
        assert (row["value_text"], row["markers"]) == ("0,9%", ["đang điều chỉnh"])

    def test_is_in_the_journal_with_its_hashes(self, accepted, coordinator):
        report = issue(accepted, coordinator)
        line = Event.objects.get(action="issue")
        assert (line.subject_type, line.subject_code, line.period_code, line.actor) == (
            "issued", "2026-Q1 bản 1", Q1, coordinator,
        )  # fmt: skip
        hashes = {f"SHA-256 {file.kind}": file.sha256 for file in report.files.all()}
        assert line.after == {"bản": "1", "người ký": "Cao Huy Hiếu"} | hashes

    def test_is_told_to_leaders_and_viewers(self, accepted, coordinator):
        report = issue(accepted, coordinator)
        told_to = Notice.objects.filter(kind="issued", path=reverse("issued", args=(report.pk,)))
        assert set(told_to.values_list("person__username", flat=True)) == {"lanhdao", "nguoixem"}

    @pytest.mark.parametrize("period", ["2026-H1", "2026-9M", "2026-Y"])
    def test_may_be_a_longer_period(self, accepted, coordinator, period):
        for quarter in ("2026-Q2", "2026-Q3", "2026-Q4"):
            desk.period_of(accepted, quarter)
        found = accepted.periods.select_related("plan__ward").get(code=period)
        words, now = seen(accepted, Q1), timezone.now()
        asked = replace(words["asked"], digest=digest(fresh_material(found, signer="", now=now)))
        report = issue_report(period=found, asked=asked, by=coordinator, channel=desk.SCREEN, now=now)
        assert json.loads(frozen(report, "json"))["report"]["period"] == period


class TestWhoMay:
    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao", "lanhdao", "nguoixem", "quantri"])
    def test_nobody_else_issues(self, accepted, person, username):
        with pytest.raises(NotAllowed, match="Chỉ cơ quan đầu mối phát hành"):
            issue(accepted, person(username))
        assert (IssuedReport.objects.count(), Event.objects.filter(action="issue").count()) == (0, 0)


class TestALaterVersion:
    def test_lists_its_changes_and_leaves_the_first_as_it_was(self, accepted, person, coordinator):
        first = issue(accepted, coordinator)
        before = {file.kind: frozen(first, file.kind) for file in first.files.all()}
        open_again(accepted, coordinator)
        corrected(accepted, person, "1,2")
        second = issue(accepted, coordinator, reason="Đơn vị nhập sai")
        assert (second.version, second.reason) == (2, "Đơn vị nhập sai")
        changed = {(one["where"].split(".")[0], one["what"]): (one["before"], one["after"]) for one in second.changes}
        assert changed["Chỉ tiêu 6", "Kết quả Quý I/2026"] == ("0,9%", "1,2%")
        assert changed["Chỉ tiêu 26", "Kết quả Quý I/2026"] == ("chưa có số liệu", "45,5%")
        assert {where for where, _ in changed} == {"Chỉ tiêu 6", "Chỉ tiêu 26"}
        assert {file.kind: frozen(first, file.kind) for file in first.files.all()} == before

    def test_says_when_it_was_open_for_a_change(self, accepted, coordinator):
        issue(accepted, coordinator)
        open_again(accepted, coordinator)
        changes = issue(accepted, coordinator).changes
        assert [(one["what"], one["before"], one["after"]) for one in changes] == [
            ("Dấu", "(trống)", "đang điều chỉnh"),
        ]

    def test_names_another_signer(self, accepted, coordinator):
        issue(accepted, coordinator)
        assert issue(accepted, coordinator, signer="BQN").changes == [
            {"where": "Toàn báo cáo", "what": "Người ký", "before": "Cao Huy Hiếu", "after": "Bùi Quang Ngân"}
        ]

    def test_lists_what_was_written_otherwise_paragraph_by_paragraph(self, accepted, client, coordinator):
        first = issue(accepted, coordinator)
        built = words_of(first, SectionKey.AHEAD)
        write(client, built + "\nXin ý kiến Sở về kinh phí.")
        second = issue(accepted, coordinator)
        assert second.changes == [
            {"where": "Lời văn", "what": AHEAD, "before": "(trống)", "after": "Xin ý kiến Sở về kinh phí."}
        ]
        first_line, *_ = built.splitlines()
        write(client, built.replace(first_line, "Phường chú trọng:"))
        third = issue(accepted, coordinator)
        assert [(one["what"], one["before"], one["after"]) for one in third.changes] == [
            (AHEAD, first_line, "Phường chú trọng:"),
            (AHEAD, "Xin ý kiến Sở về kinh phí.", "(trống)"),
        ]
        listed = read(client.get(reverse("issued", args=(third.pk,)))).one("table", cls="changed").one("tbody")
        assert "Phường chú trọng:" in listed.all("tr")[0].text

    def test_does_not_tell_built_words_beside_the_figures_that_they_follow_from(self, accepted, person, coordinator):
        issue(accepted, coordinator)
        open_again(accepted, coordinator)
        corrected(accepted, person, "1,2")
        assert "Lời văn" not in {one["where"] for one in issue(accepted, coordinator).changes}

    def test_lists_evidence_that_came(self, accepted, person, coordinator):
        issue(accepted, coordinator)
        officer = person("kthtdt")
        open_again(accepted, coordinator)
        place = FigurePlace(Indicator.objects.get(plan=accepted, code="PL1.6"), desk.period_of(accepted))
        words = {"unit": officer.unit, "period": place.period, "places": [place], "by": officer}
        hand = {"channel": desk.SCREEN, "now": timezone.now()}
        file = add_file(name="thong-bao.pdf", content=pdf(), document=None, **words, **hand)
        add_document(document=Document(number="12/BC-KTHT", day=date(2026, 3, 5)), **words, **hand)
        corrected(accepted, person, "1,2")
        told = [one for one in issue(accepted, coordinator).changes if one["where"] == "Minh chứng"]
        where = f"({officer.unit.name}, Quý I/2026)"
        assert [(one["what"], one["before"], one["after"]) for one in told] == [
            (f"thong-bao.pdf {where}", "(trống)", f"Chỉ tiêu 6 (tệp {file.sha256[:8]})"),
            (f"Văn bản 12/BC-KTHT ngày 05/03/2026 {where}", "(trống)", "Chỉ tiêu 6"),
        ]
        first, second = (said_in(frozen(report, "json")) for report in IssuedReport.objects.order_by("version"))
        del first["report"]["evidence"]  # as reports were frozen before they listed it
        assert "Minh chứng" not in {one.where for one in changes_between(first, second)}

    @pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
    def test_needs_a_reason(self, accepted, coordinator, client, reason):
        issue(accepted, coordinator)
        answer = press(client, reason=reason)
        assert (answer.status_code, IssuedReport.objects.count()) == (422, 1)
        assert "Hãy ghi lý do ra bản mới" in read(answer).one("p", cls="refused").text

    def test_of_a_reason_that_is_too_long_says_so_and_keeps_it(self, accepted, coordinator, client):
        issue(accepted, coordinator)
        answer = press(client, reason="dài " * 2500)
        assert (answer.status_code, IssuedReport.objects.count()) == (422, 1)
        assert read(answer).one("textarea", name="reason").text.startswith("dài dài")

    def test_that_somebody_else_issued_first_is_told(self, accepted, coordinator, client):
        data = issue_form(client)
        issue(accepted, coordinator)
        answer = client.post(reverse("issue", args=(Q1,)), data)
        assert (answer.status_code, IssuedReport.objects.count()) == (409, 1)
        assert "vừa phát hành bản 1 của Quý I/2026" in read(answer).one("p", role="alert").text

    def test_a_second_click_gives_the_same_version(self, accepted, client):
        data = issue_form(client)
        answers = [client.post(reverse("issue", args=(Q1,)), data) for _ in range(2)]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert (IssuedReport.objects.count(), Event.objects.filter(action="issue").count()) == (1, 1)

    def test_of_another_time_of_the_day_is_not_stale(self, accepted, coordinator):
        """Only what goes out counts, not the minute at which the page was drawn."""
        now = timezone.localtime().replace(hour=9)
        words = seen(accepted, now=now)
        issue_report(**words, by=coordinator, channel=desk.SCREEN, now=now.replace(hour=16))

    def test_of_another_figure_is(self, accepted, person, coordinator):
        words = seen(accepted)
        open_again(accepted, coordinator)
        with pytest.raises(IssueMoved):
            issue_report(**words, by=coordinator, channel=desk.SCREEN, now=timezone.now())


class TestNothingMoves:
    @pytest.mark.parametrize("table", ["reports_issuedreport", "reports_issuedfile", "reports_issuednumber"])
    @pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", *EMPTYING])
    def test_in_the_database_itself(self, accepted, coordinator, table, verb):
        report = issue(accepted, coordinator)
        real(report, coordinator)
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(verb.format(table))

    def test_a_version_is_there_once(self, accepted, coordinator):
        made = issue(accepted, coordinator)
        again = {"period": made.period, "version": 1, "issued_at": made.issued_at, "issued_by": coordinator}
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuedReport.objects.create(**again, key=uuid4())


def real(report, by) -> None:
    """A row of each table that is no play of the demonstration."""
    words = {"period": report.period, "version": 2, "reason": "Thử", "issued_at": timezone.now(), "issued_by": by}
    made = IssuedReport.objects.create(**words, key=uuid4())
    columns = {"stored_name": "x", "file_name": "x", "size": 1, "added_by": by, "added_at": timezone.now()}
    IssuedFile.objects.create(report=made, kind="xlsx", **columns)
    IssuedNumber.objects.create(report=made, number="1", signed_on="2026-04-20", by=by, at=timezone.now())


class TestNumberAndScan:
    DAY = {"number": "12/BC-UBND", "day": "15/03/2026"}

    @pytest.fixture
    def report(self, accepted, coordinator):
        return issue(accepted, coordinator)

    def number(self, client, report, **data):
        return client.post(reverse("number_issued", args=(report.pk,)), data)

    def scan(self, client, report, name="ban-ky.pdf", content=None):
        file = SimpleUploadedFile(name, pdf() if content is None else content)
        return client.post(reverse("scan_issued", args=(report.pk,)), {"scan": file})

    def test_are_added_without_touching_the_files(self, report, client):
        before = {file.kind: frozen(report, file.kind) for file in report.files.all()}
        assert self.number(client, report, **self.DAY).status_code == 302
        assert self.scan(client, report).status_code == 302
        page = read(client.get(reverse("issued", args=(report.pk,)))).one("main").text
        assert "12/BC-UBND ngày 15/03/2026" in page
        assert "ban-ky.pdf" in page
        assert {kind: frozen(report, kind) for kind in before} == before
        assert list(Event.objects.filter(subject_type="issued").values_list("action", flat=True).order_by("pk")) == [
            "issue", "number", "scan",
        ]  # fmt: skip

    def test_the_same_number_again_changes_nothing(self, report, client):
        self.number(client, report, **self.DAY)
        self.number(client, report, **self.DAY, reason="x")
        assert (IssuedNumber.objects.count(), Event.objects.filter(action="number").count()) == (1, 1)

    def test_another_number_needs_a_reason_and_both_stay(self, report, client):
        self.number(client, report, **self.DAY)
        other = self.DAY | {"number": "21/BC-UBND"}
        refused = self.number(client, report, **other)
        assert (refused.status_code, "Hãy ghi lý do ghi lại" in read(refused).text) == (422, False)
        assert "đã có số văn bản: hãy ghi lý do" in read(refused).one("p", role="alert").text
        self.number(client, report, **other, reason="Ghi nhầm")
        assert [row.number for row in IssuedNumber.objects.order_by("pk")] == ["12/BC-UBND", "21/BC-UBND"]
        line = Event.objects.filter(action="number").order_by("-pk").first()
        assert (line.before["số, ký hiệu"], line.after["số, ký hiệu"], line.reason) == (
            "12/BC-UBND", "21/BC-UBND", "Ghi nhầm",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Hãy ghi số, ký hiệu và ngày"),
            ({"number": "12"}, "Hãy ghi cả số và ngày"),
            ({"day": "15/03/2026"}, "Hãy ghi cả số và ngày"),
            ({"number": "12", "day": "01/01/2999"}, "không thể sau hôm nay"),
            ({"number": "12", "day": "2026"}, ""),
        ],
    )
    def test_a_wrong_number_gets_its_sentence(self, report, client, data, sentence):
        answer = self.number(client, report, **data)
        assert (answer.status_code, IssuedNumber.objects.count()) == (422, 0)
        assert sentence in read(answer).one("p", cls="refused").text

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("ban-ky.png", png(), "bản ký là một tệp PDF"),
            ("ban-ky.pdf", b"<html></html>", "bên trong là trang web"),
            ("ban-ky.pdf", b"%PDF-1.7 /JavaScript", ""),
            ("ban-ky.exe", b"MZ", "chỉ nhận"),
        ],
    )
    def test_a_scan_is_taken_in_by_the_rules_of_evidence(self, report, client, name, content, sentence):
        answer = self.scan(client, report, name, content)
        assert (answer.status_code, report.files.filter(kind="scan").count()) == (422, 0)
        assert sentence in read(answer).one("p", role="alert").text

    def test_a_better_scan_stands_beside_the_first(self, report, client):
        self.scan(client, report)
        self.scan(client, report)
        assert report.files.filter(kind="scan").count() == 1
        self.scan(client, report, "ban-ky-ro.pdf", pdf() + b"\n")
        assert list(report.files.filter(kind="scan").values_list("file_name", flat=True).order_by("pk")) == [
            "ban-ky.pdf", "ban-ky-ro.pdf",
        ]  # fmt: skip

    def test_only_the_coordinator_adds_them(self, report, browser_of):
        leader = browser_of("lanhdao")
        assert (self.number(leader, report, **self.DAY).status_code, self.scan(leader, report).status_code) == (
            403,
            403,
        )
        assert (IssuedNumber.objects.count(), report.files.filter(kind="scan").count()) == (0, 0)


class TestClosingThePeriod:
    def offered(self, client):
        return read(client.get(reverse("close_period", args=(Q1,)))).one("textarea", name="reason").text

    def test_offers_the_report_as_the_reason(self, accepted, client, coordinator):
        assert self.offered(client) == ""
        report = issue(accepted, coordinator)
        assert self.offered(client) == "đã phát hành báo cáo Quý I/2026 (bản 1)"
        client.post(reverse("number_issued", args=(report.pk,)), TestNumberAndScan.DAY)
        assert self.offered(client) == "đã phát hành báo cáo số 12/BC-UBND ngày 15/03/2026"

    def test_is_one_click_from_the_version(self, accepted, client, coordinator):
        page = reverse("issued", args=(issue(accepted, coordinator).pk,))
        link = reverse("close_period", args=(Q1,))
        assert read(client.get(page)).one("a", href=link).text == "Chốt số liệu Quý I/2026…"
        words = {"by": coordinator, "channel": desk.SCREEN, "now": timezone.now(), "reason": "Đủ"}
        close_period(period=desk.period_of(accepted), **words)
        assert read(client.get(page)).all("a", href=link) == []


class TestReopeningAfterwards:
    def test_is_told_that_a_report_went_out(self, accepted, client, coordinator):
        page = reverse("reopening", args=(Q1, "KTHTDT", "PL1.6"))
        assert "đã phát hành" not in read(client.get(page)).one("main").text
        issue(accepted, coordinator)
        assert "Báo cáo Quý I/2026 đã phát hành (bản 1) và giữ nguyên" in read(client.get(page)).one("main").text
