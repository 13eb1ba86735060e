"""The report as a Word file: layout of Nghị định 30, the words of the scorecard, tables that equal the columns."""

from dataclasses import replace
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.evaluation import Status
from plans.models import Plan
from plans.querysets import read_periods
from reports.documents.appendices import appendices
from reports.documents.columns import indicator_columns
from reports.documents.docx import report_document
from reports.documents.paper import Paper, signers
from reports.ledger import Scope
from reports.narrative.text import NO_EDITS
from reports.scorecard import Scorecard, build_scorecard, summarise
from reports.spreadsheet.sheet import safe_text
from tests import desk, word
from tests.crowd import a_ward, join
from units.models import User, Ward

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"
LONG_NAME = "Tỷ lệ hồ sơ, kết quả giải quyết thủ tục hành chính được số hóa theo quy định mới của thành phố " * 3


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
    desk.enter(real, "PL1.6", "1,2", person("kthtdt"), period=Q3, explanation="=1+1 là nguyên nhân")
    desk.send(real, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(real, "KTHTDT", person("daumoi"), period=Q3)
    desk.enter(real, "PL1.26", "45,5", person("kthtdt"), period=Q3)
    return real


@pytest.fixture
def document(report_file):
    return lambda **asked: word.opened(report_file("docx", Q3, **asked))


def card_of(plan: Plan, code: str = Q3, scope: Scope = Scope.ENTERED) -> Scorecard:
    periods = read_periods(plan)
    period = next(found for found in periods if found.code == code)
    return build_scorecard(plan, periods, period, scope=scope, now=timezone.now())


def written(card: Scorecard):
    return word.opened(report_document(card, signers(card.plan.ward, timezone.localdate())[0], NO_EDITS))


def wanted(card: Scorecard) -> list[list[list[str]]]:
    """The tables as the columns say them."""
    tables = []
    for appendix in appendices(Paper(card, None)):
        rows = [[column.header for column in appendix.columns]]
        for row in appendix.rows:
            rows.append([row] if isinstance(row, str) else [c.cell(row).shown for c in appendix.columns])
        tables.append([["\n".join(filter(None, safe_text(text).split("\n"))) for text in row] for row in rows])
    return tables


def same_tables(card: Scorecard) -> None:
    found = [[["\n".join(filter(None, cell.split("\n"))) for cell in row] for row in t] for t in tables_of(card)]
    assert found == wanted(card)


def tables_of(card: Scorecard) -> list[list[list[str]]]:
    return word.appendix_tables(written(card))


class TestTheLayout:
    def test_names_the_ward_left_and_the_country_right(self, real, document):
        assert word.letterhead(document()) == [
            ["ỦY BAN NHÂN DÂN", "PHƯỜNG HẢI AN", "Số:          /BC-UBND"],
            [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "Hải An, ngày      tháng      năm 2026",
            ],
        ]

    def test_says_what_it_is_about_to_whom_and_ends_as_it_must(self, real, document):
        said = word.texts(document())
        assert said[:3] == [
            "BÁO CÁO",
            "Kết quả thực hiện Kế hoạch số 33/KH-UBND ngày 16/01/2026 của UBND phường Hải An quý III năm 2026",
            "Kính gửi: Sở Khoa học và Công nghệ thành phố Hải Phòng.",
        ]
        letter = said[: said.index("Phụ lục 1")]
        assert letter[-1].endswith("Sở Khoa học và Công nghệ thành phố Hải Phòng tổng hợp./.")
        assert [text for text in letter if text.isupper()] == [
            "BÁO CÁO",
            "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
            "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ",
            "III. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ",
            "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI",
        ]

    def test_leaves_number_day_and_signature_to_the_clerk(self, real, document):
        recipients, signs = word.signature(document())
        assert recipients == [
            "Nơi nhận:",
            "- Như trên;",
            "- Thường trực Đảng ủy phường;",
            "- CT, các PCT UBND phường;",
            "- Lưu: VT, VHXH.",
        ]
        assert signs == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Cao Huy Hiếu"]

    def test_is_signed_by_whom_the_address_names(self, real, document):
        _, signs = word.signature(document(**{"nguoi-ky": "BQN"}))
        assert signs == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Bùi Quang Ngân"]

    def test_is_standing_paper_then_lying_with_the_margins_of_the_decree(self, real, document):
        sections = document().sections
        assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 3]
        for section in sections:
            size = (section.page_width, section.page_height)
            assert sorted(round(length / Mm(1)) for length in size if length) == [210, 297]
            assert (size[0] or 0) < (size[1] or 0) or section.orientation == WD_ORIENT.LANDSCAPE
            edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
            assert [round(edge / Mm(1)) for edge in edges if edge] == [20, 20, 30, 15]

    def test_numbers_every_page_but_the_first(self, real, document):
        first, *others = document().sections
        assert first.different_first_page_header_footer
        assert 'w:instr=" PAGE "' in first.header._element.xml
        assert "PAGE" not in first.first_page_header._element.xml
        assert all(section.header.is_linked_to_previous for section in others)
        assert not any(section.different_first_page_header_footer for section in others)

    def test_repeats_headings_and_tears_no_row_but_a_very_high_one(self, accepted, person):
        desk.tell(accepted, "PL4.I.4", person("daumoi"), period=Q3, status="ongoing", difficulties="Khó khăn. " * 300)
        for table in written(card_of(accepted)).tables[2:]:
            first, *rows = table._tbl.tr_lst
            assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            torn = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None]
            assert all("Khó khăn. Khó khăn." in "".join(row.itertext()) for row in torn)
        assert torn

    def test_has_one_family_of_letters_and_speaks_vietnamese(self, real, document):
        parts = document().part.package.iter_parts()
        xml = {part.partname: part.blob.decode() for part in parts if part.partname.endswith(".xml")}
        assert "Calibri" not in xml["/word/styles.xml"]
        assert "Theme=" not in xml["/word/styles.xml"]
        assert 'w:val="vi-VN"' in xml["/word/styles.xml"]
        assert "rFonts" not in xml["/word/document.xml"]

    def test_holds_nothing_of_the_librarys_own_template(self, real, document):
        found = document()
        names = [str(part.partname) for part in found.part.package.iter_parts()]
        assert not [name for name in names if "thumbnail" in name or "customXml" in name or "Effects" in name]
        core = found.core_properties
        assert (core.author, core.last_modified_by, core.comments) == ("UBND phường Hải An", "UBND phường Hải An", "")
        assert (core.created, core.modified) == (core.created.replace(2026, 9, 14), core.created)


