"""The workbook's summary, ratios, charts and the sheets after the appendices, beside the scorecard that they show."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from kpis.actions import FigurePlace
from kpis.evaluation import Status
from kpis.models import Indicator
from plans.evidence import Document, add_document
from plans.models import Period
from plans.opening import open_period
from plans.querysets import read_periods
from reports.documents.material import Change, read_material
from reports.documents.xlsx import report_workbook
from tests import desk
from tests.book import SHEETS, opened, shown, table_of, texts
from units.models import Channel

pytestmark = pytest.mark.django_db
Q2, Q3, Q4, YEAR = "2026-Q2", "2026-Q3", "2026-Q4", "2026-Y"
NO_EVIDENCE = "Không có tài liệu minh chứng kèm số liệu của kỳ."
RATIO = "Tỷ lệ hoàn thành (%)"


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def card_of(plan):
    """The draft's scorecard of a period."""

    def read(code=Q3, **asked):
        periods = read_periods(plan)
        period = next(period for period in periods if period.code == code)
        return read_material(plan, periods, period, now=timezone.now(), **({"draft": True} | asked)).card

    return read


@pytest.fixture
def told(plan, person):
    """Quý III with a figure of each kind; PL1.26 is behind and says why."""
    boss = person("daumoi")
    desk.enter(plan, "PL1.6", "1,2", boss, period=Q3)
    desk.enter(plan, "PL1.7", "43/45", boss, period=Q3)
    desk.enter(plan, "PL1.26", "20", boss, period=Q3, explanation="Doanh nghiệp chưa có kinh phí")
    desk.enter(plan, "PL1.27", "0", boss, period=Q3)
    desk.enter(plan, "PL1.28", "", boss, period=Q3, nothing_reason="Chưa phát sinh")
    return plan


def file_of(card, changes=(), version=0):
    return report_workbook(card, None, changes, version)


def numbers(series):
    """Place of a bar → its number, as the chart carries it."""
    return {point.idx: pytest.approx(float(point.v)) for point in series.val.numRef.numCache.pt}


class TestRatios:
    def test_are_formulas_over_the_cells_beside_them(self, told, card_of):
        ws = opened(file_of(card_of()), formulas=True)["Phụ lục 1"]
        for row in table_of(ws).rows:
            formula = row[RATIO].value
            if row["Mục tiêu năm 2026"].value == "-":
                assert formula is None
                continue
            result, target = row["Kết quả thực hiện Quý III"].coordinate, row["Mục tiêu năm 2026"].coordinate
            whole = "3" if row["STT"].value == 6 else target
            assert formula == f'=IF(ISNUMBER({result}),{result}/{whole}*100,"")'

    def test_have_the_scorecards_value_for_whoever_computes_nothing(self, told, card_of):
        card = card_of()
        found = [row[RATIO].value for row in table_of(opened(file_of(card))["Phụ lục 1"]).rows]
        wanted = [row.verdict.achievement for row in card.indicators]
        assert found == [None if share is None else pytest.approx(float(share), rel=1e-15) for share in wanted]
        assert [number for number in found if number is not None] == [
            40,
            pytest.approx(860 / 9),
            pytest.approx(100 / 3),
            0,
        ]

    def test_turn_round_where_less_is_better(self, told, card_of):
        Indicator.objects.filter(code="PL1.26").update(direction="lower")
        row = table_of(opened(file_of(card_of()), formulas=True)["Phụ lục 1"]).rows[25]
        result, target = row["Kết quả thực hiện Quý III"].coordinate, row["Mục tiêu năm 2026"].coordinate
        assert row[RATIO].value == f'=IF(N({result})=0,"",{target}/{result}*100)'
        assert shown(table_of(opened(file_of(card_of()))["Phụ lục 1"]).rows[25][RATIO]) == "300"

    def test_of_a_goal_are_there_for_the_same_measure_only(self, told, card_of):
        card = card_of()
        rows = table_of(opened(file_of(card), formulas=True)["Phụ lục 2"]).rows
        has = [row[RATIO].value is not None for row in rows]
        assert has == [goal.link_kind == "same" for goal in card.goals]
        assert any(has)


