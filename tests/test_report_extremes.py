"""Reports at their limits, printed: nothing to tell, nothing told, every status, long names, 300 rows."""

import re
from datetime import datetime

import pytest
from django.db import transaction

from kpis.evaluation import Status
from kpis.models import Figure, Indicator
from plans.models import Period, Plan
from plans.querysets import read_periods
from reports.documents.material import read_material
from reports.documents.pdf import to_pdf
from reports.documents.xlsx import report_workbook
from reports.scorecard import Scope, build_scorecard
from tests.crowd import a_ward, join
from tests.test_documents_on_paper import pages_of, run
from units.dates import LOCAL_ZONE

pytestmark = [pytest.mark.documents, pytest.mark.django_db]
AUTUMN = datetime(2026, 9, 10, 9, 0, tzinfo=LOCAL_ZONE)
COUNT = 300
LONG = "Tỷ lệ hộ gia đình, cơ sở sản xuất, đơn vị sự nghiệp trên địa bàn tiếp cận dịch vụ số, nhận kết quả trực tuyến"


@pytest.fixture
def printed(tmp_path):
    """The pages of a scorecard's workbook."""

    def convert(card):
        path = tmp_path / "bao-cao.pdf"
        path.write_bytes(to_pdf(report_workbook(card, None), "xlsx", limit=300))
        return path, pages_of(path)

    return convert


def card_of(plan, code="2026-Q3", now=AUTUMN, **asked):
    plan = Plan.objects.select_related("ward", "coordinator").get(pk=plan.pk)
    periods = read_periods(plan)
    period = next(period for period in periods if period.code == code)
    return read_material(plan, periods, period, now=now, **asked).card


def every_status(plan) -> None:
    """Rows of quý III in turn: passed, met, on track, to be watched, behind; nothing to report, missing, yearly, no
    target."""
    values = (95, 90, 85, 75, 55)
    rows = list(Indicator.objects.filter(plan=plan).order_by("order"))
    for number, row in enumerate(rows):
        figures = Figure.objects.filter(indicator=row, period__code="2026-Q3")
        kind = number % 9
        if kind < 5:
            figures.update(value=values[kind])
        elif kind == 5:
            figures.update(value=None, nothing_reason="Không có hồ sơ")
        else:
            figures.delete()
        row.name = f"{LONG} số {number:03d}, {'x' * 60}"[:200]
        row.frequency = "yearly" if kind == 7 else row.frequency
        if kind == 8:
            row.target_kind, row.target_value, row.target_text = "none", None, "-"
    Indicator.objects.bulk_update(rows, ["name", "frequency", "target_kind", "target_value", "target_text"])


def test_a_plan_with_nothing_prints(printed):
    plan, _ = a_ward("trong", now=AUTUMN)
    _, pages = printed(card_of(plan))
    text = " ".join(page.text for page in pages)
    assert "Kế hoạch không có chỉ tiêu nào trong kỳ." in text
    assert text.count("Không có.") >= 3
    assert len(pages) in range(7, 9)


def test_a_period_of_which_nobody_told_prints(plan, printed):
    _, pages = printed(card_of(plan))
    text = " ".join(page.text for page in pages)
    assert "0/25 chỉ tiêu đạt hoặc đúng tiến độ; 24 chưa có số liệu; 1 chưa đến kỳ" in text.replace("  ", " ")
    assert len(pages) in range(15, 26)


def test_300_indicators_of_every_status_with_names_of_200_characters_print(printed):
    with transaction.atomic():
        plan, coordinator = a_ward("dong", now=AUTUMN)
        join(plan, coordinator, COUNT, now=AUTUMN)
        every_status(plan)
    card = card_of(plan, draft=True)
    closed = datetime(2026, 12, 31, 9, 0, tzinfo=LOCAL_ZONE)
    Period.objects.filter(plan=plan, code="2026-Q4").update(closed_at=closed)
    Figure.objects.filter(period__plan=plan, period__code="2026-Q3").update(
        period=Period.objects.get(plan=plan, code="2026-Q4")
    )
    periods = read_periods(plan)
    last = build_scorecard(plan, periods, periods[-1], scope=Scope.ENTERED, now=closed.replace(year=2027))
    seen = {row.verdict.status for found in (card, last) for row in found.indicators}
    assert seen == set(Status)
    path, pages = printed(card)
    text = " ".join(page.text for page in pages)
    assert {int(number) for number in re.findall(r"số (\d{3}), x", text)} == set(range(COUNT))
    right = max(word.right for page in pages for word in page.words)
    assert right <= pages[0].width - 14.5 * 72 / 25.4
    fonts = {line.split()[0].partition("+")[2].partition("-")[0] for line in run("pdffonts", path).splitlines()[2:]}
    assert fonts <= {"LiberationSerif", "TimesNewRomanPSMT", "TimesNewRoman"}
