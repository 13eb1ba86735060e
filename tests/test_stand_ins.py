"""Người thay: named by the unit's head, from a day to a day; acts under the own name."""

import unicodedata

import pytest
import time_machine
from django.urls import reverse

from kpis.models import Figure
from plans.refusals import NotAllowed
from tests import desk
from tests.page import errors, posts, read
from units.models import Event, StandIn

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"
FEBRUARY = "2026-02-10T09:00:00+07:00"
OWN = (Q1, "KTHTDT")


@pytest.fixture(autouse=True)
def february():
    with time_machine.travel(FEBRUARY, tick=False):
        yield


@pytest.fixture
def head(browser_of):
    return browser_of("kthtdt.lanhdao")


def name(client, who, **changes):
    """Fill in the form as the head does."""
    page = read(client.get(reverse("stand_ins")))
    data = posts(page.one("form", cls="narrow-form"))
    data |= {"person": str(who.pk), "starts_on": "10/02/2026", "ends_on": "20/02/2026", "reason": "Nghỉ phép"}
    return client.post(reverse("stand_ins"), data | changes, follow=True)


class TestNaming:
    def test_by_the_head_with_dates_is_shown_and_recorded(self, head, person):
        page = read(name(head, person("cap")))
        assert page.one("div", cls="notice-success").text == (
            "Đã cử Cán bộ Công an nhập thay cho Phòng Kinh tế, Hạ tầng và Đô thị."
        )
        assert "10/02/2026–20/02/2026" in page.one("table").text
        event = Event.objects.get(action="stand_in")
        assert (event.actor_name, event.unit_code, event.reason) == ("Lãnh đạo KT-HT-ĐT", "KTHTDT", "Nghỉ phép")
        assert event.after == {"người thay": "Cán bộ Công an", "thời gian": "10/02/2026–20/02/2026"}

    def test_offers_people_of_other_units_only(self, head):
        options = [o.text for o in read(head.get(reverse("stand_ins"))).one("select").all("option")]
        assert "Cán bộ Công an (Công an phường)" in options
        assert not [text for text in options if "Phòng Kinh tế" in text or "Người xem" in text]

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("person", "", "Hãy chọn người thay."),
            ("person", "999999", "Hãy chọn một người trong danh sách."),
            ("starts_on", "", "Hãy ghi ngày."),
            ("starts_on", "mai", "Ngày ghi theo ngày/tháng/năm, ví dụ 05/12/2026."),
            ("ends_on", "09/02/2026", "Ngày cuối không được trước ngày đầu."),
            ("ends_on", "20/02/2027", "Mỗi lần thay nhiều nhất 92 ngày."),
            ("reason", "x" * 301, "Nội dung dài 301 ký tự, quá mức 300 ký tự; hãy viết gọn lại."),
            ("reason", "Nghỉ\x07 phép", "Dòng 1 có ký tự điều khiển không nhìn thấy (mã U+0007)"),
        ],
    )
    def test_wrong_input_gets_its_sentence_and_keeps_what_was_typed(self, head, person, field, typed, sentence):
        answer = name(head, person("cap"), **{field: typed})
        page = read(answer)
        assert answer.status_code == 422
        assert sentence in errors(page, f"id_{field}")
        assert posts(page.one("form", cls="narrow-form"))["ends_on"] in {"20/02/2026", typed}
        assert not StandIn.objects.exists()

    def test_keeps_the_reason_composed_and_without_what_nobody_sees(self, head, person):
        name(head, person("cap"), reason=unicodedata.normalize("NFD", " Nghỉ\u200b phép "))
        assert StandIn.objects.get().reason == "Nghỉ phép"

    def test_for_days_that_are_over_is_refused(self, head, person):
        page = read(name(head, person("cap"), starts_on="01/02/2026", ends_on="05/02/2026"))
        assert "Thời gian thay đã qua" in page.text

    def test_twice_for_the_same_days_is_refused(self, head, person):
        name(head, person("cap"))
        page = read(name(head, person("cap"), starts_on="15/02/2026", ends_on="25/02/2026"))
        assert "đã được cử thay trong những ngày đó" in page.text
        assert StandIn.objects.count() == 1

    def test_the_head_finds_the_page_from_viec_cua_toi(self, head, browser_of):
        assert "Cử người thay" in read(head.get(reverse("my_work"))).one("p", cls="links").text
        assert "Cử người thay" not in read(browser_of("kthtdt").get(reverse("my_work"))).text


