"""Số chính thức: the coordinator opens the year, units enter it, it is reviewed, every face of the year shows it."""

import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from tests import desk
from tests.page import Element, posts, read
from tests.test_board import rows

pytestmark = pytest.mark.django_db
YEAR = "2026-Y"
AFTER_QUARTER_IV = "2026-12-28T08:00:00+07:00"


@pytest.fixture
def quarters(plan, person):
    """Công an phường has sent all four quarters, and they are accepted: 6% and 80%."""
    with time_machine.travel(AFTER_QUARTER_IV, tick=False):
        for quarter in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
            for code, typed in (("PL1.27", "6"), ("PL1.28", "80")):
                desk.enter(plan, code, typed, person("cap"), period=quarter, explanation="Theo sổ")
            desk.send(plan, "CAP", person("cap"), period=quarter)
            desk.accept(plan, "CAP", person("daumoi"), period=quarter)
        yield


@pytest.fixture
def opened(quarters, browser_of):
    return browser_of("daumoi").post(reverse("open_period", args=(YEAR,)), {"reason": "Nhập số chính thức"})


def look(client, name, *args, **query) -> Element:
    return read(client.get(reverse(name, args=args), query))


def enter_by_hand(client, code: str, typed: str):
    """Through the page, as the officer does."""
    url = reverse("entry", args=(YEAR, "CAP"))
    form = next(form for form in read(client.get(url)).all("form") if f"{code}-value" in posts(form))
    return client.post(url, posts(form) | {f"{code}-value": typed, f"{code}-explanation": "Số chính thức"})


def test_nobody_enters_before_it_is_opened(quarters, browser_of):
    assert browser_of("daumoi").get(reverse("board"), {"ky": YEAR}).status_code == 404
    assert "Năm 2026" not in look(browser_of("cap"), "my_work").text


def test_who_opens_it_late_is_told_that_the_deadline_is_over(quarters, browser_of):
    page = look(browser_of("daumoi"), "open_period", YEAR)
    assert "17:00 14/12/2026, đã qua" in page.text
    assert reverse("calendar") in {link.attributes["href"] for link in page.all("a")}


def test_opening_leads_to_its_board_with_its_own_tab_after_quarter_iv(opened, browser_of):
    assert (opened.status_code, opened["Location"]) == (302, f"{reverse('board')}?ky={YEAR}")
    page = look(browser_of("daumoi"), "board", ky=YEAR)
    tabs = [link.text for link in page.one("nav", cls="periods").all("a")]
    assert tabs == ["Quý I", "Quý II", "Quý III", "Quý IV", "Năm 2026", "Cả năm"]
    found = rows(page)
    assert found["Công an phường"]["Chỉ tiêu"] == "0/2"
    # The index is owed yearly, and the year asks for it.
    assert found["Phòng Văn hóa - Xã hội"]["Chỉ tiêu"] == "0/18"


def test_units_enter_send_and_are_reviewed(opened, browser_of, plan, person):
    officer, coordinator = browser_of("cap"), browser_of("daumoi")
    assert "Năm 2026" in look(officer, "my_work").text
    assert enter_by_hand(officer, "PL1.27", "11").status_code in {200, 302}
    desk.send(plan, "CAP", person("cap"), period=YEAR)
    review = look(coordinator, "review", YEAR, "CAP")
    assert "11%" in review.text
    assert desk.accept(plan, "CAP", person("daumoi"), period=YEAR) == 1
    assert rows(look(coordinator, "board", ky=YEAR))["Công an phường"]["Chỉ tiêu"] == "1/2"


def test_the_dashboard_of_the_year_shows_them_and_says_so(opened, browser_of, plan, person):
    desk.enter(plan, "PL1.27", "11", person("cap"), period=YEAR, explanation="Số chính thức")
    page = look(browser_of("lanhdao"), "dashboard", ky=YEAR)
    assert "Số chính thức của năm: 1/29 chỉ tiêu; chỉ tiêu khác theo số liệu các quý." in page.text
    lines = {
        row.one("th").text: row.one("td", cls="num now").text for row in page.all("tr") if row.all("th", cls="name")
    }
    assert lines["Người dân có chữ ký số"] == "11% chính thức (chưa chấp nhận)"
    assert lines["Người dân có tài khoản VNeID"] == "80%"
    quarter = look(browser_of("lanhdao"), "dashboard", ky="2026-Q4").text
    assert "chính thức" not in quarter


def test_a_viewer_reads_the_quarter_until_the_official_figure_is_accepted(opened, browser_of, plan, person):
    desk.enter(plan, "PL1.27", "11", person("cap"), period=YEAR, explanation="Số chính thức")
    assert "Số chính thức của năm: 0/29" in look(browser_of("nguoixem"), "dashboard", ky=YEAR).text
    desk.send(plan, "CAP", person("cap"), period=YEAR)
    desk.accept(plan, "CAP", person("daumoi"), period=YEAR)
    assert "Số chính thức của năm: 1/29" in look(browser_of("nguoixem"), "dashboard", ky=YEAR).text


def test_before_it_is_opened_the_year_is_what_the_quarters_say(quarters, browser_of):
    assert "chính thức" not in look(browser_of("lanhdao"), "dashboard", ky=YEAR).text


def test_the_workbook_of_the_year_holds_both(opened, plan, person, report_file):
    desk.enter(plan, "PL1.27", "11", person("cap"), period=YEAR, explanation="Theo văn bản của thành phố")
    desk.send(plan, "CAP", person("cap"), period=YEAR)
    desk.accept(plan, "CAP", person("daumoi"), period=YEAR)
    sheet = openpyxl.load_workbook(io.BytesIO(report_file("xlsx", YEAR)))["Phụ lục 1"]
    found = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert found[27][5:10] == (6, 6, 6, 6, 11)
    assert found[27][-1] == "số chính thức; Theo văn bản của thành phố"
    assert found[28][9] == 80
    assert "số chính thức" not in str(found[28][-1])
