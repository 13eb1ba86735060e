"""What the coordinator and the administrator do in admin: plan data, people and rights, the journal."""

import ast
import gettext
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haian_plan.demonstration import PASSWORD
from kpis.models import Indicator
from kpis.querysets import responsible
from plans.models import Correction, Period, Plan, Section
from tasks.models import Task
from tests.admin_desk import address, client_of, errors, filled, save
from tests.desk import enter, tell
from tests.page import read
from units.accounts import LongMixedPassword, one_time_password
from units.models import Channel, Event, Leader, Role, Unit, User

pytestmark = pytest.mark.django_db
LOCALE = Path(__file__).resolve().parent.parent / "haian_plan" / "locale" / "vi" / "LC_MESSAGES"


@pytest.fixture
def coordinator(person) -> Client:
    return client_of(person("daumoi"))


@pytest.fixture
def administrator(person) -> Client:
    return client_of(person("quantri"))


def indicator_page(plan, code: str = "PL1.6") -> str:
    return address("kpis.indicator", "change", Indicator.objects.get(plan=plan, code=code).pk)


def task_page(plan, code: str) -> str:
    return address("tasks.task", "change", Task.objects.get(plan=plan, code=code).pk)


def last_event() -> Event:
    return Event.objects.latest("pk")


class TestOneLineInTheJournal:
    def test_a_change_says_who_from_what_to_what_and_by_which_way(self, plan, coordinator, person):
        before = Event.objects.count()
        assert save(coordinator, indicator_page(plan), short_name="Chi KHCN", frequency="yearly").status_code == 302
        event = last_event()
        assert Event.objects.count() == before + 1
        assert (event.actor, event.channel, event.action) == (person("daumoi"), Channel.ADMIN, "change")
        assert (event.subject_type, event.subject_code) == ("indicator", "PL1.6")
        assert event.before == {"tên ngắn": "Chi KHCN, ĐMST, CĐS trong chi ngân sách", "tần suất": "hằng quý"}
        assert event.after == {"tên ngắn": "Chi KHCN", "tần suất": "hằng năm"}

    @pytest.mark.parametrize(
        "label", ["units.ward", "units.unit", "units.leader", "plans.plan", "plans.section", "plans.planclause"]
    )
    def test_a_page_saved_as_it_was_writes_none(self, label, administrator):
        self.saved_as_it_was(label, administrator)

    @pytest.mark.parametrize(
        "label", ["plans.correction", "plans.period", "kpis.indicator", "tasks.task", "units.user"]
    )
    def test_nor_does_one_of_these(self, label, administrator):
        self.saved_as_it_was(label, administrator)

    def saved_as_it_was(self, label, client):
        from django.apps import apps

        before = Event.objects.count()
        for row in apps.get_model(label)._default_manager.order_by("pk")[:3]:
            answer = save(client, address(label, "change", row.pk))
            assert answer.status_code == 302, errors(answer)
        assert Event.objects.count() == before

    def test_a_new_unit_belongs_to_the_ward_of_who_adds_it(self, plan, administrator):
        answer = save(
            administrator,
            address("units.unit", "add"),
            code="TRAMYTE",
            name="Trạm Y tế",
            short_name="TYT",
            kind="centre",
        )
        assert answer.status_code == 302, errors(answer)
        assert Unit.objects.get(code="TRAMYTE").ward == plan.ward
        assert (last_event().action, last_event().after["tên"]) == ("add", "Trạm Y tế")

    def test_a_spelling_of_a_unit_is_part_of_its_line(self, plan, administrator):
        unit = Unit.objects.get(ward=plan.ward, code="CAP")
        changes = {
            "aliases-TOTAL_FORMS": str(unit.aliases.count() + 1),
            f"aliases-{unit.aliases.count()}-spelling": "CA Hải An",
        }
        answer = save(administrator, address("units.unit", "change", unit.pk), **changes)
        assert answer.status_code == 302, errors(answer)
        assert unit.aliases.filter(spelling="CA Hải An", key="ca hải an").exists()
        assert "CA Hải An" in last_event().after["cách viết khác"]

    def test_a_deleted_row_leaves_what_it_said(self, plan, coordinator):
        row = Correction.objects.filter(plan=plan).last()
        answer = coordinator.post(address("plans.correction", "delete", row.pk), {"post": "yes"})
        assert answer.status_code == 302
        assert (last_event().action, last_event().before["lý do"]) == ("delete", row.reason)

    def test_what_is_in_use_is_not_deleted(self, plan, administrator):
        unit = Unit.objects.get(ward=plan.ward, code="CAP")
        administrator.post(address("units.unit", "delete", unit.pk), {"post": "yes"})
        assert Unit.objects.filter(pk=unit.pk).exists()

    def test_django_keeps_no_second_history(self, plan, coordinator):
        from django.contrib.admin.models import LogEntry

        save(coordinator, indicator_page(plan), short_name="Chi KHCN")
        assert LogEntry.objects.count() == 0


