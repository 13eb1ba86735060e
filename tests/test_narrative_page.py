"""The page "Lời văn báo cáo": the coordinator writes in place of the built words; what moves beneath is said."""

import pytest
import time_machine
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from haian_plan import demonstration
from plans.models import Period
from plans.refusals import NotAllowed
from reports.ledger import Scope
from reports.models import NarrativeText
from reports.narrative.actions import NarrativeMoved, edit_section, restore_section
from reports.narrative.facts import facts_of
from reports.narrative.reading import read_edits
from reports.narrative.text import built_sections
from reports.scorecard import build_scorecard
from reports.sections import SectionKey
from tests import desk
from tests.page import posts, read
from tests.word import opened, texts
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q3 = "2026-Q3"
AHEAD, RESULTS = SectionKey.AHEAD, SectionKey.RESULTS
OWN = "Trong quý IV, UBND phường tập trung số hóa di tích."


@pytest.fixture(autouse=True)
def in_autumn():
    """Quý III is being reported."""
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def address():
    return reverse("narrative", args=[Q3])


@pytest.fixture
def coordinator(browser_of):
    return browser_of("daumoi")


@pytest.fixture
def form(coordinator, address):
    """What the page posts back, as it was drawn."""
    return lambda: posts(read(coordinator.get(address)).one("main").one("form"))


@pytest.fixture
def built(plan):
    """What the data say now, section by section."""

    def sections():
        periods = list(Period.objects.filter(plan=plan).select_related("plan__ward", "plan__coordinator"))
        period = next(found for found in periods if found.code == Q3)
        card = build_scorecard(plan, periods, period, scope=Scope.ACCEPTED, now=timezone.now())
        return {section.key: section for section in built_sections(facts_of(card))}

    return sections


def report_a_figure(plan, person, typed="1,2"):
    desk.enter(plan, "PL1.6", typed, person("kthtdt"), period=Q3)
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)


def stored(key=AHEAD):
    return NarrativeText.objects.get(section=key.value)


class TestReading:
    def test_the_coordinator_finds_the_built_words_in_fields(self, plan, coordinator, address, built):
        page = read(coordinator.get(address))
        data = posts(page.one("main").one("form"))
        assert {key: data[f"{key}-text"] for key in SectionKey} == {k: s.text for k, s in built().items()}

    def test_a_leader_reads_them_and_finds_no_form(self, plan, browser_of, address):
        page = read(browser_of("lanhdao").get(address))
        assert "25 chỉ tiêu được giao năm 2026" in page.text
        assert page.one("main").all("form") == page.all("textarea") == []

    @pytest.mark.parametrize(
        "page",
        [
            reverse_lazy("narrative", args=[Q3]),
            reverse_lazy("documents", query={"ky": Q3}),
            reverse_lazy("issue", args=[Q3]),
        ],
    )
    def test_says_of_which_indicators_no_unit_says_why(self, plan, person, coordinator, page):
        report_a_figure(plan, person)
        assert "Chưa có nguyên nhân từ đơn vị: chỉ tiêu 6." in read(coordinator.get(page)).text

    def test_the_page_bao_cao_leads_here(self, plan, coordinator, address):
        page = read(coordinator.get(reverse("documents"), {"ky": Q3}))
        assert address in [link.attributes["href"] for link in page.one("main").all("a")]

    def test_names_are_those_of_the_plan_and_not_of_the_screen(self, plan, person, built):
        for code, typed in (("PL1.20", "100"), ("PL1.21", "94")):
            desk.enter(plan, code, typed, person("ttpvhcc"), period=Q3, explanation="Do Sở chưa hướng dẫn")
        desk.send(plan, "TTPVHCC", person("ttpvhcc"), period=Q3)
        desk.accept(plan, "TTPVHCC", person("daumoi"), period=Q3)
        said = built()[RESULTS].text
        assert "TTHC" not in said
        assert "giữa các cấp chính quyền (chỉ tiêu 20) đạt 100%." in said
        assert "Cơ quan chủ trì: Trung tâm Phục vụ Hành chính công; các phòng, đơn vị liên quan; đồng chí" in said


