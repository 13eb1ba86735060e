"""Every face shows the same: the tabs of the page, the workbook and the JSON, cell by cell, for generated data.

A face is a function from a period to `Shown`: what it says of each indicator, goal and task. A Word table is one more.
"""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpis.models import Indicator
from tests import desk
from tests.book import opened, shown, table_of
from tests.page import read
from tests.test_documents_figures import TYPED

pytestmark = pytest.mark.django_db
PERIODS = ("2026-Q1", "2026-Q2", "2026-Q3")
DRAFT = {"ban-nhap": "1"}
ROMAN = ("I", "II", "III", "IV")
# (kind, code or number) → what is shown under each name
Shown = dict[tuple[str, str], dict[str, str]]
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
                    row, {"So với 2030": "reached", "Mục tiêu 2030": "target"}
                )
        for row in tab("dashboard_tasks", period).one("table").all("tr"):
            if row.all("td", cls="stt"):
                code = row.all("a")[0].attributes["href"].split("?")[0].rstrip("/").split("/")[-1]
                found["task", code] = {"status": re.sub(r" \d+ ngày$", "", row.all("td")[-1].text)[1:]}
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
    cells = {cell.attributes.get("data-label"): cell.text for cell in row.all("td")}
    return {name: cells[label] for label, name in names.items()}


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
            found["goal", row["code"]] = {"target": row["target"]}
        for row in card["tasks"]:
            found["task", row["code"]] = {"status": row["status"]}
        return found

    return seen


@pytest.fixture
def workbook(report_file) -> Face:
    """Its numbers stand without the sign, which has a column of its own; its word tells of a provisional milestone."""

    def seen(period: str) -> Shown:
        book, found, last = opened(report_file("xlsx", period, **DRAFT)), {}, int(period[-1])
        for row in table_of(book["Phụ lục 1"]).rows:
            told = {heading: shown(cell) for heading, cell in row.items()}
            quarters = {n: told[f"Kết quả thực hiện Quý {n}"].removesuffix(" (ước)") for n in ROMAN[:last]}
            numbers = {f"quarter {n}": text if re.match(r"\d", text) else "" for n, text in quarters.items()}
            found["indicator", told["STT"]] = {
                "value": quarters[ROMAN[last - 1]],
                "reached": told["Tỷ lệ hoàn thành (%)"],
                "status": told["Đánh giá"].removesuffix(" (mốc tạm tính)"),
                "target": told["Mục tiêu năm 2026"],
                "before": told["Kết quả năm 2025"],
                **numbers,
            }
        return found

    return seen


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
def test_every_face_says_the_same_of_generated_data(plan, person, page, json_file, workbook, data):
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
        faces = {"page": page(period), "json": json_file(period), "workbook": workbook(period)}
        assert assert_alike(faces) > 29 * 12


def test_a_face_that_says_something_else_is_found(plan, page, json_file):
    faces = {"page": page("2026-Q3"), "json": json_file("2026-Q3")}
    assert_alike(faces)
    faces["json"]["indicator", "20"]["status"] = "Đạt"
    with pytest.raises(AssertionError, match="indicator"):
        assert_alike(faces)
