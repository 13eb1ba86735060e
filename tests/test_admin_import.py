"""Tables in and out of admin: every change is shown before it is written, and what went out comes back equal."""

import csv
import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kpis.models import Figure, Indicator
from plans.csv_table import guarded, read_csv, unguarded
from plans.table import Cell
from plans.table_admin import sealed_cell
from plans.table_files import write_csv, write_xlsx
from plans.workbook import parse_table
from tasks.models import Task
from tests.admin_desk import address, another_ward, client_of, errors
from tests.desk import enter, period_of, send
from tests.page import read
from tests.test_routes import fingerprint
from units.models import Channel, Event, Leader, Unit

pytestmark = pytest.mark.django_db
SHEETS = ("units.unit", "units.leader", "plans.section", "plans.planclause", "kpis.indicator", "tasks.task")


@pytest.fixture
def coordinator(person) -> Client:
    return client_of(person("daumoi"))


@pytest.fixture
def administrator(person) -> Client:
    return client_of(person("quantri"))


def scope_of(client: Client, label: str, page: str) -> dict[str, str]:
    """The plan or period that the page offers first."""
    answer: Any = client.get(address(label, page))
    selects = read(answer).all("select", name="scope")
    if not selects:
        return {}
    options = selects[0].all("option")
    chosen = [option for option in options if "selected" in option.attributes] or options
    return {"scope": chosen[0].attributes["value"]}


def download(client: Client, label: str, kind: str, **scope: str) -> tuple[str, bytes]:
    scope = scope or scope_of(client, label, "export")
    answer: Any = client.post(address(label, "export"), {"format": kind, **scope})
    assert answer.status_code == 200, errors(answer)
    assert answer["Content-Disposition"].startswith("attachment;")
    return answer["Content-Disposition"].split('"')[1], answer.content


def upload(client: Client, label: str, name: str, content: bytes, **scope: str):
    scope = scope or scope_of(client, label, "import")
    return client.post(address(label, "import"), {"import_file": SimpleUploadedFile(name, content), **scope})


def confirm(client: Client, label: str, preview):
    token = read(preview).one("input", name="table").attributes["value"]
    return client.post(address(label, "import"), {"table": token})


def csv_of(*rows: list) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def xlsx_of(*rows: list) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shown_changes(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.text for row in read(answer).one("table", cls="import-preview").one("tbody").all("tr")]


def problems(answer) -> list[str]:
    return [item.text for item in read(answer).one("ul", cls="import-problems").all("li")]


class TestRoundTrip:
    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    @pytest.mark.parametrize("label", SHEETS)
    def test_what_went_out_comes_back_equal(self, label, kind, administrator):
        before = fingerprint()
        name, content = download(administrator, label, kind)
        answer = upload(administrator, label, name, content)
        text = read(answer).one("main").text
        assert "0 dòng mới, 0 dòng sửa" in text, problems(answer)
        assert "không có gì khác" in text
        assert fingerprint() == before

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_figures_come_back_equal(self, kind, plan, coordinator, person):
        for code, typed in (("PL1.6", "1,2"), ("PL1.26", "43/45")):
            enter(plan, code, typed, person("kthtdt"), source="=Báo cáo số 5", explanation="-10 so với quý trước")
        enter(plan, "PL1.27", "2,123456", person("cap"), estimate=True)
        scope = {"scope": str(period_of(plan).pk)}
        before = fingerprint()
        name, content = download(coordinator, "kpis.figure", kind, **scope)
        answer = upload(coordinator, "kpis.figure", name, content, **scope)
        assert "0 dòng mới, 0 dòng sửa, 3 dòng không đổi" in read(answer).one("main").text
        assert fingerprint() == before

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_nothing_to_measure_keeps_its_reason_and_its_explanation(self, kind, plan, coordinator, person):
        enter(plan, "PL1.27", "", person("cap"), nothing_reason="Chưa phát sinh hồ sơ", explanation="Đã hỏi lại")
        scope = {"scope": str(period_of(plan).pk)}
        name, content = download(coordinator, "kpis.figure", kind, **scope)
        answer = upload(coordinator, "kpis.figure", name, content, **scope)
        assert "0 dòng mới, 0 dòng sửa, 1 dòng không đổi" in read(answer).one("main").text


