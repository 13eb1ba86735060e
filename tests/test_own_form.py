"""Sở's own form, filled: nothing of it is lost, every number is the report's, what cannot be filled is told."""

import io
from fractions import Fraction

import pytest
import time_machine
from lxml import etree
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from kpis.models import Indicator
from reports.models import OwnForm
from tests import desk, papers, printed
from tests import own_forms as forms
from tests.book import opened, table_of
from tests.own_forms import FIRST, MAIN_SHEET, NOTES, TASKS, TOTALS
from tests.page import read
from units.models import Event, User

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Conditional Formatting extension")]
Q1, Q2, Q3 = "2026-Q1", "2026-Q2", "2026-Q3"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET1, SHEET4, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "xl/workbook.xml"
SHARED = "Ô gộp chung với dòng hoặc cột khác"
NAME6 = "Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường"
NAME26 = "Tỷ lệ doanh nghiệp vừa và nhỏ địa phương ứng dụng công nghệ số"
NAME19 = "Chỉ số chuyển đổi số phường"
NAME27 = "Tỷ lệ người dân có chữ ký số"
NAME18 = "Số lượng sáng kiến trong khu vực công được công nhận/năm"


@pytest.fixture
def accepted(plan, person):
    """Of quý I: 1,2% and an estimate of 45,5% accepted, 43 of 45 and a count accepted, 5,5% only entered."""
    officer, coordinator = person("kthtdt"), person("daumoi")
    desk.enter(plan, "PL1.6", "1,2", officer)
    desk.enter(plan, "PL1.26", "45,5", officer, estimate=True)
    desk.enter(plan, "PL1.7", "43/45", person("vhxh"), explanation="=1+1")
    desk.enter(plan, "PL1.18", "1234", person("vhxh"), explanation="Kiểm thử số lớn")
    desk.tell(plan, "PL4.I.4", person("vhxh"), status="ongoing", percent=40, difficulties="@Thiếu người")
    for unit, by in (("KTHTDT", officer), ("VHXH", person("vhxh"))):
        desk.send(plan, unit, by)
        desk.accept(plan, unit, coordinator)
    desk.enter(plan, "PL1.27", "5,5", person("cap"))
    return plan


@pytest.fixture
def client(browser_of):
    return browser_of("daumoi")


@pytest.fixture
def kept(accepted, client):
    """The full form, mapped as it was suggested; its pk."""
    forms.upload(client, forms.full_form())
    pk = OwnForm.objects.get().pk
    assert "Đã lưu cách nối" in read(forms.save(client, pk)).text
    return pk


@pytest.fixture
def one(accepted, client):
    """A small form, mapped as suggested: its pk."""

    def make(rows, **words):
        answer = forms.upload(client, forms.small_form(rows, **words))
        assert answer.status_code == 200
        pk = OwnForm.objects.latest("pk").pk
        forms.save(client, pk)
        return pk

    return make


def empty_of(pk: int, client) -> bytes:
    return bytes(client.get(f"/bieu-mau-cua-so/{pk}/trong.xlsx").content)


def told(client, pk: int, **asked: str) -> str:
    """What the page lists as not filled."""
    return forms.page_of(client, pk, **asked).one("div", cls="left-out").text