class TestWriting:
    def test_keeps_the_words_of_the_section_and_of_no_other(self, plan, coordinator, address, form, person):
        answer = coordinator.post(address, form() | {f"{AHEAD}-text": f"  {OWN}\r\n"}, follow=True)
        assert "Đã lưu: IV. Phương hướng, nhiệm vụ thời gian tới." in read(answer).text
        assert [(row.section, row.text, row.version, row.edited_by) for row in NarrativeText.objects.all()] == [
            (AHEAD.value, OWN, 1, person("daumoi"))
        ]
        event = Event.objects.get(action="edit_text")
        assert (event.subject_type, event.period_code, event.actor) == ("narrative", Q3, person("daumoi"))
        assert event.after == {"IV. Phương hướng, nhiệm vụ thời gian tới": OWN}

    def test_what_comes_back_as_it_was_drawn_is_no_edit(self, plan, coordinator, address, form):
        data = {name: text.replace("\n", "\r\n") for name, text in form().items()}
        assert "Không có gì thay đổi." in read(coordinator.post(address, data, follow=True)).text
        assert not NarrativeText.objects.exists()

    def test_nor_where_the_data_moved_meanwhile(self, plan, person, coordinator, address, form):
        drawn = form()
        report_a_figure(plan, person)
        coordinator.post(address, drawn)
        assert not NarrativeText.objects.exists()

    def test_the_file_takes_them(self, plan, coordinator, address, form, report_file):
        coordinator.post(address, form() | {f"{AHEAD}-text": OWN, f"{SectionKey.CLOSING}-text": "Kính gửi Sở"})
        said = texts(opened(report_file("docx", Q3)))
        assert OWN in said
        assert "Kính gửi Sở./." in said
        assert not [text for text in said if text.startswith("- Đôn đốc")]

    def test_the_built_words_typed_back_are_automatic_again(self, plan, coordinator, address, form, built):
        coordinator.post(address, form() | {f"{AHEAD}-text": OWN})
        coordinator.post(address, form() | {f"{AHEAD}-text": built()[AHEAD].text})
        assert (stored().text, stored().version) == ("", 2)
        assert read_edits(stored().period).texts == {}

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({f"{AHEAD}-text": " "}, "Phần này chưa có nội dung"),
            ({f"{AHEAD}-text": "a\x0bb"}, "ký tự điều khiển"),
            ({f"{AHEAD}-text": "a" * 20_001}, "quá mức 20.000 ký tự"),
            ({f"{AHEAD}-text": OWN, f"{AHEAD}-version": ""}, "Trang gửi lên không đầy đủ"),
            ({f"{AHEAD}-text": OWN, f"{AHEAD}-built": "ngắn"}, ""),
        ],
    )
    def test_a_wrong_section_says_so_and_does_not_hold_up_another(
        self, plan, coordinator, address, form, changes, sentence
    ):
        answer = coordinator.post(address, form() | {f"{RESULTS}-text": "Lời khác"} | changes)
        page = read(answer)
        assert answer.status_code == 422
        assert sentence in " ".join(line.text for line in page.all("p", cls="refused"))
        assert [row.section for row in NarrativeText.objects.all()] == [RESULTS.value]

    def test_an_absent_section_is_left_alone(self, plan, coordinator, address):
        coordinator.post(address, {f"{RESULTS}-version": "0"})
        assert not NarrativeText.objects.exists()


class TestWhatMoves:
    @pytest.fixture
    def edited(self, plan, coordinator, address, form):
        coordinator.post(address, form() | {f"{RESULTS}-text": "Lời của đầu mối", f"{AHEAD}-text": OWN})

    def test_nothing_is_said_while_the_data_stand(self, edited, coordinator, address):
        assert "Số liệu đã thay đổi" not in read(coordinator.get(address)).text

    def test_a_new_figure_marks_the_words_that_were_written_before_it(
        self, edited, plan, person, coordinator, address, built
    ):
        report_a_figure(plan, person)
        page = read(coordinator.get(address))
        assert "Số liệu đã thay đổi sau khi sửa lời ở: I. Kết quả thực hiện các chỉ tiêu; IV." in page.text
        beside = page.all("details")
        assert "Bản tự động mới" in " ".join(block.text for block in beside)
        assert built()[RESULTS].text.split("\n")[0] in " ".join(block.text for block in beside)
        assert posts(page.one("main").one("form"))[f"{RESULTS}-text"] == "Lời của đầu mối"

    def test_one_press_takes_the_built_words_again(self, edited, plan, person, coordinator, address, form, built):
        report_a_figure(plan, person)
        coordinator.post(address, form() | {"restore": RESULTS.value})
        assert (stored(RESULTS).text, stored(RESULTS).version) == ("", 2)
        assert form()[f"{RESULTS}-text"] == built()[RESULTS].text
        assert Event.objects.get(action="restore_text").before == {
            "I. Kết quả thực hiện các chỉ tiêu": "Lời của đầu mối"
        }
        assert stored().text == OWN

    def test_a_press_does_not_lose_what_was_typed_elsewhere(self, edited, coordinator, address, form):
        coordinator.post(address, form() | {"restore": RESULTS.value, f"{AHEAD}-text": "Lời mới"})
        assert (stored(RESULTS).text, stored().text) == ("", "Lời mới")

    def test_a_tick_says_that_the_words_still_hold(self, edited, plan, person, coordinator, address, form):
        report_a_figure(plan, person)
        coordinator.post(address, form() | {f"{RESULTS}-checked": "on"})
        said = read(coordinator.get(address)).text
        assert "Số liệu đã thay đổi sau khi sửa lời ở: IV." in said
        assert stored(RESULTS).text == "Lời của đầu mối"

    def test_a_figure_that_came_after_the_page_was_drawn_still_marks(
        self, edited, plan, person, coordinator, address, form
    ):
        drawn = form()
        report_a_figure(plan, person)
        coordinator.post(address, drawn | {f"{RESULTS}-text": "Lời mới"})
        assert "Số liệu đã thay đổi sau khi sửa lời ở: I." in read(coordinator.get(address)).text


