"""What a write does: one change, one version, one line of the journal; and what it refuses."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from kpis.actions import FigureEntry, save_figure
from kpis.models import AcceptedFigure, Figure, Indicator
from plans.models import RequestKey, UnitReport
from plans.opening import close_period
from plans.quantities import Reading
from plans.refusals import Conflict, NotAllowed, ReportMoved
from plans.workflow import RowState
from reports.actions import row_key
from reports.sending import withdraw_report
from tasks.models import AcceptedProgress, Progress
from tests import desk
from units.models import Channel, Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(person):
    return person("kthtdt")


@pytest.fixture
def coordinator(person):
    return person("daumoi")


def lines(**wanted):
    return list(Event.objects.filter(**wanted).order_by("pk"))


class TestSavingAFigure:
    def test_keeps_the_number_who_when_and_how(self, plan, officer):
        now = timezone.now()
        figure = desk.enter(plan, "PL1.6", "1,2", officer, source="Quyết toán quý", now=now)
        assert (figure.value, figure.source, figure.entered_by, figure.entered_at) == (
            Decimal("1.2"),
            "Quyết toán quý",
            officer,
            now,
        )
        assert (figure.state, figure.on_behalf, figure.illustrative) == (RowState.ENTERING, False, True)

    def test_writes_one_line_of_the_journal_with_from_and_to(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "1,5", officer, estimate=True)
        first, second = lines(subject_code="PL1.6")
        assert (first.action, first.before, first.after["số liệu"]) == ("save", {"số liệu": "(trống)"}, "1,2%")
        assert (second.before["số liệu"], second.after) == ("1,2%", {"số liệu": "1,5%", "ước": "có"})
        assert (second.actor, second.actor_name, second.channel) == (officer, str(officer), Channel.SCREEN)
        assert (second.period_code, second.unit_code) == ("2026-Q1", "KTHTDT")

    def test_of_an_unchanged_row_writes_nothing(self, plan, officer):
        figure = desk.enter(plan, "PL1.6", "1,2", officer)
        again = desk.enter(plan, "PL1.6", "1,20", officer)
        assert again.version == figure.version
        assert len(lines(subject_code="PL1.6")) == 1

    def test_raises_the_version_of_row_and_report(self, plan, officer):
        first = desk.enter(plan, "PL1.6", "1,2", officer)
        second = desk.enter(plan, "PL1.26", "45,5", officer)
        assert (first.version, second.version) == (1, 2)
        assert desk.report_of(plan, "KTHTDT").content_version == 2

    def test_emptying_is_a_recorded_change(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,2", officer)
        assert desk.enter(plan, "PL1.6", "", officer) is None
        assert not Figure.objects.filter(indicator__code="PL1.6").exists()
        last = lines(subject_code="PL1.6")[-1]
        assert (last.action, last.before["số liệu"], last.after) == ("empty", "1,2%", {"số liệu": "(trống)"})

    def test_a_row_emptied_and_entered_anew_never_carries_an_old_version(self, plan, officer):
        old = desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "", officer)
        assert desk.enter(plan, "PL1.6", "1,3", officer).version > old.version

    def test_at_an_old_version_is_a_conflict_that_shows_what_stands(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "1,4", coordinator)
        with pytest.raises(Conflict) as conflict:
            self.save_at(plan, officer, version=1)
        assert conflict.value.row.value == Decimal("1.4")
        assert Figure.objects.get(indicator__code="PL1.6").value == Decimal("1.4")

    def test_a_first_save_of_a_row_that_just_appeared_is_a_conflict_too(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,2", officer)
        with pytest.raises(Conflict):
            self.save_at(plan, officer, version=0)

    def test_a_save_of_a_row_that_was_just_emptied_is_a_conflict(self, plan, officer):
        old = desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "", officer)
        with pytest.raises(Conflict) as conflict:
            self.save_at(plan, officer, version=old.version)
        assert conflict.value.row is None

    def save_at(self, plan, by, *, version):
        return save_figure(
            indicator=Indicator.objects.get(plan=plan, code="PL1.6"),
            period=desk.period_of(plan),
            unit=desk.unit_of(plan, "KTHTDT"),
            entry=FigureEntry(reading=Reading(Decimal("2.5"), None, None, None)),
            version=version,
            by=by,
            channel=Channel.SCREEN,
            now=timezone.now(),
        )

    def test_for_another_unit_by_the_coordinator_is_marked(self, plan, coordinator):
        figure = desk.enter(plan, "PL1.6", "1,2", coordinator)
        assert figure.on_behalf is True
        assert lines(subject_code="PL1.6")[0].on_behalf is True

    @pytest.mark.parametrize("username", ["cap", "lanhdao", "nguoixem", "quantri"])
    def test_by_anybody_else_is_refused(self, plan, person, username):
        with pytest.raises(NotAllowed, match="không nhập số liệu cho"):
            desk.enter(plan, "PL1.6", "1,2", person(username))

    def test_of_an_indicator_of_another_unit_is_refused(self, plan, officer):
        with pytest.raises(NotAllowed, match=r"PL1\.27 không thuộc"):
            save_figure(
                indicator=Indicator.objects.get(plan=plan, code="PL1.27"),
                period=desk.period_of(plan),
                unit=officer.unit,
                entry=FigureEntry(nothing_reason="thử"),
                version=0,
                by=officer,
                channel=Channel.SCREEN,
                now=timezone.now(),
            )

    @pytest.mark.parametrize(("code", "why"), [("2026-H1", "kỳ tổng hợp"), ("2026-Y", "kỳ tổng hợp")])
    def test_in_a_derived_period_is_refused(self, plan, officer, code, why):
        with pytest.raises(NotAllowed, match=why):
            self.save_in(plan, officer, plan.periods.get(code=code), timezone.now())

    def test_before_the_period_begins_is_refused(self, plan, officer):
        period = plan.periods.get(code="2026-Q1")
        early = period.unit_due_at - timedelta(days=200)
        with pytest.raises(NotAllowed, match="chưa mở; bắt đầu nhập từ 15/12/2025"):
            self.save_in(plan, officer, period, early)

    def test_after_closing_is_refused(self, plan, officer, coordinator):
        period = desk.period_of(plan)
        now = timezone.now()
        close_period(period=period, by=coordinator, channel=Channel.SCREEN, now=now, reason="Đã gửi báo cáo")
        with pytest.raises(NotAllowed, match="đã chốt"):
            self.save_in(plan, officer, period, now)

    def save_in(self, plan, by, period, now):
        return save_figure(
            indicator=Indicator.objects.get(plan=plan, code="PL1.6"),
            period=period,
            unit=by.unit,
            entry=FigureEntry(reading=Reading(Decimal("2.5"), None, None, None)),
            version=0,
            by=by,
            channel=Channel.SCREEN,
            now=now,
        )


class TestTheWayOfAReport:
    def test_sending_makes_rows_read_only(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,2", officer)
        assert desk.send(plan, "KTHTDT", officer) == 1
        with pytest.raises(NotAllowed, match="không sửa được nữa"):
            desk.enter(plan, "PL1.6", "1,3", officer)
        with pytest.raises(NotAllowed, match="đang chờ xem xét"):
            desk.enter(plan, "PL1.26", "45,5", officer)

    def test_an_empty_report_is_not_sent(self, plan, officer):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.6", "", officer)
        with pytest.raises(NotAllowed, match="Chưa có dòng nào"):
            desk.send(plan, "KTHTDT", officer)
        assert RequestKey.objects.count() == 0

    def test_accepting_keeps_a_snapshot_of_what_was_sent(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer, estimate=True, source="Kho bạc")
        desk.enter(plan, "PL1.26", "91/200", officer)
        desk.send(plan, "KTHTDT", officer)
        assert desk.accept(plan, "KTHTDT", coordinator) == 2
        snapshot = AcceptedFigure.objects.get(indicator__code="PL1.6")
        assert (snapshot.value, snapshot.estimate, snapshot.source) == (Decimal("1.2"), True, "Kho bạc")
        assert (snapshot.accepted_by, snapshot.self_accepted, snapshot.unit) == (coordinator, False, officer.unit)
        pair = AcceptedFigure.objects.get(indicator__code="PL1.26")
        assert (pair.numerator, pair.denominator, pair.value) == (91, 200, None)

    def test_every_state_change_is_in_the_journal(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", coordinator, "Thiếu chi thường xuyên")
        desk.enter(plan, "PL1.6", "1,3", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        told = [(line.action, line.actor.username, line.reason) for line in lines(subject_code="PL1.6")]
        assert told == [
            ("save", "kthtdt", ""),
            ("send", "kthtdt", ""),
            ("return", "daumoi", "Thiếu chi thường xuyên"),
            ("save", "kthtdt", ""),
            ("send", "kthtdt", ""),
            ("accept", "daumoi", ""),
        ]
        states = [(line.before["trạng thái"], line.after["trạng thái"]) for line in lines(action="send")]
        assert states == [("đang nhập", "đã gửi"), ("trả lại", "đã gửi")]

    def test_a_returned_row_carries_the_reason_until_it_is_sent_again(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", coordinator, "Kiểm tra mẫu số")
        figure = desk.enter(plan, "PL1.6", "1,3", officer)
        assert (figure.state, figure.return_reason) == (RowState.RETURNED, "Kiểm tra mẫu số")
        desk.send(plan, "KTHTDT", officer)
        figure.refresh_from_db()
        assert (figure.state, figure.to_mend) == (RowState.SENT, "")

    def test_a_returned_row_that_is_sent_and_taken_back_says_again_why_it_came_back(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.give_back(plan, "KTHTDT", coordinator, "Kiểm tra mẫu số")
        desk.send(plan, "KTHTDT", officer)
        report = desk.report_of(plan, "KTHTDT")
        hand = {"by": officer, "channel": Channel.SCREEN, "now": timezone.now()}
        withdraw_report(report=report, seen=report.content_version, key=uuid4(), **hand)
        figure = Figure.objects.get(indicator__code="PL1.6")
        assert (figure.state, figure.to_mend) == (RowState.ENTERING, "Kiểm tra mẫu số")
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        figure.refresh_from_db()
        assert (figure.state, figure.return_reason) == (RowState.ACCEPTED, "")

    def test_some_rows_may_go_back_while_the_rest_waits(self, plan, officer, coordinator):
        wrong = desk.enter(plan, "PL1.6", "1,2", officer)
        desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        assert desk.give_back(plan, "KTHTDT", coordinator, "Sai", chosen=[row_key(wrong)]) == 1
        states = dict(Figure.objects.values_list("indicator__code", "state"))
        assert states == {"PL1.6": RowState.RETURNED, "PL1.26": RowState.SENT}
        assert desk.accept(plan, "KTHTDT", coordinator) == 1

    def test_returning_needs_a_reason(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        with pytest.raises(NotAllowed, match="lý do"):
            desk.give_back(plan, "KTHTDT", coordinator, "")

    @pytest.mark.parametrize("username", ["kthtdt", "kthtdt.lanhdao", "lanhdao", "nguoixem", "quantri"])
    def test_only_the_coordinator_decides(self, plan, officer, person, username):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        with pytest.raises(NotAllowed, match="Chỉ cơ quan đầu mối"):
            desk.accept(plan, "KTHTDT", person(username))

    def test_an_acceptance_names_the_content_it_saw(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        seen = desk.report_of(plan, "KTHTDT").content_version
        desk.send(plan, "KTHTDT", officer)
        with pytest.raises(ReportMoved):
            desk.accept(plan, "KTHTDT", coordinator, seen=seen)
        assert AcceptedFigure.objects.count() == 0

    def test_a_double_click_has_one_effect(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        key = uuid4()
        assert desk.accept(plan, "KTHTDT", coordinator, key=key) == 1
        assert desk.accept(plan, "KTHTDT", coordinator, key=key) == 0
        assert AcceptedFigure.objects.count() == 1
        assert len(lines(action="accept")) == 1

    def test_the_coordinators_own_acceptance_is_marked(self, plan, coordinator):
        desk.enter(plan, "PL1.1", "70", coordinator)
        desk.send(plan, "VHXH", coordinator)
        desk.accept(plan, "VHXH", coordinator)
        assert AcceptedFigure.objects.get().self_accepted is True

    def test_a_missing_row_may_be_added_after_the_rest_was_accepted(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.6", "1,2", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        assert desk.enter(plan, "PL1.26", "45,5", officer).state == RowState.ENTERING


class TestProgress:
    def test_takes_the_same_way(self, plan, person, coordinator):
        officer = person("ttdvsnc")
        row = desk.tell(plan, "PL5.I.1", officer, status="ongoing", percent=40, difficulties="Chậm vốn")
        assert (row.status, row.percent, row.version) == ("ongoing", 40, 1)
        desk.send(plan, "TTDVSNC", officer)
        desk.accept(plan, "TTDVSNC", coordinator)
        snapshot = AcceptedProgress.objects.get()
        assert (snapshot.percent, snapshot.difficulties) == (40, "Chậm vốn")
        assert [line.action for line in lines(subject_code="PL5.I.1")] == ["save", "send", "accept"]

    def test_emptying_removes_it_with_a_line(self, plan, person):
        officer = person("ttdvsnc")
        desk.tell(plan, "PL5.I.1", officer, status="ongoing")
        assert desk.tell(plan, "PL5.I.1", officer, status="") is None
        assert Progress.objects.count() == 0
        assert lines(subject_code="PL5.I.1")[-1].action == "empty"

    def test_of_a_task_of_another_unit_is_refused(self, plan, person):
        with pytest.raises(NotAllowed, match=r"PL5\.I\.1 không thuộc"):
            desk.tell(plan, "PL5.I.1", person("vhxh"), status="ongoing")


class TestWhatTheDatabaseNeverTakes:
    @pytest.mark.parametrize(
        "columns",
        [
            {"value": None},
            {"numerator": 1},
            {"numerator": 5, "denominator": 0, "value": None},
            {"numerator": 46, "denominator": 45, "value": None},
            {"value": Decimal("-1")},
            {"nothing_reason": "vừa có số vừa có lý do"},
        ],
    )
    def test_a_figure_is_exactly_one_of_value_pair_reason(self, plan, officer, columns):
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(**columns)

    def test_two_figures_in_one_place(self, plan, officer):
        figure = desk.enter(plan, "PL1.26", "45,5", officer)
        figure.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            figure.save(force_insert=True)

    def test_two_reports_of_one_unit_and_period(self, plan, officer):
        desk.enter(plan, "PL1.26", "45,5", officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitReport.objects.create(unit=officer.unit, period=desk.period_of(plan))

    @pytest.mark.parametrize("statement", ["UPDATE units_event SET reason = 'x'", "DELETE FROM units_event"])
    def test_a_line_of_the_journal_is_never_changed_or_deleted(self, plan, officer, statement):
        desk.enter(plan, "PL1.26", "45,5", officer)
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(statement)
        assert len(lines(subject_code="PL1.26")) == 1

    def test_an_accepted_snapshot_is_never_changed(self, plan, officer, coordinator):
        desk.enter(plan, "PL1.26", "45,5", officer)
        desk.send(plan, "KTHTDT", officer)
        desk.accept(plan, "KTHTDT", coordinator)
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            AcceptedFigure.objects.update(value=Decimal("99"))

    @pytest.mark.parametrize("table", ["kpis_acceptedfigure", "tasks_acceptedprogress", "plans_receipt"])
    def test_what_was_accepted_or_handed_in_is_never_deleted(self, plan, person, table):
        User.objects.update(is_demo=False)
        officer, coordinator = person("vhxh"), person("daumoi")
        desk.enter(plan, "PL1.18", "3", officer)
        desk.tell(plan, "PL4.I.1", officer, status="ongoing")
        desk.send(plan, "VHXH", officer)
        desk.accept(plan, "VHXH", coordinator)
        with connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (1,)

    def test_an_indicator_that_adds_up_percentages(self, plan):
        with pytest.raises(IntegrityError), transaction.atomic():
            Indicator.objects.filter(plan=plan, code="PL1.1").update(accumulation="within")
