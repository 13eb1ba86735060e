"""The mapping of Sở's form: chosen, kept, journalled, taken over by the next version; files that are not taken in."""

import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from haian_plan import demonstration
from plans.models import Plan
from plans.refusals import NotAllowed
from plans.table import WorkbookRefused
from reports.documents.issued_store import ISSUED
from reports.models import OwnForm
from reports.own_form.actions import FormMoved, add_form, map_form, read_form, remove_form
from reports.own_form.mapping import FormMap, from_json
from tests import own_forms as forms
from tests import papers
from tests.hostile import KINDS, book, sheet
from tests.page import errors, read
from tests.test_hostile_workbooks import SECONDS, every_row, read_within_limits, reader
from units.models import Channel, Event, Role, Unit, User, Ward

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Workbook contains no default style", "ignore:Cell B2 is marked as a date"),
]
__all__ = ["reader"]  # the process with limits of its own
NAME6 = "Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường"
NAME27 = "Tỷ lệ người dân có chữ ký số"
ROWS = [[6, NAME6, "%"], [27, NAME27, "%"]]
SHEET1 = "xl/worksheets/sheet1.xml"


@pytest.fixture
def client(browser_of, plan):
    return browser_of("daumoi")


@pytest.fixture
def kept(client):
    """A small form whose mapping is not saved yet; its pk."""
    forms.upload(client, forms.small_form(ROWS))
    return OwnForm.objects.get().pk


def mapping_of(pk: int) -> FormMap:
    return from_json(OwnForm.objects.get(pk=pk).mapping)


def chosen(pk: int) -> tuple[dict[int, str], dict[int, str]]:
    """Columns and rows of the form's first mapped sheet."""
    found = mapping_of(pk).sheets[0]
    return {link.at: link.what for link in found.columns}, {link.at: link.what for link in found.rows}


def hand(by) -> dict:
    return {"by": by, "channel": Channel.SCREEN, "now": timezone.now()}


