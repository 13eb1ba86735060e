"""Whatever is changed in admin stands in the journal: every model, every row beneath one, people and rights, tables.

A model or an inline that may be changed in admin fails here until it has its line.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from kpis.models import Indicator
from plans.csv_table import read_csv
from tasks.models import Task
from tests.admin_desk import address, client_of, filled, save
from tests.desk import enter
from tests.page import read
from tests.test_admin import MODELS, TABLES
from tests.test_admin_import import confirm, csv_of, download, upload
from units.admin_scope import nobody
from units.models import Channel, Event, Unit, User

pytestmark = pytest.mark.django_db
# Model → a field of its page, what is typed there, and the word of the journal for it.
FIELDS = {
    "units.ward": ("place", "Hải An mới", "phường/xã"),
    "units.unit": ("phone", "0225 3 123 456", "đơn vị"),
    "units.leader": ("title", "Chủ tịch", "lãnh đạo"),
    "units.user": ("full_name", "Tên Mới", "tài khoản"),
    "plans.plan": ("title", "Kế hoạch đổi tên", "kế hoạch"),
    "plans.section": ("title", "Nhóm đổi tên", "nhóm"),
    "plans.planclause": ("text", "Nội dung đổi", "nội dung kế hoạch"),
    "plans.correction": ("reason", "Lý do đổi", "đính chính"),
    "plans.period": ("unit_due_at_1", "16:00:00", "kỳ báo cáo"),
    "kpis.indicator": ("note", "Ghi chú đổi", "chỉ tiêu"),
    "tasks.task": ("note", "Ghi chú đổi", "nhiệm vụ"),
}
# Inline → the page it stands on, the prefix of its rows, a new row.
CAP, DAY = "CAP", "15/03/2026"
BENEATH = {
    "units.unitalias": ("units.unit", "aliases", {"spelling": "Phòng VH và XH"}),
    "kpis.milestone": ("kpis.indicator", "milestones", {"quarter": "1", "value": "1"}),
    "kpis.assignment": ("kpis.indicator", "assignments", {"unit": CAP, "from_day": DAY}),
    "kpis.indicatorlead": ("kpis.indicator", "lead_rows", {"unit": CAP, "order": "9"}),
    "tasks.taskassignment": ("tasks.task", "assignments", {"unit": CAP, "from_day": DAY}),
    "tasks.tasklead": ("tasks.task", "lead_rows", {"unit": CAP, "order": "9"}),
    "tasks.taskcoordination": ("tasks.task", "coordination_rows", {"unit": CAP, "order": "9"}),
}
# Table → a column that may be changed, and what is written there.
COLUMNS = {
    "units.unit": ("Ghi chú", "Sửa qua tệp"),
    "units.leader": ("Chức danh", "Sửa qua tệp"),
    "plans.section": ("Tên", "Sửa qua tệp"),
    "plans.planclause": ("Nội dung", "Sửa qua tệp"),
    "kpis.indicator": ("Ghi chú", "Sửa qua tệp"),
    "tasks.task": ("Ghi chú", "Sửa qua tệp"),
}


@pytest.fixture
def administrator(person) -> Client:
    return client_of(person("quantri"))


def row_of(label: str) -> Any:
    if label == "kpis.indicator":
        return Indicator.objects.get(code="PL1.6")
    if label == "tasks.task":
        return Task.objects.get(code="PL4.I.1")
    return apps.get_model(label)._default_manager.order_by("pk").first()


def written_by(act: Callable[[], Any]) -> list[Event]:
    """The lines that it wrote."""
    last = Event.objects.latest("pk").pk
    act()
    return list(Event.objects.filter(pk__gt=last).order_by("pk"))


def test_every_model_that_is_changed_in_admin_has_its_line_here():
    assert set(FIELDS) == {label for label, line in MODELS.items() if line.changes}


def test_so_has_every_row_beneath_one():
    inlines = {inline for each in admin.site._registry.values() for inline in each.inlines}
    changed = {inline.model._meta.label_lower for inline in inlines if inline.edits is not nobody}
    assert set(BENEATH) == changed


def test_so_has_every_table_that_is_taken_in_but_that_of_figures():
    """Figures are entered by the actions of the pages: tests/test_admin_import.py and tests/test_import_figures.py."""
    assert set(COLUMNS) == set(TABLES) - {"kpis.figure"}


@pytest.mark.parametrize("label", FIELDS)
def test_a_change_writes_one_line_that_says_it(label, administrator, browser_of):
    name, typed, kind = FIELDS[label]
    row = row_of(label)
    url = address(label, "change", row.pk)
    lines = written_by(lambda: save(administrator, url, **{name: typed}))
    assert [(line.action, line.channel, line.actor_name) for line in lines] == [
        ("change", Channel.ADMIN, "Quản trị hệ thống")
    ]
    assert lines[0].before != lines[0].after
    assert typed.removesuffix(":00") in " ".join(lines[0].after.values())
    # And it is read on the page "Nhật ký", with the word for what it is.
    page = read(browser_of("daumoi").get(reverse("journal"), {"nguoi": "Quản trị hệ thống"})).one("main")
    assert kind in page.one("tbody").all("td")[2].text


@pytest.mark.parametrize("label", BENEATH)
def test_a_new_row_beneath_is_in_the_line_of_what_it_stands_under(label, administrator):
    parent, prefix, typed = BENEATH[label]
    url = address(parent, "change", row_of(parent).pk)
    data = filled(administrator.get(url))
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    unit = {"unit": str(Unit.objects.get(code=CAP).pk)} if "unit" in typed else {}
    new = {f"{prefix}-{number}-{name}": value for name, value in (typed | unit).items()}
    sent = data | {f"{prefix}-TOTAL_FORMS": str(number + 1)} | new
    lines = written_by(lambda: administrator.post(url, sent))
    assert [(line.action, line.subject_type) for line in lines] == [("change", parent.split(".")[1])]
    (word,) = lines[0].after
    before, after = (set(filter(None, told[word].split("; "))) for told in (lines[0].before, lines[0].after))
    assert before < after
    assert len(after - before) == 1


@pytest.mark.parametrize("label", COLUMNS)
def test_a_table_that_is_taken_in_writes_a_line_for_each_changed_row(label, administrator):
    heading, typed = COLUMNS[label]
    _, content = download(administrator, label, "csv")
    table = read_csv("bang.csv", content)
    headings = list(table.headers)
    rows = [[str(one.value or "") for one in row.cells] for row in table.rows]
    rows[0][headings.index(heading)] = typed
    preview = upload(administrator, label, "bang.csv", csv_of(headings, *rows))
    lines = written_by(lambda: confirm(administrator, label, preview))
    assert [(line.action, typed in line.after.values()) for line in lines] == [("change", True)]


class TestPeopleAndRights:
    def test_a_new_account_a_changed_right_an_end_a_new_password(self, administrator, person):
        account = person("cap")
        url = address("units.user", "change", account.pk)

        def disable() -> None:
            data = filled(administrator.get(url))
            data.pop("is_active")
            administrator.post(url, data)

        acts: dict[str, Callable[[], Any]] = {
            "add": lambda: save(
                administrator, address("units.user", "add"), username="moi", full_name="Người Mới", role="viewer"
            ),
            "change": lambda: save(administrator, url, role="unit_head"),
            "reset_password": lambda: administrator.post(address("units.user", "password", account.pk)),
            "unlock": lambda: administrator.post(address("units.user", "unlock", account.pk)),
        }
        for action, act in acts.items():
            lines = written_by(act)
            assert [(line.action, line.subject_type, line.actor) for line in lines] == [
                (action, "user", person("quantri"))
            ], action
            # A line never holds a password, neither as it is typed nor as it is stored.
            stored = User.objects.get(username=lines[0].subject_code).password
            assert stored not in f"{lines[0].before}{lines[0].after}{lines[0].reason}"
        (line,) = written_by(disable)
        assert (line.before, line.after) == ({"đang dùng": "có"}, {"đang dùng": "không"})

    def test_what_is_deleted_says_what_it_was(self, administrator, plan):
        unit = Unit.objects.create(ward=plan.ward, code="TAM", name="Đơn vị tạm", short_name="Tạm", kind="department")
        url = address("units.unit", "delete", unit.pk)
        (line,) = written_by(lambda: administrator.post(url, {"post": "yes"}))
        assert (line.action, line.subject_code, line.before["tên"]) == ("delete", "TAM", "Đơn vị tạm")


def test_the_journals_own_filters_in_admin_show_words(administrator, plan):
    page = read(administrator.get(address("units.event", "changelist"))).one(id="changelist-filter")
    words = {link.text for link in page.all("a")}
    assert {"Quý I/2026", "Công an phường", "kỳ báo cáo", "chấp nhận", "dòng lệnh"} <= words
    assert not {"2026-Q1", "CAP", "period", "accept", "command"} & words


def test_and_so_do_its_rows(administrator, plan, person):
    enter(plan, "PL1.27", "2", person("cap"))
    answer = administrator.get(address("units.event", "changelist"), {"unit_code": "CAP"})
    row = read(answer).one("table", id="result_list").one("tbody").one("tr")
    assert row.one("td", cls="field-unit_word").text == "Công an phường"
    assert row.one("td", cls="field-period_word").text == "Quý I/2026"