class TestTheSummary:
    def test_says_in_sentences_where_the_year_stands_and_who_has_not_told(self, told, card_of):
        said = texts(opened(file_of(card_of()))["Tổng hợp"])
        assert (
            "Chỉ tiêu: 1/25 chỉ tiêu đạt hoặc đúng tiến độ; 3 chậm; 19 chưa có số liệu; 1 không phát sinh; "
            "1 chưa đến kỳ; 4 không giao mục tiêu."
        ) in said
        lacks = next(text for text in said if text.startswith("Chưa có số liệu của"))
        assert "Văn phòng HĐND và UBND (chỉ tiêu 29)" in lacks
        assert "Công an phường" not in lacks

    def test_counts_the_indicators_of_every_status_and_names_them(self, told, card_of):
        card = card_of()
        ws = opened(file_of(card))["Tổng hợp"]
        lines = {row[0].value: (row[2].value, row[3].value) for row in ws.iter_rows() if row[2].data_type == "n"}
        for status in Status:
            numbers = [row.number for row in card.indicators if row.verdict.status is status]
            assert lines[status.value] == (len(numbers), ", ".join(numbers) or None)
        assert lines["Cộng"] == (29, None)

    def test_takes_its_numbers_from_the_first_appendix(self, told, card_of):
        content = file_of(card_of())
        source = {row["STT"].value: row for row in table_of(opened(content)["Phụ lục 1"]).rows}
        formulas = table_of(opened(content, formulas=True)["Tổng hợp"]).rows
        pairs = {
            "Kết quả năm 2025": "Kết quả năm 2025",
            "Thực hiện đến nay": "Kết quả thực hiện Quý III",
            "Mục tiêu năm 2026": "Mục tiêu năm 2026",
        }
        for row, written in zip(table_of(opened(content)["Tổng hợp"]).rows, formulas, strict=True):
            other = source[row["STT"].value]
            assert row["Đánh giá"].value == other["Đánh giá"].value
            for here, there in pairs.items():
                assert shown(row[here]) == shown(other[there])
                assert written[here].value == f"='Phụ lục 1'!{other[there].coordinate}"

    def test_has_native_charts_that_carry_their_numbers(self, told, card_of):
        card = card_of()
        ws = load_workbook(BytesIO(file_of(card)))["Tổng hợp"]
        titles = ["".join(run.t for run in chart.title.tx.rich.p[0].r) for chart in ws._charts]
        assert titles == [
            "Số chỉ tiêu theo đánh giá",
            "Kết quả năm 2025, đến nay và mục tiêu năm 2026 (chỉ tiêu 1–14; mục tiêu = 100%)",
            "Kết quả năm 2025, đến nay và mục tiêu năm 2026 (chỉ tiêu 15–29; mục tiêu = 100%)",
        ]
        counts = [int(float(point.v)) for point in ws._charts[0].series[0].val.numRef.numCache.pt]
        assert sum(counts) == 29
        first, second = ws._charts[1:]
        assert numbers(first.series[1]) == {5: 40, 6: 860 / 9}
        assert numbers(second.series[1]) == {11: 100 / 3, 12: 0}

    def test_draws_the_cells_that_the_charts_name(self, told, card_of):
        content = file_of(card_of())
        shows = opened(content)["Tổng hợp"]
        for chart in load_workbook(BytesIO(content))["Tổng hợp"]._charts:
            for series in chart.series:
                first, last = re.findall(r"\$([A-Z]+)\$(\d+)", series.val.numRef.f)
                cells = [shows[f"{first[0]}{row}"].value for row in range(int(first[1]), int(last[1]) + 1)]
                assert {
                    place: number for place, number in enumerate(cells) if isinstance(number, int | float)
                } == numbers(series)


class TestHardships:
    def test_are_the_explanations_of_what_is_behind_and_what_tasks_say(self, told, card_of, person):
        told_of = {"status": "ongoing", "percent": 40, "difficulties": "Thiếu kinh phí", "proposals": "Bố trí sớm"}
        desk.tell(told, "PL4.I.1", person("vhxh"), period=Q3, **told_of)
        ws = opened(file_of(card_of()))["Khó khăn, kiến nghị"]
        rows = [[shown(cell) for cell in row.values()] for row in table_of(ws).rows]
        assert [[row[0], *row[3:6]] for row in rows] == [
            ["26", "Phòng Kinh tế, Hạ tầng và Đô thị", "Doanh nghiệp chưa có kinh phí", ""],
            ["PL4.I.1", "Phòng Văn hóa - Xã hội", "Thiếu kinh phí", "Bố trí sớm"],
        ]

    def test_of_nobody_say_so(self, plan, card_of):
        assert "Các đơn vị không nêu khó khăn, vướng mắc hay kiến nghị." in texts(
            opened(file_of(card_of()))["Khó khăn, kiến nghị"]
        )


class TestEvidence:
    @pytest.fixture
    def proven(self, told, person):
        unit, period = desk.unit_of(told, "KTHTDT"), desk.period_of(told, Q3)
        place = FigurePlace(Indicator.objects.get(plan=told, code="PL1.6"), period)
        add_document(
            unit=unit, period=period, places=[place], document=Document("12/BC", date(2026, 9, 5)),
            by=person("kthtdt"), channel=Channel.SCREEN, now=timezone.now(),
        )  # fmt: skip
        return told

    def rows(self, card):
        ws = opened(file_of(card))["Tài liệu minh chứng"]
        return [[shown(cell) for cell in row.values()] for row in table_of(ws).rows]

    def test_is_listed_with_the_rows_it_stands_on(self, proven, card_of):
        said = [
            "1",
            "Văn bản 12/BC ngày 05/09/2026",
            "",
            "Chỉ tiêu 6",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Quý III/2026",
        ]
        assert self.rows(card_of()) == [said]
        assert NO_EVIDENCE in texts(opened(file_of(card_of(Q2)))["Tài liệu minh chứng"])

    def test_goes_out_once_it_was_accepted(self, proven, card_of, person):
        assert self.rows(card_of(draft=False)) == []
        desk.send(proven, "KTHTDT", person("kthtdt"), period=Q3)
        desk.accept(proven, "KTHTDT", person("daumoi"), period=Q3)
        assert [row[:4] for row in self.rows(card_of(draft=False))] == [
            ["1", "Văn bản 12/BC ngày 05/09/2026", "", "Chỉ tiêu 6"]
        ]
        assert [row[5] for row in self.rows(card_of("2026-9M", draft=False))] == ["Quý III/2026"]


