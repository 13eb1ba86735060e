"""The drills, short: a few kills on each database. `make drills` does a hundred."""

import os
import subprocess
import sys

import pytest

from tests.site import ROOT

pytestmark = pytest.mark.drills
DATABASES = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


def counted(drill: str, kills: int, database: str) -> int:
    """What the drill counted after that many kills; it fails at the first promise that did not hold."""
    where = ["--postgres", os.environ["POSTGRES_URL"]] if database == "postgresql" else []
    command = [sys.executable, "-m", drill, "--kills", str(kills), *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert (done.returncode, done.stderr) == (0, "")
    return int(done.stdout.split(f"{kills} kills: ")[1].split()[0])


@DATABASES
def test_what_was_acknowledged_survives_the_kill(database):
    assert counted("drills.kill_save", 15, database) > 15  # the kills fell among real saves


@DATABASES
def test_a_version_is_whole_or_not_there(database):
    assert counted("drills.kill_issue", 10, database) >= 2  # some versions were made before the kill
