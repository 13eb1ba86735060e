"""A page of the dashboard is drawn once an edition of the data and never stale, on both databases, seen over HTTP."""

import gzip
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.milestones import marks_of, set_milestones
from kpis.models import Indicator
from plans.models import Period
from plans.opening import close_period, open_period
from reports.models import Direction
from tests import desk
from tests.admin_desk import save
from tests.page import posts, read
from units.dates import LOCAL_ZONE
from units.days_off import add_holidays, set_moving
from units.models import Channel, Leader, NoticeKind, Unit, User
from units.notices import notify

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"
SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=LOCAL_ZONE)
LISTS = (
    "dashboard",
    "dashboard_quarters",
    "dashboard_tasks",
    "dashboard_goals",
    "dashboard_units",
    "dashboard_leaders",
    "dashboard_comparison",
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SUMMER, tick=False) as clock:
        yield clock


@pytest.fixture
def leader(browser_of):
    return browser_of("lanhdao")


def load(client, name="dashboard", mark=None, **params):
    headers = {"If-None-Match": mark} if mark else {}
    return client.get(reverse(name), {"ky": Q3} | params, headers=headers)


def text(client, name="dashboard", **params):
    answer = load(client, name, **params)
    assert answer.status_code == 200
    return read(answer).one("main").text


def asked(client, **more):
    with CaptureQueriesContext(connection) as queries:
        answer = load(client, **more)
    return answer, len(queries)


class TestWhatIsKept:
    @pytest.mark.parametrize("name", LISTS)
    def test_is_the_same_page_for_two_queries(self, plan, leader, name):
        desk.enter(plan, "PL1.26", "45", User.objects.get(username="kthtdt"), period=Q3)
        first, _ = asked(leader, name=name)
        again, cost = asked(leader, name=name)
        assert cost == 2  # the account with the edition, the unread notices
        assert read(again).one("main").text == read(first).one("main").text
        assert len(caches["pages"]._cache) == 1

    @pytest.mark.parametrize("username", ["lanhdao", "daumoi", "kthtdt", "nguoixem", "quantri"])
    def test_costs_three_queries_at_most_for_any_reader(self, plan, browser_of, username):
        client = browser_of(username)
        asked(client)
        assert asked(client)[1] <= 3

    def test_is_another_one_for_who_sees_accepted_figures_only(self, plan, person, browser_of):
        desk.enter(plan, "PL1.26", "47,3", person("kthtdt"), period=Q3)
        assert "47,3%" in text(browser_of("lanhdao"))
        assert "47,3%" not in text(browser_of("nguoixem"))
        assert "47,3%" in text(browser_of("daumoi"))

    def test_has_the_name_of_its_own_reader_on_top(self, plan, browser_of):
        names = [
            read(load(browser_of(name))).one("details", cls="account").one("summary").text
            for name in ("lanhdao", "daumoi")
        ]
        assert len(set(names)) == 2

    def test_is_bounded(self):
        assert settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] <= 500


class TestNothingChanged:
    def test_is_answered_in_a_word(self, plan, leader):
        desk.enter(plan, "PL1.26", "45", User.objects.get(username="kthtdt"), period=Q3)
        load(leader)  # the first answer brings the secret of the form with it
        mark = load(leader)["ETag"]
        answer, cost = asked(leader, mark=mark)
        assert (answer.status_code, answer.content, cost) == (304, b"", 2)
        assert answer["ETag"] == mark

    def test_is_for_this_reader_alone_and_asked_for_each_time(self, plan, browser_of):
        answer = load(browser_of("lanhdao"))
        assert "private" in answer["Cache-Control"]
        assert "no-cache" in answer["Cache-Control"]
        assert "Cookie" in answer["Vary"]
        other = browser_of("daumoi")
        load(other)
        assert load(other, mark=answer["ETag"]).status_code == 200

    def test_does_not_hold_for_another_sign_in(self, plan, browser_of):
        """The form on the page would be refused: it was made with the secret of the session before."""
        first = browser_of("lanhdao")
        load(first)
        mark = load(first)["ETag"]
        again = browser_of("lanhdao")
        load(again)
        assert load(again, mark=mark).status_code == 200

    def test_a_message_is_shown_once_and_on_no_later_load(self, plan, leader):
        load(leader)
        mark = load(leader)["ETag"]
        request = RequestFactory().get("/")
        storage = CookieStorage(request)
        storage.add(constants.SUCCESS, "Đã lưu.")
        leader.cookies["messages"] = storage._encode(storage._queued_messages)
        answer = load(leader, mark=mark)
        assert answer.status_code == 200
        assert "ETag" not in answer
        assert "no-store" in answer["Cache-Control"]
        assert read(answer).one(cls="notice-success").text == "Đã lưu."
        assert "Đã lưu." not in load(leader).content.decode()


