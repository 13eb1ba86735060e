"""`import_figures`: a table of figures into one period, whole or not at all, with every problem said at once."""

import errno
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from kpis.models import Figure
from kpis.querysets import indicators_reported_by
from plans.models import UnitReport
from plans.opening import close_period
from plans.workflow import RowState
from tests import desk
from tests.workbooks import csv_file, xlsx_file
from units.dates import LOCAL_ZONE
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"
APRIL = datetime(2026, 4, 2, 9, 0, tzinfo=LOCAL_ZONE)
ALL_COLUMNS = ("chi_tieu", "gia_tri", "tu_so", "mau_so", "uoc", "nguon", "ghi_chu")


@pytest.fixture(autouse=True)
def in_april(plan):
    with time_machine.travel(APRIL, tick=True):
        desk.period_of(plan)
        yield


def take(path, *, by="kthtdt", period=Q1, **options) -> str:
    """Run the command; what it said."""
    said = StringIO()
    call_command("import_figures", period, str(path), "--by", by, stdout=said, **options)
    return said.getvalue()


def refusal(path, **options) -> list[str]:
    """The lines the command ends with, and the promise that it wrote nothing."""
    before = contents()
    with pytest.raises(CommandError) as refused:
        take(path, **options)
    assert contents() == before
    return str(refused.value).splitlines()


def contents():
    figures = Figure.objects.order_by("pk").values_list("pk", "version", "state", "value", "numerator", "denominator")
    return list(figures), Event.objects.count(), list(UnitReport.objects.values_list("pk", "content_version"))


def figure(code, period=Q1):
    return Figure.objects.get(indicator__code=code, period__code=period)


class TestAGoodFile:
    def test_csv(self, tmp_path):
        said = take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.26,45.5\n"))
        assert (figure("PL1.6").value, figure("PL1.26").value) == (Decimal("1.2"), Decimal("45.5"))
        assert said == "Đã nhập (Quý I/2026): 2 số liệu mới, 0 sửa, 0 không đổi, 0 hàng để trống.\n"

    def test_xlsx(self, tmp_path):
        take(xlsx_file(tmp_path, [("PL1.6", 1.2), ("PL1.26", 45.5)]))
        assert (figure("PL1.6").value, figure("PL1.26").value) == (Decimal("1.2"), Decimal("45.5"))

    def test_all_columns_of_a_row_are_kept(self, tmp_path):
        row = ("PL1.26", "", 43, 45, "x", "Báo cáo 12/BC", "Ước theo quý trước")
        take(xlsx_file(tmp_path, [row], headings=ALL_COLUMNS))
        kept = figure("PL1.26")
        assert (kept.value, kept.numerator, kept.denominator) == (None, 43, 45)
        assert (kept.estimate, kept.source, kept.explanation) == (True, "Báo cáo 12/BC", "Ước theo quý trước")

    @pytest.mark.parametrize("said", ["1", "x", "✓", "Có", "ước", "yes"])
    def test_an_estimate_is_ticked_as_in_a_pasted_block(self, tmp_path, said):
        take(csv_file(tmp_path, f"chi_tieu;gia_tri;uoc\nPL1.6;1,2;{said}\n"))
        assert figure("PL1.6").estimate

    def test_the_columns_come_in_any_order_and_any_writing(self, tmp_path):
        file = csv_file(tmp_path, "Ghi chú;Giá trị;Tên chỉ tiêu;Chỉ tiêu\ntheo dự toán;1,2;Tỉ lệ chi;pl1.6\n")
        take(file)
        assert (figure("PL1.6").value, figure("PL1.6").explanation) == (Decimal("1.2"), "theo dự toán")

    def test_the_rows_are_being_entered_and_the_journal_says_by_which_way(self, tmp_path, person):
        take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n"))
        kept = figure("PL1.6")
        event = Event.objects.get(subject_type="figure", subject_code="PL1.6")
        assert (kept.state, kept.entered_by) == (RowState.ENTERING, person("kthtdt"))
        assert (event.get_channel_display(), event.actor, event.on_behalf) == ("dòng lệnh", person("kthtdt"), False)
        assert (event.before, event.after) == ({"số liệu": "(trống)"}, {"số liệu": "1,2%"})

    def test_the_same_file_again_changes_nothing(self, tmp_path):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.26,45.5\n")
        take(file)
        before = contents()
        assert "0 số liệu mới, 0 sửa, 2 không đổi" in take(file)
        assert contents() == before

    def test_a_column_that_is_not_there_keeps_what_is_stored(self, tmp_path, plan, person):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), source="Kế toán", explanation="Tạm tính", estimate=True)
        assert "0 số liệu mới, 1 sửa" in take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.3\n"))
        kept = figure("PL1.6")
        assert (kept.value, kept.source, kept.explanation) == (Decimal("1.3"), "Kế toán", "Tạm tính")
        assert kept.estimate is True

    def test_an_empty_row_of_the_form_is_no_figure_and_takes_none_away(self, tmp_path, plan, person):
        desk.enter(plan, "PL1.26", "45,5", person("kthtdt"))
        assert "1 số liệu mới, 0 sửa, 0 không đổi, 1 hàng để trống" in take(
            csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.26,\n")
        )
        assert figure("PL1.26").value == Decimal("45.5")

    def test_a_doubtful_ratio_is_taken_with_a_question(self, tmp_path):
        said = take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.26,0.95\n"))
        assert "Lưu ý: so-lieu.csv, hàng 2, PL1.26: 0,95 % hay 95 %?" in said
        assert figure("PL1.26").value == Decimal("0.95")

    def test_a_rehearsal_writes_nothing(self, tmp_path):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n")
        before = contents()
        assert take(file, dry_run=True).startswith("Kiểm tra xong, chưa ghi gì (Quý I/2026): 1 số liệu mới")
        assert contents() == before

    def test_a_long_file_says_how_far_it_is(self, tmp_path):
        said = StringIO()
        file = csv_file(tmp_path, "\n".join(["chi_tieu,gia_tri", *["PL9.9,1"] * 250]))
        with pytest.raises(CommandError):
            call_command("import_figures", Q1, str(file), "--by", "kthtdt", stdout=said)
        assert said.getvalue().splitlines() == ["Đã đọc 100/250 hàng…", "Đã đọc 200/250 hàng…"]


