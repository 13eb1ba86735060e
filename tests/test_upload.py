"""A filled-in workbook: every difference and every error by cell first, and only then, and only what was chosen."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.opening import close_period
from tasks.models import Progress
from tests import desk
from tests.page import posts, read
from tests.workbooks import UnitBook
from units.models import Channel, Event, Unit, Ward

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


@pytest.fixture
def quarter(plan):
    return desk.period_of(plan)


@pytest.fixture
def officer(person):
    return person("vhxh")


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("vhxh")


def address(unit="VHXH", period=Q1):
    return reverse("entry_upload", args=(period, unit))


def book_of(client, unit="VHXH", period=Q1):
    return UnitBook(client.get(reverse("entry_workbook", args=(period, unit))).content)


def upload(client, book, unit="VHXH", period=Q1):
    file = book.file() if isinstance(book, UnitBook) else book
    return client.post(address(unit, period), {"tep": file})


def row_of(answer, code):
    return read(answer).one("tbody", id=f"row-{code}")


def shown(answer, code):
    """The cells of a row: (label, place, old, new)."""
    cells = [[cell.text for cell in line.all("td")] for line in row_of(answer, code).all("tr")[1:]]
    return [
        (label, place, old.removeprefix("Đang lưu: "), new.removeprefix("Trong tệp: "))
        for _, label, place, old, new in cells
    ]


def rows_shown(answer):
    return [body.attributes["id"].removeprefix("row-") for body in read(answer).all("tbody")]


def ticked(answer):
    boxes = read(answer).all("input", name="chon")
    return [box.attributes["value"] for box in boxes if "checked" in box.attributes]


def counts(answer):
    return [words.text for words in read(answer).one("p", cls="told").all("span")]


def accept(client, answer, chosen=None, button="chon", unit="VHXH", period=Q1, **changes):
    """Press a button of the page of differences; `chosen` replaces the ticks."""
    (form,) = [form for form in read(answer).all("form") if form.all("button", name="ghi")]
    data = posts(form) | {"ghi": button, "chon": ticked(answer) if chosen is None else chosen} | changes
    return client.post(address(unit, period), data)


def figure(code, period=Q1):
    return Figure.objects.filter(indicator__code=code, period__code=period).first()


def every_row():
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


class TestReading:
    def test_every_cell_old_and_new(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer, source="Báo cáo nhà mạng")
        book = book_of(client).type("PL1.1", Thực_hiện="72,5", Ước="x", Nguồn_số_liệu="Sở KH-CN")
        book.type("PL1.11", Thực_hiện="11/12").type("PL4.I.1", Tình_trạng="Đang thực hiện", Kiến_nghị="Cấp kinh phí")
        answer = upload(client, book)
        assert answer.status_code == 200
        assert shown(answer, "PL1.1") == [
            ("Thực hiện", book.place("PL1.1", "Thực hiện"), "70", "72,5"),
            ("Ước", book.place("PL1.1", "Ước"), "không", "có"),
            ("Nguồn số liệu", book.place("PL1.1", "Nguồn số liệu"), "Báo cáo nhà mạng", "Sở KH-CN"),
        ]
        assert shown(answer, "PL1.11") == [("Thực hiện", book.place("PL1.11", "Thực hiện"), "(trống)", "11/12")]
        assert shown(answer, "PL4.I.1") == [
            ("Tình trạng", book.place("PL4.I.1", "Tình trạng"), "(trống)", "Đang thực hiện"),
            ("Kiến nghị", book.place("PL4.I.1", "Kiến nghị"), "(trống)", "Cấp kinh phí"),
        ]
        assert rows_shown(answer) == ticked(answer) == ["PL1.1", "PL1.11", "PL4.I.1"]
        assert counts(answer) == ["3 dòng thay đổi", "30 dòng giữ nguyên"]

    def test_nothing_is_written_before_it_is_accepted(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client).type("PL1.1", Thực_hiện="72,5").type("PL1.2", Thực_hiện="90")
        before = every_row()
        upload(client, book)
        client.get(address())
        assert every_row() == before

    def test_a_file_as_it_went_out_says_nothing(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        answer = upload(client, book_of(client))
        assert (rows_shown(answer), counts(answer)) == ([], ["33 dòng giữ nguyên"])

    def test_all_errors_come_at_once_with_sheet_and_cell(self, client):
        book = book_of(client)
        book.type("PL1.1", Thực_hiện="abc").type("PL1.2", Thực_hiện="101")
        book.type("PL1.3", Trạng_thái="Không phát sinh").type("PL1.4", Trạng_thái="Có số liệu")
        book.type("PL1.5", Trạng_thái="Chưa có số liệu", Thực_hiện="5").type("PL1.7", Trạng_thái="Đã xong")
        book.type("PL1.8", Ước="có lẽ").type("PL1.9", Nguồn_số_liệu="Sở").type("PL1.10", Thực_hiện=date(2026, 12, 11))
        book.type("PL4.I.1", {"% hoàn thành": "45"}, Tình_trạng="Hoàn thành")
        book.type("PL4.I.2", Kiến_nghị="Cấp kinh phí")
        answer = upload(client, book)
        expected = {
            "PL1.1": ("Thực hiện", "Không đọc được số này"),
            "PL1.2": ("Thực hiện", "Tỷ lệ không vượt quá 100%"),
            "PL1.3": ("Lý do không phát sinh", "Không phát sinh thì cần lý do"),
            "PL1.4": ("Thực hiện", "“Có số liệu” thì cần một số"),
            "PL1.5": ("Trạng thái", "vừa chọn “Chưa có số liệu”"),
            "PL1.7": ("Trạng thái", "không có trong danh sách"),
            "PL1.8": ("Ước", "không rõ là có hay không"),
            "PL1.9": ("Thực hiện", "chỉ lưu cùng số liệu"),
            "PL1.10": ("Thực hiện", "Ô này là ngày giờ"),
            "PL4.I.1": ("% hoàn thành", "“Hoàn thành” thì phần trăm là 100"),
            "PL4.I.2": ("Tình trạng", "Hãy chọn tình trạng"),
        }
        assert rows_shown(answer) == list(expected)
        for code, (heading, words) in expected.items():
            place = book.place(code, heading)
            (said,) = [line.text for line in row_of(answer, code).all("p", cls="say err")]
            assert said.startswith(f"T{place[1:]}: ")
            assert words in said
        assert counts(answer) == ["11 dòng có ô sai", "22 dòng giữ nguyên"]
        assert not read(answer).all("button", name="ghi")

    def test_a_wrong_row_does_not_hold_up_the_right_ones(self, client):
        answer = upload(client, book_of(client).type("PL1.1", Thực_hiện="abc").type("PL1.2", Thực_hiện="90"))
        assert ticked(answer) == ["PL1.2"]
        accept(client, answer)
        assert (figure("PL1.1"), figure("PL1.2").value) == (None, 90)

    @pytest.mark.parametrize(
        ("cell", "number_format", "value"),
        [(72.5, "General", "72.5"), (0.725, "0.0%", "72.5"), ("72,5 %", "@", "72.5"), (0.1 + 0.2, "General", "0.3")],
    )
    def test_a_number_may_be_pasted_as_a_number(self, client, cell, number_format, value):
        book = book_of(client).type("PL1.1", Thực_hiện=cell)
        book.cell("PL1.1", "Thực hiện").number_format = number_format
        accept(client, upload(client, book))
        assert figure("PL1.1").value == Decimal(value)

    def test_a_day_may_be_a_date(self, client):
        book = book_of(client).type("PL4.I.1", Tình_trạng="Hoàn thành", Ngày_hoàn_thành=date(2026, 3, 12))
        accept(client, upload(client, book))
        assert Progress.objects.get(task__code="PL4.I.1").done_on == date(2026, 3, 12)

    @pytest.mark.parametrize("value", ["#DIV/0!", "=43/45"])
    def test_a_formula_without_a_result_and_an_error_are_refused_at_their_cell(self, client, value):
        book = book_of(client)
        book.cell("PL1.1", "Thực hiện").value = value
        said = row_of(upload(client, book), "PL1.1").text
        assert "công thức" in said
        assert book.place("PL1.1", "Thực hiện")[1:] in said

    def test_a_doubtful_ratio_is_asked_about(self, client):
        answer = upload(client, book_of(client).type("PL1.1", Thực_hiện="0,95"))
        assert "0,95 % hay 95 %?" in row_of(answer, "PL1.1").text
        assert ticked(answer) == ["PL1.1"]


class TestFourStates:
    def test_nothing_to_measure_by_the_list_and_by_the_words(self, client):
        book = book_of(client)
        book.type("PL1.4", Trạng_thái="Không phát sinh", Lý_do_không_phát_sinh="Chưa có mạng 6G")
        book.type("PL1.5", Thực_hiện="không phát sinh", Lý_do_không_phát_sinh="Chưa có mạng 6G")
        accept(client, upload(client, book))
        assert [figure(code).nothing_reason for code in ("PL1.4", "PL1.5")] == ["Chưa có mạng 6G"] * 2

    def test_zero_is_a_number(self, client):
        accept(client, upload(client, book_of(client).type("PL1.1", Thực_hiện=0)))
        assert figure("PL1.1").value == 0

    def test_a_stored_figure_is_removed_only_by_saying_so(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        silent = upload(client, book_of(client).type("PL1.1", Trạng_thái=None, Thực_hiện=None))
        assert "hãy chọn “Chưa có số liệu” ở cột Trạng thái" in row_of(silent, "PL1.1").text
        half = upload(client, book_of(client).type("PL1.1", Thực_hiện=None))
        assert "“Có số liệu” thì cần một số" in row_of(half, "PL1.1").text
        answer = upload(client, book_of(client).type("PL1.1", Trạng_thái="Chưa có số liệu", Thực_hiện=None))
        assert [(old, new) for _, _, old, new in shown(answer, "PL1.1")] == [("70", "(trống)")]
        accept(client, answer)
        assert figure("PL1.1") is None

    def test_a_number_beside_not_applicable_is_refused(self, client):
        book = book_of(client).type("PL1.1", Trạng_thái="Không phát sinh", Thực_hiện="5")
        assert "vừa chọn “Không phát sinh”" in row_of(upload(client, book), "PL1.1").text


class TestAccepting:
    def test_the_ticked_rows_are_written_by_their_actions(self, client, person):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5").type("PL1.2", Thực_hiện="90")
        others = {"% hoàn thành": "45", "Sản phẩm, số văn bản": "Tin bài"}
        book.type("PL4.I.1", others, Tình_trạng="Đang thực hiện")
        answer = accept(client, upload(client, book), ["PL1.1", "PL4.I.1"])
        assert (answer.status_code, answer["Location"]) == (302, reverse("entry", args=(Q1, "VHXH")))
        assert (figure("PL1.1").value, figure("PL1.2")) == (Decimal("72.5"), None)
        told = Progress.objects.get(task__code="PL4.I.1")
        assert (told.status, told.percent, told.product) == ("ongoing", 45, "Tin bài")
        events = Event.objects.filter(subject_code__in=["PL1.1", "PL4.I.1"], action="save").order_by("pk")
        assert {(event.get_channel_display(), event.actor, event.on_behalf) for event in events} == {
            ("tệp Excel", person("vhxh"), False)
        }
        assert "Đã ghi 2 dòng từ tệp Excel." in client.get(answer["Location"]).content.decode()

    def test_texts_arrive_whole(self, client):
        words = "Dòng một\nDòng “hai” <b>&amp;\n=1+1"
        accept(client, upload(client, book_of(client).type("PL1.1", Thực_hiện="5", Giải_trình=words)))
        assert figure("PL1.1").explanation == words

    def test_no_row_chosen_writes_nothing_and_keeps_the_page(self, client):
        page = upload(client, book_of(client).type("PL1.1", Thực_hiện="5"))
        answer = accept(client, page, [])
        assert answer.status_code == 422
        assert "Chưa chọn dòng nào" in answer.content.decode()
        assert shown(answer, "PL1.1") == [("Thực hiện", "", "(trống)", "5")]
        assert ticked(answer) == []
        assert figure("PL1.1") is None

    def test_pressing_twice_writes_once(self, client):
        page = upload(client, book_of(client).type("PL1.1", Thực_hiện="5"))
        accept(client, page)
        version = figure("PL1.1").version
        events = Event.objects.count()
        accept(client, page)
        assert Event.objects.count() == events
        assert figure("PL1.1").version == version

    def test_whole_or_not_at_all(self, client, plan, officer):
        page = upload(client, book_of(client).type("PL1.1", Thực_hiện="5").type("PL1.2", Thực_hiện="90"))
        desk.enter(plan, "PL1.2", "88", officer)
        answer = accept(client, page)
        assert answer.status_code == 409
        assert figure("PL1.1") is None
        assert figure("PL1.2").value == 88
        assert shown(answer, "PL1.2") == [("Thực hiện", "", "88", "90")]
        assert ticked(answer) == ["PL1.1"]
        assert "Chưa ghi dòng nào" in answer.content.decode()
        accept(client, answer, ["PL1.1", "PL1.2"])
        assert (figure("PL1.1").value, figure("PL1.2").value) == (5, 90)

    def test_a_forged_page_is_checked_like_any_other(self, client):
        page = upload(client, book_of(client).type("PL1.1", Thực_hiện="5"))
        assert accept(client, page, **{"PL1.1-value": "500"}).status_code == 422
        assert accept(client, page, **{"PL1.1-version": "x"}).status_code == 400
        assert accept(client, page, ["PL1.23"]).status_code == 422
        assert not Figure.objects.filter(period__code=Q1).exists()

    def test_the_coordinator_writes_for_a_unit_and_it_is_marked(self, browser_of, quarter):
        coordinator = browser_of("daumoi")
        page = upload(coordinator, book_of(coordinator, "KTHTDT").type("PL1.6", Thực_hiện="1,2"), "KTHTDT")
        assert "Nhập thay cho" in page.content.decode()
        accept(coordinator, page, unit="KTHTDT")
        assert figure("PL1.6").on_behalf is True

    def test_a_unit_with_tasks_alone_lands_on_its_tasks(self, browser_of, quarter):
        centre = browser_of("ttdvsnc")
        page = upload(centre, book_of(centre, "TTDVSNC").type("PL4.I.1", Tình_trạng="Chưa triển khai"), "TTDVSNC")
        answer = accept(centre, page, unit="TTDVSNC")
        assert answer["Location"] == reverse("entry_tasks", args=(Q1, "TTDVSNC"))


class TestSinceTheDownload:
    def test_a_row_that_changed_meanwhile_shows_both_and_is_not_ticked(self, client, plan, officer, person):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client).type("PL1.1", Thực_hiện="72,5").type("PL1.2", Thực_hiện="90")
        desk.enter(plan, "PL1.1", "71", person("vhxh.lanhdao"))
        answer = upload(client, book)
        assert [(old, new) for _, _, old, new in shown(answer, "PL1.1")] == [("71", "72,5")]
        assert "đã được lưu lại sau khi bạn tải biểu (Lãnh đạo VH-XH" in row_of(answer, "PL1.1").text
        assert ticked(answer) == ["PL1.2"]
        accept(client, answer)
        assert (figure("PL1.1").value, figure("PL1.2").value) == (71, 90)

    def test_it_is_written_where_it_is_chosen(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        desk.enter(plan, "PL1.1", "71", officer)
        shown_page = upload(client, book)
        assert read(shown_page).one("button", name="ghi", value="tat-ca").text == "Ghi dòng này"
        accept(client, shown_page, button="tat-ca")
        assert figure("PL1.1").value == Decimal("72.5")

    def test_a_row_nobody_touched_in_the_file_stays_as_it_became(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client)
        desk.enter(plan, "PL1.1", "71", officer)
        desk.enter(plan, "PL1.2", "90", officer)
        assert rows_shown(upload(client, book)) == []

    def test_the_same_number_from_both_sides_is_no_difference(self, client, plan, officer):
        book = book_of(client).type("PL1.1", Thực_hiện="71")
        desk.enter(plan, "PL1.1", "71", officer)
        assert rows_shown(upload(client, book)) == []

    def test_rows_that_were_sent_or_accepted_are_protected(self, client, plan, officer, person):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client).type("PL1.1", Thực_hiện="72,5").type("PL1.2", Thực_hiện="90")
        desk.send(plan, "VHXH", officer)
        sent = upload(client, book)
        assert "Không ghi: đã gửi, không sửa được nữa." in row_of(sent, "PL1.1").text
        assert "Không ghi: báo cáo đã gửi và đang chờ xem xét" in row_of(sent, "PL1.2").text
        assert counts(sent) == ["2 dòng đã khóa", "31 dòng giữ nguyên"]
        desk.accept(plan, "VHXH", person("daumoi"))
        accepted = upload(client, book)
        assert "Không ghi: đã chấp nhận, không sửa được nữa." in row_of(accepted, "PL1.1").text
        assert ticked(accepted) == ["PL1.2"]

    def test_a_row_sent_while_the_differences_were_read_is_not_written(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        page = upload(client, book_of(client).type("PL1.1", Thực_hiện="72,5"))
        desk.send(plan, "VHXH", officer)
        answer = accept(client, page)
        assert answer.status_code == 409
        assert "đã gửi, không sửa được nữa" in row_of(answer, "PL1.1").text
        assert figure("PL1.1").value == 70

    def test_a_closed_period_takes_no_file(self, client, plan, quarter, person):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        page = upload(client, book)
        close_period(period=quarter, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đã gửi")
        for answer in (upload(client, book), accept(client, page)):
            assert answer.status_code == 422
            assert "đã chốt số liệu" in answer.content.decode()
        assert figure("PL1.1") is None


class TestKeys:
    def test_rows_in_another_order_are_found_by_their_keys(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        sheet, first, second = book.sheet("PL1.1"), book.row("PL1.1"), book.row("PL1.2")
        for column in range(1, sheet.max_column + 1):
            upper, lower = sheet.cell(first, column), sheet.cell(second, column)
            upper.value, lower.value = lower.value, upper.value
        answer = upload(client, book)
        assert [(old, new) for _, _, old, new in shown(answer, "PL1.1")] == [("(trống)", "72,5")]
        assert rows_shown(answer) == ["PL1.1"]

    def test_cells_that_moved_against_their_keys_are_refused(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        sheet, first, second = book.sheet("PL1.1"), book.row("PL1.1"), book.row("PL1.2")
        for column in range(4, sheet.max_column + 1):
            upper, lower = sheet.cell(first, column), sheet.cell(second, column)
            upper.value, lower.value = lower.value, upper.value
        answer = upload(client, book)
        assert "Hàng này mang mã PL1.2 nhưng ghi nội dung của PL1.1: ô bị xê dịch" in row_of(answer, "PL1.2").text
        assert ticked(answer) == []

    def test_a_deleted_row_keeps_its_figure(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "70", officer)
        book = book_of(client).type("PL1.2", Thực_hiện="90")
        for cell in book.sheet("PL1.1")[book.row("PL1.1")]:
            cell.value = None
        answer = upload(client, book)
        assert "Tệp không có 1 dòng của biểu (PL1.1)" in answer.content.decode()
        accept(client, answer)
        assert (figure("PL1.1").value, figure("PL1.2").value) == (70, 90)

    def test_a_doubled_row_is_not_guessed_at(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        sheet, row, copy = book.sheet("PL1.1"), book.row("PL1.1"), book.sheet("PL1.1").max_row + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(copy, column).value = sheet.cell(row, column).value
        answer = upload(client, book)
        assert f"Trang Chỉ tiêu, hàng {row}, {copy}: cùng là PL1.1; không lấy hàng nào." in read(answer).text
        assert rows_shown(answer) == []

    def test_a_row_of_another_unit_and_one_without_key(self, client):
        book = book_of(client)
        sheet, last = book.sheet("PL1.1"), book.sheet("PL1.1").max_row
        sheet.cell(last + 1, 1).value = "PL1.23"
        sheet.cell(last + 2, book.column("PL1.1", "Thực hiện")).value = "5"
        said = read(upload(client, book)).text
        assert f"Trang Chỉ tiêu, hàng {last + 1}: “PL1.23” không phải dòng của biểu này." in said
        assert f"Trang Chỉ tiêu, hàng {last + 2}: có nội dung nhưng không có mã dòng nên không đọc." in said

    def test_a_row_without_its_version_is_never_up_to_date(self, client):
        book = book_of(client).type("PL1.1", {"phien_ban": None}, Thực_hiện="72,5")
        answer = upload(client, book)
        assert "Ô ẩn ghi phiên bản của hàng này bị mất" in row_of(answer, "PL1.1").text
        assert ticked(answer) == []

    def test_a_sheet_that_was_deleted_keeps_its_rows(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="72,5")
        del book.book["Nhiệm vụ"]
        answer = upload(client, book)
        assert "Tệp không có 15 dòng của biểu (PL3.I.1" in answer.content.decode()
        assert ticked(answer) == ["PL1.1"]


class TestRefusedFiles:
    def refusal(self, answer):
        assert answer.status_code == 422
        return read(answer).one("p", role="alert").text

    def test_no_file(self, client):
        assert self.refusal(client.post(address(), {})) == "Hãy chọn tệp biểu đã điền (.xlsx)."

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.xls", b"\xd0\xcf\x11\xe0", "tệp Excel kiểu cũ (.xls)"),
            ("a.csv", b"chi_tieu,gia_tri\n", "chỉ nhận tệp .xlsx"),
            ("a.xlsx", b"<html></html>", "trang web (HTML)"),
            ("a.xlsx", b"PK\x03\x04", "tệp hỏng"),
            ("a.xlsx", b" " * (5 * 1024 * 1024 + 1), "tệp lớn hơn 5 MB"),
        ],
    )
    def test_what_is_no_workbook(self, client, name, content, said):
        assert said in self.refusal(upload(client, SimpleUploadedFile(name, content)))

    def test_an_empty_file(self, client):
        assert "tệp rỗng" in self.refusal(upload(client, SimpleUploadedFile("a.xlsx", b"")))

    def test_another_workbook(self, client):
        from openpyxl import Workbook

        stored = BytesIO()
        Workbook().save(stored)
        answer = upload(client, SimpleUploadedFile("a.xlsx", stored.getvalue()))
        assert self.refusal(answer).startswith("Tệp này không phải biểu nhập số liệu của phần mềm")

    def test_another_units_form(self, client, browser_of):
        book = book_of(browser_of("daumoi"), "KTHTDT")
        assert self.refusal(upload(client, book)) == (
            "Biểu này của Phòng Kinh tế, Hạ tầng và Đô thị, còn trang này nhận số liệu của Phòng Văn hóa - Xã hội."
        )

    def test_another_quarters_form(self, client, plan):
        desk.period_of(plan, "2026-Q2")
        book = book_of(client, period="2026-Q2")
        assert (
            self.refusal(upload(client, book)) == "Biểu này là của Quý II/2026, còn trang này nhận số liệu Quý I/2026."
        )

    @pytest.mark.parametrize(
        ("key", "code", "words", "said"),
        [
            (
                "phuong",
                "ngo-quyen",
                "Phường Ngô Quyền",
                "Biểu này của Phường Ngô Quyền, còn trang này của Phường Hải An.",
            ),
            ("ke_hoach", "35/KH-UBND", "Kế hoạch 35/KH-UBND", "Biểu này theo Kế hoạch 35/KH-UBND, còn trang này theo"),
            ("dinh_dang", "0", "0", "Biểu này của một phiên bản khác của phần mềm"),
            ("ky", None, None, "Biểu này là của nơi khác"),
        ],
    )
    def test_another_wards_plans_or_versions_form(self, client, key, code, words, said):
        book = book_of(client)
        (row,) = [row for row in book.book["_bieu"].iter_rows() if row[0].value == key]
        row[1].value, row[2].value = code, words
        assert self.refusal(upload(client, book)).startswith(said)

    def test_a_column_that_is_gone_or_doubled(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="5")
        head = next(c for row in book.sheet("PL1.1").iter_rows() for c in row if c.value == "Ước")
        head.value = "Thực hiện"
        assert "Trang Chỉ tiêu: có hai cột “Thực hiện”" in self.refusal(upload(client, book))
        head.value = "khác"
        assert "Trang Chỉ tiêu: thiếu cột “Ước”" in self.refusal(upload(client, book))

    def test_columns_that_changed_places(self, client):
        book = book_of(client)
        ws, first, second = book.sheet("PL1.1"), book.column("PL1.1", "Ước"), book.column("PL1.1", "Giải trình")
        head = next(cell.row for row in ws.iter_rows() for cell in row if cell.value == "Giải trình")
        ws.cell(head, first).value, ws.cell(head, second).value = "Giải trình", "Ước"
        book.type("PL1.1", Thực_hiện="9")
        assert "Trang Chỉ tiêu: các cột không còn đúng thứ tự" in self.refusal(upload(client, book))

    def test_what_is_hidden_from_the_officer_is_not_taken_in(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="9")
        number = book.row("PL1.1")
        book.sheet("PL1.1").row_dimensions[number].hidden = True
        assert f"Trang Chỉ tiêu: có hàng đang ẩn ({number}); hãy bỏ ẩn" in self.refusal(upload(client, book))
        book = book_of(client).type("PL1.1", Thực_hiện="9")
        column = book.cell("PL1.1", "Nguồn số liệu").column_letter
        book.sheet("PL1.1").column_dimensions[column].hidden = True
        assert "Trang Chỉ tiêu: có cột đang ẩn; hãy bỏ ẩn" in self.refusal(upload(client, book))

    def test_merged_cells_among_the_rows(self, client):
        book = book_of(client).type("PL1.1", Thực_hiện="9")
        area = f"{book.cell('PL1.1', 'Thực hiện').coordinate}:{book.cell('PL1.2', 'Thực hiện').coordinate}"
        book.sheet("PL1.1").merge_cells(area)
        assert f"Trang Chỉ tiêu: có ô gộp ({area}); hãy bỏ gộp" in self.refusal(upload(client, book))

    def test_a_form_without_rows(self, client):
        said = "Biểu này không có hàng số liệu nào; hãy bấm “Tải biểu Excel” để lấy biểu mới rồi chép số sang."
        emptied, without_sheets = book_of(client), book_of(client)
        for first in ("PL1.1", "PL3.I.1"):
            sheet = emptied.sheet(first)
            sheet.delete_rows(emptied.row(first), 400)
            del without_sheets.book[sheet.title]
        assert self.refusal(upload(client, emptied)) == said
        assert self.refusal(upload(client, without_sheets)) == said

    def test_a_sheet_without_its_headings(self, client):
        book = book_of(client)
        for row in book.sheet("PL1.1").iter_rows(max_col=1):
            row[0].value = None
        assert "Trang Chỉ tiêu: không thấy hàng tiêu đề" in self.refusal(upload(client, book))

    def test_a_template_of_another_ward_does_not_fit_even_with_the_same_codes(self, client, plan):
        """The ward is compared by its own code, not by the unit's."""
        book = book_of(client)
        Ward.objects.filter(pk=plan.ward_id).update(code="khac")
        assert Unit.objects.filter(ward=plan.ward, code="VHXH").exists()
        assert "Biểu này của" in self.refusal(upload(client, book))


class TestThePages:
    def test_both_ways_stand_beside_the_save_button(self, client):
        for name in ("entry", "entry_tasks"):
            links = {
                link.text: link.attributes["href"]
                for link in read(client.get(reverse(name, args=(Q1, "VHXH")))).all("a")
            }
            assert links["Tải biểu Excel"] == reverse("entry_workbook", args=(Q1, "VHXH"))
            assert links["Tải lên biểu đã điền"] == address()

    def test_the_page_says_where_the_form_is(self, client):
        page = read(client.get(address()))
        assert page.one("form", enctype="multipart/form-data").one("input", type="file").attributes["name"] == "tep"
        assert "Tải biểu Excel" in page.text

    def test_what_the_file_says_is_shown_as_text(self, client):
        answer = upload(client, book_of(client).type("PL1.1", Thực_hiện="5", Giải_trình="<script>alert(1)</script>"))
        assert "<script>alert" not in answer.content.decode()
        assert shown(answer, "PL1.1")[1][3] == "<script>alert(1)</script>"
