"""A row that is withdrawn from a day on: it stands in the periods that ended before, with all that was reported."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import Figure, Indicator
from tasks.models import Task
from tests import desk
from tests.page import read
from units.dates import LOCAL_ZONE
from units.models import Event

pytestmark = pytest.mark.django_db
Q3, Q4, YEAR = "2026-Q3", "2026-Q4", "2026-Y"
OCTOBER = date(2026, 10, 1)
CODE, TASK, GOAL = "PL1.26", "PL4.I.1", "PL2.I.1"


@pytest.fixture(autouse=True)
def november():
    """Quý III has ended, quý IV is being reported."""
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL_ZONE), tick=False):
        yield


@pytest.fixture
def withdrawn(plan, person):
    """Reported and accepted in quý III, withdrawn from 01/10."""
    desk.enter(plan, CODE, "45,5", person("kthtdt"), period=Q3)
    desk.send(plan, "KTHTDT", person("kthtdt"), period=Q3)
    desk.accept(plan, "KTHTDT", person("daumoi"), period=Q3)
    for model, code in ((Indicator, CODE), (Indicator, GOAL), (Task, TASK)):
        assert model.objects.filter(code=code).update(withdrawn_from=OCTOBER) == 1


def standing(client, code, name, *args, **asked):
    page = read(client.get(reverse(name, args=args), asked))
    return code in page.text or bool(page.all("tr", id=f"row-{code}"))


@pytest.mark.usefixtures("withdrawn")
class TestAWithdrawnRow:
    @pytest.mark.parametrize(("period", "there"), [(Q3, True), ("2026-9M", True), (Q4, False), (YEAR, False)])
    def test_stands_on_the_dashboard_of_what_ended_before(self, browser_of, period, there):
        client = browser_of("nguoixem")
        answer = client.get(reverse("indicator", args=(CODE,)), {"ky": period})
        assert answer.status_code == (200 if there else 404)
        assert read(client.get(reverse("dashboard"), {"ky": period})).text.count("45,5%") == int(there)
        assert client.get(reverse("task", args=(TASK,)), {"ky": period}).status_code == (200 if there else 404)
        goal = client.get(reverse("indicator", args=(GOAL,)), {"ky": period})
        assert goal.status_code == (302 if there else 404)

    @pytest.mark.parametrize(("period", "there"), [(Q3, True), (Q4, False)])
    def test_stands_on_the_entry_page_and_can_be_saved_there(self, plan, browser_of, period, there):
        desk.period_of(plan, period)
        client = browser_of("vhxh")
        page = read(client.get(reverse("entry_tasks", args=(period, "VHXH"))))
        assert (TASK in [row.attributes.get("id", "").removeprefix("row-") for row in page.all()]) is there
        rows = {CODE: "KTHTDT", TASK: "VHXH"}
        for code, unit in rows.items():
            url = reverse("entry_row", args=(period, unit, code))
            answer = browser_of("daumoi").post(url, {f"{code}-version": "0"})
            assert (answer.status_code != 404) is there, code

    def test_is_counted_where_it_stands(self, browser_of):
        counts = {}
        for period in (Q3, Q4):
            page = read(browser_of("daumoi").get(reverse("board"), {"ky": period}))
            row = next(row for row in page.all("tr") if "Phòng Kinh tế" in row.text)
            counts[period] = next(word for cell in row.all("td") for word in cell.text.split() if "/" in word)
        assert counts == {Q3: "1/2", Q4: "0/1"}

    def test_takes_figures_from_a_file_where_it_stands(self, plan, tmp_path):
        file = tmp_path / "so-lieu.csv"
        Indicator.objects.filter(code="PL1.6").update(withdrawn_from=OCTOBER)
        file.write_text('chi_tieu,gia_tri\nPL1.6,"1,2"\n')
        desk.period_of(plan, Q4)
        with pytest.raises(CommandError) as refused:
            call_command("import_figures", Q4, str(file), by="kthtdt")
        assert str(refused.value).endswith("PL1.6 không nhập số liệu trong Quý IV/2026.")
        call_command("import_figures", Q3, str(file), by="kthtdt")
        assert Figure.objects.filter(indicator__code="PL1.6", period__code=Q3).exists()
        assert Event.objects.filter(subject_code="PL1.6", action="save").count() == 1

    def test_the_page_of_another_quarter_keeps_its_history(self, browser_of):
        page = read(browser_of("daumoi").get(reverse("indicator", args=(CODE,)), {"ky": Q3}))
        assert "45,5%" in page.one("table", cls="quarters").text