class TestStandingIn:
    @pytest.fixture
    def policeman(self, plan, head, person):
        desk.period_of(plan)
        name(head, person("cap"))
        return person("cap")

    def test_enters_under_the_own_name_and_it_is_not_nhap_thay(self, plan, policeman, browser_of):
        client = browser_of("cap")
        page = read(client.get(reverse("entry", args=OWN)))
        assert "Bạn đang thay người của Phòng Kinh tế, Hạ tầng và Đô thị" in page.text
        data = posts(page.one("form", cls="sheet")) | {"PL1.6-value": "1,2"}
        assert client.post(reverse("entry", args=OWN), data).status_code == 302
        figure = Figure.objects.get()
        assert (figure.entered_by.username, figure.on_behalf) == ("cap", False)
        assert Event.objects.get(action="save").actor_name == "Cán bộ Công an"

    def test_sends_and_finds_the_receipt(self, plan, policeman, browser_of):
        desk.enter(plan, "PL1.6", "1,2", policeman)
        assert desk.send(plan, "KTHTDT", policeman) == 1
        page = read(browser_of("cap").get(reverse("receipts")))
        assert "Phòng Kinh tế, Hạ tầng và Đô thị" in page.one("tbody").text

    def test_sees_the_units_work_beside_the_own(self, policeman, browser_of):
        page = read(browser_of("cap").get(reverse("my_work")))
        own, other = page.all("section", cls="current")
        assert own.one("h2").text.startswith("Quý I/2026")
        assert other.one("h2").text.startswith("Phòng Kinh tế, Hạ tầng và Đô thị · Quý I/2026")
        assert "Bạn đang được cử thay người của đơn vị này" in other.text
        assert "Bạn đang được cử thay" not in own.text

    @pytest.mark.parametrize("day", ["2026-02-09T23:00:00+07:00", "2026-02-21T00:30:00+07:00"])
    def test_outside_the_days_the_page_does_not_exist(self, plan, policeman, browser_of, person, day):
        with time_machine.travel(day, tick=False):
            assert browser_of("cap").get(reverse("entry", args=OWN)).status_code == 404
            with pytest.raises(NotAllowed):
                desk.enter(plan, "PL1.6", "1,2", person("cap"))

    def test_on_the_last_day_it_still_does(self, policeman, browser_of):
        with time_machine.travel("2026-02-20T23:30:00+07:00", tick=False):
            assert browser_of("cap").get(reverse("entry", args=OWN)).status_code == 200

    def test_does_not_open_other_units(self, policeman, browser_of):
        assert browser_of("cap").get(reverse("entry", args=(Q1, "TTPVHCC"))).status_code == 404


class TestEnding:
    def press(self, head):
        page = read(head.get(reverse("stand_ins")))
        form = next(form for form in page.all("form") if "/thoi/" in form.attributes.get("action", ""))
        return read(head.post(form.attributes["action"], posts(form), follow=True))

    def test_early_takes_the_right_at_once_and_is_recorded(self, head, person, browser_of):
        name(head, person("cap"))
        with time_machine.travel("2026-02-12T09:00:00+07:00", tick=False):
            page = self.press(browser_of("kthtdt.lanhdao"))
            assert "thôi nhập thay" in page.one("div", cls="notice-success").text
            assert browser_of("cap").get(reverse("entry", args=OWN)).status_code == 404
        assert StandIn.objects.get().ends_on.isoformat() == "2026-02-11"
        assert Event.objects.filter(action="end_stand_in").count() == 1

    def test_before_the_first_day_takes_it_away(self, head, person):
        name(head, person("cap"), starts_on="15/02/2026")
        self.press(head)
        assert not StandIn.objects.exists()
        assert Event.objects.filter(action="end_stand_in").count() == 1

    def test_on_the_first_day_takes_it_away_and_the_journal_keeps_it(self, head, person):
        name(head, person("cap"))
        self.press(head)
        assert not StandIn.objects.exists()
        event = Event.objects.get(action="end_stand_in")
        assert event.after == {"người thay": "Cán bộ Công an", "thời gian": "10/02/2026–20/02/2026"}

    def test_of_one_that_is_over_changes_nothing(self, head, person, browser_of):
        name(head, person("cap"))
        with time_machine.travel("2026-03-02T09:00:00+07:00", tick=False):
            browser_of("kthtdt.lanhdao").post(reverse("end_stand_in", args=(StandIn.objects.get().pk,)))
        assert StandIn.objects.get().ends_on.isoformat() == "2026-02-20"
        assert not Event.objects.filter(action="end_stand_in").exists()

    def test_of_another_units_is_not_found(self, head, person, browser_of):
        name(head, person("cap"))
        other = browser_of("ttpvhcc.lanhdao")
        assert other.post(reverse("end_stand_in", args=(StandIn.objects.get().pk,))).status_code == 404


def test_the_errors_stand_at_their_fields(head, person):
    page = read(name(head, person("cap"), ends_on="09/02/2026"))
    assert errors(page, "id_ends_on") == "Ngày cuối không được trước ngày đầu."
