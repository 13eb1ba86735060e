"""The unit's workbook as it goes out: what is in it, what can be filled in, and that nothing gets lost on the way."""

import string
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.actions import FigureEntry, save_figure
from kpis.models import Figure
from kpis.querysets import indicators_reported_by
from plans.quantities import Measure, format_typed, read_figure
from tasks.querysets import tasks_reported_by
from tests import desk
from tests.test_upload import accept, counts, rows_shown, shown, upload
from tests.workbooks import UnitBook
from units.dates import LOCAL_ZONE
from units.models import Channel
from units.text import clean_text

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"


@pytest.fixture(autouse=True)
def in_july(plan):
    """Quý I and Quý II take figures."""
    with time_machine.travel(datetime(2026, 7, 2, 9, 0, tzinfo=LOCAL_ZONE), tick=True):
        desk.period_of(plan, Q1)
        desk.period_of(plan, Q2)
        yield


@pytest.fixture
def officer(person):
    return person("vhxh")


@pytest.fixture
def client(browser_of):
    return browser_of("vhxh")


def download(client, unit="VHXH", period=Q2):
    return client.get(reverse("entry_workbook", args=(period, unit)))


def book_of(client, unit="VHXH", period=Q2):
    return UnitBook(download(client, unit, period).content)


def value(book, code, heading):
    return book.cell(code, heading).value


class TestWhatIsInIt:
    def test_it_is_a_file_to_keep(self, client):
        answer = download(client)
        assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert answer["Content-Disposition"] == 'attachment; filename="bieu-nhap-2026-Q2-VHXH.xlsx"'

    def test_every_row_of_the_unit_stands_in_it_under_its_key(self, client, plan):
        book, unit, period = book_of(client), desk.unit_of(plan, "VHXH"), desk.period_of(plan, Q2)
        for sheet, owned in (
            ("Chỉ tiêu", indicators_reported_by(unit, period)),
            ("Nhiệm vụ", tasks_reported_by(unit, period)),
        ):
            keys = [cell.value for (cell,) in book.book[sheet].iter_rows(max_col=1) if cell.value not in (None, "ma")]
            assert keys == [row.code for row in owned]
        assert book.book.sheetnames == ["Chỉ tiêu", "Nhiệm vụ", "Hướng dẫn", "_bieu"]

    def test_a_unit_without_indicators_gets_no_empty_sheet(self, browser_of):
        assert book_of(browser_of("ttdvsnc"), "TTDVSNC").book.sheetnames == ["Nhiệm vụ", "Hướng dẫn", "_bieu"]

    def test_what_was_stands_beside_what_is_asked(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "72,1", officer, period=Q1)
        desk.enter(plan, "PL1.11", "10/12", officer, period=Q1)
        book = book_of(client)
        names = ("STT", "Chỉ tiêu", "ĐVT", "Kết quả 2025", "Mục tiêu 2026", "Quý I")
        assert [value(book, "PL1.1", name) for name in names] == [
            "1",
            "Tỷ lệ phủ sóng 5G trong khu đô thị trên địa bàn phường",
            "%",
            "≥ 60%",
            "100%",
            "72,1%",
        ]
        assert value(book, "PL1.11", "Quý I") == "83,3% (10/12)"
        headings = [cell.value for cell in book.sheet("PL1.1")[4]]
        assert "Quý II" not in headings

    def test_what_was_entered_is_filled_in(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "72,5", officer, period=Q2, estimate=True, source="Sở KH-CN", explanation="Tạm tính")
        desk.enter(plan, "PL1.11", "11/12", officer, period=Q2)
        desk.enter(plan, "PL1.4", "", officer, period=Q2, nothing_reason="Chưa có mạng 6G")
        desk.tell(plan, "PL4.I.1", officer, period=Q2, status="ongoing", percent=45, product="Tin bài")
        book = book_of(client)
        names = ("Trạng thái", "Thực hiện", "Ước", "Lý do không phát sinh", "Nguồn số liệu", "Giải trình")
        assert [[value(book, code, name) for name in names] for code in ("PL1.1", "PL1.11", "PL1.4", "PL1.2")] == [
            ["Có số liệu", "72,5", "x", None, "Sở KH-CN", "Tạm tính"],
            ["Có số liệu", "11/12", None, None, None, None],
            ["Không phát sinh", None, None, "Chưa có mạng 6G", None, None],
            [None] * 6,
        ]
        names = ("Tình trạng", "% hoàn thành", "Sản phẩm, số văn bản")
        assert [value(book, "PL4.I.1", name) for name in names] == ["Đang thực hiện", "45", "Tin bài"]
        assert value(book, "PL1.1", "phien_ban") == str(Figure.objects.get(indicator__code="PL1.1").version)
        assert value(book, "PL1.2", "phien_ban") == "0"

    def test_text_that_looks_like_a_formula_stays_text(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "72,5", officer, period=Q2, source="=1+1", explanation="@SUM(A1)")
        book = book_of(client)
        for heading, text in (("Nguồn số liệu", "=1+1"), ("Giải trình", "@SUM(A1)")):
            cell = book.cell("PL1.1", heading)
            assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)

    def test_illustrative_figures_are_marked_on_every_page(self, client, plan, officer):
        officer.is_demo = True
        desk.enter(plan, "PL1.1", "72,5", officer, period=Q2)
        assert book_of(client).sheet("PL1.1").oddFooter.center.text == "SỐ LIỆU MINH HỌA"

    def test_it_costs_the_same_number_of_queries_however_much_is_entered(self, client, plan, officer):
        def cost():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                download(client)
            return len(queries)

        before = cost()
        for code in ("PL1.1", "PL1.2", "PL1.3"):
            desk.enter(plan, code, "72,5", officer, period=Q2)
        assert cost() == before < 30


