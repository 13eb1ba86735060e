"""The four states of a figure, the pair in two fields, the list under a figure: through the pages and the files."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from kpis.actions import FigureEntry, save_figure
from kpis.models import AcceptedFigure, Figure, Indicator
from plans.refusals import NotAllowed
from tests import desk
from tests.page import errors, posts, read
from units.models import Channel, Event

pytestmark = pytest.mark.django_db
Q1, Q2 = "2026-Q1", "2026-Q2"
JUNE = datetime(2026, 6, 1, 3, tzinfo=UTC)
SCHOOLS = "Trường A; có\nTrường B; không; chờ thiết bị\nTrường C; có"


@pytest.fixture(autouse=True)
def in_june():
    """Quý II is open, Quý III has not begun."""
    with time_machine.travel(JUNE, tick=False):
        yield


@pytest.fixture
def officer(person):
    return person("vhxh")


@pytest.fixture
def client(browser_of, plan):
    desk.period_of(plan, Q1)
    desk.period_of(plan, Q2)
    return browser_of("vhxh")


def address(period=Q2, unit="VHXH"):
    return reverse("entry", args=(period, unit))


def look(client, period=Q2):
    return read(client.get(address(period)))


def save(client, typed, period=Q2):
    return client.post(address(period), posts(look(client, period).one("form", cls="sheet")) | typed)


def line(page, code):
    return page.one("tr", id=f"row-{code}")


def stored(code, period=Q2):
    return Figure.objects.filter(indicator__code=code, period__code=period).first()


@pytest.fixture
def four(plan, officer, client):
    """PL1.11 is zero, PL1.12 has nothing to measure, PL1.13 is missing, PL1.19 is owed at the year's end."""
    desk.enter(plan, "PL1.11", "0/12", officer, period=Q2)
    save(client, {"PL1.12-value": "không phát sinh", "PL1.12-nothing_reason": "Chưa có trường nào"})


FOUR = {"PL1.11": "0%", "PL1.12": "không phát sinh", "PL1.13": "chưa có số liệu", "PL1.19": "chưa đến kỳ"}