class TestLinks:
    @pytest.mark.parametrize(
        ("heading", "typed", "said"),
        [
            ("Chỉ tiêu liên quan", "PL1.7; PL1.99", "Không có “PL1.99” trong dữ liệu của phường."),
            ("Nội dung kế hoạch liên quan", "4.4", "Không có “4.4” trong dữ liệu của phường."),
            ("Chỉ tiêu liên quan", "PL1.7; PL1.7", "Có tên ghi hai lần trong một ô."),
        ],
    )
    def test_to_what_is_not_there_are_refused_at_their_cell(self, coordinator, heading, typed, said):
        content = csv_of(["Mã", heading], ["PL4.I.6", typed])
        told = problems(upload(coordinator, "tasks.task", "a.csv", content))
        assert told == [f"a.csv, hàng 2, cột {heading}: {said}"]

    def test_are_kept_in_printed_order_however_they_are_written(self, coordinator, plan):
        content = csv_of(["Mã", "Chỉ tiêu liên quan"], ["PL4.I.6", "PL1.8; PL1.7"])
        confirm(coordinator, "tasks.task", upload(coordinator, "tasks.task", "a.csv", content))
        assert [row.code for row in Task.objects.get(plan=plan, code="PL4.I.6").indicators.all()] == ["PL1.7", "PL1.8"]
        again = upload(coordinator, "tasks.task", "a.csv", content)
        assert "không có gì khác" in read(again).one("main").text


class TestWhatGoesOut:
    def test_the_headings_are_vietnamese_and_the_name_is_ascii(self, administrator):
        name, content = download(administrator, "units.unit", "xlsx")
        headings = [cell.value for cell in load_workbook(io.BytesIO(content)).active[1]]
        assert headings[:5] == ["Mã", "Tên", "Tên ngắn", "Loại", "Thứ tự"]
        assert name.isascii()
        assert name.startswith("don-vi-")

    def test_numbers_are_numbers_dates_are_dates_and_choices_are_words(self, administrator, plan):
        Leader.objects.filter(short_name__contains="Hiếu").update(starts_on=date(2025, 7, 1))
        sheet = load_workbook(io.BytesIO(download(administrator, "units.leader", "xlsx")[1])).active
        cells = {cell.value: cell.number_format for row in sheet for cell in row if cell.is_date}
        assert [(value.date(), shown) for value, shown in cells.items()] == [(date(2025, 7, 1), "DD/MM/YYYY")]
        sheet = load_workbook(io.BytesIO(download(administrator, "units.unit", "xlsx")[1])).active
        row = next(row for row in sheet.values if row[0] == "CAP")
        assert (row[3], type(row[4])) == ("công an", int)

    @pytest.mark.parametrize("text", ["=1+1", "+84 225", "-", "@SUM(A1)", "'=1", "=HYPERLINK(1)"])
    def test_text_like_a_formula_stays_text(self, text, administrator, plan):
        Unit.objects.filter(ward=plan.ward, code="CAP").update(note=text)
        _, book = download(administrator, "units.unit", "xlsx")
        cell = next(row[-1] for row in load_workbook(io.BytesIO(book)).active if row[0].value == "CAP")
        assert (cell.value, cell.data_type) == (text, "s")
        _, lines = download(administrator, "units.unit", "csv")
        row = next(row for row in csv.reader(io.StringIO(lines.decode("utf-8-sig"))) if row[0] == "CAP")
        assert row[-1] == f"'{text}"

    def test_a_ward_downloads_its_own_rows_only(self, plan):
        _, content = download(client_of(another_ward()), "units.unit", "csv")
        assert "Phòng Lạ" in content.decode()
        assert "Công an phường" not in content.decode()

    def test_another_wards_plan_or_period_is_no_choice(self, plan):
        client = client_of(another_ward("coordinator"))
        for label, scope in (("kpis.indicator", plan.pk), ("kpis.figure", period_of(plan).pk)):
            answer = client.post(address(label, "export"), {"format": "csv", "scope": str(scope)})
            assert errors(answer) != []

    @given(st.text(alphabet="=+-@\t\r' a1", max_size=6))
    def test_the_guard_of_csv_is_taken_away_exactly(self, text):
        assert unguarded(guarded(text)) == text
        assert guarded(text)[:1] not in set("=+-@\t\r") or guarded(text) == ""

    @given(st.lists(st.text(alphabet="=+-@';,\"\n ăđ1", min_size=1, max_size=8).filter(str.strip), min_size=1))
    def test_any_text_is_read_back_as_it_was_written(self, texts):
        rows = [[str(number), text] for number, text in enumerate(texts)]
        for name, content in (
            ("a.csv", write_csv(["Số", "Chữ"], rows)),
            ("a.xlsx", write_xlsx("A", ["Số", "Chữ"], rows)),
        ):
            table = parse_table(name, content)
            assert [[cell.value for cell in row.cells] for row in table.rows] == rows

    def test_a_csv_of_other_people_keeps_its_apostrophes(self):
        table = read_csv("a.csv", "Tên,Ghi chú\nA,'quote'\n".encode())
        assert table.rows[0].cells[1].value == "'quote'"