class TestWhatCanBeFilledIn:
    def inputs(self, book, code):
        return [book.cell(code, name) for name in ("Trạng thái", "Thực hiện", "Ước", "Giải trình")]

    def test_only_the_cells_to_fill_in_are_open(self, client):
        book = book_of(client)
        for sheet in book.book.worksheets[:3]:
            assert sheet.protection.sheet is True
            assert sheet.protection.password is None
        for sheet, columns in (("Chỉ tiêu", 6), ("Nhiệm vụ", 6)):
            rows = [row for row in book.book[sheet].iter_rows() if str(row[0].value).startswith("PL")]
            for row in rows:
                assert sum(not cell.protection.locked for cell in row) == columns
        assert book.book.security.lockStructure is True

    def test_rows_that_were_sent_are_shut(self, client, plan, officer):
        desk.enter(plan, "PL1.1", "72,5", officer, period=Q2)
        desk.send(plan, "VHXH", officer, period=Q2)
        book = book_of(client)
        assert all(cell.protection.locked for cell in self.inputs(book, "PL1.1"))
        assert all(cell.protection.locked for cell in self.inputs(book, "PL1.2"))
        assert not book.cell("PL4.I.1", "Tình trạng").protection.locked
        assert value(book, "PL1.1", "Ghi chú") == "đã gửi"

    def test_a_returned_row_says_why(self, client, plan, officer, person):
        desk.enter(plan, "PL1.1", "72,5", officer, period=Q2)
        desk.send(plan, "VHXH", officer, period=Q2)
        desk.give_back(plan, "VHXH", person("daumoi"), "Xem lại mẫu số", period=Q2)
        book = book_of(client)
        assert value(book, "PL1.1", "Ghi chú") == "trả lại: Xem lại mẫu số"
        assert not book.cell("PL1.1", "Thực hiện").protection.locked

    def test_keys_are_hidden_and_figures_are_text(self, client):
        book = book_of(client)
        sheet = book.sheet("PL1.1")
        assert [sheet.column_dimensions[letter].hidden for letter in "ABCD"] == [True, True, True, False]
        assert book.book["_bieu"].sheet_state == "veryHidden"
        assert {cell.number_format for cell in self.inputs(book, "PL1.1")} == {"@"}

    def test_lists_and_limits_are_checked_by_the_spreadsheet(self, client):
        book = book_of(client)
        checks = {}
        for sheet in (book.sheet("PL1.1"), book.sheet("PL4.I.1")):
            for check in sheet.data_validations.dataValidation:
                checks[check.errorTitle] = check
        assert checks["Trạng thái"].formula1 == '"Có số liệu,Không phát sinh,Chưa có số liệu"'
        assert checks["Ước"].formula1 == '"x"'
        assert checks["Tình trạng"].formula1 == '"Chưa triển khai,Đang thực hiện,Hoàn thành"'
        assert (checks["Giải trình"].type, checks["Giải trình"].formula1) == ("textLength", "1000")
        assert checks["Thực hiện"].prompt == "Gõ một số (99,5) hoặc tử số/mẫu số (43/45)."
        assert all(check.showErrorMessage and check.error for check in checks.values())
        for code in ("PL1.1", "PL1.19"):
            assert book.cell(code, "Trạng thái").coordinate in checks["Trạng thái"].sqref

    def test_it_says_for_whom_it_is(self, client):
        rows = [[cell.value for cell in row] for row in book_of(client).book["_bieu"].iter_rows()]
        assert rows == [
            ["dinh_dang", "1", "1"],
            ["phuong", "hai-an", "Phường Hải An"],
            ["ke_hoach", "33/KH-UBND", "Kế hoạch 33/KH-UBND"],
            ["ky", Q2, "Quý II/2026"],
            ["don_vi", "VHXH", "Phòng Văn hóa - Xã hội"],
        ]

    def test_it_is_ready_to_print(self, client):
        for sheet in book_of(client).book.worksheets[:2]:
            setup = sheet.page_setup
            assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
            assert sheet.print_title_rows == "$4:$4"
            assert sheet.print_area.startswith(f"'{sheet.title}'!$D$1:")

    def test_the_guide_is_in_the_file(self, client):
        words = " ".join(str(c.value) for row in book_of(client).book["Hướng dẫn"].iter_rows() for c in row if c.value)
        for rule in ("ô nền vàng", "43/45", "Không phát sinh", "Tải lên biểu đã điền"):
            assert rule in words