class TestChanges:
    def test_are_printed_as_they_are_handed_in(self, plan, card_of):
        change = Change("Chỉ tiêu 6. Chi KHCN", "Kết quả Quý III/2026", "1,2%", "1,3%")
        rows = table_of(opened(file_of(card_of(), [change], 2))["Thay đổi so với lần gửi trước"]).rows
        assert [[shown(cell) for cell in row.values()] for row in rows] == [
            ["1", "Chỉ tiêu 6. Chi KHCN", "Kết quả Quý III/2026", "1,2%", "1,3%"]
        ]

    @pytest.mark.parametrize(
        ("version", "sentence"),
        [
            (0, "Danh sách thay đổi được lập khi phát hành."),
            (1, "Đây là lần gửi đầu tiên của kỳ này."),
            (2, "Không có thay đổi so với lần gửi trước."),
        ],
    )
    def test_that_are_none_say_why(self, plan, card_of, version, sentence):
        assert sentence in texts(opened(file_of(card_of(), version=version))["Thay đổi so với lần gửi trước"])


class TestTheYear:
    @pytest.fixture
    def closed_year(self, plan, person):
        year = Period.objects.select_related("plan__ward").get(plan=plan, code=YEAR)
        boss = person("daumoi")
        with time_machine.travel("2026-12-20T08:00:00+07:00", tick=False):
            open_period(period=year, by=boss, channel=Channel.SCREEN, now=timezone.now(), reason="Số chính thức")
            desk.enter(plan, "PL1.1", "95", boss, period=Q4)
            desk.enter(plan, "PL1.26", "58,5", boss, period=Q4, estimate=True)
            desk.enter(plan, "PL1.27", "11", boss, period=YEAR)
            yield plan

    def test_is_compared_with_the_year_before_and_proposes_baselines(self, closed_year, card_of):
        book = opened(file_of(card_of(YEAR)))
        assert book.sheetnames == [*SHEETS[:4], "So sánh năm, đề xuất 2027", *SHEETS[4:]]
        table = table_of(book["So sánh năm, đề xuất 2027"])
        names = ("Kết quả năm 2025", "Kết quả năm 2026", "Tăng, giảm so với 2025", RATIO)
        proposal = ("Đề xuất số gốc cho kế hoạch 2027", "Căn cứ")
        assert [table.row(1)[name] for name in (*names, *proposal)] == [
            "≥ 60",
            "95",
            "35",
            "95",
            "95",
            "lấy kết quả năm",
        ]
        assert [table.row(26)[name] for name in (*names, *proposal)] == [
            "≥ 30", "58,5 (ước)", "28,5", "97,5", "58,5 (ước)", "số ước: thay bằng số chính thức khi có",
        ]  # fmt: skip
        assert [table.row(27)[name] for name in (*names, *proposal)] == ["-", "11", "", "110", "11", "lấy kết quả năm"]
        assert table.row(2)["Đề xuất số gốc cho kế hoạch 2027"] == ""
        assert table.row(2)["Căn cứ"] == "chưa có: bổ sung kết quả năm"

    def test_is_compared_on_its_own_report_only(self, plan, card_of):
        for code in (Q4, "2026-H1", "2026-9M"):
            assert opened(file_of(card_of(code))).sheetnames == SHEETS


class TestNothingThatExcelWouldRepair:
    def test_is_in_the_file_whatever_was_typed(self, told, card_of, person):
        long = "Nguồn vốn bố trí chậm. " * 2000
        desk.tell(told, "PL4.I.1", person("vhxh"), period=Q3, status="ongoing", difficulties=long, proposals="=1+1")
        Indicator.objects.filter(code="PL1.1").update(name="=cmd|'/c calc'!A0", short_name="\x01+84")
        content = file_of(card_of())
        book = opened(content, formulas=True)
        assert len({title.casefold() for title in book.sheetnames}) == len(book.sheetnames)
        assert max(map(len, book.sheetnames)) <= 31
        held = [cell for ws in book for row in ws.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert max(len(cell.value) for cell in held) <= 32767
        assert any(cell.value.endswith("… (còn nữa, xem trên hệ thống)") for cell in held)
        typed = [cell for cell in held if cell.value.startswith(("=cmd", "=1+1", "+84"))]
        assert {cell.data_type for cell in typed} == {"s"}
        assert len(typed) >= 3
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            assert len(names) == len(set(names))
            assert archive.testzip() is None
            assert not [name for name in names if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", archive.read(name))]