class TestTheFile:
    def test_is_the_same_by_button_and_by_command_byte_for_byte(self, accepted, report_file, tmp_path):
        for asked, options in (({}, ()), ({"ban-nhap": "1"}, ("--draft",))):
            out = tmp_path / "bao-cao.docx"
            call_command("export_report", Q3, "--format", "docx", "--output", str(out), *options, verbosity=0)
            assert out.read_bytes() == report_file("docx", Q3, **asked)

    def test_does_not_read_the_clock(self, accepted):
        card = card_of(accepted)
        before = report_document(card, None, NO_EDITS)
        with time_machine.travel("2031-01-01T08:00:00+07:00", tick=False):
            assert report_document(card, None, NO_EDITS) == before

    def test_has_a_name_in_ascii_and_its_kind(self, real, browser_of):
        answer = browser_of("daumoi").get(reverse("report_docx", args=[Q3]), {"ban-nhap": "1"})
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-KH33-2026-Q3-ban-nhap.docx"'
        assert answer.headers["Content-Type"].endswith("wordprocessingml.document")

    def test_marks_a_draft_at_the_top_and_at_the_foot_of_every_page(self, accepted, document):
        draft, fair = document(**{"ban-nhap": "1"}), document()
        first = draft.sections[0]
        assert word.texts(draft)[0] == "BẢN NHÁP"
        for foot in (first.footer, first.first_page_footer):
            assert [paragraph.text for paragraph in foot.paragraphs] == ["BẢN NHÁP"]
        assert all(section.footer.is_linked_to_previous for section in list(draft.sections)[1:])
        assert "BẢN NHÁP" not in "".join(word.texts(fair))
        assert [paragraph.text for paragraph in fair.sections[0].footer.paragraphs] == [""]

    def test_marks_illustrative_figures(self, plan, person, document):
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
        assert word.texts(document(**{"ban-nhap": "1"}))[0] == "SỐ LIỆU MINH HỌA · BẢN NHÁP"

    def test_holds_accepted_figures_and_a_draft_all_that_was_entered(self, accepted, document):
        def row(found, number):
            return next(row for row in word.appendix_tables(found)[0] if row[0] == number)

        assert row(document(), "26")[7] == "chưa có số liệu"
        assert row(document(**{"ban-nhap": "1"}), "26")[7] == "45,5"
        assert row(document(), "6")[7] == "1,2"

    def test_is_that_of_the_ward_and_nobody_elses(self, real, document):
        Ward.objects.update(name="Phường Đông Hải", letterhead="PHƯỜNG ĐÔNG HẢI", place="Đông Hải")
        said = " ".join([*word.texts(document()), *(line for cell in word.letterhead(document()) for line in cell)])
        assert "Ủy ban nhân dân phường Đông Hải" in said
        assert "Hải An" not in said