class TestTheFourStates:
    def test_on_the_entry_page(self, client, four):
        page = look(client)
        shown = {code: line(page, code).one("td", cls="verdict").one("span", cls="status").text for code in FOUR}
        assert shown == {
            "PL1.11": "▼Chậm tiến độ",
            "PL1.12": "□Không phát sinh",
            "PL1.13": "○Chưa có số liệu",
            "PL1.19": "·Chưa đến kỳ",
        }
        cells = {code: page.one("input", id=f"id_{code}-value").attributes for code in FOUR}
        assert [cell.get("value", "") for cell in cells.values()] == ["0/12", "", "", ""]
        assert [cell.get("placeholder", "") for cell in cells.values()] == ["", "không phát sinh", "", ""]

    def test_as_the_quarter_before(self, plan, officer, client, four):
        desk.period_of(plan, "2026-Q3")
        page = look(client, "2026-Q3")
        before = {code: line(page, code).all("td", cls="past")[2].text for code in FOUR}
        assert before == FOUR | {"PL1.11": "0% 0/12"}

    def test_on_the_dashboard(self, client, four):
        page = read(client.get(reverse("dashboard"), {"ky": Q2}))
        rows = {row.one("td", cls="stt").text: row for row in page.all("tr") if row.all("td", cls="stt")}
        now = {code: rows[code.removeprefix("PL1.")].one("td", cls="now").text for code in FOUR}
        assert now == FOUR | {"PL1.11": "0% (chưa chấp nhận)"}

    def test_in_the_sparkline(self, client, four):
        page = read(client.get(reverse("dashboard"), {"ky": Q2}))
        rows = {row.one("td", cls="stt").text: row for row in page.all("tr") if row.all("td", cls="stt")}
        marks = {}
        for code in FOUR:
            drawn = rows[code.removeprefix("PL1.")].all("svg", cls="sparkline")
            marks[code] = (
                [mark.attributes["class"].split()[0] for mark in drawn[0].all() if mark.tag in {"circle", "rect"}][1]
                if drawn
                else "none"
            )
        assert marks == {"PL1.11": "value", "PL1.12": "nothing", "PL1.13": "missing", "PL1.19": "none"}

    def test_on_the_indicators_own_page(self, client, four):
        for code, words in FOUR.items():
            page = read(client.get(reverse("indicator", args=(code,)), {"ky": Q2}))
            quarters = [row.all("td")[0].text for row in page.one("table", cls="quarters").one("tbody").all("tr")]
            assert quarters[1:] == [words, "chưa đến kỳ", "chưa đến kỳ"], code

    def test_of_a_watched_indicator_are_told_too(self, client, four):
        """PL1.4 has no target, so its status never says whether there is a figure."""
        page = read(client.get(reverse("indicator", args=("PL1.4",)), {"ky": Q2}))
        assert page.one("p", cls="headline").text.endswith("Theo dõi, không giao mục tiêu chưa có số liệu")
        page = read(client.get(reverse("indicator", args=("PL1.4",)), {"ky": "2026-Q4"}))
        assert page.one("p", cls="headline").text.endswith("Theo dõi, không giao mục tiêu chưa đến kỳ")

    def test_on_the_review_page(self, plan, officer, browser_of, client, four):
        desk.send(plan, "VHXH", officer, period=Q2)
        page = read(browser_of("daumoi").get(reverse("review", args=(Q2, "VHXH"))))
        now = {code: line(page, code).one("td", cls="now").text for code in FOUR}
        assert now == FOUR | {"PL1.11": "0% 0/12"}

    def test_in_json(self, plan, officer, person, client, four, tmp_path):
        desk.send(plan, "VHXH", officer, period=Q2)
        desk.accept(plan, "VHXH", person("daumoi"), period=Q2)
        target = tmp_path / "q2.json"
        call_command("export_report", Q2, format="json", output=target)
        rows = {row["code"]: row for row in json.loads(target.read_text())["indicators"]}
        told = {code: (rows[code]["value"], rows[code]["state"]) for code in FOUR}
        assert told == {
            "PL1.11": (0, "có số liệu"),
            "PL1.12": (None, "không phát sinh"),
            "PL1.13": (None, "chưa có số liệu"),
            "PL1.19": (None, "chưa đến kỳ"),
        }
        assert rows["PL1.12"]["nothing_reason"] == "Chưa có trường nào"

    def test_in_the_workbook(self, client, four, tmp_path):
        target = tmp_path / "q2.xlsx"
        call_command("export_report", Q2, format="xlsx", output=target, draft=True)
        sheet = load_workbook(target)["Phụ lục 1"]
        header = next(row for row in sheet.iter_rows() if any(cell.value == "Kết quả thực hiện Quý II" for cell in row))
        column = next(cell.column for cell in header if cell.value == "Kết quả thực hiện Quý II")
        found = {str(row[0].value): row[column - 1].value for row in sheet.iter_rows(min_row=header[0].row + 1)}
        assert [found[code.removeprefix("PL1.")] for code in FOUR] == [
            0,
            "không phát sinh",
            "chưa có số liệu",
            "chưa đến kỳ",
        ]


