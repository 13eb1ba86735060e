"""Every face shows the same: the tabs of the page, the workbook, the Word file and the JSON, cell by cell, for
generated data; and the counts of units and leaders are those of the rows.

A face is a function from a period to `Shown`: what it says of each indicator, goal, task, unit and leader.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpis.models import Indicator
from tasks.models import Task
from tests import desk, word
from tests.book import opened, shown, table_of
from tests.page import read
from tests.test_documents_figures import TYPED

pytestmark = pytest.mark.django_db
PERIODS = ("2026-Q1", "2026-Q2", "2026-Q3")
DRAFT = {"ban-nhap": "1"}
ROMAN = ("I", "II", "III", "IV")
GOAL = {"So với 2030": "reached", "Mục tiêu 2030": "target"}
COUNTS = {
    "Chỉ tiêu": "total",
    "Đạt hoặc đúng tiến độ": "good",
    "Cần chú ý": "watch",
    "Chậm hoặc không đạt": "late",
    "Chưa có số liệu": "missing",
    "Nhiệm vụ": "tasks",
}
GROUPS = {
    "Vượt": "good",
    "Đạt": "good",
    "Đúng tiến độ": "good",
    "Cần chú ý": "watch",
    "Chậm tiến độ": "late",
    "Không đạt": "late",
    "Chưa có số liệu": "missing",
}
# (kind, code or number or name) → what is shown under each name
Shown = dict[tuple[str, str], dict[str, str]]
Rows = list[dict[str, str]]
Face = Callable[[str], Shown]


@pytest.fixture(autouse=True)
def in_autumn():
    with time_machine.travel("2026-09-10T08:00:00+07:00", tick=False):
        yield


@pytest.fixture
def page(browser_of) -> Face:
    """All tabs, as a reader inside the ward has them."""

    def tab(name, period):
        return read(browser_of("lanhdao").get(reverse(name), {"ky": period}))

    def seen(period: str) -> Shown:
        found: Shown = {}
        for row in tab("dashboard", period).one("table", cls="board").all("tr"):
            if row.all("td", cls="stt"):
                found["indicator", row.one("td", cls="stt").text] = board_row(row)
        for row in tab("dashboard_quarters", period).one("table", cls="heat-board").all("tr"):
            if row.all("td", cls="stt"):
                found["indicator", row.one("td", cls="stt").text] |= heat_row(row)
        for row in tab("dashboard_comparison", period).one("table", cls="comparison-board").all("tr"):
            if row.all("td", cls="stt"):
                found["indicator", row.one("td", cls="stt").text] |= compared_row(row, period)
        for row in tab("dashboard_goals", period).one("table").all("tr"):
            if "id" in row.attributes:
                found["goal", row.attributes["id"]] = labelled(
                    row, GOAL | {f"Quý {ROMAN[int(period[-1]) - 1]}": "value"}
                )
        for row in tab("dashboard_tasks", period).one("table").all("tr"):
            if row.all("td", cls="stt"):
                code = row.all("a")[0].attributes["href"].split("?")[0].rstrip("/").split("/")[-1]
                found["task", code] = {"status": re.sub(r" \d+ ngày$", "", row.all("td")[-1].text)[1:]}
        for kind, name in (("unit", "dashboard_units"), ("leader", "dashboard_leaders")):
            for row in tab(name, period).one("table").one("tbody").all("tr"):
                found[kind, row.one("th").text] = labelled(row, COUNTS)
        return found

    return seen


def board_row(row) -> dict[str, str]:
    value = row.one("td", cls="now").text.replace(" (chưa chấp nhận)", "")
    status = row.one("td", cls="verdict").one("span", cls="status")
    word = "".join(status.texts).removesuffix(status.one("small").text if status.all("small") else "")
    return {
        "value": value,
        "reached": row.one("td", cls="reached").text,
        "status": " ".join(word.split()).lstrip("▲■●◆▼○×□·"),
        "target": row.one("td", cls="target").attributes["title"],
        "before": row.one("td", cls="before").text,
    }


def heat_row(row) -> dict[str, str]:
    told = {}
    for numeral, cell in zip(ROMAN, row.all("td", cls="heat"), strict=True):
        told[f"quarter {numeral}"] = cell.one("b").text if cell.all("b") else ""
        told[f"status {numeral}"] = cell.all("span", cls="visually-hidden")[0].text.replace(", chưa chấp nhận", "")
    return told


def compared_row(row, period) -> dict[str, str]:
    """The side of the period itself: the later one of two, of quý I the earlier."""
    cells = [cell.text for cell in row.all("td", cls="num")]
    return {"value": cells[0 if period.endswith("Q1") else 1]}


def labelled(row, names) -> dict[str, str]:
    """The cells of these labels; "–" is how a page says that there is none."""
    cells = {cell.attributes.get("data-label"): cell.text.removesuffix(" (chưa chấp nhận)") for cell in row.all("td")}
    return {name: "" if cells[label] == "–" else cells[label] for label, name in names.items() if label in cells}


@pytest.fixture
def json_file(report_file) -> Face:
    def seen(period: str) -> Shown:
        card = json.loads(report_file("json", period, **DRAFT))
        found: Shown = {}
        for row in card["indicators"]:
            found["indicator", row["number"]] = {
                "value": row["value_text"] or row["state"],
                "reached": row["achievement_text"],
                "status": row["status"],
                "target": row["target"],
                "before": row["baseline"],
                **{
                    f"quarter {n}": q["value_text"] if q["value"] is not None else ""
                    for n, q in zip(ROMAN, row["quarters"], strict=True)
                },
                **{f"status {n}": q["status"] for n, q in zip(ROMAN, row["quarters"], strict=True)},
            }
        for row in card["goals_2030"]:
            found["goal", row["code"]] = {"target": row["target"], "value": row["value_text"]}
        for row in card["tasks"]:
            found["task", row["code"]] = {"status": row["status"]}
        return found | counted(card)

    return seen


def counted(card) -> Shown:
    """Who holds what, counted here out of the rows, as the tabs "Đơn vị" and "Lãnh đạo" should say it."""
    held: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in card["indicators"]:
        for kind, name in (("unit", row["unit"]), ("leader", row["leader"])):
            held[kind, name].update(["total", GROUPS.get(row["status"], "elsewhere")])
    for row in card["tasks"]:
        for part in row["parts"]:
            held["unit", part["unit"]]["tasks"] += 1
    return {
        key: {name: str(count[name] or "") for name in COUNTS.values() if name != "tasks" or key[0] == "unit"}
        for key, count in held.items()
    }


@pytest.fixture
def workbook(report_file, plan) -> Face:
    def seen(period: str) -> Shown:
        book = opened(report_file("xlsx", period, **DRAFT))
        sheets = [
            [{heading: shown(cell) for heading, cell in row.items()} for row in table_of(book[name]).rows]
            for name in ("Phụ lục 1", "Phụ lục 2", "Nhiệm vụ")
        ]
        return appendices(plan, period, *sheets)

    return seen


@pytest.fixture
def word_file(report_file, plan) -> Face:
    def seen(period: str) -> Shown:
        tables = word.appendix_tables(word.opened(report_file("docx", period, **DRAFT)))
        numbered = [
            [dict(zip(heads, row, strict=True)) for row in rows if len(row) == len(heads)]
            for heads, *rows in tables[:3]
        ]
        return appendices(plan, period, *numbered)

    return seen


def appendices(plan, period: str, first: Rows, second: Rows, third: Rows) -> Shown:
    """Phụ lục 1, Phụ lục 2 and Nhiệm vụ, which a workbook and a Word file have alike.

    Numbers stand without the sign, which has a column of its own; a word tells of a provisional milestone.
    """
    goals = Indicator.objects.filter(plan=plan, horizon_year=2030).order_by("order").values_list("code", flat=True)
    tasks = Task.objects.filter(plan=plan).order_by("order").values_list("code", flat=True)
    last = ROMAN[int(period[-1]) - 1]
    return (
        {("indicator", row["STT"]): appendix_row(row, last) for row in first}
        | {("goal", code): goal_row(row, last) for code, row in zip(goals, second, strict=True)}
        | {("task", code): {"status": row["Đánh giá"]} for code, row in zip(tasks, third, strict=True)}
    )


def appendix_row(row: dict[str, str], last: str) -> dict[str, str]:
    shown_quarters = ROMAN[: ROMAN.index(last) + 1]
    quarters = {n: row[f"Kết quả thực hiện Quý {n}"].removesuffix(" (ước)") for n in shown_quarters}
    return {
        "value": quarters[last],
        "reached": row["Tỷ lệ hoàn thành (%)"],
        "status": row["Đánh giá"].removesuffix(" (mốc tạm tính)"),
        "target": row["Mục tiêu năm 2026"],
        "before": row["Kết quả năm 2025"],
        **{f"quarter {n}": text if re.match(r"\d", text) else "" for n, text in quarters.items()},
    }


def goal_row(row: dict[str, str], last: str) -> dict[str, str]:
    return {
        "target": row["Mục tiêu đến năm 2030"],
        "value": row[f"Kết quả quý {last} năm 2026"],
        "reached": row["Tỷ lệ hoàn thành (%)"],
    }


def same(name: str, text: str) -> str:
    """What faces write differently on purpose: the sign of a percentage."""
    return text if name.startswith("status") else text.replace("%", "").strip()


def assert_alike(faces: dict[str, Shown]) -> int:
    """Every cell that two faces share; how many were compared."""
    compared, (first, *others) = 0, list(faces)
    for other in others:
        for key, cells in faces[other].items():
            assert key in faces[first], (other, key)
            for name in cells.keys() & faces[first][key].keys():
                pair = same(name, faces[first][key][name]), same(name, cells[name])
                assert pair[0] == pair[1], (first, other, key, name)
                compared += 1
    return compared


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_face_says_the_same_of_generated_data(plan, person, page, json_file, workbook, word_file, data):
    coordinator = person("daumoi")
    rows = list(Indicator.objects.filter(plan=plan, horizon_year=2026))
    for period in PERIODS:
        for row in rows:
            if data.draw(st.integers(0, 3), label="given"):
                desk.enter(plan, row.code, data.draw(TYPED[row.measure])[0], coordinator, period=period)
            else:
                desk.enter(plan, row.code, "", coordinator, period=period, nothing_reason="Không có gì để tính")
    desk.tell(plan, "PL4.I.6", person("vhxh"), period=PERIODS[-1], status="done", done_on=date(2026, 2, 1))
    for period in PERIODS:
        caches["pages"].clear()
        faces = {
            "page": page(period),
            "json": json_file(period),
            "workbook": workbook(period),
            "Word": word_file(period),
        }
        assert assert_alike(faces) > 29 * 16 + 15 * 7 + 19 * 3 + 6 * 5 + 3 * 5
        assert faces["json"].keys() == faces["page"].keys()


@pytest.mark.parametrize(
    ("face", "key", "name"),
    [
        ("json", ("indicator", "20"), "status"),
        ("workbook", ("goal", "PL2.I.1"), "target"),
        ("Word", ("goal", "PL2.I.2"), "reached"),
        ("Word", ("task", "PL4.I.6"), "status"),
        ("json", ("unit", "Công an phường"), "missing"),
        ("json", ("leader", "Bùi Quang Ngân"), "total"),
    ],
)
def test_a_face_that_says_something_else_is_found(plan, page, json_file, workbook, word_file, face, key, name):
    makers = {"json": json_file, "workbook": workbook, "Word": word_file}
    faces = {"page": page("2026-Q3"), face: makers[face]("2026-Q3")}
    assert_alike(faces)
    faces[face][key][name] = "99"
    with pytest.raises(AssertionError, match=key[0]):
        assert_alike(faces)