class TestTheTables:
    @pytest.mark.parametrize("code", ["2026-Q1", Q3, "2026-H1", "2026-9M", "2026-Y"])
    def test_equal_the_columns_cell_by_cell(self, accepted, code):
        same_tables(card_of(accepted, code))

    def test_text_that_looks_like_a_formula_is_plain(self, accepted, document):
        assert [row for row in word.appendix_tables(document())[0] if "=1+1 là nguyên nhân" in row[-1]]

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_equal_the_columns_for_any_text_and_number(self, real, data):
        words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
        numbers = st.fractions(0, 10**9, max_denominator=9999)
        card = card_of(real)

        def spoiled(row):
            amount = data.draw(numbers)
            cell = row.cell._replace(explanation=data.draw(words))
            text = f"{int(amount)}"
            quarters = tuple(each._replace(amount=Fraction(int(amount)), text=text) for each in row.quarters)
            return replace(row, name=data.draw(words), amount=amount, cell=cell, quarters=quarters)

        rows = tuple(spoiled(row) for row in card.indicators[:6])
        same_tables(replace(card, indicators=rows, summary=summarise(rows, card.period)))


class TestAtTheLimits:
    def test_nothing_at_all_prints(self, real):
        card = card_of(real)
        bare = replace(card, indicators=(), goals=(), tasks=(), summary=summarise((), card.period))
        found = written(bare)
        assert "Kế hoạch không có chỉ tiêu năm 2026." in word.texts(found)
        assert [len(table) for table in word.appendix_tables(found)] == [1, 1, 1]

    def test_everything_missing_prints(self, real, document):
        wanted_words = "đến hết quý III có 01 chỉ tiêu chưa đến kỳ báo cáo, 24 chỉ tiêu chưa có số liệu;"
        assert [text for text in word.texts(document()) if wanted_words in text]

    def test_every_status_prints_in_the_table_and_in_the_text(self, real):
        card = card_of(real)
        rows = tuple(
            replace(row, verdict=replace(row.verdict, status=status, provisional=False))
            for row, status in zip(card.indicators, Status, strict=False)
        )
        found = written(replace(card, indicators=rows, summary=summarise(rows, card.period)))
        place = [column.header for column in indicator_columns(card)].index("Đánh giá")
        assert [row[place] for row in word.appendix_tables(found)[0][1:] if len(row) > 1] == [s.value for s in Status]
        assert sum(text.startswith(tuple("12345678")) for text in word.texts(found) if "tiêu" in text) >= 8

    def test_300_indicators_with_names_of_200_letters_print(self, plan):
        crowd, coordinator = a_ward("dong", now=timezone.now())
        join(crowd, coordinator, 300, now=timezone.now())
        card = card_of(Plan.objects.select_related("ward", "coordinator").get(pk=crowd.pk))
        rows = tuple(replace(row, name=LONG_NAME[:200]) for row in card.indicators)
        found = word.opened(report_document(replace(card, indicators=rows), None, NO_EDITS))
        table = word.appendix_tables(found)[0]
        assert sum(row[1] == safe_text(LONG_NAME[:200]) for row in table if len(row) > 1) == 300

    def test_control_characters_are_left_out(self, real):
        card = card_of(real)
        row = replace(card.indicators[0], name="Một\x00\x0b\ufffe\tHai\nBa <b>&amp;")
        found = written(replace(card, indicators=(row,), summary=summarise((row,), card.period)))
        assert word.appendix_tables(found)[0][2][1] == "Một Hai\nBa <b>&amp;"
