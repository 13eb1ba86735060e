"""The page "Nhật ký": who reads which lines, filters in the address, acts that read as one, files; who changes it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.journal import files, views
from reports.journal.files import cell
from reports.journal.lines import HEADINGS
from tests import desk
from tests.page import read
from units import journal
from units.models import Channel, Event, StandIn, User

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)  # 12:00 in Hải An
EVENING = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)  # 01:30 on the 15th in Hải An


@pytest.fixture
def write(plan, person):
    """write("PL1.6", by="cap", unit="CAP", …): one line."""

    def line(code: str, action: str = "save", **words) -> Event:
        by = words.pop("by", "kthtdt")
        kind, number = words.pop("kind", "figure"), words.pop("subject_id", 1)
        subject = journal.Subject(kind, number, code, words.pop("period", "2026-Q1"), words.pop("unit", "KTHTDT"))
        fixed: dict[str, Any] = {"channel": Channel.SCREEN, "now": NOON}
        return journal.record(subject, action, ward=plan.ward, by=person(by) if by else None, **(fixed | words))

    return line


def shown(client, **asked: str) -> list[str]:
    """The codes of the lines that stand alone, in page order."""
    page = read(client.get(reverse("journal"), asked)).one("main")
    rows = [
        row for table in page.all("table", cls="journal-lines") for body in table.all("tbody") for row in body.all("tr")
    ]
    return [row.all("td")[2].text for row in rows]


def rows_of(answer) -> list[list[object]]:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


class TestWhoReads:
    @pytest.fixture
    def some(self, write):
        write("PL1.6", now=NOON)
        write("PL1.27", by="cap", unit="CAP", now=NOON + timedelta(minutes=1))
        write("33/KH-UBND", "change", by="daumoi", kind="plan", unit="", period="", now=NOON + timedelta(minutes=2))

    @pytest.mark.parametrize("username", ["daumoi", "lanhdao", "quantri"])
    def test_who_leads_reviews_or_administers_the_whole_wards(self, some, browser_of, username):
        assert shown(browser_of(username), tu="10/03/2026", den="10/03/2026") == [
            "sửa 33/KH-UBND kế hoạch", "lưu PL1.27 số liệu", "lưu PL1.6 số liệu",
        ]  # fmt: skip

    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao"])
    def test_a_units_people_their_own_units(self, some, browser_of, username):
        client = browser_of(username)
        assert shown(client) == ["lưu PL1.6 số liệu"]
        assert shown(client, **{"don-vi": "CAP"}) == ["lưu PL1.6 số liệu"]  # no such choice: left out, and said
        assert "phần đó đã được bỏ qua" in read(client.get(reverse("journal"), {"don-vi": "CAP"})).text
        for name in ("journal_xlsx", "journal_csv"):
            assert client.get(reverse(name), {"don-vi": "CAP"}).status_code == 200
        assert [row[4] for row in rows_of(client.get(reverse("journal_xlsx")))[1:]] == ["PL1.6"]
        assert b"PL1.27" not in client.get(reverse("journal_csv")).content

    def test_who_stands_in_also_that_units(self, some, browser_of, person):
        today = timezone.localdate()
        StandIn.objects.create(unit=person("cap").unit, person=person("kthtdt"), starts_on=today, ends_on=today)
        assert shown(browser_of("kthtdt")) == ["lưu PL1.27 số liệu", "lưu PL1.6 số liệu"]

    def test_a_viewer_none_and_no_link(self, some, browser_of):
        client = browser_of("nguoixem")
        assert client.get(reverse("journal")).status_code == 403
        assert "Nhật ký" not in read(client.get(reverse("dashboard"))).text


class TestAWrongDay:
    @pytest.mark.parametrize("asked", [{"tu": "31/02/2026"}, {"den": "99/99/2026"}])
    def test_is_told_once_in_its_own_words(self, browser_of, asked):
        page = read(browser_of("daumoi").get(reverse("journal"), asked))
        told = [note.text for note in page.all("p", cls="notice-warning")]
        assert len(told) == 1
        assert "ngày" in told[0]
        assert "phần đó đã được bỏ qua" not in told[0]


class TestFilters:
    @pytest.fixture
    def some(self, write, plan):
        later = (NOON + timedelta(minutes=number) for number in range(1, 99))
        write("PL1.6", now=next(later), reason="Thiếu mẫu số")
        write("PL1.16", "send", now=next(later))
        write("PL4.I.1", kind="progress", by="vhxh", unit="VHXH", period="2026-Q2", now=next(later), on_behalf=True)
        write("PL4.I.10", "return", kind="progress", by="daumoi", unit="VHXH", channel=Channel.PASTE, now=next(later))
        write(
            "cap", "reset_password", kind="user", by="quantri", unit="", period="", channel=Channel.ADMIN, now=EVENING
        )

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"ma": "pl1.6"}, ["lưu PL1.6 số liệu"]),
            ({"ma": "PL4.I"}, ["trả lại PL4.I.10 tiến độ", "lưu PL4.I.1 tiến độ"]),
            ({"ma": "PL4.I.1"}, ["lưu PL4.I.1 tiến độ"]),
            ({"don-vi": "VHXH"}, ["trả lại PL4.I.10 tiến độ", "lưu PL4.I.1 tiến độ"]),
            ({"nguoi": "Đầu mối VH-XH", "ma": "PL4"}, ["trả lại PL4.I.10 tiến độ"]),
            ({"ky": "2026-Q2"}, ["lưu PL4.I.1 tiến độ"]),
            ({"viec": "send"}, ["gửi PL1.16 số liệu"]),
            ({"viec": "reset_password"}, ["đặt lại mật khẩu cap tài khoản"]),
            ({"loai": "progress"}, ["trả lại PL4.I.10 tiến độ", "lưu PL4.I.1 tiến độ"]),
            ({"cach": "paste"}, ["trả lại PL4.I.10 tiến độ"]),
            ({"thay": "1"}, ["lưu PL4.I.1 tiến độ"]),
            ({"q": "thieu MAU"}, ["lưu PL1.6 số liệu"]),
            ({"q": "kthtdt gui"}, []),
            ({"den": "10/03/2026", "viec": "save"}, ["lưu PL4.I.1 tiến độ", "lưu PL1.6 số liệu"]),
            ({"tu": "15/03/2026", "den": "15/03/2026"}, ["đặt lại mật khẩu cap tài khoản"]),
            ({"tu": "14/03/2026", "den": "14/03/2026"}, []),
            ({"viec": "bay-ba", "ma": "PL1.6"}, ["lưu PL1.6 số liệu"]),
        ],
    )
    def test_live_in_the_address(self, some, browser_of, asked, found):
        assert shown(browser_of("daumoi"), **({"den": "15/03/2026"} | asked)) == found

    def test_the_files_hold_what_is_filtered(self, some, browser_of):
        client, asked = browser_of("daumoi"), {"don-vi": "VHXH"}
        links = {
            a.text: a.attributes["href"] for a in read(client.get(reverse("journal"), asked)).all("a", download="")
        }
        assert [row[4] for row in rows_of(client.get(links["Excel"]))] == ["Mã", "PL4.I.10", "PL4.I.1"]
        told = list(csv.reader(io.StringIO(client.get(links["CSV"]).content.decode("utf-8-sig"))))
        assert told[0] == list(HEADINGS)
        assert told[2][:7] == [
            "12:03 10/03/2026", "Cán bộ VH-XH", "lưu", "tiến độ", "PL4.I.1", "Quý II/2026", "Phòng Văn hóa - Xã hội",
        ]  # fmt: skip
        assert told[2][-1] == "nhập thay"

    def test_show_words_not_codes(self, some, browser_of):
        page = read(browser_of("daumoi").get(reverse("journal")))
        for name in ("don-vi", "nguoi", "ky", "viec", "loai", "cach"):
            for option in page.one("select", name=name).all("option")[1:]:
                assert name == "nguoi" or option.text != option.attributes["value"]
        assert "Quý I/2026" in page.one("select", name="ky").text

    def test_days_that_are_the_wrong_way_round_get_a_sentence(self, browser_of):
        answer = browser_of("daumoi").get(reverse("journal"), {"tu": "15/03/2026", "den": "01/03/2026"})
        (said,) = read(answer).all("p", cls="notice-warning")
        assert said.text == "“Từ ngày” đứng sau “Đến ngày” nên không có dòng nào; hãy đổi lại hai ngày."

    def test_a_wrong_day_is_named_and_left_out(self, some, browser_of):
        answer = browser_of("daumoi").get(reverse("journal"), {"tu": "32/01/2026", "ma": "PL1.6"})
        page = read(answer).one("main")
        assert "Không có ngày “32/01/2026” trong lịch" in page.text
        assert page.one("input", name="tu").attributes["value"] == "32/01/2026"
        assert len(page.one("table").all("tbody")) == 1

    def test_nhap_thay_is_marked_and_a_change_says_from_and_to(self, write, browser_of):
        write("PL1.6", before={"số liệu": "1%"}, after={"số liệu": "2%", "văn bản": "Văn bản 1/BC ngày 05/01/2026"},
              on_behalf=True, reason="Đính chính")  # fmt: skip
        row = read(browser_of("kthtdt").get(reverse("journal"))).one("main").one("tbody").one("tr")
        assert row.one("span", cls="mark").text == "nhập thay"
        assert "số liệu: 1% → 2%" in row.text
        assert "Văn bản 1/BC ngày 05/01/2026" in row.text
        assert "Đính chính" in row.text

    def test_a_page_leads_here_with_its_own_lines(self, plan, person, browser_of):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        desk.send(plan, "KTHTDT", person("kthtdt"))
        client = browser_of("daumoi")
        code = plan.ward.units.get(code="KTHTDT").reports.get().receipts.get().code
        pages = {
            reverse("indicator", args=["PL1.6"]) + "?ky=2026-Q1": "?ma=PL1.6",
            reverse("task", args=["PL4.I.1"]) + "?ky=2026-Q1": "?ma=PL4.I.1",
            reverse("review", args=["2026-Q1", "KTHTDT"]): "?don-vi=KTHTDT&ky=2026-Q1",
            reverse("board") + "?ky=2026-Q1": "?don-vi=KTHTDT&ky=2026-Q1",
            reverse("receipt", args=[code]): "?don-vi=KTHTDT&ky=2026-Q1",
        }
        for page, query in pages.items():
            links = {a.attributes.get("href") for a in read(client.get(page)).all("a")}
            assert reverse("journal") + query in links, page


class TestOneAct:
    def test_of_many_lines_reads_as_one_with_a_fold(self, plan, person, browser_of):
        for code in ("PL1.20", "PL1.21", "PL1.23"):
            desk.enter(plan, code, "90", person("ttpvhcc"))
        desk.send(plan, "TTPVHCC", person("ttpvhcc"))
        client = browser_of("ttpvhcc")
        act = read(client.get(reverse("journal"), {"viec": "send"})).one("main").one("tbody", cls="act")
        assert act.all("td")[2].text == "Gửi 3 dòng"
        fold = act.one("details")
        assert fold.one("summary").text == "PL1.20, PL1.21, PL1.23"
        assert len(fold.all("li")) == 3
        assert "trạng thái: đang nhập → đã gửi" in fold.all("li")[0].text

    def test_another_person_second_or_action_is_another_act(self, write, browser_of):
        for code in ("PL1.1", "PL1.2"):
            write(code, "send", by="vhxh", unit="VHXH", now=NOON)
        write("PL1.3", "send", by="daumoi", unit="VHXH", now=NOON)
        write("PL1.4", "send", by="daumoi", unit="VHXH", now=NOON + timedelta(seconds=1))
        write("PL1.5", "save", by="daumoi", unit="VHXH", now=NOON + timedelta(seconds=1))
        assert shown(browser_of("vhxh")) == [
            "lưu PL1.5 số liệu", "gửi PL1.4 số liệu", "gửi PL1.3 số liệu", "Gửi 2 dòng",
        ]  # fmt: skip

    def test_that_a_page_cuts_says_how_many_it_has_in_all(self, write, browser_of, monkeypatch):
        monkeypatch.setattr(views, "A_PAGE", 4)
        for number in range(6):
            write(f"PL1.{number + 1}", "send")
        client = browser_of("kthtdt")
        for page, here in (("1", 4), ("2", 2)):
            act = read(client.get(reverse("journal"), {"trang": page})).one("main").one("tbody")
            assert act.all("td")[2].text == "Gửi 6 dòng"
            assert len(act.all("li")) == here
            assert f"{6 - here} dòng nữa ở trang bên." in act.text

    def test_of_many_codes_names_the_first_ten(self, write, browser_of):
        for number in range(12):
            write(f"PL1.{number + 1}", "send")
        page = read(browser_of("kthtdt").get(reverse("journal"))).one("main")
        assert page.one("summary").text.endswith("PL1.9, PL1.10 và 2 mã nữa")


class TestPages:
    def test_the_newest_stands_first_and_filters_stay_in_the_links(self, write, browser_of, monkeypatch):
        monkeypatch.setattr(views, "A_PAGE", 3)
        for number in range(7):
            write(f"PL1.{number + 1}", now=NOON + timedelta(minutes=number))
        client = browser_of("kthtdt")
        first = read(client.get(reverse("journal"), {"viec": "save"}))
        link = first.one("a", rel="next").attributes["href"]
        assert "viec=save" in link
        second = read(client.get(reverse("journal") + link)).one("main")
        codes = [body.all("td")[2].text for body in second.all("tbody")]
        assert codes == ["lưu PL1.4 số liệu", "lưu PL1.3 số liệu", "lưu PL1.2 số liệu"]

    @pytest.mark.parametrize("username", ["kthtdt", "daumoi"])
    def test_cost_the_same_for_three_lines_and_for_three_hundred(self, write, browser_of, username):
        client = browser_of(username)

        def cost(name: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name), {"ky": "2026-Q1"}).status_code == 200
            return len(queries)

        names = ("journal", "journal_xlsx", "journal_csv")
        for number in range(3):
            write(f"PL1.{number + 1}", now=NOON + timedelta(minutes=number))
        few = [cost(name) for name in names]
        for number in range(300):
            write(
                f"PL1.{number % 29 + 1}", by="cap" if number % 2 else "kthtdt", now=NOON + timedelta(hours=number // 3)
            )
        assert [cost(name) for name in names] == few
        assert max(few) <= 15


class TestFiles:
    def test_a_text_that_looks_like_a_formula_stays_text(self, write, browser_of):
        for start in ("=", "+", "-", "@"):
            write(
                "PL1.6", reason=f"{start}1+1", after={"nguồn": f"{start}cmd"}, now=NOON + timedelta(minutes=ord(start))
            )
        write("=PL1", reason="\t=1")
        client = browser_of("kthtdt")
        answer = client.get(reverse("journal_xlsx"))
        assert answer["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
        sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        cells = [one for row in sheet.iter_rows(min_row=2) for one in row if one.value is not None]
        assert {one.data_type for one in cells} == {"s"}
        reasons = {row[9].value for row in sheet.iter_rows(min_row=2)}
        assert {"=1+1", "+1+1", "-1+1", "@1+1"} <= reasons
        told = list(csv.reader(io.StringIO(client.get(reverse("journal_csv")).content.decode("utf-8-sig"))))
        assert {row[9] for row in told[1:]} >= {"'=1+1", "'+1+1", "'-1+1", "'@1+1", "'\t=1"}
        assert "'=PL1" in {row[4] for row in told}

    def test_what_no_cell_holds_is_replaced_and_what_is_too_long_is_cut_and_says_so(self, write, browser_of):
        assert cell("a\x07b\ufffe") == "a\ufffdb\ufffd"
        assert len(cell("x" * 40_000)) == 32_000
        assert cell("x" * 40_000).endswith("(cắt bớt, xem trên trang)")
        write("PL1.6", reason="a\x1fb" + "y" * 33_000)
        rows = rows_of(browser_of("kthtdt").get(reverse("journal_xlsx")))
        assert rows[1][9].startswith("a\ufffdby")

    def test_more_than_a_file_takes_is_refused_plainly(self, write, browser_of, monkeypatch):
        for module in (views, files):
            monkeypatch.setattr(module, "MOST", 3)
        for number in range(4):
            write(f"PL1.{number + 1}")
        client = browser_of("kthtdt")
        page = read(client.get(reverse("journal"))).one("main")
        assert "hãy lọc còn 3 dòng trở xuống" in page.text
        assert page.all("a", download="") == []
        for name in ("journal_xlsx", "journal_csv"):
            answer = client.get(reverse(name))
            assert answer.status_code == 422
            assert "Mỗi tệp chứa nhiều nhất 3 dòng; hãy lọc hẹp lại" in read(answer).one("main").text
        assert client.get(reverse("journal_xlsx"), {"ma": "PL1.1"}).status_code == 200


class TestNobodyChangesIt:
    def test_no_page_takes_a_post(self, write, browser_of):
        write("PL1.6")
        for name in ("journal", "journal_xlsx", "journal_csv"):
            assert browser_of("quantri").post(reverse(name)).status_code == 405

    # SQLite has no TRUNCATE
    EMPTYING = ("TRUNCATE units_event",) if connection.vendor == "postgresql" else ()

    @pytest.mark.parametrize("statement", ["UPDATE units_event SET reason = 'x'", "DELETE FROM units_event", *EMPTYING])
    def test_nor_does_the_database(self, write, statement):
        line, count = write("PL1.6", reason="Lý do"), Event.objects.count()
        connection.check_constraints()  # else PostgreSQL truncates nothing for a reason of its own
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(statement)
        assert Event.objects.count() == count
        assert Event.objects.get(pk=line.pk).reason == "Lý do"

    def test_nor_do_models_and_querysets(self, write):
        line = write("PL1.6")
        line.reason = "Khác"
        for change in (line.save, line.delete, Event.objects.all().delete, lambda: Event.objects.update(reason="x")):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_a_line_outlives_the_account_and_keeps_its_name(self, write, plan, browser_of):
        gone = User.objects.create_user(
            "nguoi.cu", "Hoa.Phuong.Do.2026", full_name="Người Đã Nghỉ", ward=plan.ward, role="viewer"
        )
        write("PL1.6", by="nguoi.cu")
        gone.delete()
        client = browser_of("kthtdt")
        assert "Người Đã Nghỉ" in read(client.get(reverse("journal"))).one("select", name="nguoi").text
        assert shown(client, nguoi="Người Đã Nghỉ") == ["lưu PL1.6 số liệu"]
