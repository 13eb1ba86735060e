"""Đôn đốc: who owes something is reminded by the coordinator, once a day, with a text to copy."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Period
from plans.opening import close_period
from plans.refusals import NotAllowed
from reports.owing import owing_in
from reports.reminders.urging import UrgedToday, urge
from reports.tally import tallies
from tests import desk
from tests.page import posts, read
from tests.races import at_once, on_disk  # noqa: F401 - a fixture
from units.journal_words import action_word
from units.models import Channel, Event, Notice, NoticeKind, User

URL = "/don-doc/2026-Q1/"


@pytest.fixture
def quarter(plan) -> Period:
    """Open, its deadline long past."""
    return desk.period_of(plan)


@pytest.fixture
def client(browser_of, quarter):
    return browser_of("daumoi")


def sending(page) -> dict[str, object]:
    """What the button "Gửi đôn đốc" posts, every unit of it."""
    form = next(form for form in page.all("form") if form.attributes["method"] == "post" and "key" in posts(form))
    ticks = [field for field in form.all("input", type="checkbox") if field.attributes["name"] == "don-vi"]
    units = [tick.attributes["value"] for tick in ticks if "checked" in tick.attributes]
    return {**posts(form), "don-vi": units}


@pytest.mark.django_db
class TestThePage:
    def test_is_linked_from_the_board_where_a_unit_owes_something(self, client, plan, person):
        desk.enter(plan, "PL1.27", "2", person("cap"))
        desk.enter(plan, "PL1.28", "80", person("cap"))
        desk.send(plan, "CAP", person("cap"))
        links = {link.attributes["href"] for link in read(client.get("/tinh-hinh/?ky=2026-Q1")).all("a")}
        assert f"{URL}?don-vi=KTHTDT" in links
        assert f"{URL}?don-vi=CAP" not in links

    def test_shows_the_text_that_will_be_sent(self, client):
        page = read(client.get(URL, {"don-vi": "KTHTDT"}))
        assert sending(page)["don-vi"] == ["KTHTDT"]
        unit = "Phòng Kinh tế, Hạ tầng và Đô thị"
        assert f"Đề nghị {unit} gửi báo cáo Quý I/2026 (hạn 17:00 14/03/2026, quá hạn " in page.text
        assert "): còn thiếu 2 chỉ tiêu." in page.text

    def test_shows_a_text_to_copy_with_deadline_codes_and_address(self, client, settings):
        settings.SITE_URL = "https://ke-hoach.haian.example"
        text = "".join(read(client.get(URL, {"don-vi": "CAP"})).one("textarea").texts)
        first, title, one, two, address = text.strip().splitlines()
        assert first.startswith("Đề nghị Công an phường gửi báo cáo Quý I/2026 (hạn 17:00 14/03/2026, ")
        assert (title, one.split()[1], two.split()[1]) == ("Chỉ tiêu còn thiếu:", "PL1.27", "PL1.28")
        assert address == "Nhập và gửi tại: https://ke-hoach.haian.example/nhap/2026-Q1/CAP/"

    def test_means_all_that_are_late_where_none_is_chosen(self, client):
        assert len(sending(read(client.get(URL)))["don-vi"]) == 7

    def test_sends_to_those_that_are_ticked_now_not_to_those_it_was_opened_for(self, client):
        page = read(client.get(URL, {"don-vi": "KTHTDT"}))
        answer = client.post(URL, sending(page) | {"don-vi": ["CAP"]}, follow=True)
        assert "Đã đôn đốc Công an phường." in read(answer).text
        assert set(Event.objects.filter(action="urge").values_list("unit_code", flat=True)) == {"CAP"}

    def test_looks_at_those_that_are_ticked_and_sends_nothing(self, client):
        form = sending(read(client.get(URL, {"don-vi": "KTHTDT"}))) | {"look": "1"}
        page = read(client.post(URL, form | {"don-vi": ["CAP"]}))
        assert sending(page)["don-vi"] == ["CAP"]
        assert "Đề nghị Công an phường gửi báo cáo" in page.text
        nothing = read(client.post(URL, form | {"don-vi": []}))
        assert "Chưa chọn đơn vị nào để đôn đốc." in nothing.text
        assert sending(nothing)["don-vi"] == []
        assert not Event.objects.filter(action="urge").exists()

    def test_says_afterwards_where_nobody_heard_it(self, client):
        answer = client.post(URL, sending(read(client.get(URL, {"don-vi": "DU"}))), follow=True)
        text = read(answer).text
        assert "Đảng ủy chưa có tài khoản nên không ai nhận được; hãy gọi điện hoặc nhắn Zalo." in text
        assert "Đã đôn đốc" not in text

    def test_says_where_nobody_would_hear_it(self, client):
        row = next(row for row in read(client.get(URL)).all("tr") if row.text.startswith("Đảng ủy"))
        assert "chưa có tài khoản" in row.text

    def test_costs_the_same_for_one_unit_and_for_all(self, client, plan):
        costs = []
        for asked in ({"don-vi": "CAP"}, {}):
            with CaptureQueriesContext(connection) as found:
                client.get(URL, asked)
            costs.append(len(found))
        assert costs[0] == costs[1] <= 16

    def test_of_a_closed_period_sends_nothing(self, client, quarter, person):
        page = read(client.get(URL, {"don-vi": "CAP"}))
        now = timezone.now()
        close_period(period=quarter, by=person("daumoi"), channel=Channel.SCREEN, now=now, reason="Đã phát hành")
        assert "không mở nên không đôn đốc được" in read(client.get(URL)).text
        answer = client.post(URL, sending(page))
        assert (answer.status_code, Notice.objects.filter(kind=NoticeKind.REMINDED).count()) == (422, 0)


@pytest.mark.django_db
class TestSending:
    def test_tells_the_units_people_and_writes_a_line(self, client):
        answer = client.post(URL, sending(read(client.get(URL, {"don-vi": ["KTHTDT", "CAP"]}))), follow=True)
        assert "Đã đôn đốc Phòng Kinh tế, Hạ tầng và Đô thị, Công an phường." in read(answer).text
        told = Notice.objects.filter(kind="reminded").order_by("person__username")
        assert list(told.values_list("person__username", "path")) == [
            ("cap", "/nhap/2026-Q1/CAP/"),
            ("cap.lanhdao", "/nhap/2026-Q1/CAP/"),
            ("kthtdt", "/nhap/2026-Q1/KTHTDT/"),
            ("kthtdt.lanhdao", "/nhap/2026-Q1/KTHTDT/"),
        ]
        assert "PL1.27" in told[0].details
        line = Event.objects.get(action="urge", unit_code="CAP")
        assert (line.actor_name, line.period_code, action_word(line.action)) == (
            "Đầu mối VH-XH",
            "2026-Q1",
            "đôn đốc",
        )
        assert line.after["người nhận"] == "Cán bộ Công an, Lãnh đạo Công an"

    def test_again_on_the_same_day_needs_a_tick(self, client):
        client.post(URL, sending(read(client.get(URL, {"don-vi": "CAP"}))))
        page = read(client.get(URL, {"don-vi": ["CAP", "KTHTDT"]}))
        answer = client.post(URL, sending(page))
        assert answer.status_code == 422
        sentence = read(answer).one("p", cls="notice-error").text
        assert sentence.startswith("Hôm nay đã đôn đốc Công an phường; đánh dấu “Gửi thêm lần nữa”")
        assert Event.objects.filter(action="urge").count() == 1  # nobody at all
        client.post(URL, {**sending(read(answer)), "again": "1"})
        assert sorted(Event.objects.filter(action="urge").values_list("unit_code", flat=True)) == [
            "CAP",
            "CAP",
            "KTHTDT",
        ]

    def test_twice_by_a_double_click_has_one_effect(self, client):
        form = {**sending(read(client.get(URL, {"don-vi": "CAP"}))), "again": "1"}
        client.post(URL, form)
        assert "đã được thực hiện trước đó" in read(client.post(URL, form, follow=True)).text
        assert Event.objects.filter(action="urge").count() == 1

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"don-vi": []}, 422, "Chưa chọn đơn vị nào để đôn đốc."),
            ({"don-vi": ["UBND"]}, 422, "Đơn vị UBND không còn nợ số liệu nào trong kỳ này."),
            ({"key": "x"}, 400, "không đầy đủ"),
        ],
    )
    def test_refuses_what_cannot_be(self, client, changes, status, sentence):
        answer = client.post(URL, sending(read(client.get(URL, {"don-vi": "CAP"}))) | changes)
        assert answer.status_code == status
        assert sentence in read(answer).one("p", cls="notice-error").text
        assert Notice.objects.count() == 0

    def test_is_the_coordinators_by_every_way(self, plan, quarter, person):
        rows = owing_in(tallies(plan, [quarter], [quarter]).values(), timezone.now())
        words = {"again": False, "channel": Channel.SCREEN, "now": timezone.now()}
        for username in ("kthtdt", "kthtdt.lanhdao", "lanhdao", "quantri", "nguoixem"):
            with pytest.raises(NotAllowed):
                urge(period=quarter, rows=rows, key=uuid4(), by=person(username), **words)


@pytest.mark.usefixtures("on_disk")
def test_two_coordinators_at_once_remind_a_unit_once():
    from plans.models import Plan

    plan = Plan.objects.select_related("ward").get()
    period = desk.period_of(plan)
    rows = [
        row for row in owing_in(tallies(plan, [period], [period]).values(), timezone.now()) if row.unit.code == "CAP"
    ]
    by = User.objects.select_related("unit", "ward").get(username="daumoi")

    def send() -> int:
        words = {"again": False, "by": by, "channel": Channel.SCREEN, "now": timezone.now()}
        return urge(period=period, rows=rows, key=uuid4(), **words)

    outcomes = at_once([send, send, send])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [UrgedToday.__name__] * 2 + ["int"]
    assert Notice.objects.count() == 2
