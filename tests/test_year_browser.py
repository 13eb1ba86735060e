"""A whole year as the people of the ward play it: four quarters, one late unit, one return, one direction, one
reopening, one change of leader. The site has a clock of its own; each step takes place on its day."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import cell, enter, leave, let_in, look
from tests.site import ROOT, free_port, postgres_database, wait_until_served

pytestmark = pytest.mark.browser
OFFICE, POLICE = "KTHTDT", "CAP"
PROGRAM = [sys.executable, "-m", "tests.clocked"]


class Year:
    """The site, its clock, and one browser in which people sign in one after the other."""

    def __init__(self, database_url: str, folder: Path, browser: Browser) -> None:
        self.clock, self.log = folder / "now", folder / "server.log"
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        own = {"DATABASE_URL": database_url, "PROFILE": "demo", "DEBUG": "0"}
        self.environment = os.environ | own
        self.page: Page = browser.new_context().new_page()

    def at(self, moment: str) -> None:
        """It is that moment from now on: "2026-03-10 09:00"."""
        self.clock.write_text(f"{moment.replace(' ', 'T')}:00+07:00", encoding="ascii")

    def run(self, *words: str) -> None:
        """A command of manage.py, today."""
        command = [*PROGRAM, str(self.clock), *words]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)

    @contextmanager
    def served(self) -> Iterator[None]:
        with self.log.open("ab") as out:
            command = [*PROGRAM, str(self.port), str(self.clock)]
            server = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=out, stderr=out)
        try:
            wait_until_served(self.site, server)
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)

    def as_(self, username: str, path: str) -> Page:
        """Somebody signs in (a session ends by itself between two days) and opens a page."""
        before = self.page.context
        assert before.browser
        self.page = before.browser.new_context().new_page()  # an answer on its way would bring the old one's cookies
        before.close()
        let_in(self.page, self.site, username)
        return self.open(path)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.site}{path}")
        return self.page


@pytest.fixture(params=["sqlite", "postgresql"])
def year(request, tmp_path, browser) -> Iterator[Year]:
    """The plan and its people on the second of March, nothing entered yet."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path}/year.sqlite3"
        if request.param == "postgresql":
            url = stack.enter_context(postgres_database(os.environ["POSTGRES_URL"], f"year_{os.getpid()}"))
        found = Year(url, tmp_path, browser)
        found.at("2026-03-02 08:00")
        found.run("demo")
        stack.enter_context(found.served())
        yield found
        found.page.context.close()


def quarter(number: int) -> str:
    return f"2026-Q{number}"


def hand_in(year: Year, username: str, number: int, unit: str, figures: dict[str, str]) -> None:
    """An officer enters the quarter's figures and sends them."""
    page = year.as_(username, f"/nhap/{quarter(number)}/{unit}/")
    enter(page, figures)
    send(page)


