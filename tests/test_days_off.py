"""Days off: which days they are, where a deadline goes, and that every page follows it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plans.models import Receipt
from tests import desk
from tests.page import read
from units.dates import LOCAL_ZONE, DaysOff, fixed_holidays
from units.models import Holiday, Ward

ROOT = Path(__file__).resolve().parent.parent
Q1, Q2 = "2026-Q1", "2026-Q2"
SATURDAY, SUNDAY, MONDAY = date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)
# Quý I is due at 17:00 on Saturday 14/03/2026: on Monday where deadlines move.
ON_MONDAY_MORNING, ON_TUESDAY = "2026-03-16T08:00:00+07:00", "2026-03-17T18:00:00+07:00"

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))
calendars = st.builds(
    lambda found: DaysOff(True, dict.fromkeys(found, "Nghỉ")), st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
)


class TestWhichDays:
    def test_weekends_and_the_days_of_the_list(self):
        off = DaysOff(True, {date(2026, 9, 2): "Quốc khánh"})
        assert [off.word(day) for day in (SATURDAY, SUNDAY, MONDAY, date(2026, 9, 2))] == [
            "thứ Bảy",
            "Chủ nhật",
            "",
            "Quốc khánh",
        ]

    def test_only_the_fixed_ones_are_proposed(self):
        assert [day.strftime("%d/%m") for day, _ in fixed_holidays(2027)] == ["01/01", "30/04", "01/05", "02/09"]

    def test_a_deadline_goes_over_a_whole_tet(self):
        tet = {date(2026, 2, 16) + timedelta(days=number): "Tết Nguyên đán" for number in range(5)}  # Monday to Friday
        assert DaysOff(True, tet).day(date(2026, 2, 14)) == date(2026, 2, 23)

    def test_the_page_says_from_where_to_where(self):
        assert DaysOff(True).words(SATURDAY) == "14/03/2026 là thứ Bảy → 16/03/2026"
        assert DaysOff(False).words(SATURDAY) == "14/03/2026 là thứ Bảy"
        assert DaysOff(True).words(MONDAY) == ""

    def test_the_hour_stays_in_the_wards_zone(self):
        """18:30 UTC on Friday is half past one on Saturday in Hải Phòng."""
        assert DaysOff(True).moment(datetime(2026, 3, 13, 18, 30, tzinfo=UTC)) == datetime(
            2026, 3, 16, 1, 30, tzinfo=LOCAL_ZONE
        )

    @given(days, calendars)
    def test_a_moved_deadline_is_a_working_day_not_before_and_stays(self, day, off):
        moved = off.day(day)
        assert moved >= day
        assert not off.word(moved)
        assert off.day(moved) == moved

    @given(days, days, calendars)
    def test_moving_keeps_the_order(self, one, other, off):
        early, late = sorted((one, other))
        assert off.day(early) <= off.day(late)

    @given(days, calendars)
    def test_nothing_moves_where_the_ward_does_not_say_so(self, day, off):
        assert DaysOff(False, off.holidays).day(day) == day


@pytest.mark.django_db
class TestInTheDatabase:
    def test_a_day_is_off_once(self, plan):
        Holiday.objects.create(ward=plan.ward, day=MONDAY, name="Nghỉ bù")
        with pytest.raises(IntegrityError), transaction.atomic():
            Holiday.objects.create(ward=plan.ward, day=MONDAY, name="Lần nữa")

    def test_and_has_a_name(self, plan):
        with pytest.raises(IntegrityError), transaction.atomic():
            Holiday.objects.create(ward=plan.ward, day=MONDAY, name="")

    def test_another_wards_holiday_moves_nothing(self, plan):
        other = Ward.objects.create(
            code="khac", name="Khác", city="HP", letterhead="K", place="K", report_recipient="S"
        )
        Holiday.objects.create(ward=other, day=MONDAY, name="Hội làng")
        Ward.objects.update(moves_deadlines=True)
        assert desk.period_of(plan).unit_due == datetime(2026, 3, 16, 17, tzinfo=LOCAL_ZONE)

    def test_by_default_a_deadline_stays_where_it_is_and_nothing_is_read(self, plan):
        period = desk.period_of(plan)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert period.unit_due == period.unit_due_at
        assert len(queries) == 0


@pytest.fixture
def moving(plan):
    Ward.objects.filter(pk=plan.ward_id).update(moves_deadlines=True)
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False):
        return desk.period_of(plan)


@pytest.mark.django_db
class TestEveryFace:
    """Saturday's deadline is Monday's, everywhere."""

    def look(self, browser_of, username, name, moment=ON_MONDAY_MORNING, args=(), query=None):
        with time_machine.travel(moment, tick=False):
            return read(browser_of(username).get(reverse(name, args=args), query or {})).text

    def test_the_board(self, browser_of, moving):
        text = self.look(browser_of, "daumoi", "board", query={"ky": Q1})
        assert "Hạn đơn vị gửi 17:00 16/03/2026" in text
        assert "còn 9 giờ" in text
        assert "quá hạn" not in text
        assert "quá hạn 2 ngày" in self.look(browser_of, "daumoi", "board", ON_TUESDAY, query={"ky": Q1})

    def test_my_work(self, browser_of, moving):
        text = self.look(browser_of, "kthtdt", "my_work")
        assert "Quý I/2026 còn 9 giờ" in text
        earlier = self.look(browser_of, "kthtdt", "my_work", "2026-03-12T08:00:00+07:00")
        assert "hạn gửi 17:00 16/03/2026" in earlier

    def test_entry(self, browser_of, moving):
        assert "17:00 16/03/2026" in self.look(browser_of, "kthtdt", "entry", args=(Q1, "KTHTDT"))
        late = self.look(browser_of, "kthtdt", "entry", ON_TUESDAY, args=(Q1, "KTHTDT"))
        assert "đã quá hạn gửi 2 ngày" in late

    def test_review(self, browser_of, moving):
        assert "còn 9 giờ" in self.look(browser_of, "daumoi", "review", args=(Q1, "CAP"))

    def test_the_dashboard(self, browser_of, moving):
        text = self.look(browser_of, "lanhdao", "dashboard", query={"ky": Q1})
        assert "hạn 16/03/2026" in text
        assert "quá hạn" not in text

    def test_the_receipt(self, browser_of, moving, plan, person):
        officer = person("cap")
        with time_machine.travel(ON_MONDAY_MORNING, tick=False):
            for code in ("PL1.27", "PL1.28"):
                desk.enter(plan, code, "74", officer, explanation="Đã kiểm tra")
            desk.send(plan, "CAP", officer)
        receipt = Receipt.objects.get()
        assert receipt.content["hạn gửi"] == "2026-03-16T17:00:00+07:00"
        assert "gửi muộn" not in self.look(browser_of, "cap", "receipt", args=(receipt.code,))

    def test_the_report_to_the_department(self, browser_of, moving):
        """Quý II goes out on Saturday 20/06/2026."""
        text = self.look(browser_of, "daumoi", "documents", query={"ky": Q2})
        assert "22/06/2026" in text
        assert "20/06/2026" not in text

    def test_costs_one_query_however_many_periods(self, browser_of, moving, plan, django_assert_num_queries):
        client = browser_of("daumoi")
        with time_machine.travel(ON_MONDAY_MORNING, tick=False):
            Ward.objects.update(moves_deadlines=False)
            with CaptureQueriesContext(connection) as still:
                client.get(reverse("my_work"))
            Ward.objects.update(moves_deadlines=True)
            with django_assert_num_queries(len(still) + 1):
                client.get(reverse("my_work"))


STORED = {"unit_due_at", "review_due_at", "send_due_on"}
# Where dates are kept and edited; and the first receipts, which are older than days off.
EDITORS = {"reports/setup", "reports/entry/receipts.py", "haian_plan/demonstration.py"}


def test_no_page_reads_a_stored_deadline():
    """What counts is `unit_due`, `review_due`, `send_due` (plans/models.py)."""
    sources = [
        path for app in ("haian_plan", "kpis", "reports", "tasks", "templates") for path in (ROOT / app).rglob("*")
    ]
    readers = {
        str(path.relative_to(ROOT))
        for path in sources
        if path.suffix in {".py", ".html"} and any(f".{name}" in path.read_text() for name in STORED)
    }
    assert {name for name in readers if not any(name.startswith(place) for place in EDITORS)} == set()