class TestTwoPeopleOnOneRow:
    def test_the_second_sees_what_stands_and_saving_again_is_a_choice(self, plan, coordinator, administrator):
        url = indicator_page(plan)
        page = filled(coordinator.get(url))
        save(administrator, url, short_name="Của người thứ nhất")
        answer = coordinator.post(url, page | {"short_name": "Của người thứ hai"})
        assert "Người khác vừa sửa" in errors(answer)[0]
        assert "Của người thứ nhất" in errors(answer)[0]
        assert Indicator.objects.get(plan=plan, code="PL1.6").short_name == "Của người thứ nhất"
        assert coordinator.post(url, filled(answer)).status_code == 302
        assert Indicator.objects.get(plan=plan, code="PL1.6").short_name == "Của người thứ hai"

    def test_a_page_that_does_not_say_what_it_showed_is_refused(self, plan, coordinator):
        url = indicator_page(plan)
        page = filled(coordinator.get(url)) | {"short_name": "Khác"}
        del page["seen"]
        assert "Người khác vừa sửa" in errors(coordinator.post(url, page))[0]


class TestPlanData:
    def test_a_target_is_read_as_the_plan_prints_it(self, plan, coordinator):
        assert save(coordinator, indicator_page(plan), target_text="≥ 2,5%").status_code == 302
        target = Indicator.objects.get(plan=plan, code="PL1.6").target
        assert (target.comparator, str(target.value.normalize()), target.aspirational) == ("≥", "2.5", False)

    def test_a_target_that_cannot_be_read_gets_a_sentence(self, plan, coordinator):
        answer = save(coordinator, indicator_page(plan), target_text="khoảng ba")
        assert "Không đọc được giá trị" in errors(answer)[0]

    def test_the_search_key_follows_the_name(self, plan, coordinator):
        save(coordinator, indicator_page(plan), short_name="Đường sắt")
        html = coordinator.get(address("kpis.indicator", "changelist"), {"q": "DUONG sat"}).content.decode()
        assert "PL1.6" in html
        assert "PL1.26" not in html

    def test_text_is_kept_composed_and_without_what_nobody_sees(self, plan, coordinator):
        save(coordinator, indicator_page(plan), short_name="  Đu\u031bo\u031b\u0300ng\u200b  ")
        assert Indicator.objects.get(plan=plan, code="PL1.6").short_name == "Đường"

    def test_the_way_of_counting_is_frozen_once_there_are_figures(self, plan, coordinator, person):
        enter(plan, "PL1.26", "40", person("kthtdt"))
        answer = save(coordinator, indicator_page(plan), accumulation="point", measure="index")
        assert len([text for text in errors(answer) if text.startswith("Kế hoạch đã có số liệu")]) == 2

    def test_before_that_it_may_be_corrected(self, plan, coordinator):
        assert save(coordinator, indicator_page(plan), accumulation="point").status_code == 302

    def test_a_code_stands_once_in_a_plan(self, plan, coordinator):
        answer = save(coordinator, indicator_page(plan), code="PL1.7")
        assert "Mã này đã có; hãy chọn mã khác." in errors(answer)

    def test_a_number_of_a_clause_stands_once_in_a_plan(self, plan, coordinator):
        page = address("plans.planclause", "change", plan.clauses.get(number="1.1").pk)
        assert errors(save(coordinator, page, number="1.2"))

    def test_a_section_of_the_plan_only(self, plan, coordinator, person):
        other = type(plan).objects.create(
            ward=plan.ward,
            number="34/KH",
            title="Khác",
            issued_on=date(2026, 1, 2),
            year=2026,
            coordinator=plan.coordinator,
        )
        section = Section.objects.create(
            plan=other, code="PL1.I", appendix=1, numeral="I", title="A", title_printed="A"
        )
        answer = save(coordinator, indicator_page(plan), section=str(section.pk))
        assert errors(answer) == ["Nhóm này không thuộc Kế hoạch 33/KH-UBND."]

    def test_the_tolerance_is_typed_as_numbers_are_typed_here(self, plan, coordinator):
        url = address("plans.plan", "change", plan.pk)
        assert filled(coordinator.get(url))["tolerance"] == "0,1"
        assert save(coordinator, url, tolerance="0,15").status_code == 302
        assert last_event().after == {"ngưỡng cần chú ý": "0,15"}
        assert errors(save(coordinator, url, tolerance="15%"))

    def test_the_jump_that_asks_for_a_sentence_is_set_here_too(self, plan, coordinator):
        url = address("plans.plan", "change", plan.pk)
        assert filled(coordinator.get(url))["jump_threshold"] == "0,3"
        assert save(coordinator, url, jump_threshold="0,5").status_code == 302
        assert last_event().after == {"ngưỡng thay đổi so với quý trước": "0,5"}
        assert errors(save(coordinator, url, jump_threshold="1,5"))

    def test_a_new_plan_has_its_seven_periods(self, plan, coordinator):
        words = {"number": "34/KH-UBND", "title": "Kế hoạch khác", "issued_on": "15/01/2027", "year": "2027"}
        answer = save(coordinator, address("plans.plan", "add"), coordinator=str(plan.coordinator_id), **words)
        assert answer.status_code == 302, errors(answer)
        new = Plan.objects.get(number="34/KH-UBND")
        assert (new.tolerance, new.jump_threshold) == (Decimal("0.1"), Decimal("0.3"))
        assert Period.objects.filter(plan__number="34/KH-UBND", plan__ward=plan.ward).count() == 7

    def test_a_date_is_read_day_first(self, plan, coordinator):
        period = Period.objects.get(plan=plan, code="2026-Q2")
        url = address("plans.period", "change", period.pk)
        assert save(coordinator, url, send_due_on="05/07/2026").status_code == 302
        period.refresh_from_db()
        assert period.send_due_on == date(2026, 7, 5)
        assert (last_event().period_code, last_event().after) == ("2026-Q2", {"hạn gửi cấp trên": "05/07/2026"})

    def test_deadlines_follow_one_another(self, plan, coordinator):
        url = address("plans.period", "change", Period.objects.get(plan=plan, code="2026-Q2").pk)
        assert errors(save(coordinator, url, ends_on="01/01/2026")) == ["Ngày kết thúc không được trước ngày bắt đầu."]
        late = {"unit_due_at_0": "30/12/2026", "unit_due_at_1": "17:00"}
        assert errors(save(coordinator, url, **late)) == ["Hạn xem xét không được trước hạn đơn vị gửi."]
        assert errors(save(coordinator, url, send_due_on="01/06/2026")) == [
            "Hạn gửi cấp trên không được trước hạn xem xét."
        ]

    def test_quarters_do_not_overlap(self, plan, coordinator):
        url = address("plans.period", "change", Period.objects.get(plan=plan, code="2026-Q2").pk)
        assert errors(save(coordinator, url, starts_on="14/03/2026")) == [
            "Số liệu quý II phải bắt đầu sau ngày cuối của quý I (14/03/2026)."
        ]

    def test_opening_and_closing_are_not_edited_here(self, plan, coordinator):
        period = Period.objects.get(plan=plan, code="2026-Q2")
        save(coordinator, address("plans.period", "change", period.pk), closed_at_0="01/01/2026", closed_at_1="00:00")
        period.refresh_from_db()
        assert period.closed_at is None

    def test_a_task_with_a_deadline_has_a_day_and_one_without_has_none(self, plan, coordinator):
        page = task_page(plan, "PL4.I.6")
        assert "thì cần ngày" in errors(save(coordinator, page, due_on=""))[0]
        assert "không có ngày" in errors(save(coordinator, page, deadline_kind="recurring"))[0]

    def test_the_register_of_corrections_shows_line_printed_used_reason(self, plan, coordinator):
        row = next(row for row in Correction.objects.filter(plan=plan) if "VHXX" in row.printed)
        html = coordinator.get(address("plans.correction", "changelist"), {"q": "VHXX"}).content.decode()
        assert all(text in html for text in (row.lines, row.printed, row.used, row.reason))


