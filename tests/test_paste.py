"""Dán từ Excel: what the copied cells would change is shown first, and only accepted rows are written."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from kpis.models import Figure
from plans.opening import close_period
from tests import desk
from tests.page import errors, labels, posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1 = "2026-Q1"


def address(unit="VHXH"):
    return reverse("entry_paste", args=(Q1, unit))


@pytest.fixture
def officer(plan, person):
    desk.period_of(plan)
    return person("vhxh")


@pytest.fixture
def client(officer, browser_of):
    return browser_of("vhxh")


def paste(client, text, first="PL1.1", unit="VHXH"):
    return client.post(address(unit), {"pasted": text, "first": first})


def form_of(answer):
    return read(answer).one("form", id="paste")


def line(answer, code):
    """What the row shows: old, new in words, and what is said about it."""
    cells = read(answer).one("tr", id=f"paste-{code}").all("td")
    return cells[3].text, cells[4].text


def codes(answer):
    return [row.attributes["id"].removeprefix("paste-") for row in form_of(answer).all("tr", cls="line")]


def accept(client, answer, *, but=(), typed=None, unit="VHXH"):
    data = posts(form_of(answer)) | (typed or {})
    return client.post(address(unit), {name: text for name, text in data.items() if name not in but})


def figure(code):
    return Figure.objects.filter(indicator__code=code, period__code=Q1).first()


class TestThePage:
    def test_asks_for_the_cells_and_the_first_row(self, client):
        page = read(client.get(address() + "?tu=PL1.7"))
        assert page.one("textarea", name="pasted").text == ""
        options = page.one("select", name="first").all("option")
        assert len(options) == 18
        assert options[0].text == "1. Phủ sóng 5G khu đô thị"
        assert [o.attributes["value"] for o in options if "selected" in o.attributes] == ["PL1.7"]

    def test_is_reached_from_the_entry_page(self, client):
        links = read(client.get(reverse("entry", args=(Q1, "VHXH")))).one("form", cls="sheet").all("a")
        assert ("Dán từ Excel…", address()) in [(link.text, link.attributes["href"]) for link in links]

    def test_says_so_where_cells_without_a_heading_hold_no_numbers(self, client):
        page = read(paste(client, "abc\txyz", "PL1.3"))
        assert page.one("p", role="alert").text.startswith("Không thấy cột số liệu")

    def test_keeps_a_text_that_it_cannot_use_and_says_why(self, client):
        answer = paste(client, "Nguồn\tGhi chú\nSở\tabc", "PL1.3")
        page = read(answer)
        assert answer.status_code == 422
        assert page.one("p", role="alert").text.startswith("Không thấy cột số liệu")
        assert posts(form_of(answer)) | {"csrfmiddlewaretoken": ""} == {
            "csrfmiddlewaretoken": "",
            "pasted": "Nguồn\tGhi chú\nSở\tabc",
            "first": "PL1.3",
        }

    def test_of_nothing_says_so(self, client):
        answer = client.post(address(), {})
        assert answer.status_code == 422
        assert "Chưa chọn dòng nào" in read(answer).one("p", role="alert").text


class TestTheDifference:
    def test_shows_old_and_new_row_by_row_and_writes_nothing(self, plan, officer, client):
        desk.enter(plan, "PL1.2", "80", officer, source="Sở VH")
        before = Event.objects.count()
        answer = paste(client, "99,5\n43/45\n1,234")
        assert codes(answer) == ["PL1.1", "PL1.2", "PL1.3"]
        assert line(answer, "PL1.1")[0] == "(trống)"
        assert "mới" in line(answer, "PL1.1")[1]
        assert line(answer, "PL1.1")[1].endswith("= 99,5%")
        assert line(answer, "PL1.2")[0] == "80% · nguồn: Sở VH"
        assert "thay số" in line(answer, "PL1.2")[1]
        assert line(answer, "PL1.2")[1].endswith("43/45 = 95,6%")
        assert (Event.objects.count(), figure("PL1.1"), figure("PL1.2").value) == (before, None, Decimal(80))

    def test_says_how_the_columns_were_understood(self, client):
        told = form_of(paste(client, "Tử số\tMẫu số\tĐVT\n43\t45\t%")).all("p")[0].text
        assert told == ("Đã đọc: tử số, mẫu số, “ĐVT” không dùng; xếp lần lượt từ dòng đã chọn trở xuống. Chưa lưu gì.")
        told = form_of(paste(client, "PL1.3\t50\nPL1.1\t60")).all("p")[0].text
        assert told.startswith("Đã đọc: cột 1 là chỉ tiêu, cột 2 là giá trị; xếp theo mã, tên hoặc STT")

    def test_carries_value_version_and_digest_of_each_row(self, plan, officer, client):
        desk.enter(plan, "PL1.2", "80", officer)
        entry = posts(read(client.get(reverse("entry", args=(Q1, "VHXH")))).one("form", cls="sheet"))
        carried = posts(form_of(paste(client, "99,5\n85")))
        for name in ("PL1.1-version", "PL1.1-shown", "PL1.2-version", "PL1.2-shown"):
            assert carried[name] == entry[name]
        assert (carried["PL1.1-value"], carried["PL1.2-value"]) == ("99,5", "85")
        assert (carried["PL1.1-chosen"], carried["PL1.2-chosen"]) == ("1", "1")

    def test_leaves_out_empty_cells_and_counts_what_stays_as_it_is(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "99,5", officer)
        answer = paste(client, "99,50\n\n70")
        assert codes(answer) == ["PL1.3"]
        assert "1 dòng giống số đang có." in form_of(answer).all("p")[0].text

    def test_of_the_same_figures_has_nothing_to_save(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "99,5", officer)
        form = form_of(paste(client, "99,5"))
        assert "Không có gì thay đổi." in form.text
        assert form.all("button") == []

    @pytest.mark.parametrize(
        ("cell", "sentence"),
        [
            ("abc 5", "Không đọc được số này; hãy chỉ nhập một số, ví dụ 99,5 hoặc 43/45."),
            ("120", "Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100."),
            ("50/45", "Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số."),
            ("1.234", "Chưa rõ “1.234” là số nào: 1,234 phải không (nếu đúng, hãy nhập 1,234)?"),
        ],
    )
    def test_says_the_reason_beside_a_refused_cell(self, client, cell, sentence):
        answer = paste(client, f"{cell}\n50")
        assert "cần sửa" in line(answer, "PL1.1")[1]
        assert errors(read(answer), "paste_PL1.1-value") == sentence
        assert posts(form_of(answer))["PL1.1-value"] == cell

    def test_asks_about_a_quotient(self, client):
        assert "0,95 % hay 95 %?" in line(paste(client, "0,95"), "PL1.1")[1]

    def test_says_of_more_cells_than_rows_which_are_not_used(self, client):
        answer = paste(client, "1\n0,2\n3\n4", "PL1.18")
        assert codes(answer) == ["PL1.18", "PL1.19"]
        strays = [stray.text for stray in form_of(answer).one("div", cls="notice-warning").all("li")]
        assert strays == [f"Hàng {n} (“{n}”): dưới dòng cuối của trang không còn chỉ tiêu nào." for n in (3, 4)]

    def test_protects_rows_that_were_sent_or_accepted_with_the_reason(self, plan, officer, person, client):
        desk.enter(plan, "PL1.1", "60", officer)
        desk.send(plan, "VHXH", officer)
        answer = paste(client, "70\n80")
        assert line(answer, "PL1.1")[0] == "60%"
        assert line(answer, "PL1.1")[1] == "70% · không sửa được Đã gửi, không sửa được nữa."
        assert "đang chờ xem xét, chưa thêm dòng mới được" in line(answer, "PL1.2")[1]
        desk.accept(plan, "VHXH", person("daumoi"))
        answer = paste(client, "70\n80")
        assert line(answer, "PL1.1")[1].endswith("Đã chấp nhận, không sửa được nữa.")
        assert set(posts(form_of(answer))) >= {"PL1.2-value"}
        assert "PL1.1-value" not in posts(form_of(answer))

    def test_of_a_closed_period_can_only_be_read(self, plan, officer, person, client):
        period = desk.period_of(plan)
        close_period(
            period=period, by=person("daumoi"), channel=Channel.SCREEN, now=timezone.now(), reason="Đã gửi báo cáo"
        )
        answer = paste(client, "70")
        assert "đã chốt số liệu" in line(answer, "PL1.1")[1]
        assert form_of(answer).all("button") == []

    def test_gives_every_input_a_label_and_no_inline_code(self, client):
        answer = paste(client, "Giá trị\tƯớc\tNguồn\tGhi chú\n50\tx\tSở\tabc\nkhông phát sinh\t\t\t")
        form = form_of(answer)
        shown = [c.attributes["id"] for c in form.all("input") if c.attributes.get("type") != "hidden"]
        assert set(shown) <= labels(form)
        assert [bad for bad in ("<style", " style=", " onclick=") if bad in answer.content.decode()] == []


class TestWordsForNoFigure:
    """What our own tables print where no figure is: never a heading, and nothing to enter."""

    @pytest.mark.parametrize("word", ["chưa có số liệu", "Chưa có số liệu", "chưa đến kỳ", "chưa có"])
    def test_keep_their_row_at_the_top_of_a_column(self, plan, officer, client, word):
        desk.enter(plan, "PL1.1", "70", officer)
        answer = paste(client, f"{word}\n91\n92")
        assert codes(answer) == ["PL1.2", "PL1.3"]
        accept(client, answer)
        assert [str(figure(f"PL1.{n}").value) for n in (1, 2, 3)] == ["70.000000", "91.000000", "92.000000"]

    def test_keep_their_row_in_the_middle_and_in_a_block(self, client):
        assert codes(paste(client, "91\nchưa có số liệu\n93")) == ["PL1.1", "PL1.3"]
        assert codes(paste(client, "chưa có số liệu\t\n91\tbáo cáo tháng\n92\t")) == ["PL1.2", "PL1.3"]

    def test_other_words_above_figures_are_a_heading_as_before(self, client):
        assert codes(paste(client, "Tỷ lệ đạt\n91\n92")) == ["PL1.1", "PL1.2"]


class TestAccepting:
    def test_writes_the_rows_by_the_channel_of_pasting(self, client, officer):
        answer = accept(client, paste(client, "99,5\n43/45"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("entry", args=(Q1, "VHXH")))
        assert (figure("PL1.1").value, figure("PL1.2").denominator) == (Decimal("99.5"), Decimal(45))
        events = Event.objects.filter(subject_code__in=["PL1.1", "PL1.2"])
        assert {(event.channel, event.actor) for event in events} == {(Channel.PASTE, officer)}

    def test_says_how_many_rows_were_saved(self, client):
        answer = accept(client, paste(client, "99,5\n43/45"))
        page = read(client.get(answer["Location"]))
        assert page.one("div", cls="notice-success").text == "Đã lưu 2 dòng."

    def test_takes_all_columns_of_a_block(self, client):
        text = 'Tử số\tMẫu số\tƯớc\tNguồn\tGhi chú\n43\t45\tx\tSở VH\t"Dòng 1\nDòng 2"\n40\t45\t\t\t'
        accept(client, paste(client, text))
        first, second = figure("PL1.1"), figure("PL1.2")
        assert (first.numerator, first.estimate, first.source) == (Decimal(43), True, "Sở VH")
        assert first.explanation == "Dòng 1\nDòng 2"
        assert (second.numerator, second.estimate, second.source) == (Decimal(40), False, "")

    def test_keeps_what_the_block_does_not_speak_of(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "80", officer, source="Sở VH", estimate=True, explanation="Vì mưa")
        accept(client, paste(client, "85"))
        saved = figure("PL1.1")
        assert (saved.value, saved.source, saved.estimate, saved.explanation) == (Decimal(85), "Sở VH", True, "Vì mưa")

    def test_takes_khong_phat_sinh_with_the_note_as_its_reason(self, client):
        accept(client, paste(client, "Giá trị\tGhi chú\nKhông phát sinh\tChưa khảo sát"))
        assert (figure("PL1.1").value, figure("PL1.1").nothing_reason) == (None, "Chưa khảo sát")

    def test_asks_for_the_reason_of_khong_phat_sinh(self, client):
        answer = paste(client, "không phát sinh\n50")
        assert errors(read(answer), "paste_PL1.1-nothing_reason").startswith("Không phát sinh thì cần lý do")
        assert accept(client, answer, typed={"PL1.1-nothing_reason": "Chưa khảo sát"}).status_code == 302
        assert figure("PL1.1").nothing_reason == "Chưa khảo sát"

    def test_puts_a_number_in_the_place_of_khong_phat_sinh(self, plan, officer, client):
        accept(client, paste(client, "Giá trị\tGhi chú\nkhông phát sinh\tChưa có"))
        accept(client, paste(client, "50"))
        assert (figure("PL1.1").value, figure("PL1.1").nothing_reason) == (Decimal(50), "")

    def test_writes_only_the_chosen_rows(self, client):
        answer = accept(client, paste(client, "10\n20\n30"), but=["PL1.2-chosen"])
        assert answer.status_code == 302
        assert [figure(f"PL1.{n}") is None for n in (1, 2, 3)] == [False, True, False]

    def test_of_no_row_at_all_keeps_the_difference_on_the_page(self, client):
        answer = accept(client, paste(client, "10\n20"), but=["PL1.1-chosen", "PL1.2-chosen"])
        assert answer.status_code == 422
        assert read(answer).one("p", role="alert").text.startswith("Chưa chọn dòng nào")
        assert codes(answer) == ["PL1.1", "PL1.2"]
        assert (posts(form_of(answer))["PL1.2-value"], Figure.objects.count()) == ("20", 0)

    def test_saves_the_right_rows_and_keeps_the_others_to_be_mended(self, client):
        answer = accept(client, paste(client, "10\nabc 5\n30\n40"), but=["PL1.4-chosen"])
        assert (answer.status_code, figure("PL1.1").value, figure("PL1.3").value) == (422, Decimal(10), Decimal(30))
        assert read(answer).one("div", role="alert").text == "Đã lưu 2 dòng; 1 dòng cần sửa."
        assert codes(answer) == ["PL1.2", "PL1.4"]
        assert "PL1.4-chosen" not in posts(form_of(answer))
        assert accept(client, answer, typed={"PL1.2-value": "5"}).status_code == 302
        assert (figure("PL1.2").value, figure("PL1.4")) == (Decimal(5), None)

    def test_takes_the_offered_reading_by_its_button(self, client):
        answer = paste(client, "1.234\n50")
        button = form_of(answer).one("button", name="PL1.1-take")
        assert button.text == "Đúng, lấy 1,234"
        assert accept(client, answer, typed={"PL1.1-take": button.attributes["value"]}).status_code == 302
        assert figure("PL1.1").value == Decimal("1.234")

    def test_never_makes_one_number_of_two_lines_of_a_cell(self, client):
        answer = paste(client, '"43\n45"\n50')
        assert posts(form_of(answer))["PL1.1-value"] == "43 | 45"
        assert errors(read(answer), "paste_PL1.1-value").startswith("Không đọc được số này")

    def test_keeps_the_words_of_two_lines_apart_in_a_field_of_one_line(self, client):
        accept(client, paste(client, 'Giá trị\tNguồn\n50\t"Sở VH\nvà Thể thao"'))
        assert figure("PL1.1").source == "Sở VH và Thể thao"

    def test_lets_an_unclear_estimate_be_decided(self, client):
        answer = paste(client, "Giá trị\tƯớc\n50\tchắc vậy")
        assert "Cột ước ghi “chắc vậy”" in line(answer, "PL1.1")[1]
        accept(client, answer, typed={"PL1.1-estimate": "on"})
        assert figure("PL1.1").estimate is True

    def test_takes_a_pasted_estimate_back_when_its_tick_is_taken_away(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "40", officer, estimate=True)
        answer = paste(client, "Giá trị\tƯớc\n50\tx")
        assert posts(form_of(answer))["PL1.1-estimate"] == "on"
        accept(client, answer, typed={"PL1.1-estimate": "false"})
        assert figure("PL1.1").estimate is False


class TestMeanwhile:
    def test_another_hand_makes_a_conflict_that_shows_both_values(self, plan, person, officer, client):
        desk.enter(plan, "PL1.1", "60", officer)
        answer = paste(client, "70\n80")
        desk.enter(plan, "PL1.1", "65", person("daumoi"))
        answer = accept(client, answer)
        assert (answer.status_code, figure("PL1.1").value, figure("PL1.2").value) == (409, Decimal(65), Decimal(80))
        assert codes(answer) == ["PL1.1"]
        old, new = line(answer, "PL1.1")
        assert old == "65%"
        assert "Đang lưu: số liệu: 65%" in new
        assert posts(form_of(answer))["PL1.1-value"] == "70"
        assert accept(client, answer).status_code == 302
        assert figure("PL1.1").value == Decimal(70)

    def test_the_standing_value_may_be_kept(self, plan, person, officer, client):
        answer = paste(client, "70")
        desk.enter(plan, "PL1.1", "65", person("daumoi"))
        answer = accept(client, answer)
        assert accept(client, answer, typed={"PL1.1-leave": "1"}).status_code == 302
        assert figure("PL1.1").value == Decimal(65)

    def test_a_row_that_was_sent_is_refused_with_its_reason(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "60", officer)
        answer = paste(client, "70")
        desk.send(plan, "VHXH", officer)
        answer = accept(client, answer)
        assert answer.status_code in {409, 422}
        assert (figure("PL1.1").value, codes(answer)) == (Decimal(60), ["PL1.1"])
        assert "Đã gửi, không sửa được nữa." in line(answer, "PL1.1")[1]

    def test_a_missing_version_is_never_up_to_date(self, client):
        answer = accept(client, paste(client, "70"), but=["PL1.1-version"])
        assert (answer.status_code, figure("PL1.1")) == (400, None)

    def test_rows_of_another_unit_are_named_and_not_written(self, client):
        answer = accept(client, paste(client, "70"), typed={"PL1.6-value": "1", "PL1.6-chosen": "1"})
        assert (answer.status_code, figure("PL1.6")) == (422, None)
        assert "PL1.6: dòng này không thuộc Phòng Văn hóa - Xã hội" in read(answer).one("div", role="alert").text

    def test_who_enters_for_another_unit_is_marked(self, plan, officer, browser_of):
        client = browser_of("daumoi")
        accept(client, paste(client, "1,2", "PL1.6", unit="KTHTDT"), unit="KTHTDT")
        assert (figure("PL1.6").value, figure("PL1.6").on_behalf) == (Decimal("1.2"), True)
