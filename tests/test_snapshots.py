"""The data behind an issued report build its files again, equal in every cell, without a query, on any later day."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kpis.evaluation import Status
from kpis.models import Indicator
from plans.models import Plan
from plans.querysets import read_periods
from reports.documents.as_json import scorecard_json
from reports.documents.comparing import differing, document_places, workbook_places
from reports.documents.export import FORMATS, FROZEN
from reports.documents.issuing import build
from reports.documents.material import Change, Material, read_material
from reports.documents.packing import Unknown, Unreadable, pack, unpack
from reports.documents.snapshot import digest, read_snapshot, said_in, write_snapshot
from tests import desk
from tests.issue_desk import frozen, issue
from units.models import Holiday, Leader, Unit

MOMENT = datetime(2026, 4, 20, 2, 30, tzinfo=UTC)
AMOUNTS = st.one_of(st.fractions(), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.integers())
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.text(), AMOUNTS, st.datetimes(timezones=st.just(UTC)), st.sampled_from(Status)
    ),
    lambda inner: st.one_of(st.lists(inner).map(tuple), st.dictionaries(st.text(), inner)),
)


@given(VALUES)
def test_what_is_packed_comes_back(value):
    assert unpack(json.loads(json.dumps(pack(value)))) == value


@given(VALUES)
def test_with_its_types(value):
    again = unpack(json.loads(json.dumps(pack((value,)))))[0]
    assert type(again) is type(value)


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object(), lambda: None, int])
def test_what_is_unknown_is_refused(value):
    with pytest.raises(Unknown):
        pack((value,))


@pytest.mark.parametrize(
    "packed",
    [
        None,
        {},
        {"value": {"ref": 5}, "objects": []},
        {"value": {"enum": ["Status", "NO_SUCH"]}, "objects": []},
        {"value": {"enum": ["os", "name"]}, "objects": []},
        {"value": {"fraction": "1/0"}, "objects": []},
        {"value": {"day": "x"}, "objects": []},
        {"value": {"__import__": "os"}, "objects": []},
        {"value": {"ref": 0}, "objects": [{"type": "Popen", "fields": {}}]},
        {"value": {"ref": 0}, "objects": [{"type": "Change", "fields": {"where": "x"}}]},
        {"value": {"ref": 0}, "objects": [{"model": "User", "columns": {}}]},
    ],
)
def test_what_was_tampered_with_is_unreadable(packed):
    with pytest.raises(Unreadable):
        unpack(packed)


def test_a_field_that_is_gone_is_passed_over():
    change = Change("a", "b", "c", "d")
    packed = pack(change)
    packed["objects"][0]["fields"]["color"] = "red"
    assert unpack(packed) == change


@pytest.mark.parametrize("content", [b"", b"x", b"[]", b"{}", b'{"schema":99}', b'{"schema":1,"material":null}'])
def test_a_file_that_is_no_snapshot_is_unreadable(content):
    with pytest.raises(Unreadable):
        read_snapshot(content)
    with pytest.raises(Unreadable):
        said_in(content)


@pytest.fixture
def year(plan, person):
    """Something of everything: a pair, an estimate, nothing to report, a task with two units, a goal with a value."""
    desk.enter(plan, "PL1.6", "0,9", person("kthtdt"))
    desk.enter(plan, "PL1.26", "146/300", person("kthtdt"), estimate=True, explanation="=1+1 chưa đủ")
    desk.tell(plan, "PL4.I.1", person("vhxh"), status="ongoing", percent=40, difficulties="Thiếu kinh phí")
    desk.tell(plan, "PL4.I.1", person("daumoi"), status="ongoing", percent=40)
    desk.enter(plan, "PL1.20", "85,25", person("ttpvhcc"))
    for unit, who in (("KTHTDT", "kthtdt"), ("VHXH", "vhxh"), ("TTPVHCC", "ttpvhcc")):
        desk.send(plan, unit, person(who))
        desk.accept(plan, unit, person("daumoi"))
    return plan


def material_of(plan: Plan, period: str, **words) -> Material:
    periods = read_periods(plan)
    found = next(each for each in periods if each.code == period)
    return read_material(plan, periods, found, now=MOMENT, **words)


@pytest.mark.django_db
class TestTheSnapshot:
    @pytest.mark.parametrize("period", ["2026-Q1", "2026-Q4", "2026-H1", "2026-9M", "2026-Y"])
    def test_gives_the_same_material_without_a_query(self, year, period):
        material = material_of(year, period)
        content = write_snapshot(material)
        with CaptureQueriesContext(connection) as asked:
            again = read_snapshot(content)
            files = {name: build(name, again) for name in FROZEN}
            read_json = scorecard_json(again.card)
        assert len(asked) == 0
        assert read_json == scorecard_json(material.card) == said_in(content)["report"]
        assert write_snapshot(again) == content
        assert files == {name: build(name, material) for name in FROZEN}

    def test_leaves_out_what_no_file_shows(self, year, person):
        Unit.objects.update(phone="0225 123456")
        content = str(write_snapshot(material_of(year, "2026-Q1")), "utf-8")
        for secret in ("0225 123456", "password", "username", "daumoi", "source_text"):
            assert secret not in content

    def test_of_a_ward_that_moves_deadlines_holds_its_days_off(self, year):
        year.ward.moves_deadlines = True
        year.ward.save()
        Holiday.objects.create(ward=year.ward, day=date(2026, 3, 20), name="Lễ")
        again = read_snapshot(write_snapshot(material_of(year, "2026-Q1")))
        with CaptureQueriesContext(connection) as asked:
            assert again.card.period.send_due == material_of(year, "2026-Q1").card.period.send_due
        assert again.card.plan.ward.days_off.word(date(2026, 3, 20)) == "Lễ"
        assert [query["sql"] for query in asked if "holiday" in query["sql"]][1:] == []

    def test_numbers_stay_exact(self, year):
        again = read_snapshot(write_snapshot(material_of(year, "2026-Q1")))
        row = next(row for row in again.card.indicators if row.code == "PL1.26")
        assert row.amount == Fraction(14600, 300)
        assert row.cell.reading.numerator == Decimal(146)

    def test_names_what_goes_out_whenever_and_whoever_signs(self, year):
        now, later = material_of(year, "2026-Q1"), material_of(year, "2026-Q1", signer="BQN")
        assert (
            digest(now)
            == digest(replace(later, at=MOMENT + timedelta(hours=3), version=4))
            != digest(material_of(year, "2026-Q2"))
        )


@pytest.mark.django_db
class TestAnIssuedReport:
    def test_is_built_again_on_a_later_day_when_everything_else_has_changed(self, year, person):
        report = issue(year, person("daumoi"))
        kept = {file.kind: frozen(report, file.kind) for file in report.files.all()}
        Indicator.objects.update(name="Tên khác", short_name="Khác")
        Leader.objects.update(full_name="Người khác")
        year.ward.letterhead = "PHƯỜNG KHÁC"
        year.ward.save()
        with time_machine.travel("2031-01-01T08:00:00+07:00"):
            material = read_snapshot(kept["json"])
            for name, made in FROZEN.items():
                assert differing(kept[name], build(name, material), made.places) == []
                assert build(name, material) == kept[name]

    def test_holds_no_other_moment_than_its_own(self, year, person):
        now = datetime.now(UTC).replace(microsecond=0)
        book = load_workbook(BytesIO(frozen(issue(year, person("daumoi"), now=now), "xlsx")))
        assert book.properties.created == book.properties.modified == now.replace(tzinfo=None)

    def test_is_the_file_that_the_page_would_hand_out(self, year, person, report_file):
        report = issue(year, person("daumoi"))
        differs = differing(frozen(report, "xlsx"), report_file("xlsx", "2026-Q1"), workbook_places)
        assert [place.partition("!")[0] for place in differs] == ["Thay đổi so với lần gửi trước"]
        assert differing(frozen(report, "docx"), report_file("docx", "2026-Q1"), document_places) == []


@pytest.mark.django_db
def test_a_cell_that_differs_is_found(year):
    content = FORMATS["xlsx"].write(material_of(year, "2026-Q1"))
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    place = next(
        where.partition("!")[2] for where, what in workbook_places(content) if "'Sở" in what or "Kính gửi" in what
    )
    sheet[place] = "Kính gửi: nơi khác"
    sheet["A99"] = 1
    changed = BytesIO()
    book.save(changed)
    assert set(differing(content, changed.getvalue(), workbook_places)) == {f"Tổng hợp!{place}", "Tổng hợp!A99"}
