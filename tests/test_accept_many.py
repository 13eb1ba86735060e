"""Chấp nhận nhiều đơn vị: only reports without a doubt, each named with what was checked."""

from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import AcceptedFigure, Figure
from plans.models import UnitReport
from tasks.models import Progress
from tests import desk
from tests.page import posts, read
from tests.test_reopening import grant
from units.models import User

pytestmark = pytest.mark.django_db
Q2 = "2026-Q2"
PAGE = "/ky/2026-Q2/chap-nhan-nhieu/"


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-10T08:30:00+07:00"):
        yield


@pytest.fixture
def client(browser_of, plan):
    desk.period_of(plan, Q2)
    return browser_of("daumoi")


@pytest.fixture
def hand_in(plan, person):
    """A unit's whole report, entered by its officer and sent."""

    def run(unit: str, figures: dict[str, str], tasks: tuple[str, ...] = (), by: str = "") -> None:
        officer = person(by or unit.lower())
        for code, typed in figures.items():
            desk.enter(plan, code, typed, officer, period=Q2)
        for code in tasks:
            desk.tell(plan, code, person(unit.lower()), period=Q2, status="ongoing", percent=50)
        desk.send(plan, unit, officer, period=Q2)

    return run


@pytest.fixture
def two_sent(hand_in):
    hand_in("KTHTDT", {"PL1.6": "1,2", "PL1.26": "45,5"})
    hand_in("CAP", {"PL1.27": "5", "PL1.28": "80"})


def pressed(client):
    """What the page posts with every box that it ticked."""
    form = read(client.get(PAGE)).one("form", cls="many")
    return posts(form) | {"unit": [box.attributes["value"] for box in form.all("input", type="checkbox")]}


def line_of(page, unit):
    return next(row for row in page.one("tbody").all("tr") if unit in row.text)


def test_a_report_without_a_doubt_is_ticked_and_says_what_was_checked(client, two_sent):
    page = read(client.get(PAGE))
    assert "không có gì phải xem lại" in line_of(page, "Công an phường").text
    assert [box.attributes["value"] for box in page.all("input", type="checkbox")] == ["KTHTDT", "CAP"]
    assert (
        "Đã kiểm tra từng đơn vị: đủ mọi dòng phải báo cáo; không còn dòng nào đơn vị đang sửa; "
        "không còn dòng chờ lãnh đạo đơn vị xác nhận; không có cảnh báo; "
        "mọi ý kiến đã được trả lời; chưa từng bị trả lại trong kỳ; không phải số liệu nhập thay; "
        "không phải số liệu của chính đơn vị bạn."
    ) in page.text


def test_one_press_accepts_them_all(client, two_sent):
    answer = client.post(PAGE, pressed(client), follow=True)
    assert "Đã chấp nhận số liệu Quý II/2026 của KT-HT-ĐT (2 dòng), Công an (2 dòng)." in read(answer).text
    assert set(Figure.objects.values_list("state", flat=True)) == {"accepted"}
    assert AcceptedFigure.objects.count() == 4
    assert "Không có báo cáo nào đang chờ xem xét" in read(client.get(PAGE)).text


def test_the_board_leads_there_while_something_waits(client, hand_in):
    board = reverse("board") + f"?ky={Q2}"
    assert PAGE not in [a.attributes.get("href") for a in read(client.get(board)).all("a")]
    hand_in("CAP", {"PL1.27": "5", "PL1.28": "80"})
    assert PAGE in [a.attributes.get("href") for a in read(client.get(board)).all("a")]


def test_every_doubt_is_named_and_holds_the_report_back(client, plan, person, hand_in, browser_of):
    desk.enter(plan, "PL1.26", "48", person("kthtdt"), period="2026-Q1")
    desk.enter(plan, "PL1.26", "45", person("kthtdt"), period=Q2, explanation="Rà soát lại")
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q2)  # fell, and PL1.6 is missing
    hand_in("CAP", {"PL1.27": "5", "PL1.28": "80"}, by="daumoi")  # on behalf
    page = read(client.get(PAGE))
    assert "Cần xem riêng: còn thiếu 1 dòng; có cảnh báo ở chỉ tiêu 26" in line_of(page, "Đô thị").text
    assert "Cần xem riêng: 2 dòng nhập thay" in line_of(page, "Công an").text
    assert page.all("input", type="checkbox") == []
    answer = client.post(PAGE, {"key": str(uuid4()), "unit": ["KTHTDT", "CAP"], "seen-KTHTDT": "9", "seen-CAP": "9"})
    assert answer.status_code == 409
    assert "Công an phường: chưa chấp nhận, 2 dòng nhập thay" in read(answer).text
    assert not AcceptedFigure.objects.exists()


