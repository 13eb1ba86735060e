"""The page "Báo cáo": what the file will hold and what is missing, before anybody downloads it."""

import pytest
import time_machine
from django.urls import reverse

from kpis.models import Assignment
from tasks.models import TaskAssignment
from tests import desk
from tests.book import opened, shown, table_of
from tests.page import posts, read

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def accepted(plan, person):
    """Quý III: PL1.6 accepted, PL1.26 entered after it and not sent."""
    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)
    desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), period=Q3)
    return plan


@pytest.fixture
def page(browser_of):
    return lambda period=Q3: read(browser_of("daumoi").get(reverse("documents"), {"ky": period}))


class TestThePageBaoCao:
    def test_says_what_the_file_will_hold(self, accepted, page):
        shown = page()
        assert [line.text for line in shown.one("ul", cls="holds").all("li")] == [
            "Phụ lục 1: 29 chỉ tiêu năm 2026; số liệu đã chấp nhận: 1 có số liệu, 27 chưa có số liệu, 1 chưa đến kỳ.",
            "Phụ lục 2: 15 chỉ tiêu đến năm 2030; 0 chỉ tiêu lấy được số từ chỉ tiêu cùng thước đo trong năm.",
            "Nhiệm vụ: 19 nhiệm vụ của Phụ lục 3, 4, 5; 0 nhiệm vụ có tiến độ trong kỳ đã chấp nhận.",
        ]

    def test_lists_first_what_is_missing_by_unit(self, accepted, page):
        shown = page()
        rows = {
            row.one("th").text: [cell.text for cell in row.all("td")]
            for row in shown.one("table", cls="lacking").one("tbody").all("tr")
        }
        assert shown.one(id="lacks").text == "Còn thiếu trong Quý III/2026: 7 đơn vị"
        assert rows["Phòng Kinh tế, Hạ tầng và Đô thị"][:3] == ["–", "Chỉ tiêu 26", "–"]
        assert rows["Công an phường"][:3] == ["Chỉ tiêu 27, 28", "–", "–"]
        assert rows["Đảng ủy"][0] == "Nhiệm vụ PL3.I.2"

    def test_names_who_is_late(self, accepted, page):
        with time_machine.travel("2026-09-17T08:00:00+07:00", tick=False):
            told = page().one("p", cls="late-units").text
        assert told.startswith("Quá hạn: ")
        assert "Công an phường (quá hạn 3 ngày)" in told
        assert told.endswith("Báo cáo vẫn lập được; các dòng này ghi “chưa có số liệu”.")

    def test_says_nobody_is_late_before_the_deadline(self, accepted, page):
        assert page().all("p", cls="late-units") == []

    def test_previews_every_sheet_as_the_file_will_show_it(self, accepted, page, report_file):
        book, shown_tables = opened(report_file("xlsx", Q3)), page().all("details", cls="preview")
        assert [table.one("summary").text.partition(" (")[0] for table in shown_tables] == book.sheetnames[1:]
        for details, ws in zip(shown_tables[:3], book.worksheets[1:4], strict=True):
            lines = [row.all("td") for row in details.one("tbody").all("tr")]
            seen = [[" ".join(cell.text.split()) for cell in line] for line in lines if line]
            wanted = [[" ".join(shown(cell).split()) for cell in row.values()] for row in table_of(ws).rows]
            assert seen == wanted

    def test_what_waits_for_the_head_of_its_unit_is_missing_too(self, plan, person, page):
        """Nothing else is asked of the ward, so that these rows are all that is missing."""
        plan.ward.head_confirms = True
        plan.ward.save()
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), period=Q3)
        assert desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3) == 2
        Assignment.objects.exclude(indicator__code__in=["PL1.6", "PL1.26"]).delete()
        TaskAssignment.objects.all().delete()
        shown = page()
        assert "Không thiếu gì" not in shown.text
        rows = {
            row.one("th").text: [cell.text for cell in row.all("td")]
            for row in shown.one("table", cls="lacking").one("tbody").all("tr")
        }
        waits = "Chỉ tiêu 6, 26 (chờ lãnh đạo đơn vị xác nhận)"
        assert rows["Phòng Kinh tế, Hạ tầng và Đô thị"][:3] == ["–", waits, "–"]

    def test_has_the_buttons_and_a_link_for_every_signer(self, plan, page):
        shown = page()
        links = {link.text: link.attributes["href"] for link in shown.all("a")}
        file = reverse("report_xlsx", args=[Q3])
        forms = {form.one("button").text: form for form in shown.one("main").all("form", action=file)}
        assert (list(forms), posts(forms["Tải báo cáo Excel"])) == (["Tải báo cáo Excel", "Tải bản nháp Excel"], {})
        assert posts(forms["Tải bản nháp Excel"]) == {"ban-nhap": "1"}
        assert links["Bùi Quang Ngân"] == f"{file}?nguoi-ky=BQN"

    def test_of_six_months_asks_the_units_for_quy_ii(self, plan, page):
        shown = page("2026-H1")
        assert shown.one("h1").text == "Báo cáo 6 tháng năm 2026"
        assert shown.one(id="lacks").text.startswith("Còn thiếu trong Quý II/2026")
