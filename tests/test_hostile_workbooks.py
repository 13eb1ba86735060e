"""Every workbook that nobody should send gets one Vietnamese sentence, soon, in little memory, and changes no row.

Each is read in a process of its own that may use 512 MB and 10 seconds, and no more: the system ends it there.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from kpis.models import Figure
from tests import desk, spoiled
from tests.hostile import HARMLESS, KINDS
from tests.page import Element, read
from tests.site import ROOT
from units.dates import LOCAL_ZONE

pytestmark = pytest.mark.django_db
MEMORY, SECONDS = 512 * 1024 * 1024, 10
READER = """
import json, os, resource, sys
from pathlib import Path
from plans.table import WorkbookRefused
from plans.workbook import read_grids, read_table
from reports.own_form.form import Form

def as_table(path):
    return len(read_table(path).rows)

def as_form(path):
    return len(read_grids(path.name, path.read_bytes()))

def as_own_form(path):
    return len(Form(path.name, path.read_bytes()).sheets)

def read(reader, path):
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        return {"found": reader(Path(path))}
    except WorkbookRefused as refused:
        return {"refused": refused.sentence}

for line in sys.stdin:
    reader, path = line.rstrip().split(" ", 1)
    child = os.fork()
    if child == 0:
        print(json.dumps(read(globals()[reader], path)), flush=True)
        os._exit(0)
    ended = os.waitpid(child, 0)[1]
    if ended:
        print(json.dumps({"ended": ended}), flush=True)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """A process that reads one file after another, each in a fork of its own under the limits."""
    command = [sys.executable, "-c", READER, str(MEMORY), str(SECONDS)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    assert process.stdin
    process.stdin.close()
    process.wait(timeout=20)


def read_within_limits(reader: subprocess.Popen[str], path: Path, way: str = "as_table") -> dict[str, object]:
    """What the process says of the file, read as a table of figures or as the unit's own form."""
    assert reader.stdin
    assert reader.stdout
    print(way, path, file=reader.stdin, flush=True)
    found: dict[str, object] = json.loads(reader.stdout.readline())
    assert "ended" not in found, f"{path.name}: over the limits {way}"
    return found


@pytest.fixture
def quarter(plan) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 4, 2, 9, 0, tzinfo=LOCAL_ZONE), tick=True):
        desk.period_of(plan)
        yield


def every_row() -> dict[str, list[dict[str, object]]]:
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_nobody_should_send_gets_its_sentence(kind, reader, quarter, tmp_path):
    bad = KINDS[kind]()
    path = tmp_path / bad.name
    path.write_bytes(bad.content)
    found = read_within_limits(reader, path)
    before = every_row()
    with pytest.raises(CommandError) as refused:
        call_command("import_figures", "2026-Q1", str(path), "--by", "kthtdt")
    (sentence,) = str(refused.value).splitlines()
    assert bad.said in sentence
    assert sentence.startswith(f"{bad.name}")
    assert sentence.endswith(".")
    assert len(sentence) < 300
    assert found.get("refused", sentence) == sentence
    assert every_row() == before


NOT_OURS = "Tệp này không phải biểu nhập số liệu của phần mềm; "


@pytest.mark.parametrize("kind", KINDS)
def test_it_gets_its_sentence_on_the_upload_page_too(kind, reader, quarter, browser_of, tmp_path):
    """The same where the file cannot be read; one that can, but is a table and no form of ours, is told so."""
    bad = KINDS[kind]()
    path = tmp_path / bad.name
    path.write_bytes(bad.content)
    found = read_within_limits(reader, path, "as_form")
    client = browser_of("kthtdt")
    before = every_row()
    answer = send_up(client, bad.name, bad.content)
    said = read(answer).one("p", role="alert").text
    assert answer.status_code == 422
    if "refused" in found:
        assert said == found["refused"]
        assert bad.said in said
    else:
        assert said.startswith(NOT_OURS)
    assert said.endswith(".")
    assert len(said) < 300
    assert every_row() == before


def send_up(client, name, content):
    url = reverse("entry_upload", args=("2026-Q1", "KTHTDT"))
    return client.post(url, {"tep": SimpleUploadedFile(name, content)})


@pytest.fixture(scope="module")
def downloads() -> dict[str, bytes]:
    """What was downloaded once: it is the same for every test."""
    return {}


@pytest.fixture
def form(quarter, browser_of, downloads) -> bytes:
    """The unit's workbook as it is downloaded."""
    url = reverse("entry_workbook", args=("2026-Q1", "KTHTDT"))
    if url not in downloads:
        downloads[url] = bytes(browser_of("kthtdt").get(url).content)
    return downloads[url]


def sentences_of(page: Element) -> set[str]:
    """Each thing that the upload page says of a file: as a whole, how many rows, of rows, of cells."""
    found = [*page.all("p", role="alert"), *page.all("p", cls="say err"), *page.all("p", cls="notice-warning")]
    for told in page.all("p", cls="told"):
        found += told.all("span")
    for notice in page.all("div", cls="notice-error"):
        found += notice.all("li")
    return {each.text for each in found}


@pytest.mark.parametrize("kind", spoiled.KINDS)
def test_the_units_own_workbook_spoiled_gets_its_sentence(kind, reader, form, browser_of, tmp_path):
    bad = spoiled.KINDS[kind](form)
    path = tmp_path / bad.name
    path.write_bytes(bad.content)
    read_within_limits(reader, path, "as_form")
    client = browser_of("kthtdt")
    before, started = every_row(), time.process_time()
    answer = send_up(client, bad.name, bad.content)
    assert time.process_time() - started < SECONDS  # its own work: a busy machine is slow, not wrong
    assert bad.said in sentences_of(read(answer))
    assert answer.status_code == (422 if bad.refused else 200)
    assert every_row() == before


def test_as_it_was_downloaded_it_says_nothing_new(form, browser_of):
    assert sentences_of(read(send_up(browser_of("kthtdt"), "bieu.xlsx", form))) == {"2 dòng giữ nguyên"}


@pytest.mark.parametrize("kind", HARMLESS)
def test_an_odd_workbook_with_good_figures_is_read(kind, reader, quarter, tmp_path):
    path = tmp_path / "so-lieu.xlsx"
    path.write_bytes(HARMLESS[kind]())
    assert read_within_limits(reader, path) == {"found": 1}
    call_command("import_figures", "2026-Q1", str(path), "--by", "kthtdt", verbosity=0)
    assert Figure.objects.get(indicator__code="PL1.6", period__code="2026-Q1").value == Decimal("1.2")


def test_the_limits_are_real(tmp_path):
    """The reader is ended when it takes too much: else the tests above could not fail."""
    hungry = READER.replace("read_table(path).rows", "bytearray(600 * 1024 * 1024)")
    busy = READER.replace("len(read_table(path).rows)", "sum(1 for _ in iter(int, 1))")
    for program, seconds in ((hungry, "10"), (busy, "1")):
        done = subprocess.run(
            [sys.executable, "-c", program, str(MEMORY), seconds],
            cwd=ROOT,
            input="as_table x\n",
            capture_output=True,
            text=True,
        )
        assert '"ended"' in done.stdout


def test_there_are_enough_of_them():
    assert len(KINDS) >= 35
    assert len(spoiled.KINDS) >= 70