class TestPreviewAndConfirm:
    def table(self, *rows):
        return csv_of(["Mã", "Tên", "Tên ngắn", "Loại"], *rows)

    def test_every_change_is_shown_old_and_new_and_nothing_is_written_yet(self, administrator, plan):
        before = fingerprint()
        rows = (["CAP", "Công an phường Hải An", "Công an", "công an"], ["YTE", "Trạm Y tế", "TYT", "trung tâm"])
        answer = upload(administrator, "units.unit", "don-vi.csv", self.table(*rows))
        page = read(answer)
        first, second = shown_changes(answer)
        assert "Công an phường → Công an phường Hải An" in first
        assert [gone.text for gone in page.all("del")] == ["Công an phường"]
        assert second.startswith("3 YTE mới")
        assert fingerprint() == before

    def test_confirming_writes_it_with_a_line_for_each_row(self, administrator, person):
        rows = (["CAP", "Công an phường Hải An", "Công an", "công an"], ["YTE", "Trạm Y tế", "TYT", "trung tâm"])
        preview = upload(administrator, "units.unit", "don-vi.csv", self.table(*rows))
        answer = confirm(administrator, "units.unit", preview)
        assert answer["Location"] == address("units.unit", "changelist")
        told = administrator.get(answer["Location"]).content.decode()
        assert "Đã nhập don-vi.csv: 1 dòng mới, 1 dòng sửa, 0 dòng không đổi." in told
        assert Unit.objects.get(code="YTE").ward == person("quantri").ward
        change, added = Event.objects.order_by("-pk")[:2][::-1]
        assert (change.subject_code, change.before, change.after) == (
            "CAP",
            {"Tên": "Công an phường"},
            {"Tên": "Công an phường Hải An"},
        )
        assert (added.action, added.subject_code, added.channel) == ("add", "YTE", Channel.ADMIN)
        assert added.actor == person("quantri")

    def test_a_column_that_is_not_there_keeps_what_is_stored(self, administrator, plan):
        note = Unit.objects.get(code="CAP").aliases.count()
        content = csv_of(["ma", "ten"], ["CAP", "Công an phường Hải An"])
        confirm(administrator, "units.unit", upload(administrator, "units.unit", "a.csv", content))
        unit = Unit.objects.get(code="CAP")
        assert (unit.name, unit.short_name != "", unit.aliases.count()) == ("Công an phường Hải An", True, note)

    def test_what_moved_since_the_preview_is_shown_anew(self, administrator):
        preview = upload(administrator, "units.unit", "a.csv", csv_of(["Mã", "Tên"], ["CAP", "Tên mới"]))
        Unit.objects.filter(code="CAP").update(name="Người khác đã sửa")
        answer = confirm(administrator, "units.unit", preview)
        assert "Dữ liệu vừa thay đổi" in read(answer).one("p", cls="errornote").text
        assert Unit.objects.get(code="CAP").name == "Người khác đã sửa"
        assert "Người khác đã sửa → Tên mới" in shown_changes(answer)[0]
        confirm(administrator, "units.unit", answer)
        assert Unit.objects.get(code="CAP").name == "Tên mới"

    def test_a_preview_of_somebody_else_or_of_another_table_or_made_up_is_refused(self, administrator, coordinator):
        preview = upload(coordinator, "plans.section", "a.csv", csv_of(["Mã", "Tên"], ["PL1.I", "Khác"]))
        token = read(preview).one("input", name="table").attributes["value"]
        before = fingerprint()
        for client, label, sent in (
            (administrator, "plans.section", token),
            (coordinator, "kpis.indicator", token),
            (coordinator, "plans.section", token[:-2]),
            (coordinator, "plans.section", "x"),
        ):
            answer = client.post(address(label, "import"), {"table": sent})
            assert answer["Location"] == address(label, "import")
            assert "hãy chọn lại tệp" in client.get(answer["Location"]).content.decode()
        assert fingerprint() == before

    def test_the_forms_say_that_work_goes_on(self, coordinator):
        page = read(coordinator.get(address("kpis.indicator", "import")))
        assert "data-busy" in page.one("main").one("form").attributes
        page = read(coordinator.get(address("kpis.indicator", "export")))
        assert page.one("main").one("form").attributes["data-busy"] == "download"
        assert any(script.attributes.get("src", "").endswith("js/busy.js") for script in page.all("script"))