class TestMilestones:
    def set(self, client, plan, code="PL1.7", **values):
        """Milestones by quarter."""
        rows = {"milestones-TOTAL_FORMS": str(len(values))}
        for place, (quarter, value) in enumerate(values.items()):
            rows |= {f"milestones-{place}-quarter": quarter[1], f"milestones-{place}-value": value}
        return save(client, indicator_page(plan, code), **rows)

    def test_they_are_typed_as_figures_are_and_stand_in_the_journal(self, plan, coordinator):
        assert self.set(coordinator, plan, q1="82,5", q2="88%").status_code == 302
        indicator = Indicator.objects.get(plan=plan, code="PL1.7")
        assert [(row.quarter, float(row.value)) for row in indicator.milestones.all()] == [(1, 82.5), (2, 88.0)]
        assert last_event().after == {"mốc quý": "quý I: 82,5; quý II: 88"}

    def test_one_outside_the_way_to_the_target_is_refused_at_its_field(self, plan, coordinator):
        answer = self.set(coordinator, plan, q1="82,5", q2="70")
        page = read(answer)
        sentences = [item.text for cell in page.all("td", cls="field-value") for item in cell.all("li")]
        assert sentences
        assert all(text.startswith("Mốc quý II (70%)") for text in sentences)

    def test_they_never_turn_back(self, plan, coordinator):
        told = errors(self.set(coordinator, plan, q1="90", q2="85"))
        assert told == ["Mốc quý II (85%) không được thấp hơn mốc quý I (90%)."]

    def test_a_quarter_stands_once(self, plan, coordinator):
        rows = {"milestones-TOTAL_FORMS": "2"}
        for place in (0, 1):
            rows |= {f"milestones-{place}-quarter": "1", f"milestones-{place}-value": "85"}
        assert errors(save(coordinator, indicator_page(plan, "PL1.7"), **rows))

    def test_what_is_no_number_gets_the_parsers_sentence(self, plan, coordinator):
        assert errors(self.set(coordinator, plan, q1="1.234")) == [
            "Chưa rõ “1.234” là số nào: 1,234 phải không (nếu đúng, hãy nhập 1,234)?"
        ]
        assert "ví dụ" in errors(self.set(coordinator, plan, q1="chín mươi"))[0]
        assert errors(self.set(coordinator, plan, q1="43/45")) == ["Chỗ này cần một số, không phải phân số."]

    def test_an_indicator_without_a_target_has_none(self, plan, coordinator):
        code = Indicator.objects.filter(plan=plan, target_kind="none", horizon_year=2026).first().code
        assert errors(self.set(coordinator, plan, code, q1="50")) == [
            "Chỉ tiêu không có mục tiêu nên không đặt mốc quý."
        ]