class TestSuggestions:
    def chosen(self, page) -> dict[str, tuple[str, str]]:
        """Name of a select box → what is chosen, how sure."""
        found = {}
        for cell in [cell for row in page.all("tr") for cell in row.all("td") if cell.all("select")]:
            options = [option for option in cell.all("option") if "selected" in option.attributes]
            sure = [span.text for span in cell.all("span", cls="sure")]
            name = cell.one("select").attributes["name"]
            found[name] = (options[0].attributes["value"] if options else "", sure[0] if sure else "")
        return found

    @pytest.fixture
    def suggested(self, client, plan):
        def ask(content):
            return self.chosen(read(forms.upload(client, content)))

        return ask

    def test_find_every_column_and_row_of_a_form_in_other_words(self, suggested):
        found = suggested(forms.full_form())
        columns = ["number", "name", "measure_unit", "baseline", "target", "quarter", "result", "share", "verdict",
                   "leads", "remarks"]  # fmt: skip
        assert [found[f"0-cot-{get_column_letter(n)}"] for n in range(1, 12)] == [(key, "chắc") for key in columns]
        rows = {f"0-dong-{FIRST + n}": (f"PL1.{n + 1}", "chắc") for n in range(29)}
        assert {name: found[name] for name in rows} == rows
        tasks = {f"1-dong-{3 + n}": (row["ma"], "chắc") for n, row in enumerate(printed.tasks())}
        assert {name: found[name] for name in tasks} == tasks
        assert found["0-dong-38"] == ("", "")
        assert "0-dong-8" not in found  # the group's heading, merged over the table
        assert not any(name.startswith(("2-", "3-")) for name in found)  # notes and totals are no tables of ours

    @pytest.mark.parametrize(
        ("name", "unit", "code", "sure"),
        [
            (
                "Chi ngân sách phường cho khoa học công nghệ, đổi mới sáng tạo, chuyển đổi số",
                "%",
                "PL1.6",
                "nên xem lại",
            ),
            ("Tỷ lệ người dân có tài khoản VNeID", "%", "PL1.28", None),
            ("TY LE NGUOI DAN CO CHU KY SO", "%", "PL1.27", "chắc"),
            ("Tỷ lệ hồ sơ TTHC xử lý trực tuyến", "%", "PL1.25", None),
            ("Phủ sóng 5G tại điểm du lịch", "%", "PL1.2", None),
            ("Số lượng máy bay của phường", "chiếc", "", ""),
            ("II. Nhóm chỉ tiêu về nhân lực", "", "", ""),
        ],
    )
    def test_of_a_name_in_short_or_in_other_words(self, suggested, name, unit, code, sure):
        found = suggested(forms.small_form([[None, name, unit]]))["0-dong-2"]
        assert found[0] == code
        assert found[1] == sure if sure is not None else found[1] in ("chắc", "nên xem lại")

    @pytest.mark.parametrize(
        ("heading", "key"),
        [
            ("Chỉ tiêu năm 2026", "target"),
            ("Mục tiêu", "target"),
            ("Thực hiện năm 2025", "baseline"),
            ("Cùng kỳ năm trước", "baseline"),
            ("Quý III", "quarter-3"),
            ("Kết quả quý 2/2026", "quarter-2"),
            ("Kết quả trong quý", "quarter"),
            ("Lũy kế từ đầu năm", "result"),
            ("Ước thực hiện", "result"),
            ("Tỉ lệ đạt (%)", "share"),
            ("Kết quả đạt được (%)", "result"),
            ("Trạng thái", "verdict"),
            ("Lãnh đạo phụ trách", "leader"),
            ("Đơn vị báo cáo", "leads"),
            ("Nguyên nhân", "remarks"),
            ("Văn bản số", ""),
        ],
    )
    def test_of_a_heading(self, suggested, heading, key):
        found = suggested(forms.small_form([[1, NAME6, "%"]], heads=("STT", "Chỉ tiêu", "Đơn vị", heading)))
        assert found["0-cot-D"][0] == key
        assert found["0-cot-C"][0] == "measure_unit"

    def test_give_each_of_our_columns_and_rows_once(self, suggested):
        heads = ("STT", "Chỉ tiêu", "Kết quả", "Kết quả thực hiện", "Ghi chú")
        found = suggested(forms.small_form([[1, NAME6], [2, NAME6]], heads=heads))
        assert [found[f"0-cot-{column}"][0] for column in "CD"] == ["result", ""]
        assert sorted(found[f"0-dong-{row}"][0] for row in (2, 3)).count("PL1.6") == 1

    @pytest.fixture
    def of_two_years(self, client, plan):
        """A form of rows that are like an indicator of the year and like a goal; `above`: the row over its heading."""
        names = ["Tỷ lệ dân số trưởng thành có chữ ký số", "Tỷ lệ số hóa hồ sơ, kết quả TTHC",
                 "Băng rộng cố định trên 1 Gb/s", "Tỷ lệ người dân có hồ sơ sức khỏe điện tử"]  # fmt: skip

        def make(target, result, above="", title="Biểu"):
            heads = ("STT", "Chỉ tiêu", "ĐVT", target, result)
            rows = [heads, *([n, name, "%"] for n, name in enumerate(names, 1))] if above else enumerate(names, 1)
            return forms.upload(client, forms.small_form(rows, heads=[above] if above else heads, title=title))

        return make

    @pytest.mark.parametrize(
        "words",
        [
            {"target": "Kế hoạch", "result": "Thực hiện quý III", "above": "Năm 2026"},
            {"target": "Kế hoạch năm 2026", "result": "Thực hiện", "above": "Theo mục tiêu đến năm 2030"},
            {"target": "Kế hoạch", "result": "Thực hiện"},
        ],
    )
    def test_prefer_the_years_indicator_and_name_the_goal_beside_it(self, of_two_years, words):
        """A goal's number of 2030 must not go out as the year's."""
        page = read(of_two_years(**words))
        first = 3 if "above" in words else 2
        found = [self.chosen(page)[f"0-dong-{first + n}"] for n in range(4)]
        doubt = "nên xem lại"
        assert found == [("PL1.27", doubt), ("PL1.23", doubt), ("PL1.3", doubt), ("PL2.II.5", doubt)]
        hints = [span.text for span in page.all("span", cls="hint")]
        assert hints == [
            f"hoặc: {name} (Chỉ tiêu đến năm 2030)"
            for name in ("II.4. Dân số trưởng thành có chữ ký số", "I.2. Số hóa hồ sơ, kết quả TTHC",
                         "II.2. Băng rộng cố định trên 1 Gb/s")
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "words",
        [
            {"target": "Mục tiêu đến năm 2030", "result": "Thực hiện"},
            {"target": "Mục tiêu", "result": "Thực hiện", "title": "PL2 2030"},
            {
                "target": "Mục tiêu",
                "result": "Thực hiện",
                "above": "Theo Kế hoạch 33/2026/KH ngày 16/01/2026, đến 2030",
            },
            {"target": "Mục tiêu", "result": "Thực hiện", "above": "Giai đoạn 2026 – 2030"},
        ],
    )
    def test_on_a_sheet_that_speaks_of_the_goals_year_alone_are_goals(self, of_two_years, words):
        page = read(of_two_years(**words))
        found = [self.chosen(page)[f"0-dong-{(3 if 'above' in words else 2) + n}"][0] for n in range(4)]
        assert found == ["PL2.II.4", "PL2.I.2", "PL2.II.2", "PL2.II.5"]

    def test_of_two_near_candidates_are_never_sure(self, suggested, plan):
        """Though the other one was taken by a row that is more like it."""
        name = "Tỷ lệ cơ sở giáo dục triển khai ký số sổ sách, sổ điểm, học bạ"
        rows = [[1, "Ký số sổ điểm, học bạ số"], [2, name]]
        found = suggested(forms.small_form(rows, heads=("STT", "Chỉ tiêu", "Kế hoạch năm 2026", "Thực hiện")))
        assert found["0-dong-2"] == ("PL1.13", "nên xem lại")
        assert found["0-dong-3"] == ("PL2.III.1", "nên xem lại")

    def test_of_a_workbook_without_a_table_are_none_and_the_page_says_what_to_do(self, client, plan):
        page = read(forms.upload(client, papers.xlsx()))
        assert page.one("input", name="0-hang").attributes["value"] == ""
        answer = forms.save(client, OwnForm.objects.get().pk)
        assert answer.status_code == 422
        assert "Chưa có trang nào được điền" in read(answer).one("div", role="alert").text