class TestRights:
    def test_an_officer_enters_for_the_own_unit_only(self, tmp_path):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.23,90\n")
        assert refusal(file) == [
            "so-lieu.csv, hàng 3, cột chi_tieu: PL1.23 do Trung tâm Phục vụ Hành chính công báo cáo; "
            "tài khoản kthtdt không nhập được."
        ]

    def test_the_head_of_the_unit_enters_too(self, tmp_path):
        take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n"), by="kthtdt.lanhdao")
        assert figure("PL1.6").entered_by.username == "kthtdt.lanhdao"

    def test_the_coordinator_enters_for_all_and_it_is_marked(self, tmp_path, browser_of):
        take(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.23,90\n"), by="daumoi")
        marks = Event.objects.filter(subject_type="figure").values_list("subject_code", "on_behalf")
        assert sorted(marks) == [("PL1.23", True), ("PL1.6", True)]
        page = browser_of("daumoi").get("/chi-tieu/PL1.6/").content.decode()
        assert "nhập thay" in page
        assert "dòng lệnh" in page

    @pytest.mark.parametrize("account", ["lanhdao", "nguoixem", "quantri"])
    def test_who_enters_nothing_imports_nothing(self, tmp_path, account):
        (line,) = refusal(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n"), by=account)
        assert line.endswith("không có quyền nhập số liệu.")

    def test_an_unknown_or_closed_account(self, tmp_path, person):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n")
        assert refusal(file, by="khongco") == ["Không có tài khoản “khongco” đang dùng."]
        officer = person("kthtdt")
        officer.is_active = False
        officer.save()
        assert refusal(file) == ["Không có tài khoản “kthtdt” đang dùng."]

    def test_the_ward_that_was_named_has_to_be_the_accounts(self, tmp_path):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n")
        assert refusal(file, ward="khac") == ["Tài khoản “kthtdt” không thuộc phường có mã “khac”."]


class TestThePeriod:
    @pytest.fixture
    def file(self, tmp_path):
        return csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\n")

    def test_not_open_yet(self, file):
        assert refusal(file, period="2026-Q3") == ["Quý III/2026 chưa mở; bắt đầu nhập từ 15/06/2026."]

    def test_closed(self, file, plan, person):
        period = desk.period_of(plan)
        close_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đã gửi")
        (line,) = refusal(file)
        assert line == "Quý I/2026 đã chốt số liệu; cần sửa một dòng thì đề nghị cơ quan đầu mối mở lại dòng đó."

    @pytest.mark.parametrize("code", ["2026-H1", "2026-9M", "2026-Y"])
    def test_derived(self, file, code):
        (line,) = refusal(file, period=code)
        assert line.endswith("là kỳ tổng hợp, không nhập số liệu trực tiếp.")

    @pytest.mark.parametrize("code", ["2026-Q5", "quý 1", "2026", ""])
    def test_no_period_at_all(self, file, code):
        (line,) = refusal(file, period=code)
        assert "2026-Q1" in line

    def test_a_year_without_a_plan(self, file):
        assert refusal(file, period="2031-Q1") == ["Không có kỳ 2031-Q1 trong kế hoạch nào của Phường Hải An."]

    def test_a_plan_that_is_not_there(self, file):
        (line,) = refusal(file, plan="99/KH-UBND")
        assert line == "Không có kỳ 2026-Q1 trong kế hoạch 99/KH-UBND."


class TestWrongRows:
    def test_all_problems_come_at_once_with_row_and_column(self, tmp_path):
        lines = [
            ";".join(ALL_COLUMNS),
            "PL1.1;abc;;;;;",
            "PL9.9;1;;;;;",
            ";5;;;;;",
            "PL1.2;;46;45;;;",
            "PL1.6;1,2;;;;;",
            "PL2.I.1;90;;;;;",
            "PL1.1;50;;;;;",
            "PL1.3;50;;;có lẽ;;",
        ]
        expected = [
            ("hàng 2, cột gia_tri", "Không đọc được số này"),
            ("hàng 3, cột chi_tieu", "Không có chỉ tiêu “PL9.9”"),
            ("hàng 4, cột chi_tieu", "Chưa ghi mã chỉ tiêu"),
            ("hàng 5, cột tu_so", "Tử số lớn hơn mẫu số"),
            ("hàng 6, cột chi_tieu", "tài khoản vhxh không nhập được"),
            ("hàng 7, cột chi_tieu", "không nhập số liệu trong Quý I/2026"),
            ("hàng 8, cột chi_tieu", "PL1.1 đã có ở hàng 2."),
            ("hàng 9, cột uoc", "không rõ là có hay không"),
        ]
        problems = refusal(csv_file(tmp_path, "\n".join(lines)), by="vhxh")
        assert len(problems) == len(expected)
        for problem, (place, words) in zip(problems, expected, strict=True):
            assert problem.startswith(f"so-lieu.csv, {place}: ")
            assert words in problem

    def test_one_wrong_row_keeps_every_row_out(self, tmp_path):
        assert len(refusal(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2\nPL1.26,101\n"))) == 1
        assert not Figure.objects.filter(period__code=Q1).exists()

    def test_a_row_that_was_sent_or_accepted_is_locked(self, tmp_path, plan, person):
        officer, coordinator = person("kthtdt"), person("daumoi")
        for indicator in indicators_reported_by(desk.unit_of(plan, "KTHTDT"), desk.period_of(plan)):
            desk.enter(plan, indicator.code, "1", officer, explanation="Mới tính một phần")
        file = csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.3\n")
        desk.send(plan, "KTHTDT", officer)
        assert refusal(file) == ["so-lieu.csv, hàng 2, cột chi_tieu: PL1.6 đã gửi, không sửa được nữa."]
        desk.accept(plan, "KTHTDT", coordinator)
        assert refusal(file) == ["so-lieu.csv, hàng 2, cột chi_tieu: PL1.6 đã chấp nhận, không sửa được nữa."]

    def test_nothing_to_measure_wants_its_reason(self, tmp_path):
        file = csv_file(tmp_path, "chi_tieu,gia_tri,ghi_chu\nPL1.6,Không phát sinh,\n")
        assert refusal(file) == [
            "so-lieu.csv, hàng 2, cột ghi_chu: “Không phát sinh” thì cần lý do; hãy ghi lý do ở cột ghi_chu."
        ]

    def test_nothing_to_measure_with_its_reason(self, tmp_path):
        take(csv_file(tmp_path, "chi_tieu,gia_tri,ghi_chu\nPL1.6,không phát sinh,Chưa giao dự toán\n"))
        kept = figure("PL1.6")
        assert (kept.value, kept.nothing_reason, kept.explanation) == (None, "Chưa giao dự toán", "")

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("PL1.26,45,43,45", "Hàng này vừa có giá trị vừa có tử số, mẫu số; hãy chỉ ghi một cách."),
            ("PL1.26,,43,", "Còn thiếu mẫu số; hãy nhập đủ cả tử số và mẫu số."),
            ("PL1.26,,0,0", "Mẫu số bằng 0, không phát sinh phải không"),
            ("PL1.19,,43,45", "Chỉ tiêu này không nhập phân số"),
            ("PL1.26,-5,,", "Số liệu không âm"),
            ("PL1.26,≥ 60,,", "không ghi dấu so sánh"),
            ("PL1.26,-,,", "Dấu - hay ? không phải là số liệu"),
            ("PL1.26,٤٥,,", "Không đọc được số này"),
            ("PL1.19,80%,,", "hãy nhập 0,8"),
            ("PL1.26,1_0,,", "Không đọc được số này"),
        ],
    )
    def test_a_number_that_is_none(self, tmp_path, row, said):
        (line,) = refusal(csv_file(tmp_path, f"chi_tieu,gia_tri,tu_so,mau_so\n{row}\n"), by="daumoi")
        assert said in line


class TestCellsOfAWorkbook:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ((0.455, "0.0%"), "45.5"),
            ((0.1 + 0.2, "General"), "0.3"),
            ((45, '0"%"'), "45"),
            (("45,5 %", "@"), "45.5"),
            ((Decimal("12.345678"), "General"), "12.345678"),
        ],
    )
    def test_a_number_is_the_number_that_is_shown(self, tmp_path, cell, value):
        take(xlsx_file(tmp_path, [("PL1.26", cell)]))
        assert figure("PL1.26").value == Decimal(value)

    def test_a_fraction_in_one_cell_or_in_two(self, tmp_path):
        take(xlsx_file(tmp_path, [("PL1.26", "43/45")]))
        assert (figure("PL1.26").numerator, figure("PL1.26").denominator) == (43, 45)
        take(xlsx_file(tmp_path, [("PL1.26", None, 44, 45)], headings=ALL_COLUMNS[:4]))
        assert (figure("PL1.26").numerator, figure("PL1.26").denominator) == (44, 45)

    def test_a_fraction_that_excel_took_for_a_date(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, [("PL1.26", (date(2026, 12, 11), "dd/mm"))]))
        assert line.startswith("so-lieu.xlsx, trang Sheet, hàng 2, cột gia_tri: Ô này là ngày giờ")

    @pytest.mark.parametrize("side", [1, 0])
    def test_a_date_beside_a_fraction(self, tmp_path, side):
        sides = [43, 45]
        sides[side] = date(2026, 12, 11)
        (line,) = refusal(xlsx_file(tmp_path, [("PL1.26", None, *sides)], headings=ALL_COLUMNS[:4]))
        assert "Ô này là ngày giờ" in line

    def test_a_truth_value_is_no_number(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, [("PL1.26", True)]))
        assert "Ô này không chứa số" in line

    def test_an_error_cell(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, [("PL1.26", "#DIV/0!")]))
        assert "Ô này đang báo lỗi công thức của Excel" in line

    def test_a_formula_that_was_never_counted(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, [("PL1.26", "=43/45")]))
        assert "công thức chưa có kết quả" in line