class TestWhoReports:
    def change(self, client, plan, **row):
        rows = {f"assignments-1-{name}": value for name, value in row.items()}
        return save(client, indicator_page(plan), **{"assignments-TOTAL_FORMS": "2"}, **rows)

    def test_a_change_is_a_new_row_from_its_day_on(self, plan, coordinator):
        cap, leader = Unit.objects.get(code="CAP"), Leader.objects.get(short_name__contains="Hiếu")
        answer = self.change(coordinator, plan, unit=str(cap.pk), leader=str(leader.pk), from_day="01/07/2026")
        assert answer.status_code == 302, errors(answer)
        indicator = Indicator.objects.get(plan=plan, code="PL1.6")
        assert responsible(plan, date(2026, 6, 30))[indicator.pk].unit.code == "KTHTDT"
        assert responsible(plan, date(2026, 7, 1))[indicator.pk].unit.code == "CAP"
        assert "Công an phường, chỉ đạo: Cao Huy Hiếu, từ 01/07/2026" in last_event().after["phân công"]

    def test_the_row_that_stands_is_not_rewritten(self, plan, coordinator):
        cap = Unit.objects.get(code="CAP")
        save(
            coordinator,
            indicator_page(plan),
            **{"assignments-0-unit": str(cap.pk), "assignments-0-from_day": "01/02/2026"},
        )
        row = Indicator.objects.get(plan=plan, code="PL1.6").assignments.get()
        assert (row.unit.code, row.from_day) == ("KTHTDT", date(2000, 1, 1))

    def test_a_quarter_that_was_reported_stays_with_who_reported_it(self, plan, coordinator, person):
        enter(plan, "PL1.6", "1,2", person("kthtdt"))
        cap = Unit.objects.get(code="CAP")
        answer = self.change(coordinator, plan, unit=str(cap.pk), from_day="01/01/2026")
        assert errors(answer) == [
            "Quý I/2026 đã có số của Phòng Kinh tế, Hạ tầng và Đô thị; hãy chọn ngày sau 14/03/2026."
        ]
        assert self.change(coordinator, plan, unit=str(cap.pk), from_day="15/03/2026").status_code == 302

    def test_somebody_reports_from_the_start(self, plan, coordinator):
        answer = save(coordinator, indicator_page(plan), **{"assignments-0-DELETE": "on"})
        assert errors(answer) == ["Cần một đơn vị báo cáo từ đầu kế hoạch."]

    def test_bodies_that_report_nothing_are_no_choice(self, plan, coordinator):
        select = read(coordinator.get(indicator_page(plan))).one("select", name="assignments-__prefix__-unit")
        names = {option.text for option in select.all("option")}
        assert "Công an phường" in names
        assert "Các trường học" not in names

    def test_a_tasks_part_ends_on_a_day_but_not_before_what_was_reported(self, plan, coordinator, person):
        tell(plan, "PL4.I.1", person("ttdvsnc"), status="ongoing", percent=10)
        task = Task.objects.get(plan=plan, code="PL4.I.1")
        place = [row.unit.code for row in task.assignments.order_by("task", "unit")].index("TTDVSNC")
        ends = {f"assignments-{place}-until_day": "31/01/2026"}
        assert errors(save(coordinator, task_page(plan, "PL4.I.1"), **ends)) == [
            "Quý I/2026 đã có số của Trung tâm Dịch vụ sự nghiệp công; hãy chọn ngày sau 14/03/2026."
        ]
        later = {f"assignments-{place}-until_day": "30/06/2026"}
        assert save(coordinator, task_page(plan, "PL4.I.1"), **later).status_code == 302
        assert "đến 30/06/2026" in last_event().after["phân công nhiệm vụ"]

    def test_a_task_keeps_a_reporting_unit_to_its_end(self, plan, coordinator):
        ends = {"assignments-0-until_day": "30/06/2026"}
        assert errors(save(coordinator, task_page(plan, "PL4.I.4"), **ends)) == [
            "Cần ít nhất một đơn vị báo cáo đến hết kế hoạch."
        ]


