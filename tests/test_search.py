"""Tìm, from every page: what is found and by whom, and what is said where nothing can be."""

from datetime import date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpis.models import Indicator
from plans.models import Evidence, PlanClause
from reports.documents.signing import number_report
from reports.search.found import MOST, excerpt
from tests import desk
from tests.admin_desk import another_ward, client_of
from tests.issue_desk import issue
from tests.page import read
from tests.papers import pdf
from units.dates import LOCAL_ZONE
from units.models import Leader, Unit, Ward
from units.text import search_key

pytestmark = pytest.mark.django_db
DOCUMENT = {"number": "45/BC-ĐỐI-SOÁT", "day": "05/03/2026"}


def find(client, words: str):
    return client.get(reverse("search"), {"q": words})


def groups(client, words: str) -> dict[str, list[str]]:
    """Title of a group → the lines under it."""
    page = read(find(client, words))
    return {
        part.one("h2").text.rpartition(" · ")[0]: [line.text for line in part.all("li")]
        for part in page.all("section", cls="hits")
    }


def links(client, words: str) -> list[str]:
    return [
        link.attributes["href"] for part in read(find(client, words)).all("ul", cls="plain") for link in part.all("a")
    ]


@pytest.fixture
def client(browser_of):
    return browser_of("kthtdt")


def bring(browser_of, username: str, unit: str, code: str, name: str, **fields) -> None:
    """Somebody of the unit adds evidence to the row."""
    files = [SimpleUploadedFile(name, pdf(words=name))] if name else []
    address = reverse("evidence", args=("2026-Q1", unit))
    answer = browser_of(username).post(address, {"uploads": files, "dong": [code], **fields})
    assert answer.status_code == 302, read(answer).text


@pytest.fixture
def papers(browser_of, plan):
    desk.period_of(plan)
    bring(browser_of, "kthtdt", "KTHTDT", "PL1.6", "Bảng quyết toán.pdf")
    bring(browser_of, "kthtdt", "KTHTDT", "PL1.6", "", **DOCUMENT)
    bring(browser_of, "ttpvhcc", "TTPVHCC", "PL1.23", "Bảng quyết toán hồ sơ.pdf")


class TestWhatIsFound:
    @pytest.mark.parametrize("typed", ["chữ ký số", "chu ky so", "CHỮ KÝ SỐ", "PL1.27", "pl1.27"])
    def test_an_indicator_with_or_without_diacritics_or_by_its_code(self, client, typed):
        assert any("chữ ký số" in line and "PL1.27" in line for line in groups(client, typed)["Chỉ tiêu"])
        assert reverse("indicator", args=["PL1.27"]) in links(client, typed)

    @pytest.mark.parametrize("typed", ["văn hoá", "văn hóa", "van hoa"])
    def test_either_placement_of_the_tone(self, client, typed):
        assert any("Phòng Văn hóa - Xã hội" in line for line in groups(client, typed)["Đơn vị"])

    def test_a_task_leads_to_its_page(self, client):
        assert reverse("task", args=["PL4.I.1"]) in links(client, "tuyên truyền trên các phương tiện")

    def test_a_goal_of_2030_says_its_year_and_leads_to_its_row(self, client):
        lines = [line for line in groups(client, "pl2.i.1")["Chỉ tiêu"] if "PL2.I.1," in line]
        assert len(lines) == 1
        assert lines[0].endswith("PL2.I.1, đến năm 2030")
        answer = client.get(reverse("indicator", args=["PL2.I.1"]))
        assert answer["Location"].endswith("#PL2.I.1")

    def test_a_clause_shows_the_words_around_and_leads_to_its_place(self, client, plan):
        clause = PlanClause.objects.get(plan=plan, number="5.10")
        words = " ".join(clause.text.split()[20:24])
        (line,) = groups(client, words)["Nội dung kế hoạch"]
        assert line.startswith("5.10. … ")
        assert words in line
        assert f"{reverse('plan_text')}#muc-5.10" in links(client, words)

    def test_a_unit_says_what_it_reports(self, client):
        (line,) = groups(client, "công an phường")["Đơn vị"]
        assert line == "Công an phường báo cáo chỉ tiêu"
        assert f"{reverse('dashboard')}?don-vi=CAP" in links(client, "công an phường")
        assert any(link.startswith(f"{reverse('dashboard_tasks')}?don-vi=") for link in links(client, "Đảng ủy"))

    def test_a_leader_leads_to_what_that_person_directs(self, client):
        leader = Leader.objects.get(code="BQN")
        (line,) = groups(client, search_key(leader.full_name))["Lãnh đạo"]
        assert line == f"{leader.full_name} {leader.title}"
        assert f"{reverse('dashboard')}?lanh-dao=BQN" in links(client, leader.full_name)

    def test_a_leader_who_directs_nothing_leads_nowhere_and_one_who_left_says_when(self, client, plan):
        words = {"code": "CU", "full_name": "Trần Văn Cựu", "short_name": "T.V. Cựu", "title": "Chủ tịch"}
        Leader.objects.create(ward=plan.ward, ends_on=date(2026, 1, 31), **words)
        assert groups(client, "tran van cuu")["Lãnh đạo"] == ["Trần Văn Cựu Chủ tịch · đến 31/01/2026"]
        assert not [link for link in links(client, "tran van cuu") if "lanh-dao" in link]

    def test_words_in_another_order_are_found_where_no_line_holds_them_as_typed(self, client):
        assert any("PL1.27" in line for line in groups(client, "số ký chữ")["Chỉ tiêu"])

    def test_the_words_stay_in_the_field(self, client):
        page = read(find(client, "chữ ký"))
        assert {page.one(id=name).attributes["value"] for name in ("find-all", "find-here")} == {"chữ ký"}
        assert "kết quả cho “chữ ký”" in page.text


