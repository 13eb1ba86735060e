"""The aid for nq57.vn: figures in the order of its screens, who typed what there, and where the two differ."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from haian_plan import demonstration
from kpis.actions import FigurePlace
from kpis.models import Indicator
from plans.models import Period
from plans.refusals import NotAllowed
from reports.models import ScreenOrder, TypedFigure
from reports.nq57.actions import TypedMoved, set_order, tick, untick
from reports.reopening.actions import grant_reopening
from tests import desk
from tests.page import posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def accepted(plan, person):
    """1,2 % of PL1.6 is accepted; PL1.26 is entered and not sent."""
    desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)
    desk.enter(plan, "PL1.26", "45,5", person("kthtdt"), period=Q3)
    return plan


@pytest.fixture
def address():
    return reverse("nq57", args=[Q3])


@pytest.fixture
def coordinator(browser_of):
    return browser_of("daumoi")


@pytest.fixture
def line(coordinator, address):
    """A row of the page, by the indicator's code."""
    return lambda code: read(coordinator.get(address)).one("tr", id=f"row-{code}")


@pytest.fixture
def press(coordinator, address, line):
    """Press the row's button as the page draws it."""

    def go(row, what, **changes):
        return coordinator.post(address, posts(line(row).one("form")) | {"do": what} | changes, follow=True)

    return go


def correct(plan, person, typed):
    """The accepted figure is opened again, changed and accepted."""
    indicator, unit = Indicator.objects.get(code="PL1.6"), desk.unit_of(plan, "KTHTDT")
    until, words = timezone.localdate() + timedelta(days=1), hand(person("daumoi")) | {"key": uuid4()}
    grant_reopening(place=FigurePlace(indicator, period_of(plan)), unit=unit, until=until, reason="Sai số", **words)
    desk.enter(plan, "PL1.6", typed, person("kthtdt"), period=Q3)
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)


class TestThePage:
    def test_has_the_accepted_figures_in_the_order_of_the_appendices(self, accepted, coordinator, address, line):
        page = read(coordinator.get(address))
        rows = page.one("tbody").all("tr")
        codes = [f"row-PL1.{number}" for number in range(1, 30)]
        assert [row.attributes["id"] for row in rows] == codes
        assert line("PL1.6").one("input", id="value-PL1.6").attributes["value"] == "1,2"
        assert line("PL1.26").all("input") == []
        assert "chưa có số liệu" in line("PL1.26").text

    def test_the_value_can_be_selected_where_nothing_runs(self, accepted, line):
        field = line("PL1.6").one("input", id="value-PL1.6")
        assert "readonly" in field.attributes
        button = line("PL1.6").one("span", **{"data-copies": "value-PL1.6"})
        assert "hidden" in button.attributes

    def test_is_led_to_from_bao_cao_by_the_coordinator_alone(self, plan, browser_of, address):
        for user, there in (("daumoi", True), ("lanhdao", False)):
            page = read(browser_of(user).get(reverse("documents"), {"ky": Q3}))
            assert (address in [link.attributes.get("href") for link in page.all("a")]) is there


class TestTicking:
    def test_says_who_typed_what_and_when(self, accepted, press, line, person):
        press("PL1.6", "tick")
        assert "Đã nhập 1,2" in line("PL1.6").text
        assert f"{person('daumoi').full_name}, 08:00 10/09/2026" in line("PL1.6").text
        event = Event.objects.get(action="tick")
        assert (event.subject_code, event.period_code, event.after) == ("PL1.6", Q3, {"số trên nq57.vn": "1,2"})
        assert [button.attributes["value"] for button in line("PL1.6").all("button", name="do")] == ["untick"]

    def test_twice_is_once(self, accepted, press, coordinator, address, line):
        data = posts(line("PL1.6").one("form")) | {"do": "tick"}
        for _ in range(2):
            coordinator.post(address, data)
        assert (TypedFigure.objects.get().version, Event.objects.filter(action="tick").count()) == (1, 1)

    def test_can_be_taken_away(self, accepted, press, line):
        press("PL1.6", "tick")
        press("PL1.6", "untick")
        assert "Đã nhập 1,2" not in line("PL1.6").text
        assert (TypedFigure.objects.get().value, TypedFigure.objects.get().version) == ("", 2)
        assert Event.objects.get(action="untick").before == {"số trên nq57.vn": "1,2"}

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"version": ""}, 400),
            ({"version": "-1"}, 400),
            ({"code": "PL9.9"}, 400),
            ({"do": "khac"}, 400),
            ({"value": "<b>"}, 422),
            ({"value": ""}, 422),
            ({"value": "1" * 41}, 422),
            ({"version": "7"}, 409),
        ],
    )
    def test_a_wrong_press_writes_nothing(self, accepted, press, changes, status):
        assert press("PL1.6", changes.get("do", "tick"), **changes).status_code == status
        assert not TypedFigure.objects.exists()

    def test_is_the_coordinators_alone(self, accepted, person):
        indicator, by = Indicator.objects.get(code="PL1.6"), hand(person("lanhdao"))
        words = {"period": period_of(accepted), "indicator": indicator, "seen": 0, **by}
        for write in (lambda: tick(value="1", **words), lambda: untick(**words)):
            with pytest.raises(NotAllowed):
                write()
        with pytest.raises(NotAllowed):
            set_order(plan=accepted, codes=["PL1.2"], seen=0, **hand(person("lanhdao")))

    def test_goes_with_the_demonstration(self, accepted, press):
        press("PL1.6", "tick")
        demonstration.clear(accepted.ward, timezone.now())
        assert not TypedFigure.objects.exists()