class TestPeople:
    def sign_in(self, username: str, password: str) -> tuple[Client, int]:
        client = Client()
        return client, client.post(reverse("login"), {"username": username, "password": password}).status_code

    def add(self, client, **changes):
        words = {"username": "An.Nguyen", "full_name": "Nguyễn Văn An", "role": "viewer"}
        return save(client, address("units.user", "add"), **words | changes)

    def shown_password(self, answer) -> str:
        return read(answer).one("p", cls="one-time-password").text

    def test_a_new_account_gets_a_one_time_password_that_is_shown_once(self, administrator, plan):
        answer = self.add(administrator)
        password = self.shown_password(answer)
        account = User.objects.get(username="an.nguyen")
        assert (account.ward, account.must_change_password, account.is_active) == (plan.ward, True, True)
        client, status = self.sign_in("an.nguyen", password)
        assert status == 302
        assert client.get(reverse("my_work"))["Location"] == reverse("password_change")
        page = administrator.get(address("units.user", "change", account.pk)).content.decode()
        assert password not in page
        assert password not in repr(list(Event.objects.values()))
        assert (last_event().subject_type, last_event().after["vai trò"]) == ("user", "người xem")

    def test_a_role_of_a_unit_needs_the_unit(self, administrator):
        assert errors(self.add(administrator, role="officer")) == [
            "Vai trò này làm việc cho một đơn vị; hãy chọn đơn vị."
        ]

    def test_a_name_that_is_taken_gets_its_sentence(self, administrator):
        assert errors(self.add(administrator, username="CAP")) == ["Tên đăng nhập này đã có."]

    def test_a_reset_password_ends_every_session_and_is_changed_at_the_next_sign_in(self, administrator, person):
        there, _ = self.sign_in("cap", PASSWORD)
        assert there.get(reverse("my_work")).status_code == 200
        answer = administrator.post(address("units.user", "password", person("cap").pk))
        assert there.get(reverse("my_work")).status_code == 302
        assert self.sign_in("cap", PASSWORD)[1] == 200
        client, status = self.sign_in("cap", self.shown_password(answer))
        assert status == 302
        assert client.get(reverse("dashboard"))["Location"] == reverse("password_change")
        event = last_event()
        assert (event.action, event.subject_code, event.actor) == ("reset_password", "cap", person("quantri"))
        assert (event.before, event.after) == ({}, {})

    def test_every_one_time_password_keeps_the_rule(self):
        seen = {one_time_password() for _ in range(200)}
        for password in seen:
            LongMixedPassword().validate(password)
        assert len(seen) == 200

    def test_an_account_that_is_disabled_is_out_even_when_it_is_enabled_again(self, administrator, person):
        there, _ = self.sign_in("cap", PASSWORD)
        url = address("units.user", "change", person("cap").pk)
        data = filled(administrator.get(url))
        data.pop("is_active")
        assert administrator.post(url, data).status_code == 302
        assert (last_event().before, last_event().after) == ({"đang dùng": "có"}, {"đang dùng": "không"})
        assert save(administrator, url, is_active="on").status_code == 302
        assert person("cap").is_active
        assert there.get(reverse("my_work")).status_code == 302

    def test_a_changed_right_is_in_the_journal(self, administrator, person):
        save(administrator, address("units.user", "change", person("cap").pk), role="unit_head")
        assert (last_event().before, last_event().after) == (
            {"vai trò": "cán bộ đơn vị"},
            {"vai trò": "lãnh đạo đơn vị"},
        )
        assert person("cap").role == Role.UNIT_HEAD

    def test_nobody_takes_away_the_own_rights(self, administrator, person):
        url = address("units.user", "change", person("quantri").pk)
        assert "Không tự đổi vai trò" in errors(save(administrator, url, role="viewer"))[0]
        assert save(administrator, url, phone="0225 123 456").status_code == 302

    def test_a_locked_account_is_opened_again(self, administrator, person):
        for _ in range(5):
            self.sign_in("CAP" if _ % 2 else " cap", "sai")
        assert self.sign_in("cap", PASSWORD)[1] == 429
        page = address("units.user", "change", person("cap").pk)
        assert "đang bị khóa vì đăng nhập sai" in administrator.get(page).content.decode()
        assert administrator.post(address("units.user", "unlock", person("cap").pk)).status_code == 302
        assert self.sign_in("cap", PASSWORD)[1] == 302
        assert "đang bị khóa" not in administrator.get(page).content.decode()
        assert Event.objects.filter(action="unlock", subject_code="cap").count() == 1

    def test_the_way_out_of_admin_ends_every_session(self, person):
        here, there = self.sign_in("quantri", PASSWORD)[0], self.sign_in("quantri", PASSWORD)[0]
        here.post(reverse("admin:logout"))
        assert there.get(reverse("admin:index")).status_code == 302

    def test_the_coordinator_reads_units_and_leaders_and_changes_neither(self, coordinator, plan):
        unit = Unit.objects.get(ward=plan.ward, code="CAP")
        answer = coordinator.get(address("units.unit", "change", unit.pk))
        assert "Công an phường" in answer.content.decode()
        assert 'name="_save"' not in answer.content.decode()
        assert coordinator.post(address("units.unit", "change", unit.pk), {"name": "X"}).status_code == 403