class TestEvidence:
    def test_is_found_by_its_name_and_by_the_number_of_a_document(self, client, papers):
        assert [line.split(" PDF")[0] for line in groups(client, "bang quyet")["Minh chứng"]] == ["Bảng quyết toán.pdf"]
        (line,) = groups(client, "45/bc-doi")["Minh chứng"]
        assert "Văn bản 45/BC-ĐỐI-SOÁT ngày 05/03/2026" in line
        assert "PL1.6 · Phòng Kinh tế, Hạ tầng và Đô thị · Quý I/2026" in line
        assert f"{reverse('indicator', args=['PL1.6'])}?ky=2026-Q1" in links(client, "45/bc-doi")

    @pytest.mark.parametrize(
        ("username", "count"),
        [("ttpvhcc", 1), ("daumoi", 2), ("lanhdao", 2), ("quantri", 2), ("cap", 0), ("nguoixem", 0)],
    )
    def test_is_found_by_those_who_may_read_it(self, browser_of, papers, username, count):
        assert len(groups(browser_of(username), "quyết toán").get("Minh chứng", [])) == count

    def test_that_was_taken_off_is_not_found(self, client, papers, person):
        piece = Evidence.objects.get(original_name="Bảng quyết toán.pdf")
        client.post(reverse("remove_evidence", args=[piece.pk]), {"dong": ["PL1.6"], "reason": "Nhầm tệp"})
        assert "Minh chứng" not in groups(client, "bảng quyết toán.pdf")

    def test_that_was_there_before_it_was_searched_gets_its_key(self, papers):
        Evidence.objects.update(search="")
        import_module("plans.migrations.0010_evidence_search").fill(apps, None)
        assert sorted(Evidence.objects.values_list("search", flat=True)) == [
            "45/bc-doi-soat", "bang quyet toan ho so.pdf", "bang quyet toan.pdf",
        ]  # fmt: skip


class TestIssuedReports:
    @pytest.fixture
    def issued(self, plan, person):
        """Quý I twice, the first of them with its number."""
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"))
        first = issue(plan, person("daumoi"), now=datetime(2026, 4, 5, 9, 0, tzinfo=LOCAL_ZONE))
        words = {"by": person("daumoi"), "channel": desk.SCREEN, "now": datetime(2026, 4, 7, 9, 0, tzinfo=LOCAL_ZONE)}
        words["reason"] = ""
        number_report(report=first, number="52/BC-UBND", signed_on=date(2026, 4, 6), **words)
        return first, issue(plan, person("daumoi"), signer="BQN", now=datetime(2026, 4, 20, 9, 0, tzinfo=LOCAL_ZONE))

    @pytest.mark.parametrize(
        ("typed", "versions"),
        [
            ("52/bc-ubnd", [1]),
            ("số 52/BC", [1]),
            ("06/04/2026", [1]),  # signed
            ("05/04/2026", [1]),  # issued
            ("20/04/2026", [2]),
            ("Quý I/2026", [2, 1]),
            ("quy i/2026, ban 2", [2]),
            ("2026-Q1", [2, 1]),
            ("53/bc-ubnd", []),
        ],
    )
    def test_are_found_by_number_period_and_date(self, browser_of, issued, typed, versions):
        client = browser_of("daumoi")
        lines = groups(client, typed).get("Báo cáo đã phát hành", [])
        assert [int(line.split("bản ")[1][0]) for line in lines] == versions
        found = {reverse("issued", args=[report.pk]) for report in issued if report.version in versions}
        assert {link for link in links(client, typed) if link.startswith(reverse("archive"))} == found

    def test_say_their_number_their_day_and_that_a_later_one_stands(self, browser_of, issued):
        second, first = groups(browser_of("lanhdao"), "Quý I/2026")["Báo cáo đã phát hành"]
        assert first == (
            "Báo cáo Quý I/2026, bản 1 số 52/BC-UBND ngày 06/04/2026 · phát hành 05/04/2026 · đã có bản sau"
        )
        assert second == "Báo cáo Quý I/2026, bản 2 chưa có số · phát hành 20/04/2026"

    @pytest.mark.parametrize(
        ("username", "may"),
        [("daumoi", True), ("lanhdao", True), ("quantri", True), ("nguoixem", True), ("kthtdt", False),
         ("kthtdt.lanhdao", False)],
    )  # fmt: skip
    def test_are_found_by_those_who_may_open_the_archive(self, browser_of, issued, username, may):
        client = browser_of(username)
        assert ("Báo cáo đã phát hành" in groups(client, "52/BC-UBND")) is may
        assert (client.get(reverse("archive")).status_code == 200) is may

    def test_of_another_ward_are_not_found(self, issued, plan):
        other = another_ward()
        assert groups(client_of(other), "52/BC-UBND") == {}

    def test_cost_the_same_for_one_and_for_many(self, browser_of, issued, plan, person):
        client, counts = browser_of("daumoi"), []
        for _ in range(2):
            with CaptureQueriesContext(connection) as seen:
                find(client, "Quý I/2026")
            counts.append(len(seen))
            issue(plan, person("daumoi"), signer="VDD")
        assert counts[0] == counts[1] <= 16


