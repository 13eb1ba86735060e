"""Every workbook that nobody should send gets one Vietnamese sentence, soon, in little memory, and changes no row.

Each is read in a process of its own that may use 512 MB and 10 seconds, and no more: the system ends it there.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from kpis.models import Figure
from plans.calendar import LOCAL_ZONE
from tests import desk
from tests.hostile import HARMLESS, KINDS
from tests.site import ROOT

pytestmark = pytest.mark.django_db
MEMORY, SECONDS = 512 * 1024 * 1024, 10
READER = """
import json, os, resource, sys
from pathlib import Path
from plans.table import WorkbookRefused
from plans.workbook import read_table

def read(path):
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        return {"rows": len(read_table(Path(path)).rows)}
    except WorkbookRefused as refused:
        return {"refused": refused.sentence}

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        print(json.dumps(read(line.rstrip())), flush=True)
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


def read_within_limits(reader: subprocess.Popen[str], path: Path) -> dict[str, object]:
    assert reader.stdin
    assert reader.stdout
    print(path, file=reader.stdin, flush=True)
    found: dict[str, object] = json.loads(reader.stdout.readline())
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
    assert "ended" not in found, f"{kind}: over the limits"
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


@pytest.mark.parametrize("kind", HARMLESS)
def test_an_odd_workbook_with_good_figures_is_read(kind, reader, quarter, tmp_path):
    path = tmp_path / "so-lieu.xlsx"
    path.write_bytes(HARMLESS[kind]())
    assert read_within_limits(reader, path) == {"rows": 1}
    call_command("import_figures", "2026-Q1", str(path), "--by", "kthtdt", verbosity=0)
    assert Figure.objects.get(indicator__code="PL1.6", period__code="2026-Q1").value == Decimal("1.2")


def test_the_limits_are_real(tmp_path):
    """The reader is ended when it takes too much: else the tests above could not fail."""
    hungry = READER.replace("read_table(Path(path)).rows", "bytearray(600 * 1024 * 1024)")
    busy = READER.replace("len(read_table(Path(path)).rows)", "sum(1 for _ in iter(int, 1))")
    for program, seconds in ((hungry, "10"), (busy, "1")):
        done = subprocess.run(
            [sys.executable, "-c", program, str(MEMORY), seconds], cwd=ROOT, input="x\n", capture_output=True, text=True
        )
        assert '"ended"' in done.stdout


def test_there_are_enough_of_them():
    assert len(KINDS) >= 35