class TestNeverStale:
    """Each: look, change through the one action, look again."""

    @pytest.fixture
    def changed(self, leader):
        """What the page says after the act, and that the mark of before does not hold any more."""

        def look(act, name="dashboard", **params):
            load(leader, name, **params)
            mark = load(leader, name, **params)["ETag"]
            before = text(leader, name, **params)
            act()
            answer = load(leader, name, mark=mark, **params)
            assert answer.status_code == 200
            after = read(answer).one("main").text
            assert after != before
            return after

        return look

    def test_a_figure_that_is_saved_and_one_that_is_accepted(self, plan, person, changed, browser_of):
        officer, viewer = person("kthtdt"), browser_of("nguoixem")
        assert "47,3%" in changed(lambda: desk.enter(plan, "PL1.26", "47,3", officer, period=Q3))
        assert "47,3%" not in text(viewer)
        desk.send(plan, "KTHTDT", officer, period=Q3)
        after = changed(lambda: desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3))
        assert "chưa chấp nhận)" not in after
        assert "47,3%" in text(viewer)

    def test_a_figure_that_is_emptied(self, plan, person, changed):
        desk.enter(plan, "PL1.26", "47,3", person("kthtdt"), period=Q3)
        assert "47,3%" not in changed(lambda: desk.enter(plan, "PL1.26", "", person("kthtdt"), period=Q3))

    def test_progress_of_a_task(self, plan, person, changed):
        told = lambda: desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, status="ongoing", percent=40)  # noqa: E731
        assert "40%" in changed(told, "dashboard_tasks")

    def test_a_milestone(self, plan, person, changed):
        indicator = Indicator.objects.get(code="PL1.26")
        desk.enter(plan, "PL1.26", "47,3", person("kthtdt"), period=Q3)
        by = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": SUMMER}
        act = lambda: set_milestones(indicator=indicator, values={3: 47}, seen=marks_of(indicator), **by)  # noqa: E731
        assert "cần 47%" in changed(act)

    def test_a_closed_and_a_reopened_period(self, plan, person, changed):
        period = desk.period_of(plan, Q3)
        hand = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": SUMMER}
        close = lambda: close_period(period=period, reason="Đã gửi báo cáo", **hand)  # noqa: E731
        assert "kỳ đã chốt" in changed(close)
        assert "kỳ đã chốt" not in changed(lambda: open_period(period=desk.period_of(plan, Q3), reason="Sai", **hand))

    def test_a_holiday_that_moves_a_deadline(self, plan, person, changed):
        hand = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": SUMMER}
        due = date(2026, 9, 14)
        add_holidays(ward=plan.ward, days={due: "Nghỉ bù"}, **hand)
        assert "hạn 15/09/2026" in changed(lambda: set_moving(ward=plan.ward, moves=True, **hand))

    def test_a_name_that_is_edited_in_admin(self, plan, browser_of, changed):
        unit, admin = Unit.objects.get(code="KTHTDT"), browser_of("quantri")
        page = reverse("admin:units_unit_change", args=[unit.pk])
        form = posts_of(admin, page) | {"short_name": "KT-HT"}
        assert "KT-HT" in changed(lambda: admin.post(page, form))
        assert Unit.objects.get(pk=unit.pk).short_name == "KT-HT"

    def test_a_leader_who_is_renamed_in_admin(self, plan, browser_of, changed):
        leader, admin = Leader.objects.get(code="VDD"), browser_of("quantri")
        page = reverse("admin:units_leader_change", args=[leader.pk])
        form = posts_of(admin, page) | {"short_name": "Ông Dũng"}
        assert "Ông Dũng" in changed(lambda: admin.post(page, form))

    def test_an_indicator_that_is_withdrawn_in_admin(self, plan, browser_of, changed):
        row, admin = Indicator.objects.get(code="PL1.29"), browser_of("quantri")
        page = reverse("admin:kpis_indicator_change", args=[row.pk])
        form = posts_of(admin, page) | {"withdrawn_from": "01/07/2026"}
        assert "28 chỉ tiêu năm 2026" in changed(lambda: admin.post(page, form))

    def test_a_notice_in_the_bar_on_top(self, plan, person, leader):
        load(leader)
        mark = load(leader)["ETag"]
        notify([person("lanhdao")], NoticeKind.SENT, "Có báo cáo mới", path="/", now=SUMMER)
        answer = load(leader, mark=mark)
        assert answer.status_code == 200
        assert read(answer).one(cls="count").text.startswith("1")

    def test_a_notice_that_is_read(self, plan, person, leader):
        notify([person("lanhdao")], NoticeKind.SENT, "Có báo cáo mới", path="/", now=SUMMER)
        load(leader)
        mark = load(leader)["ETag"]
        assert load(leader, mark=mark).status_code == 304
        form = next(form for form in read(leader.get(reverse("notices"))).all("form") if form.all(name="newest"))
        leader.post(reverse("read_all_notices"), posts(form), follow=True)  # its message is shown there, not here
        answer = load(leader, mark=mark)
        assert (answer.status_code, read(answer).all(cls="count")) == (200, [])

    def test_a_direction_that_is_given_and_that_is_ended(self, plan, leader, changed):
        one = read(leader.get(reverse("indicator", args=["PL1.26"]), {"ky": Q3})).one("main")
        page = next(link.attributes["href"] for link in one.all("a") if "Ghi ý kiến chỉ đạo" in link.text)
        form = posts(read(leader.get(page)).one("main").one("form")) | {"text": "Rà soát lại mẫu số"}
        assert "1 ý kiến chỉ đạo" in changed(lambda: leader.post(reverse("new_direction"), form, follow=True))
        where = reverse("direction", args=[Direction.objects.get().pk])
        form = posts(read(leader.get(where)).one("main").all("form")[0])
        end = reverse("finish_direction", args=[Direction.objects.get().pk])
        assert "1 ý kiến chỉ đạo" not in changed(lambda: leader.post(end, form, follow=True))

    def test_a_row_that_is_opened_again(self, plan, person, browser_of, changed):
        desk.enter(plan, "PL1.26", "47,3", person("kthtdt"), period=Q3)
        desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
        desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)
        asked = {"key": uuid4(), "until": "10/08/2026", "reason": "Sở gửi lại số"}
        grant = reverse("grant_reopening", args=[Q3, "KTHTDT", "PL1.26"])
        assert "đang điều chỉnh" in changed(lambda: browser_of("daumoi").post(grant, asked))

    def test_who_answers_for_an_indicator_as_it_is_changed_in_admin(self, plan, browser_of, changed):
        row, coordinator = Indicator.objects.get(code="PL1.26"), browser_of("daumoi")
        police, dung = Unit.objects.get(code="CAP"), Leader.objects.get(code="VDD")
        new = {"unit": str(police.pk), "leader": str(dung.pk), "from_day": "01/07/2026"}
        words = {f"assignments-1-{name}": text for name, text in new.items()} | {"assignments-TOTAL_FORMS": "2"}
        page = reverse("admin:kpis_indicator_change", args=[row.pk])
        act = lambda: save(coordinator, page, **words)  # noqa: E731
        before = line_of(load(browser_of("lanhdao")), "PL1.26")
        changed(act)
        after = line_of(load(browser_of("lanhdao")), "PL1.26")
        assert ("Công an" in before, "Công an" in after) == (False, True)

    def test_midnight_for_who_has_the_page_of_the_day_before(self, plan, leader, clock):
        """What is late is a day later. The session goes on: it is two minutes."""
        clock.move_to(datetime(2026, 8, 3, 23, 59, tzinfo=LOCAL_ZONE))
        leader.force_login(User.objects.get(username="lanhdao"), backend="units.accounts.AccountBackend")
        load(leader, "dashboard_tasks")
        mark = load(leader, "dashboard_tasks")["ETag"]
        assert load(leader, "dashboard_tasks", mark=mark).status_code == 304
        assert "quá hạn 215 ngày" in text(leader, "dashboard_tasks")
        clock.shift(timedelta(minutes=2))
        answer = load(leader, "dashboard_tasks", mark=mark)
        assert answer.status_code == 200
        assert "quá hạn 216 ngày" in read(answer).one("main").text

    def test_a_new_day_and_the_hour_of_a_deadline(self, plan, leader, clock):
        due = Period.objects.get(plan=plan, code=Q3).unit_due_at
        load(leader)
        for moment, words in [
            (due - timedelta(minutes=1), "hạn 14/09/2026"),
            (due + timedelta(minutes=1), "quá hạn 1 ngày"),
            (due + timedelta(days=1), "quá hạn 1 ngày"),
            (due + timedelta(days=1, minutes=1), "quá hạn 2 ngày"),
        ]:
            clock.move_to(moment)
            again = User.objects.get(username="lanhdao")
            leader.force_login(again, backend="units.accounts.AccountBackend")
            assert words in text(leader), moment