class TestNothingToMeasure:
    @pytest.mark.parametrize("reason", ["98,5%", "43/45", "0", "-"])
    def test_a_reason_that_says_nothing_in_words_is_the_number_of_another_row(self, client, reason):
        answer = save(client, {"PL1.12-value": "kps", "PL1.12-nothing_reason": reason})
        sentence = "Lý do không phát sinh phải ghi bằng lời; nếu đây là số liệu, hãy ghi vào ô số liệu."
        assert (answer.status_code, errors(read(answer), "id_PL1.12-nothing_reason")) == (422, sentence)
        assert not Figure.objects.exists()

    @pytest.mark.parametrize("typed", ["không phát sinh", "Khong phat sinh", "kps", " KPS "])
    def test_typed_into_the_cell_asks_for_the_reason_with_the_cursor_in_it(self, client, typed):
        answer = save(client, {"PL1.12-value": typed})
        assert (answer.status_code, stored("PL1.12")) == (422, None)
        page = read(answer)
        assert errors(page, "id_PL1.12-nothing_reason") == "Không phát sinh thì cần lý do; hãy ghi lý do tại đây."
        assert "autofocus" in page.one("input", id="id_PL1.12-nothing_reason").attributes
        assert "open" in line(page, "PL1.12").one("td", cls="fill").all("details")[0].attributes
        assert page.one("input", id="id_PL1.12-value").attributes["value"] == typed

    def test_is_saved_with_its_reason(self, client):
        assert save(client, {"PL1.12-value": "kps", "PL1.12-nothing_reason": "Không có trường"}).status_code == 302
        assert (stored("PL1.12").reading, stored("PL1.12").nothing_reason) == (None, "Không có trường")

    def test_gives_way_to_a_number_typed_over_it_and_the_page_says_so(self, client):
        save(client, {"PL1.12-value": "kps", "PL1.12-nothing_reason": "Không có trường"})
        answer = save(client, {"PL1.12-value": "45,5"})
        assert (answer.status_code, stored("PL1.12").nothing_reason) == (302, "")
        assert stored("PL1.12").value == Decimal("45.5")
        said = look(client).one("div", cls="notice-success").text
        assert said == "Đã lưu 1 dòng. PL1.12: Số này thay cho “không phát sinh”; đã bỏ lý do “Không có trường”."
        event = Event.objects.filter(subject_code="PL1.12").latest("pk")
        assert event.before == {"số liệu": "không phát sinh", "lý do": "Không có trường"}
        assert event.after == {"số liệu": "45,5%"}

    def test_gives_way_to_two_fields_too_but_not_where_its_reason_was_typed_as_well(self, client):
        save(client, {"PL1.12-value": "kps", "PL1.12-nothing_reason": "Không có trường"})
        answer = save(client, {"PL1.12-value": "45,5", "PL1.12-nothing_reason": "Chưa khảo sát"})
        said = errors(read(answer), "id_PL1.12-nothing_reason")
        assert (answer.status_code, said.startswith("Dòng này vừa có số liệu vừa có lý do")) == (422, True)
        assert stored("PL1.12").nothing_reason == "Không có trường"
        assert save(client, {"PL1.12-numerator": "9", "PL1.12-denominator": "12"}).status_code == 302
        assert (stored("PL1.12").numerator, stored("PL1.12").nothing_reason) == (9, "")

    def test_not_due_is_no_state_that_can_be_typed(self, client):
        assert save(client, {"PL1.19-value": "chưa đến kỳ"}).status_code == 422
        assert stored("PL1.19") is None