class TestProblems:
    def test_all_of_them_at_once_with_row_and_column_and_nothing_written(self, administrator):
        before = fingerprint()
        rows = (["CAP", "x" * 200, "a", "sai loại"], ["YTE", "", "TYT", "trung tâm"], ["CAP", "b", "c", "công an"])
        content = csv_of(["Mã", "Tên", "Tên ngắn", "Loại"], *rows)
        told = problems(upload(administrator, "units.unit", "a.csv", content))
        assert any(text.startswith("a.csv, hàng 2, cột Tên:") for text in told)
        assert any(text.startswith("a.csv, hàng 2, cột Loại: “sai loại” không có trong danh sách") for text in told)
        assert any(text.startswith("a.csv, hàng 3, cột Tên: Trường này") for text in told)
        assert any("“CAP” có ở hai hàng" in text for text in told)
        assert fingerprint() == before

    def test_a_heading_that_is_missing_or_unknown_is_named(self, administrator):
        told = problems(upload(administrator, "units.unit", "a.csv", csv_of(["Tên", "Màu"], ["A", "đỏ"])))
        assert told == [
            "a.csv: Thiếu cột “Mã” ở hàng tiêu đề.",
            "a.csv: Không có cột “Màu”; hãy xóa cột này hoặc sửa tên cột.",
        ]

    @pytest.mark.parametrize("label", ["units.unit", "plans.section", "kpis.indicator", "tasks.task"])
    def test_headings_without_rows_are_no_import(self, coordinator, administrator, label):
        client = administrator if label == "units.unit" else coordinator
        told = problems(upload(client, label, "x.csv", csv_of(["Mã"])))
        assert told == ["x.csv: chỉ có hàng tiêu đề, không có hàng dữ liệu nào."]

    def test_what_is_frozen_stays_frozen(self, coordinator, plan, person):
        enter(plan, "PL1.26", "40", person("kthtdt"))
        content = csv_of(["Mã", "Cách cộng dồn"], ["PL1.6", "thời điểm"])
        assert problems(upload(coordinator, "kpis.indicator", "a.csv", content)) == [
            "a.csv, hàng 2, cột Cách cộng dồn: Kế hoạch đã có số liệu nên không đổi được cách cộng dồn."
        ]

    def test_rows_of_another_ward_are_not_found_by_their_code(self, plan):
        client = client_of(another_ward())
        content = csv_of(["Mã", "Tên"], ["KTHTDT", "Đổi tên"])
        confirm(client, "units.unit", upload(client, "units.unit", "a.csv", content))
        assert Unit.objects.get(ward=plan.ward, code="KTHTDT").name == "Phòng Kinh tế, Hạ tầng và Đô thị"

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("a.xlsx", b"<html>", "trang web (HTML)"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "kiểu cũ (.xls)"),
            ("a.xlsx", b"PK\x03\x04rac", "tệp hỏng"),
            ("a.xls", b"x", "kiểu cũ (.xls)"),
            ("a.pdf", b"%PDF-1.7", "chỉ nhận tệp .xlsx hoặc .csv"),
            ("a.csv", b"M\xe3,T\xean\nCAP,T\xean", "không phải mã UTF-8"),
            ("a.csv", b"\n\n", "tệp rỗng"),
            ("a.csv", 'Mã,Tên\nCAP,"Tên'.encode(), "dấu ngoặc kép"),
            ("a.csv", "Mã,Tên,Tên\nCAP,a,b".encode(), "có hai lần"),
            ("a.csv", "Mã,Tên\nCAP,a,b".encode(), "nằm ngoài các cột"),
        ],
    )
    def test_a_file_that_cannot_be_read_gets_one_sentence_at_its_field(self, name, content, sentence, administrator):
        before = fingerprint()
        told = errors(upload(administrator, "units.unit", name, content))
        assert len(told) == 1
        assert sentence in told[0]
        assert fingerprint() == before

    def test_a_zip_that_is_no_workbook_and_an_empty_field(self, administrator):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("a.txt", "a")
        assert "không phải là sổ tính" in errors(upload(administrator, "units.unit", "a.xlsx", content.getvalue()))[0]
        assert len(errors(administrator.post(address("units.unit", "import"), {}))) == 1

    def test_a_cell_that_shows_an_error_is_named(self, administrator):
        book = Workbook()
        book.active.append(["Mã", "Tên"])
        book.active.append(["CAP", "#REF!"])
        book.active["B2"].data_type = "e"
        content = io.BytesIO()
        book.save(content)
        told = problems(upload(administrator, "units.unit", "a.xlsx", content.getvalue()))
        assert len(told) == 1
        assert "hàng 2, cột Tên: Ô này đang báo lỗi công thức" in told[0]


