"""Ý kiến về một dòng: the reviewer asks about a row, the unit answers, on one page for both."""

from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from haian_plan.demonstration import clear
from plans.models import Remark
from tests import desk
from tests.page import posts, read
from units.models import Event, Notice, User

pytestmark = pytest.mark.django_db
Q2 = "2026-Q2"
PLACE = (Q2, "KTHTDT", "PL1.26")
QUESTION = "Vì sao giảm so với quý I?"


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-10T08:30:00+07:00"):
        yield


@pytest.fixture
def sent(plan, person):
    officer = person("kthtdt")
    desk.enter(plan, "PL1.6", "1,2", officer, period=Q2)
    desk.enter(plan, "PL1.26", "45,5", officer, period=Q2)
    desk.send(plan, "KTHTDT", officer, period=Q2)


def say(client, text, place=PLACE, **changes):
    url = reverse("remark", args=place)
    form = read(client.get(url)).one("form", cls="say")
    return client.post(url, posts(form) | {"text": text} | changes, follow=True)


def told(username):
    return list(Notice.objects.filter(person__username=username, kind="remark").values_list("kind", "sentence", "path"))


def test_a_question_reaches_the_unit_and_its_answer_the_reviewer(browser_of, sent):
    daumoi, officer = browser_of("daumoi"), browser_of("kthtdt")
    assert "Đã gửi ý kiến." in read(say(daumoi, QUESTION)).text
    entry = read(officer.get(reverse("entry", args=PLACE[:2])))
    assert f"Ý kiến của cơ quan đầu mối về chỉ tiêu 26: “{QUESTION}”" in entry.text
    sentence = "Đầu mối VH-XH có ý kiến về Chỉ tiêu 26. "
    kind, words, path = told("kthtdt")[0]
    assert (kind, words[: len(sentence)], path) == ("remark", sentence, reverse("remark", args=PLACE))
    assert told("daumoi") == []

    assert "Đã trả lời." in read(say(officer, "Mẫu số tăng thêm 2 doanh nghiệp.")).text
    assert "Ý kiến của cơ quan đầu mối" not in read(officer.get(reverse("entry", args=PLACE[:2]))).text
    assert told("daumoi")[0][1].startswith("Cán bộ KT-HT-ĐT trả lời về Chỉ tiêu 26. ")
    thread = read(daumoi.get(reverse("remark", args=PLACE))).one("ol", cls="thread")
    assert [line.text for line in thread.all("li")] == [
        f"Đầu mối VH-XH, 08:30 10/06/2026 {QUESTION}",
        "Cán bộ KT-HT-ĐT, 08:30 10/06/2026 Mẫu số tăng thêm 2 doanh nghiệp.",
    ]


def test_the_review_page_shows_what_was_said_and_what_waits_for_an_answer(browser_of, sent):
    daumoi = browser_of("daumoi")
    say(daumoi, QUESTION)
    page = read(daumoi.get(reverse("review", args=PLACE[:2])))
    assert f"Đầu mối VH-XH: “{QUESTION}” (chưa trả lời)" in page.one("tr", id="row-PL1.26").text
    assert "1 ý kiến đơn vị chưa trả lời: chỉ tiêu 26" in page.text
    say(browser_of("kthtdt"), "Mẫu số tăng.")
    page = read(daumoi.get(reverse("review", args=PLACE[:2])))
    assert "chưa trả lời" not in page.text
    assert "Cán bộ KT-HT-ĐT: “Mẫu số tăng.”" in page.one("tr", id="row-PL1.26").text


def test_it_is_in_the_journal_for_good(browser_of, sent):
    say(browser_of("daumoi"), QUESTION)
    say(browser_of("kthtdt"), "Mẫu số tăng.")
    lines = Event.objects.filter(subject_type="remark").order_by("pk")
    assert list(lines.values_list("action", "subject_code", "period_code", "unit_code", "after")) == [
        ("remark", "PL1.26", Q2, "KTHTDT", {"ý kiến": QUESTION}),
        ("reply", "PL1.26", Q2, "KTHTDT", {"ý kiến": "Mẫu số tăng."}),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.update(text="khác")


def test_said_twice_by_a_double_click_it_is_said_once(browser_of, sent):
    daumoi, key = browser_of("daumoi"), str(uuid4())
    say(daumoi, QUESTION, key=key)
    say(daumoi, QUESTION, key=key)
    assert Remark.objects.count() == 1
    assert len(told("kthtdt")) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Hãy ghi nội dung; để trống thì chưa gửi gì."),
        (" \u00a0\n ", "Hãy ghi nội dung; để trống thì chưa gửi gì."),
        ("dài " * 2500, "quá mức 1.000 ký tự; hãy viết gọn lại"),
        ("chuông \x07", "ký tự"),
    ],
)
def test_what_cannot_be_said_has_its_sentence_and_stays(browser_of, sent, text, sentence):
    answer = say(browser_of("daumoi"), text)
    assert answer.status_code == 422
    page = read(answer)
    assert sentence in page.one("p", cls="refused").text
    assert page.one("textarea").text.strip() == text.strip()
    assert not Remark.objects.exists()


@pytest.mark.parametrize("place", [(Q2, "KTHTDT", "PL1.23"), (Q2, "CAP", "PL1.27"), (Q2, "KTHTDT", "PL2.I.1")])
def test_there_is_nothing_to_say_of_a_row_that_is_not_the_units_or_not_there(browser_of, sent, place):
    assert browser_of("daumoi").get(reverse("remark", args=place)).status_code == 404


def test_the_demonstration_takes_its_remarks_with_it(browser_of, sent, plan):
    say(browser_of("daumoi"), QUESTION)
    from django.utils import timezone

    assert Remark.objects.count() == 1
    clear(plan.ward, timezone.now())
    assert not Remark.objects.exists()
    assert not User.objects.filter(is_demo=True).exists()


def test_a_colleague_answers_in_the_coordinators_own_unit(plan, person, browser_of):
    """Both are coordinators: who is asked by the other speaks for the unit, who asks twice still asks."""
    other = User.objects.get(username="vhxh")
    User.objects.filter(pk=other.pk).update(role="coordinator")
    desk.enter(plan, "PL1.1", "60", person("daumoi"), period=Q2)
    desk.send(plan, "VHXH", person("daumoi"), period=Q2)
    own = (Q2, "VHXH", "PL1.1")
    say(browser_of("vhxh"), QUESTION, own)
    say(browser_of("vhxh"), "Và so với năm 2025?", own)
    assert list(Remark.objects.order_by("pk").values_list("from_unit", flat=True)) == [False, False]
    say(browser_of("daumoi"), "Mẫu số tăng.", own)
    assert Remark.objects.latest("pk").from_unit is True
    page = read(browser_of("vhxh").get(reverse("review", args=own[:2])))
    assert "(chưa trả lời)" not in page.one("tr", id="row-PL1.1").text