class TestNothingIsLost:
    def test_every_part_that_is_not_touched_is_equal_byte_for_byte(self, kept, client):
        before, after = (forms.parts_of(content) for content in (empty_of(kept, client), forms.download(client, kept)))
        assert list(before) == list(after)
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {SHEET1, "xl/worksheets/sheet2.xml", SHEET4, BOOK}  # two filled, one reads them, one flag
        there = "xl/media/image1.png", "customXml/item1.xml", "xl/printerSettings/printerSettings1.bin"
        charts = [name for name in before if name.startswith(("xl/charts/", "xl/drawings/", "xl/comments"))]
        assert set(there) <= set(before)
        assert len(charts) >= 4

    def test_in_a_filled_sheet_nothing_but_the_cells_differs(self, kept, client):
        before, after = (forms.parts_of(content) for content in (empty_of(kept, client), forms.download(client, kept)))
        for part in (SHEET1, "xl/worksheets/sheet2.xml", SHEET4):
            assert bare(before[part]) == bare(after[part]), part
            assert formulas(before[part]) == formulas(after[part]), part
        assert b"x14:dataBar" in after[SHEET1]
        assert len(formulas(after[SHEET1])) == 30

    def test_the_styles_of_the_cells_stay(self, kept, client):
        before, after = (forms.parts_of(content) for content in (empty_of(kept, client), forms.download(client, kept)))
        assert styles(before[SHEET1]).items() <= styles(after[SHEET1]).items()
        cell = forms.sheet_of(forms.download(client, kept), MAIN_SHEET).cell(FIRST, 7)
        assert (cell.number_format, cell.fill.start_color.rgb) == ("0.0%", "00FFFFE0")

    def test_results_that_no_longer_hold_go_and_every_program_is_asked_to_work_them_out(self, kept, client):
        before, after = (forms.parts_of(content) for content in (empty_of(kept, client), forms.download(client, kept)))
        assert b"<v>77</v>" in before[SHEET4]
        assert b"<v>77</v>" not in after[SHEET4]
        assert b'fullCalcOnLoad="1"' not in before[BOOK]
        assert etree.fromstring(after[BOOK]).find(f"{MAIN}calcPr").get("fullCalcOnLoad") == "1"
        notes = load_workbook(io.BytesIO(forms.download(client, kept)), rich_text=True)[NOTES]
        assert (str(notes["A1"].value), notes["A2"].value) == ("Cột 4 là bắt buộc; không sửa công thức", "=1+1")
        assert len(notes["A1"].value) == 3  # still rich

    def test_a_form_that_computes_nothing_keeps_its_workbook_part(self, one, client):
        pk = one([[6, NAME6, "%"]])
        before, after = (forms.parts_of(content) for content in (empty_of(pk, client), forms.download(client, pk)))
        assert {name for name in before if before[name] != after[name]} == {SHEET1}

    def test_with_prefixes_and_without_references_the_cell_is_the_same(self, accepted, client):
        """As other programs write sheets: a prefix for every element, cells that do not say where they stand."""
        content = forms.small_form([[6, NAME6, "%", None, None]])
        text = forms.parts_of(content)[SHEET1].decode()
        for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t", "dimension", "sheetViews", "sheetView",
                     "selection", "sheetFormatPr", "pageMargins", "sheetPr", "outlinePr", "pageSetUpPr"):  # fmt: skip
            for sign in ("<", "</"):
                text = text.replace(f"{sign}{name} ", f"{sign}x:{name} ").replace(f"{sign}{name}>", f"{sign}x:{name}>")
            text = text.replace(f"<{name}/>", f"<x:{name}/>")
        text = text.replace("xmlns=", "xmlns:x=")
        for column in "ABCDE":
            text = text.replace(f' r="{column}2"', "").replace(f' r="{column}1"', "")
        forms.upload(client, forms.with_parts(content, {SHEET1: text.encode()}))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        filled = forms.download(client, pk)
        assert forms.sheet_of(filled, "Biểu")["D2"].value == 1.2
        assert b"<x:v>1.2</x:v>" in forms.parts_of(filled)[SHEET1]

    def test_a_cell_that_was_not_there_takes_the_style_of_its_row_or_column(self, accepted, client):
        content = forms.small_form([[6, NAME6, "%"], [26, NAME26, "%"]], change=with_percent_style)
        text = forms.parts_of(content)[SHEET1].decode()
        style = text.split('r="H1" s="')[1].split('"')[0]
        text = text.replace("<sheetData>", f'<cols><col min="4" max="4" width="9" style="{style}"/></cols><sheetData>')
        text = text.replace("<cols></cols>", "").replace('<row r="3"', f'<row r="3" s="{style}" customFormat="1"')
        forms.upload(client, forms.with_parts(content, {SHEET1: text.encode()}))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert [(sheet[place].value, sheet[place].number_format) for place in ("D2", "D3")] == [
            (0.012, "0.00%"), (0.455, "0.00%"),
        ]  # fmt: skip


def with_percent_style(sheet) -> None:
    sheet["H1"].number_format = "0.00%"


def bare(xml: bytes) -> bytes:
    """The sheet without what filling may change: contents of cells, kept results, the hint how wide a row is, what
    stands at the top of pages with figures of the demonstration."""
    root = etree.fromstring(xml)
    for header in root.findall(f"{MAIN}headerFooter"):
        root.remove(header)
    for cell in list(root.iter(f"{MAIN}c")):
        cell.getparent().remove(cell)
    for row in root.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)
    return etree.tostring(root, method="c14n")


def formulas(xml: bytes) -> dict[str, bytes]:
    cells = etree.fromstring(xml).iter(f"{MAIN}c")
    found = ((cell.get("r"), cell.find(f"{MAIN}f")) for cell in cells)
    return {place: etree.tostring(formula, method="c14n") for place, formula in found if formula is not None}


def styles(xml: bytes) -> dict[str, str]:
    return {cell.get("r"): cell.get("s", "") for cell in etree.fromstring(xml).iter(f"{MAIN}c")}


