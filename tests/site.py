"""A real server process on a database of its own, started as `make run` starts it."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
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
OFFICE = "kehoach.phuong"  # a name as in the office: no browser takes it for this computer
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

    def __init__(self, database_url: str, log: Path, **more: str) -> None:
        """`more`: of its environment, another PROFILE for one."""
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        own = {"DATABASE_URL": database_url, "PORT": str(self.port), "PROFILE": "demo", "DEBUG": "0"}
        own["ISSUED_DIR"] = str(log.parent / "issued")  # on disk, for every worker of the server reads it
        self.environment = os.environ | own | more
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self, command: str = "demo", *words: str) -> None:
        subprocess.run([*MANAGE, command, *words], env=self.environment, check=True, cwd=ROOT, stdout=subprocess.PIPE)

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
    with running(Server(database_url, log)) as server:
        yield server


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def office_server(demonstration: Path, folder: Path) -> Iterator[Server]:
    """As in the office: PROFILE=office under a name on plain HTTP, static files collected and compressed.

    Its data are a copy of the demonstration that passes itself off as real, for the profile refuses another.
    """
    file = Path(shutil.copy(demonstration, folder / "office.sqlite3"))
    with closing(sqlite3.connect(file)) as database:
        for mark in ("is_demo", "illustrative"):
            pass_off(database, mark)
    words = {"PROFILE": "office", "SECRET_KEY": secrets.token_urlsafe(60), "ALLOWED_HOSTS": f"127.0.0.1,{OFFICE}"}
    settings = {"DJANGO_SETTINGS_MODULE": "tests.office_settings", "STATIC_OF_THE_TEST": str(folder / "static")}
    server = Server(f"sqlite:///{file}", folder / "office.log", **words, **settings)
    server.prepare("collectstatic", "--noinput")
    with running(server):
        yield server


def pass_off(database: sqlite3.Connection, mark: str) -> None:
    """Take the mark off every row; a trigger that refuses is dropped, here alone."""
    tables = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = ?"
    for (table,) in database.execute(tables, [mark]).fetchall():
        database.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        database.execute(f"UPDATE {table} SET {mark} = 0")  # noqa: S608 - names of our own tables
    database.commit()


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
