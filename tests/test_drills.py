"""The drills, short: a few kills on each database. `make drills` does a hundred."""

import os
import subprocess
import sys

import pytest

from tests.site import ROOT

pytestmark = pytest.mark.drills
KILLS = "15"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_the_kill(database):
    where = ["--postgres", os.environ["POSTGRES_URL"]] if database == "postgresql" else []
    command = [sys.executable, "-m", "drills.kill_save", "--kills", KILLS, *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{KILLS} kills: " in done.stdout
    acknowledged = int(done.stdout.split("kills: ")[1].split()[0])
    assert acknowledged > 15  # the kills fell among real saves