class TestThePairInTwoFields:
    def test_is_stored_as_a_pair_and_shown_in_the_one_cell(self, client):
        assert save(client, {"PL1.11-numerator": "43", "PL1.11-denominator": "45"}).status_code == 302
        assert (stored("PL1.11").numerator, stored("PL1.11").denominator) == (43, 45)
        page = look(client)
        assert page.one("input", id="id_PL1.11-value").attributes["value"] == "43/45"
        assert "value" not in page.one("input", id="id_PL1.11-numerator").attributes

    def test_replaces_what_is_stored_when_the_cell_was_left_as_it_was(self, plan, officer, client):
        desk.enter(plan, "PL1.11", "43/45", officer, period=Q2)
        assert save(client, {"PL1.11-numerator": "44", "PL1.11-denominator": "45"}).status_code == 302
        assert stored("PL1.11").numerator == 44

    @pytest.mark.parametrize("cell", ["44/45", "95", "không phát sinh"])
    def test_and_something_else_in_the_cell_is_refused_with_one_sentence(self, client, cell):
        typed = {"PL1.11-value": cell, "PL1.11-numerator": "43", "PL1.11-denominator": "45"}
        answer = save(client, typed)
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        page = read(answer)
        assert errors(page, "id_PL1.11-numerator") == (
            "Ô số liệu ghi một số, tử số và mẫu số ghi số khác; hãy chỉ ghi một cách."
        )
        assert typed.items() <= posts(page.one("form", cls="sheet")).items()

    def test_the_same_in_both_is_no_contradiction(self, client):
        typed = {"PL1.11-value": "43/45", "PL1.11-numerator": "43", "PL1.11-denominator": "45"}
        assert save(client, typed).status_code == 302

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"numerator": "43"}, "denominator", "Còn thiếu mẫu số"),
            ({"denominator": "45"}, "numerator", "Còn thiếu tử số"),
            ({"numerator": "46", "denominator": "45"}, "denominator", "Tử số lớn hơn mẫu số"),
        ],
    )
    def test_a_wrong_half_is_told_beside_it(self, client, typed, field, sentence):
        answer = save(client, {f"PL1.11-{name}": text for name, text in typed.items()})
        assert answer.status_code == 422
        assert errors(read(answer), f"id_PL1.11-{field}").startswith(sentence)

    def test_is_offered_for_ratios_only(self, client):
        page = look(client)
        assert [page.all("input", id=f"id_{code}-numerator") for code in ("PL1.18", "PL1.19")] == [[], []]

    def test_last_quarters_denominator_is_offered_and_never_filled_in(self, plan, officer, client):
        desk.enter(plan, "PL1.11", "43/45", officer, period=Q1)
        page = look(client)
        row, field = line(page, "PL1.11"), page.one("input", id="id_PL1.11-denominator")
        assert "Mẫu số quý trước: 45" in row.text
        assert page.one("datalist", id=field.attributes["list"]).one("option").attributes["value"] == "45"
        assert "value" not in field.attributes
        assert "list" not in page.one("input", id="id_PL1.12-denominator").attributes

    def test_last_quarters_source_is_offered_and_not_filled_in(self, plan, officer, client):
        desk.enter(plan, "PL1.1", "40/45", officer, period=Q1, source="Sổ theo dõi")
        page = look(client)
        field = page.one("input", id="id_PL1.1-source")
        assert field.attributes.get("value", "") == ""
        assert page.one("datalist", id=field.attributes["list"]).one("option").attributes["value"] == "Sổ theo dõi"
        assert "Nguồn quý trước: Sổ theo dõi" in line(page, "PL1.1").text
        save(client, {"PL1.1-value": "41/45", "PL1.1-source": "Sổ mới"})
        assert "Nguồn quý trước" not in line(look(client), "PL1.1").text

    def test_a_changed_one_asks_for_a_sentence(self, plan, officer, client):
        desk.enter(plan, "PL1.11", "43/45", officer, period=Q1)
        save(client, {"PL1.11-numerator": "45", "PL1.11-denominator": "47"})
        assert line(look(client), "PL1.11").one("p", cls="ask").text == (
            "Mẫu số khác quý trước (45 → 47). Nếu đúng, hãy ghi một câu giải trình trước khi gửi."
        )
        save(client, {"PL1.11-explanation": "Tách hai trường"})
        assert line(look(client), "PL1.11").one("p", cls="ask").text == (
            "Mẫu số khác quý trước (45 → 47). Đã có giải trình."
        )