class TestJournal:
    def lines(self, client, **query) -> list[str]:
        page = read(client.get(address("units.event", "changelist"), query))
        return [row.text for table in page.all("table", id="result_list") for row in table.one("tbody").all("tr")]

    def test_it_shows_from_and_to_in_words(self, plan, coordinator, person):
        enter(plan, "PL1.27", "2", person("cap"))
        enter(plan, "PL1.27", "2,5", person("cap"))
        line = self.lines(coordinator, subject_type="figure", q="PL1.27")[0]
        assert all(word in line for word in ("Cán bộ Công an", "lưu", "Quý I/2026", "2%", "2,5%", "màn hình"))

    def test_it_is_searched_by_who_without_diacritics_and_by_code(self, plan, coordinator, person):
        enter(plan, "PL1.27", "2", person("cap"))
        enter(plan, "PL1.26", "45", person("kthtdt"))
        assert len(self.lines(coordinator, q="can bo cong an")) == 1
        assert len(self.lines(coordinator, q="PL1.26")) == 1
        assert self.lines(coordinator, q="không có ai") == []

    @pytest.mark.parametrize(
        "query", [{"action": "save"}, {"channel": "screen"}, {"period_code": "2026-Q1"}, {"unit_code": "CAP"}]
    )
    def test_it_is_filtered(self, query, plan, coordinator, person):
        enter(plan, "PL1.27", "2", person("cap"))
        assert any("PL1.27" in line for line in self.lines(coordinator, **query))

    def test_a_row_leads_to_its_own_lines(self, plan, coordinator):
        save(coordinator, indicator_page(plan), short_name="Chi KHCN")
        save(coordinator, indicator_page(plan, "PL1.7"), short_name="Khác")
        pk = Indicator.objects.get(plan=plan, code="PL1.6").pk
        answer = coordinator.get(address("kpis.indicator", "history", pk), follow=True)
        page = read(answer).one("table", id="result_list")
        assert len(page.one("tbody").all("tr")) == 1
        assert "PL1.6" in page.text

    def test_a_line_of_history_offers_no_history_of_its_own(self, plan, coordinator):
        own = [address("units.event", "change", Event.objects.latest("pk").pk), indicator_page(plan)]
        assert [len(read(coordinator.get(page)).all("a", cls="historylink")) for page in own] == [0, 1]

    def test_fields_beneath_a_row_and_both_halves_of_a_moment_have_a_name_of_their_own(self, plan, coordinator):
        """A label in the head of a table, or one for two fields, is heard at none of them."""
        period = address("plans.period", "change", Period.objects.filter(plan=plan).earliest("pk").pk)
        for page, prefix in ((indicator_page(plan), "assignments-0-"), (period, "unit_due_at_")):
            named = {
                field.attributes["name"]: field.attributes.get("aria-label", "")
                for tag in ("input", "select")
                for field in read(coordinator.get(page)).all(tag)
                if field.attributes.get("name", "").startswith(prefix) and field.attributes.get("type") != "hidden"
            }
            assert len(named) >= 2
            assert all(named.values()), named
            assert len(set(named.values())) == len(named)

    def test_a_line_is_never_changed_or_deleted(self, coordinator, administrator):
        line = Event.objects.first()
        for client in (coordinator, administrator):
            assert client.post(address("units.event", "change", line.pk), {"reason": "x"}).status_code == 403
            assert client.post(address("units.event", "delete", line.pk), {"post": "yes"}).status_code == 403