class TestTheTable:
    @pytest.mark.parametrize(
        ("heading", "said"),
        [
            ("chi_tieu,ghi_chu", "so-lieu.csv: thiếu cột “gia_tri” (Giá trị) ở hàng tiêu đề."),
            ("ma,so", "so-lieu.csv: thiếu cột “chi_tieu” (Chỉ tiêu), “gia_tri” (Giá trị) ở hàng tiêu đề."),
            (
                "chi_tieu,gia_tri,mau",
                f"so-lieu.csv: không có cột “mau”; các cột nhận là {', '.join(ALL_COLUMNS)}.",
            ),
            ("chi_tieu,gia_tri,Gia_Tri", "so-lieu.csv: cột “Gia_Tri” có hai lần."),
            ("chi_tieu,gia_tri,Giá trị", "so-lieu.csv: cột “gia_tri” có hai lần."),
        ],
    )
    def test_headings_that_do_not_fit(self, tmp_path, heading, said):
        cells = ",".join("1" * len(heading.split(",")))
        assert refusal(csv_file(tmp_path, f"{heading}\n{cells}\n")) == [said]

    @pytest.mark.parametrize("text", ["", "\n\n\n", "  \n"])
    def test_an_empty_file(self, tmp_path, text):
        (line,) = refusal(csv_file(tmp_path, text))
        assert "tệp rỗng" in line

    @pytest.mark.parametrize("text", ["chi_tieu,gia_tri", "chi_tieu,gia_tri\n", "\nchi_tieu,gia_tri\n,\n  , \n"])
    def test_a_heading_without_rows_is_no_import(self, tmp_path, text):
        said = "so-lieu.csv: chỉ có hàng tiêu đề, không có hàng số liệu nào."
        assert refusal(csv_file(tmp_path, text)) == [said]

    def test_a_sheet_with_a_heading_alone_is_no_import(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, []))
        assert line == "so-lieu.xlsx, trang Sheet: chỉ có hàng tiêu đề, không có hàng số liệu nào."

    def test_an_empty_workbook(self, tmp_path):
        (line,) = refusal(xlsx_file(tmp_path, [], headings=()))
        assert line == "so-lieu.xlsx: sổ tính rỗng, không có ô nào được ghi."

    def test_a_cell_outside_the_table_is_not_dropped_silently(self, tmp_path):
        assert refusal(csv_file(tmp_path, "chi_tieu,gia_tri\nPL1.6,1.2,99\n")) == [
            "so-lieu.csv, hàng 2: có ô nằm ngoài các cột có tên."
        ]

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_any_usual_separator(self, tmp_path, separator):
        rows = (("chi_tieu", "gia_tri", "nguon"), ("PL1.6", "1.2", "Báo cáo"))
        take(csv_file(tmp_path, "\r\n".join(separator.join(row) for row in rows)))
        assert (figure("PL1.6").value, figure("PL1.6").source) == (Decimal("1.2"), "Báo cáo")

    def test_a_quoted_cell_holds_separators_quotes_and_line_ends(self, tmp_path):
        take(csv_file(tmp_path, 'chi_tieu;gia_tri;ghi_chu\nPL1.6;1,2;"Theo ""dự toán"";\nđợt 2"\n'))
        assert figure("PL1.6").explanation == 'Theo "dự toán";\nđợt 2'

    def test_a_quote_that_is_never_closed(self, tmp_path):
        (line,) = refusal(csv_file(tmp_path, 'chi_tieu,gia_tri\nPL1.6,"1.2\n'))
        assert "dấu ngoặc kép" in line

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_the_encodings_excel_writes(self, tmp_path, encoding):
        take(csv_file(tmp_path, "chi_tieu\tgia_tri\tghi_chu\nPL1.6\t1,2\tđã giao\n", encoding=encoding))
        assert figure("PL1.6").explanation == "đã giao"

    def test_an_encoding_of_one_byte_cannot_be_told_and_is_refused(self, tmp_path):
        (line,) = refusal(csv_file(tmp_path, "chi_tieu,gia_tri,ghi_chu\nPL1.6,1.2,báo cáo\n", encoding="windows-1258"))
        assert line.startswith("so-lieu.csv: tệp không phải mã UTF-8; trong Excel hãy chọn Lưu thành “CSV UTF-8”")

    def test_half_of_an_utf_16_file(self, tmp_path):
        path = csv_file(tmp_path, "chi_tieu\tgia_tri\nPL1.6\t1,2\n", encoding="utf-16")
        path.write_bytes(path.read_bytes()[:-1])
        (line,) = refusal(path)
        assert "không phải mã UTF-8" in line

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("chi_tieu,gia_tri\n" + "PL1.6,1\n" * 5001, "so-lieu.csv: có hơn 5000 hàng."),
            ("chi_tieu,gia_tri" + "," * 99 + "\n", "so-lieu.csv, hàng 1: có dữ liệu ngoài cột thứ 100."),
            ("chi_tieu,gia_tri\nPL1.6," + "1" * 33_000, "so-lieu.csv, hàng 2: có ô dài hơn 32767 ký tự."),
        ],
    )
    def test_more_than_a_table_of_figures_holds(self, tmp_path, text, said):
        assert refusal(csv_file(tmp_path, text)) == [said]

    def test_a_million_empty_lines_are_no_rows(self, tmp_path):
        take(csv_file(tmp_path, "chi_tieu,gia_tri\n" + "\n" * 1_000_000 + "PL1.6,1.2\n"))
        assert figure("PL1.6").value == Decimal("1.2")

    def test_no_text_at_all(self, tmp_path):
        path = tmp_path / "anh.csv"
        path.write_bytes(b"chi_tieu,gia_tri\0\nPL1.6,1\n")
        assert refusal(path) == ["anh.csv: đây không phải là tệp CSV."]