class TestScope:
    def test_another_wards_units_are_not_found(self, client):
        words = {"city": "Hải Phòng", "letterhead": "PHƯỜNG KHÁC", "place": "Khác", "report_recipient": "Sở"}
        ward = Ward.objects.create(code="khac", name="Phường Khác", **words)
        Unit.objects.create(ward=ward, code="XYZ", name="Phòng Lạ Kỳ", short_name="Lạ Kỳ", kind="office")
        assert "Đơn vị" not in groups(client, "lạ kỳ")

    def test_an_indicator_that_was_withdrawn_is_not_found(self, client, plan):
        Indicator.objects.filter(plan=plan, code="PL1.27").update(withdrawn_from="2026-01-17")
        assert reverse("indicator", args=["PL1.27"]) not in links(client, "chữ ký số")

    def test_a_stranger_is_sent_to_the_login(self, db):
        assert Client().get(reverse("search"), {"q": "chữ ký"}).status_code == 302


class TestNothingToLookFor:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Gõ tên, mã hay vài từ cần tìm"),
            ("   ", "Gõ tên, mã hay vài từ cần tìm"),
            ("s", "Hãy gõ ít nhất 2 ký tự."),
            ("\u0301\u0301\u0301", "Hãy gõ ít nhất 2 ký tự."),
            ("a" * 101, "Nội dung tìm dài quá 100 ký tự"),
            ("số " * 4000, "Nội dung tìm dài quá 100 ký tự"),
            ("chữ\x00ký", "ký tự điều khiển"),
        ],
    )
    def test_gets_a_sentence(self, client, typed, sentence):
        answer = find(client, typed)
        page = read(answer)
        assert (answer.status_code, page.all("section", cls="hits")) == (200, [])
        assert sentence in page.one("p", cls="notice").text
        assert len(page.one(id="find-here").attributes["value"]) <= 100

    def test_without_any_parameter_too(self, client):
        assert "Gõ tên, mã" in read(client.get(reverse("search"))).text

    def test_words_that_stand_nowhere(self, client):
        assert "Không tìm thấy gì." in read(find(client, "zzz không có")).text

    @pytest.mark.parametrize("typed", ["%%", "__", "c_u", "\\\\", "'; --", "<b>", "c*u"])
    def test_signs_mean_themselves(self, client, typed):
        assert groups(client, typed) == {}


class TestCost:
    def test_is_the_same_for_one_piece_of_evidence_and_for_hundreds(self, client, papers):
        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                find(client, "bảng quyết toán")
            return len(seen)

        few = queries()
        template = Evidence.objects.get(original_name="Bảng quyết toán.pdf")
        copies = [
            Evidence(**{
                field.attname: getattr(template, field.attname)
                for field in Evidence._meta.concrete_fields if field.name not in {"id", "stored_name"}
            }, stored_name=f"kho-{number}")
            for number in range(300)
        ]  # fmt: skip
        Evidence.objects.bulk_create(copies)
        assert queries() == few
        assert few <= 14
        lines = groups(client, "bảng quyết toán")["Minh chứng"]
        assert len(lines) == MOST
        assert "kết quả nữa; hãy gõ thêm từ" in read(find(client, "bảng quyết toán")).text


class TestExcerpt:
    TEXT = "Một hai ba bốn năm sáu bảy tám chín mười (Chữ ký số) được cấp cho người dân."

    def test_begins_a_little_before_the_words(self):
        assert excerpt(self.TEXT, "chu ky so").startswith("… ba bốn")
        assert "(Chữ ký số)" in excerpt(self.TEXT, "chu ky so")

    def test_of_what_stands_at_the_beginning_is_not_cut(self):
        assert excerpt(self.TEXT, "mot hai") == self.TEXT

    def test_of_a_long_text_ends_between_words(self):
        line = excerpt("chữ " * 300, "chu")
        assert line.endswith("chữ …")
        assert len(line) <= 170

    def test_holds_the_words_for_every_clause_of_the_plan(self, plan):
        for clause in PlanClause.objects.filter(plan=plan):
            for word in clause.text.split()[:60:7]:
                key = search_key(word)
                if key.isalnum():
                    assert key in search_key(excerpt(clause.text, key))
