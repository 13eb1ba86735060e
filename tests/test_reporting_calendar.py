"""Lịch báo cáo: the dates of the year's periods, the ward's days off, and who may set them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.actions import FigureEntry, save_figure
from kpis.models import Assignment, Figure, Indicator
from plans.calendar import quarter_faults, schedule_faults
from plans.models import Period, Plan
from plans.opening import close_period
from plans.quantities import read_figure
from plans.refusals import NotAllowed
from plans.scheduling import ScheduleMoved, dates_of, make_periods, set_schedule
from tasks.models import Task, TaskAssignment
from tests import desk
from tests.page import Element, errors, posts, read
from units.dates import LOCAL_ZONE
from units.models import Channel, Event, Holiday, Ward

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"
FEBRUARY = "2026-02-10T08:00:00+07:00"


@pytest.fixture
def february():
    with time_machine.travel(FEBRUARY, tick=False):
        yield


@pytest.fixture
def client(browser_of, february):
    return browser_of("daumoi")


def forms(page: Element) -> tuple[Element, Element]:
    """The form of the dates and the form of the days off."""
    found = {form.attributes["action"]: form for form in page.all("form") if "action" in form.attributes}
    return found[reverse("calendar")], found[reverse("days_off")]


def save(client, **changes):
    """The dates as the page has them, with these typed over them: Q1__unit_due_at="…"."""
    data = posts(forms(read(client.get(reverse("calendar"))))[0])
    typed = {f"2026-{name.replace('__', '-')}": text for name, text in changes.items()}
    assert set(typed) <= set(data)
    return client.post(reverse("calendar"), data | typed)


def save_days_off(client, **changes):
    return client.post(reverse("days_off"), {"moves": "no", "first": "", "last": "", "name": ""} | changes)


def period(code: str) -> Period:
    return Period.objects.get(code=code)


class TestMaking:
    def test_the_seven_periods_of_a_new_plan_in_one_action(self, plan, person):
        new = Plan.objects.create(
            ward=plan.ward,
            number="9/KH-UBND",
            title="Kế hoạch",
            issued_on="2027-01-10",
            year=2027,
            coordinator=plan.coordinator,
        )
        words = {"plan": new, "by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
        made = make_periods(**words)
        assert [made_one.code for made_one in made] == [
            f"2027-{kind}" for kind in ("Q1", "Q2", "Q3", "Q4", "H1", "9M", "Y")
        ]
        first = made[0]
        assert (first.starts_on, first.ends_on) == (date(2026, 12, 15), date(2027, 3, 14))
        assert make_periods(**words) == []  # a second click makes nothing
        event = Event.objects.get(action="make_periods", subject_code="9/KH-UBND")
        assert event.after["Quý I/2027"] == "17:00 14/03/2027"

    def test_only_what_is_missing(self, plan, person):
        plan.periods.filter(kind="9M").delete()
        made = make_periods(plan=plan, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now())
        assert [one.code for one in made] == ["2026-9M"]


class TestReading:
    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao", "lanhdao"])
    def test_everyone_inside_reads_and_only_reads(self, browser_of, february, username):
        page = read(browser_of(username).get(reverse("calendar")))
        assert "17:00 14/03/2026" in page.text
        assert page.one("main").all("input") == []

    def test_a_weekend_is_named_also_where_nothing_moves(self, client):
        assert "14/03/2026 là thứ Bảy" in read(client.get(reverse("calendar"))).text
        assert "→" not in read(client.get(reverse("calendar"))).text

    def test_where_the_deadline_goes(self, client):
        Ward.objects.update(moves_deadlines=True)
        assert "14/03/2026 là thứ Bảy → 16/03/2026" in read(client.get(reverse("calendar"))).text

    def test_the_year_is_opened_from_here(self, client, browser_of):
        links = {link.attributes["href"] for link in read(client.get(reverse("calendar"))).all("a")}
        assert reverse("open_period", args=("2026-Y",)) in links
        administrator = read(browser_of("quantri").get(reverse("calendar")))
        assert not [link for link in administrator.all("a") if link.attributes["href"].startswith("/ky/")]


class TestTheDates:
    @pytest.mark.parametrize("username", ["daumoi", "quantri"])
    def test_move_and_say_so_in_the_journal(self, browser_of, february, person, username):
        answer = save(browser_of(username), Q1__unit_due_at="16h30 12/03/2026", Q1__ends_on="12/03/2026")
        assert (answer.status_code, answer["Location"]) == (302, reverse("calendar"))
        assert period(Q1).unit_due_at == datetime(2026, 3, 12, 16, 30, tzinfo=LOCAL_ZONE)
        event = Event.objects.get(action="change", subject_type="period")
        assert (event.actor, event.get_channel_display(), event.period_code) == (person(username), "màn hình", Q1)
        assert event.before == {"đến ngày": "14/03/2026", "hạn đơn vị gửi": "17:00 14/03/2026"}
        assert event.after == {"đến ngày": "12/03/2026", "hạn đơn vị gửi": "16:30 12/03/2026"}

    def test_of_several_periods_move_together(self, client):
        save(client, Q1__ends_on="10/03/2026", Q2__starts_on="11/03/2026")
        assert (period(Q1).ends_on, period(Q2).starts_on) == (date(2026, 3, 10), date(2026, 3, 11))

    def test_a_page_saved_as_it_is_writes_nothing(self, client):
        lines = Event.objects.count()
        assert save(client).status_code == 302
        assert Event.objects.count() == lines

    def test_a_double_click_has_one_effect(self, client):
        data = posts(forms(read(client.get(reverse("calendar"))))[0]) | {"2026-Q1-send_due_on": "25/03/2026"}
        answers = [client.post(reverse("calendar"), data).status_code for _ in range(2)]
        assert answers == [302, 302]
        assert Event.objects.filter(action="change", subject_type="period").count() == 1

    def test_an_empty_post_blanks_nothing(self, client):
        before = dates_of(period(Q1))
        assert client.post(reverse("calendar"), {}).status_code == 302
        assert dates_of(period(Q1)) == before

    def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(self, client):
        answer = save(
            client,
            Q1__review_due_at="17:00 13/03/2026",
            Q2__unit_due_at="14/06",
            Q3__ends_on="31/09/2026",
            Q4__send_due_on="16/12/2026",
        )
        assert answer.status_code == 422
        page = read(answer)
        assert errors(page, "id_2026-Q1-review_due_at") == "Hạn xem xét không được trước hạn đơn vị gửi."
        assert "Không đọc được thời hạn “14/06”" in errors(page, "id_2026-Q2-unit_due_at")
        assert "Không có ngày “31/09/2026” trong lịch" in errors(page, "id_2026-Q3-ends_on")
        assert errors(page, "id_2026-Q4-send_due_on") == "Hạn gửi cấp trên không được trước hạn xem xét."
        typed = posts(forms(page)[0])
        assert (typed["2026-Q2-unit_due_at"], typed["2026-Q3-ends_on"]) == ("14/06", "31/09/2026")
        assert Event.objects.filter(action="change", subject_type="period").count() == 0

    def test_nothing_is_saved_where_one_row_is_wrong(self, client):
        save(client, Q1__send_due_on="25/03/2026", Q2__send_due_on="01/06/2026")
        assert period(Q1).send_due_on == date(2026, 3, 20)

    @pytest.mark.parametrize(("typed", "sentence"), [("", "Hãy ghi ngày."), ("mai", "Không đọc được ngày “mai”")])
    def test_a_date_must_be_there_and_be_a_date(self, client, typed, sentence):
        answer = save(client, Q1__ends_on=typed)
        assert (answer.status_code, sentence in errors(read(answer), "id_2026-Q1-ends_on")) == (422, True)

    def test_quarters_do_not_overlap(self, client):
        answer = save(client, Q2__starts_on="10/03/2026")
        sentence = "Số liệu quý II phải bắt đầu sau ngày cuối của quý I (14/03/2026)."
        assert (answer.status_code, errors(read(answer), "id_2026-Q2-starts_on")) == (422, sentence)
        answer = save(client, Q1__ends_on="20/03/2026", Q1__unit_due_at="17:00 20/03/2026")
        assert "quý II phải bắt đầu sau" in errors(read(answer), "id_2026-Q1-ends_on")

    def test_somebody_else_was_faster(self, client, browser_of):
        """The second sees what stands beside what they typed, and saving again is their choice."""
        data = posts(forms(read(client.get(reverse("calendar"))))[0]) | {"2026-Q1-send_due_on": "25/03/2026"}
        save(browser_of("quantri"), Q1__send_due_on="24/03/2026")
        answer = client.post(reverse("calendar"), data)
        assert answer.status_code == 422
        page = read(answer)
        assert "Người khác vừa sửa lịch Quý I/2026" in page.text
        assert "hạn gửi cấp trên: 24/03/2026" in page.text
        assert period(Q1).send_due_on == date(2026, 3, 24)
        again = posts(forms(page)[0])
        assert again["2026-Q1-send_due_on"] == "25/03/2026"
        assert client.post(reverse("calendar"), again).status_code == 302
        assert period(Q1).send_due_on == date(2026, 3, 25)

    def test_the_action_holds_the_order_and_the_race_too(self, plan, person):
        words = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
        stale = Period.objects.select_related("plan__ward").get(code=Q1)
        with pytest.raises(NotAllowed, match="không được trước ngày bắt đầu"):
            set_schedule(period=stale, dates=dates_of(stale) | {"ends_on": date(2025, 1, 1)}, **words)
        Period.objects.filter(code=Q1).update(send_due_on="2026-03-24")
        with pytest.raises(ScheduleMoved):
            set_schedule(period=stale, dates=dates_of(stale) | {"send_due_on": date(2026, 3, 25)}, **words)
        assert period(Q1).send_due_on == date(2026, 3, 24)

    def test_the_order_in_admin_is_the_same_rule(self):
        due = datetime(2026, 3, 14, 17, tzinfo=LOCAL_ZONE)
        faults = schedule_faults(
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 3, 20),
            unit_due_at=due,
            review_due_at=None,
            send_due_on=date(2026, 3, 1),
        )
        assert [name for name, _ in faults] == ["unit_due_at"]
        assert quarter_faults({1: (date(2026, 1, 1), date(2026, 3, 1)), 3: (date(2026, 3, 1), date(2026, 9, 1))})


class TestDaysOff:
    def test_fixed_holidays_are_offered_and_not_filled_in(self, client):
        form = forms(read(client.get(reverse("calendar"))))[1]
        offered = form.all("input", name="proposed")
        assert [box.attributes["value"] for box in offered] == ["2026-01-01", "2026-04-30", "2026-05-01", "2026-09-02"]
        assert not [box for box in offered if "checked" in box.attributes]
        assert not Holiday.objects.exists()

    def test_what_is_ticked_is_kept_and_told(self, client, plan):
        assert save_days_off(client, proposed=["2026-04-30", "2026-09-02"]).status_code == 302
        assert [str(day) for day in Holiday.objects.all()] == [
            "30/04/2026 Ngày Chiến thắng 30/4",
            "02/09/2026 Quốc khánh",
        ]
        event = Event.objects.filter(subject_type="holiday", subject_code="02/09/2026").get()
        assert (event.action, event.after) == ("add", {"ngày nghỉ": "Quốc khánh"})
        offered = forms(read(client.get(reverse("calendar"))))[1].all("input", name="proposed")
        assert [box.attributes["value"] for box in offered] == ["2026-01-01", "2026-05-01"]

    def test_a_holiday_of_many_days_is_typed_once(self, client):
        save_days_off(client, first="14/02/2026", last="22/02/2026", name="Tết Nguyên đán")
        assert Holiday.objects.filter(name="Tết Nguyên đán").count() == 9

    def test_a_double_click_has_one_effect(self, client):
        for _ in range(2):
            assert save_days_off(client, first="26/04/2026", name="Giỗ Tổ", proposed=["2026-09-02"]).status_code == 302
        assert Holiday.objects.count() == 2
        assert Event.objects.filter(subject_type="holiday").count() == 2

    def test_one_is_taken_from_the_list(self, client, plan):
        holiday = Holiday.objects.create(ward=plan.ward, day="2026-04-27", name="Nghỉ bù")
        for _ in range(2):
            assert save_days_off(client, remove=[str(holiday.pk)]).status_code == 302
        event = Event.objects.get(subject_type="holiday")
        assert (event.action, event.subject_code, event.before) == ("delete", "27/04/2026", {"ngày nghỉ": "Nghỉ bù"})
        assert not Holiday.objects.exists()

    def test_another_wards_day_is_not(self, client):
        other = Ward.objects.create(
            code="khac", name="Khác", city="HP", letterhead="K", place="K", report_recipient="S"
        )
        holiday = Holiday.objects.create(ward=other, day="2026-04-27", name="Hội làng")
        save_days_off(client, remove=[str(holiday.pk)])
        assert Holiday.objects.filter(pk=holiday.pk).exists()
        assert "Hội làng" not in read(client.get(reverse("calendar"))).text

    def test_the_setting_is_told_from_and_to(self, client, plan):
        assert save_days_off(client, moves="yes").status_code == 302
        assert Ward.objects.get(pk=plan.ward_id).moves_deadlines
        event = Event.objects.get(subject_type="ward")
        assert event.before == {"hạn rơi vào ngày nghỉ": "giữ nguyên"}
        assert event.after == {"hạn rơi vào ngày nghỉ": "dời sang ngày làm việc tiếp theo"}
        assert period(Q1).unit_due_at == datetime(2026, 3, 14, 17, tzinfo=LOCAL_ZONE)  # what is stored stays

    def test_an_absent_setting_is_not_taken_for_off(self, client):
        Ward.objects.update(moves_deadlines=True)
        answer = client.post(reverse("days_off"), {})
        assert (answer.status_code, Ward.objects.get().moves_deadlines) == (422, True)
        assert "Hãy chọn có dời hạn hay không." in read(answer).text

    @pytest.mark.parametrize(
        ("typed", "control", "sentence"),
        [
            ({"name": "Tết"}, "id_first", "Hãy ghi ngày nghỉ."),
            ({"first": "30/02/2026", "name": "Tết"}, "id_first", "Không có ngày “30/02/2026” trong lịch"),
            ({"first": "14/02/2026"}, "id_name", "Hãy ghi tên ngày nghỉ"),
            ({"first": "14/02/2026", "last": "13/02/2026", "name": "Tết"}, "id_last", "không được trước ngày đầu"),
            ({"first": "14/02/2026", "last": "14/02/2027", "name": "Tết"}, "id_last", "nhiều nhất 31 ngày"),
            ({"first": "27/04/2026", "name": "Tên khác"}, "id_first", "27/04/2026 đã có trong danh sách: Nghỉ bù."),
            ({"first": "14/02/2026", "name": "T" * 81}, "id_name", "80"),
        ],
    )
    def test_a_wrong_one_gets_its_sentence_and_stays_typed(self, client, plan, typed, control, sentence):
        Holiday.objects.create(ward=plan.ward, day="2026-04-27", name="Nghỉ bù")
        answer = save_days_off(client, proposed=["2026-09-02"], **typed)
        page = read(answer)
        assert answer.status_code == 422
        assert sentence in errors(page, control)
        kept = posts(forms(page)[1])
        assert {name: kept[name] for name in typed} == typed
        assert kept["proposed"] == "2026-09-02"
        assert Holiday.objects.count() == 1

    def test_a_day_that_was_not_offered_is_refused(self, client):
        assert save_days_off(client, proposed=["2026-07-27"]).status_code == 422


def test_queries_do_not_depend_on_how_many_days_off(client, plan):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("calendar"))
        return len(queries)

    Ward.objects.update(moves_deadlines=True)
    few = cost()
    for day in range(1, 29):
        Holiday.objects.create(ward=plan.ward, day=date(2026, 2, day), name="Nghỉ")
    assert cost() == few


class TestWhoAndWhen:
    """The action itself refuses, whoever calls it."""

    def move(self, period, by, **changes):
        words = {"by": by, "channel": Channel.SCREEN, "now": timezone.now()}
        return set_schedule(period=period, dates=dates_of(period) | changes, **words)

    def test_only_coordinator_and_administrator_move_dates(self, plan, person):
        period = desk.period_of(plan)
        later = period.unit_due_at + timedelta(hours=1)
        for username in ("kthtdt", "kthtdt.lanhdao", "lanhdao", "nguoixem"):
            with pytest.raises(NotAllowed, match="Chỉ cơ quan đầu mối và người quản trị"):
                self.move(period, person(username), unit_due_at=later)
        assert self.move(period, person("quantri"), unit_due_at=later)

    def test_the_days_of_a_closed_period_stay(self, plan, person):
        period = desk.period_of(plan)
        words = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
        close_period(period=period, reason="Đủ", **words)
        with pytest.raises(NotAllowed, match="đã chốt số liệu nên không đổi ngày đầu, ngày cuối"):
            self.move(period, person("daumoi"), starts_on=period.starts_on + timedelta(days=1))
        assert self.move(period, person("daumoi"), send_due_on=period.send_due_on + timedelta(days=1))

    def test_the_last_day_does_not_pass_from_one_unit_to_another_what_was_reported(self, plan, person, client):
        """PL1.20 is of TT PVHCC until 14/03, of Văn phòng from 15/03 on; PL4.I.1 leaves TT DVSNC on 15/03;
        PL1.6 and PL3.II.1 are withdrawn from the plan on 15/03."""
        with time_machine.travel("2026-03-10T08:00:00+07:00", tick=False):
            desk.enter(plan, "PL1.20", "78,3", person("ttpvhcc"))
            desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
            desk.tell(plan, "PL4.I.1", person("ttdvsnc"), status="ongoing", percent=10)
            desk.tell(plan, "PL3.II.1", person("ttpvhcc"), status="ongoing", percent=10)
        for kind, code in ((Indicator, "PL1.6"), (Task, "PL3.II.1")):
            kind.objects.filter(code=code).update(withdrawn_from=date(2026, 3, 15))
        indicator = Indicator.objects.get(plan=plan, code="PL1.20")
        Assignment.objects.create(indicator=indicator, unit=desk.unit_of(plan, "VPHDND"), from_day=date(2026, 3, 15))
        TaskAssignment.objects.filter(task__code="PL4.I.1", unit__code="TTDVSNC").update(until_day=date(2026, 3, 15))
        later = {"unit_due_at": "17:00 18/03/2026", "review_due_at": "17:00 19/03/2026", "send_due_on": "20/03/2026"}
        moved = {f"Q1__{name}": text for name, text in later.items()}
        answer = save(client, Q1__ends_on="16/03/2026", Q2__starts_on="17/03/2026", **moved)
        sentence = "đã có số của PL1.20, PL1.6, PL3.II.1, PL4.I.1, mà đến ngày cuối mới thì đơn vị đã nhập không còn"
        assert answer.status_code == 409
        assert sentence in read(answer).text
        assert period(Q1).ends_on == date(2026, 3, 14)

    def test_a_row_that_passed_to_another_unit_is_not_written_into_the_first_ones_report(self, plan, person):
        """Where the last day was moved all the same (a restored database, a table by hand)."""
        desk.enter(plan, "PL1.20", "78,3", person("ttpvhcc"))
        indicator = Indicator.objects.get(plan=plan, code="PL1.20")
        Assignment.objects.create(indicator=indicator, unit=desk.unit_of(plan, "VPHDND"), from_day=date(2026, 3, 14))
        place = {"indicator": indicator, "period": desk.period_of(plan), "unit": desk.unit_of(plan, "VPHDND")}
        entry = FigureEntry(reading=read_figure("80", indicator.number_rule))
        words = {"by": person("vphdnd"), "channel": Channel.SCREEN, "now": timezone.now()}
        with pytest.raises(NotAllowed, match=r"PL1\.20 do Trung tâm Phục vụ Hành chính công nhập trong Quý I/2026"):
            save_figure(**place, entry=entry, version=Figure.objects.get().version, **words)
        assert Figure.objects.get().reading.value == Decimal("78.3")

    def test_only_the_coordinator_opens_and_closes_and_says_why(self, plan, person):
        period = desk.period_of(plan)
        words = {"channel": Channel.SCREEN, "now": timezone.now()}
        for username in ("kthtdt", "lanhdao", "quantri"):
            with pytest.raises(NotAllowed, match="Chỉ cơ quan đầu mối mở hoặc chốt"):
                close_period(period=period, by=person(username), reason="Đủ", **words)
        with pytest.raises(NotAllowed, match="Hãy ghi lý do chốt số liệu"):
            close_period(period=period, by=person("daumoi"), reason="", **words)
