"""What hangs together in the plan: a task, its indicators and the clauses of the text, in files, in admin, on pages."""

import csv
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import Indicator
from plans.models import Plan, PlanClause
from tasks.models import Task
from tests import desk
from tests.admin_desk import address, client_of, errors, filled, save
from tests.conftest import PLAN_DIR
from tests.page import read
from units.models import Event
from units.text import search_key

AGREE = 4  # words in a row that the two texts share (fixtures/ke-hoach-33/README.md)


def rows(name):
    with (PLAN_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spoken(text):
    """The text as words between spaces, without case and diacritics."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', search_key(text)))} "


def runs(text):
    words = spoken(text).split()
    return {f" {' '.join(words[at : at + AGREE])} " for at in range(len(words) - AGREE + 1)}


def codes(cell):
    return [code for code in cell.split("; ") if code]


def named(page, heading):
    """The list under a small heading of "Liên quan": what each line says."""
    headings, lists = related(page).all("h3"), related(page).all("ul")
    found = dict(zip([heading.text for heading in headings], lists, strict=True))
    return [item.text for item in found[heading].all("li")]


def related(page):
    return next(part for part in page.all("section") if part.attributes.get("aria-labelledby") == "related")


class TestTheFiles:
    def test_link_only_what_agrees_in_the_plans_own_words(self):
        clauses = {row["so"]: row["noi_dung"] for row in rows("noi-dung")}
        indicators = {row["ma"]: row["ten"] for row in rows("chi-tieu")}
        pairs = [
            (row, f"{row['ten']} {row.get('nhiem_vu_71', '')}", number, clauses[number])
            for row in [*rows("chi-tieu"), *rows("nhiem-vu")]
            for number in codes(row["noi_dung"])
        ]
        pairs += [
            (row, f"{row['ten']} {row['nhiem_vu_71']}", code, indicators[code])
            for row in rows("nhiem-vu")
            for code in codes(row["chi_tieu"])
        ]
        assert len(pairs) == 44
        strangers = [
            (row["ma"], code)
            for row, own, code, text in pairs
            if not any(run in spoken(text) for run in runs(own)) and f"Phụ lục {row['nhom'][2]} kèm theo" not in text
        ]
        assert strangers == []

    def test_name_clauses_and_no_headings_and_every_task_has_one(self):
        headings = {row["so"] for row in rows("noi-dung") if row["loai"] == "muc"}
        assert not any(set(codes(row["noi_dung"])) & headings for row in [*rows("chi-tieu"), *rows("nhiem-vu")])
        assert all(row["noi_dung"] for row in rows("nhiem-vu"))

    @pytest.mark.django_db
    def test_are_what_the_database_holds(self, plan):
        for row in rows("nhiem-vu"):
            task = Task.objects.get(plan=plan, code=row["ma"])
            assert list(task.clauses.values_list("number", flat=True)) == codes(row["noi_dung"])
            assert list(task.indicators.values_list("code", flat=True)) == codes(row["chi_tieu"])
        for row in rows("chi-tieu"):
            indicator = Indicator.objects.get(plan=plan, code=row["ma"])
            assert list(indicator.clauses.values_list("number", flat=True)) == codes(row["noi_dung"])

    @pytest.mark.django_db
    def test_say_what_was_changed_in_admin_and_take_it_back_when_told_to(self, plan, capsys):
        task = Task.objects.get(plan=plan, code="PL3.II.2")
        task.indicators.set(Indicator.objects.filter(plan=plan, code__in=["PL1.22"]))
        with pytest.raises(CommandError) as refused:
            call_command("load_plan", str(PLAN_DIR))
        assert "nhiem-vu.csv, PL3.II.2, cột chi_tieu: “PL1.22” → “PL1.20; PL1.24”" in str(refused.value)
        call_command("load_plan", str(PLAN_DIR), overwrite=True)
        assert [row.code for row in task.indicators.all()] == ["PL1.20", "PL1.24"]


@pytest.mark.django_db
class TestAdmin:
    @pytest.fixture
    def coordinator(self, person):
        return client_of(person("daumoi"))

    def page(self, plan, code="PL4.I.6"):
        return address("tasks.task", "change", Task.objects.get(plan=plan, code=code).pk)

    def test_links_a_task_and_the_journal_says_so(self, plan, coordinator):
        chosen = [str(Indicator.objects.get(plan=plan, code=code).pk) for code in ("PL1.7", "PL2.I.8")]
        assert save(coordinator, self.page(plan), indicators=chosen).status_code == 302
        assert [row.code for row in Task.objects.get(code="PL4.I.6").indicators.all()] == ["PL1.7", "PL2.I.8"]
        event = Event.objects.latest("pk")
        assert (event.before, event.after) == (
            {"chỉ tiêu liên quan": ""},
            {"chỉ tiêu liên quan": "PL1.7; PL2.I.8"},
        )
        assert save(coordinator, self.page(plan), clauses=[]).status_code == 302
        assert Event.objects.latest("pk").before == {"nội dung kế hoạch liên quan": "1.6"}

    def test_offers_what_stands_in_the_same_plan(self, plan, coordinator):
        other = Plan.objects.create(
            ward=plan.ward, number="34/KH", title="Khác", issued_on=date(2026, 1, 2), year=2026,
            coordinator=plan.coordinator,
        )  # fmt: skip
        strange = PlanClause.objects.create(
            plan=other, number="9", kind="noi_dung", text="Lạ", text_printed="Lạ", first_line=1, last_line=1, order=1
        )
        answer = coordinator.get(self.page(plan))
        offered = read(answer).all("input", name="clauses")
        assert len(offered) == plan.clauses.count()
        refused = coordinator.post(self.page(plan), filled(answer) | {"clauses": [str(strange.pk)]})
        assert errors(refused)
        assert [row.number for row in Task.objects.get(plan=plan, code="PL4.I.6").clauses.all()] == ["1.6"]

    def test_a_new_task_is_linked_within_its_own_plan(self, plan, coordinator):
        other = Plan.objects.create(
            ward=plan.ward, number="34/KH", title="Khác", issued_on=date(2026, 1, 2), year=2026,
            coordinator=plan.coordinator,
        )  # fmt: skip
        answer = save(
            coordinator, address("tasks.task", "add"), plan=str(other.pk), code="X.1",
            clauses=[str(plan.clauses.get(number="1.6").pk)],
        )  # fmt: skip
        assert "Không thuộc Kế hoạch 34/KH: 1.6." in errors(answer)


@pytest.mark.django_db
class TestThePages:
    def open(self, client, name, code, **params):
        answer = client.get(reverse(name, args=[code]), params)
        assert answer.status_code == 200
        return read(answer)

    def test_a_task_shows_its_indicators_as_they_stand_and_its_clauses(self, plan, person, browser_of):
        desk.enter(plan, "PL1.24", "100", person("daumoi"), period="2026-Q1")
        page = self.open(browser_of("lanhdao"), "task", "PL3.II.2", ky="2026-Q1")
        first, second = named(page, "Chỉ tiêu")
        assert first.startswith("PL1.20 · Tỷ lệ thủ tục hành chính được tiếp nhận")
        assert first.endswith("Chưa có số liệu")
        assert second.startswith("PL1.24 · ")
        assert second.endswith("Đạt")
        assert [text.split()[:2] for text in named(page, "Nội dung kế hoạch")] == [["Mục", "5.3"], ["Mục", "7.5"]]
        links = [link.attributes["href"] for link in related(page).all("a")]
        assert links[0] == reverse("indicator", args=["PL1.20"]) + "?ky=2026-Q1"
        assert links[2] == reverse("plan_text") + "#muc-5.3"

    def test_a_goal_of_2030_leads_to_its_row(self, plan, browser_of):
        goal = Indicator.objects.get(plan=plan, code="PL2.I.3")
        Task.objects.get(plan=plan, code="PL3.II.2").indicators.add(goal)
        page = self.open(browser_of("lanhdao"), "task", "PL3.II.2", ky="2026-Q1")
        link = related(page).all("a")[2]
        assert link.attributes["href"] == reverse("dashboard_goals") + "?ky=2026-Q1#PL2.I.3"

    def test_an_indicator_shows_its_tasks_and_clauses(self, plan, person, browser_of):
        desk.tell(plan, "PL4.II.9", person("daumoi"), status="done", period="2026-Q1")
        page = self.open(browser_of("lanhdao"), "indicator", "PL1.23", ky="2026-Q1")
        assert [text.split(" · ")[0] for text in named(page, "Nhiệm vụ")] == ["PL3.II.1", "PL4.II.9"]
        assert [text.split()[1] for text in named(page, "Nội dung kế hoạch")] == ["5.3", "5.9"]

    def test_a_row_without_links_shows_no_empty_box(self, browser_of):
        page = self.open(browser_of("lanhdao"), "indicator", "PL1.2")
        assert not [part for part in page.all("section") if part.attributes.get("aria-labelledby") == "related"]

    def test_the_plans_text_leads_back(self, browser_of):
        page = read(browser_of("nguoixem").get(reverse("plan_text")))
        clause = page.one("div", id="muc-5.9")
        assert clause.all("p")[-1].text == (
            "Liên quan: chỉ tiêu PL1.23, chỉ tiêu PL2.I.2, nhiệm vụ PL3.II.1, nhiệm vụ PL4.II.9."
        )
        assert clause.all("a")[2].attributes["href"] == reverse("task", args=["PL3.II.1"])
        assert not page.one("div", id="muc-6.2").all("p")

    def test_the_plans_text_leads_to_what_stands_alone(self, browser_of):
        Indicator.objects.filter(code="PL1.23").update(withdrawn_from=date(2026, 1, 1))
        Task.objects.filter(code="PL3.II.1").update(withdrawn_from=date(2026, 1, 1))
        clause = read(browser_of("nguoixem").get(reverse("plan_text"))).one("div", id="muc-5.9")
        assert clause.all("p")[-1].text == "Liên quan: chỉ tiêu PL2.I.2, nhiệm vụ PL4.II.9."
