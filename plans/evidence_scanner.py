"""The virus scanner, where the ward has one: a command that gets the file's path as its last argument.

It answers as clamscan does: 0 clean, 1 found something. Whatever else happens - the program is missing, takes too
long, crashes - the file counts as not checked and is refused.
"""

import logging
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from plans.evidence_rules import FileRefused

CLEAN, FOUND = 0, 1
MAX_SECONDS: Final = 60
logger = logging.getLogger(__name__)


def refuse_infected(name: str, content: bytes, command: Sequence[str]) -> None:
    """Nothing to do where no scanner is set. Raises FileRefused."""
    if not command:
        return
    status = _run(content, command)
    if status == FOUND:
        logger.warning("the scanner found something in %r", name)
        raise FileRefused(f"{name}: phần mềm quét vi-rút báo tệp có mã độc; hãy báo cán bộ công nghệ thông tin.")
    if status != CLEAN:
        raise FileRefused(f"{name}: chưa quét được vi-rút nên chưa nhận tệp; hãy thử lại sau hoặc báo quản trị.")


def _run(content: bytes, command: Sequence[str]) -> int | None:
    """The scanner's exit status, None where it gave none."""
    with TemporaryDirectory(prefix="evidence-") as folder:
        file = Path(folder) / "file"
        file.write_bytes(content)
        try:
            done = subprocess.run([*command, str(file)], capture_output=True, timeout=MAX_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            logger.exception("the virus scanner did not answer")
            return None
    if done.returncode not in {CLEAN, FOUND}:
        logger.error("the virus scanner ended with %s: %s", done.returncode, done.stderr[-500:])
    return done.returncode