class TestPlanTables:
    def test_an_indicator_is_corrected_from_a_file(self, coordinator, plan):
        content = xlsx_of(["Mã", "Mục tiêu", "Tần suất", "Cơ quan chủ trì"], ["PL1.6", "≥ 2%", "hằng năm", "CAP; VHXH"])
        preview = upload(coordinator, "kpis.indicator", "chi-tieu.xlsx", content)
        assert "phấn đấu ít nhất 3% → ≥ 2%" in shown_changes(preview)[0]
        confirm(coordinator, "kpis.indicator", preview)
        indicator = Indicator.objects.get(plan=plan, code="PL1.6")
        assert (indicator.target.comparator, indicator.frequency) == ("≥", "yearly")
        assert [row.unit.code for row in indicator.lead_rows.all()] == ["CAP", "VHXH"]

    def test_a_date_of_a_workbook_is_taken_as_the_date(self, coordinator, plan):
        content = xlsx_of(["Mã", "Hạn"], ["PL4.I.6", date(2026, 3, 4)])
        preview = upload(coordinator, "tasks.task", "nhiem-vu.xlsx", content)
        assert "→ 04/03/2026" in shown_changes(preview)[0]
        confirm(coordinator, "tasks.task", preview)
        assert Task.objects.get(plan=plan, code="PL4.I.6").due_on == date(2026, 3, 4)

    @pytest.mark.parametrize("moment", [time(8, 30), timedelta(hours=30), datetime(2026, 3, 4, 8, 30)])  # noqa: DTZ001
    def test_a_time_of_a_workbook_is_refused_with_its_place(self, coordinator, moment):
        content = xlsx_of(["Mã", "Ghi chú", "Thời hạn"], ["PL4.I.6", moment, "Quý I"])
        preview = upload(coordinator, "tasks.task", "nhiem-vu.xlsx", content)
        assert problems(preview) == [
            "nhiem-vu.xlsx, trang Sheet, hàng 2, cột Ghi chú: "
            "Ô này là ngày giờ; hãy đổi định dạng ô sang Text rồi nhập lại."
        ]


def test_a_cell_of_any_kind_can_travel_in_the_page():
    odd = (None, 1, 1.5, True, "x", Decimal("1.5"), date(2026, 3, 4), time(8, 30), timedelta(hours=30))
    told = [sealed_cell(Cell(value))[0] for value in odd]
    assert json.loads(json.dumps(told)) == [None, 1, 1.5, True, "x", "1.5", "04/03/2026", "08:30:00", "1 day, 6:00:00"]