def forbidden(path):
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


class TestTheFile:
    def test_that_is_not_there(self, tmp_path):
        assert refusal(tmp_path / "khong-co.csv") == ["khong-co.csv: không đọc được tệp (không có tệp này)."]

    @pytest.mark.parametrize("name", ["so-lieu.csv", "so-lieu.xlsx"])
    def test_that_is_a_folder(self, tmp_path, name):
        (tmp_path / name).mkdir()
        assert refusal(tmp_path / name) == [f"{name}: không đọc được tệp (đó là một thư mục)."]

    def test_that_may_not_be_read(self, tmp_path, monkeypatch):
        file = csv_file(tmp_path, "chi_tieu,gia_tri\n")
        monkeypatch.setattr("pathlib.Path.read_bytes", forbidden)
        assert refusal(file) == ["so-lieu.csv: không đọc được tệp (không có quyền đọc)."]

    @pytest.mark.parametrize("name", ["so-lieu.docx", "so-lieu.pdf", "so-lieu"])
    def test_of_another_kind(self, tmp_path, name):
        assert refusal(csv_file(tmp_path, "chi_tieu", name=name)) == [f"{name}: chỉ nhận tệp .xlsx hoặc .csv."]

    def test_of_old_excel(self, tmp_path):
        (line,) = refusal(csv_file(tmp_path, "x", name="so-lieu.xls"))
        assert line == "so-lieu.xls: tệp Excel kiểu cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx."

    def test_with_macros(self, tmp_path):
        (line,) = refusal(csv_file(tmp_path, "x", name="so-lieu.xlsm"))
        assert "sổ tính có macro (.xlsm)" in line

    def test_a_web_page_named_xlsx(self, tmp_path):
        (line,) = refusal(csv_file(tmp_path, "<html><table><tr><td>PL1.6</td></tr></table></html>", name="a.xlsx"))
        assert "đây là trang web (HTML) đặt tên .xlsx" in line

    def test_locked_by_a_password(self, tmp_path):
        path = tmp_path / "mat-khau.xlsx"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
        assert refusal(path) == ["mat-khau.xlsx: tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại."]