class TestEveryNumberIsTheReports:
    COLUMNS = {4: "Kết quả năm 2025", 5: "Mục tiêu năm 2026", 6: "Kết quả thực hiện Quý I", 9: "Đánh giá",
               10: "Cơ quan chủ trì"}  # fmt: skip

    @pytest.mark.parametrize("asked", [{}, {"ban-nhap": "1"}])
    def test_in_every_cell(self, kept, client, report_file, asked):
        sheet = forms.sheet_of(forms.download(client, kept, **asked), MAIN_SHEET)
        table = table_of(opened(report_file("xlsx", Q1, **asked))["Phụ lục 1"])
        assert len(table.rows) == 29
        for row, ours in enumerate(table.rows, FIRST):
            for column, heading in self.COLUMNS.items():
                self.compare(sheet.cell(row, column), ours[heading], as_shown=column in (4, 6))
            result, so_far = ours["Kết quả thực hiện Quý I"], sheet.cell(row, 7).value
            if isinstance(result.value, str):
                assert so_far is None
            else:
                percent = sheet.cell(row, 3).value == "%"
                assert so_far == pytest.approx(result.value / (100 if percent else 1), rel=1e-12)

    def compare(self, cell, ours, *, as_shown):
        if ours.value == "phấn đấu ít nhất 3":  # words in the report, a number in Sở's form
            assert cell.value == 3
            return
        if isinstance(ours.value, str) or ours.value is None:
            missing = ours.value in ("chưa có số liệu", "chưa đến kỳ", None)
            assert cell.value == (None if missing else ours.value), cell.coordinate
            return
        places = len(ours.number_format.partition(".")[2].partition('"')[0]) if as_shown else 12
        assert cell.value == pytest.approx(round(ours.value, places), abs=1e-9), cell.coordinate

    def test_of_an_accepted_and_of_an_entered_figure(self, kept, client):
        assert forms.sheet_of(forms.download(client, kept), MAIN_SHEET)["G35"].value is None
        draft = forms.sheet_of(forms.download(client, kept, **{"ban-nhap": "1"}), MAIN_SHEET)
        assert draft["G35"].value == 0.055

    def test_exact_where_the_cell_has_a_format_and_as_shown_where_it_has_none(self, kept, client):
        sheet = forms.sheet_of(forms.download(client, kept), MAIN_SHEET)
        assert sheet["G15"].value == pytest.approx(float(Fraction(43, 45)), rel=1e-15)
        assert sheet["F15"].value == 95.6

    def test_a_text_that_begins_like_a_formula_is_a_text(self, kept, client):
        filled = forms.download(client, kept)
        sheet = forms.sheet_of(filled, MAIN_SHEET)
        assert (sheet["K15"].data_type, sheet["K15"].value) == ("s", "43/45; =1+1")
        task = forms.sheet_of(filled, TASKS)["F10"]
        assert (task.data_type, task.value) == ("s", "@Thiếu người")

    def test_tasks_say_what_the_report_says(self, kept, client, report_file):
        sheet = forms.sheet_of(forms.download(client, kept), TASKS)
        table = table_of(opened(report_file("xlsx", Q1))["Nhiệm vụ"])
        leads = "Cơ quan chủ trì (Phụ lục 5: Đơn vị thực hiện)"
        assert [sheet.cell(row, 3).value for row in range(3, 22)] == [row[leads].value for row in table.rows]
        assert [sheet.cell(row, 7).value for row in range(3, 22)] == [row["Đánh giá"].value for row in table.rows]
        assert sheet["E10"].value == "Đang thực hiện; 40%"
        assert [sheet.cell(row, 5).value for row in (3, 4, 5)] == [None, None, None]

    def test_goals_too(self, plan, person, client):
        desk.enter(plan, "PL1.23", "82", person("ttpvhcc"))
        desk.send(plan, "TTPVHCC", person("ttpvhcc"))
        desk.accept(plan, "TTPVHCC", person("daumoi"))
        rows = [[row["tt"], row["ten"], row["dvt"]] for row in printed.appendix(2)]
        heads = ("STT", "Chỉ tiêu", "ĐVT", "Mục tiêu", "Kết quả thực hiện", "Tỷ lệ hoàn thành")
        forms.upload(client, forms.small_form(rows, heads=heads))
        pk = OwnForm.objects.get().pk
        codes = {f"0-dong-{n}": row["ma"] for n, row in enumerate(printed.appendix(2), 2)}
        forms.save(client, pk, **codes)
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert [sheet[f"{column}3"].value for column in "DEF"] == [100, 82, 82]
        assert sheet["E2"].value is None
        page = forms.page_of(client, pk)
        assert "Chỉ tiêu 2030 I.1" in page.one("div", cls="left-out").text
        assert "không có chỉ tiêu tương ứng trong năm" in page.text.lower()

    @pytest.mark.parametrize(
        ("appendix", "heading", "column"),
        [(1, "Kết quả năm 2025", "baseline"), (1, "Mục tiêu", "target"), (2, "Mục tiêu", "target")],
    )
    def test_what_the_plan_promises_is_a_number_wherever_it_has_one(self, plan, client, appendix, heading, column):
        """The plan prints "≥ 60%" and "phấn đấu ít nhất 3%" into cells that Sở's formulas reckon with."""
        entries = printed.appendix(appendix)
        rows = [[entry["tt"], entry["ten"], entry["dvt"]] for entry in entries]
        forms.upload(client, forms.small_form(rows, heads=("STT", "Chỉ tiêu", "ĐVT", heading)))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk, **{f"0-dong-{row}": entry["ma"] for row, entry in enumerate(entries, 2)})
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        promised = {one.code: getattr(one, column) for one in Indicator.objects.filter(plan=plan)}
        for row, entry in enumerate(entries, 2):
            quantity = promised[entry["ma"]]
            assert sheet.cell(row, 4).value == (quantity.label if quantity.value is None else float(quantity.value))

    def test_of_another_period_the_same_mapping_serves(self, plan, person, client):
        heads = ("STT", "Chỉ tiêu", "Quý I", "Quý II", "Quý III", "Quý IV", "Trong quý", "Lũy kế")
        forms.upload(client, forms.small_form([[18, NAME18], [6, NAME6]], heads=heads))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
            for period, typed in ((Q1, "3"), ("2026-Q2", "5"), (Q3, "9")):
                desk.enter(plan, "PL1.18", typed, person("vhxh"), period=period, explanation="Có thật")
            sheet = forms.sheet_of(forms.download(client, pk, Q3, **{"ban-nhap": "1"}), "Biểu")
            assert [cell.value for cell in sheet[2]][2:] == [3, 5, 9, None, 9, 9]
            half = forms.sheet_of(forms.download(client, pk, "2026-H1", **{"ban-nhap": "1"}), "Biểu")
            assert [cell.value for cell in half[2]][2:] == [3, 5, None, None, 5, 5]
            page = forms.page_of(client, pk, Q3, **{"ban-nhap": "1"})
            assert "(C3, D3, E3, G3, H3)" in page.text  # not F3: quý IV is not reported yet

    def test_the_name_of_the_file_says_what_must_not_leave_the_ward(self, kept, client):
        names = {}
        for draft in ("", "1"):
            answer = client.get(f"/bao-cao/{Q1}/bieu-mau/{kept}.xlsx", {"ban-nhap": draft})
            names[draft] = answer["Content-Disposition"]
        assert names[""] == 'attachment; filename="bieu-so-2026-Q1-so-lieu-minh-hoa.xlsx"'
        assert names["1"] == 'attachment; filename="bieu-so-2026-Q1-ban-nhap-so-lieu-minh-hoa.xlsx"'


