"""People leave: the work is handed over in one step, history keeps the old name, and it can be taken back in time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haian_plan.demonstration import PASSWORD
from kpis.models import Assignment, Figure, Indicator
from kpis.querysets import responsible
from plans.models import Period
from plans.opening import close_period
from plans.refusals import NotAllowed
from reports.directions.actions import give_direction
from reports.models import Direction
from reports.people.actions import leave, seen_of, undo
from reports.people.leaving import Leaving
from reports.people.works import Moved, pieces_of
from reports.scorecard import Scope, build_scorecard
from tests import desk
from tests.page import posts, read
from units.actions import name_stand_in
from units.journal_words import action_word
from units.models import Channel, Departure, Event, Leader, Notice, StandIn, User

pytestmark = pytest.mark.django_db
LIST, NEW = "/nhan-su/", "/nhan-su/ghi-nghi/"
TODAY, LAST = date(2026, 4, 20), date(2026, 4, 30)
NEXT = LAST + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-04-20T09:00:00+07:00", tick=False) as travelling:
        yield travelling


@pytest.fixture
def ngan(plan) -> Leader:
    """Directs 26 of the 29 indicators."""
    return Leader.objects.get(full_name="Bùi Quang Ngân")


@pytest.fixture
def dung(plan) -> Leader:
    return Leader.objects.get(full_name="Vũ Doãn Dũng")


@pytest.fixture
def client(browser_of):
    return browser_of("quantri")


def second(unit, username="kthtdt2", role="officer") -> User:
    return User.objects.create_user(
        username, PASSWORD, full_name="Cán bộ Mới", ward=unit.ward, unit=unit, role=role, must_change_password=False
    )


def typed(who, successor=None, *, last_day="30/04/2026", reason="Chuyển công tác") -> dict[str, str]:
    def name(person) -> str:
        if person is None:
            return ""
        return f"lanh-dao-{person.pk}" if isinstance(person, Leader) else f"tai-khoan-{person.pk}"

    return {"who": name(who), "successor": name(successor), "last_day": last_day, "reason": reason}


def preview(client, fields):
    answer = client.post(NEW, fields)
    assert answer.status_code == 200, read(answer).text
    return read(answer)


def record(client, fields):
    """Through both steps, as a person does."""
    return client.post(NEW, posts(preview(client, fields).one("main").one("form")), follow=True)


def pieces_on(page) -> list[str]:
    return [item.text for item in page.one("main").all("li")]


def leaders_on(plan, day) -> dict[str, str]:
    codes = dict(Indicator.objects.filter(plan=plan).values_list("pk", "code"))
    return {codes[key]: str(row.leader) for key, row in responsible(plan, day).items()}


class TestALeader:
    def test_is_shown_with_all_that_would_be_handed_over_before_anything_is_written(self, client, ngan, dung):
        page = preview(client, typed(ngan, dung))
        found = pieces_on(page)
        assert found[0] == f"Bùi Quang Ngân, {ngan.title}: giữ chức vụ đến hết 30/04/2026"
        assert len(found) == 27
        assert found[1].startswith("PL1.1 ")
        assert found[1].endswith(": từ 01/05/2026 Bùi Quang Ngân → Vũ Doãn Dũng")
        assert Departure.objects.count() == Event.objects.filter(action="hand_over").count() == 0
        assert Leader.objects.get(pk=ngan.pk).ends_on is None

    def test_hands_over_from_the_next_day_on(self, client, plan, ngan, dung):
        before = leaders_on(plan, LAST)
        answer = record(client, typed(ngan, dung))
        assert "Đã ghi Bùi Quang Ngân nghỉ sau ngày 30/04/2026." in read(answer).text
        assert leaders_on(plan, LAST) == before
        after = leaders_on(plan, NEXT)
        assert {code for code in after if after[code] != before[code]} == {
            code for code in before if before[code] == "Bùi Quang Ngân"
        }
        assert "Bùi Quang Ngân" not in after.values()
        assert Leader.objects.get(pk=ngan.pk).ends_on == LAST

    def test_stays_the_name_of_the_periods_that_ended_before(self, client, plan, ngan, dung):
        record(client, typed(ngan, dung))
        periods = list(plan.periods.all())
        names = {}
        for code in ("2026-Q1", "2026-Q2"):
            period = next(period for period in periods if period.code == code)
            card = build_scorecard(plan, periods, period, scope=Scope.ENTERED, now=timezone.now())
            names[code] = next(str(row.leader) for row in card.indicators if row.code == "PL1.1")
        assert names == {"2026-Q1": "Bùi Quang Ngân", "2026-Q2": "Vũ Doãn Dũng"}

    def test_leaves_a_line_for_each_thing_with_the_reason(self, client, ngan, dung):
        record(client, typed(ngan, dung, reason="Nghỉ hưu"))
        lines = Event.objects.filter(reason="Nghỉ hưu")
        assert (lines.filter(action="leave").count(), lines.filter(action="hand_over").count()) == (1, 26)
        line = lines.get(subject_code="PL1.1")
        assert (line.before, line.after) == (
            {"phân công chỉ đạo": "Bùi Quang Ngân"},
            {"phân công chỉ đạo": "Vũ Doãn Dũng", "từ ngày": "01/05/2026"},
        )
        assert {action_word(line.action) for line in lines} == {"ghi ngày nghỉ", "bàn giao"}
        assert "Nghỉ hưu" in read(client.get("/chi-tieu/PL1.1/")).text  # the indicator's own history

    def test_ends_the_own_account_too(self, client, ngan, dung, person):
        User.objects.filter(username="lanhdao").update(leader=ngan)
        page = preview(client, typed(ngan, dung))
        assert "Lãnh đạo phường (lanhdao): không đăng nhập được từ 01/05/2026" in " ".join(pieces_on(page))
        record(client, typed(ngan, dung))
        assert person("lanhdao").ends_on == LAST

    def test_hands_over_what_was_arranged_for_later(self, client, plan, ngan, dung):
        indicator = Indicator.objects.get(plan=plan, code="PL1.6")
        unit = indicator.assignments.get().unit
        for day in (NEXT, date(2026, 7, 1)):
            Assignment.objects.create(indicator=indicator, unit=unit, leader=ngan, from_day=day)
        record(client, typed(ngan, dung))
        rows = Assignment.objects.filter(indicator=indicator).order_by("from_day")
        assert [str(row.leader) for row in rows] == ["Vũ Doãn Dũng"] * 3
        assert rows[1].from_day == NEXT

    def test_may_have_no_successor_yet_and_then_the_page_warns(self, client, plan, ngan):
        page = preview(client, typed(ngan))
        assert "“chưa phân công” người chỉ đạo" in page.one("p", cls="notice-warning").text
        record(client, typed(ngan))
        assert leaders_on(plan, NEXT)["PL1.1"] == "None"
        assert client.get("/bang-dieu-khien/?ky=2026-Q2").status_code == 200

    def test_tells_the_successor_and_the_coordinator(self, client, ngan, dung, person):
        User.objects.filter(username="lanhdao").update(leader=dung)
        record(client, typed(ngan, dung))
        notices = Notice.objects.filter(kind="handed_over").order_by("person__username")
        assert list(notices.values_list("person__username", "sentence")) == [
            ("daumoi", "Từ 01/05/2026, Vũ Doãn Dũng tiếp nhận công việc của Bùi Quang Ngân."),
            ("lanhdao", "Từ 01/05/2026, Vũ Doãn Dũng tiếp nhận công việc của Bùi Quang Ngân."),
        ]
        assert len(notices[0].details.splitlines()) == 26

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"last_day": "19/03/2026"}, "Ngày cuối cùng chỉ ghi từ 31 ngày trước đến 366 ngày sau hôm nay."),
            ({"last_day": "30/02/2026"}, "Ngày ghi theo ngày/tháng/năm"),
            ({"last_day": ""}, "Hãy ghi ngày."),
            ({"reason": "  "}, "Hãy ghi lý do; lý do được lưu trong nhật ký."),
            ({"reason": "x" * 10_000}, "quá mức 1.000 ký tự"),
            ({"who": ""}, "Hãy chọn người nghỉ."),
            ({"who": "lanh-dao-999999"}, "Người đã chọn không còn trong danh sách"),
        ],
    )
    def test_is_refused_with_a_sentence_and_keeps_what_was_typed(self, client, ngan, dung, changes, sentence):
        fields = typed(ngan, dung) | changes
        answer = client.post(NEW, fields)
        page = read(answer)
        assert (answer.status_code, sentence in page.one("main").text) == (422, True)
        assert page.one(id="id_successor").one("option", selected="").attributes["value"] == fields["successor"]

    def test_goes_to_a_leader_in_office_and_not_to_an_account(self, client, ngan, dung, person):
        assert "phải là một lãnh đạo" in read(client.post(NEW, typed(ngan, person("lanhdao")))).text
        assert "phải là người khác" in read(client.post(NEW, typed(ngan, ngan))).text
        Leader.objects.filter(pk=dung.pk).update(starts_on=NEXT + timedelta(days=1))
        assert "không giữ chức vụ vào ngày 01/05/2026" in read(client.post(NEW, typed(ngan, dung))).text

    def test_does_not_change_what_a_closed_period_says(self, client, plan, ngan, dung, person):
        Period.objects.filter(code="2026-Q1").update(starts_on=date(2026, 1, 1))
        period = Period.objects.select_related("plan__ward").get(plan=plan, code="2026-Q2")
        now = timezone.now()
        close_period(period=period, by=person("daumoi"), channel=Channel.SCREEN, now=now, reason="Đã phát hành")
        answer = client.post(NEW, typed(ngan, dung))
        assert answer.status_code == 422
        assert "Quý II/2026 đã chốt theo người chỉ đạo đến 14/06/2026" in read(answer).text


class TestAnAccount:
    def test_works_on_its_last_day_and_not_after(self, client, person, clock):
        officer = person("kthtdt")
        record(client, typed(officer, second(officer.unit)))
        own = Client()
        clock.move_to("2026-04-30T23:30:00+07:00")
        assert own.post("/dang-nhap/", {"username": "kthtdt", "password": PASSWORD}).status_code == 302
        assert own.get("/bang-dieu-khien/").status_code == 200
        clock.move_to("2026-04-30T23:40:00+07:00")
        assert own.get("/bang-dieu-khien/").status_code == 200
        clock.move_to("2026-05-01T00:00:00+07:00")
        assert own.get("/bang-dieu-khien/").status_code == 302  # the session is over
        answer = Client().post("/dang-nhap/", {"username": "kthtdt", "password": PASSWORD})
        assert (
            "Tài khoản này đã thôi dùng sau ngày 30/04/2026; nếu bạn vẫn làm việc, hãy báo quản trị."
            in read(answer).text
        )

    def test_says_so_only_to_who_knows_the_password(self, person):
        User.objects.filter(username="kthtdt").update(ends_on=TODAY - timedelta(days=1))
        answer = Client().post("/dang-nhap/", {"username": "kthtdt", "password": "Sai.Mat.Khau.2026"})
        assert "thôi dùng" not in read(answer).text

    def test_is_asked_without_a_query_of_its_own(self, browser_of, person):
        client, costs = browser_of("kthtdt"), []
        for ends_on in (None, TODAY):
            User.objects.filter(username="kthtdt").update(ends_on=ends_on)
            with CaptureQueriesContext(connection) as found:
                client.get("/doi-mat-khau/")
            costs.append(len(found))
        assert costs[0] == costs[1]

    def test_leaves_its_name_on_what_it_did(self, client, plan, person, clock):
        officer = person("kthtdt")
        desk.enter(plan, "PL1.6", "1,2", officer)
        record(client, typed(officer, second(officer.unit)))
        clock.move_to("2026-05-02T09:00:00+07:00")
        assert str(Figure.objects.get().entered_by) == officer.full_name
        assert Event.objects.get(action="save").actor_name == officer.full_name
        client.force_login(person("quantri"), backend="units.accounts.AccountBackend")
        assert officer.full_name in read(client.get("/chi-tieu/PL1.6/?ky=2026-Q1")).text

    def test_ends_where_it_stands_in_and_what_it_arranged(self, client, person):
        head, officer = person("kthtdt.lanhdao"), person("kthtdt")
        words = {"reason": "", "channel": Channel.SCREEN, "now": timezone.now()}
        days = {"starts_on": TODAY, "ends_on": date(2026, 5, 10)}
        named = name_stand_in(unit=head.unit, person=person("cap"), by=head, **days, **words)
        later = {"starts_on": date(2026, 5, 5), "ends_on": date(2026, 5, 8)}
        name_stand_in(unit=person("cap").unit, person=head, by=person("cap.lanhdao"), **later, **words)
        other = name_stand_in(unit=person("cap").unit, person=officer, by=person("cap.lanhdao"), **days, **words)
        record(client, typed(head, second(head.unit, "kthtdt.moi", "unit_head")))
        assert dict(StandIn.objects.values_list("pk", "ends_on")) == {named.pk: LAST, other.pk: date(2026, 5, 10)}
        assert Event.objects.filter(action="end_stand_in", reason="Chuyển công tác").count() == 2

    def test_goes_to_one_of_the_same_unit_and_role(self, client, person):
        officer = person("kthtdt")
        for username in ("cap", "kthtdt.lanhdao"):
            answer = client.post(NEW, typed(officer, person(username)))
            assert answer.status_code == 422
            assert "phải là cán bộ đơn vị của Phòng Kinh tế, Hạ tầng và Đô thị" in read(answer).text

    def test_hands_over_no_row_by_itself_and_the_page_says_why(self, client, person):
        new = second(person("kthtdt").unit)
        shown = preview(client, typed(person("kthtdt"), new)).text
        assert "Việc nhập số liệu là việc của đơn vị" in shown
        assert "Việc nhập số liệu là việc của đơn vị" not in preview(client, typed(person("nguoixem"))).text
        record(client, typed(person("kthtdt"), new))
        line = Event.objects.filter(action="leave").latest("pk")
        assert line.after["người tiếp nhận"] == str(new)

    def test_that_is_the_last_of_its_kind_is_warned_of(self, client, person, plan):
        User.objects.filter(username="kthtdt.lanhdao").update(is_active=False)
        warned = "Từ 01/05/2026 không còn ai nhập số liệu cho Phòng Kinh tế, Hạ tầng và Đô thị"
        assert warned in preview(client, typed(person("kthtdt"))).text
        new = second(person("kthtdt").unit)
        assert "không còn ai nhập" not in preview(client, typed(person("kthtdt"), new)).text
        assert "không còn ai ở cơ quan đầu mối" in preview(client, typed(person("daumoi"))).text

    def test_that_is_the_last_head_is_warned_of_where_the_ward_wants_heads_to_confirm(self, client, person, plan):
        head = person("kthtdt.lanhdao")
        warned = (
            "Từ 01/05/2026 báo cáo của Phòng Kinh tế, Hạ tầng và Đô thị gửi thẳng cơ quan đầu mối, "
            "không còn lãnh đạo đơn vị xác nhận."
        )
        assert warned not in preview(client, typed(head)).text
        plan.ward.head_confirms = True
        plan.ward.save()
        assert warned in preview(client, typed(head)).text
        second(head.unit, "kthtdt.pho", "unit_head")
        assert warned not in preview(client, typed(head)).text

    def test_is_never_ones_own(self, client, person, plan):
        administrator = person("quantri")
        assert client.post(NEW, typed(administrator)).status_code == 422
        leaving = Leaving(ward=plan.ward, last_day=LAST, account=administrator)
        with pytest.raises(NotAllowed, match="chính mình"):
            carry_out(leaving, by=administrator)

    def test_of_another_ward_is_not_offered(self, client, plan, person):
        assert all("ngo" not in o.text for o in read(client.get(NEW)).one(id="id_who").all("option"))
        with pytest.raises(NotAllowed, match="Chỉ người quản trị"):
            carry_out(Leaving(ward=plan.ward, last_day=LAST, account=person("cap")), by=person("daumoi"))


def carry_out(leaving, *, by, seen=None, key=None):
    words = {"seen": seen or seen_of(pieces_of(leaving)), "key": key or uuid4(), "channel": Channel.SCREEN}
    return leave(leaving=leaving, reason="Nghỉ", by=by, now=timezone.now(), **words)


class TestTheStep:
    def test_is_whole_or_not_at_all(self, plan, ngan, dung, person, monkeypatch):
        leaving = Leaving(ward=plan.ward, last_day=LAST, leader=ngan, next_leader=dung)
        before = Assignment.objects.count()
        monkeypatch.setattr(Departure.objects, "create", lambda **words: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            carry_out(leaving, by=person("quantri"))
        assert (Assignment.objects.count(), Leader.objects.get(pk=ngan.pk).ends_on) == (before, None)
        assert Event.objects.filter(action__in=["leave", "hand_over"]).count() == Notice.objects.count() == 0

    def test_hands_over_what_was_seen_and_nothing_else(self, client, plan, ngan, dung):
        form = posts(preview(client, typed(ngan, dung)).one("main").one("form"))
        Assignment.objects.filter(indicator__code="PL1.1").update(leader=dung)
        answer = client.post(NEW, form)
        assert answer.status_code == 409
        assert "vừa thay đổi sau khi bạn mở trang" in read(answer).text
        assert len(pieces_on(read(answer))) == 26
        assert Departure.objects.count() == 0

    def test_twice_by_a_double_click_has_one_effect(self, client, ngan, dung):
        form = posts(preview(client, typed(ngan, dung)).one("main").one("form"))
        client.post(NEW, form)
        client.post(NEW, form)
        assert Departure.objects.count() == 1

    def test_twice_with_the_same_key_says_so(self, plan, ngan, dung, person):
        leaving, key = Leaving(ward=plan.ward, last_day=LAST, leader=ngan, next_leader=dung), uuid4()
        assert carry_out(leaving, by=person("quantri"), key=key) is not None
        assert carry_out(leaving, by=person("quantri"), key=key) is None

    def test_by_two_at_once_is_refused_the_second(self, plan, ngan, dung, person):
        leaving = Leaving(ward=plan.ward, last_day=LAST, leader=ngan, next_leader=dung)
        seen = seen_of(pieces_of(leaving))
        carry_out(leaving, by=person("quantri"), seen=seen)
        with pytest.raises(Moved):
            carry_out(leaving, by=person("quantri"), seen=seen)

    def test_can_be_corrected_before_it_is_done(self, client, ngan, dung):
        form = posts(preview(client, typed(ngan, dung)).one("main").one("form"))
        page = read(client.post(NEW, form | {"change": "1"}))
        assert page.one(id="id_reason").text == "Chuyển công tác"
        assert Departure.objects.count() == 0

    def test_is_of_one_leader_or_one_account(self, plan, ngan, person):
        words = {"ward": plan.ward, "last_day": LAST, "reason": "x", "made_by": person("quantri")}
        for who in ({}, {"leader": ngan, "account": person("cap")}, {"leader": ngan, "next_leader": ngan}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Departure.objects.create(**words, **who, made_at=timezone.now())


class TestTakingBack:
    @pytest.fixture
    def departure(self, client, ngan, dung) -> Departure:
        User.objects.filter(username="lanhdao").update(leader=ngan)
        record(client, typed(ngan, dung))
        return Departure.objects.get()

    @staticmethod
    def rows() -> list[tuple]:
        return sorted(Assignment.objects.values_list("indicator_id", "unit_id", "leader_id", "from_day"))

    def test_makes_all_as_it_was(self, client, plan, ngan, dung):
        indicator = Indicator.objects.get(plan=plan, code="PL1.6")
        Assignment.objects.create(
            indicator=indicator, unit=indicator.assignments.get().unit, leader=ngan, from_day=date(2026, 7, 1)
        )
        before = self.rows()
        record(client, typed(ngan, dung))
        assert self.rows() != before
        answer = client.post(f"{LIST}{Departure.objects.get().pk}/huy/", {"reason": "Ở lại"}, follow=True)
        assert "Đã hủy: Bùi Quang Ngân." in read(answer).text
        assert self.rows() == before
        assert Leader.objects.get(pk=ngan.pk).ends_on is None
        lines = Event.objects.filter(reason="Ở lại")
        assert set(lines.values_list("action", flat=True)) == {"take_back", "undo_leave"}
        assert lines.count() == 28

    def test_gives_the_account_back(self, client, departure, person):
        client.post(f"{LIST}{departure.pk}/huy/", {"reason": "Ở lại"})
        assert person("lanhdao").ends_on is None

    def test_brings_stand_ins_back(self, client, person):
        head = person("kthtdt.lanhdao")
        words = {"reason": "Nghỉ phép", "channel": Channel.SCREEN, "now": timezone.now(), "by": person("cap.lanhdao")}
        for starts, ends in ((TODAY, date(2026, 5, 10)), (date(2026, 5, 15), date(2026, 5, 20))):
            name_stand_in(unit=person("cap").unit, person=head, starts_on=starts, ends_on=ends, **words)
        before = list(StandIn.objects.values_list("unit", "person", "starts_on", "ends_on", "reason"))
        record(client, typed(head))
        client.post(f"{LIST}{Departure.objects.get().pk}/huy/", {"reason": "Ở lại"})
        assert list(StandIn.objects.values_list("unit", "person", "starts_on", "ends_on", "reason")) == before

    def test_names_nobody_twice_for_the_same_days(self, client, person):
        """While the departure stood the head of the other unit named the same person again."""
        head, days = person("kthtdt.lanhdao"), {"starts_on": date(2026, 5, 15), "ends_on": date(2026, 5, 20)}
        words = {"reason": "Nghỉ phép", "channel": Channel.SCREEN, "now": timezone.now(), "by": person("cap.lanhdao")}
        name_stand_in(unit=person("cap").unit, person=head, **days, **words)
        record(client, typed(head))
        name_stand_in(unit=person("cap").unit, person=head, **days, **words)
        answer = client.post(f"{LIST}{Departure.objects.get().pk}/huy/", {"reason": "Ở lại"})
        assert answer.status_code == 422
        assert "Người này đã được cử thay trong những ngày đó." in read(answer).text
        assert StandIn.objects.count() == 1

    def test_needs_a_reason(self, client, departure):
        answer = client.post(f"{LIST}{departure.pk}/huy/", {"reason": " "})
        assert (answer.status_code, "Hãy ghi lý do" in read(answer).text) == (422, True)

    def test_twice_has_one_effect(self, client, departure):
        client.post(f"{LIST}{departure.pk}/huy/", {"reason": "Ở lại"})
        lines = Event.objects.count()
        answer = client.post(f"{LIST}{departure.pk}/huy/", {"reason": "Ở lại"}, follow=True)
        assert "đã được thực hiện trước đó" in read(answer).text
        assert Event.objects.count() == lines

    def test_is_over_with_the_last_day(self, client, departure, clock, person):
        assert "Hủy…" in read(client.get(LIST)).text
        clock.move_to("2026-05-01T08:00:00+07:00")
        client.force_login(person("quantri"), backend="units.accounts.AccountBackend")
        answer = client.post(f"{LIST}{departure.pk}/huy/", {"reason": "Ở lại"})
        assert (answer.status_code, "Ngày làm việc cuối cùng đã qua" in read(answer).text) == (422, True)
        assert "Hủy…" not in read(client.get(LIST)).text

    def test_is_refused_whole_where_something_was_changed_since(self, client, departure, ngan):
        cao = Leader.objects.get(full_name="Cao Huy Hiếu")
        Assignment.objects.filter(indicator__code="PL1.1", from_day=NEXT).update(leader=cao)
        answer = client.post(f"{LIST}{departure.pk}/huy/", {"reason": "Ở lại"})
        assert (answer.status_code, "đã được phân công lại sau đó" in read(answer).text) == (422, True)
        assert Leader.objects.get(pk=ngan.pk).ends_on == LAST
        assert undo_of(departure) is None

    def test_is_the_administrators(self, departure, person):
        for username in ("daumoi", "lanhdao", "kthtdt.lanhdao"):
            with pytest.raises(NotAllowed):
                undo(departure=departure, reason="x", by=person(username), channel=Channel.SCREEN, now=timezone.now())


def undo_of(departure: Departure):
    return Departure.objects.get(pk=departure.pk).undone_at


def test_the_list_costs_the_same_for_one_and_for_many(client, plan, person, ngan, dung):
    costs = []
    for count in (1, 6):
        for number in range(count):
            unit = person("kthtdt").unit
            Departure.objects.create(
                ward=plan.ward, account=second(unit, f"nguoi{count}{number}"), last_day=LAST, reason="x",
                made_by=person("quantri"), made_at=timezone.now(), next_account=person("kthtdt"),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_clearing_the_demonstration_takes_back_what_its_accounts_recorded(client, ngan, dung):
    before = TestTakingBack.rows()
    record(client, typed(ngan, dung))
    call_command("clear_demo", verbosity=0)
    assert (TestTakingBack.rows(), Leader.objects.get(pk=ngan.pk).ends_on) == (before, None)
    assert (Departure.objects.count(), User.objects.count()) == (0, 0)


def test_a_direction_that_ended_meanwhile_stays_and_the_journal_tells_nothing_of_it(plan, person):
    """Taking a departure back says what it did, no more."""
    leader, successor = person("lanhdao"), second_leader(plan)
    made = direct(plan, leader)
    leaving = Leaving(ward=plan.ward, last_day=LAST, account=leader, next_account=successor)
    words = {"by": person("quantri"), "channel": Channel.SCREEN, "now": timezone.now()}
    leave(leaving=leaving, reason="Chuyển công tác", seen=seen_of(pieces_of(leaving)), key=uuid4(), **words)
    made.refresh_from_db()
    Direction.objects.filter(pk=made.pk).update(
        state="closed", closed_at=timezone.now(), closed_by=successor, version=made.version + 1
    )
    undo(departure=Departure.objects.get(), reason="Ở lại", **words)
    assert not Event.objects.filter(action="take_back", subject_type="direction").exists()
    made.refresh_from_db()
    assert made.followed_by == successor


def test_directions_that_nobody_would_follow_are_warned_of(plan, person, client):
    direct(plan, person("lanhdao"))
    assert (
        "1 ý kiến chỉ đạo đang thực hiện sẽ không có người theo dõi." in preview(client, typed(person("lanhdao"))).text
    )


def second_leader(plan) -> User:
    return User.objects.create_user(
        "lanhdao2",
        PASSWORD,
        full_name="Phó Chủ tịch",
        ward=plan.ward,
        role="ward_leader",
        must_change_password=False,
    )


def direct(plan, leader) -> Direction:
    """A direction of the leader to the office."""
    return give_direction(
        period=desk.period_of(plan),
        thing=None,
        units=[desk.unit_of(plan, "KTHTDT")],
        text="Báo cáo rõ nguyên nhân.",
        due_on=LAST,
        leader=leader,
        document=None,
        key=uuid4(),
        by=leader,
        channel=Channel.SCREEN,
        now=timezone.now(),
    )