def line_of(answer, code):
    """The row of an indicator on the first tab."""
    rows = read(answer).one("table", cls="board").all("tr")
    return next(row.text for row in rows for link in row.all("a") if f"/{code}/" in link.attributes["href"])


def posts_of(client, page):
    forms = [form for form in read(client.get(page)).all("form") if form.attributes.get("id", "").endswith("_form")]
    return posts(forms[0])


class TestTheStamp:
    def test_is_new_with_every_line_of_the_journal(self, plan, person):
        stamps = []
        for typed in ("45", "46", "47"):
            desk.enter(plan, "PL1.26", typed, person("kthtdt"), period=Q3)
            stamps.append(person("lanhdao").ward.stamp)
        assert len(set(stamps)) == 3

    def test_of_another_ward_stays(self, plan, person):
        other = type(plan.ward).objects.create(code="khac", name="Phường khác", city="Hải Phòng", place="Khác")
        desk.enter(plan, "PL1.26", "45", person("kthtdt"), period=Q3)
        assert type(other).objects.get(pk=other.pk).stamp == ""


class TestItsSize:
    """What goes over the wire, pages and files compressed. In a browser: tests/test_office_browser.py."""

    STYLES = ("css/app.css", "css/dashboard.css", "css/directions.css")

    def test_of_the_first_load_and_of_a_repeat(self, plan, person, leader):
        for period in ("2026-Q1", "2026-Q2", Q3):
            for row in Indicator.objects.filter(horizon_year=2026):
                desk.enter(plan, row.code, "1", person("daumoi"), period=period)
        page = load(leader)
        root = Path(settings.BASE_DIR, "static")
        bootstrap = dict(settings.STATICFILES_DIRS[1:])["bootstrap"]
        files = [Path(bootstrap, "css/bootstrap.min.css"), *(root / name for name in self.STYLES)]
        files += [root / "js/logout.js", root / "js/slash.js", root / "img/icon.svg"]
        html = len(gzip.compress(page.content))
        total = html + sum(len(gzip.compress(path.read_bytes())) for path in files)
        assert total <= 60_000
        mark = page["ETag"] if load(leader, mark=page["ETag"]).status_code == 304 else load(leader)["ETag"]
        assert len(load(leader, mark=mark).content) == 0

    def test_a_page_is_compressed_for_who_takes_it_and_a_mark_of_it_is_good_for_both(self, plan, leader):
        load(leader)
        plain = load(leader)
        packed = leader.get(reverse("dashboard"), {"ky": Q3}, headers={"Accept-Encoding": "gzip"})
        assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", f"W/{plain['ETag']}")
        assert gzip.decompress(packed.content).decode().count("<tr") == plain.content.decode().count("<tr")
        assert len(packed.content) * 3 < len(plain.content)
        assert "Accept-Encoding" in packed["Vary"]
        for mark in (plain["ETag"], packed["ETag"]):
            assert load(leader, mark=mark).status_code == 304

    def test_a_file_is_not_compressed_twice(self, plan, browser_of):
        address = reverse("report_xlsx", args=[Q3])
        answer = browser_of("daumoi").get(address, {"ban-nhap": "1"}, headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, "Content-Encoding" in answer) == (200, False)
