"""Ý kiến chỉ đạo: a leader asks, a unit answers, the leader ends it; what each role sees of it, and who may not."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpis.models import Indicator
from plans.evidence import Document
from plans.evidence_store import put
from plans.models import Evidence
from plans.refusals import NotAllowed
from reports.directions.actions import (
    DirectionMoved,
    Request,
    answer_direction,
    continue_direction,
    finish_direction,
    give_direction,
)
from reports.models import Direction, DirectionMessage, DirectionUnit
from reports.people.actions import leave, seen_of, undo
from reports.people.leaving import Leaving
from reports.people.works import pieces_of
from tasks.models import Task
from tests.desk import period_of, unit_of
from tests.page import errors, posts, read
from units.dates import short_date
from units.models import Channel, Departure, Event, Notice, Role, StandIn, User

pytestmark = pytest.mark.django_db
LEADER, OFFICER, COORDINATOR = "lanhdao", "kthtdt", "daumoi"
PDF = b"%PDF-1.7 of a direction"
ASKED = "Báo cáo rõ số đã giải ngân trước phiên họp."


@pytest.fixture
def leader(browser_of):
    return browser_of(LEADER)


@pytest.fixture
def officer(browser_of):
    return browser_of(OFFICER)


@pytest.fixture
def coordinator(browser_of):
    return browser_of(COORDINATOR)


def in_days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def give(plan, *, code="PL1.6", units=("KTHTDT",), by=LEADER, days=5, text=ASKED, **changes) -> Direction:
    """As the action does it, about an indicator or, without one, about the period."""
    person = User.objects.select_related("ward").get(username=by)
    words = {
        "period": period_of(plan),
        "thing": Indicator.objects.get(plan=plan, code=code) if code else None,
        "units": [unit_of(plan, unit) for unit in units],
        "text": text,
        "due_on": in_days(days),
        "leader": person,
        "document": None,
        "key": uuid4(),
        "by": person,
        "channel": Channel.SCREEN,
        "now": timezone.now(),
    }
    return give_direction(**(words | changes))


def late(direction: Direction, days: int) -> None:
    Direction.objects.filter(pk=direction.pk).update(due_on=in_days(-days))


def form_of(answer, action: str):
    """The form of the page that posts there."""
    return next(form for form in read(answer).all("form") if form.attributes.get("action", "") == action)


def act(client, direction: Direction, name: str, **typed):
    """Open the direction, fill the form in, press its button."""
    url = reverse(f"{name}_direction", args=(direction.pk,))
    page = client.get(reverse("direction", args=(direction.pk,)))
    return client.post(url, posts(form_of(page, url)) | typed)


def ask(client, query: str = "", **typed):
    """Open the page that writes a direction, fill it in, press its button."""
    url = f"{reverse('new_direction')}{query}"
    form = next(form for form in read(client.get(url)).one("main").all("form"))
    ticked = [box.attributes["value"] for box in form.all("input", name="units") if "checked" in box.attributes]
    return client.post(url, posts(form) | {"units": ticked} | typed)


def lines(direction: Direction) -> list[tuple[str, str, str]]:
    found = Event.objects.filter(subject_type="direction", subject_id=direction.pk).order_by("pk")
    return [(line.action, line.unit_code, line.actor_name) for line in found]


def told(username: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person__username=username).order_by("pk").values_list("kind", "sentence"))


class TestGiving:
    def test_says_where_nobody_could_read_it(self, plan, leader):
        period_of(plan)
        units = [str(unit_of(plan, code).pk) for code in ("KTHTDT", "DU")]
        answer = ask(leader, "?chi-tieu=PL1.6", text=ASKED, units=units)
        page = read(leader.get(answer["Location"])).text
        assert "Đã ghi ý kiến chỉ đạo và báo cho đơn vị; hạn" in page
        assert "Đảng ủy chưa có tài khoản nên không ai đọc và trả lời được; hãy báo trực tiếp." in page
        answer = ask(leader, "?chi-tieu=PL1.6", text=ASKED, units=units[1:])
        assert "Đã ghi ý kiến chỉ đạo; hạn" in read(leader.get(answer["Location"])).text

    def test_from_an_indicators_page_proposes_its_unit_and_a_week(self, plan, leader):
        period = period_of(plan)
        page = read(leader.get(f"{reverse('indicator', args=['PL1.6'])}?ky={period.code}"))
        link = next(a for a in page.all("a") if a.text.startswith("Ghi ý kiến chỉ đạo"))
        form = read(leader.get(link.attributes["href"])).one("main").one("form")
        assert posts(form)["about"] == "chi-tieu:PL1.6"
        assert posts(form)["due_on"] == short_date(in_days(7))
        ticked = [box for box in form.all("input", name="units") if "checked" in box.attributes]
        assert [box.attributes["value"] for box in ticked] == [str(unit_of(plan, "KTHTDT").pk)]

    def test_writes_it_with_a_line_in_the_journal_and_a_notice_for_the_units_people(self, plan, leader, person):
        answer = ask(leader, "?chi-tieu=PL1.6", text=f"  {ASKED}\r\nGửi kèm bảng kê. ")
        made = Direction.objects.get()
        assert answer["Location"] == reverse("direction", args=(made.pk,))
        assert (made.text, made.indicator.code, made.leader) == (f"{ASKED}\nGửi kèm bảng kê.", "PL1.6", person(LEADER))
        assert (made.due_on, made.is_open, made.on_behalf) == (in_days(7), True, False)
        assert lines(made) == [("direct", "KTHTDT", "Lãnh đạo phường")]
        line = Event.objects.get(subject_type="direction")
        assert (line.subject_code, line.period_code, line.after["hạn"]) == (
            "PL1.6", made.period.code, short_date(in_days(7)),
        )  # fmt: skip
        for username in (OFFICER, "kthtdt.lanhdao"):
            assert [kind for kind, _ in told(username)] == ["direction"]
        assert told("cap") == told(LEADER) == []
        assert Notice.objects.first().path == reverse("direction", args=(made.pk,))

    @pytest.mark.parametrize(
        ("query", "about", "words", "units"),
        [
            ("?nhiem-vu=PL4.I.1", "task", "Nhiệm vụ PL4.I.1", {"VHXH", "TTDVSNC"}),
            ("?don-vi=CAP", "unit", "Công an phường", {"CAP"}),
            ("?ky=2026-Q2", "period", "Quý II/2026", set()),
            ("?chi-tieu=khong-co&ky=2026-Q2", "period", "Quý II/2026", set()),
        ],
    )
    def test_may_be_about_a_task_a_unit_or_the_period(self, plan, leader, query, about, words, units):
        answer = ask(leader, query, text=ASKED)
        if not units:
            assert answer.status_code == 422
            assert "Hãy chọn ít nhất một đơn vị thực hiện." in answer.content.decode()
            answer = ask(leader, query, text=ASKED, units=[unit_of(plan, "CAP").pk])
            units = {"CAP"}
        assert answer.status_code == 302
        made = Direction.objects.get()
        assert (made.about, made.subject_words, {part.unit.code for part in made.parts.all()}) == (about, words, units)

    def test_to_three_units_stands_in_each_ones_journal(self, plan):
        made = give(plan, units=("KTHTDT", "CAP", "VHXH"))
        assert {unit for _, unit, _ in lines(made)} == {"KTHTDT", "CAP", "VHXH"}

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"text": ""}, "Hãy ghi nội dung chỉ đạo."),
            ({"text": " \n\t "}, "Hãy ghi nội dung chỉ đạo."),
            ({"text": "a" * 2001}, "Nội dung dài 2.001 ký tự, quá mức 2.000 ký tự; hãy viết gọn lại."),
            ({"text": "a\x07b"}, "Dòng 1 có ký tự điều khiển"),
            ({"due_on": ""}, "Hãy ghi hạn thực hiện."),
            ({"due_on": "32/13/2026"}, "Không có ngày “32/13/2026” trong lịch"),
            ({"due_on": "mai"}, "Không đọc được ngày “mai”"),
            ({"due_on": "01/01/2020"}, "Hạn không được trước hôm nay"),
            ({"due_on": "01/01/2099"}, "Hạn xa nhất là"),
            ({"units": []}, "Hãy chọn ít nhất một đơn vị thực hiện."),
            ({"units": ["999999"]}, "Lựa chọn này không có trong danh sách"),
            ({"about": "chi-tieu:khong-co"}, "Lựa chọn này không có trong danh sách"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, plan, leader, typed, sentence):
        answer = ask(leader, "?chi-tieu=PL1.6", **({"text": ASKED} | typed))
        assert answer.status_code == 422
        page = read(answer)
        assert sentence in page.one("main").text
        name, value = next(iter(typed.items()))
        if name in {"text", "due_on"}:
            assert errors(page, f"id_{name}").startswith(sentence)
            assert posts(page.one("main").one("form"))[name].strip() == value.strip()
        if name != "text":
            assert page.one("textarea").text == ASKED
        assert not Direction.objects.exists()
        assert not Notice.objects.exists()

    def test_of_two_thousand_characters_and_composed_accents_is_kept(self, leader):
        ask(leader, "?don-vi=CAP", text="e\u0302\u0301" + "b" * 1999)
        assert Direction.objects.get().text == "ế" + "b" * 1999

    def test_an_incomplete_page_writes_nothing(self, leader, plan):
        answer = ask(leader, "?chi-tieu=PL1.6", text=ASKED, key="")
        assert answer.status_code == 400
        assert "không đầy đủ" in answer.content.decode()
        assert not Direction.objects.exists()

    def test_a_double_click_has_one_effect(self, leader, plan):
        key = str(uuid4())
        answers = [ask(leader, "?chi-tieu=PL1.6", text=ASKED, key=key) for _ in range(2)]
        made = Direction.objects.get()
        assert {answer["Location"] for answer in answers} == {reverse("direction", args=(made.pk,))}
        assert len(lines(made)) == len(told(OFFICER)) == 1

    def test_a_leader_gives_none_in_anothers_name(self, plan, person):
        other = another_leader(plan)
        with pytest.raises(NotAllowed):
            give(plan, leader=other)
        assert not Direction.objects.exists()


class TestFromTheMinutes:
    def test_the_coordinator_names_leader_and_document_and_it_is_marked(self, plan, coordinator, person, leader):
        answer = ask(coordinator, "?chi-tieu=PL1.6", text=ASKED, number="12/TB-UBND", day="05/01/2026")
        assert answer.status_code == 302
        made = Direction.objects.get()
        assert (made.leader, made.followed_by, made.written_by) == (
            person(LEADER), person(LEADER), person(COORDINATOR),
        )  # fmt: skip
        page = read(leader.get(reverse("direction", args=(made.pk,)))).one("main").text
        assert "Đầu mối VH-XH ghi theo Văn bản 12/TB-UBND ngày 05/01/2026" in page
        line = Event.objects.get(subject_type="direction")
        assert (line.on_behalf, line.after["văn bản"]) == (True, "Văn bản 12/TB-UBND ngày 05/01/2026")
        assert [kind for kind, _ in told(LEADER)] == ["direction"]
        row = read(coordinator.get(reverse("directions"))).one("table").one("tbody")
        assert "ghi theo biên bản" in row.text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "Hãy ghi số và ngày của văn bản"),
            ({"number": "12/TB-UBND"}, "Hãy ghi cả số và ngày của văn bản."),
            ({"day": "05/01/2026"}, "Hãy ghi cả số và ngày của văn bản."),
            ({"number": "12/TB", "day": "05/01/2099"}, "Ngày văn bản không thể sau hôm nay"),
            ({"number": "12/TB", "day": "05/01/2026", "leader": ""}, "Hãy chọn lãnh đạo có ý kiến chỉ đạo này."),
        ],
    )
    def test_without_them_nothing_is_written(self, plan, coordinator, typed, sentence):
        answer = ask(coordinator, "?chi-tieu=PL1.6", text=ASKED, **typed)
        assert answer.status_code == 422
        assert sentence in read(answer).one("main").text
        assert not Direction.objects.exists()

    def test_the_action_refuses_too(self, plan, person):
        with pytest.raises(NotAllowed, match="số và ngày"):
            give(plan, by=COORDINATOR, leader=person(LEADER))
        with pytest.raises(NotAllowed):
            give(plan, by=COORDINATOR, document=Document("12/TB", date(2026, 1, 5)))  # no leader's


class TestAnswering:
    def test_is_done_on_the_page_and_told_to_the_leader(self, plan, officer, person):
        made = give(plan)
        answer = act(officer, made, "answer", text="Đã giải ngân 1,2 tỷ.", number="7/BC-KTHT", day="05/01/2026")
        assert answer.status_code == 302
        message = DirectionMessage.objects.get()
        assert (message.kind, message.unit.code, message.by, message.on_behalf) == (
            "answer", "KTHTDT", person(OFFICER), False,
        )  # fmt: skip
        assert lines(made)[1:] == [("answer", "KTHTDT", "Cán bộ KT-HT-ĐT")]
        assert told(LEADER) == [("answered", told(LEADER)[0][1])]
        assert "Đã giải ngân 1,2 tỷ." in told(LEADER)[0][1]
        page = read(officer.get(reverse("direction", args=(made.pk,)))).one("main").text
        assert "Phòng Kinh tế, Hạ tầng và Đô thị trả lời Cán bộ KT-HT-ĐT" in page
        assert "Văn bản 7/BC-KTHT ngày 05/01/2026" in page
        assert "đã trả lời, chờ lãnh đạo" in page

    def test_may_name_a_piece_of_the_units_own_evidence(self, plan, officer, leader, browser_of, settings, tmp_path):
        store = {"BACKEND": "plans.evidence_store.EvidenceFolder", "OPTIONS": {"location": tmp_path}}
        settings.STORAGES = settings.STORAGES | {"evidence": store}
        own, foreign = kept(plan, "KTHTDT"), kept(plan, "CAP")
        made = give(plan, units=("KTHTDT", "CAP"))
        answer = act(officer, made, "answer", text="Xem bảng kê.", evidence=str(foreign.pk))
        assert (answer.status_code, DirectionMessage.objects.count()) == (422, 0)
        act(officer, made, "answer", text="Xem bảng kê.", evidence=str(own.pk))
        url = reverse("evidence_file", args=(own.pk,))
        assert url in {
            a.attributes.get("href") for a in read(leader.get(reverse("direction", args=(made.pk,)))).all("a")
        }
        # Who works for the other unit reads that there is one, and does not get it.
        page = read(browser_of("cap").get(reverse("direction", args=(made.pk,))))
        assert "bao-cao.pdf" in page.text
        assert url not in {a.attributes.get("href") for a in page.all("a")}

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"text": ""}, "Hãy ghi câu trả lời."),
            ({"text": "   "}, "Hãy ghi câu trả lời."),
            ({"text": "a" * 2001}, "Nội dung dài 2.001 ký tự"),
            ({"text": "a\x00b"}, "Dòng 1 có ký tự điều khiển"),
            ({"text": "Xong.", "number": "7/BC"}, "Hãy ghi cả số và ngày của văn bản."),
            ({"text": "Xong.", "unit": "CAP"}, "Lựa chọn này không có trong danh sách"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, plan, officer, typed, sentence):
        made = give(plan)
        answer = act(officer, made, "answer", **typed)
        assert answer.status_code == 422
        page = read(answer)
        if "unit" not in typed:
            assert sentence in page.one("main").text
        shown = posts(form_of(answer, reverse("answer_direction", args=(made.pk,))))
        assert shown["text"].strip() == typed["text"].strip()
        assert not DirectionMessage.objects.exists()

    def test_by_the_coordinator_for_a_unit_is_marked(self, plan, coordinator, leader):
        made = give(plan, units=("DU", "KTHTDT"))
        page = coordinator.get(reverse("direction", args=(made.pk,)))
        assert "ghi là “nhập thay”" in page.content.decode()
        act(coordinator, made, "answer", text="Theo văn bản giấy.", unit="DU")
        message = DirectionMessage.objects.get()
        assert (message.unit.code, message.on_behalf) == ("DU", True)
        assert Event.objects.get(action="answer").on_behalf
        assert "nhập thay" in read(leader.get(reverse("direction", args=(made.pk,)))).one("main").text

    def test_by_who_stands_in_is_the_units_own(self, plan, browser_of, person):
        today = timezone.localdate()
        StandIn.objects.create(unit=unit_of(plan, "KTHTDT"), person=person("cap"), starts_on=today, ends_on=today)
        made = give(plan)
        assert act(browser_of("cap"), made, "answer", text="Thay cán bộ đi vắng.").status_code == 302
        assert not DirectionMessage.objects.get().on_behalf

    def test_of_one_of_two_units_leaves_the_other_owing(self, plan, officer, browser_of):
        made = give(plan, units=("KTHTDT", "CAP"))
        act(officer, made, "answer", text="Xong.")
        assert list(made.parts.filter(answered_at=None).values_list("unit__code", flat=True)) == ["CAP"]
        assert "đã trả lời, chờ lãnh đạo" in read(officer.get(reverse("my_work"))).one("main").text
        other = read(browser_of("cap").get(reverse("my_work"))).one("main").text
        assert "còn 5 ngày" in other
        assert "đã trả lời" not in other

    def test_a_double_click_has_one_effect(self, plan, officer):
        made = give(plan)
        url = reverse("answer_direction", args=(made.pk,))
        data = posts(form_of(officer.get(reverse("direction", args=(made.pk,))), url)) | {"text": "Xong."}
        assert [officer.post(url, data).status_code for _ in range(2)] == [302, 302]
        assert DirectionMessage.objects.count() == len(told(LEADER)) == 1
        page = read(officer.get(reverse("direction", args=(made.pk,))))
        assert "đã được thực hiện trước đó" in page.text

    def test_of_one_that_was_ended_meanwhile_is_a_conflict_and_keeps_the_text(self, plan, officer, leader):
        made = give(plan)
        url = reverse("answer_direction", args=(made.pk,))
        data = posts(form_of(officer.get(reverse("direction", args=(made.pk,))), url)) | {"text": "Đang làm."}
        act(leader, made, "finish", text="Thôi.")
        answer = officer.post(url, data)
        assert answer.status_code == 409
        page = read(answer).one("main").text
        assert "đã kết thúc lúc" in page
        assert "Đang làm." in page
        assert DirectionMessage.objects.filter(kind="answer").count() == 0

    def test_on_one_that_was_answered_meanwhile_is_asked_once_more(self, plan, officer, browser_of):
        made = give(plan)
        url = reverse("answer_direction", args=(made.pk,))
        data = posts(form_of(officer.get(reverse("direction", args=(made.pk,))), url)) | {"text": "Của cán bộ."}
        act(browser_of("kthtdt.lanhdao"), made, "answer", text="Của lãnh đạo đơn vị.")
        answer = officer.post(url, data)
        assert answer.status_code == 409
        assert "vừa có thay đổi" in read(answer).one("main").text
        assert "Của lãnh đạo đơn vị." in read(answer).one("main").text
        again = posts(form_of(answer, url))
        assert again["text"] == "Của cán bộ."
        assert officer.post(url, again).status_code == 302
        assert list(DirectionMessage.objects.values_list("text", flat=True)) == ["Của lãnh đạo đơn vị.", "Của cán bộ."]


class TestTheLeader:
    def test_ends_it_with_a_word_and_the_unit_hears(self, plan, officer, leader, person):
        made = give(plan)
        act(officer, made, "answer", text="Xong.")
        assert act(leader, made, "finish", text="Tốt.").status_code == 302
        made.refresh_from_db()
        assert (made.is_open, made.closed_by) == (False, person(LEADER))
        assert lines(made)[-1] == ("finish", "KTHTDT", "Lãnh đạo phường")
        assert "đã kết thúc" in told(OFFICER)[-1][1]
        page = read(officer.get(reverse("direction", args=(made.pk,))))
        assert "Tốt." in page.text
        assert page.one("main").all("form") == []

    def test_may_end_it_without_a_word_and_without_an_answer(self, plan, leader):
        made = give(plan)
        assert act(leader, made, "finish").status_code == 302
        assert Direction.objects.get().state == "closed"

    def test_hands_it_back_with_a_new_day(self, plan, officer, leader):
        made = give(plan, units=("KTHTDT", "CAP"))
        act(officer, made, "answer", text="Xong.")
        assert (
            act(leader, made, "continue", text="Chưa đạt, làm tiếp.", due_on=short_date(in_days(9))).status_code == 302
        )
        made.refresh_from_db()
        assert (made.due_on, made.parts.filter(answered_at=None).count()) == (in_days(9), 2)
        line = Event.objects.filter(action="continue").get()
        assert (line.unit_code, line.before, line.after, line.reason) == (
            "KTHTDT", {"hạn": short_date(in_days(5))}, {"hạn": short_date(in_days(9))}, "Chưa đạt, làm tiếp.",
        )  # fmt: skip
        assert "Chưa đạt, làm tiếp" in told(OFFICER)[-1][1]
        assert len(told("cap")) == 1  # it still owes its first answer
        work = read(officer.get(reverse("my_work"))).one("main").text
        assert "còn 9 ngày" in work

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"text": " "}, "Hãy ghi điều chưa đạt"),
            ({"text": "x" * 2001}, "Nội dung dài 2.001 ký tự"),
            ({"text": "Làm lại.", "due_on": "01/01/2020"}, "Hạn không được trước hôm nay"),
        ],
    )
    def test_is_told_what_is_wrong(self, plan, officer, leader, typed, sentence):
        made = give(plan)
        act(officer, made, "answer", text="Xong.")
        answer = act(leader, made, "continue", **typed)
        assert answer.status_code == 422
        assert sentence in read(answer).one("main").text
        assert (
            posts(form_of(answer, reverse("continue_direction", args=(made.pk,))))["text"].strip()
            == typed["text"].strip()
        )

    def test_hands_nothing_back_that_was_not_answered(self, plan, leader, person):
        made = give(plan)
        page = read(leader.get(reverse("direction", args=(made.pk,)))).text
        assert "yêu cầu làm tiếp" not in page
        with pytest.raises(NotAllowed, match="Chưa có đơn vị nào trả lời"):
            continue_direction(
                direction=made, text="Làm tiếp.", due_on=None, request=Request(key=uuid4(), seen=1),
                by=person(LEADER), channel=Channel.SCREEN, now=timezone.now(),
            )  # fmt: skip
        made.refresh_from_db()
        assert made.version == 1

    def test_another_leader_of_the_ward_may_end_it_too(self, plan, person):
        made, other = give(plan), another_leader(plan)
        assert finish(made, other)
        made.refresh_from_db()
        assert made.closed_by == other

    @pytest.mark.parametrize("username", [OFFICER, COORDINATOR, "quantri", "nguoixem"])
    def test_nobody_else_may(self, plan, person, username):
        made = give(plan)
        with pytest.raises(NotAllowed):
            finish(made, person(username))
        made.refresh_from_db()
        assert made.is_open

    def test_ending_twice_and_ending_what_moved_is_told(self, plan, leader, officer, person):
        made = give(plan)
        request = Request(key=uuid4(), seen=1)
        assert finish(made, person(LEADER), request)
        assert not finish(made, person(LEADER), request)
        with pytest.raises(DirectionMoved, match="đã kết thúc"):
            finish(made, person(LEADER))
        assert DirectionMessage.objects.count() == 1


def finish(direction: Direction, by: User, request: Request | None = None) -> bool:
    asked = request or Request(key=uuid4(), seen=1)
    return finish_direction(
        direction=direction, text="", request=asked, by=by, channel=Channel.SCREEN, now=timezone.now()
    )


def another_leader(plan) -> User:
    return User.objects.create_user(
        "lanhdao2", "Hoa.Phuong.Do.2026", full_name="Phó Chủ tịch", ward=plan.ward, role=Role.WARD_LEADER,
        must_change_password=False,
    )  # fmt: skip


class TestHandingOver:
    def hand_over(self, plan, person, to) -> int:
        """The leader leaves today; how many directions go with the work."""
        today = timezone.localdate()
        leaving = Leaving(ward=plan.ward, last_day=today, account=person(LEADER), next_account=to)
        pieces = pieces_of(leaving)
        leave(
            leaving=leaving, reason="Chuyển công tác", seen=seen_of(pieces), key=uuid4(), by=person("quantri"),
            channel=Channel.SCREEN, now=timezone.now(),
        )  # fmt: skip
        return sum(piece.kind == "direction" for piece in pieces)

    def test_moves_the_open_ones_and_keeps_who_gave_them(self, plan, person, browser_of):
        opened, ended = give(plan), give(plan, code="PL1.26")
        finish(ended, person(LEADER))
        successor = another_leader(plan)
        assert self.hand_over(plan, person, successor) == 1
        opened.refresh_from_db()
        ended.refresh_from_db()
        assert (opened.leader, opened.followed_by) == (person(LEADER), successor)
        assert ended.followed_by == person(LEADER)
        line = Event.objects.get(action="hand_over")
        assert (line.before, line.after, line.reason) == (
            {"người theo dõi": "Lãnh đạo phường"}, {"người theo dõi": "Phó Chủ tịch"}, "Chuyển công tác",
        )  # fmt: skip
        assert [kind for kind, _ in told("lanhdao2")] == ["handed_over"]
        work = read(browser_of("lanhdao2").get(reverse("my_work"))).one("main").text
        assert "Lãnh đạo phường (nay Phó Chủ tịch theo dõi)" in work
        assert ASKED not in read(browser_of(LEADER).get(reverse("my_work"))).one("main").text

    def test_the_answer_goes_to_the_successor(self, plan, person, officer):
        made = give(plan)
        self.hand_over(plan, person, another_leader(plan))
        act(officer, made, "answer", text="Xong.")
        assert [kind for kind, _ in told("lanhdao2")] == ["handed_over", "answered"]
        assert told(LEADER) == []

    def test_a_page_opened_before_is_told(self, plan, person, officer):
        made = give(plan)
        url = reverse("answer_direction", args=(made.pk,))
        data = posts(form_of(officer.get(reverse("direction", args=(made.pk,))), url)) | {"text": "Xong."}
        self.hand_over(plan, person, another_leader(plan))
        assert officer.post(url, data).status_code == 409

    def test_taken_back_before_the_last_day_is_over_it_returns(self, plan, person):
        made = give(plan)
        self.hand_over(plan, person, another_leader(plan))
        undo(
            departure=Departure.objects.get(), reason="Ở lại", by=person("quantri"), channel=Channel.SCREEN,
            now=timezone.now(),
        )  # fmt: skip
        made.refresh_from_db()
        assert made.followed_by == person(LEADER)


class TestWhoSees:
    def test_a_units_people_those_to_their_unit(self, plan, officer, browser_of):
        give(plan)
        give(plan, units=("CAP",), text="Chỉ cho Công an.")
        page = read(officer.get(reverse("directions"))).one("main").text
        assert ASKED in page
        assert "Chỉ cho Công an." not in page
        assert "Chỉ cho Công an." in read(browser_of("cap").get(reverse("directions"))).one("main").text

    @pytest.mark.parametrize(
        ("username", "sees"),
        [(LEADER, True), (COORDINATOR, True), (OFFICER, True), ("cap", False), ("nguoixem", False), ("quantri", True)],
    )
    def test_the_indicators_page_and_the_dashboard_show_it_to_who_may(self, plan, browser_of, username, sees):
        made = give(plan)
        late(made, 3)
        client = browser_of(username)
        page = read(client.get(f"{reverse('indicator', args=['PL1.6'])}?ky=2026-Q1")).one("main").text
        assert (ASKED in page) is sees
        board = read(client.get(reverse("dashboard"))).one("main").text
        assert ("1 ý kiến chỉ đạo đang thực hiện, 1 quá hạn." in board) is sees

    def test_a_tasks_page_shows_it_with_its_answers(self, plan, coordinator, browser_of):
        made = give(plan, code="", thing=Task.objects.get(plan=plan, code="PL4.I.3"), units=("TTDVSNC",))
        act(browser_of("ttdvsnc"), made, "answer", text="Đã mở lớp.")
        page = read(coordinator.get(f"{reverse('task', args=['PL4.I.3'])}?ky=2026-Q1")).one("main").text
        assert ASKED in page
        assert "Trung tâm Dịch vụ sự nghiệp công trả lời: Đã mở lớp." in page

    def test_it_stands_on_top_of_viec_cua_toi_with_the_days(self, plan, officer, leader):
        late(give(plan, text="Việc đã trễ."), 2)
        give(plan, text="Việc còn hạn.", days=0)
        main = read(officer.get(reverse("my_work"))).one("main")
        asks = main.one("ul", cls="asks")
        assert [item.one("a").text for item in asks.all("li")] == ["Việc đã trễ.", "Việc còn hạn."]
        assert "quá hạn 2 ngày" in asks.text
        assert "hạn hôm nay" in asks.text
        assert main.text.index("Việc đã trễ.") < main.text.index("Quý")
        assert "Việc đã trễ." in read(leader.get(reverse("my_work"))).one("main").text

    def test_an_ended_one_leaves_viec_cua_toi_and_the_count(self, plan, officer, person):
        finish(give(plan), person(LEADER))
        assert ASKED not in read(officer.get(reverse("my_work"))).one("main").text
        assert "ý kiến chỉ đạo đang thực hiện" not in read(officer.get(reverse("dashboard"))).one("main").text


class TestTheList:
    @pytest.fixture
    def some(self, plan, person, officer):
        """One open, one late, one answered (late by its day, owed by nobody), one ended."""
        found = {name: give(plan, text=f"Việc {name}.") for name in ("mở", "trễ", "đã đáp", "xong")}
        act(officer, found["đã đáp"], "answer", text="Rồi.")
        late(found["trễ"], 4)
        late(found["đã đáp"], 4)
        finish(found["xong"], person(LEADER))
        return found

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["Việc trễ.", "Việc đã đáp.", "Việc mở.", "Việc xong."]),
            ({"tinh-trang": "dang-thuc-hien"}, ["Việc trễ.", "Việc đã đáp.", "Việc mở."]),
            ({"tinh-trang": "qua-han"}, ["Việc trễ."]),
            ({"tinh-trang": "da-tra-loi"}, ["Việc đã đáp."]),
            ({"tinh-trang": "da-ket-thuc"}, ["Việc xong."]),
            ({"don-vi": "KTHTDT", "tinh-trang": "qua-han"}, ["Việc trễ."]),
            ({"lanh-dao": "lanhdao", "tinh-trang": "qua-han"}, ["Việc trễ."]),
            ({"q": "viec TRE"}, ["Việc trễ."]),
            ({"q": "pl1.6 mo"}, ["Việc mở."]),
            ({"q": "khong co"}, []),
            ({"tinh-trang": "bay-ba", "q": "xong"}, ["Việc xong."]),
        ],
    )
    def test_filters_live_in_the_address(self, some, leader, query, expected):
        page = read(leader.get(reverse("directions"), query)).one("main")
        found = [row.one("a").text for table in page.all("table") for row in table.one("tbody").all("tr")]
        assert sorted(found) == sorted(expected)
        if expected and not query:
            assert (found[0], found[-1]) in {("Việc trễ.", "Việc xong."), ("Việc đã đáp.", "Việc xong.")}

    def test_a_unit_to_choose_from_is_one_that_was_asked(self, some, leader, coordinator):
        choices = read(leader.get(reverse("directions"))).one("select", name="don-vi").all("option")
        assert [option.text for option in choices] == ["Mọi đơn vị", "Phòng Kinh tế, Hạ tầng và Đô thị"]

    def test_costs_the_same_for_two_and_for_sixty(self, plan, leader, officer):
        def cost(client, name, **asked) -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(reverse(name, args=asked.pop("args", ())), asked).status_code == 200
            return len(queries)

        pages = [(leader, "directions", {}), (officer, "directions", {}), (officer, "my_work", {}),
                 (leader, "indicator", {"args": ("PL1.6",), "ky": "2026-Q1"})]  # fmt: skip
        for made in (give(plan), give(plan, units=("KTHTDT", "CAP"))):
            act(officer, made, "answer", text="Rồi.")
        few = [cost(client, name, **dict(asked)) for client, name, asked in pages]
        for number in range(58):
            made = give(plan, units=("KTHTDT", "CAP", "VHXH"), text=f"Việc {number}.")
            if number % 3 == 0:
                act(officer, made, "answer", text="Rồi.")
        assert [cost(client, name, **dict(asked)) for client, name, asked in pages] == few

    def test_the_sixtieth_is_on_the_second_page(self, plan, leader):
        for number in range(60):
            give(plan, text=f"Việc {number}.")
        first = read(leader.get(reverse("directions"), {"tinh-trang": "dang-thuc-hien"}))
        link = first.one("a", rel="next").attributes["href"]
        second = read(leader.get(reverse("directions") + link))
        assert [len(page.one("table").one("tbody").all("tr")) for page in (first, second)] == [50, 10]


class TestTheDatabaseGuards:
    @pytest.mark.parametrize(
        "changes",
        [
            {"about": "task"},
            {"about": "gi-do"},
            {"about": "period"},
            {"text": ""},
            {"document_number": "12/TB"},
            {"document_date": date(2026, 1, 5)},
            {"state": "closed"},
            {"closed_at": datetime(2026, 3, 1, tzinfo=timezone.get_current_timezone())},
            {"state": "gi-do"},
        ],
    )
    def test_a_direction(self, plan, changes):
        made = give(plan)
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=made.pk).update(**changes)

    def test_one_on_behalf_without_its_document(self, plan, person):
        made = give(plan)
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=made.pk).update(written_by=person(COORDINATOR))

    def test_a_unit_named_twice_and_a_key_used_twice(self, plan):
        made, other = give(plan), give(plan)
        with pytest.raises(IntegrityError), transaction.atomic():
            DirectionUnit.objects.create(direction=made, unit=unit_of(plan, "KTHTDT"))
        with pytest.raises(IntegrityError), transaction.atomic():
            Direction.objects.filter(pk=made.pk).update(key=other.key)

    @pytest.mark.parametrize(
        ("unit", "words"),
        [
            ("", {"kind": "answer", "text": "Rồi."}),
            ("KTHTDT", {"kind": "answer", "text": ""}),
            ("KTHTDT", {"kind": "finish"}),
            ("", {"kind": "continue", "text": ""}),
            ("", {"kind": "gi-do", "text": "Rồi."}),
            ("", {"kind": "finish", "document_number": "12/TB"}),
        ],
    )
    def test_what_was_said(self, plan, person, unit, words):
        made = give(plan)
        whose = unit_of(plan, unit) if unit else None
        fixed = {"direction": made, "unit": whose, "by": person(LEADER), "at": timezone.now(), "key": uuid4()}
        with pytest.raises(IntegrityError), transaction.atomic():
            DirectionMessage.objects.create(**fixed, **words)


def kept(plan, unit: str):
    """A file that the unit brought."""
    officer = User.objects.get(username=unit.lower())
    assert officer.unit is not None
    return Evidence.objects.create(
        ward=plan.ward, unit=officer.unit, period=period_of(plan), kind="file", stored_name=put(PDF),
        original_name="bao-cao.pdf", content_type="application/pdf", size=len(PDF), sha256="0" * 64,
        uploaded_by=officer, uploaded_at=timezone.now(),
    )  # fmt: skip


def answer(direction: Direction, by: User) -> bool:
    """As an officer's page does it, the first thing that is said."""
    assert by.unit is not None
    return answer_direction(
        direction=direction, unit=by.unit, text="Rồi.", document=None, evidence=None,
        request=Request(key=uuid4(), seen=1), by=by, channel=Channel.SCREEN, now=timezone.now(),
    )  # fmt: skip


def test_answering_is_refused_for_a_unit_that_was_not_asked(plan, person):
    made = give(plan)
    with pytest.raises(NotAllowed):
        answer(made, person("cap"))
