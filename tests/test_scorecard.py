"""The one read model: what stands in its rows, what a scope lets through, what it counts, what it costs."""

from datetime import date, datetime
from fractions import Fraction as F

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpis.evaluation import Status
from kpis.models import Assignment, Figure, Indicator, LinkKind, Milestone
from plans.models import Period
from plans.opening import close_period
from plans.workflow import RowState
from reports.ledger import Scope
from reports.scorecard import build_scorecard, grouped, movement, scope_for
from tasks.models import Progress
from tasks.timeliness import TaskStatus
from tests import desk
from units.dates import LOCAL_ZONE
from units.models import Channel, Leader

pytestmark = pytest.mark.django_db
Q1, Q2, Q3, Q4 = (f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))
SUMMER = datetime(2026, 8, 3, 9, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(autouse=True)
def in_summer():
    """Quý III is being reported, quý IV has not begun."""
    with time_machine.travel(SUMMER, tick=False):
        yield


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


def card_of(plan, period=Q3, scope=Scope.ENTERED, **options):
    periods = list(Period.objects.filter(plan=plan).order_by("ends_on", "starts_on"))
    chosen = next(row for row in periods if row.code == period)
    return build_scorecard(plan, periods, chosen, scope=scope, now=timezone.now(), **options)


def row_of(plan, code, period=Q3, scope=Scope.ENTERED):
    return next(row for row in card_of(plan, period, scope, with_tasks=False).indicators if row.code == code)


def task_of(plan, code, period=Q3, scope=Scope.ENTERED):
    return next(row for row in card_of(plan, period, scope).tasks if row.code == code)


def accepted(plan, code, typed, officer, coordinator, period=Q3):
    """Enter, send and accept the only row of the unit's report."""
    desk.enter(plan, code, typed, officer, period=period)
    desk.send(plan, officer.unit.code, officer, period=period)
    desk.accept(plan, officer.unit.code, coordinator, period=period)


class TestThePlanAsIssued:
    def test_has_its_rows_in_printed_order(self, plan):
        card = card_of(plan)
        assert [row.code for row in card.indicators] == [f"PL1.{number}" for number in range(1, 30)]
        assert (len(card.goals), len(card.tasks)) == (15, 19)

    def test_stands_in_four_groups(self, plan):
        groups = card_of(plan, with_tasks=False).by_section()
        assert [(section.numeral, len(rows)) for section, rows in groups] == [
            ("I", 5),
            ("II", 12),
            ("III", 1),
            ("IV", 11),
        ]

    def test_groups_neighbours_of_any_kind_of_row(self, plan):
        card = card_of(plan)
        assert [len(rows) for _, rows in grouped(card.goals)] == [8, 5, 2]
        assert [len(rows) for _, rows in grouped(card.tasks)] == [2, 2, 7, 3, 1, 4]

    def test_without_figures_counts_what_is_owed_and_what_is_not(self, plan):
        summary = card_of(plan).summary
        assert summary.counts == {Status.MISSING: 24, Status.NOT_DUE: 1, Status.WATCHED: 4}
        assert (summary.judged, summary.on_track, summary.late, summary.compared) == (25, 0, 0, 0)

    def test_of_a_quarter_that_has_not_begun_owes_nothing(self, plan):
        assert card_of(plan, Q4).summary.counts == {Status.NOT_DUE: 25, Status.WATCHED: 4}

    def test_names_who_reports_who_leads_and_who_directs(self, plan):
        row = row_of(plan, "PL1.29")
        assert (row.unit.code, [unit.code for unit in row.leads], row.leader.code) == (
            "VPHDND",
            ["VPDU", "VPHDND"],
            "CHH",
        )

    def test_leaves_out_what_was_withdrawn(self, plan):
        Indicator.objects.filter(code="PL1.5").update(withdrawn_from=date(2026, 7, 1))
        assert "PL1.5" not in [row.code for row in card_of(plan).indicators]

    def test_is_not_illustrative_until_a_number_is(self, plan, officer):
        assert card_of(plan).illustrative is False
        desk.enter(plan, "PL1.6", "1,2", officer, period=Q1)
        assert card_of(plan, Q3).illustrative is True


class TestARow:
    def test_is_judged_and_says_why_in_one_number(self, plan, officer):
        desk.enter(plan, "PL1.26", "45,5", officer, period=Q3)
        row = row_of(plan, "PL1.26")
        assert (row.amount, row.value_text, row.expected_text, row.achievement_text) == (
            F("45.5"),
            "45,5%",
            "52,5%",
            "75,8%",
        )
        assert (row.verdict.status, row.status_note) == (Status.LATE, "cần 52,5%")

    def test_shows_more_decimals_before_two_numbers_look_equal(self, plan, officer, person):
        desk.enter(plan, "PL1.20", "99,96", person("ttpvhcc"), period=Q3)
        row = row_of(plan, "PL1.20")
        assert (row.value_text, row.cell.text, row.achievement_text) == ("99,96%", "99,96%", "99,96%")

    def test_keeps_the_two_decimals_of_the_plan(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,25", officer, period=Q3)
        row = row_of(plan, "PL1.6")
        assert (row.value_text, row.baseline.label, row.target.label) == ("1,25%", "0,47%", "phấn đấu ít nhất 3%")

    def test_keeps_a_pair_exact_and_shows_it(self, plan, person):
        desk.enter(plan, "PL1.11", "43/45", person("vhxh"), period=Q3)
        row = row_of(plan, "PL1.11")
        assert (row.amount, row.value_text, row.cell.pair_text) == (F(4300, 45), "95,6%", "43/45")

    def test_that_holds_last_years_level_says_so(self, plan, person):
        desk.enter(plan, "PL1.2", "100", person("vhxh"), period=Q3)
        row = row_of(plan, "PL1.2")
        assert (row.verdict.status, row.status_note, row.quiet_markers) == (Status.MET, "duy trì", ())

    def test_below_last_year_carries_the_marker(self, plan, person):
        desk.enter(plan, "PL1.2", "97", person("vhxh"), period=Q3)
        row = row_of(plan, "PL1.2")
        assert (row.verdict.status, row.status_note, row.quiet_markers) == (
            Status.ATTENTION,
            "cần 100%",
            ("kém hơn 2025",),
        )

    def test_without_last_years_number_names_the_provisional_mark(self, plan, person):
        desk.enter(plan, "PL1.12", "75", person("vhxh"), period=Q3)
        row = row_of(plan, "PL1.12")
        assert (row.verdict.words, row.status_note) == (
            "Đúng tiến độ (mốc tạm tính)",
            "cần 75% (mốc tạm tính)",
        )
        Milestone.objects.create(indicator_id=row.id, quarter=3, value=80)
        assert row_of(plan, "PL1.12").status_note == "cần 80%"

    def test_that_is_reported_once_a_year_says_so(self, plan):
        row = row_of(plan, "PL1.19")
        assert (row.verdict.status, row.status_note) == (Status.NOT_DUE, "báo cáo hằng năm")

    def test_of_lower_is_better_needs_at_most(self, plan, officer):
        Indicator.objects.filter(code="PL1.26").update(
            direction="lower", baseline_value=12, baseline_comparator="=", target_value=5
        )
        desk.enter(plan, "PL1.26", "9", officer, period=Q3)
        row = row_of(plan, "PL1.26")
        assert (row.verdict.status, row.status_note) == (Status.LATE, "cần ≤ 6,8%")

    def test_that_failed_names_the_target(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.26", "45", officer, period=Q4)
        assert row_of(plan, "PL1.26", Q4).verdict.status is Status.LATE
        close_period(
            period=desk.period_of(plan, Q4), by=coordinator, channel=Channel.SCREEN, now=SUMMER, reason="Hết năm"
        )
        row = row_of(plan, "PL1.26", Q4)
        assert (row.verdict.status, row.status_note) == (Status.FAILED, "mục tiêu 60%")
        assert row_of(plan, "PL1.26", "2026-Y").verdict.status is Status.FAILED
        assert row_of(plan, "PL1.26", Q3).verdict.status is Status.MISSING

    def test_tells_nothing_to_report_from_nothing_reported_and_from_zero(self, plan, person):
        officer = person("vhxh")
        desk.enter(plan, "PL1.15", "", officer, period=Q3, nothing_reason="Chưa có trường nào")
        desk.enter(plan, "PL1.16", "0", officer, period=Q3)
        told = {row.code: (row.verdict.status, row.value_text) for row in card_of(plan).indicators}
        assert told["PL1.15"] == (Status.NOTHING, "không phát sinh")
        assert told["PL1.16"] == (Status.LATE, "0%")
        assert told["PL1.17"] == (Status.MISSING, "")

    def test_never_repeats_the_number_of_an_earlier_quarter(self, plan, officer):
        desk.enter(plan, "PL1.26", "45,5", officer, period=Q1)
        row = row_of(plan, "PL1.26", Q3)
        assert (row.amount, row.value_text, row.verdict.status) == (None, "", Status.MISSING)
        assert [cell.text for cell in row.quarters] == ["45,5%", "", "", ""]

    def test_names_who_was_responsible_on_the_last_day_of_the_period(self, plan):
        indicator = Indicator.objects.get(code="PL1.26")
        newcomer = Leader.objects.get(code="CHH")
        Assignment.objects.create(
            indicator=indicator, unit=desk.unit_of(plan, "VHXH"), leader=newcomer, from_day=date(2026, 7, 1)
        )
        assert [(row.unit.code, row.leader.code) for row in (row_of(plan, "PL1.26", q) for q in (Q2, Q3))] == [
            ("KTHTDT", "VDD"),
            ("VHXH", "CHH"),
        ]


class TestPeriodsLongerThanAQuarter:
    def test_stand_as_their_last_quarter(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,4", officer, period=Q2)
        for period in (Q2, "2026-H1"):
            row = row_of(plan, "PL1.6", period)
            assert (row.value_text, row.expected_text, row.verdict.status) == ("1,4%", "1,5%", Status.ATTENTION)

    def test_add_up_what_counts_within_the_quarter(self, plan, person):
        officer = person("vhxh")
        Indicator.objects.filter(code="PL1.18").update(accumulation="within", target_kind="number", target_value=12)
        desk.enter(plan, "PL1.18", "2", officer, period=Q1)
        desk.enter(plan, "PL1.18", "4", officer, period=Q2, estimate=True)
        row = row_of(plan, "PL1.18", "2026-H1")
        assert (row.amount, row.cell.text, row.sums) == (F(6), "4", (F(2), F(6), None, None))
        assert (row.verdict.status, row.expected_text) == (Status.ON_TRACK, "6")
        assert row_of(plan, "PL1.18", "2026-9M").verdict.status is Status.MISSING

    def test_mark_a_sum_by_any_of_its_quarters(self, plan, person):
        officer = person("vhxh")
        Indicator.objects.filter(code="PL1.18").update(accumulation="within", target_kind="number", target_value=12)
        desk.enter(plan, "PL1.18", "2", officer, period=Q1, estimate=True)
        desk.enter(plan, "PL1.18", "4", officer, period=Q2)
        assert "ước" in row_of(plan, "PL1.18", Q2).verdict.markers
        desk.enter(plan, "PL1.6", "0,7", person("kthtdt"), period=Q1, estimate=True)
        desk.enter(plan, "PL1.6", "1,6", person("kthtdt"), period=Q2)
        assert "ước" not in row_of(plan, "PL1.6", Q2).verdict.markers

    def test_do_not_miss_a_quarter_in_which_nothing_happened(self, plan, person):
        officer = person("vhxh")
        Indicator.objects.filter(code="PL1.18").update(accumulation="within", target_kind="number", target_value=12)
        desk.enter(plan, "PL1.18", "", officer, period=Q1, nothing_reason="Chưa xét sáng kiến")
        desk.enter(plan, "PL1.18", "4", officer, period=Q2)
        assert row_of(plan, "PL1.18", Q2).sums[:2] == (None, F(4))

    def test_do_not_miss_a_quarter_that_owed_nothing(self, plan, person):
        officer = person("vhxh")
        Indicator.objects.filter(code="PL1.18").update(
            accumulation="within", frequency="half_yearly", target_kind="number", target_value=12
        )
        desk.enter(plan, "PL1.18", "4", officer, period=Q2)
        assert row_of(plan, "PL1.18", Q3).sums == (None, F(4), None, None)
        assert row_of(plan, "PL1.18", Q3).verdict.status is Status.NOT_DUE
        desk.enter(plan, "PL1.18", "6", officer, period=Q4)
        row = row_of(plan, "PL1.18", Q4)
        assert (row.amount, row.verdict.status) == (F(10), Status.LATE)
        assert row.cell.shown == "6"

    def test_take_the_official_figure_of_the_year_before_that_of_quarter_iv(self, plan, officer):
        desk.enter(plan, "PL1.6", "2,9", officer, period=Q4)
        assert row_of(plan, "PL1.6", "2026-Y").value_text == "2,9%"
        desk.enter(plan, "PL1.6", "3,05", officer, period="2026-Y")
        year, quarter = row_of(plan, "PL1.6", "2026-Y"), row_of(plan, "PL1.6", Q4)
        assert (year.value_text, year.verdict.status, year.cell.period_code) == ("3,05%", Status.PASSED, "2026-Y")
        assert (quarter.value_text, quarter.verdict.status) == ("2,9%", Status.ATTENTION)


class TestTheTwoScopes:
    def test_a_draft_is_marked_inside_and_unknown_outside(self, plan, officer):
        desk.enter(plan, "PL1.26", "45,5", officer, source="Sổ tay", period=Q3)
        inside, outside = row_of(plan, "PL1.26"), row_of(plan, "PL1.26", scope=Scope.ACCEPTED)
        assert (inside.unaccepted, inside.value_text, inside.cell.state) == (True, "45,5%", RowState.ENTERING)
        assert (outside.unaccepted, outside.value_text, outside.cell.source, outside.cell.state) == (
            False,
            "",
            "",
            None,
        )
        assert (outside.verdict.status, outside.verdict.markers) == (Status.MISSING, ())

    def test_what_is_accepted_stands_in_both_without_a_mark(self, plan, officer, coordinator):
        accepted(plan, "PL1.26", "45,5", officer, coordinator)
        for scope in Scope:
            row = row_of(plan, "PL1.26", scope=scope)
            assert (row.value_text, row.verdict.markers, row.cell.state) == ("45,5%", (), RowState.ACCEPTED)

    def test_what_is_reopened_goes_out_as_it_was_accepted(self, plan, officer, coordinator):
        accepted(plan, "PL1.26", "45,5", officer, coordinator)
        Figure.objects.update(state=RowState.REOPENED)
        desk.enter(plan, "PL1.26", "51", officer, period=Q3)
        inside, outside = row_of(plan, "PL1.26"), row_of(plan, "PL1.26", scope=Scope.ACCEPTED)
        assert (inside.value_text, inside.verdict.markers) == ("51%", ("chưa chấp nhận", "đang điều chỉnh"))
        assert (outside.value_text, outside.verdict.markers) == ("45,5%", ("đang điều chỉnh",))
        assert outside.cell.state == RowState.ACCEPTED

    def test_a_viewer_gets_accepted_figures_whatever_is_asked_for(self, person):
        assert [scope_for(person("nguoixem"), scope) for scope in Scope] == [Scope.ACCEPTED] * 2
        assert [scope_for(person("lanhdao"), scope) for scope in Scope] == list(Scope)

    def test_a_draft_of_a_task_is_marked_inside_and_unknown_outside(self, plan, officer, person):
        desk.tell(plan, "PL4.I.2", person("vhxh"), period=Q3, status="ongoing", difficulties="Thiếu người")
        (inside,) = task_of(plan, "PL4.I.2").parts
        (outside,) = task_of(plan, "PL4.I.2", scope=Scope.ACCEPTED).parts
        assert (inside.status, inside.difficulties, inside.unaccepted) == (TaskStatus.ONGOING, "Thiếu người", True)
        assert (outside.status, outside.difficulties, outside.unaccepted) == (None, "", False)


class TestWhatMoved:
    def entered(self, plan, officer, before, now):
        desk.enter(plan, "PL1.26", before, officer, period=Q2)
        desk.enter(plan, "PL1.26", now, officer, period=Q3)
        return row_of(plan, "PL1.26")

    @pytest.mark.parametrize(
        ("before", "now", "move"), [("46", "48", -1), ("41", "53", 1), ("45", "53", 0), ("30", "31", 0)]
    )
    def test_compares_the_words_of_two_quarters(self, plan, officer, before, now, move):
        assert movement(self.entered(plan, officer, before, now)) == move

    def test_is_unknown_where_a_quarter_is_missing_and_in_the_first(self, plan, officer):
        desk.enter(plan, "PL1.26", "45", officer, period=Q1)
        assert movement(row_of(plan, "PL1.26", Q2)) is None
        assert movement(row_of(plan, "PL1.26", Q1)) is None

    def test_is_counted_beside_the_name_of_the_quarter_before(self, plan, officer):
        self.entered(plan, officer, "46", "48")
        desk.enter(plan, "PL1.6", "1,3", officer, period=Q2)
        desk.enter(plan, "PL1.6", "2,3", officer, period=Q3)
        summary = card_of(plan).summary
        assert (summary.compared, summary.better, summary.worse, summary.previous_label) == (2, 1, 1, "quý II")
        assert card_of(plan, Q1).summary.previous_label == ""


class TestGoals:
    def test_take_the_number_of_the_same_measure_only(self, plan, person):
        desk.enter(plan, "PL1.3", "90", person("vhxh"), period=Q3)
        desk.enter(plan, "PL1.6", "1,2", person("kthtdt"), period=Q3)
        goals = {goal.code: goal for goal in card_of(plan).goals}
        same, near, alone = goals["PL2.II.2"], goals["PL2.II.1"], goals["PL2.I.3"]
        assert (same.linked_code, same.value_text, same.achievement_text) == ("PL1.3", "90%", "90%")
        assert same.link_words == "cùng thước đo"
        assert (near.linked_code, near.value_text, near.link_kind) == ("PL1.6", "", LinkKind.NEAR)
        assert near.link_words == "gần nhau, khác cách đo: không lấy số"
        assert (alone.linked, alone.link_words) == (None, "không có chỉ tiêu tương ứng trong năm")

    def test_are_linked_as_domain_md_says(self, plan):
        linked = {goal.code: (goal.linked_code, goal.link_kind) for goal in card_of(plan).goals if goal.linked}
        same = {"PL2.II.2": "PL1.3", "PL2.I.2": "PL1.23", "PL2.III.1": "PL1.13", "PL2.III.2": "PL1.17"}
        near = {
            "PL2.II.1": "PL1.6",
            "PL2.II.4": "PL1.27",
            "PL2.II.3": "PL1.1",
            "PL2.I.1": "PL1.25",
            "PL2.I.8": "PL1.29",
            "PL2.II.5": "PL1.9",
        }
        assert linked == {goal: (code, LinkKind.SAME) for goal, code in same.items()} | {
            goal: (code, LinkKind.NEAR) for goal, code in near.items()
        }


class TestTasks:
    def test_stand_as_their_worst_part(self, plan, person):
        desk.tell(plan, "PL4.I.1", person("vhxh"), period=Q3, status="done", done_on=date(2026, 7, 20))
        task = task_of(plan, "PL4.I.1")
        assert [(part.unit.code, part.status) for part in task.parts] == [
            ("VHXH", TaskStatus.DONE),
            ("TTDVSNC", None),
        ]
        assert task.verdict.words == "Chưa triển khai, trong hạn"
        desk.tell(plan, "PL4.I.1", person("ttdvsnc"), period=Q3, status="ongoing", percent=40)
        assert task_of(plan, "PL4.I.1").verdict.words == "Đang thực hiện, trong hạn"

    def test_keep_what_was_last_said_and_name_the_quarter(self, plan, person):
        desk.tell(plan, "PL4.I.2", person("vhxh"), period=Q1, status="ongoing", percent=25)
        (part,) = task_of(plan, "PL4.I.2").parts
        assert (part.status, part.percent, part.earlier) == (TaskStatus.ONGOING, 25, "Quý I/2026")
        desk.tell(plan, "PL4.I.2", person("vhxh"), period=Q3, status="ongoing", percent=60)
        (part,) = task_of(plan, "PL4.I.2").parts
        assert (part.percent, part.earlier) == (60, "")
        (part,) = task_of(plan, "PL4.I.2", Q2).parts
        assert (part.percent, part.earlier) == (25, "Quý I/2026")

    def test_due_before_the_plan_was_issued_are_overdue_from_the_first_day(self, plan):
        task = task_of(plan, "PL4.I.6", Q1)
        assert (task.deadline_text, task.due_on, task.verdict.overdue) == ("Tháng 12/2025", date(2025, 12, 31), True)

    def test_that_recur_ask_for_progress_in_the_quarter_itself(self, plan, person):
        desk.tell(plan, "PL3.II.1", person("ttpvhcc"), period=Q2, status="ongoing")
        told, silent = task_of(plan, "PL3.II.1", Q2), task_of(plan, "PL3.II.1", Q3)
        assert (told.verdict.tone, silent.verdict.tone) == ("track", "watch")
        assert told.verdict.words == "Đang thực hiện, không quy định thời hạn"


def queries(plan, **options) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        card = card_of(plan, **options)
        assert card.indicators is not None
    return len(asked) - 1  # card_of itself reads the periods


class TestTheCost:
    def test_is_the_same_for_1_and_29_indicators_and_1_and_4_quarters(self, plan, person):
        coordinator = person("daumoi")
        empty = queries(plan, with_tasks=False)
        desk.enter(plan, "PL1.26", "45", coordinator, period=Q1)
        one = queries(plan, with_tasks=False)
        for period in (Q1, Q2, Q3, Q4):
            for indicator in Indicator.objects.filter(horizon_year=2026):
                desk.enter(plan, indicator.code, "1", coordinator, period=period)
        assert Figure.objects.count() == 4 * 29
        full = queries(plan, with_tasks=False)
        Indicator.objects.filter(horizon_year=2026).exclude(code="PL1.26").update(withdrawn_from=date(2026, 1, 1))
        assert (empty, one, full, queries(plan, with_tasks=False)) == (3, 3, 3, 3)

    def test_of_the_tasks_does_not_grow_with_their_progress(self, plan, person):
        empty = queries(plan)
        for code in ("PL4.I.1", "PL4.I.2", "PL4.I.3"):
            desk.tell(plan, code, person("vhxh"), period=Q1, status="ongoing")
        assert Progress.objects.count() == 3
        assert (empty, queries(plan), queries(plan, scope=Scope.ACCEPTED)) == (6, 6, 6)
