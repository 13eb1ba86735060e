"""The report for Sở KH-CN by button and by command: what stands around the tables, the paper, who may have it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from openpyxl.utils import get_column_letter

from kpis.models import Figure
from tests import desk
from tests.book import SHEETS, above, below, opened, table_of, texts
from units.models import Leader, User, Ward

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def real(plan):
    """Accounts of real people: what they enter is not illustrative."""
    User.objects.update(is_demo=False)
    return plan


@pytest.fixture
def accepted(real, person):
    """Quý III: PL1.6 accepted, PL1.26 entered after it and not sent."""
    desk.enter(real, "PL1.6", "1,2", person("kthtdt"), period=Q3)
    desk.send(real, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(real, "KTHTDT", person("daumoi"), period=Q3)
    desk.enter(real, "PL1.26", "45,5", person("kthtdt"), period=Q3)
    return real


@pytest.fixture
def book(report_file):
    """The workbook that the button hands out."""
    return lambda **asked: opened(report_file("xlsx", Q3, **asked))


def by_command(tmp_path, *options, period=Q3):
    out = tmp_path / "bao-cao.xlsx"
    call_command("export_report", period, "--format", "xlsx", "--output", str(out), *options, verbosity=0)
    return opened(out)


def words(book):
    return {ws.title: [[cell.value for cell in row] for row in ws.iter_rows()] for ws in book}


class TestTheFile:
    def test_has_a_summary_the_appendices_and_what_the_units_say(self, real, book):
        assert book().sheetnames == SHEETS

    def test_is_the_same_by_button_and_by_command(self, accepted, book, tmp_path):
        assert words(by_command(tmp_path)) == words(book())
        assert words(by_command(tmp_path, "--draft")) == words(book(**{"ban-nhap": "1"}))

    def test_has_a_name_in_ascii(self, real, browser_of):
        client = browser_of("daumoi")
        for asked, name in (
            ({}, "2026-Q3.xlsx"),
            ({"ban-nhap": "1"}, "2026-Q3-ban-nhap.xlsx"),
        ):
            answer = client.get(reverse("report_xlsx", args=[Q3]), asked)
            assert answer.headers["Content-Disposition"] == f'attachment; filename="bao-cao-KH33-{name}"'
            assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")

    def test_holds_numbers_and_texts_and_nothing_from_elsewhere(self, accepted, book, report_file):
        found = book()
        kinds = {cell.data_type for ws in found for row in ws.iter_rows() for cell in row}
        assert kinds <= {"n", "s", "str"}  # the last: a formula that gives a text
        assert [ws._images for ws in found] == [[]] * len(SHEETS)
        assert found.properties.creator == "UBND phường Hải An"
        with ZipFile(BytesIO(report_file("xlsx", Q3))) as archive:
            assert not [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]


def top_of(ws):
    """The texts of the cover down to the table of statuses."""
    found = texts(ws)
    return found[: found.index("Đánh giá")]


class TestTheLetterhead:
    def test_stands_on_the_cover_the_ward_left_and_the_country_right(self, real, book):
        assert top_of(book()["Tổng hợp"])[:7] == [
            "ỦY BAN NHÂN DÂN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "PHƯỜNG HẢI AN",
            "Độc lập - Tự do - Hạnh phúc",
            "_" * 16,
            "Số:          /BC-UBND",
            "Hải An, ngày      tháng      năm 2026",
        ]

    def test_is_bold_and_italic_where_the_decree_says_so(self, real, book):
        cells = {cell.value: cell.font for row in book()["Tổng hợp"].iter_rows() for cell in row if cell.value}
        for text in ("PHƯỜNG HẢI AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO"):
            assert cells[text].bold, text
            assert 12 <= cells[text].size <= 14, text
        assert cells["Độc lập - Tự do - Hạnh phúc"].underline == "single"
        assert cells["Hải An, ngày      tháng      năm 2026"].italic
        assert {font.name for font in cells.values()} == {"Times New Roman"}

    def test_is_followed_by_what_it_is_about_and_to_whom(self, real, book):
        assert top_of(book()["Tổng hợp"])[7:11] == [
            "BÁO CÁO",
            "Kết quả thực hiện Kế hoạch số 33/KH-UBND ngày 16/01/2026 của UBND phường Hải An quý III năm 2026",
            "(Số liệu từ ngày 15/06/2026 đến ngày 14/09/2026)",
            "Kính gửi: Sở Khoa học và Công nghệ thành phố Hải Phòng.",
        ]

    def test_of_an_appendix_is_its_title_and_to_what_it_is_attached(self, real, book):
        """Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III: an appendix has no letterhead and no signature of its own."""
        attached = "(Kèm theo Báo cáo số          /BC-UBND ngày      tháng      năm           của UBND phường Hải An)"
        assert {ws.title: above(table_of(ws)) for ws in book().worksheets[1:]} == {
            "Phụ lục 1": ["Phụ lục 1", "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ III NĂM 2026", attached],
            "Phụ lục 2": [
                "Phụ lục 2",
                "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU ĐẾN NĂM 2030 TÍNH ĐẾN QUÝ III NĂM 2026",
                attached,
            ],
            "Nhiệm vụ": ["Phụ lục 3, 4, 5", "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ QUÝ III NĂM 2026", attached],
            "Khó khăn, kiến nghị": ["KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ QUÝ III NĂM 2026", attached],
            "Tài liệu minh chứng": ["DANH MỤC TÀI LIỆU MINH CHỨNG QUÝ III NĂM 2026", attached],
            "Thay đổi so với lần gửi trước": ["THAY ĐỔI SO VỚI LẦN GỬI TRƯỚC", attached],
        }

    def test_is_that_of_the_ward_and_nobody_elses(self, real, book):
        Ward.objects.update(name="Phường Đông Hải", letterhead="PHƯỜNG ĐÔNG HẢI", place="Đông Hải")
        found = [text for ws in book() for text in texts(ws)]
        assert "PHƯỜNG ĐÔNG HẢI" in found
        assert "Đông Hải, ngày      tháng      năm 2026" in found
        assert not [text for text in found if "Hải An" in text]


class TestTheSignature:
    def test_is_the_chairs_under_the_cover_with_the_recipients_beside_it(self, real, book):
        found = book()
        assert below(table_of(found["Tổng hợp"])) == [
            "Nơi nhận:",
            "TM. ỦY BAN NHÂN DÂN",
            "- Như trên;",
            "CHỦ TỊCH",
            "- Thường trực Đảng ủy phường;",
            "- CT, các PCT UBND phường;",
            "- Lưu: VT, VHXH.",
            "Cao Huy Hiếu",
        ]
        assert not [ws.title for ws in found.worksheets[1:] if "Nơi nhận:" in texts(ws)]

    def test_is_a_deputys_where_he_is_chosen(self, real, book):
        found = below(table_of(book(**{"nguoi-ky": "BQN"})["Tổng hợp"]))
        right = [text for text in found if not text.startswith(("-", "Nơi"))]
        assert right == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Bùi Quang Ngân"]

    def test_is_a_deputys_once_the_chair_has_left_office(self, real, book):
        Leader.objects.filter(code="CHH").update(ends_on="2026-09-09")
        assert below(table_of(book()["Tổng hợp"]))[-1] == "Bùi Quang Ngân"

    def test_of_an_unknown_signer_is_the_chairs(self, real, book):
        assert below(table_of(book(**{"nguoi-ky": "XYZ"})["Tổng hợp"]))[-1] == "Cao Huy Hiếu"

    def test_has_the_heading_of_the_recipients_bold_and_italic(self, real, book):
        cells = [cell for row in book()["Tổng hợp"].iter_rows() for cell in row if cell.value == "Nơi nhận:"]
        assert [(cell.font.bold, cell.font.italic, cell.font.size) for cell in cells] == [(True, True, 12)]


class TestTheMarks:
    def test_are_none_on_a_report_of_accepted_real_figures(self, accepted, book):
        for ws in book():
            assert not [text for text in texts(ws) if "NHÁP" in text or "MINH HỌA" in text]
            assert ws.oddFooter.center.text is None
            assert ws.firstFooter.center.text is None

    @pytest.mark.parametrize(
        ("demo", "draft", "mark"),
        [
            (False, True, "BẢN NHÁP"),
            (True, False, "SỐ LIỆU MINH HỌA"),
            (True, True, "SỐ LIỆU MINH HỌA · BẢN NHÁP"),
        ],
    )
    def test_stand_on_every_sheet_and_every_printed_page(self, accepted, book, demo, draft, mark):
        if demo:
            desk.enter(accepted, "PL1.27", "3", self.played(), period=Q3)
            desk.send(accepted, "CAP", self.played(), period=Q3)
            desk.accept(accepted, "CAP", User.objects.get(username="daumoi"), period=Q3)
        for ws in book(**({"ban-nhap": "1"} if draft else {})):
            assert texts(ws)[0] == mark
            assert (ws.oddFooter.center.text, ws.firstFooter.center.text) == (mark, mark)

    @staticmethod
    def played():
        User.objects.filter(username="cap").update(is_demo=True)
        return User.objects.select_related("unit", "ward").get(username="cap")


class TestWhatGoesOut:
    def test_is_accepted_only(self, accepted, book):
        table = table_of(book()["Phụ lục 1"])
        heading = "Kết quả thực hiện Quý III"
        assert (table.row(6)[heading], table.row(26)[heading]) == ("1,2", "chưa có số liệu")

    def test_is_all_that_was_entered_in_a_draft_and_says_so(self, accepted, book):
        table = table_of(book(**{"ban-nhap": "1"})["Phụ lục 1"])
        assert table.row(26)["Kết quả thực hiện Quý III"] == "45,5"
        assert "chưa chấp nhận" in table.row(26)["Ghi chú"]
        assert "chưa chấp nhận" not in table.row(6)["Ghi chú"]

    def test_changes_no_row(self, accepted, book):
        before = list(Figure.objects.values())
        book()
        assert list(Figure.objects.values()) == before


class TestThePaper:
    def test_is_a4_landscape_one_page_wide_with_the_decrees_margins(self, real, book):
        for ws in book():
            assert (ws.page_setup.orientation, ws.page_setup.paperSize) == ("landscape", 9)
            assert ws.sheet_properties.pageSetUpPr.fitToPage is True
            assert (ws.page_setup.fitToWidth, ws.page_setup.fitToHeight) == (1, 0)
            margins = [round(getattr(ws.page_margins, side) * 25.4) for side in ("top", "bottom", "left", "right")]
            assert margins == [20, 20, 30, 15]

    def test_repeats_the_header_row_and_prints_the_table_to_its_last_column(self, real, book):
        for ws in book():
            table = table_of(ws)
            assert ws.print_title_rows == f"${table.header_row}:${table.header_row}"
            last = get_column_letter(len(table.headings))
            assert ws.print_area == f"'{ws.title}'!$A$1:${last}${ws.max_row}"
            assert ws.freeze_panes == f"A{table.header_row + 1}"

    def test_has_the_page_number_at_the_top_but_not_on_page_1(self, real, book):
        for ws in book():
            assert ws.HeaderFooter.differentFirst is True
            assert (ws.oddHeader.center.text, ws.firstHeader.center.text) == ("&P", None)

    def test_boxes_every_cell_of_the_table_and_wraps_it(self, real, book):
        for ws in book():
            for row in table_of(ws).rows:
                for cell in row.values():
                    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
                    assert {side.style for side in sides} == {"thin"}
                    assert cell.alignment.wrap_text != (cell.data_type == "n" and cell.value is not None)
                    assert cell.alignment.horizontal == "center" or cell.alignment.indent == 1  # free of the line
