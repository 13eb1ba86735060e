"""Nhật ký: every line speaks Vietnamese, tells the ward's own time, and is found as people search."""

import ast
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpis.actions import FigurePlace
from kpis.models import AcceptedFigure, Indicator
from plans.evidence import Document, add_document
from tests.admin_desk import PASSWORD, address
from tests.desk import accept, enter, period_of, send, unit_of
from tests.page import read
from units import journal
from units.journal_words import ACTION_LABELS, KIND_LABELS
from units.models import Channel, User

ROOT = Path(__file__).resolve().parent.parent
EVENING = datetime(2026, 3, 14, 18, 30, tzinfo=UTC)  # in Hải An it is the morning of the 15th
APPS = ("haian_plan", "reports", "tasks", "kpis", "plans", "units")


def sources() -> Iterator[ast.Module]:
    found = subprocess.run(["git", "ls-files", *(f"{app}/**.py" for app in APPS)], cwd=ROOT, capture_output=True)
    for name in found.stdout.decode().split():
        yield ast.parse((ROOT / name).read_text())


def texts(node: ast.expr | None) -> Iterator[str]:
    """The literals that an expression may come to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def pairs(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """`kind = "a"` and `sheet, kind = "a", "b"`."""
    target = node.targets[0]
    names, values = [target], [node.value]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        names, values = target.elts, node.value.elts
    yield from ((name.id, value) for name, value in zip(names, values, strict=False) if isinstance(name, ast.Name))


def calls(name: str) -> Iterator[ast.Call]:
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                yield node


def kinds_written() -> set[str]:
    said = {text for call in calls("Subject") if call.args for text in texts(call.args[0])}
    for tree in sources():
        bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        assigned = [node for body in bodies for node in body if isinstance(node, ast.Assign)]
        said |= {text for node in assigned for name, value in pairs(node) if name == "kind" for text in texts(value)}
    return said


def actions_written() -> set[str]:
    """The literal second argument of `record`, and the first two of the helpers that pass one on."""
    said = {text for call in calls("record") if len(call.args) > 1 for text in texts(call.args[1])}
    for helper in ("_record", "record_link", "_journal", "journal", "write_line", "set_period_times"):
        said |= {text for call in calls(helper) for argument in call.args[:3] for text in texts(argument)}
    return said


def test_every_kind_that_is_written_has_its_word():
    written = kinds_written()
    assert {"figure", "evidence", "stand_in"} <= written
    assert written <= set(KIND_LABELS)


def test_every_action_that_is_written_has_its_word():
    written = actions_written()
    assert {"save", "attach", "load", "open", "add"} <= written
    assert written <= set(ACTION_LABELS)


@pytest.mark.django_db
class TestInAdmin:
    def test_evidence_is_called_so_in_its_line_and_among_the_kinds(self, plan, browser_of, person):
        by, period, unit = person("cap"), period_of(plan), unit_of(plan, "CAP")
        place = FigurePlace(Indicator.objects.get(plan=plan, code="PL1.27"), period)
        add_document(
            unit=unit, period=period, places=[place], document=Document("12/BC", date(2026, 1, 5)), by=by,
            channel=Channel.SCREEN, now=EVENING,
        )  # fmt: skip
        page = read(browser_of("daumoi").get(address("units.event", "changelist"), {"subject_type": "evidence"}))
        assert page.one("td", cls="field-kind_word").text == "minh chứng"
        assert "minh chứng" in {link.text for link in page.one(id="changelist-filter").all("a")}

    def test_a_line_is_headed_in_vietnamese_and_local_time(self, plan, browser_of, person):
        subject = journal.Subject("figure", 1, "PL1.6")
        line = journal.record(subject, "save", ward=plan.ward, by=person("cap"), channel=Channel.SCREEN, now=EVENING)
        page = read(browser_of("daumoi").get(address("units.event", "change", line.pk)))
        assert "01:30 15/03/2026 Cán bộ Công an: lưu PL1.6" in page.one(id="content").text

    @pytest.mark.parametrize(
        "typed", ["thieu mau so", "Thiếu Mẫu", "he thong", "người đã nghỉ", "nguoi.cu", "pl1.9 HE thieu"]
    )
    def test_is_found_by_who_and_why_without_diacritics_and_when_the_account_is_gone(
        self, typed, plan, browser_of, person
    ):
        gone = User.objects.create_user("nguoi.cu", PASSWORD, full_name="Người Đã Nghỉ", ward=plan.ward, role="viewer")
        by = gone if "ng" in typed and "thong" not in typed else None
        common = {"ward": plan.ward, "channel": Channel.COMMAND, "now": EVENING}
        journal.record(journal.Subject("task", 1, "PL1.9"), "change", by=by, reason="Thiếu mẫu số", **common)
        journal.record(journal.Subject("task", 1, "PL1.8"), "change", by=person("cap"), reason="Khác", **common)
        User.objects.filter(pk=gone.pk).delete()
        asked = {"q": typed, "subject_type": "task"}
        page = read(browser_of("daumoi").get(address("units.event", "changelist"), asked))
        rows = page.one("table", id="result_list").one("tbody").all("tr")
        assert [row.one("td", cls="field-subject_code").text for row in rows] == ["PL1.9"]

    def test_an_accepted_figure_is_headed_by_the_local_day(self, plan, browser_of, person):
        enter(plan, "PL1.27", "2", person("cap"))
        send(plan, "CAP", person("cap"), now=EVENING)
        accept(plan, "CAP", person("daumoi"), now=EVENING)
        page = read(browser_of("daumoi").get(address("kpis.acceptedfigure", "change", AcceptedFigure.objects.get().pk)))
        assert "PL1.27 2026-Q1, chấp nhận 15/03/2026" in page.one(id="content").text
