"""A real server process on a database of its own, started as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_database(server: str, name: str, *, template: str = "template1") -> Iterator[str]:
    """A fresh database on the server, a copy of `template`; it is dropped at the end. Yields its DATABASE_URL."""
    url = urlsplit(server)

    def run(statement: str) -> None:
        with closing(psycopg2.connect(server)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield urlunsplit(url._replace(path=f"/{name}"))
    finally:
        run(f'DROP DATABASE "{name}" WITH (FORCE)')


class Server:
    """One site on one database: it can be ended as by a power cut and started again at the same address.

    It runs in a process group of its own, so that the server's workers end with it and nothing else does.
    """

    def __init__(self, database_url: str, log: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        own = {"DATABASE_URL": database_url, "PORT": str(self.port), "PROFILE": "demo", "DEBUG": "0"}
        own["ISSUED_DIR"] = str(log.parent / "issued")  # on disk, for every worker of the server reads it
        self.environment = os.environ | own
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        subprocess.run([*MANAGE, "demo"], env=self.environment, check=True, cwd=ROOT, stdout=subprocess.PIPE)

    def start(self) -> None:
        serve = [*MANAGE, "serve"]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                serve, env=self.environment, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
            )
        wait_until_served(self.address, self.process)

    def kill(self) -> None:
        """SIGKILL: no worker finishes anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=20)
        self.process = None


def prepare(database_url: str) -> None:
    """Fill an empty database with the demonstration."""
    Server(database_url, Path(os.devnull)).prepare()


@contextmanager
def running_server(database_url: str, log: Path) -> Iterator[Server]:
    """Serve a prepared database; the process is ended by its own id."""
    server = Server(database_url, log)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def wait_until_served(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/dang-nhap/", timeout=5).close()  # noqa: S310 - our own address
        except OSError:  # refused, or a busy machine that answers late
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer within 30 seconds")