def test_a_row_that_once_came_back_and_an_open_question_are_doubts(client, plan, person, two_sent, browser_of):
    desk.give_back(plan, "CAP", person("daumoi"), "Sai mẫu số", period=Q2)
    desk.send(plan, "CAP", person("cap"), period=Q2)
    url = reverse("remark", args=(Q2, "KTHTDT", "PL1.6"))
    client.post(url, posts(read(client.get(url)).one("form", cls="say")) | {"text": "Vì sao?"})
    page = read(client.get(PAGE))
    assert "có dòng từng bị trả lại" in line_of(page, "Công an").text
    assert "1 ý kiến chưa trả lời" in line_of(page, "Đô thị").text


def test_the_own_units_report_is_never_among_them(client, plan, person):
    desk.enter(plan, "PL1.1", "70", person("vhxh"), period=Q2)
    desk.send(plan, "VHXH", person("vhxh"), period=Q2)
    assert "đơn vị của chính bạn" in line_of(read(client.get(PAGE)), "Văn hóa").text


def test_a_report_that_moved_since_is_left_and_the_others_are_accepted(client, plan, person, two_sent):
    data = pressed(client)
    UnitReport.objects.filter(unit__code="CAP").update(content_version=99)
    answer = client.post(PAGE, data)
    text = read(answer).text
    assert answer.status_code == 409
    assert "Công an phường: chưa chấp nhận, Báo cáo vừa có thay đổi sau khi bạn mở trang" in text
    assert "Đã chấp nhận số liệu Quý II/2026 của KT-HT-ĐT (2 dòng)." in text
    assert set(Figure.objects.filter(report__unit__code="CAP").values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"key": "khong-phai", "unit": "CAP"}, "Trang gửi lên không đầy đủ"),
        ({"key": str(uuid4())}, "Chưa chọn đơn vị nào."),
    ],
)
def test_half_a_page_accepts_nothing(client, two_sent, posted, sentence):
    answer = client.post(PAGE, posted)
    assert answer.status_code == 422
    assert sentence in read(answer).text
    assert not AcceptedFigure.objects.exists()


def test_a_double_click_accepts_once(client, two_sent):
    data = pressed(client)
    client.post(PAGE, data)
    text = read(client.post(PAGE, data, follow=True)).text
    assert AcceptedFigure.objects.count() == 4
    assert "Số liệu Quý II/2026 của KT-HT-ĐT, Công an đã được chấp nhận trước đó." in text
    assert "0 dòng" not in text


def test_a_second_press_does_not_accept_what_was_sent_after_the_first(client, plan, person, two_sent):
    data = pressed(client)
    client.post(PAGE, data)
    grant(client, (Q2, "CAP", "PL1.27"), until="15/06/2026")
    desk.send(plan, "CAP", person("cap"), period=Q2)
    text = read(client.post(PAGE, data, follow=True)).text
    assert "0 dòng" not in text
    assert Figure.objects.get(indicator__code="PL1.27").state == "sent"


def test_a_chosen_unit_that_does_not_wait_any_more_is_named(client, plan, person, two_sent):
    data = pressed(client)
    desk.accept(plan, "CAP", person("daumoi"), period=Q2)
    answer = client.post(PAGE, data | {"unit": ["KTHTDT", "CAP", "KHONGCO"]})
    text = read(answer).text
    assert answer.status_code == 409
    assert "Công an phường: chưa chấp nhận, không còn dòng nào chờ xem xét" in text
    assert "KHONGCO: chưa chấp nhận, không có đơn vị này trong kỳ" in text
    assert "Đã chấp nhận số liệu Quý II/2026 của KT-HT-ĐT (2 dòng)." in text


def test_rows_that_wait_for_the_units_head_are_a_doubt(client, plan, person):
    for code, typed in (("PL1.27", "5"), ("PL1.28", "80")):
        desk.enter(plan, code, typed, person("cap"), period=Q2)
    desk.send(plan, "CAP", person("cap"), period=Q2)
    Figure.objects.filter(indicator__code="PL1.28").update(state="confirming")
    assert "1 dòng chờ lãnh đạo đơn vị xác nhận" in line_of(read(client.get(PAGE)), "Công an").text


def test_the_queries_do_not_grow_with_the_units_that_wait(client, hand_in):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    hand_in("CAP", {"PL1.27": "5", "PL1.28": "80"})
    client.get(PAGE)
    one = count()
    hand_in("KTHTDT", {"PL1.6": "1,2", "PL1.26": "45,5"})
    hand_in("VPHDND", {"PL1.29": "70"})
    hand_in("TTPVHCC", {f"PL1.{n}": "90" for n in range(20, 26)}, ("PL3.II.1", "PL3.II.2"))
    assert Progress.objects.count() == 2
    assert count() == one
    assert User.objects.filter(role="coordinator").count() == 1
