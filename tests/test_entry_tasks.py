"""The task page of one unit and period: what it shows, what it saves, what it refuses and keeps."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.workflow import RowState
from tasks.models import Progress
from tests import desk
from tests.page import errors, labels, posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


def address(unit="TTPVHCC", period=Q1):
    return reverse("entry_tasks", args=(period, unit))


@pytest.fixture
def officer(person):
    return person("ttpvhcc")


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("ttpvhcc")


def form_of(client, unit="TTPVHCC", period=Q1):
    return posts(read(client.get(address(unit, period))).one("form", cls="sheet"))


def save(client, typed, unit="TTPVHCC", period=Q1, **more):
    return client.post(address(unit, period), form_of(client, unit, period) | typed, **more)


def of_first(**typed):
    return {f"PL3.II.1-{name}": text for name, text in typed.items()}


def progress(code="PL3.II.1", period=Q1):
    return Progress.objects.filter(task__code=code, report__period__code=period).first()


def line(answer, code="PL3.II.1"):
    return read(answer).one("section", id=f"row-{code}")


class TestTheRow:
    def test_names_the_task_its_deadline_as_printed_and_as_a_date(self, browser_of, quarter):
        about = line(browser_of("vhxh").get(address("VHXH")), "PL4.I.1").one("div", cls="about").text
        assert about.startswith("1 Công tác thông tin, tuyên truyền trên các phương tiện thông tin đại chúng")
        assert "Thời hạn: Hàng năm (31/12/2026)" in about
        assert "Sản phẩm cần đạt: Bản tin, clip, phóng sự" in about
        assert "Cùng báo cáo: TT DVSNC" in about

    def test_without_a_date_shows_the_printed_words_alone(self, client):
        about = line(client.get(address())).one("div", cls="about").text
        assert "Thời hạn: Thường xuyên · " in about

    def test_judges_the_units_own_part(self, plan, person, browser_of, quarter):
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), status="ongoing", percent=20)
        theirs = line(browser_of("ttdvsnc").get(address("TTDVSNC")), "PL4.I.1")
        ours = line(browser_of("vhxh").get(address("VHXH")), "PL4.I.1")
        assert theirs.one("span", cls="status").text.startswith("●Đang thực hiện")
        assert "Chưa triển khai" in ours.one("span", cls="status").text

    def test_shows_the_last_word_of_an_earlier_quarter_and_does_not_take_it_over(self, plan, officer, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)
        desk.period_of(plan, "2026-Q2")
        answer = client.get(address(period="2026-Q2"))
        assert "Báo gần nhất, Quý I/2026: Đang thực hiện, 25%" in line(answer).text
        assert posts(read(answer).one("form", cls="sheet"))["PL3.II.1-status"] == ""

    def test_gives_every_field_a_label(self, browser_of, quarter):
        page = read(browser_of("vhxh").get(address("VHXH")))
        shown = [
            control.attributes["id"]
            for tag in ("input", "textarea", "select")
            for control in page.one("form", cls="sheet").all(tag)
            if control.attributes.get("type") != "hidden"
        ]
        assert len(shown) == 15 * 6
        assert set(shown) <= labels(page)

    def test_takes_as_many_queries_for_2_tasks_as_for_15(self, browser_of, quarter):
        def cost(username, unit):
            browser = browser_of(username)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address(unit)).status_code == 200
            return len(queries)

        assert len({cost("ttpvhcc", "TTPVHCC"), cost("vhxh", "VHXH"), cost("ttdvsnc", "TTDVSNC")}) == 1


class TestSaving:
    def test_stores_every_field_by_the_screen(self, client, officer):
        typed = of_first(
            status="done",
            percent=" 100 % ",
            done_on="05/03/2026",
            product="Quyết định 12/QĐ-UBND",
            difficulties="Thiếu máy\r\nThiếu người",
            proposals="Bổ sung",
        )
        answer = save(client, typed, follow=True)
        saved = progress()
        assert (saved.status, saved.percent, saved.done_on) == ("done", 100, date(2026, 3, 5))
        assert (saved.product, saved.difficulties) == ("Quyết định 12/QĐ-UBND", "Thiếu máy\nThiếu người")
        assert (saved.proposals, saved.entered_by, saved.state) == ("Bổ sung", officer, RowState.ENTERING)
        assert answer.redirect_chain == [(address(), 302)]
        assert read(answer).one("div", cls="notice-success").text == "Đã lưu 1 dòng."
        assert Event.objects.get(subject_code="PL3.II.1").channel == Channel.SCREEN

    def test_shows_what_it_stored(self, client):
        save(client, of_first(status="done", percent="100", done_on="5/3/2026", proposals="Bổ sung"))
        answer = client.get(address())
        fields = posts(read(answer).one("form", cls="sheet"))
        assert (fields["PL3.II.1-done_on"], fields["PL3.II.1-percent"]) == ("05/03/2026", "100")
        assert (
            line(answer).one("details", cls="folded").one("summary").text
            == "khó khăn, vướng mắc; kiến nghị ✓; minh chứng"
        )

    def test_of_a_page_as_it_was_writes_nothing(self, plan, officer, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", difficulties="Dòng 1\nDòng 2")
        before = Event.objects.count()
        answer = save(client, {}, follow=True)
        assert read(answer).one("div", cls="notice-success").text == "Không có thay đổi nào cần lưu."
        assert Event.objects.count() == before

    def test_of_a_row_cleared_in_every_field_removes_it_and_records_it(self, plan, officer, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=25)
        assert save(client, of_first(status="", percent="")).status_code == 302
        assert progress() is None
        assert Event.objects.filter(subject_code="PL3.II.1").latest("pk").action == "empty"

    def test_keeps_one_part_of_a_shared_task_apart_from_the_other(self, plan, person, browser_of, quarter):
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), status="ongoing", percent=20)
        save(browser_of("vhxh"), {"PL4.I.1-status": "not_started"}, "VHXH")
        parts = Progress.objects.filter(task__code="PL4.I.1").order_by("report__unit__code")
        assert [(part.report.unit.code, part.status) for part in parts] == [
            ("TTDVSNC", "ongoing"),
            ("VHXH", "not_started"),
        ]

    def test_the_coordinator_enters_for_the_partys_unit_and_it_is_marked(self, browser_of, quarter):
        client = browser_of("daumoi")
        notice = read(client.get(address("DU"))).one("p", cls="notice-warning").text
        assert notice.startswith("Nhập thay cho Đảng ủy")
        assert save(client, {"PL3.I.2-status": "ongoing"}, "DU").status_code == 302
        assert progress("PL3.I.2").on_behalf is True


class TestARefusal:
    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"percent": "50"}, "status", "Hãy chọn tình trạng; muốn xóa dòng này thì để trống mọi ô."),
            ({"proposals": "Bổ sung"}, "status", "Hãy chọn tình trạng; muốn xóa dòng này thì để trống mọi ô."),
            ({"status": "later"}, "status", "Hãy chọn tình trạng trong danh sách."),
            (
                {"status": "ongoing", "percent": "101"},
                "percent",
                "Phần trăm hoàn thành là số nguyên từ 0 đến 100, ví dụ 45.",
            ),
            (
                {"status": "ongoing", "percent": "45,5"},
                "percent",
                "Phần trăm hoàn thành là số nguyên từ 0 đến 100, ví dụ 45.",
            ),
            (
                {"status": "ongoing", "percent": "1/2"},
                "percent",
                "Phần trăm hoàn thành là số nguyên từ 0 đến 100, ví dụ 45.",
            ),
            ({"status": "done", "percent": "50"}, "percent", "“Hoàn thành” thì phần trăm là 100 hoặc để trống."),
            (
                {"status": "not_started", "percent": "5"},
                "percent",
                "“Chưa triển khai” thì phần trăm là 0 hoặc để trống.",
            ),
            (
                {"status": "ongoing", "done_on": "05/03/2026"},
                "done_on",
                "Ngày hoàn thành chỉ ghi khi tình trạng là “Hoàn thành”.",
            ),
            (
                {"status": "done", "done_on": "31/02/2026"},
                "done_on",
                "Không có ngày “31/02/2026” trong lịch: hãy kiểm tra lại ngày, tháng, năm.",
            ),
            (
                {"status": "done", "done_on": "hôm qua"},
                "done_on",
                "Không đọc được ngày “hôm qua”: hãy nhập ngày/tháng/năm, ví dụ 16/01/2026.",
            ),
            (
                {"status": "ongoing", "difficulties": "x" * 2001},
                "difficulties",
                "Nội dung dài 2.001 ký tự, quá mức 2.000 ký tự; hãy viết gọn lại.",
            ),
        ],
    )
    def test_stands_at_its_field_and_keeps_what_was_typed(self, client, typed, field, sentence):
        answer = save(client, of_first(**typed))
        page = read(answer)
        assert (answer.status_code, progress()) == (422, None)
        assert errors(page, f"id_PL3.II.1-{field}") == sentence
        kept = posts(page.one("form", cls="sheet"))
        assert {name: kept[f"PL3.II.1-{name}"] for name in typed if name != "status"} == {
            name: text for name, text in typed.items() if name != "status"
        }

    def test_of_a_day_ahead_names_today(self, client):
        today = timezone.localdate()
        answer = save(client, of_first(status="done", done_on=f"{today + timedelta(days=1):%d/%m/%Y}"))
        assert errors(read(answer), "id_PL3.II.1-done_on") == (
            f"Ngày hoàn thành không thể sau hôm nay ({today:%d/%m/%Y})."
        )

    def test_does_not_hold_up_the_right_rows(self, client):
        answer = save(client, of_first(status="done", percent="5") | {"PL3.II.2-status": "ongoing"})
        assert answer.status_code == 422
        assert read(answer).one("div", role="alert").text == "Đã lưu 1 dòng; 1 dòng cần sửa."
        assert (progress(), progress("PL3.II.2").status) == (None, "ongoing")

    def test_unfolds_the_fields_where_it_stands(self, client):
        answer = save(client, of_first(status="ongoing", proposals="a\x00b"))
        assert "open" in line(answer).one("details", cls="folded").attributes

    @pytest.mark.parametrize("data", [{}, {"PL3.II.1-version": "0"}])
    def test_of_an_empty_page_changes_nothing(self, plan, officer, client, data):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing")
        assert client.post(address(), data).status_code == 400
        assert progress().status == "ongoing"

    def test_of_a_missing_version_is_never_up_to_date(self, plan, officer, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing")
        assert client.post(address(), of_first(status="done")).status_code == 400
        assert progress().status == "ongoing"

    def test_of_another_units_task_is_named(self, client):
        answer = save(client, {"PL4.I.2-status": "done", "PL4.I.2-version": "0"})
        assert (answer.status_code, progress("PL4.I.2")) == (422, None)
        assert "Không lưu “done” của PL4.I.2" in read(answer).one("div", role="alert").text


class TestAConflict:
    def test_shows_both_words_and_a_second_save_decides(self, plan, person, client):
        page = form_of(client)
        desk.tell(plan, "PL3.II.1", person("ttpvhcc.lanhdao"), status="ongoing", percent=30)
        answer = client.post(address(), page | of_first(status="done", percent="100"))
        assert (answer.status_code, progress().status) == (409, "ongoing")
        standing = line(answer).one("div", cls="standing").text
        assert standing.startswith("Đang lưu: tình trạng: Đang thực hiện; hoàn thành: 30% (Lãnh đạo TT PVHCC, ")
        again = posts(read(answer).one("form", cls="sheet"))
        assert (again["PL3.II.1-status"], again["PL3.II.1-percent"]) == ("done", "100")
        assert client.post(address(), again).status_code == 302
        assert progress().status == "done"

    def test_is_none_where_the_officer_did_not_touch_the_row(self, plan, person, client):
        page = form_of(client)
        desk.tell(plan, "PL3.II.1", person("ttpvhcc.lanhdao"), status="ongoing")
        assert client.post(address(), page | {"PL3.II.2-status": "ongoing"}).status_code == 302
        assert progress().status == "ongoing"


class TestStates:
    def test_a_sent_row_is_shown_and_takes_nothing(self, plan, officer, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing", percent=30, proposals="Bổ sung")
        desk.send(plan, "TTPVHCC", officer)
        answer = client.get(address())
        shown = line(answer).one("dl", cls="fields").text
        assert shown == "Tình trạng Đang thực hiện Hoàn thành 30% Kiến nghị Bổ sung"
        assert posts(read(answer).one("form", cls="sheet")).keys() == {"csrfmiddlewaretoken"}

    def test_a_returned_row_shows_why_and_can_be_mended(self, plan, officer, person, client):
        desk.tell(plan, "PL3.II.1", officer, status="ongoing")
        desk.send(plan, "TTPVHCC", officer)
        desk.give_back(plan, "TTPVHCC", person("daumoi"), "Thiếu số văn bản")
        answer = client.get(address())
        assert line(answer).one("p", cls="back").text == "Trả lại: Thiếu số văn bản"
        assert read(answer).one("p", cls="notice-error").one("a").attributes["href"] == (
            f"{address()}#id_PL3.II.1-status"
        )
        save(client, of_first(product="Quyết định 12"))
        assert (progress().product, progress().state) == ("Quyết định 12", RowState.RETURNED)

    @pytest.mark.parametrize("username", ["kthtdt", "vhxh", "lanhdao", "nguoixem", "quantri"])
    def test_others_find_no_page(self, browser_of, quarter, username):
        client = browser_of(username)
        assert [client.get(address()).status_code, client.post(address(), {}).status_code] == [404, 404]
