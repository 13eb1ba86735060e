"""One row that is open by itself, by every way in: the page of a workbook, a paste, a table of the command line.

The row decides, not its period: in a closed period it alone is written, in an open one it is frozen after its day.
"""

from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.opening import close_period
from tests import desk
from tests.page import posts, read
from tests.workbooks import UnitBook, csv_file
from units.models import Channel

pytestmark = pytest.mark.django_db
PLACE = ("2026-Q1", "KTHTDT")
CLOSED = "Quý I/2026 đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."
OVER = "hỉ mở lại đến hết ngày 30/04/2026"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-04-25T08:30:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def opened(plan, person, browser_of):
    """PL1.26 accepted as 46% and opened until 30/04; PL1.6 accepted."""
    for code, typed in (("PL1.26", "46"), ("PL1.6", "1,2")):
        desk.enter(plan, code, typed, person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    data = {"key": str(uuid4()), "reason": "Cộng nhầm", "until": "30/04/2026"}
    assert browser_of("daumoi").post(reverse("grant_reopening", args=(*PLACE, "PL1.26")), data).status_code == 302


@pytest.fixture
def closed(plan, person, opened):
    words = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
    close_period(period=desk.period_of(plan), reason="Đã gửi báo cáo", **words)


def value(code="PL1.26"):
    return Figure.objects.get(indicator__code=code).value


def paste(client, text):
    return client.post(reverse("entry_paste", args=PLACE), {"pasted": text, "first": "PL1.6"})


def pasted(answer, code):
    return read(answer).one("tr", id=f"paste-{code}").text


def book_of(client):
    return UnitBook(client.get(reverse("entry_workbook", args=PLACE)).content)


def upload(client, book):
    return client.post(reverse("entry_upload", args=PLACE), {"tep": book.file()})


def accept(client, answer):
    form = next(form for form in read(answer).all("form") if form.all("input", name="chon"))
    data = posts(form) | {"ghi": "chon", "chon": ["PL1.26"]}
    return client.post(reverse("entry_upload", args=PLACE), data)


class TestAPaste:
    TEXT = "PL1.26\t47\nPL1.6\t1,3"

    def test_of_a_closed_period_writes_the_open_row_alone(self, closed, browser_of):
        client = browser_of("kthtdt")
        answer = paste(client, self.TEXT)
        assert "không sửa được" not in pasted(answer, "PL1.26")
        assert "đã chốt số liệu" in pasted(answer, "PL1.6")
        data = posts(read(answer).one("form", id="paste"))
        assert client.post(reverse("entry_paste", args=PLACE), data).status_code == 302
        assert (value(), float(value("PL1.6"))) == (47, 1.2)

    def test_of_an_open_period_knows_that_the_day_is_over(self, opened, browser_of, clock):
        clock.move_to("2026-05-02T08:30:00+07:00")
        assert f"C{OVER}, nay đã qua." in pasted(paste(browser_of("kthtdt"), self.TEXT), "PL1.26")


class TestAWorkbook:
    def test_of_a_closed_period_writes_the_open_row_alone(self, closed, browser_of):
        client = browser_of("kthtdt")
        assert read(client.get(reverse("entry_upload", args=PLACE))).all("input", name="tep")
        book = book_of(client)
        book.cell("PL1.26", "Thực hiện").value = "47"
        book.cell("PL1.6", "Thực hiện").value = "1,3"
        answer = upload(client, book)
        page = read(answer)
        assert "Không ghi: Quý I/2026 đã chốt số liệu" in page.one("tbody", id="row-PL1.6").text
        assert [box.attributes["value"] for box in page.all("input", name="chon")] == ["PL1.26"]
        assert accept(client, answer).status_code == 302
        assert value() == 47

    def test_of_an_open_period_knows_that_the_day_is_over(self, opened, browser_of, clock):
        book = book_of(browser_of("kthtdt"))
        book.cell("PL1.26", "Thực hiện").value = "47"
        clock.move_to("2026-05-02T08:30:00+07:00")
        page = read(upload(browser_of("kthtdt"), book))
        assert f"Không ghi: c{OVER}, nay đã qua." in page.one("tbody", id="row-PL1.26").text
        assert page.all("input", name="chon") == []


class TestATable:
    def take(self, folder, text):
        call_command("import_figures", PLACE[0], str(csv_file(folder, text)), "--by", "kthtdt", stdout=StringIO())

    def test_of_a_closed_period_writes_the_open_row(self, closed, tmp_path):
        self.take(tmp_path, "chi_tieu,gia_tri\nPL1.26,47\n")
        assert value() == 47

    def test_names_the_row_that_is_not_open_and_writes_nothing(self, closed, tmp_path):
        with pytest.raises(CommandError) as refused:
            self.take(tmp_path, "chi_tieu,gia_tri\nPL1.26,47\nPL1.6,1.3\n")
        assert "hàng 3" in str(refused.value)
        assert "hàng 2" not in str(refused.value)
        assert value() == 46

    def test_says_once_that_the_whole_period_is_closed(self, closed, tmp_path, clock):
        clock.move_to("2026-05-02T08:30:00+07:00")
        with pytest.raises(CommandError) as refused:
            self.take(tmp_path, "chi_tieu,gia_tri\nPL1.26,47\nPL1.6,1.3\n")
        assert str(refused.value) == CLOSED

    def test_of_an_open_period_knows_that_the_day_is_over(self, opened, tmp_path, clock):
        clock.move_to("2026-05-02T08:30:00+07:00")
        with pytest.raises(CommandError, match=OVER):
            self.take(tmp_path, "chi_tieu,gia_tri\nPL1.26,47\n")