class TestWhatMustNotBeTakenForTheReport:
    DRAFT, BOTH = "&BBẢN NHÁP&B", "&BSỐ LIỆU MINH HỌA · BẢN NHÁP&B"

    def headers(self, content: bytes, title: str = "Biểu") -> dict[str, str]:
        book = load_workbook(io.BytesIO(content))
        part = next(f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(book.sheetnames, 1) if name == title)
        root = etree.fromstring(forms.parts_of(content)[part])
        found = root.find(f"{MAIN}headerFooter")
        return {} if found is None else {etree.QName(each).localname: each.text for each in found}

    @pytest.fixture
    def real(self, plan):
        """Figures are entered by people, none by the demonstration's."""
        User.objects.update(is_demo=False)

    def test_says_so_on_every_page_of_every_sheet_that_shows_its_figures(self, kept, client):
        content = forms.download(client, kept, **{"ban-nhap": "1"})
        for title in (MAIN_SHEET, TASKS, TOTALS):
            assert self.headers(content, title) == {"oddHeader": f"&C{self.BOTH}"}
        assert self.headers(content, NOTES) == {}
        children = [etree.QName(each).localname for each in etree.fromstring(forms.parts_of(content)[SHEET1])]
        after = children.index("headerFooter")
        assert children[after - 1] == "pageMargins"
        assert children[after + 1 :] == ["legacyDrawing", "extLst"]

    def test_the_report_itself_has_no_mark(self, real, one, client):
        pk = one([[6, NAME6, "%"]])
        assert self.headers(forms.download(client, pk)) == {}
        assert self.headers(forms.download(client, pk, **{"ban-nhap": "1"})) == {"oddHeader": f"&C{self.DRAFT}"}

    @pytest.mark.parametrize(
        ("own", "now"),
        [
            ("&LSở&CBiểu 01&R&P", f"&LSở&C{DRAFT} · Biểu 01&R&P"),
            ("&LSở&RTrang &P", f"&LSở&C{DRAFT}&RTrang &P"),
            ("&LSở", f"&LSở&C{DRAFT}"),
            ("Biểu 01&RTrang &P", f"&C{DRAFT} · Biểu 01&RTrang &P"),
            ('&L&"Arial,Bold"&14R&&C&C&12Biểu', f'&L&"Arial,Bold"&14R&&C&C{DRAFT} · &12Biểu'),
            ("&L" + "x" * 250, "&L" + "x" * 250),
        ],
    )
    def test_the_forms_own_header_stays(self, real, accepted, client, own, now):
        content = forms.small_form([[6, NAME6, "%"]])
        text = own.replace("&", "&amp;")
        header = (
            f"<headerFooter><oddHeader>{text}</oddHeader><oddFooter>&amp;Cchân</oddFooter></headerFooter></worksheet>"
        )
        forms.upload(client, forms.in_part(content, SHEET1, "</worksheet>", header))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        found = self.headers(forms.download(client, pk, **{"ban-nhap": "1"}))
        assert found == {"oddHeader": now, "oddFooter": "&Cchân"}

    def test_a_first_and_an_even_page_of_their_own_too(self, real, accepted, client):
        header = (
            '<headerFooter differentOddEven="1" differentFirst="1"><oddFooter>x</oddFooter>'
            "<firstHeader>&amp;LTrang đầu</firstHeader></headerFooter></worksheet>"
        )
        forms.upload(client, forms.in_part(forms.small_form([[6, NAME6, "%"]]), SHEET1, "</worksheet>", header))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        assert list(self.headers(forms.download(client, pk, **{"ban-nhap": "1"})).items()) == [
            ("oddHeader", f"&C{self.DRAFT}"),
            ("oddFooter", "x"),
            ("evenHeader", f"&C{self.DRAFT}"),
            ("firstHeader", f"&LTrang đầu&C{self.DRAFT}"),
        ]