class TestFigures:
    HEADINGS = ["Chỉ tiêu", "Giá trị", "Tử số", "Mẫu số", "Ghi chú"]

    def send(self, client, plan, *rows, **kwargs):
        scope = {"scope": str(period_of(plan, **kwargs).pk)}
        return upload(client, "kpis.figure", "so-lieu.csv", csv_of(self.HEADINGS, *rows), **scope)

    def test_they_are_shown_old_and_new_and_then_written_by_the_same_action(self, plan, coordinator, person):
        enter(plan, "PL1.6", "1,2", person("kthtdt"))
        before = fingerprint()
        preview = self.send(coordinator, plan, ["PL1.6", "1,5", "", "", ""], ["PL1.26", "", "43", "100", "ước tạm"])
        first, second = shown_changes(preview)
        assert "1,2% → 1,5%" in first
        assert second.startswith("3 PL1.26 mới Số liệu: 43/100 (43%)")
        assert fingerprint() == before
        assert confirm(coordinator, "kpis.figure", preview).status_code == 302
        figure = Figure.objects.get(indicator__code="PL1.26")
        assert (figure.numerator, figure.denominator, figure.state, figure.on_behalf) == (43, 100, "entering", True)
        lines = Event.objects.filter(subject_type="figure").order_by("-pk")[:2]
        assert {(line.channel, line.on_behalf) for line in lines} == {(Channel.ADMIN, True)}

    def test_all_errors_at_once_and_nothing_written(self, plan, coordinator):
        before = fingerprint()
        rows = (["PL1.6", "abc", "", "", ""], ["PL9.9", "1", "", "", ""], ["PL1.27", "2", "", "", ""])
        told = problems(self.send(coordinator, plan, *rows))
        assert [text.split(":")[0] for text in told] == [
            "so-lieu.csv, hàng 2, cột Giá trị",
            "so-lieu.csv, hàng 3, cột Chỉ tiêu",
        ]
        # the envelope and the opening of the quarter are not the import's doing
        assert Figure.objects.count() == 0
        assert fingerprint()["kpis.Figure"] == before["kpis.Figure"]

    def test_a_row_that_was_sent_is_not_written_over(self, plan, coordinator, person):
        enter(plan, "PL1.27", "2", person("cap"))
        send(plan, "CAP", person("cap"))
        told = problems(self.send(coordinator, plan, ["PL1.27", "3", "", "", ""]))
        assert "không sửa được nữa" in told[0]

    def test_a_quarter_that_is_not_open_takes_none(self, plan, coordinator):
        from plans.models import Period

        period = Period.objects.get(plan=plan, code="2026-Q4")
        Period.objects.filter(pk=period.pk).update(closed_at="2026-01-01T00:00:00Z")
        content = csv_of(self.HEADINGS, ["PL1.6", "1", "", "", ""])
        answer = upload(coordinator, "kpis.figure", "a.csv", content, scope=str(period.pk))
        assert "đã chốt số liệu" in problems(answer)[0]

    def test_a_missing_column_is_named(self, plan, coordinator):
        scope = {"scope": str(period_of(plan).pk)}
        answer = upload(coordinator, "kpis.figure", "a.csv", csv_of(["Chỉ tiêu"], ["PL1.6"]), **scope)
        assert problems(answer) == ["a.csv: thiếu cột “gia_tri” (Giá trị) ở hàng tiêu đề."]

    def test_headings_without_rows_are_no_import(self, plan, coordinator):
        scope = {"scope": str(period_of(plan).pk)}
        answer = upload(coordinator, "kpis.figure", "a.csv", csv_of(self.HEADINGS), **scope)
        assert problems(answer) == ["a.csv: chỉ có hàng tiêu đề, không có hàng số liệu nào."]

    def test_a_question_about_a_number_does_not_hold_it_up(self, plan, coordinator):
        preview = self.send(coordinator, plan, ["PL1.1", "0,95", "", "", ""])
        warnings = [item.text for item in read(preview).one("ul", cls="import-warnings").all("li")]
        assert warnings == ["so-lieu.csv, hàng 2, PL1.1: 0,95 % hay 95 %?"]
        assert confirm(coordinator, "kpis.figure", preview).status_code == 302

    def test_a_figure_that_moved_since_the_preview_is_shown_anew(self, plan, coordinator, person):
        preview = self.send(coordinator, plan, ["PL1.27", "2", "", "", ""])
        enter(plan, "PL1.27", "1", person("cap"))
        answer = confirm(coordinator, "kpis.figure", preview)
        assert "1% → 2%" in shown_changes(answer)[0]
        assert Figure.objects.get(indicator__code="PL1.27").value == 1