class TestFiguresAndProgressAreOnlyRead:
    def test_a_figure_is_shown_in_words_and_has_no_field_to_change(self, plan, coordinator, person):
        figure = enter(plan, "PL1.27", "2", person("cap"))
        listed = coordinator.get(address("kpis.figure", "changelist")).content.decode()
        assert "2%" in listed
        page = read(coordinator.get(address("kpis.figure", "change", figure.pk)))
        fields = [field for tag in ("input", "select", "textarea") for field in page.one("main").all(tag)]
        assert [field.attributes["name"] for field in fields] == ["csrfmiddlewaretoken"]

    def test_the_history_of_a_figure_is_that_of_its_place(self, plan, coordinator, person):
        figure = enter(plan, "PL1.27", "2", person("cap"))
        answer = coordinator.get(address("kpis.figure", "history", figure.pk))
        assert "subject_code=PL1.27" in answer["Location"]
        assert "period_code=2026-Q1" in answer["Location"]


class TestWords:
    """What users see is Vietnamese, also where a library has no words of its own."""

    ENGLISH = re.compile(
        r"\b(the|and|import|export|submit|select|add|change|delete|save|view|history|home|filter|search|toggle|theme"
        r"|log|all|yes|today|now|show|hide|error|please|field|row|clear|true|false|you|are|cancel|choose|results|total"
        r"|model|link|skip|content|breadcrumbs|this|with|not|must)\b",
        re.IGNORECASE,
    )

    def test_no_page_speaks_english(self, administrator, plan, person):
        enter(plan, "PL1.27", "2", person("cap"))
        for url in self.pages(plan):
            text = self.spoken(read(administrator.get(url)))
            assert self.ENGLISH.findall(text) == [], url

    def spoken(self, page) -> str:
        """Texts of the page without scripts and the plan's own words, which may be English."""
        parts = [
            e.text for tag in ("h1", "h2", "h3", "label", "th", "button", "a", "p", "option") for e in page.all(tag)
        ]
        parts += [e.attributes.get("value", "") for e in page.all("input") if e.attributes.get("type") == "submit"]
        own = {"STEM", "Markdown"}
        return "\n".join(part for part in parts if not any(word in part for word in own))

    def pages(self, plan):
        from django.contrib import admin

        yield reverse("admin:index")
        for model in admin.site._registry:
            label = model._meta.label_lower
            row = model._default_manager.order_by("pk").first()
            yield address(label, "changelist")
            if row:
                yield address(label, "change", row.pk)
        for label in ("units.unit", "kpis.indicator", "units.user", "plans.plan"):
            yield address(label, "add")
        yield address("units.unit", "import")
        yield address("kpis.indicator", "export")
        yield address("units.unit", "delete", plan.ward.units.get(code="CAP").pk)

    def test_refusals_are_vietnamese_too(self, administrator, plan):
        answer = administrator.post(address("plans.plan", "add"), {"year": "x", "issued_on": "32/13/2026"})
        assert self.ENGLISH.findall(" ".join([*errors(answer), read(answer).one("p", cls="errornote").text])) == []
        assert len(errors(answer)) >= 4

    @pytest.mark.parametrize("name", ["django", "djangojs"])
    def test_the_compiled_catalogue_says_what_the_readable_one_says(self, name):
        with (LOCALE / f"{name}.mo").open("rb") as compiled:
            told = dict(gettext.GNUTranslations(compiled)._catalog)
        told.pop("", None)
        assert told == dict(self.readable(LOCALE / f"{name}.po"))

    def readable(self, path: Path):
        for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            words = {key: ast.literal_eval(text) for key, text in re.findall(r'^(msg\S+) (".*")$', block, re.MULTILINE)}
            key = "\x04".join(filter(None, [words.get("msgctxt"), words["msgid"]]))
            if "msgid_plural" in words:
                yield (key, 0), words["msgstr[0]"]
            else:
                yield key, words["msgstr"]

    def test_the_calendar_of_a_date_field_names_the_days(self, administrator):
        assert "Ch\\u1ee7 nh\\u1eadt" in administrator.get(reverse("admin:jsi18n")).content.decode()


def test_the_clock_of_a_line_is_the_moment_of_the_change(plan, coordinator):
    before = timezone.now()
    save(coordinator, indicator_page(plan), short_name="Chi KHCN")
    assert before <= last_event().at <= timezone.now()