class TestWhatCannotBeFilled:
    def test_is_listed_by_its_reason(self, kept, client):
        said = told(client, kept)
        assert "Chưa có số liệu: Chỉ tiêu 1 (F9, G9);" in said
        assert "Chưa đến kỳ: Chỉ tiêu 19 (F27, G27)" in said
        assert "Ô có công thức, Excel tự tính: Chỉ tiêu 1 (H9);" in said
        assert "Biểu 01: 38 (Tổng số chỉ tiêu có kết quả)" in said
        sheet = forms.sheet_of(forms.download(client, kept), MAIN_SHEET)
        assert [sheet[place].value for place in ("F9", "G9", "F27", "G27")] == [None] * 4
        assert str(sheet["H9"].value).startswith("=IF(")

    def test_of_the_report_that_has_no_row_in_the_form(self, one, client):
        said = told(client, one([[6, NAME6, "%"], [None, "Số lượng máy bay", "chiếc"]]))
        assert "Chỉ tiêu, nhiệm vụ biểu không có hàng (28) Chỉ tiêu 1; Chỉ tiêu 2;" in said
        assert "Hàng của biểu chưa nối (1) 3 (Số lượng máy bay)" in said

    def test_of_the_forms_columns(self, one, client):
        pk = one([[6, NAME6, "%"]], heads=("STT", "Chỉ tiêu", "ĐVT", "Kết quả thực hiện", "Văn bản số"))
        assert "Cột của biểu chưa nối (1) E (Văn bản số)" in told(client, pk)

    def test_an_estimate_where_no_column_says_so(self, one, client):
        pk = one([[26, NAME26, "%"]], heads=("STT", "Chỉ tiêu", "ĐVT", "Kết quả thực hiện"))
        assert "Số ước, trong biểu không ghi rõ được (1) Chỉ tiêu 26 (Quý I/2026)." in told(client, pk)
        other = one([[26, NAME26, "%"]], title="Biểu khác")
        assert "Số ước" not in told(client, other)
        assert forms.sheet_of(forms.download(client, other), "Biểu khác")["E2"].value == "Quý I/2026: số ước"

    @pytest.fixture
    def estimates(self, accepted, person):
        """Of PL1.26 an estimate in quý I and II, of PL1.6 none; entered, not accepted. PL1.26 is goal PL2.III.1."""
        with time_machine.travel("2026-06-10T08:00:00+07:00", tick=False):
            desk.enter(accepted, "PL1.26", "46,5", person("kthtdt"), period=Q2, estimate=True)
            desk.enter(accepted, "PL1.6", "1,5", person("kthtdt"), period=Q2)
            yield accepted

    @pytest.mark.parametrize(
        ("columns", "period", "quarters"),
        [
            (("Quý I", "Quý II"), Q2, "Quý I/2026, Quý II/2026"),
            (("Quý I", "Quý II"), Q1, "Quý I/2026"),  # quý II stays empty
            (("Quý I", "Lũy kế"), Q2, "Quý I/2026, Quý II/2026"),
            (("Quý I", "Mục tiêu"), Q2, "Quý I/2026"),
            (("Trong quý", "Mục tiêu"), Q2, "Quý II/2026"),
            (("Tỷ lệ hoàn thành", "Mục tiêu"), Q2, "Quý II/2026"),
            (("Mục tiêu", "Kết quả năm 2025"), Q2, ""),
        ],
    )
    def test_an_estimate_of_any_column_is_said_with_its_quarter(
        self, estimates, one, client, columns, period, quarters
    ):
        rows, heads = [[26, NAME26, "%"], [6, NAME6, "%"]], ("STT", "Chỉ tiêu", "ĐVT", *columns)
        draft = {"period": period, "ban-nhap": "1"}
        listed = told(client, one(rows, heads=heads), **draft)
        assert (f"Số ước, trong biểu không ghi rõ được (1) Chỉ tiêu 26 ({quarters})." in listed) is bool(quarters)
        assert ("Số ước" in listed) is bool(quarters)
        with_remarks = one(rows, heads=(*heads, "Ghi chú"), title="Biểu khác")
        assert "Số ước" not in told(client, with_remarks, **draft)
        said = str(forms.sheet_of(forms.download(client, with_remarks, **draft), "Biểu khác")["F2"].value)
        assert [part for part in said.split("; ") if "số ước" in part] == [
            f"{quarter}: số ước" for quarter in quarters.split(", ") if quarter
        ]

    @pytest.mark.parametrize("old", [0.4, "=1+1"])
    def test_an_estimate_that_was_not_written_is_not_said(self, one, client, old):
        pk = one([[26, NAME26, "%", old]])
        assert "Số ước" not in told(client, pk)
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["E2"].value is None

    def test_an_estimate_whose_remarks_cannot_be_written_is_listed(self, one, client):
        pk = one([[26, NAME26, "%", None, "có sẵn"]])
        assert "Số ước, trong biểu không ghi rõ được (1) Chỉ tiêu 26 (Quý I/2026)." in told(client, pk)

    def test_an_estimate_behind_a_goal(self, plan, person, one, client):
        desk.enter(plan, "PL1.23", "82", person("ttpvhcc"), estimate=True)
        rows = [[row["tt"], row["ten"], row["dvt"]] for row in printed.appendix(2)]
        codes = {f"0-dong-{n}": row["ma"] for n, row in enumerate(printed.appendix(2), 2)}
        pk = one(rows)
        forms.save(client, pk, **codes)
        asked = {"ban-nhap": "1"}
        assert forms.sheet_of(forms.download(client, pk, **asked), "Biểu")["E3"].value == "Quý I/2026: số ước"
        forms.save(client, pk, **codes, **{"0-cot-E": ""})
        assert "Số ước, trong biểu không ghi rõ được (1) Chỉ tiêu 2030 I.2 (Quý I/2026)" in told(client, pk, **asked)

    @pytest.fixture
    def nothing(self, accepted, person):
        """Of quý II: PL1.18 says "không phát sinh", PL1.27 is owed and missing, PL1.19 is owed at the year's end."""
        with time_machine.travel("2026-06-10T08:00:00+07:00", tick=False):
            desk.enter(accepted, "PL1.18", "", person("vhxh"), period=Q2, nothing_reason="Chưa họp hội đồng")
            yield [[18, NAME18], [27, NAME27], [19, NAME19]]

    @pytest.mark.parametrize(
        ("columns", "period", "told_of"),
        [
            (("Trong quý", "Lũy kế"), Q2, ["Quý II/2026: không phát sinh (Chưa họp hội đồng); chưa chấp nhận",
                                           "Quý II/2026: chưa có số liệu", "Quý II/2026: chưa đến kỳ"]),
            (("Quý I", "Quý II"), Q2, ["Quý II/2026: không phát sinh (Chưa họp hội đồng); chưa chấp nhận",
                                       "Quý II/2026: chưa có số liệu",
                                       "Quý I/2026: chưa đến kỳ; Quý II/2026: chưa đến kỳ"]),
            (("Quý II", "Mục tiêu"), Q3, ["Quý II/2026: không phát sinh (Chưa họp hội đồng)",
                                          "Quý II/2026: chưa có số liệu", "Quý II/2026: chưa đến kỳ"]),
            (("Mục tiêu", "Đánh giá"), Q2, ["chưa chấp nhận; Chưa họp hội đồng", None, None]),
        ],
    )  # fmt: skip
    def test_the_remarks_tell_which_state_an_empty_cell_is(self, nothing, one, client, columns, period, told_of):
        pk = one(nothing, heads=("STT", "Chỉ tiêu", *columns, "Ghi chú"))
        sheet = forms.sheet_of(forms.download(client, pk, period, **{"ban-nhap": "1"}), "Biểu")
        assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == told_of

    def test_without_remarks_the_cell_stays_empty_and_the_page_tells_the_states_apart(self, nothing, one, client):
        pk, draft = one(nothing, heads=("STT", "Chỉ tiêu", "Kết quả thực hiện")), {"period": Q2, "ban-nhap": "1"}
        sheet = forms.sheet_of(forms.download(client, pk, **draft), "Biểu")
        assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == [None, None, None]
        listed = told(client, pk, **draft)
        for state, number in (("Không phát sinh", 18), ("Chưa có số liệu", 27), ("Chưa đến kỳ", 19)):
            assert f"{state}: Chỉ tiêu {number} (C" in listed

    def test_a_state_is_said_only_of_a_cell_that_is_left_empty(self, nothing, one, client):
        pk = one([[27, NAME27, 7], [19, NAME19, "=1+1"]], heads=("STT", "Chỉ tiêu", "Trong quý", "Ghi chú"))
        sheet = forms.sheet_of(forms.download(client, pk, Q2, **{"ban-nhap": "1"}), "Biểu")
        assert [(sheet.cell(row, 3).value, sheet.cell(row, 4).value) for row in (2, 3)] == [(7, None), ("=1+1", None)]

    def test_the_state_of_a_task_and_of_a_goal(self, accepted, one, client):
        goals = [[row["tt"], row["ten"]] for row in printed.appendix(2)]
        tasks = [[1, row["ten"]] for row in printed.tasks() if row["ma"] in ("PL4.I.4", "PL4.I.5")]
        pk = one(tasks, heads=("STT", "Nhiệm vụ", "Kết quả thực hiện", "Ghi chú"))
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert [sheet.cell(row, 4).value for row in (2, 3)] == [None, "chưa có số liệu"]
        other = one(goals, heads=("STT", "Chỉ tiêu", "Kết quả thực hiện", "Ghi chú"), title="Biểu 2")
        forms.save(client, other, **{f"0-dong-{n}": row["ma"] for n, row in enumerate(printed.appendix(2), 2)})
        with time_machine.travel("2026-06-10T08:00:00+07:00", tick=False):
            sheet = forms.sheet_of(forms.download(client, other, Q3), "Biểu 2")
        said = {row["ma"]: sheet.cell(n, 4).value for n, row in enumerate(printed.appendix(2), 2)}
        assert {code for code, words in said.items() if words == "Quý III/2026: chưa đến kỳ"} == {
            row["cap_2030"] for row in printed.appendix(1) if row["kieu_cap"] == "cùng thước đo"
        }
        assert set(said.values()) == {"Quý III/2026: chưa đến kỳ", None}

    @pytest.mark.parametrize(
        ("change", "why", "left"),
        [
            (lambda s: forms.protect(s), "Ô bị khóa trong biểu: Chỉ tiêu 6 (D2); Chỉ tiêu 26 (D3)", None),
            (lambda s: s.merge_cells("D2:D3"), f"{SHARED}: Chỉ tiêu 6 (D2); Chỉ tiêu 26 (D3)", None),
            (lambda s: s.merge_cells("D2:E2"), f"{SHARED}: Chỉ tiêu 6 (D2)", None),
            (lambda s: put(s, "=B9*2"), "Ô có công thức, Excel tự tính: Chỉ tiêu 6 (D2)", "=B9*2"),
            (lambda s: put(s, 0.9), "Đã có sẵn “0.9”: Chỉ tiêu 6 (D2)", 0.9),
            (lambda s: put(s, None, "dd/mm/yyyy"), "Ô định dạng ngày tháng, không ghi số được: Chỉ tiêu 6 (D2)", None),
        ],
    )
    def test_stays_as_the_form_has_it(self, one, client, change, why, left):
        pk = one([[6, NAME6, "%"], [26, NAME26, "%"]], change=change)
        assert why in told(client, pk)
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["D2"].value == left

    def test_on_a_protected_sheet_an_open_cell_is_filled(self, one, client):
        pk = one([[6, NAME6, "%"]], change=lambda sheet: forms.protect(sheet, "D2"))
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["D2"].value == 1.2
        assert "Ô bị khóa trong biểu: Chỉ tiêu 6 (E2)" not in told(client, pk)  # there is nothing to say in E2

    def test_a_count_in_a_cell_that_shows_percent(self, one, client):
        pk = one([[18, NAME18, "sáng kiến/năm"]], change=lambda sheet: put(sheet, None, "0%"))
        assert "Ô định dạng % nhưng chỉ tiêu không tính bằng %: Chỉ tiêu 18 (D2)" in told(client, pk)

    def test_a_percent_sign_in_words_of_a_format_is_none(self, one, client):
        pk = one([[6, NAME6, "%"]], change=lambda sheet: put(sheet, None, '0.00" %"'))
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["D2"].value == 1.2

    @pytest.mark.parametrize("dots", ["……", "...", "-", "___"])
    def test_dots_to_be_written_over_are_written_over(self, one, client, dots):
        pk = one([[6, NAME6, "%"]], change=lambda sheet: put(sheet, dots))
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["D2"].value == 1.2

    def test_an_array_formula_keeps_every_place_that_it_fills(self, accepted, client):
        content = forms.small_form([[6, NAME6, "%", 0], [26, NAME26, "%", 0]])
        old = '<c r="D2" t="n"><v>0</v></c>'
        content = forms.in_part(content, SHEET1, old, '<c r="D2"><f t="array" ref="D2:D3">A2:A3*2</f><v>0</v></c>')
        forms.upload(client, content)
        pk = OwnForm.objects.get().pk
        forms.save(client, pk, de="on")
        assert "Ô có công thức, Excel tự tính: Chỉ tiêu 6 (D2); Chỉ tiêu 26 (D3)" in told(client, pk)

    def test_old_figures_are_written_over_where_the_coordinator_says_so(self, one, client):
        pk = one([[6, NAME6, "%", 0.7, "cũ"], [27, "Tỷ lệ người dân có chữ ký số", "%", 4, "cũ"]])
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert [sheet[place].value for place in ("D2", "D3", "E2")] == [0.7, 4, "cũ"]
        forms.save(client, pk, de="on")
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert [sheet[place].value for place in ("D2", "D3", "E2")] == [1.2, None, None]
        assert "Chưa có số liệu: Chỉ tiêu 27 (D3)" in told(client, pk)

    def test_what_stands_there_already_and_is_right_is_no_problem(self, one, client):
        pk = one([[6, NAME6, "%", 1.2]])
        assert "Đã có sẵn" not in told(client, pk)

    def test_merged_cells_of_one_row_are_filled_in_the_first(self, one, client):
        heads = ("STT", "Chỉ tiêu", "Kết quả thực hiện", None, "Ghi chú")
        pk = one([[6, NAME6]], heads=heads, change=lambda s: (s.merge_cells("C1:D1"), s.merge_cells("C2:D2")))
        assert forms.sheet_of(forms.download(client, pk), "Biểu")["C2"].value == 1.2

    def test_under_a_heading_of_several_rows_and_columns_too(self, one, client):
        """The heading C1:E2 stands over three columns, of which the middle one has no heading of its own."""
        heads = ("STT", "Chỉ tiêu", "Kết quả thực hiện", None, None, "Ghi chú")
        areas = "A1:A2", "B1:B2", "C1:E2", "F1:F2", "C3:D3", "C4:E4"
        rows = [[None], [6, NAME6], [26, NAME26]]
        pk = one(rows, heads=heads, change=lambda sheet: [sheet.merge_cells(area) for area in areas])
        sheet = forms.sheet_of(forms.download(client, pk), "Biểu")
        assert (sheet["C3"].value, sheet["C4"].value) == (1.2, 45.5)

    @pytest.mark.parametrize(
        ("area", "heads"),
        [
            ("B2:C2", ("STT", "Chỉ tiêu", "Kết quả thực hiện", "Ghi chú")),  # the name's cell goes on
            ("C2:D2", ("STT", "Văn bản", "Kết quả thực hiện", "Chỉ tiêu")),  # the name's cell begins there
            ("C2:D2", ("STT", "Chỉ tiêu", "Kết quả thực hiện", "Văn bản số")),  # a column that is not ours
            ("C2:C3", ("STT", "Chỉ tiêu", "Kết quả thực hiện", "Văn bản số")),  # a row that is not ours
        ],
    )
    def test_a_cell_that_is_merged_with_another_column_or_row_is_never_written_over(self, one, client, area, heads):
        name = heads.index("Chỉ tiêu")
        row = {0: 6, name: NAME6} | ({2: NAME6} if name == 3 else {})
        rows = [[row.get(column) for column in range(4)], [0, *["Dòng khác"] * 3]]
        pk = one(rows, heads=heads, change=lambda sheet: sheet.merge_cells(area))
        forms.save(client, pk, de="on", **{"0-dong-3": ""})
        empty, filled = (forms.sheet_of(book, "Biểu") for book in (empty_of(pk, client), forms.download(client, pk)))
        assert [cell.value for cell in filled[2]] == [cell.value for cell in empty[2]]
        assert f"{SHARED}: Chỉ tiêu 6 (C2)" in told(client, pk)

    def test_pivot_tables_and_links_to_other_files_are_told(self, accepted, client):
        extra = {"xl/pivotTables/pivotTable1.xml": b"<a/>", "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
        forms.upload(client, forms.with_parts(forms.small_form([[6, NAME6, "%"]]), extra))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        said = forms.page_of(client, pk).text
        assert "PivotTable" in said
        assert "lấy số từ tệp khác" in said
        assert forms.parts_of(forms.download(client, pk)).items() >= extra.items()


class TestAColumnOfOneQuarter:
    """It takes that quarter's figures in every period, as its heading says: told before the file is taken."""

    @pytest.fixture
    def told_in(self, one, client):
        """What the page says above the button in a period; "" where it says nothing."""

        def ask(headings, period, pk=0):
            pk = pk or one([[6, NAME6], [27, NAME27]], heads=("STT", "Chỉ tiêu", *headings))
            result = forms.page_of(client, pk, period).one("section", **{"aria-labelledby": "result"})
            warnings, listed = (
                result.all("div", cls="other-quarter"),
                read(client.get(f"/bieu-mau-cua-so/?ky={period}")),
            )
            row = next(
                row for row in listed.one("tbody").all("tr") if f"/{pk}/?" in row.one("th").one("a").attributes["href"]
            )
            assert ("Xem lại trước khi tải" in row.text, "Tải biểu đã điền" in row.text) == (
                bool(warnings), not warnings,
            )  # fmt: skip
            assert result.text.index("Tải biểu đã điền") > result.text.find(warnings[0].text if warnings else "")
            return warnings[0].text if warnings else ""

        return ask

    def test_is_told_in_another_quarter_with_what_to_do(self, told_in):
        assert told_in(["Kế hoạch", "Thực hiện quý III"], "2026-Q4") == (
            "Cột D “Thực hiện quý III” luôn lấy số Quý III, không phải Quý IV. "
            "Cần số Quý III thì chọn kỳ Quý III ở đầu trang. Cần số Quý IV thì tải lên biểu mới của Sở cho kỳ này, "
            "hoặc nối lại cột ở phần “Cách nối cột và hàng của biểu” (ví dụ với “Kết quả riêng quý báo cáo”)."
        )

    def test_with_the_columns_that_take_the_periods_own_it_is_told_too(self, told_in):
        """Else the file would hold figures of two quarters in a row."""
        told = told_in(["Thực hiện quý I", "Thực hiện quý II", "Lũy kế"], Q3)
        assert told.startswith(
            "Cột C “Thực hiện quý I” luôn lấy số Quý I, không phải Quý III. "
            "Cột D “Thực hiện quý II” luôn lấy số Quý II, không phải Quý III. Cần số Quý II thì chọn kỳ Quý II"
        )

    @pytest.mark.parametrize(
        ("headings", "silent", "loud"),
        [
            (["Quý III"], [Q3, "2026-9M", "2026-Y"], [Q1, Q2, "2026-Q4", "2026-H1"]),
            (["Quý I", "Quý II", "Quý III", "Quý IV"], [Q1, Q2, Q3, "2026-Q4", "2026-H1", "2026-9M", "2026-Y"], []),
            (["Quý II", "Quý III"], [Q2, Q3, "2026-H1"], [Q1, "2026-Q4"]),
            (["Trong quý", "Lũy kế"], [Q1, "2026-Q4", "2026-Y"], []),
        ],
    )
    def test_is_told_where_no_column_is_of_the_period(self, told_in, headings, silent, loud):
        assert told_in(headings, silent[0]) == ""
        pk = OwnForm.objects.latest("pk").pk
        assert [period for period in silent + loud if told_in(headings, period, pk)] == loud

    def test_on_one_sheet_of_two_is_told_with_the_sheet(self, accepted, client):
        def second(sheet):
            other = sheet.parent.create_sheet("Biểu 2")
            for row in (("STT", "Chỉ tiêu", "Thực hiện quý I"), (27, NAME27)):
                other.append(row)

        heads = ("STT", "Chỉ tiêu", "Thực hiện quý II")
        forms.upload(client, forms.small_form([[6, NAME6]], heads=heads, change=second))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk)
        told = forms.page_of(client, pk, Q2).one("div", cls="other-quarter").text
        assert told.startswith("Trang Biểu 2, cột C “Thực hiện quý I” luôn lấy số Quý I, không phải Quý II. Cần số")

    def test_says_what_the_file_holds(self, accepted, one, client):
        pk = one([[6, NAME6]], heads=("STT", "Chỉ tiêu", "Thực hiện quý I"))
        assert forms.sheet_of(forms.download(client, pk, Q2), "Biểu")["C2"].value == 1.2


def put(sheet, value, number_format="General") -> None:
    sheet["D2"] = value
    sheet["D2"].number_format = number_format
    sheet["D2"].fill = PatternFill("solid", start_color="FFFFE0")


def test_reading_pages_and_files_writes_nothing(kept, client):
    before = list(Event.objects.values()), list(OwnForm.objects.values())
    forms.page_of(client, kept, **{"ban-nhap": "1"})
    forms.download(client, kept)
    assert before == (list(Event.objects.values()), list(OwnForm.objects.values()))