# --- Round trips

WORDS = st.text(st.sampled_from(string.ascii_letters + "ăâđêôơưạẢ 0123=+-@'\"<>&;_%/\n\t…😀"), max_size=40)
NOTES = WORDS.map(lambda text: clean_text(text, max_length=100))


def decimals(highest, places):
    number = st.decimals(0, highest, places=places, allow_nan=False, allow_infinity=False)
    return number.map(lambda found: f"{found.normalize():f}".replace(".", ","))


PAIRS = st.integers(1, 10**7).flatmap(lambda below: st.integers(0, below).map(lambda above: f"{above}/{below}"))
TYPED = {
    Measure.PERCENT: st.one_of(st.integers(0, 6).flatmap(lambda places: decimals(100, places)), PAIRS),
    Measure.INDEX: st.integers(0, 6).flatmap(lambda places: decimals(1, places)),
    Measure.COUNT: st.integers(0, 999_999_999).map(str),
}


@st.composite
def entries(draw, rule):
    """Anything that may stand in a row: a value, a pair, "không phát sinh"; with and without the rest."""
    notes = {"source": draw(NOTES).replace("\n", " "), "explanation": draw(NOTES)}
    if draw(st.integers(0, 3)) == 0:
        return FigureEntry(nothing_reason=f"Vì {draw(NOTES)}".strip(), **notes)
    reading = read_figure(draw(TYPED[rule.measure]), rule)
    return FigureEntry(reading=reading, estimate=draw(st.booleans()), **notes)


def owned(plan):
    return indicators_reported_by(desk.unit_of(plan, "VHXH"), desk.period_of(plan, Q2))


def store(plan, officer, told):
    for indicator, entry in told.items():
        current = Figure.objects.filter(indicator=indicator, period__code=Q2).first()
        save_figure(
            indicator=indicator,
            period=desk.period_of(plan, Q2),
            unit=desk.unit_of(plan, "VHXH"),
            entry=entry,
            version=current.version if current else 0,
            by=officer,
            channel=Channel.SCREEN,
            now=timezone.now(),
        )


def stored(plan):
    return {figure.indicator: figure for figure in Figure.objects.filter(period__code=Q2).select_related("indicator")}


QUICK = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(data=st.data())
def test_out_and_in_again_changes_nothing(client, plan, officer, data):
    store(plan, officer, {row: data.draw(entries(row.number_rule)) for row in owned(plan)})
    answer = upload(client, book_of(client), period=Q2)
    assert (rows_shown(answer), counts(answer)) == ([], ["33 dòng giữ nguyên"])


@QUICK
@given(data=st.data())
def test_any_valid_figures_typed_into_the_file_are_read_equal(client, plan, officer, data):
    Figure.objects.filter(period__code=Q2).delete()
    told = {row: data.draw(entries(row.number_rule)) for row in owned(plan)}
    book = book_of(client)
    for indicator, entry in told.items():
        book.type(
            indicator.code,
            Trạng_thái="Không phát sinh" if entry.nothing_reason else data.draw(st.sampled_from(["Có số liệu", None])),
            Thực_hiện=as_cell(data, entry),
            Ước="x" if entry.estimate else None,
            Lý_do_không_phát_sinh=entry.nothing_reason or None,
            Nguồn_số_liệu=entry.source or None,
            Giải_trình=entry.explanation or None,
        )
    answer = upload(client, book, period=Q2)
    assert rows_shown(answer) == [indicator.code for indicator in told], shown(answer, "PL1.1")
    assert accept(client, answer, period=Q2).status_code == 302
    kept = stored(plan)
    for indicator, entry in told.items():
        figure = kept[indicator]
        assert figure.reading == entry.reading
        assert {name: getattr(figure, name) for name in entry.fields()} == entry.fields()


def as_cell(data, entry):
    """As text, or as the number that a pasted cell would be."""
    if entry.reading is None:
        return None
    if entry.reading.value is not None and data.draw(st.booleans()):
        return float(entry.reading.value)
    return format_typed(entry.reading)
