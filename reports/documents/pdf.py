"""A report as PDF, where LibreOffice is installed: found at run time, one conversion at a time, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from units.command import cause

LIMIT = 90.0  # seconds of one conversion; a report takes about five
WAIT = 60.0  # seconds in the queue
POLL = 0.1
NOT_INSTALLED = "Máy chủ chưa cài LibreOffice nên chưa xuất được PDF; hãy tải tệp Excel hoặc Word."
BUSY = "Đang có tệp PDF khác được lập; hãy thử lại sau ít phút."
TOO_LONG = "LibreOffice không lập xong tệp PDF trong thời gian cho phép; hãy thử lại, hoặc tải tệp Excel."
REFUSED = "LibreOffice không chuyển được tệp sang PDF; hãy tải tệp Excel và báo quản trị."
WINDOWS = Path("C:/Program Files/LibreOffice/program/soffice.exe")
_within_process = threading.Lock()


class PdfFailed(Exception):
    """No PDF could be made. `sentence` is what the user sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def office() -> str:
    """The program, "" where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or (str(WINDOWS) if WINDOWS.exists() else "")


def to_pdf(content: bytes, extension: str, *, limit: float = LIMIT, wait: float = WAIT) -> bytes:
    """The file printed by LibreOffice. Raises PdfFailed."""
    program = office()
    if not program:
        raise PdfFailed(NOT_INSTALLED)
    try:
        with _one_at_a_time(wait), tempfile.TemporaryDirectory(prefix="bao-cao-") as folder:
            source = Path(folder) / f"bao-cao.{extension}"
            source.write_bytes(content)
            _convert(program, source, limit)
            return _result(source.with_suffix(".pdf"))
    except OSError as error:
        raise PdfFailed(f"Không lập được tệp PDF: {cause(error)}.") from error


def _convert(program: str, source: Path, limit: float) -> None:
    """In a process group and with a profile of its own, both of which end with it."""
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", source.parent, source]
    silent = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the program found above, on a file of ours
        [str(word) for word in words], stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        raise PdfFailed(TOO_LONG) from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The program starts others: all of its group go."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(made: Path) -> bytes:
    content = made.read_bytes() if made.exists() else b""
    if not content.startswith(b"%PDF"):
        raise PdfFailed(REFUSED)
    return content


@contextmanager
def _one_at_a_time(wait: float) -> Iterator[None]:
    """Among the threads of this process, and among its siblings where the system has such locks."""
    until = time.monotonic() + wait
    if not _within_process.acquire(timeout=wait):
        raise PdfFailed(BUSY)
    try:
        with _between_processes(until):
            yield
    finally:
        _within_process.release()


@contextmanager
def _between_processes(until: float) -> Iterator[None]:
    if sys.platform == "win32":  # one process serves there
        yield
        return
    import fcntl

    path = Path(tempfile.gettempdir()) / f"bao-cao-pdf-{os.getuid()}.lock"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise PdfFailed(BUSY) from None
                time.sleep(POLL)
            else:
                break
        yield