def send(page: Page, *, because: str = "Đã rà soát với cơ sở") -> None:
    """Through the question, with a sentence where a figure asks for one."""
    page.get_by_role("link", name=re.compile("Gửi báo cáo")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gửi báo cáo")
    for box in page.locator("form.send textarea").all():
        box.fill(because)
    page.locator("form.send button.btn-primary").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã gửi")


def accept_the_clean(year: Year, number: int, names: str) -> None:
    """Chấp nhận nhiều đơn vị."""
    page = year.as_("daumoi", f"/ky/{quarter(number)}/chap-nhan-nhieu/")
    page.get_by_role("button", name="Chấp nhận số liệu các đơn vị đã chọn").click()
    expect(page.get_by_role("status").first).to_contain_text(names)


def accept_all(year: Year, number: int, unit: str) -> None:
    page = year.as_("daumoi", f"/xem-xet/{quarter(number)}/{unit}/")
    page.get_by_role("button", name=re.compile("Chấp nhận tất cả")).click()
    expect(page.get_by_role("status").first).to_contain_text("Đã chấp nhận")


def close(year: Year, number: int, reason: str) -> None:
    """Chốt số liệu."""
    page = year.as_("daumoi", f"/ky/{quarter(number)}/chot/")
    page.get_by_label("Lý do").fill(reason)
    page.get_by_role("button", name="Chốt số liệu").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã chốt số liệu")


def state_of(page: Page, unit: str) -> str:
    """What the board says of a unit, in one line."""
    return " ".join(page.locator("table.states tbody tr", has_text=unit).inner_text().split())


def test_a_year(year):
    first_quarter(year)
    second_quarter(year)
    third_quarter(year)
    fourth_quarter(year)


def first_quarter(year: Year) -> None:
    """Công an is late and urged; one row of the office comes back, is mended and accepted."""
    year.at("2026-03-10 09:00")
    hand_in(year, "kthtdt", 1, OFFICE, {"PL1.6": "0,8", "PL1.26": "37,5"})

    year.at("2026-03-13 07:00")
    year.run("send_reminders")
    page = year.as_("cap", "/thong-bao/")
    expect(page.locator("main")).to_contain_text("Quý I/2026")

    year.at("2026-03-16 09:00")
    page = year.as_("daumoi", f"/tinh-hinh/?ky={quarter(1)}")
    assert "quá hạn 2 ngày" in state_of(page, "Công an phường")
    look(page, "nam-tinh-hinh")
    page.locator("tr", has_text="Công an phường").get_by_role("link", name=re.compile("Đôn đốc")).click()
    look(page, "nam-don-doc")
    page.get_by_role("button", name=re.compile("Gửi đôn đốc")).click()
    hand_in(year, "cap", 1, POLICE, {"PL1.27": "2,5", "PL1.28": "73,8"})
    page = year.as_("daumoi", f"/tinh-hinh/?ky={quarter(1)}")
    assert "gửi muộn 2 ngày" in state_of(page, "Công an phường")

    page = year.open(f"/xem-xet/{quarter(1)}/{OFFICE}/")
    page.get_by_label("Chọn chỉ tiêu 26").check()
    page.get_by_text("Trả lại để đơn vị sửa…").click()
    page.get_by_label("Lý do trả lại").fill("Mẫu số thiếu doanh nghiệp mới thành lập")
    page.get_by_role("button", name="Trả lại các dòng đã chọn, chấp nhận các dòng còn lại").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trả lại 1 dòng, chấp nhận 1 dòng còn lại")
    page = year.as_("kthtdt", f"/nhap/{quarter(1)}/{OFFICE}/")
    expect(page.locator("main")).to_contain_text("Mẫu số thiếu doanh nghiệp mới thành lập")
    enter(page, {"PL1.26": "38"})
    send(page)
    accept_all(year, 1, OFFICE)
    accept_the_clean(year, 1, "Công an (2 dòng)")
    close(year, 1, "đã phát hành báo cáo số 12/BC-UBND")
    page = year.as_("kthtdt", f"/nhap/{quarter(1)}/{OFFICE}/")
    expect(page.locator("main")).to_contain_text("Đã chốt 16/03/2026 vì: đã phát hành báo cáo số 12/BC-UBND")


def second_quarter(year: Year) -> None:
    """A leader directs, the office answers, the leader ends it."""
    year.at("2026-06-10 09:00")
    hand_in(year, "kthtdt", 2, OFFICE, {"PL1.6": "1,5", "PL1.26": "45"})
    hand_in(year, "cap", 2, POLICE, {"PL1.27": "5", "PL1.28": "77,5"})
    accept_all(year, 2, OFFICE)
    accept_all(year, 2, POLICE)
    page = year.as_("lanhdao", "/chi-tieu/PL1.26/")
    page.get_by_role("link", name="Ghi ý kiến chỉ đạo…").click()
    page.get_by_label("Nội dung chỉ đạo").fill("Rà soát số doanh nghiệp ngừng hoạt động.")
    page.get_by_role("button", name="Ghi và báo cho đơn vị").click()
    page = year.as_("kthtdt", "/viec-cua-toi/")
    page.get_by_role("link", name="Rà soát số doanh nghiệp ngừng hoạt động.").click()
    page.get_by_label("Kết quả thực hiện").fill("Đã rà soát: 12 doanh nghiệp ngừng hoạt động.")
    page.get_by_role("button", name="Gửi trả lời").click()
    page = year.as_("lanhdao", "/viec-cua-toi/")
    page.get_by_role("link", name="Rà soát số doanh nghiệp ngừng hoạt động.").click()
    expect(page.get_by_text("12 doanh nghiệp ngừng hoạt động")).to_be_visible()
    page.get_by_role("button", name="Đạt, kết thúc").click()
    expect(page.get_by_text("đã kết thúc").first).to_be_visible()
    year.at("2026-06-18 09:00")
    close(year, 2, "đã phát hành báo cáo số 30/BC-UBND")


def third_quarter(year: Year) -> None:
    """A figure of the closed second quarter is opened again, stands outwards meanwhile, and runs through once more."""
    year.at("2026-09-10 09:00")
    hand_in(year, "kthtdt", 3, OFFICE, {"PL1.6": "2,3", "PL1.26": "52,5"})
    hand_in(year, "cap", 3, POLICE, {"PL1.27": "7,5", "PL1.28": "81,5"})
    place = f"/mo-lai/{quarter(2)}/{OFFICE}/PL1.26/"
    page = year.as_("kthtdt", place)
    page.get_by_label("Lý do").fill("Cục Thống kê gửi lại số doanh nghiệp quý II")
    page.get_by_label("Số, ký hiệu văn bản").fill("45/CTK")
    page.get_by_label("Ngày văn bản").fill("08/09/2026")
    look(page, "nam-de-nghi-mo-lai")
    page.get_by_role("button", name="Gửi đề nghị mở lại").click()
    expect(page.locator("main")).to_contain_text("Đang chờ cơ quan đầu mối quyết định")
    page = year.as_("daumoi", f"/tinh-hinh/?ky={quarter(2)}")
    page.get_by_role("link", name=re.compile("PL1.26")).click()
    page.get_by_label("Mở đến hết ngày").fill("20/09/2026")
    look(page, "nam-cho-mo-lai")
    page.get_by_role("button", name="Mở lại", exact=True).click()
    page = year.as_("kthtdt", f"/nhap/{quarter(2)}/{OFFICE}/")
    expect(cell(page, "PL1.6")).to_have_count(0)
    cell(page, "PL1.26").fill("46")
    leave(page)
    expect(page.locator('[id="row-PL1.26"] .saved')).to_contain_text("Đã lưu")
    page = year.as_("nguoixem", f"/chi-tieu/PL1.26/?ky={quarter(2)}")
    expect(page.locator("p.headline")).to_contain_text("45%")
    expect(page.locator("main")).to_contain_text("đang điều chỉnh")
    page = year.as_("kthtdt", f"/nhap/{quarter(2)}/{OFFICE}/")
    send(page)
    accept_all(year, 2, OFFICE)
    page = year.as_("nguoixem", f"/chi-tieu/PL1.26/?ky={quarter(2)}")
    expect(page.locator("p.headline")).to_contain_text("46%")
    accept_all(year, 3, OFFICE)
    accept_all(year, 3, POLICE)
    year.at("2026-09-21 09:00")
    close(year, 3, "đã phát hành báo cáo số 52/BC-UBND")


def fourth_quarter(year: Year) -> None:
    """The leader who directs Công an's indicators leaves; the year ends."""
    year.at("2026-09-25 09:00")
    page = year.as_("quantri", "/nhan-su/ghi-nghi/")
    page.locator("select[name=who]").select_option(label=option(page, "who", "Bùi Quang Ngân"))
    page.locator("select[name=successor]").select_option(label=option(page, "successor", "Vũ Doãn Dũng"))
    page.get_by_label("Ngày làm việc cuối cùng").fill("30/09/2026")
    page.locator("[name=reason]").fill("Luân chuyển công tác theo Quyết định 100/QĐ-UBND")
    page.get_by_role("button", name="Xem những gì sẽ bàn giao").click()
    expect(page.locator("main")).to_contain_text("PL1.27")
    look(page, "nam-ban-giao")
    page.get_by_role("button", name="Ghi và bàn giao").click()

    year.at("2026-12-10 09:00")
    hand_in(year, "kthtdt", 4, OFFICE, {"PL1.6": "2,8", "PL1.26": "60"})
    hand_in(year, "cap", 4, POLICE, {"PL1.27": "10", "PL1.28": "85"})
    accept_all(year, 4, OFFICE)
    accept_all(year, 4, POLICE)
    year.at("2026-12-20 09:00")
    close(year, 4, "đã phát hành báo cáo năm số 80/BC-UBND")
    page = year.as_("lanhdao", f"/bang-dieu-khien/?ky={quarter(4)}")
    look(page, "nam-bang-dieu-khien")
    verdicts = {6: "Không đạt", 26: "Đạt", 27: "Đạt", 28: "Đạt"}
    for number, words in verdicts.items():
        assert words in line_of(page, number), number
    assert "Dũng" in line_of(page, 27)
    page = year.open(f"/bang-dieu-khien/?ky={quarter(3)}")
    assert "Ngân" in line_of(page, 27)
    page = year.as_("daumoi", "/tinh-hinh/ca-nam/")
    police = page.locator("tbody tr", has_text="Công an phường").inner_text()
    assert "muộn 2 ngày" in police
    look(page, "nam-ca-nam")


def option(page: Page, name: str, words: str) -> str:
    return str(page.locator(f"select[name={name}] option", has_text=words).first.inner_text())


def line_of(page: Page, number: int) -> str:
    row = page.locator("table tbody tr").filter(has=page.locator(f'a[href*="/chi-tieu/PL1.{number}/"]')).first
    return " ".join(row.inner_text().split())