class TestTheWayThrough:
    def test_begins_at_bao_cao_for_the_coordinator_alone(self, plan, browser_of):
        for user, there in (("daumoi", True), ("lanhdao", False), ("quantri", False)):
            page = read(browser_of(user).get(reverse("documents"), {"ky": forms.Q1}))
            address = f"{reverse('own_forms')}?ky={forms.Q1}"
            assert (address in [link.attributes.get("href") for link in page.all("a")]) is there

    def test_uploads_suggests_and_asks_to_save_before_it_fills(self, client, kept):
        page = forms.page_of(client, kept)
        assert page.all("section", **{"aria-labelledby": "result"}) == []
        assert "đơn vị tính: 5 cột, 2 hàng." in page.one("details", cls="links").text
        answer = client.get(reverse("own_form_xlsx", args=[forms.Q1, kept]), follow=True)
        assert "chưa lưu cách nối" in read(answer).one("div", role="alert").text
        assert forms.save(client, kept).redirect_chain[-1][1] == 302
        assert "Tải biểu đã điền" in forms.page_of(client, kept).text

    def test_keeps_what_was_chosen_with_who_and_when(self, client, kept, person):
        forms.save(client, kept, **{"0-cot-D": "baseline", "0-cot-E": "", "0-dong-3": "PL1.28", "de": "on"})
        assert chosen(kept) == ({1: "number", 2: "name", 3: "measure_unit", 4: "baseline"}, {2: "PL1.6", 3: "PL1.28"})
        held = OwnForm.objects.get(pk=kept)
        assert (held.version, held.mapped_by, mapping_of(kept).overwrite) == (2, person("daumoi"), True)
        data = forms.form_on(forms.page_of(client, kept))
        assert (data["0-cot-D"], data["0-cot-E"], data["0-dong-3"], data["de"]) == ("baseline", "", "PL1.28", "on")

    def test_offers_it_next_time(self, client, kept):
        forms.save(client, kept)
        page = read(client.get(reverse("own_forms"), {"ky": "2026-Q2"}))
        row = page.one("table").one("tbody").one("tr")
        assert row.one("a").attributes["href"] == f"{reverse('own_form', args=[kept])}?ky=2026-Q2"
        assert row.one("form").attributes["action"] == reverse("own_form_xlsx", args=["2026-Q2", kept])

    def test_reads_again_under_another_heading_row(self, client, plan):
        rows = [["STT", "Tên chỉ tiêu", "ĐVT", "Kết quả thực hiện", "Ghi chú"], *ROWS]
        forms.upload(client, forms.small_form(rows, heads=["Biểu của Sở"]))
        pk = OwnForm.objects.get().pk
        data = forms.form_on(forms.page_of(client, pk))
        assert data["0-hang"] == "2"
        address = f"{reverse('own_form', args=[pk])}?ky={forms.Q1}"
        page = read(client.post(address, data | {"do": "doc-lai", "0-hang": "3"}))
        again = forms.form_on(page)
        assert (again["0-hang"], again["0-xem"], again["0-cot-A"]) == ("3", "3", "")
        assert not OwnForm.objects.get().mapping
        back = read(client.post(address, again | {"do": "luu", "0-hang": "2"}))
        assert "đã đọc lại" in back.one("div", role="alert").text
        assert forms.form_on(back)["0-cot-B"] == "name"
        client.post(address, forms.form_on(back) | {"do": "luu"})
        assert chosen(pk)[1] == {3: "PL1.6", 4: "PL1.27"}

    @pytest.mark.parametrize("typed", ["abc", "9999", "-1", "4"])
    def test_says_which_heading_row_it_cannot_read_and_keeps_what_was_typed(self, client, kept, typed):
        answer = client.post(
            reverse("own_form", args=[kept]),
            forms.form_on(forms.page_of(client, kept)) | {"do": "doc-lai", "0-hang": typed, "0-cot-E": "verdict"},
        )
        page = read(answer)
        assert answer.status_code == 422
        assert page.one("div", role="alert").text == (
            "Trang Biểu: hàng tiêu đề là số từ 1 đến 3; trang không cần điền thì để trống."
        )
        again = forms.form_on(page)
        assert (again["0-hang"], again["0-xem"], again["0-cot-E"]) == (typed, "1", "verdict")
        client.post(reverse("own_form", args=[kept]), again | {"do": "luu", "0-hang": "1"})
        assert chosen(kept)[0][5] == "verdict"

    def test_keeps_choices_while_it_reads_again_with_another_column_of_names(self, client, plan):
        heads = ("TT", "Nhóm", "Diễn giải", "Kết quả thực hiện")
        forms.upload(client, forms.small_form([[1, "Nhóm A", NAME6], [2, "Nhóm B", NAME27]], heads=heads))
        pk = OwnForm.objects.get().pk
        address = f"{reverse('own_form', args=[pk])}?ky={forms.Q1}"
        data = forms.form_on(forms.page_of(client, pk)) | {"0-hang": "1", "do": "doc-lai"}
        data = forms.form_on(read(client.post(address, data)))
        page = read(client.post(address, data | {"0-cot-C": "name", "0-cot-B": "", "do": "doc-lai"}))
        again = forms.form_on(page)
        assert (again["0-dong-2"], again["0-dong-3"]) == ("PL1.6", "PL1.27")
        client.post(address, again | {"do": "luu", "0-dong-3": ""})
        assert chosen(pk) == ({1: "number", 3: "name", 4: "result"}, {2: "PL1.6"})

    def test_a_sheet_that_is_not_wanted_is_left_out(self, client, plan):
        forms.upload(client, forms.full_form())
        pk = OwnForm.objects.get().pk
        forms.save(client, pk, **{"1-hang": ""})
        assert [each.sheet for each in mapping_of(pk).sheets] == [forms.MAIN_SHEET]
        filled = forms.parts_of(forms.download(client, pk))
        assert (
            filled["xl/worksheets/sheet2.xml"]
            == forms.parts_of(read_form(OwnForm.objects.get()))["xl/worksheets/sheet2.xml"]
        )

    def test_the_empty_form_comes_back_as_it_came(self, client, plan):
        content = forms.full_form()
        forms.upload(client, content, name="Biểu 01 – Sở KHCN.xlsx")
        answer = client.get(reverse("own_form_empty", args=[OwnForm.objects.get().pk]))
        assert bytes(answer.content) == content
        assert "filename*=utf-8''Bi%E1%BB%83u" in answer["Content-Disposition"]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"0-cot-E": "result"}, "Trang Biểu: các cột D, E cùng nối với “Kết quả kỳ báo cáo (tính đến hết kỳ)”"),
            ({"0-dong-3": "PL1.6"}, "đang nối với nhiều hàng (Biểu, hàng 2; Biểu, hàng 3); hãy giữ một hàng."),
            ({"0-cot-B": ""}, "Trang Biểu: hãy chọn cột nào là tên chỉ tiêu hoặc nhiệm vụ"),
            ({"0-hang": ""}, "Chưa có trang nào được điền"),
            ({"0-hang": "x"}, "Trang Biểu: hàng tiêu đề là số từ 1 đến 3"),
            ({"0-hang": "4"}, "Trang Biểu: hàng tiêu đề là số từ 1 đến 3"),
            ({"0-hang": "-1"}, "Trang Biểu: hàng tiêu đề là số từ 1 đến 3"),
        ],
    )
    def test_gets_its_sentence_and_nothing_is_written(self, client, kept, changes, said):
        answer = forms.save(client, kept, **changes)
        assert answer.status_code == 422
        assert said in read(answer).one("div", role="alert").text
        assert OwnForm.objects.get().mapping == {}
        shown = forms.form_on(read(answer))
        assert changes.items() <= shown.items()

    @pytest.mark.parametrize(
        "changes",
        [
            {"version": ""},
            {"version": "-1"},
            {"version": "²"},
            {"0-cot-D": "khac"},
            {"0-dong-2": "PL9.9"},
            {"0-xem": ""},
            {"0-xem": "99999"},
        ],
    )
    def test_a_page_that_was_never_drawn_writes_nothing(self, client, kept, changes):
        assert forms.save(client, kept, **changes).status_code == 400
        assert OwnForm.objects.get().mapping == {}

    def test_a_field_that_is_absent_is_no_choice(self, client, kept):
        data = forms.form_on(forms.page_of(client, kept)) | {"do": "luu"}
        address = reverse("own_form", args=[kept])
        for name, status in (("0-cot-D", 400), ("0-dong-2", 422)):
            answer = client.post(address, {key: value for key, value in data.items() if key != name})
            assert (name, answer.status_code) == (name, status)
        assert client.post(address, {}).status_code == 400
        assert OwnForm.objects.get().mapping == {}

    def test_an_old_page_does_not_overwrite(self, client, kept):
        drawn = forms.form_on(forms.page_of(client, kept)) | {"do": "luu"}
        forms.save(client, kept, **{"0-dong-3": ""})
        answer = client.post(reverse("own_form", args=[kept]), drawn)
        assert answer.status_code == 409
        assert "vừa được người khác sửa" in read(answer).one("div", role="alert").text
        assert chosen(kept)[1] == {2: "PL1.6"}
        assert forms.form_on(read(answer))["version"] == "2"

    def test_saved_as_it_stands_changes_nothing(self, client, kept):
        forms.save(client, kept)
        assert "Không có gì thay đổi" in read(forms.save(client, kept)).text
        assert (OwnForm.objects.get().version, Event.objects.filter(action="map_form").count()) == (2, 1)

    def test_without_a_file_and_with_a_long_name(self, client, plan):
        address = reverse("own_forms")
        answer = client.post(address, {"name": "x"})
        assert (answer.status_code, errors(read(answer), "id_file")) == (422, "Hãy chọn tệp biểu mẫu của Sở (.xlsx).")
        file = SimpleUploadedFile("a.xlsx", forms.small_form(ROWS))
        answer = client.post(address, {"file": file, "name": "x" * 61})
        assert answer.status_code == 422
        assert "quá mức 60 ký tự" in errors(read(answer), "id_name")
        assert not OwnForm.objects.exists()


