"""A report as of a day: accepted figures as they stood then; and the leaders' sheets, from the same parts."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kpis.actions import FigurePlace
from kpis.models import Assignment, Indicator
from plans.models import Period
from reports.documents.leaders import sheet_titles
from reports.reopening.actions import grant_reopening
from tests import desk
from tests.book import opened, shown, table_of, texts
from tests.page import read
from units.models import Channel, Leader, User

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"
RESULT = "Kết quả thực hiện Quý III"


@pytest.fixture
def clock():
    with time_machine.travel("2026-09-01T08:00:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def corrected(plan, person, clock):
    """PL1.6 accepted at 1,2 on 01/09, opened again on 05/09, accepted at 2,5 on 08/09; today is 10/09."""
    User.objects.update(is_demo=False)
    officer, boss = person("kthtdt"), person("daumoi")
    hand_in(plan, "1,2", officer, boss)
    clock.shift(timedelta(days=4))
    row = FigurePlace(Indicator.objects.get(plan=plan, code="PL1.6"), desk.period_of(plan, Q3))
    open_again = {"until": date(2026, 9, 9), "reason": "Có quyết toán", "key": uuid4(), "channel": Channel.SCREEN}
    grant_reopening(place=row, unit=desk.unit_of(plan, "KTHTDT"), by=boss, now=timezone.now(), **open_again)
    clock.shift(timedelta(days=3))
    hand_in(plan, "2,5", officer, boss)
    clock.shift(timedelta(days=2))
    return plan


def hand_in(plan, typed, officer, boss):
    desk.enter(plan, "PL1.6", typed, officer, period=Q3, explanation="Có nguồn bổ sung")
    desk.send(plan, "KTHTDT", officer, period=Q3)
    desk.accept(plan, "KTHTDT", boss, period=Q3)


@pytest.fixture
def card(browser_of):
    """The scorecard of quý III as JSON; `day` as typed."""

    def get(day="", **asked):
        answer = browser_of("daumoi").get(reverse("report_json", args=[Q3]), {"den-ngay": day} | asked)
        assert answer.status_code == 200, answer.headers.get("Location")
        return json.loads(answer.content)

    return get


def row_of(card, code="PL1.6"):
    return next(row for row in card["indicators"] if row["code"] == code)


class TestAReportAsOfADay:
    @pytest.mark.parametrize(
        ("day", "value", "adjusting"),
        [
            ("31/08/2026", None, False),
            ("01/09/2026", 1.2, False),
            ("05/09/2026", 1.2, True),
            ("7/9/2026", 1.2, True),
            ("08/09/2026", 2.5, False),
            ("10/09/2026", 2.5, False),
            ("", 2.5, False),
        ],
    )
    def test_holds_what_had_been_accepted_by_then(self, corrected, card, day, value, adjusting):
        row = row_of(card(day))
        assert (row["value"], "đang điều chỉnh" in row["markers"]) == (value, adjusting)

    def test_judges_by_the_calendar_of_then(self, corrected, card, clock):
        """Quý III begins on 15/06; deadlines of tasks are those of that day too."""
        assert row_of(card("15/06/2026"))["status"] == "Chưa có số liệu"
        Period.objects.filter(code=Q3).update(closed_at=timezone.now(), starts_on="2026-06-15")
        assert row_of(card("01/09/2026"))["value"] == 1.2

    def test_says_so_on_every_sheet_and_in_its_name(self, corrected, browser_of):
        answer = browser_of("daumoi").get(reverse("report_xlsx", args=[Q3]), {"den-ngay": "05/09/2026"})
        assert 'filename="bao-cao-KH33-2026-Q3-den-20260905.xlsx"' in answer.headers["Content-Disposition"]
        book = opened(answer.content)
        for ws in book:
            assert any("đã chấp nhận đến hết ngày 05/09/2026" in text for text in texts(ws)), ws.title
        assert table_of(book["Phụ lục 1"]).row(6)[RESULT] == "1,2"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("12/09/2026", "Ngày 12/09/2026 chưa tới; hãy chọn một ngày không sau hôm nay (10/09/2026)."),
            ("01/01/2026", "Ngày 01/01/2026 trước kỳ này: Quý III/2026 bắt đầu từ ngày 15/06/2026; hãy chọn kỳ khác."),
            ("hôm qua", "Không đọc được ngày “hôm qua”: hãy nhập ngày/tháng/năm, ví dụ 16/01/2026."),
        ],
    )
    def test_of_a_wrong_day_is_refused_beside_what_was_typed(self, corrected, browser_of, typed, sentence):
        client = browser_of("daumoi")
        for name in ("report_xlsx", "report_json", "report_pdf", "leaders_xlsx"):
            answer = client.get(reverse(name, args=[Q3]), {"den-ngay": typed}, follow=True)
            page = read(answer)
            assert page.one(id="den-ngay-refused").text == sentence
            assert page.one("input", id="den-ngay").attributes["value"] == typed

    def test_is_shown_before_it_is_downloaded(self, corrected, browser_of):
        page = read(browser_of("daumoi").get(reverse("documents"), {"ky": Q3, "den-ngay": "05/09/2026"}))
        assert page.one("h1").text == "Báo cáo Quý III/2026 đến hết ngày 05/09/2026"
        forms = page.all("form", **{"data-busy": "download"})
        days = [[field.attributes["value"] for field in form.all("input", name="den-ngay")] for form in forms]
        assert days == [["05/09/2026"]] * len(forms)
        assert "Tải bản nháp" not in page.text

    def test_is_written_by_the_command_too(self, corrected, tmp_path):
        out = tmp_path / "x.json"
        options = {"format": "json", "output": out, "verbosity": 0}
        call_command("export_report", Q3, as_of="05/09/2026", **options)
        assert row_of(json.loads(out.read_text()))["value"] == 1.2
        with pytest.raises(CommandError, match="chưa tới"):
            call_command("export_report", Q3, as_of="05/09/2030", **options)
        with pytest.raises(CommandError, match="Bản nháp chỉ có của hôm nay"):
            call_command("export_report", Q3, as_of="05/09/2026", draft=True, **options)


class TestLeadersSheets:
    def test_hold_what_each_leader_directs(self, corrected, browser_of):
        answer = browser_of("lanhdao").get(reverse("leaders_xlsx", args=[Q3]))
        assert 'filename="bao-cao-KH33-2026-Q3-lanh-dao.xlsx"' in answer.headers["Content-Disposition"]
        book = opened(answer.content)
        assert book.sheetnames == ["Bùi Quang Ngân", "Vũ Doãn Dũng", "Cao Huy Hiếu"]
        held = {ws.title: [row["STT"].value for row in table_of(ws).rows] for ws in book}
        assert held["Vũ Doãn Dũng"] == [6, 26]
        assert held["Cao Huy Hiếu"] == [29]
        assert sum(map(len, held.values())) == 29
        own = book["Vũ Doãn Dũng"]
        assert "CÁC CHỈ TIÊU ĐỒNG CHÍ VŨ DOÃN DŨNG, PHÓ CHỦ TỊCH UBND PHƯỜNG PHỤ TRÁCH QUÝ III NĂM 2026" in texts(own)
        assert any(text.startswith("Chỉ tiêu: 1/2 chỉ tiêu đạt hoặc đúng tiến độ") for text in texts(own))
        assert shown(table_of(own).rows[0][RESULT]) == "2,5"

    def test_name_those_whom_nobody_directs(self, plan, clock, browser_of):
        Assignment.objects.filter(indicator__code="PL1.29").update(leader=None)
        book = opened(browser_of("daumoi").get(reverse("leaders_xlsx", args=[Q3])).content)
        assert [row["STT"].value for row in table_of(book["Chưa phân công"]).rows] == [29]

    def test_have_titles_that_a_workbook_takes(self):
        long = "Công Tằng Tôn Nữ Thị Bạch Tuyết Hoa"
        titles = sheet_titles(["Lê A/B", "lê a b", long, long, "''", "[]"])
        assert titles[:2] == ["Lê A B", "lê a b (2)"]
        assert titles[2] == long[:31]
        assert titles[3] == f"{long[:27]} (2)"
        assert titles[4:] == ["Chưa phân công", "Chưa phân công (2)"]

    def test_of_two_leaders_of_one_name_are_two(self, plan, clock, browser_of):
        Leader.objects.update(full_name="Nguyễn Văn An")
        book = opened(browser_of("daumoi").get(reverse("leaders_xlsx", args=[Q3])).content)
        assert book.sheetnames == ["Nguyễn Văn An", "Nguyễn Văn An (2)", "Nguyễn Văn An (3)"]