class TestTheList:
    def test_is_stored_with_the_figure_in_one_change(self, client):
        assert save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS}).status_code == 302
        assert stored("PL1.11").breakdown == [
            {"name": "Trường A", "answer": "có", "note": ""},
            {"name": "Trường B", "answer": "không", "note": "chờ thiết bị"},
            {"name": "Trường C", "answer": "có", "note": ""},
        ]
        event = Event.objects.get(subject_code="PL1.11")
        assert event.after == {"số liệu": "2/3 (66,7%)", "bảng kê": "2/3, 3 dòng; không: Trường B"}

    def test_comes_back_as_it_was_typed_and_a_save_without_change_writes_nothing(self, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS.replace("\n", "\r\n")})
        events = Event.objects.count()
        page = look(client)
        assert posts(page.one("form", cls="sheet"))["PL1.11-breakdown"] == SCHOOLS
        assert "Bảng kê: 2/3, 3 dòng; không: Trường B" in line(page, "PL1.11").text
        save(client, {})
        assert Event.objects.count() == events

    def test_a_changed_answer_alone_is_a_change(self, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        other = "Trường A; có\nTrường B; có\nTrường C; không"
        save(client, {"PL1.11-breakdown": other})
        assert [row["answer"] for row in stored("PL1.11").breakdown] == ["có", "có", "không"]

    def test_an_absent_field_never_blanks_it(self, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        data = posts(look(client).one("form", cls="sheet"))
        del data["PL1.11-breakdown"]
        assert client.post(address(), data | {"PL1.11-source": "Phòng GD"}).status_code == 302
        assert (stored("PL1.11").source, len(stored("PL1.11").breakdown)) == ("Phòng GD", 3)

    def test_nor_does_another_way_in(self, plan, officer, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        desk.enter(plan, "PL1.11", "2/3", officer, period=Q2, source="Tệp")
        assert len(stored("PL1.11").breakdown) == 3

    def test_goes_when_it_is_emptied(self, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        save(client, {"PL1.11-breakdown": ""})
        assert stored("PL1.11").breakdown == []

    def test_a_wrong_line_is_refused_with_its_number_and_nothing_is_lost(self, client):
        answer = save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": "Trường A; có\nTrường B; hình như"})
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        page = read(answer)
        assert errors(page, "id_PL1.11-breakdown").startswith("Dòng 2: “hình như” không phải là có, không hay một số;")
        assert posts(page.one("form", cls="sheet"))["PL1.11-breakdown"] == "Trường A; có\nTrường B; hình như"

    def test_that_adds_up_to_something_else_is_refused_with_one_sentence(self, client):
        answer = save(client, {"PL1.11-value": "3/3", "PL1.11-breakdown": SCHOOLS})
        assert answer.status_code == 422
        assert errors(read(answer), "id_PL1.11-breakdown") == (
            "Bảng kê cộng được 2/3 nhưng ô số liệu ghi 3/3; hãy sửa một trong hai."
        )

    def test_holds_whichever_way_the_figure_comes_in(self, plan, officer, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        with pytest.raises(NotAllowed, match="Bảng kê cộng được 2/3 nhưng ô số liệu ghi 3/3"):
            desk.enter(plan, "PL1.11", "3/3", officer, period=Q2)
        assert stored("PL1.11").numerator == 2

    def test_without_a_figure_waits_for_it_and_says_what_to_press(self, client):
        answer = save(client, {"PL1.11-breakdown": SCHOOLS})
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        page = read(answer)
        assert errors(page, "id_PL1.11-value") == (
            "Chưa có số liệu; hãy nhập số, hoặc bấm “Lấy 2/3 từ bảng kê” ở mục bảng kê."
        )
        button = next(b for b in line(page, "PL1.11").all("button") if b.attributes["name"] == "PL1.11-sum")
        assert button.text == "Lấy 2/3 từ bảng kê"

    def test_gives_the_figure_when_the_button_is_pressed(self, client):
        assert save(client, {"PL1.11-breakdown": SCHOOLS, "PL1.11-sum": "1"}).status_code == 302
        assert (stored("PL1.11").numerator, stored("PL1.11").denominator) == (2, 3)

    def test_a_count_takes_the_number_of_those_that_say_yes(self, client):
        assert save(client, {"PL1.18-breakdown": SCHOOLS, "PL1.18-sum": "1"}).status_code == 302
        assert stored("PL1.18").value == Decimal(2)

    def test_plain_numbers_give_the_numerator_and_ask_for_the_other(self, client):
        answer = save(client, {"PL1.11-breakdown": "A; 12\nB; 30", "PL1.11-sum": "1"})
        page = read(answer)
        assert (answer.status_code, posts(page.one("form", cls="sheet"))["PL1.11-numerator"]) == (422, "42")
        assert errors(page, "id_PL1.11-denominator").startswith("Còn thiếu mẫu số")
        typed = {"PL1.11-breakdown": "A; 12\nB; 30", "PL1.11-sum": "1", "PL1.11-denominator": "60"}
        assert save(client, typed).status_code == 302
        assert (stored("PL1.11").numerator, stored("PL1.11").denominator) == (42, 60)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("A; có\nB\nC", "Còn 2 dòng chưa ghi kết quả nên chưa cộng được."),
            ("A; có\nB; hình như", "Dòng 2: “hình như” không phải"),
        ],
    )
    def test_does_not_add_up_before_it_is_complete(self, client, text, sentence):
        answer = save(client, {"PL1.11-breakdown": text, "PL1.11-sum": "1"})
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        assert errors(read(answer), "id_PL1.11-breakdown").startswith(sentence)

    def test_is_not_offered_for_a_score(self, client):
        assert look(client).all("textarea", id="id_PL1.19-breakdown") == []

    def test_is_pasted_from_a_spreadsheet_as_it_is(self, client):
        pasted = "TT\tTên trường\tKết quả\r\n1\tTrường A\tcó\r\n2\tTrường B\tkhông\r\n"
        assert save(client, {"PL1.11-breakdown": pasted, "PL1.11-sum": "1"}).status_code == 302
        assert [row["name"] for row in stored("PL1.11").breakdown] == ["Trường A", "Trường B"]


class TestTheListOfTheQuarterBefore:
    @pytest.fixture
    def before(self, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS}, Q1)

    def test_is_offered_by_a_button_and_never_taken_over_silently(self, client, before):
        page = look(client)
        assert posts(page.one("form", cls="sheet"))["PL1.11-breakdown"] == ""
        buttons = [button.text for button in line(page, "PL1.11").all("button")]
        assert "Lấy danh sách quý trước (3 dòng)" in buttons
        assert not [b for b in line(page, "PL1.12").all("button") if b.text.startswith("Lấy danh sách")]

    def test_brings_the_names_without_answers_and_saves_nothing(self, client, before):
        answer = save(client, {"PL1.11-list": "1"})
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        page = read(answer)
        lines = posts(page.one("form", cls="sheet"))["PL1.11-breakdown"].splitlines()
        assert [text.strip() for text in lines] == ["Trường A;", "Trường B;", "Trường C;"]
        assert errors(page, "id_PL1.11-breakdown").startswith("Đã lấy 3 dòng của quý trước, chưa lưu;")
        buttons = [button.text for button in line(page, "PL1.11").all("button")]
        assert "Lấy danh sách quý trước (3 dòng)" in buttons  # the focus is on it

    def test_says_what_is_left_to_do_where_the_row_is_left_without_answers(self, client, before):
        answer = save(client, {"PL1.11-breakdown": "Trường A; có\nTrường B;\nTrường C;"})
        assert (answer.status_code, stored("PL1.11")) == (422, None)
        assert errors(read(answer), "id_PL1.11-value") == (
            "Chưa lưu: bảng kê còn 2 dòng chưa ghi kết quả; ghi xong hãy bấm “Lấy số từ bảng kê”."
        )

    def test_never_replaces_what_was_typed(self, client, before):
        answer = save(client, {"PL1.11-breakdown": "Trường Mới; có", "PL1.11-list": "1"})
        page = read(answer)
        assert posts(page.one("form", cls="sheet"))["PL1.11-breakdown"] == "Trường Mới; có"
        assert errors(page, "id_PL1.11-breakdown").startswith("Ô bảng kê đang có nội dung;")


class TestTheListOnOtherPages:
    @pytest.fixture
    def sent(self, plan, officer, client):
        save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
        desk.send(plan, "VHXH", officer, period=Q2)

    def rows_of(self, place):
        return [[cell.text for cell in row.all("td")] for row in place.one("details", cls="breakdown").all("tr")]

    def test_review_and_indicator_page_show_it_folded(self, browser_of, client, sent):
        shown = [["Trường A", "có", ""], ["Trường B", "không", "chờ thiết bị"], ["Trường C", "có", ""]]
        reviewer = browser_of("daumoi")
        review = read(reviewer.get(reverse("review", args=(Q2, "VHXH"))))
        page = read(reviewer.get(reverse("indicator", args=("PL1.11",)), {"ky": Q2}))
        for place in (line(review, "PL1.11"), page.one("table", cls="quarters")):
            fold = place.one("details", cls="breakdown")
            assert "open" not in fold.attributes
            assert fold.one("summary").text == "Bảng kê: 2/3, 3 dòng; không: Trường B"
            assert self.rows_of(place) == shown

    def test_the_unit_sees_it_where_the_row_is_closed(self, client, sent):
        assert len(self.rows_of(line(look(client), "PL1.11"))) == 3

    def test_the_accepted_snapshot_keeps_it_for_ever(self, plan, person, client, sent):
        desk.accept(plan, "VHXH", person("daumoi"), period=Q2)
        snapshot = AcceptedFigure.objects.get(indicator__code="PL1.11")
        assert [row["answer"] for row in snapshot.breakdown] == ["có", "không", "có"]
        with pytest.raises(Exception, match="never changed"):
            AcceptedFigure.objects.update(breakdown=[])


def test_an_entry_that_says_nothing_of_the_list_keeps_it(plan, officer, client):
    save(client, {"PL1.11-value": "2/3", "PL1.11-breakdown": SCHOOLS})
    figure = stored("PL1.11")
    again = FigureEntry.of(figure)
    assert again.breakdown is None
    same = save_figure(
        indicator=Indicator.objects.get(code="PL1.11"),
        period=desk.period_of(plan, Q2),
        unit=desk.unit_of(plan, "VHXH"),
        entry=again,
        version=figure.version,
        by=officer,
        channel=Channel.SCREEN,
        now=JUNE,
    )
    assert same.version == figure.version