class TestAFormLargerThanAPageCanPost:
    """A page posts at most DATA_UPLOAD_MAX_NUMBER_FIELDS fields; Django answers more of them with a bare 400."""

    @pytest.fixture
    def large(self, client, plan):
        """Four tables of 260 rows; the pk of the form."""
        forms.upload(client, forms.many_rows(4, 260))
        return OwnForm.objects.get().pk

    def test_asks_of_as_many_rows_as_can_be_posted_and_says_so(self, client, large, settings):
        page = forms.page_of(client, large)
        assert len(forms.form_on(page)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        assert "Trang này chỉ xét 188 hàng đầu: cả biểu nối được nhiều nhất 988 cột và hàng" in page.text
        answer = forms.save(client, large, **{"0-dong-9": "PL1.6", "3-dong-9": "PL1.27"})
        assert "Đã lưu cách nối" in read(answer).text
        assert mapping_of(large).codes == ["PL1.6", "PL1.27"]

    def test_reads_further_where_another_sheet_is_left_out(self, client, large):
        data = forms.form_on(forms.page_of(client, large)) | {"0-hang": "", "do": "doc-lai"}
        page = read(client.post(reverse("own_form", args=[large]), data))
        assert "chỉ xét" not in page.text
        assert "3-dong-261" in forms.form_on(page)

    def test_of_many_columns_the_sheets_that_have_room_are_asked_of(self, client, plan, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
        forms.upload(client, forms.many_rows(2, 3))
        pk = OwnForm.objects.get().pk
        page = forms.page_of(client, pk)
        assert len(forms.form_on(page)) < 20
        assert (forms.form_on(page)["0-hang"], forms.form_on(page)["1-hang"]) == ("1", "")
        full = "Trang Biểu 2: chưa xét được, vì cả biểu nối được nhiều nhất 12 cột và hàng"
        assert full in page.text
        answer = forms.save(client, pk, **{"0-dong-2": "PL1.6", "1-hang": "1"})
        assert (answer.status_code, OwnForm.objects.get().mapping) == (422, {})
        assert full in read(answer).one("div", role="alert").text
        assert forms.form_on(read(answer))["0-dong-2"] == "PL1.6"
        forms.save(client, pk, **{"0-dong-2": "PL1.6"})
        assert [each.sheet for each in mapping_of(pk).sheets] == ["Biểu 1"]


class TestTheJournal:
    def test_tells_who_brought_mapped_and_took_away_what(self, client, kept, person):
        forms.save(client, kept)
        forms.save(client, kept, **{"0-dong-3": ""})
        client.post(reverse("remove_own_form", args=[kept]))
        added, mapped, changed, removed = Event.objects.filter(subject_type="own_form").order_by("pk")
        assert {event.actor for event in (added, mapped, changed, removed)} == {person("daumoi")}
        assert {event.subject_code for event in (added, removed)} == {"Biểu Sở"}
        assert [event.action for event in (added, mapped, changed, removed)] == [
            "add", "map_form", "map_form", "remove_form",
        ]  # fmt: skip
        assert added.after == {"tệp": "bieu-so.xlsx", "SHA-256": OwnForm.objects.get().sha256}
        assert mapped.before == {}
        assert mapped.after["Biểu, cột"].startswith(
            "STT: STT; Chỉ tiêu: Chỉ tiêu; ĐVT: ĐVT; Kết quả thực hiện: Kết quả kỳ"
        )
        assert changed.before["Biểu, hàng"] == f"{NAME6}: PL1.6; {NAME27}: PL1.27"
        assert changed.after["Biểu, hàng"] == f"{NAME6}: PL1.6"

    def test_shows_it_in_words(self, client, kept):
        forms.save(client, kept)
        page = read(client.get(reverse("journal"))).text
        assert "nối biểu mẫu" in page
        assert "biểu mẫu của Sở" in page


class TestTheNextVersion:
    def later(self, client, **words):
        answer = forms.upload(client, forms.small_form(**words), called="Bản mới")
        return OwnForm.objects.latest("pk"), read(answer)

    def test_takes_the_mapping_over_though_rows_and_columns_moved(self, client, kept):
        forms.save(client, kept, **{"0-cot-E": "verdict"})
        heads = ("STT", "Chỉ tiêu", "Văn bản", "ĐVT", "Ghi chú", "Kết quả thực hiện")
        rows = [[1, "Chỉ tiêu mới của Sở", None, "%"], [27, NAME27.upper(), None, "%"], [6, NAME6, None, "%"]]
        made, page = self.later(client, rows=rows, heads=heads)
        assert made.follows_id == kept
        assert chosen(made.pk) == (
            {1: "number", 2: "name", 4: "measure_unit", 6: "result", 5: "verdict"}, {3: "PL1.27", 4: "PL1.6"},
        )  # fmt: skip
        assert "lấy cách nối của biểu “Biểu Sở”" in page.text
        assert page.text.count("như lần trước") == 7
        assert "Hàng của biểu chưa nối (1) 2 (Chỉ tiêu mới của Sở)" in page.text
        assert "Tải biểu đã điền" in page.text

    def test_is_offered_instead_of_the_old_one_which_can_still_be_read(self, client, kept):
        forms.save(client, kept)
        made, page = self.later(client, rows=[*ROWS, [1, "Khác", "%"]])
        listed = read(client.get(reverse("own_forms"))).one("tbody")
        assert [row.one("th").one("a").text for row in listed.all("tr")] == ["Bản mới"]
        assert f"{reverse('own_form', args=[kept])}?ky={forms.Q1}" in {
            link.attributes["href"] for link in page.one("main").all("a")
        }
        assert made.added_by.username == "daumoi"
        assert Event.objects.get(subject_id=made.pk, action="add").after["nối như biểu"] == "Biểu Sở"

    def test_is_offered_alone_though_the_one_between_was_taken_away(self, client, kept):
        """V0 ← V1 ← V2: without V1 there is V2 and no V0; without V2 too, V0 is the newest again."""
        forms.save(client, kept)
        between, _ = self.later(client, rows=[*ROWS, [1, "Khác", "%"]])
        forms.save(client, between.pk)
        newest, _ = self.later(client, rows=[*ROWS, [1, "Khác nữa", "%"]])
        assert (between.follows_id, newest.follows_id) == (kept, between.pk)
        offered = []
        for pk in (between.pk, newest.pk):
            client.post(reverse("remove_own_form", args=[pk]))
            listed = read(client.get(reverse("own_forms"))).one("tbody")
            offered.append([row.one("th").one("a").attributes["href"].split("?")[0] for row in listed.all("tr")])
        assert offered == [[reverse("own_form", args=[newest.pk])], [reverse("own_form", args=[kept])]]

    def test_is_confirmed_by_saving_it(self, client, kept):
        forms.save(client, kept)
        made, _ = self.later(client, rows=[*ROWS, [1, "Khác", "%"]])
        forms.save(client, made.pk)
        made.refresh_from_db()
        assert made.is_confirmed
        assert "như lần trước" not in forms.page_of(client, made.pk).text

    @pytest.mark.parametrize(
        "words",
        [
            {"rows": ROWS, "title": "Biểu khác"},
            {"rows": ROWS, "heads": ("STT", "Chỉ tiêu", "ĐVT", "Kết quả khác", "Ghi chú")},
            {"rows": [[1, "Không hàng nào như cũ", "%"]]},
        ],
    )
    def test_of_another_form_is_none(self, client, kept, words):
        forms.save(client, kept)
        made, _ = self.later(client, **words)
        assert (made.follows, made.mapping) == (None, {})

    def test_of_a_form_that_nobody_mapped_or_that_was_taken_away_is_none(self, client, kept):
        made, _ = self.later(client, rows=[*ROWS, [1, "Khác", "%"]])
        assert made.follows is None
        forms.save(client, kept)
        client.post(reverse("remove_own_form", args=[kept]))
        again, _ = self.later(client, rows=[*ROWS, [2, "Khác nữa", "%"]])
        assert again.follows is None

    def test_tells_rows_of_one_name_apart_by_which_they_are(self, client, plan):
        old = [[6, NAME6, "%"], [1, "Trong đó", "%"], [27, NAME27, "%"], [1, "Trong đó", "%"]]
        forms.upload(client, forms.small_form(old))
        pk = OwnForm.objects.get().pk
        forms.save(client, pk, **{"0-dong-5": "PL1.28"})
        made, _ = self.later(client, rows=[[1, "Mới", "%"], *old])
        assert chosen(made.pk)[1] == {3: "PL1.6", 5: "PL1.27", 6: "PL1.28"}

    def test_the_very_same_file_is_there_once(self, client, kept):
        answer = forms.upload(client, read_form(OwnForm.objects.get()), called="Lần nữa")
        assert "đã có sẵn" in read(answer).text
        assert OwnForm.objects.get().name == "Biểu Sở"
        assert Event.objects.filter(subject_type="own_form").count() == 1
        row = OwnForm.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnForm.objects.create(
                plan=row.plan, name="x", stored_name="y", file_name="x", size=1, sha256=row.sha256,
                added_by=row.added_by, added_at=row.added_at,
            )  # fmt: skip

    def test_a_form_taken_away_is_gone_and_may_come_back(self, client, kept):
        content = read_form(OwnForm.objects.get())
        answer = client.post(reverse("remove_own_form", args=[kept]), follow=True)
        assert "Đã bỏ biểu “Biểu Sở”" in read(answer).text
        assert client.get(reverse("own_form", args=[kept])).status_code == 404
        assert client.get(reverse("own_form_empty", args=[kept])).status_code == 404
        forms.upload(client, content)
        assert OwnForm.objects.filter(removed_at=None).count() == 1

    def test_a_double_click_on_taking_away_ends_on_the_list_both_times(self, client, kept):
        address = f"{reverse('remove_own_form', args=[kept])}?ky={forms.Q1}"
        for said in ("Đã bỏ biểu “Biểu Sở”", "Biểu này đã được bỏ trước đó."):
            answer = client.post(address, follow=True)
            assert answer.redirect_chain == [(f"{reverse('own_forms')}?ky={forms.Q1}", 302)]
            assert said in read(answer).text
        assert Event.objects.filter(action="remove_form").count() == 1
        assert client.post(reverse("remove_own_form", args=[kept + 1])).status_code == 404


class TestRights:
    def test_every_write_is_the_coordinators_alone(self, plan, kept, person):
        form = OwnForm.objects.select_related("plan__ward").get()
        for username in ("kthtdt", "kthtdt.lanhdao", "lanhdao", "nguoixem", "quantri"):
            by = hand(person(username))
            with pytest.raises(NotAllowed):
                add_form(plan=plan, name="", file_name="a.xlsx", content=forms.small_form(ROWS), **by)
            with pytest.raises(NotAllowed):
                map_form(form=form, mapping=FormMap(), labels={}, seen=1, **by)
            with pytest.raises(NotAllowed):
                remove_form(form=form, **by)
        assert OwnForm.objects.get().version == 1

    def test_another_wards_coordinator_with_a_plan_of_the_own_sees_nothing(self, plan, kept, client):
        forms.save(client, kept)
        stranger = client_of_another_ward(plan)
        pages = {name: reverse(name, args=[kept]) for name in ("own_form", "own_form_empty")}
        pages["own_form_xlsx"] = reverse("own_form_xlsx", args=[forms.Q1, kept])
        assert {name: stranger.get(url).status_code for name, url in pages.items()} == dict.fromkeys(pages, 404)
        assert stranger.post(reverse("own_form", args=[kept]), {}).status_code == 404
        assert stranger.post(reverse("remove_own_form", args=[kept])).status_code == 404
        page = read(stranger.get(reverse("own_forms")))
        assert "Chưa có biểu nào của Sở" in page.text
        assert OwnForm.objects.get().removed_at is None

    def test_two_at_once_the_second_is_told(self, plan, kept, person):
        form = OwnForm.objects.select_related("plan__ward").get()
        map_form(form=form, mapping=FormMap(overwrite=True), labels={}, seen=1, **hand(person("daumoi")))
        for seen in (0, 1, 9):
            with pytest.raises(FormMoved):
                map_form(form=form, mapping=FormMap(), labels={}, seen=seen, **hand(person("daumoi")))
        remove_form(form=form, **hand(person("daumoi")))
        with pytest.raises(FormMoved):
            remove_form(form=form, **hand(person("daumoi")))
        with pytest.raises(FormMoved):
            map_form(form=form, mapping=FormMap(), labels={}, seen=2, **hand(person("daumoi")))


def client_of_another_ward(plan):
    """A ward with a plan and periods of the same codes."""
    from django.test import Client

    ward = Ward.objects.create(
        code="ngo-quyen", name="Phường Khác", city="Hải Phòng", letterhead="PHƯỜNG KHÁC", place="Khác",
        report_recipient="Sở",
    )  # fmt: skip
    unit = Unit.objects.create(ward=ward, code="VHXH", name="Phòng VHXH", short_name="VHXH", kind="department")
    words = {"full_name": "Người khác", "ward": ward, "unit": unit, "role": Role.COORDINATOR}
    user = User.objects.create_user("khac", "Hoa.Phuong.Do.2026", must_change_password=False, **words)
    other = Plan.objects.get(pk=plan.pk)
    periods = list(other.periods.all())
    other.pk, other.ward, other.coordinator = None, ward, unit
    other._state.adding = True
    other.save()
    for period in periods:
        period.pk, period.plan = None, other
        period._state.adding = True
        period.save()
    client = Client()
    client.force_login(user, backend="units.accounts.AccountBackend")
    return client


# --- Files that are not taken in

NO_AREA = '<mergeCells><mergeCell ref="?"/></mergeCells>'
LARGE_MERGE = '<mergeCell ref="A1:CV5000"/>'
SPECIAL = {
    "signed": (lambda c: forms.with_parts(c, {"_xmlsignatures/sig1.xml": b"<a/>"}), "biểu có chữ ký số"),
    "starts another program": (
        lambda c: forms.with_parts(c, {"xl/externalLinks/externalLink1.xml": b"<a><ddeLink/></a>"}),
        "tự gọi chương trình khác",
    ),
    "fetches an object": (
        lambda c: forms.with_parts(c, {"xl/worksheets/_rels/sheet1.xml.rels": papers.RELS % b"oleObject"}),
        "tự tải nội dung từ nơi khác",
    ),
    "ActiveX": (lambda c: forms.with_parts(c, {"xl/activeX/activeX1.bin": b"x"}), "tệp có macro"),
    "merged without end": (
        lambda c: forms.in_part(
            c, SHEET1, "</sheetData>",
            '<row r="5000"><c r="CV5000"><v>1</v></c></row></sheetData>'
            f'<mergeCells count="30">{LARGE_MERGE * 30}</mergeCells>',
        ),
        "quá nhiều ô gộp",
    ),
    "a merged cell that is none": (
        lambda c: forms.in_part(c, SHEET1, "</sheetData>", f"</sheetData>{NO_AREA}"),
        "tệp hỏng",
    ),
    "columns that are none": (
        lambda c: forms.in_part(c, SHEET1, "<sheetData>", '<cols><col min="x" max="y"/></cols><sheetData>'), "tệp hỏng",
    ),
    "no words at all": (lambda c: book({"xl/worksheets/sheet1.xml": sheet("")}), "không có trang tính nào có nội dung"),
    "only hidden sheets": (
        lambda c: forms.in_part(c, "xl/workbook.xml", 'state="visible"', 'state="hidden"'),
        "không có trang tính nào có nội dung",
    ),
}  # fmt: skip


def send_up(client, name: str, content: bytes):
    return client.post(reverse("own_forms"), {"file": SimpleUploadedFile(name, content), "name": ""})


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_nobody_should_send_is_refused_or_harmless(kind, reader, client, tmp_path):
    """What is only no table of figures may be a form; nothing is an error of ours, slow, or large."""
    bad = KINDS[kind]()
    path = tmp_path / bad.name
    path.write_bytes(bad.content)
    found = read_within_limits(reader, path, "as_own_form")
    before, started = every_row(), time.process_time()
    answer = send_up(client, bad.name, bad.content)
    assert time.process_time() - started < SECONDS
    if answer.status_code == 422:
        assert every_row() == before
        assert sentence_of(answer).endswith(".")
        if bad.content:  # an empty file does not come so far
            assert sentence_of(answer) == found.get("refused", sentence_of(answer))
    else:
        assert answer.status_code == 302
        assert "found" in found
        assert client.get(answer["Location"]).status_code == 200


def sentence_of(answer) -> str:
    page = read(answer)
    return " ".join(each.text for each in [*page.all("p", role="alert"), *page.all("p", cls="refused")])


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_a_form_must_not_hold_has_its_sentence(kind, client):
    spoil, said = SPECIAL[kind]
    content, before, stored = spoil(forms.small_form(ROWS)), every_row(), in_store()
    answer = send_up(client, "bieu.xlsx", content)
    assert (answer.status_code, every_row() == before) == (422, True)
    assert said in sentence_of(answer)
    assert sentence_of(answer).endswith(".")
    assert in_store() == stored


def in_store() -> list[str]:
    """Of other tests too, whatever day they were written on."""
    return ISSUED.strays(set(), timezone.now() + timedelta(days=1000))


def test_enough_of_the_hostile_ones_are_refused(client):
    refused = sum(
        send_up(client, bad.name, bad.content).status_code == 422 for bad in (make() for make in KINDS.values())
    )
    assert refused >= 20


def test_a_scanner_that_finds_something_refuses_the_form(client, settings, tmp_path):
    scanner = tmp_path / "scan"
    scanner.write_text("#!/bin/sh\nexit 1\n")
    scanner.chmod(0o755)
    settings.EVIDENCE_SCANNER = [str(scanner)]
    answer = send_up(client, "bieu.xlsx", forms.small_form(ROWS))
    assert "mã độc" in sentence_of(answer)
    assert not OwnForm.objects.exists()


# --- The store


class TestTheStore:
    @pytest.fixture
    def on_disk(self, settings, tmp_path):
        store = {"BACKEND": "plans.file_store.DurableFolder", "OPTIONS": {"location": tmp_path / "issued"}}
        settings.STORAGES = settings.STORAGES | {"issued": store}
        return tmp_path / "issued"

    def test_a_form_is_no_stray_of_the_archive(self, on_disk, client, monkeypatch):
        monkeypatch.setattr("plans.file_store.YOUNG", timezone.timedelta(seconds=-1))
        forms.upload(client, forms.small_form(ROWS))
        out = StringIO()
        call_command("verify_reports", clean=True, stdout=out)
        assert "Đã xóa 0 tệp thừa" in out.getvalue()
        assert "1 biểu mẫu của Sở: đều còn nguyên" in out.getvalue()
        assert len(list(on_disk.iterdir())) == 1

    def test_a_damaged_one_is_told_and_not_filled(self, on_disk, client, plan):
        forms.upload(client, forms.small_form(ROWS))
        kept = OwnForm.objects.get()
        forms.save(client, kept.pk)
        file = Path(ISSUED.storage.path(kept.stored_name))
        file.chmod(0o600)
        file.write_bytes(b"x")
        for name, args in (
            ("own_form", [kept.pk]),
            ("own_form_xlsx", [forms.Q1, kept.pk]),
            ("own_form_empty", [kept.pk]),
        ):
            answer = client.get(reverse(name, args=args))
            assert (answer.status_code, read(answer).one("h1").text) == (500, "Không đọc được biểu mẫu")
        with pytest.raises(CommandError) as problem:
            call_command("verify_reports", stdout=StringIO())
        assert str(problem.value).startswith("Biểu mẫu Biểu Sở (bieu-so.xlsx): Tệp trong kho không còn đúng")

    def test_a_store_without_room_says_so_and_leaves_nothing(self, on_disk, client, monkeypatch):
        def full(*args, **kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("plans.file_store.DurableFolder._save", full)
        answer = send_up(client, "bieu.xlsx", forms.small_form(ROWS))
        assert (answer.status_code, "Kho biểu mẫu" in sentence_of(answer)) == (503, True)
        assert not OwnForm.objects.exists()

    def test_a_row_that_cannot_be_written_leaves_no_file(self, on_disk, plan, person, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr("reports.own_form.actions.journal.record", broken)
        words = {"name": "", "file_name": "a.xlsx", "content": forms.small_form(ROWS), **hand(person("daumoi"))}
        with pytest.raises(RuntimeError):
            add_form(plan=plan, **words)
        assert not OwnForm.objects.exists()
        assert list(on_disk.iterdir()) == []

    def test_goes_with_the_demonstration(self, on_disk, plan, client, django_capture_on_commit_callbacks):
        forms.upload(client, forms.small_form(ROWS))
        with django_capture_on_commit_callbacks(execute=True):
            demonstration.clear(plan.ward, timezone.now())
        assert not OwnForm.objects.exists()
        assert list(on_disk.iterdir()) == []


def test_the_name_is_the_files_where_none_is_typed(plan, person):
    made, new = add_form(
        plan=plan, name="", file_name=f"C:\\Tải về\\{'Biểu ' * 20}.xlsx", content=forms.small_form(ROWS),
        **hand(person("daumoi")),
    )  # fmt: skip
    assert new
    assert made.name == ("Biểu " * 12).strip()
    with pytest.raises(WorkbookRefused):
        add_form(plan=plan, name="", file_name="a.xlsx", content=b"x", **hand(person("daumoi")))


def test_the_page_asks_a_fixed_number_of_queries(client, plan, django_assert_max_num_queries):
    """As many for one row as for 29 indicators and 19 tasks on two sheets."""
    asked = []
    for content in (forms.small_form(ROWS[:1]), forms.full_form()):
        forms.upload(client, content)
        pk = OwnForm.objects.latest("pk").pk
        forms.save(client, pk)
        with django_assert_max_num_queries(30) as queries:
            forms.page_of(client, pk)
        asked.append(len(queries))
    assert asked[0] == asked[1]