class TestTwoAtOnce:
    def test_the_second_sees_it_and_saves_again(self, plan, coordinator, address, form):
        """In two windows of one person."""
        first, second = form(), form()
        coordinator.post(address, first | {f"{AHEAD}-text": "Lời một"})
        answer = coordinator.post(address, second | {f"{AHEAD}-text": "Lời hai"})
        page = read(answer)
        again = posts(page.one("main").one("form"))
        assert (answer.status_code, stored().text, again[f"{AHEAD}-text"]) == (409, "Lời một", "Lời hai")
        assert "Bạn vừa lưu phần này ở cửa sổ khác" in page.text
        assert "người khác" not in page.text
        assert page.one("details", cls="standing").text == "Lời đang lưu Lời một"
        banner = page.one("p", cls="not-saved")
        assert banner.text.startswith("Chưa lưu: IV. Phương hướng, nhiệm vụ thời gian tới.")
        assert page.one("h2", id=banner.one("a").attributes["href"].removeprefix("#")).text.startswith("IV.")
        coordinator.post(address, again)
        assert (stored().text, stored().version) == ("Lời hai", 2)

    def test_somebody_else_is_told_from_oneself(self, plan, person, coordinator, address, form):
        drawn = form()
        coordinator.post(address, form() | {f"{AHEAD}-text": "Lời một"})
        NarrativeText.objects.update(edited_by=person("quantri"))
        page = read(coordinator.post(address, drawn | {f"{AHEAD}-text": "Lời hai"}))
        assert "Phần này vừa được người khác sửa" in page.text

    def test_what_was_taken_back_meanwhile_stands_beside(self, plan, coordinator, address, form, built):
        coordinator.post(address, form() | {f"{AHEAD}-text": "Lời một"})
        drawn = form()
        coordinator.post(address, form() | {"restore": AHEAD.value})
        page = read(coordinator.post(address, drawn | {f"{AHEAD}-text": "Lời hai"}))
        beside = page.one("details", cls="standing").text
        assert beside == f"Lời đang lưu (bản tự động) {' '.join(built()[AHEAD].text.split())}"

    def test_nothing_is_refused_where_nobody_else_wrote(self, plan, coordinator, address):
        assert read(coordinator.get(address)).all("p", cls="not-saved") == []

    def test_a_version_is_never_used_twice(self, plan, person, built):
        """Edited, taken back and edited anew: who read the first edit does not overwrite the last."""
        words = self.words(plan, person, built)
        edit_section(text="Lời một", based_on="0" * 64, seen=0, **words)
        restore_section(seen=1, **words)
        edit_section(text="Lời ba", based_on="0" * 64, seen=2, **words)
        for seen in (0, 1, 2):
            with pytest.raises(NarrativeMoved):
                edit_section(text="Lời cũ", based_on="0" * 64, seen=seen, **words)
        with pytest.raises(NarrativeMoved):
            restore_section(seen=1, **words)
        assert stored().text == "Lời ba"

    def test_only_the_coordinator_writes(self, plan, person, built):
        words = self.words(plan, person, built) | {"by": person("lanhdao")}
        with pytest.raises(NotAllowed):
            edit_section(text="Lời", based_on="0" * 64, seen=0, **words)
        with pytest.raises(NotAllowed):
            restore_section(seen=0, **words)
        assert not NarrativeText.objects.exists()

    @staticmethod
    def words(plan, person, built):
        period = Period.objects.select_related("plan__ward").get(plan=plan, code=Q3)
        hand = {"by": person("daumoi"), "channel": Channel.SCREEN, "now": timezone.now()}
        return {"period": period, "built": built()[AHEAD], **hand}


def test_goes_with_the_demonstration(plan, coordinator, address, form):
    coordinator.post(address, form() | {f"{AHEAD}-text": OWN})
    demonstration.clear(plan.ward, timezone.now())
    assert not NarrativeText.objects.exists()