class TestWhereTheTwoDiffer:
    @pytest.fixture
    def changed(self, accepted, press, person):
        """1,2 was typed; the ward then corrected it to 1,5."""
        press("PL1.6", "tick")
        correct(accepted, person, "1,5")

    def test_both_are_named(self, changed, coordinator, address, line):
        assert "Đã khác: trên nq57.vn 1,2, nay 1,5." in line("PL1.6").text
        assert "chỉ tiêu 6" in read(coordinator.get(address)).one("p", cls="notice").text

    def test_until_the_new_one_is_typed(self, changed, press, line, coordinator, address):
        press("PL1.6", "tick")
        assert "Đã nhập 1,5" in line("PL1.6").text
        assert "Đã khác" not in read(coordinator.get(address)).text
        assert Event.objects.filter(action="tick").latest("pk").before == {"số trên nq57.vn": "1,2"}

    def test_what_was_seen_is_what_was_typed(self, accepted, press, person, coordinator, address, line):
        """The figure changed between the page and the press."""
        drawn = posts(line("PL1.6").one("form")) | {"do": "tick"}
        correct(accepted, person, "1,5")
        coordinator.post(address, drawn)
        assert "Đã khác: trên nq57.vn 1,2, nay 1,5." in line("PL1.6").text


class TestTwoAtOnce:
    def test_the_second_is_told(self, accepted, press, coordinator, address, line):
        drawn = posts(line("PL1.6").one("form"))
        press("PL1.6", "tick")
        press("PL1.6", "untick")
        answer = coordinator.post(address, drawn | {"do": "tick"})
        assert answer.status_code == 409
        assert "vừa được người khác ghi" in read(answer).text

    def test_the_database_keeps_one_row_a_figure(self, accepted, press, person):
        press("PL1.6", "tick")
        row = TypedFigure.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            TypedFigure.objects.create(
                period=row.period, indicator=row.indicator, value="3", typed_by=row.typed_by, typed_at=row.typed_at
            )

    def test_of_the_order_too(self, plan, person):
        set_order(plan=plan, codes=["PL1.2"], seen=0, **hand(person("daumoi")))
        for seen in (0, 9):
            with pytest.raises(TypedMoved):
                set_order(plan=plan, codes=["PL1.3"], seen=seen, **hand(person("daumoi")))
        assert ScreenOrder.objects.get().codes == ["PL1.2"]


class TestTheOrder:
    @pytest.fixture
    def form(self, coordinator):
        return lambda: posts(read(coordinator.get(reverse("nq57_order"), {"ky": Q3})).one("main").one("form"))

    def post(self, coordinator, data):
        return coordinator.post(f"{reverse('nq57_order')}?ky={Q3}", data)

    def codes(self, coordinator, address):
        return [row.attributes["id"][4:] for row in read(coordinator.get(address)).one("tbody").all("tr")]

    def test_is_what_the_ward_says(self, plan, coordinator, address, form):
        before = self.codes(coordinator, address)
        self.post(coordinator, form() | {"place-PL1.29": "1", "place-PL1.1": "2", "place-PL1.2": "2"})
        after = self.codes(coordinator, address)
        assert after[:3] == ["PL1.29", "PL1.1", "PL1.2"]
        assert sorted(after) == sorted(before)
        assert Event.objects.get(subject_type="screen_order").before == {"thứ tự": "như phụ lục"}

    def test_an_indicator_that_is_not_named_stands_at_the_end(self, plan, coordinator, address):
        ScreenOrder.objects.create(plan=plan, codes=["PL1.5", "PL1.3", "PL0.0"])
        assert self.codes(coordinator, address)[:4] == ["PL1.5", "PL1.3", "PL1.1", "PL1.2"]

    @pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "một", "1000", "²"])
    def test_a_place_is_a_number(self, plan, coordinator, form, typed):
        answer = self.post(coordinator, form() | {"place-PL1.1": typed})
        assert (answer.status_code, ScreenOrder.objects.count()) == (422, 0)
        assert "Thứ tự là số từ 1 đến 999" in read(answer).text

    def test_saved_as_it_stands_changes_nothing(self, plan, coordinator, form):
        self.post(coordinator, form() | {"place-PL1.29": "1"})
        self.post(coordinator, form())
        assert ScreenOrder.objects.get().version == 1

    def test_an_old_page_does_not_overwrite(self, plan, coordinator, form):
        drawn = form()
        self.post(coordinator, drawn | {"place-PL1.29": "1"})
        assert self.post(coordinator, drawn | {"place-PL1.28": "1"}).status_code == 409
        assert self.post(coordinator, drawn | {"version": ""}).status_code == 400
        assert ScreenOrder.objects.get().codes[0] in ("PL1.1", "PL1.29")


def hand(by):
    return {"by": by, "channel": Channel.SCREEN, "now": timezone.now()}


def period_of(plan):
    return Period.objects.select_related("plan__ward").get(plan=plan, code=Q3)
