"""Thông báo: the reader's own inbox, the count in the topbar, what goes by mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import desk
from tests.page import posts, read
from units.mail_kinds import BY_MAIL_AT_FIRST, KINDS_OF_ROLE, WHEN, kinds_for
from units.models import Event, Notice, NoticeKind, Role, User
from units.notices import notify

pytestmark = pytest.mark.django_db
NOTICES, ALL_READ, CHOICES = "/thong-bao/", "/thong-bao/da-doc/", "/thong-bao/thu-dien-tu/"


@pytest.fixture
def officer(person):
    return person("kthtdt")


def tell(person: User, count: int = 1, *, path="/bang-dieu-khien/", **words) -> list[Notice]:
    """Told one after the other, the last one a minute ago."""
    now = timezone.now()
    for number in range(count, 0, -1):
        at = now - timedelta(minutes=number)
        notify([person], NoticeKind.RETURNED, f"Trả lại lần {number}.", path=path, now=at, **words)
    return list(Notice.objects.filter(person=person))


def items(page) -> list[tuple[str, bool]]:
    rows = page.one("ul", cls="inbox-list").all("li")
    return [(row.one("a").text, "unread" in row.attributes.get("class", "")) for row in rows if row.all("a")]


def unread_in(page) -> list[str]:
    return [mark.text for mark in page.one("a", cls="inbox").all("span", cls="count")]


class TestTheTopbar:
    def test_counts_what_is_unread_on_every_page(self, browser_of, officer):
        client = browser_of("kthtdt")
        assert unread_in(read(client.get("/bang-dieu-khien/"))) == []
        tell(officer, 3)
        for url in ("/bang-dieu-khien/", "/viec/", NOTICES):
            assert unread_in(read(client.get(reverse("my_work") if url == "/viec/" else url))) == ["3 chưa đọc"]
        assert unread_in(read(browser_of("cap").get("/bang-dieu-khien/"))) == []

    def test_counts_on_the_pages_of_admin_too(self, browser_of, person):
        tell(person("quantri"), 2)
        assert "Thông báo (2 chưa đọc)" in read(browser_of("quantri").get("/quan-tri/")).text

    def test_costs_one_query_however_many_there_are(self, browser_of, officer):
        client = browser_of("kthtdt")
        counts = []
        for _ in range(2):
            tell(officer, 40)
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(reverse("password_change"))
            counts.append([query["sql"] for query in found if "units_notice" in query["sql"]])
        assert [len(sql) for sql in counts] == [1, 1]

    def test_costs_a_saved_row_nothing(self, browser_of, officer, plan):
        desk.period_of(plan)
        tell(officer)
        fields = {"PL1.6-value": "1,2", "PL1.6-version": "0", "PL1.6-shown": "x"}
        headers = {"X-Requested-With": "XMLHttpRequest"}
        with CaptureQueriesContext(connection) as found:
            url = reverse("entry_row", args=["2026-Q1", "KTHTDT", "PL1.6"])
            answer = browser_of("kthtdt").post(url, fields, headers=headers)
        assert answer.status_code == 200
        assert [query["sql"] for query in found if "units_notice" in query["sql"]] == []


class TestTheInbox:
    def test_shows_the_newest_first_and_what_is_unread(self, browser_of, officer):
        first, *_ = tell(officer, 3)
        Notice.objects.filter(pk=first.pk).update(read_at=timezone.now())
        page = read(browser_of("kthtdt").get(NOTICES))
        assert items(page) == [("Trả lại lần 1.", False), ("Trả lại lần 2.", True), ("Trả lại lần 3.", True)]
        assert items(read(browser_of("kthtdt").get(NOTICES, {"loc": "chua-doc"}))) == items(page)[1:]

    def test_is_the_readers_own(self, browser_of, officer):
        tell(officer)
        assert items(read(browser_of("kthtdt.lanhdao").get(NOTICES))) == []

    def test_says_plainly_that_there_is_no_mail(self, browser_of, settings):
        page = read(browser_of("kthtdt").get(NOTICES))
        assert "Hệ thống chưa cài đặt gửi thư điện tử: thông báo chỉ có ở trang này." in page.text
        settings.EMAIL_HOST = "mail.haian.example"
        assert "chưa cài đặt" not in read(browser_of("kthtdt").get(NOTICES)).text

    def test_goes_in_pages_with_a_constant_number_of_queries(self, browser_of, officer):
        client, costs = browser_of("kthtdt"), []
        for _ in range(2):
            tell(officer, 31)
            with CaptureQueriesContext(connection) as found:
                page = read(client.get(NOTICES, {"loc": "chua-doc"}))
            costs.append(len(found))
            assert len(items(page)) == 30
        assert costs[0] == costs[1]
        (older,) = [link for link in page.all("a") if link.text == "Trang sau ›"]
        assert len(items(read(client.get(NOTICES + older.attributes["href"])))) == 30
        assert client.get(NOTICES, {"trang": "khong-co"}).status_code == 200

    def test_shows_the_details_as_text(self, browser_of, officer):
        tell(officer, details="- PL1.6 <b>Chi</b>")
        page = read(browser_of("kthtdt").get(NOTICES))
        assert page.one("p", cls="details").text == "- PL1.6 <b>Chi</b>"

    def test_marks_nothing_by_being_opened(self, browser_of, officer):
        tell(officer)
        browser_of("kthtdt").get(NOTICES)
        assert Notice.objects.get().read_at is None


class TestReading:
    def test_one_stays_on_the_list_as_it_was(self, browser_of, officer):
        notice, *_ = tell(officer, 31)
        client = browser_of("kthtdt")
        page = read(client.get(NOTICES, {"loc": "chua-doc"}))
        form = page.one("ul", cls="inbox-list").all("form")[0]
        assert posts(form)["csrfmiddlewaretoken"]
        answer = client.post(form.attributes["action"], posts(form))
        assert answer["Location"] == f"{NOTICES}?loc=chua-doc&trang=1"
        read_at = Notice.objects.get(pk=notice.pk).read_at
        assert read_at is not None
        client.post(form.attributes["action"], posts(form))
        assert Notice.objects.get(pk=notice.pk).read_at == read_at  # the first time counts
        assert Notice.objects.filter(read_at=None).count() == 30

    def test_and_going_on_leads_to_its_page(self, browser_of, officer):
        (notice,) = tell(officer, path="/nhap/2026-Q1/KTHTDT/")
        answer = browser_of("kthtdt").post(f"{NOTICES}{notice.pk}/da-doc/", {"mo": "1"})
        assert answer["Location"] == "/nhap/2026-Q1/KTHTDT/"

    def test_all_leaves_what_came_after_the_page(self, browser_of, officer):
        tell(officer, 2)
        client = browser_of("kthtdt")
        form = next(f for f in read(client.get(NOTICES)).all("form") if f.attributes.get("action") == ALL_READ)
        tell(officer)
        answer = client.post(ALL_READ, posts(form), follow=True)
        assert "Đã đánh dấu 2 thông báo là đã đọc." in read(answer).text
        assert Notice.objects.filter(read_at=None).count() == 1

    def test_all_of_a_page_that_was_lost_on_the_way_marks_none(self, browser_of, officer):
        tell(officer)
        answer = browser_of("kthtdt").post(ALL_READ, {}, follow=True)
        assert "chưa đánh dấu thông báo nào" in read(answer).text
        assert Notice.objects.filter(read_at=None).count() == 1


class TestWhatGoesByMail:
    def test_is_offered_by_role_with_sensible_defaults(self, browser_of):
        page = read(browser_of("kthtdt").get(CHOICES))
        boxes = {box.attributes["value"]: "checked" in box.attributes for box in page.all("input", type="checkbox")}
        assert set(boxes) == {kind.value for kind in KINDS_OF_ROLE[Role.OFFICER]}
        assert {kind for kind, ticked in boxes.items() if ticked} == set(boxes) & {k.value for k in BY_MAIL_AT_FIRST}
        assert {"returned", "due_today", "late", "direction"} <= {kind for kind, ticked in boxes.items() if ticked}
        assert "Một báo cáo được phát hành" in read(browser_of("nguoixem").get(CHOICES)).text

    def test_every_role_has_its_kinds(self):
        assert set(KINDS_OF_ROLE) == set(Role)
        assert {kind for kinds in KINDS_OF_ROLE.values() for kind in kinds} == set(NoticeKind) == set(WHEN)

    def test_is_kept_and_journalled(self, browser_of, officer):
        client = browser_of("kthtdt")
        client.post(CHOICES, {"whole": "True", "kinds": ["accepted", "late"]})
        page = read(client.get(CHOICES))
        ticked = [box.attributes["value"] for box in page.all("input", type="checkbox") if "checked" in box.attributes]
        assert ticked == ["late", "accepted"]
        line = Event.objects.get(action="change", subject_type="user")
        assert line.after == {"nhận qua thư": "quá hạn, đã chấp nhận"}
        client.post(CHOICES, {"whole": "True", "kinds": ["accepted", "late"]})
        assert Event.objects.filter(action="change", subject_type="user").count() == 1

    def test_may_be_nothing(self, browser_of, officer):
        client = browser_of("kthtdt")
        client.post(CHOICES, {"whole": "True"})
        assert officer.mail_choices.filter(wanted=True).count() == 0
        assert officer.mail_choices.count() == len(kinds_for(officer))

    @pytest.mark.parametrize(
        ("posted", "sentence"),
        [({}, "không đầy đủ"), ({"whole": "True", "kinds": ["digest"]}, "không thuộc vai trò của bạn")],
    )
    def test_refuses_what_it_did_not_offer(self, browser_of, officer, posted, sentence):
        answer = browser_of("kthtdt").post(CHOICES, posted)
        assert (answer.status_code, sentence in read(answer).text) == (422, True)
        assert officer.mail_choices.count() == 0

    def test_says_where_it_goes(self, browser_of, officer, settings):
        assert "chưa có địa chỉ thư điện tử" in read(browser_of("kthtdt").get(CHOICES)).text
        User.objects.filter(pk=officer.pk).update(email="can.bo@haian.example")
        page = read(browser_of("kthtdt").get(CHOICES))
        assert "Thư gửi tới can.bo@haian.example." in page.text
        assert "Hệ thống chưa cài đặt gửi thư điện tử" in page.text
